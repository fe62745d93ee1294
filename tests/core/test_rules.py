"""The rules: given a case at a stage, when somebody acts, then this happens or that rule refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, get_args

import msgspec
import pytest

from certify.core import acts as a
from certify.core import events as e
from certify.core.dossier import Answer, Organisation, Unit
from certify.core.dossier_rules import TEXTS
from certify.core.errors import Refused
from certify.core.findings import Findings
from certify.core.given import Former
from certify.core.rules.refusals import REFUSALS
from certify.core.scheme.clocks import last_day
from certify.core.scheme.terms import Period
from tests.core.life import (
    BODY,
    DAY,
    DOSSIER,
    MEMBER,
    NUMBER,
    PEOPLE,
    SCHEME,
    START,
    TERMS,
    WHY,
    Life,
    findings,
    issue,
    prepare,
)

SECOND = timedelta(seconds=1)
FORMER = Former(
    number="3SPY-VQ7Z-Q",
    case="case-0",
    holder="lindhamra",
    scheme="open-garden",
    last_day=date(2026, 6, 1),
    status="active",
)
SHORT = msgspec.structs.replace(DOSSIER, answers={k: v for k, v in DOSSIER.answers.items() if k != "G.3"})
SUBMIT = a.Submit(dossier=DOSSIER, applicant="lindhamra", scheme=SCHEME.digest)


def called(**facts: str) -> a.Submit:
    named = msgspec.structs.replace(DOSSIER.applicant, **facts)
    return a.Submit(
        dossier=msgspec.structs.replace(DOSSIER, applicant=named), applicant="lindhamra", scheme=SCHEME.digest
    )


OF_ANOTHER = called(organisation_number="556036-0793")
GRANT, REFUSE = a.Decide(outcome="grant", reason=WHY), a.Decide(outcome="refuse", reason=WHY)
SUSPEND = a.Suspend(reason_class="requirements_not_met", reason=WHY)
WITHDRAW = a.Withdraw(reason_class="mark_misused", reason=WHY)
COMPLETE = a.RequestCompletion(criteria=("G.1",), reason=WHY, due=date(2026, 6, 1))


def change(name: str, **facts: Any) -> Callable[[Life], Life]:
    """Something becomes true of a person."""

    def apply(life: Life) -> Life:
        life.people[name] = msgspec.structs.replace(life.people[name], **facts)
        return life

    return apply


def at(stage: str, *changes: Callable[[Life], Life], **values: str) -> Callable[[], Life]:
    """A case at a stage, and then some changes."""

    def make() -> Life:
        life: Life = getattr(Life(), stage)(**values) if stage else Life()
        for apply in changes:
            life = apply(life)
        return life

    return make


def done(by: str, act: a.Act, **given: Any) -> Callable[[Life], Life]:
    """One more act that goes well."""

    def apply(life: Life) -> Life:
        life.do(by, act, **given)
        return life

    return apply


def relieve(person: str) -> a.Relieve:
    return a.Relieve(person=person, reason=WHY)


def replace(act: Any, **fields: Any) -> Any:
    return msgspec.structs.replace(act, **fields)


def renewing(life: Life) -> Life:
    """The case follows a former certificate."""
    life.case = msgspec.structs.replace(life.now, former=FORMER.number)
    return life


def taken_in_by(name: str) -> Callable[[Life], Life]:
    """Somebody else had taken the case in."""

    def apply(life: Life) -> Life:
        life.case = msgspec.structs.replace(life.now, accepted_by=name)
        return life

    return apply


# given, who, when, then (the rule), and what else is given
REFUSED: list[tuple[str, Callable[[], Life], str, a.Act, str, dict[str, Any]]] = [
    ("a decider cannot hand in", at(""), "dag", SUBMIT, "act.role", {}),
    ("only for one's own organisation", at(""), "mo", replace(SUBMIT, applicant="other"), "submit.applicant", {}),
    ("nobody is named as applicant", at(""), "mo", a.Submit(dossier=DOSSIER), "submit.applicant", {}),
    ("no scheme is named", at(""), "mo", replace(SUBMIT, scheme=None), "submit.incomplete", {}),
    ("a version that is not published", at(""), "mo", SUBMIT, "submit.published", {"published": False}),
    ("another version than the one given", at(""), "mo", replace(SUBMIT, scheme=TERMS), "submit.published", {}),
    ("a form that there is not", at(""), "mo", replace(SUBMIT, form="long"), "submit.form", {}),
    ("somebody else is named in the dossier", at(""), "mo", OF_ANOTHER, "submit.holder", {}),
    ("under another name than it has", at(""), "mo", called(name="Stockholms stad"), "submit.holder", {}),
    ("at another place than it is", at(""), "mo", called(address="Torget 2"), "submit.holder", {}),
    ("an organisation that is not known", at(""), "mo", SUBMIT, "submit.holder", {"applicant": None}),
    (
        "somebody else is named in a completion",
        at("accepted", done("kim", COMPLETE)),
        "mo",
        a.Submit(dossier=OF_ANOTHER.dossier),
        "submit.holder",
        {},
    ),
    ("one open case is enough", at(""), "mo", SUBMIT, "submit.open_case", {"open_cases": ("case-0",)}),
    (
        "a dossier with faults",
        at(""),
        "mo",
        replace(SUBMIT, dossier=replace(DOSSIER, answers={})),
        "submit.dossier",
        {},
    ),
    ("the short form is for renewals", at(""), "mo", replace(SUBMIT, form="short"), "submit.renewal_form", {}),
    ("a former that nobody knows", at(""), "mo", replace(SUBMIT, former="3SPY-VQ7Z-Q"), "submit.former", {}),
    (
        "a former of another holder",
        at(""),
        "mo",
        replace(SUBMIT, former=FORMER.number),
        "submit.former",
        {"former": replace(FORMER, holder="other")},
    ),
    (
        "a former that was withdrawn",
        at(""),
        "mo",
        replace(SUBMIT, former=FORMER.number),
        "submit.former",
        {"former": replace(FORMER, status="withdrawn")},
    ),
    (
        "a former that another has followed, though that one has not begun",
        at(""),
        "mo",
        replace(SUBMIT, former=FORMER.number, form="short"),
        "submit.former_followed",
        {"former": replace(FORMER, successor=NUMBER)},
    ),
    (
        "renewing too early",
        at(""),
        "mo",
        replace(SUBMIT, former=FORMER.number, form="short"),
        "submit.renewal_early",
        {"former": replace(FORMER, last_day=date(2027, 6, 1))},
    ),
    (
        "renewing too late in the short form",
        at(""),
        "mo",
        replace(SUBMIT, former=FORMER.number, form="short"),
        "submit.renewal_late",
        {"former": replace(FORMER, last_day=date(2025, 3, 1), status="expired")},
    ),
    (
        "nothing comes before the submission",
        at(""),
        "kim",
        a.Register(number="1", received=date(2026, 3, 2)),
        "act.case",
        {},
    ),
    ("handing in again unasked", at("submitted"), "mo", SUBMIT, "act.state", {}),
    (
        "received tomorrow",
        at("submitted"),
        "kim",
        a.Register(number="1", received=date(2026, 3, 3)),
        "register.received",
        {},
    ),
    ("registered twice", at("registered"), "kim", a.Register(number="1", received=date(2026, 3, 2)), "act.state", {}),
    ("taken in before it is registered", at("submitted"), "kim", a.Accept(findings=MEMBER), "act.state", {}),
    (
        "membership not looked up",
        at("registered"),
        "kim",
        a.Accept(findings=Findings(findings=())),
        "accept.findings",
        {},
    ),
    (
        "membership unreadable",
        at("registered"),
        "kim",
        a.Accept(findings=Findings(findings=(), inputs={"member": "perhaps"})),
        "accept.findings",
        {},
    ),
    ("criteria are not for the intake", at("registered"), "kim", a.Accept(findings=findings()), "accept.findings", {}),
    (
        "a criterion answered on top at intake",
        at("registered"),
        "kim",
        a.Accept(findings=replace(findings(), inputs={"member": "yes"})),
        "accept.findings",
        {},
    ),
    (
        "not a member",
        at("registered"),
        "kim",
        a.Accept(findings=Findings(findings=(), inputs={"member": "no"})),
        "accept.eligible",
        {},
    ),
    ("declined after it was taken in", at("accepted"), "kim", a.Decline(reason=WHY), "act.state", {}),
    ("terms that are not in force", at("accepted"), "mo", a.Agree(terms="sha256:" + "8" * 64), "agree.terms", {}),
    ("terms accepted twice", at("assigned"), "mo", a.Agree(terms=TERMS), "agree.again", {}),
    ("nobody by that name", at("accepted"), "kim", a.Assign(duty="assess", person="nobody"), "assign.role", {}),
    ("a decider is no assessor", at("accepted"), "kim", a.Assign(duty="assess", person="dag"), "assign.role", {}),
    ("the assessor is to decide", at("assigned"), "kim", a.Assign(duty="decide", person="ask"), "assign.role", {}),
    (
        "one person, two duties",
        at("accepted", done("kim", a.Assign(duty="assess", person="elm"))),
        "kim",
        a.Assign(duty="decide", person="elm"),
        "separation.duty",
        {},
    ),
    ("relieved without a duty", at("accepted"), "kim", relieve("ask"), "duty.unassigned", {}),
    ("relieved twice", at("assigned", done("kim", relieve("ask"))), "kim", relieve("ask"), "duty.unassigned", {}),
    (
        "relieved although a conflict was declared",
        at("assigned", done("ask", a.DeclareInterest(conflict=True))),
        "kim",
        relieve("ask"),
        "duty.unassigned",
        {},
    ),
    ("relieved of what is done", at("assessed"), "kim", relieve("ask"), "relieve.done", {}),
    ("relieved by an assessor", at("assigned"), "ask", relieve("dag"), "act.role", {}),
    ("relieved after the decision", at("granted"), "kim", relieve("dag"), "act.state", {}),
    (
        "assessed by somebody who was relieved",
        at("assigned", done("kim", relieve("ask"))),
        "ask",
        a.Assess(findings=findings()),
        "duty.unassigned",
        {},
    ),
    (
        "interests declared by somebody who was relieved",
        at("assigned", done("kim", relieve("ask"))),
        "ask",
        a.DeclareInterest(conflict=True),
        "duty.unassigned",
        {},
    ),
    (
        "the relieved assessor is to decide",
        at("accepted", done("kim", a.Assign(duty="assess", person="elm")), done("kim", relieve("elm"))),
        "kim",
        a.Assign(duty="decide", person="elm"),
        "separation.duty",
        {},
    ),
    (
        "one of the applicant's own",
        at("accepted", change("ask", belongs=True)),
        "kim",
        a.Assign(duty="assess", person="ask"),
        "separation.applicant",
        {},
    ),
    (
        "advised the applicant a year ago",
        at("accepted", change("ask", advised=date(2025, 3, 2))),
        "kim",
        a.Assign(duty="assess", person="ask"),
        "separation.guidance",
        {},
    ),
    (
        "no competence for the scheme",
        at("accepted", change("dag", competent_for=frozenset())),
        "kim",
        a.Assign(duty="decide", person="dag"),
        "separation.competence",
        {},
    ),
    ("no duty to speak of", at("accepted"), "ask", a.DeclareInterest(conflict=False), "duty.unassigned", {}),
    ("declared twice", at("assigned"), "ask", a.DeclareInterest(conflict=False), "interest.again", {}),
    (
        "a conflict is not taken back",
        at("assigned", done("ask", a.DeclareInterest(conflict=True, statement=WHY))),
        "ask",
        a.DeclareInterest(conflict=False),
        "interest.again",
        {},
    ),
    (
        "guidance tomorrow",
        at("submitted"),
        "kim",
        a.RecordGuidance(person="ask", on=date(2026, 3, 3)),
        "guidance.future",
        {},
    ),
    (
        "guidance by nobody",
        at("submitted"),
        "kim",
        a.RecordGuidance(person="nobody", on=date(2026, 3, 1)),
        "guidance.person",
        {},
    ),
    (
        "completion of what is not asked",
        at("accepted"),
        "kim",
        replace(COMPLETE, criteria=("G.9",)),
        "completion.criteria",
        {},
    ),
    ("completion by yesterday", at("accepted"), "kim", replace(COMPLETE, due=START.date()), "completion.due", {}),
    ("completion by an assessor of no case", at("accepted"), "ask", COMPLETE, "duty.unassigned", {}),
    (
        "a completion for another applicant",
        at("accepted", done("kim", COMPLETE)),
        "mo",
        replace(SUBMIT, scheme=TERMS),
        "submit.changed",
        {},
    ),
    (
        "a completion in another form",
        at("accepted", done("kim", COMPLETE)),
        "mo",
        a.Submit(dossier=DOSSIER, form="short"),
        "submit.changed",
        {},
    ),
    (
        "a completion with faults",
        at("accepted", done("kim", COMPLETE)),
        "mo",
        a.Submit(dossier=replace(DOSSIER, answers={})),
        "submit.dossier",
        {},
    ),
    ("overdue while there is time", at("accepted", done("kim", COMPLETE)), "clock", a.MarkOverdue(), "clock.early", {}),
    ("assessing without the duty", at("accepted"), "ask", a.Assess(findings=findings()), "duty.unassigned", {}),
    (
        "assessing before declaring",
        at("accepted", done("kim", a.Assign(duty="assess", person="ask"))),
        "ask",
        a.Assess(findings=findings()),
        "interest.undeclared",
        {},
    ),
    (
        "assessing with a conflict",
        at("assigned", done("ask", a.DeclareInterest(conflict=True))),
        "ask",
        a.Assess(findings=findings()),
        "separation.interest",
        {},
    ),
    (
        "assessing after the role was lost",
        at("assigned"),
        "ask",
        a.Assess(findings=findings()),
        "assign.role",
        {"people": PEOPLE | {"ask": replace(PEOPLE["ask"], roles=frozenset({"auditor"}))}},
    ),
    (
        "assessing after the competence ran out",
        at("assigned", change("ask", competent_for=frozenset())),
        "ask",
        a.Assess(findings=findings()),
        "separation.competence",
        {},
    ),
    ("a criterion left out", at("assigned"), "ask", a.Assess(findings=findings(G2="")), "assess.findings", {}),
    (
        "the same criterion twice",
        at("assigned"),
        "ask",
        a.Assess(findings=Findings(findings=(*findings().findings, findings().findings[0]))),
        "assess.findings",
        {},
    ),
    ("a value that there is not", at("assigned"), "ask", a.Assess(findings=findings(G1="green")), "assess.value", {}),
    (
        "a no without a reason",
        at("assigned"),
        "ask",
        a.Assess(findings=Findings(findings=tuple(replace(f, value="no", reason=" ") for f in findings().findings))),
        "assess.reason",
        {},
    ),
    ("assessed twice", at("assessed"), "ask", a.Assess(findings=findings()), "act.state", {}),
    ("sent back by no decider of the case", at("assessed"), "elm", a.SendBack(reason=WHY), "duty.unassigned", {}),
    ("decided by another decider", at("assessed"), "elm", GRANT, "duty.unassigned", {}),
    (
        "decided by the assessor",
        at("assessed"),
        "ask",
        GRANT,
        "separation.duty",
        {"by": None, "people": PEOPLE | {"ask": replace(PEOPLE["ask"], roles=frozenset({"decider", "assessor"}))}},
    ),
    ("decided before it was assessed", at("assigned"), "dag", GRANT, "act.state", {}),
    (
        "decided on findings of somebody who then declared a conflict",
        at("assessed", done("ask", a.DeclareInterest(conflict=True))),
        "dag",
        GRANT,
        "separation.interest",
        {},
    ),
    (
        "decided on findings of somebody whom nobody knows",
        at("assessed"),
        "dag",
        GRANT,
        "assign.role",
        {"people": {"dag": PEOPLE["dag"]}},
    ),
    (
        "decided on findings of somebody whose guidance came to light",
        at("assessed", change("ask", advised=date(2026, 2, 1))),
        "dag",
        GRANT,
        "separation.guidance",
        {},
    ),
    (
        "decided on findings of somebody who came to belong to the applicant",
        at("assessed", change("ask", belongs=True)),
        "dag",
        GRANT,
        "separation.applicant",
        {},
    ),
    (
        "granted although what it renews was withdrawn meanwhile",
        at("assessed", renewing),
        "dag",
        GRANT,
        "decide.former",
        {"former": replace(FORMER, status="withdrawn")},
    ),
    (
        "granted although what it renews is gone",
        at("assessed", renewing),
        "dag",
        GRANT,
        "decide.former",
        {"former": None},
    ),
    (
        "decided by whoever took the case in",
        at("assessed", taken_in_by("dag")),
        "dag",
        GRANT,
        "separation.duty",
        {},
    ),
    (
        "registered by one of the applicant's own",
        at("submitted", change("kim", belongs=True)),
        "kim",
        a.Register(number="1", received=START.date()),
        "separation.applicant",
        {},
    ),
    ("granted although a criterion is missed", at("assessed", G2="no"), "dag", GRANT, "decide.outcome", {}),
    ("refused although all is met", at("assessed"), "dag", REFUSE, "decide.grounds", {}),
    (
        "granted while the completion is out",
        at("assigned", done("kim", COMPLETE)),
        "dag",
        GRANT,
        "act.state",
        {},
    ),
    ("refused while there is time to complete", at("assigned", done("kim", COMPLETE)), "dag", REFUSE, "act.state", {}),
    (
        "taken back after the decision",
        at("granted"),
        "mo",
        a.WithdrawApplication(),
        "act.state",
        {},
    ),
    ("prepared before it is granted", at("assessed"), "worker", prepare(), "issue.granted", {}),
    ("prepared twice", at("prepared"), "worker", prepare(), "issue.exists", {}),
    ("prepared while issuing is stopped", at("granted"), "worker", prepare(), "issue.stopped", {"issuing": False}),
    ("prepared with a key that may not sign", at("granted"), "worker", replace(prepare(), key="x"), "issue.key", {}),
    ("prepared for no body", at("granted"), "worker", prepare(), "issue.key", {"body": None}),
    ("prepared by a person", at("granted"), "dag", prepare(), "act.role", {}),
    ("voided without being prepared", at("granted"), "worker", a.VoidPrepared(number=NUMBER), "issue.number", {}),
    ("voided after it was issued", at("issued"), "worker", a.VoidPrepared(number=NUMBER), "issue.number", {}),
    ("recorded without being prepared", at("granted"), "worker", issue(), "issue.number", {}),
    (
        "recorded after its key was retired",
        at("prepared"),
        "worker",
        issue(),
        "issue.key",
        {"body": replace(BODY, keys={})},
    ),
    ("recorded twice", at("issued"), "worker", issue(), "issue.number", {}),
    ("recorded while issuing is stopped", at("prepared"), "worker", issue(), "issue.stopped", {"issuing": False}),
    ("suspended before there is anything", at("granted"), "dag", SUSPEND, "certificate.none", {}),
    ("suspended while only prepared", at("prepared"), "dag", SUSPEND, "certificate.none", {}),
    ("suspended twice", at("suspended"), "dag", SUSPEND, "certificate.state", {}),
    (
        "suspended for what only the clock can say",
        at("issued"),
        "dag",
        replace(SUSPEND, reason_class="suspension_ran_out"),
        "certificate.reason",
        {},
    ),
    (
        "suspended by the one who assessed",
        at("issued"),
        "ask",
        SUSPEND,
        "certificate.assessor",
        {"by": None, "people": PEOPLE | {"ask": replace(PEOPLE["ask"], roles=frozenset({"decider"}))}},
    ),
    (
        "suspended by a decider who lost the role",
        at("issued"),
        "dag",
        SUSPEND,
        "assign.role",
        {"people": {}},
    ),
    ("reinstated although it counts", at("issued"), "dag", a.Reinstate(reason=WHY), "certificate.state", {}),
    (
        "withdrawn for what only the clock can say",
        at("issued"),
        "dag",
        replace(WITHDRAW, reason_class="suspension_ran_out"),
        "certificate.reason",
        {},
    ),
    (
        "somebody is to assess what is granted",
        at("issued"),
        "kim",
        a.Assign(duty="assess", person="elm"),
        "act.state",
        {},
    ),
    (
        "suspended by a new decider who has not declared",
        at("issued", done("kim", a.Assign(duty="decide", person="elm"))),
        "elm",
        SUSPEND,
        "interest.undeclared",
        {},
    ),
    # The clock's own act may still be to be recorded; people come too late all the same.
    ("suspended after its last second", at("issued"), "dag", SUSPEND, "certificate.state", {"after": 1_200 * DAY}),
    ("withdrawn after its last second", at("issued"), "dag", WITHDRAW, "certificate.state", {"after": 1_200 * DAY}),
    (
        "reinstated after the longest rest",
        at("suspended"),
        "dag",
        a.Reinstate(reason=WHY),
        "certificate.state",
        {"after": 200 * DAY},
    ),
    ("withdrawn by the clock unasked", at("issued"), "clock", WITHDRAW, "certificate.state", {}),
    ("withdrawn by the clock too early", at("suspended"), "clock", WITHDRAW, "clock.early", {}),
    ("replaced by itself", at("issued"), "worker", a.Supersede(successor=NUMBER), "supersede.self", {}),
    ("run out before its time", at("issued"), "clock", a.Expire(), "clock.early", {}),
]


@pytest.mark.parametrize(
    ("given", "who", "when", "then", "besides"), [row[1:] for row in REFUSED], ids=[r[0] for r in REFUSED]
)
def test_refused(given: Callable[[], Life], who: str, when: a.Act, then: str, besides: dict[str, Any]) -> None:
    life = given()
    before, events = life.case, list(life.events)
    besides = dict(besides)
    if besides.pop("by", "as known") is None:
        life.people |= besides["people"]
    with pytest.raises(Refused) as refused:
        life.do(who, when, **besides)
    assert refused.value.rule == then
    assert refused.value.text("sv")
    assert refused.value.text("en")
    assert (life.case, life.events) == (before, events)


# given, who, when, then: the events and the state of the case after them
HAPPENS: list[tuple[str, Callable[[], Life], str, a.Act, list[type], str, dict[str, Any]]] = [
    ("handed in", at(""), "mo", SUBMIT, [e.Submitted], "submitted", {}),
    (
        "a renewal in time",
        at(""),
        "mo",
        replace(SUBMIT, dossier=SHORT, former=FORMER.number, form="short"),
        [e.Submitted],
        "submitted",
        {"former": FORMER},
    ),
    (
        "a renewal in the full form, long after",
        at(""),
        "mo",
        replace(SUBMIT, former=FORMER.number),
        [e.Submitted],
        "submitted",
        {"former": replace(FORMER, last_day=date(2020, 1, 1), status="expired")},
    ),
    (
        "numbered",
        at("submitted"),
        "kim",
        a.Register(number="KS 2026:14", received=date(2026, 3, 2)),
        [e.Registered],
        "registered",
        {},
    ),
    ("taken in", at("registered"), "kim", a.Accept(findings=MEMBER), [e.Accepted], "accepted", {}),
    ("not taken in", at("registered"), "kim", a.Decline(reason=WHY), [e.Declined], "declined", {}),
    ("terms accepted", at("accepted"), "mo", a.Agree(terms=TERMS), [e.Agreed], "accepted", {}),
    ("a duty given", at("accepted"), "kim", a.Assign(duty="assess", person="ask"), [e.Assigned], "accepted", {}),
    ("a duty taken back", at("assigned"), "kim", relieve("ask"), [e.Relieved], "accepted", {}),
    (
        "the same duty given again",
        at("assigned", done("kim", relieve("ask"))),
        "kim",
        a.Assign(duty="assess", person="ask"),
        [e.Assigned],
        "accepted",
        {},
    ),
    ("the decider's duty taken back", at("assessed"), "kim", relieve("dag"), [e.Relieved], "assessed", {}),
    (
        "a duty for one whose guidance lies far back",
        at("accepted", change("ask", advised=date(2024, 3, 3))),
        "kim",
        a.Assign(duty="assess", person="ask"),
        [e.Assigned],
        "accepted",
        {},
    ),
    (
        "a conflict that came later",
        at("assigned"),
        "ask",
        a.DeclareInterest(conflict=True),
        [e.InterestDeclared],
        "accepted",
        {},
    ),
    (
        "guidance noted",
        at("submitted"),
        "kim",
        a.RecordGuidance(person="ask", on=date(2026, 3, 1)),
        [e.GuidanceRecorded],
        "submitted",
        {},
    ),
    (
        "sent back by the coordinator",
        at("registered"),
        "kim",
        COMPLETE,
        [e.CompletionRequested],
        "completion_requested",
        {},
    ),
    ("sent back by the assessor", at("assigned"), "ask", COMPLETE, [e.CompletionRequested], "completion_requested", {}),
    (
        "completed",
        at("assigned", done("ask", COMPLETE)),
        "mo",
        a.Submit(dossier=DOSSIER),
        [e.Resubmitted],
        "accepted",
        {},
    ),
    (
        "completed at intake",
        at("registered", done("kim", COMPLETE)),
        "mo",
        SUBMIT,
        [e.Resubmitted],
        "registered",
        {},
    ),
    ("assessed", at("assigned"), "ask", a.Assess(findings=findings(G3="no")), [e.Assessed], "assessed", {}),
    ("assessment sent back", at("assessed"), "dag", a.SendBack(reason=WHY), [e.SentBack], "accepted", {}),
    ("granted although a recommended one is missed", at("assessed", G3="no"), "dag", GRANT, [e.Decided], "granted", {}),
    ("refused for one mandatory criterion", at("assessed", G1="no"), "dag", REFUSE, [e.Decided], "refused", {}),
    ("taken back", at("assessed"), "mo", a.WithdrawApplication(reason=WHY), [e.ApplicationWithdrawn], "withdrawn", {}),
    (
        "taken back without a word",
        at("submitted"),
        "mo",
        a.WithdrawApplication(),
        [e.ApplicationWithdrawn],
        "withdrawn",
        {},
    ),
    ("prepared", at("granted"), "worker", prepare(), [e.CertificatePrepared], "granted", {}),
    ("given up", at("prepared"), "worker", a.VoidPrepared(number=NUMBER), [e.PreparedVoided], "granted", {}),
    (
        "prepared anew",
        at("prepared", done("worker", a.VoidPrepared(number=NUMBER))),
        "worker",
        prepare("3SPY-VQ7Z-Q"),
        [e.CertificatePrepared],
        "granted",
        {},
    ),
    ("issued", at("prepared"), "worker", issue(), [e.CertificateIssued], "granted", {}),
    ("suspended", at("issued"), "dag", SUSPEND, [e.CertificateSuspended], "granted", {}),
    ("suspended by a decider outside the case", at("issued"), "elm", SUSPEND, [e.CertificateSuspended], "granted", {}),
    (
        "another decider is found for what is granted",
        at("suspended"),
        "kim",
        a.Assign(duty="decide", person="elm"),
        [e.Assigned],
        "granted",
        {},
    ),
    (
        "counts again by the new decider",
        at(
            "suspended",
            done("kim", a.Assign(duty="decide", person="elm")),
            done("elm", a.DeclareInterest(conflict=False)),
        ),
        "elm",
        a.Reinstate(reason=WHY),
        [e.CertificateReinstated],
        "granted",
        {},
    ),
    ("counts again", at("suspended"), "dag", a.Reinstate(reason=WHY), [e.CertificateReinstated], "granted", {}),
    ("withdrawn", at("issued"), "dag", WITHDRAW, [e.CertificateWithdrawn], "granted", {}),
    (
        "withdrawn while suspended",
        at("suspended"),
        "dag",
        replace(WITHDRAW, reason=None),
        [e.CertificateWithdrawn],
        "granted",
        {},
    ),
    (
        "replaced",
        at("issued"),
        "worker",
        a.Supersede(successor="3SPY-VQ7Z-Q"),
        [e.CertificateSuperseded],
        "granted",
        {},
    ),
]


@pytest.mark.parametrize(
    ("given", "who", "when", "then", "state", "besides"), [r[1:] for r in HAPPENS], ids=[r[0] for r in HAPPENS]
)
def test_happens(
    given: Callable[[], Life], who: str, when: a.Act, then: list[type], state: str, besides: dict[str, Any]
) -> None:
    life = given()
    happened = life.do(who, when, **besides)
    assert [type(event) for event in happened] == then
    assert life.now.state == state
    assert life.now.version == len(life.events)


def test_without_an_agreement_there_is_no_certificate() -> None:
    life = Life().accepted()
    for duty, person in (("assess", "ask"), ("decide", "dag")):
        life.do("kim", a.Assign(duty=duty, person=person))  # type: ignore[arg-type]  # both are duties
        life.do(person, a.DeclareInterest(conflict=False))
    life.do("ask", a.Assess(findings=findings()))
    with pytest.raises(Refused) as refused:
        life.do("dag", GRANT)
    assert refused.value.rule == "decide.agreement"


def test_two_assessors_are_waited_for() -> None:
    life = Life().assigned()
    life.do("kim", a.Assign(duty="assess", person="elm"))
    life.do("elm", a.DeclareInterest(conflict=False))
    life.do("ask", a.Assess(findings=findings()))
    before: str = life.now.state
    with pytest.raises(Refused) as refused:
        life.do("ask", a.Assess(findings=findings()))
    assert refused.value.rule == "assess.again"
    life.do("elm", a.Assess(findings=findings()))
    assert (before, life.now.state) == ("accepted", "assessed")


def test_an_assessor_who_never_answers_can_be_relieved_and_is_not_waited_for() -> None:
    life = Life().assigned()
    life.do("kim", a.Assign(duty="assess", person="elm"))
    life.do("ask", a.Assess(findings=findings()))
    life.do("kim", relieve("elm"))
    assert life.now.state == "assessed"


def test_whoever_gets_a_duty_again_declares_anew() -> None:
    life = Life().assigned()
    life.do("kim", relieve("ask"))
    life.do("kim", a.Assign(duty="assess", person="ask"))
    with pytest.raises(Refused) as refused:
        life.do("ask", a.Assess(findings=findings()))
    assert refused.value.rule == "interest.undeclared"


def test_an_assessor_who_finds_a_conflict_is_not_waited_for() -> None:
    life = Life().assigned()
    life.do("kim", a.Assign(duty="assess", person="elm"))
    life.do("elm", a.DeclareInterest(conflict=True))
    life.do("ask", a.Assess(findings=findings()))
    assert life.now.state == "assessed"


def test_a_completion_that_never_came_can_be_refused() -> None:
    life = Life().assigned()
    life.do("kim", COMPLETE)
    after = (COMPLETE.due - life.at.date()) + DAY
    life.do("clock", a.MarkOverdue(), after=after)
    assert life.now.overdue
    with pytest.raises(Refused) as refused:
        life.do("clock", a.MarkOverdue())
    assert refused.value.rule == "act.state"
    life.do("dag", REFUSE)
    assert life.now.state == "refused"


def test_the_clock_withdraws_what_was_suspended_for_too_long() -> None:
    life = Life().suspended()
    certificate = life.now.certificate
    assert certificate is not None
    assert certificate.suspended_until == last_day(Period(6, "month"), life.at.date())
    life.do("clock", a.Withdraw(reason_class="other"), after=timedelta(days=190))
    assert life.now.certificate is not None
    assert life.now.certificate.status == "withdrawn"
    assert life.now.certificate.reason_class == "suspension_ran_out"


@pytest.mark.parametrize("stage", ["issued", "suspended"])
def test_a_certificate_runs_out_one_second_after_its_last(stage: str) -> None:
    life: Life = getattr(Life(), stage)()
    decision = life.now.decision
    assert decision is not None
    assert decision.valid_until is not None
    last = decision.valid_until - life.at
    with pytest.raises(Refused) as refused:
        life.do("clock", a.Expire(), after=last)
    assert refused.value.rule == "clock.early"
    life.do("clock", a.Expire(), after=last + SECOND)
    assert life.now.certificate is not None
    assert life.now.certificate.status == "expired"


def test_nothing_is_done_while_the_clock_runs_behind() -> None:
    life = Life().registered()
    with pytest.raises(Refused) as refused:
        life.do("kim", a.Accept(findings=MEMBER), after=-SECOND)
    assert refused.value.rule == "act.time"


def test_a_renewal_decided_in_time_builds_on_the_former_end() -> None:
    life = Life()
    life.former = FORMER
    life.submitted(dossier=SHORT, former=FORMER.number, form="short")
    life.do("kim", a.Register(number="1", received=START.date()))
    life.do("kim", a.Accept(findings=MEMBER))
    for duty, person in (("assess", "ask"), ("decide", "dag")):
        life.do("kim", a.Assign(duty=duty, person=person))  # type: ignore[arg-type]  # both are duties
        life.do(person, a.DeclareInterest(conflict=False))
    life.do("mo", a.Agree(terms=TERMS))
    life.do("ask", a.Assess(findings=findings(G3="")))
    (decided,) = life.do("dag", GRANT)
    assert isinstance(decided, e.Decided)
    assert decided.valid_until is not None
    assert decided.valid_until.date() == date(2029, 6, 1)


def test_every_act_has_someone_who_may_do_it_and_every_role_is_a_role() -> None:
    assert set(a.MAY) == set(get_args(a.Act))
    assert set(a.NEEDS) <= set(get_args(a.Act))
    assert all(a.MAY.values())
    doers = set(get_args(a.Role)) | {"clock", "worker"}
    assert {doer for may in a.MAY.values() for doer in may} <= doers
    assert not any("auditor" in may or "administrator" in may for may in a.MAY.values())


def test_every_refusal_speaks_both_languages() -> None:
    for rule, (swedish, english) in REFUSALS.items():
        assert swedish.strip().endswith("."), rule
        assert english.strip().endswith("."), rule
        assert swedish != english


def test_what_cannot_be_renewed_any_more_can_be_refused() -> None:
    life = renewing(Life().assessed())
    life.do("dag", REFUSE, former=msgspec.structs.replace(FORMER, status="superseded"))
    assert life.now.state == "refused"


def test_a_conflict_that_comes_up_late_keeps_nobody_waiting() -> None:
    """One of two assessors is done; the other finds a conflict: the case goes on."""
    life = Life().assigned()
    life.do("kim", a.Assign(duty="assess", person="elm"))
    life.do("ask", a.Assess(findings=findings()))
    before: str = life.now.state
    life.do("elm", a.DeclareInterest(conflict=True))
    assert (before, life.now.state) == ("accepted", "assessed")


def _refused_with(**changes: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        Life().do("mo", replace(SUBMIT, dossier=replace(DOSSIER, **changes)))
    return caught.value


def test_a_dossier_with_faults_is_refused_with_a_sentence_for_each() -> None:
    refused = _refused_with(answers={}, units={"bed": (Unit(id="A", name="A"),)}, applicant=Organisation())
    assert {"rule": "unit.kind", "unit": "bed", "sv": TEXTS["unit.kind"][0], "en": TEXTS["unit.kind"][1]} in (
        refused.evidence["faults"]  # type: ignore[operator]  # a list, as the rule says
    )
    told = refused.about("sv")
    assert "G.1: Kriteriet är obligatoriskt och har inget svar." in told
    assert "bed: Ordningen har inga sådana enheter." in told
    assert "Ange orten." in told
    assert "G.1: The criterion is mandatory and has no answer." in refused.about("en")


def test_many_faults_of_a_dossier_are_counted() -> None:
    refused = _refused_with(answers={**DOSSIER.answers, **{f"X.{n}": Answer(text="-") for n in range(14)}})
    assert refused.about("sv").endswith(" Och 2 till.")
    assert refused.about("en").endswith(" And 2 more.")
