"""The reference page of what a terminal cannot honour of a guest's `style`, as Markdown, from the table of `support`.

``python -m rill.host.textual.support_page`` writes it; with ``--check`` it writes nothing and exits with 1 when the
page is out of date. What the other pages say is not for here.
"""

from __future__ import annotations

import sys
from typing import Final

from rill.components import CATALOGUE
from rill.components.generated_files import run_generator
from rill.host.textual.support import not_honoured

_COMMAND: Final = "python -m rill.host.textual.support_page"
_FILE: Final = "docs/components/terminal.md"

_BEGINNING: Final = f"""<!-- Generated from rill/host/textual/support.py by `{_COMMAND}`. Do not edit. -->

# Styles in a terminal

What a terminal does not honour of a component's [style](Style.md), and why. Such a field is no error, because another
screen may honour it: it changes nothing. In development the guest's author hears of it.

A Text, Link or Icon inside a line of text is a stretch of that line and has no box: only its colours, its kind of
letters, `display` and `breakpoints` are honoured.
"""


def render_page() -> str:
    """The page, with a section for each component of the catalogue that does not honour something."""
    parts = [_BEGINNING.strip()]
    for name, schema in CATALOGUE.items():
        by_reason: dict[str, list[str]] = {}
        for field, reason in not_honoured(name).items():
            by_reason.setdefault(reason, []).append(f"`{field}`")
        if by_reason and name not in schema.component.traits.aliases:
            lines = [f"- {', '.join(fields)}: {reason}." for reason, fields in by_reason.items()]
            parts += [f"## {name}", f"[{name}]({name}.md) does not honour:", "\n".join(lines)]
    return "\n\n".join(parts) + "\n"


def generated_files() -> dict[str, str]:
    """The page, by its path in the repository."""
    return {_FILE: render_page()}


if __name__ == "__main__":
    sys.exit(run_generator(_COMMAND, generated_files(), sys.argv[1:]))
