"""Views of images, Markdown and code."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from rill.host.textual.pictures import Fit
from rill.host.textual.view import TextualView
from rill.host.textual.views.shared import FOCUS_METHODS, text_of, update_focusable
from rill.host.textual.widgets.images import PictureBox
from rill.host.textual.widgets.pages import CodeLines, CodeOptions, Document
from rill.host.tree import Node

_FITS: Final[Mapping[str, Fit]] = {"contain": "contain", "cover": "cover", "fill": "fill"}


def _create_document(node: Node) -> Document:
    widget = Document(classes="rill-document")
    _update_document(widget, node, frozenset(("text", "focusable", "style")))
    return widget


def _update_document(widget: Document, node: Node, changed: frozenset[str]) -> None:
    update_focusable(widget, node, changed)
    if "text" in changed:
        widget.show(text_of(node.get("text")))


def _create_code(node: Node) -> CodeLines:
    widget = CodeLines(classes="rill-code")
    update_focusable(widget, node, frozenset(("focusable",)))
    _show_code(widget, node)
    return widget


def _update_code(widget: CodeLines, node: Node, changed: frozenset[str]) -> None:
    update_focusable(widget, node, changed)
    _show_code(widget, node)


def _show_code(widget: CodeLines, node: Node) -> None:
    first, marked = node.get("firstLine"), node.get("highlightLines")
    widget.show(
        text_of(node.get("code")),
        CodeOptions(
            language=text_of(node.get("language")) or None,
            line_numbers=bool(node.get("lineNumbers")),
            first_line=first if isinstance(first, int) else 1,
            marked_lines=frozenset(line for line in marked if isinstance(line, int))
            if isinstance(marked, list)
            else frozenset(),
            wrap=bool(node.get("wrap")),
        ),
    )


def _create_picture(node: Node) -> PictureBox:
    widget = PictureBox(classes="rill-picture")
    _update_picture(widget, node, frozenset())
    return widget


def _update_picture(widget: PictureBox, node: Node, _changed: frozenset[str]) -> None:
    fit = text_of(node.get("fit"))
    widget.show(text_of(node.get("source")), text_of(node.get("alt")), _FITS.get(fit, "contain"))


VIEWS: Final[Mapping[str, TextualView[Any]]] = MappingProxyType(
    {
        "Markdown": TextualView(create=_create_document, update=_update_document, methods=FOCUS_METHODS),
        "Image": TextualView(create=_create_picture, update=_update_picture),
        "CodeView": TextualView(create=_create_code, update=_update_code, methods=FOCUS_METHODS),
    }
)

CSS: Final = """
.rill-document, .rill-code { width: 1fr; height: auto; scrollbar-size: 1 1; }
.rill-picture { width: auto; max-width: 100%; height: auto; }
.rill-document { padding: 0 1; overflow-x: hidden; }
.rill-code { padding: 0 1; background: $surface; }
.rill-document:focus, .rill-code:focus { background-tint: $foreground 5%; }
"""
