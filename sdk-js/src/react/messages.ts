// What React's production build says only by number, in words, for the mistakes that guests make. The build puts this in place of
// React's own function (build_react_changes.ts); a number that is not here keeps React's own page as its explanation.

const ELEMENT =
  "a component is undefined or no component: check that it is exported where it is imported from, and that default and named " +
  "imports are not mixed up";
const MORE_HOOKS = "a component called more hooks than in its last render: hooks may not stand behind a condition or in a loop";

const UNCACHED =
  "a promise is made anew in each render, or a component is async: keep the promise in state or in a cache; components themselves " +
  "cannot be async";

const MESSAGES: ReadonlyMap<number, (...args: string[]) => string> = new Map<number, (...args: string[]) => string>([
  [31, (what) => `cannot draw ${what}: children are elements, strings, numbers or arrays of them; make text or a component of it first`],
  [130, (type) => `cannot draw an element whose type is ${type}: ${ELEMENT}`],
  [185, () => "an update in an effect keeps causing the next one: it must stop when nothing changes; check the effect's dependencies"],
  [300, () => "a component called fewer hooks than in its last render: hooks may not stand behind a condition or an early return"],
  [301, () => "a component sets its own state in each render, which never ends: set state in an event or an effect, or under a condition"],
  [306, (type) => `React.lazy loaded ${type}, which is no component: ${ELEMENT}`],
  [310, () => MORE_HOOKS],
  [311, () => MORE_HOOKS],
  [321, () => "a hook was called outside a component: hooks belong into function components and other hooks, not into events or effects"],
  [438, (what) => `use() expects a promise or a context, got ${what}`],
  [460, () => "use() threw to wait for a promise, and the code around it caught that: use() may not stand in a try block"],
  [467, () => "a component that waited with use() called other hooks when it went on: hooks may not stand behind a condition"],
  [479, () => "an optimistic update came while rendering: update it in an event or a transition"],
  [482, () => UNCACHED],
  [483, () => "a component is an async function: load data with use() or in an effect instead"],
  [485, () => "an action was dispatched while rendering: dispatch it in an event or an effect"],
]);

/** The text of React's error of this number. */
export function reactMessage(code: number, ...args: unknown[]): string {
  const message = MESSAGES.get(code);
  const words = args.map(String).filter((arg) => arg !== "");
  if (message !== undefined) return message(...words);
  return `React error ${code}${words.length > 0 ? ` (${words.join(", ")})` : ""}: see react.dev/errors/${code}`;
}

/** What hooks meet before the first render, instead of null: a sentence. */
export const noDispatcher: object = new Proxy(Object.freeze({}), {
  get: (_target, hook) => () => {
    throw new Error(`${String(hook)} was called outside a component: hooks may be called only while a function component renders`);
  },
});
