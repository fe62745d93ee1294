"""What has to be good before a version is published: the file, its worked cases, and the edges of its rungs."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from certify.core.scheme.edges import edge_faults
from certify.core.scheme.examples import run_examples
from certify.core.scheme.faults import Fault, SchemeFaults
from certify.core.scheme.load import NO_BASES, Bases, load, load_examples
from certify.service import authority
from certify.service.schemes import bases_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from certify.core.scheme.model import Scheme
    from certify.service.store.database import Database


_KEY = re.compile(rb"^([a-z_]+):", re.MULTILINE)  # the keys of a file's outermost mapping
_CASES = b"examples"


def scheme_faults(
    source: bytes, beside: Mapping[str, bytes] | None = None, *, name: str, bases: Bases = NO_BASES
) -> tuple[Fault, ...]:
    """Every fault of a file, or every worked case that comes out otherwise.

    `beside` are files of cases by name, `bases` the versions that it may build on by digest.
    """
    try:
        scheme = load(source, name, bases)
    except SchemeFaults as faults:
        return faults.faults
    return run_examples(scheme, beside, name=name)


def publish_faults(
    source: bytes, beside: Mapping[str, bytes] | None = None, *, name: str, bases: Bases = NO_BASES
) -> tuple[Fault, ...]:
    """The same, and every rung that lacks a worked case on a side of its edge: why it may not be published yet."""
    faults = scheme_faults(source, beside, name=name, bases=bases)
    if faults:
        return faults
    scheme = load(source, name, bases)
    cases = [case for file, raw in (beside or {}).items() for case in load_examples(raw, scheme, file)]
    return edge_faults(scheme, source, cases, name=name)


def joined(source: bytes, beside: Mapping[str, bytes]) -> bytes:
    """A scheme with the worked cases of the files beside it put at its end, so that one file says it all.

    The same bytes where there are none, or where they cannot simply be put there: another key follows `examples`, or
    the two together would not load.
    """
    keys = _KEY.findall(source)
    if not beside or (_CASES in keys and keys[-1] != _CASES):
        return source
    parts = [source.rstrip() + b"\n", *([] if _CASES in keys else [b"\n" + _CASES + b":\n"])]
    for raw in beside.values():
        head, _, cases = raw.partition(_CASES + b":\n")
        parts.append(b"\n" + head + cases.rstrip() + b"\n")
    whole = b"".join(parts)
    try:
        load(whole)
    except SchemeFaults:
        return source
    return whole


async def publish(
    db: Database,
    body: str,
    source: bytes,
    beside: Mapping[str, bytes] | None = None,
    *,
    by: str,
    at: datetime,
    name: str = "scheme.yaml",
) -> Scheme:
    """Publish a version for good. Raises SchemeFaults with all that stands in the way, and Taken."""
    bases = await bases_of(db, source)
    faults = await asyncio.to_thread(publish_faults, source, beside, name=name, bases=bases)
    if faults:
        raise SchemeFaults(faults)
    return await authority.publish_scheme(db, body, source, by=by, at=at)
