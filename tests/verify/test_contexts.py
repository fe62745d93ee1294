"""The published context and credential schema: their bytes stand for ever under version 1 and change nowhere unseen.

A certificate names both by digest, and others pin them. Whoever changes a field changes one of these two numbers, and
then certificates that are in the world name bytes that nobody has: what is needed is a version 2 beside the first.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.verify import made
from verify import contexts
from verify.credential import CONTEXT_SRI, read_certificate, sri
from verify.strict_json import sha256_digest

ROOT = Path(__file__).resolve().parents[2]
ORIGIN = "https://intyg.platscert.example"
CONTEXT = "sha256-5XIgspIwaghNv1sl2JtQFMvH41dozCcuqXozP0nS7VE="
SCHEMA = "sha256-zPoFPJYWPc2Z6NPa+MuS+CavK3JFvybL3URLO95fmao="  # of this origin, which stands in it once


def test_the_bytes_are_those_that_were_published() -> None:
    assert contexts.context_sri() == CONTEXT == CONTEXT_SRI == sri(sha256_digest(contexts.context()))
    assert contexts.certificate_schema_sri(ORIGIN) == SCHEMA == sri(sha256_digest(contexts.certificate_schema(ORIGIN)))


@pytest.mark.parametrize("origin", ["https://a.example", "http://localhost:8000"])
def test_nothing_but_its_own_address_tells_one_installations_schema_from_anothers(origin: str) -> None:
    here, there = contexts.certificate_schema(ORIGIN).decode(), contexts.certificate_schema(origin).decode()
    assert here.count(ORIGIN) == 1
    assert here.replace(ORIGIN, origin) == there
    assert ORIGIN not in contexts.context().decode()


def test_the_specification_and_its_example_name_the_same_digests() -> None:
    example = re.search(r"```json certificate\n(.*?)```", (ROOT / "verify" / "SPEC.md").read_text(), re.DOTALL)
    assert example
    document = json.loads(example[1])
    assert document["credentialSchema"]["digestSRI"] == SCHEMA
    (of_context,) = [one["digestSRI"] for one in document["relatedResource"] if "/contexts/" in one["id"]]
    assert of_context == CONTEXT


def test_a_certificate_that_is_made_names_them() -> None:
    certificate = read_certificate(made.certificate_bytes(origin=ORIGIN))
    assert certificate.credential_schema.digest_sri == SCHEMA
    assert CONTEXT in [one.digest_sri for one in certificate.related_resource or ()]


def test_every_term_of_a_certificate_is_in_the_context() -> None:
    """What the context lacks would say nothing to whoever reads a certificate as linked data."""
    known = set(re.findall(r'"([A-Za-z]+)":', contexts.context().decode()))
    of_the_w3c = {
        *("id", "type", "name", "issuer", "validFrom", "validUntil", "credentialSubject", "credentialStatus", "proof"),
        *("credentialSchema", "relatedResource", "digestSRI", "statusListCredential", "statusListIndex"),
        *("statusPurpose", "en", "sv", "cryptosuite", "created", "proofPurpose", "proofValue", "verificationMethod"),
    }
    used = set(re.findall(r'"([A-Za-z]+)":', made.certificate_bytes().decode()))
    assert used - known - of_the_w3c == set()
