"""How a component is written down: one `Component` subclass says its props, events, methods and traits.

The checks, the TypeScript types and the reference page are made from it elsewhere (`schema`, `typescript`,
`reference`). No check of guest data happens here, and nothing here knows a widget.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, ClassVar, Final, Generic, Literal, Protocol, TypeVar, get_args

from pydantic import ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from rill.components.record import Record
from rill.components.style import Style
from rill.protocol.errors import HostError

# What may stand between a component's tags: nothing; components; bare text and inline components; bare text and any
# component.
ChildrenPolicy = Literal["none", "nodes", "inline", "text-and-nodes"]
CHILDREN_POLICIES: Final[tuple[str, ...]] = get_args(ChildrenPolicy)

# What a person can change without the guest having asked for it. Adapters report and restore it (PROTOCOL 3).
ViewState = Literal["text", "checked", "value", "caret", "cursor", "scroll", "focus", "open"]
VIEW_STATES: Final[tuple[str, ...]] = get_args(ViewState)

# WAI-ARIA role names, because browsers, screen readers and React Native's `role` share them. `generic` means nothing in
# particular; `text` is the one name that ARIA lacks: words that a test wants to find.
Role = Literal[
    "alert",
    "alertdialog",
    "application",
    "article",
    "banner",
    "blockquote",
    "button",
    "caption",
    "cell",
    "checkbox",
    "code",
    "columnheader",
    "combobox",
    "complementary",
    "contentinfo",
    "definition",
    "deletion",
    "dialog",
    "document",
    "emphasis",
    "feed",
    "figure",
    "form",
    "generic",
    "grid",
    "gridcell",
    "group",
    "heading",
    "img",
    "insertion",
    "link",
    "list",
    "listbox",
    "listitem",
    "log",
    "main",
    "mark",
    "marquee",
    "math",
    "menu",
    "menubar",
    "menuitem",
    "menuitemcheckbox",
    "menuitemradio",
    "meter",
    "navigation",
    "none",
    "note",
    "option",
    "paragraph",
    "presentation",
    "progressbar",
    "radio",
    "radiogroup",
    "region",
    "row",
    "rowgroup",
    "rowheader",
    "scrollbar",
    "search",
    "searchbox",
    "separator",
    "slider",
    "spinbutton",
    "status",
    "strong",
    "subscript",
    "suggestion",
    "superscript",
    "switch",
    "tab",
    "table",
    "tablist",
    "tabpanel",
    "term",
    "text",
    "textbox",
    "time",
    "timer",
    "toolbar",
    "tooltip",
    "tree",
    "treegrid",
    "treeitem",
]
ROLES: Final[tuple[str, ...]] = get_args(Role)


class ListenerPolicy(Record):
    """How a listener wants its events: what to suppress at the source, and which events are worth a turn.

    Its wire names are those of PROTOCOL 2, hence snake_case.
    """

    model_config = ConfigDict(alias_generator=None)

    prevent: bool = Field(default=False, description="Suppress what the widget itself would do.")
    stop: bool = Field(default=False, description="Do not offer the event to the elements around this one.")
    keys: list[str] = Field(
        default_factory=list, description="Of key events, send those of these keys only; none named means all."
    )
    debounce_ms: float = Field(
        default=0, ge=0, description="Send the last event only, once this many milliseconds passed without another."
    )
    throttle_ms: float = Field(
        default=0, ge=0, description="Send at most one event in this many milliseconds; the last one is never lost."
    )


PayloadT = TypeVar("PayloadT")


class Event(Generic[PayloadT]):
    """Annotation of a field that is an event: ``on_press: Event[PressEvent] = event("The button was pressed.")``.

    ``PayloadT`` is a subclass of `Record`, or None for an event that says no more than that it happened. The field's
    value is a listener mark (True, or a `ListenerPolicy`); there are no instances of this class.
    """

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.union_schema(
            [core_schema.literal_schema([True]), handler.generate_schema(ListenerPolicy)],
        )


def event(description: str) -> Any:
    """Say of a field annotated `Event` when it happens. A guest never has to listen, so it has no other setting."""
    return Field(default=None, description=description)


@dataclass(frozen=True, slots=True)
class Traits:
    """What a component class says about itself beside its fields; written as class arguments, see `Component`."""

    role: str = "generic"
    children: str = "nodes"
    inline: bool = False
    stateful: bool = False
    view_state: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    virtual: bool = False
    prefixes: tuple[str, ...] = ()


def _check_traits(component: str, traits: Mapping[str, Any]) -> None:
    """Refuse class arguments that mean nothing, at the line that wrote them."""
    for name, value in traits.items():
        match name:
            case "role" | "children":
                allowed = ROLES if name == "role" else CHILDREN_POLICIES
                fits, expected = value in allowed, "one of " + ", ".join(map(repr, allowed))
            case "inline" | "stateful" | "virtual":
                fits, expected = isinstance(value, bool), "a bool"
            case "view_state":
                fits = isinstance(value, tuple) and all(item in VIEW_STATES for item in value)
                expected = "a tuple of " + ", ".join(map(repr, VIEW_STATES))
            case "aliases" | "elements" | "takes" | "within" | "prefixes":
                fits = isinstance(value, tuple) and all(isinstance(item, str) for item in value)
                expected = "a tuple of names"
            case _:
                known = ", ".join(Traits.__dataclass_fields__)
                raise HostError(
                    f"unknown class argument {name!r} of component {component}; known are {known}",
                    code="component_invalid",
                    path=component,
                )
        if not fits:
            raise HostError(
                f"expected {expected} for class argument {name!r} of component {component}, got {value!r}",
                code="component_invalid",
                path=component,
            )


class BareComponent(Record):
    """What makes a class a component, without any props: base of `Component`, and of the elements of HTML, whose
    attributes have names of their own.

    Fields with a description are its props, fields annotated ``Event[...]`` its events, and the functions of its nested
    protocol
    ``Methods`` what a guest may call on a ref::

        class Rating(Component, role="slider", children="none"):
            \"\"\"Shows and takes a number of stars.\"\"\"

            stars: int = Field(ge=0, le=5, description="Stars that are lit.")
            on_change: Event[RatingChange] = event("Another number of stars was chosen.")

            class Methods(Component.Methods, Protocol):
                def reset(self) -> None:
                    \"\"\"Put out all stars.\"\"\"

            views = {"textual": RatingWidget}

    Class arguments, each inherited unless given:
        role: the accessible role, unless a guest gives another.
        children: ``none``, ``nodes``, ``inline`` (bare text and inline components) or ``text-and-nodes``.
        inline: it may stand inside a line of text.
        stateful: it keeps state of its own, so that no two uses are interchangeable; such elements are not hoisted.
        view_state: what a person can change in it that a snapshot must keep.
        aliases: other names for it. Not inherited.
        elements: names of props that take elements. What a guest gives them crosses as a child of type `Slot`.
        takes: the only components that it takes as children, by name; none named means any that the policy allows.
        within: the only components that it may stand in, by name; none named means anywhere.
        virtual: the guest keeps its data and the host shows a part: guests use it through a component of the SDK of
            the same name, which keeps the range.
        prefixes: beginnings of further props with free names, such as ``data-``. Their values are short strings.
    """

    traits: ClassVar[Traits] = Traits()
    # A few lines of TSX for the reference page. Those of the catalogue are compiled in a test.
    example: ClassVar[str] = ""
    # Under which name a host lets guests use it and those that belong with it.
    preset: ClassVar[str] = "rill"
    # A host's own component may carry its views; each adapter finds its own by name, such as "textual" or "web".
    views: ClassVar[Mapping[str, Any]] = {}

    class Methods(Protocol):
        """What a guest may call through a ref. Arguments and results are checked against the annotations."""

    def __init_subclass__(cls, **traits: Any) -> None:
        super().__init_subclass__()
        _check_traits(cls.__name__, traits)
        cls.traits = replace(cls.traits, **{"aliases": (), **traits})


class Component(BareComponent):
    """Base of every component but the elements of HTML. The docstring of a subclass is its documentation."""

    known_elsewhere = MappingProxyType(
        {
            "className": "style",
            "testID": "id",
            "nativeID": "id",
            "accessibilityLabel": "label",
            "aria-label": "label",
            "accessibilityHint": "hint",
            "accessibilityRole": "role",
            "onClick": "onPress",
            "onChangeText": "onChange",
            "onValueChange": "onChange",
            "onInput": "onChange",
            "onSubmitEditing": "onSubmit",
            "onKeyPress": "onKeyDown",
            "checked": "value",
            "defaultChecked": "defaultValue",
            "secure": "secureTextEntry",
            "password": "secureTextEntry",
            "keyboardType": "inputMode",
            "editable": "readOnly",
            "tabIndex": "focusOrder",
            "src": "source",
            "uri": "source",
            "url": "href",
            "visible": "open",
            "items": "options",
            "onRequestClose": "onClose",
            "onDismiss": "onClose",
            "minimumValue": "min",
            "maximumValue": "max",
        }
    )

    id: str | None = Field(
        default=None,
        description="Name of this element for tests and tools. Nobody sees it, and it need not be unique.",
    )
    role: Role | None = Field(
        default=None,
        description="What this element is to assistive technology and to tests, where it is not the usual.",
    )
    label: str | None = Field(
        default=None, description="Accessible name, where the visible text does not say it. Tests find elements by it."
    )
    hint: str | None = Field(
        default=None, description="What using this element does, in a few words. Shown as a tooltip."
    )
    hidden: bool = Field(
        default=False,
        description="Takes the element off the screen and out of the layout. Its state and its children stay.",
    )
    focus_order: int | None = Field(
        default=None,
        description=(
            "Place among its siblings in the order of the Tab key: ascending, and before siblings without a number. "
            "Counts for everything inside the element, too."
        ),
    )
    style: Style | None = Field(default=None, description="How it looks and what room it takes.")
