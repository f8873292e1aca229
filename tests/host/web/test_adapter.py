"""The adapter as a whole: whatever a guest does, the page after it is the page that a fresh paint would be.

The page is a model of the connector, see model.py. What single parts do is in the tests of their modules.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
import random
from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from host.guests import RandomGuest
from host.test_receiver import expand_some
from host.trees import Model, make_batch
from rill.components import CATALOGUE
from rill.host.receiver import Receiver
from rill.host.tree import Node
from rill.host.web.adapter import CALLS_MAX, RULES_MAX, WebAdapter
from rill.host.web.element import CHILDREN, Element, FieldValue
from rill.host.web.page_context import PageContext
from rill.host.web.view import Described, DomEvent, WebLink, WebView, on
from rill.host.web.view import Page as ViewPage
from rill.host.web.views import VIEWS
from rill.protocol import GuestError, HostError, Limits, TransportError
from rill.protocol.messages import Batch
from rill.protocol.operations import Append, Clones, Create, Delete, Operation, Template, Update
from rill.protocol.web import FORCED, WebOperation

from .model import Page, PageText, walk
from .screen import Screen, over_the_wire

SEEDS = st.integers(0, 2**32)


def _lower_box(node: Described, _page: ViewPage) -> Element:
    """Its place moves, and what stands around it comes and goes."""
    label, id = node.get("label"), node.get("id")
    if isinstance(label, str):
        return Element("section", {"data-name": str(id)}, Element("h2", {}, label), Element("div", {}, CHILDREN))
    return Element("div", {"data-name": str(id)}) if id else Element("div", {}, Element("div", {}, CHILDREN))


def _lower_counting(node: Any, page: ViewPage) -> Element:
    """Shows what is around and in it, so that it must be drawn whenever that changes."""
    kinds = "".join(child.type[0] for child in node.children)
    return Element(
        "nav",
        {"data-in": kinds, "id": page.unique(node, "x"), "data-around": str(node.parent and node.parent.get("id"))},
        Element("b", {}, *[child.text for child in node.children if child.schema is None], ""),
        Element("span", {}, CHILDREN),
    )


def _lower_words(node: Described, _page: ViewPage) -> Element:
    return Element("p", {"title": str(node.get("hint")), "data-on": on(node, click="onPress")})


def _lower_closed(node: Any, _page: ViewPage) -> Element:
    return Element("textarea", {"data-words": node.text_content})


CONTEXTUAL: Mapping[str, WebView] = {
    **VIEWS,
    "View": WebView(lower=_lower_box),
    "Row": WebView(lower=_lower_box),
    "Text": WebView(lower=_lower_words),
    "Pressable": WebView(lower=_lower_counting, contextual=True),
}
CLOSED: Mapping[str, WebView] = {
    **CONTEXTUAL,
    "Button": WebView(lower=_lower_closed, contextual=True, children=False),
    "Text": WebView(lower=_lower_counting, contextual=True),
}


VIEWS_OF: Mapping[str, Mapping[str, WebView]] = {"rill": VIEWS, "contextual": CONTEXTUAL, "closed": CLOSED}


def check_any_batches(views: str, seed: int) -> None:
    """Send random batches, and compare the page with a fresh one at the end."""
    pick = random.Random(seed)
    model = Model(Limits())
    guest = RandomGuest(seed, model, wild=0)
    receiver = Receiver(CATALOGUE, Limits())
    begins = pick.randrange(4)
    screen: Screen | None = None
    for sequence in range(1, 7):
        if sequence > begins and screen is None:
            screen = Screen(receiver.tree, VIEWS_OF[views])
        operations = guest.batch(pick.randrange(1, 14))
        if pick.random() < 0.5:
            expand_some(receiver.tree, pick)
        changes = receiver.receive_batch(make_batch(sequence, operations))
        model.apply(operations)
        if screen is not None:
            screen.adapter.apply(changes)
            if pick.random() < 0.8:
                screen.catch_up()
    if screen is not None:
        screen.catch_up()
        screen.assert_shows(receiver.tree)


@pytest.mark.parametrize("views", VIEWS_OF)
@given(seed=SEEDS)
def test_the_page_after_any_batches_is_a_fresh_paint_of_the_tree(views: str, seed: int) -> None:
    # Goal: the heart of the adapter. How: batches of every kind, clones looked into now and then, and the page begun
    # at any time; then the page by patches, by HTML and by a snapshot are the same, detached nodes included.
    check_any_batches(views, seed)


# -- what persons do


class Told:
    """A tree that notes what its guest is told."""

    def __init__(self, *operations: Operation, views: Mapping[str, WebView] = VIEWS) -> None:
        self.events: list[tuple[int, str, Any]] = []
        self.receiver = Receiver(CATALOGUE, Limits(), self._note)
        self.sequence = 0
        self.receiver.receive_batch(self._batch(operations))
        self.screen = Screen(self.receiver.tree, views)
        self.adapter = self.screen.adapter

    def _note(self, node: Node, event: str, payload: Any, is_due: bool) -> None:
        assert is_due, "the browser carries out policies"
        self.events.append((node.id, event, payload))

    def _batch(self, operations: Iterable[Operation]) -> Batch:
        self.sequence += 1
        return make_batch(self.sequence, operations)

    def batch(self, *operations: Operation) -> list[list[Any]]:
        """What the browser is told of a batch."""
        self.adapter.apply(self.receiver.receive_batch(self._batch(operations)))
        return self.screen.take()

    def node(self, id: int) -> Node:
        node = self.receiver.tree.find(id)
        assert node is not None
        return node


BUTTON: list[Operation] = [Create(1, "Button", {"title": "Go", "onPress": True}), Append(0, 1)]
FIELD: list[Operation] = [Create(1, "TextInput", {"onChange": True, "placeholder": "?"}), Append(0, 1)]


def test_a_press_in_the_browser_is_told_to_the_guest_at_once() -> None:
    told = Told(Create(1, "Button", {"title": "Go", "onPress": {"debounce_ms": 100}}), Append(0, 1))
    told.adapter.handle(1, "click", DomEvent(mods=1, detail=1))
    assert told.events == [
        (1, "onPress", {"shift": True, "ctrl": False, "alt": False, "meta": False, "source": "pointer"})
    ]


def test_an_event_inside_a_clone_that_nobody_has_looked_into_finds_its_node() -> None:
    template = Template(1, ["Row", {}, [["Button", {"title": "x", "onPress": True}, []]]], [])
    told = Told(template, Clones(1, 10, 100, 0, None, []))
    told.adapter.handle(10 + 2 * 42 + 1, "click", DomEvent())
    assert [(id, event) for id, event, _ in told.events] == [(95, "onPress")]


def test_events_of_nodes_that_are_gone_or_no_longer_listen_are_counted_and_no_error() -> None:
    told = Told(*BUTTON, Create(2, "Button", {"title": "x", "onPress": True}), Append(0, 2))
    told.batch(Delete(2), Update(1, {}, ["onPress"]))
    told.adapter.handle(2, "click", DomEvent())
    told.adapter.handle(1, "click", DomEvent())
    told.adapter.handle(999, "click", DomEvent())
    told.adapter.handle(0, "click", DomEvent())
    assert told.events == []
    assert told.adapter.statistics.events_late == 4
    assert told.receiver.tree.events_gone == 2


def test_what_is_disabled_has_no_events_whatever_a_client_says() -> None:
    told = Told(*BUTTON)
    told.batch(Update(1, {"disabled": True}, []))
    told.adapter.handle(1, "click", DomEvent())
    assert told.events == []


def test_a_part_that_is_not_there_has_no_events() -> None:
    told = Told(*BUTTON)
    told.adapter.handle(1, "click", DomEvent(part="no such part"))
    assert told.events == []


@pytest.mark.parametrize("type", ["dblclick", "onclick", "__class__", "", "click" * 1000])
def test_a_type_that_no_element_of_the_component_has_is_the_clients_fault(type: str) -> None:
    told = Told(*BUTTON)
    with pytest.raises(TransportError) as caught:
        told.adapter.handle(1, type, DomEvent())
    assert caught.value.code == "event_unknown"
    assert len(str(caught.value)) < 200
    assert told.events == []


@pytest.mark.parametrize("value", [True, ["a"], None])
def test_a_value_of_another_kind_is_the_clients_fault_or_nothing(value: Any) -> None:
    told = Told(*FIELD)
    try:
        told.adapter.handle(1, "input", DomEvent(value=value, version=1))
    except TransportError as error:
        assert error.code == "event_invalid"  # noqa: PT017 - both are right
    assert told.events == []
    assert told.adapter.shown(told.node(1), "value") in ("", None)


def test_a_handler_that_fails_is_no_unhandled_error(caplog: pytest.LogCaptureFixture) -> None:
    def fail(_link: WebLink, _event: DomEvent) -> None:
        raise ZeroDivisionError

    view = WebView(lower=lambda node, _: Element("button", {"data-on": "click"}), events={"click": fail})
    told = Told(*BUTTON, views={**VIEWS, "Button": view})
    with caplog.at_level(logging.CRITICAL, logger="rill.web"), pytest.raises(TransportError) as caught:
        told.adapter.handle(1, "click", DomEvent())
    assert caught.value.code == "event_invalid"


# -- fields


def write_of(operations: list[list[Any]]) -> Any:
    """What a MORPH writes into a field; nothing if it leaves the field alone."""
    (morph,) = [operation for operation in operations if operation[0] == WebOperation.MORPH]
    return (morph[2][1] or {}).get("$v", "left alone")


def test_what_a_person_typed_is_shown_by_a_page_that_begins_anew() -> None:
    told = Told(*FIELD)
    told.adapter.handle(1, "input", DomEvent(value="ab", version=2))
    assert told.events == [(1, "onChange", {"value": "ab", "version": 2})]
    assert 'value="ab" data-v="2"' in told.adapter.html().html
    (create,) = [item for item in told.adapter.snapshot() if item[0] == WebOperation.CREATE]
    assert create[1][3][0][2]["$v"] == ["ab", 2]


def test_a_write_carries_the_version_that_the_guest_has_seen_and_counts_from_then_on() -> None:
    told = Told(*FIELD)
    told.adapter.handle(1, "input", DomEvent(value="ab", version=2))
    # The browser knows what was typed since, and makes the best of both.
    assert write_of(told.batch(Update(1, {"value": "a", "valueVersion": 1}, []))) == ["a", 1]
    assert told.adapter.shown(told.node(1), "value") == "ab"
    assert write_of(told.batch(Update(1, {"value": "AB", "valueVersion": 2}, []))) == ["AB", 2]
    assert told.adapter.shown(told.node(1), "value") == "AB"
    assert told.adapter.states.fields == {}


def test_a_forced_write_is_forced_once() -> None:
    told = Told(*FIELD)
    told.adapter.handle(1, "input", DomEvent(value="ab", version=2))
    assert write_of(told.batch(Update(1, {"value": "", "valueVersion": "force"}, []))) == ["", FORCED]
    assert write_of(told.batch(Update(1, {"placeholder": "!"}, []))) == "left alone"
    # A page that begins anew has nothing to be forced against.
    assert 'value="" data-v="2"' in told.adapter.html().html


def test_a_field_that_is_gone_is_forgotten() -> None:
    told = Told(*FIELD)
    told.adapter.handle(1, "input", DomEvent(value="ab", version=2, caret=(1, 1)))
    assert told.receiver.tree.view_states.collect() == {1: {"text": "ab", "caret": [1, 1]}}
    told.batch(Delete(1))
    assert told.adapter.states.fields == {}
    assert told.receiver.tree.view_states.collect() == {}


def test_what_a_person_did_on_another_screen_is_there_from_the_start() -> None:
    told = Told(*FIELD, Create(2, "TextInput", {"value": "the guest's"}), Append(0, 2))
    told.receiver.tree.view_states.restore({1: {"text": "restored"}, 2: {"text": "not this"}, 7: {"text": "gone"}})
    page = Screen(told.receiver.tree).paint.html
    assert 'value="restored"' in page
    assert 'value="the guest&#x27;s"' in page or 'value="the guest\'s"' in page


def test_a_detached_adapter_leaves_what_persons_did_with_the_tree() -> None:
    told = Told(*FIELD)
    told.adapter.handle(1, "input", DomEvent(value="ab", version=1))
    told.adapter.detach()
    told.adapter.detach()
    assert told.receiver.tree.view_states.collect() == {1: {"text": "ab"}}
    with pytest.raises(HostError) as caught:
        told.adapter.html()
    assert caught.value.code == "adapter_detached"


# -- links


def test_a_view_can_act_on_its_node_in_every_way() -> None:
    found: dict[str, Any] = {}

    def act(link: WebLink, event: DomEvent) -> None:
        match event.key:
            case "write":
                link.write("W")
            case "note":
                found["version"] = link.note("N", 7)
            case "forget":
                link.forget()
            case "remember":
                link.remember("k", [1])
                found["recalled"] = link.recall("k")
            case "within":
                other = link.find(2)
                assert other is not None
                found["other"] = link.within(other).node.id
                found["held"] = link.within(other).held()
            case _:
                link.follow("onSubmit", "x", {"value": "v", "version": link.version})

    def lower(node: Any, page: ViewPage) -> Element:
        value, version = page.shown(node)
        kept = str(page.remembered(node, "k"))
        return Element("input", {"data-on": "keydown", "data-kept": kept}, field=FieldValue(str(value), version))

    view = WebView(lower=lower, events={"keydown": act}, contextual=True)
    field: dict[str, Any] = {"onChange": True, "onSubmit": True, "value": "G"}
    told = Told(
        Create(1, "TextInput", field),
        Append(0, 1),
        Create(2, "TextInput", {"value": "second"}),
        Append(0, 2),
        views={**VIEWS, "TextInput": view},
    )

    def press(key: str) -> list[list[Any]]:
        told.adapter.handle(1, "keydown", DomEvent(key=key))
        return told.screen.take()

    assert write_of(press("write")) == ["W", 1]
    assert told.events == [(1, "onChange", {"value": "W", "version": 1})]
    assert press("note") == []
    assert found["version"] == 7
    assert told.adapter.shown(told.node(1), "value") == "N"
    assert write_of(press("forget")) == ["G", 7]
    (morph,) = press("remember")
    assert morph[2][1] == {"data-on": "keydown", "data-kept": "[1]"}
    assert press("remember") == []
    assert found["recalled"] == [1]
    assert press("within") == []
    assert (found["other"], found["held"]) == (2, "second")
    press("follow")
    assert told.events[-1] == (1, "onSubmit", {"value": "v", "version": 7})
    told.batch(Delete(1))
    assert told.adapter.states.kept == {}


# -- calls


async def test_a_method_of_the_browser_is_called_behind_what_is_shown_and_answered() -> None:
    told = Told(*BUTTON)
    told.adapter.has_browser = True
    answer = told.adapter.call(told.node(1), "focus", [])
    assert inspect.isawaitable(answer)
    told.adapter.apply(told.receiver.receive_batch(told._batch([Update(1, {"title": "x"}, [])])))
    operations = told.screen.take()
    assert operations[-1] == [WebOperation.CALL, 1, 1, "focus", []]
    assert told.screen.take() == []
    told.adapter.answer(1, True, None)
    assert await answer is None
    # Again, as after a cut; or made up.
    told.adapter.answer(1, True, None)
    told.adapter.answer(99, False, "x")


async def test_what_a_browser_answers_is_held_against_the_methods_promise() -> None:
    told = Told(*FIELD)
    told.adapter.has_browser = True
    for number, (method, said, expected) in enumerate(
        [("focus", {"any": "thing"}, None), ("isFocused", True, True), ("isFocused", "no bool", GuestError)], 1
    ):
        answer = told.adapter.call(told.node(1), method, [])
        assert inspect.isawaitable(answer)
        told.adapter.answer(number, True, said)
        if expected is GuestError:
            with pytest.raises(GuestError) as caught:
                await answer
            assert caught.value.code == "call_failed"
        else:
            assert await answer is expected


async def test_what_was_scrolled_on_another_screen_is_scrolled_here() -> None:
    told = Told(Create(1, "ScrollView", {}), Append(0, 1))
    told.receiver.tree.view_states.restore({1: {"scroll": {"x": 0.0, "y": 12.5}}})
    assert Screen(told.receiver.tree).page.calls == [[1, 1, "scrollTo", [0.0, 12.5, False]]]


def test_how_far_a_person_has_scrolled_is_known() -> None:
    told = Told(Create(1, "ScrollView", {"onScroll": True}), Append(0, 1))
    told.adapter.handle(1, "scroll", DomEvent(scroll=(0.0, 3.5, 10.0, 10.0, 10.0, 90.0)))
    assert told.receiver.tree.view_states.collect() == {1: {"scroll": {"x": 0.0, "y": 3.5}}}


async def test_a_call_that_fails_in_the_browser_is_the_guests_rejection() -> None:
    told = Told(*BUTTON)
    told.adapter.has_browser = True
    answer = told.adapter.call_browser(told.node(1), "focus", [])
    told.adapter.answer(1, False, "no" * 1000)
    with pytest.raises(GuestError) as caught:
        await answer
    assert caught.value.code == "call_failed"
    assert len(str(caught.value)) < 300


async def test_a_call_without_an_answer_is_sent_again_with_a_page_that_begins_anew() -> None:
    told = Told(*BUTTON)
    told.adapter.has_browser = True
    told.adapter.call_browser(told.node(1), "focus", [])
    assert told.screen.take()[-1][0] == WebOperation.CALL
    assert told.adapter.snapshot()[-1] == [WebOperation.CALL, 1, 1, "focus", []]
    told.adapter.html()
    assert told.adapter.take() == [[WebOperation.CALL, 1, 1, "focus", []]]


async def test_calls_are_rejected_when_no_browser_comes_any_more() -> None:
    told = Told(*BUTTON)
    answer = told.adapter.call_browser(told.node(1), "focus", [])
    told.adapter.drop_browser()
    with pytest.raises(GuestError) as caught:
        await answer
    assert caught.value.code == "detached"


async def test_a_call_waits_for_a_browser_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rill.host.web.adapter.CALL_WAITS_S", 0.0)
    told = Told(*BUTTON)
    told.adapter.has_browser = True
    kept = told.adapter.call_browser(told.node(1), "focus", [])
    told.adapter.has_browser = False
    told.adapter.has_browser = True
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not kept.done()
    told.adapter.has_browser = False
    async with asyncio.timeout(5):
        with pytest.raises(GuestError) as caught:
            await kept
    assert caught.value.code == "detached"
    assert told.adapter.take() == []


async def test_more_calls_than_anybody_needs_are_refused() -> None:
    told = Told(*BUTTON)
    for _ in range(CALLS_MAX):
        told.adapter.call_browser(told.node(1), "focus", [])
    with pytest.raises(GuestError) as caught:
        await told.adapter.call_browser(told.node(1), "focus", [])
    assert caught.value.code == "calls_exceeded"
    told.adapter.drop_browser()


def test_a_method_that_nobody_has_is_the_hosts_error() -> None:
    told = Told(*BUTTON)
    with pytest.raises(HostError) as caught:
        told.adapter.call(told.node(1), "explode", [])
    assert caught.value.code == "method_missing"


# -- pages


def test_somebody_is_told_once_for_each_batch_that_leaves_something() -> None:
    told = Told(*BUTTON)
    before = told.screen.told
    told.adapter.apply(told.receiver.receive_batch(told._batch([])))
    assert told.screen.told == before
    told.adapter.apply(told.receiver.receive_batch(told._batch([Update(1, {"title": "a"}, [])])))
    told.adapter.apply(told.receiver.receive_batch(told._batch([Update(1, {"title": "b"}, [])])))
    assert told.screen.told == before + 2
    assert told.adapter.pending_cost == 2
    assert len(told.adapter.take()) == 2
    assert told.adapter.pending_cost == 0


def test_rows_count_as_what_waits() -> None:
    told = Told(Template(1, ["Row", {}, []], []))
    told.adapter.apply(told.receiver.receive_batch(told._batch([Clones(1, 10, 500, 0, None, [])])))
    assert told.adapter.pending_cost == 501


def test_a_page_that_collects_rules_for_ever_begins_anew() -> None:
    told = Told(*BUTTON)
    for width in range(RULES_MAX):
        told.batch(Update(1, {"style": {"minWidth": width}}, []))
        assert not told.adapter.is_snapshot_due
    told.adapter.apply(told.receiver.receive_batch(told._batch([Update(1, {"style": {"bold": True}}, [])])))
    assert told.adapter.is_snapshot_due
    operations = told.adapter.snapshot()
    assert [operation[0] for operation in operations].count(WebOperation.RULE) == 1
    assert not told.adapter.is_snapshot_due


def test_a_guest_that_has_failed_is_shown_under_its_error_and_can_be_started_again() -> None:
    restarts: list[int] = []
    tree = Told(*BUTTON).receiver.tree
    adapter = WebAdapter(VIEWS, PageContext(), on_operations=lambda: None, on_restart=lambda: restarts.append(1))
    adapter.attach(tree)
    page = Page.adopt(adapter.html())
    adapter.fail(GuestError("<b>it broke</b>", name="TypeError", stack="at app.tsx:1", code="exception"))
    page.run(over_the_wire(adapter.take()))
    words = [node.text for node in walk(page.nodes[0]) if isinstance(node, PageText)]
    assert words[:4] == ["TypeError (exception)", "<b>it broke</b>", "at app.tsx:1", "Restart"]
    assert page.place(0).attributes["inert"] == ""
    assert page.plain() == Page.adopt(adapter.html()).plain()
    adapter.handle(1, "click", DomEvent())
    adapter.handle(0, "click", DomEvent())
    assert restarts == []
    adapter.handle(0, "click", DomEvent(part="restart"))
    assert restarts == [1]
    # The session's next life is a new tree.
    adapter.attach(Told(*BUTTON).receiver.tree)
    assert "rill-failure" not in adapter.html().html


def ids_in(operations: list[list[Any]]) -> set[int]:
    """The nodes that operations make."""
    found: set[int] = set()
    stack: list[Any] = [operation[1] for operation in operations if operation[0] == WebOperation.CREATE]
    while stack:
        part = stack.pop()
        if isinstance(part, list):
            if len(part) > 1 and isinstance(part[0], int) and isinstance(part[1], str):
                found.add(part[0])
            stack += part
    return found


def test_trees_as_deep_as_they_may_be_go_over_the_wire() -> None:
    # A Card nests four arrays for each level of nodes: items as deep as that are more than an encoder bears.
    made: list[Operation] = []
    for id in range(1, 255):
        made += [Create(id, "Card", {"title": "deep"}), Append(id - 1, id)]
    told = Told()
    frame = told.batch(*made)
    assert ids_in(frame) == set(range(1, 255))
    assert ids_in(over_the_wire(told.adapter.snapshot())) == set(range(255))
    assert told.adapter.html().html.count(" data-r=") == 255
    bottom_up: list[Operation] = [Create(1000 + at, "Card", {}) for at in range(250)]
    bottom_up += [Append(1000 + at, 1001 + at) for at in reversed(range(249))]
    assert ids_in(told.batch(Delete(1), *bottom_up, Append(0, 1000))) == set(range(1000, 1250))


def test_a_view_that_fails_leaves_a_box_and_all_the_rest(caplog: pytest.LogCaptureFixture) -> None:
    def lower(_node: Described, _page: ViewPage) -> Element:
        raise ZeroDivisionError

    with caplog.at_level(logging.CRITICAL, logger="rill.web"):
        told = Told(
            *BUTTON,
            Create(2, "Text", {}),
            Create(3, "#text", "here"),
            Append(2, 3),
            Append(0, 2),
            views={**VIEWS, "Button": WebView(lower=lower)},
        )
    assert 'class="rill-view-failed"' in told.screen.paint.html
    assert "here" in told.screen.paint.html


def test_a_batch_that_could_not_be_shown_is_the_hosts_error_and_the_page_begins_anew() -> None:
    def touches(_node: Node) -> list[Node]:
        raise ZeroDivisionError

    view = WebView(lower=lambda node, _: Element("p", {"title": node.get("label")}), touches=touches)
    told = Told(*BUTTON, Create(2, "Divider", {}), Append(0, 2), views={**VIEWS, "Divider": view})
    before = told.screen.told
    with pytest.raises(ZeroDivisionError):
        told.batch(Update(2, {"label": "L"}, []), Update(1, {"title": "x"}, []))
    assert told.screen.told == before + 1
    assert told.adapter.is_snapshot_due
    assert told.adapter.take() == []
    told.screen.catch_up()
    told.screen.assert_shows(told.receiver.tree)
    # What has happened since is told as ever.
    assert [operation[0] for operation in told.batch(Update(1, {"title": "y"}, []))] == [WebOperation.MORPH]


def test_a_component_without_a_view_is_a_box_with_its_children() -> None:
    views = {name: view for name, view in VIEWS.items() if name != "View"}
    told = Told(Create(1, "View", {}), *BUTTON[:0], Create(2, "Text", {}), Append(1, 2), Append(0, 1), views=views)
    assert '<div data-r="1" class="rill-unknown"><span' in told.screen.paint.html
