"""A recognition: a scheme's owner says, signed, that a body may certify under that scheme, and since when.

The owner is a body of the trust list like any other, with a key for this use alone. So a chain leads from the root
over the owner to the body whose certificate is checked. Without one nothing is wrong with a certificate; the verdict
then says that nobody vouched for its body.
"""

from collections.abc import Iterable
from typing import Literal

from msgspec import UNSET, UnsetType, field, to_builtins

from verify import addresses, errors, proof, times
from verify.credential import Code, Proof, Text
from verify.documents import OWN_CONTEXT_PATH, VC_CONTEXT, Document, Reader
from verify.trust import Trust


class RecognisedBody(Document, frozen=True, kw_only=True):
    """Who is recognised, and for which scheme, by its short code."""

    id: str
    name: Text
    scheme: Code
    type: Literal["CertificationBody"] = "CertificationBody"


class RecognitionCredential(Document, frozen=True, kw_only=True):
    """A recognition as it is published. `validFrom` is since when, also where it was renewed."""

    context: tuple[str, str] = field(name="@context")
    credential_subject: RecognisedBody
    id: str
    issuer: str
    proof: Proof | UnsetType = UNSET
    type: tuple[Literal["VerifiableCredential"], Literal["Recognition"]] = ("VerifiableCredential", "Recognition")
    valid_from: str
    valid_until: str


_READER = Reader(RecognitionCredential)


class Recognitions:
    """The recognitions at hand. `refused` is the reason why one that was found does not count."""

    def __init__(self, found: Iterable[tuple[RecognitionCredential, str]] = (), *, refused: str | None = None) -> None:
        """Each with its owner's name. Of two for one body and scheme the one that was signed later counts.

        So an owner that ends a recognition early is heard, also where somebody still has the former one.
        """
        self.refused = refused
        self._found: dict[tuple[str, str], tuple[RecognitionCredential, str]] = {}
        for one, owner in sorted(found, key=lambda pair: (signed_at(pair[0]), pair[0].valid_until)):
            self._found[one.credential_subject.id, one.credential_subject.scheme] = one, owner

    def find(self, body: str, scheme: str) -> tuple[RecognitionCredential, str] | None:
        """The recognition of a body (its DID) for a scheme (its code), and the owner's name."""
        return self._found.get((body, scheme))


def address(origin: str, slug: str, scheme: str) -> str:
    """Where a body publishes its recognition for a scheme: below its own origin, whoever signed it."""
    return f"{origin}/bodies/{slug}/recognition/{scheme}"


def read(raw: bytes, trust: Trust) -> tuple[RecognitionCredential, str]:
    """The recognition that `raw` holds, if its owner's key for this use signed it; with the owner's name.

    Raises a `VerifyError`.
    """
    found = _READER.read(raw)
    signature = found.proof
    if signature is UNSET:
        raise errors.MissingField("the recognition is not signed")
    _check(found)
    owner = trust.body(found.issuer)
    if addresses.split(found.id)[0] not in owner.origins:
        raise errors.WrongHost(f"{found.id[:200]} is not {found.issuer}'s")
    times.moment(signature.created)
    key = trust.key(owner.did, signature.verification_method, "recognition", signature.created)
    proof.check(to_builtins(found), key)
    return found, owner.name


def signed_at(found: RecognitionCredential) -> str:
    """When it was signed (`YYYY-MM-DDTHH:MM:SSZ`); empty for one that was not."""
    return "" if found.proof is UNSET else found.proof.created


def make(
    *, owner: str, owner_address: str, body: str, name: str, scheme: str, valid_from: str, valid_until: str
) -> dict[str, object]:
    """The unsigned recognition to hand to `proof.attach`: DIDs, and where the owner publishes it.

    Raises `errors.Malformed` for what `read` would refuse.
    """
    bare = RecognitionCredential(
        context=(VC_CONTEXT, addresses.split(owner_address)[0] + OWN_CONTEXT_PATH),
        credential_subject=RecognisedBody(id=body, name=name, scheme=scheme),
        id=owner_address,
        issuer=owner,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    _check(bare)
    unsigned: dict[str, object] = to_builtins(bare)
    return unsigned


def _check(found: RecognitionCredential) -> None:
    origin, _ = addresses.split(found.id)
    if found.context != (VC_CONTEXT, origin + OWN_CONTEXT_PATH):
        raise errors.WrongValue("@context is not the pair of VC data model 2.0 and our own below the same origin")
    addresses.did_document_url(found.issuer)
    addresses.did_document_url(found.credential_subject.id)
    times.moment(found.valid_from)
    times.moment(found.valid_until)
    if found.valid_until <= found.valid_from:
        raise errors.BadTime("the recognition ends before it begins")
