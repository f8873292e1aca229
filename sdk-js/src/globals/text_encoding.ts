// TextEncoder and TextDecoder for UTF-8, the only encoding of a guest. The decoder follows the WHATWG Encoding Standard: maximal
// subparts become one U+FFFD each, `fatal` throws instead, a BOM is dropped unless asked for, and `stream` keeps a cut sequence.

export class TextEncoder {
  get encoding(): string {
    return "utf-8";
  }

  encode(input: unknown = ""): Uint8Array {
    const text = String(input);
    const bytes = new Uint8Array(text.length * 3);
    return bytes.slice(0, this.encodeInto(text, bytes).written);
  }

  encodeInto(input: unknown, destination: Uint8Array): { read: number; written: number } {
    const text = String(input);
    let read = 0;
    let written = 0;
    while (read < text.length) {
      let point = text.codePointAt(read)!;
      const units = point > 0xffff ? 2 : 1;
      if (point >= 0xd800 && point <= 0xdfff) point = 0xfffd;
      const size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
      if (written + size > destination.length) break;
      if (size === 1) destination[written] = point;
      else {
        for (let i = size - 1; i > 0; i--) {
          destination[written + i] = 0x80 | (point & 0x3f);
          point >>= 6;
        }
        destination[written] = (0xff00 >> size) | point;
      }
      written += size;
      read += units;
    }
    return { read, written };
  }
}

const NO_BYTES = new Uint8Array(0);
// Strings are built from pieces of this many UTF-16 units: far below the arguments that one call may have.
const PIECE_UNITS = 4_096;

export class TextDecoder {
  readonly fatal: boolean;
  readonly ignoreBOM: boolean;
  private rest = NO_BYTES;
  private started = false;

  constructor(label: unknown = "utf-8", options: { fatal?: boolean; ignoreBOM?: boolean } = {}) {
    const name = String(label).trim().toLowerCase();
    if (!/^(unicode-1-1-utf-8|unicode11utf8|unicode20utf8|utf-?8|x-unicode20utf8)$/.test(name)) {
      throw new RangeError(`TextDecoder knows only utf-8, got '${name.slice(0, 40)}'`);
    }
    this.fatal = Boolean(options.fatal);
    this.ignoreBOM = Boolean(options.ignoreBOM);
  }

  get encoding(): string {
    return "utf-8";
  }

  decode(input?: ArrayBuffer | ArrayBufferView, options: { stream?: boolean } = {}): string {
    let bytes = bytesOf(input);
    if (this.rest.length > 0) {
      const joined = new Uint8Array(this.rest.length + bytes.length);
      joined.set(this.rest);
      joined.set(bytes, this.rest.length);
      bytes = joined;
      this.rest = NO_BYTES;
    }
    const stream = Boolean(options.stream);
    const pieces: string[] = [];
    let units: number[] = [];
    let at = 0;
    while (at < bytes.length) {
      const lead = bytes[at]!;
      if (lead < 0x80) {
        units.push(lead);
        at++;
      } else {
        const size = lead >= 0xc2 && lead <= 0xdf ? 2 : (lead & 0xf0) === 0xe0 ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
        let point = size === 0 ? -1 : lead & (0x7f >> size);
        let used = 1;
        while (used < size && point >= 0) {
          if (at + used >= bytes.length) {
            if (stream) {
              this.rest = bytes.slice(at);
              used = -1;
            } else point = -1;
            break;
          }
          const byte = bytes[at + used]!;
          // The second byte's range shuts out overlong forms, surrogates and what lies above U+10FFFF.
          const low = used === 1 ? (lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80) : 0x80;
          const high = used === 1 ? (lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf) : 0xbf;
          if (byte < low || byte > high) point = -1;
          else {
            point = (point << 6) | (byte & 0x3f);
            used++;
          }
        }
        if (used < 0) break;
        at += used;
        if (point < 0) {
          if (this.fatal) {
            this.started = false;
            throw new TypeError("TextDecoder: the bytes are not valid utf-8");
          }
          units.push(0xfffd);
        } else if (point > 0xffff) units.push(0xd800 + ((point - 0x1_0000) >> 10), 0xdc00 + (point & 0x3ff));
        else units.push(point);
      }
      if (units.length >= PIECE_UNITS) {
        pieces.push(String.fromCharCode(...units));
        units = [];
      }
    }
    pieces.push(String.fromCharCode(...units));
    let text = pieces.join("");
    if (!this.started && text.length > 0) {
      this.started = true;
      if (!this.ignoreBOM && text.charCodeAt(0) === 0xfeff) text = text.slice(1);
    }
    if (!stream) this.started = false;
    return text;
  }
}

function bytesOf(input: unknown): Uint8Array<ArrayBuffer> {
  if (input === undefined) return NO_BYTES;
  if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer as ArrayBuffer, input.byteOffset, input.byteLength);
  if (input instanceof ArrayBuffer) return new Uint8Array(input);
  throw new TypeError("TextDecoder.decode expects an ArrayBuffer or a view of one");
}
