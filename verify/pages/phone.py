"""What a page carries so that the phone can check the certificate itself: the pinned root, our word, and all words.

The phone's own verdict may be a worse one, and then it has to be shown: so every word goes along with its sign.
"""

from __future__ import annotations

import msgspec

from verify import texts
from verify.dates import Lang
from verify.pages.view import LOOKS
from verify.texts import Face
from verify.verdict import WORDS, Verdict


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One word of a verdict, with the sign, the field and the seam that go with it."""

    name: str
    word: str
    sign: str
    field: str
    seam: str


class Anew(msgspec.Struct, frozen=True, kw_only=True):
    """What the check in the phone is given."""

    number: str
    root: str
    at: str
    verdict: str
    words: tuple[Said, ...]


def anew(verdict: Verdict, lang: Lang, root: str | None) -> Anew:
    """What the page of this verdict carries; `root` is the Multikey whose trust list counts, where it is known."""
    said = []
    for name in WORDS:
        face: Face = name
        sign, field, seam = LOOKS[face]
        said.append(Said(name=name, word=texts.WORD[face][lang], sign=sign, field=field, seam=seam))
    return Anew(
        number=verdict.claimed_number or "",
        root=root or "",
        at=verdict.checked_at,
        verdict=verdict.verdict,
        words=tuple(said),
    )
