"""Turns what the bundler reports into errors that a person can act on: in Rill's words, with a place and a code frame.

Reads the sources that are named, to show their lines. Starts nothing and decides nothing about the build.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec

from rill.guest.bun import Diagnostic
from rill.guest.runtime import Runtime
from rill.protocol.errors import BuildError

_FRAMES_MAX: Final = 10
_FRAME_WIDTH: Final = 110


def error_of(errors: list[Diagnostic], entry: Path, root: Path, about: Runtime) -> BuildError:
    """Return one error for all that the bundler found: the first in words, and the frames of the first ten."""
    if not errors:
        return BuildError("the bundler returned neither a bundle nor an error", code="bundler_crashed", path=str(entry))
    located = [_located(_reworded(error, entry, about)) for error in errors]
    # Bun reports in the order in which it met files; people read a file from its top.
    located.sort(key=lambda error: (error.file or "", error.line, error.column))
    first = located[0]
    frames = [_frame(error) for error in located[:_FRAMES_MAX]]
    if len(located) > 1:
        frames = [
            f"{_place(error, root)}: {error.message}\n{frame}" for error, frame in zip(located, frames, strict=False)
        ]
    if len(located) > _FRAMES_MAX:
        frames.append(f"and {len(located) - _FRAMES_MAX} more errors")
    more = f" (and {len(located) - 1} more)" if len(located) > 1 else ""
    return BuildError(
        f"{_place(first, root)}: {first.message}{more}",
        code=first.code if first.code != "bundler" else None,
        path=first.file,
        line=first.line or None,
        column=first.column or None,
        frame="\n\n".join(frame for frame in frames if frame),
    )


_NO_EXPORT: Final = re.compile(r'No matching export in "(.*)" for import "(.*)"')


def _reworded(error: Diagnostic, entry: Path, about: Runtime) -> Diagnostic:
    """Say in Rill's words what Bun says in those of a bundler."""
    missing = _NO_EXPORT.fullmatch(error.message)
    if missing is not None:
        module, name = missing.groups()
        if error.file is None and name == "default":
            return msgspec.structs.replace(
                error,
                code="export_missing",
                message="the entry has no default export; expected `export default` of the component to mount",
                file=str(entry),
                line=0,
                column=0,
            )
        module = module.removeprefix("rill-module:")
        near = difflib.get_close_matches(name, about.modules.get(module, ()), n=3, cutoff=0.6)
        hint = f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
        return msgspec.structs.replace(error, code="export_missing", message=f"{module!r} has no export {name!r}{hint}")
    if error.code == "module_missing" and error.specifier is not None:
        kind = (
            "no such file"
            if error.specifier.startswith((".", "/"))
            else "install it in a node_modules beside the source; building fetches nothing"
        )
        return msgspec.structs.replace(error, message=f"cannot find {error.specifier!r}: {kind}")
    if "will not be bundled because the argument is not a string literal" in error.message:
        return msgspec.structs.replace(
            error,
            code="import_computed",
            message="the name of this import is computed, and a guest has nothing else to load it from; "
            "import each module by its name",
        )
    message = "syntax error" if error.message == "Syntax Error" else error.message[:1].lower() + error.message[1:]
    return msgspec.structs.replace(error, message=message)


def _located(error: Diagnostic) -> Diagnostic:
    """Find the line of an import that the bundler refused: at that point Bun tells the file and the name only."""
    if error.line or error.specifier is None or error.file is None:
        return error
    text = _read_text(error.file)
    quoted = r"([\"'`])" + re.escape(error.specifier) + r"\1"
    found = re.search(r"(?:\bfrom|\bimport|\brequire)\s*\(?\s*(?=" + quoted + ")", text)
    if found is None:
        return error
    line = text.count("\n", 0, found.end()) + 1
    return msgspec.structs.replace(error, line=line, column=found.end() - text.rfind("\n", 0, found.end()))


def _place(error: Diagnostic, root: Path) -> str:
    if error.file is None:
        return "bundle"
    try:
        shown = Path(error.file).relative_to(root).as_posix()
    except ValueError:
        shown = error.file
    return f"{shown}:{error.line}:{error.column}" if error.line else shown


def frame_of(warning: Diagnostic) -> str:
    """Return the code frame of a diagnostic, or an empty string when its place is not known."""
    return _frame(_located(warning))


def _frame(error: Diagnostic) -> str:
    """The line with a caret below it and one line on either side, safe to print: sources are data too."""
    if error.file is None or not error.line:
        return ""
    text = _read_text(error.file)
    lines = text.split("\n")
    if not text or error.line > len(lines):
        return ""
    shift = max(0, error.column - 1 - _FRAME_WIDTH // 2) if error.column > _FRAME_WIDTH else 0
    width = len(str(error.line + 1))
    out = []
    for number in range(max(1, error.line - 1), min(len(lines), error.line + 1) + 1):
        mark = ">" if number == error.line else " "
        text = lines[number - 1][shift : shift + _FRAME_WIDTH].rstrip("\r")
        out.append(f"{mark} {number:>{width}} | {_printable(text)}".rstrip())
        if number == error.line:
            before = _printable(lines[number - 1][shift : error.column - 1])
            out.append(f"  {' ' * width} | {' ' * len(before)}^")
    return "\n".join(out)


def _printable(text: Iterable[str]) -> str:
    return "".join(
        character if character.isprintable() else "  " if character == "\t" else "\ufffd" for character in text
    )


def _read_text(file: str) -> str:
    try:
        return Path(file).read_text("utf-8", "replace")
    except OSError:
        return ""
