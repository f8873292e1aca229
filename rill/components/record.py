"""`Record`: the base of every typed plain object in a prop, a payload, an argument or a result. Holds no check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


class Record(BaseModel):
    """A plain object with named, typed fields.

    Python names are snake_case, wire names camelCase. Nothing is converted, nothing unknown is let in, numbers are
    finite.
    """

    # Names that people bring along from other libraries, and what they are called here. For errors only.
    known_elsewhere: ClassVar[Mapping[str, str]] = MappingProxyType({})

    model_config = ConfigDict(
        strict=True,
        extra="forbid",
        frozen=True,
        alias_generator=to_camel,
        populate_by_name=True,
        allow_inf_nan=False,
        # The compiled check uses Python's engine too, so that both agree on every string.
        regex_engine="python-re",
        # Pydantic's own validators are needed for payloads only, and cost a fifth of a second for the whole catalogue.
        defer_build=True,
        # FunctionRef is no pydantic type.
        arbitrary_types_allowed=True,
    )


@dataclass(frozen=True, slots=True)
class TypeText:
    """In ``Annotated[...]``: words for a type where the derived ones would say less.

    ``typescript`` is the type to generate, ``expected`` what an error says was expected.
    """

    typescript: str
    expected: str | None = None
