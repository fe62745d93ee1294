"""What a certificate says of its scheme: it must be possible to sign it, or a grant would wait for ever.

The verifier takes texts of one line, of at most 500 visible characters in Unicode normal form C, and names that can
stand in an address (verify/SPEC.md). A version that says anything else is refused before anybody applies under it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from certify.core.scheme.sentences import acting
from certify.core.signable import can_be_signed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from certify.core.scheme.check_context import Context
    from certify.core.scheme.read_scalars import Path

LONGEST_TEXT = 500
LONGEST_CODE = 40
_IN_AN_ADDRESS = re.compile("[A-Za-z0-9._-]+")


def check_signed(context: Context) -> None:
    """Note every text and name that stands on a certificate and cannot be signed."""
    scheme = context.scheme
    for path, text in _texts(context):
        if len(text) > LONGEST_TEXT or "\n" in text or not _can_be_signed(text):
            context.fault(path, acting.NOT_SIGNABLE_TEXT, most=LONGEST_TEXT)
    for path, word in ((("scheme",), scheme.id), (("version", "id"), scheme.version.id)):
        if len(word) > LONGEST_CODE or _IN_AN_ADDRESS.fullmatch(word) is None:
            context.fault(path, acting.NOT_SIGNABLE_NAME, most=LONGEST_CODE)
    for place, level in enumerate(scheme.outcome.levels):
        if len(level.id) > LONGEST_CODE or not _can_be_signed(level.id):
            path = ("outcome", "levels", place, "level")
            context.fault(path, acting.NOT_SIGNABLE_LEVEL, most=LONGEST_CODE)


def _texts(context: Context) -> Iterator[tuple[Path, str]]:
    scheme = context.scheme
    texts: list[tuple[Path, Mapping[str, str]]] = [
        (("title",), scheme.title),
        (("subject", "text"), scheme.subject.text),
        (("accreditation",), scheme.accreditation or {}),
    ]
    texts += [(("outcome", "levels", n, "title"), level.title) for n, level in enumerate(scheme.outcome.levels)]
    for kind, entry in scheme.units.items():
        if entry.on_certificate:
            texts.append((("units", kind, "title"), entry.title))
            texts += [(("units", kind, "fixed", unit), title) for unit, title in entry.fixed.items()]
    for path, by_language in texts:
        for language, text in by_language.items():
            yield (*path, language), text


def _can_be_signed(text: str) -> bool:
    return can_be_signed(text.replace("\n", " "))
