"""A case's life for the tests of the rules: people with names, a small scheme, and a case brought to any stage.

Kim coordinates, Ask assesses, Dag decides, Elm also holds both roles, and Mo speaks for the applicant.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from certify.core import acts as a
from certify.core import events as e
from certify.core.case import Case, evolve
from certify.core.documents import Content, Statement, seal_fields, unseal
from certify.core.dossier import Answer, Area, Dossier, Organisation
from certify.core.findings import Finding, Findings
from certify.core.given import Actor, Applicant, Body, Former, Given, Person
from certify.core.rules.judge import judge
from certify.core.scheme.load import load

SCHEME = load((Path(__file__).parent / "garden.yaml").read_bytes(), "garden.yaml")
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
TERMS = "sha256:" + "7" * 64
KEY = "did:web:example.org:bodies:garden#key-1"
NUMBER = "8H3K-T6PW-4"

DOSSIER = Dossier(
    applicant=Organisation(
        name="Lindhamra Trädgård ekonomisk förening",
        address="Torget 1, 123 45 Lindhamra",
        organisation_number="802400-1235",
        place="Lindhamra",
    ),
    area=Area(name="Slottsparken"),
    answers={id_: Answer(text="Ja, se bilagan.") for id_ in ("G.1", "G.2", "G.3")},
)
WHY = Statement(text="Därför att det är så.")

PEOPLE = {
    "kim": Person(id="kim", roles=frozenset({"coordinator"}), competent_for=frozenset(), advised=None, belongs=False),
    "ask": Person(
        id="ask",
        roles=frozenset({"assessor"}),
        competent_for=frozenset({"assess", "decide"}),
        advised=None,
        belongs=False,
    ),
    "dag": Person(
        id="dag",
        roles=frozenset({"decider"}),
        competent_for=frozenset({"assess", "decide"}),
        advised=None,
        belongs=False,
    ),
    "elm": Person(
        id="elm",
        roles=frozenset({"assessor", "decider", "coordinator"}),
        competent_for=frozenset({"assess", "decide"}),
        advised=None,
        belongs=False,
    ),
}
BODY = Body(
    slug="garden",
    name="Trädgårdsrådet",
    address="Allén 2, 123 45 Lindhamra",
    origin="https://example.org",
    did="did:web:example.org:bodies:garden",
    signatory={"sv": "Certifieringschef", "en": "Head of certification"},
    keys={KEY: bytes(range(32))},
)


def findings(**values: str) -> Findings:
    """Findings on the criteria, yes unless said otherwise (`G1="no"`)."""
    said = {"G1": "yes", "G2": "yes", "G3": "yes"} | values
    return Findings(
        findings=tuple(
            Finding(criterion=f"{name[0]}.{name[1:]}", value=value, reason="" if value == "yes" else "Det syns inte.")
            for name, value in said.items()
            if value
        )
    )


MEMBER = Findings(findings=(), inputs={"member": "yes"})


class Life:
    """One case, its documents and its clock. `do` judges an act by a person and keeps what happened."""

    def __init__(self) -> None:
        self.case: Case | None = None
        self.documents: dict[str, Content] = {}
        self.events: list[e.Event] = []
        self.at = START
        self.people = dict(PEOPLE)
        self.former: Former | None = None
        self._salts = (n.to_bytes(32, "big") for n in count(1))

    def given(self, by: str, **changes: Any) -> Given:
        """What the rules are given when that person, `clock` or `worker` acts now."""
        if by in {"clock", "worker"}:
            actor = Actor(id=by, does=frozenset({by}))  # type: ignore[arg-type]  # the two are told apart above
        elif by == "mo":
            actor = Actor(id="mo", does=frozenset({"applicant"}), applicant_for=frozenset({"lindhamra"}))
        else:
            actor = Actor(id=by, does=frozenset(self.people[by].roles))
        known: dict[str, Any] = {
            "scheme": SCHEME,
            "by": actor,
            "at": self.at,
            "documents": self.documents,
            "people": self.people,
            "terms": TERMS,
            "applicant": Applicant(
                name=DOSSIER.applicant.name,
                address=DOSSIER.applicant.address,
                organisation_number=DOSSIER.applicant.organisation_number,
            ),
            "published": True,
            "body": BODY,
            "issuing": True,
            "former": self.former,
        }
        return Given(**(known | changes))

    def do(self, by: str, act: a.Act, *, after: timedelta = timedelta(0), **changes: Any) -> list[e.Event]:
        """Judge the act; on success the case moves on. Raises Refused and leaves everything as it was."""
        sealed_act, sealed = seal_fields(act, self._salts)
        self.documents |= {one.digest: unseal(one) for one in sealed}
        was, self.at = self.at, self.at + after
        try:
            happened = judge(self.case, sealed_act, self.given(by, **changes))
        except BaseException:
            self.at = was
            raise
        for event in happened:
            seq = self.case.version + 1 if self.case is not None else 1
            self.case = evolve("case-1", self.case, e.Recorded(seq=seq, at=self.at, by=by, event=event))
        self.events += happened
        return happened

    @property
    def now(self) -> Case:
        """The case, which is there once something was submitted."""
        assert self.case is not None
        return self.case

    def submitted(self, **fields: Any) -> Life:
        """Handed in."""
        fields = {"dossier": DOSSIER} | fields
        self.do("mo", a.Submit(applicant="lindhamra", scheme=SCHEME.digest, **fields))
        return self

    def registered(self) -> Life:
        """Handed in and numbered."""
        self.submitted().do("kim", a.Register(number="2026-1", received=date(2026, 3, 2)), after=DAY)
        return self

    def accepted(self) -> Life:
        """Taken in."""
        self.registered().do("kim", a.Accept(findings=MEMBER), after=DAY)
        return self

    def assigned(self) -> Life:
        """With Ask to assess and Dag to decide, neither tied to the applicant, and the terms accepted."""
        self.accepted().do("kim", a.Assign(duty="assess", person="ask"))
        self.do("kim", a.Assign(duty="decide", person="dag"))
        self.do("ask", a.DeclareInterest(conflict=False))
        self.do("dag", a.DeclareInterest(conflict=False))
        self.do("mo", a.Agree(terms=TERMS))
        return self

    def assessed(self, **values: str) -> Life:
        """With findings, yes unless said otherwise."""
        self.assigned().do("ask", a.Assess(findings=findings(**values)), after=DAY)
        return self

    def granted(self) -> Life:
        """Decided."""
        self.assessed().do("dag", a.Decide(outcome="grant", reason=WHY), after=DAY)
        return self

    def prepared(self) -> Life:
        """With everything to be signed on record."""
        self.granted().do("worker", prepare())
        return self

    def issued(self) -> Life:
        """With a certificate that counts."""
        self.prepared().do("worker", issue())
        return self

    def suspended(self) -> Life:
        """With a certificate that does not count for now."""
        self.issued().do("dag", a.Suspend(reason_class="requirements_not_met", reason=WHY), after=DAY)
        return self


def prepare(number: str = NUMBER) -> a.PrepareCertificate:
    """The worker's first step."""
    return a.PrepareCertificate(number=number, status_list=1, status_index=4711, key=KEY)


def issue(number: str = NUMBER) -> a.RecordIssue:
    """The worker's second step."""
    return a.RecordIssue(number=number, credential="sha256:" + "a" * 64, qr="sha256:" + "b" * 64)
