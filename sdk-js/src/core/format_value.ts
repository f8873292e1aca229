// Makes console lines from values, inside the sandbox: bounded in depth, items and size, and safe against getters and proxies
// that throw. The host gets finished strings.

import { formatError, truncateBytes } from "./format_error";

const DEPTH_MAX = 4;
const ITEMS_MAX = 50;
const ARG_BYTES_MAX = 4_096;
// Counts every value that one line looks at: a wide tree of small objects must not take the turn's time.
const VALUES_MAX = 500;

/** The arguments of one console call as strings; printf-style directives in the first are filled in. */
export function formatArguments(args: readonly unknown[]): string[] {
  const budget = { values: VALUES_MAX };
  const strings: string[] = [];
  let used = 0;
  const first = args[0];
  if (typeof first === "string") {
    used = 1;
    const filled = args.length === 1 ? first : first.replace(/%[sdifoOjc%]/g, (directive) => {
      if (directive === "%%") return "%";
      if (used >= args.length) return directive;
      return fill(directive, args[used++], budget);
    });
    strings.push(truncateBytes(filled, ARG_BYTES_MAX));
  }
  for (let i = used; i < args.length && strings.length < ITEMS_MAX; i++) {
    const arg = args[i];
    strings.push(truncateBytes(typeof arg === "string" ? arg : formatValue(arg, budget), ARG_BYTES_MAX));
  }
  return strings;
}

function fill(directive: string, value: unknown, budget: { values: number }): string {
  switch (directive) {
    case "%c": // styles mean nothing on a host
      return "";
    case "%d":
    case "%i":
    case "%f": {
      const number = typeof value === "number" ? value : typeof value === "string" ? Number(value) : NaN;
      return String(directive === "%i" ? Math.trunc(number) : number);
    }
    case "%s":
      if (typeof value === "string") return value;
      return formatValue(value, budget);
    default:
      return formatValue(value, budget);
  }
}

/** One value as a developer would like to read it. */
export function formatValue(value: unknown, budget = { values: VALUES_MAX }): string {
  try {
    return format(value, 0, [], budget);
  } catch {
    return "[value that cannot be read]";
  }
}

function format(value: unknown, depth: number, ancestors: readonly object[], budget: { values: number }): string {
  if (--budget.values < 0) return "\u2026";
  switch (typeof value) {
    case "string":
      return depth === 0 ? value : JSON.stringify(value.length > 1_000 ? value.slice(0, 1_000) + "\u2026" : value);
    case "bigint":
      return `${value}n`;
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "function":
      return functionName(value);
    case "object":
      return value === null ? "null" : formatObject(value, depth, ancestors, budget);
    default:
      return String(value);
  }
}

function functionName(fn: object): string {
  const name = Object.getOwnPropertyDescriptor(fn, "name")?.value as unknown;
  return typeof name === "string" && name !== "" ? `[function ${name.slice(0, 100)}]` : "[function]";
}

function formatObject(value: object, depth: number, ancestors: readonly object[], budget: { values: number }): string {
  if (ancestors.includes(value)) return "[circular]";
  if (value instanceof Error) {
    const { name, message, stack, cause } = formatError(value);
    if (depth > 0) return `[${name}: ${message}]`;
    return `${name}: ${message}${stack && `\n${stack}`}${cause && `\ncaused by ${cause}`}`;
  }
  if (value instanceof Date) {
    const time = Date.prototype.getTime.call(value);
    return Number.isNaN(time) ? "[invalid date]" : Date.prototype.toISOString.call(value);
  }
  if (value instanceof RegExp) return RegExp.prototype.toString.call(value);
  if (value instanceof Promise) return "[promise]";
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${constructorName(value)} of ${value.byteLength} bytes]`;
  if (depth >= DEPTH_MAX) return Array.isArray(value) ? "[\u2026]" : "{\u2026}";
  const path = [...ancestors, value];
  const inner = (item: unknown) => format(item, depth + 1, path, budget);
  if (Array.isArray(value)) return bracket("[", value.length, (i) => read(value, i, inner), "]");
  if (value instanceof Map) {
    const entries = [...value];
    return `Map ${bracket("{", entries.length, (i) => `${inner(entries[i]![0])} => ${inner(entries[i]![1])}`, "}")}`;
  }
  if (value instanceof Set) {
    const items = [...value];
    return `Set ${bracket("{", items.length, (i) => inner(items[i]), "}")}`;
  }
  const keys = Object.keys(value);
  const name = constructorName(value);
  const shown = bracket("{", keys.length, (i) => `${quoteKey(keys[i]!)}: ${read(value, keys[i]!, inner)}`, "}");
  return name === "" || name === "Object" ? shown : `${name} ${shown}`;
}

function read(value: object, key: string | number, inner: (item: unknown) => string): string {
  const descriptor = Object.getOwnPropertyDescriptor(value, key);
  if (descriptor === undefined) return "undefined";
  // A getter is the guest's code: printing must not run it.
  return descriptor.get === undefined && "value" in descriptor ? inner(descriptor.value) : "[getter]";
}

function constructorName(value: object): string {
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === null) return "";
  const descriptor = Object.getOwnPropertyDescriptor(prototype, "constructor");
  const constructor = descriptor?.value as unknown;
  if (typeof constructor !== "function") return "";
  const name = Object.getOwnPropertyDescriptor(constructor, "name")?.value as unknown;
  return typeof name === "string" ? name.slice(0, 100) : "";
}

function bracket(open: string, count: number, item: (index: number) => string, close: string): string {
  if (count === 0) return open + close;
  const shown: string[] = [];
  for (let i = 0; i < count && i < ITEMS_MAX; i++) shown.push(item(i));
  if (count > ITEMS_MAX) shown.push(`\u2026 ${count - ITEMS_MAX} more`);
  const inside = shown.join(", ");
  return open === "[" ? `[${inside}]` : `{ ${inside} }`;
}

function quoteKey(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}
