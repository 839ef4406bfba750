// The picture brought to life: zoom, pan, a walk by arrow keys, neighbours brought out; and saved as PNG.
// Classes and the viewBox are all it changes; without it, the picture is links that work.

const MOST = 8; // times nearer
const STEP = 1.4;
const DRAG = 4; // pixels from which on a press is no click
const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

const clamp = (value, least, most) => Math.min(Math.max(value, least), most);
const middle = (link) => {
  const { cx, cy } = link.querySelector(".target");
  return [cx.baseVal.value, cy.baseVal.value];
};

/** Makes a picture answer to pointers and keys. `words` are what its buttons are called: zoomIn, zoomOut, reset. */
export function enliven(svg, words = svg.closest("[data-zoom-in]")?.dataset ?? {}) {
  const view = svg.viewBox.baseVal;
  const { width: wide, height: high } = view;
  const links = [...svg.querySelectorAll("a[data-id]")];
  const byId = new Map(links.map((link) => [link.dataset.id, link]));
  const lines = [...svg.querySelectorAll(".line")];
  const on = (types, act, options, at = svg) => types.split(" ").forEach((type) => at.addEventListener(type, act, options));
  const linkOf = (event) => links.find((link) => link.contains(event.target));

  const above = document.createElementNS(svg.namespaceURI, "g");
  above.setAttribute("class", "above");
  above.setAttribute("aria-hidden", "true");
  svg.append(above);

  function look(x, y, width) {
    const height = (width * high) / wide;
    Object.assign(view, { x: clamp(x, 0, wide - width), y: clamp(y, 0, high - height), width, height });
    // texts grow less than the rest: more of them fit the nearer one looks
    svg.style.setProperty("--zoom", Math.sqrt(wide / width).toFixed(3));
    svg.classList.toggle("zoomed", width < wide);
    svg.classList.toggle("close", width < wide / 2.2);
  }
  function zoom(by, x = view.x + view.width / 2, y = view.y + view.height / 2) {
    const width = clamp(view.width / by, wide / MOST, wide);
    const part = width / view.width;
    look(x - (x - view.x) * part, y - (y - view.y) * part, width);
  }
  const reset = () => look(0, 0, wide);
  function place({ clientX, clientY }) {
    const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM().inverse());
    return [x, y];
  }

  const scroll = (event) => {
    if (event.deltaY > 0 && view.width >= wide && !event.ctrlKey) return; // no way back: the page scrolls on
    event.preventDefault();
    zoom(Math.exp(event.deltaY * (event.ctrlKey ? -0.01 : -0.002)), ...place(event));
  };
  on("wheel", scroll, { passive: false });

  const fingers = new Map();
  let pressed, dragged;
  const far = (one, other) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
  on("dragstart", (event) => event.preventDefault());
  on("pointerdown", (event) => {
    fingers.set(event.pointerId, event);
    [pressed, dragged] = [event, false];
  });
  on("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const other = [...fingers.values()].find((each) => each !== before);
    dragged ||= other || far(event, pressed) > DRAG;
    if (other) zoom(far(event, other) / (far(before, other) || 1), ...place(event));
    else if (dragged) {
      svg.setPointerCapture(event.pointerId);
      const [from, to] = [place(before), place(event)];
      look(view.x + from[0] - to[0], view.y + from[1] - to[1], view.width);
    }
    if (dragged || other) fingers.set(event.pointerId, event);
  });
  on("pointerup pointercancel pointerleave", (event) => fingers.delete(event.pointerId));
  const press = (event) => {
    if (!dragged || !event.detail) return; // a key's click has no detail
    event.preventDefault();
    event.stopPropagation();
  };
  on("click", press, true);

  function mark(link) {
    svg.querySelectorAll(".near, .here").forEach((each) => each.classList.remove("near", "here"));
    svg.classList.toggle("marking", !!link);
    above.replaceChildren(...(link ? [...link.querySelectorAll(".label")].map((each) => each.cloneNode(true)) : []));
    link?.classList.add("here");
    for (const line of link ? lines : []) {
      const ends = [line.dataset.from, line.dataset.to];
      if (!ends.includes(link.dataset.id)) continue;
      for (const each of [line, ...ends.map((end) => byId.get(end))]) each.classList.add("near");
    }
  }
  const focused = () => svg.querySelector("a:focus-visible");
  on("pointerover", (event) => fingers.size || mark(linkOf(event) ?? focused()));
  on("pointerleave", () => mark(focused()));
  // asked of what is around it: an SVG that listens to focus takes it
  const focus = (event) => {
    const link = event.type === "focusin" ? linkOf(event) : null;
    mark(link);
    if (!link) return;
    const [x, y] = middle(link);
    const outside = x < view.x || x > view.x + view.width || y < view.y || y > view.y + view.height;
    if (outside) look(x - view.width / 2, y - view.height / 2, view.width);
  };
  on("focusin focusout", focus, false, svg.parentElement);

  /** The nearest dot in a direction; what lies aside counts as further away. */
  function next(link, [right, down]) {
    const [x, y] = middle(link);
    let found, least = Infinity;
    for (const each of links) {
      const [u, v] = middle(each);
      const along = (u - x) * right + (v - y) * down;
      const cost = along + 2 * Math.abs((u - x) * down + (v - y) * right);
      if (along > 1 && cost < least) [found, least] = [each, cost];
    }
    return found;
  }
  on("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const link = linkOf(event);
    if (link && event.key in WAYS) next(link, WAYS[event.key])?.focus();
    else if ("+=".includes(event.key)) zoom(STEP);
    else if (event.key === "-") zoom(1 / STEP);
    else if (event.key === "Escape") reset();
    else return;
    event.preventDefault();
  });

  const tools = document.createElement("div");
  tools.className = "picture-tools";
  const acts = { zoomIn: ["+", () => zoom(STEP)], zoomOut: ["−", () => zoom(1 / STEP)], reset: ["⟲", reset] };
  for (const [name, [sign, act]] of Object.entries(acts)) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: sign, onclick: act });
    button.title = button.ariaLabel = words[name] ?? sign;
    tools.append(button);
  }
  svg.before(tools);
}

/** Downloads a picture that is a file of its own as PNG, two pixels for each of its units. */
export async function savePng(svgHref, filename) {
  const image = new Image();
  await new Promise((done, failed) => Object.assign(image, { onload: done, onerror: failed, src: svgHref }));
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: 2 * image.naturalWidth, height: 2 * image.naturalHeight });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: filename });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
