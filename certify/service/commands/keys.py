"""`keys ...`, `stop`, `lift`: signing keys, and the switch that stops all issuing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeVar

from cyclopts import App, Parameter

from certify.service import stop as switch
from certify.service.commands.desk import FINDING, GOOD, say, wrong_use
from certify.service.errors import NotFound
from certify.service.store import people, published
from certify.service.worker import keys as worker_keys
from certify.service.worker.signing import Use

if TYPE_CHECKING:
    from collections.abc import Awaitable
    from datetime import datetime

    from certify.service.commands.desk import Desk
    from certify.service.store.database import Database

T = TypeVar("T")
By = Annotated[str, Parameter(help="The person who does it, by id.")]


def add_keys(app: App, desk: Desk) -> None:
    """Add the commands for keys and for the switch."""
    keys = App(name="keys", help="Signing keys: their public part, and when they may sign.")
    app.command(keys)

    @keys.command(name="list")
    async def list_(*, body: str | None = None, json: bool = False) -> int:
        """List the keys of a body, or of all."""
        async with desk.installation() as found:
            rows = await published.keys(found.database, body)
        lines = (f"{row.id}  {row.use}  {row.state}  from {row.from_at:%Y-%m-%d %H:%M}" for row in rows)
        say(rows, *lines, as_json=json)
        return GOOD

    @keys.command
    async def new(body: str, use: Use, *, json: bool = False) -> int:
        """Make a key for BODY (`*` for the installation's trust list) and USE, and publish it."""
        async with desk.installation() as found:
            row = await _or_wrong_use(worker_keys.make(desk.bench(found), body, use))
        say(row, f"{row.id} made", as_json=json)
        return GOOD

    @keys.command
    async def rotate(body: str, use: Use, *, json: bool = False) -> int:
        """Make a new key for BODY and USE, publish it, and retire the former one."""
        async with desk.installation() as found:
            row = await _or_wrong_use(worker_keys.rotate(desk.bench(found), body, use))
        say(row, f"{row.id} made; the former key is retired", as_json=json)
        return GOOD

    @keys.command
    async def retire(body: str, id: str, *, json: bool = False) -> int:
        """Let a key sign no more. What it signed stays good."""
        async with desk.installation() as found:
            changed = await _or_wrong_use(worker_keys.retire(desk.bench(found), body, id))
        say({"retired": changed}, f"{id} {'is retired' if changed else 'was not active'}", as_json=json)
        return GOOD if changed else FINDING

    @keys.command
    async def compromised(body: str, id: str, *, json: bool = False) -> int:
        """Say that a key has fallen into other hands: nothing that it signed counts any more."""
        async with desk.installation() as found:
            changed = await _or_wrong_use(worker_keys.compromised(desk.bench(found), body, id))
        say({"compromised": changed}, f"{id} {'is told as compromised' if changed else 'was so already'}", as_json=json)
        return GOOD if changed else FINDING

    @app.command
    async def stop(body: str, *, reason: str, by: By) -> int:
        """Stop all issuing of BODY (`*` for everybody) at once."""
        async with desk.installation() as found:
            await _must_administer(found.database, by, body, desk.clock())
            done = await _or_wrong_use(switch.stop(found.database, body, reason, by=by, at=desk.clock()))
        say({"stopped": True}, "issuing is stopped" if done else "issuing was stopped already")
        return GOOD

    @app.command
    async def lift(body: str, *, by: By) -> int:
        """Ask to lift a stop, or confirm as a second person what the first has asked for."""
        async with desk.installation() as found:
            await _must_administer(found.database, by, body, desk.clock())
            try:
                step = await _or_wrong_use(switch.lift(found.database, body, by=by, at=desk.clock()))
            except switch.SamePerson:
                wrong_use("lifting a stop takes two people; another one has to confirm")
        say(
            {"lifting": step},
            {"asked": "asked for; another person has to confirm", "lifted": "lifted"}.get(str(step), str(step)),
        )
        return GOOD


async def _must_administer(db: Database, person: str, body: str, at: datetime) -> None:
    """The one who is named is an administrator of that body, or of any for everybody's switch.

    Whoever may run commands on this machine could name another; the two people who lift a stop over the API cannot.
    """
    roles = await people.roles_of(db, person, at)
    if not any(role.role == "administrator" and body in {role.body, switch.EVERYBODY} for role in roles):
        wrong_use(f"{person} is no administrator of {body}")


async def _or_wrong_use(doing: Awaitable[T]) -> T:
    try:
        return await doing
    except NotFound as missing:
        wrong_use(f"there is no {missing}")
