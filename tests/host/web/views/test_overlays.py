"""Modals, menus, toasts and tooltips as elements, and what they tell."""

from __future__ import annotations

from typing import Any

import pytest

from host.web.views.lowered import LISTENS, NO_KEYS, called, element_of, lower, put, said
from rill.host.web.element import CHILDREN, Element
from rill.host.web.icons import icon


def test_a_modal_is_a_dialog_that_can_be_read_without_a_script() -> None:
    assert lower("Modal", title="Delete?", placement="top", onClose=LISTENS) == Element(
        "dialog",
        {
            "class": "rill-modal rill-modal-top",
            "aria-label": "Delete?",
            "open": True,
            "data-own": "open",
            "data-on": "rill-close",
        },
        Element("rill-dialog", {"hidden": True, "data-open": True, "data-dismissible": True, "data-modal": True}),
        Element("h2", {"class": "rill-modal-title"}, "Delete?"),
        Element("div", {"class": "rill-modal-body rill-box rill-body"}, CHILDREN),
    )
    closed = lower("Modal", open=False, dismissible=False)
    assert "open" not in closed.attributes
    assert closed.children[0] == Element("rill-dialog", {"hidden": True, "data-modal": True})
    assert "open" not in lower("Modal", hidden=True).attributes


@pytest.mark.parametrize("type", ["Modal", "Menu", "Toast"])
def test_what_was_closed_says_why(type: str) -> None:
    node = put(type)
    for reason in ("escape", "outside", "choice", "timeout", "press"):
        assert said(node, "rill-close", data={"reason": reason}) == [("onClose", {"reason": reason})]
    nonsense: list[Any] = [None, {}, {"reason": "boredom"}, {"reason": ["escape"]}, {"reason": {}}]
    for data in nonsense:
        assert said(node, "rill-close", data=data) == []


def test_a_menu_is_a_button_and_a_list_that_floats() -> None:
    assert lower("Menu", title="File", icon="folder", onOpen=LISTENS, compact=True) == Element(
        "rill-menu",
        {"class": "rill-menu", "data-on": "rill-open"},
        Element(
            "button",
            {
                "type": "button",
                "class": "rill-button rill-control rill-button-compact",
                "aria-haspopup": "menu",
                "aria-expanded": "false",
                "data-own": "aria-expanded",
            },
            icon("folder"),
            Element("span", {"class": "rill-button-words"}, "File"),
            icon("chevron-down", "rill-icon rill-menu-mark"),
        ),
        Element(
            "div",
            {
                "class": "rill-menu-list rill-floating",
                "role": "menu",
                "aria-label": "File",
                "popover": "manual",
                "data-own": "data-m-on",
            },
            CHILDREN,
        ),
    )


def test_a_menu_without_a_title_stands_where_the_guest_says() -> None:
    element = lower("Menu", open=True, anchor={"x": 3, "y": 2.5})
    assert {name: element.attributes[name] for name in ("data-open", "data-left", "data-top")} == {
        "data-open": "true",
        "data-left": 3,
        "data-top": 2.5,
    }
    assert len(element.children) == 1
    assert lower("Menu", open=False).attributes["data-open"] == "false"


def test_a_button_that_is_only_a_sign_has_a_name() -> None:
    for props, name in (({"icon": "more"}, "Menu"), ({"icon": "more", "label": "Row"}, "Row")):
        button = lower("Menu", **props).children[0]
        assert isinstance(button, Element)
        assert button.attributes["aria-label"] == name


def test_menus_are_opened_and_closed_by_methods_and_tell() -> None:
    node = put("Menu")
    assert called(node, "open") + called(node, "close") == [("call", "open"), ("call", "close")]
    assert said(node, "rill-open") == [("onOpen", None)]


def test_an_item_has_a_mark_a_sign_its_words_and_its_key() -> None:
    menu = put("Menu", {}, ("MenuItem", {"checked": False, "icon": "save", "shortcut": "Ctrl+S", "onPress": LISTENS}))
    assert element_of(menu.children[0]) == Element(
        "button",
        {
            "type": "button",
            "class": "rill-menu-item rill-menu-check",
            "role": "menuitemcheckbox",
            "aria-checked": "false",
            "tabindex": -1,
            "data-on": "click",
        },
        icon("check", "rill-icon rill-menu-checked"),
        icon("save"),
        Element("span", {"class": "rill-menu-words"}, CHILDREN),
        Element("kbd", {"class": "rill-menu-shortcut"}, "Ctrl+S"),
    )
    assert said(menu.children[0], "click") == [("onPress", {**NO_KEYS, "source": "key"})]


@pytest.mark.parametrize(
    ("severity", "role", "classes", "sign"),
    [
        ("info", "status", "rill-toast rill-floating", "info"),
        ("success", "status", "rill-toast rill-floating rill-toast-success", "check"),
        ("error", "alert", "rill-toast rill-floating rill-toast-error", "error"),
    ],
)
def test_a_toast_is_said_aloud_at_once_or_when_there_is_a_pause(
    severity: str, role: str, classes: str, sign: str
) -> None:
    assert lower("Toast", severity=severity, title="Saved", durationMs=0, onClose=LISTENS) == Element(
        "rill-toast",
        {
            "class": classes,
            "role": role,
            "popover": "manual",
            "data-duration": 0,
            "data-own": "data-m-on",
            "data-on": "rill-close",
        },
        icon(sign, "rill-icon rill-toast-sign"),
        Element("div", {"class": "rill-toast-title"}, "Saved"),
        Element("div", {"class": "rill-toast-words"}, CHILDREN),
    )


def test_a_tooltip_stands_beside_what_it_is_about() -> None:
    assert lower("Tooltip", text="Now") == Element(
        "rill-tooltip",
        {"class": "rill-tooltip"},
        Element("div", {"class": "rill-tooltip-around rill-box rill-body"}, CHILDREN),
        Element(
            "div",
            {"class": "rill-tip rill-floating", "role": "tooltip", "popover": "manual", "data-own": "data-m-on"},
            "Now",
        ),
    )
    assert len(lower("Tooltip").children) == 1
