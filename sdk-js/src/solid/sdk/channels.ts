// Channels for Solid: the same names as in `rill/sdk`, with accessors where React has values.

import { createComputed, createMemo, createSignal, onCleanup } from "solid-js";

import { KEEP_DEFAULT, lastOf, type ChannelMessage, type ChannelSnapshot, type ChannelStatus, type ChannelUse, type Member } from "../../core/channels";
import { currentGuest } from "../../sdk/current_guest";

export interface ChannelOptions {
  readonly keep?: number;
  readonly onMessage?: (message: ChannelMessage) => void;
}

export interface Channel {
  readonly status: () => ChannelStatus;
  readonly error: () => string | null;
  readonly messages: () => readonly ChannelMessage[];
  readonly missed: () => number;
  readonly publish: (data: unknown) => Promise<void>;
}

/** Be in a channel while the component is there. The name may be an accessor: when it changes, so does the channel. */
export function useChannel(name: string | (() => string), options: ChannelOptions = {}): Channel {
  const keep = options.keep ?? KEEP_DEFAULT;
  const use: ChannelUse = { keep, wantsMembers: false, me: null, onMessage: (message) => options.onMessage?.(message), onChange: () => undefined };
  const snapshot = opened(name, use);
  return {
    status: () => snapshot().status,
    error: () => snapshot().error,
    messages: createMemo(() => lastOf(snapshot().messages, keep)),
    missed: () => snapshot().missed,
    publish: (data) => currentGuest().channels.publish(read(name), data),
  };
}

/** Who is in a channel, in the order in which they came; with `me`, a value or an accessor, this guest is seen, too. */
export function usePresence(name: string | (() => string), me?: unknown): () => readonly Member[] {
  const use: ChannelUse = { keep: 0, wantsMembers: true, me: null, onMessage: null, onChange: () => undefined };
  createComputed(() => {
    const state = typeof me === "function" ? (me as () => unknown)() : me;
    use.me = state === undefined ? null : { state };
    currentGuest().channels.touch(read(name));
  });
  const snapshot = opened(name, use);
  return () => snapshot().members;
}

function opened(name: string | (() => string), use: ChannelUse): () => ChannelSnapshot {
  const { channels } = currentGuest();
  const [snapshot, setSnapshot] = createSignal(channels.snapshot(read(name)));
  createComputed(() => {
    const current = read(name);
    use.onChange = () => setSnapshot(() => channels.snapshot(current));
    onCleanup(channels.open(current, use));
    use.onChange();
  });
  return snapshot;
}

function read(name: string | (() => string)): string {
  return typeof name === "function" ? name() : name;
}
