// Reads MessagePack that a host wrote into a guest's values: what engine/decode.c does, for providers without the bridge. The
// host is trusted to be honest but not to be right: malformed bytes are a TypeError, never a wrong value.

import { isForbiddenKey } from "../core/keys";
import type { AnyFunction } from "../core/native";
import {
  EXT_ARRAY_BUFFER,
  EXT_BIGINT,
  EXT_DATE,
  EXT_ERROR,
  EXT_FUNCTION,
  EXT_MAP,
  EXT_SET,
  EXT_TYPED_ARRAY,
  EXT_UNDEFINED,
} from "../protocol/generated";
import { ELEMENT_TYPES } from "./element_types";
import { readUtf8 } from "./utf8";

const DEPTH_MAX = 512;

export type ResolveFunction = (id: number) => AnyFunction | undefined;

/** Decode one value that fills `bytes`. */
export function decode(bytes: Uint8Array, resolve: ResolveFunction): unknown {
  const reader = new Reader(bytes, 0, bytes.length, resolve);
  const value = reader.value(0);
  reader.end();
  return value;
}

class Reader {
  private readonly view: DataView;

  constructor(
    private readonly bytes: Uint8Array,
    private at: number,
    private readonly limit: number,
    private readonly resolve: ResolveFunction,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  end(): void {
    if (this.at !== this.limit) throw malformed("something follows the value");
  }

  value(depth: number): unknown {
    const head = this.uint(1);
    if (head <= 0x7f) return head;
    if (head >= 0xe0) return head - 0x100;
    if (head <= 0x8f) return this.map(head & 15, depth);
    if (head <= 0x9f) return this.array(head & 15, depth);
    if (head <= 0xbf) return this.string(head & 31);
    switch (head) {
      case 0xc0:
        return null;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xc4:
        return this.take(this.uint(1));
      case 0xc5:
        return this.take(this.uint(2));
      case 0xc6:
        return this.take(this.uint(4));
      case 0xc7:
        return this.extension(this.uint(1), depth);
      case 0xc8:
        return this.extension(this.uint(2), depth);
      case 0xc9:
        return this.extension(this.uint(4), depth);
      case 0xca:
        return this.view.getFloat32(this.skip(4));
      case 0xcb:
        return this.view.getFloat64(this.skip(8));
      case 0xcc:
        return this.uint(1);
      case 0xcd:
        return this.uint(2);
      case 0xce:
        return this.uint(4);
      case 0xcf:
        return narrow(this.view.getBigUint64(this.skip(8)));
      case 0xd0:
        return this.view.getInt8(this.skip(1));
      case 0xd1:
        return this.view.getInt16(this.skip(2));
      case 0xd2:
        return this.view.getInt32(this.skip(4));
      case 0xd3:
        return narrow(this.view.getBigInt64(this.skip(8)));
      case 0xd4:
      case 0xd5:
      case 0xd6:
      case 0xd7:
      case 0xd8:
        return this.extension(1 << (head - 0xd4), depth);
      case 0xd9:
        return this.string(this.uint(1));
      case 0xda:
        return this.string(this.uint(2));
      case 0xdb:
        return this.string(this.uint(4));
      case 0xdc:
        return this.array(this.uint(2), depth);
      case 0xdd:
        return this.array(this.uint(4), depth);
      case 0xde:
        return this.map(this.uint(2), depth);
      case 0xdf:
        return this.map(this.uint(4), depth);
      default:
        throw malformed("an unused marker");
    }
  }

  private array(length: number, depth: number): unknown[] {
    this.enter(length, depth);
    const array: unknown[] = [];
    for (let i = 0; i < length; i++) array.push(this.value(depth + 1));
    return array;
  }

  private map(length: number, depth: number): Record<string, unknown> {
    this.enter(length * 2, depth);
    const map: Record<string, unknown> = {};
    for (let i = 0; i < length; i++) {
      const key = this.value(depth + 1);
      const value = this.value(depth + 1);
      if (typeof key !== "string") throw malformed("a key that is no string");
      if (!isForbiddenKey(key)) map[key] = value;
    }
    return map;
  }

  private enter(values: number, depth: number): void {
    if (depth >= DEPTH_MAX) throw new RangeError("message from the host is nested too deep");
    // Every value takes a byte at least: a length that cannot be true makes nothing.
    if (values > this.limit - this.at) throw malformed("a length beyond the end");
  }

  private extension(size: number, depth: number): unknown {
    const type = this.view.getInt8(this.skip(1));
    const start = this.skip(size);
    const end = start + size;
    switch (type) {
      case EXT_UNDEFINED:
        return undefined;
      case EXT_FUNCTION:
        if (size !== 4) throw malformed("a function id of a wrong size");
        return this.resolve(this.view.getUint32(start));
      case EXT_DATE:
        if (size !== 8) throw malformed("a Date of a wrong size");
        return new Date(this.view.getFloat64(start));
      case EXT_ERROR:
        return makeError(this.inner(start, end, depth));
      case EXT_MAP: {
        const items = this.innerArray(start, end, depth);
        if (items.length % 2 !== 0) throw malformed("a Map with a key that has no value");
        const map = new Map<unknown, unknown>();
        for (let i = 0; i < items.length; i += 2) map.set(items[i], items[i + 1]);
        return map;
      }
      case EXT_SET:
        return new Set(this.innerArray(start, end, depth));
      case EXT_BIGINT:
        return readBigInt(readUtf8(this.bytes, start, end));
      case EXT_ARRAY_BUFFER:
        return this.bytes.slice(start, end).buffer;
      case EXT_TYPED_ARRAY:
        return this.typedArray(start, end);
      default:
        throw malformed(`unknown extension ${type}`);
    }
  }

  private inner(start: number, end: number, depth: number): unknown {
    const reader = new Reader(this.bytes, start, end, this.resolve);
    const value = reader.value(depth + 1);
    reader.end();
    return value;
  }

  private innerArray(start: number, end: number, depth: number): unknown[] {
    const items = this.inner(start, end, depth);
    if (!Array.isArray(items)) throw malformed("a Map or Set that is no array");
    return items;
  }

  private typedArray(start: number, end: number): ArrayBufferView {
    const type = start === end ? undefined : ELEMENT_TYPES.get(this.bytes[start]!);
    if (type === undefined) throw malformed("an unknown element type");
    const data = this.bytes.slice(start + 1, end).buffer;
    if (type === DataView) return new DataView(data);
    if (data.byteLength % (type as typeof Int8Array).BYTES_PER_ELEMENT !== 0) throw malformed("a typed array with part of an element");
    return new (type as typeof Int8Array)(data);
  }

  private string(size: number): string {
    const start = this.skip(size);
    return readUtf8(this.bytes, start, start + size);
  }

  private take(size: number): Uint8Array {
    const start = this.skip(size);
    return this.bytes.slice(start, start + size);
  }

  private uint(width: 1 | 2 | 4): number {
    const start = this.skip(width);
    return width === 1 ? this.view.getUint8(start) : width === 2 ? this.view.getUint16(start) : this.view.getUint32(start);
  }

  private skip(size: number): number {
    const start = this.at;
    if (size > this.limit - start) throw malformed("it ends within a value");
    this.at = start + size;
    return start;
  }
}

function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function readBigInt(digits: string): bigint {
  if (!/^-?[0-9a-f]+$/i.test(digits)) throw malformed("a BigInt that is not hexadecimal");
  return digits.startsWith("-") ? -BigInt(`0x${digits.slice(1)}`) : BigInt(`0x${digits}`);
}

// An Error of a built-in kind is one of that kind here too, so that `instanceof` holds.
const ERROR_KINDS: Readonly<Record<string, ErrorConstructor>> = Object.assign(Object.create(null), {
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
});

function makeError(fields: unknown): Error {
  if (typeof fields !== "object" || fields === null) throw malformed("an Error that is no map");
  const { name, message, stack } = fields as Record<string, unknown>;
  const Kind = (typeof name === "string" ? ERROR_KINDS[name] : undefined) ?? Error;
  const error = new Kind(typeof message === "string" ? message : "");
  const hide = (key: string, value: unknown): void => void Object.defineProperty(error, key, { value, writable: true, configurable: true });
  if (typeof name === "string" && name !== error.name) hide("name", name);
  if (typeof stack === "string") hide("stack", stack);
  if (Object.hasOwn(fields, "cause")) hide("cause", (fields as Record<string, unknown>).cause);
  return error;
}

function malformed(problem: string): TypeError {
  return new TypeError(`malformed message from the host: ${problem}`);
}
