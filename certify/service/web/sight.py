"""What a person may see of cases and of the documents in them: no more than their part in each asks for.

A case out of sight is not there: its id gives the very answer of an id that never was. Coordinators and auditors see
all of their body's cases, applicants those of their organisations, assessors and deciders those in which they have a
duty and have declared no conflict, appeals handlers those that ended against the applicant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from certify.core import events as e
from certify.service.perform import history
from certify.service.store import cases
from certify.service.web.problems import not_found

if TYPE_CHECKING:
    from collections.abc import Iterable

    from certify.core.acts import Role
    from certify.service.store.database import Database
    from certify.service.web.access import Principal

Viewer = Literal["all", "applicant", "assess", "decide", "appeal"]
Use = Literal["dossier", "intake", "findings", "reason", "request", "between_us", "interest"]
EVERYTHING: frozenset[Role] = frozenset({"coordinator", "auditor"})
AGAINST_STATES = ("refused", "declined")
AGAINST_STATUSES = ("suspended", "withdrawn")

# Which use of a document is shown to whom. Findings reach the applicant once the case is decided.
_SHOWN: dict[Use, frozenset[Viewer]] = {
    "dossier": frozenset({"all", "applicant", "assess", "decide", "appeal"}),
    "intake": frozenset({"all", "applicant", "assess", "decide", "appeal"}),
    "findings": frozenset({"all", "assess", "decide", "appeal"}),
    "reason": frozenset({"all", "applicant", "assess", "decide", "appeal"}),
    "request": frozenset({"all", "applicant", "assess", "decide", "appeal"}),
    "between_us": frozenset({"all", "assess", "decide", "appeal"}),
    "interest": frozenset({"all"}),
}
# What an applicant does not see in the history of its own case.
_BETWEEN_US = (e.SentBack, e.InterestDeclared, e.GuidanceRecorded)


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A case that somebody may see, and as what they see it."""

    view: cases.CaseView
    parts: tuple[cases.PartRow, ...]
    viewers: frozenset[Viewer]


async def case_in_sight(db: Database, principal: Principal, case: str) -> Seen:
    """The case, for somebody who may see it. Raises the problem `not-found` for everybody else."""
    view = await cases.view_of(db, principal.body, case)
    if view is None:
        raise not_found()
    parts = tuple(await cases.parts_of(db, principal.body, case))
    viewers = viewers_of(principal, view, parts)
    if not viewers:
        raise not_found()
    return Seen(view=view, parts=parts, viewers=viewers)


def viewers_of(principal: Principal, view: cases.CaseView, parts: Iterable[cases.PartRow]) -> frozenset[Viewer]:
    """As what a person sees a case; empty where they do not."""
    found: set[Viewer] = set()
    if principal.roles & EVERYTHING:
        found.add("all")
    if view.applicant in principal.applicant_for:
        found.add("applicant")
    for part in parts:
        if part.person == principal.person and not part.conflict:
            if part.duty == "assess" and "assessor" in principal.roles:
                found.add("assess")
            if part.duty == "decide" and "decider" in principal.roles:
                found.add("decide")
    against = view.state in AGAINST_STATES or view.certificate_status in AGAINST_STATUSES
    if against and "appeals_handler" in principal.roles:
        found.add("appeal")
    return frozenset(found)


def events_in_sight(seen: Seen, recorded: Iterable[e.Recorded]) -> list[e.Recorded]:
    """The events of a case that its viewer may see."""
    everything = bool(seen.viewers - {"applicant"})
    return [one for one in recorded if everything or not isinstance(one.event, _BETWEEN_US)]


def uses_of(recorded: Iterable[e.Recorded], digest: str) -> list[tuple[Use, e.Recorded]]:
    """As what a case uses a document: every event that names it."""
    found: list[tuple[Use, e.Recorded]] = []
    for one in recorded:
        event, use = one.event, None
        match event:
            case e.Submitted() | e.Resubmitted():
                use, named = "dossier", event.dossier
            case e.Accepted():
                use, named = "intake", event.findings
            case e.Assessed():
                use, named = "findings", event.findings
            case e.CompletionRequested():
                use, named = "request", event.reason
            case e.SentBack() | e.Relieved():
                use, named = "between_us", event.reason
            case e.InterestDeclared():
                use, named = "interest", event.statement or ""
            case (
                e.Declined()
                | e.Decided()
                | e.ApplicationWithdrawn()
                | e.CertificateSuspended()
                | e.CertificateReinstated()
                | e.CertificateWithdrawn()
            ):
                use, named = "reason", event.reason or ""
            case _:
                continue
        if named == digest:
            found.append((use, one))  # type: ignore[arg-type]  # each branch names a Use
    return found


async def document_in_sight(db: Database, principal: Principal, case: str, digest: str) -> tuple[Use, bool]:
    """As what a document of this case may be shown to a person, and whether the person wrote it.

    Raises the problem `not-found` where the case is out of sight, does not name the document, or may not show it.
    """
    seen = await case_in_sight(db, principal, case)
    recorded = await history(db, principal.body, case)
    decided = any(isinstance(one.event, e.Decided) for one in recorded)
    for use, one in uses_of(recorded, digest):
        own = one.by == principal.person
        shown = _SHOWN[use] | ({"applicant"} if use == "findings" and decided else frozenset())
        if own or shown & seen.viewers:
            return use, own
    raise not_found()
