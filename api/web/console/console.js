// The console: sends what stands in the two boxes to /graphql and shows what comes back.

import { asked, worked } from "./queries.js";

const FIRST = `{
  stats { papers concepts mentions authors }
  conceptKinds { name label conceptCount }
}`;

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

function follow() {
  const said = asked() ?? { query: FIRST, variables: "" };
  query.value = said.query;
  variables.value = said.variables || "{}";
}

follow();
addEventListener("hashchange", follow);
example.addEventListener("change", () => {
  if (!example.value) return;
  query.value = example.value;
  variables.value = "{}";
});
run.addEventListener("click", ask);
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) ask();
});

example.add(new Option("…", ""));
for (const { title, queries } of await worked()) {
  const group = document.createElement("optgroup");
  group.label = title.en;
  group.append(...queries.map((each) => new Option(each.shows, each.query)));
  example.append(group);
}
