"""Published schemes as the public reads them: which there are, one version, one criterion."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec

from certify.service.store import bodies, published
from certify.service.web.problems import not_found
from verify.credential import Bilingual
from verify.pages.shapes import SchemeTexts

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.parts import Criterion
    from certify.service.store.published import SchemeRow
    from certify.service.web.wired import Wired

Texts = dict[str, str]


class VersionNamed(msgspec.Struct, frozen=True, kw_only=True):
    """A published version in a list."""

    version: str
    edition: str
    digest: str
    applies_from: date
    until: date | None
    published_at: datetime


class SchemeListed(msgspec.Struct, frozen=True, kw_only=True):
    """A scheme with its versions, newest first."""

    id: str
    body: str
    body_name: str
    title: Texts
    versions: tuple[VersionNamed, ...]


class CriterionShown(msgspec.Struct, frozen=True, kw_only=True):
    """One criterion. `derived` tells that it is ours and only advises; `provenance` where it comes from."""

    id: str
    section: str
    title: Texts
    text: Texts
    guidance: Texts | None
    judged_by: Texts | None
    binding: str
    evidence_kinds: tuple[str, ...]
    derived: bool
    provenance: str


class SectionShown(msgspec.Struct, frozen=True, kw_only=True):
    """A chapter's title, and its criteria in order."""

    id: str
    title: Texts
    criteria: tuple[CriterionShown, ...]


class SchemeShown(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a scheme, as anybody may read it. `names` are what its own words are called."""

    id: str
    version: str
    edition: str
    digest: str
    body: str
    body_name: str
    applies_from: date
    until: date | None
    published_at: datetime
    title: Texts
    subject: Texts
    accreditation: Texts | None
    means: Texts
    does_not_mean: Texts
    expect: Texts
    turn_to: Texts
    mark: Texts | None
    levels: dict[str, Texts]
    names: dict[str, Texts] = {}
    sections: tuple[SectionShown, ...]


async def all_schemes(here: Wired) -> tuple[SchemeListed, ...]:
    """Every scheme that a body of this installation has published."""
    found: list[SchemeListed] = []
    for body in await bodies.bodies(here.database):
        by_id: dict[str, list[SchemeRow]] = {}
        for row in await published.scheme_versions(here.database, body.slug):
            by_id.setdefault(row.scheme, []).append(row)
        for id_, rows in by_id.items():
            schemes = [(row, await _parsed(here, row)) for row in rows]
            found.append(
                SchemeListed(
                    id=id_,
                    body=body.slug,
                    body_name=body.legal_name,
                    title=dict(schemes[0][1].title),
                    versions=tuple(_named(row, scheme) for row, scheme in schemes),
                )
            )
    return tuple(found)


async def one_scheme(here: Wired, id_: str) -> SchemeListed:
    """A scheme with its versions. Raises the problem `not-found`."""
    for listed in await all_schemes(here):
        if listed.id == id_:
            return listed
    raise not_found()


async def one_version(here: Wired, id_: str, version: str) -> SchemeShown:
    """A published version. Raises the problem `not-found`."""
    row, scheme = await _find(here, id_, version)
    body = await bodies.body(here.database, row.body)
    return version_shown(scheme, row.body, body.legal_name if body is not None else row.body, row.published_at)


def version_shown(scheme: Scheme, body: str, body_name: str, published_at: datetime) -> SchemeShown:
    """A version as anybody may read it, published by that body at that time."""
    return SchemeShown(
        id=scheme.id,
        version=scheme.version.id,
        edition=scheme.edition,
        digest=scheme.digest,
        body=body,
        body_name=body_name,
        applies_from=scheme.version.applies_from,
        until=scheme.version.until,
        published_at=published_at,
        title=dict(scheme.title),
        subject=dict(scheme.subject.text),
        accreditation=dict(scheme.accreditation) if scheme.accreditation else None,
        means=dict(scheme.means),
        does_not_mean=dict(scheme.does_not_mean),
        expect=dict(scheme.expect),
        turn_to=dict(scheme.turn_to),
        mark=dict(scheme.mark.text) if scheme.mark is not None else None,
        levels={level.id: dict(level.title) for level in scheme.outcome.levels},
        names={word: dict(text) for word, text in scheme.names.items()},
        sections=_sections(scheme),
    )


async def one_criterion(here: Wired, id_: str, version: str, criterion: str) -> CriterionShown:
    """One criterion of a published version. Raises the problem `not-found`."""
    _, scheme = await _find(here, id_, version)
    found = scheme.criteria_by_id.get(criterion)
    if found is None:
        raise not_found()
    return _criterion(found)


async def source_of(here: Wired, id_: str, version: str) -> bytes:
    """The very bytes of a published version, whose digest the certificates name. Raises the problem `not-found`."""
    row, _ = await _find(here, id_, version)
    return row.source


async def texts_for_verdict(here: Wired, named: str) -> SchemeTexts | None:
    """What the verification page says of a scheme, by its address or, for a QR code, by its short code."""
    _, _, path = named.partition("/schemes/")
    id_, _, version = (path or named).partition("/")
    for body in await bodies.bodies(here.database):
        rows = await published.scheme_versions(here.database, body.slug, id_)
        row = next((row for row in rows if row.version == version or not version), None)
        if row is not None:
            return texts_of(await _parsed(here, row))
    return None


def texts_of(scheme: Scheme) -> SchemeTexts:
    """What a scheme says to the public of its certificates."""
    return SchemeTexts(
        means=_both(scheme.means),
        does_not_mean=_both(scheme.does_not_mean),
        expect=_both(scheme.expect),
        turn_to=_both(scheme.turn_to),
        subject=_both(scheme.subject.text),
        language=scheme.languages[0] if len(scheme.languages) == 1 else "",
    )


def _both(texts: Texts) -> Bilingual:
    first = next(iter(texts.values()))
    return Bilingual(sv=texts.get("sv", first), en=texts.get("en", first))


async def _find(here: Wired, id_: str, version: str) -> tuple[SchemeRow, Scheme]:
    for body in await bodies.bodies(here.database):
        row = await published.scheme_by_version(here.database, body.slug, id_, version)
        if row is not None:
            return row, await _parsed(here, row)
    raise not_found()


async def _parsed(here: Wired, row: SchemeRow) -> Scheme:
    scheme = await here.shell.schemes.get(here.database, row.body, row.digest)
    if scheme is None:
        raise not_found()
    return scheme


def _named(row: SchemeRow, scheme: Scheme) -> VersionNamed:
    return VersionNamed(
        version=row.version,
        edition=scheme.edition,
        digest=row.digest,
        applies_from=scheme.version.applies_from,
        until=scheme.version.until,
        published_at=row.published_at,
    )


def _sections(scheme: Scheme) -> tuple[SectionShown, ...]:
    titles: dict[str, Texts] = {}
    waiting = list(scheme.sections)
    while waiting:
        section = waiting.pop(0)
        titles[section.id] = dict(section.title)
        waiting = [*section.sections, *waiting]
    return tuple(
        SectionShown(
            id=id_,
            title=title,
            criteria=tuple(_criterion(c) for c in scheme.criteria if c.section == id_),
        )
        for id_, title in titles.items()
    )


def _criterion(criterion: Criterion) -> CriterionShown:
    return CriterionShown(
        id=criterion.id,
        section=criterion.section,
        title=dict(criterion.title),
        text=dict(criterion.text),
        guidance=dict(criterion.guidance) if criterion.guidance else None,
        judged_by=dict(criterion.judged_by) if criterion.judged_by else None,
        binding=criterion.binding,
        evidence_kinds=criterion.evidence.kinds if criterion.evidence is not None else (),
        derived=criterion.derived,
        provenance=criterion.provenance,
    )
