"""The shell around the rules: web, store, worker, keys, command line."""
