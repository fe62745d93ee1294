"""A rehearsal: the acts of a worked case, one by one, through the very rules that judge a real case.

What a worked case leaves unsaid is done as it usually is: the case is registered and taken in, people are assigned and
declare that nothing ties them, terms are accepted, what is granted is issued, and the clock does what is due. Only what
a dossier must contain is not asked for here, since a worked case has no evidence.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
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
from certify.core.findings import Findings
from certify.core.given import Actor, Body, Former, Given, Person
from certify.core.rehearsed_acts import TERMS, StepActs
from certify.core.rules import evaluating, intake
from certify.core.rules.judge import judge
from certify.core.scheme.check_activities import DONE_BY
from certify.core.scheme.check_examples import OTHERS
from certify.core.scheme.domains import read_date
from certify.core.scheme.worked import case_said

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.process import Activity, ActivityKind, Example, Step

_NOON = time(11, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
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
    """One worked case on its way. `refused` is the refusal that stood in the way of the last step, if one did."""

    def __init__(self, scheme: Scheme, example: Example) -> None:
        self.scheme = scheme
        self.case: Case | None = None
        self.refused: Refused | None = None
        self._example = example
        self._form = example.form or scheme.forms[0].form
        self._dossier, self._others = case_said(scheme, example.given, {**_named(example)}, example.within)
        self._acts = StepActs(scheme, self._form, self._dossier, self._others)
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
            self.refused = refused

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
            for act in self._acts.acts(step, activity, self.now, self.given(who)):
                self._do(who, act)
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
            terms=TERMS,
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
        given = self.given(_APPLICANT)
        opened = intake.opened(act, given)
        intake.must_fit(act, given)
        self._happen(_APPLICANT, opened)

    def _issue(self) -> None:
        """What the worker does once a case is granted."""
        prepared = e.CertificatePrepared(
            number=_NUMBER, status_list=1, status_index=0, key=_KEY, credential=TERMS, qr=TERMS
        )
        self._happen("worker", [prepared])
        self._do("worker", a.RecordIssue(number=_NUMBER, credential=TERMS, qr=TERMS))

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
            self._do(_APPLICANT, a.Agree(terms=TERMS))
        if activity is not None and act in {"Assess", "Survey"} and activity.sample is not None:
            self._draw(activity)

    def _take_in(self) -> None:
        if self.now.state == "registered":
            by = self._coordinator()
            self._do(by, self._acts.accepting({}, self.now, self.given(by)))

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


def _named(example: Example) -> dict[str, str | dict[str, str]]:
    """All findings that the case names anywhere: they say which units there are."""
    named: dict[str, str | dict[str, str]] = {**example.findings}
    for step in example.acts:
        named |= step.findings
    return {name: value for name, value in named.items() if name != OTHERS}
