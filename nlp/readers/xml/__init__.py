"""Readers of XML: one module a format, over elements that are read one by one."""
