"""What happened in a case, told as a history: one sentence an event, who and when, and the words that came with it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from certify.core import events as e
from certify.core.documents import Statement
from certify.service.store import people
from certify.service.web import cases, papers, sight
from certify.service.web.pages.saying import day
from certify.service.web.problems import Trouble

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme
    from certify.service.web.access import Principal
    from certify.service.web.language import Language
    from certify.service.web.pages.words import Words
    from certify.service.web.wired import Wired

_BY_NOBODY = ("clock", "worker")


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """One entry: its sentence (marked, for `say`), when, by whom, and what was written. `seq` numbers it."""

    seq: int
    sentence: str
    at: datetime
    by: str
    text: str = ""
    erased: bool = False


async def happenings(
    here: Wired, principal: Principal, case: str, scheme: Scheme, told: Words
) -> tuple[Happening, ...]:
    """A case's history, newest first, as far as the caller may see it. Raises the problem `not-found`."""
    shown = await cases.case_events(here, principal, case)
    who = {one.by for one in shown} | {str(getattr(one.event, "person", "")) for one in shown}
    names = await people.names(here.database, tuple(sorted(who - {"", *_BY_NOBODY})))
    found = []
    for one in shown:
        text, erased = await _words_of(here, principal, case, one.event)
        found.append(
            Happening(
                seq=one.seq,
                sentence=_sentence(one.event, names, scheme, told),
                at=one.at,
                by=told.plain(f"by-{one.by}") if one.by in _BY_NOBODY else name_of(one.by, names, told),
                text=text,
                erased=erased,
            )
        )
    return tuple(reversed(found))


def name_of(person: str, names: dict[str, str | None], told: Words) -> str:
    """A person's name, or what is said of somebody whose name was erased."""
    return names.get(person) or told.plain("by-somebody")


async def _words_of(here: Wired, principal: Principal, case: str, event: e.Event) -> tuple[str, bool]:
    """The statement that an event names, for whom it may be shown; and whether it was erased."""
    digest = getattr(event, "reason", None) or getattr(event, "statement", None)
    if not isinstance(digest, str):
        return "", False
    try:
        await sight.document_in_sight(here.shell, principal, case, digest)
        content = await papers.content_of(here.database, principal.body, digest)
    except Trouble as trouble:
        return "", trouble.code == "erased"
    return (content.text, False) if isinstance(content, Statement) else ("", False)


def _sentence(event: e.Event, names: dict[str, str | None], scheme: Scheme, told: Words) -> str:
    """The message of an event. Some events have several, by what they say."""
    kind = type(event).__name__
    variant = ""
    match event:
        case e.Decided():
            variant = event.outcome
        case e.Assigned():
            variant = event.duty
        case e.InterestDeclared():
            variant = "conflict" if event.conflict else "none"
        case e.Submitted():
            variant = "renewal" if event.former else "first"
        case e.CertificateSuspended():
            variant = "until" if event.until else "open"
        case _:
            variant = ""
    return told.marked(f"event-{kind}{'-' + variant if variant else ''}", **_values(event, names, scheme, told))


def _values(event: e.Event, names: dict[str, str | None], scheme: Scheme, told: Words) -> dict[str, str]:
    """Everything that a message of an event may want to be filled in with."""
    language: Language = told.language
    reason = getattr(event, "reason_class", None)
    values = {
        "number": str(getattr(event, "number", "")),
        "former": str(getattr(event, "former", "")),
        "successor": str(getattr(event, "successor", "")),
        "criteria": ", ".join(getattr(event, "criteria", ())),
        "reason": told.plain(f"reason-{reason}") if reason else "",
        "name": name_of(str(getattr(event, "person", "")), names, told),
    }
    for field in ("id", "grade", "criterion", "activity", "what", "unit", "input"):
        values[field] = scheme.called(str(getattr(event, field, None) or ""), language)
    for field in ("on", "due", "until", "received"):
        found = getattr(event, field, None)
        values[field] = day(found, language) if found is not None else ""
    return values
