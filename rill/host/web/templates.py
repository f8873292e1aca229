"""A guest's template as elements: lowered once, so that its clones cost only the values of their slots, in HTML and in
operations alike.

Reads the compiled template and the columns of its clones, and makes no nodes. Templates that are the same are shared by
all sessions of the process.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import msgspec

from rill.host.templates import CompiledTemplate, StaticNode
from rill.host.web.element import Element
from rill.host.web.footers import has_footer, is_footer
from rill.host.web.html_writer import Split, escape_text, escape_texts, split
from rill.host.web.lowering import LoweringPage, Needs, PersonStates, TemplateNode, lower_node
from rill.host.web.nesting import Nesting
from rill.host.web.page_context import PageContext
from rill.host.web.shapes import Shape, attributes_of, item_of, readable, readable_texts, shape_of
from rill.host.web.view import WebView
from rill.protocol.operations import SlotKind
from rill.protocol.values import Value
from rill.protocol.web import WebSlot

# Arrays that a shape nests for each level, times this, are well within what encoders and decoders bear.
_HEIGHT_MAX: Final = 48
# Lowered templates that are kept for all sessions; the ones that were not used for longest go. They outlive the
# sessions that brought them, so neither many nor large ones may pile up: 256 of 32 KB are all that guests leave behind.
_SHARED_MAX: Final = 256
_SHARED_WEIGHT_MAX: Final = 32_768
# Different values of slots of which the elements are kept, in all templates together, and characters of one.
_VARIANTS_MAX: Final = 16_384
_VARIANT_CHARACTERS_MAX: Final = 2_000

# Where the marks of the root go in its text. No text of an element has this character: the writer replaces it.
_MARK: Final = "\0"

# Classes whose equal values are the same value.
_SAME: Final = frozenset((str, type(None)))

_encode: Final = msgspec.msgpack.Encoder(order="deterministic").encode

# Makes the element of one node of the template from its props.
_Lower: TypeAlias = Callable[[int, Mapping[str, Value], LoweringPage], Element]


@dataclass(frozen=True, slots=True)
class _Variant:
    """One node of a template with certain values in its slots: what its slot takes, and its HTML."""

    value: Any
    before: str
    after: str
    needs: Needs


@dataclass(slots=True)
class _SlotOfShape:
    """A node of the template that looks different with other values in the guest's slots of these numbers."""

    index: int
    guest: tuple[int, ...]
    base: Element
    place_mark: str
    variants: dict[Any, _Variant] = field(default_factory=dict)


@dataclass(slots=True)
class _SlotOfText:
    """A text that a slot of the guest fills."""

    index: int
    guest: int


@dataclass(slots=True, eq=False)
class WebTemplate:
    """A lowered template.

    Attributes:
        shape: what TEMPLATE says.
        needs: what its elements need, whatever is in the slots.
        is_own: it is for one page only.
    """

    template: CompiledTemplate
    size: int
    shape: Shape
    slots: tuple[_SlotOfShape | _SlotOfText, ...]
    # By number of the guest's slot; None for what holds children.
    slot_of_guest: tuple[int | None, ...]
    needs: Needs
    is_own: bool
    _lower: _Lower
    _elements: list[Element | None]
    # The text of a clone with a `%s` for each of what follows: a slot and which part of it, None for the root's marks.
    _format: str
    _fillings: tuple[tuple[int, str] | None, ...]
    # Whether other sessions use it, so that it is worth to keep variants.
    is_shared: bool = False

    def wire_slots(self) -> list[list[int]]:
        """What TEMPLATE says of the slots."""
        return [[WebSlot.TEXT if isinstance(slot, _SlotOfText) else WebSlot.SHAPE, slot.index] for slot in self.slots]

    def is_text(self, slot: int) -> bool:
        """Whether a slot takes a text."""
        return isinstance(self.slots[slot], _SlotOfText)

    def columns(self, columns: Sequence[Sequence[Value]], context: PageContext, needs: Needs) -> list[list[Any] | None]:
        """What CLONES says: a column for each slot, from those of the guest. ``needs`` gets what they need."""
        found: list[list[Any] | None] = []
        for slot in self.slots:
            if isinstance(slot, _SlotOfText):
                found.append(readable_texts(columns[slot.guest]))
                continue
            values = [variant.value for variant in self._variants(slot, columns, context, needs)]
            found.append(None if values.count(None) == len(values) else values)
        return found

    def value(self, slot: int, values: Callable[[int], Value], context: PageContext, needs: Needs) -> Any:
        """What PATCH says of a slot, from the values of the guest's slots by their numbers."""
        found = self.slots[slot]
        if isinstance(found, _SlotOfText):
            return readable(values(found.guest))
        one = {number: [values(number)] for number in found.guest}
        return next(iter(self._variants(found, one, context, needs))).value

    def rows(
        self,
        template: int,
        ids: Sequence[int],
        columns: Sequence[Sequence[Value]],
        context: PageContext,
        needs: Needs,
    ) -> list[str]:
        """The HTML of clones, from the columns of the guest.

        Args:
            template: the id of the template in its session.
            ids: of the clones' roots.
        """
        parts: list[Iterable[str]] = []
        variants: dict[int, list[_Variant]] = {}
        for filling in self._fillings:
            if filling is None:
                parts.append([f' data-r="{id}" data-t="{template}"' for id in ids])
                continue
            number, part = filling
            slot = self.slots[number]
            if isinstance(slot, _SlotOfText):
                parts.append(escape_texts(columns[slot.guest]))
                continue
            found = variants.get(number)
            if found is None:
                found = variants[number] = list(self._variants(slot, columns, context, needs))
            if part == "after":
                parts.append([variant.after for variant in found])
            elif part == "before":
                parts.append([variant.before for variant in found])
            else:
                at = 0 if part == "head" else 2
                parts.append([variant.before.partition(_MARK)[at] for variant in found])
        return list(map(self._format.__mod__, zip(*parts, strict=True)))

    def html(self, template: int) -> str:
        """What stands in the page's ``template``: a clone without values. ``template`` is the id in its session."""
        parts: list[str] = []
        for filling in self._fillings:
            if filling is None:
                parts.append(f' data-t="{template}"')
                continue
            slot = self.slots[filling[0]]
            if isinstance(slot, _SlotOfText):
                parts.append(escape_text(self.template.nodes[slot.index].text))
                continue
            base = split(slot.base, _mark_of(slot.index), slot.place_mark)
            head, _, tail = base.before.partition(_MARK)
            parts.append({"before": base.before, "after": base.after, "head": head, "tail": tail}[filling[1]])
        return self._format % tuple(parts)

    def keeps_place(self, nesting: Nesting) -> bool:
        """Whether a parser leaves the elements of a clone where they are, if it stands here."""
        keeps = True
        stack: list[int | Split] = [0]
        children = children_of(self.template)
        while stack:
            item = stack.pop()
            if isinstance(item, Split):
                for _ in item.open:
                    nesting.leave()
                continue
            element = self._elements[item]
            if element is None:
                keeps = nesting.text("text") and keeps
                continue
            parts = split(element, nesting=nesting)
            keeps = parts.keeps and keeps
            stack.append(parts)
            stack.extend(reversed(children[item]))
        return keeps

    def _variants(
        self,
        slot: _SlotOfShape,
        columns: Mapping[int, Sequence[Value]] | Sequence[Sequence[Value]],
        context: PageContext,
        needs: Needs,
    ) -> Iterable[_Variant]:
        """The variants of one node in many clones. Each of the different values is lowered once."""
        known = slot.variants
        own: dict[Any, _Variant] = {}
        used: set[int] = set()
        for values in zip(*(columns[number] for number in slot.guest), strict=True):
            key = _key_of(values)
            variant = known.get(key) or own.get(key)
            if variant is None:
                variant, is_own = self._make_variant(slot, values, context)
                if key is not None:
                    if self.is_shared and not is_own and _variants.take(variant):
                        known[key] = variant
                    else:
                        own[key] = variant
            if variant.needs and id(variant) not in used:
                used.add(id(variant))
                needs.add(variant.needs)
            yield variant

    def _make_variant(
        self, slot: _SlotOfShape, values: tuple[Value, ...], context: PageContext
    ) -> tuple[_Variant, bool]:
        template = self.template
        props = dict(template.nodes[slot.index].props)
        for number, value in zip(slot.guest, values, strict=True):
            entry = template.node_slots[number]
            if entry.name is not None and entry.holds(value):
                props[entry.name] = value
        page = LoweringPage(context, PersonStates())
        element = self._lower(slot.index, props, page)
        parts = split(element, _mark_of(slot.index), slot.place_mark)
        variant = _Variant(difference(slot.base, element), parts.before, parts.after, page.needs)
        return variant, page.is_own


class _Variants:
    """How many variants all shared templates keep together."""

    def __init__(self) -> None:
        self.count = 0

    def take(self, variant: _Variant) -> bool:
        """Whether there is room for one more, which is then taken."""
        if self.count >= _VARIANTS_MAX or len(variant.before) + len(variant.after) > _VARIANT_CHARACTERS_MAX:
            return False
        self.count += 1
        return True

    def give_back(self, template: WebTemplate) -> None:
        """Let go of those of a template that is shared no more."""
        template.is_shared = False
        for slot in template.slots:
            if isinstance(slot, _SlotOfShape):
                self.count -= len(slot.variants)
                slot.variants.clear()


_variants: Final = _Variants()


def difference(base: Element, element: Element) -> Any:
    """An element as what differs from another: nil, a map of attributes, or a whole shape."""
    if base.tag != element.tag or base.children != element.children:
        return shape_of(element)
    before, after = attributes_of(base), attributes_of(element)
    differing = {name: value for name, value in after.items() if name not in before or before[name] != value}
    differing.update((name, None) for name in before if name not in after)
    return differing or None


def _key_of(values: tuple[Value, ...]) -> Any:
    """What a variant is found by; None for values that nothing is found by."""
    if all(type(value) in _SAME for value in values):
        return values
    try:
        return _encode(values)
    except (TypeError, ValueError, OverflowError):
        return None


def _mark_of(index: int) -> str:
    return _MARK if index == 0 else f' data-i="{index}"'


def children_of(template: CompiledTemplate) -> list[list[int]]:
    """The children of each node of a template in the order of the page, by index."""
    children: list[list[int]] = [[] for _ in template.nodes]
    nodes = template.nodes
    for index, static in enumerate(nodes):
        if static.parent >= 0:
            children[static.parent].append(index)
    for static, own in zip(nodes, children, strict=True):
        if has_footer(static.schema):
            own.sort(key=lambda child: is_footer(nodes[child].type, nodes[child].props.get("name")))
    return children


# -- making them ------------------------------------------------------------------------------------------------------


def is_lowerable(template: CompiledTemplate, views: Mapping[str, WebView]) -> bool:
    """Whether clones can be made in a browser by cloning: every node by its own props alone."""
    if template.nodes[0].schema is None or template.height > _HEIGHT_MAX:
        return False
    return not any(static.schema is not None and views[static.type].contextual for static in template.nodes)


def lower_template(template: CompiledTemplate, views: Mapping[str, WebView], context: PageContext) -> WebTemplate:
    """Lower a template for which `is_lowerable` is true, or take the one that another session has lowered."""
    key = _shared_key(template, views)
    shared = _shared.get(key) if key is not None else None
    if shared is not None and key is not None:
        _shared.move_to_end(key)
        return shared.made
    made = _make(template, views, context)
    if key is not None and not made.is_own:
        made.is_shared = True
        _shared[key] = _Shared(made, tuple(views[static.type] for static in template.nodes if static.schema))
        if len(_shared) > _SHARED_MAX:
            _variants.give_back(_shared.popitem(last=False)[1].made)
    return made


@dataclass(frozen=True, slots=True)
class _Shared:
    """A template with what its key names by their addresses, so that these stay taken."""

    made: WebTemplate
    views: tuple[WebView, ...]


_shared: OrderedDict[Any, _Shared] = OrderedDict()


def _shared_key(template: CompiledTemplate, views: Mapping[str, WebView]) -> Any:
    """What a template is shared by; None for one that is not."""
    if template.weight > _SHARED_WEIGHT_MAX:
        return None
    try:
        content = _encode(
            (
                [(static.type, static.parent, static.props, static.text) for static in template.nodes],
                template.slots,
            )
        )
    except (TypeError, ValueError, OverflowError):
        return None
    kinds = [(id(views[static.type]), id(static.schema)) for static in template.nodes if static.schema is not None]
    return content, tuple(kinds)


def modules_of(view: WebView) -> tuple[str, ...]:
    """The scripts that a view's elements need."""
    module = view.module
    return () if module is None else (module,) if isinstance(module, str) else module


def _make(template: CompiledTemplate, views: Mapping[str, WebView], context: PageContext) -> WebTemplate:
    def lower(index: int, props: Mapping[str, Value], page: LoweringPage) -> Element:
        return lower_node(TemplateNode(template, index, props), views[template.nodes[index].type], page)

    page = LoweringPage(context, PersonStates())
    elements = [
        None if static.schema is None else lower(index, _usual_props(static), page)
        for index, static in enumerate(template.nodes)
    ]
    children = children_of(template)
    slots, slot_of_guest = _slots_of(template, elements, children)
    for static in template.nodes:
        if static.schema is not None:
            page.needs.modules.update(dict.fromkeys(modules_of(views[static.type])))
    format, fillings = _format_of(template, elements, children, slots)
    return WebTemplate(
        template=template,
        size=template.size,
        shape=_shape(template, elements, children),
        slots=slots,
        slot_of_guest=slot_of_guest,
        needs=page.needs,
        is_own=page.is_own,
        _lower=lower,
        _elements=elements,
        _format=format,
        _fillings=fillings,
    )


def _usual_props(static: StaticNode) -> Mapping[str, Value]:
    """The props of a node of a template as most of its clones have them: whoever has a place for a listener has a plain
    one. Then a clone says nothing of it, and a browser has nothing to do but to clone."""
    listeners = {slot.name: True for slot in static.slots if slot.kind == SlotKind.EVENT and slot.name is not None}
    return {**static.props, **listeners} if listeners else static.props


def _slots_of(
    template: CompiledTemplate, elements: list[Element | None], children: list[list[int]]
) -> tuple[tuple[_SlotOfShape | _SlotOfText, ...], tuple[int | None, ...]]:
    slots: list[_SlotOfShape | _SlotOfText] = []
    of_guest: list[int | None] = [None] * len(template.slots)
    for index, static in enumerate(template.nodes):
        element = elements[index]
        numbers = tuple(slot.number for slot in static.slots if slot.kind != SlotKind.CHILDREN)
        if not numbers:
            continue
        for number in numbers:
            of_guest[number] = len(slots)
        if element is None:
            slots.append(_SlotOfText(index, numbers[0]))
        else:
            slots.append(_SlotOfShape(index, numbers, element, _place_mark(template, children[index])))
    return tuple(slots), tuple(of_guest)


def text_alone(template: CompiledTemplate, children: list[int]) -> int | None:
    """The text that is all that a node of a template has in it, by its index: it needs no mark of its own."""
    if len(children) == 1 and template.nodes[children[0]].schema is None:
        return children[0]
    return None


def _place_mark(template: CompiledTemplate, children: list[int]) -> str:
    alone = text_alone(template, children)
    return "" if alone is None else f' data-x="{alone}"'


def _shape(template: CompiledTemplate, elements: list[Element | None], children: list[list[int]]) -> Shape:
    """The shape of a template: its nodes are items with their indices as ids."""
    items: list[Any] = [None] * template.size
    # From the last to the first: what is in a node is made before it.
    for index in range(template.size - 1, -1, -1):
        element, static = elements[index], template.nodes[index]
        if element is None:
            items[index] = [index] if static.slots else [index, readable(static.text)]
            continue
        items[index], _ = item_of(index, element, [items[child] for child in children[index]])
    shape: Shape = items[0][1:]
    return shape


def _format_of(
    template: CompiledTemplate,
    elements: list[Element | None],
    children: list[list[int]],
    slots: Sequence[_SlotOfShape | _SlotOfText],
) -> tuple[str, tuple[tuple[int, str] | None, ...]]:
    numbers = {slot.index: number for number, slot in enumerate(slots)}
    format: list[str] = []
    fillings: list[tuple[int, str] | None] = []

    def fill(filling: tuple[int, str] | None) -> None:
        format.append("%s")
        fillings.append(filling)

    def literal(text: str) -> None:
        head, mark, tail = text.partition(_MARK)
        format.append(head.replace("%", "%%"))
        if mark:
            fill(None)
            format.append(tail.replace("%", "%%"))

    # A node, or what stands behind one.
    stack: list[int | str | tuple[int, str]] = [0]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            literal(item)
            continue
        if isinstance(item, tuple):
            fill(item)
            continue
        element, static, number = elements[item], template.nodes[item], numbers.get(item)
        if element is None:
            if text_alone(template, children[static.parent]) is None:
                literal(f"<!--i{item}-->")
            if number is None:
                literal(escape_text(static.text))
            else:
                fill((number, "text"))
            continue
        if number is None:
            parts = split(element, _mark_of(item), _place_mark(template, children[item]))
            literal(parts.before)
            stack.append(parts.after)
        else:
            if item:
                fill((number, "before"))
            else:
                fill((number, "head"))
                fill(None)
                fill((number, "tail"))
            stack.append((number, "after"))
        stack.extend(reversed(children[item]))
    return "".join(format), tuple(fillings)
