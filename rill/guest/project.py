"""What a guest's project says of it: the package.json or pyproject.toml that lies beside or above a source.

Reads those two files and nothing else. What the answers mean for a build is not known here.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from rill.protocol.errors import BuildError

# Entry names that say nothing of the guest; their folder's name does.
_PLAIN_STEMS: Final = frozenset({"app", "guest", "index", "main", "src"})


class _Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The keys under ``"rill"`` in package.json and ``[tool.rill]`` in pyproject.toml."""

    id: str | None = None
    version: str | None = None
    runtime: str | None = None
    capabilities: list[str] = []
    image: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """Where a guest's project lies and what it says. None where it says nothing."""

    root: Path
    id: str
    version: str | None = None
    runtime: str | None = None
    capabilities: tuple[str, ...] = ()
    image: str | None = None


def find_project(source: Path) -> Project:
    """Read the nearest package.json, or pyproject.toml with a ``[tool.rill]`` table, from the source's folder upwards.

    The search ends at the top of a version-controlled tree. Without either file, the source's folder is the project.

    Raises:
        BuildError: the file cannot be read or has a key or type that is not known; ``path`` names it.
    """
    for folder in source.parents:
        package = folder / "package.json"
        if package.is_file():
            return _from_package(package, source)
        pyproject = folder / "pyproject.toml"
        if pyproject.is_file():
            settings = _from_pyproject(pyproject)
            if settings is not None:
                return _project(folder, source, settings, name=None, version=None)
        if (folder / ".git").exists():
            break
    return Project(root=source.parent, id=_id_of(source))


def _from_package(path: Path, source: Path) -> Project:
    try:
        package = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise BuildError(f"cannot read {path}: {error}", code="project_invalid", path=str(path)) from None
    if not isinstance(package, dict):
        raise BuildError(f"expected an object in {path}", code="project_invalid", path=str(path))
    settings = _settings(package.get("rill", {}), path, '"rill"')
    name, version = package.get("name"), package.get("version")
    return _project(
        path.parent,
        source,
        settings,
        name=name if isinstance(name, str) else None,
        version=version if isinstance(version, str) else None,
    )


def _from_pyproject(path: Path) -> _Settings | None:
    try:
        pyproject = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BuildError(f"cannot read {path}: {error}", code="project_invalid", path=str(path)) from None
    table = pyproject.get("tool", {}).get("rill")
    return None if table is None else _settings(table, path, "[tool.rill]")


def _settings(value: object, path: Path, where: str) -> _Settings:
    try:
        return msgspec.convert(value, _Settings)
    except msgspec.ValidationError as error:
        known = ", ".join(_Settings.__struct_fields__)
        text = str(error)
        raise BuildError(
            f"{text[:1].lower()}{text[1:]} in {where} of {path}; known keys: {known}",
            code="project_invalid",
            path=str(path),
        ) from None


def _project(root: Path, source: Path, settings: _Settings, *, name: str | None, version: str | None) -> Project:
    return Project(
        root=root,
        id=settings.id or name or _id_of(source),
        version=settings.version or version,
        runtime=settings.runtime,
        capabilities=tuple(settings.capabilities),
        image=settings.image,
    )


def _id_of(source: Path) -> str:
    stem = source.stem if source.stem.lower() not in _PLAIN_STEMS else source.parent.name
    if stem.lower() in _PLAIN_STEMS:
        stem = source.parent.parent.name
    cleaned = re.sub(r"[^A-Za-z0-9._-]+", "-", stem).strip("-._")
    return cleaned[:128] or "guest"
