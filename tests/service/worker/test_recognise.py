"""A scheme's owner recognises a body: signed with a key of its own, published, followed by the verdict."""

from __future__ import annotations

from datetime import timedelta

import pytest

from certify.service.errors import NotFound
from certify.service.store import published
from certify.service.web.store_source import StoreSource
from certify.service.worker import keys, recognise
from certify.service.worker.publish import NothingToSignWith
from certify.service.worker.signing import NotForThis, reference
from tests.service.worker.workshop import Workshop
from tests.service.world import BODY
from verify import lookup
from verify.errors import OlderThanKnown, VerifyError

pytestmark = pytest.mark.anyio


async def _signed(workshop: Workshop, **changes: str) -> bytes:
    told = {"body": f"did:web:localhost%3A8000:bodies:{BODY}", "name": "Trädgårdsrådet"}
    told |= {"scheme": workshop.world.scheme.id} | changes
    at = workshop.clock()
    return await recognise.issue(
        workshop.bench, BODY, valid_from=at - timedelta(days=9), valid_until=at + timedelta(days=365), **told
    )


async def _said(workshop: Workshop, number: str) -> tuple[str, str]:
    source = StoreSource(lambda: workshop.db, behind=lambda: False, clock=workshop.clock)
    verdict = await lookup.check_number(source, number, workshop.clock())
    assert verdict is not None
    assert verdict.verdict == "valid"
    step = verdict.step("recognised")
    return step.result, step.reason


async def test_the_verdict_follows_what_the_owner_signed(workshop: Workshop) -> None:
    row = await workshop.issued()
    assert await _said(workshop, row.number) == ("not_done", "no-recognition")
    with pytest.raises(NothingToSignWith):
        await _signed(workshop)
    key = await keys.make(workshop.bench, BODY, "recognition")
    raw = await _signed(workshop)
    new = await recognise.publish(workshop.bench, raw, by="sol")
    assert await recognise.publish(workshop.bench, raw, by="sol") == new
    assert await published.recognitions(workshop.db, BODY) == [new]
    assert await _said(workshop, row.number) == ("yes", "ok")
    await keys.compromised(workshop.bench, BODY, key.id)
    workshop.later(seconds=2)
    assert await _said(workshop, row.number) == ("no", "key-compromised")


async def test_what_is_not_published(workshop: Workshop) -> None:
    await keys.make(workshop.bench, BODY, "recognition")
    elsewhere = await _signed(workshop, body="did:web:annan.example:bodies:annan")
    with pytest.raises(NotFound):
        await recognise.publish(workshop.bench, elsewhere, by="sol")
    with pytest.raises(VerifyError):
        await recognise.publish(workshop.bench, elsewhere[:-9], by="sol")
    with pytest.raises(NotFound):
        await recognise.issue(
            workshop.bench,
            "nobody",
            body="x",
            name="x",
            scheme="x",
            valid_from=workshop.clock(),
            valid_until=workshop.clock(),
        )


async def test_one_that_was_ended_early_is_not_replaced_by_the_former_one(workshop: Workshop) -> None:
    await keys.make(workshop.bench, BODY, "recognition")
    former = await _signed(workshop)
    workshop.later(minutes=1)
    later = await _signed(workshop)
    for raw in (former, later, later):
        await recognise.publish(workshop.bench, raw, by="sol")
    with pytest.raises(OlderThanKnown):
        await recognise.publish(workshop.bench, former, by="sol")
    (row,) = await published.recognitions(workshop.db, BODY)
    assert row.raw == later


async def test_a_recognition_key_signs_nothing_else(workshop: Workshop) -> None:
    row = await keys.make(workshop.bench, BODY, "recognition")
    for document in ({"type": "StatusHistory"}, {"type": ["x", "Recognition"], "issuer": "did:web:annan.example"}):
        with pytest.raises(NotForThis):
            await workshop.signer.sign_document(document, reference(row), at=workshop.clock())
