"""Everything between the socket and the executor: GraphQL over HTTP, who may, what is kept, counted and logged."""
