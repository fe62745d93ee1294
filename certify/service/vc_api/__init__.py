"""The VC-API test profile: credentials of any kind, issued and verified for conformance suites, on this machine alone.

It is there with `CERTIFY_VC_API=1` and only on localhost. Its key is made at start, kept in memory and named by no
trust list, so nothing that it signs is a certificate, and nothing that it verifies becomes one: the certificates of
this service have a stricter profile, in `verify`.
"""
