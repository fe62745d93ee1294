"""A rehearsal: the acts of a worked case, one by one, through the very rules that judge a real case.

What a worked case leaves unsaid is done as it usually is: the case is registered and taken in, people are assigned and
declare that nothing ties them, terms are accepted, what is granted is issued, and the clock does what is due. Only what
a dossier must contain is not asked for here, since a worked case has no evidence.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import msgspec

from certify.core import acts as a
from certify.core import events as e
from certify.core import process_acts as p
from certify.core.case import Case, evolve
from certify.core.deadlines import due, next_due
from certify.core.documents import Content, Statement
from certify.core.dossier import Organisation
from certify.core.errors import Refused
from certify.core.findings import Finding, Findings
from certify.core.given import Actor, Body, Former, Given, Person
from certify.core.rules import evaluating, intake
from certify.core.rules.assessment import to_assess
from certify.core.rules.decision import outcome_of
from certify.core.rules.judge import judge
from certify.core.rules.knowing import dates_of, days_of, evaluation_now
from certify.core.scheme.check_activities import DONE_BY
from certify.core.scheme.check_examples import OTHERS
from certify.core.scheme.clocks import OPEN_END, local_day
from certify.core.scheme.domains import NO, YES, read_date, written
from certify.core.scheme.rounds import round_days
from certify.core.scheme.sentence import NOTHING, Pair
from certify.core.scheme.why import why
from certify.core.scheme.worked import as_findings, case_said

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.parts import Criterion
    from certify.core.scheme.process import Activity, ActivityKind, Example, Step

_NOON = time(11, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_WHY = Statement(text="-")
_TERMS = "sha256:" + "0" * 64
_KEY = "did:example:body#key"
_NUMBER = "2222-2222-2"
_APPLICANT = "applicant"
_BODY = Body(
    slug="body", name="-", address="-", origin="https://body.example", did="did:web:body.example",
    signatory={"sv": "-", "en": "-"},
    keys={_KEY: bytes(32)},
)  # fmt: skip
_ORGANISATION = Organisation(name="-", address="-", organisation_number="-", place="-")
_SERVICE: dict[str, a.Role] = {"coordinator": "coordinator", "assessor": "assessor", "decider": "decider"}
_KIND_OF_ACT: dict[str, ActivityKind] = {
    "Register": "check",
    "Accept": "check",
    "Decline": "check",
    "RequestCompletion": "check",
    "Draw": "check",
    "Assess": "assess",
    "Vote": "vote",
    "RecordResult": "fetch",
    "Survey": "survey",
    "AcceptRemedy": "assess",
    "RefuseRemedy": "assess",
    "CloseNonconformity": "assess",
    "SendBack": "decide",
    "Decide": "decide",
    "Suspend": "decide",
    "Reinstate": "decide",
    "Withdraw": "decide",
}
_BY_THE_APPLICANT = frozenset({"Submit", "Agree", "ProposeRemedy", "ReportCircumstance", "WithdrawApplication"})


class Rehearsal:
    """One worked case on its way. `refused` is the rule that stood in the way of the last step, if one did."""

    def __init__(self, scheme: Scheme, example: Example) -> None:
        self.scheme = scheme
        self.case: Case | None = None
        self.refused: str | None = None
        self._example = example
        self._form = example.form or scheme.forms[0].form
        self._dossier, self._others = case_said(scheme, example.given, {**_named(example)}, example.within)
        self._documents: dict[str, Content] = {}
        self._people: dict[str, Person] = {}
        self._at = datetime.min.replace(tzinfo=UTC)
        self._former_end = read_date(example.dates.get("former_end", ""))

    # Steps

    def step(self, step: Step) -> None:
        """Let time pass until the step's day, do what usually comes before it, and do it."""
        self.refused = None
        noon = datetime.combine(step.at, _NOON)
        self._until(noon)
        self._at = max(noon, self._at + _SECOND)
        try:
            self._do_step(step)
        except Refused as refused:
            self.refused = refused.rule

    def _until(self, end: datetime) -> None:
        while self.case is not None and (moment := next_due(self.case)) is not None and moment <= end:
            self._at = max(moment, self._at)
            for act in due(self.case, self._at)[:1]:
                self._do("clock", act)

    def _do_step(self, step: Step) -> None:
        if step.act == "Wait":
            return
        if step.act == "Submit":
            self._submit()
            return
        activity = self._activity(step)
        who = self._who(step, activity)
        self._usual(step, who, activity)
        if step.act != "Assign":
            self._do(who, self._act(step, who, activity))
        if step.act == "Decide" and self.now.state == "granted":
            self._issue()

    @property
    def now(self) -> Case:
        """The case. Raises Refused before there is one."""
        if self.case is None:
            raise Refused("act.case")
        return self.case

    def given(self, by: str) -> Given:
        """What the rules are given."""
        does = self._people[by].roles if by in self._people else frozenset({by})
        former = None
        if self._former_end is not None:
            former = Former(
                number=_NUMBER, case="former", holder=_APPLICANT, scheme=self.scheme.id, last_day=self._former_end,
                status="active" if self._at.date() <= self._former_end else "expired",
            )  # fmt: skip
        origins = {"certificate", "history"}
        register = {
            name: value
            for name, value in self._others.items()
            if isinstance(value, str) and self.scheme.every_input[name].given_by in origins
        }
        return Given(
            scheme=self.scheme,
            by=Actor(id=by, does=does, applicant_for=frozenset({_APPLICANT})),  # type: ignore[arg-type]  # roles, or the clock's own name
            at=self._at,
            documents=self._documents,
            people=self._people,
            terms=_TERMS,
            published=True,
            body=_BODY,
            issuing=True,
            former=former,
            register=register,
            chance=bytes(32),
        )

    # Doing

    def _do(self, by: str, act: a.Act) -> None:
        self._happen(by, judge(self.case, self._sealed(act), self.given(by)))

    def _happen(self, by: str, events: list[e.Event]) -> None:
        for event in events:
            seq = 1 if self.case is None else self.case.version + 1
            self.case = evolve("case", self.case, e.Recorded(seq=seq, at=self._at, by=by, event=event))
        self._at += _SECOND

    def _sealed(self, act: a.Act) -> a.Act:
        """The act with each document that it brings kept under a name of its own."""
        names: dict[str, str] = {}
        for field in act.__struct_fields__:
            content = getattr(act, field)
            if isinstance(content, Findings | Statement):
                names[field] = f"sha256:{len(self._documents):064x}"
                self._documents[names[field]] = content
        return msgspec.structs.replace(act, **names)

    def _submit(self) -> None:
        name = f"sha256:{len(self._documents):064x}"
        self._documents[name] = msgspec.structs.replace(self._dossier, applicant=_ORGANISATION)
        if self.case is not None:
            if self.case.state != "completion_requested":
                raise Refused("act.state", state=self.case.state)
            self._happen(_APPLICANT, [e.Resubmitted(dossier=name)])
            return
        act = a.Submit(
            dossier=name, applicant=_APPLICANT, scheme=self.scheme.digest, form=self._form,
            former=_NUMBER if self._former_end is not None else None,
        )  # fmt: skip
        self._happen(_APPLICANT, intake.opened(act, self.given(_APPLICANT)))

    def _issue(self) -> None:
        """What the worker does once a case is granted."""
        prepared = e.CertificatePrepared(
            number=_NUMBER, status_list=1, status_index=0, key=_KEY, credential=_TERMS, qr=_TERMS
        )
        self._happen("worker", [prepared])
        self._do("worker", a.RecordIssue(number=_NUMBER, credential=_TERMS, qr=_TERMS))

    # What usually comes before

    def _usual(self, step: Step, who: str, activity: Activity | None) -> None:
        act = step.act
        if act not in {"Register", "WithdrawApplication"} and self.now.state == "submitted":
            self._do(self._coordinator(), a.Register(number="1", received=self._at.date()))
        if act not in {"Register", "Accept", "Decline", "RequestCompletion", "WithdrawApplication"}:
            self._take_in()
        if act in {"Assess", "Vote", "Survey", "Assign", "DeclareInterest"} or (
            act == "RecordResult" and activity is not None and activity.kind == "exam"
        ):
            self._assign(who, "assess", activity, declare=act not in {"Assign", "DeclareInterest"})
        if act in {"Decide", "SendBack", "Suspend", "Reinstate", "Withdraw"} and self.now.part_of(who) is None:
            self._assign(who, "decide", None, declare=True)
        if act == "Decide" and self.now.terms is None:
            self._do(_APPLICANT, a.Agree(terms=_TERMS))
        if activity is not None and act in {"Assess", "Survey"} and activity.sample is not None:
            self._draw(activity)

    def _take_in(self) -> None:
        if self.now.state == "registered":
            self._do(self._coordinator(), self._accepting({}))

    def _assign(self, who: str, duty: a.Duty, activity: Activity | None, *, declare: bool) -> None:
        named = activity.id if activity is not None and (self.now.planned or activity.kind == "survey") else None
        part = self.now.part_of(who)
        if part is None or (named is not None and not part.does(named)):
            self._do(self._coordinator(), a.Assign(duty=duty, person=who, activity=named))
        part = self.now.part_of(who)
        if declare and part is not None and part.conflict is None:
            self._do(who, a.DeclareInterest(conflict=False))

    def _draw(self, activity: Activity) -> None:
        if activity.id in self.now.samples:
            return
        by = self._coordinator()
        size = evaluating.sample_size(activity, self.now, self.given(by)) or 0
        units = evaluating.units_of(self.now, self.given(by), activity.per or "")
        self._do(by, p.Draw(activity=activity.id, units=() if activity.random else units[:size]))

    # Who, and what

    def _activity(self, step: Step) -> Activity | None:
        if step.activity is not None:
            return self.scheme.activities_by_id.get(step.activity)
        kind = _KIND_OF_ACT.get(step.act)
        return self.scheme.activity(kind) if kind in {"assess", "vote", "survey"} else None

    def _who(self, step: Step, activity: Activity | None) -> str:
        if step.by == _APPLICANT or (step.by is None and step.act in _BY_THE_APPLICANT):
            return _APPLICANT
        kind = _KIND_OF_ACT.get(step.act, "assess")
        own = activity is not None and activity.kind != "fetch" and kind not in {"check", "decide"}
        doing = activity if own else self.scheme.activity(kind)
        role = step.by or (doing.by[0] if doing is not None else DONE_BY[kind])
        return self._person(role, step.person)

    def _coordinator(self) -> str:
        check = self.scheme.activity("check")
        return self._person(check.by[0] if check is not None else "coordinator", 1)

    def _person(self, role: str, number: int) -> str:
        """A person of that role: they hold what the scheme asks for, and act as what its activities say."""
        id_ = f"{role}-{number}"
        if id_ not in self._people:
            kinds = [one.kind for one in self.scheme.activities if role in one.by and one.kind in DONE_BY]
            roles = {_SERVICE[role]} if role in _SERVICE else {DONE_BY[kind] for kind in kinds}
            competences = {name for one in self.scheme.activities for name in one.competence}
            self._people[id_] = Person(
                id=id_, roles=frozenset(roles), competent_for=frozenset({"assess", "decide"}), advised=None,
                belongs=False, holds=frozenset({role, *competences}),
            )  # fmt: skip
        return id_

    def _act(self, step: Step, who: str, activity: Activity | None) -> a.Act:  # noqa: C901, PLR0911, PLR0912  one branch an act
        named = activity.id if activity is not None else step.activity
        match step.act:
            case "Register":
                return a.Register(number="1", received=self._at.date())
            case "Accept":
                return self._accepting(step.findings)
            case "Decline":
                return a.Decline(reason=_WHY)
            case "Agree":
                return a.Agree(terms=_TERMS)
            case "DeclareInterest":
                return a.DeclareInterest(conflict=step.says == "conflict")
            case "RequestCompletion":
                asked = step.criteria or (self.scheme.criteria[0].id,)
                return a.RequestCompletion(criteria=asked, reason=_WHY, due=self._day(step, timedelta(days=30)))
            case "Draw":
                return p.Draw(activity=named or "", units=tuple(step.criteria))
            case "Assess":
                asked_of = None if activity is None or not self.now.planned else activity
                return a.Assess(activity=named if asked_of else None, findings=self._found(step, who, asked_of))
            case "Vote":
                return p.Vote(activity=named or "", findings=self._values(step))
            case "RecordResult":
                return p.RecordResult(activity=step.activity, findings=self._values(step))
            case "Survey":
                return p.Survey(activity=named or "", findings=self._found(step, who, activity))
            case "ProposeRemedy":
                return p.ProposeRemedy(nonconformity=self._nonconformity(step), remedy=_WHY)
            case "AcceptRemedy":
                return p.AcceptRemedy(nonconformity=self._nonconformity(step), reason=_WHY)
            case "RefuseRemedy":
                return p.RefuseRemedy(nonconformity=self._nonconformity(step), reason=_WHY)
            case "CloseNonconformity":
                return self._closing(step)
            case "SendBack":
                return a.SendBack(reason=_WHY, activity=step.activity)
            case "Decide":
                return self._deciding(step, who)
            case "WithdrawApplication":
                return a.WithdrawApplication()
            case "ReportCircumstance":
                name, day = next(iter(self._texts(step).items()), ("", ""))
                return p.ReportCircumstance(input=name, on=read_date(day) or self._at.date())
            case "Suspend":
                return a.Suspend(reason_class="requirements_not_met", reason=_WHY)
            case "Reinstate":
                return a.Reinstate(reason=_WHY)
            case _:
                return a.Withdraw(reason_class="requirements_not_met", reason=_WHY)

    def _day(self, step: Step, usual: timedelta) -> date:
        return read_date(step.says or "") or step.at + usual

    def _deciding(self, step: Step, who: str) -> a.Decide:
        """What is said, or else what the rules give."""
        if step.says in {"grant", "refuse"}:
            return a.Decide(outcome="grant" if step.says == "grant" else "refuse", reason=_WHY)
        level = outcome_of(self.now, self.given(who)).level
        return a.Decide(outcome="refuse" if level is None else "grant", reason=_WHY)

    def _accepting(self, said: object) -> a.Accept:
        """The application review: yes to each of its criteria unless said otherwise, and the inputs that it fills."""
        values = said if isinstance(said, dict) else {}
        others = str(values.get(OTHERS, "yes"))
        asked = intake.intake_criteria(self.scheme, self._form)
        findings = tuple(_finding(one.id, None, str(values.get(one.id, others)), None) for one in asked)
        filled = self.scheme.filled_by("check") & self.scheme.inputs.keys()
        inputs = {name: value for name, value in self._others.items() if name in filled}
        return a.Accept(findings=Findings(findings=findings, inputs=inputs))

    def _found(self, step: Step, who: str, activity: Activity | None) -> Findings:
        """Findings on all that the activity asks about, as the step says them, with the inputs that it fills."""
        given = self.given(who)
        asked: tuple[Criterion, ...]
        if activity is None:
            asked = to_assess(self.now, given)
        elif activity.kind == "survey":
            covered = {*self.scheme.selected(activity.covers), *self.scheme.selected(activity.fills)}
            asked = tuple(one for one in self.scheme.criteria_of(self._form) if one.id in covered)
        else:
            asked = evaluating.criteria_of(activity, self.now, given)
        others = step.findings.get(OTHERS, "yes")
        said = {one.id: step.findings.get(one.id, others) for one in asked}
        fills = {*self.scheme.selected(activity.fills)} if activity is not None else {*self._others}
        found = as_findings(self.scheme, said, self._dossier)
        drawn = self.now.samples.get(activity.id) if activity is not None else None
        kind = activity.per if activity is not None else None
        return Findings(
            findings=tuple(
                _finding(one.criterion, one.unit, one.value, step.grades.get(one.criterion))
                for one in found.findings
                if drawn is None or self.scheme.unit_of.get(one.criterion) != kind or one.unit in drawn
            ),
            inputs={name: value for name, value in self._others.items() if name in fills},
            units={
                unit: {name: value for name, value in values.items() if name in fills}
                for unit, values in found.units.items()
                if drawn is None or unit in drawn
            },
        )

    def _texts(self, step: Step) -> dict[str, str]:
        return {name: value for name, value in step.findings.items() if isinstance(value, str)}

    def _values(self, step: Step) -> Findings:
        """What the step names: findings on criteria, and values of inputs."""
        criteria = self.scheme.criteria_by_id
        said = self._texts(step)
        return Findings(
            findings=tuple(_finding(name, None, value, None) for name, value in said.items() if name in criteria),
            inputs={name: value for name, value in said.items() if name not in criteria},
        )

    def _nonconformity(self, step: Step) -> str:
        """The id of the nonconformity on the criterion that the step names: the one that is open, or the last."""
        about = [one for one in self.now.nonconformities if one.criterion in step.criteria]
        return next((one.id for one in about if one.is_open), about[-1].id if about else "nc-0")

    def _closing(self, step: Step) -> p.CloseNonconformity:
        id_ = self._nonconformity(step)
        one = self.now.nonconformity(id_)
        criterion = one.criterion if one is not None else ""
        value = self._texts(step).get(criterion, "yes")
        finding = _finding(criterion, one.unit if one is not None else None, value, None)
        return p.CloseNonconformity(nonconformity=id_, findings=Findings(findings=(finding,)))


def _finding(criterion: str, unit: str | None, value: str, grade: str | None) -> Finding:
    return Finding(criterion=criterion, unit=unit, value=value, reason="" if value == "yes" else "-", grade=grade)


def _named(example: Example) -> dict[str, str | dict[str, str]]:
    """All findings that the case names anywhere: they say which units there are."""
    named: dict[str, str | dict[str, str]] = {**example.findings}
    for step in example.acts:
        named |= step.findings
    return {name: value for name, value in named.items() if name != OTHERS}


def what_stands(rehearsal: Rehearsal, name: str, expected: tuple[str, ...]) -> tuple[str, ...]:
    """What an expected name comes to as the case stands now, written as in a scheme file."""
    case, scheme = rehearsal.case, rehearsal.scheme
    if case is None:
        return ("nothing",)
    certificate, decision = case.certificate, case.decision
    match name:
        case "state":
            return (case.state,)
        case "status":
            return (certificate.status if certificate is not None else "none",)
        case "open":
            return tuple(dict.fromkeys(one.criterion for one in case.nonconformities if one.is_open)) or ("none",)
        case "valid_from" | "valid_to":
            at = None if decision is None else decision.valid_from if name == "valid_from" else decision.valid_until
            return (local_day(at).isoformat() if at is not None else "unknown",)
        case _ if name in scheme.activities_by_id:
            day = case.deadlines.get(name) or days_of(case, rehearsal.given("clock")).get(name)
            return (day.isoformat() if day is not None else "unknown",)
        case _ if name in scheme.nonconformities:
            graded = [one.due for one in case.nonconformities if one.grade == name]
            return (graded[-1].isoformat() if graded else "unknown",)
        case _:
            return _worked_out(rehearsal, case, name, expected)


def _worked_out(rehearsal: Rehearsal, case: Case, name: str, expected: tuple[str, ...]) -> tuple[str, ...]:
    given = rehearsal.given("clock")
    outcome, now = outcome_of(case, given), evaluation_now(case, given)
    match name:
        case "level":
            decided = case.decision.level if case.decision is not None else outcome.level
            return (decided or "none",)
        case "incomplete":
            return (NO if outcome.complete else YES,)
        case "eligible":
            holds = True if rehearsal.scheme.eligible is None else now.holds(rehearsal.scheme.eligible)
            return ("unknown" if holds is None else YES if holds else NO,)
        case "reasons":
            criteria = rehearsal.scheme.criteria_by_id
            asked = {word in criteria for word in expected}
            names = (reason.name for reason in outcome.reasons if (reason.name in criteria) in asked)
            return tuple(dict.fromkeys(names))
        case "due":
            last = dates_of(case, given).end or OPEN_END
            days = round_days(rehearsal.scheme, expected[0], days_of(case, given), last, outcome.values)
            return (expected[0], *(day.isoformat() for day in days))
        case _:
            value = now.value(name)
            return ("unknown" if value is None else written(value),)


def why_it_stands(rehearsal: Rehearsal, name: str, found: tuple[str, ...]) -> Pair:
    """What led to what was found; nothing before there is a case."""
    if rehearsal.case is None:
        return NOTHING
    given = rehearsal.given("clock")
    return why(rehearsal.scheme, name, found, evaluation_now(rehearsal.case, given), outcome_of(rehearsal.case, given))
