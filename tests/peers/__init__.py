"""Other people's implementations against ours, both ways: `python -m tests.peers`. None of them is a dependency."""
