"""The outcome: a level or none, complete or not, with every reason named and said in both languages."""

import msgspec
import pytest

from certify.core.dossier import Dossier
from certify.core.findings import Finding, Findings
from certify.core.outcome import Dates, Gap, Outcome, Reason, eligibility, eligible, proposals, work_out
from certify.core.proposing import Proposed, filled_in, proposed
from certify.core.scheme.model import Scheme
from tests.core.scheme.harbour import ALL_YES, GRADED, HARBOUR, MEASURED, SUBMITTED, dossier, findings, harbour

DATES = Dates(submitted=SUBMITTED)
FULL = {**ALL_YES, **GRADED, **MEASURED}


def outcome(scheme: Scheme = HARBOUR, form: str | None = None, said: Dossier | None = None, **found: str) -> Outcome:
    values = {name: value for name, value in {**FULL, **found}.items() if value}
    return work_out(scheme, said or dossier(), findings(**values), form=form, dates=DATES)


def names(reasons: tuple[Reason | Gap, ...]) -> list[str]:
    return [reason.name for reason in reasons]


def test_everything_met_gives_the_best_level() -> None:
    found = outcome()
    assert (found.level, found.complete, found.reasons, found.advice, found.gap) == ("BRIGHT", True, (), (), ())
    assert found.values["imperatives_missed"] == "0"
    assert found.values["cycle"] == "4 years"
    assert found.values["first_day"] == "2025-02-10"


def test_a_missed_requirement_is_named_with_the_criteria_behind_it() -> None:
    found = outcome(L1_1="no", L1_2="no")
    assert (found.level, found.complete) == (None, True)
    assert names(found.reasons) == ["imperatives_missed", "L1.1", "L1.2"]
    line, first, _ = found.reasons
    assert line == Reason(
        rule="condition_not_met",
        name="imperatives_missed",
        value="2",
        needed="0",
        short_by="2",
        sv="Missade krav: är 2, ska vara 0.",
        en="Requirements missed: is 2, should be 0.",
    )
    assert first == Reason(
        rule="criterion_not_met",
        name="L1.1",
        value="no",
        because_of="imperatives_missed",
        sv="L1.1 Belyst: inte uppfyllt.",
        en="L1.1 Lit: not met.",
    )
    assert found.gap == (
        Gap(
            name="imperatives_missed",
            has="2",
            needs="0",
            short_by="2",
            more=2,
            criteria=("L1.1", "L1.2"),
            sv="Missade krav: 2, ska vara 0; 2 återstår (L1.1, L1.2).",
            en="Requirements missed: 2, needs 0; 2 to go (L1.1, L1.2).",
        ),
    )


def test_what_is_not_assessed_gives_no_outcome_and_is_named() -> None:
    found = outcome(L1_2="")
    assert (found.level, found.complete) == (None, False)
    assert [(reason.rule, reason.name) for reason in found.reasons] == [
        ("condition_unknown", "imperatives_missed"),
        ("criterion_not_assessed", "L1.2"),
    ]
    assert found.reasons[0].sv == "Missade krav: är inte känt, ska vara 0."
    assert found.reasons[1].en == "L1.2 Enough light: not assessed."
    assert "imperatives_missed" not in found.values


def test_missed_and_not_assessed_are_both_named() -> None:
    found = outcome(L1_1="no", L1_2="")
    assert not found.complete
    assert names(found.reasons) == ["imperatives_missed", "L1.1", "L1.2"]


def test_the_next_level_down_carries_what_the_better_one_lacks() -> None:
    found = outcome(L2_1="no", L2_2="no", look="dim")
    assert (found.level, found.complete) == ("LIT", True)
    assert names(found.reasons) == ["guideline_share", "L2.1", "L2.2", "look"]
    assert {reason.level for reason in found.reasons} == {"BRIGHT"}
    share = found.reasons[0]
    assert (share.value, share.needed, share.short_by) == ("1/3", "at least 80 %", "7/15")
    assert names(found.gap) == ["guideline_share", "look"]


def test_a_better_level_that_is_unknown_ends_the_climb_without_an_outcome() -> None:
    found = outcome(look="")
    assert (found.level, found.complete) == (None, False)
    assert names(found.reasons) == ["look"]


def test_of_several_ways_all_are_named() -> None:
    found = outcome(said=dossier(owner="private"), comfort="3", lux="1", glow="1")
    assert found.level == "LIT"
    assert names(found.reasons) == ["light_points", "comfort", "owner"]
    assert found.reasons[0].en == "light points: is 2, should be at least 20."
    assert found.reasons[1].sv == "comfort: är 3, ska vara 5 eller 4."


def test_a_recommendation_that_is_missed_advises_and_says_what_it_counts_for() -> None:
    found = outcome(harbour(("guideline_share: at least share_bright", "guideline_share: at least 0")), L2_1="no")
    assert found.level == "BRIGHT"
    assert found.advice == (
        Reason(
            rule="advice",
            name="L2.1",
            value="no",
            sv="L2.1 Skötselplan: inte uppfyllt. Det räknas för nivån Ljus.",
            en="L2.1 Care plan: not met. That counts for the level Bright.",
        ),
    )


def test_a_form_asks_about_its_own_criteria_only() -> None:
    assert outcome(form="changes", L2_4="").level == "BRIGHT"
    assert outcome(form="full", L2_4="dark").values["good_condition"] == "0"
    with pytest.raises(KeyError):
        outcome(form="nothing")


def test_lines_behind_a_condition_are_told_with_it() -> None:
    scheme = harbour(("requires: {imperatives_missed: 0}", "requires: {imperatives_missed: 0, bright_enough: yes}"))
    found = outcome(scheme, lux="9")
    assert [(reason.name, reason.because_of) for reason in found.reasons] == [
        ("bright_enough", None),
        ("darkest", "bright_enough"),
    ]
    assert found.reasons[0].en == "bright enough: is no, should be yes."
    assert found.reasons[1].short_by == "1"


def test_a_line_on_a_criterion_names_the_criterion() -> None:
    scheme = harbour(("requires: {imperatives_missed: 0}", "requires: {imperatives_missed: 0, L2.1: yes}"))
    found = outcome(scheme, L2_1="no")
    assert [(reason.rule, reason.name) for reason in found.reasons] == [("criterion_not_met", "L2.1")]


def test_too_few_names_what_does_not_count() -> None:
    scheme = harbour(("guideline_share: at least share_bright", "guideline_share: between 90 % and 100 %"))
    found = outcome(scheme, L2_3="no")
    assert names(found.reasons) == ["guideline_share", "L2.3"]
    assert found.reasons[0].needed == "between 90 % and 100 %"


def test_a_count_of_inputs_has_no_criteria_behind_it() -> None:
    scheme = harbour(
        ("good_condition:     {count: L2.4", "kept_up: {count: L2.4}\n  good_condition:     {count: look"),
        ("requires: {imperatives_missed: 0}", "requires: {imperatives_missed: 0, good_condition: 1}"),
    )
    assert names(outcome(scheme, look="dark").reasons) == ["good_condition"]


def test_a_ladder_without_otherwise_can_end_without_a_level() -> None:
    scheme = harbour(("when: otherwise", "when: {look: at least dim}"))
    found = outcome(scheme, look="dark")
    assert (found.level, found.complete) == (None, True)
    assert names(found.reasons) == ["look"]
    assert {reason.level for reason in found.reasons} == {"LIT"}


def test_a_ladder_may_require_nothing_for_every_level() -> None:
    scheme = harbour(
        ("requires: {imperatives_missed: 0}", ""),
        ("guideline_share: at least share_bright\n", "guideline_share: 100 %\n        imperatives_missed: 0\n"),
    )
    assert names(outcome(scheme, L1_1="no").reasons) == ["imperatives_missed", "L1.1"]
    assert outcome(scheme).level == "BRIGHT"


def test_an_outcome_survives_being_stored() -> None:
    for found in (outcome(), outcome(L1_1="no"), outcome(look="")):
        assert msgspec.json.decode(msgspec.json.encode(found), type=Outcome) == found


def test_an_applicant_cannot_answer_in_an_assessors_place_nor_the_other_way() -> None:
    found = work_out(
        HARBOUR, dossier(lux="999"), findings(**{**FULL, "lux": "", "berths": "7"}), form=None, dates=DATES
    )
    assert "darkest" not in found.values
    assert found.values["piers_to_visit"] == "1"


def test_values_from_elsewhere_are_given() -> None:
    found = work_out(HARBOUR, dossier(), findings(**ALL_YES, **GRADED), dates=DATES, given=MEASURED)
    assert found.level == "BRIGHT"


@pytest.mark.parametrize(
    ("changes", "answer", "why"),
    [
        ({}, True, []),
        ({"berths": "4"}, False, ["berths"]),
        ({"opened": "2025-02-11"}, False, ["open_long_enough", "opened"]),
        ({"owner": "private"}, False, ["owner", "shine"]),
        ({"owner": ""}, None, ["owner", "shine"]),
        ({"berths": ""}, None, ["berths"]),
    ],
)
def test_whether_it_may_be_taken_in(changes: dict[str, str], answer: bool | None, why: list[str]) -> None:  # noqa: FBT001
    found = eligibility(HARBOUR, dossier(**changes), findings(shine="10 %"), dates=DATES)
    assert found.answer is answer
    assert names(found.reasons) == why
    assert eligible(HARBOUR, dossier(**changes), findings(shine="10 %"), dates=DATES) is answer


ELIGIBLE = """eligible:
  berths: at least 5
  open_long_enough: yes
  any:
    - {owner: municipal or club}
    - {shine: at least 50 %}
"""


def test_a_scheme_that_asks_nothing_takes_everyone_in() -> None:
    assert eligible(harbour((ELIGIBLE, "")), Dossier(), dates=Dates()) is True


@pytest.mark.parametrize(("lux", "proposed"), [("10", {"L1.2": "yes"}), ("9", {"L1.2": "no"}), ("", {})])
def test_measures_propose_findings(lux: str, proposed: dict[str, str]) -> None:
    assert proposals(HARBOUR, dossier(), findings(lux=lux, glow="20"), dates=DATES) == proposed


def test_what_is_proposed_stands_only_where_nothing_was_found() -> None:
    said = findings(lux="9", glow="20")
    nothing = msgspec.structs.replace(said, findings=tuple(one for one in said.findings if one.criterion != "L1.2"))
    (one,) = proposed(HARBOUR, dossier(), nothing, form=HARBOUR.forms[0].form, dates=DATES)
    assert one == Proposed(criterion="L1.2", value="no")
    assert filled_in(nothing, [one]).on("L1.2") == Finding(criterion="L1.2", value="no")
    own = filled_in(nothing, [Proposed(criterion="L1.2", value="yes")])
    assert proposed(HARBOUR, dossier(), own, form=HARBOUR.forms[0].form, dates=DATES) == ()


def test_a_proposal_alone_is_no_finding() -> None:
    assert not outcome(L1_2="").complete


def test_dates_that_are_known() -> None:
    assert Dates(submitted=SUBMITTED).known() == {"submitted": SUBMITTED}
    assert Dates().known() == {}


def test_findings_of_nothing() -> None:
    found = work_out(HARBOUR, Dossier(), Findings(findings=()), dates=Dates())
    assert (found.level, found.complete) == (None, False)
