"""Documents: what was written, kept once and named so that the name gives nothing away.

A document is named by the SHA-256 of 32 random bytes followed by its own bytes. The random bytes are kept with it, so
that a short text cannot be guessed from the name that stays in the events after the document has been erased.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar, get_args

import msgspec

from certify.core.dossier import Dossier
from certify.core.errors import Damaged
from certify.core.findings import Findings
from certify.core.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Iterator

Digest = Annotated[str, msgspec.Meta(pattern=r"^sha256:[0-9a-f]{64}\Z")]
SALT_BYTES = 32
Act = TypeVar("Act", bound=msgspec.Struct)


class Statement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text that somebody wrote: reasons, a request, a note on interests."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=20_000)]


Content = Dossier | Findings | Statement | Plan
Kind = Literal["dossier", "findings", "statement", "plan"]
_KIND_OF: dict[type[Content], Kind] = {
    Dossier: "dossier",
    Findings: "findings",
    Statement: "statement",
    Plan: "plan",
}
_TYPE_OF: dict[Kind, type[Content]] = {kind: type_ for type_, kind in _KIND_OF.items()}


class Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """A document as it is stored: its name, its kind, the 32 random bytes and its own bytes (JSON)."""

    digest: str
    kind: Kind
    salt: bytes
    raw: bytes


def name_of(salt: bytes, raw: bytes) -> str:
    """The name of a document: `sha256:` and 64 hexadecimal digits over salt and bytes."""
    return "sha256:" + hashlib.sha256(salt + raw).hexdigest()


def seal(content: Content, salt: bytes) -> Sealed:
    """Freeze a content under a fresh salt of 32 bytes. Raises ValueError for a salt of another length."""
    if len(salt) != SALT_BYTES:
        msg = f"a salt has {SALT_BYTES} bytes, not {len(salt)}"
        raise ValueError(msg)
    raw = msgspec.json.encode(content, order="sorted")
    return Sealed(digest=name_of(salt, raw), kind=_KIND_OF[type(content)], salt=salt, raw=raw)


def unseal(sealed: Sealed) -> Content:
    """The content of a stored document. Raises Damaged when name and bytes do not agree or cannot be read."""
    if name_of(sealed.salt, sealed.raw) != sealed.digest:
        raise Damaged(sealed.digest, "the document's bytes do not match its name")
    try:
        return msgspec.json.decode(sealed.raw, type=_TYPE_OF[sealed.kind])
    except msgspec.DecodeError as error:
        raise Damaged(sealed.digest, f"the document cannot be read: {error}") from error


def seal_fields(act: Act, salts: Iterator[bytes]) -> tuple[Act, tuple[Sealed, ...]]:
    """Replace every content that an act carries by the name of the sealed document; give both."""
    sealed: dict[str, Sealed] = {}
    for field in act.__struct_fields__:
        value = getattr(act, field)
        if isinstance(value, get_args(Content)):
            sealed[field] = seal(value, next(salts))
    if not sealed:
        return act, ()
    names = {field: document.digest for field, document in sealed.items()}
    return msgspec.structs.replace(act, **names), tuple(sealed.values())
