// A chat of several rooms: who is here, who is writing, and what was said. Whoever speaks is named by the host, so nobody can speak as
// somebody else. Where there is room, rooms and people stand beside the conversation; else above it.

import { useEffect, useMemo, useRef, useState } from "react";
import {
  Button, type ChannelMessage, type Color, Column, Divider, Icon, Row, ScrollView, Text, TextInput, useChannel, useHostCall, usePresence,
  useRemoteRef, useSendToHost,
} from "rill/sdk";
import { joined, type Line, type Said, spoken, type Who } from "./lines";

const LINE_CHARACTERS_MAX = 500;
const LINES_MAX = 200;
// Whoever has not touched a key for so long is not writing any more.
const PAUSE_MS = 3_000;
const SIDE_WIDTH = 84;
const COLOURS: readonly Color[] = ["primary", "accent", "success", "warning", "secondary"];

/** What the others see of somebody beside the name. */
interface Me {
  readonly typing: boolean;
}

interface ChatProps {
  readonly room?: string;
  readonly rooms?: readonly string[];
}

export default function Chat({ room: first = "lobby", rooms = ["lobby", "garden", "workshop"] }: ChatProps) {
  const [room, setRoom] = useState(first);
  const sendToHost = useSendToHost();

  const enter = (name: string) => {
    setRoom(name);
    sendToHost("room_entered", { room: name });
  };
  // A room of its own component: what belongs to one is gone with it.
  return <Room key={room} name={room} rooms={rooms} onEnter={enter} />;
}

interface RoomProps {
  readonly name: string;
  readonly rooms: readonly string[];
  readonly onEnter: (name: string) => void;
}

function Room({ name, rooms, onEnter }: RoomProps) {
  const [isTyping, setTyping] = useState(false);
  const [before, setBefore] = useState<readonly Said[]>([]);
  const [problem, setProblem] = useState("");
  const load = useHostCall<[room: string], readonly Said[]>("chat.history");
  const { messages, publish, status, missed } = useChannel<Line>(`room/${name}`, { keep: LINES_MAX });
  const members = usePresence<Me>(`room/${name}`, { typing: isTyping });
  const view = useRemoteRef<typeof ScrollView>();

  const lines = useMemo(() => joined(before, messages as readonly ChannelMessage<Line>[], LINES_MAX), [before, messages]);
  const writing = members.filter(({ state, own }) => !own && state?.typing).map(({ user }) => nameOf(user));

  // What was said before, once those who come later cannot be missed any more; and once more whenever some were.
  useEffect(() => {
    if (status !== "joined") return;
    load(name).then(setBefore, () => setProblem("What was said before cannot be had."));
  }, [status, missed, name]);

  useEffect(() => {
    void view.call.scrollToEnd();
  }, [lines.length, view]);

  const say = (text: string) =>
    publish({ text, key: crypto.randomUUID() }).then(
      () => setProblem(""),
      (error: unknown) => setProblem(`Not sent: ${error instanceof Error ? error.message : "the room does not answer"}`),
    );

  return (
    <Row style={{ height: "100%" }}>
      <Column style={{ display: "none", width: 22, padding: 1, gap: 1, background: "surface", breakpoints: [{ at: SIDE_WIDTH, style: { display: "flex" } }] }}>
        <Rooms name={name} rooms={rooms} onEnter={onEnter} />
        <Divider />
        <People members={members} />
      </Column>

      <Column role="main" label={`Room ${name}`} style={{ grow: 1, padding: [0, 1], gap: 1 }}>
        <Row style={{ justify: "space-between", gap: 2, padding: [1, 0, 0, 0] }}>
          <Text role="heading" level={1} style={{ bold: true, color: "primary" }}>
            # {name}
          </Text>
          <Text role="status" label="People" style={{ color: "muted" }}>
            {members.length === 1 ? "Only you" : `${members.length} people`}
          </Text>
        </Row>
        <Row role="toolbar" label="Rooms" style={{ gap: 1, wrap: "wrap", breakpoints: [{ at: SIDE_WIDTH, style: { display: "none" } }] }}>
          {rooms.map((room) => (
            <Button key={room} compact variant={room === name ? "primary" : "default"} onPress={() => onEnter(room)}>
              {room}
            </Button>
          ))}
        </Row>

        <ScrollView ref={view} role="list" label="Conversation" style={{ grow: 1, minHeight: 4 }}>
          <Column style={{ gap: 1 }}>
            {lines.length === 0 && (
              <Text style={{ color: "muted" }}>{status === "joining" ? "Coming in…" : "Nobody has said anything yet. Be the first."}</Text>
            )}
            {spoken(lines).map(({ key, user, own, texts }) => (
              <Speech key={key} name={nameOf(user)} own={own} texts={texts} />
            ))}
          </Column>
        </ScrollView>

        <Text role="status" label="Writing" style={{ color: problem ? "error" : "muted", height: 1 }}>
          {problem || stateOf(status) || writingOf(writing)}
        </Text>
        <Draft room={name} disabled={status !== "joined"} onTyping={setTyping} onSay={say} />
      </Column>
    </Row>
  );
}

function Rooms({ name, rooms, onEnter }: RoomProps) {
  return (
    <Column role="navigation" label="Rooms">
      <Text style={{ bold: true, color: "muted" }}>Rooms</Text>
      {rooms.map((room) => (
        <Button key={room} compact variant={room === name ? "primary" : "default"} onPress={() => onEnter(room)}>
          # {room}
        </Button>
      ))}
    </Column>
  );
}

interface PeopleProps {
  readonly members: readonly { readonly id: string; readonly user: unknown; readonly state: Me | null; readonly own: boolean }[];
}

function People({ members }: PeopleProps) {
  return (
    <Column role="list" label="People">
      <Text style={{ bold: true, color: "muted" }}>Here now</Text>
      {members.map(({ id, user, state, own }) => (
        <Row key={id} role="listitem" style={{ gap: 1 }}>
          <Icon name="circle" color="success" />
          <Text style={{ color: colourOf(nameOf(user)) }}>{own ? `${nameOf(user)} (you)` : nameOf(user)}</Text>
          {!own && state?.typing === true && <Text style={{ color: "muted" }}>…</Text>}
        </Row>
      ))}
    </Column>
  );
}

interface SpeechProps {
  readonly name: string;
  readonly own: boolean;
  readonly texts: readonly string[];
}

/** What somebody said without a break. */
function Speech({ name, own, texts }: SpeechProps) {
  return (
    <Column role="listitem" style={{ alignSelf: own ? "end" : "start", maxWidth: "80%" }}>
      <Text style={{ bold: true, color: colourOf(name), textAlign: own ? "end" : "start" }}>{own ? "You" : name}</Text>
      {texts.map((text, at) => (
        <Column key={at} style={{ background: own ? "panel" : "surface", padding: [0, 1], alignSelf: own ? "end" : "start" }}>
          <Text>{text}</Text>
        </Column>
      ))}
    </Column>
  );
}

interface DraftProps {
  readonly room: string;
  readonly disabled: boolean;
  readonly onTyping: (isTyping: boolean) => void;
  readonly onSay: (text: string) => void;
}

// The draft lives here, so that typing renders one field instead of the conversation.
function Draft({ room, disabled, onTyping, onSay }: DraftProps) {
  const [text, setText] = useState("");
  const pause = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const field = useRemoteRef<typeof TextInput>();

  const write = (value: string) => {
    setText(value);
    clearTimeout(pause.current);
    onTyping(value !== "");
    if (value !== "") pause.current = setTimeout(() => onTyping(false), PAUSE_MS);
  };
  const say = (value: string) => {
    if (value.trim() === "") return;
    onSay(value.trim());
    write("");
    void field.call.focus();
  };
  useEffect(() => () => clearTimeout(pause.current), []);

  return (
    <Row style={{ gap: 1, align: "center" }}>
      <TextInput
        ref={field}
        label={`Message to ${room}`}
        placeholder={`Message #${room}`}
        autoFocus
        maxLength={LINE_CHARACTERS_MAX}
        style={{ grow: 1 }}
        value={text}
        onChange={({ value }) => write(value)}
        onSubmit={({ value }) => !disabled && say(value)}
      />
      <Button variant="primary" disabled={disabled || text.trim() === ""} onPress={() => say(text)}>
        Send
      </Button>
    </Row>
  );
}

/** The host gives each session its name; what comes from elsewhere has none. */
function nameOf(user: unknown): string {
  const name = (user as Who | null)?.name;
  return typeof name === "string" ? name : "somebody";
}

function colourOf(name: string): Color {
  const sum = [...name].reduce((total, letter) => (total * 31 + letter.codePointAt(0)!) >>> 0, 7);
  return COLOURS[sum % COLOURS.length]!;
}

function stateOf(status: string): string {
  if (status === "refused") return "You may not enter this room.";
  return status === "interrupted" ? "The others cannot be reached just now." : "";
}

function writingOf(names: readonly string[]): string {
  if (names.length === 0) return "";
  if (names.length === 1) return `${names[0]} is writing…`;
  return names.length === 2 ? `${names[0]} and ${names[1]} are writing…` : "Several people are writing…";
}
