"""The Textual adapter: guests as widgets of a terminal application."""

from __future__ import annotations

from rill.host.textual.adapter import TextualAdapter, TextualStatistics
from rill.host.textual.guest_view import GuestView
from rill.host.textual.view import Linked, TextualView

__all__ = ["GuestView", "Linked", "TextualAdapter", "TextualStatistics", "TextualView"]
