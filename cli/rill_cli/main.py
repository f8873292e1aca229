"""The entry of the command `rill`: reads the command line, runs one command, and makes exit codes of errors."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from importlib import metadata
from types import ModuleType
from typing import Final, NoReturn

from rill.protocol.errors import RillError
from rill.protocol.printable import escape
from rill_cli import analyze_command, build_command, run_command, serve_command
from rill_cli.errors import complain, error_data
from rill_cli.exit_codes import INTERRUPTED, USAGE, exit_code_of, table
from rill_cli.terminal import Terminal

_DESCRIPTION: Final = """\
Rill runs UI code that you do not trust inside a Python program. A guest, written in TSX with React, runs in a
WebAssembly sandbox and can do nothing but ask for components; the host draws them, in a terminal, in a browser, or in
a test.

A first guest, app.tsx:

  import { useState } from "react";
  import { Button, Column, Text } from "rill/sdk";

  export default function App() {
    const [count, setCount] = useState(0);
    return (
      <Column>
        <Text>Count: {count}</Text>
        <Button onPress={() => setCount(count + 1)}>More</Button>
      </Column>
    );
  }

  rill run app.tsx                      use it in this terminal
  rill build app.tsx                    make app.rill, one file for any host
  rill run app.tsx --target web         use it in a browser
  rill serve app.rill                   serve it to many browsers
  rill run app.rill --target recorder   print its tree, as a test sees it
  rill analyze app.rill                 what it can do and asks for, without running it
"""

_EPILOG: Final = f"""\
Results go to standard output, everything else to standard error. NO_COLOR is honoured.
`rill COMMAND --help` tells more.

exit codes:
{table()}
"""

_COMMANDS: Final[dict[str, ModuleType]] = {
    "build": build_command,
    "analyze": analyze_command,
    "run": run_command,
    "serve": serve_command,
}


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit. Expected errors become one message; anything with a traceback is a bug of Rill."""
    sys.exit(run(sys.argv[1:] if argv is None else argv))


def run(argv: Sequence[str]) -> int:
    """Run the command line and return the exit code.

    Raises:
        SystemExit: the command line is wrong, or asked for help or the version.
    """
    arguments = make_parser().parse_args(argv)
    terminal = Terminal(as_json=arguments.json)
    try:
        return _run_command(arguments, terminal)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has left, as `head` does. Python would complain once more when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE


def _run_command(arguments: argparse.Namespace, terminal: Terminal) -> int:
    try:
        code: int = _COMMANDS[arguments.command].run(arguments, terminal)
    except RillError as error:
        complain(error, terminal)
        if terminal.as_json:
            terminal.result("", {"ok": False, "error": error_data(error)})
        return exit_code_of(error)
    return code


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = _Parser(
        prog="rill",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"rill {version()}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, command in _COMMANDS.items():
        sub = commands.add_parser(
            name,
            help=command.HELP,
            description=command.DESCRIPTION,
            epilog=command.EXAMPLES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        command.add_arguments(sub)
    return parser


def version() -> str:
    """Return the version of the installed distribution. A checkout that is not installed has none."""
    try:
        return metadata.version("rill-ui")
    except metadata.PackageNotFoundError:
        return "(not installed)"


class _Parser(argparse.ArgumentParser):
    """As argparse's, but an error is one line instead of a page of usage, and what was typed is escaped in it."""

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE, f"error[usage]: {escape(message)}; see `{self.prog} --help`\n")


if __name__ == "__main__":
    main()
