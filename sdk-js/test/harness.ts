// Runs a guest as a provider does: the built units, messages in, outboxes out. Guests are given as source, because they share no
// objects with the test. By default a guest lives in a realm of this JavaScript engine, on the shim; with RILL_GUEST_PROCESS set
// to a command, that command hosts the guests (tests/sdk_js/engine_guests.py: the real sandbox).

import { join } from "node:path";

import { buildUnit, describeRuntime, type Unit } from "../build";
import { compileJsx, type JsxDescription } from "../../rill/guest/bundler/jsx_pass";
import { compileSolid } from "../../rill/guest/bundler/solid_dom";
import { RUNTIMES, type RuntimeSource } from "../runtimes";
import * as wire from "../src/protocol/generated";
import { fromBase64, toBase64 } from "../src/shim/base64";
import type { Answer, Request } from "./guest_process";
import { decodeOutbox, encodeMessage } from "./wire";

export { wire };

type EncoderLimits = Extract<Request, { do: "load" }>["limits"];

const units = new Map<string, Promise<[runtime: Unit, shim: Unit]>>();

/** The runtime of this name and the shim, built once. */
export function builtUnits(runtime = "react"): Promise<[runtime: Unit, shim: Unit]> {
  let built = units.get(runtime);
  if (built === undefined) {
    built = Promise.all([buildUnit(sourceOf(runtime).entry), buildUnit("src/shim_entry.ts")]);
    units.set(runtime, built);
  }
  return built;
}

function sourceOf(runtime: string): RuntimeSource {
  const source = RUNTIMES.find(({ name }) => name === runtime);
  if (source === undefined) throw new Error(`no runtime ${runtime}`);
  return source;
}

/** Bundle TSX into a function expression, as `rill build` does. */
export async function bundle(source: string, runtime = "react"): Promise<string> {
  const { modules, jsxImportSource } = sourceOf(runtime);
  const compiled = runtime === "solid-dom" ? compiledBySolid(source) : runtime === "solid" ? await compiledByPass(source) : source;
  const result = await Bun.build({
    entrypoints: ["guest:app"],
    target: "browser",
    format: "cjs",
    external: [...modules, "unknown-module"],
    define: { "process.env.NODE_ENV": '"production"' },
    jsx: { runtime: "automatic", importSource: jsxImportSource, development: false },
    plugins: [
      {
        name: "guest",
        setup(build) {
          build.onResolve({ filter: /^guest:/ }, ({ path }) => ({ path, namespace: "guest" }));
          build.onLoad({ filter: /.*/, namespace: "guest" }, () => ({ contents: compiled, loader: "tsx" }));
        },
      },
    ],
  });
  if (!result.success) throw new AggregateError(result.logs, "the guest did not build");
  return `(function(require,module,exports){"use strict";${await result.outputs[0]!.text()}\n})`;
}

function compiledBySolid(source: string): string {
  const compiled = compileSolid(source, "guest.tsx", "tsx");
  if (compiled !== null && "message" in compiled) throw new Error(compiled.message);
  return compiled?.text ?? source;
}

/** Solid's JSX is always compiled; React's is left as it is here, and tests say themselves what the pass would write. */
async function compiledByPass(source: string): Promise<string> {
  const [runtime, shim] = await builtUnits("solid");
  const about = sourceOf("solid");
  // As `rill build` reads it.
  const description = JSON.parse(JSON.stringify(describeRuntime(about, runtime, shim).jsx)) as JsxDescription;
  const result = compileJsx(source, "tsx", { description, modules: about.modules, hoists: true });
  if (result === null) return source;
  if ("unread" in result) throw new Error(result.unread.message);
  if (result.mistakes.length > 0) throw new Error(result.mistakes[0]!.message);
  return result.edited.text;
}

export interface Turn {
  /** Operations of the turn's one batch; empty when there was none. */
  readonly operations: unknown[][];
  /** The other frames, in order. */
  readonly frames: unknown[][];
  /** The batch's `[version, sequence]`, or null. */
  readonly batch: readonly [version: number, sequence: number] | null;
  readonly bytes: Uint8Array;
}

export interface OpenOptions {
  /** By its name in runtimes.ts; React without it. */
  readonly runtime?: string;
  /** What is built in another way takes the place of that runtime. */
  readonly unit?: Unit;
  readonly props?: unknown;
  readonly config?: unknown;
  readonly seed?: number;
  readonly nowMs?: number;
  readonly limits?: EncoderLimits;
}

/** What a guest threw out of a turn or while its image was made. */
export class GuestFailure extends Error {
  readonly code: string | undefined;

  constructor(error: Extract<Answer, { error: unknown }>["error"]) {
    super(error.message);
    this.name = error.name;
    this.code = error.code;
    this.stack = error.stack;
  }
}

/** A guest whose image is made: the bundle is loaded, no START came. */
export class GuestHarness {
  nowMs: number;
  private turnNumber = 0;

  private constructor(
    private readonly id: number,
    options: OpenOptions,
  ) {
    this.nowMs = options.nowMs ?? 1_000;
  }

  /** Load a guest from TSX source. Rejects with what the guest throws while its image is made. */
  static async load(source: string, options: OpenOptions = {}): Promise<GuestHarness> {
    const [runtime, shim] = await builtUnits(options.runtime);
    const app = await bundle(source, options.runtime);
    const id = await request({ do: "load", shim: shim.code, runtime: (options.unit ?? runtime).code, app, limits: options.limits ?? {} });
    return new GuestHarness(id as number, options);
  }

  /** Load a guest and send START. */
  static async open(source: string, options: OpenOptions = {}): Promise<[guest: GuestHarness, start: Turn]> {
    const guest = await GuestHarness.load(source, options);
    return [guest, await guest.start(options)];
  }

  start(options: OpenOptions = {}): Promise<Turn> {
    return this.send(wire.START, options.props ?? null, options.config ?? null, options.seed ?? 1, null);
  }

  /** Call the listener of a node. With `call` the guest answers. */
  call(node: number, event: string, args: unknown[] = [], call: number | null = null): Promise<Turn> {
    return this.send(wire.CALL_FUNCTION, [node, event], args, call);
  }

  /** One turn: a message of this kind with these fields. */
  async send(kind: number, ...fields: unknown[]): Promise<Turn> {
    const message = toBase64(encodeMessage([kind, ++this.turnNumber, this.nowMs, ...fields]));
    return readOutbox(fromBase64((await request({ do: "turn", guest: this.id, message })) as string));
  }
}

interface Pending {
  readonly resolve: (result: number | string) => void;
  readonly reject: (error: Error) => void;
}

const pending = new Map<number, Pending>();
let nextRequest = 1;
let guestProcess: Bun.Subprocess<"pipe", "pipe", "inherit"> | null = null;

function request(request: Request): Promise<number | string> {
  guestProcess ??= startProcess();
  const id = nextRequest++;
  const answer = new Promise<number | string>((resolve, reject) => pending.set(id, { resolve, reject }));
  guestProcess.stdin.write(`${JSON.stringify({ id, request })}\n`);
  guestProcess.stdin.flush();
  return answer;
}

function startProcess(): Bun.Subprocess<"pipe", "pipe", "inherit"> {
  const given = process.env.RILL_GUEST_PROCESS;
  const command = given === undefined ? [process.execPath, "run", join(import.meta.dir, "guest_process.ts")] : (JSON.parse(given) as string[]);
  const child = Bun.spawn(command, { env: { ...process.env, BUN_BE_BUN: "1" }, stdin: "pipe", stdout: "pipe", stderr: "inherit" });
  void readAnswers(child.stdout);
  // The test run ends when its tests do, not when this process does.
  child.unref();
  process.on("exit", () => child.kill());
  return child;
}

async function readAnswers(stdout: ReadableStream<Uint8Array>): Promise<void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stdout) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      const message = JSON.parse(line) as Answer;
      const { resolve, reject } = pending.get(message.id)!;
      pending.delete(message.id);
      if ("error" in message) reject(new GuestFailure(message.error));
      else resolve(message.result);
    }
  }
}

function readOutbox(bytes: Uint8Array): Turn {
  const frames = decodeOutbox(bytes) as unknown[][];
  const first = frames[0];
  if (first?.[0] === wire.BATCH) {
    return { operations: first[3] as unknown[][], frames: frames.slice(1), batch: [first[1] as number, first[2] as number], bytes };
  }
  return { operations: [], frames, batch: null, bytes };
}
