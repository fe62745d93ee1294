"""Journeys are made on each of the two engines, like the tests of the service."""

from tests.service.conftest import database_url, migrated_template

__all__ = ["database_url", "migrated_template"]
