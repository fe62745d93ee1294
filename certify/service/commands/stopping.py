"""`stop`, `lift`: the switch that stops all issuing.

Whoever may run commands on this machine may stop: that harms nobody's trust. To lift takes two administrators who prove
who they are, each by a token of their own, which no option takes so that it stays out of the shell's history.
"""

from __future__ import annotations

import sys
from getpass import getpass
from typing import TYPE_CHECKING

from certify.service import stop as switch
from certify.service.commands.desk import GOOD, say, wrong_use
from certify.service.commands.keys import or_wrong_use
from certify.service.store import access, people

if TYPE_CHECKING:
    from datetime import datetime

    from cyclopts import App

    from certify.service.commands.desk import Desk
    from certify.service.store.database import Database

OPERATOR = "operator"
"""By whom that is which somebody at the machine did, whose name nobody has proved."""


def add_stopping(app: App, desk: Desk) -> None:
    """Add the commands for the switch."""

    @app.command
    async def stop(body: str, *, reason: str) -> int:
        """Stop all issuing of BODY (`*` for everybody) at once."""
        async with desk.installation() as found:
            done = await or_wrong_use(switch.stop(found.database, body, reason, by=OPERATOR, at=desk.clock()))
        say({"stopped": True}, "issuing is stopped" if done else "issuing was stopped already")
        return GOOD

    @app.command
    async def lift(body: str) -> int:
        """Ask to lift a stop, or confirm as a second administrator what the first has asked for.

        A token of the administrator's own is asked for, or read as one line where nobody is looking. They make it under
        their own account, by POST /api/account/tokens.
        """
        secret = getpass("Your token: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
        async with desk.installation() as found:
            by = await _administrator(found.database, secret, body, desk.clock())
            try:
                step = await or_wrong_use(switch.lift(found.database, body, by=by, at=desk.clock()))
            except switch.SamePerson:
                wrong_use("lifting a stop takes two people; another one has to confirm")
        say(
            {"lifting": step},
            {"asked": "asked for; another person has to confirm", "lifted": "lifted"}.get(str(step), str(step)),
        )
        return GOOD


async def _administrator(db: Database, secret: str, body: str, at: datetime) -> str:
    """Whose token it is: an administrator of that body, or of any for everybody's switch. Else it ends here."""
    token = await access.token(db, access.digest_of(secret), at)
    account = await people.account(db, token.account) if token is not None else None
    if token is None or account is None or account.disabled:
        wrong_use("this is no token that counts")
    roles = await people.roles_of(db, account.person, at)
    if not any(one.role == "administrator" and body in {one.body, switch.EVERYBODY} for one in roles):
        wrong_use(f"{account.person} is no administrator of {body}")
    return account.person
