// What stands between the native binding and the shim: strings in, strings out, because nothing else crosses unharmed.
// The value of this script is one function, `step`, which never throws; the provider holds it and deletes nothing else.
// A result is "more", or one character of status and text: 0 and the outbox in base64, 1 and a failure as JSON.
(function () {
  "use strict";
  const driver = globalThis.__rillDriver;
  const { describe, generator, sliceText, ROUNDS_MAX } = globalThis.__rillGlue;
  delete globalThis.__rillDriver;
  delete globalThis.__rillGlue;

  // Kept here, because a guest may replace what the globals hold.
  const evaluate = globalThis.eval;
  const { parse } = JSON;
  const stackGetter = Object.getOwnPropertyDescriptor(Error.prototype, "stack")?.get;
  const { apply } = Reflect;
  const { hasOwn } = Object;
  const now = Date.now;
  // The binding cannot read a string that the engine keeps as a rope; a slice of the whole is not one.
  const flat = (string) => sliceText(string, 0);

  let isFirst = true;
  let isSettled = false;
  let rounds = 0;

  function fail(error, code) {
    // Without room for an error the engine throws null.
    return "1" + describe(error, code ?? (error === null ? "memory" : undefined), readStack);
  }

  // The accessor that all errors inherit; an own property of the name hides it.
  function readStack(error) {
    return stackGetter !== undefined && !hasOwn(error, "stack") ? apply(stackGetter, error, []) : undefined;
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

  return function step(name, first, second) {
    try {
      return flat(steps[name](first, second));
    } catch (error) {
      return flat(fail(error));
    }
  };
})();
