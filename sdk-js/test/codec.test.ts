import { expect, test } from "bun:test";

import { fromBase64, toBase64 } from "../src/shim/base64";
import { decode } from "../src/shim/decoder";
import { Encoder, type EncoderLimits } from "../src/shim/encoder";
import { TestRandom } from "./random";

const LIMITS: EncoderLimits = { outbox_max: 1 << 20, values_max: 10_000, extensions_max: 100, depth_max: 8 };
const none = (): never => { throw new Error("no functions here"); };

function encoder(limits: Partial<EncoderLimits> = {}, intern: (fn: unknown) => number = none): Encoder {
  return new Encoder({ ...LIMITS, ...limits }, { bytes: 0, values: 0, extensions: 0 }, intern);
}

function bytesOf(value: unknown, limits: Partial<EncoderLimits> = {}): Uint8Array {
  const target = encoder(limits);
  target.append(value);
  return target.bytes.slice(0, target.size);
}

const hex = (value: unknown): string => Buffer.from(bytesOf(value)).toString("hex");
const roundTrip = (value: unknown): unknown => decode(bytesOf(value), none);

test("values take the shortest form of MessagePack", () => {
  expect(hex(0)).toBe("00");
  expect(hex(127)).toBe("7f");
  expect(hex(128)).toBe("cc80");
  expect(hex(65_536)).toBe("ce00010000");
  expect(hex(2 ** 32)).toBe("cf0000000100000000");
  expect(hex(-32)).toBe("e0");
  expect(hex(-33)).toBe("d0df");
  expect(hex(-(2 ** 33))).toBe("d3fffffffe00000000");
  expect(hex(-0)).toBe("cb8000000000000000");
  expect(hex(NaN)).toBe("cb7ff8000000000000");
  expect(hex(1.5)).toBe("cb3ff8000000000000");
  expect(hex(2 ** 53)).toBe("cb4340000000000000");
  expect(hex("\u00e9\ud800")).toBe("a5c3a9efbfbd");
  expect(hex([null, true, false, undefined])).toBe("94c0c3c2d40000");
  expect(hex({ a: 1 })).toBe("81a16101");
  expect(hex(new Uint8Array([1, 2]))).toBe("c4020102");
  expect(hex(255n)).toBe("d5066666");
  expect(hex(-1n)).toBe("d5062d31");
  expect(hex(new Date(0))).toBe("d7020000000000000000");
});

test("every type comes back as it was", () => {
  const shared = [
    0, 1, -1, 23.25, 2 ** 53 - 1, -(2 ** 53 - 1), Infinity, -Infinity, NaN, -0, "", "x".repeat(70_000), "\u{1f600}", true, null, undefined,
    [], [[], {}], { a: { b: [1] } }, new Date(-1), new Map<unknown, unknown>([[{ k: 1 }, [2]], ["x", undefined]]), new Set([1, "a"]), 0n, -(2n ** 200n),
    new ArrayBuffer(3), new Int16Array([-2, 5]), new Float64Array([0.1]), new BigUint64Array([2n ** 63n]), new Uint8ClampedArray([300]), new Uint8Array(300),
  ];
  for (const value of shared) expect(roundTrip(value)).toEqual(value as never);
  const error = roundTrip(Object.assign(new TypeError("m", { cause: { deep: 1 } }), { stack: "at x" })) as Error;
  expect([error.name, error.message, error.stack, error.cause]).toEqual(["TypeError", "m", "at x", { deep: 1 }]);
  expect(Object.hasOwn(roundTrip(new Error("x")) as object, "cause")).toBe(false);
});

test("own enumerable string keys cross, names that reach prototypes do not", () => {
  const value = JSON.parse('{"__proto__": 1, "constructor": 2, "prototype": 3, "a": 4}') as object;
  Object.defineProperty(value, "hidden", { value: 1, enumerable: false });
  (value as Record<symbol, unknown>)[Symbol("s")] = 1;
  expect(roundTrip(value)).toEqual({ a: 4 });
  class Point { x = 1; get y() { return 2; } toJSON() { return "never"; } }
  expect(roundTrip(new Point())).toEqual({ x: 1 });
});

test("functions cross as ids and come back as what the table has", () => {
  const fn = () => 1;
  const target = encoder({}, () => 258);
  target.append({ fn });
  const bytes = target.bytes.slice(0, target.size);
  expect(Buffer.from(bytes).toString("hex")).toBe("81a2666ed60100000102");
  expect(decode(bytes, (id) => (id === 258 ? fn : undefined))).toEqual({ fn });
});

test("what cannot cross is a TypeError that names the path, and leaves nothing behind", () => {
  const cycle: unknown[] = [1];
  cycle.push({ back: cycle });
  let deep: unknown = 1;
  for (let i = 0; i < 9; i++) deep = [deep];
  const target = encoder();
  target.append("before");
  const { size } = target;
  for (const [value, message] of [
    [cycle, "cannot send a cycle at [1].back"],
    [{ a: [Symbol("s")] }, "cannot send a symbol at .a[0]"],
    [Symbol("s"), "cannot send a symbol at the value itself"],
    [deep, "cannot send a value nested too deep at [0][0][0][0][0][0][0][0]"],
    [[new Date(NaN)], "cannot send a Date outside the years 1 to 9999 at [0]"],
    [{ n: 16n ** 4_097n }, "cannot send a BigInt of more than 4096 digits at .n"],
  ] as const) {
    expect(() => target.append(value)).toThrow(new TypeError(message));
    expect(target.size).toBe(size);
  }
  expect(() => target.append({ get x() { target.append(1); return 1; } })).toThrow("append was called by a getter");
  expect(() => target.append({ get x() { throw new Error("mine"); } })).toThrow("mine");
  expect(target.size).toBe(size);
});

test("each limit holds to the value, and what was refused counts for nothing", () => {
  expect(bytesOf([1, 2, 3], { values_max: 4 })).toHaveLength(4);
  expect(() => bytesOf([1, 2, 3], { values_max: 3 })).toThrow(new RangeError("outbox exceeds values_max=3"));
  expect(() => bytesOf(new Array(2 ** 32 - 1), { values_max: 1_000 })).toThrow("values_max=1000");
  expect(bytesOf([1n, 1n], { extensions_max: 2 })).toHaveLength(7);
  expect(() => bytesOf([1n, 1n, 1n], { extensions_max: 2 })).toThrow("extensions_max=2");
  expect(bytesOf("x".repeat(8), { outbox_max: 9 })).toHaveLength(9);
  expect(() => bytesOf("x".repeat(9), { outbox_max: 9 })).toThrow("outbox_max=9");
  const counts = { bytes: 0, values: 0, extensions: 0 };
  const target = new Encoder({ ...LIMITS, values_max: 3 }, counts, none);
  target.append(1);
  expect(() => target.append([1, 2, 3])).toThrow("values_max");
  expect(counts).toEqual({ bytes: 1, values: 1, extensions: 0 });
  target.clear();
  expect(counts).toEqual({ bytes: 0, values: 0, extensions: 0 });
});

test("malformed bytes are a TypeError or RangeError, never another error and never a hang", () => {
  const random = new TestRandom(99);
  const good = bytesOf({ a: [1, "x", new Map([[1, new Set([2n])]]), new Error("e"), new Int8Array(3)], b: undefined, d: new Date(3) });
  for (let round = 0; round < 5_000; round++) {
    const bytes = good.slice(0, random.below(4) === 0 ? random.below(good.length) : good.length);
    for (let changes = 1 + random.below(4); changes > 0 && bytes.length > 0; changes--) bytes[random.below(bytes.length)] = random.below(256);
    try {
      decode(bytes, () => undefined);
    } catch (error) {
      expect(error instanceof TypeError || error instanceof RangeError).toBe(true);
    }
  }
  for (const bytes of [[], [0xc1], [0xdd, 0xff, 0xff, 0xff, 0xff], [0xdb, 0xff, 0xff, 0xff, 0xff], [0x81, 0x01, 0x02], [0xd4, 0x63, 0x00], [0x01, 0x01]]) {
    expect(() => decode(new Uint8Array(bytes), none)).toThrow(TypeError);
  }
  expect(() => decode(new Uint8Array(1_000).fill(0x91), none)).toThrow("nested too deep");
});

test("base64 goes both ways at every length", () => {
  for (let length = 0; length < 70; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + length) & 255);
    expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
    expect(fromBase64(toBase64(bytes))).toEqual(bytes);
  }
  expect(toBase64(new Uint8Array(20_000))).toBe(Buffer.from(new Uint8Array(20_000)).toString("base64"));
  expect(() => fromBase64("a*")).toThrow(TypeError);
});
