"""Schemes at work: drafts of scheme files, kept as bytes, with what is wrong in them and what they would change.

A draft may be full of faults; only publishing asks for none. Reading a file costs up to a second, so it happens in a
thread and others are answered meanwhile.
"""

from __future__ import annotations

import asyncio
import re
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import msgspec

from certify.core.scheme.difference import Change, difference
from certify.core.scheme.faults import Fault, SchemeFaults
from certify.core.scheme.load import load
from certify.core.simulation import VERDICTS, Effect, Simulation
from certify.service import publishing
from certify.service.plugins import MAX_BYTES, AtHand, schemes_at_hand
from certify.service.schemes import bases_of
from certify.service.simulation import simulate
from certify.service.store import organisations, people, published, scheme_drafts
from certify.service.store.scheme_drafts import SchemeDraftRow
from certify.service.web.problems import Trouble, not_found

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme
    from certify.service.web.access import Principal
    from certify.service.web.wired import Wired

FILE = "scheme.yaml"
_SCHEME = re.compile(rb"^scheme:[ \t]*([A-Za-z0-9][A-Za-z0-9._-]{0,63})", re.MULTILINE)
_VERSION = re.compile(rb"^version:[ \t]*\{?[ \t]*(?:id:[ \t]*)?(?!id:)([A-Za-z0-9][A-Za-z0-9._-]{0,63})", re.MULTILINE)
Source = Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_BYTES)]


class SchemeDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A draft of a scheme. `name` is what it calls itself; `version` rises with every save."""

    id: str
    name: str
    version: int
    changed_at: datetime
    changed_by: str | None
    source: str


class SchemeWritten(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The text of a scheme file, to be kept as a draft."""

    source: Source


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """What a draft changes against the published version `version`; absent where the scheme is new."""

    version: str | None
    digest: str | None
    changes: tuple[Change, ...]


async def drafts(here: Wired, principal: Principal) -> tuple[SchemeDraft, ...]:
    """The drafts of the caller's body, last changed first."""
    rows = await scheme_drafts.of_body(here.database, principal.body)
    names = await people.names(here.database, tuple({row.person for row in rows}))
    return tuple(_shown(row, names.get(row.person)) for row in rows)


async def at_hand(here: Wired) -> tuple[AtHand, ...]:
    """The schemes that are installed or lie in the installation's folder, and have no fault."""
    found = await asyncio.to_thread(schemes_at_hand, here.settings.schemes)
    return tuple(one for one in found if one.scheme is not None)


async def show(here: Wired, principal: Principal, id_: str) -> tuple[SchemeDraft, bytes]:
    """A draft and its very bytes. Raises the problem `not-found`."""
    row = await _held(here, principal, id_)
    names = await people.names(here.database, (row.person,))
    return _shown(row, names.get(row.person)), row.source


async def begin(here: Wired, principal: Principal, source: bytes, id_: str) -> SchemeDraft:
    """Keep a new draft. Raises problems for one that is empty or too large."""
    now = here.clock()
    row = SchemeDraftRow(
        body=principal.body,
        id=id_,
        name=_called(checked_size(source)),
        source=source,
        person=principal.person,
        created_at=now,
        updated_at=now,
    )
    await scheme_drafts.add(here.database, row)
    return _shown(row, principal.name)


async def save(here: Wired, principal: Principal, id_: str, source: bytes, *, version: int) -> SchemeDraft:
    """Save a draft that was read at `version`. Raises `not-found`, `changed`, `empty` and `too-large`."""
    row = await _held(here, principal, id_)
    now = here.clock()
    row = msgspec.structs.replace(
        row, name=_called(checked_size(source)), source=source, person=principal.person, updated_at=now
    )
    if not await scheme_drafts.save(here.database, row, version=version, at=now):
        raise Trouble("changed", version=row.version)
    return _shown(msgspec.structs.replace(row, version=version + 1), principal.name)


async def drop(here: Wired, principal: Principal, id_: str) -> None:
    """Throw a draft away. Raises the problem `not-found`."""
    if not await scheme_drafts.drop(here.database, principal.body, id_):
        raise not_found()


def checked_size(source: bytes) -> bytes:
    """The source, if it is neither empty nor too large. Raises the problems `empty` and `too-large`."""
    if not source.strip():
        raise Trouble("empty")
    if len(source) > MAX_BYTES:
        raise Trouble("too-large", f"at most {MAX_BYTES} bytes")
    return source


async def faults(here: Wired, source: bytes, *, to_publish: bool = False) -> tuple[Fault, ...]:
    """Every fault of a file and its worked cases; with `to_publish` also what publishing asks for besides."""
    ask = publishing.publish_faults if to_publish else publishing.scheme_faults
    return await asyncio.to_thread(ask, source, name=FILE, bases=await bases_of(here.database, source))


async def read(here: Wired, source: bytes) -> Scheme:
    """The scheme that a file says. Raises SchemeFaults with all of its faults."""
    return await asyncio.to_thread(load, source, FILE, await bases_of(here.database, source))


async def read_or_none(here: Wired, source: bytes) -> Scheme | None:
    """The same, or None where it has faults."""
    try:
        return await read(here, source)
    except SchemeFaults:
        return None


async def compared(here: Wired, body: str, scheme: Scheme) -> Compared:
    """What a version changes against the newest that the body has published of it, itself apart."""
    for row in await published.scheme_versions(here.database, body, scheme.id):
        before = await here.shell.schemes.get(here.database, body, row.digest)
        if before is not None and before.digest != scheme.digest:
            changes = await asyncio.to_thread(difference, before, scheme)
            return Compared(version=row.version, digest=row.digest, changes=changes)
    return Compared(version=None, digest=None, changes=())


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """An effect with the name of the holder, which is public; an open case is nobody's to name here."""

    effect: Effect
    name: str


async def simulated(here: Wired, body: str, scheme: Scheme) -> Simulation:
    """What a version would mean to present holders and open cases. Who an open case belongs to is left out."""
    found = await simulate(here.shell, body, scheme, here.clock())
    effects = tuple(
        one if one.certificate is not None else msgspec.structs.replace(one, holder="") for one in found.effects
    )
    return msgspec.structs.replace(found, effects=effects)


async def named(here: Wired, body: str, found: Simulation) -> tuple[Named, ...]:
    """The effects with names: those that change anything first, in the order of their verdicts."""
    order = {verdict: place for place, verdict in enumerate(VERDICTS)}
    names: dict[str, str] = {}
    for one in found.effects:
        if one.holder and one.holder not in names:
            row = await organisations.organisation(here.database, body, one.holder)
            names[one.holder] = row.name if row is not None else ""
    ordered = sorted(found.effects, key=lambda one: (order[one.verdict], names.get(one.holder, ""), one.case))
    return tuple(Named(effect=one, name=names.get(one.holder, "")) for one in ordered)


async def publish(here: Wired, principal: Principal, source: bytes) -> Scheme:
    """Publish a version for good. Raises SchemeFaults with all that stands in the way, and Taken."""
    return await publishing.publish(
        here.database, principal.body, source, by=principal.person, at=here.clock(), name=FILE
    )


async def _held(here: Wired, principal: Principal, id_: str) -> SchemeDraftRow:
    row = await scheme_drafts.one(here.database, principal.body, id_)
    if row is None:
        raise not_found()
    return row


def _called(source: bytes) -> str:
    """What a file calls itself, faults or not: its scheme and version, as far as they can be seen."""
    found = [match[1].decode() for match in (_SCHEME.search(source), _VERSION.search(source)) if match]
    return " ".join(found)


def _shown(row: SchemeDraftRow, by: str | None) -> SchemeDraft:
    return SchemeDraft(
        id=row.id,
        name=row.name,
        version=row.version,
        changed_at=row.updated_at,
        changed_by=by,
        source=row.source.decode(errors="replace"),
    )
