// Numbers of the value codec (docs/guest-abi.md, section 5), for the encoder and the decoder.

export const EXT_UNDEFINED = 0;
export const EXT_FUNCTION = 1;
export const EXT_DATE = 2;
export const EXT_ERROR = 3;
export const EXT_MAP = 4;
export const EXT_SET = 5;
export const EXT_BIGINT = 6;
export const EXT_ARRAY_BUFFER = 7;
export const EXT_TYPED_ARRAY = 8;

/** Element types of typed arrays, by their place: ELEMENT_TYPES[1] has number 1. Uint8Array crosses as bin. */
export const ELEMENT_TYPES = [
  null, Int8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, BigInt64Array,
  BigUint64Array, DataView,
] as const;

/** Milliseconds of 0001-01-01 and of 10000-01-01: the days that a host can hold. */
export const DATE_MS_MIN = -62_135_596_800_000;
export const DATE_MS_END = 253_402_300_800_000;

/** Hexadecimal digits of a BigInt: 16 Kbit, more than any cryptographic key. */
export const BIGINT_DIGITS_MAX = 4_096;

export function isForbiddenKey(key: string): boolean {
  return key === "__proto__" || key === "constructor" || key === "prototype";
}
