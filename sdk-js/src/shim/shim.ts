// The native object in JavaScript, for providers whose engine has no C bridge, and the driver by which such a provider runs the
// turns (docs/guest-abi.md, section 6). The provider runs the engine's job queue between the driver's steps; nothing here waits.

import { FRAMES, OPERATIONS, type AnyFunction, type Channel, type Handlers, type Native } from "../core/native";
import { fromBase64, toBase64 } from "./base64";
import { installClock } from "./clock";
import { decode } from "./decoder";
import { Encoder, type EncoderCounts, type EncoderLimits } from "./encoder";

const DEFAULT_LIMITS: EncoderLimits = { outbox_max: 1 << 20, values_max: 200_000, extensions_max: 20_000, depth_max: 64 };

/** The steps of a provider. A turn is `turn`, then the engine's jobs and `pump` in turns until `pump` gives false, then `finish`. */
export interface Driver {
  /** Set limits (names as in the control block) before anything is loaded; absent ones keep their defaults. */
  limits(limits: Partial<EncoderLimits>): void;
  /** The clock while units are evaluated. */
  clock(ms: number): void;
  /** Hand over the value of a bundle's unit. Run jobs and `pump` afterwards. */
  load(value: unknown, name: string): void;
  /** Begin a turn with a message: base64, or bytes. */
  turn(message: string | Uint8Array): void;
  /** Note that a promise was rejected without a handler, or handled after all; engines that cannot tell never call these. */
  rejected(promise: unknown, reason: unknown): void;
  handled(promise: unknown): void;
  /** Note an exception that left a job. */
  threw(error: unknown): void;
  /** Called when the job queue is empty, also before the core is there. True while there is more to run. */
  pump(): boolean;
  /** End the turn: the outbox as bytes. */
  finish(): Uint8Array;
  /** End the turn: the outbox as base64. */
  finishBase64(): string;
  /** Values and extensions of the last outbox. */
  counts(): { values: number; extensions: number };
}

export function createShim(): { native: Native; driver: Driver } {
  let handlers: Handlers | null = null;
  let limits = DEFAULT_LIMITS;
  const counts: EncoderCounts = { bytes: 0, values: 0, extensions: 0 };
  const internFunction = (fn: AnyFunction): number => handlers!.internFunction(fn);
  let channels: [operations: Encoder, frames: Encoder];
  const sizes: [number, number] = [0, 0];
  const makeChannels = (): void => {
    channels = [new Encoder(limits, counts, internFunction), new Encoder(limits, counts, internFunction)];
  };
  makeChannels();
  const rejections = new Map<unknown, unknown>();
  let errors: unknown[] = [];
  const setClock = installClock();
  let loading = true;

  const begin = (): void => {
    for (const channel of channels) channel.clear();
    sizes[OPERATIONS] = sizes[FRAMES] = 0;
  };

  const native: Native = {
    install: (given) => {
      if (handlers !== null) throw new TypeError("handlers are installed already");
      handlers = given;
    },
    append: (channel: Channel, value: unknown) => {
      channels[channel].append(value);
      sizes[channel]++;
    },
    clear: (channel) => {
      channels[channel].clear();
      sizes[channel] = 0;
    },
    size: (channel) => sizes[channel],
    setClock,
  };

  const driver: Driver = {
    limits: (given) => {
      limits = { ...limits, ...given };
      makeChannels();
    },
    clock: setClock,
    load: (value, name) => {
      begin();
      loading = true;
      handlers!.load(value, name);
    },
    turn: (message) => {
      begin();
      loading = false;
      const bytes = typeof message === "string" ? fromBase64(message) : message;
      handlers!.turn(decode(bytes, (id) => handlers!.resolveFunction(id)));
    },
    rejected: (promise, reason) => void rejections.set(promise, reason),
    handled: (promise) => void rejections.delete(promise),
    threw: (error) => void errors.push(error),
    pump: () => {
      if (handlers === null) return false; // the core is not there yet
      const rejected = [...rejections];
      const thrown = errors;
      rejections.clear();
      errors = [];
      const more = handlers.pump(rejected, thrown);
      if (loading && sizes[OPERATIONS] + sizes[FRAMES] > 0) throw new TypeError("something was sent while the image was made");
      return more;
    },
    finish: () => joinOutbox(handlers?.finish(), channels, sizes),
    finishBase64: () => toBase64(driver.finish()),
    counts: () => ({ values: counts.values, extensions: counts.extensions }),
  };
  return { native, driver };
}

// An array of the batch, if there is a head for it, and of the frames. The heads are written by hand: what they hold is encoded.
function joinOutbox(
  head: readonly number[] | undefined,
  [operations, frames]: readonly [Encoder, Encoder],
  sizes: readonly [number, number],
): Uint8Array {
  const front: number[] = [];
  putArrayHead(front, sizes[FRAMES] + (head === undefined ? 0 : 1));
  if (head !== undefined) {
    putArrayHead(front, head.length + 1);
    for (const item of head) putUint(front, item);
    putArrayHead(front, sizes[OPERATIONS]);
  }
  const operationsSize = head === undefined ? 0 : operations.size;
  const outbox = new Uint8Array(front.length + operationsSize + frames.size);
  outbox.set(front);
  outbox.set(operations.bytes.subarray(0, operationsSize), front.length);
  outbox.set(frames.bytes.subarray(0, frames.size), front.length + operationsSize);
  return outbox;
}

function putArrayHead(out: number[], length: number): void {
  if (length <= 15) out.push(0x90 | length);
  else if (length <= 0xffff) out.push(0xdc, length >> 8, length & 0xff);
  else out.push(0xdd, length >>> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff);
}

function putUint(out: number[], value: number): void {
  if (value <= 0x7f) out.push(value);
  else if (value <= 0xff) out.push(0xcc, value);
  else if (value <= 0xffff) out.push(0xcd, value >> 8, value & 0xff);
  else out.push(0xce, value >>> 24, (value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff);
}
