// UTF-8 of strings, for engines of which nothing but ECMAScript may be expected. Lone surrogates become U+FFFD.

/** Bytes that a string takes in UTF-8. */
export function utf8Size(text: string): number {
  let size = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) size += 1;
    else if (unit < 0x800) size += 2;
    else if ((unit & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      size += 4;
      i++;
    } else size += 3; // a lone surrogate becomes U+FFFD, which takes 3 as well
  }
  return size;
}

/** Write a string's UTF-8 at `at`; the room of `utf8Size` is there. Returns where it ends. */
export function writeUtf8(text: string, bytes: Uint8Array, at: number): number {
  for (let i = 0; i < text.length; i++) {
    let point = text.charCodeAt(i);
    if (point < 0x80) {
      bytes[at++] = point;
      continue;
    }
    if ((point & 0xf800) === 0xd800) {
      const next = text.charCodeAt(i + 1);
      if (point < 0xdc00 && (next & 0xfc00) === 0xdc00) {
        point = 0x1_0000 + ((point & 0x3ff) << 10) + (next & 0x3ff);
        i++;
      } else point = 0xfffd;
    }
    if (point < 0x800) bytes[at++] = 0xc0 | (point >> 6);
    else {
      if (point < 0x1_0000) bytes[at++] = 0xe0 | (point >> 12);
      else {
        bytes[at++] = 0xf0 | (point >> 18);
        bytes[at++] = 0x80 | ((point >> 12) & 0x3f);
      }
      bytes[at++] = 0x80 | ((point >> 6) & 0x3f);
    }
    bytes[at++] = 0x80 | (point & 0x3f);
  }
  return at;
}

// Strings are built from pieces of this many units: far below the arguments that one call may have.
const PIECE_UNITS = 4_096;

/** Read UTF-8 that a host wrote. Throws a TypeError if it is not valid. */
export function readUtf8(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  let units: number[] = [];
  let at = start;
  while (at < end) {
    const lead = bytes[at++]!;
    if (lead < 0x80) units.push(lead);
    else {
      const rest = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
      let point = lead & (0x3f >> rest);
      if (lead < 0xc2 || lead > 0xf4 || at + rest > end) throw new TypeError("malformed message from the host: a string is not UTF-8");
      for (let i = 0; i < rest; i++) {
        const byte = bytes[at++]!;
        if ((byte & 0xc0) !== 0x80) throw new TypeError("malformed message from the host: a string is not UTF-8");
        point = (point << 6) | (byte & 0x3f);
      }
      if (point > 0xffff) units.push(0xd7c0 + (point >> 10), 0xdc00 + (point & 0x3ff));
      else units.push(point);
    }
    if (units.length >= PIECE_UNITS) {
      text += String.fromCharCode(...units);
      units = [];
    }
  }
  return text + String.fromCharCode(...units);
}
