from __future__ import annotations

from typing import Annotated, Any, Literal, Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import AfterValidator, Field, field_validator

from components.checks import LIMITS, PATH, accept, refuse
from rill.components import (
    CATALOGUE,
    Component,
    ComponentSchema,
    Event,
    Record,
    compile_component,
    event,
)
from rill.components.events import KeyEvent, PressEvent
from rill.protocol import (
    UNDEFINED,
    BigInt,
    FunctionRef,
    GuestError,
    HostError,
    LimitError,
    Limits,
    MapValue,
    SetValue,
)

BUTTON_PROPS = (
    "'autoFocus', 'compact', 'disabled', 'focusOrder', 'focusable', 'hidden', 'hint', 'icon', 'id', 'label', 'onBlur', "
    "'onFocus', 'onKeyDown', 'onPress', 'role', 'style', 'submit', 'title', 'variant'"
)


class Point(Record):
    """A place."""

    x: int = Field(description="Across.")
    y: int = Field(default=0, description="Down.")


class Item(Record):
    """An entry, which may hold others."""

    title: str = Field(description="What it says.")
    children: list[Item] = Field(default_factory=list, description="Entries below it.")


class Sample(Component):
    """Has a prop of every kind."""

    needed: str = Field(description="Must be there.")
    count: Annotated[int, Field(ge=1, lt=10)] = Field(default=1, description="A few.")
    ratio: float = Field(default=0.5, gt=0, le=1, description="A share.")
    any_number: float = Field(default=0, allow_inf_nan=True, description="Any number.")
    name: str = Field(default="", min_length=2, max_length=4, description="A short name.")
    mode: Literal["on", "off", 3, False] = Field(default="on", description="One of a few.")
    point: Point | None = Field(default=None, description="A place.")
    points: list[Point] = Field(default_factory=list, max_length=2, description="Places.")
    pair: tuple[int, str] | None = Field(default=None, description="Two.")
    table: dict[str, float] = Field(default_factory=dict, description="Numbers by name.")
    data: Any = Field(default=None, description="Anything.")
    choice: int | str | Point = Field(default=0, description="One of three.")
    items: list[Item] = Field(default_factory=list, description="A tree.")
    icon: bytes | None = Field(default=None, description="A picture.")
    render: FunctionRef | None = Field(default=None, description="A function.")
    even: Annotated[int, AfterValidator(lambda value: _even(value))] = Field(default=0, description="An even number.")
    on_ping: Event[None] = event("Pinged.")
    on_point: Event[Point] = event("Pointed.")

    class Methods(Component.Methods, Protocol):
        def move_to(self, point: Point, speed: Annotated[float, Field(ge=0)] = 1.0) -> Point:
            """Move."""
            ...

        def stop(self) -> None:
            """Stop."""


def _even(value: int) -> int:
    if value % 2:
        raise ValueError("must be even")
    return value


SAMPLE = compile_component("Sample", Sample)


# -- props -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "props",
    [
        {},
        {"count": 9, "ratio": 1, "anyNumber": float("inf"), "name": "abcd"},
        {"mode": "off"},
        {"mode": 3},
        {"mode": False},
        {"point": {"x": 1}},
        {"point": None},
        {"points": [{"x": 1}, {"x": 2, "y": 3}]},
        {"pair": [1, "a"]},
        {"table": {"a": 1, "b": 2.5}},
        {"data": {"a": [1, None, "x", {"b": SetValue((1,))}]}},
        {"data": MapValue(((1, 2),))},
        {"choice": "x"},
        {"choice": {"x": 1}},
        {"items": [{"title": "a", "children": [{"title": "b"}]}]},
        {"icon": b"\x89PNG"},
        {"render": FunctionRef(7)},
        {"even": 4},
        {"onPing": True, "onPoint": {"debounce_ms": 10, "keys": ["a"]}},
        {"id": "a", "role": "list", "label": None, "hidden": True, "style": {"width": "50%"}},
    ],
)
def test_values_that_fit_are_accepted(props: dict[str, Any]) -> None:
    accept(SAMPLE, needed="yes", **props)


@pytest.mark.parametrize(
    ("props", "text"),
    [
        ({"count": "1"}, "expected int >= 1 and < 10, got str at batch[0].props.count"),
        ({"count": 0}, "expected int >= 1 and < 10, got 0 at batch[0].props.count"),
        ({"count": 10}, "expected int >= 1 and < 10, got 10 at batch[0].props.count"),
        ({"count": True}, "expected int >= 1 and < 10, got bool at batch[0].props.count"),
        ({"count": 2.0}, "expected int >= 1 and < 10, got float at batch[0].props.count"),
        ({"count": -0.0}, "expected int >= 1 and < 10, got -0, which crosses as a float at batch[0].props.count"),
        ({"count": BigInt(3)}, "expected int >= 1 and < 10, got BigInt at batch[0].props.count"),
        ({"count": None}, "expected int >= 1 and < 10, got null at batch[0].props.count"),
        ({"ratio": 0}, "expected float > 0 and <= 1, got 0 at batch[0].props.ratio"),
        ({"ratio": float("nan")}, "expected float > 0 and <= 1, got nan at batch[0].props.ratio"),
        ({"ratio": False}, "expected float > 0 and <= 1, got bool at batch[0].props.ratio"),
        ({"name": "a"}, "expected str of length >= 2 and <= 4, got one of length 1 at batch[0].props.name"),
        ({"name": "abcde"}, "expected str of length >= 2 and <= 4, got one of length 5 at batch[0].props.name"),
        ({"hidden": 1}, "expected bool, got int at batch[0].props.hidden"),
        ({"mode": "of"}, "expected 'on', 'off', 3 or false, got 'of' at batch[0].props.mode"),
        ({"mode": 0}, "expected 'on', 'off', 3 or false, got int at batch[0].props.mode"),
        ({"mode": True}, "expected 'on', 'off', 3 or false, got bool at batch[0].props.mode"),
        ({"point": {}}, "missing field 'x' of Point at batch[0].props.point"),
        ({"point": {"x": 1.5}}, "expected int, got float at batch[0].props.point.x"),
        (
            {"point": {"x": 1, "z": 2}},
            "unknown field 'z' of Point at batch[0].props.point; known are 'x', 'y'",
        ),
        ({"point": [1, 2]}, "expected Point or null, got array at batch[0].props.point"),
        ({"points": [{"x": 1}, {"x": "2"}]}, "expected int, got str at batch[0].props.points[1].x"),
        ({"points": {}}, "expected array of Point of length <= 2, got object at batch[0].props.points"),
        (
            {"points": [{"x": 1}] * 3},
            "expected array of Point of length <= 2, got one of length 3 at batch[0].props.points",
        ),
        ({"pair": [1]}, "expected [int, str], got an array of length 1 at batch[0].props.pair"),
        ({"pair": [1, 2]}, "expected str, got int at batch[0].props.pair[1]"),
        ({"pair": "1a"}, "expected [int, str] or null, got '1a' at batch[0].props.pair"),
        ({"table": {"a": "1"}}, "expected finite float, got str at batch[0].props.table.a"),
        ({"table": {"a b\x1b": "1"}}, "expected finite float, got str at batch[0].props.table.'a b\\x1b'"),
        ({"table": [1]}, "expected object of finite float, got array at batch[0].props.table"),
        ({"data": [FunctionRef(1)]}, "expected data, got a function in it at batch[0].props.data"),
        (
            {"data": MapValue(((1, SetValue((FunctionRef(1),))),))},
            "expected data, got a function in it at batch[0].props.data",
        ),
        ({"choice": None}, "expected int, str or Point, got null at batch[0].props.choice"),
        ({"choice": {"y": 1}}, "missing field 'x' of Point at batch[0].props.choice"),
        ({"choice": {"x": "1"}}, "expected int, got str at batch[0].props.choice.x"),
        (
            {"items": [{"title": "a", "children": [{}]}]},
            "missing field 'title' of Item at batch[0].props.items[0].children[0]",
        ),
        ({"icon": "x"}, "expected bytes or null, got 'x' at batch[0].props.icon"),
        ({"render": 1}, "expected function or null, got int at batch[0].props.render"),
        ({"even": 3}, "must be even at batch[0].props.even"),
        ({"even": "4"}, "expected int, got str at batch[0].props.even"),
        (
            {"id": UNDEFINED},
            "expected str or null, got undefined at batch[0].props.id; leave the prop out or name it in removed",
        ),
        ({"id": "x", "style": {"width": UNDEFINED, "heigth": 1}}, None),
    ],
)
def test_values_that_do_not_fit_are_refused_with_type_and_place(props: dict[str, Any], text: str | None) -> None:
    if text is None:
        with pytest.raises(GuestError, match="unknown field 'heigth' of Style"):
            SAMPLE.check_create({"needed": "", **props}, PATH, LIMITS)
        return
    refuse(SAMPLE, {"needed": "", **props}, "prop_invalid", text)


@pytest.mark.parametrize(
    ("props", "text"),
    [
        ({"titel": "x"}, "unknown prop 'titel' of Button at batch[0].props; did you mean 'title'?"),
        ({"onClick": True}, "unknown prop 'onClick' of Button at batch[0].props; did you mean 'onPress'?"),
        ({"className": "x"}, "unknown prop 'className' of Button at batch[0].props; did you mean 'style'?"),
        ({"q": 1}, f"unknown prop 'q' of Button at batch[0].props; known are {BUTTON_PROPS}"),
        ({"__class__": 1}, f"unknown prop '__class__' of Button at batch[0].props; known are {BUTTON_PROPS}"),
        ({"__proto__": 1}, f"unknown prop '__proto__' of Button at batch[0].props; known are {BUTTON_PROPS}"),
        ({"constructor": 1}, f"unknown prop 'constructor' of Button at batch[0].props; known are {BUTTON_PROPS}"),
        ({"model_fields": 1}, f"unknown prop 'model_fields' of Button at batch[0].props; known are {BUTTON_PROPS}"),
        ({"auto_focus": True}, "unknown prop 'auto_focus' of Button at batch[0].props; did you mean 'autoFocus'?"),
        ({"width": 3}, "unknown prop 'width' of Button at batch[0].props; 'width' is a field of 'style'"),
        ({"": 1}, f"unknown prop '' of Button at batch[0].props; known are {BUTTON_PROPS}"),
        (
            {"\x1b[2J\u202e" + "x" * 100: 1},
            f"unknown prop '\\x1b[2J\\u202e{'x' * 35}'... of Button at batch[0].props; known are {BUTTON_PROPS}",
        ),
    ],
)
def test_unknown_props_are_refused_whatever_they_are_called(props: dict[str, Any], text: str) -> None:
    refuse("Button", props, "prop_unknown", text)


def test_a_name_known_elsewhere_is_only_suggested_where_it_means_something() -> None:
    with pytest.raises(GuestError, match="known are"):
        CATALOGUE["ProgressBar"].check_create({"checked": True}, PATH, LIMITS)


def test_a_missing_required_prop_refuses_a_create_and_not_an_update() -> None:
    with pytest.raises(GuestError) as caught:
        SAMPLE.check_create({"count": 2}, PATH, LIMITS)
    assert (caught.value.code, str(caught.value)) == (
        "prop_missing",
        "missing prop 'needed' of Sample at batch[0].props",
    )
    SAMPLE.check_update({"count": 2}, [], PATH, LIMITS)


def test_undefined_fields_of_records_are_deleted_in_place_and_nowhere_else() -> None:
    props = {
        "needed": "",
        "style": {"width": UNDEFINED, "height": 2},
        "items": [{"title": "a", "children": UNDEFINED}],
        "data": {"a": UNDEFINED},
    }
    SAMPLE.check_create(props, PATH, LIMITS)
    assert props == {"needed": "", "style": {"height": 2}, "items": [{"title": "a"}], "data": {"a": UNDEFINED}}


def test_a_required_field_that_is_undefined_is_missing() -> None:
    refuse(SAMPLE, {"point": {"x": UNDEFINED}}, "prop_invalid", "missing field 'x' of Point at batch[0].props.point")


def test_defaults_have_their_wire_form() -> None:
    assert SAMPLE.default("points") == []
    assert SAMPLE.default("anyNumber") == 0
    assert SAMPLE.default("onPing") is None
    assert SAMPLE.default("needed") is None
    with pytest.raises(HostError) as caught:
        SAMPLE.default("pointz")
    assert str(caught.value) == "Sample has no prop 'pointz'; did you mean 'point' or 'points'?"


# -- sizes -----------------------------------------------------------------------------------------------------------

SMALL = Limits(string_bytes=16, props=3, value_depth=4)


@pytest.mark.parametrize("text", ["a" * 16, "é" * 8, "😀" * 4, "a" * 4])
def test_strings_up_to_the_limit_are_accepted(text: str) -> None:
    SAMPLE.check_create({"needed": text, "data": [text], "table": {text: 1}}, PATH, SMALL)


@pytest.mark.parametrize("text", ["a" * 17, "é" * 8 + "a", "😀" * 4 + "a"])
@pytest.mark.parametrize("place", ["needed", "data", "table", "style", "choice", "onPing"])
def test_strings_over_the_limit_are_refused_wherever_they_stand(text: str, place: str) -> None:
    value: Any = {"data": [text], "table": {text: 1}, "style": {"width": text}, "onPing": {"keys": [text]}}.get(
        place, text
    )
    with pytest.raises(LimitError) as caught:
        SAMPLE.check_update({place: value}, [], PATH, SMALL)
    error = caught.value
    assert (error.code, error.limit, error.maximum, error.fault) == (
        "string_bytes_exceeded",
        "string_bytes",
        16,
        "guest",
    )
    assert "string of 17 bytes at batch[0].props" in str(error)


@pytest.mark.parametrize("call", ["create", "update"])
def test_more_props_than_the_limit_are_refused_before_any_is_looked_at(call: str) -> None:
    props = {f"unknown{index}": 1 for index in range(4)}
    check = {"create": SAMPLE.check_create, "update": lambda *args: SAMPLE.check_update(args[0], [], *args[1:])}[call]
    with pytest.raises(LimitError) as caught:
        check(props, PATH, SMALL)
    assert str(caught.value) == "4 props exceed props=3 (Limits.props) at batch[0].props"
    SAMPLE.check_create({"needed": "", "count": 1, "hidden": True}, PATH, SMALL)


def test_free_data_and_recursive_records_may_nest_up_to_the_limit_only() -> None:
    SAMPLE.check_update({"data": [[[[1]]]]}, [], PATH, SMALL)
    with pytest.raises(GuestError, match="nests deeper than value_depth=4"):
        SAMPLE.check_update({"data": [[[[[1]]]]]}, [], PATH, SMALL)
    deep: dict[str, Any] = {"title": "leaf"}
    for _ in range(5_000):
        deep = {"title": "x", "children": [deep]}
    with pytest.raises(GuestError, match="nests deeper than value_depth=32"):
        SAMPLE.check_update({"items": [deep]}, [], PATH, LIMITS)


@pytest.mark.parametrize("key", ["__proto__", "constructor", "prototype"])
def test_keys_that_reach_prototypes_are_refused_inside_values(key: str) -> None:
    for props in ({"table": {key: 1}}, {"data": {"a": {key: 1}}}):
        with pytest.raises(GuestError) as caught:
            SAMPLE.check_update(props, [], PATH, LIMITS)
        assert caught.value.code == "key_forbidden"


# -- updates ---------------------------------------------------------------------------------------------------------


def test_props_and_events_may_be_removed() -> None:
    SAMPLE.check_update({"count": 2}, ["label", "onPing"], PATH, LIMITS)


@pytest.mark.parametrize(
    ("props", "removed", "code", "text"),
    [
        (
            {},
            ["labl"],
            "prop_unknown",
            "unknown prop 'labl' of Sample at batch[0].removed[0]; did you mean 'label' or 'table'?",
        ),
        (
            {},
            ["label", "needed"],
            "prop_missing",
            "prop 'needed' of Sample is required, removed at batch[0].removed[1]",
        ),
        ({}, ["label", "label"], "prop_invalid", "prop 'label' of Sample is removed twice at batch[0].removed[1]"),
        (
            {"label": "x"},
            ["label"],
            "prop_invalid",
            "prop 'label' of Sample is both changed and removed at batch[0].removed[0]",
        ),
    ],
)
def test_removals_that_mean_nothing_are_refused(
    props: dict[str, Any], removed: list[str], code: str, text: str
) -> None:
    with pytest.raises(GuestError) as caught:
        SAMPLE.check_update(props, removed, PATH, LIMITS)
    assert (caught.value.code, str(caught.value)) == (code, text)


def test_a_slot_of_a_template_is_checked_like_a_prop() -> None:
    SAMPLE.check_prop("count", 3, "batch[1].values[0]", LIMITS)
    with pytest.raises(GuestError) as caught:
        SAMPLE.check_prop("count", "3", "batch[1].values[0]", LIMITS)
    assert str(caught.value) == "expected int >= 1 and < 10, got str at batch[1].values[0]"
    with pytest.raises(GuestError) as caught:
        SAMPLE.check_prop("coumt", 3, "batch[1].tree.props.coumt", LIMITS)
    assert caught.value.path == "batch[1].tree.props"


# -- listener marks --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mark", "text"),
    [
        (False, "expected a listener mark (true or a policy), got bool at batch[0].props.onPing"),
        (1, "expected a listener mark (true or a policy), got int at batch[0].props.onPing"),
        (None, "expected a listener mark (true or a policy), got null at batch[0].props.onPing"),
        (UNDEFINED, "expected a listener mark (true or a policy), got undefined at batch[0].props.onPing"),
        (
            FunctionRef(1),
            "expected a listener mark (true or a policy), got a function at batch[0].props.onPing; "
            "functions stay in the guest",
        ),
        ({"prevent": 1}, "expected bool, got int at batch[0].props.onPing.prevent"),
        ({"keys": "a"}, "expected array of str, got str at batch[0].props.onPing.keys"),
        ({"keys": ["a", None]}, "expected str, got null at batch[0].props.onPing.keys[1]"),
        ({"debounce_ms": -1}, "expected float >= 0, got -1 at batch[0].props.onPing.debounce_ms"),
        ({"throttle_ms": float("inf")}, "expected float >= 0, got inf at batch[0].props.onPing.throttle_ms"),
        (
            {"debounceMs": 1},
            "unknown field 'debounceMs' of ListenerPolicy at batch[0].props.onPing; did you mean 'debounce_ms'?",
        ),
    ],
)
def test_listener_marks_are_exactly_typed(mark: Any, text: str) -> None:
    refuse(SAMPLE, {"onPing": mark}, "listener_invalid", text)


@pytest.mark.parametrize(
    "mark",
    [True, {}, {"prevent": True, "stop": False, "keys": ["Enter", "a"], "debounce_ms": 1.5, "throttle_ms": 0}],
)
def test_listener_marks_that_fit_are_accepted(mark: Any) -> None:
    accept(SAMPLE, needed="", onPing=mark)


# -- events ----------------------------------------------------------------------------------------------------------


def test_a_payload_crosses_whole_under_wire_names() -> None:
    press = CATALOGUE["Button"].events["onPress"]
    whole = {"source": "key", "shift": True, "ctrl": False, "alt": False, "meta": False}
    assert press.payload is PressEvent
    assert press.dump(PressEvent(source="key", shift=True)) == whole
    assert press.dump({"source": "key", "shift": True}) == whole
    scroll = CATALOGUE["ScrollView"].events["onScroll"]
    sizes = {"x": 0, "y": 1, "viewWidth": 2, "viewHeight": 3, "contentWidth": 4, "contentHeight": 5}
    assert scroll.dump(sizes) == sizes
    by_python_names = {"x": 0, "y": 1, "view_width": 2, "view_height": 3, "content_width": 4, "content_height": 5}
    assert scroll.dump(by_python_names) == sizes


@pytest.mark.parametrize(
    ("name", "payload", "text"),
    [
        ("onPress", {"source": "mouse"}, "input should be 'pointer' or 'key' at onPress.source"),
        ("onPress", {"sorce": "key"}, "extra inputs are not permitted at onPress.sorce"),
        ("onPress", None, "expected PressEvent, got null at onPress"),
        ("onPress", KeyEvent(key="a"), "expected PressEvent, got KeyEvent at onPress"),
        ("onFocus", {}, "onFocus has no payload, got dict at onFocus"),
    ],
)
def test_a_wrong_payload_is_the_hosts_error(name: str, payload: Any, text: str) -> None:
    schema = CATALOGUE["Button"].events[name]
    with pytest.raises(HostError) as caught:
        schema.check_payload(payload, name)
    assert (caught.value.code, str(caught.value)) == ("payload_invalid", text)


def test_an_event_without_payload_says_nothing() -> None:
    assert CATALOGUE["Button"].events["onFocus"].dump(None) is None


# -- methods ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "complete"),
    [
        ([{"x": 1}], [{"x": 1}, 1.0]),
        ([{"x": 1}, 2], [{"x": 1}, 2]),
        ([{"x": 1}, UNDEFINED], [{"x": 1}, 1.0]),
    ],
)
def test_arguments_are_completed_with_defaults(args: list[Any], complete: list[Any]) -> None:
    assert SAMPLE.methods["moveTo"].check_args(args, "batch[2].args", LIMITS) == complete


@pytest.mark.parametrize(
    ("args", "text"),
    [
        ([], "missing argument 'point' of moveTo at batch[2].args"),
        ([UNDEFINED], "missing argument 'point' of moveTo at batch[2].args"),
        ([None], "expected Point, got null at batch[2].args[0]"),
        ([{"x": "1"}], "expected int, got str at batch[2].args[0].x"),
        ([{"x": 1}, -1], "expected float >= 0, got -1 at batch[2].args[1]"),
        ([{"x": 1}, 1, 2], "moveTo takes 2 arguments at most, got 3 at batch[2].args"),
    ],
)
def test_wrong_arguments_are_the_guests_error(args: list[Any], text: str) -> None:
    with pytest.raises(GuestError) as caught:
        SAMPLE.methods["moveTo"].check_args(args, "batch[2].args", LIMITS)
    assert (caught.value.code, str(caught.value)) == ("argument_invalid", text)


def test_long_strings_in_arguments_meet_the_limit() -> None:
    class Says(Component):
        """Says things."""

        class Methods(Component.Methods, Protocol):
            def say(self, text: str) -> None:
                """Say it."""

    say = compile_component("Says", Says).methods["say"]
    assert say.check_args(["a" * 16], "args", SMALL) == ["a" * 16]
    with pytest.raises(LimitError):
        say.check_args(["a" * 17], "args", SMALL)


def test_results_are_checked_and_take_their_wire_form() -> None:
    move = SAMPLE.methods["moveTo"]
    assert move.check_result(Point(x=1)) == {"x": 1, "y": 0}
    assert move.check_result({"x": 1}) == {"x": 1}
    with pytest.raises(HostError) as caught:
        move.check_result({"x": "1"})
    assert (caught.value.code, str(caught.value)) == (
        "result_invalid",
        "wrong result of method moveTo: expected int, got str at moveTo().x",
    )
    assert SAMPLE.methods["stop"].check_result(None) is None
    with pytest.raises(HostError, match="expected null, got bool"):
        SAMPLE.methods["stop"].check_result(True)


# -- the schema as a whole -------------------------------------------------------------------------------------------


def test_the_same_name_and_class_give_the_same_schema() -> None:
    assert compile_component("Sample", Sample) is SAMPLE
    other = compile_component("Other", Sample)
    assert (other.name, other.component) == ("Other", Sample)


def test_a_schema_and_its_tables_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        SAMPLE.role = "none"  # type: ignore[misc]
    for table in (SAMPLE.props, SAMPLE.events, SAMPLE.methods):
        with pytest.raises(TypeError):
            table["x"] = 1  # type: ignore[index]


def test_props_and_events_have_tables_of_their_own() -> None:
    assert "needed" in SAMPLE.props
    assert SAMPLE.props["needed"].required
    assert "onPing" not in SAMPLE.props
    assert set(SAMPLE.events) == {"onPing", "onPoint"}
    assert set(SAMPLE.methods) == {"moveTo", "stop"}


@pytest.mark.parametrize(
    ("children", "text_allowed", "children_allowed", "accepts_view", "accepts_text"),
    [
        ("none", False, False, False, False),
        ("nodes", False, True, True, True),
        ("inline", True, True, False, True),
        ("text-and-nodes", True, True, True, True),
    ],
)
def test_the_children_policy_says_what_may_stand_inside(
    children: str, text_allowed: bool, children_allowed: bool, accepts_view: bool, accepts_text: bool
) -> None:
    class Box(Component, children=children):
        """A box."""

    schema = compile_component("Box", Box)
    assert (schema.text_allowed, schema.children_allowed) == (text_allowed, children_allowed)
    assert schema.accepts_child(CATALOGUE["View"]) is accepts_view
    assert schema.accepts_child(CATALOGUE["Text"]) is accepts_text


# -- classes that cannot be compiled ---------------------------------------------------------------------------------


def _compile(annotation: Any, default: Any = None) -> ComponentSchema:
    made = type("Made", (Component,), {"__annotations__": {"x": annotation}, "x": default, "__module__": __name__})
    return compile_component("Made", made)


@pytest.mark.parametrize(
    "annotation",
    [
        complex,
        set[int],
        list,
        tuple[int, ...],
        dict[int, str],
        Literal[b"x"],
        type,
        PressEvent | complex,
        dict[str, complex],
    ],
)
def test_a_type_that_cannot_cross_is_refused_when_the_component_is_compiled(annotation: Any) -> None:
    with pytest.raises(HostError) as caught:
        _compile(annotation)
    assert caught.value.code == "component_invalid"
    assert "cannot be checked at Made.x" in str(caught.value)


@pytest.mark.parametrize(
    "annotation",
    [
        Annotated[int | str, Field(ge=0)],
        Annotated[str, Field(ge=0)],
        Annotated[bool, Field(ge=0)],
        Annotated[int, Field(max_length=3)],
    ],
)
def test_a_constraint_that_does_not_fit_its_type_is_refused(annotation: Any) -> None:
    with pytest.raises((HostError, TypeError)) as caught:
        _compile(annotation)
    assert isinstance(caught.value, HostError) or "Unable to apply constraint" in str(caught.value)


def test_names_tell_events_from_props() -> None:
    class Wrong(Component):
        """An event that is not named like one."""

        pressed: Event[None] = event("Pressed.")

    class AlsoWrong(Component):
        """A prop that is named like an event."""

        on_top: bool = False

    for component, name in ((Wrong, "pressed"), (AlsoWrong, "on_top")):
        with pytest.raises(HostError, match=f"an event is named on_something and nothing else is, found '{name}'"):
            compile_component("Wrong", component)


def test_a_payload_must_be_a_record_or_nothing() -> None:
    class Wrong(Component):
        """An event with a bare payload."""

        on_count: Event[int] = event("Counted.")

    with pytest.raises(HostError, match=r"expected Event\[None\] or Event\[...\] of a Record at Wrong.onCount"):
        compile_component("Wrong", Wrong)


def test_validators_on_a_component_are_refused() -> None:
    class Wrong(Component):
        """Validates what an update would pass by."""

        x: int = 0

        @field_validator("x")
        @classmethod
        def _check(cls, value: int) -> int:
            return value

    with pytest.raises(HostError, match="pydantic validators"):
        compile_component("Wrong", Wrong)


def test_methods_must_be_annotated_with_plain_parameters() -> None:
    class NoResult(Component):
        """A method without a result type."""

        class Methods(Component.Methods, Protocol):
            def go(self): ...  # type: ignore[no-untyped-def]

    class Star(Component):
        """A method with any number of arguments."""

        class Methods(Component.Methods, Protocol):
            def go(self, *args: int) -> None: ...

    for component, text in ((NoResult, "return annotation at C.go()"), (Star, "plain parameter with an annotation")):
        with pytest.raises(HostError) as caught:
            compile_component("C", component)
        assert text in str(caught.value)


def test_an_annotation_that_names_nothing_is_refused() -> None:
    made = type("Made", (Component,), {"__annotations__": {"x": "Nowhere"}, "x": None, "__module__": __name__})
    with pytest.raises(HostError, match="an annotation of Made cannot be read at C"):
        compile_component("C", made)


def test_two_fields_with_one_wire_name_are_refused() -> None:
    class Twice(Component):
        """Two fields that are one on the wire."""

        max_size: int = 0
        maxSize: int = 0

    with pytest.raises(HostError, match="'maxSize' is the wire name of two fields"):
        compile_component("Twice", Twice)


# -- any input -------------------------------------------------------------------------------------------------------

_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.binary(max_size=4)
    | st.sampled_from([UNDEFINED, FunctionRef(1), BigInt(2), MapValue(((1, 2),)), SetValue((1,)), "x", "50%"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=6) | st.sampled_from(["x", "y", "title", "width"]), inner, max_size=3)
    ),
    max_leaves=8,
)
_NAMES = st.sampled_from([*SAMPLE.props, *SAMPLE.events]) | st.text(max_size=8)


_REFUSALS = (GuestError, LimitError)


@given(props=st.dictionaries(_NAMES, _VALUES, max_size=6), removed=st.lists(_NAMES, max_size=4))
def test_any_props_are_accepted_or_raise_a_guests_error_and_nothing_else(
    props: dict[str, Any], removed: list[str]
) -> None:
    errors: list[GuestError | LimitError] = []
    try:
        SAMPLE.check_create(props, PATH, LIMITS)
    except _REFUSALS as error:
        errors.append(error)
    try:
        SAMPLE.check_update(props, removed, PATH, LIMITS)
    except _REFUSALS as error:
        errors.append(error)
    assert all(error.path is not None and str(error).isprintable() for error in errors)


@given(args=st.lists(_VALUES, max_size=3))
def test_any_arguments_are_completed_or_raise_a_guests_error_and_nothing_else(args: list[Any]) -> None:
    try:
        complete = SAMPLE.methods["moveTo"].check_args(args, "args", LIMITS)
    except _REFUSALS:
        return
    assert len(complete) == 2
