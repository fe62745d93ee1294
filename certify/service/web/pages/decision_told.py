"""What a decision is about, told with its figures: level, rules that it rests on, votes, fee and gap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from certify.core.findings import Findings
from certify.core.merging import Parts, Tally, votes
from certify.core.scheme.clauses import capital
from certify.core.scheme.domains import read_fraction, read_number
from certify.core.scheme.tell_process import amount_in_words, fee_in_words
from certify.core.scheme.terms import Number
from certify.core.scheme.voice import Voice
from certify.service.web import papers
from certify.service.web.problems import Trouble
from certify.service.web.wired import Wired

if TYPE_CHECKING:
    from certify.core.outcome import Outcome
    from certify.core.scheme.model import Scheme
    from certify.service.web.access import Principal
    from certify.service.web.cases import CaseShown
    from certify.service.web.language import Language


class Voted(msgspec.Struct, frozen=True, kw_only=True):
    """What was voted on, by its name in the scheme, and what the votes came to."""

    name: str
    tally: Tally


async def voted(here: Wired, principal: Principal, shown: CaseShown, scheme: Scheme) -> tuple[Voted, ...]:
    """The votes that the reader may see, counted; none where the scheme has no vote.

    Whoever declared a conflict, even after having voted, has no vote.
    """
    activities = [activity for activity in scheme.activities if activity.kind == "vote"]
    if not activities:
        return ()
    parts: Parts = ()
    tied = {part.person for part in shown.parts if part.conflict and shown.decision is None}
    for person, digest in shown.findings:
        if person in tied:
            continue
        try:
            content = await papers.content_of(here.database, principal.body, digest)
        except Trouble:
            continue
        if isinstance(content, Findings):
            parts = (*parts, (person, content))
    of_votes = [(activity, _with(parts, {*scheme.selected(activity.fills)})) for activity in activities]
    return tuple(
        Voted(name=name, tally=tally)
        for activity, given in of_votes
        if given
        for name, tally in votes(scheme, activity, given).items()
    )


def _with(parts: Parts, names: set[str]) -> Parts:
    """The findings that say anything of these names; a person may have assessed besides."""
    return tuple(
        (person, found)
        for person, found in parts
        if names & {*found.inputs, *(finding.criterion for finding in found.findings)}
    )


def called_in(scheme: Scheme, name: str, language: Language) -> str:
    """What the scheme calls a name."""
    return Voice(scheme, language).called(name)


def fee_told(scheme: Scheme, outcome: Outcome, former: str | None, language: Language) -> tuple[tuple[str, str], ...]:
    """What is paid, and when: for a renewal what a renewal costs, else everything else; in figures where known."""
    voice = Voice(scheme, language)
    moments = [moment for moment in scheme.fees if (moment == "renewal") == bool(former)]
    return tuple((capital(voice.called(moment)), _amount(voice, scheme.fees[moment], outcome)) for moment in moments)


def _amount(voice: Voice, name: str, outcome: Outcome) -> str:
    worth = outcome.values.get(name)
    number = None if worth is None else read_number(worth) or read_fraction(worth)
    return fee_in_words(voice, name) if number is None else amount_in_words(voice, Number(number))


FOR_TEMPLATES: dict[str, object] = {"called_in": called_in, "fee_told": fee_told}
