"""The JSON-LD context and the JSON Schema of the certificate, as they are published for ever under version 1.

The context gives each of our terms an identifier that depends on no installation's address, so that its bytes, and the
digest by which others pin them, are the same everywhere.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import msgspec

from verify.credential import Certificate, sri
from verify.documents import SCHEMA_PATH
from verify.strict_json import sha256_digest

_OURS = "urn:certify:certificate:v1:"
_XSD = "http://www.w3.org/2001/XMLSchema#"


def _term(name: str, kind: str | None = None) -> dict[str, str]:
    return {"@id": _OURS + name} | ({"@type": kind} if kind else {})


def _by_language(name: str) -> dict[str, str]:
    return {"@id": _OURS + name, "@container": "@language"}


def _object(name: str, terms: dict[str, Any]) -> dict[str, Any]:
    return {"@id": _OURS + name, "@context": {"@protected": True} | terms}


_TITLED = {"code": _term("code"), "title": _by_language("title")}
_CONTEXT: dict[str, Any] = {
    "@context": {
        "@version": 1.1,
        "@protected": True,
        "Certificate": _OURS + "Certificate",
        "CertificationBody": _OURS + "CertificationBody",
        "CertifiedOrganisation": _OURS + "CertifiedOrganisation",
        "Recognition": _OURS + "Recognition",
        "accreditation": _by_language("accreditation"),
        "address": _term("address"),
        "area": _object("area", {"outlineDigest": _term("outlineDigest")}),
        "certified": _by_language("certified"),
        "decision": _object("decision", {"date": _term("date", _XSD + "date"), "digest": _term("digest")}),
        "formerCertificate": _term("formerCertificate"),
        "level": _object("level", _TITLED),
        "municipalityCode": _term("municipalityCode"),
        "number": _term("number"),
        "organisationNumber": _term("organisationNumber"),
        "place": _term("place"),
        "scheme": _object(
            "scheme",
            _TITLED | {"digest": _term("digest"), "edition": _term("edition"), "version": _term("version")},
        ),
        "signatory": _by_language("signatory"),
        "units": _object(
            "units",
            {
                "kind": _term("kind"),
                "title": _by_language("title"),
                "members": _object(
                    "members",
                    {
                        "code": _term("code"),
                        "number": _term("unitNumber", _XSD + "integer"),
                        "validUntil": _term("unitValidUntil", _XSD + "dateTime"),
                        "within": _term("within"),
                    },
                )
                | {"@container": "@list"},
            },
        )
        | {"@container": "@list"},
        "version": _term("listVersion", _XSD + "integer"),
    }
}


@cache
def context() -> bytes:
    """The context's published bytes."""
    return msgspec.json.encode(_CONTEXT)


@cache
def context_sri() -> str:
    """The digest of those bytes, as a certificate names it."""
    return sri(sha256_digest(context()))


@cache
def certificate_schema(origin: str) -> bytes:
    """The JSON Schema (2020-12) of a certificate, made from the structs that read it; its address is below `origin`."""
    id_ = origin + SCHEMA_PATH
    (schema,), parts = msgspec.json.schema_components([Certificate], ref_template="#/$defs/{name}")
    for part in parts.values():
        part.pop("description", None)  # what only explains would change bytes that others pin by their digest
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": id_, **schema, "$defs": parts}
    return msgspec.json.encode(portable(whole))


@cache
def certificate_schema_sri(origin: str) -> str:
    """The digest of those bytes, as a certificate names it."""
    return sri(sha256_digest(certificate_schema(origin)))


def portable(schema: Any) -> Any:  # noqa: ANN401  any JSON value
    r"""A schema whose patterns every reader understands: Python's `\Z` is `$` there (ECMA-262)."""
    if isinstance(schema, dict):
        return {
            name: re.sub(r"\\Z\Z", "$", value) if name == "pattern" and isinstance(value, str) else portable(value)
            for name, value in schema.items()
        }
    return [portable(item) for item in schema] if isinstance(schema, list) else schema
