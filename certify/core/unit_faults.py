"""What is wrong with the units of a dossier, and with values that were said, of the whole or of a unit."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import msgspec

from certify.core.dossier import Dossier, Unit
from certify.core.dossier_rules import DossierFault
from certify.core.findings import Said
from certify.core.scheme.domains import NOT_APPLICABLE
from certify.core.scheme.evaluate import Evaluation
from certify.core.scheme.model import Scheme
from certify.core.scheme.parts import Criterion, UnitKind
from certify.core.signable import can_be_signed


def said_faults(said: Mapping[str, Said], known: Collection[str], scheme: Scheme) -> Iterator[DossierFault]:
    """What is wrong with values that an applicant says under these names."""
    for name, value in said.items():
        if name not in known:
            yield DossierFault(rule="input.unknown", input=name)
        elif scheme.every_input[name].given_by != "applicant":
            yield DossierFault(rule="input.not_yours", input=name)
        elif not scheme.reads(name, value):
            yield DossierFault(rule="input.value", input=name)


def unit_faults(
    dossier: Dossier, scheme: Scheme, asked: Mapping[str, Criterion], now: Evaluation
) -> Iterator[DossierFault]:
    """Every fault of the units: which there are, what is said of them, and what is left out."""
    seen: set[str] = set()
    for kind, units in dossier.units.items():
        if kind not in scheme.units:
            yield DossierFault(rule="unit.kind", unit=kind)
            continue
        for unit in units:
            if unit.id in seen:
                yield DossierFault(rule="unit.twice", unit=unit.id)
            seen.add(unit.id)
            yield from _place_faults(dossier, scheme.units[kind], unit)
            for fault in (
                *said_faults(unit.inputs, scheme.units[kind].inputs, scheme),
                *_left_out(dossier, scheme, (kind, unit), asked, now),
            ):
                yield msgspec.structs.replace(fault, unit=unit.id)
    for kind, entry in scheme.units.items():
        ids = {unit.id for unit in dossier.units.get(kind, ())}
        if len(ids) < entry.at_least or not entry.fixed.keys() <= ids:
            there = len(ids & entry.fixed.keys()) if entry.fixed else len(ids)
            needed = len(entry.fixed) or entry.at_least
            yield DossierFault(rule="unit.too_few", unit=kind, there=there, needed=needed)


def _place_faults(dossier: Dossier, kind: UnitKind, unit: Unit) -> Iterator[DossierFault]:
    if not unit.name.strip() and unit.id not in kind.fixed:
        yield DossierFault(rule="unit.name", unit=unit.id)
    if kind.on_certificate and not can_be_signed(unit.name):
        yield DossierFault(rule="unit.signs", unit=unit.id)
    if kind.fixed and unit.id not in kind.fixed:
        yield DossierFault(rule="unit.fixed", unit=unit.id)
    above = {other.id for other in dossier.units.get(kind.within or "", ())}
    if (kind.within is not None and unit.within not in above) or (kind.within is None and unit.within is not None):
        yield DossierFault(rule="unit.within", unit=unit.id)


def _left_out(
    dossier: Dossier, scheme: Scheme, one: tuple[str, Unit], asked: Mapping[str, Criterion], now: Evaluation
) -> Iterator[DossierFault]:
    """Inputs without a value, answers to what is not asked, and strict criteria without an answer."""
    kind, unit = one
    for name, entry in scheme.units[kind].inputs.items():
        if entry.given_by == "applicant" and name not in unit.inputs and now.applies(name, unit.id) is not False:
            yield DossierFault(rule="input.missing", input=name)
    of_kind = {name: criterion for name, criterion in asked.items() if criterion.per == kind}
    for name in unit.answers:
        if name not in of_kind:
            yield DossierFault(rule="answer.unknown", criterion=name)
    fills = scheme.filled_by("apply")
    for name, criterion in of_kind.items():
        answer = unit.answers.get(name)
        answered = answer is not None and (answer.unchanged or bool(answer.text.strip()))
        if (
            name in fills
            and criterion.binding == scheme.bindings[0]
            and criterion.proposed_by is None
            and not answered
            and not dossier.supporting(name, unit.id)
            and now.at_unit(name, unit.id) != NOT_APPLICABLE
        ):
            yield DossierFault(rule="answer.missing", criterion=name)
