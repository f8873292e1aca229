// MessagePack of a guest's values, in JavaScript: what engine/encode.c does, for providers without the bridge. Same bytes, same
// limits, same errors. Getters and proxies of the guest run here; nothing is kept across them but plain numbers.

import { isForbiddenKey } from "../core/keys";
import type { AnyFunction } from "../core/native";
import {
  BIGINT_DIGITS_MAX,
  DATE_MS_END,
  DATE_MS_MIN,
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
import { elementNumber } from "./element_types";
import { utf8Size, writeUtf8 } from "./utf8";

export interface EncoderLimits {
  readonly outbox_max: number;
  readonly values_max: number;
  readonly extensions_max: number;
  readonly depth_max: number;
}

/** What all channels of a turn hold together; the limits apply to it. */
export interface EncoderCounts {
  bytes: number;
  values: number;
  extensions: number;
}

type PathStep = { readonly container: object; key: string | number };

export class Encoder {
  bytes = new Uint8Array(1_024);
  size = 0;
  private values = 0;
  private extensions = 0;
  private view = new DataView(this.bytes.buffer);
  private path: PathStep[] = [];
  private active = false;

  constructor(
    private readonly limits: EncoderLimits,
    private readonly counts: EncoderCounts,
    private readonly internFunction: (fn: AnyFunction) => number,
  ) {}

  /** Encode one value at the end. All or nothing: on error size and counts are as before. */
  append(value: unknown): void {
    if (this.active) throw new TypeError("append was called by a getter of a value that is being appended");
    const { size, values, extensions } = this;
    this.active = true;
    this.path = [];
    try {
      this.value(value);
    } catch (error) {
      this.shrink(size, values, extensions);
      throw error;
    } finally {
      this.active = false;
    }
  }

  /** Drop everything, and give its share of the limits back. */
  clear(): void {
    this.shrink(0, 0, 0);
  }

  private shrink(size: number, values: number, extensions: number): void {
    this.counts.bytes -= this.size - size;
    this.counts.values -= this.values - values;
    this.counts.extensions -= this.extensions - extensions;
    this.size = size;
    this.values = values;
    this.extensions = extensions;
  }

  private value(value: unknown): void {
    this.countValue();
    switch (typeof value) {
      case "number":
        return this.number(value);
      case "string":
        return this.string(value);
      case "boolean":
        return this.byte(value ? 0xc3 : 0xc2);
      case "undefined":
        this.extension(EXT_UNDEFINED, 1);
        this.bytes[this.size - 1] = 0;
        return;
      case "bigint":
        return this.bigint(value);
      case "function":
        return this.fn(value as AnyFunction);
      case "symbol":
        throw this.typeError("a symbol");
      default:
        return value === null ? this.byte(0xc0) : this.object(value as object);
    }
  }

  private object(value: object): void {
    if (value instanceof Date) return this.date(value);
    if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) {
      const at = this.extension(EXT_ARRAY_BUFFER, value.byteLength);
      this.bytes.set(new Uint8Array(value), at);
      return;
    }
    if (ArrayBuffer.isView(value)) return this.arrayView(value);
    const { path } = this;
    for (const step of path) if (step.container === value) throw this.typeError("a cycle");
    if (path.length >= this.limits.depth_max) throw this.typeError("a value nested too deep");
    path.push({ container: value, key: 0 });
    if (Array.isArray(value)) this.array(value);
    else if (value instanceof Error) this.error(value);
    else if (value instanceof Map) this.collection(EXT_MAP, [...value].flat());
    else if (value instanceof Set) this.collection(EXT_SET, [...value]);
    else this.map(value as Record<string, unknown>);
    path.pop();
  }

  private array(value: readonly unknown[]): void {
    const { length } = value;
    // Every element is a value: refused before the head is written, so that a sparse array of 2^32 costs nothing.
    if (length > this.limits.values_max - this.counts.values) throw this.limitError("values", this.limits.values_max);
    this.head(length, 0x90, 15, 0, 0xdc);
    const step = this.path[this.path.length - 1]!;
    for (let i = 0; i < length; i++) {
      step.key = i;
      this.value(value[i]);
    }
  }

  private map(value: Record<string, unknown>): void {
    const keys = Object.keys(value).filter((key) => !isForbiddenKey(key));
    this.head(keys.length, 0x80, 15, 0, 0xde);
    const step = this.path[this.path.length - 1]!;
    for (const key of keys) {
      step.key = key;
      this.countValue();
      this.string(key);
      this.value(value[key]);
    }
  }

  private collection(type: number, items: readonly unknown[]): void {
    const start = this.openExtension(type);
    this.countValue();
    this.array(items);
    this.closeExtension(start);
  }

  private error(error: Error): void {
    const start = this.openExtension(EXT_ERROR);
    const hasCause = Object.hasOwn(error, "cause");
    this.countValue();
    this.head(hasCause ? 4 : 3, 0x80, 15, 0, 0xde);
    for (const key of ["name", "message", "stack"] as const) {
      const text: unknown = error[key];
      this.countValue();
      this.string(key);
      this.countValue();
      this.string(text === undefined || text === null ? "" : String(text));
    }
    if (hasCause) {
      this.path[this.path.length - 1]!.key = "cause";
      this.countValue();
      this.string("cause");
      this.value(error.cause);
    }
    this.closeExtension(start);
  }

  private number(value: number): void {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) return this.integer(value);
    const at = this.room(9);
    this.bytes[at] = 0xcb;
    if (Number.isNaN(value)) {
      this.view.setUint32(at + 1, 0x7ff8_0000);
      this.view.setUint32(at + 5, 0);
    } else this.view.setFloat64(at + 1, value);
  }

  private integer(value: number): void {
    if (value >= 0) {
      if (value <= 0x7f) return this.byte(value);
      if (value <= 0xff) this.marked(0xcc, 1, value);
      else if (value <= 0xffff) this.marked(0xcd, 2, value);
      else if (value <= 0xffff_ffff) this.marked(0xce, 4, value);
      else {
        const at = this.marker(0xcf, 8);
        this.view.setBigUint64(at, BigInt(value));
      }
    } else {
      if (value >= -32) return this.byte(value & 0xff);
      if (value >= -0x80) this.marked(0xd0, 1, value);
      else if (value >= -0x8000) this.marked(0xd1, 2, value);
      else if (value >= -0x8000_0000) this.marked(0xd2, 4, value);
      else {
        const at = this.marker(0xd3, 8);
        this.view.setBigInt64(at, BigInt(value));
      }
    }
  }

  private string(text: string): void {
    const size = utf8Size(text);
    this.head(size, 0xa0, 31, 0xd9, 0xda);
    const at = this.room(size); // before `bytes` is read: it may be replaced
    writeUtf8(text, this.bytes, at);
  }

  private bigint(value: bigint): void {
    const digits = value.toString(16);
    if (digits.length - (value < 0n ? 1 : 0) > BIGINT_DIGITS_MAX) throw this.typeError(`a BigInt of more than ${BIGINT_DIGITS_MAX} digits`);
    const at = this.extension(EXT_BIGINT, digits.length);
    for (let i = 0; i < digits.length; i++) this.bytes[at + i] = digits.charCodeAt(i);
  }

  private fn(fn: AnyFunction): void {
    const id = this.internFunction(fn);
    const at = this.extension(EXT_FUNCTION, 4);
    this.view.setUint32(at, id);
  }

  private date(date: Date): void {
    const ms = Date.prototype.getTime.call(date);
    if (!(ms >= DATE_MS_MIN && ms < DATE_MS_END)) throw this.typeError("a Date outside the years 1 to 9999");
    const at = this.extension(EXT_DATE, 8);
    this.view.setFloat64(at, ms);
  }

  private arrayView(value: ArrayBufferView): void {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    if (value instanceof Uint8Array) {
      this.head(bytes.length, 0, -1, 0xc4, 0xc5);
      const at = this.room(bytes.length);
      this.bytes.set(bytes, at);
      return;
    }
    const type = elementNumber(value);
    if (type === undefined) throw this.typeError("a Float16Array");
    const at = this.extension(EXT_TYPED_ARRAY, bytes.length + 1);
    this.bytes[at] = type;
    this.bytes.set(bytes, at + 1);
  }

  /** Head of an extension of known size. Returns where its payload starts; the room is there. */
  private extension(type: number, size: number): number {
    this.countExtension();
    const fixed = size === 1 ? 0xd4 : size === 2 ? 0xd5 : size === 4 ? 0xd6 : size === 8 ? 0xd7 : size === 16 ? 0xd8 : 0;
    if (fixed !== 0) this.byte(fixed);
    else this.head(size, 0, -1, 0xc7, 0xc8);
    this.byte(type);
    return this.room(size);
  }

  // An extension that holds a value: its size is not known yet, so it always has the 32-bit form.
  private openExtension(type: number): number {
    this.countExtension();
    this.marked(0xc9, 4, 0);
    this.byte(type);
    return this.size;
  }

  private closeExtension(start: number): void {
    this.view.setUint32(start - 5, this.size - start);
  }

  private head(length: number, fix: number, fixMax: number, marker8: number, marker16: number): void {
    if (length <= fixMax) this.byte(fix | length);
    else if (marker8 !== 0 && length <= 0xff) this.marked(marker8, 1, length);
    else if (length <= 0xffff) this.marked(marker16, 2, length);
    else this.marked(marker16 + 1, 4, length);
  }

  private marker(marker: number, width: number): number {
    const at = this.room(1 + width);
    this.bytes[at] = marker;
    return at + 1;
  }

  private marked(marker: number, width: 1 | 2 | 4, value: number): void {
    const at = this.marker(marker, width);
    if (width === 1) this.bytes[at] = value;
    else if (width === 2) this.view.setUint16(at, value);
    else this.view.setUint32(at, value);
  }

  private byte(byte: number): void {
    const at = this.room(1);
    this.bytes[at] = byte;
  }

  private room(size: number): number {
    if (this.counts.bytes + size > this.limits.outbox_max) throw this.limitError("outbox", this.limits.outbox_max);
    this.counts.bytes += size;
    const at = this.size;
    this.size += size;
    if (this.size > this.bytes.length) {
      const larger = new Uint8Array(Math.max(this.size, this.bytes.length * 2));
      larger.set(this.bytes);
      this.bytes = larger;
      this.view = new DataView(larger.buffer);
    }
    return at;
  }

  private countValue(): void {
    this.values++;
    if (++this.counts.values > this.limits.values_max) throw this.limitError("values", this.limits.values_max);
  }

  private countExtension(): void {
    this.extensions++;
    if (++this.counts.extensions > this.limits.extensions_max) throw this.limitError("extensions", this.limits.extensions_max);
  }

  private typeError(problem: string): TypeError {
    const where = this.path.map(({ key }) => (typeof key === "number" ? `[${key}]` : `.${key.slice(0, 60)}`)).join("");
    return new TypeError(`cannot send ${problem} at ${where === "" ? "the value itself" : where.slice(0, 255)}`);
  }

  private limitError(code: "outbox" | "values" | "extensions", max: number): RangeError {
    const error = new RangeError(`outbox exceeds ${code}_max=${max}`);
    Object.defineProperty(error, "code", { value: code, configurable: true });
    return error;
  }
}
