"""The js-framework-benchmark's table on Rill and on its peers, in one run on one core: ``python -m
benchmarks.side_by_side``."""
