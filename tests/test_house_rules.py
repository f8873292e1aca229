"""The rules of the house, as tests: layers, exports, leftovers, records, and constants that exist once.

How: each rule is a function that takes files, or what was read from them, and returns its complaints. It is run on the
repository, where it must find nothing, and on a sample that breaks it, where it must find something: a check that
cannot fail is no check.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest

from rill.protocol.limits import Limits
from rill.protocol.typescript import OUTPUT, generate

ROOT: Final = Path(__file__).resolve().parents[1]

# From top to bottom: a module imports from its own layer and from those below it.
LAYERS: Final = (
    "rill_cli",
    "rill",
    "rill.devtools",
    "rill.testing",
    "rill.host",
    "rill.components",
    "rill.guest",
    "rill.sandbox",
    "rill.protocol",
)

# Packages and modules of others, and the only places that may import them; nowhere at all when there is none. What the
# rule protects: one provider or adapter can be taken out, the core does no I/O, and no bytes are ever unpickled.
ONLY_IN: Final[Mapping[str, tuple[str, ...]]] = {
    "asyncio": ("rill.guest", "rill.host", "rill_cli"),
    "ctypes": ("rill.sandbox.v8", "rill.sandbox.wasm"),
    "http": (),
    "jwt": (),
    "marshal": (),
    "pickle": (),
    "py_mini_racer": ("rill.sandbox.v8",),
    "pydantic": ("rill.components", "rill.guest"),
    "quickjs": ("rill.sandbox.quickjs",),
    "random": (),
    "redis": ("rill.host.redis_bus",),
    "rich": ("rill.devtools.textual", "rill.host.textual", "rill_cli"),
    "socket": (),
    "subprocess": ("rill.guest", "rill_cli"),
    "textual": ("rill.devtools.textual", "rill.host.textual", "rill_cli"),
    "starlette": (),
    "urllib": ("rill.host.web",),
    "uvicorn": ("rill_cli",),
    "wasmtime": ("rill.sandbox.wasm",),
}
# Bytes or a batch in, values out: no event loop, no files, no clock, no machine.
CORE: Final = (
    "rill.protocol",
    "rill.host.receiver",
    "rill.host.tree",
    "rill.host.templates",
    "rill.host.batch_check",
    "rill.host.batch_application",
)
NOT_IN_THE_CORE: Final = ("asyncio", "os", "selectors", "signal", "subprocess", "tempfile", "time")

# Test modules that do not test one module, and what they test instead.
TESTS_OF_MORE: Final = {
    "tests/cli/test_docs.py": "the pages of the command line and of templates",
    "tests/components/test_examples.py": "docs/components/examples and their pictures",
    "tests/components/test_own_components_page.py": "docs/own-components.md",
    "tests/devtools/test_devtools_page.py": "docs/devtools.md",
    "tests/guest/test_docs.py": "the page of the bundle file",
    "tests/guest/test_html_guests.py": "guests written in HTML tags, from source to bundle",
    "tests/guest/test_jsx_pass.py": "the JSX pass of the bundler, which is TypeScript",
    "tests/guest/test_random_components.py": "that templates change nothing that is drawn",
    "tests/host/test_places.py": "places that errors name",
    "tests/host/test_batch_cost.py": "that batches are linear in their operations",
    "tests/host/test_channel_guests.py": "the path from TSX to channels, as docs/channels.md has it",
    "tests/host/test_determinism.py": "invariant 2",
    "tests/host/test_guests.py": "the path from TSX to the recorder",
    "tests/host/test_table_counts.py": "bytes and operations of a table, through each encoder",
    "tests/host/textual/test_any_guest.py": "the whole adapter",
    "tests/host/textual/test_any_html.py": "the whole adapter, with elements of HTML",
    "tests/host/textual/test_focus_order.py": "the order of the Tab key",
    "tests/host/textual/test_host_components.py": "components of a host, as docs/textual.md has them",
    "tests/host/textual/test_strings.py": "what a guest's strings can do to a screen",
    "tests/host/web/test_hostile_clients.py": "what a browser may say to the web adapter and to the application",
    "tests/host/web/test_strings.py": "what a guest's strings can do to a page",
    "tests/host/web/test_web_page.py": "docs/web.md",
    "tests/host/web/test_web_protocol_page.py": "docs/web-protocol.md",
    "tests/host/web/test_served.py": "the application behind uvicorn, and mounted in Starlette",
    "tests/protocol/test_page.py": "docs/protocol.md",
    "tests/sandbox/test_conformance.py": "every provider",
    "tests/sandbox/wasm/test_threads.py": "the provider under many threads",
    "tests/test_house_rules.py": "the repository",
}
# Folders of tests that mirror no package.
FOLDERS_OF_MORE: Final = (
    "tests/browser/",
    "tests/engine/",
    "tests/examples/",
    "tests/hostile/",
    "tests/packaging/",
    "tests/sdk_js/",
    "tests/side_by_side/",
    "tests/web_connector/",
    "tests/web_modules/",
)

# The examples have packages of their own, as a guest's author would.
PACKAGES_JSON: Final = (
    "sdk-js/package.json",
    "rill/guest/bundler/package.json",
    "benchmarks/side_by_side/peers/package.json",
)

# Bounds that nothing keeps yet, and what will.
LIMITS_TO_COME: Final[Mapping[str, str]] = {}


# -- reading the repository


@cache
def tracked() -> Mapping[str, str]:
    """Every text file under version control, by its path from the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    texts = {}
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.is_file():
            try:
                texts[name] = path.read_text("utf-8")
            except UnicodeDecodeError:
                continue
    return texts


def modules(files: Mapping[str, str]) -> dict[str, str]:
    """Source of every module of the packages, by its dotted name."""
    found = {}
    for name, text in files.items():
        if name.endswith(".py") and name.startswith(("rill/", "cli/rill_cli/")):
            parts = list(Path(name.removeprefix("cli/")).with_suffix("").parts)
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = text
    return found


def imports_of(source: str, known: Iterable[str], *, for_types: bool) -> set[str]:
    """Modules among the known ones that a source imports, anywhere in it. Those for types only on demand."""
    names = set(known)
    found: set[str] = set()
    nodes: list[ast.AST] = [ast.parse(source)]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test) and not for_types:
            nodes.extend(node.orelse)
            continue
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None and node.level == 0:
            for alias in node.names:
                submodule = f"{node.module}.{alias.name}"
                found.add(submodule if submodule in names else node.module)
        nodes.extend(ast.iter_child_nodes(node))
    return found & names


# -- the rules


def layer_of(module: str) -> str:
    """The layer that a module belongs to: the longest name that it begins with."""
    return max((layer for layer in LAYERS if module == layer or module.startswith(f"{layer}.")), key=len, default="")


def imports_that_go_up(sources: Mapping[str, str]) -> list[str]:
    """No module imports from a layer above its own, not even for types."""
    found = []
    for module, source in sources.items():
        own = layer_of(module)
        if own == "rill":
            # The package's front door names what lies below it, and is itself imported by the command line only.
            continue
        for target in imports_of(source, sources, for_types=True):
            if LAYERS.index(layer_of(target)) < LAYERS.index(own):
                found.append(f"{module} imports {target}, which is above it")
    return found


def relative_imports(sources: Mapping[str, str]) -> list[str]:
    """Imports name the whole path, so that a search finds every use and the layers can be read off."""
    return [
        f"{module} has a relative import in line {node.lineno}"
        for module, source in sources.items()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.level
    ]


def imports_out_of_place(sources: Mapping[str, str]) -> list[str]:
    """Packages of others stay where `ONLY_IN` says, and the core is free of I/O."""
    found = []
    for module, source in sources.items():
        roots = set()
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                roots |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module is not None and node.level == 0:
                roots.add(node.module.partition(".")[0])
        for root in sorted(roots):
            if not lies_in(module, ONLY_IN.get(root, (module,))):
                found.append(f"{module} imports {root}")
            if root in NOT_IN_THE_CORE and lies_in(module, CORE):
                found.append(f"{module} is the core and imports {root}")
    return found


def lies_in(module: str, places: Iterable[str]) -> bool:
    """Whether a module is one of these, or in one of them."""
    return any(module == place or module.startswith(f"{place}.") for place in places)


def import_cycles(sources: Mapping[str, str]) -> list[str]:
    """No module imports itself by way of others. Imports for types only do not count: they do not happen."""
    graph = {module: imports_of(source, sources, for_types=False) - {module} for module, source in sources.items()}
    found: list[str] = []
    done: set[str] = set()

    def visit(module: str, path: list[str]) -> None:
        if module in path:
            found.append(" -> ".join([*path[path.index(module) :], module]))
        elif module not in done:
            for target in sorted(graph[module]):
                visit(target, [*path, module])
            done.add(module)

    for module in sorted(graph):
        visit(module, [])
    return found


def modules_that_nobody_imports(sources: Mapping[str, str], importers: Iterable[str]) -> list[str]:
    """A module that neither another one nor a test imports is dead."""
    used: set[str] = set()
    for text in importers:
        used |= imports_of(text, sources, for_types=True)
    return [
        f"nobody imports {module}"
        for module in sorted(sources)
        if module not in used and not any(other.startswith(f"{module}.") for other in used)
    ]


def packages_without_exports(sources: Mapping[str, str], packages: Iterable[str]) -> list[str]:
    """Every package says in ``__all__`` what is public."""
    found = []
    for package in packages:
        assigned = {
            target.id
            for node in ast.parse(sources[package]).body
            if isinstance(node, ast.Assign | ast.AnnAssign)
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Name)
        }
        if "__all__" not in assigned:
            found.append(f"{package} has no __all__")
    return found


def exports_that_do_not_exist(package: str, names: Iterable[str], namespace: object) -> list[str]:
    """Every name of ``__all__`` is there, once, in order."""
    names = list(names)
    found = [f"{package} has no {name}" for name in names if not hasattr(namespace, name)]
    found += [f"{package} exports {name} twice" for name in set(names) if names.count(name) > 1]
    return found


_LEFTOVER: Final = re.compile(r"\b(?:" + "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"]) + r")\b")


def leftovers(files: Mapping[str, str]) -> list[str]:
    """What is not finished is in an issue, not in the source."""
    return [
        f"{name}:{number} has a {found[0]}"
        for name, text in files.items()
        for number, line in enumerate(text.splitlines(), 1)
        if (found := _LEFTOVER.search(line))
    ]


# Home folders of people and machines; a slash before or a scheme means that it is an address on the web.
_MACHINE_PATH: Final = re.compile(r"(?<![\w/.:-])(?:/(?:home|Users|root|work|mnt|private/var)/[\w.-]+|[A-Z]:\\Users\\)")
_REGISTRY_HOST: Final = re.compile(
    r"\b(?:registry\.(?:npmjs|yarnpkg|npmmirror)\.\w+|(?:test\.)?pypi\.org|files\.pythonhosted\.org|"
    r"(?:static\.|index\.)?crates\.io|proxy\.golang\.org)\b|--(?:extra-)?index-url[ =]\S*//"
)


def places_of_this_machine(files: Mapping[str, str]) -> list[str]:
    """Nothing names a folder of the machine that it was written on, or a host that packages come from."""
    return [
        f"{name}:{number} has {found[0]}"
        for name, text in files.items()
        for number, line in enumerate(text.splitlines(), 1)
        for pattern in (_MACHINE_PATH, _REGISTRY_HOST)
        if (found := pattern.search(line))
    ]


def orphaned_tests(files: Iterable[str], exceptions: Iterable[str]) -> list[str]:
    """tests/host/test_session.py tests rill/host/session.py; whatever is no such pair is explained in a table."""
    names = set(files)
    exceptions = set(exceptions)
    found = []
    for name in sorted(names):
        path = Path(name)
        if not path.match("test_*.py") or name.startswith(FOLDERS_OF_MORE):
            continue
        folders, stem = path.parts[1:-1], path.stem.removeprefix("test_")
        package = "cli/rill_cli" if folders[:1] == ("cli",) else "rill"
        inner = "/".join(folders[1:] if package == "cli/rill_cli" else folders)
        places = [
            f"{package}/{inner}/{stem}.py",
            f"{package}/{inner}/_{stem}.py",
            f"{package}/{inner}/{stem}/__init__.py",
        ]
        has_module = any(place.replace("//", "/") in names for place in places)
        if name in exceptions and has_module:
            found.append(f"{name} has a module now; take it from the table")
        elif name not in exceptions and not has_module:
            found.append(f"{name} tests no module")
    return found + [f"{name} is in the table and does not exist" for name in sorted(exceptions - names)]


def dependencies_of(pyproject: str, packages_json: Iterable[str]) -> set[str]:
    """Names of all packages that the project asks for, but its own."""
    project = tomllib.loads(pyproject)
    lists = [project["project"].get("dependencies", []), project["build-system"]["requires"]]
    lists += project["project"].get("optional-dependencies", {}).values()
    names = {re.split(r"[\[<>=!~; ]", entry)[0] for entries in lists for entry in entries} - {
        project["project"]["name"]
    }
    for package in map(json.loads, packages_json):
        names |= {*package.get("dependencies", {}), *package.get("devDependencies", {})}
    return names


def dependencies_without_a_reason(names: Iterable[str], decisions: Iterable[str]) -> list[str]:
    """Each dependency is named, in backticks, where the reason for it is written down."""
    text = "\n".join(decisions)
    return [f"no decision names `{name}`" for name in sorted(names) if f"`{name}`" not in text]


def limits_that_nothing_keeps(names: Iterable[str], sources: Mapping[str, str], to_come: Iterable[str]) -> list[str]:
    """A bound that is read nowhere is a promise that nobody keeps."""
    read: set[str] = set()
    for module, source in sources.items():
        if module == "rill.protocol.limits":
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Attribute):
                holder = node.value
                holder_name = holder.id if isinstance(holder, ast.Name) else getattr(holder, "attr", "")
                if "limits" in holder_name.lower():
                    read.add(node.attr)
    to_come = set(to_come)
    return [f"nothing reads Limits.{name}" for name in names if name not in read | to_come] + [
        f"Limits.{name} is kept now; take it from the table" for name in sorted(to_come & read)
    ]


def second_definitions(generated: str, files: Mapping[str, str]) -> list[str]:
    """A constant that is generated from Python is not written down again in TypeScript, whatever its value."""
    names = set(re.findall(r"^export const (\w+) =", generated, re.MULTILINE))
    return [
        f"{name}:{number} defines {found[1]} again; import it from protocol/generated"
        for name, text in files.items()
        for number, line in enumerate(text.splitlines(), 1)
        if (found := re.match(r"\s*(?:export )?(?:const|let) (\w+)\b(?::[^=]*)? = [-\[\d\"']", line))
        and found[1] in names
    ]


_FENCE: Final = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def dead_links(files: Mapping[str, str], exists: Iterable[str]) -> list[str]:
    """Every relative link of a page leads to a file."""
    known = set(exists)
    known |= {str(parent) for name in known for parent in Path(name).parents}
    found = []
    for name, text in files.items():
        for target in re.findall(r"\]\(([^)\s]+)\)", _FENCE.sub("", text)):
            path = target.partition("#")[0]
            if path and "://" not in path and not path.startswith("mailto:"):
                resolved = (ROOT / name).parent.joinpath(path).resolve()
                if not resolved.is_relative_to(ROOT) or str(resolved.relative_to(ROOT)) not in known:
                    found.append(f"{name} links to {target}")
    return found


# -- the rules on this repository


def sources() -> dict[str, str]:
    return modules(tracked())


def packages() -> list[str]:
    prefixes = ("rill/", "cli/rill_cli/")
    folders = {name for name in tracked() if name.startswith(prefixes) and name.endswith("/__init__.py")}
    return sorted(".".join(Path(name.removeprefix("cli/")).parts[:-1]) for name in folders)


def of_suffix(*suffixes: str) -> dict[str, str]:
    return {name: text for name, text in tracked().items() if name.endswith(suffixes)}


def test_there_is_something_to_look_at() -> None:
    assert len(sources()) > 60
    assert {layer_of(module) for module in sources()} >= {
        "rill_cli",
        "rill",
        "rill.host",
        "rill.sandbox",
        "rill.protocol",
    }
    assert "" not in {layer_of(module) for module in sources()}
    assert len(tracked()) > 200


def test_imports_go_down_only() -> None:
    assert imports_that_go_up(sources()) == []


def test_packages_of_others_stay_in_their_places_and_the_core_does_no_io() -> None:
    assert imports_out_of_place(sources()) == []
    missing = [place for places in (CORE, *ONLY_IN.values()) for place in places if place not in sources()]
    assert missing == []


def test_imports_name_the_whole_path() -> None:
    assert relative_imports(sources()) == []


def test_there_is_no_import_cycle() -> None:
    assert import_cycles(sources()) == []


def test_there_is_no_dead_module() -> None:
    assert modules_that_nobody_imports(sources(), of_suffix(".py").values()) == []


def test_every_package_says_what_is_public() -> None:
    assert packages_without_exports(sources(), packages()) == []


@pytest.mark.parametrize("package", packages())
def test_every_public_name_exists(package: str) -> None:
    namespace = import_module(package)
    assert exports_that_do_not_exist(package, namespace.__all__, namespace) == []


def test_nothing_unfinished_is_left_in_the_source() -> None:
    assert leftovers(tracked()) == []


def test_no_file_names_this_machine_or_a_package_host() -> None:
    assert places_of_this_machine({k: v for k, v in tracked().items() if k != "tests/test_house_rules.py"}) == []


def test_every_test_module_belongs_to_a_module_or_says_why_not() -> None:
    assert orphaned_tests(tracked(), TESTS_OF_MORE) == []


def test_every_dependency_has_its_reason_in_a_decision() -> None:
    names = dependencies_of(tracked()["pyproject.toml"], [tracked()[name] for name in PACKAGES_JSON])
    decisions = [text for name, text in tracked().items() if name.startswith("docs/decisions/")]
    assert {"msgspec", "pytest", "react"} <= names
    assert dependencies_without_a_reason(names, decisions) == []


def test_every_bound_is_kept_somewhere() -> None:
    assert limits_that_nothing_keeps([field.name for field in fields(Limits)], sources(), LIMITS_TO_COME) == []


def test_the_generated_typescript_is_current_and_has_no_copies() -> None:
    assert OUTPUT.read_text("utf-8") == generate()
    own = str(OUTPUT.relative_to(ROOT))
    others = {name: text for name, text in of_suffix(".ts", ".tsx").items() if name.startswith("sdk-js/src/")}
    assert second_definitions(generate(), {name: text for name, text in others.items() if name != own}) == []


def test_every_link_between_pages_leads_somewhere() -> None:
    assert dead_links(of_suffix(".md"), tracked()) == []


# -- the rules on samples that break them


def test_an_import_that_goes_up_is_found() -> None:
    clean = {"rill.host.a": "from rill.protocol.b import x", "rill.protocol.b": "x = 1"}
    assert imports_that_go_up(clean) == []
    for line in (
        "import rill.host.a",
        "from rill.host import a",
        "from rill.host.a import y",
        "from rill import host",
        "def f():\n    from rill.host.a import y",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from rill.host.a import y",
    ):
        broken = {"rill": "", "rill.host": "", "rill.host.a": "", "rill.protocol.b": line}
        assert len(imports_that_go_up(broken)) == 1, line
    assert imports_that_go_up({"rill": "", "rill.host.a": "from rill import Engine"}) == [
        "rill.host.a imports rill, which is above it"
    ]
    assert imports_that_go_up({"rill_cli.main": "", "rill.testing.x": "import rill_cli.main"})


def test_an_import_out_of_place_is_found() -> None:
    assert (
        imports_out_of_place({"rill.host.textual.view": "import textual.app", "rill.host.clock": "import time"}) == []
    )
    assert imports_out_of_place({"rill.host.session": "from textual.app import App"}) == [
        "rill.host.session imports textual"
    ]
    assert imports_out_of_place({"rill.sandbox.workers": "def f():\n    import wasmtime"}) == [
        "rill.sandbox.workers imports wasmtime"
    ]
    assert imports_out_of_place({"rill.host.receiver": "import time"}) == [
        "rill.host.receiver is the core and imports time"
    ]
    assert len(imports_out_of_place({"rill.protocol.codec": "import asyncio, pickle"})) == 3


def test_a_relative_import_is_found() -> None:
    assert relative_imports({"rill.host.a": "from . import b"}) == ["rill.host.a has a relative import in line 1"]
    assert relative_imports({"rill.host.a": "from rill.host import b"}) == []


def test_an_import_cycle_is_found() -> None:
    cycle = {
        "rill.host.a": "from rill.host.b import x",
        "rill.host.b": "def f():\n    import rill.host.c",
        "rill.host.c": "from rill.host import a",
        "rill.host": "",
    }
    assert import_cycles(cycle) == ["rill.host.a -> rill.host.b -> rill.host.c -> rill.host.a"]
    cycle["rill.host.c"] = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from rill.host import a"
    assert import_cycles(cycle) == []


def test_a_dead_module_is_found() -> None:
    sample = {"rill.host": "", "rill.host.a": "from rill.host.b import x", "rill.host.b": "x = 1"}
    assert modules_that_nobody_imports(sample, [*sample.values(), "import rill.host.a"]) == []
    assert modules_that_nobody_imports(sample, sample.values()) == ["nobody imports rill.host.a"]


def test_a_package_without_exports_is_found() -> None:
    sample = {"rill.a": "__all__ = ['x']", "rill.b": "x = 1", "rill.c": "__all__: list[str] = []"}
    assert packages_without_exports(sample, sample) == ["rill.b has no __all__"]


def test_a_name_that_is_exported_and_missing_is_found() -> None:
    assert exports_that_do_not_exist("ast", ["parse", "no_such_name", "walk", "walk"], ast) == [
        "ast has no no_such_name",
        "ast exports walk twice",
    ]


@pytest.mark.parametrize("word", ["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"])
def test_a_leftover_is_found(word: str) -> None:
    assert leftovers({"a.py": f"x = 1\n# {word}: later"}) == [f"a.py:2 has a {word}"]
    assert leftovers({"a.py": f"{word}S = todo = 1"}) == []


@pytest.mark.parametrize(
    "text",
    [
        "cd /home/someone/rill",
        '"/Users/someone/x"',
        "(/root/x)",
        "=/work/main",
        "C:\\Users\\someone",
        "https://registry.npmjs.org/react",
        "from pypi.org",
        "https://files.pythonhosted.org/x",
        "pip install --index-url https://host/simple",
    ],
)
def test_a_place_of_a_machine_is_found(text: str) -> None:
    assert len(places_of_this_machine({"a.md": text})) == 1


@pytest.mark.parametrize(
    "text",
    ["engine.registry.views()", "docs/work/x", "https://example.com/home/x", "a/root/b", "the home/work balance"],
)
def test_what_only_looks_like_a_place_is_let_through(text: str) -> None:
    assert places_of_this_machine({"a.md": text}) == []


def test_a_test_of_nothing_is_found() -> None:
    files = {
        "rill/host/session.py", "tests/host/test_session.py", "rill/host/textual/__init__.py",
        "tests/host/test_textual.py", "cli/rill_cli/main.py", "tests/cli/test_main.py", "tests/host/pair.py",
        "tests/hostile/test_loops.py",
    }  # fmt: skip
    assert orphaned_tests(files, []) == []
    assert orphaned_tests(files | {"tests/host/test_gone.py"}, []) == ["tests/host/test_gone.py tests no module"]
    assert orphaned_tests(files | {"tests/host/test_gone.py"}, ["tests/host/test_gone.py"]) == []
    assert len(orphaned_tests(files, ["tests/host/test_session.py"])) == 1
    assert len(orphaned_tests(files, ["tests/host/test_never.py"])) == 1


def test_a_dependency_without_a_reason_is_found() -> None:
    pyproject = (
        '[build-system]\nrequires = ["hatchling==1"]\n[project]\nname = "rill-ui"\ndependencies = ["msgspec==0.22.0"]\n'
        '[project.optional-dependencies]\ndev = ["rill-ui[all]", "left-pad>=1,<2"]\n'
    )
    names = dependencies_of(
        pyproject, ['{"dependencies": {"react": "1"}}', '{"devDependencies": {"@types/react": "1"}}']
    )
    assert names == {"hatchling", "msgspec", "left-pad", "react", "@types/react"}
    decisions = ["`hatchling` builds", "`msgspec` decodes, `react` draws, `@types/react` too; left-pad does not"]
    assert dependencies_without_a_reason(names, decisions) == ["no decision names `left-pad`"]


def test_a_bound_that_nothing_keeps_is_found() -> None:
    sample = {
        "rill.protocol.limits": "class Limits:\n    nodes: int\n\ndef f(limits):\n    limits.depth",
        "rill.host.a": "def f(self, tree):\n    self._limits.nodes\n    tree.depth",
    }
    assert limits_that_nothing_keeps(["nodes", "depth"], sample, []) == ["nothing reads Limits.depth"]
    assert limits_that_nothing_keeps(["nodes", "depth"], sample, ["depth"]) == []
    assert len(limits_that_nothing_keeps(["nodes", "depth"], sample, ["depth", "nodes"])) == 1


def test_a_second_definition_is_found() -> None:
    generated = "export const APPEND = 4;\nexport const ID_MAX = 1;\n"
    assert second_definitions(generated, {"a.ts": "import { APPEND } from './generated';\nconst OTHER = APPEND;"}) == []
    assert second_definitions(generated, {"a.ts": "export const APPEND = 4;"})
    assert second_definitions(generated, {"a.ts": "  const ID_MAX: number = 1;"})
    # The same word for something else.
    assert second_definitions(generated, {"a.ts": "const APPEND = Symbol();"}) == []


def test_a_dead_link_is_found() -> None:
    files = {
        "docs/a.md": "[b](b.md#x) [web](https://example.com/c.md) [d](../README.md) [e](#x)\n```\n[f](f.md)\n```\n"
    }
    assert dead_links(files, ["docs/b.md", "README.md"]) == []
    assert dead_links(files, ["docs/b.md"]) == ["docs/a.md links to ../README.md"]
