"""Rill in a browser beside ReactPy and NiceGUI: ``python -m benchmarks.web``."""
