"""The explorer: pages for those who would rather look than write queries; all on them comes from the GraphQL API."""
