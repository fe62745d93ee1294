"""`fsck`, `rebuild`, `backup`, `restore`: keeping what is stored whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from certify.service.commands.desk import FINDING, GOOD, complain, say
from certify.service.fsck.check import check, rebuild
from certify.service.fsck.findings import Finding
from certify.service.store import backup as store_backup
from certify.service.store.high_water import read_high_water

if TYPE_CHECKING:
    from cyclopts import App

    from certify.service.commands.desk import Desk


def add_keeping(app: App, desk: Desk) -> None:
    """Add the commands that keep what is stored."""

    @app.command
    async def fsck(*, json: bool = False) -> int:
        """Check everything that is stored against everything else. Changes nothing; exit status 1 for a difference."""
        faults: list[Finding] = []
        async with desk.installation() as found:
            marks = read_high_water(found.settings.high_water)
            with _looking() as progress:
                task = progress.add_task("checking")
                offline = found.settings.offline_root is not None
                async for one in check(
                    found.database, found.blobs, found.shell.schemes, marks, desk.clock(), offline=offline
                ):
                    progress.update(task, description=one.place)
                    faults.append(one)
        wrong = [one for one in faults if not (one.erased or one.warning)]
        lines = [*(str(one) for one in faults), f"{len(wrong)} differences" if wrong else "all agrees"]
        say({"findings": faults, "good": not wrong}, *lines, as_json=json)
        return FINDING if wrong else GOOD

    @app.command(name="rebuild")
    async def rebuild_views(*, json: bool = False) -> int:
        """Fold every case again and write its views anew."""
        async with desk.installation() as found:
            count = await rebuild(found.database)
        say({"cases": count}, f"{count} cases folded again", as_json=json)
        return GOOD

    @app.command
    async def backup(folder: Path, *, json: bool = False) -> int:
        """Write a backup into FOLDER, which must not exist yet. Signing keys are not in it: keep them apart."""
        async with desk.installation() as found:
            with _looking() as progress:
                task = progress.add_task("writing")
                manifest = await store_backup.backup(
                    found.database,
                    found.blobs,
                    folder,
                    at=desk.clock(),
                    tell=lambda name: progress.update(task, description=name),
                )
        for missing in manifest.missing:
            complain(f"evidence is missing and not in the backup: {missing}")
        rows = sum(table.rows for table in manifest.tables.values())
        say(manifest, f"{rows} rows and {len(manifest.blobs)} files written to {folder}", as_json=json)
        return FINDING if manifest.missing else GOOD

    @app.command
    async def restore(folder: Path, *, json: bool = False) -> int:
        """Read the backup in FOLDER into an empty installation. Run `certify fsck` afterwards."""
        async with desk.installation() as found:
            with _looking() as progress:
                task = progress.add_task("reading")
                manifest = await store_backup.restore(
                    folder,
                    found.database,
                    found.blobs,
                    tell=lambda name: progress.update(task, description=name),
                )
        async with desk.installation() as again:
            behind = bool(again.behind)
        rows = sum(table.rows for table in manifest.tables.values())
        say(manifest, f"{rows} rows and {len(manifest.blobs)} files restored", as_json=json)
        return FINDING if behind else GOOD


def _looking() -> Progress:
    """A line that moves while a person is looking, and nothing otherwise."""
    console = Console(stderr=True)
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )
