// Makes a realm's global object that of a guest: removes what is not on the list, adds what Rill gives. Runs once, at load.

import URL from "core-js-pure/actual/url";
import URLSearchParams from "core-js-pure/actual/url-search-params";

import { GuestError } from "../core/guest_error";
import type { Guest } from "../core/guest";
import { AbortController, AbortSignal, installTimeout } from "./abort";
import { ALLOWED_NAMES } from "./allowed";
import { makeConsole } from "./console";
import { structuredClone } from "./structured_clone";
import { TextDecoder, TextEncoder } from "./text_encoding";

/** Bytes that one call of getRandomValues fills, as in the Web Cryptography API. */
const RANDOM_BYTES_MAX = 65_536;

export function installGlobals(guest: Guest): void {
  removeOthers();
  seedFromEngine(guest);
  installTimeout(guest);
  for (const [name, value] of Object.entries(globalsOf(guest))) {
    Object.defineProperty(globalThis, name, { value, writable: true, enumerable: false, configurable: true });
  }
  Math.random = () => guest.random.nextFloat();
}

/** Remove every global that is not on the list. What cannot be removed is an error: a guest would have more than it should. */
function removeOthers(): void {
  const allowed = new Set(ALLOWED_NAMES);
  for (const name of Reflect.ownKeys(globalThis)) {
    // Symbols on the global object are the engine's own labels (Symbol.toStringTag) and give nothing.
    if (typeof name !== "string" || allowed.has(name)) continue;
    if (!Reflect.deleteProperty(globalThis, name)) {
      throw new GuestError("state", `the global '${name}' of this engine cannot be removed`);
    }
  }
}

// While an image is made the engine's own generator, which the provider seeds with the program, gives the seed; START gives the
// session's own.
function seedFromEngine(guest: Guest): void {
  guest.random.seed(Math.floor(Math.random() * Number.MAX_SAFE_INTEGER));
}

function globalsOf(guest: Guest): Record<string, unknown> {
  const refuse = (name: string): void => guest.refuseInImage(`${name}() was called`);
  return {
    AbortController,
    AbortSignal,
    TextDecoder,
    TextEncoder,
    URL,
    URLSearchParams,
    console: makeConsole(guest),
    structuredClone,
    performance: {
      now: () => guest.nowMs - guest.startMs,
      get timeOrigin() {
        return guest.startMs;
      },
    },
    crypto: {
      getRandomValues: (array: unknown) => fillRandom(guest, array),
      randomUUID: () => randomUUID(guest),
    },
    queueMicrotask: (fn: unknown) => queueMicrotask(guest, fn),
    setTimeout: (fn: unknown, delay?: unknown, ...args: unknown[]) => {
      refuse("setTimeout");
      return guest.timers.set(fn, delay, false, args);
    },
    setInterval: (fn: unknown, delay?: unknown, ...args: unknown[]) => {
      refuse("setInterval");
      return guest.timers.set(fn, delay, true, args);
    },
    clearTimeout: (id: unknown) => guest.timers.clear(id),
    clearInterval: (id: unknown) => guest.timers.clear(id),
  };
}

const settled = Promise.resolve();

// On promises, which every engine has, so that an exception reaches the core the same way in all of them.
export function queueMicrotask(guest: Guest, fn: unknown): void {
  if (typeof fn !== "function") throw new TypeError("queueMicrotask expects a function");
  void settled.then(() => {
    try {
      fn();
    } catch (error) {
      guest.fail(error);
    }
  });
}

function fillRandom(guest: Guest, array: unknown): unknown {
  if (!ArrayBuffer.isView(array) || array instanceof DataView || array instanceof Float32Array || array instanceof Float64Array) {
    throw new TypeError("crypto.getRandomValues expects an integer typed array");
  }
  if (array.byteLength > RANDOM_BYTES_MAX) {
    throw new RangeError(`crypto.getRandomValues fills at most ${RANDOM_BYTES_MAX} bytes, got ${array.byteLength}`);
  }
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  for (let i = 0; i < bytes.length; i++) bytes[i] = guest.random.next32() >>> 24;
  return array;
}

function randomUUID(guest: Guest): string {
  const hex = (bits: number): string => (guest.random.next32() >>> (32 - bits)).toString(16).padStart(bits / 4, "0");
  const variant = (8 + (guest.random.next32() >>> 30)).toString(16);
  return `${hex(32)}-${hex(16)}-4${hex(12)}-${variant}${hex(12)}-${hex(16)}${hex(32)}`;
}
