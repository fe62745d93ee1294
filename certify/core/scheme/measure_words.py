"""Measures in words: how each named value is worked out, in Swedish and in English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, assert_never

from certify.core.scheme import measure as reducers
from certify.core.scheme.wording import in_a_sentence, pick

if TYPE_CHECKING:
    from certify.core.scheme.terms import Operand
    from certify.core.scheme.voice import Voice


def measure_in_words(voice: Voice, measure: reducers.Measure) -> str:
    """How a measure is worked out, in one sentence without its full stop."""
    said = _Words(voice).reducer(measure)
    return said if measure.per is None else f"{said}, {each(voice, measure.per)}"


def each(voice: Voice, name: str) -> str:
    """`för varje Brygga`: said of what has a value for each unit, row or section of that name."""
    called = voice.called(name)
    if name in voice.scheme.every_input:
        return voice.said(f"för varje rad i ”{called}”", f"for each row of “{called}”")
    within = in_a_sentence(called)
    return voice.said(f"för varje {within}", f"for each {within}")


class _Words:
    """What each reducer does, said by one voice."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._said = voice.said
        self._one = voice.value
        self._of = voice.selection

    def reducer(self, measure: reducers.Measure) -> str:  # noqa: C901, PLR0911, PLR0912  # one reducer each
        """What a measure does with its values."""
        match measure:
            case reducers.Count():
                return self._count(measure)
            case reducers.Share():
                of, which = self._of(measure.share), self._voice.compared(measure.is_, measure.share)
                return self._said(
                    f"hur stor del av {of} som har svaret {which}", f"the part of {of} with the answer {which}"
                )
            case reducers.Sum():
                return ", ".join(self._sum(measure))
            case reducers.Weighted():
                return "; ".join(self._weighted(measure))
            case reducers.Min():
                return self._said("det lägsta av ", "the lowest of ") + self._of(measure.min)
            case reducers.Max():
                return self._said("det högsta av ", "the highest of ") + self._of(measure.max)
            case reducers.Mean():
                said = self._said("medelvärdet av ", "the mean of ") + self._of(measure.mean)
                return said + self._rounded(measure.round)
            case reducers.Worst():
                return self._worst(measure)
            case reducers.Statistic():
                return ", ".join(self._statistic(measure)) + self._rounded(measure.round)
            case reducers.Table():
                return self._table(measure)
            case reducers.Choose():
                return "; ".join(self._cases(measure))
            case reducers.Holds():
                said = self._voice.condition(measure.holds)
                return self._said(f"ja om {said}, annars nej", f"yes if {said}, otherwise no")
            case reducers.DateOf():
                return self._voice.moment(measure.date)
            case reducers.Calculated():
                return formula_in_words(self._voice, measure.formula)
            case _:
                assert_never(measure)

    def _count(self, measure: reducers.Count) -> str:
        of = self._of(measure.count)
        if measure.is_ is None:
            if measure.distinct:
                return self._said(f"hur många olika svar {of} har", f"how many different answers {of} have")
            return self._said(f"hur många det finns av {of}", f"how many there are of {of}")
        which = self._voice.compared(measure.is_, measure.count)
        if measure.distinct:
            return self._said(
                f"hur många olika svar på {of} som är {which}", f"how many different answers to {of} are {which}"
            )
        return self._said(f"hur många av {of} som har svaret {which}", f"how many of {of} have the answer {which}")

    def _sum(self, measure: reducers.Sum) -> Iterator[str]:
        parts = [
            self._of((part.name,)) + ("" if part.up_to is None else f" ({self._at_most(part.up_to)})")
            for part in measure.sum
        ]
        yield self._said("summan av ", "the sum of ") + self._voice.listed(parts)
        if measure.at_most is not None:
            yield self._at_most(measure.at_most) + self._said(" i allt", " in all")

    def _weighted(self, measure: reducers.Weighted) -> Iterator[str]:
        of = self._of(measure.weighted)
        yield self._said(
            f"svaren på {of}, vart och ett som del av det högsta möjliga och efter sin vikt",
            f"the answers to {of}, each as part of the highest possible and by its weight",
        ) + self._rounded(measure.round)
        for name, weight in measure.weights.items():
            yield f"{self._voice.quoted(name)} {self._said('väger', 'weighs')} {self._one(weight)}"
        if measure.out_of is not None:
            best = self._one(measure.out_of)
            yield self._said(f"det bästa möjliga ger {best}", f"the best possible gives {best}")

    def _worst(self, measure: reducers.Worst) -> str:
        said = self._said("den lägsta graden av ", "the lowest grade of ") + self._of(measure.worst)
        lift = measure.lift
        if lift is None:
            return said
        better = self._voice.compared(lift.when_better)
        return said + self._said(
            f", höjd {lift.steps} steg när den del av svaren som är bättre är {better}",
            f", lifted by {lift.steps} when the part of the answers that is better is {better}",
        )

    def _statistic(self, measure: reducers.Statistic) -> Iterator[str]:
        name = pick(_STATISTICS[measure.statistic], self._voice.language)
        at = "" if measure.at is None else self._said(" vid ", " at ") + self._one(measure.at)
        of = "" if measure.statistic == "largest gap" else self._said(" av", " of")
        yield f"{name}{at}{of} {self._of(measure.of)}"
        if measure.from_ is not None:
            yield self._said("från ", "from ") + self._voice.moment(measure.from_)
        if measure.until is not None:
            yield self._said("till och med ", "until and including ") + self._voice.moment(measure.until)
        if measure.season is not None:
            season = self._voice.season(measure.season.from_, measure.season.until)
            yield self._said(f"bara under säsongen {season}", f"only within the season {season}")
        if measure.at_least > 1:
            yield self._said(f"av minst {measure.at_least} värden", f"of at least {measure.at_least} values")
        if measure.zero_as is not None:
            yield self._said("där noll räknas som ", "where zero counts as ") + self._one(measure.zero_as)

    def _table(self, measure: reducers.Table) -> str:
        of = (measure.table,)
        rows = (f"{self._voice.compared(row.comparison, of)} ger {self._one(row.value)}" for row in measure.rows)
        gives = "; ".join(row if self._voice.language == "sv" else row.replace(" ger ", " gives ", 1) for row in rows)
        name = self._voice.quoted(measure.table)
        return f"{self._said('efter', 'by')} {name}: {gives}"

    def _cases(self, measure: reducers.Choose) -> Iterator[str]:
        for case in measure.choose:
            value = self._one(case.value)
            if case.when is None:
                yield f"{self._said('annars', 'otherwise')} {value}"
            else:
                yield f"{value} {self._said('om', 'if')} {self._voice.condition(case.when)}"

    def _rounded(self, step: Operand | None) -> str:
        if step is None:
            return ""
        return self._said(f", avrundat till närmaste {self._one(step)}", f", rounded to the nearest {self._one(step)}")

    def _at_most(self, limit: Operand) -> str:
        return f"{self._said('högst', 'at most')} {self._one(limit)}"


_TOKEN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|\d+\.\d+|\*")
_FUNCTIONS = {
    "ceil": ("avrundat uppåt", "rounded up"),
    "floor": ("avrundat nedåt", "rounded down"),
    "round": ("avrundat", "rounded"),
    "sqrt": ("roten ur", "the root of"),
    "min": ("det lägsta av", "the lowest of"),
    "max": ("det högsta av", "the highest of"),
}


def formula_in_words(voice: Voice, formula: str) -> str:
    """Arithmetic with what its names are called, each in quotes: `”Poäng för energi” + ”Poäng för mat”`."""

    def said(token: re.Match[str]) -> str:
        found = token[0]
        if found == "*":
            return "\N{MULTIPLICATION SIGN}"
        if found[0].isdigit():
            return found.replace(".", voice.said(",", "."))
        calls = formula[token.end() :].lstrip().startswith("(")
        if found in _FUNCTIONS and calls:
            return f"{pick(_FUNCTIONS[found], voice.language)} "
        return voice.quoted(found)

    return _TOKEN.sub(said, " ".join(formula.split())).replace("  (", " (")


_STATISTICS = {
    "median": ("medianen", "the median"),
    "mean": ("medelvärdet", "the mean"),
    "lowest": ("det lägsta", "the lowest"),
    "highest": ("det högsta", "the highest"),
    "latest": ("det senaste", "the latest"),
    "geometric mean": ("det geometriska medelvärdet", "the geometric mean"),
    "standard deviation": ("standardavvikelsen", "the standard deviation"),
    "log-normal 90": ("90-percentilen enligt log-normalfördelning", "the 90th percentile by a log-normal distribution"),
    "log-normal 95": ("95-percentilen enligt log-normalfördelning", "the 95th percentile by a log-normal distribution"),
    "nearest rank": ("percentilen enligt närmaste rang", "the percentile by nearest rank"),
    "linear percentile": ("percentilen med rät linje mellan värdena", "the percentile along a straight line"),
    "hazen percentile": ("percentilen enligt Hazen", "the percentile by Hazen"),
    "number": ("antalet", "the number"),
    "largest gap": ("det längsta uppehållet i dagar mellan", "the longest gap in days between"),
}
