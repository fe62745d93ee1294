"""A draft of a scheme against a body's holders and open cases, read from the store and never written to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.core.documents import Sealed, unseal
from certify.core.given import Actor, Given
from certify.core.simulation import Effect, Simulation, concerned, effect, erased, simulation
from certify.service.facts import former_of
from certify.service.perform import load_case
from certify.service.register_facts import register_inputs
from certify.service.schemes import as_begun
from certify.service.store import cases, documents

if TYPE_CHECKING:
    from datetime import datetime

    from certify.core.case import Case
    from certify.core.documents import Content
    from certify.core.scheme.model import Scheme
    from certify.service.perform import Shell
    from certify.service.store.database import Database

_NOBODY = Actor(id="simulation", does=frozenset())


async def simulate(shell: Shell, body: str, draft: Scheme, at: datetime) -> Simulation:
    """Judge every open case and every held certificate of the body under the draft, as of that moment.

    Cases of other schemes are left out. Raises Damaged where a stored scheme is not the one that its digest names.
    """
    found = []
    async for id_ in cases.case_ids(shell.database, body):
        case = await load_case(shell.database, body, id_)
        if case is None or not concerned(case):
            continue
        scheme = await shell.schemes.of_case(shell.database, body, case)
        if scheme is not None and scheme.id == draft.id:
            found.append(await _effect(shell.database, body, case, scheme, draft, at))
    return simulation(draft, tuple(found))


async def _effect(db: Database, body: str, case: Case, scheme: Scheme, draft: Scheme, at: datetime) -> Effect:
    contents = await _contents(db, body, case)
    if contents is None:
        return erased(case)
    given = Given(
        scheme=as_begun(scheme, case),
        by=_NOBODY,
        at=at,
        documents=contents,
        former=await former_of(db, body, case.former),
        register=await register_inputs(db, body, scheme, case, at),
    )
    return effect(case, given, draft, await register_inputs(db, body, draft, case, at))


async def _contents(db: Database, body: str, case: Case) -> dict[str, Content] | None:
    """The dossier and the findings of a case; None where one of them is erased."""
    named = {case.dossier, *(work.findings for work in case.works)}
    named |= {case.intake_findings} if case.intake_findings else set()
    rows = await documents.documents(db, body, tuple(sorted(named)))
    found: dict[str, Content] = {}
    for digest, row in rows.items():
        if row.salt is None or row.raw is None:
            return None
        found[digest] = unseal(Sealed(digest=digest, kind=row.kind, salt=row.salt, raw=row.raw))  # type: ignore[arg-type]  # the table holds nothing but kinds
    return found
