"""A scheme whose words could not be signed is refused before anybody applies under it."""

from __future__ import annotations

from pathlib import Path

import pytest

from certify.core.scheme.faults import SchemeFaults
from certify.core.scheme.load import load

GARDEN = (Path(__file__).parent.parent / "garden.yaml").read_text()
TITLE = "title: {sv: Öppen trädgård, en: Open garden}"
SUBJECT = "text: {sv: En trädgård som är öppen för alla, en: A garden that is open to all}"

# given a file in which this stands for that, then the fault lies in this line
REFUSED = {
    "a title that runs backwards": (TITLE, 'title: {sv: "Öppen \\u202eträdgård", en: Open garden}', 7),
    "a title in another normal form": (TITLE, "title: {sv: A\u0308ppelträd, en: Apple trees}", 7),
    "a title of two lines": (TITLE, 'title: {sv: "Öppen\\n\\nträdgård", en: Open garden}', 7),
    "a subject that is too long": (SUBJECT, "text: {sv: En trädgård, en: " + "long " * 101 + "garden}", 8),
    "an accreditation with what nobody sees": (
        "accreditation: none",
        'accreditation: {sv: "Acc\\u200b", en: Accredited}',
        9,
    ),
    "a scheme that is no part of an address": ("scheme: open-garden", "scheme: öppen-trädgård", 3),
    "a version that is too long": ("id: 2026.1,", f"id: 2026.1{'-a' * 20},", 4),
    "a level that is too long": ("- level: OPEN", f"- level: OPEN{'N' * 40}", 40),
    "a level's title in another normal form": (
        "title: {sv: Öppen, en: Open}\n      when",
        "title: {sv: O\u0308ppen, en: Open}\n      when",
        41,
    ),
}


def test_what_can_be_signed_is_taken() -> None:
    assert load(GARDEN.encode()).id == "open-garden"


@pytest.mark.parametrize(("that", "this", "line"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_signed_is_refused(that: str, this: str, line: int) -> None:
    assert that in GARDEN
    with pytest.raises(SchemeFaults) as refused:
        load(GARDEN.replace(that, this).encode())
    assert (line, "not-signable") in [(fault.line, fault.code) for fault in refused.value.faults]
