from __future__ import annotations

import pytest
from pydantic import Field, ValidationError

from rill.components import Record


class Size(Record):
    """A size."""

    view_width: float = Field(ge=0, description="Cells across.")


def test_wire_names_are_camel_case_and_both_names_make_one() -> None:
    assert Size.model_validate({"viewWidth": 1}) == Size(view_width=1)
    assert Size(view_width=1).model_dump(by_alias=True) == {"viewWidth": 1}


@pytest.mark.parametrize(
    "fields", [{"viewWidth": "1"}, {"viewWidth": True}, {"viewWidth": float("inf")}, {"viewWidth": 1, "x": 1}, {}]
)
def test_nothing_is_converted_and_nothing_unknown_let_in(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Size.model_validate(fields)


def test_records_do_not_change() -> None:
    with pytest.raises(ValidationError):
        Size(view_width=1).view_width = 2
