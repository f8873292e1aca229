"""Elements as plain data."""

from __future__ import annotations

from rill.host.web.element import CHILDREN, Element, FieldValue


def test_attributes_and_children_that_are_not_there_are_left_out() -> None:
    element = Element("p", {"a": None, "b": False, "c": True, "d": 0, "e": ""}, None, "x", None, CHILDREN)
    assert element.attributes == {"c": True, "d": 0, "e": ""}
    assert element.children == ("x", CHILDREN)
    assert repr(element) == "<Element p {'c': True, 'd': 0, 'e': ''} ['x', CHILDREN]>"


def test_equal_elements_are_equal_all_the_way_down() -> None:
    def make(text: str = "x", value: str = "v") -> Element:
        return Element("p", {"class": "a"}, Element("b", {}, text), field=FieldValue(value, 1))

    assert make() == make()
    assert hash(make()) == hash(make())
    assert make() != make("y")
    assert make() != make(value="w")
    assert make() != Element("p", {"class": "b"}, Element("b", {}, "x"), field=FieldValue("v", 1))
    assert make() != "p"
