"""Serves the files of a folder, as plainly as the same server can: ``python -m benchmarks.web.static_page FOLDER``."""

from __future__ import annotations

import sys

from starlette.staticfiles import StaticFiles

from benchmarks.web.peers.process import serve

if __name__ == "__main__":
    serve(StaticFiles(directory=sys.argv[1]))
