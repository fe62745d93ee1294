"""Texts as a certificate can hold them: in one line, in normal form C, with nothing that is invisible (SPEC.md, 2.1).

Forms and schemes are asked for such texts. What was taken in before they were asked, or in a unit's name, is put into
shape here: a grant must never wait for ever for a signature over a text that cannot be read back.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from verify import times
from verify.credential import Bilingual
from verify.errors import VerifyError
from verify.strict_json import check_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_LONGEST = 500


def can_be_signed(text: str) -> bool:
    """Whether a certificate can hold the text as it stands."""
    try:
        check_text(text, "$")
    except VerifyError:
        return False
    return len(text) <= _LONGEST


def signable(text: str) -> str:
    """The text without what a certificate cannot hold; as it stands where there is nothing of the kind."""
    if can_be_signed(text):
        return text
    normal = unicodedata.normalize("NFC", text)
    kept = "".join(char if can_be_signed(char) else " " if char.isspace() else "" for char in normal)
    return unicodedata.normalize("NFC", " ".join(kept.split()))[:_LONGEST]


def bilingual(text: Mapping[str, str] | str) -> Bilingual:
    """A scheme's text in the two languages of a certificate; a scheme of one language says it twice."""
    if isinstance(text, str):
        return Bilingual(sv=text, en=text)
    only = next(iter(text.values()))
    return Bilingual(sv=text.get("sv", only), en=text.get("en", only))


def stamp(moment: datetime) -> str:
    """A time as it stands in a certificate: UTC, whole seconds, `Z`."""
    return times.text(moment)
