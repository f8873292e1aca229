"""Builds the engine: QuickJS-NG and our bridge, as a code module and the base image that its sandboxes start from.

`python engine/build.py` needs the package `ziglang` (a C compiler) and, the first time, the package index for the
source distribution of `quickjs-ng`, which is pinned by hash and used unmodified. It writes
rill/sandbox/wasm/quickjs.wasm and quickjs.image.wasm, the same bytes on every machine, and does nothing when they are
up to date. Nothing of Rill is imported except the file that splits a module, and that by its path, because this runs
before anything is installed.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import subprocess
import sys
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
SOURCES: Final = ROOT / "engine"
CACHE: Final = ROOT / ".cache" / "engine"
OUTPUT: Final = ROOT / "rill" / "sandbox" / "wasm"
CODE_NAME: Final = "quickjs.wasm"
IMAGE_NAME: Final = "quickjs.image.wasm"
STAMP_NAME: Final = "quickjs.stamp.bin"

PACKAGE: Final = "quickjs-ng==0.17.0.2"
PACKAGE_SHA256: Final = "43d2e48272208721a7aaea8e3f02d4b9318f12ef20cc4f5421b59d9a470706ef"
ARCHIVE: Final = "quickjs_ng-0.17.0.2.tar.gz"
UPSTREAM: Final = "quickjs_ng-0.17.0.2/upstream-quickjs"
COMPILER: Final = "0.17.0"

# bridge.c includes quickjs.c, so that the encoder can read strings in place (see its head).
OUR_UNITS: Final = ("bridge.c", "scan.c", "wasi.c")
THEIR_UNITS: Final = ("dtoa.c", "libregexp.c", "libunicode.c")

EXPORTS: Final = ("rill_control", "rill_create", "rill_buffer", "rill_load", "rill_turn", "rill_rest", "rill_scan")

COMPILE: Final = (
    "--target=wasm32-wasi",
    "-O3",
    "-DNDEBUG",
    "-D_GNU_SOURCE",
    # What QuickJS-NG's own build asks for.
    "-funsigned-char",
    # All it does in QuickJS-NG 0.17: dispatch by a switch. WebAssembly has no computed goto; LLVM makes a table and a
    # switch of one, which is a twentieth slower (measured).
    "-DEMSCRIPTEN",
    # Inlines the few calls between the units; 2 % (measured).
    "-flto",
    # The paths of this checkout must not end up in the code, or it would differ between machines.
    "-ffile-prefix-map={upstream}=quickjs",
    "-ffile-prefix-map={sources}=engine",
)
# The C stack lies below the data (zig passes --stack-first), so overrunning it traps instead of overwriting the heap.
# It holds the 256 KB that JavaScript may use and leaves three times that to native code that does not ask.
LINK: Final = (
    "--target=wasm32-wasi",
    "-O3",
    "-flto",
    "-mexec-model=reactor",
    "-s",
    "-Wl,--import-memory",
    "-Wl,-z,stack-size=1048576",
)


class EngineBuildError(Exception):
    """The engine cannot be built here; the text says what is missing and how to get it."""


def main() -> int:
    parser = argparse.ArgumentParser(description="Build the WebAssembly engine from source.")
    parser.add_argument("--force", action="store_true", help="build even if nothing changed")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="folder for the result")
    options = parser.parse_args()
    try:
        built = build(options.output, force=options.force)
    except EngineBuildError as error:
        print(f"engine: {error}", file=sys.stderr)
        return 1
    state = "built" if built else "up to date"
    digest = hashlib.sha256((options.output / CODE_NAME).read_bytes()).hexdigest()
    print(f"engine: {state}, {CODE_NAME} {digest[:16]}")
    return 0


def build(output: Path, *, force: bool = False) -> bool:
    """Build into `output` unless what lies there was made from the same inputs; tells whether it built."""
    stamp = _stamp()
    if not force and _is_current(output, stamp):
        return False
    _check_compiler()
    upstream = _fetch_upstream()
    print("engine: compiling QuickJS-NG and the bridge (about half a minute) ...", flush=True)
    with tempfile.TemporaryDirectory(prefix="rill-engine-") as scratch:
        linked = _compile(upstream, Path(scratch))
    binary = _load_binary()
    code, contents = binary.split(linked, EXPORTS)
    image = binary.write_image(contents, contents.pages)
    output.mkdir(parents=True, exist_ok=True)
    (output / CODE_NAME).write_bytes(code)
    (output / IMAGE_NAME).write_bytes(image)
    (output / STAMP_NAME).write_text(json.dumps({"inputs": stamp, "outputs": _digests(output)}))
    return True


def _stamp() -> str:
    digest = hashlib.sha256()
    for part in (PACKAGE_SHA256, COMPILER, *COMPILE, *LINK, *EXPORTS):
        digest.update(part.encode() + b"\0")
    for path in sorted([*SOURCES.glob("*.[ch]"), Path(__file__).resolve(), OUTPUT / "binary.py"]):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _digests(output: Path) -> dict[str, str]:
    return {name: hashlib.sha256((output / name).read_bytes()).hexdigest() for name in (CODE_NAME, IMAGE_NAME)}


def _is_current(output: Path, stamp: str) -> bool:
    try:
        recorded = json.loads((output / STAMP_NAME).read_text())
        return bool(recorded == {"inputs": stamp, "outputs": _digests(output)})
    except (OSError, ValueError):
        return False


def _check_compiler() -> None:
    try:
        found = version("ziglang")
    except ImportError:
        raise EngineBuildError(f"the compiler is missing: pip install ziglang=={COMPILER}") from None
    if found != COMPILER:
        raise EngineBuildError(
            f"expected ziglang {COMPILER}, found {found}: the engine must be the same bytes everywhere"
        )


def _fetch_upstream() -> Path:
    archive = CACHE / ARCHIVE
    if not archive.exists() or _sha256(archive) != PACKAGE_SHA256:
        _download(archive)
    folder = CACHE / f"source-{PACKAGE_SHA256[:16]}"
    upstream = folder / UPSTREAM
    if not (upstream / "quickjs.c").exists():
        # Filters came with Python 3.11.4; before it the pinned hash of the archive has to do.
        options: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
        with tarfile.open(archive) as bundle:
            bundle.extractall(folder, **options)
    return upstream


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _download(archive: Path) -> None:
    print(f"engine: fetching the source of {PACKAGE} ...", flush=True)
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="rill-engine-") as scratch:
        requirements = Path(scratch) / "requirements.txt"
        requirements.write_text(f"{PACKAGE} --hash=sha256:{PACKAGE_SHA256}\n")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
        command += ["--no-deps", "--no-binary", ":all:", "--require-hashes", "-r", str(requirements), "-d", scratch]
        # pip reads the package's metadata by its build backend, which is the ordinary cost of asking for a source
        # distribution; nothing is compiled.
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        found = Path(scratch) / ARCHIVE
        if result.returncode or not found.exists():
            raise EngineBuildError(f"pip could not fetch {PACKAGE}:\n{result.stderr.strip()[-2000:]}")
        if _sha256(found) != PACKAGE_SHA256:
            raise EngineBuildError(f"{ARCHIVE} does not have the pinned hash")
        archive.write_bytes(found.read_bytes())


def _compile(upstream: Path, scratch: Path) -> bytes:
    flags = [flag.format(upstream=upstream, sources=SOURCES) for flag in COMPILE]
    objects: list[str] = []
    for folder, units in ((SOURCES, OUR_UNITS), (upstream, THEIR_UNITS)):
        for unit in units:
            target = scratch / Path(unit).with_suffix(".o").name
            warnings = [
                "-Wall",
                "-Wextra",
                "-Wno-sign-compare",
                "-Wno-unused-parameter",
                "-Wno-missing-field-initializers",
            ]
            _zig("cc", *flags, *warnings, "-isystem", str(upstream), "-c", str(folder / unit), "-o", str(target))
            objects.append(str(target))
    linked = scratch / "linked.wasm"
    _zig("cc", *LINK, *objects, "-o", str(linked))
    return linked.read_bytes()


def _zig(*arguments: str) -> None:
    result = subprocess.run([sys.executable, "-m", "ziglang", *arguments], capture_output=True, text=True, check=False)
    if result.returncode:
        raise EngineBuildError(f"the compiler failed:\n{result.stderr.strip()[-4000:]}")
    if result.stderr.strip():
        print(result.stderr.strip()[-2000:], file=sys.stderr)


def _load_binary() -> ModuleType:
    path = OUTPUT / "binary.py"
    spec = importlib.util.spec_from_file_location("rill_engine_binary", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
