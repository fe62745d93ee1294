"""The extra `rdfc`: nothing is lost when a document is read as linked data, nothing is fetched, and the suite holds."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from certify.service.vc_api.contexts import Contexts
from certify.service.vc_api.desk import NotTaken, TestProfile
from certify.service.vc_api.issuer import Issuer
from certify.service.vc_api.linked import LinkedData, NotLinkedData
from certify.service.vc_api.proofs import JCS, RDFC, Expected, Suites
from certify.service.vc_api.shape import V2
from tests.service.vc_api.made import EXAMPLES, GOOD, changed
from tests.verify.made import certificate_bytes
from verify.errors import VerifyError

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
ISSUER = Issuer(b"\x01" * 32)
OTHER = "https://example.org/#Other"


@pytest.fixture(scope="module")
def profile() -> TestProfile:
    return TestProfile(ISSUER, origin="http://localhost:8000", clock=lambda: AT, chance=bytes)


LOST: dict[str, tuple[dict[str, Any], str]] = {
    "a type that no context defines": ({"type": ["VerifiableCredential", "Other"]}, "Other"),
    "a type that is defined as no URL": (
        {"context": [V2, {"Other": "https ://not-a-url#Other"}], "type": ["VerifiableCredential", "Other"]},
        "absolute IRI",
    ),
    "a term that no context defines": ({"credentialSubject": {"id": "did:example:a", "other": 1}}, "other"),
    "a term within an object": ({"evidence": {"type": OTHER, "other": {"inner": 1}}}, "other"),
    "an id without a scheme": ({"credentialSubject": {"id": "subject", "name": "a"}}, "id"),
    "a context that is not at hand": ({"context": [V2, "https://example.com/none"]}, "nothing is fetched"),
    "a protected term that is defined anew": ({"context": [V2, {"VerifiableCredential": OTHER}]}, "protected"),
    "a term that is protected and defined anew": (
        {"context": [V2, {"@protected": True, "Other": OTHER}, {"Other": "https://example.org/#Another"}]},
        "protected",
    ),
}


@pytest.mark.parametrize("case", LOST)
@pytest.mark.parametrize("suite", [JCS, RDFC])
def test_what_would_be_lost_is_refused(case: str, suite: str, profile: TestProfile) -> None:
    members, named = LOST[case]
    with pytest.raises(NotTaken, match=named):
        profile.issue(changed(**members), {}, suite=suite)


@pytest.mark.parametrize("suite", [JCS, RDFC])
@pytest.mark.parametrize(
    "members",
    [
        {},
        {"context": [V2, EXAMPLES], "type": ["VerifiableCredential", "Anything"]},
        {"context": [V2, {"Other": OTHER}], "type": ["Other", "VerifiableCredential"]},
        {"name": {"@value": "Intyg", "@language": "sv", "@direction": "ltr"}},
    ],
)
def test_what_is_issued_holds_and_every_change_is_noticed(
    members: dict[str, Any], suite: str, profile: TestProfile
) -> None:
    document = profile.issue(changed(**members), {}, suite=suite)
    assert document["proof"]["cryptosuite"] == suite
    assert profile.verify(document) == []
    for change in ({"id": "urn:a:b"}, {"validFrom": "2020-01-01T00:00:00Z"}, {"credentialSubject": {"id": "urn:a:c"}}):
        with pytest.raises(NotTaken):
            profile.verify(document | change)


def test_the_order_of_members_is_nothing_to_linked_data(profile: TestProfile) -> None:
    document = profile.issue(changed(id="urn:a:b"), {}, suite=RDFC)
    assert profile.verify(dict(reversed(document.items()))) == []


def test_a_chain_signs_the_proof_before_it() -> None:
    suites = Suites(LinkedData(Contexts()))
    stated = {"verificationMethod": ISSUER.method, "proofPurpose": "assertionMethod"}
    first = suites.attach(GOOD, suite=RDFC, options=stated | {"id": "urn:uuid:first"}, sign=ISSUER.sign)
    after = {**GOOD, "proof": [first["proof"]]}
    options = stated | {"previousProof": "urn:uuid:first"}
    second = suites.attach(after, suite=RDFC, options=options, sign=ISSUER.sign)
    chain = {**GOOD, "proof": [first["proof"], second["proof"]]}
    assert suites.check(chain, Expected("assertionMethod"), AT) == [ISSUER.id] * 2
    cut = copy.deepcopy(chain)
    del cut["proof"][1]["previousProof"]
    with pytest.raises(VerifyError):
        suites.check(cut, Expected("assertionMethod"), AT)


def test_a_related_resource_that_is_at_hand_has_the_digest_that_is_named(profile: TestProfile) -> None:
    published = "sha256-WZVc7WaX1h4D8rJVb+vlMIqxaEKEb1tYbX8fet7JJzQ="
    good = changed(relatedResource={"id": V2, "digestSRI": published})
    assert profile.verify(profile.issue(good, {}, suite=JCS)) == []
    bad = changed(relatedResource={"id": V2, "digestSRI": published.replace("WZ", "XZ")})
    with pytest.raises(NotTaken, match="relatedResource"):
        profile.issue(bad, {}, suite=JCS)


def test_our_own_certificates_are_linked_data_without_loss() -> None:
    LinkedData(Contexts()).check(msgspec.json.decode(certificate_bytes()))


def test_a_context_counts_by_its_digest(tmp_path: Path) -> None:
    (tmp_path / "v1.json").write_text('{"@context": {"@vocab": "https://evil.example/"}}')
    (tmp_path / "broken.jsonld").write_text("{")
    (tmp_path / "wide.json").write_bytes(b" " * 300_000)
    assert Contexts(tmp_path / "missing").document(V2) is not None
    assert Contexts(tmp_path).document("https://www.w3.org/2018/credentials/v1") is None


def test_a_document_that_would_take_too_long_is_refused() -> None:
    many = changed(evidence=[{"type": OTHER} for _ in range(61)])
    with pytest.raises(NotLinkedData, match="at most"):
        LinkedData(Contexts()).canonical(many)
