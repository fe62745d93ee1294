"""A scheme's chapters with what is known under each criterion: answers, evidence, findings, and one notch for each.

Pure. The same lines serve the applicant, the assessor and whoever decides; what a reader may not see is not handed in.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import msgspec

from certify.core.dossier import Answer, Unit
from certify.core.findings import Finding
from certify.core.scheme.domains import NO, NOT_APPLICABLE, written
from certify.core.scheme.parts import Criterion
from certify.service.web.pages.evidence_view import Paper, papers_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from certify.core.applying import Subject
    from certify.core.dossier import Dossier
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.parts import Section

# How a notch looks: filled, open, open in ochre (advice was not followed, or something is amiss), open in red, a stroke
# (it does not apply).
Notch = Literal["full", "open", "odd", "not", "apart"]


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A finding and who made it; nobody's name where it is the intake's."""

    finding: Finding
    by: str = ""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One criterion with all that is known under it; `units` are those that it is judged for one by one.

    `apart` are the units that it does not apply to; where it applies to nothing at all its notch says so.
    """

    criterion: Criterion
    answer: Answer | None
    papers: tuple[Paper, ...]
    findings: tuple[Said, ...]
    notch: Notch
    units: tuple[Unit, ...] = ()
    apart: tuple[Unit, ...] = ()

    @property
    def applies(self) -> bool:
        """Whether it is asked at all."""
        return self.notch != "apart"

    @property
    def answered(self) -> bool:
        """Whether there is an answer at all, in words, confirmed as unchanged, or as evidence; of each unit."""
        if self.units:
            return bool(self.papers) or all(_is_answer(unit.answers.get(self.criterion.id)) for unit in self.units)
        return bool(self.papers) or _is_answer(self.answer)


def _is_answer(answer: Answer | None) -> bool:
    return answer is not None and (answer.unchanged or bool(answer.text.strip()))


class Chapter(msgspec.Struct, frozen=True, kw_only=True):
    """A chapter: its lines, and its state as sign, tone and the id of a message with two figures."""

    id: str
    numeral: str
    title: dict[str, str]
    lines: tuple[Line, ...]
    sign: str
    tone: str
    state: str
    count: int | str
    of: int | str


def numeral(scheme: Scheme, id_: str) -> str:
    """What a chapter's id says besides what all of them say: 4 of QM-4."""
    first = scheme.sections[0].id
    shared = first[: first.rfind("-") + 1]
    alike = bool(shared) and all(section.id.startswith(shared) for section in scheme.sections)
    return id_.removeprefix(shared) if alike else id_


def chapters(
    scheme: Scheme,
    form: str,
    dossier: Dossier | None,
    findings: dict[str, tuple[Said, ...]],
    apart: frozenset[Subject],
    *,
    assessed: bool,
) -> tuple[Chapter, ...]:
    """Every chapter that the form asks about. `assessed`: the notches count what is met, otherwise what is answered.

    `apart` is what does not apply: it is shown as that, and counted nowhere.
    """
    papers = papers_of(dossier.evidence) if dossier is not None else ()
    found = []
    for section in scheme.sections:
        lines = tuple(
            _line(scheme, criterion, dossier, papers, findings.get(criterion.id, ()), apart, assessed=assessed)
            for criterion in scheme.criteria_of(form)
            if criterion.within[:1] == (section.id,)
        )
        if lines:
            found.append(_chapter(scheme, section, lines, assessed=assessed))
    return tuple(found)


def _line(
    scheme: Scheme,
    criterion: Criterion,
    dossier: Dossier | None,
    papers: tuple[Paper, ...],
    findings: tuple[Said, ...],
    apart: frozenset[Subject],
    *,
    assessed: bool,
) -> Line:
    found = tuple(said for said in findings if (criterion.id, said.finding.unit) not in apart)
    every = dossier.units.get(criterion.per or "", ()) if dossier is not None else ()
    units = tuple(unit for unit in every if (criterion.id, unit.id) not in apart)
    line = Line(
        criterion=criterion,
        answer=dossier.answers.get(criterion.id) if dossier is not None else None,
        papers=tuple(paper for paper in papers if criterion.id in paper.criteria),
        findings=found,
        notch="open",
        units=units,
        apart=tuple(unit for unit in every if unit not in units),
    )
    notch: Notch = "full" if line.answered else "open"
    if (criterion.id, None) in apart or (every and not units):
        notch = "apart"
    elif assessed:
        notch = notch_of((said.finding.value for said in found), mandatory=criterion.binding == scheme.bindings[0])
    return msgspec.structs.replace(line, notch=notch)


def notch_of(values: Iterable[str], *, mandatory: bool) -> Notch:
    """The notch of a criterion by its findings: the worst of them counts."""
    all_values = tuple(values)
    if NO in all_values:
        return "not" if mandatory else "odd"
    return "full" if all_values else "open"


def _chapter(scheme: Scheme, section: Section, lines: tuple[Line, ...], *, assessed: bool) -> Chapter:
    asked = tuple(line for line in lines if line.applies)
    count = {notch: sum(line.notch == notch for line in asked) for notch in ("full", "open", "odd", "not")}
    of: int | str = len(asked)
    shown: int | str
    if not asked:
        sign, tone, state, shown = "dash", "quiet", "chapter-apart", 0
    elif not assessed:
        sign, tone, state = ("empty", "quiet", "chapter-none")
        if count["full"] == of:
            sign, tone, state = ("valid", "good", "chapter-answered")
        elif count["full"]:
            sign, tone, state = ("half", "begun", "chapter-some")
        shown = count["full"]
    elif count["not"]:
        sign, tone, state, shown = "no", "bad", "chapter-not-met", count["not"]
    elif count["open"]:
        sign, tone, state, shown = "half" if count["full"] else "empty", "quiet", "chapter-not-assessed", count["open"]
    elif count["odd"]:
        sign, tone, state, shown = "false", "wait", "chapter-advice", count["odd"]
    else:
        sign, tone, state, shown = "valid", "good", "chapter-met", count["full"]
        if not all(line.criterion.answer.startswith("yes_no") for line in asked):
            tone, state = "quiet", "chapter-assessed"
        points = _points(scheme, asked)
        if points is not None:
            state, shown, of = "chapter-points", *points
    return Chapter(
        id=section.id,
        numeral=numeral(scheme, section.id),
        title=dict(section.title),
        lines=lines,
        sign=sign,
        tone=tone,
        state=state,
        count=shown,
        of=of,
    )


def _points(scheme: Scheme, lines: tuple[Line, ...]) -> tuple[int | str, int | str] | None:
    """The points of a chapter and the most that there are; None where anything else is found in it, or found twice."""
    found, most = Fraction(0), Fraction(0)
    for line in lines:
        value = scheme.answer_domain(line.criterion).read(line.findings[0].finding.value)
        highest = line.criterion.highest
        if line.criterion.answer == "percent" or highest is None or not isinstance(value, Fraction):
            return None
        if len(line.findings) > 1:
            return None
        found, most = found + value, most + highest.value
    return _figure(found), _figure(most)


def _figure(value: Fraction) -> int | str:
    return int(value) if value.denominator == 1 else written(value)


def tally(found: tuple[Chapter, ...]) -> tuple[int, int]:
    """How many notches are filled, and how many there are of what applies."""
    lines = [line for chapter in found for line in chapter.lines if line.applies]
    return sum(line.notch == "full" for line in lines), len(lines)


def value_words(value: str) -> str:
    """The id of the message for a finding's value; empty for a grade or a number, which say themselves."""
    return f"value-{value}" if value in {"yes", NO, NOT_APPLICABLE} else ""
