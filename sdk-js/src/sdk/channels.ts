// Channels as React hooks, over core/channels.ts.

import { useCallback, useLayoutEffect, useMemo, useState, useSyncExternalStore } from "react";

import { KEEP_DEFAULT, lastOf, type ChannelMessage, type ChannelSnapshot, type ChannelStatus, type ChannelUse, type Member } from "../core/channels";
import { currentGuest } from "./current_guest";

export interface ChannelOptions {
  readonly keep?: number;
  readonly onMessage?: (message: ChannelMessage) => void;
}

export interface Channel {
  readonly status: ChannelStatus;
  readonly error: string | null;
  readonly messages: readonly ChannelMessage[];
  readonly missed: number;
  readonly publish: (data: unknown) => Promise<void>;
}

/** Be in a channel while the component is there. */
export function useChannel(name: string, options: ChannelOptions = {}): Channel {
  const { keep = KEEP_DEFAULT, onMessage } = options;
  const use = useUse(name, keep, false, null, onMessage ?? null);
  const { status, error, messages, missed } = useSnapshot(name, use);
  const kept = useMemo(() => lastOf(messages, keep), [messages, keep]);
  const publish = useCallback((data: unknown) => currentGuest().channels.publish(name, data), [name]);
  return { status, error, messages: kept, missed, publish };
}

/** Who is in a channel, in the order in which they came; with `me` this guest is seen, too. */
export function usePresence(name: string, me?: unknown): readonly Member[] {
  const use = useUse(name, 0, true, me === undefined ? null : { state: me }, null);
  return useSnapshot(name, use).members;
}

function useUse(name: string, keep: number, wantsMembers: boolean, me: ChannelUse["me"], onMessage: ChannelUse["onMessage"]): ChannelUse {
  const [use] = useState<ChannelUse>(() => ({ keep, wantsMembers, me, onMessage, onChange: () => undefined }));
  // The latest of each render that was committed.
  useLayoutEffect(() => {
    use.keep = keep;
    use.me = me;
    use.onMessage = onMessage;
    currentGuest().channels.touch(name);
  });
  return use;
}

function useSnapshot(name: string, use: ChannelUse): ChannelSnapshot {
  const subscribe = useCallback(
    (onChange: () => void) => {
      use.onChange = onChange;
      return currentGuest().channels.open(name, use);
    },
    [name, use],
  );
  return useSyncExternalStore(subscribe, () => currentGuest().channels.snapshot(name));
}
