"""Tools for agents over the Model Context Protocol, each of them a query of the GraphQL API."""
