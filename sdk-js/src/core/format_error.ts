// Turns whatever was thrown into plain strings of bounded size, without ever throwing itself. This runs inside the sandbox and
// inside the deadline: the host reads finished strings and no property of a guest's object.

import type { ErrorShape } from "../protocol/generated";
import { withAdvice } from "./missing_names";

// The shape is at most 8 KB on the wire (PROTOCOL 1). A character is at most 3 bytes of UTF-8 for each UTF-16 unit, so these
// bounds are in bytes and the sum leaves room for keys and lengths.
const NAME_BYTES_MAX = 128;
const CODE_BYTES_MAX = 64;
const MESSAGE_BYTES_MAX = 3_000;
const STACK_BYTES_MAX = 3_000;
const CAUSE_BYTES_MAX = 1_500;
const CAUSE_DEPTH_MAX = 4;
/** Characters of a stack that are looked at: about 100 frames. */
const STACK_LOOKED_AT = 8_192;

/** How the names of Rill's own units begin. */
export const OWN_UNIT_PREFIX = "rill:";

/** Describe a thrown value. Getters and proxies that throw count as absent. */
export function formatError(thrown: unknown, componentStack?: string | null): ErrorShape {
  const name = nameOf(thrown);
  const message = messageOf(thrown);
  const stacks = [stackOf(thrown), componentStack ? framesOf(componentStack) : ""];
  return {
    name: truncateBytes(name, NAME_BYTES_MAX),
    message: truncateBytes(message, MESSAGE_BYTES_MAX),
    stack: truncateBytes(stacks.filter((stack) => stack !== "").join("\n"), STACK_BYTES_MAX),
    cause: truncateBytes(causeOf(thrown), CAUSE_BYTES_MAX),
    code: truncateBytes(codeOf(thrown), CODE_BYTES_MAX),
  };
}

/** An ordinary Error with the same text: safe to encode, whatever the original was. */
export function plainError(thrown: unknown): Error {
  const shape = formatError(thrown);
  const error = new Error(shape.message);
  Object.defineProperty(error, "name", { value: shape.name, configurable: true, writable: true });
  Object.defineProperty(error, "stack", { value: shape.stack, configurable: true, writable: true });
  if (shape.cause !== "") Object.defineProperty(error, "cause", { value: shape.cause, configurable: true, writable: true });
  return error;
}

/** Cut a string to at most `bytes` bytes of UTF-8, ending in an ellipsis if something was cut. Never splits a pair. */
export function truncateBytes(text: string, bytes: number): string {
  if (text.length * 3 <= bytes) return text;
  let used = 0;
  let fits = 0; // where to cut so that an ellipsis (3 bytes) still fits
  for (let i = 0; i < text.length; ) {
    const point = text.codePointAt(i)!;
    used += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    if (used > bytes) return text.slice(0, fits) + "\u2026";
    i += point < 0x10000 ? 1 : 2;
    if (used <= bytes - 3) fits = i;
  }
  return text;
}

function read(value: unknown, key: string): unknown {
  if ((typeof value !== "object" || value === null) && typeof value !== "function") return undefined;
  try {
    return (value as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}

function readString(value: unknown, key: string): string | undefined {
  const found = read(value, key);
  return typeof found === "string" ? found : undefined;
}

function nameOf(thrown: unknown): string {
  const name = readString(thrown, "name");
  if (name) return name;
  return isObject(thrown) ? "Error" : "Thrown";
}

function messageOf(thrown: unknown): string {
  const message = readString(thrown, "message");
  if (message === undefined) return describe(thrown);
  return nameOf(thrown) === "ReferenceError" ? withAdvice(message) : message;
}

function stackOf(thrown: unknown): string {
  const stack = readString(thrown, "stack");
  return stack === undefined ? "" : framesOf(stack);
}

// Some engines put the name and message in front of the frames, QuickJS does not: what comes before the first frame goes. So do
// the runtime's own frames, unless there are no others: minified, they tell a guest's author nothing.
function framesOf(stack: string): string {
  // Cut first: a guest may have put a megabyte there, and the search is not linear in the worst case.
  stack = stack.slice(0, STACK_LOOKED_AT);
  const start = stack.search(/^\s+at /m);
  const frames = (start > 0 ? stack.slice(start) : stack).split("\n").filter((line) => line.trim() !== "");
  const own = frames.filter((line) => !line.includes(OWN_UNIT_PREFIX));
  return (own.length > 0 ? own : frames).join("\n");
}

function causeOf(thrown: unknown): string {
  const lines: string[] = [];
  let current = thrown;
  for (let depth = 0; depth < CAUSE_DEPTH_MAX; depth++) {
    if (!isObject(current)) break;
    current = read(current, "cause");
    if (current === undefined) break;
    const stack = stackOf(current);
    lines.push(isObject(current) ? `${nameOf(current)}: ${messageOf(current)}` + (stack && `\n${stack}`) : describe(current));
  }
  return lines.join("\ncaused by ");
}

// What engines say when a bound of the sandbox was met. The host makes a LimitError of these codes, as it does when the engine
// itself could not go on.
const LIMIT_CODES: ReadonlyMap<string, string> = new Map([
  ["InternalError: out of memory", "memory"],
  ["RangeError: Maximum call stack size exceeded", "stack"],
]);

function codeOf(thrown: unknown): string {
  const limit = LIMIT_CODES.get(`${nameOf(thrown)}: ${messageOf(thrown).slice(0, 64)}`);
  if (limit !== undefined) return limit;
  const code = readString(thrown, "code");
  return code && /^[a-z][a-z0-9_]*$/.test(code) ? code : "exception";
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

// What a value without a message looks like. No method of the value is called: toString belongs to the guest.
function describe(value: unknown): string {
  switch (typeof value) {
    case "string":
      return value;
    case "object":
      return value === null ? "null" : "an object without a message";
    case "function":
      return "a function";
    default:
      return String(value);
  }
}
