"""A body with an origin of its own in an installation that has another one: everything of it stands below its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from certify.service.store import published
from certify.service.store.database import Database
from certify.service.web.store_source import StoreSource
from tests.service import world
from tests.service.worker.workshop import Workshop
from tests.service.world import BODY, ORIGIN
from verify import compact, lookup
from verify.credential import read_certificate
from verify.trust import read_trust

pytestmark = pytest.mark.anyio

OWN = "https://intyg.garden.example"


async def test_certificate_code_lists_and_did_are_below_its_own_origin_and_verify(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world, "ORIGIN", OWN)
    workshop = await Workshop(database, tmp_path / "keys").ready()
    assert workshop.bench.origin == ORIGIN
    row = await workshop.issued()
    said = read_certificate(row.credential or b"")
    assert said.origin == OWN
    assert said.issuer.id == f"did:web:intyg.garden.example:bodies:{BODY}"
    listed = await published.trust_list(database)
    assert listed is not None
    document = read_trust(listed.raw).document
    assert document.id == f"{ORIGIN}/trust.json"
    assert document.bodies[0].origins == (OWN,)
    source = StoreSource(lambda: workshop.db, behind=lambda: False, clock=workshop.clock)
    verdict = await lookup.check_number(source, row.number, workshop.clock())
    assert verdict is not None
    assert verdict.verdict == "valid"
    host = OWN.partition("//")[2]
    code = compact.url(host, row.number, row.qr or b"")
    assert (await lookup.check_code(source, code, workshop.clock())).verdict == "valid"
    elsewhere = compact.url("localhost:8000", row.number, row.qr or b"")
    assert (await lookup.check_code(source, elsewhere, workshop.clock())).reason == "wrong-host"
