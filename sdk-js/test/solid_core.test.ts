// Solid's core as guests have it against the package as it is published: the same programs, the same log.

import { afterAll, expect, test } from "bun:test";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describeRuntime } from "../build";
import { changeFunctions } from "../build_solid_changes";
import { RUNTIMES } from "../runtimes";
import { builtUnits } from "./harness";
import { TestRandom } from "./random";

type Solid = typeof import("solid-js");
type Store = typeof import("solid-js/store");
type Log = (...values: unknown[]) => void;
type Program = (solid: Solid, log: Log, store: Store) => void | Promise<void>;

const packageFolder = join(import.meta.dir, "../node_modules/solid-js");
const folder = await mkdtemp(join(tmpdir(), "solid-core-"));
afterAll(() => rm(folder, { recursive: true }));

/** Write a pair of modules, Solid and its store, and load them. */
async function load(name: string, solid: string): Promise<[Solid, Store]> {
  const store = await readFile(join(packageFolder, "store/dist/store.js"), "utf8");
  const path = join(folder, `${name}.mjs`);
  const storePath = join(folder, `${name}-store.mjs`);
  await writeFile(path, solid);
  await writeFile(storePath, store.replace("from 'solid-js'", `from ${JSON.stringify(path)}`));
  return [(await import(path)) as Solid, (await import(storePath)) as Store];
}

const published = await readFile(join(packageFolder, "dist/solid.js"), "utf8");
const changes = await readFile(join(import.meta.dir, "../src/solid/changed_functions.js"), "utf8");
const original = await load("published", published);
const changed = await load("changed", changeFunctions(published, changes));

async function run([solid, store]: [Solid, Store], program: Program): Promise<unknown[]> {
  const lines: unknown[] = [];
  const log: Log = (...values) => lines.push(structuredClone(values.length === 1 ? values[0] : values));
  let dispose = (): void => {};
  let done: void | Promise<void>;
  try {
    done = solid.createRoot((disposer) => {
      dispose = disposer;
      return program(solid, log, store);
    });
    await done;
  } catch (error) {
    log("thrown", (error as Error).message);
  }
  // Promises of resources, and what they cause.
  for (let i = 0; i < 20; i++) await null;
  log("disposing");
  dispose();
  return lines;
}

/** Run a program on both, and expect the same log, with `lines` in it where they are given. */
function same(name: string, program: Program, ...lines: unknown[]): void {
  test(name, async () => {
    const expected = await run(original, program);
    const found = await run(changed, program);
    expect(found).toEqual(expected);
    expect(expected.length).toBeGreaterThan(1);
    for (const line of lines) expect(expected).toContainEqual(line);
  });
}

// ---- signals, memos, effects -------------------------------------------------------------------------------------------

same(
  "a signal tells of other values only, unless it is asked for all",
  (S, log) => {
    const [a, setA] = S.createSignal(1);
    const [b, setB] = S.createSignal(1, { equals: false });
    const [c, setC] = S.createSignal({ n: 1 }, { equals: (x, y) => x.n === y.n });
    S.createRenderEffect(() => log("a", a()));
    S.createRenderEffect(() => log("b", b()));
    S.createRenderEffect(() => log("c", c().n));
    setA(1);
    setA((n) => n + 1);
    setB(1);
    setC({ n: 1 });
    setC({ n: 2 });
    log(a(), b(), c().n);
  },
  ["a", 2],
);

same("effects run after the root, in order, and once for a batch", (S, log) => {
  const [a, setA] = S.createSignal(1);
  const [b, setB] = S.createSignal(2);
  S.createEffect(() => log("effect 1", a(), b()));
  S.createRenderEffect(() => log("render", a()));
  S.createComputed(() => log("computed", a()));
  S.createEffect<number>((before) => {
    log("before", before ?? null);
    return a();
  });
  S.onMount(() => log("mounted", a()));
  log("body");
  queueMicrotask(() => {
    S.batch(() => {
      setA(10);
      setB(20);
      log("in the batch", a(), b());
    });
    setA(11);
  });
});

same("a diamond of memos computes each once, and nobody sees half of it", (S, log) => {
  const [n, setN] = S.createSignal(1);
  const double = S.createMemo(() => (log("double"), n() * 2));
  const triple = S.createMemo(() => (log("triple"), n() * 3));
  const sum = S.createMemo(() => (log("sum"), double() + triple()));
  S.createRenderEffect(() => log("effect", sum(), double()));
  setN(2);
  setN(2);
  S.batch(() => {
    setN(3);
    log("read", sum());
    setN(4);
  });
});

same("a memo that stays the same stops there", (S, log) => {
  const [n, setN] = S.createSignal(1);
  const odd = S.createMemo(() => n() % 2 === 1);
  const named = S.createMemo(() => (log("named"), odd() ? "odd" : "even"));
  S.createRenderEffect(() => log(named()));
  for (const next of [3, 5, 6, 8, 9]) setN(next);
});

same("what is no longer read is no longer followed", (S, log) => {
  const [on, setOn] = S.createSignal(true);
  const [a, setA] = S.createSignal("a");
  const [b, setB] = S.createSignal("b");
  S.createRenderEffect(() => log(on() ? a() : b()));
  setB("b2");
  setOn(false);
  setA("a2");
  setB("b3");
  setOn(true);
  setA("a3");
});

same("many observers of many sources come and go", (S, log) => {
  const signals = Array.from({ length: 6 }, (_, i) => S.createSignal(i));
  const [which, setWhich] = S.createSignal(0);
  for (let k = 0; k < 5; k++) {
    S.createRenderEffect(() => {
      const first = (which() + k) % 6;
      log(k, signals[first]![0](), signals[(first * 2 + 1) % 6]![0](), signals[first]![0](), k % 2 === 0 ? signals[5]![0]() : null);
    });
  }
  for (let i = 0; i < 12; i++) {
    setWhich(i % 7);
    signals[i % 6]![1]((n) => n + 10);
  }
});

same("cleanups run before the next run and at the end, inner ones first", (S, log) => {
  const [n, setN] = S.createSignal(0);
  S.createRenderEffect(() => {
    const outer = n();
    S.onCleanup(() => log("clean outer", outer));
    S.createRenderEffect(() => {
      log("inner", outer);
      S.onCleanup(() => log("clean inner", outer));
      S.onCleanup(() => log("clean inner, second", outer));
    });
  });
  setN(1);
  S.createRoot((dispose) => {
    S.onCleanup(() => log("root"));
    S.createRenderEffect(() => S.onCleanup(() => log("of the root")));
    dispose();
  });
});

same("an outer effect that runs again disposes the inner one first", (S, log) => {
  const [n, setN] = S.createSignal(0);
  S.createRenderEffect(() => {
    log("outer", n() > 1);
    S.createRenderEffect(() => log("inner", n()));
  });
  setN(1);
  setN(2);
  S.batch(() => setN(3));
});

same("untrack and on choose what is followed", (S, log) => {
  const [a, setA] = S.createSignal(1);
  const [b, setB] = S.createSignal(1);
  S.createRenderEffect(() => log("untracked", a(), S.untrack(b)));
  S.createRenderEffect(S.on(a, (value, before) => log("on", value, before ?? null, b())));
  S.createRenderEffect(S.on([a, b], ([x, y], before) => log("both", x, y, before ?? null), { defer: true }));
  setB(2);
  setA(2);
  setB(3);
});

for (const withSelector of [false, true]) {
  same(`an effect that writes what its owner follows stops those beside it (${withSelector ? "with" : "without"} a selector)`, (S, log) => {
    const [told, tell] = S.createSignal(0);
    const [followed, write] = S.createSignal(0);
    const isFollowed = S.createSelector(followed);
    S.createMemo(() => {
      const now = withSelector ? isFollowed(1) : followed();
      log("owner", now);
      for (const name of ["first", "second", "third"]) {
        S.createRenderEffect(() => {
          log(name, now, told());
          if (name === "second") write(told());
        });
      }
    });
    for (const value of [1, 1, 2, 3]) tell(value);
  });
}

same("effects that write settle, in order", (S, log) => {
  const [a, setA] = S.createSignal(0);
  const [b, setB] = S.createSignal(0);
  S.createEffect(() => {
    log("a", a());
    if (a() < 5) setA(a() + 1);
  });
  S.createEffect(() => {
    setB(a() * 2);
    log("wrote b");
  });
  S.createEffect(() => log("b", b()));
});

same("a reaction and a deferred value", async (S, log) => {
  const [n, setN] = S.createSignal(0);
  const track = S.createReaction(() => log("changed to", n()));
  track(() => n());
  setN(1);
  setN(2);
  track(() => n());
  setN(3);
});

same("owners give contexts, and can be run again later", (S, log) => {
  const Theme = S.createContext("light");
  const Deep = S.createContext<{ n: number }>();
  let owner: ReturnType<Solid["getOwner"]> = null;
  const inner = (): string => {
    owner = S.getOwner();
    S.onCleanup(() => log("cleaned"));
    log(S.useContext(Theme), S.useContext(Deep)?.n ?? null);
    return "drawn";
  };
  const drawn = Theme.Provider({
    value: "dark",
    get children() {
      return Deep.Provider({
        value: { n: 3 },
        get children() {
          return inner();
        },
      });
    },
  });
  log(S.useContext(Theme), typeof drawn);
  S.runWithOwner(owner, () => {
    log("with owner", S.useContext(Theme));
    S.onCleanup(() => log("cleaned, too"));
  });
});

same("errors go to the nearest catchError, and what threw may recover", (S, log) => {
  const [n, setN] = S.createSignal(0);
  S.catchError(
    () => {
      S.createRenderEffect(() => {
        log("run", n());
        if (n() === 1) throw new Error("one");
        S.catchError(
          () => {
            if (n() === 2) throw "a string";
          },
          (error) => log("inner", error.message, String(error.cause)),
        );
      });
    },
    (error) => log("outer", error.message),
  );
  setN(1);
  setN(2);
  setN(3);
});

same("an error that nobody catches is thrown to who caused it", (S, log) => {
  const [n, setN] = S.createSignal(0);
  const half = S.createMemo(() => {
    if (n() === 1) throw new Error("odd");
    return n() / 2;
  });
  S.createRenderEffect(() => log("half", half()));
  queueMicrotask(() => {
    for (const next of [1, 2, 4]) {
      try {
        setN(next);
      } catch (error) {
        log("caught", (error as Error).message);
      }
    }
  });
});

same("an endless chain of updates is stopped", (S, log) => {
  const [n, setN] = S.createSignal(0);
  let runs = 0;
  queueMicrotask(() => {
    try {
      S.createRoot(() => {
        S.createRenderEffect(() => {
          if (++runs < 50) setN(n() + 1);
        });
      });
    } catch (error) {
      log("stopped", (error as Error).message !== "");
    }
    log(runs, n());
  });
});

// ---- selectors ---------------------------------------------------------------------------------------------------------

for (const compare of [undefined, (key: number, value: number) => key < value]) {
  same(`a selector tells those whose answer changes (${compare === undefined ? "equality" : "a comparison"})`, (S, log) => {
    const [chosen, setChosen] = S.createSignal(2);
    const isChosen = S.createSelector(chosen, compare as never);
    const [rows, setRows] = S.createSignal([0, 1, 2, 2, 3, 4]);
    const drawn = S.mapArray(rows, (row) => {
      S.createRenderEffect(() => log(row, isChosen(row as never), isChosen(row as never)));
      S.createMemo(() => isChosen(row as never));
      return row;
    });
    S.createRenderEffect(() => log("rows", drawn()));
    for (const next of [3, 3, 1, 9, 4]) setChosen(next);
    setRows([4, 2]);
    setChosen(2);
    log(isChosen(2 as never), isChosen(4 as never));
  });
}

same("a selector's keys may be anything", (S, log) => {
  const keys: unknown[] = ["a", Symbol.iterator, null, undefined, NaN, 0, -0, 1.5, {}, -1, 2 ** 32];
  const [chosen, setChosen] = S.createSignal<unknown>("none");
  const isChosen = S.createSelector(chosen);
  keys.forEach((key, at) => S.createRenderEffect(() => log(at, isChosen(key))));
  for (const key of keys) setChosen(() => key);
});

// ---- lists -------------------------------------------------------------------------------------------------------------

const LISTS: readonly (readonly number[])[] = [[1, 2, 3], [3, 2, 1], [], [4, 5], [5, 6, 4], [5, 6, 4, 7, 8], [8, 7, 4, 5], [5, 5, 8, 5], [], [5]];

same("mapArray keeps rows by item, indexArray by place", (S, log) => {
  const [list, setList] = S.createSignal<readonly number[]>([]);
  const row = (kind: string) => (item: unknown, index: unknown) => {
    const read = (value: unknown): unknown => (typeof value === "function" ? (value as () => unknown)() : value);
    log(kind, "made", read(item), read(index));
    S.onCleanup(() => log(kind, "gone", read(item)));
    S.createRenderEffect(() => log(kind, "shows", read(item), read(index)));
    return item;
  };
  const mapped = S.mapArray(list, row("map") as never, { fallback: () => (log("nothing"), "none") });
  const indexed = S.indexArray(list, row("index") as never, { fallback: () => "none" });
  S.createRenderEffect(() => log("mapped", [...(mapped() as unknown[])]));
  S.createRenderEffect(() => log("indexed", indexed().length));
  for (const next of LISTS) setList(next);
});

// ---- components --------------------------------------------------------------------------------------------------------

same("Show, Switch and their callbacks", (S, log) => {
  const [n, setN] = S.createSignal<number | null>(0);
  const show = S.Show({
    get when() {
      return n();
    },
    get children() {
      return ((value: () => number) => (log("made"), () => value())) as never;
    },
    fallback: "nothing",
  }) as unknown as () => unknown;
  const chosen = S.Switch({
    fallback: "other",
    get children() {
      return [
        S.Match({ get when() { return n() === 1; }, children: "one" }),
        S.Match({ get when() { return (n() ?? 0) > 1; }, get children() { return (log("many made"), "many") as never; } }),
      ] as never;
    },
  }) as unknown as () => unknown;
  const read = (value: unknown): unknown => (typeof value === "function" ? read((value as () => unknown)()) : value);
  S.createRenderEffect(() => log("show", read(show)));
  S.createRenderEffect(() => log("switch", read(chosen)));
  for (const next of [1, 2, 3, null, 1]) setN(next);
});

same("an ErrorBoundary draws its fallback and tries again", (S, log) => {
  const [broken, setBroken] = S.createSignal(true);
  let retry = (): void => {};
  const drawn = S.ErrorBoundary({
    fallback: (error: Error, reset: () => void) => {
      retry = reset;
      return `failed: ${error.message}`;
    },
    get children() {
      if (broken()) throw new Error("broken");
      return "well";
    },
  }) as unknown as () => unknown;
  S.createRenderEffect(() => log(drawn()));
  queueMicrotask(() => {
    setBroken(false);
    retry();
    setBroken(true);
  });
});

same("props are merged and split without being read", (S, log) => {
  const [n, setN] = S.createSignal(1);
  const given = { get n() { return (log("read"), n()); }, a: 1, b: undefined as number | undefined, c: 3 };
  const merged = S.mergeProps({ a: 0, b: 2, d: 4 }, given, () => ({ e: n() }));
  const [own, others] = S.splitProps(merged as unknown as typeof given & { d: number; e: number }, ["n", "a"]);
  log(Object.keys(others).sort(), own.a, others.b, others.d);
  S.createRenderEffect(() => log("n", own.n, others.e));
  setN(2);
});

// ---- resources, Suspense, transitions ----------------------------------------------------------------------------------

same("a resource loads, refetches, mutates and fails", async (S, log) => {
  const [id, setId] = S.createSignal<number | null>(null);
  const [data, { refetch, mutate }] = S.createResource(id, async (id, info) => {
    log("fetch", id, info.refetching as boolean, info.value ?? null);
    await null;
    if (id === 13) throw new Error("unlucky");
    return `item ${id}`;
  });
  S.createRenderEffect(() => log(data.state, data.loading, data.error?.message ?? null, data.state === "errored" ? "?" : (data() ?? null), data.state === "errored" ? "?" : (data.latest ?? null)));
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 8; i++) await null;
  };
  await settle();
  setId(1);
  await settle();
  setId(2);
  await settle();
  mutate("mutated");
  void refetch("again" as never);
  await settle();
  setId(13);
  await settle();
  setId(3);
  await settle();
});

same("Suspense shows its fallback while it waits, and its effects wait with it", async (S, log) => {
  const [id, setId] = S.createSignal(1);
  const drawn = S.createRoot(() =>
    S.Suspense({
      fallback: "waiting",
      get children() {
        const [data] = S.createResource(id, async (id) => (await null, `data ${id}`));
        S.createEffect(() => log("effect", id()));
        S.onMount(() => log("mounted"));
        return S.createMemo(() => data() ?? "none") as never;
      },
    }),
  ) as unknown as () => unknown;
  const read = (value: unknown): unknown => (typeof value === "function" ? read((value as () => unknown)()) : value);
  S.createRenderEffect(() => log("drawn", read(drawn)));
  for (let i = 0; i < 10; i++) await null;
  setId(2);
  for (let i = 0; i < 10; i++) await null;
});

same("a transition keeps what is there until the next is ready", async (S, log) => {
  const [pending, start] = S.useTransition();
  const [id, setId] = S.createSignal(1);
  const [other, setOther] = S.createSignal("a");
  const drawn = S.Suspense({
    fallback: "waiting",
    get children() {
      const [data] = S.createResource(id, async (id) => (await null, `data ${id}`));
      const label = S.createMemo(() => `${id()} ${other()}`);
      return S.createMemo(() => `${label()}: ${data() ?? "none"}`) as never;
    },
  }) as unknown as () => unknown;
  const read = (value: unknown): unknown => (typeof value === "function" ? read((value as () => unknown)()) : value);
  S.createRenderEffect(() => log("drawn", read(drawn)));
  S.createRenderEffect(() => log("pending", pending()));
  const list = S.mapArray(() => [id(), id() + 1], (item) => (S.onCleanup(() => log("row gone", item)), item));
  S.createRenderEffect(() => log("rows", list()));
  for (let i = 0; i < 10; i++) await null;
  void start(() => {
    setId(2);
    log("in the transition", id());
  });
  for (let i = 0; i < 3; i++) await null;
  setOther("b");
  for (let i = 0; i < 20; i++) await null;
  log("after", id());
});

same("lazy components, children helpers and streams of values", async (S, log) => {
  const Late = S.lazy(async () => ({ default: (props: { n: number }) => `late ${props.n}` as never }));
  const late = Late({ n: 1 }) as unknown as () => unknown;
  S.createRenderEffect(() => log("late", late() ?? null));
  const [n, setN] = S.createSignal(1);
  const resolved = S.children(() => [1, () => n(), [null, () => () => "deep"]] as never);
  S.createRenderEffect(() => log("children", resolved.toArray()));
  const seen = S.from<number>((set) => {
    set(1);
    return () => log("unsubscribed");
  });
  log("from", seen());
  S.observable(n).subscribe((value: number) => log("observed", value));
  log(S.createUniqueId() !== S.createUniqueId());
  await Late.preload();
  setN(2);
});

// ---- stores ------------------------------------------------------------------------------------------------------------

same("stores follow what is read of them, and nothing else", (S, log, { createStore, produce, reconcile, unwrap }) => {
  interface Todo { id: number; text: string; done?: boolean }
  const [state, set] = createStore<{ user: { name: string; age: number }; todos: Todo[] }>({
    user: { name: "Ann", age: 1 },
    todos: [{ id: 1, text: "a" }, { id: 2, text: "b" }],
  });
  S.createRenderEffect(() => log("name", state.user.name));
  S.createRenderEffect(() => log("age", state.user.age));
  S.createRenderEffect(() => log("count", state.todos.length));
  S.createRenderEffect(() => log("texts", state.todos.map((todo) => todo.text)));
  S.createRenderEffect(() => log("has", "done" in state.todos[0]!, Object.keys(state.todos[0]!)));
  const rows = S.mapArray(() => state.todos, (todo) => {
    S.onCleanup(() => log("row gone", unwrap(todo).id));
    S.createRenderEffect(() => log("row", todo.text, todo.done ?? false));
    return todo.id;
  });
  S.createRenderEffect(() => log("rows", rows()));
  set("user", "age", 2);
  set("user", { name: "Ben" });
  set("todos", 0, "done", true);
  set("todos", (todo) => todo.id === 2, "text", (text) => `${text}!`);
  set("todos", state.todos.length, { id: 3, text: "c" });
  set(produce((draft) => { draft.todos.shift(); draft.user.age++; }));
  set("todos", reconcile([{ id: 3, text: "c2" }, { id: 2, text: "b!" }], { key: "id", merge: true }));
  set("todos", []);
  log(unwrap(state).user);
});

same("a mutable store", (S, log, { createMutable, modifyMutable, reconcile }) => {
  const state = createMutable({ n: 1, list: [1], get double() { return this.n * 2; } });
  S.createRenderEffect(() => log(state.n, state.double, state.list.length));
  state.n++;
  state.list.push(2);
  S.batch(() => {
    state.n = 5;
    state.list.length = 0;
  });
  modifyMutable(state.list, reconcile([7, 8]));
});

// ---- how it is made ----------------------------------------------------------------------------------------------------

test("a Solid that looks different fails the build", () => {
  expect(() => changeFunctions(published.replace("function cleanNode(", "function clearNode("), changes)).toThrow("Solid has changed: build_solid_changes.ts looks for function cleanNode and finds it 0 times");
  expect(() => changeFunctions(published.replace("let ExecCount = 0;", "let ExecCount = 1;"), changes)).toThrow("Solid has changed");
});

test("guests have all names of the package, and of its store", async () => {
  const [runtime, shim] = await builtUnits("solid");
  const { modules } = describeRuntime(RUNTIMES.find(({ name }) => name === "solid")!, runtime, shim);
  const [solid, store] = original;
  expect(modules["solid-js"]).toEqual(Object.keys(solid).sort());
  expect(modules["solid-js/store"]).toEqual(Object.keys(store).sort());
  const web = await import(join(packageFolder, "web/dist/web.js"));
  // Lists of HTML's names, which are no functions.
  const names = Object.keys(web).filter((name) => typeof (web as Record<string, unknown>)[name] === "function" || name.startsWith("is"));
  expect(names.filter((name) => !modules["solid-js/web"]!.includes(name))).toEqual([]);
});

// ---- what nobody thought of --------------------------------------------------------------------------------------------

// The oracle: any program of signals, memos and effects gives the same log on both. Shapes change while they run: what is read depends
// on values, computations come and go with their owners, and updates are made one by one and in batches.
for (const withSelector of [false, true]) test(`random graphs give the same log (${withSelector ? "with" : "without"} a selector)`, async () => {
  for (let seed = 1; seed <= 300; seed++) {
    const program: Program = (S, log) => {
      const random = new TestRandom(seed);
      const pick = (count: number): number => random.below(count);
      const signals = Array.from({ length: 5 }, (_, i) => S.createSignal(i));
      const reads: (() => number)[] = signals.map(([read]) => read);
      const selected = S.createSelector(reads[0]!);
      const grow = (depth: number): void => {
        const count = 1 + pick(4);
        for (let i = 0; i < count; i++) {
          const name = `${depth}.${reads.length}.${i}`;
          const mine = Array.from({ length: 1 + pick(4) }, () => reads[pick(reads.length)]!);
          const nests = depth < 2 && pick(10) < 4;
          const inner = pick(1000);
          const compute = (): number => {
            let sum = 0;
            for (const read of mine) {
              sum += read();
              if (sum % 3 === 1) sum += reads[sum % 5]!();
            }
            if (withSelector && selected(sum % 4)) sum++;
            log(name, sum);
            S.onCleanup(() => log("clean", name));
            if (nests) {
              S.createRenderEffect(() => log("nested", name, reads[inner % 5]!()));
              if (sum % 2 === 0) S.createMemo(() => log("nested memo", name, reads[(inner + 1) % 5]!()));
            }
            return sum % 50;
          };
          const kind = pick(4);
          if (kind <= 1) reads.push(S.createMemo(compute));
          else if (kind === 2) S.createRenderEffect(compute);
          else S.createEffect(compute);
        }
      };
      grow(0);
      grow(1);
      grow(2);
      queueMicrotask(() => {
        for (let step = 0; step < 12; step++) {
          if (pick(10) < 4) {
            S.batch(() => {
              for (let i = 0; i < 3; i++) signals[pick(5)]![1]((n) => n + pick(3));
              log("mid", reads[pick(reads.length)]!());
            });
          } else signals[pick(5)]![1](pick(10));
        }
      });
    };
    const [found, expected] = [await run(changed, program), await run(original, program)];
    // In which order the observers of two keys are told is nobody's business (Solid goes by when a key was first asked for), and it may
    // change how often something runs in between. What each came to must be the same.
    expect(withSelector ? last(found) : found, `seed ${seed}`).toEqual(withSelector ? last(expected) : expected);
  }
});

/** The last value of each name. */
function last(lines: readonly unknown[]): Map<unknown, unknown> {
  return new Map((lines as unknown[][]).filter(([name]) => /^\d/.test(String(name))).map((line) => [line[0], line[1]]));
}
