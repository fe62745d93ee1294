"""`export`: the whole public register as static files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from certify.service.app import create_app
from certify.service.commands.desk import FINDING, GOOD, complain, say, wrong_use
from certify.service.export import Exported, NotACopy, StillMoving, export
from certify.service.logs import set_up_logs
from certify.service.web.pages import PAGES, RENDERERS, problem_page
from verify.credential import Bilingual
from verify.dates import moment

if TYPE_CHECKING:
    from cyclopts import App

    from certify.service.commands.desk import Desk


def add_exporting(app: App, desk: Desk) -> None:
    """Add the command that copies the register."""

    @app.command(name="export")
    async def export_register(folder: Path, *, json: bool = False) -> int:
        """Write the public register into FOLDER as static files, in the place of a former copy."""
        settings, at = desk.settings(), desk.clock()
        notice = _notice(settings.origin, at.isoformat()[:19] + "Z")
        set_up_logs("warning")  # the service would tell of each page that it is asked for
        service = create_app(
            msgspec.structs.replace(settings, worker=False),
            clock=lambda: at,
            chance=desk.chance,
            pages=PAGES,
            renderers=RENDERERS,
            problem_page=problem_page,
            notice=notice,
            scan_notice=_scan_notice(settings.origin),
        )
        made: Exported | None = None
        problem: object = None
        async with service.lifespan():  # what is raised in here would come out as a group
            problem = service.state.wired.behind
            if not problem:
                try:
                    made = await export(
                        service, folder, at=at, origin=settings.origin, tell=lambda _: None, notice=notice
                    )
                except (NotACopy, StillMoving, OSError) as error:
                    problem = error
        if isinstance(problem, NotACopy):
            wrong_use(f"{folder} is there and is no former copy; choose another folder")
        if made is None:
            why = "the register changed each time; try again" if isinstance(problem, StillMoving) else problem
            complain(f"no copy was made: {why}")
            return FINDING
        say(made, f"{made.certificates} certificates in {made.files} files, as of {made.at}: {folder}", as_json=json)
        return GOOD


def _notice(origin: str, at: str) -> Bilingual:
    return Bilingual(
        sv=f"Det här är en sparad kopia. Så var det {moment(at, 'sv')}. Vad som gäller nu står på {origin}.",
        en=f"This is a saved copy. So it was on {moment(at, 'en')}. What holds now stands at {origin}.",
    )


def _scan_notice(origin: str) -> Bilingual:
    """Without a time: what a phone keeps is to change with the page, and not with each copy."""
    return Bilingual(
        sv=f"Sidan hör till en sparad kopia. Hur gamla uppgifterna är står nedan. Vad som gäller nu står på {origin}.",
        en=f"This page belongs to a saved copy; below stands how old its data are. What holds now stands at {origin}.",
    )
