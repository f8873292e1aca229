"""What the component checks cost an operation: ``python -m benchmarks.components``.

Beside each check stand a loop that only looks the props up in a dict, and pydantic validating the same props: what a
check could cost at least, and what it would cost without the compiled checks (docs/decisions/031).
"""

from __future__ import annotations

import contextlib
import sys
from typing import Any, Final

from benchmarks.report import Report
from rill.components import CATALOGUE, ComponentSchema
from rill.protocol import GuestError, Limits

_LIMITS: Final = Limits()

# Each case: what it is, the component, the props of a CREATE.
_CASES: Final[tuple[tuple[str, str, dict[str, Any]], ...]] = (
    ("View, no props", "View", {}),
    ("Text, 3 plain props", "Text", {"id": "price-17", "label": "Price", "numberOfLines": 1}),
    ("Text, style of 3", "Text", {"style": {"color": "primary", "bold": True, "width": 12}}),
    (
        "Button, 5 props, 1 listener",
        "Button",
        {"title": "Save", "variant": "primary", "disabled": False, "id": "save", "onPress": True},
    ),
    (
        "TextInput, 6 props, 2 listeners",
        "TextInput",
        {
            "value": "some text",
            "valueVersion": 17,
            "placeholder": "Name",
            "maxLength": 80,
            "onChange": True,
            "onSubmit": True,
        },
    ),
    (
        "View, style of 8 with sides",
        "View",
        {
            "style": {
                "width": "50%",
                "padding": [1, 2],
                "margin": 1,
                "grow": 1,
                "border": "round",
                "align": "center",
                "gap": 1,
                "background": "surface",
            }
        },
    ),
    ("Button, listener with policy", "Button", {"onPress": {"debounce_ms": 100, "prevent": True}}),
)


def main() -> None:
    report = Report("the component checks", sys.argv[1:])
    for what, name, props in _CASES:
        schema = CATALOGUE[name]
        table = dict.fromkeys((*schema.props, *schema.events))

        def look_up(props: dict[str, Any] = props, table: dict[str, None] = table) -> None:
            for prop in props:
                table[prop]

        def check(props: dict[str, Any] = props, schema: ComponentSchema = schema) -> None:
            schema.check_create(props, "batch[0].props", _LIMITS)

        def validate(props: dict[str, Any] = props, schema: ComponentSchema = schema) -> None:
            schema.component.model_validate(props, by_alias=True, by_name=False)

        report.measure(f"{what}: dict loop", look_up, seconds=0.2)
        report.measure(f"{what}: check_create", check, seconds=0.2)
        report.measure(f"{what}: pydantic", validate, seconds=0.2)

    text = CATALOGUE["Text"]
    changed: dict[str, Any] = {"label": "other"}

    def refuse() -> None:
        with contextlib.suppress(GuestError):
            text.check_create({"lable": "x"}, "batch[0].props", _LIMITS)

    report.measure("Text: check_update of 1", lambda: text.check_update(changed, [], "batch[0].props", _LIMITS))
    report.measure("Text: check_prop", lambda: text.check_prop("label", "other", "batch[0].values[0]", _LIMITS))
    report.measure("Text: a refusal with a hint", refuse)
    report.print()


if __name__ == "__main__":
    main()
