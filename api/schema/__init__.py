"""The GraphQL schema: what can be asked, every name described, and how each field is answered."""
