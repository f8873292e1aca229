// Base64, for providers whose engine has no channel for bytes (RFC 4648, with padding).

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUES = new Uint8Array(128).fill(255);
for (let i = 0; i < ALPHABET.length; i++) VALUES[ALPHABET.charCodeAt(i)] = i;
const PIECE = 8_192;

export function toBase64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  let piece = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const bits = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    piece += ALPHABET[bits >> 18]! + ALPHABET[(bits >> 12) & 63]!;
    piece += i + 1 < bytes.length ? ALPHABET[(bits >> 6) & 63]! : "=";
    piece += i + 2 < bytes.length ? ALPHABET[bits & 63]! : "=";
    // Short pieces: some engines copy the whole string at each +=.
    if (piece.length >= PIECE) {
      pieces.push(piece);
      piece = "";
    }
  }
  pieces.push(piece);
  return pieces.join("");
}

export function fromBase64(text: string): Uint8Array {
  let { length } = text;
  while (length > 0 && text.charCodeAt(length - 1) === 61) length--;
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  let bits = 0;
  let count = 0;
  let at = 0;
  for (let i = 0; i < length; i++) {
    const value = VALUES[text.charCodeAt(i)] ?? 255;
    if (value === 255) throw new TypeError("malformed message from the host: not base64");
    bits = ((bits << 6) | value) & 0xff_ffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes[at++] = (bits >> count) & 0xff;
    }
  }
  return bytes;
}
