"""Each refusal has one wording, one code and one path."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from rill.components import CATALOGUE
from rill.host.refusals import refuse_child, refuse_component, refuse_limit, refuse_node, refuse_text
from rill.protocol import CapabilityError, GuestError, LimitError, RillError

CASES: tuple[tuple[Callable[[], Any], type[RillError], str, str], ...] = (
    (
        lambda: refuse_component("Txt", CATALOGUE, "batch[1]"),
        CapabilityError,
        "component_unknown",
        "unknown component 'Txt' at batch[1]; did you mean 'Text'?",
    ),
    (
        lambda: refuse_component("div", CATALOGUE, "batch[1]"),
        CapabilityError,
        "component_unknown",
        "unknown component 'div' at batch[1]; it is of the preset 'html': Engine(presets=(..., 'html'))",
    ),
    (lambda: refuse_node(7, "batch[1]"), GuestError, "node_unknown", "unknown node 7 at batch[1]"),
    (
        lambda: refuse_text("View", "batch[1]"),
        GuestError,
        "text_misplaced",
        "bare text under 'View' at batch[1]; put it into a Text",
    ),
    (
        lambda: refuse_text(None, "batch[1]"),
        GuestError,
        "text_misplaced",
        "bare text under the root at batch[1]; put it into a Text",
    ),
    (
        lambda: refuse_child("Text", "View", "batch[1]"),
        GuestError,
        "child_refused",
        "'Text' takes no 'View' as a child at batch[1]",
    ),
    (
        lambda: refuse_limit("nodes", 5, 4, "tree of 5 nodes", "batch[1]"),
        LimitError,
        "nodes_exceeded",
        "tree of 5 nodes at batch[1] exceeds nodes=4 (Limits.nodes)",
    ),
)


@pytest.mark.parametrize(("refuse", "kind", "code", "text"), CASES, ids=[case[2] for case in CASES])
def test_refusal(refuse: Callable[[], Any], kind: type[RillError], code: str, text: str) -> None:
    with pytest.raises(kind) as caught:
        refuse()
    assert (str(caught.value), caught.value.code, caught.value.path) == (text, code, "batch[1]")


def test_a_limit_carries_its_figures() -> None:
    with pytest.raises(LimitError) as caught:
        refuse_limit("depth", 300, 256, "tree of 300 levels", "batch")
    error = caught.value
    assert (error.limit, error.value, error.maximum, error.fault) == ("depth", 300, 256, "guest")
