"""The programs of the peers, and what holds their data. They run in an environment of their own and import nothing of
Rill; see `benchmarks.web.contenders`."""
