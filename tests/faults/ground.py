"""An installation for a sweep: a body at work and many cases, each of which only waits for its decision.

There is one organisation for each case, because an applicant has one open case at a time.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from certify.core import acts as a
from certify.service import authority
from certify.service.installation import opened
from certify.service.settings import PREFIX, Settings
from certify.service.store import access
from certify.service.store.database import Database
from certify.service.store.organisations import OrganisationRow
from certify.service.worker import keys
from certify.service.worker.bench import Bench
from tests.core.life import DOSSIER, MEMBER, findings
from tests.faults import victim
from tests.faults.journal import Journal, JournalSigner
from tests.service.worker.workshop import SECRET
from tests.service.world import BODY, ORIGIN, World

TOKEN = "certify_the-deciders-token"
EARLIER = timedelta(days=12)  # so long ago the body began its work
# Held by the rules and by the chain of events too; for the fault `no-index` this alone stands in its way.
INDEX = "certificate_one_per_case"


def now() -> datetime:
    """The real time."""
    return datetime.now(UTC)


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """An installation that is set up and closed. `cases` are assessed, and Dag may decide them with `TOKEN`."""

    settings: Settings
    folder: Path
    cases: tuple[str, ...]
    plant: str = ""

    @property
    def journal(self) -> Journal:
        """The journal of signatures."""
        return Journal(self.folder / "journal")

    def signer(self) -> JournalSigner:
        """A signer over the installation's keys."""
        return JournalSigner(self.settings.keys, self.settings.secret, self.journal)

    def environment(self, ahead: timedelta, **more: str) -> dict[str, str]:
        """The environment of the victim, whose clock is so much ahead."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        return inherited | {
            "CERTIFY_DATABASE": self.settings.database,
            "CERTIFY_BLOBS": self.settings.blobs,
            "CERTIFY_KEYS": str(self.settings.keys),
            "CERTIFY_SECRET": self.settings.secret,
            "CERTIFY_ORIGIN": self.settings.origin,
            victim.JOURNAL: str(self.journal.path),
            victim.AHEAD: str(ahead.total_seconds()),
            victim.PLANT: self.plant,
            "PYTHONFAULTHANDLER": "1",  # should it die in C, its log says where
            **more,
        }


async def laid(url: str, folder: Path, count: int, *, plant: str = "") -> Ground:
    """Set up an installation with so many cases in an empty database, ready for a planted fault if one is named."""
    settings = Settings(
        database=url, blobs=str(folder / "blobs"), keys=folder / "keys", secret=SECRET, origin=ORIGIN, worker=True
    )
    ground = Ground(settings=settings, folder=folder, cases=tuple(f"case-{n}" for n in range(count)), plant=plant)
    async with opened(settings, chance=os.urandom) as installation:
        db = installation.database
        world = World(db)
        world.at = now() - EARLIER
        await world.founded()
        bench = Bench(shell=installation.shell, signer=ground.signer(), origin=ORIGIN, clock=now)
        await keys.ensure(bench)
        for n, case in enumerate(ground.cases):
            await _assessed(world, case, n)
        await _token(db)
        # What the set-up itself would have told people is not what is tried here.
        await db.sql("UPDATE task SET state = 'done', done_at = run_at")
        await db.sql("UPDATE account SET email = login")
        if plant == "no-index":
            await db.sql(f"DROP INDEX {INDEX}")
    return ground


async def _assessed(world: World, case: str, n: int) -> None:
    """An organisation, and its case as far as the assessment; each in the same hour, so that many fit into few days."""
    began, organisation = world.at, f"garden-{n}"
    row = OrganisationRow(
        body=BODY, id=organisation, number=_number(n), name=f"Trädgård {n}", address="Torget 1", created_at=world.at
    )
    await authority.add_organisation(world.db, row, by="setup")
    await authority.give_role(world.db, BODY, "mo", "applicant", organisation=organisation, by="setup", at=world.at)
    named = msgspec.structs.replace(
        DOSSIER.applicant, name=row.name, address=row.address, organisation_number=row.number
    )
    dossier = msgspec.structs.replace(DOSSIER, applicant=named)
    await world.do("mo", a.Submit(dossier=dossier, applicant=organisation, scheme=world.scheme.digest), case=case)
    await world.do("kim", a.Register(number=f"2026-{n}", received=world.at.date()), case=case)
    await world.do("kim", a.Accept(findings=MEMBER), case=case)
    await world.do("kim", a.Assign(duty="assess", person="ask"), case=case)
    await world.do("kim", a.Assign(duty="decide", person="dag"), case=case)
    await world.do("ask", a.DeclareInterest(conflict=False), case=case)
    await world.do("dag", a.DeclareInterest(conflict=False), case=case)
    await world.do("mo", a.Agree(terms=world.terms), case=case)
    await world.do("ask", a.Assess(findings=findings()), case=case)
    world.at = began + timedelta(minutes=1)


async def _token(db: Database) -> None:
    row = access.TokenRow(
        id="token-of-the-sweep",
        body=BODY,
        account="account-dag",
        name="sweep",
        digest=access.digest_of(TOKEN),
        created_at=now(),
        expires_at=now() + timedelta(days=365),
    )
    await access.add_token(db, row)


def _number(n: int) -> str:
    """An organisation number that nobody else has here, with its check digit (Luhn over the first nine)."""
    digits = f"{716_000_000 + n:09d}"
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(digits)]
    check = -sum(value // 10 + value % 10 for value in doubled) % 10
    return f"{digits[:6]}-{digits[6:]}{check}"
