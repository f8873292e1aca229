"""Elements as the arrays of operations."""

from __future__ import annotations

import pytest

from rill.host.web.element import CHILDREN, Element, FieldValue
from rill.host.web.shapes import attributes_of, item_of, readable, readable_texts, shape_of
from rill.protocol import HostError


def test_a_shape_says_where_the_children_of_its_node_go() -> None:
    assert shape_of(Element("div")) == ["div", None, [0]]
    assert shape_of(Element("div", {"class": "a"}, CHILDREN)) == ["div", {"class": "a"}, [0]]
    assert shape_of(Element("div", {}, Element("p"), Element("b", {}, CHILDREN))) == [
        "div",
        None,
        [["p"], ["b", None, [0]]],
    ]
    assert shape_of(Element("img", {"alt": ""})) == ["img", {"alt": ""}]
    assert shape_of(Element("p", {}, "only words")) == ["p", None, ["only words"]]


def test_texts_are_as_a_parser_would_make_them() -> None:
    assert shape_of(Element("p", {}, "a", "", "b\0", Element("br"), "")) == ["p", None, ["ab\ufffd", ["br"]]]
    assert readable_texts(["a\0", "b"]) == ["a\ufffd", "b"]
    assert readable("\0") == "\ufffd"


def test_items_of_children_stand_at_their_place_and_further_ones_can_follow() -> None:
    item, items = item_of(7, Element("div", {"class": "a"}), [[8, "x"]])
    assert item == [7, "div", {"class": "a"}, [[8, "x"]]]
    items.append([9, "y"])
    assert item[3][-1] == [9, "y"]
    item, items = item_of(7, Element("div", {}, Element("p", {}, CHILDREN)), [[8, "x"]])
    items.append([9, "y"])
    assert item == [7, "div", None, [["p", None, [0, [8, "x"], [9, "y"]]]]]


def test_what_a_field_holds_is_among_its_attributes() -> None:
    assert attributes_of(Element("input", {"type": "text"}, field=FieldValue("a", 2))) == {
        "type": "text",
        "$v": ["a", 2],
    }
    assert attributes_of(Element("select", {}, field=FieldValue(("a", "b"), -1))) == {"$v": [["a", "b"], -1]}


def test_addresses_of_scripts_are_left_out_and_strange_names_refused() -> None:
    assert attributes_of(Element("a", {"href": "javascript:x", "class": "b"})) == {"class": "b"}
    with pytest.raises(HostError):
        shape_of(Element("p", {"onclick": "x"}))
    with pytest.raises(HostError):
        item_of(1, Element("div", {}, Element("script")), [])
