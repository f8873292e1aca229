"""Screens of the examples written directly in Textual, to hold the guests against. They know nothing of Rill."""
