"""Drafts of schemes: kept as bytes, two writers kept apart, gone when dropped."""

import pytest

from certify.service.store import scheme_drafts
from certify.service.store.database import Database
from certify.service.store.errors import Taken
from certify.service.store.scheme_drafts import SchemeDraftRow
from tests.service.store.planted import BODY, NOON, later, plant

pytestmark = pytest.mark.anyio


def draft(id_: str, **changes: object) -> SchemeDraftRow:
    values: dict[str, object] = {
        "body": BODY,
        "id": id_,
        "name": "lit-harbour 2026.1",
        "source": b"language: 1\n\xff",
        "person": "p-anna",
        "created_at": NOON,
        "updated_at": NOON,
    }
    return SchemeDraftRow(**(values | changes))  # type: ignore[arg-type]  # as the fields say


async def test_of_two_who_save_a_draft_one_is_told(database: Database) -> None:
    await plant(database)
    await scheme_drafts.add(database, draft("x"))
    with pytest.raises(Taken):
        await scheme_drafts.add(database, draft("x"))
    assert await scheme_drafts.save(database, draft("x", source=b"b"), version=1, at=later(minutes=1))
    assert not await scheme_drafts.save(database, draft("x", source=b"c"), version=1, at=later(minutes=2))
    assert await scheme_drafts.one(database, BODY, "x") == draft(
        "x", source=b"b", version=2, updated_at=later(minutes=1)
    )
    assert await scheme_drafts.one(database, "other", "x") is None


async def test_drafts_are_listed_last_changed_first_and_can_be_dropped(database: Database) -> None:
    await plant(database)
    await scheme_drafts.add(database, draft("x"))
    await scheme_drafts.add(database, draft("y", updated_at=later(minutes=1)))
    assert [row.id for row in await scheme_drafts.of_body(database, BODY)] == ["y", "x"]
    assert await scheme_drafts.drop(database, BODY, "y")
    assert not await scheme_drafts.drop(database, BODY, "y")
    assert [row.id for row in await scheme_drafts.of_body(database, BODY)] == ["x"]
