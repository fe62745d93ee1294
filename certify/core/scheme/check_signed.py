"""What a certificate says of its scheme: it must be possible to sign it, or a grant would wait for ever.

The verifier takes texts of one line, of at most 500 visible characters in Unicode normal form C, and names that can
stand in an address (verify/SPEC.md). A version that says anything else is refused before anybody applies under it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from verify.errors import VerifyError
from verify.strict_json import check_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from certify.core.scheme.check_context import Context
    from certify.core.scheme.read_scalars import Path

LONGEST_TEXT = 500
LONGEST_CODE = 40
_CODE = "not-signable"
_IN_AN_ADDRESS = re.compile("[A-Za-z0-9._-]+")


def check_signed(context: Context) -> None:
    """Note every text and name that stands on a certificate and cannot be signed."""
    scheme = context.scheme
    for path, text in _texts(context):
        if len(text) > LONGEST_TEXT or "\n" in text or not _can_be_signed(text):
            context.fault(
                path,
                _CODE,
                f"this stands on the certificate: one line of at most {LONGEST_TEXT} visible characters in normal form",
            )
    for path, word in ((("scheme",), scheme.id), (("version", "id"), scheme.version.id)):
        if len(word) > LONGEST_CODE or _IN_AN_ADDRESS.fullmatch(word) is None:
            context.fault(
                path, _CODE, f"this stands in addresses: at most {LONGEST_CODE} of a-z, A-Z, digits, `.`, `_` and `-`"
            )
    for place, level in enumerate(scheme.outcome.levels):
        if len(level.id) > LONGEST_CODE or not _can_be_signed(level.id):
            path = ("outcome", "levels", place, "level")
            context.fault(path, _CODE, f"this stands in the code: at most {LONGEST_CODE} characters in normal form")


def _texts(context: Context) -> Iterator[tuple[Path, str]]:
    scheme = context.scheme
    texts: list[tuple[Path, Mapping[str, str]]] = [
        (("title",), scheme.title),
        (("subject", "text"), scheme.subject.text),
        (("accreditation",), scheme.accreditation or {}),
    ]
    texts += [(("outcome", "levels", n, "title"), level.title) for n, level in enumerate(scheme.outcome.levels)]
    for path, by_language in texts:
        for language, text in by_language.items():
            yield (*path, language), text


def _can_be_signed(text: str) -> bool:
    try:
        check_text(text.replace("\n", " "), "$")
    except VerifyError:
        return False
    return True
