// The core of a guest: its state, its message loop, and what it can ask of the host. Everything else (globals, renderer, SDK)
// sits on it and knows the host only through it. There is one guest in a realm.

import {
  CALL_FUNCTION,
  CALL_RESULT,
  CONFIG_UPDATE,
  CONSOLE_LINES_PER_S_MAX,
  DESTROY,
  ERROR,
  HOST_CALL,
  HOST_CALLS_MAX,
  HOST_EVENT,
  HOST_RESULT,
  LOG,
  MESSAGE,
  REF_CALL,
  REF_CALLS_MAX,
  REF_METHOD_RESULT,
  RELEASE,
  START,
  TIMER,
  type CallFunction,
  type CallId,
  type Frame,
  type Message,
  type NodeId,
  type Start,
} from "../protocol/generated";
import { ChannelTable } from "./channels";
import { formatError, plainError } from "./format_error";
import { FunctionTable } from "./function_table";
import { GuestError } from "./guest_error";
import { ImmediateQueue } from "./immediate_queue";
import type { AnyFunction, Handlers, Native } from "./native";
import { NodeIds } from "./node_ids";
import { Random } from "./random";
import type { NodeHandle } from "./remote_ref";
import { TemplateTable } from "./template";
import { Timers } from "./timers";
import { Writer } from "./writer";

/**
 * image: units are evaluated, nothing may leave. ready: a bundle is loaded. running: START came. ended: DESTROY came.
 * failed: an error that ends the session was reported; the guest does nothing any more.
 */
export type GuestState = "image" | "ready" | "running" | "ended" | "failed";

/** What the core asks of whoever keeps the nodes: the tree of tree.ts, or a renderer's own bookkeeping. */
export interface NodeKeeper {
  /** The function to call for an event of a node. Undefined when node or listener are gone. `args` are the event's. */
  listener(id: NodeId, name: string, args: readonly unknown[]): AnyFunction | undefined;
  /** The turn has settled: write what is still due, such as values of inputs that the guest did not take over. */
  endTurn(): void;
}

/** What a framework's renderer does for the core. */
export interface Renderer {
  readonly nodes: NodeKeeper;
  /** Mount the bundle's root component. */
  mount(component: unknown, props: unknown): void;
  unmount(): void;
  /** Call a listener so that the framework treats it as a user's event. */
  dispatch(fn: AnyFunction, args: readonly unknown[]): unknown;
}

/** Evaluates a bundle's function and returns its root component; modules.ts makes it. */
export type Linker = (bundle: unknown, name: string) => unknown;

const LOG_WINDOW_MS = 1_000;
/** Characters of console lines for each second: an eighth of a default outbox, so that lines never crowd out the tree. */
const LOG_CHARACTERS_PER_S_MAX = 128 * 1024;
/** Lines that are kept from the making of an image until a session can write them. */
const IMAGE_LINES_MAX = 50;

interface PendingCall {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly what: string;
}

export class Guest {
  readonly functions = new FunctionTable();
  readonly immediates = new ImmediateQueue();
  readonly random = new Random();
  readonly timers = new Timers((frame) => this.write(frame, "a timer"));
  // What renderers write with: operations, ids for their nodes, and templates.
  readonly writer: Writer;
  readonly ids = new NodeIds();
  readonly templates: TemplateTable;
  readonly channels = new ChannelTable(this);
  readonly counters = { callsToGone: 0, linesDropped: 0 };
  state: GuestState = "image";
  /** The session's clock, and what it said at START. Both stand still within a turn. */
  nowMs = 0;
  startMs = 0;
  config: unknown = undefined;

  private readonly configListeners = new Set<() => void>();
  private readonly eventListeners = new Map<string, Set<(payload: unknown) => void>>();
  private readonly refCalls = new Map<CallId, PendingCall>();
  private readonly hostCalls = new Map<CallId, PendingCall>();
  private nextCall = 1;
  private component: unknown = undefined;
  private renderer: Renderer | null = null;
  private linker: Linker | null = null;
  private logWindowMs = 0;
  private logLines = 0;
  private logCharacters = 0;
  private linesDropped = 0;
  /** Why the session ends, where not even an empty outbox takes it: thrown at the end of the turn. */
  private unreported: { readonly thrown: unknown } | null = null;
  private imageLines: [level: string, args: string[], source: string | null][] = [];

  constructor(private readonly native: Native) {
    this.writer = new Writer(native, this.functions, (error) => this.fail(error));
    this.templates = new TemplateTable(this.writer);
  }

  /** Join the core with a framework and a module table, and answer the native object from now on. */
  install(renderer: Renderer, linker: Linker): void {
    this.renderer = renderer;
    this.linker = linker;
    const handlers: Handlers = {
      load: (value, name) => this.load(value, name),
      turn: (message) => this.turn(message as Message),
      pump: (rejections, errors) => this.pump(rejections, errors),
      finish: () => this.finish(),
      internFunction: (fn) => this.functions.intern(fn),
      resolveFunction: (id) => this.functions.resolve(id),
    };
    this.native.install(handlers);
  }

  // ---- what a guest asks of the host -------------------------------------------------------------------------------

  send(name: string, payload: unknown): void {
    requireName(name, "sendToHost");
    this.write([MESSAGE, name, payload], "a message to the host");
  }

  /** Call a capability. The promise settles when the host answers, in a later turn. */
  callHost(name: string, args: unknown[]): Promise<unknown> {
    requireName(name, "useHostCall");
    this.refuseInImage("a host call");
    // The host's own bound, as below: here the guest gets an error that it can catch, there it would lose its session.
    if (this.hostCalls.size >= HOST_CALLS_MAX) {
      const problem = `host call '${name}' was made while ${HOST_CALLS_MAX} calls are unanswered; await some first`;
      return Promise.reject(new GuestError("limit", problem));
    }
    return this.makeCall(this.hostCalls, `host call '${name}'`, (call) => this.write([HOST_CALL, call, name, args], "a host call"));
  }

  /** Call a method of a node's component. Rejects when the node is not there (any more) or too many calls are outstanding. */
  callMethod(node: NodeHandle, method: string, args: unknown[]): Promise<unknown> {
    requireName(method, "invoke");
    this.refuseInImage("a method call");
    const what = `method '${method}' of <${node.type}>`;
    if (!node.created || node.deleted) {
      return Promise.reject(new GuestError("not_mounted", `${what} was called, but the component is not mounted`));
    }
    if (this.refCalls.size >= REF_CALLS_MAX) {
      return Promise.reject(new GuestError("limit", `${what} was called while ${REF_CALLS_MAX} calls are unanswered; await some first`));
    }
    return this.makeCall(this.refCalls, what, (call) => {
      // While unmounting nobody answers any more.
      if (this.state === "running") this.writer.crossingOperation([REF_CALL, node.id, method, args, call]);
    });
  }

  onHostEvent(name: string, listener: (payload: unknown) => void): () => void {
    let listeners = this.eventListeners.get(name);
    if (listeners === undefined) this.eventListeners.set(name, (listeners = new Set()));
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.eventListeners.get(name) === listeners) this.eventListeners.delete(name);
    };
  }

  onConfigUpdate(listener: () => void): () => void {
    this.configListeners.add(listener);
    return () => this.configListeners.delete(listener);
  }

  /** Write a console line, unless this second's lines are used up. While an image is made lines wait for the first START. */
  log(level: string, args: string[], source: string | null): void {
    if (this.state === "image" || this.state === "ready") {
      if (this.imageLines.length < IMAGE_LINES_MAX) this.imageLines.push([level, args, source]);
      return;
    }
    if (this.nowMs - this.logWindowMs >= LOG_WINDOW_MS) {
      this.logWindowMs = this.nowMs;
      this.logLines = 0;
      this.logCharacters = 0;
    }
    const characters = args.reduce((sum, arg) => sum + arg.length, 0);
    if (this.logLines >= CONSOLE_LINES_PER_S_MAX || this.logCharacters + characters > LOG_CHARACTERS_PER_S_MAX) return this.dropLine();
    this.logLines++;
    this.logCharacters += characters;
    try {
      this.write([LOG, level, args, source], "a console line");
    } catch {
      // The outbox is full. Printing must not be what a guest fails of.
      this.dropLine();
    }
  }

  private dropLine(): void {
    this.counters.linesDropped++;
    this.linesDropped++;
  }

  // ---- errors ------------------------------------------------------------------------------------------------------

  /** Report an error that ends the session. The turn's operations are dropped, so that the host's tree stays the last good one. */
  fail(thrown: unknown, componentStack?: string | null): void {
    if (this.state === "failed") return;
    if (this.state === "image" || this.state === "ready") throw thrown;
    this.state = "failed";
    this.writer.dropOperations();
    this.immediates.clear();
    this.timers.drop();
    const frame: Frame = [ERROR, formatError(thrown, componentStack), true];
    try {
      this.writer.frame(frame);
    } catch {
      // No room: what fills the outbox matters less than why the session ends.
      this.writer.dropFrames();
      try {
        this.writer.frame(frame);
      } catch {
        this.unreported = { thrown };
      }
    }
  }

  /** Report an error that the guest survives: an error boundary caught it, or nobody waited for the host's refusal. */
  report(thrown: unknown, componentStack?: string | null): void {
    if (this.state === "running" || this.state === "ended") this.write([ERROR, formatError(thrown, componentStack), false], "an error");
  }

  /** Refuse what cannot be done while an image is made: whatever a guest did then would be shared by all its sessions. */
  refuseInImage(what: string): void {
    if (this.state === "image" || this.state === "ready") {
      throw new GuestError(
        "image",
        `${what} at the top level of the bundle: this code runs once, when the bundle is loaded, not once for each session; ` +
          "move it into a component or an effect",
      );
    }
  }

  // ---- handlers ----------------------------------------------------------------------------------------------------

  private load(value: unknown, name: string): void {
    if (this.state !== "image") throw new GuestError("state", `bundle '${name}' came after another one; a guest has one bundle`);
    this.component = this.linker!(value, name);
    this.state = "ready";
  }

  private turn(message: Message): void {
    this.immediates.beginTurn();
    this.nowMs = message[2];
    this.native.setClock(this.nowMs);
    if (message[0] === START) return this.start(message);
    if (this.state !== "running") {
      const problem = `message of kind ${message[0]} came while the guest is ${this.state}`;
      throw new GuestError("state", `${problem}; a session begins with START and ends with DESTROY`);
    }
    try {
      this.receive(message);
    } catch (error) {
      this.fail(error);
    }
  }

  private start(message: Start): void {
    if (this.state !== "ready") {
      const problem = this.state === "image" ? "START came before a bundle was loaded" : `START came while the guest is ${this.state}`;
      throw new GuestError("state", `${problem}; a guest is started once`);
    }
    const [, , , props, config, seed] = message;
    this.state = "running";
    this.startMs = this.nowMs;
    this.logWindowMs = this.nowMs;
    this.random.seed(seed);
    this.config = config;
    for (const [level, args, source] of this.imageLines) this.log(level, args, source);
    this.imageLines = [];
    try {
      this.renderer!.mount(this.component, props);
    } catch (error) {
      this.fail(error);
    }
  }

  private receive(message: Exclude<Message, Start>): void {
    switch (message[0]) {
      case CALL_FUNCTION:
        return this.callFunction(message);
      case HOST_EVENT: {
        const [, , , name, payload] = message;
        for (const listener of [...(this.eventListeners.get(name) ?? [])]) this.renderer!.dispatch(listener, [payload]);
        return;
      }
      case CONFIG_UPDATE:
        this.config = message[3];
        for (const listener of [...this.configListeners]) listener();
        return;
      case REF_METHOD_RESULT:
        return this.settle(this.refCalls, message[3], message[4], message[5]);
      case HOST_RESULT:
        return this.settle(this.hostCalls, message[3], message[4], message[5]);
      case TIMER:
        return this.timers.fire(message[3]);
      case RELEASE:
        return this.functions.releaseIds(message[3]);
      case DESTROY:
        this.state = "ended";
        this.timers.drop();
        return this.renderer!.unmount();
      default:
        throw unknownKind(message);
    }
  }

  private callFunction([, , , target, args, call]: CallFunction): void {
    const fn = typeof target === "number" ? this.functions.resolve(target) : this.renderer!.nodes.listener(target[0], target[1], args);
    if (fn === undefined) {
      this.counters.callsToGone++;
      if (call !== null) this.answer(call, false, new GuestError("not_mounted", "the function that was called is gone"));
      return;
    }
    if (call === null) {
      this.renderer!.dispatch(fn, args);
      return;
    }
    try {
      const result = this.renderer!.dispatch(fn, args);
      if (!isThenable(result)) return this.answer(call, true, result);
      Promise.resolve(result).then(
        (value) => this.answer(call, true, value),
        (error: unknown) => this.answer(call, false, error),
      );
    } catch (error) {
      this.answer(call, false, error);
    }
  }

  private answer(call: CallId, ok: boolean, value: unknown): void {
    if (ok) {
      try {
        return this.write([CALL_RESULT, call, true, value], "a result");
      } catch (error) {
        // The function ran, but its result cannot cross: that is an error of its own.
        value = error;
      }
    }
    this.write([CALL_RESULT, call, false, plainError(value)], "a result");
  }

  private settle(calls: Map<CallId, PendingCall>, call: CallId, ok: boolean, value: unknown): void {
    const pending = calls.get(call);
    if (pending === undefined) return;
    calls.delete(call);
    if (ok) pending.resolve(value);
    else pending.reject(new RemoteError(pending.what, value));
  }

  private pump(rejections: readonly (readonly [unknown, unknown])[], errors: readonly unknown[]): boolean {
    if (this.unreported !== null) throw this.unreported.thrown;
    if (this.state === "failed") return false;
    for (const error of errors) this.fail(error);
    for (const [, reason] of rejections) {
      // A host may always refuse a call, and a node may be gone when the call arrives. A guest that did not wait for the
      // answer, as in `onPress={() => input.invoke("focus")}`, did not fail: the error is reported and the session lives.
      if (reason instanceof RemoteError || isNotMounted(reason)) this.report(reason);
      else this.fail(reason);
    }
    try {
      return this.immediates.runRound() || this.timers.runNext();
    } catch (error) {
      if (error instanceof GuestError && error.code === "rounds") throw error;
      this.fail(error);
      return false;
    }
  }

  private finish(): readonly [number, number, number] | undefined {
    if (this.linesDropped > 0 && this.state === "running") {
      const dropped = this.linesDropped;
      this.linesDropped = 0;
      const bound = `${CONSOLE_LINES_PER_S_MAX} lines or ${LOG_CHARACTERS_PER_S_MAX} characters a second`;
      try {
        this.write([LOG, "warn", [`${dropped} console lines dropped: more than ${bound}`], null], "a console line");
      } catch {
        // No room even for that: said in a later turn.
        this.linesDropped = dropped;
      }
    }
    if (this.state === "running") {
      this.renderer!.nodes.endTurn();
    } else {
      // Unmounting is told to effects only: the host discards the tree itself.
      this.writer.dropOperations();
    }
    return this.writer.batchHead();
  }

  /** Write a call and promise its answer. Arguments that cannot cross reject the promise: nothing was called. */
  private makeCall(calls: Map<CallId, PendingCall>, what: string, write: (call: CallId) => void): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const call = this.nextCall++;
      write(call);
      calls.set(call, { resolve, reject, what });
    });
  }

  private write(frame: Frame, what: string): void {
    this.refuseInImage(what);
    if (this.state !== "failed") this.writer.frame(frame);
  }
}

/** The host answered a call with an error. Its cause is the host's error. */
export class RemoteError extends GuestError {
  constructor(what: string, cause: unknown) {
    const text = cause instanceof Error ? cause.message : typeof cause === "string" ? cause : "no reason given";
    super("remote", `${what} failed: ${text}`, { cause });
  }
}

function requireName(name: unknown, what: string): void {
  if (typeof name !== "string") throw new GuestError("value", `${what} expects a string as name, got ${typeof name}`);
}

// Some libraries have promises of their own.
function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function";
}

function isNotMounted(reason: unknown): boolean {
  return reason instanceof GuestError && reason.code === "not_mounted";
}

function unknownKind(message: never): GuestError {
  const kind = String((message as readonly unknown[])[0]);
  return new GuestError("state", `unknown message kind ${kind}; this runtime and its host differ in protocol version`);
}
