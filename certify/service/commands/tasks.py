"""`tasks ...`: what the worker has given up after five attempts, and letting it run again once the cause is mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cyclopts import App

from certify.service.commands.desk import FINDING, GOOD, say, wrong_use
from certify.service.store import tasks

if TYPE_CHECKING:
    from certify.service.commands.desk import Desk


def add_tasks(app: App, desk: Desk) -> None:
    """Add the commands for tasks."""
    group = App(name="tasks", help="What the worker has given up, and letting it try again.")
    app.command(group)

    @group.command(name="list")
    async def list_(*, json: bool = False) -> int:
        """List the tasks that failed five times and wait for somebody; exit status 1 where there are any."""
        async with desk.installation() as found:
            given_up = await tasks.quarantined(found.database)
        lines = [f"{task.body}  {task.key}  {task.last_error or ''}" for task in given_up]
        say({"tasks": given_up}, *(lines or ["nothing was given up"]), as_json=json)
        return FINDING if given_up else GOOD

    @group.command
    async def again(body: str, key: str, *, json: bool = False) -> int:
        """Let the task KEY of BODY run again, with all its attempts."""
        async with desk.installation() as found:
            released = await tasks.release_quarantined(found.database, body, key, desk.clock())
        if not released:
            wrong_use(f"{body} has given up no task {key}")
        say({"body": body, "key": key}, f"{key} runs again", as_json=json)
        return GOOD
