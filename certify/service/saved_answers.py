"""Answers of other hosts that somebody saved, for an installation that may not ask them itself.

A file is `{"answers": [{"url": "https://...", "at": "2026-06-01T08:00:00Z", "text": "..."}]}`, and `certify collect
--save` writes it. Each text is kept to the last byte, so that its digest is that of the bytes that came.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from certify.core.plugin import CannotCollect
from certify.service.outbound import Answer
from verify import strict_json
from verify.errors import VerifyError

MOST_BYTES = 20_000_000
_DEEPEST = 10


class _Saved(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    url: str
    at: datetime
    text: str


class SavedFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was answered, in the order in which it was asked."""

    answers: tuple[_Saved, ...]


class SavedAnswers:
    """Gives what was saved under an address, and remembers what was asked for, as `outbound.SafeClient` does."""

    def __init__(self, raw: bytes) -> None:
        """Raises CannotCollect where the file is not of this form."""
        if len(raw) > MOST_BYTES:
            raise CannotCollect("too_large", f"the saved file has more than {MOST_BYTES} bytes")
        try:
            strict_json.read(raw, max_bytes=MOST_BYTES, max_depth=_DEEPEST, profile="json")
            saved = msgspec.json.decode(raw, type=SavedFile).answers
        except (msgspec.DecodeError, UnicodeDecodeError, VerifyError) as error:
            raise CannotCollect("not_understood", f"the saved file cannot be read: {error}") from error
        if any(one.at.tzinfo is None for one in saved):
            raise CannotCollect("not_understood", "the saved file has a time without its offset from UTC")
        self._saved = {one.url: Answer(url=one.url, raw=one.text.encode(), at=one.at) for one in saved}
        self.answers: list[Answer] = []

    async def get(self, url: str) -> bytes:
        """The bytes that were saved. Raises CannotCollect, rule `unreachable`, where none were."""
        found = self._saved.get(url)
        if found is None:
            raise CannotCollect("unreachable", f"{url} is not among the saved answers")
        self.answers.append(found)
        return found.raw


def save(answers: Iterable[Answer]) -> bytes:
    """The file for these answers. Raises CannotCollect for one that is no text."""
    try:
        saved = tuple(_Saved(one.url, one.at, one.raw.decode()) for one in answers)
    except UnicodeDecodeError as error:
        raise CannotCollect("not_understood", f"an answer is no text: {error}") from error
    return msgspec.json.format(msgspec.json.encode(SavedFile(saved)), indent=2) + b"\n"
