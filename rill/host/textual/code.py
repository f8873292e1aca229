"""Source code as lines of Textual content with the colours of its language. A pure function: no widget, no tree."""

from __future__ import annotations

from typing import Final

from textual.content import Content, Span
from textual.highlight import HighlightTheme

from rill.host.code import Source, read_source

_STYLES: Final = HighlightTheme.STYLES


def code_lines(code: str, language: str | None) -> list[Content]:
    """The lines of a guest's code, cleaned, with colours where the language is known and the code not too long.

    Styles are theme tokens, so the lines hold in every theme.
    """
    source = read_source(code, language)
    if source.language is None:
        return [Content(line) for line in source.lines]
    return Content(source.text, spans=_spans(source)).split("\n", allow_blank=True)


def _spans(source: Source) -> list[Span]:
    length = len(source.text)
    spans = []
    at = 0
    for kind, token in source.tokens():
        end = at + len(token)
        while kind is not None:
            style = _STYLES.get(kind)
            if style:
                spans.append(Span(at, min(end, length), style))
                break
            kind = kind.parent
        at = end
    return spans
