"""Boxes: components that are there for their children."""

from __future__ import annotations

from typing import Final, Protocol

from pydantic import Field

from rill.components.catalogue.focusable import Focusable
from rill.components.component import Component, Event, event
from rill.components.events import KeyEvent, LayoutEvent, ScrollEvent
from rill.components.record import Record


class View(Component):
    """A box whose children stand one below the other and stretch across it, unless `style` says otherwise.

    Bare text belongs into a Text.
    """

    example = """
<View style={{ border: "round", padding: [0, 1] }} onKeyDown={event(close, { keys: ["Escape"] })}>
  <Text>Press Escape to close.</Text>
</View>
"""

    on_layout: Event[LayoutEvent] = event("The box got a size, or another one.")
    on_key_down: Event[KeyEvent] = event("A key went down while an element inside the box had the focus.")


class Row(View):
    """A box whose children stand side by side."""

    example = """
<Row style={{ gap: 1, justify: "space-between" }}>
  <Text>Left</Text>
  <Text>Right</Text>
</Row>
"""


class Column(View):
    """A box whose children stand one below the other: a View that says so."""

    example = """
<Column style={{ gap: 1, align: "center" }}>
  <Text>Above</Text>
  <Text>Below</Text>
</Column>
"""


class ScrollTarget(Record):
    """Where to scroll to. A direction that is left out stays as it is."""

    x: float | None = Field(default=None, ge=0, description="Cells to leave out on the left.")
    y: float | None = Field(default=None, ge=0, description="Lines to leave out at the top.")
    animated: bool = Field(default=False, description="Glide instead of jump.")


class ScrollOptions(Record):
    """How to scroll."""

    animated: bool = Field(default=False, description="Glide instead of jump.")


# Not validated: a validator would be built when the module is imported.
_JUMP: Final = ScrollOptions.model_construct()


class ScrollView(Focusable, role="group", stateful=True, view_state=("scroll", "focus")):
    """A box that shows a part of its children and scrolls to the rest.

    It takes the room that its parent gives, not that of its children. All children exist, seen or not.
    """

    example = """
function Log({ lines }: { lines: string[] }) {
  const view = useRemoteRef<typeof ScrollView>();
  useEffect(() => {
    void view.call.scrollToEnd();
  }, [lines.length]);
  return (
    <ScrollView ref={view} style={{ height: 10 }}>
      {lines.map((line, index) => (
        <Text key={index}>{line}</Text>
      ))}
    </ScrollView>
  );
}
"""

    horizontal: bool = Field(
        default=False, description="Children stand side by side and scroll sideways, instead of down."
    )
    on_scroll: Event[ScrollEvent] = event("The content moved. Throttle it; every event is a turn.")
    on_layout: Event[LayoutEvent] = event("The view got a size, or another one.")

    class Methods(Focusable.Methods, Protocol):
        def scroll_to(self, target: ScrollTarget) -> None:
            """Scroll to a place, or as near as the content goes."""

        def scroll_to_end(self, options: ScrollOptions = _JUMP) -> None:
            """Scroll to the last child."""
