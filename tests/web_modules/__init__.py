"""Scripts of components in a real browser: what they do with the elements of their views, without any server."""
