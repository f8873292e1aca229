// The names on a guest's global object: ES2023 without Intl, and what Rill adds. Everything else that an engine brings is removed.

/** The names of ES2023 (ECMA-262, 14th edition, clause 19), without Annex B's `escape` and `unescape`. */
export const ES2023_NAMES: readonly string[] = [
  "globalThis", "Infinity", "NaN", "undefined",
  "eval", "isFinite", "isNaN", "parseFloat", "parseInt", "decodeURI", "decodeURIComponent", "encodeURI", "encodeURIComponent",
  "AggregateError", "Array", "ArrayBuffer", "BigInt", "BigInt64Array", "BigUint64Array", "Boolean", "DataView", "Date", "Error",
  "EvalError", "FinalizationRegistry", "Float32Array", "Float64Array", "Function", "Int8Array", "Int16Array", "Int32Array", "Map",
  "Number", "Object", "Promise", "Proxy", "RangeError", "ReferenceError", "RegExp", "Set", "SharedArrayBuffer", "String", "Symbol",
  "SyntaxError", "TypeError", "Uint8Array", "Uint8ClampedArray", "Uint16Array", "Uint32Array", "URIError", "WeakMap", "WeakRef",
  "WeakSet",
  "Atomics", "JSON", "Math", "Reflect",
];

/** What Rill adds (DESIGN section 4). */
export const RILL_NAMES: readonly string[] = [
  "AbortController", "AbortSignal", "TextDecoder", "TextEncoder", "URL", "URLSearchParams",
  "clearInterval", "clearTimeout", "console", "crypto", "performance", "queueMicrotask", "setInterval", "setTimeout",
  "structuredClone",
];

export const ALLOWED_NAMES: readonly string[] = [...ES2023_NAMES, ...RILL_NAMES];
