// The module `rill/sdk`, for guests that use React.

import type { Component, ErrorInfo, ReactElement, ReactNode } from "react";
import type {
  ComponentRef, FlatListProps, HostComponent, ListenerPolicy, ListenerWithPolicy, MethodsOf, RemoteMethods, Section, SectionListProps,
  TableProps, TreeProps,
} from "./component_types";

export type * from "./component_types";
export * from "./components";

/**
 * Any number of items, one below the other. Those in view are rendered, and cross to the host as they come into view:
 *
 *     <FlatList data={mails} renderItem={({ item }) => <Text>{item.subject}</Text>} onItemPress={({ item }) => open(item)} />
 */
export declare function FlatList<T>(props: FlatListProps<T>): ReactElement;

/**
 * A FlatList in sections, each with a header:
 *
 *     <SectionList sections={[{ title: "Today", data: mails }]} renderItem={({ item }) => <Text>{item.subject}</Text>} />
 */
export declare function SectionList<S extends Section>(props: SectionListProps<S>): ReactElement;

/**
 * Rows and columns. Rows in view cross to the host as they come into view:
 *
 *     <Table data={files} columns={[{ key: "name", title: "Name" }, { key: "size", title: "Size", align: "end" }]} />
 */
export declare function Table<T>(props: TableProps<T>): ReactElement;

/**
 * Things inside things, which open and close:
 *
 *     <Tree data={roots} getChildren={(folder) => folder.folders} render={(folder) => folder.name} />
 */
export declare function Tree<T>(props: TreeProps<T>): ReactElement;

/**
 * Give a listener a policy: what the host does with the event before the guest hears of it.
 *
 *     <TextInput onKeyDown={event(submit, { keys: ["Enter"], prevent: true })} />
 *     <TextInput onChange={event(search, { debounce_ms: 200 })} />
 */
export declare function event<Payload>(fn: (payload: Payload) => unknown, policy: ListenerPolicy): ListenerWithPolicy<Payload>;

/**
 * Call `handler` for each event of this name that the host sends (`session.send_event`). The latest handler is called; it need not
 * be memoised.
 */
export declare function useHostEvent<Payload = unknown>(name: string, handler: (payload: Payload) => void): void;

/** The session's config. The component renders again when the host replaces it (`session.update_config`). */
export declare function useConfig<Config = unknown>(): Config;

/** A function that sends a message to the host (`session.on("message", ...)`). It is the same in every render. */
export declare function useSendToHost(): (name: string, payload?: unknown) => void;

/**
 * A function that calls a capability which the host granted, and promises its answer. The same in every render.
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
  /** Called for each message, in order. The latest handler is called; it need not be memoised. */
  readonly onMessage?: (message: ChannelMessage<Data>) => void;
}

export interface Channel<Data = unknown> {
  readonly status: ChannelStatus;
  /** Why the host refused, in its words. */
  readonly error: string | null;
  /** The newest messages, newest last, the guest's own among them: everybody sees them in one order. */
  readonly messages: readonly ChannelMessage<Data>[];
  /** How many messages were lost on the way: this guest was too slow, or the host's connection to others was away. */
  readonly missed: number;
  /** Say something to all who are in the channel. The same in every render. Rejects with a GuestError of code `remote` when it is refused. */
  readonly publish: (data: Data) => Promise<void>;
}

/**
 * Be in a channel of the host while the component is there, hear what is published and publish:
 *
 *     const { messages, publish } = useChannel<{ text: string }>(`room/${room}`);
 */
export declare function useChannel<Data = unknown>(name: string, options?: ChannelOptions<Data>): Channel<Data>;

/**
 * Who is in a channel, in the order in which they came. With `me` this guest is seen, too, as long as the component is there:
 *
 *     const members = usePresence(`room/${room}`, { typing });
 */
export declare function usePresence<State = unknown>(name: string, me?: State): readonly Member<State>[];

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
  readonly children?: ReactNode;
  /** What to show instead: a node, or a function of the error and of `reset`, which tries again. Left out: the error's text. */
  readonly fallback?: ReactNode | ((error: unknown, reset: () => void) => ReactNode);
  readonly onError?: (error: unknown, info: ErrorInfo) => void;
}

/** Catches errors of the components inside it. The host hears of them too, and the session lives on. */
export declare class RillErrorBoundary extends Component<RillErrorBoundaryProps, { readonly caught: { readonly error: unknown } | null }> {
  readonly reset: () => void;
  override render(): ReactNode;
}

/** What Rill itself throws inside a guest. */
export declare class GuestError extends Error {
  /** Stable, and meant for programs: `remote`, `not_mounted`, `value`, `limit`, ... */
  readonly code: string;
}
