"""What the JSX pass makes of sources: the code that goes to the bundler, and why elements have no template.

The sources are in ``jsx_cases.txt``, and what they become in the snapshot file, written anew with
``RILL_UPDATE_SNAPSHOTS=1``. That it draws the same as the source is the business of ``test_random_components.py``.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from screens import SnapshotFile

from rill import Engine
from rill.guest.build import BuildOptions, build_bundle
from rill.guest.bun import find_bun
from rill.guest.runtime import find_runtime
from rill.guest.source_map import SourceMap
from rill.host.recorder import Recorder
from rill.protocol.errors import BuildError

snapshots = SnapshotFile(__file__)

DRIVER: Final = Path(__file__).with_name("jsx_driver.ts")
IMPORTS: Final = 'import { Button, Card, Heading, Icon, Link, Row, Text, TextInput, View, event } from "%s";\n'

# Sources by what they show, after `=== RUNTIME: NAME`. `a`, `f()`, `xs` and so on are globals: not known values.
CASES: Final = dict(
    re.findall(r"^=== (.+)\n((?:(?!=== ).*\n)+)", DRIVER.with_name("jsx_cases.txt").read_text("utf-8"), re.MULTILINE)
)


def source_of(case: str, imports: str) -> str:
    source: str = CASES[case].strip("\n")
    # A hash-bang stays in front of all else.
    return source.replace("\n", f"\n{imports}", 1) if source.startswith("#!") else imports + source


def compiled(runtime: str, sources: list[str], *, hoists: bool = True) -> list[dict[str, Any]]:
    about = find_runtime(runtime)
    request = {"description": about.jsx, "modules": list(about.modules), "hoists": hoists, "sources": sources}
    bun = find_bun()
    assert bun is not None
    run = subprocess.run(
        [bun, "run", DRIVER], input=msgspec.json.encode(request), capture_output=True, check=True, timeout=60
    )
    results: list[dict[str, Any]] = json.loads(run.stdout)
    return results


def shown(result: dict[str, Any], imports: str) -> str:
    """The code without what every source begins with, a line for each template, then reasons and mistakes."""
    code = result["code"].replace(imports, "\n").replace(imports.rstrip("\n"), "")
    code = re.sub(r"(?<=;)(?=const \$+t\d+=)", "\n", code).replace("/* @__PURE__ */", "")
    lines = [code.strip("\n"), *(f"- {reason}" for reason in result["reasons"])]
    lines += [f"! {mistake['line']}:{mistake['column']} {mistake['message']}" for mistake in result["mistakes"]]
    return "\n".join(line for line in lines if line)


@pytest.mark.parametrize(("runtime", "module"), [("react", "rill/sdk"), ("solid", "rill/sdk/solid")])
def test_what_sources_become(runtime: str, module: str) -> None:
    imports = IMPORTS % module
    cases = [case for case in CASES if case.startswith(f"{runtime}: ")]
    assert len(cases) > 25
    results = compiled(runtime, [source_of(case, imports) for case in cases])
    for case, result in zip(cases, results, strict=True):
        snapshots.check(case, f"{CASES[case].strip()}\n=>\n{shown(result, imports)}")


def test_without_templates_nothing_of_react_is_changed_and_solid_makes_elements() -> None:
    source = source_of("react: nested elements", IMPORTS % "rill/sdk")
    assert compiled("react", [source], hoists=False)[0]["code"] == source
    source = source_of("solid: values that may change", IMPORTS % "rill/sdk/solid")
    [result] = compiled("solid", [source], hoists=False)
    assert "$element(View" in result["code"]
    assert "$template" not in result["code"]
    assert result["reasons"] == ["View: templates are switched off"]


FORMS: Final = """\
enum A { B = 1, C }
namespace N { export const a = 1; }
abstract class Q { abstract f(): void; constructor(private a: number, public readonly b = 1) {} }
declare module "x" { export const y: number }
declare global { interface Window { a: 1 } }
import x = require("y");
@dec export class A {}
@dec class A { @dec() f(@dec a: any) {} @dec static p = 1; accessor q = 2; static { } #r = 3; }
const f = <const T,>(a: T) => a;
import j from "./a.json" with { type: "json" };
const r = /[\\p{L}--[a-z]]/v;
using z = null;
async function g() { await using z = null; for await (const a of []) ; }
type A<in out T> = T; interface B extends A<1> {}
export type { A } from "./t"; import type { Q } from "./q"; import { type R, S } from "./q"; export * as ns from "./x";
let a!: number; let b = a!; let c = <any,>(x: any) => x;
function over(a: string): void; function over(a: number): void; function over(a: any) {}
const o = { get a() { return 1 }, set a(v) {}, async *g() {}, [`k`]: 1, "l": 2, 3: 4 };
const { a = 1, ...rest } = {} as any; const [q, , w = 1] = [] as any;
let x: any; x ??= 1; x ||= 2; x?.[0]?.(1); 1_000n; 2 ** 3; import.meta.url; new.target;
function f(this: any, a?: number) { label: for (;;) break label; try {} catch { } finally {} }
class P extends (class {}) { override m() { super.m(); } static async *n() { yield* []; } }
switch (1 as number) { case 1: { const a = 1; } default: }
export = 5;
if (x) function q() {}
""".splitlines()


def test_every_form_of_typescript_is_read() -> None:
    tail = "\nexport const drawn = () => <View />;"
    results = compiled("react", [IMPORTS % "rill/sdk" + form + tail for form in FORMS])
    for form, result in zip(FORMS, results, strict=True):
        assert result["mistakes"] == [], form
        assert form in result["code"]
    # Drawn by nobody who is known, so it stays; a component becomes a clone whatever stands around it.
    results = compiled("react", [IMPORTS % "rill/sdk" + form + tail.replace("drawn", "Drawn") for form in FORMS])
    assert all("=> $clone($t1," in result["code"] for result in results)


# -- places and texts, through the whole build

PLACES: Final = """\
import { useState } from "react"; import { Button, Row, Text, View } from "rill/sdk"; const first = mark(0);
function mark(number: number): any { return number; }
export default function App({ xs = [] }: { xs?: number[] }) {
  const [n] = useState(mark(1));
  return (
    <View label={mark(2)} hint={`a${mark(3)}`}>
      <Text id={mark(4)}>a {mark(5)} b {mark(6)}</Text>{xs.map((x) => <Row key={mark(7)} label={mark(8)}>
        <Text>
          {mark(9)}
        </Text></Row>)} <Button onPress={() => mark(10)} title={mark(11)} />
      <View {...mark(12)}><Text>{mark(13)}</Text></View>
      {n > 1 ? <Text label={mark(14)} /> : <Text>{mark(15)}</Text>}
    </View>
  ); }
"""


@pytest.mark.parametrize(("runtime", "minify"), [("react", False), ("react", True), ("solid", False), ("solid", True)])
async def test_places_in_the_code_lead_to_the_authors_lines_and_columns(
    tmp_path: Path, runtime: str, minify: bool
) -> None:
    text = PLACES
    if runtime == "solid":
        text = text.replace('"rill/sdk"', '"rill/sdk/solid"').replace('"react"', '"./state"')
        (tmp_path / "state.ts").write_text("export const useState = (value: any) => [value];\n")
    source = tmp_path / "app.tsx"
    source.write_text(text)
    options = BuildOptions(runtime=runtime, minify=minify, source_map=True)
    bundle = (await build_bundle(source, options)).bundle
    assert bundle.source_map is not None
    source_map = SourceMap(bundle.source_map)
    found = {}
    for line, code in enumerate(bundle.code.decode().split("\n"), 1):
        for call in re.finditer(r"[\w$]+\((\d+)\)", code):
            place = source_map.locate(line, call.start() + 1)
            assert place is not None
            found[int(call[1])] = str(place)
    expected = {
        int(call[1]): f"app.tsx:{line}:{call.start() + 1}"
        for line, written in enumerate(text.split("\n"), 1)
        for call in re.finditer(r"mark\((\d+)\)", written)
    }
    assert {number: found.get(number) for number in range(1, 16)} == {
        number: expected[number] for number in range(1, 16)
    }
    assert json.loads(bundle.source_map)["sourcesContent"].count(text) == 1


async def test_errors_of_the_bundler_name_the_authors_place_behind_an_element(tmp_path: Path) -> None:
    source = tmp_path / "app.tsx"
    source.write_text(
        'import { Text } from "rill/sdk"; import { a } from "./b";\nexport default () => <Text>\n\n{a}</Text>;\n'
    )
    (tmp_path / "b.ts").write_text("export const c = 1;\n")
    with pytest.raises(BuildError) as caught:
        await build_bundle(source)
    assert (caught.value.line, caught.value.column) == (1, 43)
    assert "no export 'a'" in caught.value.message


async def test_a_directive_of_solid_is_refused_with_its_place(tmp_path: Path) -> None:
    source = tmp_path / "app.tsx"
    source.write_text('import { View } from "rill/sdk/solid";\nexport default () => <View\n  use:focus={1} />;\n')
    with pytest.raises(BuildError) as caught:
        await build_bundle(source, BuildOptions(runtime="solid"))
    assert caught.value.code == "jsx_unsupported"
    assert (caught.value.line, caught.value.column) == (3, 3)
    assert caught.value.message.startswith("app.tsx:3:3: use:focus is not of Rill: a guest has no DOM")


async def test_a_source_that_only_the_bundler_can_read_is_not_hoisted_and_says_so(tmp_path: Path) -> None:
    source = tmp_path / "app.tsx"
    source.write_text(
        'import { Text } from "rill/sdk";\nconst mark: any = (made: any) => made;\nexport @mark class A {}\n'
        "export default () => <Text>a</Text>;\n"
    )
    result = await build_bundle(source, BuildOptions(minify=False))
    [warning] = result.warnings
    assert warning.message.startswith("the JSX pass cannot read this file: ")
    assert "> 3 | export @mark class A {}" in warning.frame
    assert b"rill/templates" not in result.bundle.code
    # Without the pass there would be nothing to draw with.
    with pytest.raises(BuildError, match="the JSX pass cannot read this file") as caught:
        await build_bundle(source, BuildOptions(runtime="solid"))
    assert (caught.value.code, caught.value.line) == ("jsx_unread", 3)


TEXTS: Final = (
    "a", " a ", "a b", "  a\n  b  ", "\n a \n\n b \n", "\t a\tb \t\n\tc", "\n", " \n ", " ", "  ", "a\r\n b",
    "a\u2028b", "\u00a0a\u00a0\n b", "&amp;", "&lt;a&gt;", "a&nbsp;", "&#32;\n&#32;a", "&#x41;&#10;b", "&bogus; &amp",
    "a & b", "'\"`", "\\n \\", "é ✕ \U0001f600", "a{' '}\n b", "{/* c */} a", "a{/* c */}\n b", "{''}a", "{'&amp;'}",
    "{`\n a`}", "{1}{2} {3}", "{null}a{false}", "a\f b", "é\n  ✕", "\ufeffa \n\ufeff b",
)  # fmt: skip


@pytest.mark.parametrize("runtime", ["react", "solid"])
async def test_texts_and_attributes_say_what_the_bundler_makes_of_them(tmp_path: Path, runtime: str) -> None:
    attributes = [text for text in TEXTS if "{" not in text and '"' not in text]
    lines = [f"<Text>{text}</Text>" for text in TEXTS]
    lines += [f"<Text label=\"{text}\" hint='{text.replace(chr(39), '')}' />" for text in attributes]
    source = tmp_path / "app.tsx"
    source.write_text(
        f'import {{ Text, View }} from "rill/sdk";\nexport default () => <View>{"".join(lines)}</View>;\n', newline=""
    )
    trees = []
    # Without templates Bun reads the texts of React's JSX, so it is what all are compared with.
    for options in (BuildOptions(runtime=runtime), BuildOptions(templates=False)):
        async with Engine() as engine:
            recorder = Recorder()
            bundle = await engine.load_bundle((await build_bundle(source, options)).bundle)
            async with engine.open(bundle, adapter=recorder):
                trees.append(recorder.golden().splitlines())
    assert trees[0] == trees[1]
    assert len(trees[0]) == 1 + len(lines)


async def test_an_engine_builds_a_source_with_or_without_templates(tmp_path: Path) -> None:
    source = tmp_path / "app.tsx"
    source.write_text('import { Text } from "rill/sdk";\nexport default () => <Text>hello</Text>;\n')
    trees, operations = [], []
    for templates in (True, False):
        async with Engine() as engine:
            recorder = Recorder()
            bundle = await engine.load_bundle(source, templates=templates)
            async with engine.open(bundle, adapter=recorder):
                trees.append(recorder.golden())
                operations.append([type(operation).__name__ for operation in recorder.operations])
    assert trees == ['Text "hello"\n'] * 2
    assert operations == [["Template", "Clone", "Append"], ["Create", "Create", "Append", "Append"]]


# -- what the manifest says


async def components_of(folder: Path, source: str, **options: Any) -> tuple[str, ...]:
    path = folder / "app.tsx"
    path.write_text(source)
    return (await build_bundle(path, BuildOptions(**options))).bundle.manifest.components


@pytest.mark.parametrize("minify", [True, False])
async def test_the_manifest_names_what_templates_create_and_nothing_of_unused_ones(
    tmp_path: Path, minify: bool
) -> None:
    source = (
        'import * as R from "rill/sdk"; import { Card, Icon as I, Row, Text, View } from "rill/sdk";\n'
        "const Box = View; const Unused = () => <Row><R.Heading>a</R.Heading></Row>;\n"
        "export default () => (\n"
        "  <Box><Card header={<Text>a</Text>}><R.Text><I name='star' /></R.Text></Card></Box>\n"
        ");\n"
    )
    expected = ("Card", "Icon", "Slot", "Text", "View")
    assert await components_of(tmp_path, source, minify=minify) == expected
    assert await components_of(tmp_path, source, minify=minify, templates=False) == expected
    code = (await build_bundle(tmp_path / "app.tsx", BuildOptions(minify=minify))).bundle.code
    assert b"Heading" not in code
