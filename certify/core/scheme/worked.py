"""What a worked case says, as a dossier with its units and as findings, the way a real case has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from certify.core.dossier import Dossier, Unit
from certify.core.findings import Finding, Findings, Said
from certify.core.scheme.markings import SaidOrByUnit
from certify.core.scheme.model import Scheme
from certify.core.scheme.said import as_said

FindingsSaid = Mapping[str, str | dict[str, str]]


def case_said(
    scheme: Scheme, given: Mapping[str, SaidOrByUnit], findings: FindingsSaid, within: Mapping[str, str]
) -> tuple[Dossier, dict[str, Said]]:
    """The dossier that a worked case means, and what others than the applicant give.

    A name with a value for each unit says by their ids which units there are; `within` says in which others they lie.
    """
    own: dict[str, Said] = {}
    others: dict[str, Said] = {}
    for name, said in given.items():
        if name not in scheme.unit_of:
            mine = scheme.inputs[name].given_by == "applicant"
            (own if mine else others)[name] = as_said(said)
    units = {
        kind: tuple(_unit(scheme, kind, id, given, within) for id in dict.fromkeys(ids))
        for kind, ids in _ids(scheme, given, findings, within).items()
        if ids
    }
    return Dossier(inputs=own, units=units), others


def _ids(
    scheme: Scheme, given: Mapping[str, SaidOrByUnit], findings: FindingsSaid, within: Mapping[str, str]
) -> dict[str, list[str]]:
    """The units of each kind: those that the scheme names, those that have a value, and those that others lie in."""
    ids = {kind: list(entry.fixed) for kind, entry in scheme.units.items()}
    for name, said in (*given.items(), *findings.items()):
        if name in scheme.unit_of and isinstance(said, dict):
            ids[scheme.unit_of[name]] += said
    for kind, entry in scheme.units.items():
        if entry.within in ids:
            ids[entry.within] += [within[id] for id in ids[kind] if id in within]
    return ids


def _unit(scheme: Scheme, kind: str, id: str, given: Mapping[str, SaidOrByUnit], within: Mapping[str, str]) -> Unit:
    said: dict[str, Said] = {}
    for name in scheme.units[kind].inputs:
        values = given.get(name)
        if isinstance(values, dict) and id in values:
            said[name] = as_said(values[id])
    return Unit(id=id, name=id, within=within.get(id), inputs=said)


def given_of_units(scheme: Scheme, dossier: Dossier) -> dict[str, dict[str, Said]]:
    """What others than the applicant say of single units, by the unit's id: a worked case says it in one place."""
    return {
        unit.id: {name: said for name, said in unit.inputs.items() if scheme.every_input[name].given_by != "applicant"}
        for units in dossier.units.values()
        for unit in units
    }


def with_the_rest(scheme: Scheme, said: FindingsSaid, rest: FindingsSaid, dossier: Dossier) -> FindingsSaid:
    """What is said, and the rest where nothing is: of criteria, and of the units of one that are not named."""
    found = {**rest, **said}
    for name in said.keys() & rest.keys():
        named, others = said[name], rest[name]
        if isinstance(named, dict):
            others = others if isinstance(others, dict) else dict.fromkeys(_units_of(scheme, name, dossier), others)
            found[name] = {**others, **named}
    return found


def _units_of(scheme: Scheme, name: str, dossier: Dossier) -> list[str]:
    return [unit.id for unit in dossier.units.get(scheme.unit_of[name], ())]


def as_findings(scheme: Scheme, said: FindingsSaid, dossier: Dossier) -> Findings:
    """Findings by criterion as findings; one value for a criterion that is judged unit by unit counts for each unit."""
    found = tuple(
        Finding(criterion=name, value=value, unit=unit)
        for name, values in said.items()
        for unit, value in _by_unit(scheme, name, values, dossier)
    )
    return Findings(findings=found, units=given_of_units(scheme, dossier))


def _by_unit(
    scheme: Scheme, name: str, values: str | dict[str, str], dossier: Dossier
) -> Iterator[tuple[str | None, str]]:
    kind = scheme.unit_of.get(name)
    if isinstance(values, dict):
        yield from values.items()
    elif kind is None:
        yield None, values
    else:
        yield from ((unit, values) for unit in _units_of(scheme, name, dossier))
