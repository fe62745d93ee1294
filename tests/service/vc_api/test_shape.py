"""Every MUST of VC data model 2.0 about form: what is taken, and what is refused by the name of its member."""

from __future__ import annotations

from typing import Any

import pytest

from certify.service.vc_api.shape import V1, V2, credential_faults, presentation_faults
from tests.service.vc_api.made import ABSENT, DID, EXAMPLES, GOOD, changed

SRI = "sha256-zPoFPJYWPc2Z6NPa+MuS+CavK3JFvybL3URLO95fmao="
STATUS = {
    "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation",
    "statusListIndex": "94567",
    "statusListCredential": "https://example.com/credentials/status/3",
}
OTHER = "https://example.org/context/v1"
OLD = {
    "@context": [V1],
    "type": ["VerifiableCredential"],
    "issuer": DID,
    "issuanceDate": "2020-03-16T22:37:26.544Z",
    "credentialSubject": {"id": DID},
}

TAKEN: dict[str, dict[str, Any]] = {
    "nothing more than it needs": {},
    "a second context": {"context": [V2, EXAMPLES]},
    "a context object": {"context": [V2, {"Ours": "https://example.org/#Ours"}]},
    "an id that is a UUID": {"id": "urn:uuid:86294362-4254-4f36-854f-3952fe42555d"},
    "a type as one text": {"type": "VerifiableCredential"},
    "the type last": {"context": [V2, EXAMPLES], "type": ["Other", "VerifiableCredential"]},
    "a type that is a URL": {"type": ["VerifiableCredential", "https://example.org/#Type"]},
    "an issuer with a name": {"issuer": {"id": DID, "name": "Body"}},
    "a name": {"name": "Certificate"},
    "a name in a language": {"name": {"@value": "Intyg", "@language": "sv"}},
    "a name with its direction": {"name": {"@value": "HTML", "@language": "ar", "@direction": "rtl"}},
    "a name in two languages": {"name": [{"@value": "a", "@language": "sv"}, {"@value": "b", "@language": "en-GB"}]},
    "times with a zone": {"validFrom": "2010-01-01T19:23:24-05:00", "validUntil": "2010-01-02T00:23:24Z"},
    "a fraction of a second": {"validFrom": "2010-01-01T19:23:24.651387237Z"},
    "a year of five digits": {"validFrom": "12010-01-01T00:00:00Z"},
    "the same instant twice": {"validFrom": "2020-01-01T01:00:00+01:00", "validUntil": "2020-01-01T00:00:00Z"},
    "several subjects": {"credentialSubject": [{"id": "did:example:a"}, {"id": "did:example:b"}]},
    "a status without an id": {"credentialStatus": STATUS},
    "two status entries": {"credentialStatus": [STATUS, STATUS | {"statusPurpose": "suspension"}]},
    "a schema": {"credentialSchema": {"id": "https://example.org/s.json", "type": "JsonSchema"}},
    "terms with an id": {"termsOfUse": [{"type": "Policy", "id": "https://example.com/policy"}, {"type": "Other"}]},
    "evidence": {"evidence": {"type": "Seen"}},
    "a refresh service": {"refreshService": [{"type": "Refresh", "id": "https://example.org/refresh"}]},
    "a resource by SRI": {"relatedResource": {"id": "https://example.org/a", "digestSRI": SRI}},
    "a resource by multibase": {
        "relatedResource": [
            {"id": "https://example.org/a", "digestMultibase": "uM4RgWQc3RUDtjJCSgTJtTfvpZ7SPEg_LNO0ESlovQC0"}
        ]
    },
    "two proofs": {"proof": [{"type": "DataIntegrityProof"}, {"type": "DataIntegrityProof"}]},
}

REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no context": ({"context": ABSENT}, "@context"),
    "a context that is no list": ({"context": V2}, "@context"),
    "another context first": ({"context": [EXAMPLES, V2]}, "@context"),
    "no contexts": ({"context": []}, "@context"),
    "a number among the contexts": ({"context": [V2, 123192875]}, "@context"),
    "a context that is no URL": ({"context": [V2, "https ://not-a-url/v1"]}, "@context"),
    "a context twice": ({"context": [V2, OTHER, OTHER]}, "@context"),
    "an id that is no URL": ({"id": "not-a-url"}, "id"),
    "an id with a space": ({"id": "https ://example.org"}, "id"),
    "an id without a host": ({"id": "https:///path"}, "id"),
    "two ids": ({"id": ["did:example:a", "did:example:b"]}, "id"),
    "an id that is null": ({"id": None}, "id"),
    "no type": ({"type": ABSENT}, "type"),
    "no types": ({"type": []}, "type"),
    "another type alone": ({"type": ["Other"]}, "type"),
    "a type that is a number": ({"type": ["VerifiableCredential", 1]}, "type"),
    "a type that is neither term nor URL": ({"type": ["VerifiableCredential", "https ://x#T"]}, "type"),
    "no issuer": ({"issuer": ABSENT}, "issuer"),
    "an issuer that is null": ({"issuer": None}, "issuer"),
    "an issuer that is no URL": ({"issuer": "the body"}, "issuer"),
    "two issuers": ({"issuer": [DID, DID]}, "issuer"),
    "an issuer without an id": ({"issuer": {"name": "Body"}}, "issuer"),
    "an issuer whose id is null": ({"issuer": {"id": None}}, "issuer"),
    "an issuer whose name says more": ({"issuer": {"id": DID, "name": {"@value": "a", "url": "b"}}}, "issuer"),
    "a name that is a number": ({"name": 1}, "name"),
    "a name that says more": ({"name": {"@value": "a", "@language": "sv", "url": "b"}}, "name"),
    "a name without a text": ({"name": {"@language": "sv"}}, "name"),
    "a language that is none": ({"name": {"@value": "a", "@language": "svenska!"}}, "name"),
    "a direction that is none": ({"description": {"@value": "a", "@direction": "up"}}, "description"),
    "a day in place of a time": ({"validFrom": "2010-01-01"}, "validFrom"),
    "a time without a zone": ({"validFrom": "2010-01-01T19:23:24"}, "validFrom"),
    "a day that does not exist": ({"validUntil": "2023-02-29T00:00:00Z"}, "validUntil"),
    "a time that is a number": ({"validUntil": 1}, "validUntil"),
    "an end before the beginning": (
        {"validFrom": "2020-01-01T00:00:01+00:00", "validUntil": "2020-01-01T00:59:59+01:00"},
        "validUntil",
    ),
    "no subject": ({"credentialSubject": ABSENT}, "credentialSubject"),
    "no subjects": ({"credentialSubject": []}, "credentialSubject"),
    "a subject that claims nothing": ({"credentialSubject": {}}, "credentialSubject"),
    "one of two that claims nothing": ({"credentialSubject": [{"id": "did:example:a"}, {}]}, "credentialSubject"),
    "a subject that is a text": ({"credentialSubject": "did:example:a"}, "credentialSubject"),
    "a subject with two ids": ({"credentialSubject": {"id": ["did:example:a", "did:example:b"]}}, "credentialSubject"),
    "a status without a type": ({"credentialStatus": {"id": "https://example.org/1"}}, "credentialStatus"),
    "a status whose id is no URL": ({"credentialStatus": STATUS | {"id": "not-a-url"}}, "credentialStatus"),
    "a status index that is a number": ({"credentialStatus": STATUS | {"statusListIndex": 1}}, "credentialStatus"),
    "a status list that is no URL": ({"credentialStatus": STATUS | {"statusListCredential": "x"}}, "credentialStatus"),
    "a schema without a type": ({"credentialSchema": {"id": "https://example.org/s"}}, "credentialSchema"),
    "a schema without an id": ({"credentialSchema": {"type": "JsonSchema"}}, "credentialSchema"),
    "a schema whose id is a number": ({"credentialSchema": {"type": "JsonSchema", "id": 123}}, "credentialSchema"),
    "terms without a type": ({"termsOfUse": {"id": "https://example.com/policy"}}, "termsOfUse"),
    "evidence without a type": ({"evidence": [{"type": "Seen"}, {"id": "https://example.org/e"}]}, "evidence"),
    "evidence that is a text": ({"evidence": "seen"}, "evidence"),
    "a refresh service without a type": ({"refreshService": {"id": "https://example.org/r"}}, "refreshService"),
    "resources as texts": ({"relatedResource": ["https://example.org/a"]}, "relatedResource"),
    "a resource without an id": ({"relatedResource": {"digestSRI": SRI}}, "relatedResource"),
    "a resource twice": ({"relatedResource": [{"id": "urn:a:b", "digestSRI": SRI}] * 2}, "relatedResource"),
    "a resource without a digest": ({"relatedResource": {"id": "urn:a:b"}}, "relatedResource"),
    "a resource whose digest is none": (
        {"relatedResource": {"id": "urn:a:b", "digestSRI": "md5-AAAA"}},
        "relatedResource",
    ),
    "a digest of another length": (
        {"relatedResource": {"id": "urn:a:b", "digestSRI": "sha256-AAAA"}},
        "relatedResource",
    ),
    "a multibase that is none": ({"relatedResource": {"id": "urn:a:b", "digestMultibase": "zABC"}}, "relatedResource"),
    "a proof without a type": ({"proof": {"proofValue": "z1"}}, "proof"),
    "a proof that is null": ({"proof": None}, "proof"),
    "a member that no context defines": ({"statusEntry": STATUS}, "statusEntry"),
}


@pytest.mark.parametrize("case", TAKEN)
def test_a_well_formed_credential_is_taken(case: str) -> None:
    assert credential_faults(changed(**TAKEN[case])) == []


@pytest.mark.parametrize("case", REFUSED)
def test_an_ill_formed_credential_is_refused_by_the_name_of_its_member(case: str) -> None:
    members, named = REFUSED[case]
    assert [fault.partition(":")[0] for fault in credential_faults(changed(**members))] == [named]


def test_a_credential_is_an_object() -> None:
    assert credential_faults([GOOD]) == credential_faults(None) == presentation_faults("x") == ["not an object"]


@pytest.mark.parametrize(
    ("members", "named"),
    [
        ({}, []),
        ({"issuanceDate": None}, ["issuanceDate"]),
        ({"expirationDate": "2019-01-01T00:00:00Z"}, ["expirationDate"]),
        ({"credentialStatus": {"type": "Other"}}, ["credentialStatus"]),
        ({"validFrom": "2020-01-01T00:00:00Z"}, ["validFrom"]),
    ],
)
def test_a_credential_of_version_1_1_has_rules_of_its_own(members: dict[str, Any], named: list[str]) -> None:
    assert [fault.partition(":")[0] for fault in credential_faults(OLD | members)] == named


@pytest.mark.parametrize(
    ("members", "named"),
    [
        ({}, []),
        ({"id": "urn:uuid:1"}, []),
        ({"holder": DID}, []),
        ({"holder": {"id": DID}}, []),
        ({"verifiableCredential": [GOOD, GOOD]}, []),
        ({"@context": [V1]}, []),
        ({"@context": ["https://example.org", V2]}, ["@context"]),
        ({"type": ["Other"]}, ["type"]),
        ({"type": []}, ["type"]),
        ({"holder": {"name": "x"}}, ["holder"]),
        ({"verifiableCredential": "eyJ"}, ["verifiableCredential"]),
        ({"verifiableCredential": [1]}, ["verifiableCredential"]),
        ({"termsOfUse": {"id": "urn:a:b"}}, ["termsOfUse"]),
    ],
)
def test_the_form_of_a_presentation(members: dict[str, Any], named: list[str]) -> None:
    good = {"@context": [V2], "type": ["VerifiablePresentation"]}
    assert [fault.partition(":")[0] for fault in presentation_faults(good | members)] == named
