import { expect, test } from "bun:test";

import { GuestHarness, type Turn, wire } from "./harness";

const { APPEND, CLONE, CREATE, REF_CALL, TEMPLATE, TEXT, UPDATE } = wire;

// Pieces of code that run in a guest, one turn each, with what they return and what was written.
interface Ran {
  readonly value: unknown;
  readonly operations: readonly unknown[][];
  readonly frames: readonly unknown[][];
}

async function guestOf(pieces: readonly string[], options: { config?: unknown; top?: string } = {}): Promise<[guest: GuestHarness, run: (piece: number) => Promise<Ran>]> {
  const source = `
    import { callHost, event, getConfig, onConfig, onHostEvent, sendToHost } from "rill/host";
    const { body } = document;
    const el = (tag, ...children) => { const made = document.createElement(tag); made.append(...children); return made; };
    const html = (text) => { const template = document.createElement("template"); template.innerHTML = text; return template.content.firstChild; };
    const kept = {};
    ${options.top ?? ""}
    const pieces = [${pieces.map((piece) => `() => { ${piece} }`).join(",\n")}];
    onHostEvent("run", (piece) => {
      let value;
      try { value = pieces[piece](); } catch (error) { value = { error: error.name + ": " + error.message }; }
      sendToHost("value", value === undefined ? null : value);
    });
    export default () => null;
  `;
  const [guest] = await GuestHarness.open(source, { runtime: "solid-dom", ...(options.config === undefined ? {} : { config: options.config }) });
  return [guest, async (piece) => read(await guest.send(wire.HOST_EVENT, "run", piece))];
}

function read({ operations, frames }: Turn): Ran {
  const message = frames.find(([kind, name]) => kind === wire.MESSAGE && name === "value");
  return { value: message?.[2], operations, frames: frames.filter((frame) => frame !== message) };
}

async function values(...pieces: string[]): Promise<unknown[]> {
  const [, run] = await guestOf(pieces);
  const found: unknown[] = [];
  for (let i = 0; i < pieces.length; i++) found.push((await run(i)).value);
  return found;
}

test("nodes are found, moved and read as in a browser", async () => {
  expect(
    await values(
      `const list = el("ul", el("li", "a"), el("li", "b")); body.append(list); return [list.textContent, list.firstChild.nextSibling.textContent, list.lastChild.previousSibling.textContent, list.childNodes.length];`,
      `const list = body.querySelector("ul"); list.insertBefore(list.lastChild, list.firstChild); return list.textContent;`,
      `const list = body.querySelector("ul"); return [list.contains(list.firstChild.firstChild), list.firstChild.closest("ul") === list, list.isConnected, list.cloneNode(true).isConnected, list.firstChild.matches("ul > li:first-child")];`,
      `const fragment = document.createDocumentFragment(); fragment.append("x", el("b", "y")); const div = el("div"); div.append(fragment, "z"); return [div.innerHTML, fragment.childNodes.length, div.outerHTML];`,
      `const div = el("div", "a", el("i"), "c"); div.replaceChildren("n"); return [div.innerHTML, div.childNodes.length];`,
      `const [a, b, c] = ["a", "b", "c"].map((t) => el("p", t)); const div = el("div", a, b, c); b.before(c); a.after("t"); b.replaceWith(el("u")); return div.innerHTML;`,
      `const div = el("div", el("p")); return [div.compareDocumentPosition(div.firstChild), div.firstChild.compareDocumentPosition(div), div.firstChild.getRootNode() === div];`,
    ),
  ).toEqual([
    ["ab", "b", "a", 2],
    "ba",
    [true, true, true, false, true],
    ["x<b>y</b>z", 0, "<div>x<b>y</b>z</div>"],
    ["n", 1],
    "<p>a</p>t<p>c</p><u></u>",
    [20, 10, true],
  ]);
});

test("a template's HTML is read as compilers write it", async () => {
  const markup = "<ul class=a data-x='1 2'><li>one<li hidden>two &amp; &#x41;&nbsp;<!--c--><br></ul>";
  expect(
    await values(
      `return html(${JSON.stringify(markup)}).outerHTML`,
      `const row = html("<tr><td>a<td>b<tr><td>c"); return [row.outerHTML, row.nextSibling.outerHTML];`,
      `const node = html("<div>a<!>b</div>"); return [...node.childNodes].map((child) => child.nodeType);`,
      `return html("<div><p>open")?.outerHTML`,
      `return html("<div></p></div>")`,
      `return html("<div title=>x")`,
    ),
  ).toEqual([
    '<ul class="a" data-x="1 2"><li>one</li><li hidden="">two &amp; A&nbsp;<!--c--><br></li></ul>',
    ["<tr><td>a</td><td>b</td></tr>", "<tr><td>c</td></tr>"],
    [3, 8, 3],
    "<div><p>open</p></div>",
    { error: expect.stringContaining("</p> without its start") },
    { error: expect.stringContaining("cannot read HTML") },
  ]);
});

test("a clone of a template is one CLONE, with what was set in it since as slots", async () => {
  const [, run] = await guestOf([
    `kept.row = html("<div class=row><b></b><span title=t>fixed</span><!></div>"); for (const text of ["x"]) { const one = kept.row.cloneNode(true); one.firstChild.textContent = text; body.append(one); }`,
    `const one = kept.row.cloneNode(true); one.firstChild.textContent = "y"; body.append(one); return body.lastChild.firstChild.nextSibling.title;`,
    `body.lastChild.firstChild.firstChild.data = "z"; body.lastChild.children[1].title = "u";`,
    `body.lastChild.insertBefore(el("i"), body.lastChild.lastChild);`,
  ]);
  const tree = ["div", { class: "row" }, [["b", {}, [["#text", ""]]], ["span", { title: "t" }, [["#text", "fixed"]]]]];
  expect((await run(0)).operations).toEqual([[TEMPLATE, 1, tree, [[1, 2, null]]], [CLONE, 1, 1, ["x"]], [APPEND, 0, 1]]);
  const second = await run(1);
  expect(second.value).toBe("t");
  expect(second.operations).toEqual([[CLONE, 1, 6, ["y"]], [APPEND, 0, 6]]);
  expect((await run(2)).operations).toEqual([[TEXT, 8, "z"], [UPDATE, 9, { title: "u" }, []]]);
  expect((await run(3)).operations).toEqual([[CREATE, 11, "i", {}], [APPEND, 6, 11]]);
});

test("comments and empty texts never cross; a text crosses when it says something", async () => {
  const [, run] = await guestOf([
    `kept.text = document.createTextNode(""); body.append(el("p", document.createComment("c"), kept.text, document.createComment("d")));`,
    `kept.text.data = "now";`,
    `kept.text.data = "";`,
  ]);
  expect((await run(0)).operations).toEqual([[CREATE, 1, "p", {}], [APPEND, 0, 1]]);
  expect((await run(1)).operations).toEqual([[CREATE, 2, "#text", "now"], [APPEND, 1, 2]]);
  expect((await run(2)).operations).toEqual([[TEXT, 2, ""]]);
});

test("attributes and their properties are one thing, and cross by the table's types", async () => {
  const [, run] = await guestOf([
    `const i = kept.input = el("input"); i.type = "number"; i.tabIndex = 3; i.disabled = true; i.maxLength = "5"; i.setAttribute("aria-label", "x"); i.dataset.someName = "d"; i.className = "a"; i.classList.add("b"); i.classList.toggle("a"); i.style.color = "red"; i.style.fontWeight = "bold"; body.append(i); return [i.getAttribute("tabindex"), i.hasAttribute("disabled"), i.className, i.style.cssText, i.dataset.someName, i.outerHTML.length > 10];`,
    `kept.input.disabled = false; kept.input.removeAttribute("aria-label"); kept.input.style.cssText = "color: blue";`,
    `kept.input.disabled = false; kept.input.className = "b"; kept.input.style.color = "blue";`,
    `kept.input.toggleAttribute("required"); kept.input.value = 7; kept.input.checked = false;`,
  ]);
  const first = await run(0);
  expect(first.value).toEqual(["3", true, "b", "color: red; font-weight: bold;", "d", true]);
  const props = {
    type: "number", tabindex: 3, disabled: true, maxlength: 5, "aria-label": "x", "data-some-name": "d", class: "b", style: { color: "red", "font-weight": "bold" }, onInput: true,
  }; // prettier-ignore
  expect(first.operations).toEqual([[CREATE, 1, "input", props], [APPEND, 0, 1]]);
  expect((await run(1)).operations).toEqual([[UPDATE, 1, {}, ["disabled"]], [UPDATE, 1, {}, ["aria-label"]], [UPDATE, 1, { style: { color: "blue" } }, []]]);
  expect((await run(2)).operations).toEqual([]);
  expect((await run(3)).operations).toEqual([[UPDATE, 1, { required: true }, []], [UPDATE, 1, { value: "7" }, []], [UPDATE, 1, { checked: false }, []]]);
});

test("what the preset does not have is left out, with one warning by name", async () => {
  const [, run] = await guestOf([
    `const p = el("p"); p.setAttribute("itemprop", "x"); p.style.float = "left"; p.style.backgroundColor = "url(x)"; p.addEventListener("mousemove", () => {}); body.append(p, p.cloneNode());`,
  ]);
  const { operations, frames } = await run(0);
  expect(operations.map(([code]) => code)).toEqual([TEMPLATE, wire.CLONES]);
  expect(frames.map(([kind, level, [text]]: any) => [kind, level, text])).toEqual([
    [wire.LOG, "warn", expect.stringContaining("'mousemove'")],
    [wire.LOG, "warn", expect.stringContaining("<p> has no attribute 'itemprop'")],
    [wire.LOG, "warn", expect.stringContaining("'float'")],
    [wire.LOG, "warn", expect.stringContaining("background-color: url(x)")],
  ]);
});

test("what a guest has not throws by name", async () => {
  const missing = [
    `el("div").getBoundingClientRect()`, `el("div").offsetWidth`, `el("p").attachShadow({})`, `document.cookie`, `document.createElement("script")`, `document.createElement("iframe")`,
    `document.createElementNS("http://www.w3.org/2000/svg", "circle")`, `el("div").innerHTML = "<style>x</style>"`, `window.matchMedia("x")`, `window.history`, `location.reload()`, `location.href = "https://a"`,
    `document.querySelector("a + b")`, `el("b").insertBefore(el("i"), el("u"))`, `const b = el("b"); b.append(b)`, `history.back()`, `requestAnimationFrame(() => {})`, `body.append("bare")`,
  ]; // prettier-ignore
  const found = (await values(...missing.slice(0, -1).map((code) => `return ${code.startsWith("const") ? `(() => { ${code} })()` : code}`))) as { error: string }[];
  expect(found.map((value) => value?.error?.slice(0, 100))).toEqual(
    [
      /^GuestError: div\.getBoundingClientRect\(\) is not available in a guest: layout/, /^GuestError: div\.offsetWidth is not/, /^GuestError: p\.attachShadow\(\) is not/, /^GuestError: document\.cookie is not/,
      /^GuestError: <script> is not available in a guest: a guest's code/, /^GuestError: <iframe> is not/, /^GuestError: <svg> is not/, /^GuestError: <style> is not/, /^GuestError: window\.matchMedia is not/,
      /^GuestError: window\.history is not/, /^GuestError: location\.reload\(\) is not/, /^GuestError: location can go to a fragment only/, /^GuestError: the selector 'a \+ b' is not/,
      /^NotFoundError: insertBefore/, /^HierarchyRequestError: <b> cannot be put into itself/, /^ReferenceError: .*history/, /^ReferenceError: .*requestAnimationFrame/,
    ].map((pattern) => expect.stringMatching(pattern)),
  ); // prettier-ignore
});

test("bare text at the top of the document ends the session with a sentence", async () => {
  const [, run] = await guestOf([`body.append("bare");`]);
  const { operations, frames } = await run(0);
  expect(operations).toEqual([]);
  expect(frames).toEqual([[wire.ERROR, expect.objectContaining({ message: `text "bare" at the top of the document, which takes no text; put it into an element` }), true]]);
});

test("an event goes down and up, and is stopped", async () => {
  const [guest, run] = await guestOf([
    `kept.heard = []; const note = (name) => (e) => kept.heard.push([name, e.target.localName, e.currentTarget === document ? "document" : e.currentTarget === window ? "window" : e.currentTarget.localName, e.eventPhase]);
     const b = el("b"), div = el("div", b); document.addEventListener("click", note("document")); div.addEventListener("click", note("capture"), true); div.addEventListener("click", note("div"), { once: true });
     b.onclick = note("b"); body.append(div);`,
    `return kept.heard.splice(0);`,
    `body.querySelector("b").addEventListener("click", (e) => e.stopPropagation());`,
    `return kept.heard.splice(0);`,
    `body.querySelector("b").dispatchEvent(new CustomEvent("own", { detail: 3, bubbles: true })); return null;`,
  ]);
  expect((await run(0)).operations).toEqual([[CREATE, 1, "div", { onClick: true }], [CREATE, 2, "b", { onClick: true }], [APPEND, 1, 2], [APPEND, 0, 1]]);
  await guest.call(2, "onClick", [{ target: 2 }]);
  expect((await run(1)).value).toEqual([["capture", "b", "div", 1], ["b", "b", "b", 2], ["div", "b", "div", 3], ["document", "b", "document", 3]]);
  await run(2);
  await guest.call(1, "onClick", [{ target: 2 }]);
  expect((await run(3)).value).toEqual([["capture", "b", "div", 1], ["b", "b", "b", 2]]);
  expect((await run(4)).value).toBe(null);
});

test("events say what the host says, and nothing else of a payload is taken over", async () => {
  const [guest, run] = await guestOf([
    `const i = el("input"); kept.events = []; i.addEventListener("keydown", (e) => kept.events.push({ key: e.key, code: e.keyCode, ctrl: e.ctrlKey, value: e.target.value, own: Object.keys(e).includes("evil"), polluted: {}.polluted, target: e.target === i }));
     i.addEventListener("input", (e) => kept.events.push(e.target.value)); body.append(i);`,
    `return kept.events.splice(0);`,
  ]);
  await run(0);
  await guest.call(1, "onKeyDown", [{ target: 1, key: "Enter", ctrl: true, value: "typed", version: 4, evil: 1, preventDefault: 1, type: "x" }]);
  await guest.call(1, "onInput", [{ target: 99, value: "older", version: 3 }]);
  await guest.call(1, "onKeyDown", [null]);
  await guest.call(1, "onKeyDown", []);
  await guest.call(1, "onKeyDown", [{ target: { valueOf: 1 }, key: 7, value: 8, version: "9" }]);
  await guest.call(1, "onNothing", [{}]);
  await guest.call(1, "constructor", [{}]);
  expect((await run(1)).value).toEqual([
    { key: "Enter", code: 13, ctrl: true, value: "typed", own: false, polluted: undefined, target: true },
    "typed",
    { key: "", code: 0, ctrl: false, value: "typed", own: false, polluted: undefined, target: true },
    { key: "", code: 0, ctrl: false, value: "typed", own: false, polluted: undefined, target: true },
    { key: "", code: 0, ctrl: false, value: "typed", own: false, polluted: undefined, target: true },
  ]);
});

test("a write of a field answers the version that its last event reported; what it holds already is no write", async () => {
  const [guest, run] = await guestOf([`body.append(el("input"));`, `body.firstChild.value = "abc";`, `body.firstChild.value = "";`]);
  await run(0);
  await guest.call(1, "onInput", [{ target: 1, value: "abc", version: 2 }]);
  expect((await run(1)).operations).toEqual([]);
  expect((await run(2)).operations).toEqual([[UPDATE, 1, { value: "", valueVersion: 2 }, []]]);
});

test("fields report themselves, so that a guest may read them whenever it likes", async () => {
  const [guest, run] = await guestOf([
    `const box = el("input"); box.type = "checkbox"; body.append(el("input"), box, el("select", el("option", "a"), el("option", "b")), el("textarea"));`,
    `return [...body.children].map((field) => field.type === "checkbox" ? field.checked : field.value);`,
  ]);
  expect((await run(0)).operations.filter(([code]) => code === CREATE).map(([, , tag, props]: any) => [tag, props])).toEqual([
    ["input", { onInput: true }], ["input", { type: "checkbox", onChange: true }], ["select", { onChange: true }], ["textarea", { onInput: true }],
  ]); // prettier-ignore
  await guest.call(1, "onInput", [{ target: 1, value: "t", version: 1 }]);
  await guest.call(2, "onChange", [{ target: 2, checked: true, value: "on", version: 1 }]);
  await guest.call(3, "onChange", [{ target: 3, value: "b", version: 1 }]);
  expect((await run(1)).value).toEqual(["t", true, "b", ""]);
});

test("of a group of radio buttons one is on, and what the guest writes to another afterwards is new", async () => {
  const [guest, run] = await guestOf([
    `const radio = (name, on) => Object.assign(el("input"), { type: "radio", name, checked: on });
     body.append(radio("n", true), radio("n", false), radio("m", true), el("form", radio("n", true)));`,
    `return [...body.querySelectorAll("input")].map((field) => field.checked);`,
    `body.firstChild.checked = true;`,
  ]);
  await run(0);
  await guest.call(2, "onChange", [{ target: 2, checked: true, version: 1 }]);
  await guest.call(2, "onChange", [{ target: 2, checked: true, version: 1 }]);
  expect((await run(1)).value).toEqual([false, true, true, true]);
  expect((await run(2)).operations).toEqual([[UPDATE, 1, { checked: true, valueVersion: 1 }, []]]);
});

test("focus() and the like are calls that run after the batch, also of elements that are new in it", async () => {
  const [guest, run] = await guestOf([
    `const i = el("input"); i.focus(); body.append(el("p", i)); i.setSelectionRange(0, 2); return document.activeElement === i;`,
    `body.firstChild.firstChild.blur(); el("input").focus(); return document.activeElement === body;`,
  ]);
  const first = await run(0);
  expect(first.value).toBe(true);
  expect(first.operations.slice(-2).map(([code, id, method, args]) => [code, id, method, args])).toEqual([
    [REF_CALL, 2, "focus", []],
    [REF_CALL, 2, "setSelectionRange", [0, 2]],
  ]);
  const second = await run(1);
  expect([second.value, second.operations.map(([code, id, method]) => [code, id, method])]).toEqual([true, [[REF_CALL, 2, "blur"]]]);
  await guest.send(wire.REF_METHOD_RESULT, 1, true, null);
});

test("event(fn, policy) tells the host beforehand", async () => {
  const [, run] = await guestOf([
    `const i = el("input"); i.addEventListener("keydown", event(() => {}, { keys: ["Enter"], prevent: true })); body.append(i);`,
    `body.append(el("b")); body.lastChild.addEventListener("click", () => {});`,
    `body.lastChild.addEventListener("click", event(() => {}, { stop: true }));`,
    `return event(() => {}, { sotp: true });`,
  ]);
  expect((await run(0)).operations[0]).toEqual([CREATE, 1, "input", { onKeyDown: { keys: ["Enter"], prevent: true }, onInput: true }]);
  await run(1);
  expect((await run(2)).operations).toEqual([[UPDATE, 2, { onClick: { stop: true } }, []]]);
  expect((await run(3)).value).toEqual({ error: expect.stringContaining("'sotp'") });
});

test("a link to a fragment changes location.hash, unless that is prevented, and hashchange is heard in the turn", async () => {
  const [guest, run] = await guestOf([
    `kept.heard = []; window.addEventListener("hashchange", (e) => kept.heard.push([location.hash, e.newURL])); window.onhashchange = () => kept.heard.push("handler");
     const a = el("a", el("b", "x")); a.href = "#/one"; const c = el("a"); c.href = "#/two"; c.onclick = (e) => e.preventDefault(); const d = el("a"); d.href = "https://x"; body.append(a, c, d);`,
    `return kept.heard.splice(0);`,
    `location.hash = "three"; return [location.hash, kept.heard.length];`,
  ]);
  expect((await run(0)).operations.filter(([code, , tag]) => code === CREATE && tag === "a").map(([, id, , props]: any) => [id, props])).toEqual([
    [1, { href: "#/one", onClick: true }], [4, { href: "#/two", onClick: true }], [5, { href: "https://x" }],
  ]); // prettier-ignore
  await guest.call(1, "onClick", [{ target: 2 }]);
  await guest.call(4, "onClick", [{ target: 4 }]);
  expect((await run(1)).value).toEqual([["#/one", "rill:guest#/one"], "handler"]);
  expect((await run(2)).value).toEqual(["#three", 0]);
  expect((await run(1)).value).toEqual([["#three", "rill:guest#three"], "handler"]);
});

test("localStorage keeps texts in the guest; with a place in the config the host hears of changes", async () => {
  const pieces = [
    `localStorage.setItem("n", 1); localStorage.other = "x"; return [localStorage.getItem("n"), localStorage.other, localStorage.length, Object.keys(localStorage), localStorage.getItem("none"), "n" in localStorage];`,
    `localStorage.removeItem("n"); delete localStorage.other; localStorage.clear(); return localStorage.length;`,
    `return localStorage.getItem("kept");`,
    `localStorage.setItem("big", "x".repeat(5_000_001))`,
  ];
  const [, run] = await guestOf(pieces);
  const first = await run(0);
  expect([first.value, first.frames]).toEqual([["1", "x", 2, ["n", "other"], null, true], []]);
  expect((await run(1)).value).toBe(0);
  expect((await run(3)).value).toEqual({ error: expect.stringContaining("QuotaExceededError") });
  const [, kept] = await guestOf(pieces, { config: { localStorage: { kept: "from before", bad: 3 } } });
  expect((await kept(2)).value).toBe("from before");
  expect((await kept(0)).frames).toEqual([[wire.MESSAGE, "localStorage", { name: "n", value: "1" }], [wire.MESSAGE, "localStorage", { name: "other", value: "x" }]]);
});

test("what belongs to a session is refused while the image is made", async () => {
  const top = `const tried = [() => localStorage.getItem("x"), () => { location.hash = "x"; }, () => document.createElement("p").focus()].map((f) => { try { f(); return "done"; } catch (error) { return error.message.slice(0, 60); } });`;
  const [, run] = await guestOf([`return tried;`], { top });
  const { value } = await run(0);
  expect(value).toEqual([expect.stringContaining("localStorage was used"), expect.stringContaining("location.hash was set"), expect.stringContaining("p.focus()")]);
});

test("the host is heard and told through rill/host", async () => {
  const [guest, run] = await guestOf([`kept.configs = []; onConfig((config) => kept.configs.push(config)); callHost("save", 1).then((value) => sendToHost("saved", value)); return getConfig();`, `return kept.configs;`], { config: { a: 1 } });
  const first = await run(0);
  expect([first.value, first.frames]).toEqual([{ a: 1 }, [[wire.HOST_CALL, 1, "save", [1]]]]);
  expect((await guest.send(wire.HOST_RESULT, 1, true, "ok")).frames).toEqual([[wire.MESSAGE, "saved", "ok"]]);
  await guest.send(wire.CONFIG_UPDATE, { a: 2 });
  expect((await run(1)).value).toEqual([{ a: 2 }]);
});

test("a part that leaves a clone takes it apart: what is left is written anew, with what its fields hold", async () => {
  const [guest, run] = await guestOf([
    `for (const text of ["a", "b"]) body.append(el("p", el("b", text), el("input")));`,
    `body.lastChild.firstChild.remove();`,
    `body.firstChild.firstChild.textContent = ""; body.firstChild.firstChild.append(el("i"));`,
  ]);
  expect((await run(0)).operations.map(([code]) => code)).toEqual([TEMPLATE, wire.CLONES]);
  await guest.call(8, "onInput", [{ target: 8, value: "typed", version: 1 }]);
  expect((await run(1)).operations).toEqual([[wire.DELETE, 5], [CREATE, 9, "p", {}], [CREATE, 10, "input", { value: "typed", onInput: true }], [APPEND, 9, 10], [APPEND, 0, 9], [REF_CALL, 10, "focus", [], 1]]);
  expect((await run(2)).operations).toEqual([[TEXT, 3, ""], [CREATE, 11, "i", {}], [APPEND, 2, 11]]);
});

test("what has the focus in a clone that falls apart gets it back", async () => {
  const [guest, run] = await guestOf([
    `for (const text of ["a", "b"]) { const field = el("input"); field.onkeydown = () => {}; body.append(el("p", el("b", text), field)); }`,
    `body.lastChild.firstChild.remove();`,
  ]);
  await run(0);
  await guest.call(8, "onKeyDown", [{ target: 8, key: "x" }]);
  expect((await run(1)).operations.at(-1)?.slice(0, 3)).toEqual([REF_CALL, 10, "focus"]);
});

test("a submit says what the fields hold, pair by pair", async () => {
  const [guest, run] = await guestOf([
    `const form = el("form"); form.onsubmit = (e) => { e.preventDefault(); kept.entries = [e.entries, e.submitter?.localName]; }; form.append(el("button")); form.firstChild.onclick = () => {}; body.append(form);`,
    `return kept.entries;`,
  ]);
  await run(0);
  await guest.call(1, "onSubmit", [{ target: 1, submitter: 2, entries: [["a", "1"], ["b"], "c", ["d", 4], ["e", "5"]] }]);
  expect((await run(1)).value).toEqual([[["a", "1"], ["e", "5"]], "button"]);
});

test("an address that stays a fragment is one UPDATE; one that becomes one is marked", async () => {
  const [, run] = await guestOf([`body.append(el("a")); body.firstChild.href = "#/a";`, `body.firstChild.href = "#/b";`, `body.firstChild.href = "https://x";`, `body.firstChild.href = "#/c";`]);
  await run(0);
  expect((await run(1)).operations).toEqual([[UPDATE, 1, { href: "#/b" }, []]]);
  expect((await run(2)).operations).toEqual([[UPDATE, 1, { href: "https://x" }, []], [UPDATE, 1, {}, ["onClick"]]]);
  expect((await run(3)).operations).toEqual([[UPDATE, 1, { href: "#/c" }, []], [UPDATE, 1, { onClick: true }, []]]);
});
