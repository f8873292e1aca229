// What stands between an isolate and the shim. The value of this script is an array of functions that never throw, and that the
// provider calls by their places: create, load, grow, turn, pump. A result is a text, which is a failure as JSON; bytes, the outbox or
// a buffer; or a number, which says that there is more to do.
(function () {
  "use strict";
  const driver = globalThis.__rillDriver;
  const { describe, generator, ROUNDS_MAX } = globalThis.__rillGlue;
  delete globalThis.__rillDriver;
  delete globalThis.__rillGlue;
  // What the bridge's context has not: compilers and tables of the machine, other clocks than the session's, and a way to block the
  // thread, where there is no other one to wait for.
  for (const name of ["Atomics", "Intl", "Temporal", "WebAssembly", "console"]) delete globalThis[name];
  delete Date.prototype.toTemporalInstant;

  // Kept here, because a guest may replace what the globals hold.
  const evaluate = globalThis.eval;
  const EngineError = Error;
  const { parse } = JSON;
  const { apply } = Reflect;
  const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf, hasOwn } = Object;
  const stackGetter = getOwnPropertyDescriptor(new Error(), "stack").get;
  const now = Date.now;

  const MORE = 0;
  // Empty while a unit is loaded: nothing leaves a guest then.
  const EMPTY = new Uint8Array(0);
  // A message lies behind its length, four bytes in this machine's order.
  const HEAD_BYTES = 4;

  let inbox = new Uint8Array(0);
  let inboxHead = new Uint32Array(0);
  let isFirst = true;
  let isLoading = true;
  // Once settled, further calls of `pump` in the same round trip have nothing to do.
  let isDone = false;
  let quietPumps = 0;
  let rounds = 0;

  // The own accessor that the engine gives to every error. It writes the text when it is asked: name and message first, which may be
  // getters of the guest's, and the rest by a function of the guest's, if there is one.
  function readStack(error) {
    const own = getOwnPropertyDescriptor(error, "stack");
    if (own === undefined || own.get !== stackGetter) return undefined;
    if (!isPlain(error, "name") || !isPlain(error, "message")) return "";
    try {
      if (hasOwn(EngineError, "prepareStackTrace")) {
        defineProperty(EngineError, "prepareStackTrace", { value: undefined, writable: true, configurable: true });
      }
    } catch {
      return "";
    }
    return apply(stackGetter, error, []);
  }

  function isPlain(object, key) {
    for (let holder = object, hops = 0; holder !== null && hops < 32; holder = getPrototypeOf(holder), hops++) {
      const property = getOwnPropertyDescriptor(holder, key);
      if (property) return "value" in property && (typeof property.value !== "object" || property.value === null);
    }
    return true;
  }

  function fail(error, code) {
    isDone = true;
    return describe(error, code, readStack);
  }

  function begin() {
    isDone = false;
    quietPumps = 0;
    rounds = 0;
    return MORE;
  }

  const guarded = (step) => (first, second) => {
    try {
      return step(first, second);
    } catch (error) {
      return fail(error);
    }
  };

  function create(config) {
    const { clock_ms, seed_low, seed_high, ...limits } = parse(config);
    driver.limits(limits);
    driver.clock(clock_ms);
    Math.random = generator(seed_low, seed_high);
    const origin = clock_ms;
    globalThis.performance = { now: () => now() - origin, timeOrigin: origin };
    return EMPTY;
  }

  function load(name, source) {
    begin();
    const value = evaluate(source + "\n//# sourceURL=" + name);
    if (isFirst) isFirst = false;
    else driver.load(value, name);
    return MORE;
  }

  // Where messages lie from now on.
  function grow(size) {
    inbox = new Uint8Array(HEAD_BYTES + size);
    inboxHead = new Uint32Array(inbox.buffer, 0, 1);
    return inbox.buffer;
  }

  function turn() {
    begin();
    isLoading = false;
    driver.turn(inbox.subarray(HEAD_BYTES, HEAD_BYTES + inboxHead[0]));
    return MORE;
  }

  // The jobs that a call left have run when the next one begins. A pump that runs nothing, right after one that ran nothing, has
  // nothing before it that could have left a job.
  function pump() {
    if (isDone) return MORE;
    if (quietPumps === 0 && ++rounds > ROUNDS_MAX) return fail(new EngineError("the turn did not settle"), "rounds");
    quietPumps = driver.pump() ? 0 : quietPumps + 1;
    if (quietPumps < 2) return MORE;
    isDone = true;
    return isLoading ? EMPTY : driver.finish();
  }

  return [create, load, grow, turn, pump].map(guarded);
})();
