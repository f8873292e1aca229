"""Counts the memory mappings that sandboxes hold, for the whole process.

Linux allows a process about 65,530 mappings, and a sandbox takes four. At the cap not only the next sandbox fails but
any allocation anywhere in the process, so sandboxes stop before it, with an error that names the setting.
"""

from __future__ import annotations

import threading
from pathlib import Path

from rill.protocol.errors import ProviderError

# Measured with wasmtime 50: reservation, image, heap beyond it, and the store's own pages.
PER_SANDBOX = 4

# Left for everything else in the process: libraries, threads, arenas of the allocator.
_RESERVE = 4096

# Reentrant, because a forgotten sandbox may be collected at any allocation.
_lock = threading.RLock()
_live = 0


def _read_cap() -> int | None:
    try:
        return int(Path("/proc/sys/vm/max_map_count").read_text())
    except (OSError, ValueError):
        return None  # Not Linux: there the operating system's own error is all there is.


_cap = _read_cap()


def sandboxes_max() -> int | None:
    """How many sandboxes the process may hold, or None where nothing is known of a cap."""
    return None if _cap is None else max((_cap - _RESERVE) // PER_SANDBOX, 1)


def reserve_mappings() -> None:
    """Count one more sandbox. Raises ProviderError at the cap."""
    global _live
    with _lock:
        most = sandboxes_max()
        if most is not None and _live >= most:
            raise ProviderError(
                f"the process holds {_live} sandboxes, as many as vm.max_map_count={_cap} has room for; close some, "
                f"raise the setting (sysctl -w vm.max_map_count={2 * (_cap or 0)}), or spread guests over processes",
                code="sandboxes_exhausted",
            )
        _live += 1


def release_mappings() -> None:
    """Count one sandbox less."""
    global _live
    with _lock:
        _live -= 1
