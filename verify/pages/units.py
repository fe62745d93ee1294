"""The units that a certificate names, as page and paper list them: number, name, and what is to be known of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verify.dates import day
from verify.pages.foreign import in_language, quoted
from verify.pages.labels import label
from verify.pages.shapes import UnitLine, UnitList

if TYPE_CHECKING:
    from verify.credential import Unit
    from verify.dates import Lang
    from verify.verdict import Facts, Verdict


def unit_lists(facts: Facts, lang: Lang, verdict: Verdict | None = None) -> tuple[UnitList, ...]:
    """All units of a certificate, kind by kind.

    A verdict adds which of them are not covered at that moment; paper cannot know that, and asks without one.
    """
    names = {unit.code: unit.name for group in facts.units or () for unit in group.members}
    return tuple(
        UnitList(
            title=quoted(in_language(group.title, lang)),
            units=tuple(_line(unit, names, lang, verdict) for unit in group.members),
        )
        for group in facts.units or ()
    )


def counted(facts: Facts, lang: Lang) -> tuple[str, ...]:
    """How many units there are of each kind: "Platser: 2", beside the area in the rows of page and paper."""
    return tuple(f"{quoted(in_language(group.title, lang))}: {len(group.members)}" for group in facts.units or ())


def _line(unit: Unit, names: dict[str, str], lang: Lang, verdict: Verdict | None) -> UnitLine:
    notes = []
    if unit.within:
        notes.append(label("unit_within", lang).format(name=quoted(names[unit.within])))
    ended = bool(verdict and unit.valid_until and verdict.checked_at > unit.valid_until)
    suspended = bool(verdict and unit.code in verdict.suspended_units)
    if unit.valid_until:
        notes.append(label("unit_ended" if ended else "unit_until", lang).format(day=day(unit.valid_until, lang)))
    if suspended and not ended:
        notes.append(label("unit_suspended", lang))
    return UnitLine(
        number=str(unit.number) if unit.number else "",
        name=quoted(unit.name),
        note=" · ".join(notes),
        out=ended or suspended,
    )
