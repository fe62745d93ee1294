"""A well-formed credential, and the changes that tests make to it."""

from __future__ import annotations

import copy
from typing import Any

from certify.service.vc_api.shape import V2

DID = "did:key:z6MktKwz7Ge1Yxzr4JHavN33wiwa8y81QdcMRLXQsrH9T53b"
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
GOOD: dict[str, Any] = {
    "@context": [V2],
    "type": ["VerifiableCredential"],
    "issuer": DID,
    "credentialSubject": {"id": "did:example:subject"},
}
ABSENT = object()


def changed(**members: Any) -> dict[str, Any]:
    """The good credential with these members; ABSENT takes one away, `context` stands for `@context`."""
    document = copy.deepcopy(GOOD)
    for name, value in members.items():
        member = "@context" if name == "context" else name
        if value is ABSENT:
            del document[member]
        else:
            document[member] = value
    return document
