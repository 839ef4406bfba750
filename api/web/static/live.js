// Makes the pages quicker to walk: gets the same addresses that links and forms name, and puts what differs in place.
// Without it everything still works, page by page.
import { enliven, savePng } from "./picture.js";

const main = () => document.getElementById("main");
const drawer = document.getElementById("drawer");
const said = document.getElementById("said");
let latest = 0;

document.documentElement.classList.add("scripted");
prepare(document);
// where one was on a page is kept with its place in the history, and found again on the way back
history.scrollRestoration = "manual";
if (history.state?.y !== undefined) scrollTo(0, history.state.y);
const keep = (more) => history.replaceState({ ...history.state, live: true, ...more }, "");
keep();
addEventListener("pagehide", () => keep({ y: scrollY }));

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (link && !event.defaultPrevented && event.button === 0 && !held(event) && ours(link)) {
    event.preventDefault();
    link.dataset.drawer === undefined ? go(address(link)) : open(address(link));
    return;
  }
  const button = event.target.closest("button");
  if (button?.dataset.copy) copy(document.getElementById(button.dataset.copy).textContent);
  if (button?.dataset.copyFrom) fetch(button.dataset.copyFrom).then((file) => file.text()).then(copy);
  if (button?.dataset.png) savePng(button.dataset.png, "map.png").catch(() => say(said.dataset.failed));
  if (button?.classList.contains("shut") || event.target === drawer) drawer.close();
});

document.addEventListener("submit", (event) => {
  const form = event.target, by = event.submitter;
  if (form.hasAttribute("data-whole")) return;
  const to = new URL(by?.getAttribute("formaction") ?? form.getAttribute("action"), location.href);
  event.preventDefault();
  const fields = new URLSearchParams(new FormData(form, by));
  for (const [name, value] of [...fields]) if (!value.trim()) fields.delete(name);
  const request = form.method === "post" ? { method: "POST", body: fields } : {};
  if (form.method !== "post") to.search = fields;
  const { live } = form.dataset;
  by?.dataset.drawer === undefined ? go(to.href, { request, parts: live, stay: live !== undefined }) : open(to.href, request);
});

// forms that say so are sent as soon as something in them changes
let waiting;
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (event.target.type === "range") form.querySelector(`output[for="${event.target.id}"]`).textContent = event.target.value;
  if (form?.dataset.live !== undefined && event.target.type === "range") {
    clearTimeout(waiting);
    waiting = setTimeout(() => form.requestSubmit(), 60);
  }
  if (event.target.dataset.suggest !== undefined) suggest(event.target);
});
document.addEventListener("change", (event) => {
  if (event.target.tagName === "SELECT" && event.target.form?.dataset.live !== undefined) event.target.form.requestSubmit();
});

let shutting = false;
addEventListener("popstate", ({ state }) => {
  if (!state?.live) return; // a place on this page
  if (drawer.open) drawer.close("back");
  else if (!shutting) go(location.href, { back: true });
  shutting = false;
});
drawer.addEventListener("close", () => {
  shutting = drawer.returnValue !== "back" && Boolean(history.state?.drawer);
  if (shutting) history.back();
  drawer.returnValue = "";
  drawer.replaceChildren();
});

// a link of an SVG has its address elsewhere
function address(link) {
  return new URL(link.href.baseVal ?? link.href, location.href).href;
}

function held(event) {
  return event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
}

function ours(link) {
  const to = new URL(address(link));
  const inPage = to.hash && to.pathname === location.pathname && to.search === location.search;
  return to.origin === location.origin && !inPage && !link.hasAttribute("data-whole") && !link.hasAttribute("download");
}

async function got(url, request) {
  const response = await fetch(url, request);
  if (!response.headers.get("content-type")?.startsWith("text/html")) throw new TypeError("no page");
  return [new DOMParser().parseFromString(await response.text(), "text/html"), response.url];
}

// Goes to an address: swaps the page, or of it only the parts of these ids, as when a slider moves; whoever is to `stay`
// finds the field they are at again.
async function go(url, { request = {}, parts = "", stay = false, back = false } = {}) {
  const turn = ++latest, [bare, hash] = url.split("#");
  say(said.dataset.busy);
  main().setAttribute("aria-busy", "true");
  try {
    const [page, at] = await got(bare, request);
    if (turn !== latest) return; // something else was asked for meanwhile
    if (drawer.open) drawer.close("back");
    const focused = document.activeElement?.id;
    const pairs = parts.split(" ").filter(Boolean).map((id) => [document.getElementById(id), page.getElementById(id)]);
    const there = hash ? `${at}#${hash}` : at;
    if (pairs.length && pairs.every(([part, other]) => part && other)) {
      for (const [part, other] of pairs) part.replaceWith(other);
      history.replaceState(history.state, "", there);
    } else {
      if (!back) {
        keep({ y: scrollY });
        history.pushState({ live: true }, "", there);
      }
      document.title = page.title;
      document.documentElement.lang = page.documentElement.lang;
      document.body.replaceChildren(...kept(page));
      prepare(document);
      arrive(stay ? focused : "", hash);
      if (back) scrollTo(0, history.state?.y ?? 0);
    }
    say(document.querySelector("main .count, main h1")?.textContent.trim() ?? "");
  } catch {
    if (turn !== latest) return;
    say(said.dataset.failed);
    if (!request.method && !stay) location.assign(url);
  } finally {
    main().removeAttribute("aria-busy");
  }
}

// the drawer and what is said stay themselves, with the new page's words
function kept(page) {
  for (const each of [drawer, said]) {
    const other = page.getElementById(each.id);
    Object.assign(each.dataset, other.dataset);
    if (other.ariaLabel) each.ariaLabel = other.ariaLabel;
    other.replaceWith(each);
  }
  return [...page.body.childNodes];
}

function arrive(focused, hash) {
  const target = hash && document.getElementById(hash);
  if (target) return target.scrollIntoView();
  const same = focused && document.getElementById(focused);
  if (same) return same.focus({ preventScroll: true });
  const heading = document.querySelector("main h1") ?? main();
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  scrollTo(0, 0);
}

// Shows a page beside this one; going back closes it.
async function open(url, request = {}) {
  say(said.dataset.busy);
  try {
    const [page, at] = await got(url, request);
    const shut = Object.assign(document.createElement("button"), { className: "shut link", type: "button" });
    shut.textContent = drawer.dataset.close;
    drawer.replaceChildren(shut, ...page.getElementById("main").childNodes);
    history.pushState({ live: true, drawer: true }, "", at);
    drawer.showModal();
    drawer.scrollTop = 0;
    say(drawer.querySelector("h1")?.textContent ?? "");
  } catch {
    say(said.dataset.failed);
  }
}

function prepare(root) {
  for (const svg of root.querySelectorAll("svg.picture")) enliven(svg);
}

function say(text) {
  said.textContent = text;
}

async function copy(text) {
  await navigator.clipboard.writeText(text);
  say(said.dataset.copied);
}

// Names of concepts for the one that is being written, the last behind a semicolon.
const CONCEPTS = "query Suggest($search: String!, $locale: String) { concepts(search: $search, first: 12) { nodes { name(locale: $locale) } } }";
async function suggest(field) {
  const written = field.value.split(/[;；]/), search = written.pop().trim(), before = written.join(";");
  if (search.length < 2) return;
  const locale = document.documentElement.lang.slice(0, 2);
  const response = await fetch("/graphql", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify({ query: CONCEPTS, variables: { search, locale } }),
  });
  const nodes = (await response.json()).data?.concepts.nodes ?? [];
  const options = nodes.map(({ name }) => new Option("", before ? `${before}; ${name}` : name));
  document.getElementById(field.getAttribute("list"))?.replaceChildren(...options);
}
