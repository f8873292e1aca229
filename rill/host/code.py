"""A guest's source code as stretches with the kinds of tokens that its language has. Knows no screen.

What a guest calls a language is looked up in a table of the ones that were measured; no other lexer of Pygments is ever
run, and none is guessed. Some take quadratic time on what is made for it, so that each gets a time to do it in; some
hold up every thread for seconds within a single token, and are not in the table.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]

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


@dataclass(frozen=True, slots=True)
class Source:
    """A guest's code, cleaned, with tabs as spaces and cut to so many lines.

    Attributes:
        language: Pygments' name of it, or None where the code stands without colours.
    """

    lines: tuple[str, ...]
    language: str | None

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def tokens(self, time_s: float = COLORING_S_MAX) -> Iterator[tuple[Any, str]]:
        """Each stretch with its kind of token, one of Pygments', as far as there is time to tell them. Stretches may
        hold line feeds; the last ones may be missing.
        """
        if self.language is None:
            return
        lexer = get_lexer_by_name(self.language, stripnl=False, ensurenl=False)
        deadline = time.monotonic() + time_s
        # Newlines are not cleaned up and tabs are gone, so that tokens are as long as what they stand for.
        for token in lexer.get_tokens(self.text):
            yield token
            if time.monotonic() > deadline:
                return


def read_source(code: str, language: str | None) -> Source:
    """Make a guest's code ready to be shown. It has colours where its language is known and it is not too long."""
    text = clean_text(code).expandtabs(_TAB_CELLS).removesuffix("\n")
    lines = text.split("\n")
    if len(lines) > LINES_MAX:
        lines = [*lines[:LINES_MAX], "[…]"]
    name = LANGUAGES.get(language.strip().lower()) if language else None
    length = sum(map(len, lines)) + len(lines) - 1
    if length > COLORED_CHARACTERS_MAX or max(map(len, lines)) > COLORED_LINE_MAX:
        name = None
    return Source(tuple(lines), name)
