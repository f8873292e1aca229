"""What elements say of their looks, in either set of words."""

from __future__ import annotations

from host.recorder.elements import el
from host.test_html import first
from rill.components import CATALOGUE
from rill.host.textual.looks import css_of, hint_of, style_of, style_problems
from rill.host.tree import Node, Tree


def test_css_becomes_a_style() -> None:
    node = first(el("p", style={"color": "red", "order": "1"}, title="tip"))
    assert style_of(node, 80) == {"color": "error"}
    assert style_problems(node) == ("style.order means nothing in a terminal",)
    assert hint_of(node) == "tip"
    assert style_of(first(el("p")), 80) is None
    assert style_problems(first(el("p"))) == ()


def test_a_style_of_the_catalogue_is_what_holds_at_a_width() -> None:
    style = {"color": "error", "breakpoints": [{"at": 60, "style": {"color": "muted"}}]}
    node = Node(Tree(), 1, "View", CATALOGUE["View"], {"style": style, "hint": "h"})
    assert [style_of(node, width) for width in (50, 70)] == [{"color": "error"}, {"color": "muted"}]
    assert css_of(node) is None
    assert style_problems(node) == ()
    assert hint_of(node) == "h"
