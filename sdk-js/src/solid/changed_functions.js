// Functions that take the place of Solid's when its module is built (build_solid_changes.ts), and what the renderer asks of Solid's
// insides. Plain JavaScript: it is put into that module and shares its variables (Owner, Listener, Updates, Effects, Transition).
//
// Three things differ, and no semantics with them (docs/decisions/110):
// - Links between sources and observers. Solid has four arrays for the two ends of the first link; here the first link of each end
//   is kept in fields (`first`; `source` with `sourceSlot`), and an array of links and positions by turns comes with
//   the second (`others`, `more`). Nearly every signal of a row has one observer, and nearly every effect one source or two. Positions
//   count as in Solid, so that observers are told in the same order.
// - Objects. Fields that are mostly null are defaults of a prototype; accessors are closures, because a bound function costs three
//   times as much to call in QuickJS.
// - Work is scheduled in the turn (the core's immediate queue) instead of through a message channel and the clock.

const SIGNAL = { __proto__: null, comparator: equalFn, first: null, others: null, source: undefined, isSelector: false };

function Computation(fn, value, pure, state, owner) {
  this.fn = fn;
  this.owner = owner;
  if (state !== 0) this.state = state;
  if (value !== undefined) this.value = value;
  if (pure) this.pure = true;
  if (owner !== null && owner.context !== null) this.context = owner.context;
}
Computation.prototype = {
  __proto__: null,
  state: 0,
  value: undefined,
  pure: false,
  isMemo: false,
  updatedAt: null,
  owned: null,
  cleanups: null,
  context: null,
  source: null,
  sourceSlot: 0,
  more: null,
  first: null,
  others: null,
  isSelector: false,
  holes: null,
  epoch: 0,
  tOwned: undefined,
  isHostNode: false,
};

/** The owner, for someone who keeps it. For's rows share one as long as nobody does. */
function takeOwner() {
  if (Owner !== null && Owner.shared === true) Owner.taken = true;
  return Owner;
}

// In place of Solid's getOwner
function getOwner() {
  return takeOwner();
}

// In place of Solid's createRoot
function createRoot(fn, detachedOwner) {
  const listener = Listener;
  const owner = Owner;
  const unowned = fn.length === 0;
  const current = detachedOwner === undefined ? (unowned ? owner : takeOwner()) : detachedOwner;
  const root = unowned ? UNOWNED : { owned: null, cleanups: null, context: current ? current.context : null, owner: current };
  Owner = root;
  Listener = null;
  try {
    return runUpdates(unowned ? fn : () => fn(createDisposer(root)), true);
  } finally {
    Listener = listener;
    Owner = owner;
  }
}

// In place of Solid's createSignal
function createSignal(value, options) {
  const signal = { __proto__: SIGNAL, value };
  // An own `comparator`, also when there is none.
  if (options && "equals" in options) signal.comparator = options.equals || undefined;
  return [
    () => {
      if (Transition !== null) return readSource(signal);
      if (Listener !== null) observe(signal, Listener);
      return signal.value;
    },
    (next) => {
      if (typeof next === "function") {
        next = next(Transition !== null && Transition.running && Transition.sources.has(signal) ? signal.tValue : signal.value);
      }
      return writeSignal(signal, next);
    },
  ];
}

// In place of Solid's createMemo
function createMemo(fn, value, options) {
  const memo = createComputation(fn, value, true, 0);
  memo.isMemo = true;
  memo.comparator = options && "equals" in options ? options.equals || undefined : equalFn;
  if (Scheduler && Transition && Transition.running) {
    memo.tState = STALE;
    Updates.push(memo);
  } else updateComputation(memo);
  return () => readSource(memo);
}

// In place of Solid's readSignal
function readSource(source) {
  const running = Transition !== null && Transition.running;
  if (source.source) {
    const state = running ? source.tState : source.state;
    if (state) {
      if (state === STALE) updateComputation(source);
      else {
        const updates = Updates;
        Updates = null;
        runUpdates(() => lookUpstream(source), false);
        Updates = updates;
      }
    }
  }
  if (Listener !== null) observe(source, Listener);
  return running && Transition.sources.has(source) ? source.tValue : source.value;
}

// The clone whose effect runs again, and how many of its sources it has read so far in the order in which they are linked. While that
// holds nothing is unlinked and linked again: most effects read the same each time.
let again = null;
let readAgain = 0;

/** Whether the clone that runs again reads the source that stands next in its links. If not, it goes on as for the first time. */
function isNext(source, slot) {
  if (readAgain === 0 ? again.source === source && (slot === undefined || again.sourceSlot === slot) : isLinked(again.more, readAgain * 2 - 2, source, slot)) {
    readAgain++;
    return true;
  }
  const node = again;
  again = null;
  dropFrom(node, readAgain);
  return false;
}

function isLinked(more, at, source, slot) {
  return more !== null && at < more.length && more[at] === source && (slot === undefined || more[at + 1] === slot);
}

/** Unlink all sources from a position on. */
function dropFrom(node, position) {
  const { more } = node;
  if (more !== null) {
    while (more.length > 0 && more.length > position * 2 - 2) {
      const slot = more.pop();
      dropSource(node, more.pop(), slot, true);
    }
  }
  if (position === 0 && node.source !== null) {
    const { source } = node;
    node.source = null;
    dropSource(node, source, node.sourceSlot, true);
  }
}

/** Run the effect of a clone again. It owns nothing, and has nothing to clean up. */
function runCloneAgain(node) {
  const owner = Owner;
  const listener = Listener;
  const outer = again;
  const outerRead = readAgain;
  node.state = 0;
  Listener = Owner = again = node;
  readAgain = 0;
  try {
    node.fn();
  } catch (error) {
    handleError(error);
  } finally {
    if (again === node) dropFrom(node, readAgain);
    again = outer;
    readAgain = outerRead;
    Listener = listener;
    Owner = owner;
  }
}

/** Link an observer to a source, unless it is the last one there already. */
function observe(source, observer) {
  if (observer === again && isNext(source)) return;
  const { first } = source;
  if (first === null) {
    // At which position the observer notes it nobody asks: only links behind the first ever move.
    source.first = observer;
    // Most often the first or second source of the observer: as addSource does it, without the call.
    if (observer.source === null) {
      observer.source = source;
      if (observer.sourceSlot !== 0) observer.sourceSlot = 0;
    } else if (observer.more === null) observer.more = [source, 0];
    else addSource(observer, source, 0);
    return;
  }
  const { others } = source;
  if (others === null) {
    if (first !== observer) source.others = [observer, addSource(observer, source, 1)];
  } else {
    const count = others.length;
    if ((count === 0 ? first : others[count - 2]) !== observer) others.push(observer, addSource(observer, source, count / 2 + 1));
  }
}

/** Note a source with its observer; `slot` is the observer's position there. Returns the source's position here. */
function addSource(observer, source, slot) {
  if (observer.source === null) {
    observer.source = source;
    if (observer.sourceSlot !== slot) observer.sourceSlot = slot;
    return 0;
  }
  const { more } = observer;
  if (more === null) {
    observer.more = [source, slot];
    return 1;
  }
  return more.push(source, slot) / 2;
}

/** Unlink the observer at a position of a source. The last one takes its place, as in Solid. */
function unobserve(source, slot) {
  const { others } = source;
  if (others === null || others.length === 0) {
    source.first = null;
    return;
  }
  const movedSlot = others.pop();
  const moved = others.pop();
  const count = others.length / 2;
  if (slot > count) return;
  if (slot === 0) source.first = moved;
  else {
    others[slot * 2 - 2] = moved;
    others[slot * 2 - 1] = movedSlot;
  }
  if (movedSlot === 0) moved.sourceSlot = slot;
  else moved.more[movedSlot * 2 - 1] = slot;
}

// In place of Solid's repairObserverSlots: positions are never lost here.

// In place of Solid's writeSignal
function writeSignal(node, value, isComp) {
  const current = Transition !== null && Transition.running && Transition.sources.has(node) ? node.tValue : node.value;
  const { comparator } = node;
  if (comparator === equalFn ? current === value : comparator && comparator(current, value)) return value;
  if (Transition !== null) {
    const { running } = Transition;
    if (running || (!isComp && Transition.sources.has(node))) {
      Transition.sources.add(node);
      node.tValue = value;
    }
    if (!running) node.value = value;
  } else node.value = value;
  if (node.first !== null) {
    if (Updates !== null) notify(node);
    else runNotify(node);
  }
  return value;
}

/** As runUpdates(() => notify(node), false), without the closure: this is what a single write of a signal does. */
function runNotify(node) {
  const wait = Effects !== null;
  Updates = [];
  if (!wait) Effects = [];
  ExecCount++;
  try {
    notify(node);
    completeUpdates(wait);
  } catch (error) {
    if (!wait) Effects = null;
    Updates = null;
    handleError(error);
  }
}

function notify(node) {
  settledOwner = null;
  markStale(node.first);
  const { others } = node;
  if (others !== null) for (let i = 0; i < others.length; i += 2) markStale(others[i]);
  // A chain of updates without an end. (Solid has this bound.)
  if (Updates.length > 10e5) {
    Updates = [];
    throw new Error("the turn made a million updates: an effect or memo keeps causing the next one");
  }
}

function markStale(observer) {
  const running = Transition !== null && Transition.running;
  if (running && Transition.disposed.has(observer)) return;
  if (running ? !observer.tState : !observer.state) {
    if (observer.pure) Updates.push(observer);
    else Effects.push(observer);
    if (observer.first !== null) markDownstream(observer);
  }
  if (running) observer.tState = STALE;
  else observer.state = STALE;
}

// In place of Solid's markDownstream
function markDownstream(node) {
  markPending(node.first);
  const { others } = node;
  if (others !== null) for (let i = 0; i < others.length; i += 2) markPending(others[i]);
}

function markPending(observer) {
  const running = Transition !== null && Transition.running;
  if (running ? observer.tState : observer.state) return;
  if (running) observer.tState = PENDING;
  else observer.state = PENDING;
  if (observer.pure) Updates.push(observer);
  else Effects.push(observer);
  if (observer.first !== null) markDownstream(observer);
}

// An owner of which neither it nor any above is stale, until something is written or the next updates begin: rows of a list need not
// ask again, one by one.
let settledOwner = null;
let settledAt = 0;

// In place of Solid's runTop: most often no ancestor is stale, which is seen without an array of them.
function runTop(node) {
  const running = Transition !== null && Transition.running;
  if (!running && node.state === STALE && !node.suspense) {
    const { owner } = node;
    if (owner !== settledOwner || settledAt !== ExecCount) {
      let ancestor = owner;
      while (ancestor && (!ancestor.updatedAt || ancestor.updatedAt < ExecCount)) {
        if (ancestor.state) return runStale(node, running);
        ancestor = ancestor.owner;
      }
      settledOwner = owner;
      settledAt = ExecCount;
    }
    if (node.isHostNode && Transition === null && node.owned === null && node.cleanups === null) runCloneAgain(node);
    else updateComputation(node);
  } else runStale(node, running);
}

/** Run a node after those of its ancestors that are stale, which may dispose it. */
function runStale(node, running) {
  const state = running ? node.tState : node.state;
  if (state === 0) return;
  if (state === PENDING) return lookUpstream(node);
  if (node.suspense && untrack(node.suspense.inFallback)) return node.suspense.effects.push(node);
  const ancestors = [node];
  while ((node = node.owner) && (!node.updatedAt || node.updatedAt < ExecCount)) {
    if (running && Transition.disposed.has(node)) return;
    if (running ? node.tState : node.state) ancestors.push(node);
  }
  for (let i = ancestors.length - 1; i >= 0; i--) {
    node = ancestors[i];
    if (running) {
      let top = node;
      while ((top = top.owner) && top !== ancestors[i + 1]) if (Transition.disposed.has(top)) return;
    }
    const state = running ? node.tState : node.state;
    if (state === STALE) updateComputation(node);
    else if (state === PENDING) {
      const updates = Updates;
      Updates = null;
      runUpdates(() => lookUpstream(node, ancestors[0]), false);
      Updates = updates;
    }
  }
}

// In place of Solid's lookUpstream
function lookUpstream(node, ignore) {
  if (Transition !== null && Transition.running) node.tState = 0;
  else node.state = 0;
  if (node.source === null) return;
  lookAtSource(node.source, ignore);
  // Looking may run the node itself, which then has other sources.
  for (let i = 0; node.more !== null && i < node.more.length; i += 2) lookAtSource(node.more[i], ignore);
}

function lookAtSource(source, ignore) {
  if (!source.source) return;
  const state = Transition !== null && Transition.running ? source.tState : source.state;
  if (state === STALE) {
    if (source !== ignore && (!source.updatedAt || source.updatedAt < ExecCount)) runTop(source);
  } else if (state === PENDING) lookUpstream(source, ignore);
}

// In place of Solid's cleanNode
function cleanNode(node, recompute) {
  let i;
  if (node.source) {
    const { more } = node;
    if (more !== null) {
      while (more.length > 0) {
        const slot = more.pop();
        dropSource(node, more.pop(), slot, recompute);
      }
    }
    const { source } = node;
    node.source = null;
    dropSource(node, source, node.sourceSlot, recompute);
  }
  if (node.tOwned) {
    for (i = node.tOwned.length - 1; i >= 0; i--) cleanNode(node.tOwned[i]);
    delete node.tOwned;
  }
  if (Transition !== null && Transition.running && node.pure) reset(node, true);
  else if (node.owned) {
    for (i = node.owned.length - 1; i >= 0; i--) cleanNode(node.owned[i]);
    node.owned = null;
  }
  if (!recompute) {
    if (Transition !== null) releaseTransitionSource(node);
    // The effects of a clone's holes live as long as the clone (renderer).
    if (node.holes) {
      if (Array.isArray(node.holes)) for (i = node.holes.length - 1; i >= 0; i--) cleanNode(node.holes[i]);
      else cleanNode(node.holes);
      node.holes = null;
    }
  }
  // What was made under the node before this does not outlive it (renderer: `isDead`). Under a node of the host nothing is made.
  if (!node.isHostNode) node.epoch = (node.epoch | 0) + 1;
  if (node.cleanups) {
    for (i = node.cleanups.length - 1; i >= 0; i--) node.cleanups[i]();
    node.cleanups = null;
  }
  if (Transition !== null && Transition.running) node.tState = 0;
  else if (node.state !== 0) node.state = 0;
}

function dropSource(node, source, slot, recompute) {
  if (source.isSelector) source.drop(slot, node);
  else if (source.others === null) source.first = null;
  else unobserve(source, slot);
  if (!recompute && Transition !== null && source.first === null) releaseTransitionSource(source);
}

// In place of Solid's createSelector: of two values only the keys that are equal to one of them are looked at, unless the guest
// compares in its own way; and the observers of a key stand in a table, without a set and a cleanup for each.
function createSelector(source, fn = equalFn, options) {
  const keys = new SelectorKeys();
  const node = createComputation(
    (before) => {
      const value = source();
      if (fn !== equalFn) keys.forEach((key) => fn(key, value) !== fn(key, before) && keys.notify(key));
      else if (value !== before) {
        keys.notify(before);
        keys.notify(value);
      }
      return value;
    },
    undefined,
    true,
    STALE,
  );
  updateComputation(node);
  return (key) => {
    if (Listener !== null) keys.observe(key, Listener);
    const value = Transition !== null && Transition.running && Transition.sources.has(node) ? node.tValue : node.value;
    return fn === equalFn ? key === value : fn(key, value);
  };
}

/**
 * The observers of a selector, by key: one, or an array of them. As a source it stands for all keys; the position that an observer
 * notes of it is the key. Whole numbers have a table of their own: as keys of a Map they cost twice as much.
 */
class SelectorKeys {
  constructor() {
    this.clear();
  }

  /** All observers are gone. */
  clear() {
    this.numbers = Object.create(null);
    this.others = new Map();
    /** How many observers there are, each counted once for each of its keys. */
    this.size = 0;
  }

  get(key) {
    return isIndex(key) ? this.numbers[key] : this.others.get(key);
  }

  set(key, observers) {
    if (isIndex(key)) this.numbers[key] = observers;
    else this.others.set(key, observers);
  }

  observe(key, observer) {
    if (observer === again && isNext(this, key)) return;
    const isNumber = typeof key === "number" && key >>> 0 === key;
    const found = isNumber ? this.numbers[key] : this.others.get(key);
    if (found === undefined) {
      if (isNumber) this.numbers[key] = observer;
      else this.others.set(key, observer);
      this.size++;
      if (observer.source === null) {
        observer.source = this;
        observer.sourceSlot = key;
        return;
      }
    } else if (Array.isArray(found)) {
      if (found.includes(observer)) return;
      found.push(observer);
      this.size++;
    } else {
      if (found === observer) return;
      this.set(key, [found, observer]);
      this.size++;
    }
    addSource(observer, this, key);
  }

  /** An observer looks at a key no more. */
  drop(key, observer) {
    this.size--;
    const isNumber = isIndex(key);
    const found = isNumber ? this.numbers[key] : this.others.get(key);
    if (found !== observer && found.length > 1) found.splice(found.indexOf(observer), 1);
    else if (isNumber) delete this.numbers[key];
    else this.others.delete(key);
  }

  notify(key) {
    const found = this.get(key);
    // NaN equals nothing, itself included: its observers never hear of it.
    if (found === undefined || key !== key) return;
    if (!Array.isArray(found)) notifySelected(found);
    else for (const observer of found) notifySelected(observer);
  }

  forEach(visit) {
    for (const key of Object.keys(this.numbers)) visit(Number(key));
    for (const key of this.others.keys()) visit(key);
  }
}
Object.assign(SelectorKeys.prototype, { isSelector: true, first: null, source: undefined });

function isIndex(key) {
  return typeof key === "number" && key >>> 0 === key;
}

function notifySelected(observer) {
  settledOwner = null;
  if (Transition !== null && Transition.running) observer.tState = STALE;
  else observer.state = STALE;
  if (observer.pure) Updates.push(observer);
  else Effects.push(observer);
}

// In place of Solid's requestCallback: there is no time to slice. Work waits for the end of the running updates, within the turn.
function requestCallback(fn) {
  const task = { fn };
  scheduleInTurn(() => {
    const run = task.fn;
    task.fn = null;
    if (run !== null) run(false);
  });
  return task;
}

let scheduleInTurn = (run) => run();

/** Give the scheduler its queue. Called once, before any guest runs. */
export function installScheduler(schedule) {
  scheduleInTurn = schedule;
}

// A guest may replace its globals; a library's fake timers must not stop Solid.
const settled = Promise.resolve();
function queueMicrotask(run) {
  settled.then(run);
}

// ---- for the renderer ------------------------------------------------------------------------------------------------

export { Computation, cleanNode, handleError };

/** Run an effect of the renderer for the first time. It is not registered with its owner: see `adopt`. */
export function runFirst(node, fn, argument) {
  const owner = Owner;
  const listener = Listener;
  Listener = Owner = node;
  try {
    return fn(argument);
  } catch (error) {
    handleError(error);
    return undefined;
  } finally {
    Listener = listener;
    Owner = owner;
  }
}

/** The owner to give a node of the renderer, which asks `isDead` of it later. Keeps nothing from being shared. */
export function ownerForNode() {
  return Owner;
}

/**
 * Run a clone's effect for the first time: fill the slots that `bind` fills, and the text holes at `slots` whose accessor stands in
 * `values`. Returns the accessors: null, the one of the template's only hole, or slots and accessors by turns. A hole that gave no text
 * keeps its accessor, and what it made is disposed.
 */
export function runGroup(node, bind, values, slots, isOnly) {
  const owner = Owner;
  const listener = Listener;
  let reads = null;
  Listener = Owner = node;
  try {
    if (bind !== undefined) bind(values);
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i];
      const read = values[slot];
      if (typeof read !== "function") continue;
      const owned = node.owned === null ? 0 : node.owned.length;
      let text = read();
      while (typeof text === "function") text = text();
      if (typeof text === "object" && text !== null) {
        disposeFrom(node, owned);
        continue;
      }
      values[slot] = text;
      if (isOnly) reads = read;
      else if (reads === null) reads = [slot, read];
      else reads.push(slot, read);
    }
  } catch (error) {
    handleError(error);
  } finally {
    Listener = listener;
    Owner = owner;
  }
  return reads;
}

/** Dispose what was made under a node since it owned this many computations. */
export function disposeFrom(node, count) {
  const { owned } = node;
  if (owned === null) return;
  while (owned.length > count) cleanNode(owned.pop());
  if (count === 0) node.owned = null;
}

/** Register a computation with its owner, who cleans it up. */
export function adopt(node) {
  const { owner } = node;
  if (owner === null || owner === UNOWNED) return;
  if (Transition !== null && Transition.running) node.tState = 0;
  else if (owner.shared === true && owner.only === null && owner.owned === null) {
    owner.only = node;
    return;
  }
  if (Transition !== null && Transition.running && owner.pure) {
    if (!owner.tOwned) owner.tOwned = [node];
    else owner.tOwned.push(node);
  } else if (owner.owned === null) owner.owned = owner.shared === true && owner.only !== null ? [owner.only, node] : [node];
  else owner.owned.push(node);
}

/** Whether something is tracked, owned or to be cleaned up: if not, the computation will never run again. */
export function isLive(node) {
  return node.source !== null || node.owned !== null || node.cleanups !== null || node.tOwned !== undefined;
}

/**
 * Clean up what the rows at these places left behind (all rows, where there are no places given), and give their nodes `gone` for an
 * owner. Nearly all are clones that observe a signal or two, which takes no call for each of its parts; and a selector that only these
 * rows observed forgets them in one go.
 */
export function disposeRows(mapped, disposers, places, gone) {
  const count = places === null ? mapped.length : places.length;
  // Clones from here on are still known to the selector that they observe first.
  let selector = null;
  let pending = 0;
  let since = 0;
  for (let i = 0; i < count; i++) {
    const at = places === null ? i : places[i];
    const node = disposers[at];
    const row = mapped[at];
    if (node !== null && node === row && Transition === null && node.holes === null && node.owned === null && node.cleanups === null) {
      // Disposed before: a cleanup that failed afterwards left it in the list.
      if (node.owner === gone) {
        node.source = null;
        continue;
      }
      node.owner = gone;
      const { more, source } = node;
      if (more !== null) {
        for (let k = more.length - 2; k >= 0; k -= 2) {
          const other = more[k];
          if (other.others === null) other.first = null;
          else dropSource(node, other, more[k + 1], false);
        }
      }
      if (source !== null) {
        if (source.others === null) source.first = null;
        else if (!source.isSelector) dropSource(node, source, node.sourceSlot, false);
        else {
          if (source !== selector) {
            if (selector !== null) forgetSelected(selector, pending, disposers, places, since, i);
            selector = source;
            pending = 0;
            since = i;
          }
          pending++;
        }
      }
      if (node.state !== 0) node.state = 0;
      continue;
    }
    if (node !== null) {
      // It may run what the guest has put there, which must not find the rows before it.
      if (selector !== null) forgetSelected(selector, pending, disposers, places, since, i);
      selector = null;
      cleanNode(node);
    }
    if (typeof row === "object" && row !== null && row.isHostNode === true) row.owner = gone;
  }
  if (selector !== null) forgetSelected(selector, pending, disposers, places, since, count);
}

/** Let a selector forget the clones, so many of them, that observe it first and are among the rows `from` to `to` of those at `places`. */
function forgetSelected(selector, pending, disposers, places, from, to) {
  if (selector.size === pending) return selector.clear();
  for (let i = from; i < to; i++) {
    const node = disposers[places === null ? i : places[i]];
    if (node !== null && node.source === selector) selector.drop(node.sourceSlot, node);
  }
}

/**
 * Make the rows `from` to `to` of a list: `mapped[at]` is what `row` gives for `items[at]`, with an accessor of the place that
 * `indexOf` makes where there is such a function. Rows share an owner for as long as none of them leaves anything behind there but the
 * one computation that it is itself. `disposers[at]` is what a row left behind, to be cleaned up with it: its computation, an owner of
 * its own, or null. Returns whether all rows are nodes of the host.
 */
export function runRows(owner, from, to, row, items, indexOf, mapped, disposers) {
  const outerOwner = Owner;
  const outerListener = Listener;
  const context = owner === null ? null : owner.context;
  let onlyNodes = true;
  let shared = null;
  Listener = null;
  try {
    for (let at = from; at < to; at++) {
      if (shared === null) {
        shared = { owned: null, cleanups: null, context, owner, shared: true, taken: false, only: null };
      }
      Owner = shared;
      let result;
      try {
        result = indexOf === null ? row(items[at]) : row(items[at], indexOf(at));
      } catch (error) {
        handleError(error);
      }
      mapped[at] = result;
      if (onlyNodes && (typeof result !== "object" || result === null || result.isHostNode !== true)) onlyNodes = false;
      const { only } = shared;
      if (shared.owned === null && shared.cleanups === null && !shared.taken && shared.context === context) {
        if (only === null || only === result) {
          disposers[at] = only;
          if (only !== null) shared.only = null;
          continue;
        }
      }
      if (only !== null && shared.owned === null) shared.owned = [only];
      shared.shared = false;
      disposers[at] = shared;
      shared = null;
    }
  } finally {
    Owner = outerOwner;
    Listener = outerListener;
  }
  return onlyNodes;
}
