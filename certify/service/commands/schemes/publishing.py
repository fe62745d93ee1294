"""`scheme simulate|publish`: try a draft on the cases of today, and publish a version for good."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from certify.core.scheme.faults import SchemeFaults
from certify.service import publishing
from certify.service.commands.desk import FINDING, GOOD, say, wrong_use
from certify.service.commands.schemes.reading import (
    Language,
    bases_beside,
    beside,
    fixed_words,
    loaded,
    read,
    tell_faults,
)
from certify.service.simulation import simulate as simulate_cases
from certify.service.store import bodies
from certify.service.store.errors import Taken

if TYPE_CHECKING:
    from cyclopts import App

    from certify.core.simulation import Effect
    from certify.service.commands.desk import Desk
    from certify.service.store.database import Database

_VERDICTS = {
    "gains": ("får", "gains"),
    "loses": ("förlorar", "loses"),
    "changes": ("byter", "changes"),
    "same": ("behåller", "keeps"),
    "unknown": ("okänt för", "unknown for"),
}


def add_publishing(scheme: App, desk: Desk) -> None:
    """Add the commands that look into a store, or write to it."""

    @scheme.command
    async def simulate(file: Path, *, body: str, language: Language = "sv", json: bool = False) -> int:
        """Judge present holders and open cases under a draft: who gains, loses, changes level, or is unknown.

        Nothing is written. The exit is 1 where somebody would lose or change.
        """
        draft = loaded(file, fixed_words(language), as_json=json)
        async with desk.installation() as found:
            await _must_be_there(found.database, body)
            told = await simulate_cases(found.shell, body, draft, desk.clock())
        lines = [line for effect in told.effects for line in _effect(effect, language)]
        nobody = "Inga innehavare eller öppna ärenden." if language == "sv" else "No holders and no open cases."
        say(told, *(lines or [nobody]), as_json=json)
        return FINDING if told.count["loses"] or told.count["changes"] else GOOD

    @scheme.command
    async def publish(
        file: Path, *, body: str, by: str = "operator", language: Language = "sv", json: bool = False
    ) -> int:
        """Publish a version, for good.

        Refused while a worked case comes out otherwise, and while a rung lacks one on a side of its edge.
        """
        fixed_words(language)
        source, cases = read(file), beside(file)
        ask = publishing.publish_faults
        # what it builds on is looked for beside the file first, so that faults show without an installation
        faults = await asyncio.to_thread(ask, source, cases, name=str(file), bases=bases_beside(file))
        if faults and {fault.code for fault in faults} != {"no-base"}:
            return tell_faults(faults, language, as_json=json)
        async with desk.installation() as found:
            await _must_be_there(found.database, body)
            try:
                published = await publishing.publish(
                    found.database, body, source, cases, by=by, at=desk.clock(), name=str(file)
                )
            except SchemeFaults as refused:
                return tell_faults(refused.faults, language, as_json=json)
            except Taken:
                wrong_use("that version is published already; a change needs a version of its own")
        say(
            {"scheme": published.id, "version": published.version.id, "digest": published.digest},
            f"{published.id} {published.version.id} is published: {published.digest}",
            as_json=json,
        )
        return GOOD


async def _must_be_there(database: Database, body: str) -> None:
    if await bodies.body(database, body) is None:
        wrong_use(f"there is no body {body}; certify body new founds one")


def _effect(effect: Effect, language: str) -> list[str]:
    """One case in words, with what stands in its way."""
    swedish = language == "sv"
    word = _VERDICTS[effect.verdict][0 if swedish else 1]
    none = "ingen nivå" if swedish else "no level"
    levels = f"{effect.was or none} -> {effect.becomes or none}" if effect.was != effect.becomes else effect.was or none
    held = f", {effect.certificate}" if effect.certificate else ""
    reasons = [f"  {reason.sv if swedish else reason.en}" for reason in effect.reasons]
    if effect.erased:
        reasons = ["  underlaget är raderat" if swedish else "  the dossier was erased"]
    return [f"{word} {effect.holder} ({effect.case}{held}): {levels}", *reasons]
