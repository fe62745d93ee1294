"""All that a case's page shows, gathered for one reader: what they may see, and what they could do now."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, get_args

import msgspec

from certify.core.acts import Decide, Duty
from certify.core.applying import Subject, not_applying
from certify.core.case import OPEN_STATES, Case
from certify.core.documents import Statement
from certify.core.dossier import Dossier, Unit
from certify.core.errors import Refused
from certify.core.events import Decided
from certify.core.findings import Findings
from certify.core.outcome import Outcome
from certify.core.plan import Improvement
from certify.core.process_acts import ProcessAct
from certify.core.rules.knowing import evaluation_now
from certify.core.scheme.clocks import deadline, last_day, local_day
from certify.core.scheme.model import Scheme
from certify.core.scheme.parts import UnitKind
from certify.core.spread import Spread
from certify.service.perform import load_case
from certify.service.schemes import as_begun
from certify.service.store import certificates, people, published
from certify.service.web import cases, papers
from certify.service.web.pages.candidates import Choice, Needed, candidates
from certify.service.web.pages.chapters import Chapter, Line, Said, chapters
from certify.service.web.pages.decision_told import Voted, voted
from certify.service.web.pages.happenings import Happening, happenings, name_of
from certify.service.web.pages.saying import day
from certify.service.web.pages.trial import Tried, facts, own_turns, possible, relievable, to_be_reviewed, tried, waits
from certify.service.web.pages.turns import Turn
from certify.service.web.problems import Trouble, not_found

if TYPE_CHECKING:
    from certify.service.store.certificates import RegisterRow
    from certify.service.store.published import TermsRow
    from certify.service.web.access import Principal
    from certify.service.web.cases import CaseShown
    from certify.service.web.language import Language
    from certify.service.web.pages.forms import Form
    from certify.service.web.pages.tasks_of_case import Task
    from certify.service.web.pages.words import Words
    from certify.service.web.wired import Wired

PROCESS_ACTS = frozenset(act.__name__ for act in get_args(ProcessAct))
_USUAL_TIME = timedelta(days=30)  # to complete, where the scheme does not say


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What deciding would come to: each of the three choices open or refused, and the time for which a grant counts."""

    grant: Refused | None
    refuse: Refused | None
    send_back: Refused | None
    valid_from: datetime | None = None
    valid_until: datetime | None = None


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One name with a value for each unit: what it is called, and each unit with its value, or nothing."""

    name: str
    text: dict[str, str]
    spread: Spread
    values: tuple[tuple[Unit, UnitKind, str], ...]

    @property
    def alike(self) -> bool:
        """Whether every unit came to the same, and none is unknown."""
        return not self.spread.unknown and len({value for _, _, value in self.values}) < 2


def _tells_of(spread: Spread, unit: str) -> bool:
    return unit in spread.values or unit in spread.unknown


def _text_of(scheme: Scheme, name: str) -> dict[str, str] | None:
    """What a name is called by people; None where it has no words of its own."""
    criterion = scheme.criteria_by_id.get(name)
    if criterion is not None:
        return {language: f"{name} {title}" for language, title in criterion.title.items()}
    known = scheme.every_input.get(name) or scheme.measures.get(name)
    return dict(known.text) if known is not None and known.text is not None else None


class CaseView(msgspec.Struct, frozen=True, kw_only=True):
    """A case for one reader."""

    shown: CaseShown
    case: Case
    scheme: Scheme
    dossier: Dossier | None
    chapters: tuple[Chapter, ...]
    assessed: bool
    history: tuple[Happening, ...]
    outcome: Outcome | None
    tried: dict[str, Tried]
    mine: tuple[Turn, ...]
    others: tuple[tuple[Turn, str], ...]
    decision: Decision | None
    voted: tuple[Voted, ...]
    certificate: RegisterRow | None
    request_text: str
    usual_answer: date | None
    last_days: tuple[tuple[str, str, date], ...]
    former_plan: tuple[Improvement, ...]

    @property
    def inside(self) -> bool:
        """Whether the reader sees the case from the body's side."""
        return bool(set(self.shown.seen_as) - {"applicant"})

    def refusal(self, act: str) -> Refused | None:
        """Why an act would be refused; None where it would not, or cannot be tried."""
        found = self.tried.get(act)
        return found.refused if found is not None else None

    @property
    def goes_on(self) -> bool:
        """Whether the case has a page of nonconformities, surveillance and plans for the reader."""
        shown = self.shown
        planned = shown.plan or shown.former_plan
        return bool(set(shown.acts) & PROCESS_ACTS or shown.nonconformities or planned or shown.transition)

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What units of one holder came to, for every name that people can read."""
        if self.outcome is None:
            return ()
        scheme, units = self.scheme, self.dossier.units if self.dossier is not None else {}
        every = [(unit, scheme.units[kind]) for kind, several in units.items() for unit in several]
        return tuple(
            Difference(
                name=name,
                text=text,
                spread=spread,
                values=tuple(
                    (unit, kind, spread.values.get(unit.id, "")) for unit, kind in every if _tells_of(spread, unit.id)
                ),
            )
            for name, spread in self.outcome.spread.items()
            if spread.along in scheme.units and (text := _text_of(scheme, name))
        )

    @property
    def notches(self) -> tuple[tuple[str, ...], ...]:
        """Every notch, in groups by chapter."""
        return tuple(tuple(line.notch for line in chapter.lines) for chapter in self.chapters)

    def line_of(self, criterion: str) -> Line | None:
        """What is known under a criterion; None for the name of anything else."""
        lines = (line for chapter in self.chapters for line in chapter.lines)
        return next((line for line in lines if line.criterion.id == criterion), None)

    def said(self, language: Language) -> dict[str, str]:
        """What the sentence in the panel may want to be filled in with."""
        due, certificate = self.case.completion_due, self.certificate
        return {
            "name": self.shown.applicant.name,
            "due": day(due, language) if due is not None else "",
            "number": certificate.number if certificate is not None else "",
            "until": day(certificate.valid_until, language) if certificate is not None else "",
            "successor": (certificate.successor or "") if certificate is not None else "",
        }


async def case_view(here: Wired, principal: Principal, case_id: str, told: Words) -> CaseView:
    """Everything for the page. Raises the problem `not-found` where the case is out of sight."""
    shown = await cases.show_case(here, principal, case_id)
    case = await load_case(here.database, principal.body, case_id)
    scheme = await here.shell.schemes.of_case(here.database, principal.body, case) if case is not None else None
    if case is None or scheme is None:
        raise not_found()
    scheme = as_begun(scheme, case)
    dossier = await _dossier(here, principal, case)
    findings = await _findings(here, principal, shown)
    apart = await _apart(here, principal, case, shown)
    assessed = bool(shown.findings)
    attempted = await possible(here, principal, case, scheme, shown.acts)
    found = _in_sight(await waits(here, principal, case, scheme), shown, scheme)
    names = await people.names(here.database, tuple(turn.person for turn in found if turn.person is not None))
    own = await own_turns(here, principal, case, scheme, found)
    certificate = shown.certificates[-1].number if shown.certificates else None
    return CaseView(
        shown=shown,
        case=case,
        scheme=scheme,
        dossier=dossier,
        chapters=chapters(scheme, case.form, dossier, findings, apart, assessed=assessed),
        assessed=assessed,
        history=await happenings(here, principal, case_id, scheme, told),
        outcome=await _outcome(here, principal, case_id) if assessed else None,
        tried=attempted,
        mine=own,
        others=tuple(
            (turn, name_of(turn.person, names, told) if turn.person else "") for turn in found if turn not in own
        ),
        decision=await _decision(here, principal, case) if "Decide" in shown.acts else None,
        voted=await voted(here, principal, shown, scheme),
        certificate=await certificates.shown(here.database, principal.body, certificate) if certificate else None,
        request_text=await _request(here, principal, case),
        usual_answer=_usual_answer(scheme, case),
        last_days=_last_days(scheme, case, shown),
        former_plan=await papers.improvements(here.database, principal.body, shown.former_plan),
    )


def _in_sight(found: tuple[Turn, ...], shown: CaseShown, scheme: Scheme) -> tuple[Turn, ...]:
    """The turns without what the scheme hides from an applicant: who does it, and when somebody comes."""
    if set(shown.seen_as) - {"applicant"}:
        return found
    hidden = {one.id for one in scheme.activities if one.unannounced}
    named = {part.person for part in shown.parts}
    return tuple(
        turn if turn.person in named else turn._replace(person=None) for turn in found if turn.activity not in hidden
    )


async def _request(here: Wired, principal: Principal, case: Case) -> str:
    """What the applicant was asked to complete, in the words of whoever asked."""
    if case.completion_reason is None:
        return ""
    try:
        content = await papers.content_of(here.database, principal.body, case.completion_reason)
    except Trouble:
        return ""
    return content.text if isinstance(content, Statement) else ""


def _usual_answer(scheme: Scheme, case: Case) -> date | None:
    """By when an answer usually comes; None once there is one, and where the scheme does not say."""
    activity = scheme.activity("decide")
    if activity is None or case.state not in OPEN_STATES:
        return None
    return deadline(scheme, activity.id, {"submitted": local_day(case.submitted_at, scheme)})


def _last_days(scheme: Scheme, case: Case, shown: CaseShown) -> tuple[tuple[str, str, date], ...]:
    """The last days that the scheme sets, of what is yet to come: kind of activity, its id, and the day; in order.

    Intake until the case is taken in, what the clock follows, and an appeal once there is a decision.
    """
    days = {"submitted": local_day(case.submitted_at, scheme)}
    if case.decision is not None:
        days["notified"] = local_day(case.decision.at, scheme)
    wanted = {"submitted": "check", "registered": "check", "granted": "appeal", "refused": "appeal"}.get(case.state)
    found = {
        activity.id: (activity.kind, last)
        for activity in scheme.activities
        if activity.kind == wanted and (last := deadline(scheme, activity.id, days)) is not None
    }
    kinds = {activity.id: activity.kind for activity in scheme.activities}
    found |= {id_: (kinds[id_], last) for id_, last in shown.deadlines.items() if id_ in kinds}
    return tuple(sorted(((kind, id_, last) for id_, (kind, last) in found.items()), key=lambda row: row[2]))


async def _dossier(here: Wired, principal: Principal, case: Case) -> Dossier | None:
    """The dossier that counts now; None once it was erased."""
    try:
        content = await papers.content_of(here.database, principal.body, case.dossier)
    except Trouble:
        return None
    return content if isinstance(content, Dossier) else None


async def _findings(here: Wired, principal: Principal, shown: CaseShown) -> dict[str, tuple[Said, ...]]:
    """The findings that the reader may see, by criterion; notes only to whoever wrote them."""
    found: dict[str, tuple[Said, ...]] = {}
    intake = (("", shown.intake_findings),) if shown.intake_findings else ()
    names = await people.names(here.database, tuple(person for person, _ in shown.findings))
    for person, digest in (*intake, *shown.findings):
        try:
            content = await papers.content_of(here.database, principal.body, digest)
        except Trouble:
            continue
        if person != principal.person:
            content = papers.without_notes(content)
        if isinstance(content, Findings):
            for finding in content.findings:
                said = Said(finding=finding, by=names.get(person) or "")
                found[finding.criterion] = (*found.get(finding.criterion, ()), said)
    return found


async def _apart(here: Wired, principal: Principal, case: Case, shown: CaseShown) -> frozenset[Subject]:
    """What does not apply, by what the reader may see; nothing where that was erased."""
    works = tuple(work for work in case.works if (work.person, work.findings) in shown.findings)
    seen = msgspec.structs.replace(case, works=works, intake_findings=shown.intake_findings)
    try:
        given = await facts(here, principal, seen)
    except Refused:
        return frozenset()
    return not_applying((one.id for one in given.scheme.criteria_of(case.form)), evaluation_now(seen, given))


async def _outcome(here: Wired, principal: Principal, case: str) -> Outcome | None:
    """What the rules make of it; None where that is not for the reader, or rests on what was erased."""
    try:
        return await cases.case_outcome(here, principal, case)
    except (Trouble, Refused):
        return None


async def _decision(here: Wired, principal: Principal, case: Case) -> Decision | None:
    reason = Statement(text="-")
    grant = await tried(here, principal, case, Decide(outcome="grant", reason=reason))
    refuse = await tried(here, principal, case, Decide(outcome="refuse", reason=reason))
    back = await possible(here, principal, case, await _scheme_of(here, principal, case), ("SendBack",))
    made = grant.events[0] if grant.events else None
    return Decision(
        grant=grant.refused,
        refuse=refuse.refused,
        send_back=back["SendBack"].refused,
        valid_from=made.valid_from if isinstance(made, Decided) else None,
        valid_until=made.valid_until if isinstance(made, Decided) else None,
    )


async def _scheme_of(here: Wired, principal: Principal, case: Case) -> Scheme:
    scheme = await here.shell.schemes.of_case(here.database, principal.body, case)
    if scheme is None:
        raise not_found()
    return scheme


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """What the forms of a case offer to choose from."""

    staffing: dict[Duty, tuple[Needed, ...]]
    staff: tuple[Choice, ...]
    relievable: tuple[Choice, ...]
    terms: TermsRow | None
    today: date
    due: date
    intake: Task | None


async def material(here: Wired, principal: Principal, view: CaseView, told: Words, form: Form) -> Material:
    """What the forms on this page need; `form` is the one that was not taken."""
    acts, scheme = view.shown.acts, view.scheme
    today = local_day(max(here.clock(), view.case.happened_at), scheme)
    return Material(
        staffing=await candidates(here, principal, view.case, scheme, told) if "Assign" in acts else {},
        staff=await _staff(here, principal, told) if "RecordGuidance" in acts else (),
        relievable=await _relievable(here, view.case, scheme, told) if "Relieve" in acts else (),
        terms=await published.current_terms(here.database, principal.body),
        today=today,
        due=completion_due(scheme, today),
        intake=await _intake(here, principal, view.case, form) if "Accept" in acts else None,
    )


async def _intake(here: Wired, principal: Principal, case: Case, form: Form) -> Task | None:
    try:
        return await to_be_reviewed(here, principal, case, form)
    except Refused:  # what it would rest on was erased
        return None


def completion_due(scheme: Scheme, today: date) -> date:
    """The last day that is offered for a completion: as long as the scheme gives for what stops a decision."""
    times = [kind.within for kind in scheme.nonconformities.values() if kind.blocks]
    return last_day(times[0], today) if times else today + _USUAL_TIME


async def _staff(here: Wired, principal: Principal, told: Words) -> tuple[Choice, ...]:
    """The body's own people: whoever has a role there that is not an applicant's."""
    roles = await people.all_roles(here.database, principal.body)
    persons = tuple(sorted({role.person for role in roles if role.role != "applicant"}))
    return await _named(here, persons, told)


async def _relievable(here: Wired, case: Case, scheme: Scheme, told: Words) -> tuple[Choice, ...]:
    """Those who can be relieved: of all that they have, or of one activity."""
    found = relievable(case)
    names = await people.names(here.database, tuple(person for person, _ in found))
    choices = []
    for person, activity in found:
        name = name_of(person, names, told)
        if activity is not None:
            name = told.plain("relieve-of", name=name, activity=scheme.called(activity, told.language))
        choices.append(Choice(person=person if activity is None else f"{person}/{activity}", name=name))
    return tuple(choices)


async def _named(here: Wired, persons: tuple[str, ...], told: Words) -> tuple[Choice, ...]:
    names = await people.names(here.database, persons)
    return tuple(Choice(person=person, name=name_of(person, names, told)) for person in persons)
