from __future__ import annotations

from typing import Annotated, Any

import pytest
from pydantic import Field

from components.test_value_types import Branch, Leaf
from rill.components import Record, TypeText
from rill.components.annotations import compile_type, fields_of, to_plain
from rill.components.value_types import CustomType, IntType, RecordType
from rill.protocol import HostError


def test_records_are_compiled_once_and_know_whether_they_hold_themselves() -> None:
    branch = compile_type(Branch, (), "x")
    assert compile_type(Branch, (), "y") is branch
    assert isinstance(branch, RecordType)
    assert branch.recursive
    leaf = compile_type(Leaf, (), "x")
    assert isinstance(leaf, RecordType)
    assert not leaf.recursive
    assert list(leaf.fields) == ["firstName", "size"]


def test_a_record_that_cannot_be_compiled_leaves_nothing_behind() -> None:
    class Broken(Record):
        good: Leaf
        bad: complex

    for _ in range(2):
        with pytest.raises(HostError, match=r"cannot be checked at x\.bad"):
            compile_type(Broken, (), "x")


def test_what_hosts_write_becomes_plain() -> None:
    assert to_plain((Leaf(first_name="a"), {"k": (1, 2)})) == [{"firstName": "a", "size": None}, {"k": [1, 2]}]


def test_a_record_that_holds_one_that_holds_itself_does_not_hold_itself() -> None:
    class Trunk(Record):
        branches: list[Branch] = Field(default_factory=list)

    made = compile_type(Trunk, (), "x")
    assert isinstance(made, RecordType)
    assert not made.recursive


@pytest.mark.parametrize(
    "annotation",
    [
        Annotated[int, Field(ge=0, lt=5)],
        Annotated[Annotated[int, Field(ge=0)], Field(lt=5)],
        Annotated[int, Field(ge=0, lt=5, description="Some.")],
    ],
)
def test_constraints_are_found_however_they_are_written(annotation: Any) -> None:
    made = compile_type(annotation, (), "x")
    assert isinstance(made, IntType)
    assert made.expected == "int >= 0 and < 5"


def test_a_constraint_that_has_no_fast_check_is_left_to_pydantic() -> None:
    assert isinstance(compile_type(Annotated[int, Field(multiple_of=3)], (), "x"), CustomType)


def test_words_of_a_type_stay_with_the_place_they_were_written_at() -> None:
    named = compile_type(Annotated[int, TypeText("Size", "a size")], (), "x")
    plain = compile_type(int, (), "x")
    assert (named.typescript, named.expected) == ("Size", "a size")
    assert (plain.typescript, plain.expected) == (None, "int")


def test_an_annotation_is_looked_up_when_all_classes_are_there() -> None:
    assert list(fields_of(Branch, "x")) == ["leaf", "branches"]
