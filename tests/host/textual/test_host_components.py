"""A host's own widgets as components: the few lines that docs/textual.md promises, and what happens when they are
wrong.
"""

from __future__ import annotations

from typing import Any, ClassVar, Protocol

import pytest
from pydantic import Field
from screens import screen_text
from textual.containers import VerticalGroup
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from rill import Engine
from rill.components import CATALOGUE, Component, Event, HostComponent, Record, compile_component, event
from rill.host.terminal_text import clean_line
from rill.host.textual import GuestView, TextualView
from rill.protocol.errors import HostError

from .scene import SceneApp, el, scene


class StepEvent(Record):
    """A step was chosen."""

    index: int = Field(description="Which one, from 0.")


class StepListWidget(OptionList):
    """A widget as a host may have it already: it knows nothing of guests."""

    class Chosen(Message):
        def __init__(self, widget: StepListWidget, index: int) -> None:
            super().__init__()
            self.widget = widget
            self.index = index

        @property
        def control(self) -> StepListWidget:
            return self.widget

    class Noted(Message):
        """Of no interest to guests."""

    def show(self, steps: list[str]) -> None:
        self.clear_options()
        self.add_options([Option(Content(step)) for step in steps])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.post_message(self.Chosen(self, event.option_index))
        self.post_message(self.Noted())


def steps_of(node: Any) -> list[str]:
    return [clean_line(step) for step in node.get("steps")]


def create_steps(node: Any) -> StepListWidget:
    widget = StepListWidget()
    widget.show(steps_of(node))
    return widget


STEP_LIST = TextualView(
    create=create_steps,
    update=lambda widget, node, changed: widget.show(steps_of(node)),
    events={StepListWidget.Chosen: lambda message: ("onSelect", {"index": message.index})},
    methods={"size": lambda widget, node, args: widget.option_count},
)


class StepList(Component, role="list", children="none"):
    """Shows the steps of a job."""

    steps: list[str] = Field(description="What is done, in order.")
    on_select: Event[StepEvent] = event("A step was chosen.")

    class Methods(Component.Methods, Protocol):
        def size(self) -> int:
            """Tell how many steps there are."""
            ...

    views: ClassVar[Any] = {"textual": STEP_LIST}


class Panel(Component, children="text-and-nodes"):
    """A box of the host's for text and anything else."""

    views: ClassVar[Any] = {"textual": TextualView(create=lambda node: VerticalGroup())}


class Viewless(Component):
    """Something that only a browser can show."""


class WrongView(Component):
    """Something with a view of the wrong kind."""

    views: ClassVar[Any] = {"textual": Static}


COMPONENTS = {
    name: compile_component(name, component)
    for name, component in {
        "StepList": StepList,
        "Panel": Panel,
        "Viewless": Viewless,
        "WrongView": WrongView,
    }.items()
}


def components() -> Any:
    return {**CATALOGUE, **COMPONENTS}


async def test_widget_of_the_host_is_made_updated_and_heard() -> None:
    steps = el("StepList", {"steps": ["build", "test"], "onSelect": True, "style": {"height": 6}})
    async with scene(el("Column", {}, steps), components=components()) as made:
        assert "build" in made.text
        widget = made.widget(steps.id)
        await made.pilot.press("tab", "down", "down", "enter")
        await made.settle()
        assert made.events() == [(steps.id, "onSelect", {"index": 1})]
        made.count()
        await made.update(steps.id, steps=["build", "test", "\x1bship"])
        assert made.work() == (0, 0, 0)
        assert made.widget(steps.id) is widget
        assert "␛ship" in made.text
        assert widget.outer_size.height == 6
        node = made.session.tree.find(steps.id)
        assert node is not None
        assert made.adapter.call(node, "size", []) == 3


async def test_messages_that_no_view_claims_go_on_to_the_app() -> None:
    heard: list[Message] = []

    class Listening(SceneApp):
        def on_step_list_widget_noted(self, message: StepListWidget.Noted) -> None:
            heard.append(message)

        def on_step_list_widget_chosen(self, message: StepListWidget.Chosen) -> None:
            heard.append(message)

    async with scene(app_class=Listening, components=components()) as made:
        await made.render(el("StepList", {"steps": ["one"]}))
        await made.pilot.press("tab", "down", "enter")
        await made.settle()
        assert [type(message) for message in heard] == [StepListWidget.Noted]


async def test_children_of_a_hosts_box_are_texts_and_components() -> None:
    button = el("Button", {"title": "inside", "onPress": True})
    panel = el("Panel", {}, "bare [b]text[/b]", button, el("Text", {}, "words"))
    async with scene(panel, components=components()) as made:
        assert made.lines[0] == "bare [b]text[/b]"
        assert "inside" in made.text
        await made.pilot.click(made.widget(button.id))
        await made.settle()
        assert [event for _, event, _ in made.events()] == ["onPress"]


@pytest.mark.parametrize(("component", "words"), [("Viewless", "no view for 'textual'"), ("WrongView", "TextualView")])
async def test_component_without_a_proper_view_is_shown_as_such_and_reported_once(component: str, words: str) -> None:
    async with scene(el(component), el(component), el("Text", {}, "rest"), components=components()) as made:
        assert made.lines == [f"no view for {component}", f"no view for {component}", "rest", *[""] * 21]
        (problem,) = made.app.problems
        assert words in str(problem)
        assert isinstance(problem, HostError)


async def test_payload_that_does_not_fit_is_the_hosts_mistake_and_ends_nothing() -> None:
    wrong = TextualView(
        create=create_steps,
        events={StepListWidget.Chosen: lambda message: ("onSelect", {"index": "second"})},
    )
    unknown = TextualView(
        create=create_steps,
        events={StepListWidget.Chosen: lambda message: ("onNothing", None)},
    )
    for view in (wrong, unknown):
        steps = el("StepList", {"steps": ["one"], "onSelect": True})
        async with scene(components=components()) as made:
            made.adapter._views["StepList"] = view
            await made.render(steps)
            await made.pilot.press("tab", "down", "enter")
            await made.settle()
            assert made.app.is_running
            assert made.events() == []


async def test_view_that_raises_leaves_the_batch_whole_and_the_app_alive() -> None:
    def fail(*_arguments: Any) -> Any:
        raise ZeroDivisionError("host's bug")

    views = {
        "create": TextualView(create=fail),
        "update": TextualView(create=create_steps, update=fail),
        "events": TextualView(create=create_steps, events={StepListWidget.Chosen: fail}),
    }
    for field, view in views.items():
        steps = el("StepList", {"steps": ["one"], "onSelect": True})
        async with scene(components=components()) as made:
            made.adapter._views["StepList"] = view
            await made.render(el("Column", {}, el("Text", {}, "before"), steps, el("Text", {}, "after")))
            await made.update(steps.id, steps=["two"])
            await made.pilot.press("tab", "down", "enter")
            await made.settle()
            assert "before" in made.text
            assert "after" in made.text
            (problem,) = made.app.problems
            assert f"failed in '{field}': ZeroDivisionError" in str(problem)
            assert isinstance(problem.__cause__, ZeroDivisionError)


async def test_guest_uses_a_component_that_the_engine_registered(tmp_path: Any) -> None:
    path = tmp_path / "guest.tsx"
    path.write_text(
        """
        import { useState } from "react";
        import { Column, hostComponent, Text } from "rill/sdk";
        const StepList = hostComponent("StepList");
        export default function App() {
          const [chosen, setChosen] = useState("none");
          return (
            <Column>
              <StepList steps={["build", "ship"]} onSelect={(e) => setChosen(String(e.index))} />
              <Text>chosen: {chosen}</Text>
            </Column>
          );
        }
        """
    )
    async with Engine() as engine:
        engine.register(StepList=HostComponent(StepList, views={"textual": STEP_LIST}))
        view = GuestView(engine, path)
        app = SceneApp(view)
        async with app.run_test() as pilot:
            await view.wait_shown()
            await pilot.press("tab", "down", "down", "enter")
            await view.wait_shown()
            await pilot.pause()
            assert "chosen: 1" in screen_text(app)
