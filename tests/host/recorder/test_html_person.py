"""A person acts on elements of HTML without a screen: which events come, in which order, and what they say."""

from __future__ import annotations

from typing import Any

import pytest

from host.recorder.elements import Element, el, operations
from rill.components.html.elements import HTML
from rill.host import Receiver
from rill.host.recorder import Recorder
from rill.host.tree import Node
from rill.protocol.errors import HostError
from rill.protocol.limits import Limits
from rill.protocol.messages import Batch
from rill.protocol.operations import Update

ON: Any = True


class Page:
    """Elements in front of a person, and what their guest hears."""

    def __init__(self, *elements: Element | str) -> None:
        self.heard: list[tuple[str, dict[str, Any]]] = []
        self._receiver = Receiver(HTML, Limits(), self._emit)
        changes = self._receiver.receive_batch(Batch(1, 1, operations(*elements)))
        self.recorder = Recorder()
        self.recorder.attach(self._receiver.tree)
        self.recorder.apply(changes)
        self._sequence = 1

    def _emit(self, node: Node, event: str, payload: Any, _is_due: bool) -> None:
        assert node.schema is not None
        node.schema.events[event].check_payload(payload, event)
        self.heard.append((f"{node.type} {event}", payload))

    def update(self, node: Node, **props: Any) -> None:
        self._sequence += 1
        changed = {name.rstrip("_"): value for name, value in props.items()}
        batch = Batch(1, self._sequence, [Update(node.id, changed, [])])
        self.recorder.apply(self._receiver.receive_batch(batch))

    def names(self) -> list[str]:
        """What was heard since the last call."""
        names = [name for name, _ in self.heard]
        self.heard.clear()
        return names

    def last(self) -> dict[str, Any]:
        return self.heard[-1][1]


def listening(tag: str, /, *children: Element | str, **props: Any) -> Element:
    """An element that listens to everything."""
    given = {name.rstrip("_").replace("_", "-"): value for name, value in props.items()}
    return el(tag, *children, **dict.fromkeys(HTML[tag].events, ON), **given)


async def test_a_press_is_told_once_to_the_innermost_that_listens_with_its_target() -> None:
    page = Page(el("div", el("p", el("b", "x"), onClick=ON), onClick=ON))
    bold = page.recorder.find(type="b")
    await page.recorder.press(bold)
    assert page.heard == [("p onClick", {"target": bold.id, "source": "pointer", "detail": 1})]


async def test_a_press_of_what_nobody_listens_to_says_so() -> None:
    page = Page(el("div", el("p", "x")))
    with pytest.raises(HostError, match="nothing at <p 'x'> listens to a press"):
        await page.recorder.press(page.recorder.find(type="p"))


async def test_a_double_press_is_two_presses_and_a_double_one() -> None:
    page = Page(el("label", "x", onDblClick=ON, onClick=ON))
    await page.recorder.double_press(page.recorder.find(type="label"))
    assert [payload["detail"] for _, payload in page.heard] == [1, 2, 2]
    assert page.names() == ["label onClick", "label onClick", "label onDblClick"]


async def test_typing_is_keys_and_input_and_change_comes_when_the_person_leaves() -> None:
    page = Page(listening("input", id="a"), listening("input", id="b"))
    field = page.recorder.find(id="a")
    await page.recorder.type(field, "hi")
    assert page.names() == [
        "input onFocus",
        "input onFocusIn",
        *["input onKeyDown", "input onInput", "input onKeyUp"] * 2,
    ]
    assert page.recorder.value(field) == "hi"
    await page.recorder.focus(page.recorder.find(id="b"))
    assert page.names() == [
        "input onChange",
        "input onBlur",
        "input onFocusOut",
        "input onFocus",
        "input onFocusIn",
    ]


async def test_events_of_a_field_say_what_it_holds() -> None:
    page = Page(el("div", el("input", value="a"), onKeyDown=ON))
    field = page.recorder.find(type="input")
    await page.recorder.key(field, "b")
    await page.recorder.key(field, "Enter")
    assert [(payload["key"], payload["value"], payload["version"]) for _, payload in page.heard] == [
        ("b", "a", 0),
        ("Enter", "ab", 1),
    ]
    assert {payload["target"] for _, payload in page.heard} == {field.id}


async def test_enter_tells_the_key_then_the_change_then_presses_the_button_then_submits() -> None:
    button = listening("button", "Go", name="b", value="1")
    page = Page(listening("form", listening("input", name="q"), button))
    field = page.recorder.find(type="input")
    await page.recorder.type(field, "x")
    page.names()
    await page.recorder.submit(field)
    (submitted,) = [payload for name, payload in page.heard if name == "form onSubmit"]
    assert submitted == {
        "target": page.recorder.find(type="form").id,
        "entries": [["q", "x"], ["b", "1"]],
        "submitter": page.recorder.find(type="button").id,
    }
    assert page.names() == [
        "input onKeyDown",
        "input onChange",
        "button onClick",
        "form onSubmit",
        "input onKeyUp",
    ]


async def test_a_prevented_key_does_nothing() -> None:
    page = Page(el("form", el("input", onKeyDown={"prevent": True, "keys": ["Enter"]}), onSubmit=ON))
    field = page.recorder.find(type="input")
    await page.recorder.key(field, "Enter")
    assert page.names() == ["input onKeyDown"]


async def test_a_tick_is_on_when_its_press_is_told() -> None:
    page = Page(listening("input", type="checkbox"))
    tick = page.recorder.find(role="checkbox")
    await page.recorder.press(tick)
    assert [payload["checked"] for _, payload in page.heard] == [True, True, True]
    assert page.names() == ["input onClick", "input onInput", "input onChange"]
    await page.recorder.key(tick, " ")
    assert page.recorder.value(tick) is False


async def test_a_press_of_a_label_is_one_of_its_field() -> None:
    page = Page(el("label", "Inside ", el("input", type="checkbox", onChange=ON)))
    page_by_id = Page(el("label", "By id", **{"for": "x"}), el("input", id="x", type="checkbox", onChange=ON))
    for each in (page, page_by_id):
        await each.recorder.press(each.recorder.find(type="label"))
        assert each.names() == ["input onChange"]
        assert each.recorder.value(each.recorder.find(type="input")) is True


async def test_of_radio_buttons_with_one_name_one_is_on() -> None:
    one, two = (el("input", type="radio", name="r", value=value, onChange=ON) for value in "12")
    page = Page(el("form", one, two, el("button", "Go"), onSubmit=ON))
    first, second = page.recorder.find_all(role="radio")
    await page.recorder.press(first)
    await page.recorder.press(second)
    await page.recorder.press(second)
    assert (page.recorder.value(first), page.recorder.value(second)) == (False, True)
    assert page.names() == ["input onChange", "input onChange"]
    await page.recorder.press(page.recorder.find(role="button", text="Go"))
    assert page.last()["entries"] == [["r", "2"]]


async def test_what_the_guest_writes_counts_if_it_is_new_enough() -> None:
    page = Page(el("input", value="a", onInput=ON))
    field = page.recorder.find(type="input")
    await page.recorder.type(field, "b")
    page.update(field, value="old", valueVersion=0)
    assert page.recorder.value(field) == "ab"
    page.update(field, value="", valueVersion=1)
    assert page.recorder.value(field) == ""
    await page.recorder.type(field, "c")
    page.update(field, value="forced", valueVersion="force")
    assert page.recorder.value(field) == "forced"


async def test_a_form_with_something_missing_is_not_submitted() -> None:
    page = Page(el("form", listening("input", required=True), el("button", "Go"), onSubmit=ON))
    await page.recorder.press(page.recorder.find(type="button"))
    assert page.names() == ["input onInvalid", "input onFocus", "input onFocusIn"]
    assert page.recorder.focused is page.recorder.find(type="input")
    await page.recorder.type(page.recorder.find(type="input"), "x")
    page.names()
    await page.recorder.submit(page.recorder.find(type="form"))
    assert page.names() == ["form onSubmit"]


async def test_a_reset_puts_back_what_the_guest_says() -> None:
    page = Page(el("form", el("input", value="a"), el("button", "Back", type="reset"), onReset=ON))
    field = page.recorder.find(type="input")
    await page.recorder.fill(field, "b")
    await page.recorder.press(page.recorder.find(type="button"))
    assert page.recorder.value(field) == "a"
    assert page.names() == ["form onReset"]


async def test_choices_ranges_and_days() -> None:
    options = (el("option", "first"), el("option", "second", value="2"), el("option", "third", disabled=True))
    page = Page(
        listening("select", *options),
        listening("input", type="range"),
        listening("input", type="date", max="2026-05-01"),
    )
    select, slider, day = page.recorder.find_all(type="select") + page.recorder.find_all(type="input")
    assert page.recorder.value(select) == "first"
    await page.recorder.choose(select, "second")
    assert page.names() == ["select onInput", "select onChange"]
    assert page.recorder.value(select) == "2"
    with pytest.raises(HostError, match="is disabled"):
        await page.recorder.choose(select, "third")
    with pytest.raises(HostError, match="has no choice 'fourth'"):
        await page.recorder.choose(select, "fourth")
    await page.recorder.set_value(slider, 70.4)
    assert page.last()["value"] == "70"
    assert page.names() == ["input onInput", "input onChange"]
    await page.recorder.set_date(day, "2026-03-04")
    assert page.last()["value"] == "2026-03-04"
    assert page.names() == ["input onInput", "input onChange"]


async def test_details_open_by_their_summary_and_what_is_in_them_is_seen_then() -> None:
    page = Page(el("details", el("summary", "More"), el("p", "inside"), onToggle=ON))
    assert page.recorder.find_all(text="inside") == []
    await page.recorder.press(page.recorder.find(type="summary"))
    assert page.recorder.is_seen(page.recorder.find(text="inside"))
    assert page.last()["open"] is True
    await page.recorder.toggle(page.recorder.find(type="details"))
    assert page.last()["open"] is False
    page.update(page.recorder.find(type="details"), open=True)
    assert page.recorder.is_open(page.recorder.find(type="details"))


async def test_a_dialog_is_answered_first_and_escape_asks_to_close_it() -> None:
    dialog = el("dialog", el("button", "Yes", onClick=ON), open=True, modal=True, onCancel=ON)
    page = Page(el("button", "Behind", onClick=ON), dialog)
    with pytest.raises(HostError, match="waits behind <dialog"):
        await page.recorder.press(page.recorder.find(text="Behind"))
    await page.recorder.key(page.recorder.find(text="Yes"), "Escape")
    assert page.names() == ["dialog onCancel"]
    await page.recorder.close(page.recorder.find(type="dialog"))
    assert page.names() == ["dialog onCancel"]
    page.update(page.recorder.find(type="dialog"), open=False)
    await page.recorder.press(page.recorder.find(text="Behind"))
    assert page.names() == ["button onClick"]


async def test_what_is_off_cannot_be_pressed_or_written_in() -> None:
    page = Page(
        el("fieldset", el("button", "A", onClick=ON), disabled=True),
        el("div", el("button", "B", onClick=ON), inert=True),
        el("input", id="c", disabled=True),
        el("input", id="d", readonly=True),
    )
    for name in "AB":
        with pytest.raises(HostError, match="is disabled"):
            await page.recorder.press(page.recorder.find(role="button", text=name))
    with pytest.raises(HostError, match="is disabled"):
        await page.recorder.type(page.recorder.find(id="c"), "x")
    with pytest.raises(HostError, match="is read-only"):
        await page.recorder.type(page.recorder.find(id="d"), "x")
    with pytest.raises(HostError, match="is no field to type into"):
        await page.recorder.type(page.recorder.find(text="A"), "x")


async def test_fields_take_what_they_take() -> None:
    page = Page(el("input", id="a", maxlength=2), el("input", id="b", type="number"), el("textarea", id="c"))
    for id, text in (("a", "abc"), ("b", "1x2.5"), ("c", "a\nb")):
        await page.recorder.type(page.recorder.find(id=id), text)
    values = [page.recorder.value(page.recorder.find(id=id)) for id in "abc"]
    assert values == ["ab", "12.5", "a\nb"]
    await page.recorder.key(page.recorder.find(id="a"), "Backspace")
    assert page.recorder.value(page.recorder.find(id="a")) == "a"


async def test_methods_of_the_guest() -> None:
    page = Page(el("form", el("input", type="checkbox", onChange=ON), el("input", id="q", required=True), onSubmit=ON))
    call = page.recorder.call
    form, (tick, field) = page.recorder.find(type="form"), page.recorder.find_all(type="input")
    call(tick, "click", [])
    assert page.names() == ["input onChange"]
    assert call(form, "reportValidity", []) is False
    call(form, "requestSubmit", [])
    assert page.names() == []
    call(field, "focus", [])
    assert page.recorder.focused is field
    call(field, "blur", [])
    assert page.recorder.focused is None
