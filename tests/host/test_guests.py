"""Real guests through the whole of Rill: TSX, the bundler, the engine in WebAssembly, a session, the recorder."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from host.pair import until, watched_loop
from rill import Bundle, Engine, GuestError, Session
from rill.guest import build_bundle
from rill.host import GuestFunction, TurnEnd
from rill.host.recorder import Recorder
from rill.protocol.operations import Append, Clone, Clones, Patch

pytestmark = pytest.mark.asyncio(loop_scope="module")

IMPORTS = """
import React, { useState, useEffect, useLayoutEffect, useRef, useContext } from "react";
import { Suspense, use, memo, createContext } from "react";
import { View, Row, Text, Button, TextInput, Checkbox, RillErrorBoundary, event,
  useHostEvent, useConfig, useSendToHost, useHostCall, useRemoteRef } from "rill/sdk";
"""

Open = Callable[..., AbstractAsyncContextManager[tuple[Session, Recorder]]]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def engine() -> AsyncIterator[Engine]:
    async with Engine() as engine:
        yield engine


@pytest_asyncio.fixture(loop_scope="module")
async def open_guest(engine: Engine, tmp_path: Path) -> AsyncIterator[Open]:
    """Build a guest from the body of a module, and open it on a recorder."""

    async def build(source: str) -> Bundle:
        path = tmp_path / "app.tsx"
        path.write_text(IMPORTS + source)
        return (await build_bundle(path)).bundle

    @asynccontextmanager
    async def open_guest(source: str, **options: Any) -> AsyncIterator[tuple[Session, Recorder]]:
        recorder = Recorder()
        bundle = await build(source)
        async with engine.open(bundle, adapter=recorder, **options) as session:
            yield session, recorder

    async with watched_loop():
        yield open_guest


async def answered(condition: Callable[[], bool], settle: Callable[[], Awaitable[None]]) -> None:
    """Wait for tasks of host functions, which are no turns yet, and then for the turns."""
    await until(condition)
    await settle()


# -- mounting and updating


async def test_a_counter_counts_with_one_operation_for_each_press(open_guest: Open) -> None:
    source = """
    export default function App({ start = 0 }: { start?: number }) {
      const [count, setCount] = useState(start);
      return <View><Text>{`Count ${count}`}</Text><Button onPress={() => setCount(count + 1)}>Add</Button></View>;
    }
    """
    async with open_guest(source, props={"start": 41}) as (_, recorder):
        assert recorder.golden() == 'View\n  Text "Count 41"\n  Button onPress "Add"\n'
        recorder.operations.clear()
        await recorder.press(recorder.find(role="button", text="Add"))
        assert [type(operation) for operation in recorder.operations] == [Patch]
        assert recorder.find(text="Count 42")


async def test_effects_and_chains_of_updates_settle_in_one_turn_and_one_batch(open_guest: Open) -> None:
    source = """
    export default function App() {
      const [n, setN] = useState(0);
      const [m, setM] = useState(0);
      useEffect(() => { if (n < 10) setN(n + 1); }, [n]);
      useLayoutEffect(() => { if (n === 10) setM(1); }, [n]);
      useEffect(() => { if (m) Promise.resolve().then(() => setTimeout(() => setM(2), 0)); }, [m === 1]);
      return <Text>{`${n} ${m}`}</Text>;
    }
    """
    async with open_guest(source) as (session, recorder):
        assert recorder.golden() == 'Text "10 2"\n'
        assert session.statistics().turns == 1
        assert len(recorder.batches) == 1


async def test_a_listener_that_changes_is_no_operation(open_guest: Open) -> None:
    source = """
    export default function App() {
      const [n, setN] = useState(0);
      return <View>
        <Button onPress={() => setN(n + 1)}>Add</Button>
        <Button onPress={n > 1 ? undefined : () => setN(n)}>Sometimes</Button>
        <Button onPress={event(() => setN(n), { throttle_ms: n > 2 ? 20 : 10 })}>Policy</Button>
      </View>;
    }
    """
    async with open_guest(source) as (_, recorder):
        add = recorder.find(text="Add")
        written: list[list[Any]] = []
        for _ in range(3):
            recorder.operations.clear()
            await recorder.press(add)
            written.append(list(recorder.operations))
        # One clone holds all three, with a slot for each listener.
        base = recorder.find(type="View").id
        assert written == [[], [Patch(base, 1, None)], [Patch(base, 2, {"throttle_ms": 20})]]


async def test_keyed_rows_move_and_go_without_being_made_again(open_guest: Open) -> None:
    source = """
    export default function App({ rows }: { rows: string[] }) {
      const [shown, setShown] = useState(rows);
      useHostEvent("rows", (next) => setShown(next as string[]));
      return <View>{shown.map((row) => <Text key={row}>{row}</Text>)}</View>;
    }
    """
    async with open_guest(source, props={"rows": ["a", "b", "c", "d"]}) as (session, recorder):
        ids = {recorder.name(node): node.id for node in recorder.find_all(type="Text")}
        recorder.operations.clear()
        await session.send_event("rows", ["d", "a", "c"])
        assert [recorder.name(node) for node in recorder.find_all(type="Text")] == ["d", "a", "c"]
        assert {recorder.name(node): node.id for node in recorder.find_all(type="Text")}.items() <= ids.items()
        kinds = [type(operation) for operation in recorder.operations]
        assert sorted(kind.__name__ for kind in kinds) == ["Delete", "Insert"]
        recorder.operations.clear()
        await session.send_event("rows", ["d", "a", "c", "e"])
        assert [type(operation) for operation in recorder.operations] == [Clone, Append]


# The table of the js-framework-benchmark: each row is eight elements, and a component of its own.
ROWS = """
const Item = memo(({ item, chosen, change }: any) => (
  <Row label={chosen ? "chosen" : null}>
    <Text>{item.id}</Text>
    <View><Button onPress={() => change(["select", item.id])}>{item.label}</Button></View>
    <View><Button onPress={() => change(["remove", item.id])}>Remove</Button></View>
    <View><Text>static</Text></View>
  </Row>
));
let made = 0;
const make = (count: number) => Array.from({ length: count }, () => ({ id: ++made, label: `label ${made}` }));
const swapped = (items: any[]) => items.map((item, at) => (at === 1 ? items[998] : at === 998 ? items[1] : item));
export default function App() {
  const [items, setItems] = useState<any[]>([]);
  const [chosen, choose] = useState(0);
  const change = React.useCallback(([kind, of]: [string, number]) => {
    if (kind === "select") choose(of);
    else setItems((items) =>
      kind === "create" ? make(of) : kind === "append" ? [...items, ...make(of)] : kind === "clear" ? []
      : kind === "remove" ? items.filter(({ id }) => id !== of) : kind === "swap" ? swapped(items)
      : items.map((item, at) => (at % 10 === 0 ? { ...item, label: item.label + " !!!" } : item)));
  }, []);
  useHostEvent("change", change as any);
  return (
    <View>
      {items.map((item) => <Item key={item.id} item={item} chosen={item.id === chosen} change={change} />)}
    </View>
  );
}
"""


async def test_the_standard_operations_of_1_000_rows_cross_as_runs_patches_and_moves(open_guest: Open) -> None:
    async with open_guest(ROWS) as (session, recorder):
        turns: list[TurnEnd] = []
        session.on("turn_end", turns.append)

        async def change(kind: str, of: int = 0) -> tuple[dict[str, int], int]:
            """Operations by kind, and bytes of the outbox."""
            recorder.operations.clear()
            await session.send_event("change", [kind, of])
            kinds = Counter(type(operation).__name__ for operation in recorder.operations)
            return dict(kinds), turns[-1].outbox_bytes

        assert await change("create", 1_000) == ({"Template": 1, "Clones": 1}, 18981)
        assert await change("create", 1_000) == ({"Clear": 1, "Clones": 1}, 21042)
        assert await change("update") == ({"Patch": 100}, 2108)
        assert await change("select", 1_005) == ({"Patch": 1}, 19)
        assert await change("select", 1_006) == ({"Patch": 2}, 26)
        assert await change("swap") == ({"Insert": 2}, 24)
        assert await change("remove", 1_004) == ({"Delete": 1}, 11)
        assert await change("append", 1_000) == ({"Clones": 1}, 21039)
        assert await change("clear") == ({"Clear": 1}, 9)
        assert recorder.golden() == "View\n"


async def test_updating_equals_mounting_anew(open_guest: Open) -> None:
    source = """
    type Item = { id: number; done: boolean };
    export default function App({ items }: { items: Item[] }) {
      const [now, setNow] = useState(items);
      useHostEvent("items", (next) => setNow(next as Item[]));
      return <View>
        {now.length === 0 ? <Text>empty</Text> : null}
        {now.map((item) => item.done
          ? <Row key={item.id}><Text>{item.id}</Text></Row>
          : <View key={item.id} id={`item-${item.id}`}>
              {item.id % 2 ? <Text style={{ bold: true }}>odd</Text> : null}
            </View>)}
      </View>;
    }
    """
    states: list[list[dict[str, Any]]] = [
        [],
        [{"id": n, "done": n % 3 == 0} for n in range(8)],
        [{"id": n, "done": n % 2 == 0} for n in (5, 3, 7, 1, 0)],
        [{"id": 9, "done": False}, {"id": 5, "done": True}],
        [],
    ]
    async with open_guest(source, props={"items": states[0]}) as (session, patched):
        for state in states:
            await session.send_event("items", state)
            async with open_guest(source, props={"items": state}) as (_, fresh):
                assert patched.golden() == fresh.golden()


async def test_context_memo_fragments_and_refs_work(open_guest: Open) -> None:
    source = """
    const Theme = createContext("light");
    const Label = memo(function Label({ text }: { text: string }) {
      const renders = useRef(0);
      renders.current++;
      return <Text>{`${text} ${useContext(Theme)} ${renders.current}`}</Text>;
    });
    export default function App() {
      const [n, setN] = useState(0);
      return <Theme value={n > 1 ? "dark" : "light"}>
        <Button onPress={() => setN(n + 1)}>Next</Button>
        <><Label text="a" /><Label text="b" /></>
      </Theme>;
    }
    """
    async with open_guest(source) as (_, recorder):
        button = recorder.find(role="button")
        await recorder.press(button)
        assert 'Text "a light 1"' in recorder.golden()
        await recorder.press(button)
        assert 'Text "b dark 2"' in recorder.golden()


async def test_suspense_shows_its_fallback_and_hides_what_was_there(open_guest: Open) -> None:
    source = """
    const asked = new Map<string, Promise<string>>();
    function Data({ name }: { name: string }) {
      const load = useHostCall("load");
      if (!asked.has(name)) asked.set(name, load(name) as Promise<string>);
      return <Text>{use(asked.get(name)!)}</Text>;
    }
    export default function App() {
      const [name, setName] = useState("one");
      return <View>
        <Button onPress={() => setName("two")}>Next</Button>
        <Suspense fallback={<Text>loading</Text>}><View id="content"><Data name={name} /></View></Suspense>
      </View>;
    }
    """
    answers: dict[str, asyncio.Future[str]] = {}

    def load(name: str) -> asyncio.Future[str]:
        answers[name] = asyncio.get_running_loop().create_future()
        return answers[name]

    async with open_guest(source, functions={"load": load}) as (session, recorder):
        assert recorder.find(text="loading")
        answers["one"].set_result("first")
        await answered(lambda: bool(recorder.find_all(text="first")), session.idle)
        assert not recorder.find_all(text="loading")
        await recorder.press(recorder.find(role="button"))
        assert recorder.find(text="loading")
        assert recorder.find_all(id="content") == []
        answers["two"].set_result("second")
        await answered(lambda: bool(recorder.find_all(text="second")), session.idle)
        assert recorder.find(id="content")
        assert not recorder.find_all(text="loading")


# -- errors


async def test_an_error_boundary_catches_and_can_try_again(open_guest: Open) -> None:
    source = """
    function Fragile({ broken }: { broken: boolean }) {
      if (broken) throw new TypeError("it is broken");
      return <Text>whole</Text>;
    }
    export default function App() {
      const [broken, setBroken] = useState(false);
      return <View>
        <Button onPress={() => setBroken(!broken)}>Toggle</Button>
        <RillErrorBoundary key={String(broken)} fallback={<Text>caught</Text>}>
          <Fragile broken={broken} />
        </RillErrorBoundary>
      </View>;
    }
    """
    async with open_guest(source) as (session, recorder):
        errors: list[Any] = []
        session.on("error", errors.append)
        button = recorder.find(role="button")
        await recorder.press(button)
        assert recorder.find(text="caught")
        assert [str(error) for error in errors] == ["TypeError: it is broken"]
        await recorder.press(button)
        assert recorder.find(text="whole")
        assert session.state == "running"


async def test_an_error_that_nobody_catches_ends_the_session_with_the_last_tree(open_guest: Open) -> None:
    source = """
    export default function App() {
      const [n, setN] = useState(0);
      if (n > 1) throw new RangeError(`too far: ${n}`);
      return <View><Text>{`n is ${n}`}</Text><Button onPress={() => setN(n + 1)}>Add</Button></View>;
    }
    """
    async with open_guest(source) as (session, recorder):
        button = recorder.find(role="button")
        await recorder.press(button)
        await recorder.press(button)
        assert session.state == "failed"
        assert isinstance(session.error, GuestError)
        assert str(session.error) == "RangeError: too far: 2"
        assert recorder.find(text="n is 1")
        await session.restart()
        assert recorder.find(text="n is 0")


# -- the host's side of the SDK


async def test_host_events_and_config_reach_components(open_guest: Open) -> None:
    source = """
    export default function App() {
      const config = useConfig() as { theme: string };
      const [heard, setHeard] = useState<unknown[]>([]);
      useHostEvent("note", (payload) => setHeard((all) => [...all, payload]));
      return <Text>{`${config.theme} ${JSON.stringify(heard)}`}</Text>;
    }
    """
    async with open_guest(source, config={"theme": "light"}) as (session, recorder):
        assert recorder.golden() == 'Text "light []"\n'
        await session.send_event("note", {"a": [1, None]})
        await session.send_event("other", 1)
        await session.update_config({"theme": "dark"})
        assert recorder.golden() == 'Text "dark [{\\"a\\":[1,null]}]"\n'


async def test_messages_and_functions_cross_both_ways(open_guest: Open) -> None:
    source = """
    export default function App() {
      const send = useSendToHost();
      const [shown, setShown] = useState("");
      useEffect(() => send("ready", {
        greet: (name: string) => `hello ${name}`,
        later: async (n: number) => { await null; return n * 2; },
        fails: () => { throw new RangeError("no"); },
        show: (text: string) => { setShown(text); },
      }), []);
      return <Text>{shown || "nothing"}</Text>;
    }
    """
    heard: list[Any] = []
    async with open_guest(source) as (session, recorder):
        session.on("message", lambda name, payload: heard.append(payload))
        # The message of the first START came before anybody listened.
        await session.restart()
        (functions,) = heard
        assert all(isinstance(function, GuestFunction) for function in functions.values())
        assert await functions["greet"]("Ada") == "hello Ada"
        assert await functions["later"](21) == 42
        with pytest.raises(GuestError, match="RangeError: no"):
            await functions["fails"]()
        await functions["show"]("shown")
        assert recorder.golden() == 'Text "shown"\n'
        assert session.state == "running"


async def test_host_calls_are_answered_refused_and_given_up(open_guest: Open) -> None:
    source = """
    export default function App() {
      const add = useHostCall("add"), missing = useHostCall("missing"), fails = useHostCall("fails");
      const [shown, setShown] = useState("");
      const run = async () => {
        const sum = await add(1, 2);
        const refused = await missing().catch((error: Error) => (error.cause as Error).name);
        const failed = await fails().catch((error: Error) => (error.cause as Error).message);
        setShown([sum, refused, failed].join(" | "));
      };
      return <View><Button onPress={() => { void run(); }}>Run</Button><Text>{shown}</Text></View>;
    }
    """

    async def fails() -> None:
        raise PermissionError("/etc/secret")

    functions = {"add": lambda a, b: a + b, "fails": fails}
    async with open_guest(source, functions=functions) as (session, recorder):
        session.on("error", lambda error: None)
        await recorder.press(recorder.find(role="button"))
        text = recorder.find(type="Text")
        await answered(lambda: text.text_content != "", session.idle)
        assert text.text_content == "3 | CapabilityError | host function 'fails' failed"


async def test_methods_of_components_are_called_after_the_batch_that_mounts_them(open_guest: Open) -> None:
    source = """
    export default function App() {
      const field = useRemoteRef();
      const [focused, setFocused] = useState("?");
      useEffect(() => {
        void field.invoke("focus");
        void field.invoke("isFocused").then((answer) => setFocused(String(answer)));
      }, []);
      return <View><TextInput ref={field} label="Name" /><Text>{focused}</Text></View>;
    }
    """
    async with open_guest(source) as (session, recorder):
        await session.idle()
        assert [(call.node.type, call.method) for call in recorder.calls] == [
            ("TextInput", "focus"),
            ("TextInput", "isFocused"),
        ]
        assert recorder.focused is recorder.find(role="textbox")
        assert recorder.find(text="true")


async def test_timers_fire_at_their_time_and_are_cleared(open_guest: Open) -> None:
    source = """
    export default function App() {
      const [ticks, setTicks] = useState(0);
      useEffect(() => {
        const timer = setInterval(() => setTicks((n) => n + 1), 100);
        return () => clearInterval(timer);
      }, [ticks >= 5]);
      const began = useRef(Date.now());
      const text = ticks < 5 ? `${ticks} after ${Date.now() - began.current}` : "over";
      return <Text>{text}</Text>;
    }
    """
    async with open_guest(source) as (session, recorder):
        assert recorder.find(text="0 after 0")
        await recorder.advance(99)
        assert recorder.find(text="0 after 0")
        await recorder.advance(201)
        assert recorder.find(text="3 after 300")
        await recorder.advance(200)
        assert recorder.find(text="over")
        assert session.statistics().timers == 1


async def test_typing_is_never_overwritten_by_slow_answers(open_guest: Open) -> None:
    source = """
    export default function App() {
      const [name, setName] = useState("");
      const [saved, setSaved] = useState("");
      return <View>
        <TextInput label="Name" value={name}
          onChange={({ value }) => setName(value)} onSubmit={({ value }) => setSaved(value)} />
        <Text>{`${name.toUpperCase()} ${saved}`}</Text>
      </View>;
    }
    """
    async with open_guest(source) as (_, recorder):
        field = recorder.find(role="textbox")
        await recorder.type(field, "Grace")
        assert recorder.value(field) == "Grace"
        await recorder.submit(field)
        assert recorder.find(text="GRACE Grace")


async def test_a_guest_may_keep_its_own_value(open_guest: Open) -> None:
    source = """
    export default function App() {
      const [name, setName] = useState("a");
      return <View>
        <TextInput label="Letters" value={name} onChange={({ value }) => setName(value.replace(/[^a-z]/g, ""))} />
        <Checkbox value={true} onChange={() => {}}>Always</Checkbox>
      </View>;
    }
    """
    async with open_guest(source) as (_, recorder):
        field, box = recorder.find(role="textbox"), recorder.find(role="checkbox")
        await recorder.type(field, "b1")
        assert recorder.value(field) == "ab"
        await recorder.press(box)
        assert recorder.value(box) is True


async def test_closing_runs_the_clean_ups(open_guest: Open) -> None:
    source = """
    export default function App() {
      const send = useSendToHost();
      useEffect(() => () => send("bye", "effect"), []);
      useLayoutEffect(() => () => send("bye", "layout"), []);
      return <Text>here</Text>;
    }
    """
    heard: list[Any] = []
    async with open_guest(source) as (session, recorder):
        session.on("message", lambda name, payload: heard.append(payload))
    assert sorted(heard) == ["effect", "layout"]
    assert recorder.golden() == 'Text "here"\n'


async def test_sessions_of_one_bundle_share_nothing(open_guest: Open, engine: Engine) -> None:
    source = """
    let shared = 0;
    const born = Math.random();
    export default function App() {
      const [n, setN] = useState(0);
      return <View><Text>{`${shared} ${n}`}</Text><Text>{born === Math.random() ? "same" : "other"}</Text>
        <Button onPress={() => { shared++; setN(n + 1); }}>Add</Button></View>;
    }
    """
    async with open_guest(source) as (_, one), open_guest(source) as (_, two):
        await one.press(one.find(role="button"))
        assert one.find(text="1 1")
        assert two.find(text="0 0")


async def test_console_lines_are_heard(open_guest: Open) -> None:
    source = """
    console.log("while loading");
    export default function App() {
      useHostEvent("log", () => {
        console.info("text", 5, null, undefined, { a: [1, { b: 2 }] }, new Error("oh"), () => 1, Symbol("s"));
        console.warn("careful");
        console.error("%s is %d", "x", 5);
      });
      return null;
    }
    """
    async with open_guest(source) as (session, _):
        lines: list[tuple[str, str]] = []
        session.on("log", lambda event: lines.append((event.level, event.text)))
        await session.send_event("log")
        assert [level for level, _ in lines] == ["info", "warn", "error"]
        assert lines[0][1].startswith("text 5 null undefined")
        assert "b: 2" in lines[0][1] or '"b":2' in lines[0][1]
        assert lines[1][1] == "careful"


LISTS = """
import { Card, FlatList, SectionList, Table, Tree } from "rill/sdk";
const items = Array.from({ length: 100_000 }, (_, at) => ({ id: at, name: `n${at}` }));
const renderItem = ({ item }: { item: { name: string } }) => <Text>{item.name}</Text>;
"""


async def test_a_list_of_100_000_items_costs_what_is_seen_of_it(open_guest: Open) -> None:
    source = """
    export default function App() {
      const [chosen, choose] = useState("none");
      return (
        <Card header={<Text id="chosen">{chosen}</Text>}>
          <FlatList data={items} renderItem={renderItem} cursor="item" onItemPress={({ item }) => choose(item.name)} />
        </Card>
      );
    }
    """
    async with open_guest(LISTS + source) as (_, recorder):
        run = next(operation for operation in recorder.operations if isinstance(operation, Clones))
        assert run.count == 30
        assert [type(operation) for operation in recorder.operations].count(Clone) == 1 + 30
        node = recorder.find(role="list")
        await recorder.scroll(node, 99_980, 99_999)
        operations = recorder.batches[-1].operations
        kinds = [type(operation).__name__ for operation in operations]
        assert (kinds.count("Clones"), kinds.count("Clone"), kinds.count("Create")) == (1, 20, 0)
        assert [item.get("index") for item in recorder.find_all(role="listitem")] == list(range(99_980, 100_000))
        await recorder.press(recorder.find(text="n99990", role="text"))
        assert recorder.find(id="chosen").text_content == "n99990"
        # One text changed, and no row was touched.
        assert recorder.batches[-1].operations == (Patch(recorder.find(type="Card").id, 0, "n99990"),)


async def test_a_manifest_names_what_components_of_the_sdk_create(engine: Engine, tmp_path: Path) -> None:
    guests = {
        "FlatList": "<FlatList data={items} renderItem={renderItem} header={<Text />} />",
        "SectionList": '<SectionList sections={[{ title: "A", data: items }]} renderItem={renderItem} header="x" />',
        "Table": '<Table data={[]} columns={[{ key: "name" }]} empty="none" /><Table data={items} columns={[]} />',
        "Tree": "<Tree data={[]} getChildren={() => undefined} render={() => ''} empty='none' />"
        "<Tree data={items} getChildren={() => undefined} render={(item) => item.name} />",
        "Card": "<Card header='x' />",
    }
    for name, element in guests.items():
        path = tmp_path / f"{name}.tsx"
        path.write_text(IMPORTS + LISTS + f"export default () => <>{element}</>;")
        bundle = (await build_bundle(path)).bundle
        recorder = Recorder()
        async with engine.open(bundle, adapter=recorder):
            made = {node.type for node in recorder.find_all(hidden=True) if node.schema is not None}
        assert made - {"Text"} == set(bundle.manifest.components) - {"Text"}, name
