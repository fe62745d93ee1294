"""What a phone carries so that it can check a code without a network: the trust list and every body's status lists.

It gets them all at once and unjudged. So nobody learns from what is fetched which certificate is being looked at, and
the phone believes signatures and not us.
"""

from __future__ import annotations

import asyncio

from msgspec import Struct

from verify.errors import Unreachable, VerifyError
from verify.source import Source, is_near
from verify.trust import Body, read_trust

MAX_LISTS = 20  # of one body; each has room for 131,072 certificates
MAX_BYTES = 6_000_000
MAX_BODIES = 200


class Carried(Struct, frozen=True, kw_only=True):
    """Published texts, each as it was signed. `complete` is false where some could not be had or there are too many."""

    trust: str | None
    statuses: tuple[str, ...] = ()
    complete: bool = True


async def carried(source: Source, *, root: str | None = None) -> Carried:
    """The trust list and the status lists of its bodies; without a trust list that holds there is nothing to keep."""
    try:
        raw = await source.trust()
        trust = None if raw is None else read_trust(raw, root)
    except VerifyError:
        return Carried(trust=None, complete=False)
    if raw is None or trust is None:
        return Carried(trust=None, complete=False)
    bodies = trust.document.bodies[:MAX_BODIES]
    asked = [_lists(source, body) for body in bodies]
    found = [await one for one in asked] if is_near(source) else await asyncio.gather(*asked)
    texts: list[str] = []
    size = 0
    complete = len(bodies) == len(trust.document.bodies) and all(whole for _, whole in found)
    for text in (text for lists, _ in found for text in lists):
        size += len(text)
        if size > MAX_BYTES:
            complete = False
            break
        texts.append(text)
    return Carried(trust=raw.decode(errors="replace"), statuses=tuple(texts), complete=complete)


async def _lists(source: Source, body: Body) -> tuple[list[str], bool]:
    """The lists of one body, from the first to the last, and whether those are all."""
    found: list[str] = []
    for number in range(1, MAX_LISTS + 1):
        at_once: list[str] = []
        for purpose in ("revocation", "suspension"):
            try:
                raw = await source.status(f"{body.origins[0]}/bodies/{body.slug}/status/{number}/{purpose}")
            except Unreachable:
                return found, False
            if raw is not None:
                at_once.append(raw.decode(errors="replace"))
        if not at_once:
            return found, True
        found += at_once
    return found, False
