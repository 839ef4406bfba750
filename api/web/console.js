// The console: sends what stands in the two boxes to /graphql and shows what comes back.

const EXAMPLES = {
  "What is in the graph?": `{
  stats { papers concepts mentions authors }
  conceptKinds { name label conceptCount }
  concepts(first: 5) { nodes { id name paperCount } }
}`,
  "Search, with counts": `{
  papers(search: "social media in government", first: 5) {
    totalCount
    tookMs
    facets(by: COUNTRY, first: 5) { label count }
    nodes { id title year concepts(first: 5) { edges { count node { name kind } } } }
  }
}`,
  "Papers like a text, and why": `{
  similar(to: { text: "How do cities use Twitter to answer citizens?" }, first: 3) {
    totalCount
    tookMs
    weights { text concepts }
    edges {
      score
      node { id title }
      why {
        signal
        contribution
        term
        concept { name }
        here { text }
        there { text }
      }
    }
  }
}`,
  "What the reader finds in a text": `{
  annotate(text: "The mayor of Seoul, South Korea, answers citizens on Twitter.") {
    text start end rule confidence
    concept { id kind name }
  }
}`,
};

const find = (id) => document.getElementById(id);
const [example, query, variables, run, status, result] =
  ["example", "query", "variables", "run", "status", "result"].map(find);

function show(message, failed = false) {
  status.textContent = message;
  status.classList.toggle("failed", failed);
}

async function ask() {
  let values;
  try {
    values = JSON.parse(variables.value || "{}");
  } catch (error) {
    show(`The variables are no JSON: ${error.message}`, true);
    return;
  }
  run.disabled = true;
  show("Asking …");
  const start = performance.now();
  try {
    const response = await fetch("/graphql", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ query: query.value, variables: values }),
    });
    const answer = await response.json();
    result.textContent = JSON.stringify(answer, null, 2);
    const took = `${Math.round(performance.now() - start)} ms`;
    show(answer.errors ? `${answer.errors[0].message} (${took})` : `Answered in ${took}.`, Boolean(answer.errors));
  } catch {
    show("The server does not answer.", true);
  } finally {
    run.disabled = false;
  }
}

for (const name of Object.keys(EXAMPLES)) example.add(new Option(name));
example.addEventListener("change", () => { query.value = EXAMPLES[example.value]; });
query.value = EXAMPLES[example.value];
run.addEventListener("click", ask);
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) ask();
});
