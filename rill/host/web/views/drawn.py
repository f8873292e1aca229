"""Elements of long props, kept for as long as the prop is the same: a drawing of thousands of shapes is not drawn anew
because a pointer moves over it. Knows no component.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from rill.host.web.element import Element
from rill.protocol.values import Value

Elements = tuple[Element, ...]

# Of all sessions together; some 7 MB.
_KEPT_MAX: Final = 20_000


class Drawn:
    """Elements by the value that they were made of, those that were used last. A value is never changed: a guest that
    writes a prop writes another one."""

    def __init__(self) -> None:
        # The values are kept with them, so that no other value has the same id.
        self._kept: OrderedDict[int, tuple[Value, Elements]] = OrderedDict()
        self._count = 0

    @property
    def count(self) -> int:
        """How many elements are kept."""
        return self._count

    def of(self, value: Value, make: Callable[[], Elements]) -> Elements:
        """The elements of a value, made now if they are not kept."""
        kept = self._kept.get(id(value))
        if kept is not None:
            self._kept.move_to_end(id(value))
            return kept[1]
        elements = make()
        self._kept[id(value)] = value, elements
        self._count += len(elements) + 1
        while self._count > _KEPT_MAX:
            _, (_, gone) = self._kept.popitem(last=False)
            self._count -= len(gone) + 1
        return elements
