# Goal: the compiled checks and pydantic, two implementations of one rule, never disagree. How: for many annotations,
# any JSON value is given to both; JSON, because pydantic's strict mode takes arrays for tuples only when it reads JSON.

from __future__ import annotations

import json
import os
from functools import cache
from typing import Annotated, Any, Literal, get_origin

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, BeforeValidator, Field, ValidationError, create_model, model_validator

from rill.components import CATALOGUE, ListenerPolicy, Record, Style, TypeText
from rill.components.annotations import compile_type
from rill.components.value_types import (
    Bounds,
    Mismatch,
    UnionType,
    ValueType,
)
from rill.protocol import UNDEFINED, FunctionRef, Limits
from rill.protocol.values import SAFE_INTEGER_MAX

LIMITS = Limits()
# No string here is longer, so `accepts` never has to leave one to `check`.
CHARACTERS = 1_000


class Leaf(Record):
    """Two fields, one of which has another name on the wire."""

    first_name: str = Field(min_length=1, description="A name.")
    size: float | None = Field(default=None, gt=0, description="A size.")


class Branch(Record):
    """Holds itself."""

    leaf: Leaf | None = None
    branches: list[Branch] = Field(default_factory=list)


class Span(Record):
    """Has a rule over two fields."""

    first: int
    last: int

    @model_validator(mode="after")
    def _in_order(self) -> Span:
        if self.first > self.last:
            raise ValueError("first must not come after last")
        return self


ANNOTATIONS: list[Any] = [
    bool,
    int,
    float,
    str,
    None,
    int | None,
    Annotated[int, Field(ge=0)],
    Annotated[int, Field(gt=-3, le=3)],
    Annotated[float, Field(ge=0.5, lt=2)],
    Annotated[str, Field(min_length=1, max_length=3)],
    Annotated[str, Field(pattern=r"^a+\Z")],
    Annotated[int | None, Field(ge=1)],
    Literal["a", "b"],
    Literal["a", 1, True],
    Literal[0, False],
    list[int],
    list[list[str]],
    Annotated[list[int | str], Field(max_length=2)],
    tuple[int, str],
    tuple[int, int] | tuple[int, int, int],
    dict[str, int],
    dict[str, list[float]],
    int | str | list[int],
    float | Literal["auto"] | None,
    Leaf,
    list[Leaf] | None,
    Leaf | dict[str, int],
    Branch,
    Span,
    Style,
    ListenerPolicy,
]

WORDS = [
    "first",
    "last",
    "",
    "a",
    "aa",
    "b",
    "abcd",
    "auto",
    "50%",
    "50%\n",
    "100.5%",
    "primary",
    "firstName",
    "first_name",
    "size",
    "leaf",
]
FIELDS = [
    *WORDS,
    "branches",
    *(info.alias or name for name, info in Style.model_fields.items()),
    "prevent",
    "keys",
    "debounce_ms",
]
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.integers(-SAFE_INTEGER_MAX, SAFE_INTEGER_MAX)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from([0.0, -0.0, 1.0, 0.5, 2.0])
    | st.sampled_from(WORDS)
    | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4),
    max_leaves=10,
)


def pydantic_accepts(annotation: Any, value: Any) -> bool:
    try:
        _model(repr(annotation)).model_validate_json(json.dumps({"x": value}), by_alias=True, by_name=False)
    except ValidationError:
        return False
    return True


@cache
def _model(shown: str) -> type[BaseModel]:
    """A model with Record's rules and one field, so that strictness reaches the annotation itself."""
    annotation = next(item for item in ANNOTATIONS if repr(item) == shown)
    return create_model("Model", __base__=Record, x=(annotation, ...))


def compiled_accepts(made: ValueType, value: Any) -> bool:
    try:
        made.check(value, "x", LIMITS)
    except Mismatch:
        return False
    return True


@given(data=st.data())
@pytest.mark.parametrize("annotation", ANNOTATIONS, ids=str)
def test_the_compiled_check_and_pydantic_agree(annotation: Any, data: st.DataObject) -> None:
    made = compile_type(annotation, (), "x")
    value = data.draw(JSON)
    # Pydantic compares literals with ==, so that 1.0 is 1. A float never crosses that could be an integer, except -0.
    assume(not (isinstance(value, float) and get_origin(annotation) is Literal))
    assert compiled_accepts(made, value) is pydantic_accepts(annotation, value)


@given(data=st.data())
@pytest.mark.parametrize("annotation", ANNOTATIONS, ids=str)
def test_the_fast_check_never_accepts_what_the_last_word_refuses(annotation: Any, data: st.DataObject) -> None:
    made = compile_type(annotation, (), "x")
    value = data.draw(JSON)
    fast = made.accepts(value, CHARACTERS)
    slow = compiled_accepts(made, value)
    if fast:
        assert slow
    elif slow:
        # Left to the slow check: records that hold themselves, and those with rules that only pydantic knows.
        assert annotation in (Branch, Span)


# Many components share their types, so a few examples of each are many of every type; `make fuzz` takes thousands.
@settings(max_examples=5_000 if os.environ.get("HYPOTHESIS_PROFILE") == "fuzz" else 20)
@given(data=st.data())
@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_a_whole_component_agrees_with_its_pydantic_model(name: str, data: st.DataObject) -> None:
    schema = CATALOGUE[name]
    props = data.draw(st.dictionaries(st.sampled_from(sorted(schema.props)), JSON, max_size=3))
    try:
        schema.component.model_validate_json(json.dumps(props), by_alias=True, by_name=False)
        expected = True
    except ValidationError as error:
        # Props that must be given are another check's business.
        expected = all(found["type"] == "missing" and len(found["loc"]) == 1 for found in error.errors())
    accepted = all(compiled_accepts(schema.props[prop].type, value) for prop, value in props.items())
    assert accepted is expected


@pytest.mark.parametrize(
    ("annotation", "value", "message"),
    [
        (int | str, None, "expected int or str, got null at x"),
        (Annotated[int, Field(ge=0)] | Literal["auto"], -1, "expected int >= 0, got -1 at x"),
        (Annotated[int, Field(ge=0)] | Literal["auto"], "no", "expected 'auto', got 'no' at x"),
        (list[int] | dict[str, int], [1, "2"], "expected int, got str at x[1]"),
        (list[int] | list[str], [None], "expected array of int or array of str, got array at x"),
        (Literal["a"] | Literal["b"], 3, "expected 'a' or 'b', got int at x"),
        (dict[str, Literal[True]], {"k": False}, "expected true, got bool at x.k"),
        (Annotated[str, Field(pattern="^a")], "b", "expected str matching ^a, got 'b' at x"),
        (Annotated[str, Field(pattern="^a"), TypeText("`a${string}`", "an a")], "b", "expected an a, got 'b' at x"),
        (Annotated[int | str, TypeText("Size", "a size")] | None, None, None),
        (Annotated[int | str, TypeText("Size", "a size")], [], "expected a size, got array at x"),
        (Annotated[int | str, TypeText("Size", "a size")] | None, [], "expected a size or null, got array at x"),
        (int, 2**53 - 1, None),
        (int, 2**53, "expected an integer within 2**53 - 1, got one of 54 bits at x"),
        (float, -(2**63), "expected an integer within 2**53 - 1, got one of 64 bits at x"),
        (Annotated[int, Field(lt=0)], -(2**53), "expected an integer within 2**53 - 1, got one of 54 bits at x"),
        (FunctionRef, 1, "expected function, got int at x"),
        (Any, UNDEFINED, "expected a value, got undefined at x"),
    ],
)
def test_errors_say_what_was_expected_in_the_nearest_words(annotation: Any, value: Any, message: str | None) -> None:
    made = compile_type(annotation, (), "x")
    if message is None:
        made.check(value, "x", LIMITS)
        return
    assert not made.accepts(value, CHARACTERS)
    with pytest.raises(Mismatch) as caught:
        made.check(value, "x", LIMITS)
    assert str(caught.value) == message


def test_a_rule_that_only_pydantic_knows_comes_after_the_plain_check() -> None:
    seen: list[Any] = []

    def note(value: Any) -> Any:
        seen.append(value)
        return value

    made = compile_type(Annotated[int, BeforeValidator(note)], (), "x")
    with pytest.raises(Mismatch):
        made.check("1", "x", LIMITS)
    assert seen == []
    made.check(1, "x", LIMITS)
    assert seen == [1]


def test_unions_ask_only_members_of_the_values_class() -> None:
    made = compile_type(int | str | None, (), "x")
    assert isinstance(made, UnionType)
    for value in (1, "a", None):
        assert made.accepts(value, 3)
    refused: tuple[Any, ...] = ("long", 1.0, True, [])
    for value in refused:
        assert not made.accepts(value, 3)


@pytest.mark.parametrize(
    ("bounds", "text"),
    [(Bounds(), ""), (Bounds(ge=0), ">= 0"), (Bounds(gt=0.5, le=3), "> 0.5 and <= 3")],
)
def test_bounds_read_like_a_condition(bounds: Bounds, text: str) -> None:
    assert str(bounds) == text
    assert bool(bounds) is bool(text)


def test_a_record_with_a_rule_of_its_own_is_asked_after_its_fields() -> None:
    made = compile_type(Span, (), "x")
    made.check({"first": 1, "last": 2}, "x", LIMITS)
    for value, message in (
        ({"first": 1, "last": "2"}, "expected int, got str at x.last"),
        ({"first": 2, "last": 1}, "first must not come after last at x"),
    ):
        with pytest.raises(Mismatch) as caught:
            made.check(value, "x", LIMITS)
        assert str(caught.value) == message
