"""A longer life for the tests of the rules: the garden's scheme with a process of its own, and a clock that acts.

Ask and Elm assess, Una, Vera and Ivo are jurors, Dag decides, Kim coordinates, and Mo speaks for the applicant.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from certify.core import acts as a
from certify.core import process_events as pe
from certify.core.deadlines import due, next_due
from certify.core.findings import Finding, Findings
from certify.core.given import Given, Person
from certify.core.scheme.load import load
from certify.core.scheme.model import Scheme
from tests.core.life import DOSSIER, MEMBER, PEOPLE, TERMS, WHY, Life, issue, prepare

SOURCE = (Path(__file__).parent / "garden.yaml").read_text(encoding="utf-8").partition("\nexamples:")[0] + "\n"
ACTIVITIES = SOURCE[SOURCE.index("activities:") : SOURCE.index("nonconformities:")]
NONCONFORMITIES = SOURCE[SOURCE.index("nonconformities:") : SOURCE.index("validity:")]

STAGES = """activities:
  - {activity: application, kind: apply, by: applicant, fills: criteria}
  - {activity: intake, kind: check, by: coordinator, after: application, fills: [member]}
  - activity: stage_1
    kind: assess
    by: assessor
    after: intake
    fills: [G.1]
    within: 1 month after accepted
    if_late: remark
  - {activity: stage_2, kind: assess, by: assessor, after: stage_1, fills: [G.2, G.3], rotation: 6 years}
  - {activity: decision, kind: decide, by: decider, after: stage_2, independent_of: [intake]}
  - {activity: surveillance, kind: survey, by: assessor, every: 12 months, covers: [G.1, G.2], if_late: suspend}
"""
GRADES = """nonconformities:
  major: {within: 3 months, blocks: yes, if_late: refuse}
  minor: {within: 6 months, if_late: becomes critical, many: {at_least: 3, becomes: major}}
  critical: {within: 1 month, if_late: suspend}
"""
JURY = """activities:
  - {activity: application, kind: apply, by: applicant, fills: criteria}
  - {activity: intake, kind: check, by: coordinator, after: application, fills: [member]}
  - {activity: visit, kind: assess, by: assessor, people: 2, merge: worst, blind: yes, after: intake, fills: criteria}
  - activity: jury
    kind: vote
    by: juror
    people: 3
    after: visit
    fills: [liked]
    merge: {vote: majority, quorum: 2, tie: no}
  - {activity: decision, kind: decide, by: decider, after: jury}
"""


STAGES_SOURCE = SOURCE.replace(ACTIVITIES, STAGES).replace(NONCONFORMITIES, GRADES)
JURY_SOURCE = (
    SOURCE.replace(ACTIVITIES, JURY)
    .replace("roles: [coordinator, assessor, decider]", "roles: [coordinator, assessor, juror, decider]")
    .replace("inputs:\n", "inputs:\n  liked: {type: yes_no, given_by: jury}\n", 1)
    .replace("when: {mandatory_missed: 0}", "when: {mandatory_missed: 0, liked: yes}")
)


def changed_source(*changes: tuple[str, str]) -> str:
    """The garden's scheme as a file, with each of these texts exchanged for another."""
    source = SOURCE
    for old, new in changes:
        assert old in source, old
        source = source.replace(old, new, 1)
    return source


def garden(*changes: tuple[str, str]) -> Scheme:
    """The garden's scheme with each of these texts exchanged for another."""
    return load(changed_source(*changes).encode(), "garden.yaml")


def cycle(*changes: tuple[str, str]) -> Scheme:
    """Two stages, graded nonconformities, surveillance each year."""
    return garden((ACTIVITIES, STAGES), (NONCONFORMITIES, GRADES), *changes)


def jury(*changes: tuple[str, str]) -> Scheme:
    """Two who visit without seeing each other's findings, then a jury."""
    source = JURY_SOURCE
    for old, new in changes:
        assert old in source, old
        source = source.replace(old, new, 1)
    return load(source.encode(), "garden.yaml")


def person(id_: str, *roles: a.Role, holds: frozenset[str] = frozenset(), **more: Any) -> Person:
    """Somebody of the body, competent for what the roles say."""
    duties = frozenset({"assess", "decide"}) if not holds else frozenset[str]()
    return Person(
        id=id_, roles=frozenset(roles), competent_for=duties, advised=None, belongs=False, holds=holds, **more
    )


def on(**values: str) -> Findings:
    """Findings on the criteria named (`G1="no"`), or inputs where the name is no criterion."""
    criteria = {f"{name[0]}.{name[1:]}": value for name, value in values.items() if name[0] == "G"}
    return Findings(
        findings=tuple(
            Finding(
                criterion=name,
                value=value.split()[0],
                reason="" if value == "yes" else "Det syns inte.",
                grade=value.split()[1] if " " in value else None,
            )
            for name, value in criteria.items()
        ),
        inputs={name: value for name, value in values.items() if name[0] != "G"},
    )


class Road(Life):
    """A case under a scheme of its own, with jurors among the people."""

    def __init__(self, scheme: Scheme, **given: Any) -> None:
        super().__init__()
        self.scheme = scheme
        self.more = given
        self.people = {
            **PEOPLE,
            "una": person("una", "assessor", holds=frozenset({"juror"})),
            "vera": person("vera", "assessor", holds=frozenset({"juror"})),
            "ivo": person("ivo", "assessor", holds=frozenset({"juror"})),
        }

    def given(self, by: str, **changes: Any) -> Given:
        """As in any life, under this scheme."""
        return super().given(by, **{"scheme": self.scheme, "chance": bytes(32), **self.more, **changes})

    def began(self, **fields: Any) -> Road:
        """Handed in, numbered, taken in, with the terms accepted and Dag to decide."""
        known: dict[str, Any] = {"dossier": DOSSIER, "applicant": "lindhamra", "scheme": self.scheme.digest} | fields
        self.do("mo", a.Submit(**known))
        self.do("kim", a.Register(number="2026-1", received=self.at.date()))
        self.do("kim", a.Accept(findings=MEMBER))
        self.do("mo", a.Agree(terms=TERMS))
        return self.with_duty("dag", "decide")

    def with_duty(self, who: str, duty: a.Duty, activity: str | None = None) -> Road:
        """Given a duty; nothing ties them to the applicant."""
        self.do("kim", a.Assign(duty=duty, person=who, activity=activity))
        part = self.now.part_of(who)
        if part is not None and part.conflict is None:
            self.do(who, a.DeclareInterest(conflict=False))
        return self

    def issued_now(self) -> Road:
        """Granted, signed, and counting."""
        self.do("dag", a.Decide(outcome="grant", reason=WHY))
        self.do("worker", prepare())
        self.do("worker", issue())
        return self

    def until(self, day: str) -> list[str]:
        """Let time pass until the end of that day in UTC; the clock does what is due, and that is told by name.

        New last days are not told.
        """
        end = datetime.combine(date.fromisoformat(day), datetime.max.time(), UTC).replace(microsecond=0)
        told: list[str] = []
        while (moment := next_due(self.now)) is not None and moment <= end:
            self.at = max(moment, self.at)
            acts = due(self.now, self.at)
            told += [
                type(event).__name__ for event in self.do("clock", acts[0]) if not isinstance(event, pe.DeadlineSet)
            ]
        self.at = max(end, self.at)
        return told

    def state(self) -> str:
        """The state of the case, asked for anew."""
        return self.now.state

    @property
    def status(self) -> str | None:
        """The status of the certificate."""
        return self.now.certificate.status if self.now.certificate is not None else None
