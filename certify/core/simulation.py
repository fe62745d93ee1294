"""What a draft of a scheme would make of the cases of today: who gains a level, loses it, changes it, or is unknown.

Nothing is decided here. The same dossiers and findings are judged by both versions; what the draft asks and nobody has
been asked yet is unknown, which is neither a gain nor a loss. A finding that is what a measure
proposed is proposed anew by the draft, since nobody found otherwise; one that went against a measure stays as it was
found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Literal

import msgspec

from certify.core.applying import Subject
from certify.core.case import OPEN_STATES, Case
from certify.core.dossier import Dossier
from certify.core.findings import Findings
from certify.core.given import Given
from certify.core.outcome import Outcome, Reason
from certify.core.proposing import filled_in, proposal_on, proposed
from certify.core.rules.decision import outcome_of
from certify.core.rules.knowing import dates_of, evaluation_now, findings_of, register_of
from certify.core.scheme.clocks import local_day
from certify.core.scheme.model import Scheme

Verdict = Literal["gains", "loses", "changes", "same", "unknown"]
VERDICTS: tuple[Verdict, ...] = ("gains", "loses", "changes", "same", "unknown")
_HELD = frozenset({"prepared", "active", "suspended"})


class Effect(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a draft does to one case. `certificate` is its number where one is held; `was` and `becomes` are levels.

    `holder` is the applicant's id; empty where whoever asks is not told whose an open case is. `reasons` say what
    stands in the way under the draft, or what it asks that is not known.
    """

    case: str
    certificate: str | None = None
    holder: str
    was: str | None = None
    becomes: str | None = None
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    erased: bool = False


class Simulation(msgspec.Struct, frozen=True, kw_only=True):
    """All effects of a draft on a body's holders and open cases, and how many there are of each verdict."""

    scheme: str
    version: str
    digest: str
    effects: tuple[Effect, ...]
    count: dict[str, int]


def concerned(case: Case) -> bool:
    """Whether a new version of the scheme concerns the case: it is open, or granted and its certificate still held."""
    held = case.certificate
    return case.state in OPEN_STATES or (case.state == "granted" and (held is None or held.status in _HELD))


def effect(case: Case, given: Given, draft: Scheme, register: Mapping[str, str] | None = None) -> Effect:
    """What the draft makes of a case; `given` holds its own scheme, its documents and the day.

    The draft counts under the case's profile, where it has one of that name. `register` are the inputs that the body's
    register gives under the draft; without it those under the case's own scheme.
    """
    held = case.certificate
    was = case.decision.level if case.decision is not None else outcome_of(case, given).level
    becomes = _under(case, given, draft, given.register if register is None else register)
    return Effect(
        case=case.id,
        certificate=held.number if held is not None else None,
        holder=case.applicant,
        was=was,
        becomes=becomes.level,
        verdict=_verdict(was, becomes),
        reasons=becomes.reasons if not becomes.complete or becomes.level != was else (),
    )


def erased(case: Case) -> Effect:
    """A case whose documents are erased cannot be judged again."""
    held = case.certificate
    number = held.number if held is not None else None
    return Effect(case=case.id, certificate=number, holder=case.applicant, verdict="unknown", erased=True)


def simulation(draft: Scheme, effects: tuple[Effect, ...]) -> Simulation:
    """The effects together."""
    found = Counter(one.verdict for one in effects)
    return Simulation(
        scheme=draft.id,
        version=draft.version.id,
        digest=draft.digest,
        effects=effects,
        count={verdict: found[verdict] for verdict in VERDICTS},
    )


def _under(case: Case, given: Given, draft: Scheme, register: Mapping[str, str]) -> Outcome:
    confirmed = _confirmed(case, given)
    profile = case.profile if case.profile in draft.profiles else None
    draft = draft.under(profile, local_day(case.submitted_at))
    forms = [form.form for form in draft.forms]
    form = case.form if case.form in forms else forms[0]
    # a sample was drawn for an activity, which the draft may not have
    samples = {name: drawn for name, drawn in case.samples.items() if name in draft.activities_by_id}
    case = msgspec.structs.replace(case, form=form, samples=samples)
    ours = msgspec.structs.replace(given, scheme=draft, register=register)
    return outcome_of(case, ours, _proposed_anew(case, ours, confirmed))


def _confirmed(case: Case, given: Given) -> frozenset[Subject]:
    """The criteria, of the whole or of a unit, that were found to be what a measure of their own scheme proposes."""
    now, own = evaluation_now(case, given), given.scheme.criteria_by_id
    return frozenset(
        (one.criterion, one.unit)
        for one in findings_of(case, given).findings
        if one.criterion in own and proposal_on(own[one.criterion], one.unit, now) == one.value
    )


def _proposed_anew(case: Case, given: Given, confirmed: frozenset[Subject]) -> Findings:
    """The findings, with what measures propose now where they were confirmed before; left out while that is unknown."""
    found, draft = findings_of(case, given), given.scheme.criteria_by_id
    again = {one for one in confirmed if one[0] in draft and draft[one[0]].proposed_by is not None}
    kept = tuple(one for one in found.findings if (one.criterion, one.unit) not in again)
    found = msgspec.structs.replace(found, findings=kept)
    dossier, dates, register = given.document(case.dossier, Dossier), dates_of(case, given), register_of(case, given)
    dates = msgspec.structs.replace(dates, decision=dates.decision or dates.today)
    while True:
        every = proposed(given.scheme, dossier, found, form=case.form, dates=dates, given=register)
        more = [one for one in every if (one.criterion, one.unit) in again]
        if not more:
            return found
        found = filled_in(found, more)


def _verdict(was: str | None, becomes: Outcome) -> Verdict:
    if not becomes.complete:
        return "unknown"
    if was == becomes.level:
        return "same"
    if was is None:
        return "gains"
    return "loses" if becomes.level is None else "changes"
