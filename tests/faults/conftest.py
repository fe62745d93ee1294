"""What a sweep may ask for: a database of its own on each engine."""

from tests.service.conftest import database_url, migrated_template

__all__ = ["database_url", "migrated_template"]
