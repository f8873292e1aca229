"""How each component of the catalogue looks in a browser."""
