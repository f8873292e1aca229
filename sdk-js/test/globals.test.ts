import { beforeAll, expect, test } from "bun:test";

import { ALLOWED_NAMES, ES2023_NAMES, RILL_NAMES } from "../src/globals/allowed";
import { GuestHarness, wire } from "./harness";

let guest: GuestHarness;
beforeAll(async () => {
  const source = `
    import { useHostEvent, useSendToHost } from "rill/sdk";
    export default function App() { const send = useSendToHost(); useHostEvent("evaluate", (code) => send("value", (0, eval)(code))); return null; }
  `;
  [guest] = await GuestHarness.open(source, { seed: 3, nowMs: 5_000 });
});

async function evaluate(expression: string): Promise<unknown> {
  const { frames } = await guest.send(wire.HOST_EVENT, "evaluate", expression);
  expect(frames).toEqual([[wire.MESSAGE, "value", expect.anything()]]);
  return frames[0]![2];
}

const thrown = (expression: string): Promise<unknown> => evaluate(`(() => { try { ${expression}; return "nothing"; } catch (e) { return e.name + ": " + e.message; } })()`);

test("the global object has the names of ES2023 and Rill's, and no others", async () => {
  const names = (await evaluate("Object.getOwnPropertyNames(globalThis)")) as string[];
  expect(names.filter((name) => !ALLOWED_NAMES.includes(name))).toEqual([]);
  // Engines without threads may leave Atomics out.
  expect(ALLOWED_NAMES.filter((name) => !names.includes(name) && name !== "Atomics")).toEqual([]);
  expect(new Set(ALLOWED_NAMES).size).toBe(ES2023_NAMES.length + RILL_NAMES.length);
});

test("what is not on the list cannot be reached by name either", async () => {
  expect(await evaluate(`["Intl", "WebAssembly", "process", "require", "fetch", "window", "self", "global", "__rill", "__rillDriver", "Bun", "reportError", "navigator", "escape"].filter((n) => typeof Function("return typeof " + n)() === "string" && Function("return typeof " + n)() !== "undefined")`)).toEqual([]);
});

test("Rill's globals are writable, configurable and not enumerable, like the language's own", async () => {
  expect(await evaluate(`${JSON.stringify(RILL_NAMES)}.filter((n) => { const d = Object.getOwnPropertyDescriptor(globalThis, n); return d.enumerable || !d.writable || !d.configurable; })`)).toEqual([]);
});

test("URL and URLSearchParams follow the standard", async () => {
  expect(await evaluate(`new URL("../b?q=1#f", "https://user:pw@Example.com:8443/a/c").href`)).toBe("https://user:pw@example.com:8443/b?q=1#f");
  expect(await evaluate(`(() => { const u = new URL("http://x/"); u.searchParams.append("a b", "\\u00e9&"); u.pathname = "/p q"; return u.href; })()`)).toBe("http://x/p%20q?a+b=%C3%A9%26");
  expect(await evaluate(`new URL("http://m\\u00fcnchen.de/").hostname`)).toBe("xn--mnchen-3ya.de");
  expect(await evaluate(`[new URL("http://0x7f.1/").host, new URL("http://[::1]:80/").host, new URL("file:///C|/x").pathname]`)).toEqual(["127.0.0.1", "[::1]", "/C:/x"]);
  expect(await evaluate(`[...new URLSearchParams("a=1&b=2&a=3").entries()]`)).toEqual([["a", "1"], ["b", "2"], ["a", "3"]]);
  expect(await thrown(`new URL("not a url")`)).toStartWith("TypeError");
  expect(await evaluate(`JSON.stringify({ u: new URL("http://x/") })`)).toBe('{"u":"http://x/"}');
});

test("text encoding agrees with the platform's, byte for byte and error for error", async () => {
  const samples = [
    [], [0x41], [0xef, 0xbb, 0xbf, 0x41], [0xc3, 0xa9], [0xe2, 0x82, 0xac], [0xf0, 0x9f, 0x98, 0x80], [0x80], [0xc0, 0x80], [0xc3], [0xe2, 0x82],
    [0xf0, 0x9f, 0x98], [0xe2, 0x41], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xf8, 0x88], [0xff], [0xe0, 0x9f, 0xbf], [0xf0, 0x8f, 0xbf, 0xbf],
  ];
  for (const bytes of samples) {
    const array = new Uint8Array(bytes);
    const code = `new Uint8Array(${JSON.stringify(bytes)})`;
    expect(await evaluate(`new TextDecoder().decode(${code})`), String(bytes)).toBe(new TextDecoder().decode(array));
    expect(await evaluate(`new TextDecoder("utf8", { ignoreBOM: true }).decode(${code}.buffer)`)).toBe(new TextDecoder("utf-8", { ignoreBOM: true }).decode(array));
    let fatal = "ok";
    try { new TextDecoder("utf-8", { fatal: true }).decode(array); } catch { fatal = "TypeError"; }
    expect(await evaluate(`(() => { try { new TextDecoder("utf-8", { fatal: true }).decode(${code}); return "ok"; } catch (e) { return e.name; } })()`), String(bytes)).toBe(fatal);
  }
  for (const text of ["", "abc", "\u00e9\u20ac", "\u{1f600}x", "\ud800", "a\udc00b", "\ud83d"]) {
    expect(await evaluate(`[...new TextEncoder().encode(${JSON.stringify(text)})]`)).toEqual([...new TextEncoder().encode(text)]);
  }
  expect(await evaluate(`(() => { const b = new Uint8Array(4); const r = new TextEncoder().encodeInto("a\\u20acb", b); return [r.read, r.written, ...b]; })()`)).toEqual([2, 4, 0x61, 0xe2, 0x82, 0xac]);
});

test("a text that comes in pieces is decoded as one", async () => {
  const text = "\ufeffa\u00e9\u20ac\u{1f600}".repeat(3);
  const bytes = [...new TextEncoder().encode(text)];
  const whole = new TextDecoder().decode(new Uint8Array(bytes));
  for (const size of [1, 2, 3, 5]) {
    expect(await evaluate(`(() => { const d = new TextDecoder(), b = ${JSON.stringify(bytes)}; let s = ""; for (let i = 0; i < b.length; i += ${size}) s += d.decode(new Uint8Array(b.slice(i, i + ${size})), { stream: true }); return s + d.decode(); })()`)).toBe(whole);
  }
  expect(await thrown(`new TextDecoder("latin1")`)).toBe("RangeError: TextDecoder knows only utf-8, got 'latin1'");
});

test("structuredClone keeps cycles, shared references and types, and refuses what cannot be cloned", async () => {
  expect(await evaluate(`(() => {
    const shared = { n: 1 }; const o = { a: shared, b: shared, d: new Date(7), r: /x/gi, m: new Map([[shared, new Set([1n])]]), u: undefined, l: [1, , 3], e: new RangeError("m", { cause: 5 }), t: new Float32Array([1.5, 2]), w: Object(3) };
    o.self = o;
    const c = structuredClone(o);
    return [c !== o, c.self === c, c.a === c.b, c.a !== shared, c.d.getTime(), String(c.r), c.m.has(c.a), [...c.m.values()][0].has(1n), "u" in c, 1 in c.l, c.e instanceof RangeError, c.e.cause, [...c.t], typeof c.w, c.w + 1];
  })()`)).toEqual([true, true, true, true, 7, "/x/gi", true, true, true, false, true, 5, [1.5, 2], "object", 4]);
  expect(await evaluate(`(() => { class P { constructor() { this.x = 1; } get y() { return 2; } } const c = structuredClone(new P()); return [c.constructor === Object, c.x, c.y === undefined]; })()`)).toEqual([true, 1, true]);
  expect(await evaluate(`(() => { const o = JSON.parse('{"__proto__": 1}'); return Object.keys(structuredClone(o)); })()`)).toEqual(["__proto__"]);
  expect(await evaluate(`(() => { const b = new ArrayBuffer(8); const c = structuredClone({ b }, { transfer: [b] }); return [b.byteLength, c.b.byteLength]; })()`)).toEqual([0, 8]);
  expect(await thrown(`structuredClone(() => {})`)).toBe("DataCloneError: structuredClone: a function cannot be cloned");
  expect(await thrown(`structuredClone({ s: Symbol("x") })`)).toStartWith("DataCloneError");
  expect(await thrown(`structuredClone(Promise.resolve())`)).toStartWith("DataCloneError");
});

test("AbortController tells its listeners once, in order", async () => {
  expect(await evaluate(`(() => {
    const log = []; const c = new AbortController(); const s = c.signal; const both = AbortSignal.any([s, new AbortController().signal]);
    s.onabort = () => log.push("on"); s.addEventListener("abort", (e) => log.push(e.type + (e.target === s))); s.addEventListener("abort", { handleEvent() { log.push("object"); } });
    const gone = () => log.push("never"); s.addEventListener("abort", gone); s.removeEventListener("abort", gone);
    both.addEventListener("abort", () => log.push("any " + both.reason));
    c.abort("why"); c.abort("again");
    try { s.throwIfAborted(); } catch (e) { log.push("threw " + e); }
    return [...log, s.aborted, AbortSignal.abort().reason.name, both.aborted];
  })()`)).toEqual(["on", "any why", "aborttrue", "object", "threw why", true, "AbortError", true]);
  expect(await thrown(`new AbortSignal()`)).toStartWith("TypeError");
});

test("random values look random, and fill every integer array", async () => {
  const floats = (await evaluate(`Array.from({ length: 10000 }, () => Math.random())`)) as number[];
  expect(floats.every((x) => x >= 0 && x < 1)).toBe(true);
  const mean = floats.reduce((a, b) => a + b) / floats.length;
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.02);
  const uuids = (await evaluate(`Array.from({ length: 200 }, () => crypto.randomUUID())`)) as string[];
  for (const uuid of uuids) expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(uuids).size).toBe(200);
  expect(await evaluate(`(() => { const a = new Uint32Array(64); return crypto.getRandomValues(a) === a && new Set(a).size; })()`)).toBe(64);
  expect(await thrown(`crypto.getRandomValues(new Float64Array(1))`)).toStartWith("TypeError");
  expect(await thrown(`crypto.getRandomValues(new Uint8Array(65537))`)).toStartWith("RangeError");
});

test("Date keeps its ways under the host's clock", async () => {
  expect(await evaluate(`[Date.now(), new Date().getTime(), typeof Date(), new Date(0) instanceof Date, Date.UTC(2000, 0), new Date(2000, 0).constructor === Date, Date.length, Date.name, class extends Date {}.name]`))
    .toEqual([5_000, 5_000, "string", true, 946_684_800_000, true, 7, "Date", ""]);
  expect(await evaluate(`(() => { class D extends Date { twice() { return this.getTime() * 2; } } const d = new D(4); return [d.twice(), d instanceof D]; })()`)).toEqual([8, true]);
});
