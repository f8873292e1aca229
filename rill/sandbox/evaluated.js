// What the glue of every provider shares that evaluates the shim (docs/guest-abi.md, section 6): describing a failure without running
// a guest's code, and the seeded random generator. Leaves one global, `__rillGlue`, which the provider's glue takes and deletes.
(function () {
  "use strict";
  // Kept here, because a guest may replace what the globals hold.
  const { stringify } = JSON;
  const { getOwnPropertyDescriptor, getPrototypeOf } = Object;
  const sliceText = Function.prototype.call.bind(String.prototype.slice);

  // Own and inherited data properties only, and the stack as the engine has it. (A proxy cannot be told from here; these providers
  // are for trusted code.)
  function read(object, key, readStack) {
    if (key === "stack") {
      const stack = readStack(object);
      if (stack !== undefined) return stack;
    }
    for (let holder = object, hops = 0; holder !== null && hops < 32; holder = getPrototypeOf(holder), hops++) {
      const property = getOwnPropertyDescriptor(holder, key);
      if (property) return "value" in property ? property.value : undefined;
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
    if (name === "RangeError" && message === "Array buffer allocation failed") return "memory";
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

  // A failure as JSON. `readStack` reads the engine's own stack of an error, or gives undefined.
  function describe(error, code, readStack) {
    const isObject = error !== null && typeof error === "object";
    let message = isObject ? read(error, "message", readStack) : error;
    if (isObject && message === undefined) message = "an object without a message was thrown";
    message = text(message);
    const name = isObject ? text(read(error, "name", readStack) ?? "Error") : "";
    const stack = isObject ? read(error, "stack", readStack) : "";
    return stringify({
      name: sliceText(name, 0, 64),
      message: sliceText(message, 0, 1300),
      stack: sliceText(typeof stack === "string" ? stack : "", 0, 1100),
      code: code ?? codeOf(name, message, isObject ? read(error, "code", readStack) : undefined),
    });
  }

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

  globalThis.__rillGlue = { describe, generator, sliceText, ROUNDS_MAX: 10000 };
})();
