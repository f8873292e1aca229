"""Signs that something is going on, as elements."""

from __future__ import annotations

import pytest

from host.web.views.lowered import lower
from rill.host.web.element import Element


def test_a_bar_says_how_far_it_is() -> None:
    element = lower("ProgressBar", progress=640, total=1000, showPercentage=True)
    assert element == Element(
        "div",
        {
            "class": "rill-progress",
            "role": "progressbar",
            "aria-valuemin": 0,
            "aria-valuemax": 1000,
            "aria-valuenow": 640,
            "aria-valuetext": "64%",
        },
        Element("progress", {"class": "rill-progress-bar", "aria-hidden": "true", "max": 1000, "value": 640}),
        Element("span", {"class": "rill-progress-percentage", "aria-hidden": "true"}, "64%"),
    )


@pytest.mark.parametrize(("progress", "done"), [(-3, 0), (5, 1), (0.25, 0.25)])
def test_more_or_less_than_all_is_drawn_as_full_or_empty(progress: float, done: float) -> None:
    element = lower("ProgressBar", progress=progress)
    assert element.attributes["aria-valuenow"] == done
    assert element.children[0] == Element(
        "progress", {"class": "rill-progress-bar", "aria-hidden": "true", "max": 1, "value": done}
    )


def test_without_progress_it_says_that_something_is_going_on() -> None:
    element = lower("ProgressBar")
    assert "aria-valuenow" not in element.attributes
    assert element.children == (Element("progress", {"class": "rill-progress-bar", "aria-hidden": "true", "max": 1}),)


def test_an_activity_has_a_name_and_keeps_its_room_when_it_is_still() -> None:
    assert lower("ActivityIndicator") == Element(
        "span", {"class": "rill-activity", "role": "progressbar", "aria-label": "Loading"}
    )
    assert lower("ActivityIndicator", size="large", animating=False, label="Orders") == Element(
        "span", {"class": "rill-activity rill-activity-large rill-activity-still", "role": "progressbar"}
    )
