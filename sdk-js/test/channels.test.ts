import { describe, expect, test } from "bun:test";

import { GuestHarness, wire } from "./harness";

const { ERROR, HOST_CALL, HOST_EVENT, HOST_RESULT, LOG, PATCH, TEXT } = wire;

/** The host's side of one guest: answers its calls, and brings what happened. */
class Host {
  private constructor(readonly guest: GuestHarness) {}

  static async open(source: string, runtime = "react"): Promise<[host: Host, frames: unknown[][]]> {
    const [guest, start] = await GuestHarness.open(source, { runtime });
    return [new Host(guest), start.frames];
  }

  deliver(...deliveries: object[]) {
    return this.guest.send(HOST_EVENT, "rill.channels", deliveries);
  }

  answer(call: number, value: unknown) {
    return this.guest.send(HOST_RESULT, call, !(value instanceof Error), value);
  }
}

const JOINED = { me: "7", status: "joined" };

const REACT = `
  import { useEffect, useState } from "react";
  import { Button, Text, useChannel, useHostEvent, usePresence } from "rill/sdk";
  function Room({ name, keep }) {
    const { messages, publish, status, missed, error } = useChannel(name, { keep, onMessage: (m) => console.log("heard", m.id, m.data, m.own) });
    useHostEvent("say", (data) => publish(data).catch((e) => console.log("not said:", e.cause?.message ?? e.message)));
    return <Text>{status + " " + messages.map((m) => m.id + ":" + m.data + (m.own ? "!" : "")).join(",") + " missed " + missed + " " + error}</Text>;
  }
  export default function App() {
    const [names, setNames] = useState(["a"]);
    useHostEvent("rooms", setNames);
    return names.map((name, i) => <Room key={i} name={name} keep={2} />);
  }
`;

const SOLID = `
  import { For, Text, createSignal, useChannel, useHostEvent } from "rill/sdk/solid";
  function Room(props) {
    const room = useChannel(() => props.name(), { keep: 2, onMessage: (m) => console.log("heard", m.id, m.data, m.own) });
    useHostEvent("say", (data) => room.publish(data).catch((e) => console.log("not said:", e.cause?.message ?? e.message)));
    return <Text>{room.status() + " " + room.messages().map((m) => m.id + ":" + m.data + (m.own ? "!" : "")).join(",") + " missed " + room.missed() + " " + room.error()}</Text>;
  }
  export default function App() {
    const [names, setNames] = createSignal(["a"]);
    useHostEvent("rooms", setNames);
    return <For each={names().map((_, i) => i)}>{(i) => <Room name={() => names()[i]} />}</For>;
  }
`;

// A text node in React, a slot of a template in Solid.
const words = (turn: { operations: unknown[][] }): unknown => turn.operations.find(([op]) => op === TEXT || op === PATCH)?.at(-1);
const logged = (turn: { frames: unknown[][] }): unknown => turn.frames.filter(([kind]) => kind === LOG).map(([, , args]) => (args as string[]).join(" "));
const called = (turn: { frames: unknown[][] }): unknown => turn.frames.filter(([kind]) => kind === HOST_CALL).map(([, call, name, args]) => [call, name, args]);

describe.each([
  ["react", REACT],
  ["solid", SOLID],
])("useChannel in %s", (runtime, source) => {
  test("joins once, hears in order, keeps the newest, knows its own, and counts what was missed", async () => {
    const [host, frames] = await Host.open(source, runtime);
    expect(frames).toEqual([[HOST_CALL, 1, "rill.channels.join", ["a", true, false]]]);
    expect(words(await host.answer(1, JOINED))).toBe("joined  missed 0 null");
    const turn = await host.deliver({ channel: "a", messages: [["7", null, "x"], ["8", null, "y"], [null, null, "z"]], missed: 4 });
    expect(words(turn)).toBe("joined 2:y,3:z missed 4 null");
    expect(logged(turn)).toEqual(["heard 1 x true", "heard 2 y false", "heard 3 z false"]);
    expect(words(await host.deliver({ channel: "a", messages: [["7", null, "w"]], missed: 1 }))).toBe("joined 3:z,4:w! missed 5 null");
    expect(called(await host.deliver({ channel: "elsewhere", messages: [["7", null, "w"]] }))).toEqual([]);
  });

  test("what comes before the answer to the join waits for it, so that own messages are known", async () => {
    const [host] = await Host.open(source, runtime);
    expect(words(await host.deliver({ channel: "a", messages: [["7", null, "early"]] }))).toBeUndefined();
    const turn = await host.answer(1, JOINED);
    expect(words(turn)).toBe("joined 1:early! missed 0 null");
    expect(logged(turn)).toEqual(["heard 1 early true"]);
  });

  test("publishes behind its join, and tells a refusal to who published", async () => {
    const [host] = await Host.open(source, runtime);
    expect(called(await host.guest.send(HOST_EVENT, "say", { n: 1 }))).toEqual([[2, "rill.channels.publish", ["a", { n: 1 }]]]);
    const turn = await host.answer(2, Object.assign(new Error("too fast"), { name: "LimitError" }));
    expect(logged(turn)).toEqual(["not said: too fast"]);
    expect(turn.frames.filter(([kind]) => kind === ERROR)).toEqual([]);
  });

  test("says why it was refused, and how the host's bus stands", async () => {
    const [host] = await Host.open(source, runtime);
    const refusal = Object.assign(new Error("channel 'a' is not open to this guest"), { name: "CapabilityError" });
    const turn = await host.answer(1, refusal);
    expect(words(turn)).toBe("refused  missed 0 channel 'a' is not open to this guest");
    expect(turn.frames).toEqual([]);
    const [other] = await Host.open(source, runtime);
    await other.answer(1, JOINED);
    expect(words(await other.deliver({ channel: "a", status: "interrupted" }))).toBe("interrupted  missed 0 null");
    expect(words(await other.deliver({ channel: "a", status: "joined", missed: 3 }))).toBe("joined  missed 3 null");
    expect(words(await other.deliver({ channel: "a", status: "refused" }))).toStartWith("refused  missed 3 the host has closed");
  });

  test("hooks of one name share a join, and the last one that goes leaves", async () => {
    const [host] = await Host.open(source, runtime);
    await host.answer(1, JOINED);
    expect(called(await host.guest.send(HOST_EVENT, "rooms", ["a", "a", "b"]))).toEqual([[2, "rill.channels.join", ["b", true, false]]]);
    expect(called(await host.guest.send(HOST_EVENT, "rooms", ["a", "b"]))).toEqual([]);
    expect(called(await host.guest.send(HOST_EVENT, "rooms", ["b"]))).toEqual([[3, "rill.channels.leave", ["a"]]]);
    expect(called(await host.guest.send(HOST_EVENT, "rooms", ["c"]))).toEqual([
      [4, "rill.channels.leave", ["b"]],
      [5, "rill.channels.join", ["c", true, false]],
    ]);
    // Joined anew, it begins anew.
    await host.guest.send(HOST_EVENT, "rooms", ["a"]);
    await host.answer(7, { me: "9", status: "joined" });
    expect(words(await host.deliver({ channel: "a", messages: [["7", null, "x"]] }))).toBe("joined 1:x missed 0 null");
  });

  test("asks nothing any more when the session ends", async () => {
    const [host] = await Host.open(source, runtime);
    await host.answer(1, JOINED);
    expect((await host.guest.send(wire.DESTROY, "closed")).frames).toEqual([]);
  });
});

const PRESENCE = {
  react: `
    import { useState } from "react";
    import { Button, Text, useHostEvent, usePresence } from "rill/sdk";
    export default function App() {
      const [me, setMe] = useState({ typing: false }); const [other, setOther] = useState(0);
      useHostEvent("me", (value) => setMe(value ?? undefined)); useHostEvent("again", setOther);
      const members = usePresence("a", me === undefined ? undefined : { ...me });
      return <Text>{other + " " + members.map((m) => m.id + JSON.stringify(m.state) + m.user + (m.own ? "!" : "")).join(" ")}</Text>;
    }
  `,
  solid: `
    import { Text, createSignal, useHostEvent, usePresence } from "rill/sdk/solid";
    export default function App() {
      const [me, setMe] = createSignal({ typing: false }); const [other, setOther] = createSignal(0);
      useHostEvent("me", (value) => setMe(value ?? undefined)); useHostEvent("again", setOther);
      const members = usePresence("a", () => (me() === undefined ? undefined : { ...me(), ...(other() < 0 ? {} : {}) }));
      return <Text>{other() + " " + members().map((m) => m.id + JSON.stringify(m.state) + m.user + (m.own ? "!" : "")).join(" ")}</Text>;
    }
  `,
};

describe.each(Object.entries(PRESENCE))("usePresence in %s", (runtime, source) => {
  test("is seen with its state, tells only what changed, and one call at a time", async () => {
    const [host, frames] = await Host.open(source, runtime);
    expect(frames).toEqual([
      [HOST_CALL, 1, "rill.channels.join", ["a", false, true]],
      [HOST_CALL, 2, "rill.channels.present", ["a", { typing: false }]],
    ]);
    await host.answer(1, JOINED);
    expect(called(await host.guest.send(HOST_EVENT, "again", 1))).toEqual([]);
    // The answer to the first is still due.
    expect(called(await host.guest.send(HOST_EVENT, "me", { typing: true }))).toEqual([]);
    expect(called(await host.guest.send(HOST_EVENT, "me", { typing: true, at: [1] }))).toEqual([]);
    expect(called(await host.answer(2, null))).toEqual([[3, "rill.channels.present", ["a", { typing: true, at: [1] }]]]);
    expect(called(await host.answer(3, null))).toEqual([]);
    expect(called(await host.guest.send(HOST_EVENT, "me", null))).toEqual([[4, "rill.channels.absent", ["a"]]]);
  });

  test("sees who comes, changes and leaves, in the order in which they came", async () => {
    const [host] = await Host.open(source, runtime);
    await host.answer(1, JOINED);
    const first = await host.deliver({ channel: "a", reset: true, members: [["3", ["ann", 1]], ["7", ["me", 2]]], gone: [] });
    expect(words(first)).toBe('0 31ann 72me!');
    expect(words(await host.deliver({ channel: "a", members: [["9", ["bob", 3]], ["3", ["ann", 4]]], gone: [] }))).toBe("0 34ann 72me! 93bob");
    expect(words(await host.deliver({ channel: "a", members: [], gone: ["7"] }))).toBe("0 34ann 93bob");
    expect(words(await host.deliver({ channel: "a", reset: true, members: [["1", ["eve", 0]]], gone: [] }))).toBe("0 10eve");
    expect(words(await host.deliver({ channel: "a", status: "refused" }))).toBe("0 ");
  });

  test("a refused presence is reported, and the session lives", async () => {
    const [host] = await Host.open(source, runtime);
    await host.answer(1, JOINED);
    const turn = await host.answer(2, Object.assign(new Error("no presence"), { name: "CapabilityError" }));
    expect(turn.frames).toMatchObject([[ERROR, { code: "remote" }, false]]);
    expect(called(await host.guest.send(HOST_EVENT, "again", 2))).toEqual([]);
  });
});

test("messages and presence of one channel share a join that asks for both", async () => {
  const [, frames] = await Host.open(`
    import { Text, useChannel, usePresence } from "rill/sdk";
    export default function App() { const { status } = useChannel("a"); usePresence("a"); usePresence("a", 1); return <Text>{status}</Text>; }
  `);
  expect(frames).toEqual([
    [HOST_CALL, 1, "rill.channels.join", ["a", true, true]],
    [HOST_CALL, 2, "rill.channels.present", ["a", 1]],
  ]);
});

test("a hook that joins an open channel sees the messages that are kept", async () => {
  const [host] = await Host.open(`
    import { useState } from "react";
    import { Text, useChannel, useHostEvent } from "rill/sdk";
    function Count() { return <Text>{"late " + useChannel("a").messages.length}</Text>; }
    export default function App() {
      const [late, setLate] = useState(false);
      useHostEvent("late", () => setLate(true));
      useChannel("a");
      return late ? <Count /> : null;
    }
  `);
  await host.answer(1, JOINED);
  await host.deliver({ channel: "a", messages: [[null, null, 1], [null, null, 2]] });
  const turn = await host.guest.send(HOST_EVENT, "late", null);
  expect(JSON.stringify(turn.operations)).toContain("late 2");
});

test("openChannel of rill/host does the same without hooks", async () => {
  const [host, frames] = await Host.open(`
    import { openChannel, onHostEvent } from "rill/host";
    import { useEffect, useState } from "preact/hooks";
    export default function App() {
      const [text, setText] = useState("");
      useEffect(() => {
        const room = openChannel("a", {
          keep: 1, presence: true, onMessage: (m) => console.log("heard", m.data),
          onChange: () => setText([room.status, room.messages.length, room.missed, room.members.map((m) => m.id), room.error].join(" ")),
        });
        room.show({ x: 1 });
        onHostEvent("say", (data) => void room.publish(data));
        onHostEvent("hide", () => room.show(undefined));
        onHostEvent("end", () => room.close());
      }, []);
      return <p>{text}</p>;
    }
  `, "preact");
  expect(frames).toEqual([
    [HOST_CALL, 1, "rill.channels.join", ["a", true, true]],
    [HOST_CALL, 2, "rill.channels.present", ["a", { x: 1 }]],
  ]);
  await host.answer(1, JOINED);
  await host.answer(2, null);
  const turn = await host.deliver({ channel: "a", messages: [[null, null, 1], [null, null, 2]], reset: true, members: [["7", [null, 1]]], gone: [] });
  expect(logged(turn)).toEqual(["heard 1", "heard 2"]);
  expect(JSON.stringify(turn.operations)).toContain("joined 1 0 7 ");
  expect(called(await host.guest.send(HOST_EVENT, "say", 5))).toEqual([[3, "rill.channels.publish", ["a", 5]]]);
  expect(called(await host.guest.send(HOST_EVENT, "hide", null))).toEqual([[4, "rill.channels.absent", ["a"]]]);
  expect(called(await host.guest.send(HOST_EVENT, "end", null))).toEqual([[5, "rill.channels.leave", ["a"]]]);
});

test("a channel is not opened while an image is made", () => {
  const opened = GuestHarness.load(`import { openChannel } from "rill/host"; openChannel("a"); export default () => null;`, { runtime: "preact" });
  return expect(opened).rejects.toThrow("opening a channel at the top level of the bundle");
});
