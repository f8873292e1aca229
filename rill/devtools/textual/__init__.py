"""The devtools as a panel of a Textual application."""

from __future__ import annotations

from rill.devtools.textual.panel import DevtoolsPanel

__all__ = ["DevtoolsPanel"]
