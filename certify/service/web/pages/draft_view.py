"""A draft as its writers see it: chapters with what is done and what is missing, and the one thing to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from certify.core.applying import not_applying
from certify.core.findings import NOTHING_FOUND
from certify.core.fitting import applies, fitting
from certify.core.outcome import Dates, evaluation
from certify.core.scheme.clocks import local_day
from certify.core.scheme.domains import NOT_APPLICABLE
from certify.service.web import drafting
from certify.service.web.pages.chapters import Chapter, Line, chapters
from certify.service.web.problems import not_found

if TYPE_CHECKING:
    from datetime import datetime

    from certify.core.scheme.evaluate import Evaluation
    from certify.core.scheme.model import Scheme
    from certify.service.web.access import Principal
    from certify.service.web.drafting import Checked, Draft, Lack
    from certify.service.web.wired import Wired


class DraftView(msgspec.Struct, frozen=True, kw_only=True):
    """A draft. `faults` keep it from being handed in; `gaps` do not, but an assessor would miss what they name.

    `about` are the faults that belong to no criterion: the organisation, the area and the facts that are asked for.
    `suits` is False where what is said rules the chosen profile out; `fits` are the titles of the profiles for it.
    """

    draft: Draft
    scheme: Scheme
    chapters: tuple[Chapter, ...]
    about: tuple[Lack, ...]
    faults: dict[str, tuple[Lack, ...]]
    gaps: dict[str, tuple[Lack, ...]]
    inputs: tuple[str, ...]
    suits: bool = True
    fits: tuple[dict[str, str], ...] = ()

    @property
    def called(self) -> dict[str, dict[str, str]]:
        """What each unit and each kind of units is called by the scheme, by language; else as it was named."""
        found: dict[str, dict[str, str]] = {kind: dict(entry.title) for kind, entry in self.scheme.units.items()}
        for kind, several in self.draft.dossier.units.items():
            fixed = self.scheme.units[kind].fixed if kind in self.scheme.units else {}
            found |= {one.id: dict(fixed.get(one.id) or {"": one.name or one.id}) for one in several}
        return found

    @property
    def ready(self) -> bool:
        """Whether nothing keeps the draft from being handed in."""
        return not self.about and not self.faults

    @property
    def first_lacking(self) -> Chapter | None:
        """The first chapter in which something keeps the draft from being handed in."""
        return next((c for c in self.chapters if any(line.criterion.id in self.faults for line in c.lines)), None)

    @property
    def open_gaps(self) -> bool:
        """Whether anything is lacking under a criterion that is answered."""
        return bool(self.gaps.keys() - self.faults.keys())

    @property
    def lacks(self) -> int:
        """How many things keep it from being handed in."""
        return len(self.about) + sum(len(found) for found in self.faults.values())

    @property
    def notches(self) -> tuple[tuple[str, ...], ...]:
        """Every notch, in groups by chapter."""
        return tuple(tuple(line.notch for line in chapter.lines) for chapter in self.chapters)

    def chapter(self, id_: str) -> Chapter:
        """A chapter by its id. Raises the problem `not-found`."""
        for chapter in self.chapters:
            if chapter.id == id_:
                return chapter
        raise not_found()

    def after(self, id_: str) -> Chapter | None:
        """The chapter that follows; None after the last one."""
        ids = [chapter.id for chapter in self.chapters]
        place = ids.index(id_) + 1
        return self.chapters[place] if place < len(ids) else None


async def draft_view(here: Wired, principal: Principal, id_: str) -> DraftView:
    """Everything for the pages of a draft. Raises the problem `not-found` where it is another organisation's."""
    draft = await drafting.show(here, principal, id_)
    scheme = await drafting.scheme_of(here, principal, draft)
    return view_of(draft, scheme, await drafting.check(here, principal, id_), here.clock())


def view_of(draft: Draft, scheme: Scheme, checked: Checked, now: datetime) -> DraftView:
    """A draft with what was found in it. Pure."""
    labels = {item.id: item.criteria for item in draft.dossier.evidence}
    asked = {criterion.id for criterion in scheme.criteria_of(draft.form)}
    faults, rest = _by_criterion(checked.faults, labels, asked)
    gaps, _ = _by_criterion(checked.gaps, labels, asked)
    known = _known(draft, scheme, now)
    answered = chapters(scheme, draft.form, draft.dossier, {}, not_applying(asked, known), assessed=False)
    others = tuple(id_ for id_ in fitting(scheme, known) if id_ != scheme.profile)
    return DraftView(
        draft=draft,
        scheme=scheme,
        chapters=tuple(_told(chapter, faults, gaps, scheme) for chapter in answered),
        about=tuple(rest),
        faults=faults,
        gaps=gaps,
        inputs=_inputs(scheme, known),
        suits=applies(scheme, known) is not False,
        fits=tuple(dict(scheme.profiles[id_].title) for id_ in others),
    )


def _by_criterion(
    lacks: tuple[Lack, ...], labels: dict[str, tuple[str, ...]], asked: set[str]
) -> tuple[dict[str, tuple[Lack, ...]], list[Lack]]:
    """What is lacking by criterion, a thing about an attachment under its first label; and what belongs to none."""
    found: dict[str, tuple[Lack, ...]] = {}
    rest: list[Lack] = []
    for lack in lacks:
        under = [lack.criterion] if lack.criterion else list(labels.get(lack.item or "", ()))
        place = next((id_ for id_ in under if id_ in asked), None)
        if place is None:
            rest.append(lack)
        else:
            found[place] = (*found.get(place, ()), lack)
    return found, rest


def _known(draft: Draft, scheme: Scheme, now: datetime) -> Evaluation:
    """What every name is worth, by what the applicant says alone."""
    dates = Dates(today=local_day(now, scheme))
    return evaluation(scheme, draft.dossier, NOTHING_FOUND, form=draft.form, dates=dates)


def _inputs(scheme: Scheme, known: Evaluation) -> tuple[str, ...]:
    """The facts that the applicant gives and that apply with what is known."""
    return tuple(
        name
        for name, entry in scheme.inputs.items()
        if entry.given_by == "applicant" and known.value(name) != NOT_APPLICABLE
    )


def _told(
    chapter: Chapter, faults: dict[str, tuple[Lack, ...]], gaps: dict[str, tuple[Lack, ...]], scheme: Scheme
) -> Chapter:
    """A chapter with the notches and the state of a draft: done, begun, or something amiss."""
    lines = tuple(_line(line, faults, gaps) for line in chapter.lines)
    lacking = sum(line.criterion.id in faults for line in lines)
    amiss = sum(line.notch == "odd" for line in lines)
    begun = any(line.answered for line in lines)
    required = [line for line in lines if line.applies and line.criterion.binding == scheme.bindings[0]]
    sign, tone, state, count = "valid", "good", "draft-done", len(required)
    if not any(line.applies for line in lines):
        sign, tone, state = chapter.sign, chapter.tone, chapter.state
    elif lacking and begun:
        sign, tone, state, count = "half", "begun", "draft-begun", lacking
    elif lacking:
        sign, tone, state, count = "empty", "quiet", "draft-none", lacking
    elif amiss:
        sign, tone, state, count = "false", "wait", "draft-gaps", amiss
    elif not begun and not required:
        sign, tone, state, count = "empty", "quiet", "draft-voluntary", len(lines)
    return msgspec.structs.replace(chapter, lines=lines, sign=sign, tone=tone, state=state, count=count)


def _line(line: Line, faults: dict[str, tuple[Lack, ...]], gaps: dict[str, tuple[Lack, ...]]) -> Line:
    id_ = line.criterion.id
    if not line.applies:
        return line
    if not line.answered or id_ in faults:
        return msgspec.structs.replace(line, notch="open")
    return msgspec.structs.replace(line, notch="odd" if id_ in gaps else "full")
