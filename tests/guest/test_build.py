from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from guest.samples import COUNTER
from rill.guest.build import DEFAULT_BUILD_TIME_MS, BuildFailure, BuildOptions, BuildResult, attempt_build, build_bundle
from rill.guest.bundle import CODE_PREFIX, CODE_SUFFIX, Bundle
from rill.protocol.errors import BuildError

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write files into one folder and return the path of the first. ``lib__a_ts`` as a keyword means ``lib/a.ts``."""

    def write_files(files: dict[str, str] | None = None, **named: str) -> Path:
        paths = {name.replace("__", "/").replace("_", "."): text for name, text in named.items()} | (files or {})
        for name, text in paths.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return tmp_path / next(iter(paths))

    return write_files


async def build(source: Path, **options: Any) -> Bundle:
    return (await build_bundle(source, BuildOptions(**options))).bundle


async def refusal(source: Path, **options: Any) -> BuildError:
    with pytest.raises(BuildError) as caught:
        await build_bundle(source, BuildOptions(**options))
    assert caught.value.message.splitlines() == [caught.value.message]
    return caught.value


async def test_a_source_becomes_one_function_expression_that_sets_the_default_export(write: Write) -> None:
    bundle = await build(write(counter_tsx=COUNTER))
    assert bundle.code.startswith(CODE_PREFIX)
    assert bundle.code.endswith(CODE_SUFFIX)
    assert b"exports.default=" in bundle.code
    assert bundle.manifest.id == "counter"
    assert bundle.manifest.runtime == "react"
    assert bundle.manifest.build_time_ms == DEFAULT_BUILD_TIME_MS
    assert Bundle.from_bytes(bundle.to_bytes()) == bundle


async def test_a_bundle_carries_no_framework_and_stays_small(write: Write) -> None:
    bundle = await build(write(counter_tsx=COUNTER))
    assert len(bundle.to_bytes()) < 1_000
    for word in (b"react.element", b"scheduler", b"__SECRET_INTERNALS", b"reconciler"):
        assert word not in bundle.code


async def test_the_same_source_gives_the_same_bytes_wherever_it_lies(tmp_path: Path) -> None:
    digests = set()
    for folder in ("a", "some/where/else", "a"):
        source = tmp_path / folder / "counter.tsx"
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text(COUNTER)
        for minify in (True, True):
            digests.add((await build(source, minify=minify, source_map=True)).digest)
    assert len(digests) == 1


async def test_the_build_time_comes_from_the_option_or_the_environment(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write(counter_tsx=COUNTER)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert (await build(source)).manifest.build_time_ms == 1_700_000_000_000
    assert (await build(source, build_time_ms=5)).manifest.build_time_ms == 5
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert (await refusal(source)).code == "build_time"


async def test_minifying_can_be_switched_off(write: Write) -> None:
    source = write(counter_tsx=COUNTER)
    assert b"setCount" in (await build(source, minify=False)).code
    assert b"setCount" not in (await build(source)).code


async def test_the_source_map_leads_from_the_code_to_the_source_and_names_no_folder_of_the_machine(
    write: Write, tmp_path: Path
) -> None:
    source = write(counter_tsx=COUNTER)
    assert (await build(source)).source_map is None
    bundle = await build(source, minify=False, source_map=True)
    assert bundle.source_map is not None
    assert str(tmp_path).encode() not in bundle.source_map
    assert str(tmp_path).encode() not in bundle.code
    source_map = json.loads(bundle.source_map)
    assert source_map["sourcesContent"][source_map["sources"].index("counter.tsx")] == COUNTER
    found = position_in_source(source_map, bundle.code.decode(), "setCount(count + 1)")
    assert found == ("counter.tsx", line_of(COUNTER, "setCount(count + 1)"))


async def test_components_used_are_found_through_aliases_namespaces_and_other_files(write: Write) -> None:
    source = write(
        app_tsx="""
            import { Text as T, Checkbox } from "rill/sdk";
            import * as UI from "rill/sdk";
            import { Panel } from "./panel";
            const unused = () => <Checkbox />;
            export default () => <UI.Row><T>a</T><Panel /><UI.TouchableOpacity /></UI.Row>;
        """,
        panel_tsx="""
            export { View as Panel } from "rill/sdk";
            import { Switch } from "rill/sdk";
            export const Dead = () => <Switch />;
        """,
    )
    assert (await build(source)).manifest.components == ("Pressable", "Row", "Text", "View")


async def test_a_component_looked_up_by_a_computed_name_means_any_of_the_sdk(write: Write) -> None:
    source = write(
        app_tsx="""
            import * as UI from "rill/sdk";
            export default ({ kind }: { kind: "Text" | "View" }) => { const C = UI[kind] as any; return <C />; };
        """
    )
    assert {"Text", "View", "Button"} <= set((await build(source)).manifest.components)


async def test_what_components_of_the_sdk_create_counts_as_used(write: Write) -> None:
    source = write(
        app_tsx="""
            import { Card, FlatList, Table as Grid, Text, Tree } from "rill/sdk";
            const unused = () => <Tree data={[]} getChildren={() => undefined} render={String} />;
            const list = <FlatList data={[1]} renderItem={() => <Text>x</Text>} />;
            export default () => <Card header={list}><Grid data={[]} columns={[]} /></Card>;
        """
    )
    used = ("Card", "FlatList", "ListItem", "Slot", "Table", "TableRow", "Text")
    assert (await build(source)).manifest.components == used


async def test_host_functions_and_own_components_are_found_by_their_names(write: Write) -> None:
    source = write(
        app_tsx="""
            import * as rill from "rill/sdk";
            import { useHostCall as call, hostComponent } from "rill/sdk";
            import { SAVE } from "./names";
            const Steps = hostComponent("StepList");
            export default () => {
              const save = call(SAVE), load = rill.useHostCall(`load`), list = call("list");
              return <Steps onPress={() => save(load, list)} />;
            };
        """,
        names_ts='export const SAVE = "save";',
    )
    manifest = (await build(source)).manifest
    assert manifest.host_functions == ("list", "load", "save")
    assert manifest.components == ("StepList",)


async def test_what_a_lazy_part_uses_is_found_as_precisely(write: Write) -> None:
    source = write(
        app_tsx="""
            import { lazy, Suspense } from "react";
            import { Text } from "rill/sdk";
            const Part = lazy(() => import("./part"));
            export default () => <Suspense fallback={<Text>...</Text>}><Part /></Suspense>;
        """,
        part_tsx="""
            import { Column, hostComponent, useHostCall } from "rill/sdk";
            import { SAVE } from "./names";
            const Steps = hostComponent("StepList");
            export default () => { const save = useHostCall(SAVE); return <Column><Steps onPress={save} /></Column>; };
        """,
        names_ts='export const SAVE = "save";',
    )
    manifest = (await build(source)).manifest
    assert manifest.components == ("Column", "StepList", "Text")
    assert manifest.host_functions == ("save",)


async def test_a_source_is_found_through_a_link_and_with_any_name(write: Write, tmp_path: Path) -> None:
    folder = tmp_path / "odd #1 né"
    folder.mkdir()
    (folder / "my app?.tsx").write_text('import { a } from "./a";\nexport default () => a;\n')
    (folder / "a.ts").write_text('export const a = "found";\n')
    (tmp_path / "link.tsx").symlink_to(folder / "my app?.tsx")
    bundle = await build(tmp_path / "link.tsx")
    assert b'"found"' in bundle.code
    assert bundle.id == "my-app"


@pytest.mark.parametrize(
    "body",
    [
        "const f = call(props.name);",
        "let name = 'a'; if (props.x) name = 'b'; const f = call(name);",
        "const hooks = [call]; const f = hooks[0]('x');",
        "const f = ((name: string) => call(name))('x' + props.x);",
    ],
)
async def test_a_computed_host_function_is_declared_as_any(write: Write, body: str) -> None:
    source = write(
        app_tsx=f"""
            import {{ useHostCall as call, Text }} from "rill/sdk";
            export default (props: any) => {{ {body} return <Text onPress={{f}} />; }};
        """
    )
    assert "*" in (await build(source)).manifest.host_functions


async def test_a_misspelt_import_of_the_sdk_names_the_nearest_export(write: Write) -> None:
    error = await refusal(write(app_tsx='import { Buton } from "rill/sdk";\nexport default () => <Buton />;\n'))
    assert error.code == "export_missing"
    assert "'rill/sdk' has no export 'Buton'; did you mean 'Button'?" in error.message
    assert (error.line, error.column) == (1, 10)
    assert error.frame == (
        '> 1 | import { Buton } from "rill/sdk";\n'
        "    |          ^\n"
        "  2 | export default () => <Buton />;"
    )  # fmt: skip


async def test_a_syntax_error_has_place_and_frame(write: Write) -> None:
    error = await refusal(write(app_tsx="export default () => {\n\tconst x = ;\n};\n"))
    assert error.message == "app.tsx:2:12: unexpected ;"
    assert error.path is not None
    assert error.path.endswith("app.tsx")
    assert error.frame.splitlines()[1:3] == ["> 2 |   const x = ;", "    |             ^"]


@pytest.mark.parametrize("name", ["fs", "node:fs", "node:fs/promises", "child_process", "bun", "bun:sqlite"])
async def test_modules_of_node_and_bun_are_refused_with_line_and_column(write: Write, name: str) -> None:
    error = await refusal(write(app_ts=f'const a = 1;\nimport * as x from "{name}";\nexport default () => x;\n'))
    assert error.code == "module_refused"
    assert (error.line, error.column) == (2, 20)
    assert f'import * as x from "{name}";' in error.frame


async def test_a_module_of_node_is_refused_inside_packages_too(write: Write) -> None:
    files = {
        "app.ts": 'import x from "pkg";\nexport default () => x;\n',
        "node_modules/pkg/index.js": 'module.exports = require("fs").readFileSync;\n',
        "node_modules/pkg/package.json": '{"name":"pkg","main":"index.js"}',
    }
    error = await refusal(write(files))
    assert error.code == "module_refused"
    assert error.message.startswith("node_modules/pkg/index.js:1:26")


@pytest.mark.parametrize("specifier", ["buffer", "buffer/"])
async def test_a_package_with_the_name_of_a_node_module_is_bundled(write: Write, specifier: str) -> None:
    files = {
        "app.ts": f'import x from "{specifier}";\nexport default () => x;\n',
        "node_modules/buffer/index.js": 'module.exports = "the package";\n',
        "node_modules/buffer/package.json": '{"name":"buffer","main":"index.js"}',
    }
    assert b"the package" in (await build(write(files))).code


async def test_packages_beside_the_source_are_bundled_and_share_the_runtimes_react(write: Write) -> None:
    store = 'const R = require("react"); exports.useStore = () => R.useSyncExternalStore(() => () => {}, () => 1);\n'
    files = {
        "app.tsx": 'import { useStore } from "store";\nexport default () => useStore();\n',
        "node_modules/store/index.js": store,
        "node_modules/store/package.json": '{"name":"store","main":"index.js"}',
    }
    bundle = await build(write(files))
    assert b'require("react")' in bundle.code
    assert b"useSyncExternalStore" in bundle.code


@pytest.mark.parametrize(
    ("source", "code", "text"),
    [
        ('import "nowhere";', "module_missing", "cannot find 'nowhere'"),
        ('import "./nowhere";', "module_missing", "cannot find './nowhere': no such file"),
        ('import "rill/sdl";', "module_unknown", 'unknown module "rill/sdl"; the runtime has "rill/sdk"'),
        ('import "./style.css";', "file_refused", "style sheets"),
        ("const n = globalThis.n; import(n);", "import_computed", "computed"),
        ("const n = globalThis.n; require(n);", "import_computed", "computed"),
        ("export const x = 1;", "export_missing", "no default export"),
        ("/** @jsxImportSource mithril */", "runtime_unknown", "unknown runtime 'mithril'; this installation has"),
    ],
)
async def test_what_a_guest_cannot_do_is_refused_with_the_reason(
    write: Write, source: str, code: str, text: str
) -> None:
    default = "" if code == "export_missing" else "export default () => null;"
    error = await refusal(write(app_tsx=f"{source}\n{default}\n", style_css="a{}"))
    assert error.code == code
    assert text in error.message


async def test_several_errors_are_shown_at_once_in_the_order_of_the_file(write: Write) -> None:
    error = await refusal(write(app_ts='import "./one";\nimport "node:fs";\nimport "./three";\nexport default 1;\n'))
    assert "(and 2 more)" in error.message
    assert [line.split(": ")[0] for line in error.frame.splitlines() if line.startswith("app.ts:")] == [
        "app.ts:1:8",
        "app.ts:2:8",
        "app.ts:3:8",
    ]


async def test_a_tsconfig_cannot_change_the_jsx_form_but_its_paths_hold(write: Write) -> None:
    bundle = await build(
        write(
            app_tsx='import { five } from "@/five";\nexport default () => <a>{five}</a>;\n',
            lib__five_ts="export const five = 5;",
            tsconfig_json='{"compilerOptions":{"jsx":"react","jsxFactory":"h","baseUrl":".","paths":{"@/*":["lib/*"]}}}',
        )
    )
    assert b"jsx-runtime" in bundle.code
    assert b"h(" not in bundle.code.replace(b"$rill(", b"")


async def test_one_bundle_has_one_runtime(write: Write) -> None:
    error = await refusal(
        write(
            app_tsx='import { B } from "./b";\nexport default () => <B />;\n',
            b_tsx="/** @jsxImportSource vue */\nexport const B = () => <a />;\n",
        )
    )
    assert error.code == "runtime_mixed"
    assert error.message.startswith("b.tsx:1:5")


async def test_nothing_of_the_guest_runs_while_it_is_built(write: Write, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    run = f'require("fs").writeFileSync({json.dumps(str(mark))}, "ran");'
    source = write(
        app_tsx="""
            import { answer } from "./macro" with { type: "macro" };
            export default () => answer();
        """,
        macro_ts=f"export function answer() {{ {run} return 7; }}",
        preload_ts=run,
        bunfig_toml='preload = ["./preload.ts"]\n[run]\nbun = true\n',
        package_json='{"name":"x","scripts":{"preinstall":"touch ran","build":"touch ran"}}',
    )
    error = await refusal(source)
    assert error.code == "macro_refused"
    assert error.line == 3
    source.write_text("export default () => null;")
    await build(source)
    assert not mark.exists()


async def test_no_variable_of_the_environment_enters_a_bundle(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "s3cr3t-value")
    source = write(
        app_ts="""
            const own = [process.env.SECRET_TOKEN, process.env.NODE_ENV, import.meta.url, __dirname];
            export default () => [own, import.meta.env?.SECRET_TOKEN];
        """
    )
    source.with_name(".env").write_text("SECRET_TOKEN=s3cr3t-value\n")
    bundle = await build(source)
    assert b"s3cr3t" not in bundle.code
    assert b'"production"' in bundle.code
    assert str(source.parent).encode() not in bundle.code


async def test_imported_files_become_assets_under_the_name_that_the_import_gives(write: Write) -> None:
    bundle = await build(
        write(
            app_ts='import logo from "./logo.png";\nimport text from "./note.txt";\nexport default logo + text;\n',
            logo_png="not really a picture",
            note_txt="a note",
        )
    )
    (name,) = bundle.assets
    assert bundle.assets[name] == b"not really a picture"
    assert json.dumps(name).encode() in bundle.code
    assert b"a note" in bundle.code


async def test_the_project_names_id_version_runtime_and_capabilities(write: Write) -> None:
    source = write(
        src__app_tsx=COUNTER,
        package_json=json.dumps(
            {"name": "@acme/counter", "version": "2.0.1", "rill": {"capabilities": ["files"], "image": "session"}}
        ),
    )
    manifest = (await build(source)).manifest
    assert (manifest.id, manifest.version) == ("@acme/counter", "2.0.1")
    assert (manifest.capabilities, manifest.image) == (("files",), "session")
    assert (await build(source, id="other", version="3")).manifest.id == "other"


async def test_an_unfit_id_says_where_to_set_it(write: Write) -> None:
    error = await refusal(write(app_tsx=COUNTER, package_json='{"name":"no spaces, please"}'))
    assert error.code == "project_invalid"
    assert "package.json" in error.message


async def test_the_runtime_is_the_option_then_the_pragma_then_the_projects(write: Write) -> None:
    source = write(app_tsx=COUNTER, package_json='{"rill":{"runtime":"mithril"}}')
    assert "'mithril'" in (await refusal(source)).message
    assert (await build(source, runtime="react")).manifest.runtime == "react"
    assert "'lit'" in (await refusal(source, runtime="lit")).message
    source.write_text("/* @jsxImportSource react */\n" + COUNTER)
    assert (await build(source)).manifest.runtime == "react"


@pytest.mark.parametrize("name", ["app.py", "app.rill", "app"])
async def test_a_source_of_another_kind_is_refused(tmp_path: Path, name: str) -> None:
    assert (await refusal(tmp_path / name)).code == "source_kind"


async def test_a_source_that_is_not_there_is_refused(tmp_path: Path) -> None:
    error = await refusal(tmp_path / "app.tsx")
    assert error.code == "source_missing"
    assert str(tmp_path) in error.message


async def test_a_failed_build_tells_the_files_whose_change_may_mend_it(write: Write) -> None:
    source = write(app_ts='import { a } from "./a";\nexport default a;\n', a_ts="export const b = 1;\n")
    failure = await attempt_build(source)
    assert isinstance(failure, BuildFailure)
    assert {source, source.with_name("a.ts")} <= failure.inputs
    source.with_name("a.ts").write_text("export const a = 1;\n")
    result = await attempt_build(source)
    assert isinstance(result, BuildResult)
    assert {source, source.with_name("a.ts")} <= result.inputs


async def test_builds_run_side_by_side(write: Write) -> None:
    source = write(app_tsx=COUNTER)
    bundles = await asyncio.gather(*(build(source) for _ in range(4)))
    assert len({bundle.digest for bundle in bundles}) == 1


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def position_in_source(source_map: dict[str, Any], code: str, part: str) -> tuple[str, int]:
    """Look a place of the generated code up in a source map, with a decoder of its own."""
    offset = code.index(part)
    line = code.count("\n", 0, offset)
    column = offset - code.rfind("\n", 0, offset) - 1
    source = source_line = 0
    best = (0, 0)
    for index, group in enumerate(source_map["mappings"].split(";")):
        generated = 0
        for segment in filter(None, group.split(",")):
            values = decode_vlq(segment)
            generated += values[0]
            if len(values) > 1:
                source += values[1]
                source_line += values[2]
            if index == line and generated <= column:
                best = (source, source_line)
    return source_map["sources"][best[0]], best[1] + 1


def decode_vlq(segment: str) -> list[int]:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    values, value, shift = [], 0, 0
    for character in segment:
        digit = alphabet.index(character)
        value |= (digit & 31) << shift
        shift += 5
        if not digit & 32:
            values.append(-(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    return values
