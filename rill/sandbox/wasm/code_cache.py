"""Keeps compiled code on disk, so that only a machine's first start compiles the engine.

Compiled code is native code: whoever can write the file runs in the host's process. So the folder belongs to the user
and nobody else, each file is authenticated by a key that only the user can read, and a file that is not right in every
respect is compiled again, never loaded. Knows files and bytes, nothing of wasmtime.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import stat
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

_KEY_NAME = "key"
_KEY_BYTES = 32
_MAC_BYTES = 32
_SUFFIX = ".code"
# Compiled engines are 5 to 10 MB; a file far above that is not one of ours.
_FILE_BYTES_MAX = 256 * 1024 * 1024


def default_folder() -> Path | None:
    """Where compiled code is kept: RILL_CACHE_DIR if set, else the platform's place for caches.

    None where there is no such place, because the user has no home: then every start compiles.
    """
    if override := os.environ.get("RILL_CACHE_DIR"):
        return Path(override) / "code"
    try:
        return _platform_folder() / "rill" / "code"
    except RuntimeError:
        return None


def _platform_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    # The XDG rules say that a relative path is to be ignored.
    configured = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return configured if configured.is_absolute() else Path.home() / ".cache"


class CodeCache:
    """Compiled code by key. Any failure of the disk means compiling again; nothing is raised for it.

    Args:
        folder: where to keep it; made when needed. None: keep nothing.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        # What became of the last request: "hit", "miss: reason" or "off". For statistics and tests.
        self.outcome = "off"

    def get_or_make(self, key: bytes, make: Callable[[], bytes]) -> bytes:
        """Return the code stored under the key, or make and store it.

        The key must cover everything that the code depends on: source, compiler and its version, settings, machine.
        """
        if self._folder is None:
            return make()
        secret = None
        path = self._folder / (hashlib.sha256(key).hexdigest() + _SUFFIX)
        try:
            _secure_folder(self._folder)
            secret = _secret(self._folder)
            code = _authenticated(_read_own(path), secret, key)
            self.outcome = "hit"
        except (OSError, _RefusedError) as error:
            self.outcome = f"miss: {error}"
            code = make()
            if secret is not None:
                self._store(path, secret, key, code)
        return code

    def _store(self, path: Path, secret: bytes, key: bytes, code: bytes) -> None:
        try:
            _write_own(path, _mac(secret, key, code) + code)
        except OSError as error:
            self.outcome += f"; not stored: {error}"


class _RefusedError(Exception):
    """A file or folder is not what the cache would have written."""


def _secure_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "nt":
        # The profile folder is private by its access list; the bits below say nothing there.
        return
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise _RefusedError(f"{folder} is not a folder of this user")
    if stat.S_IMODE(found.st_mode) & 0o077:
        folder.chmod(0o700)
        # Others could write here until now: nothing that lies in it can be believed, the key least of all.
        for path in folder.iterdir():
            if path.is_file() or path.is_symlink():
                path.unlink()


def _read_own(path: Path) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    with open(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or found.st_size > _FILE_BYTES_MAX:
            raise _RefusedError(f"{path.name} is not a file of the cache")
        if os.name != "nt" and (found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) & 0o077):
            raise _RefusedError(f"{path.name} is not private to this user")
        return file.read()


def _write_own(path: Path, data: bytes) -> None:
    """Write by renaming, so that a reader sees the whole file or none. mkstemp makes it with mode 0600."""
    descriptor, scratch = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
        os.replace(scratch, path)
    except BaseException:
        Path(scratch).unlink(missing_ok=True)
        raise


def _secret(folder: Path) -> bytes:
    path = folder / _KEY_NAME
    try:
        secret = _read_own(path)
        if len(secret) == _KEY_BYTES:
            return secret
    except (OSError, _RefusedError):
        pass
    # A key that is missing or not right is replaced; what was stored under it is then compiled again.
    _write_own(path, secrets.token_bytes(_KEY_BYTES))
    return _read_own(path)


def _mac(secret: bytes, key: bytes, code: bytes) -> bytes:
    total = hmac.new(secret, len(key).to_bytes(8, "little") + key, hashlib.sha256)
    total.update(code)
    return total.digest()


def _authenticated(data: bytes, secret: bytes, key: bytes) -> bytes:
    mac, code = data[:_MAC_BYTES], data[_MAC_BYTES:]
    if len(mac) != _MAC_BYTES or not hmac.compare_digest(mac, _mac(secret, key, code)):
        raise _RefusedError("the stored code is damaged or not ours")
    return code
