"""What follows from an act on an element of HTML, whoever shows it. The recorder's tests go through it all; here is
what an adapter is asked to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from host.recorder.elements import el
from host.test_html import named, tree
from rill.host.html import initial_value
from rill.host.html_acts import HtmlActs
from rill.host.tree import Node, Tree
from rill.protocol.values import Value


class Noted(HtmlActs):
    """Shows nothing, and notes what it is asked for."""

    def __init__(self, made: Tree) -> None:
        self.made = made
        self.values: dict[Node, Value] = {}
        self.log: list[str] = []

    @property
    def html_tree(self) -> Tree:
        return self.made

    def send(self, listener: Node, event: str, payload: Mapping[str, Any]) -> bool:
        self.log.append(f"{event} to {listener.props.get('id', listener.type)}")
        return True

    def value_of(self, node: Node) -> Value:
        return self.values.get(node, initial_value(node))

    def show_value(self, node: Node, value: Value) -> None:
        self.values[node] = value
        self.log.append(f"show {node.props.get('id')} {value}")

    def press_field(self, node: Node, payload: Mapping[str, Any]) -> None:
        self.log.append(f"press {node.props.get('id')}")

    def toggle_details(self, node: Node) -> None:
        self.log.append("toggle")

    def show_fault(self, node: Node, words: str | None) -> None:
        if words is not None:
            self.log.append(f"fault {words}")

    def go_to_fault(self, faults: Sequence[tuple[Node, str]]) -> None:
        self.log.append(f"go to {faults[0][0].props.get('id')}")

    def follow_address(self, node: Node, href: str, mark: Value) -> None:
        self.log.append(f"follow {href} {mark}")


def test_a_link_is_followed_with_the_mark_of_who_listens() -> None:
    made = tree(el("p", el("a", el("b", "x", id="b"), href="https://x.example"), onClick={"prevent": True}, id="p"))
    acts = Noted(made)
    acts.click(named(made, "b"), {})
    assert acts.log == ["onClick to p", "follow https://x.example {'prevent': True}"]


def test_a_summary_toggles_and_a_label_presses_its_field_once() -> None:
    made = tree(
        el("details", el("summary", "s", id="s")),
        el("label", "words", el("b", id="b"), el("input", id="i", type="checkbox"), id="l", onClick=True),
    )
    acts = Noted(made)
    acts.click(named(made, "s"), {})
    acts.click(named(made, "b"), {})
    # A press of the field inside is told on its own, and does not come back through the label.
    acts.click(named(made, "i"), {})
    assert acts.log == ["toggle", "onClick to l", "press i", "onClick to l"]


@pytest.mark.parametrize("props", [{"disabled": True}, {"inert": True}])
def test_what_is_off_is_not_pressed(props: dict[str, Any]) -> None:
    made = tree(el("form", el("button", el("b", id="b"), onClick=True, **props), onSubmit=True))
    acts = Noted(made)
    acts.click(named(made, "b"), {})
    assert acts.log == []


def test_a_choice_takes_the_others_of_its_group_off_first_and_counts_both() -> None:
    made = tree(
        el("input", type="radio", name="r", checked=True, id="a"),
        el("input", type="radio", name="r", id="b", onClick=True, onInput=True, onChange=True),
    )
    acts = Noted(made)
    acts.values[named(made, "b")] = True
    acts.switched(named(made, "b"), {})
    assert acts.log == ["show a False", "onClick to b", "onInput to b", "onChange to b"]
    assert (made.version(named(made, "a")), made.version(named(made, "b"))) == (1, 1)


def test_changes_count_also_where_nobody_listens() -> None:
    # Else a later write of the guest would seem to know what the person did.
    made = tree(el("input", id="a"))
    Noted(made).changed(named(made, "a"))
    assert made.version(named(made, "a")) == 1


def test_enter_presses_the_first_button_that_submits() -> None:
    made = tree(
        el(
            "form",
            el("input", id="i"),
            el("button", type="button", id="no", onClick=True),
            el("button", id="yes", onClick=True),
            onSubmit=True,
            id="f",
        ),
        el("form", el("input", id="alone"), onSubmit=True, id="g"),
        el("form", el("input", id="off"), el("button", disabled=True), onSubmit=True),
        el("input", id="outside"),
    )
    acts = Noted(made)
    for id in ("i", "alone", "off", "outside"):
        acts.enter(named(made, id))
    assert acts.log == ["onClick to yes", "onSubmit to f", "onSubmit to g"]


def test_a_form_with_a_fault_is_shown_and_not_submitted_unless_it_says_so() -> None:
    fields = (el("input", required=True, id="a", onInvalid=True), el("input", required=True, id="b"))
    made = tree(
        el("form", *fields, onSubmit=True, id="f"),
        el("form", el("input", required=True), novalidate=True, onSubmit=True, id="g"),
    )
    acts = Noted(made)
    assert not acts.submit(named(made, "f"), None)
    assert acts.submit(named(made, "g"), None)
    assert acts.log == ["fault Fill this in", "onInvalid to a", "fault Fill this in", "go to a", "onSubmit to g"]


def test_a_reset_shows_what_the_guest_says() -> None:
    made = tree(el("form", el("input", value="x", id="a"), el("button", "b"), onReset=True, id="f"))
    acts = Noted(made)
    acts.values[named(made, "a")] = "y"
    acts.reset(named(made, "f"))
    assert acts.log == ["show a x", "onReset to f"]
