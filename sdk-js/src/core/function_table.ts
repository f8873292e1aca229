// Guest functions that the host can call, by id. A function has one id for as long as any count holds it; ids are never used
// again, so a late call from the host finds nothing instead of something else.

import type { FunctionId } from "../protocol/generated";
import type { AnyFunction } from "./native";

interface Entry {
  readonly id: FunctionId;
  readonly fn: AnyFunction;
  count: number;
}

export class FunctionTable {
  private readonly byId = new Map<FunctionId, Entry>();
  private readonly byFunction = new Map<AnyFunction, Entry>();
  private nextId = 1;
  // Functions that the encoder met since `beginCrossing`, or null while operations are written: there the counts belong to the
  // props that hold the functions (tree.ts), and encoding alone adds none.
  private crossing: Entry[] | null = null;

  /** The id of a function, for the encoder. */
  intern(fn: AnyFunction): FunctionId {
    const entry = this.entryOf(fn);
    if (this.crossing !== null) this.crossing.push(entry);
    return entry.id;
  }

  resolve(id: FunctionId): AnyFunction | undefined {
    return this.byId.get(id)?.fn;
  }

  /** Hold a function once more: a prop has it, or it is about to. */
  hold(fn: AnyFunction): void {
    this.entryOf(fn).count++;
  }

  /** Undo one `hold`. */
  letGo(fn: AnyFunction): void {
    const entry = this.byFunction.get(fn);
    if (entry !== undefined) this.release(entry);
  }

  /** From now on every function that the encoder meets counts once for each time that it crosses. */
  beginCrossing(): void {
    this.crossing = [];
  }

  /** End of a crossing. When the encoder threw, nothing has crossed and nothing is counted. */
  endCrossing(crossed: boolean): void {
    const entries = this.crossing ?? [];
    this.crossing = null;
    for (const entry of entries) {
      if (crossed) entry.count++;
      else if (entry.count === 0) this.forget(entry);
    }
  }

  /** RELEASE: the host names an id once for each time that it crossed. Unknown ids are ignored: they may be long gone. */
  releaseIds(ids: readonly FunctionId[]): void {
    for (const id of ids) {
      const entry = this.byId.get(id);
      if (entry !== undefined) this.release(entry);
    }
  }

  get size(): number {
    return this.byId.size;
  }

  private entryOf(fn: AnyFunction): Entry {
    let entry = this.byFunction.get(fn);
    if (entry === undefined) {
      entry = { id: this.nextId++, fn, count: 0 };
      this.byId.set(entry.id, entry);
      this.byFunction.set(fn, entry);
    }
    return entry;
  }

  private release(entry: Entry): void {
    entry.count--;
    if (entry.count <= 0) this.forget(entry);
  }

  private forget(entry: Entry): void {
    this.byId.delete(entry.id);
    this.byFunction.delete(entry.fn);
  }
}
