// MessagePack, as far as the web protocol uses it: no extensions, and maps have strings as keys. What comes in is bounded by what is
// there: a length that promises more than the message holds is an error, never an allocation.

export type Value = null | boolean | number | string | Uint8Array | readonly Value[] | { readonly [key: string]: Value };

export const latin1 = new TextDecoder("latin1");
const utf8 = new TextDecoder();
const encoder = new TextEncoder();

/** Decode one message. Throws on what is cut off, has something after it, or is no value. */
export function decode(bytes: Uint8Array): Value {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  // All bytes as characters: a string that is plain ASCII is a piece of it, which is far quicker than a decoder for each.
  const characters = latin1.decode(bytes);
  let offset = 0;

  /** Go on by a number of bytes. Returns where they begin. */
  const take = (length: number): number => {
    const start = offset;
    offset += length;
    if (offset > bytes.length) throw RangeError("cut off");
    return start;
  };
  /** An integer of some bytes. With `sign` 128 the first one has a sign. Beyond 2**53 it is the nearest number. */
  const integer = (size: number, sign = 0): number => {
    let at = take(size);
    let value = bytes[at++]!;
    if (value & sign) value -= 256;
    while (at < offset) value = value * 256 + bytes[at++]!;
    return value;
  };
  const text = (length: number): string => {
    const start = take(length);
    const plain = characters.slice(start, offset);
    return /[^\0-\x7f]/.test(plain) ? utf8.decode(bytes.subarray(start, offset)) : plain;
  };
  const list = (length: number): Value[] => {
    const values: Value[] = [];
    while (length--) values.push(next());
    return values;
  };
  const map = (length: number): Value => {
    // Without a prototype, so that no key means anything but itself.
    const values: Record<string, Value> = Object.create(null);
    while (length--) values[next() as string] = next();
    return values;
  };
  // From the highest code down. The last two bits of a code say how long the length or the integer after it is.
  const next = (): Value => {
    const code = bytes[take(1)]!;
    const size = 1 << (code & 3);
    if (code > 0xdf) return code - 256;
    if (code > 0xdd) return map(integer(size / 2));
    if (code > 0xdb) return list(integer(size * 2));
    if (code > 0xd8) return text(integer(size / 2));
    if (code > 0xcf && code < 0xd4) return integer(size, 128);
    if (code > 0xcb && code < 0xd0) return integer(size);
    if (code === 0xcb) return view.getFloat64(take(8));
    if (code === 0xca) return view.getFloat32(take(4));
    if (code > 0xc3 && code < 0xc7) {
      const start = take(integer(size));
      return bytes.slice(start, offset);
    }
    if (code > 0xc1 && code < 0xc4) return code > 0xc2;
    if (code === 0xc0) return null;
    if (code > 0xbf) throw RangeError("no value: " + code);
    if (code > 0x9f) return text(code & 31);
    if (code > 0x8f) return list(code & 15);
    return code > 0x7f ? map(code & 15) : code;
  };

  const value = next();
  if (offset < bytes.length) throw RangeError("too long");
  return value;
}

/** Encode one message. An undefined entry of an object is left out; else what is not a value (a function, a DOM node) becomes nil. */
export function encode(value: unknown): Uint8Array<ArrayBuffer> {
  const out: number[] = [];

  /** A code and eight bytes after it. */
  const number = (code: number, write: (view: DataView) => void): void => {
    const view = new DataView(new ArrayBuffer(8));
    write(view);
    out.push(code, ...new Uint8Array(view.buffer));
  };
  /** The head of a string, list or map: in one byte if it is short, else a code with 32 bits of length. */
  const head = (length: number, short: number, shortMax: number, long: number): void => {
    if (length <= shortMax) out.push(short + length);
    else out.push(long, length >> 24, length >> 16, length >> 8, length);
  };
  const write = (value: unknown): void => {
    if (typeof value === "number") {
      if (!Number.isSafeInteger(value)) number(0xcb, (view) => view.setFloat64(0, value));
      else if (value > 127 || value < -32) number(0xd3, (view) => view.setBigInt64(0, BigInt(value)));
      else out.push(value);
    } else if (typeof value === "string") {
      const bytes = encoder.encode(value);
      head(bytes.length, 0xa0, 31, 0xdb);
      for (const byte of bytes) out.push(byte);
    } else if (typeof value === "boolean") out.push(value ? 0xc3 : 0xc2);
    else if (Array.isArray(value)) {
      head(value.length, 0x90, 15, 0xdd);
      value.forEach(write);
    } else if (value && (Object.getPrototypeOf(value) ?? Object.prototype) === Object.prototype) {
      const entries = Object.entries(value).filter(([, held]) => held !== undefined);
      head(entries.length, 0x80, 15, 0xdf);
      entries.flat().forEach(write);
    } else out.push(0xc0);
  };

  write(value);
  // Each number is stored as its lowest eight bits.
  return Uint8Array.from(out);
}
