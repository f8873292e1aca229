// MessagePack in the browser: what the server's encoder writes is read as it was meant, what is written can be read by the server, and
// nonsense is an error and nothing else.

import { expect, test } from "bun:test";

import { decode, encode, type Value } from "../src/connector/messages";

const bytesOf = (hex: string): Uint8Array => Uint8Array.fromHex(hex);
const range = (count: number): number[] => [...Array(count).keys()];
const entries = (count: number): Record<string, number> => Object.fromEntries(range(count).map((number) => [String(number), number]));

/** As msgspec.msgpack.encode writes them. */
const GOLDEN: readonly (readonly [Value, string])[] = [
  [0, "00"],
  [1, "01"],
  [127, "7f"],
  [128, "cc80"],
  [255, "ccff"],
  [256, "cd0100"],
  [65_535, "cdffff"],
  [65_536, "ce00010000"],
  [4_294_967_295, "ceffffffff"],
  [4_294_967_296, "cf0000000100000000"],
  [Number.MAX_SAFE_INTEGER, "cf001fffffffffffff"],
  [-1, "ff"],
  [-32, "e0"],
  [-33, "d0df"],
  [-128, "d080"],
  [-129, "d1ff7f"],
  [-32_768, "d18000"],
  [-32_769, "d2ffff7fff"],
  [-2_147_483_648, "d280000000"],
  [-2_147_483_649, "d3ffffffff7fffffff"],
  [-Number.MAX_SAFE_INTEGER, "d3ffe0000000000001"],
  [0.5, "cb3fe0000000000000"],
  [-1.5, "cbbff8000000000000"],
  [1e300, "cb7e37e43c8800759c"],
  [NaN, "cb7ff8000000000000"],
  [Infinity, "cb7ff0000000000000"],
  [-Infinity, "cbfff0000000000000"],
  [null, "c0"],
  [true, "c3"],
  [false, "c2"],
  ["", "a0"],
  ["a".repeat(31), "bf" + "61".repeat(31)],
  ["a".repeat(32), "d920" + "61".repeat(32)],
  ["a".repeat(256), "da0100" + "61".repeat(256)],
  ["a".repeat(65_536), "db00010000" + "61".repeat(65_536)],
  ["ä€😀", "a9c3a4e282acf09f9880"],
  [[], "90"],
  [range(15), "9f000102030405060708090a0b0c0d0e"],
  [range(16), "dc0010000102030405060708090a0b0c0d0e0f"],
  [range(65_536).fill(0), "dd00010000" + "00".repeat(65_536)],
  [[[1, [2]], "x"], "9292019102a178"],
  [{}, "80"],
  [{ a: 1, b: [null] }, "82a16101a16291c0"],
  [entries(16), "de0010a13000a13101a13202a13303a13404a13505a13606a13707a13808a13909a231300aa231310ba231320ca231330da231340ea231350f"],
];

test.each(GOLDEN.map(([value, hex]) => [JSON.stringify(value)?.slice(0, 40), value, hex] as const))("%s is read as the server wrote it", (_name, value, hex) => {
  expect(decode(bytesOf(hex))).toEqual(value as never);
  // Also in the middle of a larger buffer, as a WebSocket may give it.
  const surrounded = bytesOf("ff" + hex + "ff");
  expect(decode(surrounded.subarray(1, -1))).toEqual(value as never);
});

test.each(GOLDEN.map(([value]) => [JSON.stringify(value)?.slice(0, 40), value] as const))("%s is the same after it was written", (_name, value) => {
  expect(decode(encode(value))).toEqual(value as never);
});

test("short values are written as short as the server writes them", () => {
  for (const [value, hex] of GOLDEN) if (hex.length <= 64 && typeof value !== "number") expect(encode(value).toHex().length).toBeLessThanOrEqual(hex.length + 6);
  expect(encode([3, 0, 17]).toHex()).toBe("93030011");
  expect(encode({ key: "Enter", mods: undefined }).toHex()).toBe("81a36b6579a5456e746572");
});

test("floats of 32 bits and binary data are read", () => {
  expect(decode(bytesOf("ca3fc00000"))).toBe(1.5);
  expect(decode(bytesOf("c403010203"))).toEqual(Uint8Array.of(1, 2, 3));
  expect(decode(bytesOf("c5000201ff"))).toEqual(Uint8Array.of(1, 255));
  expect(decode(bytesOf("c60000000101"))).toEqual(Uint8Array.of(1));
});

test("what is no value becomes nil, and what is undefined is left out", () => {
  expect(decode(encode([undefined, () => 1, Symbol.iterator, new Map(), new Date(0), 1n]))).toEqual([null, null, null, null, null, null]);
  expect(decode(encode({ a: undefined, b: null }))).toEqual({ b: null });
  expect(decode(encode(Object.assign(Object.create(null), { a: 1 })))).toEqual({ a: 1 });
});

test("keys mean nothing but themselves", () => {
  const map = decode(bytesOf("82a95f5f70726f746f5f5f01ab636f6e7374727563746f7202")) as Record<string, number>;
  expect(Object.keys(map)).toEqual(["__proto__", "constructor"]);
  expect(Object.getPrototypeOf(map)).toBe(null);
});

test.each(["", "c1", "c7010100", "c801000100", "c90000000101", "d40100", "d5010000", "d60100000000", "d7010000000000000000", "d801" + "00".repeat(16)])("%s is no value", (hex) => {
  expect(() => decode(bytesOf(hex))).toThrow(RangeError);
});

test("whatever is cut off is an error", () => {
  for (const [, hex] of GOLDEN.filter(([, hex]) => hex.length < 600)) {
    for (let length = 0; length < hex.length; length += 2) expect(() => decode(bytesOf(hex.slice(0, length)))).toThrow(RangeError);
    expect(() => decode(bytesOf(hex + "c0"))).toThrow(RangeError);
  }
});

test("lengths that promise more than there is cost nothing", () => {
  for (const hex of ["ddffffffff", "dfffffffff", "dbffffffff61", "c6ffffffff01", "dd7fffffff01"]) expect(() => decode(bytesOf(hex))).toThrow(RangeError);
});

test("depth without end is an error", () => {
  expect(() => decode(new Uint8Array(1_000_000).fill(0x91))).toThrow(RangeError);
});

test("any bytes are a value or an error that says why", () => {
  let seed = 1;
  const random = (): number => (seed = (seed * 48_271) % 2_147_483_647);
  for (let round = 0; round < 5_000; round++) {
    const bytes = Uint8Array.from({ length: random() % 24 }, () => random() % 256);
    try {
      decode(bytes);
    } catch (error) {
      // A TypeError: a key that no text can be made of.
      expect(error instanceof RangeError || error instanceof TypeError).toBe(true);
    }
  }
});
