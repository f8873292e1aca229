// MessagePack, as far as the web protocol uses it: no extensions, and maps have strings as keys. What comes in is bounded by what is
// there: a length that promises more than the message holds is an error, never an allocation.

export type Value = null | boolean | number | string | Uint8Array | readonly Value[] | { readonly [key: string]: Value };

const latin1 = new TextDecoder("latin1");
const utf8 = new TextDecoder();
const encoder = new TextEncoder();

/** Decode one message. Throws on what is cut off, has something after it, or is no value. */
export function decode(bytes: Uint8Array): Value {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  // All bytes as characters: a string that is plain ASCII is a piece of it, which is far quicker than a decoder for each.
  const characters = latin1.decode(bytes);
  let offset = 0;

  /** Go on by a number of bytes; where they begin. */
  const take = (length: number): number => {
    const start = offset;
    offset += length;
    if (offset > bytes.length) throw RangeError("cut off");
    return start;
  };
  /** An unsigned number of 1, 2, 4 or 8 bytes. Ids and counts fit; beyond 2**53 it is the nearest number. */
  const unsigned = (size: number): number => {
    let value = 0;
    for (let at = take(size); at < offset; at++) value = value * 256 + bytes[at]!;
    return value;
  };
  const signed = (size: number): number => {
    const value = unsigned(size);
    const half = 2 ** (size * 8 - 1);
    return value < half ? value : value - 2 * half;
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
    while (length--) {
      const key = next();
      values[key as string] = next();
    }
    return values;
  };
  const next = (): Value => {
    const code = bytes[take(1)]!;
    if (code < 0x80) return code;
    if (code < 0x90) return map(code & 15);
    if (code < 0xa0) return list(code & 15);
    if (code < 0xc0) return text(code & 31);
    if (code > 0xdf) return code - 256;
    switch (code) {
      case 0xc0:
        return null;
      case 0xc2:
      case 0xc3:
        return code === 0xc3;
      case 0xc4:
      case 0xc5:
      case 0xc6: {
        const start = take(unsigned(1 << (code - 0xc4)));
        return bytes.slice(start, offset);
      }
      case 0xca:
        return view.getFloat32(take(4));
      case 0xcb:
        return view.getFloat64(take(8));
      case 0xcc:
      case 0xcd:
      case 0xce:
      case 0xcf:
        return unsigned(1 << (code - 0xcc));
      case 0xd0:
      case 0xd1:
      case 0xd2:
        return signed(1 << (code - 0xd0));
      case 0xd3:
        return signed(4) * 2 ** 32 + unsigned(4);
      case 0xd9:
      case 0xda:
      case 0xdb:
        return text(unsigned(1 << (code - 0xd9)));
      case 0xdc:
      case 0xdd:
        return list(unsigned(2 << (code - 0xdc)));
      case 0xde:
      case 0xdf:
        return map(unsigned(2 << (code - 0xde)));
    }
    throw TypeError("no value begins with " + code);
  };

  const value = next();
  if (offset < bytes.length) throw RangeError("more than one value");
  return value;
}

/** Encode one message. An undefined entry of an object is left out; else what is not a value (a function, a DOM node) becomes nil. */
export function encode(value: unknown): Uint8Array<ArrayBuffer> {
  const out: number[] = [];

  /** A code and a number of 1, 2, 4 or 8 bytes after it. */
  const number = (code: number, size: number, write: (view: DataView) => void): void => {
    const view = new DataView(new ArrayBuffer(size));
    write(view);
    out.push(code, ...new Uint8Array(view.buffer));
  };
  /** The head of a string, list or map: in one byte if it is short, else `long` with 16 bits or the code after it with 32. */
  const head = (length: number, short: number, shortMax: number, long: number): void => {
    if (length <= shortMax) out.push(short + length);
    else if (length < 65536) number(long, 2, (view) => view.setUint16(0, length));
    else number(long + 1, 4, (view) => view.setUint32(0, length));
  };
  const write = (value: unknown): void => {
    if (typeof value === "number") {
      if (Number.isInteger(value) && value >= -32 && value < 128) out.push(value & 255);
      else if (value >>> 0 === value) number(0xce, 4, (view) => view.setUint32(0, value));
      else if (value >> 0 === value) number(0xd2, 4, (view) => view.setInt32(0, value));
      else number(0xcb, 8, (view) => view.setFloat64(0, value));
    } else if (typeof value === "string") {
      const bytes = encoder.encode(value);
      head(bytes.length, 0xa0, 31, 0xda);
      for (const byte of bytes) out.push(byte);
    } else if (typeof value === "boolean") out.push(value ? 0xc3 : 0xc2);
    else if (Array.isArray(value)) {
      head(value.length, 0x90, 15, 0xdc);
      value.forEach(write);
    } else if (value && (Object.getPrototypeOf(value) ?? Object.prototype) === Object.prototype) {
      const entries = Object.entries(value).filter(([, held]) => held !== undefined);
      head(entries.length, 0x80, 15, 0xde);
      entries.flat().forEach(write);
    } else out.push(0xc0);
  };

  write(value);
  return Uint8Array.from(out);
}
