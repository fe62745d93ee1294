"""Certify: certification as data, from a scheme file to a signed certificate."""
