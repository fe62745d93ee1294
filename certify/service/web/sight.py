"""What a person may see of cases and of the documents in them: no more than their part in each asks for.

A case out of sight is not there: its id gives the very answer of an id that never was. Coordinators and auditors see
all of their body's cases, applicants those of their organisations, assessors and deciders those in which they have a
duty and have declared no conflict, appeals handlers those that ended against the applicant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from certify.core import events as e
from certify.core import process_events as p
from certify.core.case import fold
from certify.service.perform import history
from certify.service.store import cases
from certify.service.web.problems import not_found

if TYPE_CHECKING:
    from collections.abc import Iterable

    from certify.core.acts import Role
    from certify.core.case import Case
    from certify.core.scheme.model import Scheme
    from certify.service.perform import Shell
    from certify.service.store.database import Database
    from certify.service.web.access import Principal

Viewer = Literal["all", "applicant", "assess", "decide", "appeal"]
Use = Literal["dossier", "intake", "findings", "reason", "request", "between_us", "interest", "remedy", "plan"]
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
    "remedy": frozenset({"all", "applicant", "assess", "decide", "appeal"}),
    "plan": frozenset({"all", "applicant", "assess", "decide", "appeal"}),
}
# What an applicant does not see in the history of its own case.
_BETWEEN_US = (p.Voted, e.SentBack, e.InterestDeclared, e.GuidanceRecorded)


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


class Hidden(msgspec.Struct, frozen=True, kw_only=True):
    """What the scheme hides from a viewer: others' findings of these activities, who does these, when these come."""

    blind: frozenset[str] = frozenset()
    secret: frozenset[str] = frozenset()
    unannounced: frozenset[str] = frozenset()


NOTHING_HIDDEN = Hidden()


def hidden_from(person: str, seen: Seen, case: Case, scheme: Scheme) -> Hidden:
    """What of a case its scheme hides from a person.

    Of a blind activity that they have to do, they see what others found once their own is handed in, whatever else they
    may see. An applicant sees neither who does what stays secret nor the day of what comes unannounced.
    """
    own = [part for part in case.parts if part.person == person and part.duty == "assess" and not part.relieved]
    blind = {
        activity.id
        for activity in scheme.activities
        if activity.blind
        and any(part.does(activity.id) for part in own)
        and not any(work.person == person for work in case.works_of(activity.id))
    }
    if seen.viewers - {"applicant"}:
        return Hidden(blind=frozenset(blind))
    return Hidden(
        blind=frozenset(blind),
        secret=frozenset(activity.id for activity in scheme.activities if activity.stays_secret),
        unannounced=frozenset(activity.id for activity in scheme.activities if activity.unannounced),
    )


def without_hidden(case: Case, person: str, hidden: Hidden) -> Case:
    """The case without others' findings that are hidden."""
    works = tuple(work for work in case.works if work.person == person or work.activity not in hidden.blind)
    return msgspec.structs.replace(case, works=works)


def events_in_sight(
    seen: Seen, recorded: Iterable[e.Recorded], person: str, hidden: Hidden = NOTHING_HIDDEN
) -> list[e.Recorded]:
    """The events of a case that its viewer may see."""
    everything = bool(seen.viewers - {"applicant"})
    return [
        one
        for one in recorded
        if (everything or not isinstance(one.event, _BETWEEN_US)) and not _is_hidden(one, person, hidden)
    ]


def _is_hidden(one: e.Recorded, person: str, hidden: Hidden) -> bool:
    event = one.event
    if isinstance(event, e.Assessed | p.Voted) and one.by != person and event.activity in hidden.blind:
        return True
    if isinstance(event, e.Assigned | e.Assessed | p.Surveyed) and event.activity in hidden.secret:
        return True
    return isinstance(event, p.DeadlineSet) and event.what in hidden.unannounced


async def hidden_in(shell: Shell, principal: Principal, seen: Seen, recorded: list[e.Recorded]) -> Hidden:
    """What of a case its scheme hides from its viewer. Raises the problem `not-found`."""
    case = fold(seen.view.case, recorded)
    scheme = await shell.schemes.of_case(shell.database, principal.body, case) if case is not None else None
    if case is None or scheme is None:
        raise not_found()
    return hidden_from(principal.person, seen, case, scheme)


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
            case e.Assessed() | p.Voted() | p.ResultRecorded() | p.Surveyed() | p.NonconformityClosed():
                use, named = "findings", event.findings
            case p.RemedyProposed():
                use, named = "remedy", event.remedy
            case p.ImprovementPlanned():
                use, named = "plan", event.plan
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
                | p.RemedyAccepted()
                | p.RemedyRefused()
                | p.TransitionShown()
            ):
                use, named = "reason", event.reason or ""
            case _:
                continue
        if named == digest:
            found.append((use, one))  # type: ignore[arg-type]  # each branch names a Use
    return found


async def document_in_sight(shell: Shell, principal: Principal, case: str, digest: str) -> tuple[Use, bool]:
    """As what a document of this case may be shown to a person, and whether the person wrote it.

    Raises the problem `not-found` where the case is out of sight, does not name the document, or may not show it.
    """
    seen = await case_in_sight(shell.database, principal, case)
    recorded = await history(shell.database, principal.body, case)
    hidden = await hidden_in(shell, principal, seen, recorded)
    decided = any(isinstance(one.event, e.Decided) for one in recorded)
    for use, one in uses_of(recorded, digest):
        own = one.by == principal.person
        if not own and use == "findings" and _is_hidden(one, principal.person, hidden):
            continue
        shown = _SHOWN[use] | ({"applicant"} if use == "findings" and decided else frozenset())
        if own or shown & seen.viewers:
            return use, own
    raise not_found()
