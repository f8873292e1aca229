"""Trees and their lines as elements."""

from __future__ import annotations

from typing import Any

import pytest

from host.web.views.lowered import LISTENS, element_of, lower, put, said
from rill.host.web.element import Element
from rill.host.web.lowering import walk


def test_a_tree_is_one_stop_of_the_tab_key_with_a_cursor() -> None:
    tree = lower("Tree", count=3, onToggle=LISTENS)
    assert (tree.tag, tree.attributes["role"], tree.attributes["tabindex"], tree.attributes["data-cursor"]) == (
        "rill-items",
        "tree",
        0,
        "item",
    )
    assert tree.attributes["data-on"] == "rill-toggle"
    assert "rill-guides" in str(tree.attributes["class"])
    assert lower("Tree", count=3, showGuides=False).attributes["class"] == "rill-tree rill-fills"


def line_of(**props: Any) -> Element:
    [node] = put("Tree", {"count": 100}, ("TreeItem", props)).children
    return element_of(node)


def test_a_line_says_how_deep_it_lies_and_whether_it_is_open() -> None:
    line = line_of(index=4, depth=2, text="src", expandable=True, expanded=True, selected=True)
    attributes = line.attributes
    assert (attributes["aria-level"], attributes["aria-expanded"], attributes["aria-selected"]) == (3, "true", "true")
    assert "rill-depth-2" in str(attributes["class"])
    [twist] = [part for part in walk(line) if part.attributes.get("class") == "rill-twist"]
    assert twist.attributes["data-toggle"] is True
    assert any(part.children == ("src",) for part in walk(line))


def test_a_line_with_nothing_in_it_does_not_open() -> None:
    line = line_of(index=4, text="a.py", icon="document", color="success")
    assert "aria-expanded" not in line.attributes
    assert not any("data-toggle" in part.attributes for part in walk(line))
    assert any("rill-c-success" in str(part.attributes.get("class")) for part in walk(line))
    assert any(part.tag == "svg:svg" for part in walk(line))


def test_a_line_very_deep_down_leaves_room_for_its_words() -> None:
    line = line_of(index=0, depth=500, text="deep")
    assert line.attributes["aria-level"] == 501
    assert "rill-depth-40" in str(line.attributes["class"])


def test_a_toggle_is_told() -> None:
    node = put("Tree", {"count": 3, "onToggle": LISTENS})
    assert said(node, "rill-toggle", data={"index": 2, "open": True}) == [("onToggle", {"index": 2, "open": True})]


@pytest.mark.parametrize("data", [None, {}, {"index": 3, "open": True}, {"index": 1}, {"index": 1, "open": 1}])
def test_a_toggle_that_is_none_is_not(data: object) -> None:
    assert said(put("Tree", {"count": 3, "onToggle": LISTENS}), "rill-toggle", data=data) == []
