"""What a browser holds of a value that is written into an `input`: the same as Chromium says."""

from __future__ import annotations

from itertools import product
from typing import Any

from chromium import needs_chromium

from rill.components.html.attributes import INPUT_TYPES
from rill.host.web.html_values import value_shown

from .chromium import open_page

VALUES = [
    *(
        "",
        "a",
        " a ",
        "a\nb",
        "a\r\nb",
        "0",
        "7",
        "-3",
        "7.5",
        ".5",
        "5.",
        "1e999",
        "+1",
        " 1",
        "150",
        "0x1",
        "NaN",
        "1,5",
    ),
    *("#ABCDEF", "#abcdeg", "abcdef", "2026-02-28", "2026-02-30", "0000-01-01", "2026-1-1", "12:30", "24:00"),
    *("12:30:15", "2026-12", "2026-13", "2026-W52", "2026-W54", "2026-02-28T12:30", "2026-02-28T25:00"),
    *(" x@y.example ", "\n"),
]
RANGES: list[dict[str, Any]] = [
    {},
    {"min": "2", "max": "9", "step": "3"},
    {"max": "10", "step": "0.5"},
    {"min": "10", "max": "5"},
    {"min": "-1", "max": "1", "step": "any"},
    {"min": "x", "max": "y", "step": "-1"},
]
# Values of these are no text that is written.
OTHERS = ("checkbox", "radio", "button", "submit", "reset", "hidden")


@needs_chromium
async def test_the_page_says_what_a_browser_makes_of_it() -> None:
    asked: list[dict[str, Any]] = [
        {"type": type, "value": value} for type, value in product(INPUT_TYPES, VALUES) if type not in OTHERS
    ]
    asked.append({"type": "number", "value": "1e1"})
    asked += [{"type": "range", "value": value, **more} for value, more in product(VALUES, RANGES)]
    async with open_page() as page:
        held = await page.evaluate(
            """(asked) => asked.map((attributes) => {
                const input = document.createElement("input");
                const { value, ...others } = attributes;
                for (const [name, each] of Object.entries(others)) input.setAttribute(name, each);
                input.setAttribute("value", value);
                return input.value;
            })""",
            asked,
        )
    shown = [value_shown(props, props["value"]) for props in asked]
    assert [case for case in zip(asked, held, shown, strict=True) if case[1] != case[2]] == []
    # And so it stays: what is written is what would be read.
    assert [value_shown(props, value) for props, value in zip(asked, shown, strict=True)] == shown


def test_without_a_type_it_is_a_line_of_text() -> None:
    assert value_shown({}, "one\ntwo") == "onetwo"
    assert value_shown({"type": "search"}, " x ") == " x "
