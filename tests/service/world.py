"""A body at work, for the tests of the service: people with names, one applicant, a small scheme, terms.

Kim coordinates, Ask assesses, Dag decides, Elm may do all three, Ros audits, Adi administers, and Mo speaks for the
applicant `lindhamra`. Ola speaks for another organisation, `other`.
"""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from certify.core import acts as a
from certify.core.case import Case
from certify.core.dossier import Dossier
from certify.core.findings import Findings
from certify.core.scheme.model import Scheme
from certify.service import authority
from certify.service.perform import CLOCK, WORKER, Caller, Performed, Shell, load_case, perform
from certify.service.schemes import SchemeShelf
from certify.service.store.bodies import BodyRow
from certify.service.store.database import Database
from certify.service.store.organisations import OrganisationRow
from certify.service.store.people import AccountRow, PersonRow
from tests.core.life import DOSSIER, MEMBER, WHY, findings

GARDEN = Path(__file__).parent.parent / "core" / "garden.yaml"
ORIGIN = "http://localhost:8000"
BODY = "garden"
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ROLES: dict[str, tuple[a.Role, ...]] = {
    "kim": ("coordinator",),
    "ask": ("assessor",),
    "dag": ("decider",),
    "elm": ("coordinator", "assessor", "decider"),
    "ros": ("auditor",),
    "adi": ("administrator",),
    "sol": ("scheme_owner",),
    "app": ("appeals_handler",),
}
KNOWN_AS = {
    "lindhamra": (DOSSIER.applicant.organisation_number, DOSSIER.applicant.name),
    "other": ("556036-0793", "En annan trädgård"),
}


class World:
    """A shell over a real database, a body in it, and a clock that is set by hand."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.at = START
        self.heads: dict[str, tuple[int, str]] = {}
        self._chance = itertools.count(1)
        self.shell = Shell(database=db, chance=self.chance, schemes=SchemeShelf(), advanced=self._advanced)
        self.scheme: Scheme
        self.terms = ""

    def chance(self, count: int) -> bytes:
        """Bytes that differ each time and are the same in every run."""
        return next(self._chance).to_bytes(count, "big")

    def _advanced(self, body: str, seq: int, link: str) -> None:
        self.heads[body] = (seq, link)

    async def founded(self) -> World:
        """The body, its people, its scheme and its terms."""
        row = BodyRow(
            slug=BODY,
            legal_name="Trädgårdsrådet",
            address="Allén 2, 123 45 Lindhamra",
            origin=ORIGIN,
            did=authority.did_of(ORIGIN, BODY),
            created_at=self.at,
        )
        await authority.found_body(self.db, row, by="setup")
        for id_, (number, name) in KNOWN_AS.items():
            organisation = OrganisationRow(
                body=BODY, id=id_, number=number, name=name, address=DOSSIER.applicant.address, created_at=self.at
            )
            await authority.add_organisation(self.db, organisation, by="setup")
        for person, roles in ROLES.items():
            await self._person(person)
            for role in roles:
                await authority.give_role(self.db, BODY, person, role, by="setup", at=self.at)
        for person, organisation_id in (("mo", "lindhamra"), ("ola", "other")):
            await self._person(person)
            await authority.give_role(
                self.db, BODY, person, "applicant", organisation=organisation_id, by="setup", at=self.at
            )
        self.scheme = await authority.publish_scheme(self.db, BODY, GARDEN.read_bytes(), by="sol", at=self.at)
        for person in ("ask", "dag", "elm"):
            await authority.record_competence(
                self.db, BODY, person, self.scheme.id, from_day=date(2026, 1, 1), until_day=None, by="adi", at=self.at
            )
        self.terms = await authority.publish_terms(self.db, BODY, sv="Villkor.", en="Terms.", by="adi", at=self.at)
        return self

    async def _person(self, id_: str) -> None:
        await authority.add_person(
            self.db,
            PersonRow(id=id_, body=BODY, name=id_.title(), created_at=self.at),
            AccountRow(id=f"account-{id_}", person=id_, login=f"{id_}@example.org", created_at=self.at),
            by="setup",
        )

    async def do(self, by: str, act: a.Act, *, case: str = "case-1", **more: Any) -> Performed:
        """Perform an act by a person, `clock` or `worker`, one minute after the last."""
        self.at += timedelta(minutes=1)
        callers = {"clock": CLOCK, "worker": WORKER}
        caller = callers.get(by, Caller(kind="person", person=by))
        return await perform(self.shell, body=BODY, case=case, act=act, caller=caller, at=self.at, **more)

    async def case(self, case: str = "case-1") -> Case:
        """The case as it stands."""
        found = await load_case(self.db, BODY, case)
        assert found is not None
        return found

    async def submitted(self, case: str = "case-1", applicant: str = "lindhamra", by: str = "mo") -> World:
        """Handed in."""
        number, name = KNOWN_AS[applicant]
        named = msgspec.structs.replace(DOSSIER.applicant, organisation_number=number, name=name)
        dossier = msgspec.structs.replace(DOSSIER, applicant=named)
        await self.do(by, a.Submit(dossier=dossier, applicant=applicant, scheme=self.scheme.digest), case=case)
        return self

    async def assessed(self, case: str = "case-1", **values: str) -> World:
        """Taken in, assigned and assessed, yes to all unless said otherwise."""
        await self.submitted(case)
        return await self.through(findings(**values), case)

    async def granted(self, case: str = "case-1") -> World:
        """Decided; what follows is the worker's."""
        await self.assessed(case)
        await self.do("dag", a.Decide(outcome="grant", reason=WHY), case=case)
        return self

    async def renewed(self, case: str, former: str) -> World:
        """Decided on the short form, which does not ask about G.3, for the certificate that is named."""
        answers = {name: answer for name, answer in DOSSIER.answers.items() if name != "G.3"}
        dossier = msgspec.structs.replace(DOSSIER, answers=answers)
        said = msgspec.structs.replace(findings(), findings=findings().findings[:2])
        return await self.granted_on(dossier, said, case, form="short", former=former)

    async def granted_on(self, dossier: Dossier, said: Findings, case: str = "case-1", **asked: str) -> World:
        """Decided, on that dossier and those findings; `asked` is what else is handed in."""
        handed_in = a.Submit(dossier=dossier, applicant="lindhamra", scheme=self.scheme.digest, **asked)
        await self.do("mo", handed_in, case=case)
        await self.through(said, case)
        await self.do("dag", a.Decide(outcome="grant", reason=WHY), case=case)
        return self

    async def through(self, said: Findings, case: str) -> World:
        """From what is handed in to what was found."""
        for who, act in (
            ("kim", a.Register(number=f"2026-{case}", received=self.at.date())),
            ("kim", a.Accept(findings=MEMBER)),
            ("kim", a.Assign(duty="assess", person="ask")),
            ("kim", a.Assign(duty="decide", person="dag")),
            ("ask", a.DeclareInterest(conflict=False)),
            ("dag", a.DeclareInterest(conflict=False)),
            ("mo", a.Agree(terms=self.terms)),
            ("ask", a.Assess(findings=said)),
        ):
            await self.do(who, act, case=case)
        return self
