// The module `rill/host` of guests written in HTML tags: docs/dom.md.

/** What the host does with an event before the guest hears of it. Every field is optional. */
export interface EventPolicy {
  /** Keep the host's own reaction to the event from happening. */
  readonly prevent?: boolean;
  /** Keep the event from reaching nodes further up. */
  readonly stop?: boolean;
  /** Only these keys, for keyboard events. */
  readonly keys?: readonly string[];
  /** Call once, when the event has not happened again for this long. */
  readonly debounce_ms?: number;
  /** Call at most once in this time. */
  readonly throttle_ms?: number;
}

/** Call `handler` for each event of this name that the host sends. Returns a function that ends it. */
export declare function onHostEvent(name: string, handler: (payload: unknown) => void): () => void;

/** The session's config. */
export declare function getConfig(): unknown;

/** Call `handler` with the config whenever the host replaces it. Returns a function that ends it. */
export declare function onConfig(handler: (config: unknown) => void): () => void;

/** Send the host a message. */
export declare function sendToHost(name: string, payload?: unknown): void;

/** Call a function that the host granted, and promise its answer. */
export declare function callHost(name: string, ...args: unknown[]): Promise<unknown>;

/** How a channel stands: `interrupted` while the host's connection to others is away, `refused` when its rules do not let this guest in. */
export type ChannelStatus = "joining" | "joined" | "interrupted" | "refused";

/** What somebody said in a channel. */
export interface ChannelMessage<Data = unknown> {
  /** Counts up by one with each message that this guest hears of the channel. */
  readonly id: number;
  readonly data: Data;
  /** The id of the member who published it; null if the host did. */
  readonly from: string | null;
  /** What the host says of the sender. No guest can forge it. */
  readonly user: unknown;
  /** Whether this guest published it. */
  readonly own: boolean;
}

/** Somebody who is in a channel. */
export interface Member<State = unknown> {
  readonly id: string;
  /** What the host says of them. No guest can forge it. */
  readonly user: unknown;
  /** What they show of themselves. */
  readonly state: State;
  /** Whether it is this guest. */
  readonly own: boolean;
}

export interface ChannelOptions<Data = unknown> {
  /** How many of the newest messages are kept; 100, if it is left out. */
  readonly keep?: number;
  /** Called for each message, in order. */
  readonly onMessage?: (message: ChannelMessage<Data>) => void;
  /** Called when anything of the channel has changed. */
  readonly onChange?: () => void;
  /** Whether to be told who is there. */
  readonly presence?: boolean;
}

export interface OpenChannel<Data = unknown, State = unknown> {
  readonly status: ChannelStatus;
  /** Why the host refused, in its words. */
  readonly error: string | null;
  /** The newest messages, newest last, the guest's own among them: everybody sees them in one order. */
  readonly messages: readonly ChannelMessage<Data>[];
  /** How many messages were lost on the way. */
  readonly missed: number;
  /** Who is there, in the order in which they came; empty without `presence`. */
  readonly members: readonly Member<State>[];
  /** Say something to all who are in the channel. Rejects with a GuestError of code `remote` when it is refused. */
  publish(data: Data): Promise<void>;
  /** Be seen with this state; `undefined`: no more. */
  show(state: State | undefined): void;
  /** Leave. What opened the channel calls it when it goes. */
  close(): void;
}

/** Be in a channel of the host until `close` is called: hear what is published, publish, and see who is there. */
export declare function openChannel<Data = unknown, State = unknown>(name: string, options?: ChannelOptions<Data>): OpenChannel<Data, State>;

/** A listener about which the host knows something beforehand: `onKeyDown={event(submit, { keys: ["Enter"], prevent: true })}`. */
export declare function event<F extends (...args: never[]) => unknown>(listener: F, policy: EventPolicy): F;
