"""The conformance corpus: certificates and codes, each one change away from a good one, and what is to be said."""
