"""`stop`, `lift`: the switch that stops all issuing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from certify.service import stop as switch
from certify.service.commands.desk import GOOD, say, wrong_use
from certify.service.commands.keys import or_wrong_use
from certify.service.store import people

if TYPE_CHECKING:
    from datetime import datetime

    from cyclopts import App

    from certify.service.commands.desk import Desk
    from certify.service.store.database import Database

By = Annotated[str, Parameter(help="The person who does it, by id.")]


def add_stopping(app: App, desk: Desk) -> None:
    """Add the commands for the switch."""

    @app.command
    async def stop(body: str, *, reason: str, by: By) -> int:
        """Stop all issuing of BODY (`*` for everybody) at once."""
        async with desk.installation() as found:
            await _must_administer(found.database, by, body, desk.clock())
            done = await or_wrong_use(switch.stop(found.database, body, reason, by=by, at=desk.clock()))
        say({"stopped": True}, "issuing is stopped" if done else "issuing was stopped already")
        return GOOD

    @app.command
    async def lift(body: str, *, by: By) -> int:
        """Ask to lift a stop, or confirm as a second person what the first has asked for."""
        async with desk.installation() as found:
            await _must_administer(found.database, by, body, desk.clock())
            try:
                step = await or_wrong_use(switch.lift(found.database, body, by=by, at=desk.clock()))
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
