"""Fill an empty installation with the demo: a body, its people, the scheme, and every story, in the order of time.

Everything goes the way that it goes in earnest: acts of authority, `perform`, and a worker that issues and publishes.
Only the clock is set by hand, so that what happened three years ago is signed three years ago.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from certify.core.scheme.clocks import local_day
from certify.core.scheme.load import load
from certify.service import authority
from certify.service.demo import dossier as papers
from certify.service.demo import municipality, people, stories
from certify.service.perform import Caller, load_case, perform
from certify.service.plugins import schemes_at_hand
from certify.service.store import bodies, cases, documents, drafts, organisations, published
from certify.service.store import people as store_people
from certify.service.web import drafting
from certify.service.worker import keys
from certify.service.worker.loop import Worker
from certify.service.worker.wired import bench_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from certify.core.dossier import Dossier
    from certify.core.scheme.model import Scheme
    from certify.service.installation import Installation

FOUNDED_DAYS_AGO = 1500
SETUP = "setup"
# The scheme's first version ends when the one that ships begins; its text is the same.
_SHIPPED_VERSION = b"version: {id: 2026.1, applies_from: 2026-01-01}"
_FORMER_VERSION = b"version: {id: 2022.1, applies_from: 2022-01-01, until: 2025-12-31}"


class Seeder:
    """One seeding: the installation, the hand-set clock, and what has come about so far."""

    def __init__(self, installation: Installation, now: datetime, tell: Callable[[str], None]) -> None:
        self.installation = installation
        self.now = now
        self.at = now - timedelta(days=FOUNDED_DAYS_AGO)
        self.tell = tell
        # Nobody outside is asked for anything: what would be fetched is made up.
        self.bench = msgspec.structs.replace(bench_of(installation, lambda: self.at), collectors=dict)
        self.certificates: dict[str, str] = {}
        self._source = b""

    async def seed(self, scheme_source: bytes, folder: Path) -> None:
        """Everything. `folder` takes the files of the dossier, which are made there."""
        self._source = scheme_source
        self.tell("a certification body and its people")
        await self._found()
        former, current = await self._schemes(scheme_source)
        terms = await authority.publish_terms(
            self.installation.database, people.BODY, sv=people.TERMS_SV, en=people.TERMS_EN, by="adi", at=self.at
        )
        await keys.ensure(self.bench)
        self.tell("a town's papers: agreements, minutes, plans, a map, pictures")
        full = await self._evidence(folder)
        self.tell("cases in every state")
        await self._play(former, current, terms, full)
        self.tell("a municipality, certified for its services to business")
        await self._municipality(terms)
        self.at = self.now
        await self._work(Worker(self.bench))
        await self._draft(current, full)

    async def _found(self) -> None:
        db, origin = self.installation.database, self.installation.settings.origin
        row = bodies.BodyRow(
            slug=people.BODY,
            legal_name=people.BODY_NAME,
            address=people.BODY_ADDRESS,
            origin=origin,
            did=authority.did_of(origin, people.BODY),
            created_at=self.at,
        )
        await authority.found_body(db, row, by=SETUP)
        for town in people.TOWNS:
            organisation = organisations.OrganisationRow(
                body=people.BODY,
                id=town.id,
                number=town.number,
                name=town.name,
                address=town.address,
                created_at=self.at,
            )
            await authority.add_organisation(db, organisation, by=SETUP)
            await self._person(town.speaker, f"{town.speaker.title()}, {town.place}")
            await authority.give_role(
                db, people.BODY, town.speaker, "applicant", organisation=town.id, by=SETUP, at=self.at
            )
        for person in people.STAFF:
            await self._person(person.id, person.name)
            for role in person.roles:
                await authority.give_role(db, people.BODY, person.id, role, by=SETUP, at=self.at)
            if person.competent:
                await authority.record_competence(
                    db,
                    people.BODY,
                    person.id,
                    "quality-mark",
                    from_day=self.at.date(),
                    until_day=None,
                    by="adi",
                    at=self.at,
                )

    async def _person(self, id_: str, name: str) -> None:
        person = store_people.PersonRow(id=id_, body=people.BODY, name=name, created_at=self.at)
        account = store_people.AccountRow(id=f"demo-{id_}", person=id_, login=f"{id_}@demo.example", created_at=self.at)
        await authority.add_person(self.installation.database, person, account, by=SETUP)

    async def _schemes(self, source: bytes) -> tuple[Scheme, Scheme]:
        db = self.installation.database
        before = source.replace(_SHIPPED_VERSION, _FORMER_VERSION)
        former = await authority.publish_scheme(db, people.BODY, before, by="sol", at=self.at)
        current = load(source)
        return former, current

    async def _evidence(self, folder: Path) -> Dossier:
        made = papers.make(folder)
        for digest, path in made.files.items():
            kept, size = await self.installation.blobs.put(people.BODY, _read(path), max_bytes=50_000_000)
            if kept != digest:
                msg = f"{path.name} is {kept}, and the dossier says {digest}"
                raise ValueError(msg)
            row = documents.EvidenceRow(
                body=people.BODY,
                digest=digest,
                size=size,
                media_type=_MEDIA_TYPES.get(path.suffix, "application/octet-stream"),
                stored_at=self.at,
                by="mo",
            )
            await documents.store_evidence(self.installation.database, row)
        return made.dossier

    async def _play(self, former: Scheme, current: Scheme, terms: str, full: Dossier) -> None:
        told = {story.id: story for story in stories.stories()}
        worker = Worker(self.bench)
        steps = sorted((step for story in told.values() for step in story.steps), key=lambda step: -step.days_ago)
        published_now = False
        db = self.installation.database
        for step in steps:
            self.at = self.now - timedelta(days=step.days_ago)
            if not published_now and self.at.date() >= current.version.applies_from:
                await authority.publish_scheme(db, people.BODY, self._source, by="sol", at=self.at)
                published_now = True
            story = told[step.story]
            case = await load_case(db, people.BODY, step.story)
            versions = {former.digest: former, current.digest: current}
            scheme = versions[case.scheme] if case is not None else (current if published_now else former)
            scene = stories.Scene(story.town, case, scheme, self.at, terms, full, self.certificates)
            caller = Caller(kind="person", person=step.by)
            await perform(
                self.installation.shell,
                body=people.BODY,
                case=step.story,
                act=step.act(scene),
                caller=caller,
                at=self.at,
            )
            await self._work(worker)
            await self._note(step.story)

    async def _municipality(self, terms: str) -> None:
        """The case of the second scheme, where that scheme is installed, in the hours before now."""
        source = next((one.source for one in schemes_at_hand() if one.name == municipality.SCHEME and one.scheme), None)
        if source is None:
            return
        db, worker = self.installation.database, Worker(self.bench)
        played = municipality.MINUTES_APART * 20
        self.at = self.now - timedelta(minutes=played)
        scheme = await authority.publish_scheme(db, people.BODY, source, by="sol", at=self.at)
        await authority.add_organisation(
            db,
            organisations.OrganisationRow(
                body=people.BODY,
                id=municipality.ID,
                number=municipality.NUMBER,
                name=municipality.NAME,
                address=municipality.ADDRESS,
                created_at=self.at,
            ),
            by=SETUP,
        )
        await self._person(municipality.SPEAKER, f"{municipality.SPEAKER.title()}, {municipality.PLACE}")
        await authority.give_role(
            db, people.BODY, municipality.SPEAKER, "applicant", organisation=municipality.ID, by=SETUP, at=self.at
        )
        for person in ("alva", "noa", "dag", "elin"):
            await authority.record_competence(
                db, people.BODY, person, scheme.id, from_day=self.at.date(), until_day=None, by="adi", at=self.at
            )
        today = local_day(self.at)
        bound = municipality.scheme_on(scheme, today)
        for digest, (file, raw) in municipality.papers(bound).items():
            await self.installation.blobs.put(people.BODY, _pieces(raw), max_bytes=len(raw))
            row = documents.EvidenceRow(
                body=people.BODY,
                digest=digest,
                size=file.size,
                media_type=file.media_type,
                stored_at=self.at,
                by=municipality.SPEAKER,
            )
            await documents.store_evidence(db, row)
        for person, act in municipality.steps(bound, scheme.digest, terms, today):
            self.at += timedelta(minutes=municipality.MINUTES_APART)
            caller = Caller(kind="person", person=person)
            await perform(
                self.installation.shell, body=people.BODY, case=municipality.CASE, act=act, caller=caller, at=self.at
            )
            await self._work(worker)

    async def _work(self, worker: Worker) -> None:
        """Let the worker do all that has come up by now."""
        while await worker.step():
            pass

    async def _note(self, story: str) -> None:
        view = await cases.view_of(self.installation.database, people.BODY, story)
        if view is not None and view.certificate is not None:
            self.certificates[story] = view.certificate

    async def _draft(self, scheme: Scheme, full: Dossier) -> None:
        """An application that is still being written."""
        town = people.TOWNS[-1]
        begun = msgspec.structs.replace(
            stories.dossier_of(town, full),
            answers={key: answer for key, answer in full.answers.items() if key < "QM-5"},
            evidence=tuple(item for item in full.evidence if all(label < "QM-5" for label in item.criteria)),
        )
        files = {file.digest: file for file in drafting.named_files(begun)}
        row = drafts.DraftRow(
            body=people.BODY,
            id="enhed-draft",
            organisation=town.id,
            person=town.speaker,
            scheme=scheme.digest,
            form="full",
            version=1,
            dossier=msgspec.json.encode(drafting.Kept(dossier=begun, files=files)).decode(),
            created_at=self.at,
            updated_at=self.at,
        )
        await drafts.add_draft(self.installation.database, row)


async def is_seeded(installation: Installation) -> bool:
    """Whether the demo's body is there, with its scheme."""
    return bool(await published.scheme_versions(installation.database, people.BODY))


_MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".geojson": "application/geo+json",
}


async def _pieces(raw: bytes) -> AsyncIterator[bytes]:
    yield raw


async def _read(path: Path) -> AsyncIterator[bytes]:
    yield await asyncio.to_thread(path.read_bytes)
