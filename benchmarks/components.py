"""Prints what the component checks cost an operation: ``python benchmarks/components.py``.

A loop over the props that only looks each name up in a dict is printed beside each; the difference is the price of a
check.
"""

from __future__ import annotations

import contextlib
import platform
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any, Final

from rill.components import CATALOGUE, ComponentSchema
from rill.protocol import GuestError, Limits

_ROUNDS: Final = 15
_CALLS: Final = 20_000
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


def _measure(call: Callable[[], object]) -> list[float]:
    """Microseconds of one call, once for each round."""
    figures = []
    for _ in range(_ROUNDS):
        begin = time.perf_counter_ns()
        for _ in range(_CALLS):
            call()
        figures.append((time.perf_counter_ns() - begin) / _CALLS / 1000)
    return figures


def _print(what: str, figures: list[float]) -> None:
    print(f"{what:<44} {min(figures):8.2f} {statistics.median(figures):8.2f} {max(figures):8.2f}")


def main() -> None:
    machine = f"Python {platform.python_version()}, {platform.machine()}, {sys.platform}"
    print(f"{machine}; us a call, over {_ROUNDS} rounds of {_CALLS}")
    print(f"{'':<44} {'min':>8} {'median':>8} {'max':>8}")
    for what, name, props in _CASES:
        schema = CATALOGUE[name]
        table = dict.fromkeys((*schema.props, *schema.events))

        def plain_loop(props: dict[str, Any] = props, table: dict[str, None] = table) -> None:
            for prop in props:
                table[prop]

        def check(props: dict[str, Any] = props, schema: ComponentSchema = schema) -> None:
            schema.check_create(props, "batch[0].props", _LIMITS)

        _print(f"{what}: plain loop", _measure(plain_loop))
        _print(f"{what}: check_create", _measure(check))

    text = CATALOGUE["Text"]
    changed: dict[str, Any] = {"label": "other"}
    _print("Text, check_update of 1", _measure(lambda: text.check_update(changed, [], "batch[0].props", _LIMITS)))
    _print("Text, check_prop", _measure(lambda: text.check_prop("label", "other", "batch[0].values[0]", _LIMITS)))

    def refuse() -> None:
        with contextlib.suppress(GuestError):
            text.check_create({"lable": "x"}, "batch[0].props", _LIMITS)

    _print("Text, a refusal with a hint", _measure(refuse))


if __name__ == "__main__":
    main()
