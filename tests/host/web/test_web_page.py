"""docs/web.md: what it shows compiles, and what it says of options and bounds is so."""

from __future__ import annotations

import ast
import re
from dataclasses import fields
from pathlib import Path

import pytest

from rill.host import web
from rill.host.web import WebLimits, WebOptions

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "web.md").read_text("utf-8")
SNIPPETS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_every_snippet_is_python_and_names_what_there_is(snippet: str) -> None:
    options = {field.name for field in fields(WebOptions)}
    for node in ast.walk(ast.parse(snippet)):
        if isinstance(node, ast.ImportFrom) and node.module == "rill.host.web":
            assert {alias.name for alias in node.names} <= set(web.__all__)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "WebOptions":
            assert {keyword.arg for keyword in node.keywords} <= options


def test_there_are_snippets() -> None:
    assert len(SNIPPETS) >= 7


def test_bounds_have_the_defaults_that_the_page_says() -> None:
    limits = WebLimits()
    table = PAGE.partition("## Lives and bounds")[2].partition("## Ending")[0]
    named = re.findall(r"`([a-z_]+)`, ([0-9,]+)( KB| hours)?", table)
    assert len(named) >= 10
    for name, number, unit in named:
        factor = {"": 1, " KB": 1024, " hours": 3_600}[unit]
        assert getattr(limits, name) == int(number.replace(",", "")) * factor, name


def test_every_option_of_the_page_exists() -> None:
    known = {field.name for field in fields(WebOptions)} | {field.name for field in fields(WebLimits)}
    for name in re.findall(r"WebOptions\(([a-z_]+)=", PAGE):
        assert name in known
