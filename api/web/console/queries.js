// What an editor begins with: the query that the address asks for, and the worked queries of the documentation.

// The query and the variables in an address as /graphql#query=…&variables=…, or null.
export function asked() {
  const said = new URLSearchParams(location.hash.slice(1));
  return said.has("query") ? { query: said.get("query"), variables: said.get("variables") ?? "" } : null;
}

// [{title: {en, zh}, queries: [{shows, query}]}]
export async function worked() {
  const response = await fetch("/graphql/queries.json");
  return response.json();
}
