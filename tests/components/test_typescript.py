# The generated TypeScript is judged by the TypeScript compiler: a guest that uses every component must compile under
# --strict, and each of its mistakes, marked @ts-expect-error, must be found.

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Protocol

import pytest
from pydantic import Field

from components.test_schema import SAMPLE, Item, Point
from rill.components import CATALOGUE, Component, Event, Record, Style, compile_component, event
from rill.components.annotations import compile_type
from rill.components.generated_files import REPOSITORY, stale_files
from rill.components.typescript import (
    generated_files,
    render_constants,
    render_host_module,
    render_types,
    type_text,
)
from rill.components.virtual import GUEST_COMPONENTS
from rill.protocol import HostError

GUEST = Path(__file__).parent / "guest"
MODULES = REPOSITORY / "sdk-js" / "node_modules"
OPTIONS = {
    "strict": True,
    "noUncheckedIndexedAccess": True,
    "exactOptionalPropertyTypes": True,
    "verbatimModuleSyntax": True,
    "isolatedModules": True,
    "target": "es2023",
    "lib": ["es2023"],
    "module": "esnext",
    "moduleResolution": "bundler",
    "jsx": "react-jsx",
    "types": [],
    "noEmit": True,
    "skipLibCheck": True,
    "paths": {"rill/sdk": ["./sdk.d.ts"]},
}
# Components that only those of the SDK make.
INTERNAL = {"ListItem", "TableRow", "TreeItem"}


def compile_typescript(folder: Path, files: dict[str, str]) -> str:
    """What the compiler says of these files beside the generated ones; nothing when all is well."""
    compilers = sorted((MODULES / "@typescript").glob("typescript-*/lib/tsc*"))
    compiler = next((path for path in compilers if path.stem == "tsc"), None)
    assert compiler is not None, "TypeScript is not installed; run the project's set-up (`make setup`)"
    for path, text in generated_files().items():
        (folder / Path(path).name).write_text(text, encoding="utf-8")
    # As the build of sdk-js puts them together.
    types = {name: (folder / f"{name}.generated.ts").read_text("utf-8") for name in ("component_types", "components")}
    types["components"] = types["components"].replace("./component_types.generated", "./component_types")
    sdk = (REPOSITORY / "sdk-js/types/sdk.d.ts").read_text("utf-8")
    made = {"sdk.d.ts": sdk, "component_types.d.ts": types["component_types"], "components.ts": types["components"]}
    for name, text in {**made, **files}.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "tsconfig.json").write_text(json.dumps({"compilerOptions": OPTIONS, "include": ["*.ts", "*.tsx"]}))
    (folder / "node_modules").symlink_to(MODULES, target_is_directory=True)
    run = subprocess.run([compiler, "-p", folder], capture_output=True, text=True, check=False)
    return run.stdout + run.stderr


def test_the_committed_files_are_up_to_date() -> None:
    assert stale_files(generated_files(), REPOSITORY) == [], "run `python -m rill.components.typescript`"


def test_a_guest_that_uses_every_component_compiles_and_its_mistakes_are_found(tmp_path: Path) -> None:
    guest = (GUEST / "uses_components.tsx").read_text(encoding="utf-8")
    assert [name for name in CATALOGUE if name not in INTERNAL and f"<{name}" not in guest] == []
    assert compile_typescript(tmp_path, {"guest.tsx": guest}) == ""


def test_the_compiler_is_really_asked(tmp_path: Path) -> None:
    output = compile_typescript(tmp_path, {"wrong.ts": 'export const wrong: number = "text";\n'})
    assert "wrong.ts(1,14): error TS2322" in output


class Chosen(Record):
    """A step was chosen. */ declare const escaped: never; /*"""

    index: int = Field(ge=0, description="Its place */ in the list.")
    at: Point = Field(description="Where.")


class StepList(Component, role="list", children="none"):
    """Shows steps."""

    steps: list[str] = Field(description="What they say.")
    items: list[Item] = Field(default_factory=list, description="A tree.")
    item_style: Style | None = Field(default=None, description="How one looks.")
    on_choose: Event[Chosen] = event("A step was chosen.")

    class Methods(Component.Methods, Protocol):
        def reveal(self, point: Point, names: list[str] | None = None) -> list[Point | None]:
            """Scroll a step into view."""
            ...


HOST_GUEST = """
import { StepList } from "./host";
import type { StepListMethods } from "./host";
import type { ComponentRef } from "rill/sdk";

export async function reveal(ref: ComponentRef<StepListMethods>): Promise<number> {
  const points = await ref.call.reveal({ x: 1 });
  return points[0]?.x ?? 0;
}

export const good = (
  <StepList steps={["a"]} itemStyle={{ bold: true }} onChoose={({ index, at }) => index + at.x} />
);
// @ts-expect-error -- steps must be given
export const missing = <StepList />;
// @ts-expect-error -- it has no children
export const children = <StepList steps={[]}>text</StepList>;
"""


def test_a_hosts_own_components_get_types_from_the_same_generator(tmp_path: Path) -> None:
    module = render_host_module({"StepList": compile_component("StepList", StepList)})
    assert 'export const StepList = hostComponent<StepListProps>("StepList");' in module
    assert 'from "rill/sdk";' in module
    assert "export interface Style" not in module
    assert compile_typescript(tmp_path, {"host.ts": module, "guest.tsx": HOST_GUEST}) == ""


def test_documentation_cannot_end_its_comment() -> None:
    module = render_host_module({"StepList": compile_component("StepList", StepList)})
    assert "*/ declare" not in module
    assert "*\\/ declare" in module


def test_every_kind_of_type_compiles(tmp_path: Path) -> None:
    module = render_host_module({"Sample": SAMPLE})
    use = """
import { Sample } from "./host";
export const all = (
  <Sample
    needed="" mode={false} pair={[1, "a"]} table={{ a: 1 }} data={[new Map()]} choice={{ x: 1 }}
    icon={new Uint8Array()} render={(a: number) => a} items={[{ title: "a", children: [{ title: "b" }] }]}
    onPing={() => {}} onPoint={(p) => p.x}
  />
);
"""
    assert compile_typescript(tmp_path, {"host.ts": module, "use.tsx": use}) == ""


def test_two_records_of_one_name_are_refused() -> None:
    first, second = type("Twin", (Record,), {}), type("Twin", (Record,), {})
    made = type("Made", (Component,), {"__annotations__": {"a": first, "b": second}, "__module__": __name__})
    with pytest.raises(HostError, match="two records are called Twin"):
        render_host_module({"Made": compile_component("Made", made)})


@pytest.mark.parametrize(
    ("annotation", "text"),
    [
        (list[int | None], "readonly (number | null)[]"),
        (list[list[str]], "readonly (readonly string[])[]"),
        (tuple[int, str], "readonly [number, string]"),
        (dict[str, bool], "{ readonly [name: string]: boolean }"),
        (Style, "Style"),
    ],
)
def test_types_read_as_one_would_write_them(annotation: object, text: str) -> None:
    assert type_text(compile_type(annotation, (), "x")) == text


def test_an_alias_is_the_component_that_it_names() -> None:
    text = render_constants(CATALOGUE)
    assert 'export const TouchableOpacity = "Pressable" as unknown as HostComponent<PressableProps>;' in text
    assert '["TouchableOpacity"' not in text


def test_every_component_has_its_metadata_and_its_props() -> None:
    constants, types = render_constants(CATALOGUE), render_types(CATALOGUE)
    for name, schema in CATALOGUE.items():
        if name == "TouchableOpacity":
            continue
        assert f'  ["{name}", {{ children: "{schema.children}"' in constants
        parameters = GUEST_COMPONENTS[name].parameters if name in GUEST_COMPONENTS else ""
        assert f"export interface {name}Props{parameters} extends CommonProps {{" in types


def test_generated_files_do_not_depend_on_where_the_checkout_lies() -> None:
    for text in generated_files().values():
        assert str(REPOSITORY) not in text
