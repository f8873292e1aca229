"""Source code as lines of Textual content with the colours of its language. A pure function: no widget, no tree.

What a guest calls a language is looked up in a table of the ones that were measured; no other lexer of Pygments is ever
run, and none is guessed. Some take quadratic time on what is made for it, so that each gets a time to do it in; some
hold up every thread for seconds within a single token, and are not in the table.
"""

from __future__ import annotations

import time
from typing import Final

from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]
from textual.content import Content, Span
from textual.highlight import HighlightTheme

from rill.host.terminal_text import clean_text

# Longer code stands there without colours.
COLORED_CHARACTERS_MAX: Final = 20_000
# What ordinary code of that length takes ten times over. The rest of code that is made to be slow has no colours.
COLORING_S_MAX: Final = 0.3
# Longer lines are data, and what makes lexers slow.
COLORED_LINE_MAX: Final = 1_000
LINES_MAX: Final = 20_000
_TAB_CELLS: Final = 4

# What guests say, and Pygments' name for it.
LANGUAGES: Final = {
    **{
        name: name
        for name in (
            "bash", "c", "cpp", "csharp", "css", "dart", "diff", "docker", "elixir", "go", "graphql", "haskell", "html",
            "ini", "java", "javascript", "json", "jsx", "kotlin", "lua", "make", "nix", "ocaml", "perl", "php",
            "powershell", "proto", "python", "r", "ruby", "rust", "scala", "scss", "sql", "swift", "toml", "tsx",
            "typescript", "xml", "yaml", "zig",
        )
    },
    "c++": "cpp", "c#": "csharp", "console": "bash", "dockerfile": "docker", "golang": "go", "h": "c", "hs": "haskell",
    "js": "javascript", "kt": "kotlin", "makefile": "make", "mjs": "javascript", "patch": "diff", "pl": "perl",
    "ps1": "powershell", "py": "python", "python3": "python", "rb": "ruby", "rs": "rust", "sh": "bash",
    "shell": "bash", "svg": "xml", "ts": "typescript", "yml": "yaml", "zsh": "bash",
}  # fmt: skip

_STYLES: Final = HighlightTheme.STYLES


def code_lines(code: str, language: str | None) -> list[Content]:
    """The lines of a guest's code, cleaned, with colours where the language is known and the code not too long.

    Styles are theme tokens, so the lines hold in every theme.
    """
    text = clean_text(code).expandtabs(_TAB_CELLS).removesuffix("\n")
    lines = text.split("\n")
    if len(lines) > LINES_MAX:
        lines = [*lines[:LINES_MAX], "[…]"]
        text = "\n".join(lines)
    name = LANGUAGES.get(language.strip().lower()) if language else None
    if name is None or len(text) > COLORED_CHARACTERS_MAX or max(map(len, lines)) > COLORED_LINE_MAX:
        return [Content(line) for line in lines]
    return Content(text, spans=_spans(text, name)).split("\n", allow_blank=True)


def _spans(text: str, name: str) -> list[Span]:
    lexer = get_lexer_by_name(name, stripnl=False, ensurenl=False)
    spans = []
    at = 0
    deadline = time.monotonic() + COLORING_S_MAX
    # Newlines are not cleaned up and tabs are gone, so that tokens are as long as what they stand for.
    for kind, token in lexer.get_tokens(text):
        end = at + len(token)
        while kind is not None:
            style = _STYLES.get(kind)
            if style:
                spans.append(Span(at, min(end, len(text)), style))
                break
            kind = kind.parent
        at = end
        if time.monotonic() > deadline:
            break
    return spans
