// The host's end of the codec, for tests: messages to bytes, outboxes to values. Functions come out as `{ function: id }`.

import { decode } from "../src/shim/decoder";
import { Encoder } from "../src/shim/encoder";

/** A guest's function as a test sees it, and how a test sends it back. */
export class FunctionId {
  constructor(readonly id: number) {}
}

const limits = { outbox_max: 1 << 24, values_max: 1 << 24, extensions_max: 1 << 24, depth_max: 600 };

export function encodeMessage(message: readonly unknown[]): Uint8Array {
  const ids = new Map<unknown, number>();
  const encoder = new Encoder(limits, { bytes: 0, values: 0, extensions: 0 }, (fn) => ids.get(fn)!);
  encoder.append(replace(message, ids));
  return encoder.bytes.slice(0, encoder.size);
}

export function decodeOutbox(bytes: Uint8Array): unknown {
  return decode(bytes, (id) => new FunctionId(id) as never);
}

// The encoder sends functions by id: a FunctionId goes in as a function that stands for it.
function replace(value: unknown, ids: Map<unknown, number>): unknown {
  if (value instanceof FunctionId) {
    const stand = () => undefined;
    ids.set(stand, value.id);
    return stand;
  }
  if (Array.isArray(value)) return value.map((item) => replace(item, ids));
  if (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replace(item, ids)]));
  }
  return value;
}
