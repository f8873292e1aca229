"""The widgets behind the catalogue: Textual's own, linked to a node, and those that it lacks. No view, no tree."""
