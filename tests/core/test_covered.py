"""Which units a certificate names, and when a grant is refused because that is not settled."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from certify.core import acts as a
from certify.core.certificate import payloads
from certify.core.dossier import Unit
from certify.core.dossier_faults import faults
from certify.core.errors import Refused
from certify.core.scheme.load import load
from certify.core.signable import can_be_signed, signable
from tests.core.life import DOSSIER, WHY, prepare
from tests.core.road import SOURCE, Road, garden, on
from verify.credential import Certificate, certificate_bytes, read_certificate

EVIDENCE = "evidence: {kinds: [photo, plan], at_least: 0}"
KINDS = """units:
  region: {title: {sv: Trakt, en: Region}, inputs: {}}
  bed:
    title: {sv: Rabatt, en: Bed}
    within: region
    on_certificate: yes
    number: yes
    leaves_when: {dug_up: yes}
    end: fallow
    inputs:
      dug_up: {type: yes_no}
      fallow: {type: date}
"""


def scheme(kinds: str = KINDS) -> Any:
    return garden((EVIDENCE, kinds + EVIDENCE))


def unit(id_: str, *, dug_up: str = "no", fallow: str = "2099-01-01", name: str = "", **more: Any) -> Unit:
    inputs = {"dug_up": dug_up, "fallow": fallow}
    return Unit(id=id_, name=name or f"Rabatt {id_}", inputs={k: v for k, v in inputs.items() if v}, **more)


def decided(*beds: Unit, kinds: str = KINDS) -> Road:
    """Granted on a dossier with these units. What a form would not have let through was taken in before it asked."""
    units = {"region": (Unit(id="norr", name="Norr"),), "bed": beds} if "region" in kinds else {"bed": beds}
    handed_in = msgspec.structs.replace(DOSSIER, units=units)
    plain = msgspec.structs.replace(DOSSIER, units=units | {"bed": (unit("A", within="norr"),)})
    road = Road(scheme(kinds)).began(dossier=plain if "region" in kinds else handed_in)
    road.with_duty("ask", "assess", "review")
    road.do("ask", a.Assess(activity="review", findings=on(G1="yes", G2="yes", G3="yes")))
    road.documents[road.now.dossier] = handed_in
    road.do("dag", a.Decide(outcome="grant", reason=WHY))
    return road


def certificate(road: Road) -> Certificate:
    made = payloads(road.now, prepare(), road.given("worker"))
    return read_certificate(certificate_bytes(made.certificate))


def test_those_that_stay_are_numbered_and_have_their_own_end() -> None:
    road = decided(
        unit("A", within="norr"),
        unit("B", within="norr", dug_up="yes"),
        unit("C", within="norr", fallow="2027-05-31", name="Vid\u00adgrinden"),
        unit("D", within="norr", fallow="2026-01-01"),
    )
    (beds,) = certificate(road).credential_subject.units or ()
    assert (beds.kind, beds.title.sv, beds.title.en) == ("bed", "Rabatt", "Bed")
    said = [(one.code, one.name, one.number, one.valid_until or None, one.within or None) for one in beds.members]
    # D ended before the certificate begins, and the region is not named on it, so nothing is said to lie within it.
    assert said == [("A", "Rabatt A", 1, None, None), ("C", "Vidgrinden", 2, "2027-05-31T21:59:59Z", None)]


def test_the_same_whenever_it_is_asked() -> None:
    road = decided(unit("A", within="norr", fallow="2026-03-20"))
    early = certificate(road)
    road.at = road.at.replace(year=2027)
    assert certificate(road).credential_subject == early.credential_subject


@pytest.mark.parametrize(
    ("beds", "units"),
    [
        ((unit("A", within="norr", dug_up=""),), ["A"]),
        ((unit("A", within="norr"), unit("B", within="norr", fallow="")), ["B"]),
    ],
)
def test_nothing_is_certified_of_what_is_not_settled(beds: tuple[Unit, ...], units: list[str]) -> None:
    with pytest.raises(Refused) as refused:
        decided(*beds)
    assert (refused.value.rule, refused.value.evidence) == ("decide.units", {"units": units})


def test_no_unit_left_is_no_list() -> None:
    assert not certificate(decided(unit("A", within="norr", dug_up="yes"))).credential_subject.units


def test_what_the_scheme_names_itself_bears_its_names() -> None:
    fixed = """units:
  bed:
    title: {sv: Rabatt, en: Bed}
    on_certificate: yes
    fixed: {roses: {sv: Rosor, en: Roses}, lilies: {sv: Iris, en: Iris}}
    inputs: {}
"""
    beds = (Unit(id="roses"), Unit(id="lilies"))
    (group,) = certificate(decided(*beds, kinds=fixed)).credential_subject.units or ()
    assert [(one.code, one.name, bool(one.number)) for one in group.members] == [
        ("roses", "Rosor / Roses", False),
        ("lilies", "Iris", False),
    ]


def test_a_name_that_cannot_be_signed_is_told_when_it_is_handed_in() -> None:
    handed_in = msgspec.structs.replace(
        DOSSIER,
        units={
            "region": (Unit(id="norr", name="Norr\u202e"),),
            "bed": (unit("A", within="norr", name="Rosen\u200bgården"),),
        },
    )
    told = {(fault.rule, fault.unit) for fault in faults(handed_in, scheme(), "full")}
    assert ("unit.signs", "A") in told
    assert ("unit.signs", "norr") not in told  # no certificate names it


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Torget", "Torget"),
        ("Tor\u00adget", "Torget"),
        ("La\u030agbrott", "Lågbrott"),
        ("Två\trader\nhär", "Två rader här"),
        ("Lindhamra \u202emurtneC", "Lindhamra murtneC"),
        ("x" * 600, "x" * 500),
        ("\u200b", ""),
        ("\ud800x", "x"),
    ],
)
def test_a_text_of_before_is_put_into_the_shape_that_can_be_signed(text: str, kept: str) -> None:
    assert signable(text) == kept
    assert can_be_signed(kept)
    assert can_be_signed(text) == (text == kept)


def test_a_name_that_was_taken_in_before_names_were_checked_is_issued_all_the_same() -> None:
    old = msgspec.structs.replace(
        DOSSIER, applicant=msgspec.structs.replace(DOSSIER.applicant, name="Träd\u00adgården i La\u030angby")
    )
    road = Road(garden())
    road.began(dossier=DOSSIER).with_duty("ask", "assess", "review")
    road.do("ask", a.Assess(activity="review", findings=on(G1="yes", G2="yes", G3="yes")))
    road.do("dag", a.Decide(outcome="grant", reason=WHY))
    road.documents[road.now.dossier] = old
    assert certificate(road).credential_subject.name == "Trädgården i Långby"


@pytest.mark.parametrize("name", ["\u200b", "\u202e"])
def test_what_cannot_be_signed_at_all_is_not_granted(name: str) -> None:
    road = Road(garden())
    road.began(dossier=DOSSIER).with_duty("ask", "assess", "review")
    road.do("ask", a.Assess(activity="review", findings=on(G1="yes", G2="yes", G3="yes")))
    road.documents[road.now.dossier] = msgspec.structs.replace(
        DOSSIER, applicant=msgspec.structs.replace(DOSSIER.applicant, name=name)
    )
    with pytest.raises(Refused) as refused:
        road.do("dag", a.Decide(outcome="grant", reason=WHY))
    assert refused.value.rule == "decide.certificate"


def test_a_scheme_says_nothing_of_units_that_cannot_be_signed() -> None:
    source = SOURCE.replace(EVIDENCE, KINDS.replace("sv: Rabatt", 'sv: "Rab\\u200batt"') + EVIDENCE)
    with pytest.raises(Exception, match="stands on the certificate"):
        load(source.encode(), "garden.yaml")


def test_what_was_granted_before_it_was_asked_is_not_prepared_in_bytes_that_nobody_reads() -> None:
    road = Road(garden())
    road.began(dossier=DOSSIER).with_duty("ask", "assess", "review")
    road.do("ask", a.Assess(activity="review", findings=on(G1="yes", G2="yes", G3="yes")))
    road.do("dag", a.Decide(outcome="grant", reason=WHY))
    road.documents[road.now.dossier] = msgspec.structs.replace(
        DOSSIER, applicant=msgspec.structs.replace(DOSSIER.applicant, name="\u200b")
    )
    with pytest.raises(Refused) as refused:
        road.do("worker", prepare())
    assert (refused.value.rule, refused.value.evidence) == ("issue.unreadable", {"because": "wrong-value"})
