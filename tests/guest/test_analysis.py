"""What an analysis finds in code, of our bundler and of others, and that code made against its reader is survived.

How: each case is the code inside of a bundle's function, and the exact findings with their places.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from guest.samples import sample_manifest
from rill.guest.analysis import Analysis, analyze_bundle, judge
from rill.guest.build import BuildOptions, build_bundle
from rill.guest.bundle import CODE_PREFIX, CODE_SUFFIX, Bundle
from rill.guest.policy import FINDINGS, Policy
from rill.protocol.errors import BundleError, LimitError

APP = "exports.default = () => null;"


def analyze(
    code: str,
    *,
    components: tuple[str, ...] = ("*",),
    host_functions: tuple[str, ...] = ("*",),
    capabilities: tuple[str, ...] = (),
    source_map: bytes | None = None,
) -> Analysis:
    """Analyze code, which begins on the second line of its bundle, of a manifest that asks for these."""
    whole = CODE_PREFIX + b"\n" + code.encode() + CODE_SUFFIX
    manifest = sample_manifest(whole, source_map).model_copy(
        update={"components": components, "host_functions": host_functions, "capabilities": capabilities}
    )
    return analyze_bundle(Bundle(manifest, whole, source_map, {}))


def notes(code: str) -> list[tuple[str, str, str | None]]:
    return [(note.finding, note.message, note.place) for note in analyze(code + "\n" + APP).notes]


def test_a_bundle_without_anything_to_find_has_no_notes() -> None:
    analysis = analyze('const { Text } = require("rill/sdk"); exports.default = () => Text;')
    assert analysis.notes == ()
    assert analysis.exports == {"rill/sdk": ("Text",)}
    assert analysis.components == ("Text",)
    assert judge(analysis, Policy()) == ()


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ('const sdk = require("rill/sdk"); exports.default = () => [sdk.Row, sdk["Text"]];', ("Row", "Text")),
        ('exports.default = () => require("rill/sdk").Button;', ("Button",)),
        ('const { Row: r, ...rest } = require("rill/sdk"); exports.default = () => [r, rest];', ("*", "Row")),
        ('const sdk = require("rill/sdk"); exports.default = () => sdk[Math.random()];', ("*",)),
        ('const sdk = require("rill/sdk"); exports.default = () => Object.keys(sdk);', ("*",)),
        ('let sdk = require("rill/sdk"); sdk = null; exports.default = () => sdk;', ("*",)),
        ('require("rill/" + "sdk").Row; exports.default = null;', ("Row",)),
        ('const name = "rill/sdk"; exports.default = require(name).Row;', ("Row",)),
    ],
)
def test_exports_of_the_runtime_are_followed_through_variables(code: str, names: tuple[str, ...]) -> None:
    assert analyze(code).exports == {"rill/sdk": names}


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ('const { useHostCall } = require("rill/sdk"); exports.default = () => useHostCall("save");', ("save",)),
        ('const s = require("rill/sdk"), n = "load"; exports.default = () => (0, s.useHostCall)(n);', ("load",)),
        ('const { useHostCall: u } = require("rill/sdk"); exports.default = (n) => u(n);', ("*",)),
        ('const { useHostCall: u } = require("rill/sdk"); exports.default = () => [u];', ("*",)),
        ('const u = (name) => name; exports.default = () => u("save");', ()),
    ],
)
def test_host_functions_are_those_that_calls_name(code: str, names: tuple[str, ...]) -> None:
    assert analyze(code).host_functions == names


def test_components_by_name_and_events_are_found() -> None:
    analysis = analyze(
        'const { jsx } = require("react/jsx-runtime"), { hostComponent: h, useHostEvent: e } = require("rill/sdk");'
        'const Steps = h("StepList"); exports.default = () => { e("REFRESH"); return [jsx(Steps), jsx("Badge")]; };'
    )
    assert analysis.components == ("Badge", "StepList")
    assert analysis.host_events == ("REFRESH",)


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ('const { useChannel: u } = require("rill/sdk"); exports.default = () => u("todos");', ("todos",)),
        ('const s = require("rill/sdk"); exports.default = (n) => [s.usePresence(`room/${n}`)];', ("*",)),
        ('const { usePresence: u } = require("rill/sdk"); exports.default = () => [u];', ("*",)),
        ('const { openChannel: u } = require("rill/host"); exports.default = () => u("a", {});', ("a",)),
        ('const u = (name) => name; exports.default = () => u("todos");', ()),
    ],
)
def test_channels_are_those_that_calls_name(code: str, names: tuple[str, ...]) -> None:
    analysis = analyze(code)
    assert analysis.channels == names
    assert analysis.undeclared == (("channels",) if names else ())
    asked = analyze(code, capabilities=("channels",))
    assert asked.undeclared == ()
    assert asked.unused_requests == (() if names else ("channels",))


def test_a_policy_may_name_channels_and_the_capability() -> None:
    code = 'const { useChannel: u } = require("rill/sdk"); exports.default = () => [u("a"), u("b")];'
    analysis = analyze(code, capabilities=("channels",))
    assert judge(analysis, Policy(channels=("a", "b"), capabilities=("channels",))) == ()
    refused = judge(analysis, Policy(channels=("a",), capabilities=()))
    assert [(violation.rule, violation.message) for violation in refused] == [
        ("capabilities", "'channels' is not among none"),
        ("channels", "'b' is not among 'a'"),
    ]


DYNAMIC = "makes code of a string"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('eval("1")', [("dynamic_code", f"eval {DYNAMIC}")]),
        ('(0, eval)("1")', [("dynamic_code", f"eval {DYNAMIC}")]),
        ('new Function("return 1")', [("dynamic_code", f"Function {DYNAMIC}")]),
        ("[].map(Function)", [("dynamic_code", f"Function {DYNAMIC}")]),
        ('globalThis.Function("1")', [("dynamic_code", f"Function {DYNAMIC}")]),
        ('globalThis["ev" + "al"]("1")', [("dynamic_code", f"eval {DYNAMIC}")]),
        ('(() => 1).constructor("1")', [("dynamic_code", f"the constructor of a function {DYNAMIC}")]),
        ('const c = "constructor"; ""[c][c](Math.x)', [("dynamic_code", f"the constructor of a function {DYNAMIC}")]),
        ('setTimeout("x()", 1)', [("dynamic_code", "a timer is given code as a string")]),
        ('import("./other")', [("dynamic_code", "import() loads a module at run time, and a guest has none to load")]),
        ("globalThis[module.id]", [("computed_lookup", "a global is looked up by a computed name")]),
        ("require(module.id)", [("computed_lookup", "a module is required by a computed name")]),
        ("const r = require; r(module.id)", [("computed_lookup", "a module is required by a computed name")]),
        ("arguments[0]", [("computed_lookup", "a module is required by a computed name")]),
        # Not so.
        ("module.f = (x) => x instanceof Function && Function.prototype.call", []),
        ("module.f = class { copy() { return new this.constructor(this.size); } }", []),
        ("module.f = (eval_) => eval_ + 1; setTimeout(() => 1, 5)", []),
        ("module.f = function () { return arguments[0]; }", []),
    ],
)
def test_code_that_is_made_or_looked_up_at_run_time_is_found(code: str, expected: list[tuple[str, str]]) -> None:
    found = notes(code)
    assert [(finding, message) for finding, message, _ in found] == expected
    assert all(place is not None and place.startswith("counter:2:") for _, _, place in found)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("module.f = () => fetch('x')", [("missing_global", "'fetch' is used; a guest does not have it")]),
        ("window.x = 1; window.y", [("missing_global", "'window' is used, 2 times; a guest does not have it")]),
        ("typeof process", [("tested_global", "'process' is looked for; a guest does not have it")]),
        ("globalThis.localStorage", [("tested_global", "'localStorage' is looked for; a guest does not have it")]),
        ("leak = 1", [("missing_global", "'leak' is written as a global")]),
        ("for (leak of []);", [("missing_global", "'leak' is written as a global")]),
        ("[leak] = []; ({ a: leak } = {})", [("missing_global", "'leak' is written as a global, 2 times")]),
        ("`${Intl}`", [("missing_global", "'Intl' is used; a guest does not have it")]),
        # Declared somewhere, in every way in which names are declared.
        ("module.f = (window, { document }, [process = window], ...global) => [document, global, process]", []),
        ("{ let window = 1; window; } try {} catch (window) { window } for (const window of []) window;", []),
        ("later(); function later() { return name; } var name; class A { static { var process = 1; process; } }", []),
        ("module.f = function window() { return window; }; module.g = class document { m() { document } }", []),
        ("label: for (;;) break label; module.f = { window: 1, document() {} }; module.f.window", []),
        ("console.log(new Map(), structuredClone, crypto, globalThis, undefined)", []),
    ],
)
def test_globals_that_a_guest_lacks_are_found_and_no_others(code: str, expected: list[tuple[str, str]]) -> None:
    assert [(finding, message) for finding, message, _ in notes(code)] == expected


def test_modules_and_exports_that_the_runtime_lacks_are_found() -> None:
    assert [
        message for _, message, _ in notes('require("fs").readFile; require("rill/sdk").Buton; require("react");')
    ] == [
        "module 'fs' is no module of the runtime",
        "module 'rill/sdk' has no export 'Buton'",
    ]


def test_use_of_what_the_manifest_does_not_name_is_found_and_so_is_what_it_asks_in_vain() -> None:
    code = 'const s = require("rill/sdk"); exports.default = () => (s.useHostCall("files.read"), s.Row);'
    analysis = analyze(code, components=("Text",), host_functions=("save",), capabilities=("files", "network"))
    assert analysis.undeclared == ("Row", "files.read")
    assert analysis.unused_requests == ("save", "network")
    assert [violation.rule for violation in judge(analysis, Policy())] == ["undeclared", "undeclared"]


def test_dead_code_is_what_nothing_reaches() -> None:
    code = """\
function used() { return inner(); function inner() { return 1; } }
function unused() { return alsoUnused(); }
function alsoUnused() { return unused(); }
class Unused { m() { return this; } }
class Kept extends Object { static count = used(); }
const arrow = () => arrow();
const text = "nobody reads this";
function early() { return 1; early(); function hoisted() {} }
exports.default = () => (early() ? 1 : (false && used()));
if (!1) { used(); }"""
    analysis = analyze(code)
    assert [(item.kind, item.name, item.place) for item in analysis.dead_code] == [
        ("function", "unused", "counter:3:1"),
        ("function", "alsoUnused", "counter:4:1"),
        ("class", "Unused", "counter:5:1"),
        ("constant", "text", "counter:8:7"),
        ("function", "arrow", "counter:7:7"),
        ("function", "hoisted", "counter:9:39"),
        ("unreachable", "", "counter:11:9"),
        ("unreachable", "", "counter:9:30"),
        ("unreachable", "", "counter:10:50"),
    ]
    assert analysis.dead_code[0].size == len("function unused() { return alsoUnused(); }")
    assert [note.finding for note in analysis.notes] == ["dead_code"]
    whole = analysis.manifest.sizes.code
    assert analysis.dead_code_percent == 100 * sum(item.size for item in analysis.dead_code) / whole


def test_addresses_in_strings_are_listed_by_origin() -> None:
    code = 'exports.default = ["https://a.example/x", `wss://B.example:8080/${1}`, "see http://c.example."];'
    assert analyze(code).addresses == ("http://c.example.", "https://a.example", "wss://b.example:8080")


async def test_a_built_source_has_sizes_by_module_and_places_in_the_source(tmp_path: Path) -> None:
    (tmp_path / "words.ts").write_text('export const WORDS = ["one", "two"].map((word) => word.toUpperCase());\n')
    (tmp_path / "app.tsx").write_text(
        'import { Text } from "rill/sdk";\nimport { WORDS } from "./words";\n\n'
        "export default () => <Text>{WORDS.join() + eval('1')}</Text>;\n"
    )
    result = await build_bundle(tmp_path / "app.tsx", BuildOptions(source_map=True))
    analysis = analyze_bundle(result.bundle)
    assert analysis.modules is not None
    assert {module.name for module in analysis.modules} == {"app.tsx", "words.ts", ""}
    assert sum(module.size for module in analysis.modules) == analysis.manifest.sizes.code
    assert [(note.finding, note.place) for note in analysis.notes] == [("dynamic_code", "app.tsx:4:44")]
    assert analysis.components == result.bundle.manifest.components == ("Text",)
    assert analysis.undeclared == analysis.unused_requests == ()


@pytest.mark.parametrize(("runtime", "module"), [("react", "rill/sdk"), ("solid", "rill/sdk/solid")])
@pytest.mark.parametrize("templates", [True, False])
async def test_what_templates_create_is_found_as_what_elements_create(
    tmp_path: Path, runtime: str, module: str, templates: bool
) -> None:
    source = tmp_path / "app.tsx"
    source.write_text(
        f'import * as R from "{module}"; import {{ Card, Row, Text }} from "{module}";\n'
        "export default () => <Row><R.Heading>a</R.Heading><Card header={<Text>b</Text>} /></Row>;\n"
    )
    bundle = (await build_bundle(source, BuildOptions(runtime=runtime, templates=templates))).bundle
    analysis = analyze_bundle(bundle)
    assert analysis.components == bundle.manifest.components == ("Card", "Heading", "Row", "Slot", "Text")
    assert analysis.undeclared == ()
    assert judge(analysis, Policy()) == ()


def test_a_source_map_that_cannot_be_read_only_costs_the_places() -> None:
    analysis = analyze("fetch();\n" + APP, source_map=b'{"version":3,"sources":[],"mappings":"!"}')
    assert analysis.modules is None
    assert [note.place for note in analysis.notes] == ["counter:2:1"]


def test_code_that_is_no_javascript_is_a_clear_error() -> None:
    with pytest.raises(BundleError, match="counter is no JavaScript: Unexpected token at 2:10") as caught:
        analyze("const x =;")
    assert (caught.value.code, caught.value.path) == ("code_invalid", "2:10")


@pytest.mark.parametrize(
    "code",
    [
        "[" * 50_000 + "]" * 50_000,
        "x = " + "(" * 20_000 + "1" + ")" * 20_000,
        "-" * 30_000 + "1",
        "a" + "?a:(a" * 5_000,
    ],
    ids=["arrays", "parentheses", "signs", "conditions"],
)
def test_code_nested_too_deep_to_be_read_is_refused_within_bounds(code: str) -> None:
    with pytest.raises(LimitError, match="nested too deep to be read") as caught:
        analyze(code)
    assert caught.value.code == "stack"


def test_long_chains_that_nest_only_in_the_syntax_tree_are_read() -> None:
    analysis = analyze("exports.default = " + " + ".join(["1"] * 500) + ";")
    assert analysis.notes == ()


def test_what_a_report_names_is_bounded() -> None:
    analysis = analyze(
        "\n".join(f"function f{number}() {{ fetch{number}(); eval(''); }}" for number in range(2_000)) + APP
    )
    assert len(analysis.dead_code) == 500
    assert len([note for note in analysis.notes if note.finding == "dynamic_code"]) == 500
    assert len([note for note in analysis.notes if note.finding == "missing_global"]) == 500


def test_a_policy_judges_names_and_sizes() -> None:
    analysis = analyze(
        'const s = require("rill/sdk"); exports.default = () => (s.useHostCall("save"), s.Row, "http://a.b");'
    )
    policy = Policy(
        forbid=(),
        runtimes=("solid",),
        components=("Text",),
        host_functions=(),
        addresses=("https://a.b",),
        bundle_bytes=10,
        code_bytes=10,
        dead_code_percent=0,
    )
    rules = [(violation.rule, violation.message.split(" is not")[0]) for violation in judge(analysis, policy)]
    assert rules == [
        ("runtimes", "runtime 'react'"),
        ("components", "any name"),
        ("components", "'Row'"),
        ("host_functions", "any name"),
        ("host_functions", "'save'"),
        ("addresses", "'http://a.b'"),
        ("bundle_bytes", f"{analysis.bundle_bytes} exceeds 10"),
        ("code_bytes", f"{analysis.manifest.sizes.code} exceeds 10"),
    ]
    permissive = Policy(forbid=(), runtimes=("react",), addresses=("http://a.b",), bundle_bytes=10_000)
    assert judge(analysis, permissive) == ()


def test_every_finding_can_be_forbidden() -> None:
    analysis = analyze("eval(''); require(module.x); fetch(); typeof process; require('fs'); function f() {}" + APP)
    assert {violation.rule for violation in judge(analysis, Policy(forbid=FINDINGS))} >= {
        "dynamic_code",
        "computed_lookup",
        "missing_global",
        "tested_global",
        "unknown_module",
        "dead_code",
    }


def test_an_analysis_is_plain_data() -> None:
    analysis = analyze(APP)
    with pytest.raises(dataclasses.FrozenInstanceError):
        analysis.digest = ""  # type: ignore[misc]
