"""Sweeps that are too large for every test run: `python -m tests.sweeps --help`."""
