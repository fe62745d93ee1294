"""A municipality that does not exist, certified for its services to business: the second scheme of the demo.

It is played after the towns, in the hours before now. Its figures are made up: nobody is asked for them, and the
coordinator records them as she would record what she was sent on paper.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from certify.core import acts as a
from certify.core.documents import Statement
from certify.core.dossier import Answer, Area, Dossier, Organisation, Unit
from certify.core.evidence import File
from certify.core.findings import Finding, Findings, Said
from certify.core.process_acts import RecordResult

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme

SCHEME = "naringslivstjanst"
PROFILE = "business"
CASE = "granaker-2026"
ID, PLACE, NAME, NUMBER = "granaker", "Granåker", "Granåker kommun", "212000-9002"
ADDRESS = "Stortorget 2, Granåker"
SPEAKER = "liv"
DEPARTMENTS = {"bygg": "Bygg- och miljöförvaltningen", "teknik": "Tekniska förvaltningen"}
MET = "Varje obligatoriskt krav är uppfyllt. Stickprov och provkontakter visar samma hjälp i båda förvaltningarna."
MINUTES_APART = 12
_AREAS = {"building": ("14", "71"), "environment": ("12", "74"), "food": ("15", "78"), "serving": ("8", "70")}


def scheme_on(scheme: Scheme, today: date) -> Scheme:
    """The scheme for services to business."""
    return scheme.under(PROFILE, today)


def papers(scheme: Scheme) -> dict[str, tuple[File, bytes]]:
    """One paper for each kind of evidence, labelled with every criterion that asks for that kind first."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for criterion in scheme.criteria_of(scheme.forms[0].form):
        if (
            criterion.evidence is not None
            and criterion.evidence.at_least
            and "text" not in criterion.evidence.kinds[:1]
        ):
            wanted[criterion.evidence.kinds[0]].append(criterion.id)
    made = {}
    for kind, criteria in wanted.items():
        text = f"{NAME} finns inte. Det här är en påhittad handling ({kind}) för {', '.join(criteria)}.\n"
        raw = text.encode()
        digest = f"sha256:{hashlib.sha256(raw).hexdigest()}"
        file = File(
            id=f"granaker-{kind}",
            criteria=tuple(criteria),
            kind=kind,
            title=f"Granåkers redovisning: {kind}",
            digest=digest,
            name=f"granaker-{kind}.txt",
            media_type="text/plain",
            size=len(raw),
        )
        made[digest] = (file, raw)
    return made


def dossier(scheme: Scheme, today: date) -> Dossier:
    """What the municipality hands in."""

    def ago(days: int) -> str:
        return (today - timedelta(days=days)).isoformat()

    promises = (
        _row("Bygglov för verksamhet", "fyra veckor", "en fjärdedel lägre avgift", "yes"),
        _row("Serveringstillstånd", "sex veckor", "halva avgiften tillbaka", "yes"),
        _row("Svar på e-post", "två arbetsdagar", "lotsen ringer upp", "no"),
    )
    times = tuple(
        {"time_for": name, "time_usual": usual, "time_longest": longest}
        for name, usual, longest in (("Bygglov", "28", "70"), ("Serveringstillstånd", "42", "120"))
    )
    return Dossier(
        applicant=Organisation(name=NAME, address=ADDRESS, organisation_number=NUMBER, place=PLACE),
        area=Area(name="Service till företag i Granåker"),
        answers={
            criterion.id: Answer(text=f"{criterion.text['sv']} Så är det hos oss.")
            for criterion in scheme.criteria_of(scheme.forms[0].form)
        },
        inputs={
            "promises": promises,
            "case_times": times,
            "times_updated": ago(60),
            "dialogues": (ago(200), ago(40)),
            "last_internal_check": ago(90),
            "answers_total": "49",
            "building_in_time": "97 %",
            "notices_in_time": "98 %",
            "serving_in_time": "100 %",
        },
        units={
            "department": tuple(Unit(id=id_, name=name, inputs=_department(id_)) for id_, name in DEPARTMENTS.items()),
            "insikt_area": tuple(
                Unit(id=id_, name=id_, inputs={"area_answers": answers, "area_stated": index, "area_plan": "no"})
                for id_, (answers, index) in _AREAS.items()
            ),
        },
        evidence=tuple(file for file, _ in papers(scheme).values()),
    )


def _row(promise: str, within: str, otherwise: str, guaranteed: str) -> dict[str, str]:
    return {
        "promise": promise,
        "promise_within": within,
        "promise_otherwise": otherwise,
        "promise_guaranteed": guaranteed,
    }


def _department(id_: str) -> dict[str, Said]:
    said: dict[str, Said] = {
        "answered_in_time": "94 %",
        "has_deadlines": "yes" if id_ == "bygg" else "no",
        "staff_trained": "86 %",
        "competence": tuple(
            {"competence_of": function, "competence_in": area, "competence_level": level}
            for function, area, level in (
                ("guide", "law", "good"),
                ("guide", "internal_process", "good"),
                ("case_officer", "other_departments", "basic"),
            )
        ),
    }
    return said | {"decided_in_time": "97 %"} if id_ == "bygg" else said


def figures(today: date) -> Findings:
    """The figures of the survey, as if they had been fetched."""
    return Findings(
        findings=(),
        inputs={
            "nki_total_kolada": "75",
            "nki_measured": date(today.year - 1, 12, 31).isoformat(),
            "nki_total_before": "74",
            "nki_comparable": "yes",
        },
        units={
            area: {"area_source": "kolada", "area_kolada": index} if area == "food" else {"area_source": "report"}
            for area, (_, index) in _AREAS.items()
        },
    )


def found(scheme: Scheme) -> Findings:
    """What the assessor found: all that is asked, department by department where it differs between them."""
    case = {"case_contact": "yes", "case_told": "yes", "case_plain": "yes", "case_reasons": "yes"}
    seen: dict[str, dict[str, Said]] = {
        id_: {
            "sampled_cases": tuple({"case_kind": kind, **case} for kind in ("permit", "notification", "advice") * 2),
            "test_contacts": tuple({"contact_way": way, "contact_helped": "yes"} for way in ("phone", "email")),
        }
        for id_ in DEPARTMENTS
    }
    return Findings(
        findings=tuple(
            Finding(criterion=criterion.id, unit=unit, value="yes")
            for criterion in scheme.criteria_of(scheme.forms[0].form)
            for unit in (DEPARTMENTS if criterion.per == "department" else (None,))
        ),
        inputs={"figures_agree": "yes"},
        units=seen,
    )


def steps(scheme: Scheme, digest: str, terms: str, today: date) -> tuple[tuple[str, a.Act], ...]:
    """Who does what, in order."""
    return (
        (
            SPEAKER,
            a.Submit(dossier=dossier(scheme, today), applicant=ID, scheme=digest, form="full", profile=PROFILE),
        ),
        ("kim", a.Register(number=f"NT {today.year}:1", received=today)),
        ("kim", a.Accept(findings=Findings(findings=(), inputs={"is_municipality": "yes"}))),
        (SPEAKER, a.Agree(terms=terms)),
        ("kim", a.Assign(duty="assess", person="alva")),
        ("kim", a.Assign(duty="decide", person="dag")),
        ("alva", a.DeclareInterest(conflict=False)),
        ("dag", a.DeclareInterest(conflict=False)),
        ("kim", RecordResult(activity="figures", findings=figures(today))),
        ("alva", a.Assess(findings=found(scheme))),
        ("dag", a.Decide(outcome="grant", reason=Statement(text=MET))),
    )
