"""What all widgets that scroll share: standing elsewhere at once, and what a guest hears of places and sizes."""

from __future__ import annotations

from typing import Any

from textual.geometry import Size
from textual.scrollbar import ScrollBar
from textual.widget import Widget


def stand_at(widget: Widget, y: int) -> None:
    """Stand somewhere else at once, in the layout under way: whatever is in view stays where it is."""
    if y == widget.scroll_offset.y:
        return
    widget.app.animator.force_stop_animation(widget, "scroll_y")
    widget.set_reactive(Widget.scroll_y, float(y))
    widget.set_reactive(Widget.scroll_target_y, float(y))
    if widget.show_vertical_scrollbar:
        widget.vertical_scrollbar.set_reactive(ScrollBar.position, float(y))


def scroll_payload(widget: Widget, content: Size) -> dict[str, Any]:
    """The payload of ``onScroll``, for a widget with content of this size."""
    view = widget.scrollable_content_region
    return {
        "x": round(widget.scroll_x),
        "y": round(widget.scroll_y),
        "viewWidth": view.width,
        "viewHeight": view.height,
        "contentWidth": content.width,
        "contentHeight": content.height,
    }


def layout_payload(widget: Widget) -> dict[str, Any]:
    """The payload of ``onLayout``."""
    return {"width": widget.outer_size.width, "height": widget.outer_size.height}
