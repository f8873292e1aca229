// What to do instead, when a guest reaches for a name of a browser or of Node. Engines say only that it is not defined.

const HOST = "ask the host for it with useHostCall";
const COMPONENTS = "draw with the components of 'rill/sdk'";
const TIMERS = "use setTimeout or an effect";

const ADVICE: ReadonlyMap<string, string> = new Map([
  ["fetch", `a guest has no network; ${HOST}`],
  ["XMLHttpRequest", `a guest has no network; ${HOST}`],
  ["WebSocket", `a guest has no network; ${HOST}`],
  ["localStorage", `a guest has no storage; ${HOST}`],
  ["sessionStorage", `a guest has no storage; ${HOST}`],
  ["indexedDB", `a guest has no storage; ${HOST}`],
  ["window", `a guest has no browser; ${COMPONENTS}`],
  ["document", `a guest has no browser; ${COMPONENTS}`],
  ["navigator", `a guest has no browser; ${HOST}`],
  ["location", `a guest has no browser; ${HOST}`],
  ["alert", "a guest has no browser; send the host a message with useSendToHost"],
  ["process", `a guest has no Node.js; ${HOST}`],
  ["Buffer", "a guest has no Node.js; use Uint8Array, TextEncoder and TextDecoder"],
  ["__dirname", "a guest has no files; bundle what it needs"],
  ["setImmediate", TIMERS],
  ["requestAnimationFrame", TIMERS],
  ["requestIdleCallback", TIMERS],
  ["Intl", "a guest has ES2023 without Intl; bundle a library, or let the host format"],
]);

/** The message of a ReferenceError, with advice if the name is one that authors of guests miss. */
export function withAdvice(message: string): string {
  // "fetch is not defined" in QuickJS and V8, "Can't find variable: fetch" in JavaScriptCore.
  const found = /^'?([\w$]+)'? is not defined$|^Can't find variable: ([\w$]+)$/.exec(message);
  const advice = found === null ? undefined : ADVICE.get(found[1] ?? found[2]!);
  return advice === undefined ? message : `${message}: ${advice}`;
}
