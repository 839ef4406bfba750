"""All ways in: the command line, GraphQL over HTTP, and the console page."""
