// Channels as guests see them: what they say is typed, and what the host says of others is not known.

import type { ReactNode } from "react";
import { type Channel, type ChannelMessage, type Member, Text, useChannel, usePresence } from "rill/sdk";
import { useChannel as useSolidChannel, usePresence as useSolidPresence } from "rill/sdk/solid";
import { openChannel } from "rill/host";

interface Line {
  readonly text: string;
}

export function Room({ name }: { name: string }): ReactNode {
  const room: Channel<Line> = useChannel<Line>(name, { keep: 20, onMessage: (message) => console.log(message.data.text.length, message.from?.length) });
  const members: readonly Member<{ typing: boolean }>[] = usePresence(name, { typing: false });
  const others = usePresence(name);
  const send: Promise<void> = room.publish({ text: "hi" });
  // @ts-expect-error another message than the channel's
  const wrong = room.publish({ words: "hi" });
  // @ts-expect-error what a member shows is not known here
  const unknownState = others[0]?.state.typing;
  // @ts-expect-error the host may say anything of a sender
  const unknownUser = room.messages[0]?.user.name;
  // @ts-expect-error there is no such status
  const status: boolean = room.status === "closed";
  void [send, wrong, unknownState, unknownUser, status];
  return room.messages.map((message: ChannelMessage<Line>) => <Text key={message.id}>{message.data.text + members.some((member) => member.own && member.state.typing)}</Text>);
}

export function solidRoom(name: () => string): number {
  const room = useSolidChannel<Line>(name);
  const members = useSolidPresence<{ typing: boolean }>("a", () => ({ typing: true }));
  // @ts-expect-error an accessor
  const wrong = room.messages[0];
  void [wrong, room.status() === "joined", members()[0]?.state.typing];
  return room.messages().length + room.missed();
}

export function plainRoom(): void {
  const room = openChannel<Line, number>("a", { presence: true, onMessage: (message) => console.log(message.data.text) });
  room.show(5);
  room.show(undefined);
  // @ts-expect-error another state
  room.show("5");
  void room.publish({ text: room.error ?? room.status });
  room.close();
}
