"""`collect`: shows, and can save, the figures that a scheme's collector finds; with `--case` it records them in one.

It opens no database: into a case they go over the API, by the same act as on the page.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from certify.core.organisation_number import NotAnOrganisationNumber, tidy
from certify.core.plugin import CannotCollect
from certify.core.scheme.clocks import local_day
from certify.service.collecting import Found, look_up
from certify.service.commands.cases import Client, Server, Token, told_problem
from certify.service.commands.desk import FINDING, GOOD, Ended, complain, say, wrong_use
from certify.service.outbound import SafeClient
from certify.service.plugins import collectors
from certify.service.saved_answers import SavedAnswers, save

if TYPE_CHECKING:
    from collections.abc import Callable

    from certify.core.plugin import Collector
    from certify.service.commands.desk import Desk


def add_collecting(app: App, desk: Desk, brought: Callable[[], dict[str, Collector]] = collectors) -> None:
    """Add the command. `brought` gives the collectors that packages bring."""

    @app.command
    async def collect(
        scheme: str,
        number: str,
        *,
        on: date | None = None,
        from_: Annotated[Path | None, Parameter(name="--from")] = None,
        save_: Annotated[Path | None, Parameter(name="--save")] = None,
        municipalities: Path | None = None,
        case: str = "",
        server: Server = "",
        token: Token = "",
        json: bool = False,
    ) -> int:
        """Look up the figures that SCHEME rests on, for the organisation with that NUMBER.

        Parameters
        ----------
        scheme
            The id of the scheme.
        number
            The organisation number.
        on
            The day of the application; today where it is left out.
        from_
            A file of answers that were saved before, instead of asking anybody.
        save_
            Where to save the answers, for an installation that may not ask.
        municipalities
            A file that adds to the register, as CERTIFY_MUNICIPALITIES does.
        case
            The id of a case to record the figures in, with the answers as evidence.
        server
            Where the service of that case is; CERTIFY_ORIGIN where it is not given.
        token
            An API token of a coordinator's; CERTIFY_TOKEN where it is not given.
        json
            Tell it as JSON.

        """
        known = brought()
        if scheme not in known:
            wrong_use(f"{scheme} has no collector; those that have one: {', '.join(sorted(known)) or 'none'}")
        client = Client(desk, server, token) if case else None
        day = _day_of(client, case, _number(number)) if client is not None else on or local_day(desk.clock())
        more = municipalities or _set_file(desk)
        try:
            found = await _found(desk, known[scheme], _number(number), day, from_, more)
            if save_ is not None:
                _save(save_, found)
        except CannotCollect as reason:
            say({"problem": reason.rule, "detail": str(reason)}, as_json=json)
            complain(str(reason))
            return FINDING
        except OSError as error:
            wrong_use(f"{error.filename}: {error.strerror}")
        if client is not None:
            good, answer = client.ask("POST", f"/api/cases/{case}/answers", body=save(found.answers), key=_key(found))
            if not good:
                return told_problem(answer, as_json=json)
        lines = [*_lines(found), f"recorded in {case}"] if case else _lines(found)
        say(_told(found), *lines, as_json=json)
        return GOOD


def _day_of(client: Client, case: str, number: str) -> date:
    """The day of a case's application, which figures are asked for; wrong use where it is another organisation's."""
    good, shown = client.ask("GET", f"/api/cases/{case}")
    if not good:
        raise Ended(told_problem(shown, as_json=False))
    if shown["applicant"]["number"] != number:
        wrong_use(f"{case} is a case of {shown['applicant']['number']}, not of {number}")
    return local_day(datetime.fromisoformat(shown["submitted_at"]))


def _key(found: Found) -> str:
    """The same answers recorded twice are recorded once."""
    return hashlib.sha256(b"".join(answer.raw for answer in found.answers)).hexdigest()


async def _found(
    desk: Desk, collector: Collector, number: str, on: date, saved: Path | None, more: Path | None
) -> Found:
    if saved is not None:
        return await look_up(collector, number, on, _saved(saved), more)
    async with SafeClient(collector.origins, desk.clock) as client:
        return await look_up(collector, number, on, client, more)


def _save(file: Path, found: Found) -> None:
    file.write_bytes(save(found.answers))


def _saved(file: Path) -> SavedAnswers:
    return SavedAnswers(file.read_bytes())


def _number(text: str) -> str:
    try:
        return tidy(text)
    except NotAnOrganisationNumber as error:
        wrong_use(f"{text} is no organisation number ({error.rule})")


def _set_file(desk: Desk) -> Path | None:
    """The file of the settings, read without them, since this command needs no installation."""
    text = desk.environment.get("CERTIFY_MUNICIPALITIES", "").strip()
    return Path(text) if text else None


def _told(found: Found) -> dict[str, object]:
    return {
        "figures": found.collected.figures,
        "missing": found.collected.missing,
        "answers": [{"url": one.url, "at": one.at, "digest": _digest(one.raw)} for one in found.answers],
    }


def _lines(found: Found) -> list[str]:
    lines = []
    for figure in found.collected.figures:
        name = figure.input if figure.unit is None else f"{figure.input} ({figure.unit})"
        lines.append(f"{name}: {figure.value}" + (f"  {figure.origin.title}" if figure.origin else ""))
    lines += [f"nothing for: {title}" for title in found.collected.missing]
    return [*lines, *(f"{one.at:%Y-%m-%d %H:%M} {one.url} {_digest(one.raw)}" for one in found.answers)]


def _digest(raw: bytes) -> str:
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"
