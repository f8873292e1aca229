"""Rill: run UI code that you do not trust, and show it in your Python application."""
