// GraphiQL with the worked queries beside it, each a click away; React and GraphiQL are globals of the scripts before.
import { asked, worked } from "./queries.js";

const { createElement: h, useEffect, useState } = React;
const { useEditorContext, useExecutionContext } = GraphiQL.React;

const LANG = document.documentElement.lang;
const LABELS = {
  en: {
    title: "Worked queries",
    note: "A click puts a query into the editor and runs it; one that would change the graph is not run. " +
      "The papers in them are those of the sample corpus: litgraph demo.",
  },
  zh: {
    title: "示例查询",
    note: "点击后，查询会进入编辑器并运行；会修改图谱的查询不会自动运行。其中的论文来自示例语料：litgraph demo。",
  },
}[LANG];

const BOXES = {
  queryEditor: "Query", variableEditor: "Variables", headerEditor: "Headers", responseEditor: "Answer",
};

const FIRST = `# What is in the graph? Ctrl-Enter asks, Ctrl-Space completes.
{
  stats { papers concepts mentions authors }
  conceptKinds { name label conceptCount }
}
`;

function Worked({ pages }) {
  const { queryEditor, variableEditor } = useEditorContext({ nonNull: true });
  const { run } = useExecutionContext({ nonNull: true });

  function show(query) {
    queryEditor.setValue(query);
    queryEditor.operationName = null; // GraphiQL itself notices only in a while that the operation before is gone
    variableEditor?.setValue("");
    if (!query.startsWith("mutation")) run();
  }

  return h("div", { className: "worked", lang: LANG },
    h("h2", null, LABELS.title),
    h("p", null, LABELS.note),
    pages.map(({ title, queries }) => h("section", { key: title.en },
      h("h3", null, title[LANG]),
      h("ul", null, queries.map(({ shows, query }) => h("li", { key: shows },
        h("button", { type: "button", lang: "en", onClick: () => show(query) }, shows)))))));
}

// The name beside the tabs; it is always there, and so gives the boxes names that a screen reader can say.
function Name() {
  const editors = useEditorContext({ nonNull: true });
  useEffect(() => {
    for (const [box, name] of Object.entries(BOXES)) {
      editors[box]?.getInputField().setAttribute("aria-label", name);
      editors[box]?.getScrollerElement().setAttribute("tabindex", "0"); // what scrolls is reached by the keyboard
    }
  });
  return "GraphiQL";
}

function icon() {
  return h("svg", { viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", strokeWidth: 1.5, "aria-hidden": true },
    h("path", { d: "M4 6h2M9 6h11M4 12h2M9 12h11M4 18h2M9 18h11" }));
}

function App({ plugin, fetcher }) {
  const [said, setSaid] = useState(asked);
  useEffect(() => {
    const follow = () => setSaid(asked());
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return h(GraphiQL, {
    fetcher,
    plugins: [plugin],
    // open at the first visit; later as it was left
    visiblePlugin: localStorage.getItem("graphiql:visiblePlugin") === null ? plugin : undefined,
    defaultQuery: FIRST,
    ...(said ?? {}),
  }, h(GraphiQL.Logo, null, h(Name)));
}

const pages = await worked();
const plugin = { title: LABELS.title, icon, content: () => h(Worked, { pages }) };
const fetcher = GraphiQL.createFetcher({ url: "/graphql" });
ReactDOM.createRoot(document.getElementById("graphiql")).render(h(App, { plugin, fetcher }));
