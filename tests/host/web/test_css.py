"""The default style sheet as text: that its colours can be read, that it gives way, and that it fetches nothing.

How it looks is for people to judge: tools/web_pictures.py draws it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from rill.components.style import COLORS
from rill.host.web import css
from rill.host.web.css import FILES, stylesheet

FOLDER: Final = Path(css.__file__).parent
SHEETS: Final = {name: (FOLDER / name).read_text("utf-8") for name in FILES if (FOLDER / name).is_file()}


def rules(text: str) -> Iterator[tuple[str, str]]:
    """Selector and declarations of each rule, also of those in `@media` and the like; `@keyframes` and `@property` have
    none."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    at = 0
    while (start := text.find("{", at)) >= 0:
        head = text[at:start].rsplit(";", 1)[-1].strip()
        depth, end = 1, start + 1
        while depth:
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        inside = text[start + 1 : end - 1]
        if head.startswith(("@media", "@supports", "@container")):
            yield from rules(inside)
        elif not head.startswith("@"):
            yield head, inside
        at = end


def split_list(selectors: str) -> list[str]:
    """The selectors of a list, without looking into brackets."""
    found, depth, start = [], 0, 0
    for at, character in enumerate(selectors):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(character, 0)
        if character == "," and depth == 0:
            found.append(selectors[start:at])
            start = at + 1
    return [each.strip() for each in (*found, selectors[start:])]


def weight(selector: str) -> tuple[int, int, int]:
    """Ids, classes and the like, elements and the like; what stands in ``:where()`` weighs nothing."""
    while (start := selector.find(":where(")) >= 0:
        depth, end = 1, start + len(":where(")
        while depth:
            depth += {"(": 1, ")": -1}.get(selector[end], 0)
            end += 1
        selector = selector[:start] + selector[end:]
    # What follows a pseudo-element can stand in no ``:where()``.
    elements = len(re.findall(r"::[\w-]+", selector))
    selector = re.sub(r"::[\w-]+\S*", "", selector)
    ids = len(re.findall(r"#[\w-]+", selector))
    like_classes = len(re.findall(r"\.[\w-]+|\[[^]]*\]|:[\w-]+", selector))
    names = re.sub(r"[.#:][\w-]+|\[[^]]*\]", " ", selector)
    return ids, like_classes, elements + len(re.findall(r"[A-Za-z][\w-]*", names))


def test_weights_are_counted_as_css_counts_them() -> None:
    assert weight(".a:where(.b > #c, :not([x])) > *") == (0, 1, 0)
    assert weight(".a:hover > p::before") == (0, 2, 2)
    assert weight("#a [b=c]") == (1, 1, 0)
    assert split_list("a, b:is(c, d)") == ["a", "b:is(c, d)"]
    assert list(rules("/* { */ a { b: c } @media x { d { e: f } } @keyframes g { to { h: i } }")) == [
        ("a", " b: c "),
        ("d", " e: f "),
    ]


@pytest.mark.parametrize("name", SHEETS)
def test_no_selector_weighs_more_than_one_class(name: str) -> None:
    # So a guest's style, which is one class in a later sheet, wins, and so does whatever a host adds.
    heavy = [
        selector
        for selectors, _ in rules(SHEETS[name])
        for selector in split_list(selectors)
        if weight(selector)[:2] > (0, 1)
    ]
    assert heavy == []


@pytest.mark.parametrize("name", SHEETS)
def test_every_rule_stays_inside_of_a_guest(name: str) -> None:
    # A sheet that said something of `button` would say it of the host's page, too.
    free = [
        selector
        for selectors, _ in rules(SHEETS[name])
        for selector in split_list(selectors)
        if ".rill" not in selector and ".h" not in selector and "rill-" not in selector
    ]
    assert free == []


@pytest.mark.parametrize("name", SHEETS)
def test_nothing_is_fetched(name: str) -> None:
    assert re.findall(r"url\(|@import|image-set\(|src:", re.sub(r"/\*.*?\*/", "", SHEETS[name], flags=re.DOTALL)) == []


@pytest.mark.parametrize("name", SHEETS)
def test_sides_are_logical(name: str) -> None:
    # Left and right are the other way round where people write from right to left.
    physical = (
        r"(?:^|[\s;{])(?:(?:margin|padding|border)-(?:left|right)|text-align\s*:\s*(?:left|right)|(?:left|right)\s*:)"
    )
    found = [
        (selector, body)
        for selector, body in rules(SHEETS[name])
        if re.search(physical, body) and ":dir(" not in selector
    ]
    assert found == []


def test_the_sheet_is_all_files_in_their_order_without_what_only_people_read() -> None:
    assert list(rules(stylesheet())) == [
        (re.sub(r"\s*\n\s*", "\n", selector), re.sub(r"\s*\n\s*", "\n", body))
        for name in FILES
        if name in SHEETS
        for selector, body in rules(SHEETS[name])
    ]
    assert "/*" not in stylesheet()
    assert FILES[0] == "base.css"
    assert sorted(path.name for path in FOLDER.glob("*.css")) == sorted(SHEETS)


# -- colours ---------------------------------------------------------------------------------------------------------


def tokens() -> dict[str, tuple[str, str]]:
    """Each token that is a colour, in light and in dark."""
    found: dict[str, tuple[str, str]] = {}
    for name, value in re.findall(r"--rill-([\w-]+):\s*([^;]+);", SHEETS["base.css"]):
        if match := re.fullmatch(r"light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", value):
            found.setdefault(name, (match[1], match[2]))
        elif match := re.fullmatch(r"var\(--rill-([\w-]+)\)", value):
            found.setdefault(name, found[match[1]])
    return found


def luminance(color: str) -> float:
    """Relative luminance, as WCAG 2 has it."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, as WCAG 2 has it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


GROUNDS: Final = ("background", "surface", "panel")
TEXTS: Final = ("foreground", "muted", "primary", "secondary", "accent", "success", "warning", "error")
FILLS: Final = tuple(name for name in COLORS if name not in ("transparent", "muted"))


def test_contrast_is_counted_as_wcag_counts_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_can_be_read_on_every_ground(text: str, ground: str, theme: int) -> None:
    known = tokens()
    assert contrast(known[text][theme], known[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("fill", FILLS)
def test_text_can_be_read_on_every_colour_of_the_theme(fill: str, theme: int) -> None:
    known = tokens()
    assert contrast(known[f"on-{fill}"][theme], known[fill][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("line", ["control-border", "focus"])
@pytest.mark.parametrize("ground", GROUNDS[:2])
def test_controls_and_the_focus_can_be_seen(line: str, ground: str, theme: int) -> None:
    known = tokens()
    assert contrast(known[line][theme], known[ground][theme]) >= 3


@pytest.mark.parametrize("name", COLORS)
def test_every_colour_that_a_guest_may_name_has_its_classes(name: str) -> None:
    selectors = [selector for selector, _ in rules(SHEETS["base.css"])]
    assert f".rill-c-{name}" in selectors
    assert f".rill-b-{name}" in selectors
