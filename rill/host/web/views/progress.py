"""How signs that something is going on look in a browser."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from rill.host.web.element import Element
from rill.host.web.view import Described, Page, WebView
from rill.host.web.views.shared import classes


def _number(value: object, otherwise: float) -> float:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else otherwise


def _lower_progress(node: Described, _page: Page) -> Element:
    progress, total = node.get("progress"), max(_number(node.get("total"), 1), 1e-9)
    done = None if progress is None else min(max(_number(progress, 0), 0), total)
    percentage = None if done is None else f"{round(100 * done / total)}%"
    return Element(
        "div",
        {
            "class": "rill-progress",
            "role": "progressbar",
            "aria-valuemin": 0,
            "aria-valuemax": total,
            "aria-valuenow": done,
            "aria-valuetext": percentage,
        },
        Element("progress", {"class": "rill-progress-bar", "aria-hidden": "true", "max": total, "value": done}),
        Element("span", {"class": "rill-progress-percentage", "aria-hidden": "true"}, percentage or "")
        if node.get("showPercentage")
        else None,
    )


def _lower_activity(node: Described, _page: Page) -> Element:
    return Element(
        "span",
        {
            "class": classes(
                "rill-activity",
                node.get("size") == "large" and "rill-activity-large",
                not node.get("animating") and "rill-activity-still",
            ),
            "role": "progressbar",
            # A bar that is read aloud needs a name; a guest's `label` takes its place.
            "aria-label": "Loading" if node.get("label") is None else None,
        },
    )


VIEWS: Final[Mapping[str, WebView]] = MappingProxyType(
    {
        "ProgressBar": WebView(lower=_lower_progress),
        "ActivityIndicator": WebView(lower=_lower_activity),
    }
)
