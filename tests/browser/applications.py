"""The examples that are applications: their `app.py` is imported by its path, as Python runs it, and served."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

from .examples import FOLDER


def application(path: str) -> ModuleType:
    """The module of an example, such as ``chat/app.py``. Modules beside it can be imported by it."""
    file = FOLDER / path
    name = "example_" + path.removesuffix(".py").replace("/", "_")
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    sys.path.insert(0, str(file.parent))
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(file.parent))
    return module
