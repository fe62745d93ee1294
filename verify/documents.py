"""Published documents as structs: strict bytes in, RFC 8785 bytes out.

The fields of every document struct stand in the order of their JSON names, which for our names is the order of
RFC 8785, and hold only texts, safe integers, arrays and objects. So msgspec writes the canonical form by itself,
and reading can take a short way: bytes that are exactly what the struct read from them would be written as hold no
duplicate key, no white space, no float and no null, and need no second look but at the characters of their texts.
Everything else takes the long way through strict_json.
"""

from typing import Annotated, Generic, TypeVar

import msgspec

from verify import errors, strict_json

SafeInteger = Annotated[int, msgspec.Meta(ge=0, le=strict_json.MAX_INTEGER)]

VC_CONTEXT = "https://www.w3.org/ns/credentials/v2"
OWN_CONTEXT_PATH = "/contexts/certificate/v1"
SCHEMA_PATH = "/credential-schemas/certificate/v1"

encode = msgspec.json.Encoder().encode
"""The RFC 8785 form of a document struct."""


class Document(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel", gc=False):
    """What every part of a published document shares: immutable, by keyword, nothing unknown, camelCase.

    Being immutable and read from JSON it cannot hold itself, so the garbage collector need not look at it.
    """


D = TypeVar("D", bound=Document)


class Reader(Generic[D]):
    """Reads one kind of document."""

    def __init__(self, kind: type[D]) -> None:
        """`kind` is the struct of the whole document."""
        self._decode = msgspec.json.Decoder(kind).decode

    def read(self, raw: bytes, *, max_bytes: int = strict_json.MAX_BYTES) -> D:
        """The document that `raw` holds. Raises a leaf of `errors.Unreadable` or `errors.Malformed`.

        Two inputs of one JSON value give equal documents, whatever their white space, order of keys and escapes.
        """
        return self.read_with_form(raw, max_bytes=max_bytes)[0]

    def read_with_form(self, raw: bytes, *, max_bytes: int = strict_json.MAX_BYTES) -> tuple[D, bytes]:
        """As `read`, and the RFC 8785 form of the document: what `encode` gives for it, at no cost."""
        if len(raw) <= max_bytes:
            try:
                document = self._decode(raw)
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                pass  # the long way finds the name of the defect
            else:
                if encode(document) == raw:
                    strict_json.refuse_texts_of_canonical(raw)
                    return document, raw
        return self._read_spelled_otherwise(raw, max_bytes)

    def _read_spelled_otherwise(self, raw: bytes, max_bytes: int) -> tuple[D, bytes]:
        canonical = strict_json.canonical(strict_json.read_object(raw, max_bytes=max_bytes))
        try:
            document = self._decode(canonical)
        except msgspec.ValidationError as error:
            raise _named(str(error)) from None
        if encode(document) != canonical:
            # The struct fills in what the format fixes, such as a type; the document itself has to say it.
            raise errors.MissingField("a field whose value is fixed is absent")
        return document, canonical


def _named(message: str) -> errors.Malformed:
    if "unknown field" in message:
        return errors.UnknownField(message)
    if "missing required field" in message:
        return errors.MissingField(message)
    if "Invalid enum value" in message or "of length" in message or "Expected `int`" in message:
        return errors.WrongValue(message)
    return errors.WrongType(message)
