"""The similarity index measured: how fast, against whom, and how good."""
