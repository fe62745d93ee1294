"""Benchmarks: what the check, the endpoint, issuing and a growing register cost, as ratios within one run.

rounds.py    contenders take turns in shuffled rounds; a wrong answer ends the run
verifying.py (a) the whole check against the bare signature
serving.py   (b) `GET /v/{number}.json` against a trivial route, both under granian; load.py asks, server.py serves
issuing.py   (c) building and signing against the bare signature; a whole issue in its parts
growing.py   (d) ten times as many certificates against the same; stock.py fills the stores
tables.py    results as tables and as JSON
__main__.py  `make bench`; `make bench ARGS=--help`
"""
