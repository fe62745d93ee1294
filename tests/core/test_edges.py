"""What the rules do where the case, its documents or its scheme are not what a usual life leaves behind."""

from __future__ import annotations

import msgspec
import pytest

from certify.core import acts as a
from certify.core.case import fold
from certify.core.certificate import payloads
from certify.core.documents import Statement
from certify.core.dossier import Area
from certify.core.errors import Damaged, Refused
from certify.core.findings import Finding, Findings
from certify.core.rules.assessment import to_assess
from certify.core.scheme.load import load
from certify.core.signable import bilingual
from tests.core.life import DOSSIER, SCHEME, WHY, Life, findings, prepare
from tests.service.world import GARDEN
from verify import credential


def test_no_events_make_no_case() -> None:
    assert fold("case-1", []) is None


def test_a_scheme_of_one_language_says_it_twice() -> None:
    assert (bilingual("Ja").sv, bilingual("Ja").en) == ("Ja", "Ja")


def test_a_certificate_needs_a_body_and_a_decision() -> None:
    life = Life().granted()
    with pytest.raises(Damaged, match="a decision that granted"):
        payloads(life.now, prepare(), life.given("worker", body=None))


def test_a_certificate_has_a_level_of_its_scheme() -> None:
    life = Life().granted()
    assert life.now.decision is not None
    other = msgspec.structs.replace(life.now.decision, level="NONE")
    with pytest.raises(Damaged, match="no level NONE"):
        payloads(msgspec.structs.replace(life.now, decision=other), prepare(), life.given("worker"))


def test_a_certificate_that_names_no_area_can_be_signed() -> None:
    # given a dossier without an area, which a scheme may let through that prints none
    life = Life().granted()
    dossier = msgspec.structs.replace(DOSSIER, area=Area())
    life.documents[life.now.dossier] = dossier
    # when its certificate is prepared, then the place is its area and the verifier can read it
    unsigned = payloads(life.now, prepare(), life.given("worker")).unsigned
    assert credential.read_certificate(unsigned).credential_subject.area.name == dossier.applicant.place


def test_a_document_that_is_missing_or_another_is_damage() -> None:
    life = Life().submitted()
    with pytest.raises(Damaged, match="statement"):
        life.given("kim").document(life.now.dossier, Statement)


def test_without_findings_at_intake_everything_is_assessed() -> None:
    life = Life().accepted()
    case = msgspec.structs.replace(life.now, intake_findings=None)
    assert len(to_assess(case, life.given("ask"))) == len(SCHEME.criteria)


@pytest.mark.parametrize("outcome", ["grant", "refuse"])
def test_nothing_is_decided_while_the_outcome_is_unknown(outcome: str) -> None:
    life = Life().assessed()
    ((_, digest),) = life.now.findings
    life.documents[digest] = Findings(findings=findings().findings[:1])
    with pytest.raises(Refused) as refused:
        life.do("dag", a.Decide(outcome=outcome, reason=WHY))  # type: ignore[arg-type]  # both are outcomes
    assert refused.value.rule == "decide.incomplete"


def test_a_mandatory_criterion_that_the_intake_answers_with_no_keeps_the_case_out() -> None:
    source = GARDEN.read_bytes().replace(b"fills: [member]", b"fills: [member, G.1]")
    source = source.replace(b"after: intake, fills: criteria", b"after: intake, fills: [G.2, G.3]")
    scheme = load(source.replace(b"by: applicant, fills: criteria", b"by: applicant, fills: criteria"))
    life = Life().registered()
    said_no = Findings(findings=(Finding(criterion="G.1", value="no", reason="Stängt."),), inputs={"member": "yes"})
    with pytest.raises(Refused) as refused:
        life.do("kim", a.Accept(findings=said_no), scheme=scheme)
    assert refused.value.rule == "accept.condition"
