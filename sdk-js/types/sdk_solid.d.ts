// The module `rill/sdk/solid`, for guests that use Solid: the names of `rill/sdk`, and Solid's own where no component has the name.

import type { Accessor, JSX } from "solid-js";
import type {
  ComponentRef, FlatListProps, HostComponent, ListenerPolicy, ListenerWithPolicy, MethodsOf, RemoteMethods, Section, SectionListProps,
  TableProps, TreeProps,
} from "./component_types";

export {
  batch, catchError, children, createComputed, createContext, createDeferred, createEffect, createMemo, createReaction, createRenderEffect,
  createResource, createRoot, createSelector, createSignal, createUniqueId, ErrorBoundary, For, from, getListener, getOwner, Index,
  indexArray, lazy, mapArray, Match, mergeProps, observable, on, onCleanup, onMount, resetErrorBoundaries, runWithOwner, Show, splitProps,
  startTransition, Suspense, SuspenseList, untrack, useContext, useTransition,
} from "solid-js";
export type {
  Accessor, Component, ComponentProps, Context, FlowComponent, FlowProps, JSX, JSXElement, Owner, ParentComponent, ParentProps, Resource,
  Setter, Signal, VoidComponent, VoidProps,
} from "solid-js";
export { createMutable, createStore, modifyMutable, produce, reconcile, unwrap } from "solid-js/store";
export type { SetStoreFunction, Store } from "solid-js/store";
export { createDynamic, Dynamic } from "solid-js/web";
export type * from "./component_types";
export * from "./components";

/**
 * Any number of items, one below the other. Those in view are drawn, and cross to the host as they come into view:
 *
 *     <FlatList data={mails()} renderItem={(info) => <Text>{info.item.subject}</Text>} onItemPress={({ item }) => open(item)} />
 */
export declare function FlatList<T>(props: FlatListProps<T>): JSX.Element;

/**
 * A FlatList in sections, each with a header:
 *
 *     <SectionList sections={[{ title: "Today", data: mails() }]} renderItem={(info) => <Text>{info.item.subject}</Text>} />
 */
export declare function SectionList<S extends Section>(props: SectionListProps<S>): JSX.Element;

/**
 * Rows and columns. Rows in view cross to the host as they come into view:
 *
 *     <Table data={files()} columns={[{ key: "name", title: "Name" }, { key: "size", title: "Size", align: "end" }]} />
 */
export declare function Table<T>(props: TableProps<T>): JSX.Element;

/**
 * Things inside things, which open and close:
 *
 *     <Tree data={roots()} getChildren={(folder) => folder.folders} render={(folder) => folder.name} />
 */
export declare function Tree<T>(props: TreeProps<T>): JSX.Element;

/**
 * Give a listener a policy: what the host does with the event before the guest hears of it.
 *
 *     <TextInput onKeyDown={event(submit, { keys: ["Enter"], prevent: true })} />
 *     <TextInput onChange={event(search, { debounce_ms: 200 })} />
 */
export declare function event<Payload>(fn: (payload: Payload) => unknown, policy: ListenerPolicy): ListenerWithPolicy<Payload>;

/** Call `handler` for each event of this name that the host sends (`session.send_event`), for as long as the component is there. */
export declare function useHostEvent<Payload = unknown>(name: string, handler: (payload: Payload) => void): void;

/** The session's config, as an accessor: it changes when the host replaces it (`session.update_config`). */
export declare function useConfig<Config = unknown>(): Accessor<Config>;

/** A function that sends a message to the host (`session.on("message", ...)`). */
export declare function useSendToHost(): (name: string, payload?: unknown) => void;

/**
 * A function that calls a capability which the host granted, and promises its answer.
 *
 * The promise rejects with a GuestError of code `remote` when the host refuses or fails; its `cause` is the host's error.
 */
export declare function useHostCall<Args extends readonly unknown[] = unknown[], Result = unknown>(
  name: string,
): (...args: Args) => Promise<Result>;

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
}

export interface Channel<Data = unknown> {
  readonly status: Accessor<ChannelStatus>;
  /** Why the host refused, in its words. */
  readonly error: Accessor<string | null>;
  /** The newest messages, newest last, the guest's own among them: everybody sees them in one order. */
  readonly messages: Accessor<readonly ChannelMessage<Data>[]>;
  /** How many messages were lost on the way: this guest was too slow, or the host's connection to others was away. */
  readonly missed: Accessor<number>;
  /** Say something to all who are in the channel. Rejects with a GuestError of code `remote` when it is refused. */
  readonly publish: (data: Data) => Promise<void>;
}

/**
 * Be in a channel of the host while the component is there, hear what is published and publish. When an accessor's name changes, so
 * does the channel:
 *
 *     const channel = useChannel<{ text: string }>(() => `room/${room()}`);
 *     <For each={channel.messages()}>{(message) => <Text>{message.data.text}</Text>}</For>
 */
export declare function useChannel<Data = unknown>(name: string | Accessor<string>, options?: ChannelOptions<Data>): Channel<Data>;

/**
 * Who is in a channel, in the order in which they came. With `me`, a value or an accessor, this guest is seen, too, as long as the
 * component is there:
 *
 *     const members = usePresence("room/1", () => ({ typing: typing() }));
 */
export declare function usePresence<State = unknown>(name: string | Accessor<string>, me?: State | Accessor<State>): Accessor<readonly Member<State>[]>;

/** What `useRemoteRef` returns: a ref to pass to a component, through which its methods are called. */
export interface RemoteRefObject<Methods> {
  current: ComponentRef<Methods> | null;
  /** Call a method by name. Rejects with a GuestError of code `not_mounted` while no component has the ref. */
  invoke(method: string, ...args: unknown[]): Promise<unknown>;
  /** The component's methods. */
  readonly call: RemoteMethods<Methods>;
}

/**
 * A ref whose component's methods can be called:
 *
 *     const input = useRemoteRef<typeof TextInput>();
 *     <TextInput ref={input} />
 *     await input.call.select(0, 3);
 *
 * Methods run on the host, after the turn's changes are on screen. A call that the host refuses and that nobody waits for is
 * reported and does not end the session.
 */
export declare function useRemoteRef<C extends HostComponent<never>>(): RemoteRefObject<MethodsOf<C>>;

export interface HostComponentOptions {
  /** Names of its props that take elements. */
  readonly elements?: readonly string[];
}

/** A component that a host added to the whitelist, by the name that the host gave it. */
export declare function hostComponent<Props>(name: string, options?: HostComponentOptions): HostComponent<Props>;

export interface RillErrorBoundaryProps {
  readonly children?: JSX.Element;
  /** What to show instead: a node, or a function of the error and of `reset`, which tries again. Left out: the error's text. */
  readonly fallback?: JSX.Element | ((error: any, reset: () => void) => JSX.Element);
  readonly onError?: (error: unknown) => void;
}

/** Solid's ErrorBoundary, with a fallback of its own. The host hears of the errors too, and the session lives on. */
export declare function RillErrorBoundary(props: RillErrorBoundaryProps): JSX.Element;

/** What Rill itself throws inside a guest. */
export declare class GuestError extends Error {
  /** Stable, and meant for programs: `remote`, `not_mounted`, `value`, `limit`, ... */
  readonly code: string;
}
