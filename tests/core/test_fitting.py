"""A profile with a condition: refused where the application rules it out, with those that fit; unknown is no yes."""

from __future__ import annotations

import msgspec
import pytest

from certify.core import acts as a
from certify.core.errors import Refused
from certify.core.findings import Findings
from certify.core.scheme.examples import run_example, run_examples
from certify.core.scheme.load import load
from tests.core.life import DOSSIER, MEMBER, START
from tests.core.road import Road, changed_source, garden

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
CHANGES = (("inputs:\n", INPUTS), ("fills: [member]", "fills: [member, seen]"), ("outcome:\n", PROFILES))
SCHEME = garden(*CHANGES)


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


WORKED = """
examples:
  - example: the one
    profile: {profile}
    given: {{member: yes, grows: {grows}}}
    findings: {{others: yes}}
    expect: {{level: OPEN}}
"""
REHEARSED = """
examples:
  - example: the one
    profile: {profile}
    given: {{member: yes, grows: {grows}, seen: yes}}
    acts:
      - {{at: 2026-03-02, act: Submit, expect: {{{expect}}}}}
    expect: {{state: {state}}}
"""


@pytest.mark.parametrize(
    ("worked", "profile", "grows", "expect", "found"),
    [
        (WORKED, "roses", "roses", "", None),
        (WORKED, "roses", "herbs", "", ((), ("submit.profile_applies",))),
        (WORKED, "plain", "herbs", "", None),
        (WORKED, "noted", "herbs", "", None),  # nobody has said whether it is seen
        (REHEARSED, "roses", "roses", "state: submitted", None),
        (REHEARSED, "roses", "herbs", "refused: submit.profile_applies", None),
        (REHEARSED, "roses", "roses", "refused: submit.profile_applies", (("submit.profile_applies",), ())),
    ],
)
def test_a_worked_case_of_another_profile_is_refused_like_an_application(
    worked: str, profile: str, grows: str, expect: str, found: tuple[tuple[str, ...], tuple[str, ...]] | None
) -> None:
    source = changed_source(*CHANGES) + worked.format(
        profile=profile, grows=grows, expect=expect, state="submitted" if grows == profile else "none"
    )
    scheme = load(source.encode())
    (example,) = scheme.examples
    assert [(one.expected, one.found) for one in run_example(scheme, example)] == ([] if found is None else [found])
    if found == ((), ("submit.profile_applies",)):
        (fault,) = run_examples(scheme)
        assert "The variant of the scheme that was chosen does not apply" in fault.en
