"""Certification schemes that ship with Certify, each a package of data."""
