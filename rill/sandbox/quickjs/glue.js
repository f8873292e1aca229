// What stands between the native binding and the shim: strings in, strings out, because nothing else crosses unharmed.
// The value of this script is one function, `step`, which never throws; the provider holds it and deletes nothing else.
// A result is "more", or one character of status and text: 0 and the outbox in base64, 1 and a failure as JSON.
(function () {
  "use strict";
  const driver = globalThis.__rillDriver;
  delete globalThis.__rillDriver;

  // Kept here, because a guest may replace what the globals hold.
  const evaluate = globalThis.eval;
  const { parse, stringify } = JSON;
  const { getOwnPropertyDescriptor, getPrototypeOf } = Object;
  const readStack = getOwnPropertyDescriptor(Error.prototype, "stack")?.get ?? null;
  const now = Date.now;
  const sliceText = Function.prototype.call.bind(String.prototype.slice);
  // The binding cannot read a string that the engine keeps as a rope; a slice of the whole is not one.
  const flat = (string) => sliceText(string, 0);

  let isFirst = true;
  let isSettled = false;
  let rounds = 0;
  const ROUNDS_MAX = 10000;

  // Own and inherited data properties only, and the engine's own accessor of `stack`. (A proxy cannot be told from here;
  // this provider is for trusted code.)
  function read(object, key) {
    for (let holder = object, hops = 0; holder !== null && hops < 32; holder = getPrototypeOf(holder), hops++) {
      const property = getOwnPropertyDescriptor(holder, key);
      if (property) return "value" in property ? property.value : property.get === readStack ? object.stack : undefined;
    }
    return undefined;
  }

  function text(value) {
    if (typeof value === "string") return value;
    if (typeof value === "symbol") return "a symbol";
    if (typeof value === "bigint") return "a BigInt";
    if (typeof value === "function") return "a function";
    return value !== null && typeof value === "object" ? "an object" : "" + value;
  }

  // Codes that only a provider gives: a guest cannot claim them by throwing something.
  const PROVIDER_CODES = ["memory", "stack", "deadline", "outbox", "values", "extensions", "depth", "trap", "broken", "internal"];

  function codeOf(name, message, own) {
    // What the shim says of a message that does not decode, which is the host's fault.
    if (/^(?:malformed message|message) from the host/.test(message)) return "internal";
    if (name === "RangeError" && message === "Maximum call stack size exceeded") return "stack";
    if (name === "InternalError" && message === "stack overflow") return "stack";
    if (name === "InternalError" && message === "out of memory") return "memory";
    if (name === "RangeError") {
      const limit = /^outbox exceeds (outbox|values|extensions)_max=/.exec(message);
      if (limit) return limit[1];
    }
    // The code that the core gave an error of its own.
    const isOwn = typeof own === "string" && /^[a-z_]{1,64}$/.test(own) && !PROVIDER_CODES.includes(own);
    return isOwn ? own : "exception";
  }

  function fail(error, code) {
    const isObject = error !== null && typeof error === "object";
    let message = isObject ? read(error, "message") : error;
    if (isObject && message === undefined) message = "an object without a message was thrown";
    message = text(message);
    const name = isObject ? text(read(error, "name") ?? "Error") : "";
    const stack = isObject ? read(error, "stack") : "";
    return "1" + stringify({
      name: sliceText(name, 0, 64),
      message: sliceText(message, 0, 1300),
      stack: sliceText(typeof stack === "string" ? stack : "", 0, 1100),
      // Without room for an error the engine throws null.
      code: code ?? (error === null ? "memory" : codeOf(name, message, isObject ? read(error, "code") : undefined)),
    });
  }

  function begin() {
    isSettled = false;
    rounds = 0;
    return "more";
  }

  const steps = {
    create(config) {
      const { clock_ms, seed_low, seed_high, ...limits } = parse(config);
      driver.limits(limits);
      driver.clock(clock_ms);
      Math.random = generator(seed_low, seed_high);
      const origin = clock_ms;
      globalThis.performance = { now: () => now() - origin, timeOrigin: origin };
      return "0";
    },
    load(name, source) {
      const value = evaluate(source);
      if (isFirst) isFirst = false;
      else driver.load(value, name);
      return begin();
    },
    turn(message) {
      driver.turn(message);
      return begin();
    },
    pump(jobs, errors) {
      if (isSettled && jobs === 0) return "0" + driver.finishBase64();
      for (const message of parse(errors)) driver.threw(new Error(message));
      if (++rounds > ROUNDS_MAX) return fail(new Error("the turn did not settle"), "rounds");
      isSettled = !driver.pump();
      return "more";
    },
  };

  // xoshiro128**, seeded by splitmix32: 53 bits from two draws.
  function generator(low, high) {
    let seed = low ^ Math.imul(high, 0x9e3779b1);
    const state = new Uint32Array(4);
    for (let i = 0; i < 4; i++) {
      seed = (seed + 0x9e3779b9) | 0;
      let z = Math.imul(seed ^ (seed >>> 16), 0x85ebca6b);
      z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
      state[i] = z ^ (z >>> 16);
    }
    const rotate = (x, by) => (x << by) | (x >>> (32 - by));
    const draw = () => {
      const result = Math.imul(rotate(Math.imul(state[1], 5), 7), 9) >>> 0;
      const shifted = state[1] << 9;
      state[2] ^= state[0];
      state[3] ^= state[1];
      state[1] ^= state[2];
      state[0] ^= state[3];
      state[2] ^= shifted;
      state[3] = rotate(state[3], 11);
      return result;
    };
    return function random() {
      return ((draw() >>> 5) * 67108864 + (draw() >>> 6)) / 9007199254740992;
    };
  }

  return function step(name, first, second) {
    try {
      return flat(steps[name](first, second));
    } catch (error) {
      return flat(fail(error));
    }
  };
})();
