"""Views of the elements of HTML that hold others, and of the text in them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from textual.content import Content
from textual.widget import Widget

from rill.host.html import display_of, is_in_line, is_off, is_stretch
from rill.host.textual.html_flow import InFlow
from rill.host.textual.html_link import HtmlLink
from rill.host.textual.html_text import inherited, is_seen, is_stop, run_content
from rill.host.textual.styling import CELLS_MAX
from rill.host.textual.view import Link, TextualView
from rill.host.textual.views.shared import FOCUS_METHODS, text_of
from rill.host.textual.widgets.html_boxes import DetailsBox, DialogView, HtmlBox, MarkedBox, RuleLine
from rill.host.textual.widgets.html_words import HtmlWords, RepeatsItself
from rill.host.textual.widgets.images import PictureBox
from rill.host.textual.widgets.structure import title_content
from rill.host.tree import Node
from rill.protocol.errors import GuestError
from rill.protocol.values import Value

_ALIGNMENTS: Final[Mapping[str, Any]] = {
    "left": "left",
    "start": "left",
    "center": "center",
    "right": "right",
    "end": "right",
}


# -- methods ---------------------------------------------------------------------------------------------------------


def _focus(widget: Widget, node: Node, args: list[Value]) -> None:
    FOCUS_METHODS["focus"](widget, node, args)
    if isinstance(widget, HtmlWords):
        widget.go_to_link(node.id)


def _blur(widget: Widget, node: Node, args: list[Value]) -> None:
    if not isinstance(widget, HtmlWords) or widget.is_at_link(node.id):
        FOCUS_METHODS["blur"](widget, node, args)


def _click(widget: Widget, node: Node, _args: list[Value]) -> None:
    link = link_in(widget)
    if link is None:
        raise GuestError(f"{node.type} {node.id} is not on the screen any more", code="node_not_shown")
    link.activate(node, {"source": "key", "detail": 0})


def _scroll_into_view(widget: Widget, _node: Node, _args: list[Value]) -> None:
    widget.scroll_visible(animate=False)


def link_in(widget: Widget) -> HtmlLink | None:
    """The link of an element's widget."""
    link: Link | None = getattr(widget, "link", None)
    return link if isinstance(link, HtmlLink) else None


METHODS: Final[Mapping[str, Any]] = MappingProxyType(
    {"focus": _focus, "blur": _blur, "click": _click, "scrollIntoView": _scroll_into_view}
)


# -- text ------------------------------------------------------------------------------------------------------------


def _create_words(_around: Node) -> HtmlWords:
    return HtmlWords(Content(""), markup=False, classes="rill-text rill-stretch")


class _Stretches:
    """How text among other children of an element is shown: see `Stretches`."""

    view: TextualView[Any] = TextualView(create=_create_words, methods=METHODS, link=HtmlLink)

    def holds(self, child: Node) -> bool:
        return is_stretch(child)

    def is_seen(self, run: list[Node]) -> bool:
        return is_seen(run)

    def show(self, widget: Any, around: Node, run: list[Node]) -> None:
        assert isinstance(widget, HtmlWords)
        widget.shown = (around, run)
        align = _ALIGNMENTS.get(inherited(around, "text-align"))
        if align is not None or widget.styles.inline.has_rule("text_align"):
            widget.styles.text_align = align
        before, after = run[0].previous_sibling, run[-1].next_sibling
        widget.show_run(
            run_content(run),
            begins_line=before is not None and is_in_line(before),
            ends_line=after is not None and is_in_line(after),
        )


STRETCHES: Final = _Stretches()


# -- boxes -----------------------------------------------------------------------------------------------------------

_FOCUS_PROPS: Final = frozenset(("tabindex", "inert", "href", "onClick"))


def update_box(widget: HtmlBox, node: Node, changed: frozenset[str]) -> None:
    """What all boxes share: how they stand and lay out, and whether the Tab key stops at them."""
    if "style" in changed:
        display = display_of(node)
        widget.stand(in_line=is_in_line(node))
        widget.flex(flexes=display.endswith("flex"))
        _pass_on(widget, node)
    if changed & _FOCUS_PROPS:
        off = is_off(node)
        tabindex = node.props.get("tabindex")
        widget.is_pressed_by_keys = node.type in ("a", "summary") and not off
        stops = is_stop(node) if node.type == "a" else node.type == "summary" or isinstance(tabindex, int)
        widget.can_focus = stops and not off
        widget.disabled = node.props.get("inert") is True


# What text has from the elements around it.
_PASSED_ON: Final = ("white-space", "text-transform", "text-align")


def _pass_on(widget: HtmlBox, node: Node) -> None:
    """Show the texts in a box again, where it says something else now that they have from it."""
    style = node.props.get("style")
    passed_on = tuple(style.get(name) if isinstance(style, dict) else None for name in _PASSED_ON)
    if passed_on != widget.passed_on:
        widget.passed_on = passed_on
        for inner in widget.walk_children(Widget) if widget.is_attached else ():
            if isinstance(inner, HtmlWords) and inner.shown is not None:
                STRETCHES.show(inner, *inner.shown)
            elif isinstance(inner, RepeatsItself):
                inner.show_again()


_CREATED: Final = frozenset(("style", "inert"))


def box_view(classes: str, methods: Mapping[str, Any] = METHODS) -> TextualView[Any]:
    """The view of elements that are boxes with these classes."""

    def create(node: Node) -> HtmlBox:
        widget = HtmlBox(classes=f"rill-box rill-stretch {classes}".rstrip())
        update_box(widget, node, _CREATED)
        return widget

    return TextualView(create=create, update=update_box, stretches=STRETCHES, methods=methods, link=HtmlLink)


# -- lists -----------------------------------------------------------------------------------------------------------

_BULLETS: Final = ("•", "◦", "▪")
_NO_MARKERS: Final = ("none",)
_SIGNS: Final[Mapping[str, str]] = {"disc": "•", "circle": "◦", "square": "▪"}
_NUMBERS: Final[Mapping[str, str]] = {
    "decimal": "1",
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
}
_ROMAN: Final = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def list_number(number: int, kind: str) -> str:
    """A number of a list's item, as its ``type`` writes it."""
    if kind in ("a", "A") and number > 0:
        letters = ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord(kind) + rest) + letters
        return letters
    if kind in ("i", "I") and 0 < number < 4000:
        words = ""
        for value, letter in _ROMAN:
            count, number = divmod(number, value)
            words += letter * count
        return words.upper() if kind == "I" else words
    return str(number)


def item_markers(around: Node) -> dict[int, str]:
    """The signs before the items of a list, by the id of their node."""
    items = [child for child in around.children if child.type == "li"]
    kind = inherited(around, "list-style-type") or inherited(around, "list-style")
    if kind in _NO_MARKERS:
        return dict.fromkeys((item.id for item in items), "")
    numbered = _NUMBERS.get(kind) or (str(around.get("type") or "1") if around.type == "ol" else "")
    if not numbered or kind in _SIGNS:
        depth, at = 0, around.parent
        while at is not None:
            depth += at.type in ("ul", "ol", "menu")
            at = at.parent
        return dict.fromkeys((item.id for item in items), _SIGNS.get(kind) or _BULLETS[min(depth, 2)])
    step = -1 if around.props.get("reversed") is True else 1
    start = around.props.get("start")
    number = start if isinstance(start, int) else len(items) if step < 0 else 1
    found = {}
    for item in items:
        own = item.props.get("value")
        number = own if isinstance(own, int) else number
        found[item.id] = f"{list_number(number, numbered)}."
        number += step
    return found


def _number_items(widget: HtmlBox, node: Node) -> None:
    markers = item_markers(node)
    for child in widget.children:
        if isinstance(child, MarkedBox) and child.link is not None:
            child.show_marker(markers.get(child.link.node.id, ""))
    widest = max(map(len, markers.values()), default=0)
    widget.set_class(widest == 0, "-plain", update=widget.is_attached)
    for child in widget.children:
        if isinstance(child, MarkedBox) and not child.styles.inline.has_rule("padding"):
            child.set_class(widest > 3, "-wide", update=child.is_attached)


def _update_list(widget: HtmlBox, node: Node, changed: frozenset[str]) -> None:
    update_box(widget, node, changed)
    if changed & {"start", "reversed", "type", "style"} and widget.is_attached:
        _number_items(widget, node)


def _update_item(widget: MarkedBox, node: Node, changed: frozenset[str]) -> None:
    update_box(widget, node, changed)
    around = widget.parent
    if "value" in changed and isinstance(around, HtmlBox) and node.parent is not None:
        _number_items(around, node.parent)


def _list(classes: str) -> TextualView[Any]:
    def create(node: Node) -> HtmlBox:
        widget = HtmlBox(classes=f"rill-box rill-stretch {classes}")
        update_box(widget, node, _CREATED)
        return widget

    return TextualView(
        create=create,
        update=_update_list,
        stretches=STRETCHES,
        methods=METHODS,
        arranged=_number_items,
        link=HtmlLink,
    )


def _create_item(node: Node) -> MarkedBox:
    widget = MarkedBox(classes="rill-box rill-stretch rill-marked-item")
    update_box(widget, node, _CREATED)
    return widget


# -- what opens ------------------------------------------------------------------------------------------------------


def _create_details(node: Node) -> DetailsBox:
    widget = DetailsBox(classes="rill-box rill-stretch rill-details")
    update_box(widget, node, _CREATED)
    widget.show_open(node.props.get("open") is True)
    return widget


def _update_details(widget: DetailsBox, node: Node, changed: frozenset[str]) -> None:
    update_box(widget, node, changed)
    if "open" in changed:
        widget.show_open(node.props.get("open") is True)


def _create_summary(node: Node) -> MarkedBox:
    widget = MarkedBox(classes="rill-box rill-stretch rill-summary")
    update_box(widget, node, _CREATED)
    widget.can_focus = not is_off(node)
    return widget


def _create_dialog(node: Node) -> DialogView:
    widget = DialogView()
    widget.wanted = node.get("open") is True
    _update_dialog(widget, node, frozenset(("aria-label",)))
    return widget


def _update_dialog(widget: DialogView, node: Node, changed: frozenset[str]) -> None:
    if "aria-label" in changed:
        widget.dialog.border_title = title_content(node.props.get("aria-label"))
    if "open" in changed:
        widget.want(node.get("open") is True)


# -- lines and pictures ----------------------------------------------------------------------------------------------


def _create_rule(_node: Node) -> RuleLine:
    return RuleLine(classes="rill-rule")


class _Picture(InFlow, PictureBox):
    """An `img` in a line."""

    in_line = True


def _create_picture(node: Node) -> PictureBox:
    widget = _Picture(classes="rill-picture")
    _update_picture(widget, node, frozenset(("width", "height")))
    return widget


def _update_picture(widget: PictureBox, node: Node, changed: frozenset[str]) -> None:
    if changed & {"width", "height"}:
        across, down = node.props.get("width"), node.props.get("height")
        # As lengths of CSS: a cell is 8 pixels by 16.
        if isinstance(across, int):
            widget.styles.width = min(max(across // 8, 1), CELLS_MAX)
        if isinstance(down, int):
            widget.styles.height = min(max(down // 16, 1), CELLS_MAX)
    widget.show(text_of(node.props.get("src")), text_of(node.get("alt")), "contain")


_PLAIN: Final = ("div", "section", "article", "header", "footer", "main", "nav", "aside", "search", "hgroup")
_TEXT_TAGS: Final = (
    *("span", "a", "b", "strong", "i", "em", "u", "s", "small", "code", "kbd", "samp", "var", "sub", "sup", "mark"),
    *("q", "cite", "abbr", "time", "data", "del", "ins", "dfn", "bdi", "bdo", "label", "output", "br", "wbr"),
)

VIEWS: Final[Mapping[str, TextualView[Any]]] = MappingProxyType(
    {
        **dict.fromkeys(_PLAIN, box_view("")),
        **dict.fromkeys(_TEXT_TAGS, box_view("rill-in-line")),
        **{f"h{level}": box_view(f"rill-block rill-heading rill-heading-{level}") for level in (1, 2, 3, 4, 5, 6)},
        "p": box_view("rill-block"),
        "address": box_view("rill-italic"),
        "pre": box_view("rill-block rill-pre"),
        "blockquote": box_view("rill-block rill-quote"),
        "figure": box_view("rill-block rill-figure"),
        "figcaption": box_view("rill-caption"),
        **dict.fromkeys(("ul", "ol", "menu"), _list("rill-marked-list")),
        "li": TextualView(
            create=_create_item, update=_update_item, stretches=STRETCHES, methods=METHODS, link=HtmlLink
        ),
        "dl": box_view("rill-block"),
        "dt": box_view("rill-term"),
        "dd": box_view("rill-description"),
        "details": TextualView(
            create=_create_details,
            update=_update_details,
            stretches=STRETCHES,
            methods=METHODS,
            arranged=lambda widget, _node: widget.settle(),
            link=HtmlLink,
        ),
        "summary": TextualView(
            create=_create_summary, update=update_box, stretches=STRETCHES, methods=METHODS, link=HtmlLink
        ),
        "dialog": TextualView(
            create=_create_dialog,
            update=_update_dialog,
            container=lambda widget, _child: widget.dialog.body,
            overlay=True,
            styled=lambda widget: widget.dialog,
            stretches=STRETCHES,
            methods=METHODS,
            link=HtmlLink,
        ),
        "hr": TextualView(create=_create_rule, methods=METHODS, link=HtmlLink),
        "img": TextualView(create=_create_picture, update=_update_picture, methods=METHODS, link=HtmlLink),
        "fieldset": box_view("rill-fieldset"),
        "legend": box_view("rill-legend"),
    }
)

CSS: Final = """
.rill-block { margin: 1 0; }
.rill-italic { text-style: italic; }
.rill-in-line { width: auto; }
.rill-pre { color: $foreground; background: $surface; padding: 0 1; }
.rill-quote { padding: 0 0 0 1; border-left: outer $foreground 30%; color: $text-muted; }
.rill-figure { padding: 0 2; }
.rill-caption, .rill-description { color: $foreground 80%; }
.rill-description { padding: 0 0 0 4; }
.rill-term { text-style: bold; }
.rill-marked-list { margin: 1 0; }
.rill-marked-item { padding: 0 0 0 4; }
.rill-marked-item.-wide { padding: 0 0 0 8; }
.rill-marked-item .rill-marked-list { margin: 0; }
.rill-marked-list.-plain > .rill-marked-item { padding: 0; }
.rill-marker { color: $foreground 60%; }
.rill-summary { padding: 0 0 0 2; pointer: pointer; }
.rill-details.-closed > * { display: none !important; }
.rill-details.-closed > .rill-summary { display: block !important; }
.rill-rule { width: 1fr; height: 1; margin: 1 0; color: $foreground 30%; }
.rill-fieldset { border: round $foreground 30%; padding: 0 1; margin: 0; }
.rill-legend { text-style: bold; width: auto; }
HtmlBox:focus { background: $block-cursor-blurred-background; }
HtmlBox:disabled { opacity: 60%; }
"""
