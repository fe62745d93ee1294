"""No key with a meaning for the reader is left out: whatever a scheme says shows in its document and in its outline.

Each key is taken back to its default, or exchanged where it has none, in a scheme that says them all; both texts must
change for it in both languages. What is left out on purpose is listed here with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest

from certify.core.scheme import overlay, process
from certify.core.scheme.document import document
from certify.core.scheme.load import load
from certify.core.scheme.measure import REDUCERS
from certify.core.scheme.model import Scheme
from certify.core.scheme.outline import chapter_lines
from certify.core.scheme.printed import as_markdown
from certify.core.scheme.shapes import Key, keys_of
from certify.core.scheme.terms import Comparison, Day, EachYear, Line, Name, Not, Number, Period, Shifted
from tests.core.scheme.test_reference import HEADINGS, OF_EVERY_MEASURE

EVERYTHING = load((Path(__file__).parent / "everything.yaml").read_bytes())
ENTRIES = {
    kind: name for kind, name in HEADINGS.items() if kind not in {overlay.Overlay, process.Example, process.Step}
}

UNTOLD = {
    "The whole file.language": "the version of the grammar, which the reader of a text has no use for",
    "The whole file.examples": "worked cases are the tests of a scheme, and no rule of it",
    "The whole file.section_levels": "names for `per`, and told where a measure has it",
    "sections.section": "what it is cited by: the test of the document has it",
    "activities.activity": "a name for references; told where a scheme has several of the kind",
    "subject.kind": "one word for machines; `text` says it to the reader",
    "validity.from": "it has one value, and that is told",
    "nonconformities.counts_from": "it has one value, and that is told",
    "late.status": "it has one value, and that is told",
    "suspension.then": "it has one value, and that is told",
    "mark.while": "it has one value, and that is told",
    "table.table": "exchanging it would make another scheme; its name heads the printed table",
}
# An outline leaves out the texts that the document has in full.
NOT_IN_OUTLINE = {"criteria.text"}

# For a key without a default, or whose default says the same here: what it is exchanged for.
_but = msgspec.structs.replace
OTHERS: dict[str, object] = {
    "The whole file.version": _but(EVERYTHING.version, id="2026.2"),
    "The whole file.subject": _but(EVERYTHING.subject, text={"sv": "En äng", "en": "A meadow"}),
    "The whole file.parameters": EVERYTHING.parameters | {"more": EVERYTHING.parameters["rule"]},
    "The whole file.scales": EVERYTHING.scales | {"suns": ("3", "2", "1")},
    "The whole file.outcome": _but(EVERYTHING.outcome, requires=None),
    "The whole file.validity": _but(EVERYTHING.validity, open_ended=True),
    "The whole file.certificate": _but(EVERYTHING.certificate, print=("holder",)),
    "inputs.scale": "stars",
    "columns.scale": "stars",
    "criteria.scale": "stars",
    "sections.scale": "stars",
    "sections.answer": "percent",
    "covers.until": Name("decision"),
    "validity.until": Name("version_end"),
    "validity.open_ended": True,
    "renewal.form": "brief",
    "date.date": Name("decision"),
    "The whole file.languages": ("en", "sv"),
    "The whole file.roles": ("coordinator", "assessor", "decider"),
    "The whole file.bindings": ("mandatory", "recommended", "proposed"),
    "version.id": "2026.2",
    "transition.shows": ("G1.2",),
    "parameters.value": Number(Fraction(9, 10), percent=True),
    "inputs.type": "number",
    "columns.type": "number",
    "sections.criteria": (),
    "criteria.criterion": "G1.2",
    "count.count": ("proposed",),
    "share.share": ("G2.1",),
    "sum.sum": (),
    "weighted.weighted": ("G2.1",),
    "min.min": ("size",),
    "max.max": ("size",),
    "mean.mean": ("size",),
    "worst.worst": ("impression",),
    "statistic.statistic": "median",
    "statistic.of": ("size",),
    "table.rows": (),
    "choose.choose": (),
    "formula.formula": "size * 3",
    "outcome.levels": (),
    "levels.level": "PLATINUM",
    "forms.form": "long",
    "activities.kind": "exam",
    "activities.by": ("juror",),
    "many.becomes": "minor",
    "certificate.print": ("holder",),
    "certificate.public": ("holder",),
    "mark.text": {"sv": "Får hissas.", "en": "May be raised."},
    "profiles.changes": (),
    "late.after_that": None,
    "The whole file.sections": EVERYTHING.sections[::-1],
    "The whole file.activities": (),
}

Path_ = tuple[Any, ...]


def instances(value: object, path: Path_ = ()) -> Iterator[tuple[Path_, msgspec.Struct]]:
    """Every entry in a scheme with the way to it, the outer before the inner."""
    if isinstance(value, msgspec.Struct):
        yield path, value
        for field in msgspec.structs.fields(value):
            yield from instances(getattr(value, field.name), (*path, field.name))
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from instances(one, (*path, key))
    elif isinstance(value, tuple):
        for place, one in enumerate(value):
            yield from instances(one, (*path, place))


def exchanged(value: Any, path: Path_, new: object) -> Any:
    """The same with something else at the end of the way."""
    if not path:
        return new
    step, *rest = path
    if isinstance(value, msgspec.Struct):
        return msgspec.structs.replace(value, **{step: exchanged(getattr(value, step), tuple(rest), new)})
    if isinstance(value, tuple):
        return (*value[:step], exchanged(value[step], tuple(rest), new), *value[step + 1 :])
    return {**value, step: exchanged(value[step], tuple(rest), new)}


def another(value: object) -> object:  # noqa: PLR0911  # one kind of value each
    """Something else of the same kind."""
    match value:
        case dict() if value and all(isinstance(one, str) for one in value.values()):
            return {key: f"{text} Annat." for key, text in value.items()}
        case bool():
            return not value
        case int():
            return value + 1
        case date():
            return value.replace(year=value.year + 1)
        case Period():
            return Period(value.count + 1, value.unit)
        case Shifted():
            return Shifted(cast("Period", another(value.period)), value.direction, value.anchor)
        case EachYear():
            return EachYear(value.month, 11)
        case Day():
            return Day(date(2031, 1, 1))
        case Comparison():
            return Comparison("is", (Name("G1.2"),))
        case Line() | Not() | msgspec.Struct():
            return Not(cast("Line", value))
        case _:
            return f"{value}_other"


def told(scheme: Scheme, language: str) -> tuple[str, str]:
    text = document(scheme, language)
    lines = [line.text for chapter in text.chapters for line in chapter_lines(chapter)]
    return as_markdown(text), "\n".join((text.title, *map(" ".join, text.facts), *lines))


BEFORE = {language: told(EVERYTHING, language) for language in ("sv", "en")}


def _cases() -> Iterator[Any]:
    for kind, heading in ENTRIES.items():
        for word, key in keys_of(kind).items():
            yield pytest.param(kind, key, f"{heading}.{word}", id=f"{heading}.{word}")


@pytest.mark.parametrize(("kind", "key", "id_"), list(_cases()))
def test_a_key_that_is_said_shows_in_the_document_and_the_outline(
    kind: type[msgspec.Struct], key: Key, id_: str
) -> None:
    if id_ in UNTOLD:
        return
    every = [
        ((*path, key.field), getattr(entry, key.field))
        for path, entry in instances(EVERYTHING)
        if type(entry) is kind or (key.word in OF_EVERY_MEASURE and {kind, type(entry)} <= {*REDUCERS.values()})
    ]
    said = [one for one in every if key.required or one[1] not in (key.default, None)]
    found = said or (every if id_ in OTHERS else [])
    assert found, "no scheme here says this key"
    path, value = found[0]
    other = OTHERS.get(id_, another(value) if key.required else key.default)
    changed = exchanged(EVERYTHING, path, other)
    for language, before in BEFORE.items():
        text, lines = told(changed, language)
        assert text != before[0]
        assert lines != before[1] or id_ in NOT_IN_OUTLINE


def test_what_is_left_out_on_purpose_is_a_key_that_there_is() -> None:
    every = {param.id for param in _cases()}
    assert {*UNTOLD, *OTHERS, *NOT_IN_OUTLINE} <= every
