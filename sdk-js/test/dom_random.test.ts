import { expect, test } from "bun:test";

import { GuestHarness, wire } from "./harness";
import { HostTree } from "./host_tree";

// Goal: whatever a guest does to its document, the host's tree equals it at the end of every turn. Method: random changes of all kinds,
// some of them several times over in a turn, drawn from a seed in the guest; after each turn the guest says what its document is.
const GUEST = `
  import { onHostEvent, sendToHost } from "rill/host";

  const template = document.createElement("template");
  template.innerHTML =
    '<li class=row title=r>fixed<b>bold</b><!> tail</li><tr><td></td><td class=x><a href=#/go></a></td><td><input type=checkbox></td></tr><p><i><u>deep</u></i></p>';
  const origins = [...template.content.childNodes];
  let state = 1;
  const below = (n) => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return Math.floor((state / 2 ** 32) * n); };
  const pick = (list) => list[below(list.length)];
  const TEXTS = ["", "a", "bb", "ccc"];
  const listener = () => {};
  const pool = [];

  const all = () => {
    const nodes = [];
    const visit = (node) => { for (let child = node.firstChild; child; child = child.nextSibling) { nodes.push(child); visit(child); } };
    visit(document.body);
    return nodes;
  };
  const elements = () => [document.body, ...all().filter((node) => node.nodeType === 1)].filter((node) => node.localName !== "input");

  function fresh() {
    switch (below(9)) {
      case 0: return document.createTextNode(pick(TEXTS));
      case 1: return document.createComment("c");
      case 2: case 3: case 4: {
        const clone = pick(origins).cloneNode(true);
        if (below(2)) clone.className = pick(["a", "b"]);
        if (below(3) === 0 && clone.firstChild) clone.firstChild.textContent = pick(TEXTS);
        if (below(3) === 0) clone.addEventListener("click", listener);
        return clone;
      }
      default: {
        const element = document.createElement(pick(["div", "span", "ul"]));
        if (below(2)) element.setAttribute("title", pick(["x", "y"]));
        if (below(3) === 0) element.addEventListener("keydown", listener);
        for (let i = below(3); i > 0; i--) element.appendChild(fresh());
        return element;
      }
    }
  }

  const inBody = (node) => node === document.body || node.nodeType === 1;
  function change() {
    const parent = pick(elements());
    const children = [...parent.childNodes];
    const asText = parent === document.body ? (node) => (node.nodeType === 3 ? document.createElement("b") : node) : (node) => node;
    switch (below(13)) {
      case 0: case 1: return void parent.insertBefore(asText(fresh()), pick([null, ...children]));
      case 2: {
        // A run of equals.
        const origin = pick(origins);
        for (let i = below(6); i > 0; i--) { const clone = origin.cloneNode(true); clone.className = pick(["a", "b", "c"]); parent.append(clone); }
        return;
      }
      case 3: {
        for (let i = below(6); i > 0; i--) { const row = document.createElement("p"); row.className = "k"; row.append(asText(document.createTextNode(pick(TEXTS)))); if (below(4) === 0) row.append(fresh()); parent.append(row); }
        return;
      }
      case 4: return children.length > 0 ? void pick(children).remove() : undefined;
      case 5: { if (children.length > 0) { const child = pick(children); child.remove(); pool.push(child); } return; }
      case 6: { const child = pool.pop(); if (child && !child.contains(parent)) parent.insertBefore(asText(child), pick([null, ...parent.childNodes])); return; }
      case 7: { const child = pick(all()); if (child && !child.contains(parent)) parent.insertBefore(asText(child), pick([null, ...[...parent.childNodes].filter((one) => one !== child)])); return; }
      case 8: { if (parent !== document.body) parent.textContent = pick(TEXTS); else if (below(4) === 0) parent.textContent = ""; return; }
      case 9: { for (const child of children.sort(() => below(3) - 1)) parent.appendChild(child); return; }
      case 10: { if (children.length > 1) parent.replaceChild(asText(fresh()), pick(children)); return; }
      case 11: { const node = pick(all()); if (node && node.nodeType === 3) node.data = pick(TEXTS); return; }
      default: {
        if (parent === document.body) return;
        const what = below(4);
        if (what === 0) parent.className = pick(["p", "q"]);
        else if (what === 1) parent.toggleAttribute("hidden");
        else if (what === 2) parent.addEventListener("click", listener);
        else parent.removeEventListener("click", listener);
      }
    }
  }

  const picture = (node) => {
    if (node.nodeType === 3) return node.data;
    const props = {};
    for (const { name, value } of node.attributes) props[name] = name === "hidden" ? true : value;
    for (const [type, mark] of [["click", "onClick"], ["keydown", "onKeyDown"]]) if (node.wireHears(type)) props[mark] = true;
    if (node.getAttribute("href")) props.onClick = true;
    if (node.localName === "input") props.onChange = true;
    return [node.localName, props, ...[...node.childNodes].filter((child) => child.nodeType === 1 || (child.nodeType === 3 && child.data !== "")).map(picture)];
  };

  onHostEvent("change", ({ seed, count }) => {
    state = seed;
    for (let i = 0; i < count; i++) change();
    sendToHost("document", picture(document.body).slice(2));
  });
  export default () => null;
`;

const withoutEmptyTexts = (node: unknown): unknown =>
  Array.isArray(node) ? [node[0], node[1], ...node.slice(2).filter((child) => child !== "").map(withoutEmptyTexts)] : node;

test("random changes: the host's tree is the guest's document after each turn", async () => {
  let clones = 0;
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const [guest, start] = await GuestHarness.open(GUEST, { runtime: "solid-dom" });
    const tree = new HostTree().apply(start.operations);
    for (let turn = 0; turn < 120; turn++) {
      const where = `seed ${seed}, turn ${turn}`;
      const { operations, frames } = await guest.send(wire.HOST_EVENT, "change", { seed: seed * 1_000 + turn, count: 1 + (turn % 7) });
      expect(frames.map(([kind]) => kind), where).toEqual([wire.MESSAGE]);
      tree.apply(operations);
      const [, ...children] = tree.picture() as unknown[];
      expect(children.slice(1).map(withoutEmptyTexts), where).toEqual(frames[0]![2] as unknown[]);
    }
    clones += (tree.counts[wire.CLONE] ?? 0) + (tree.counts[wire.CLONES] ?? 0);
  }
  expect(clones).toBeGreaterThan(200);
}, 120_000);
