"""`keys ...`: signing keys over their life."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from cyclopts import App

from certify.core.errors import Refused
from certify.service.commands.desk import FINDING, GOOD, complain, say, wrong_use
from certify.service.commands.trust import add_trust
from certify.service.errors import NotFound
from certify.service.store import published
from certify.service.worker import keys as worker_keys
from certify.service.worker import trusting
from certify.service.worker.publish import NothingToSignWith
from certify.service.worker.signing import SigningError, Use

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from certify.service.commands.desk import Desk
    from certify.service.installation import Installation

T = TypeVar("T")
# What a key signed that is no certificate, and who signs that anew.
_SIGNED_ELSE = {
    "status": "it signs status lists and histories, which the worker signs anew by another key",
    "recognition": "it signs recognitions, each of which `certify recognition issue` has to make anew",
    "trust": "it signs the trust list, which another root signs anew, and verifiers have to be given that one",
}


def add_keys(app: App, desk: Desk) -> None:
    """Add the commands for keys."""
    keys = App(name="keys", help="Signing keys: their public part, and when they may sign.")
    app.command(keys)
    add_trust(keys, desk)
    _add_reissue(keys, desk)

    @keys.command(name="list")
    async def list_(*, body: str | None = None, json: bool = False) -> int:
        """List the keys of a body, or of all."""
        async with desk.installation() as found:
            rows = await published.keys(found.database, body)
            offline = found.settings.offline_root is not None
            health = await trusting.health(found.database, desk.clock(), offline=offline)
        said = [f"{row.id}  {row.use}  {row.state}  from {row.from_at:%Y-%m-%d %H:%M}{_until(row)}" for row in rows]
        said.append(
            f"trust list: version {health.version or '-'}, until {health.expires or '-'}, root {health.root}"
            + ("" if offline else " (it lies on this machine: whoever takes the machine over has it)")
        )
        say({"keys": rows, "trust_list": health}, *said, as_json=json)
        for warning in health.warnings:
            complain(warning)
        return GOOD

    @keys.command
    async def new(body: str, use: Use, *, json: bool = False) -> int:
        """Make a key for BODY (`*` for the installation's trust list) and USE, and publish it."""
        async with desk.installation() as found:
            row = await or_wrong_use(worker_keys.make(desk.bench(found), body, use))
            pending = await _told_of_trust(desk, found)
        say(row, f"{row.id} made", as_json=json)
        complain_all(pending)
        return GOOD

    @keys.command
    async def rotate(body: str, use: Use, *, json: bool = False) -> int:
        """Make a new key for BODY and USE, publish it, and retire the former one."""
        async with desk.installation() as found:
            row = await or_wrong_use(worker_keys.rotate(desk.bench(found), body, use))
            offline = found.settings.offline_root is not None
            pending = await _told_of_trust(desk, found)
        former = "goes on until the new one is published" if offline else "is retired"
        say(row, f"{row.id} made; the former key {former}", as_json=json)
        complain_all(pending)
        return GOOD

    @keys.command
    async def retire(body: str, id: str, *, json: bool = False) -> int:
        """Let a key sign no more. What it signed stays good."""
        async with desk.installation() as found:
            changed = await or_wrong_use(worker_keys.retire(desk.bench(found), body, id))
            pending = await _told_of_trust(desk, found)
        say({"retired": changed}, f"{id} {'is retired' if changed else 'was not active'}", as_json=json)
        complain_all(pending)
        return GOOD if changed else FINDING

    @keys.command
    async def compromised(body: str, id: str, *, json: bool = False) -> int:
        """Say that a key has fallen into other hands: nothing that it signed counts any more."""
        async with desk.installation() as found:
            changed = await or_wrong_use(worker_keys.compromised(desk.bench(found), body, id))
            pending = await _told_of_trust(desk, found)
            waits = found.settings.offline_root is not None
        say({"compromised": changed}, f"{id} {'is told as compromised' if changed else 'was so already'}", as_json=json)
        if waits and pending:
            complain("UNTIL THEN EVERY VERIFIER GOES ON COUNTING WHAT THIS KEY SIGNS: do it now")
        complain_all(pending)
        return GOOD if changed else FINDING


def _add_reissue(keys: App, desk: Desk) -> None:
    @keys.command
    async def hit(body: str, id: str, *, json: bool = False) -> int:
        """List the certificates that a key of BODY has signed."""
        async with desk.installation() as found:
            rows = await or_wrong_use(worker_keys.hit_by(desk.bench(found), body, id))
            key = await published.key(found.database, body, id)
        lines = [f"{row.number}  {row.status}  {row.holder}  {row.successor or ''}".rstrip() for row in rows]
        other = _SIGNED_ELSE.get(key.use if key is not None else "")
        say(rows, *(lines or [f"none: {other}" if other else "none"]), as_json=json)
        return GOOD

    @keys.command
    async def reissue(body: str, id: str, *, json: bool = False) -> int:
        """Issue anew, by a fresh key, every certificate in force that the compromised key ID of BODY has signed."""
        async with desk.installation() as found:
            try:
                ordered = await or_wrong_use(worker_keys.reissue(desk.bench(found), body, id))
            except worker_keys.NotCompromised:
                wrong_use(f"{id} is not told as compromised: certify keys compromised {body} {id}")
            rows = await worker_keys.hit_by(desk.bench(found), body, id)
            pending = await _told_of_trust(desk, found)
        done = sum(row.successor is not None for row in rows)
        say(
            {"ordered": ordered, "hit": rows},
            *(f"{row.number}  {row.holder}" for row in ordered),
            f"{len(ordered)} ordered now, {done} of {len(rows)} have a new one already; the worker issues the rest",
            as_json=json,
        )
        complain_all(pending)
        return GOOD


def complain_all(texts: tuple[str, ...]) -> None:
    """Say several things to whoever is looking."""
    for text in texts:
        complain(text)


def _until(row: published.KeyRow) -> str:
    return f" until {row.until_at:%Y-%m-%d %H:%M}" if row.until_at is not None else ""


async def _told_of_trust(desk: Desk, found: Installation) -> tuple[str, ...]:
    """What the published trust list does not say yet, what there is no key for any more, and what to do."""
    offline = found.settings.offline_root is not None
    return (await trusting.health(found.database, desk.clock(), offline=offline)).warnings


async def or_wrong_use(doing: Awaitable[T]) -> T:
    """Await it; what is not there, and a key that does not open, end the command with one sentence."""
    try:
        return await doing
    except NotFound as missing:
        wrong_use(f"there is no {missing}")
    except (NothingToSignWith, Refused, SigningError) as error:
        wrong_use(str(error))
    except worker_keys.NotForThisUse:
        wrong_use("a key for `trust` is the installation's own (`*`), and every other one a body's")
    except worker_keys.LastRoot:
        wrong_use("the trust list would have no root any more: `certify keys rotate '*' trust` makes another first")
    except worker_keys.RootIsOffline:
        wrong_use("the root is offline: `certify-verify root-key FILE` makes its key, on a machine of its own")
