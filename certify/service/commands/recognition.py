"""`recognition issue|publish|list`: scheme owners vouch for bodies."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from cyclopts import App

from certify.service.commands.desk import FINDING, GOOD, complain, read_file, say, wrong_use
from certify.service.commands.keys import or_wrong_use
from certify.service.store import bodies, published
from certify.service.worker import recognise
from certify.service.worker.keys import OPERATOR
from certify.service.worker.publish import NothingToSignWith
from verify import files
from verify.errors import VerifyError

if TYPE_CHECKING:
    from certify.service.commands.desk import Desk

_MOST = 1_000_000  # bytes


def add_recognition(app: App, desk: Desk) -> None:
    """Add the commands for recognitions."""
    told = App(name="recognition", help="What a scheme's owner signs about a body that certifies under its scheme.")
    app.command(told)

    @told.command
    async def issue(
        owner: str,
        scheme: str,
        file: Path,
        *,
        body: str,
        name: str | None = None,
        from_day: date | None = None,
        until_day: date,
    ) -> int:
        """Sign that BODY (a DID, or a body here by its short name) may certify under SCHEME of OWNER; writes FILE."""
        async with desk.installation() as found:
            here = await bodies.body(found.database, body)
            did, called = (here.did, here.legal_name) if here is not None else (body, name or "")
            begins = datetime.combine(from_day, time(), UTC) if from_day is not None else desk.clock()
            ends = datetime.combine(until_day, time(), UTC) + timedelta(days=1, seconds=-1)
            try:
                raw = await or_wrong_use(
                    recognise.issue(
                        desk.bench(found),
                        owner,
                        body=did,
                        name=called,
                        scheme=scheme,
                        valid_from=begins,
                        valid_until=ends,
                    )
                )
            except NothingToSignWith as error:
                wrong_use(f"{error}: certify keys new {owner} recognition")
            except VerifyError as error:
                wrong_use(f"no recognition can say that: {error}")
        try:
            files.replace(file, raw, mode=0o644)
        except OSError as error:
            wrong_use(f"cannot write {file}: {error.strerror}")
        say(None, f"written to {file}; where the body is: certify recognition publish {file.name}")
        return GOOD

    @told.command
    async def publish(file: Path, *, by: str = OPERATOR) -> int:
        """Publish the recognition in FILE, for the body of this installation that it is about."""
        raw = read_file(file, _MOST)
        async with desk.installation() as found:
            try:
                row = await or_wrong_use(recognise.publish(desk.bench(found), raw, by=by))
            except VerifyError as error:
                complain(f"it does not hold by the trust list that is published here: {error}")
                return FINDING
        say(None, f"{row.body} is recognised for {row.scheme} until {row.valid_until:%Y-%m-%d}")
        return GOOD

    @told.command(name="list")
    async def list_(*, json: bool = False) -> int:
        """List the recognitions that are published here."""
        async with desk.installation() as found:
            rows = await published.recognitions(found.database)
        lines = [f"{row.body}  {row.scheme}  by {row.owner}  until {row.valid_until:%Y-%m-%d}" for row in rows]
        say([{"body": r.body, "scheme": r.scheme, "owner": r.owner} for r in rows], *(lines or ["none"]), as_json=json)
        return GOOD
