// The host of a peer: starts its guest in a worker thread, carries the plan out, and prints figures as JSON. Run by Node as
// `host.js CONTENDER` with the plan on standard input.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { serialize } from "node:v8";
import { MessageChannel, Worker } from "node:worker_threads";

import type { Press, Probe, Step } from "../plan";
import { JsonHost } from "./json_host";
import { RemoteDomHost } from "./remote_dom_host";

/** What a peer's design is on the host side: a tree that messages change. */
export interface PeerHost {
  /** Have the guest mount, and call `applied` after each message that changed the tree. */
  start(applied: (records: number) => void): Promise<void>;
  readonly count: number;
  row(index: number): Row;
  press(button: string): void;
}

/** A row as it stands on the host. */
export interface Row {
  readonly id: string;
  readonly label: string;
  readonly chosen: boolean;
  select(): void;
  remove(): void;
}

interface Operation {
  readonly samples_ms: number[];
  readonly processor_ms: number[];
  records: number;
  wire_bytes: number;
}

const TIMEOUT_MS = 120_000;
const HOSTS = { "remote-dom-preact": RemoteDomHost, "remote-dom-react": RemoteDomHost, "json-react": JsonHost } as const;

class Driver {
  private readonly operations: Record<string, Operation> = {};
  private readonly memory: Record<string, { resident: number; private: number; heap: number }> = {};
  private waits: { press: Press; begun: number; records: number; resolve: (tookMs: number) => void } | null = null;
  private wireBytes = 0;
  private countsBytes = false;

  constructor(
    private readonly name: string,
    private readonly host: PeerHost,
    private readonly worker: Worker,
  ) {}

  /** A message on its way to the host, as it was posted. */
  received(message: unknown): void {
    if (this.countsBytes) this.wireBytes += typeof message === "string" ? Buffer.byteLength(message) : serialize(message).length;
  }

  applied(records: number): void {
    if (this.waits === null) return;
    this.waits.records += records;
    if (!this.hasArrived(this.waits.press)) return;
    const tookMs = performance.now() - this.waits.begun;
    this.waits.resolve(tookMs);
  }

  async carryOut(steps: readonly Step[]): Promise<object> {
    for (const step of steps) {
      if (step.act === "check") this.check(step.name, step.digest);
      else if (step.act === "count") continue;
      else if (step.act === "memory") this.memory[step.name] = await this.measureMemory();
      else await this.press(step);
    }
    return { contender: this.name, operations: this.operations, memory: this.memory };
  }

  private async press(step: Press): Promise<void> {
    const act =
      step.act === "press"
        ? () => this.host.press(step.target as string)
        : ((row: Row) => (step.act === "select" ? () => row.select() : () => row.remove()))(this.host.row(step.target as number));
    // Sizes are taken when nothing is timed.
    this.countsBytes = step.name !== null && !step.timed;
    this.wireBytes = 0;
    let timer: NodeJS.Timeout | undefined;
    let records = 0;
    let used: NodeJS.CpuUsage | undefined;
    const tookMs = await new Promise<number>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`${this.name}: ${step.name ?? step.target} did not arrive`)), TIMEOUT_MS);
      const done = (took: number): void => {
        used = process.cpuUsage(before);
        records = this.waits!.records;
        this.waits = null;
        resolve(took);
      };
      const before = process.cpuUsage();
      this.waits = { press: step, begun: performance.now(), records: 0, resolve: done };
      act();
      // Nothing may come of it: a table that is empty is cleared.
      if (step.name === null && this.hasArrived(step)) done(0);
    });
    clearTimeout(timer);
    // What both sides still have to do for it is not a part of the next one.
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (step.name === null) return;
    const operation = (this.operations[step.name] ??= { samples_ms: [], processor_ms: [], records: 0, wire_bytes: 0 });
    if (step.timed) {
      operation.samples_ms.push(tookMs);
      operation.processor_ms.push((used!.user + used!.system) / 1000);
    } else {
      operation.records = records;
      operation.wire_bytes = this.wireBytes;
    }
  }

  private hasArrived({ expect }: Press): boolean {
    return this.host.count === expect.count && expect.probes.every((probe) => this.stands(probe));
  }

  private stands([index, id, label, chosen]: Probe): boolean {
    const row = this.host.row(index);
    return row.id === id && row.label === label && row.chosen === chosen;
  }

  private check(name: string, digest: string): void {
    let text = "";
    for (let index = 0; index < this.host.count; index++) {
      const { id, label, chosen } = this.host.row(index);
      text += `${id}\t${label}\t${chosen}\n`;
    }
    if (createHash("sha256").update(text).digest("hex") !== digest) throw new Error(`${this.name}: the table is another after '${name}'`);
  }

  private async measureMemory(): Promise<{ resident: number; private: number; heap: number }> {
    const found: Record<string, number> = {};
    try {
      for (const [, name, size] of readFileSync("/proc/self/smaps_rollup", "utf8").matchAll(/^(\w+):\s+(\d+) kB$/gm)) {
        found[name!] = Number(size) * 1024;
      }
    } catch {
      // A system without it: zeros.
    }
    const { used_heap_size: heap } = await guestHeap(this.worker);
    return { resident: found.Rss ?? 0, private: (found.Private_Clean ?? 0) + (found.Private_Dirty ?? 0), heap };
  }
}

function guestHeap(worker: Worker): Promise<{ used_heap_size: number }> {
  return new Promise((resolve) => {
    worker.once("message", resolve);
    worker.postMessage("heap");
  });
}

const contender = process.argv[2] as keyof typeof HOSTS;
const steps = JSON.parse(readFileSync(0, "utf8")) as Step[];
const { port1, port2 } = new MessageChannel();
const file = join(dirname(fileURLToPath(import.meta.url)), `${contender.replaceAll("-", "_")}_guest.js`);
const worker = new Worker(file, { workerData: port2, transferList: [port2] });
worker.on("error", (error) => {
  console.error(error);
  process.exit(1);
});
const host = new HOSTS[contender](port1 as unknown as MessagePort);
const driver = new Driver(contender, host, worker);
port1.on("message", (message: unknown) => driver.received(message));
await host.start((records) => driver.applied(records));
process.stdout.write(JSON.stringify(await driver.carryOut(steps)), () => process.exit(0));
