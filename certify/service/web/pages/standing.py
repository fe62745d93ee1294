"""How a self-assessment stands, in words: one sentence, and what is missing in groups. Pure.

The page shows it, and the script of the page asks for the same thing as data after each answer.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from certify.core.applying import told as subject
from certify.service.web.pages.answering import fault_text, finding_said
from certify.service.web.pages.saying import in_words
from certify.service.web.pages.words import without_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from certify.core.outcome import Reason
    from certify.core.proposing import Proposed
    from certify.core.scheme.model import Scheme
    from certify.service.web.language import Language
    from certify.service.web.pages.forms import Fault
    from certify.service.web.pages.words import Words
    from certify.service.web.self_assessing import SelfAssessed

MOST_LINES = 12  # under one heading, before the rest are only counted


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One line; `to` is the id of the field on the page that it is about, where it is about one."""

    text: str
    to: str = ""


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Lines under a heading; `more` says how many there are besides, where they are many."""

    title: str
    lines: tuple[Told, ...]
    more: str = ""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """The sentence with its sign and tone, how many have an answer, what is missing, and what does not apply.

    `otherwise` says beside a criterion, of a unit as `G.1/north`, that the figures say something else.
    """

    sign: str
    tone: str
    sentence: str
    answered: int
    asked: int
    tally: str
    groups: tuple[Group, ...]
    left_out: tuple[str, ...]
    otherwise: dict[str, str]
    wrong: dict[str, str]


def standing(found: SelfAssessed, scheme: Scheme, faults: Iterable[Fault], told: Words) -> Standing:
    """The words for what the rules gave."""
    sign, tone, sentence = _sentence(found, scheme, told)
    return Standing(
        sign=sign,
        tone=tone,
        sentence=sentence,
        answered=found.answered,
        asked=found.asked,
        tally=told.plain("self-tally", n=found.answered, of=found.asked),
        groups=tuple(_groups(found, scheme, told)),
        left_out=found.left_out,
        otherwise={
            subject((one.criterion, one.unit)): told.plain("self-otherwise", value=_said(one, scheme, told))
            for one in found.contradicted
        },
        wrong={fault.field: without_marks(fault_text(fault, told.language)) for fault in faults},
    )


def _sentence(found: SelfAssessed, scheme: Scheme, told: Words) -> tuple[str, str, str]:
    if found.taken_in == "no":
        return "no", "bad", told.plain("self-not-taken-in")
    outcome = found.outcome
    if not outcome.complete:
        begun = found.answered > 0
        return ("half", "begun", told.plain("self-open")) if begun else ("empty", "quiet", told.plain("self-empty"))
    if outcome.level is None:
        return "no", "bad", told.plain("self-none")
    title = in_words(dict(scheme.level(outcome.level).title), told.language)
    if found.contradicted:
        n = len({one.criterion for one in found.contradicted})
        return "half", "begun", told.plain("self-enough-otherwise", n=n, level=title)
    if len(scheme.outcome.levels) == 1:
        return "valid", "good", told.plain("self-met", scheme=in_words(dict(scheme.title), told.language))
    return "valid", "good", told.plain("self-level", level=title)


def _groups(found: SelfAssessed, scheme: Scheme, told: Words) -> Iterable[Group]:
    if found.contradicted:
        yield _from_figures("self-contradicted", found.contradicted, scheme, told)
    if found.refusals:
        yield from _group(told.plain("self-before"), found.refusals, scheme, told)
    by_level: dict[str | None, list[Reason]] = {}
    for reason in found.outcome.reasons:
        by_level.setdefault(reason.level, []).append(reason)
    for level, reasons in by_level.items():
        if level is None:
            title = told.plain("self-missing")
        else:
            title = told.plain("self-missing-to", level=in_words(dict(scheme.level(level).title), told.language))
        yield from _group(title, _with_distance(reasons, found), scheme, told)
    yield from _group(told.plain("self-advice"), found.outcome.advice, scheme, told)
    if found.proposed:
        yield _from_figures("self-proposed", found.proposed, scheme, told)


def _said(one: Proposed, scheme: Scheme, told: Words) -> str:
    if told.has(f"finding-{one.value}"):
        return told.plain(f"finding-{one.value}")
    return finding_said(scheme, scheme.criterion(one.criterion), one.value, told.language)


def _from_figures(heading: str, proposed: Iterable[Proposed], scheme: Scheme, told: Words) -> Group:
    """What the figures say, criterion by criterion; units with the same answer share a line."""
    several = Counter((one.criterion, _said(one, scheme, told)) for one in proposed)
    lines = []
    for (id_, said), count in several.items():
        criterion = scheme.criterion(id_)
        name = f"{id_} {in_words(dict(criterion.title), told.language)}"
        text = told.plain("self-proposed-line", name=name, value=said, n=count if criterion.per else 0)
        lines.append(Told(text=text, to=f"ask-{id_}"))
    more = told.plain("self-more", n=len(lines) - MOST_LINES) if len(lines) > MOST_LINES else ""
    return Group(title=told.plain(heading), lines=tuple(lines[:MOST_LINES]), more=more)


def _with_distance(reasons: Iterable[Reason], found: SelfAssessed) -> list[Reason]:
    """The reasons; a line that falls short says how far it is, in the words of the gap."""
    gaps = {
        (one.name, one.level): one for one in found.outcome.gap if one.short_by is not None or one.steps is not None
    }
    return [
        msgspec.structs.replace(reason, sv=gaps[reason.name, reason.level].sv, en=gaps[reason.name, reason.level].en)
        if (reason.name, reason.level) in gaps and reason.rule == "condition_not_met"
        else reason
        for reason in reasons
    ]


def _group(title: str, reasons: Sequence[Reason], scheme: Scheme, told: Words) -> Iterable[Group]:
    """What is known to be missing by its own line, and what has no answer yet as a number."""
    known = [
        reason
        for reason in reasons
        if reason.rule != "criterion_not_assessed" and not _spoken_for(reason, reasons, scheme)
    ]
    open_ones = dict.fromkeys(reason.name for reason in reasons if reason.rule == "criterion_not_assessed")
    lines = tuple(Told(text=_text(reason, told.language), to=_place(reason, scheme)) for reason in known[:MOST_LINES])
    more = told.plain("self-more", n=len(known) - MOST_LINES) if len(known) > MOST_LINES else ""
    if open_ones:
        first = next(iter(open_ones))
        text = told.plain("self-unanswered", n=len(open_ones))
        lines = (*lines, Told(text=text, to=f"ask-{first}" if first in scheme.criteria_by_id else ""))
    if lines:
        yield Group(title=title, lines=lines, more=more)


def _spoken_for(reason: Reason, reasons: Sequence[Reason], scheme: Scheme) -> bool:
    """Whether the criteria behind a line say it all: it is not known yet, or its measure has no words of its own."""
    behind = any(one.because_of == reason.name for one in reasons)
    measure = scheme.measures.get(reason.name)
    return behind and (reason.rule == "condition_unknown" or (measure is not None and measure.text is None))


def _text(reason: Reason, language: Language) -> str:
    return reason.sv if language == "sv" else reason.en


def _place(reason: Reason, scheme: Scheme) -> str:
    known = reason.name in scheme.criteria_by_id or reason.name in scheme.every_input
    return f"ask-{reason.name}" if known else ""
