"""Documents, drafts and the notes of evidence: kept, kept apart, erased."""

import msgspec
import pytest

from certify.service.store import documents, drafts
from certify.service.store.database import Database
from certify.service.store.errors import Dangling, Taken
from tests.service.store.planted import BODY, DIGEST, NOON, later, plant

pytestmark = pytest.mark.anyio


def document(digest: str, raw: bytes = b"{}") -> documents.DocumentRow:
    return documents.DocumentRow(body=BODY, digest=digest, kind="dossier", salt=b"s" * 32, raw=raw, stored_at=NOON)


def file(digest: str, **changes: object) -> documents.EvidenceRow:
    row = documents.EvidenceRow(
        body=BODY, digest=digest, size=3_000_000_000, media_type="application/pdf", stored_at=NOON, by="p-anna"
    )
    return msgspec.structs.replace(row, **changes)


def draft(id_: str, **changes: object) -> drafts.DraftRow:
    row = drafts.DraftRow(
        body=BODY,
        id=id_,
        organisation="org-1",
        person="p-anna",
        scheme=DIGEST,
        dossier="{}",
        created_at=NOON,
        updated_at=NOON,
    )
    return msgspec.structs.replace(row, **changes)


async def test_a_document_is_kept_once_and_found_by_its_name(database: Database) -> None:
    await plant(database)
    await documents.store_documents(database)
    await documents.store_documents(database, document("d-1", bytes(range(256))), document("d-2"))
    await documents.store_documents(database, document("d-1", b"other bytes"))
    assert await documents.document(database, BODY, "d-1") == document("d-1", bytes(range(256)))
    assert await documents.document(database, "other", "d-1") is None
    assert set(await documents.documents(database, BODY, ("d-1", "d-2", "d-3"))) == {"d-1", "d-2"}
    assert await documents.documents(database, BODY, ()) == {}
    await documents.store_documents(database, *(document(f"e-{n}") for n in range(5)))
    names = [row.digest async for row in documents.all_documents(database, BODY, page=3)]
    assert names == ["d-1", "d-2", "e-0", "e-1", "e-2", "e-3", "e-4"]


async def test_an_erased_document_leaves_its_name(database: Database) -> None:
    await plant(database)
    await documents.store_documents(database, document("d-1"))
    assert await documents.erase_document(database, BODY, "d-1", later(days=1))
    assert not await documents.erase_document(database, BODY, "d-1", later(days=2))
    gone = await documents.document(database, BODY, "d-1")
    assert gone is not None
    assert (gone.raw, gone.salt, gone.erased_at, gone.kind) == (None, None, later(days=1), "dossier")
    await documents.store_documents(database, document("d-1"))
    assert await documents.document(database, BODY, "d-1") == gone


async def test_evidence_is_noted_once_and_may_come_back_after_erasure(database: Database) -> None:
    await plant(database)
    await documents.store_evidence(database, file("f-1"))
    await documents.store_evidence(database, file("f-1", media_type="text/plain"))
    assert await documents.evidence(database, BODY, ("f-1", "f-2")) == {"f-1": file("f-1")}
    assert await documents.evidence(database, BODY, ()) == {}
    assert await documents.erase_evidence(database, BODY, "f-1", later(days=1))
    assert not await documents.erase_evidence(database, BODY, "f-1", later(days=1))
    erased = (await documents.evidence(database, BODY, ("f-1",)))["f-1"]
    assert erased.erased_at == later(days=1)
    again = file("f-1", stored_at=later(days=2), by="p-bo")
    await documents.store_evidence(database, again)
    assert await documents.evidence(database, BODY, ("f-1",)) == {"f-1": again}
    for number in range(4):
        await documents.store_evidence(database, file(f"g-{number}"))
    assert [row.digest async for row in documents.all_evidence(database, BODY, page=2)] == [
        "f-1",
        "g-0",
        "g-1",
        "g-2",
        "g-3",
    ]


async def test_of_two_who_save_a_draft_one_is_told(database: Database) -> None:
    await plant(database)
    await drafts.add_draft(database, draft("x"))
    assert await drafts.save_draft(database, BODY, "x", version=1, dossier='{"a":1}', at=later(minutes=1))
    assert not await drafts.save_draft(database, BODY, "x", version=1, dossier='{"a":2}', at=later(minutes=2))
    saved = await drafts.draft(database, BODY, "x")
    assert saved == draft("x", version=2, dossier='{"a":1}', updated_at=later(minutes=1))
    assert await drafts.draft(database, "other", "x") is None
    with pytest.raises(Taken):
        await drafts.add_draft(database, draft("x"))
    with pytest.raises(Dangling):
        await drafts.add_draft(database, draft("y", organisation="org-9"))


async def test_a_draft_that_was_handed_in_does_not_change_any_more(database: Database) -> None:
    await plant(database)
    await drafts.add_draft(database, draft("x"))
    await drafts.add_draft(database, draft("y", updated_at=later(hours=1)))
    assert [row.id for row in await drafts.drafts_of(database, BODY, ("org-1",))] == ["y", "x"]
    assert await drafts.drafts_of(database, BODY, ()) == []
    assert not await drafts.hand_in(database, BODY, "x", version=2, case="c-1", at=NOON)
    assert await drafts.hand_in(database, BODY, "x", version=1, case="c-1", at=NOON)
    assert not await drafts.hand_in(database, BODY, "x", version=1, case="c-2", at=NOON)
    assert not await drafts.save_draft(database, BODY, "x", version=1, dossier="{}", at=NOON)
    assert not await drafts.drop_draft(database, BODY, "x")
    assert await drafts.drop_draft(database, BODY, "y")
    assert not await drafts.drop_draft(database, BODY, "y")
    assert await drafts.drafts_of(database, BODY, ("org-1",)) == []
