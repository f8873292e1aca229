"""The adapter as a whole: whatever a guest does, the page after it is the page that a fresh paint would be.

The page is a model of the connector, see model.py. What single parts do is in the tests of their modules.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from host.guests import RandomGuest
from host.test_receiver import expand_some
from host.trees import Model, make_batch
from rill.components import CATALOGUE
from rill.host.receiver import Receiver
from rill.host.web.element import CHILDREN, Element
from rill.host.web.view import Described, WebView, on
from rill.host.web.view import Page as ViewPage
from rill.host.web.views import VIEWS
from rill.protocol import Limits

from .screen import Screen

SEEDS = st.integers(0, 2**32)


def _lower_box(node: Described, _page: ViewPage) -> Element:
    """Its place moves, and what stands around it comes and goes."""
    label, id = node.get("label"), node.get("id")
    if isinstance(label, str):
        return Element("section", {"data-name": str(id)}, Element("h2", {}, label), Element("div", {}, CHILDREN))
    return Element("div", {"data-name": str(id)}) if id else Element("div", {}, Element("div", {}, CHILDREN))


def _lower_counting(node: Any, page: ViewPage) -> Element:
    """Shows what is around and in it, so that it must be drawn whenever that changes."""
    kinds = "".join(child.type[0] for child in node.children)
    return Element(
        "nav",
        {"data-in": kinds, "id": page.unique(node, "x"), "data-around": str(node.parent and node.parent.get("id"))},
        Element("b", {}, *[child.text for child in node.children if child.schema is None], ""),
        Element("span", {}, CHILDREN),
    )


def _lower_words(node: Described, _page: ViewPage) -> Element:
    return Element("p", {"title": str(node.get("hint")), "data-on": on(node, click="onPress")})


def _lower_closed(node: Any, _page: ViewPage) -> Element:
    return Element("textarea", {"data-words": node.text_content})


CONTEXTUAL: Mapping[str, WebView] = {
    **VIEWS,
    "View": WebView(lower=_lower_box),
    "Row": WebView(lower=_lower_box),
    "Text": WebView(lower=_lower_words),
    "Pressable": WebView(lower=_lower_counting, contextual=True),
}
CLOSED: Mapping[str, WebView] = {
    **CONTEXTUAL,
    "Button": WebView(lower=_lower_closed, contextual=True, children=False),
    "Text": WebView(lower=_lower_counting, contextual=True),
}


VIEWS_OF: Mapping[str, Mapping[str, WebView]] = {"rill": VIEWS, "contextual": CONTEXTUAL, "closed": CLOSED}


def check_any_batches(views: str, seed: int) -> None:
    """Send random batches, and compare the page with a fresh one at the end."""
    pick = random.Random(seed)
    model = Model(Limits())
    guest = RandomGuest(seed, model, wild=0)
    receiver = Receiver(CATALOGUE, Limits())
    begins = pick.randrange(4)
    screen: Screen | None = None
    for sequence in range(1, 7):
        if sequence > begins and screen is None:
            screen = Screen(receiver.tree, VIEWS_OF[views])
        operations = guest.batch(pick.randrange(1, 14))
        if pick.random() < 0.5:
            expand_some(receiver.tree, pick)
        changes = receiver.receive_batch(make_batch(sequence, operations))
        model.apply(operations)
        if screen is not None:
            screen.adapter.apply(changes)
            if pick.random() < 0.8:
                screen.catch_up()
    if screen is not None:
        screen.catch_up()
        screen.assert_shows(receiver.tree)


@pytest.mark.parametrize("views", VIEWS_OF)
@given(seed=SEEDS)
def test_the_page_after_any_batches_is_a_fresh_paint_of_the_tree(views: str, seed: int) -> None:
    # Goal: the heart of the adapter. How: batches of every kind, clones looked into now and then, and the page begun
    # at any time; then the page by patches, by HTML and by a snapshot are the same, detached nodes included.
    check_any_batches(views, seed)
