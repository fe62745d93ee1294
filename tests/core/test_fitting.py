"""A profile with a condition: refused where the application rules it out, with those that fit; unknown is no yes."""

from __future__ import annotations

import msgspec
import pytest

from certify.core import acts as a
from certify.core.errors import Refused
from certify.core.findings import Findings
from tests.core.life import DOSSIER, MEMBER, START
from tests.core.road import Road, garden

CHANGE = "changes: [{from: 2026-01-01, title: {sv: A, en: A}}]"
PROFILES = f"""profiles:
  roses: {{title: {{sv: Rosor, en: Roses}}, applies: {{grows: roses}}, {CHANGE}}}
  herbs: {{title: {{sv: Örter, en: Herbs}}, applies: {{grows: herbs}}, {CHANGE}}}
  noted: {{title: {{sv: Noterad, en: Noted}}, applies: {{seen: yes}}, {CHANGE}}}
  plain: {{title: {{sv: Vanlig, en: Plain}}, {CHANGE}}}
outcome:
"""
INPUTS = """inputs:
  grows: {type: choice, options: [roses, herbs, trees], text: {sv: Växer, en: Grows}}
  seen: {type: yes_no, given_by: coordinator, text: {sv: Sedd, en: Seen}}
"""
QUIET = f"profiles:\n  quiet: {{title: {{sv: Tyst, en: Quiet}}, applies: {{noise: at most 30}}, {CHANGE}}}\noutcome:\n"
SCHEME = garden(
    ("inputs:\n", INPUTS),
    ("fills: [member]", "fills: [member, seen]"),
    ("outcome:\n", PROFILES),
)


def under(profile: str | None, grows: str) -> tuple[Road, a.Submit]:
    """A life under that profile, and what it begins with."""
    road = Road(SCHEME.under(profile, START.date()))
    dossier = msgspec.structs.replace(DOSSIER, inputs={"grows": grows})
    return road, a.Submit(dossier=dossier, applicant="lindhamra", scheme=SCHEME.digest, profile=profile)


@pytest.mark.parametrize(
    ("profile", "grows", "fits"),
    [("roses", "herbs", ["herbs"]), ("herbs", "roses", ["roses"]), ("roses", "trees", [])],
)
def test_a_profile_that_does_not_apply_is_refused_with_the_ones_that_do(
    profile: str, grows: str, fits: list[str]
) -> None:
    road, act = under(profile, grows)
    with pytest.raises(Refused) as caught:
        road.do("mo", act)
    assert caught.value.rule == "submit.profile_applies"
    assert caught.value.evidence == {"profile": profile, "fits": fits}


@pytest.mark.parametrize(("profile", "grows"), [("roses", "roses"), ("plain", "trees"), (None, "roses")])
def test_a_profile_that_applies_or_asks_nothing_is_taken_in(profile: str | None, grows: str) -> None:
    road, act = under(profile, grows)
    road.do("mo", act)
    road.do("kim", a.Register(number="1", received=road.at.date()))
    road.do("kim", a.Accept(findings=Findings(findings=(), inputs={**MEMBER.inputs, "seen": "no"})))
    assert road.now.state == "accepted"


@pytest.mark.parametrize(("seen", "rule"), [("yes", None), ("no", "submit.profile_applies")])
def test_what_intake_finds_counts_too(seen: str, rule: str | None) -> None:
    # given a profile whose condition is for the coordinator to say
    road, act = under("noted", "trees")
    road.do("mo", act)
    road.do("kim", a.Register(number="1", received=road.at.date()))
    accept = a.Accept(findings=Findings(findings=(), inputs={**MEMBER.inputs, "seen": seen}))
    if rule is None:
        road.do("kim", accept)
        assert road.now.state == "accepted"
        return
    with pytest.raises(Refused) as caught:
        road.do("kim", accept)
    assert caught.value.rule == rule


def test_what_stays_unknown_is_not_taken_in() -> None:
    scheme = garden(
        ("inputs:\n", "inputs:\n  noise: {type: number, given_by: laboratory, text: {sv: Buller, en: Noise}}\n"),
        ("outcome:\n", QUIET),
    )
    road = Road(scheme.under("quiet", START.date()))
    road.do("mo", a.Submit(dossier=DOSSIER, applicant="lindhamra", scheme=scheme.digest, profile="quiet"))
    road.do("kim", a.Register(number="1", received=road.at.date()))
    with pytest.raises(Refused) as caught:
        road.do("kim", a.Accept(findings=MEMBER))
    assert caught.value.rule == "accept.profile"
