// A core of one page for the conformance suite: hands messages to the guest and does what it asks, with neither components
// nor timers. A guest unit is a function expression as in a bundle; it exports `turn(payload)`.
(function () {
  "use strict";
  const native = globalThis.__rill;
  delete globalThis.__rill;

  const functions = [];
  const immediates = [];
  let guest = {};
  let sequence = 0;
  let reported = false;

  const api = {
    send: (value) => native.append(1, value),
    write: (operation) => native.append(0, operation),
    clear: (channel) => native.clear(channel),
    size: (channel) => native.size(channel),
    setClock: (ms) => native.setClock(ms),
    setSeed: native.setSeed ? (low, high) => native.setSeed(low, high) : undefined,
    stack: native.stack ? (bytes) => native.stack(bytes) : undefined,
    immediate: (fn) => immediates.push(fn),
    functions,
    native,
  };
  globalThis.rill = api;

  native.install({
    load(unit) {
      const module = { exports: {} };
      unit((name) => { throw new Error("no module " + name); }, module, module.exports);
      guest = module.exports;
    },
    turn(message) {
      reported = false;
      native.setClock(message[2]);
      return guest.turn(message[3], message);
    },
    pump(rejections, errors) {
      for (const [, reason] of rejections) native.append(1, ["rejection", String(reason && reason.message || reason)]);
      for (const error of errors) native.append(1, ["job error", String(error && error.message || error)]);
      const run = immediates.splice(0);
      for (const fn of run) fn();
      return run.length > 0;
    },
    finish() {
      return native.size(0) > 0 ? [1, 1, ++sequence] : undefined;
    },
    internFunction(fn) {
      const known = functions.indexOf(fn);
      return known >= 0 ? known : functions.push(fn) - 1;
    },
    resolveFunction: (id) => functions[id],
  });
})();
