"""Measures in words: how each named value is worked out, in Swedish and in English."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, assert_never

from certify.core.scheme.logic import comparison_said, condition_in_words, operand_said, selection_in_words
from certify.core.scheme.measure import (
    Calculated,
    Choose,
    Count,
    DateOf,
    Holds,
    Max,
    Mean,
    Measure,
    Min,
    Share,
    Statistic,
    Sum,
    Table,
    Weighted,
    Worst,
)
from certify.core.scheme.saying import moment_in_words
from certify.core.scheme.wording import key_in_words, name_or_word, pick, value_in_words

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.terms import Operand


def measure_in_words(scheme: Scheme, measure: Measure, language: str) -> str:
    """How a measure is worked out, in one sentence without its full stop."""
    said = _Words(scheme, language).reducer(measure)
    if measure.per is None:
        return said
    return f"{said}, {key_in_words('per', language)} {value_in_words(scheme, measure.per, language)}"


class _Words:
    """The words of one scheme in one language."""

    def __init__(self, scheme: Scheme, language: str) -> None:
        self._scheme = scheme
        self._language = language

    def reducer(self, measure: Measure) -> str:  # noqa: C901, PLR0911, PLR0912  # one reducer each
        """What a measure does with its values."""
        match measure:
            case Count():
                return self._count(measure)
            case Share():
                of, which = self._of(measure.share), self._comparison(measure)
                return self._said(f"vilken del av {of} som är {which}", f"which part of {of} is {which}")
            case Sum():
                return "; ".join(self._sum(measure))
            case Weighted():
                return "; ".join(self._weighted(measure))
            case Min():
                return self._said("det lägsta av ", "the lowest of ") + self._of(measure.min)
            case Max():
                return self._said("det högsta av ", "the highest of ") + self._of(measure.max)
            case Mean():
                said = self._said("medelvärdet av ", "the mean of ") + self._of(measure.mean)
                return said + self._rounded(measure.round)
            case Worst():
                return self._worst(measure)
            case Statistic():
                return ", ".join(self._statistic(measure)) + self._rounded(measure.round)
            case Table():
                return self._table(measure)
            case Choose():
                return "; ".join(self._cases(measure))
            case Holds():
                said = condition_in_words(self._scheme, measure.holds, self._language)
                return self._said("om ", "whether ") + said
            case DateOf():
                return moment_in_words(measure.date, self._language)
            case Calculated():
                return measure.formula
            case _:
                assert_never(measure)

    def _count(self, measure: Count) -> str:
        of = self._of(measure.count)
        other = self._said("olika ", "different ") if measure.distinct else ""
        if measure.is_ is None:
            return self._said(f"hur många {other}av {of}", f"how many {other}of {of}")
        which = comparison_said(self._scheme, measure.is_, self._language)
        return self._said(f"hur många {other}av {of} som är {which}", f"how many {other}of {of} are {which}")

    def _comparison(self, measure: Share) -> str:
        return comparison_said(self._scheme, measure.is_, self._language)

    def _sum(self, measure: Sum) -> Iterator[str]:
        parts = [
            self._of((part.name,)) + ("" if part.up_to is None else f" ({self._at_most(part.up_to)})")
            for part in measure.sum
        ]
        yield self._said("summan av ", "the sum of ") + ", ".join(parts)
        if measure.at_most is not None:
            yield self._at_most(measure.at_most)

    def _weighted(self, measure: Weighted) -> Iterator[str]:
        of = self._of(measure.weighted)
        rounded = self._rounded(measure.round)
        yield self._said(
            f"{of}, vart och ett som del av sitt högsta och efter sin vikt{rounded}",
            f"{of}, each as part of its highest and by its weight{rounded}",
        )
        for name, weight in measure.weights.items():
            called = name_or_word(self._scheme, name, self._language)
            yield f"{called} {self._said('väger', 'weighs')} {self._one(weight)}"
        if measure.out_of is not None:
            yield f"{self._said('av', 'out of')} {self._one(measure.out_of)}"

    def _worst(self, measure: Worst) -> str:
        said = self._said("den lägsta graden av ", "the lowest grade of ") + self._of(measure.worst)
        lift = measure.lift
        if lift is None:
            return said
        better = comparison_said(self._scheme, lift.when_better, self._language)
        return said + self._said(
            f", höjd {lift.steps} steg när den del som är bättre är {better}",
            f", lifted by {lift.steps} when the part that is better is {better}",
        )

    def _statistic(self, measure: Statistic) -> Iterator[str]:
        name = pick(_STATISTICS[measure.statistic], self._language)
        at = "" if measure.at is None else f" {self._one(measure.at)}"
        yield f"{name}{at} {self._said('av', 'of')} {self._of(measure.of)}"
        for key, moment in (("from", measure.from_), ("until", measure.until)):
            if moment is not None:
                yield f"{key_in_words(key, self._language)} {moment_in_words(moment, self._language)}"
        if measure.season is not None:
            first, last = (moment_in_words(one, self._language) for one in (measure.season.from_, measure.season.until))
            yield self._said(f"under säsongen {first} till {last}", f"within the season {first} to {last}")
        if measure.at_least > 1:
            yield self._said(f"minst {measure.at_least} värden", f"at least {measure.at_least} values")
        if measure.zero_as is not None:
            yield self._said("noll räknas som ", "zero counts as ") + self._one(measure.zero_as)

    def _table(self, measure: Table) -> str:
        rows = (
            f"{comparison_said(self._scheme, row.comparison, self._language)}: {self._one(row.value)}"
            for row in measure.rows
        )
        name = name_or_word(self._scheme, measure.table, self._language)
        return f"{self._said('efter', 'by')} {name} – {'; '.join(rows)}"

    def _cases(self, measure: Choose) -> Iterator[str]:
        for case in measure.choose:
            value = self._one(case.value)
            if case.when is None:
                yield f"{self._said('annars', 'otherwise')} {value}"
            else:
                yield f"{value} {self._said('om', 'if')} {condition_in_words(self._scheme, case.when, self._language)}"

    def _rounded(self, step: Operand | None) -> str:
        return "" if step is None else f", {self._said('avrundat till', 'rounded to')} {self._one(step)}"

    def _at_most(self, limit: Operand) -> str:
        return f"{self._said('högst', 'at most')} {self._one(limit)}"

    def _of(self, selection: tuple[str, ...]) -> str:
        return selection_in_words(self._scheme, selection, self._language)

    def _one(self, operand: Operand) -> str:
        return operand_said(self._scheme, operand, self._language)

    def _said(self, sv: str, en: str) -> str:
        return pick((sv, en), self._language)


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
    "largest gap": ("det längsta uppehållet", "the largest gap"),
}
