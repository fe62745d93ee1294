"""Which units a certificate names: those of the kinds that its scheme puts on it, with their numbers and ends.

Worked out from the case as it was decided, by the same rules as the outcome; so what is signed can be worked out again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import UNSET, UnsetType

from certify.core.dossier import Dossier
from certify.core.rules.knowing import evaluation_now
from certify.core.scheme.clocks import end_of_day
from certify.core.signable import bilingual, signable, stamp
from certify.core.spread import units_of
from verify.credential import Unit, UnitsOfKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from certify.core import dossier as handed_in
    from certify.core.case import Case
    from certify.core.given import Given
    from certify.core.spread import UnitOutcome
    from certify.core.standing import Decision


class NotSettled(Exception):
    """It is not known whether these units stay, or until when they are covered; nothing is certified of them."""

    def __init__(self, units: list[str]) -> None:
        self.units = units
        super().__init__(", ".join(units))


def covered_units(case: Case, given: Given) -> tuple[UnitsOfKind, ...]:
    """The units by kind, in the scheme's order, as they stood at the decision of a case that is granted.

    A unit whose own end comes before the certificate begins is left out; one whose end comes later than the
    certificate's has no end of its own. Raises NotSettled.
    """
    decision, scheme = case.decision, given.scheme
    kinds = [kind for kind, entry in scheme.units.items() if entry.on_certificate]
    if decision is None or not kinds:
        return ()
    then = msgspec.structs.replace(given, at=decision.at)
    known = units_of(scheme, evaluation_now(case, then))
    found = [one for one in known if one.kind in kinds and one.stays is not False]
    unknown = [one.id for one in found if one.stays is None or (one.ends is None and scheme.units[one.kind].end)]
    if unknown:
        raise NotSettled(unknown)
    listed = [one for one in found if _begins_before_its_end(one, decision)]
    named = given.document(case.dossier, Dossier).units
    codes = {one.id for one in listed}
    groups = []
    for kind in kinds:
        by_id = {unit.id: unit for unit in named.get(kind, ())}
        here = [one for one in listed if one.kind == kind]
        entry = scheme.units[kind]
        members = tuple(
            Unit(
                code=one.id,
                name=_name(by_id[one.id], entry.fixed),
                number=place if entry.number else UNSET,
                valid_until=_own_end(one, decision),
                within=one.within if one.within in codes else UNSET,
            )
            for place, one in enumerate(here, 1)
        )
        if members:
            groups.append(UnitsOfKind(kind=kind, title=bilingual(entry.title), members=members))
    return tuple(groups)


def _begins_before_its_end(one: UnitOutcome, decision: Decision) -> bool:
    return one.ends is None or decision.valid_from is None or decision.valid_from < end_of_day(one.ends)


def _own_end(one: UnitOutcome, decision: Decision) -> str | UnsetType:
    if one.ends is None or decision.valid_until is None or end_of_day(one.ends) >= decision.valid_until:
        return UNSET
    return stamp(end_of_day(one.ends))


def _name(unit: handed_in.Unit, fixed: Mapping[str, Mapping[str, str]]) -> str:
    """What its holder calls it; where the scheme itself names the units, its name for it in each language."""
    if unit.id not in fixed:
        return signable(unit.name) or unit.id
    return signable(" / ".join(dict.fromkeys(fixed[unit.id].values())))
