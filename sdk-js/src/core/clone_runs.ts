// Which run of clones an id lies in. A clone has as many ids as its template has nodes, and nothing is kept for each of them: the
// run that an id belongs to is found by bisection, and the rest is arithmetic.

import type { NodeId } from "../protocol/generated";
import type { Template } from "./template";

/** Clones of one template with ids that follow one another: clone k has `base + k * template.size`. */
export interface CloneRun extends SizedRun {
  readonly template: Template;
}

/** All of a run that matters for finding it. */
export interface SizedRun {
  readonly template: { readonly size: number };
  readonly base: NodeId;
  readonly count: number;
  /** How many of them are still there. */
  alive: number;
}

/** Where an id lies: which clone of the run, and which node of its template. */
export interface ClonePlace<R extends SizedRun> {
  readonly run: R;
  readonly clone: number;
  readonly index: number;
}

/** Fewer dead runs than this are not worth a sweep. */
const SWEEP_MIN = 64;

export class CloneRuns<R extends SizedRun> {
  // In order of their ids, because ids count up.
  private runs: R[] = [];
  private dead = 0;

  /** Add a run, whose ids must be above those of all others. */
  add(run: R): void {
    this.runs.push(run);
  }

  /** The clone that an id belongs to, also if it is gone: the caller knows which of a run's clones live. O(log runs). */
  find(id: NodeId): ClonePlace<R> | undefined {
    const { runs } = this;
    let low = 0;
    let high = runs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (runs[middle]!.base <= id) low = middle + 1;
      else high = middle;
    }
    const run = runs[low - 1];
    if (run === undefined) return undefined;
    const { size } = run.template;
    const offset = id - run.base;
    if (offset >= run.count * size) return undefined;
    const clone = Math.floor(offset / size);
    return { run, clone, index: offset - clone * size };
  }

  /** One clone of a run is gone. A run without any is forgotten, some time: sweeping costs no more than adding did. */
  release(run: R): void {
    if (--run.alive > 0) return;
    if (++this.dead < SWEEP_MIN || this.dead * 2 < this.runs.length) return;
    this.runs = this.runs.filter(({ alive }) => alive > 0);
    this.dead = 0;
  }

  get size(): number {
    return this.runs.length - this.dead;
  }
}
