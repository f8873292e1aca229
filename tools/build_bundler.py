"""Builds the programs of rill/guest/bundler, with their locked dependencies, as one file each: the bundler of
`rill build`, which runs under Bun, and the analyzer of `rill analyze`, which runs in a sandbox.

The outputs, ``rill/guest/bundler/bundler.js`` and ``analyzer.js``, are package data of the wheel and are not committed.
Run it as ``python tools/build_bundler.py``; it does nothing when the outputs are newer than every source.
"""

from __future__ import annotations

import argparse
import subprocess
from pathlib import Path

from build_sdk import find_bun

FOLDER = Path(__file__).resolve().parent.parent / "rill" / "guest" / "bundler"
# Each program, with what it runs on. The analyzer is a unit of a sandbox, which has no modules.
PROGRAMS = {
    "bundler": ("--target=bun",),
    "solid_dom": ("--target=bun", "--minify"),
    "analyzer": ("--target=browser", "--format=iife", "--minify"),
}
OUTPUTS = tuple(FOLDER / f"{name}.js" for name in PROGRAMS)
# Sources that lie elsewhere: the names that a guest has.
SHARED = (FOLDER.parents[2] / "sdk-js" / "src" / "globals" / "allowed.ts",)
LICENSES = FOLDER / "LICENSES.txt"
# The packages that become a part of the outputs, whose licences ask to be shipped with it.
BUNDLED = (
    "@babel/code-frame",
    "@babel/compat-data",
    "@babel/core",
    "@babel/generator",
    "@babel/helper-compilation-targets",
    "@babel/helper-globals",
    "@babel/helper-module-imports",
    "@babel/helper-module-transforms",
    "@babel/helper-plugin-utils",
    "@babel/helper-string-parser",
    "@babel/helper-validator-identifier",
    "@babel/helper-validator-option",
    "@babel/helpers",
    "@babel/parser",
    "@babel/plugin-syntax-jsx",
    "@babel/template",
    "@babel/traverse",
    "@babel/types",
    "@jridgewell/gen-mapping",
    "@jridgewell/remapping",
    "@jridgewell/resolve-uri",
    "@jridgewell/sourcemap-codec",
    "@jridgewell/trace-mapping",
    "acorn",
    "babel-plugin-jsx-dom-expressions",
    "babel-preset-solid",
    "baseline-browser-mapping",
    "browserslist",
    "caniuse-lite",
    "convert-source-map",
    "debug",
    "electron-to-chromium",
    "entities",
    "gensync",
    "html-entities",
    "js-tokens",
    "jsesc",
    "json5",
    "lru-cache",
    "ms",
    "node-releases",
    "parse5",
    "picocolors",
    "semver",
    "yallist",
)


def is_fresh() -> bool:
    """Tell whether the outputs are newer than every source that they are made from."""
    if not all(output.exists() for output in OUTPUTS):
        return False
    built = min(output.stat().st_mtime for output in OUTPUTS)
    sources = [path for path in FOLDER.iterdir() if path.is_file() and path not in (*OUTPUTS, LICENSES)]
    return all(path.stat().st_mtime <= built for path in (*sources, *SHARED))


def licence_of(package: str) -> str:
    """Return the text of a package's licence."""
    folder = FOLDER / "node_modules" / package
    # Mostly LICENSE, but license.md and LICENSE-MIT.txt, too.
    path = next(path for path in sorted(folder.iterdir()) if path.name.lower().startswith("licen"))
    return path.read_text("utf-8").strip()


def build() -> None:
    """Install the locked dependencies and build the program.

    Raises:
        subprocess.CalledProcessError: one of the steps failed; it has said why.
    """
    bun = find_bun()
    subprocess.run([bun, "install", "--frozen-lockfile"], cwd=FOLDER, check=True)
    licences = "\n\n".join(f"{name}\n\n{licence_of(name)}" for name in BUNDLED)
    LICENSES.write_text(licences + "\n", "utf-8")
    # Built last, so that their times say when a whole build ended.
    for name, options in PROGRAMS.items():
        command: list[str | Path] = [
            bun,
            "build",
            f"{name}.ts",
            *options,
            "--minify-syntax",
            "--outdir=.",
            f"--entry-naming={name}.js",
        ]
        subprocess.run(command, cwd=FOLDER, check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the programs of `rill build` and `rill analyze`.")
    parser.add_argument("--force", action="store_true", help="build even if the outputs are newer than every source")
    arguments = parser.parse_args()
    if not arguments.force and is_fresh():
        print("bundler is up to date")
        return
    build()


if __name__ == "__main__":
    main()
