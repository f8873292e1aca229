// What the core must know of a prop's value before it is encoded: whether it can cross at all, which functions it holds, and
// whether two values are the same on the wire. The encoding itself belongs to the native object.

import { BIGINT_DIGITS_MAX, DATE_MS_END, DATE_MS_MIN, VALUE_DEPTH_MAX } from "../protocol/generated";
import { GuestError } from "./guest_error";
import { isForbiddenKey } from "./keys";
import type { AnyFunction } from "./native";

const BIGINT_BITS_MAX = BIGINT_DIGITS_MAX * 4;

/**
 * Check that a value can cross, and add every function in it to `functions`, once for each time it occurs.
 *
 * Runs while React renders, so that an error boundary can catch what it throws; the encoder runs in the commit, which cannot.
 */
export function checkValue(value: unknown, path: string, functions: AnyFunction[]): void {
  if (typeof value === "object" && value !== null) walk(value, path, functions, []);
  else checkLeaf(value, path, functions);
}

function checkLeaf(value: unknown, path: string, functions: AnyFunction[]): void {
  if (typeof value === "function") functions.push(value as AnyFunction);
  else if (typeof value === "symbol") {
    throw new GuestError("value", `${path} is a symbol; symbols cannot cross to the host, send a string instead`);
  } else if (typeof value === "bigint" && BigInt.asUintN(BIGINT_BITS_MAX, value < 0n ? -value : value) !== (value < 0n ? -value : value)) {
    throw new GuestError("value", `${path} is a BigInt of more than ${BIGINT_BITS_MAX} bits`);
  }
}

function walk(value: object, path: string, functions: AnyFunction[], ancestors: object[]): void {
  if (ancestors.includes(value)) {
    throw new GuestError("value", `${path} contains itself; values that cross to the host must be trees`);
  }
  if (ancestors.length === VALUE_DEPTH_MAX) {
    throw new GuestError("value", `${path} is nested deeper than ${VALUE_DEPTH_MAX} levels; flatten it before it crosses to the host`);
  }
  ancestors.push(value);
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) walkChild(value[i], path, i, functions, ancestors);
  } else if (value instanceof Map) {
    let i = 0;
    for (const [key, item] of value) {
      walkChild(key, path, i, functions, ancestors);
      walkChild(item, path, i++, functions, ancestors);
    }
  } else if (value instanceof Set) {
    let i = 0;
    for (const item of value) walkChild(item, path, i++, functions, ancestors);
  } else if (value instanceof Date) {
    const ms = value.getTime();
    if (!(ms >= DATE_MS_MIN && ms < DATE_MS_END)) {
      throw new GuestError("value", `${path} is an invalid Date, or one outside the years 1 to 9999`);
    }
  } else if (value instanceof Error) {
    if (value.cause !== undefined) walkChild(value.cause, path, "cause", functions, ancestors);
  } else if (!(value instanceof ArrayBuffer) && !ArrayBuffer.isView(value)) {
    for (const key of Object.keys(value)) {
      if (isForbiddenKey(key)) continue;
      walkChild((value as Record<string, unknown>)[key], path, key, functions, ancestors);
    }
  }
  ancestors.pop();
}

function walkChild(value: unknown, path: string, key: string | number, functions: AnyFunction[], ancestors: object[]): void {
  if (typeof value === "object" && value !== null) walk(value, childPath(path, key), functions, ancestors);
  // The path is made only where it is needed: numbers and strings are most of what crosses.
  else if (typeof value === "function" || typeof value === "symbol" || typeof value === "bigint") {
    checkLeaf(value, childPath(path, key), functions);
  }
}

function childPath(path: string, key: string | number): string {
  return typeof key === "number" ? `${path}[${key}]` : `${path}.${key}`;
}

/**
 * Whether two prop values are the same on the wire, so that `style={{ padding: 1 }}` in each render is no operation.
 *
 * Plain objects and arrays are compared by content down to VALUE_DEPTH_MAX, everything else by identity. A guest that changes an
 * object in place and passes it again gets no update, as everywhere in React.
 */
export function sameValue(a: unknown, b: unknown, depth = 0): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null || depth === VALUE_DEPTH_MAX) return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!sameValue(a[i], b[i], depth + 1)) return false;
    return true;
  }
  if (!isPlain(a) || !isPlain(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  for (const key of keys) {
    if (!Object.hasOwn(b, key) || !sameValue(a[key], b[key], depth + 1)) return false;
  }
  return true;
}

function isPlain(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
