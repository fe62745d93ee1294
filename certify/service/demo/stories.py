"""The cases of the demo: what happened in each, and on which day, so that there is one in every state.

A story is a list of steps, each so many days ago, by a person, an act made from what is known by then. The steps of all
stories are played in the order of time, through `perform` like everything else, and the worker works in between.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from certify.core import acts as a
from certify.core.documents import Statement
from certify.core.dossier import Area, Dossier, Organisation
from certify.core.findings import Finding, Findings
from certify.service.demo import dossier as papers
from certify.service.demo import people

if TYPE_CHECKING:
    from datetime import datetime

    from certify.core.case import Case
    from certify.core.scheme.model import Scheme
    from certify.service.demo.people import Town

UNCHANGED = ("QM-1", "QM-2", "QM-3", "QM-4", "QM-5", "QM-6", "QM-9")


class Scene(NamedTuple):
    """What a step may look at when its turn comes: the case until now, its scheme, the time, and what others got."""

    town: Town
    case: Case | None
    scheme: Scheme
    at: datetime
    terms: str
    full: Dossier
    certificates: dict[str, str]


class Step(NamedTuple):
    """So many days ago somebody does something to a story's case."""

    days_ago: float
    story: str
    by: str
    act: Callable[[Scene], a.Act]


def statement(text: str) -> Statement:
    """A text that somebody wrote."""
    return Statement(text=text)


def dossier_of(town: Town, full: Dossier) -> Dossier:
    """The demo's dossier with the applicant's own name on it; its papers are Lindhamra's."""
    return msgspec.structs.replace(
        full,
        applicant=Organisation(name=town.name, address=town.address, organisation_number=town.number, place=town.place),
        area=Area(name=town.area, outline_digest=full.area.outline_digest),
    )


def _submit(*, lacking: str | None = None, form: str = "full", former: str | None = None) -> Callable[[Scene], a.Act]:
    def act(scene: Scene) -> a.Act:
        dossier = dossier_of(scene.town, scene.full)
        if lacking is not None:
            dossier = papers.lacking(dossier, lacking)
        if form == "simplified":
            dossier = papers.renewal(dossier, unchanged=UNCHANGED)
        if scene.case is not None:
            return a.Submit(dossier=dossier, form=form)
        return a.Submit(
            dossier=dossier,
            applicant=scene.town.id,
            scheme=scene.scheme.digest,
            form=form,
            former=scene.certificates[former] if former else None,
        )

    return act


def _register(number: int) -> Callable[[Scene], a.Act]:
    return lambda scene: a.Register(number=f"QM {scene.at:%Y}:{number}", received=scene.at.date())


def _accept(_: Scene) -> a.Act:
    return a.Accept(findings=Findings(findings=(), inputs={"member": "yes"}))


def _findings(scene: Scene, missed: dict[str, str]) -> Findings:
    form = scene.case.form if scene.case is not None else "full"
    return Findings(
        findings=tuple(
            Finding(criterion=c.id, value="no" if c.id in missed else "yes", reason=missed.get(c.id, ""))
            for c in scene.scheme.criteria_of(form)
        )
    )


def _assess(missed: dict[str, str] | None = None) -> Callable[[Scene], a.Act]:
    return lambda scene: a.Assess(findings=_findings(scene, missed or {}))


def _decide(outcome: str, text: str) -> Callable[[Scene], a.Act]:
    return lambda _: a.Decide(outcome=outcome, reason=statement(text))  # type: ignore[arg-type]  # grant or refuse


def _completion(criterion: str, text: str, days: int) -> Callable[[Scene], a.Act]:
    return lambda scene: a.RequestCompletion(
        criteria=(criterion,), reason=statement(text), due=(scene.at + timedelta(days=days)).date()
    )


def _always(act: a.Act) -> Callable[[Scene], a.Act]:
    return lambda _: act


NO_CONFLICT = _always(a.DeclareInterest(conflict=False))


def _agree(scene: Scene) -> a.Act:
    return a.Agree(terms=scene.terms)


MET = "Varje obligatoriskt kriterium är uppfyllt och styrkt. Underlaget visar både gjorda insatser och planer framåt."
MISSED = {"QM-4.2": "Protokollet visar att budgeten lades fram, men inte att något behörigt organ har godkänt den."}
ADVISED = {"QM-9.4": "Webbplatsen saknar en tillgänglighetsredogörelse. Det hindrar inte beslutet."}


class Story:
    """One case, told from the first day; `days_ago` moves on with each step."""

    def __init__(self, id_: str, town: Town, number: int, days_ago: float) -> None:
        self.id, self.town, self.number, self.day = id_, town, number, days_ago
        self.steps: list[Step] = []

    def then(self, by: str, act: Callable[[Scene], a.Act], *, days: float = 0.01) -> Story:
        """The next step, so many days later."""
        self.day -= days
        self.steps.append(Step(self.day, self.id, by, act))
        return self

    def submitted(self, **how: str | None) -> Story:
        """Handed in by the town's speaker."""
        return self.then(self.town.speaker, _submit(**how))  # type: ignore[arg-type]  # all of them are texts

    def registered(self) -> Story:
        """Numbered by the coordinator the next day."""
        return self.then("kim", _register(self.number), days=0.6)

    def accepted(self) -> Story:
        """Taken in, and the terms accepted."""
        return self.then("kim", _accept, days=1).then(self.town.speaker, _agree, days=0.5)

    def assigned(self, assessor: str = "alva", decider: str = "dag") -> Story:
        """An assessor and a decider are found who have no ties to the applicant."""
        self.then("kim", _always(a.Assign(duty="assess", person=assessor)))
        self.then("kim", _always(a.Assign(duty="decide", person=decider)))
        return self.then(assessor, NO_CONFLICT, days=0.5).then(decider, NO_CONFLICT)

    def in_assessment(self) -> Story:
        """All until the assessor sits down with the dossier."""
        return self.submitted().registered().accepted().assigned()

    def assessed(self, missed: dict[str, str] | None = None, *, by: str = "alva") -> Story:
        """The assessor's findings, a week later."""
        return self.then(by, _assess(missed), days=7)

    def granted(self, text: str = MET) -> Story:
        """Granted by the decider."""
        return self.then("dag", _decide("grant", text), days=2)


def stories() -> list[Story]:
    """Every story of the demo. The days are chosen so that each lies within its version's time."""
    towns = {town.id: town for town in people.TOWNS}
    lindhamra = Story("lindhamra-2026", towns["lindhamra"], 14, 46).submitted(lacking="QM-3.3").registered().accepted()
    lindhamra.assigned().then("alva", _completion("QM-3.3", "Organisationsmatrisen saknas. Lägg till den.", 30), days=3)
    lindhamra.submitted().assessed(ADVISED).granted()
    ekvik = Story("ekvik-2026", towns["ekvik"], 3, 250).in_assessment().assessed().granted()
    paused = statement("Samverkansavtalet har sagts upp av en av parterna. Certifikatet pausas tills ett nytt finns.")
    ekvik.then("dag", _always(a.Suspend(reason_class="requirements_not_met", reason=paused)), days=215)
    bjorkmo = Story("bjorkmo-2026", towns["bjorkmo"], 5, 230).in_assessment().assessed().granted()
    ended = statement("Märket har använts för en enskild butik trots påpekande.")
    bjorkmo.then("dag", _always(a.Withdraw(reason_class="mark_misused", reason=ended)), days=140)
    granhed = Story("granhed-2022", towns["granhed"], 2, 1390).in_assessment().assessed().granted()
    tallvik = Story("tallvik-2023", towns["tallvik"], 7, 1110).in_assessment().assessed().granted()
    renewed = Story("tallvik-2026", towns["tallvik"], 12, 60)
    renewed.submitted(form="simplified", former="tallvik-2023").registered().accepted().assigned("noa").assessed(
        by="noa"
    )
    renewed.granted("Förnyelsen visar nya resultat och nya planer. Varje obligatoriskt kriterium är uppfyllt.")
    savhamn = Story("savhamn-2026", towns["savhamn"], 0, 0.2).submitted()
    ronnstrand = Story("ronnstrand-2026", towns["ronnstrand"], 17, 3).submitted().registered()
    lovmark = Story("lovmark-2026", towns["lovmark"], 15, 25).in_assessment()
    lovmark.then("alva", _completion("QM-3.6", "Kartan visar inte var gränsen går i öster. Rita in den.", 40), days=4)
    almslatt = Story("almslatt-2026", towns["almslatt"], 16, 12).in_assessment()
    hasselmo = Story("hasselmo-2026", towns["hasselmo"], 13, 30).in_assessment().assessed(ADVISED)
    askhamra = Story("askhamra-2026", towns["askhamra"], 8, 120).in_assessment().assessed(MISSED)
    askhamra.then("dag", _decide("refuse", "Budgeten är inte godkänd av något behörigt organ (QM-4.2)."), days=3)
    pilmark = Story("pilmark-2026", towns["pilmark"], 9, 100).submitted().registered()
    declined = statement("Sökanden är inte medlem i Svenska Stadskärnor, vilket ordningen kräver.")
    pilmark.then("kim", _always(a.Decline(reason=declined)), days=1)
    oxvik = Story("oxvik-2026", towns["oxvik"], 10, 90).submitted().registered().accepted()
    oxvik.then(
        "siv", _always(a.WithdrawApplication(reason=statement("Vi söker igen när nya avtalet är klart."))), days=9
    )
    return [
        lindhamra,
        ekvik,
        bjorkmo,
        granhed,
        tallvik,
        renewed,
        savhamn,
        ronnstrand,
        lovmark,
        almslatt,
        hasselmo,
        askhamra,
        pilmark,
        oxvik,
    ]
