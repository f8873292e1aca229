"""Guests that talk to each other, from TSX to the recorder, as docs/channels.md tells how to test them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from rill import ChannelRule, Channels, Engine
from rill.host.recorder import Recorder

CHAT = {
    "react": """
        import { useState } from "react";
        import { Button, Column, Text, TextInput, useChannel, usePresence } from "rill/sdk";

        export default function Chat({ room }) {
          const [text, setText] = useState("");
          const { messages, publish, status } = useChannel(room);
          const members = usePresence(room, { typing: text !== "" });
          const names = members.map((member) => member.user + (member.state.typing ? " types" : ""));
          return (
            <Column>
              <Text>{status}: {names.join(", ")}</Text>
              {messages.map((message) => <Text key={message.id}>{message.user ?? "host"}: {message.data}</Text>)}
              <TextInput value={text} onChange={(event) => setText(event.value)} />
              <Button title="Send" onPress={() => { publish(text); setText(""); }} />
            </Column>
          );
        }
    """,
    "solid": """
        import { Button, Column, createSignal, For, Text, TextInput, useChannel, usePresence } from "rill/sdk/solid";

        export default function Chat(props) {
          const [text, setText] = createSignal("");
          const channel = useChannel(() => props.room);
          const members = usePresence(() => props.room, () => ({ typing: text() !== "" }));
          const names = () => members().map((member) => member.user + (member.state.typing ? " types" : ""));
          return (
            <Column>
              <Text>{channel.status()}: {names().join(", ")}</Text>
              <For each={channel.messages()}>
                {(message) => <Text>{message.user ?? "host"}: {message.data}</Text>}
              </For>
              <TextInput value={text()} onChange={(event) => setText(event.value)} />
              <Button title="Send" onPress={() => { channel.publish(text()); setText(""); }} />
            </Column>
          );
        }
    """,
}


def lines(recorder: Recorder) -> list[str]:
    return [node.text_content for node in recorder.find_all(role="text")]


@pytest.mark.parametrize("runtime", CHAT)
async def test_two_guests_talk_see_each_other_and_part(runtime: str, tmp_path: Path) -> None:
    source = tmp_path / "chat.tsx"
    pragma = "// @jsxImportSource rill/sdk/solid\n" if runtime == "solid" else ""
    source.write_text(pragma + CHAT[runtime], "utf-8")
    channels = Channels(
        rules={"room/{room}": ChannelRule(join=lambda visit: visit.identity is not None)},
        describe=lambda identity: identity,
    )
    async with Engine(channels=channels) as engine:
        bundle = await engine.load_bundle(source)
        assert bundle.manifest.capabilities == ("channels",)
        ann, bob, nobody = Recorder(), Recorder(), Recorder()
        props = {"room": "room/1"}
        async with (
            engine.open(bundle, props=props, adapter=ann, identity="ann"),
            engine.open(bundle, props=props, adapter=bob, identity="bob") as second,
            engine.open(bundle, props=props, adapter=nobody),
        ):
            await engine.idle()
            assert lines(ann) == lines(bob) == ["joined: ann, bob"]
            assert lines(nobody) == ["refused: "]
            await ann.type(ann.find(role="textbox"), "hi")
            await engine.idle()
            assert lines(bob) == ["joined: ann types, bob"]
            await ann.press(ann.find(role="button"))
            await engine.idle()
            await channels.publish("room/1", "welcome")
            await engine.idle()
            assert lines(ann) == lines(bob) == ["joined: ann, bob", "ann: hi", "host: welcome"]
            await second.close()
            await engine.idle()
            assert lines(ann)[0] == "joined: ann"
        await asyncio.sleep(0)
        assert channels.statistics().joined == 0
