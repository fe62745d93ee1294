"""Measures: what each reducer makes of the values that it takes together, exactly.

Unknown stays unknown: a count over something unknown is unknown. What does not apply is left out.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, assert_never

from certify.core.scheme import measure as reducers
from certify.core.scheme.calendar import season_in_year
from certify.core.scheme.comparing import MISSING, Comparing, Place
from certify.core.scheme.domains import NO, NOT_APPLICABLE, SHARE, YES, Domain, Value
from certify.core.scheme.formula import names_in, worked_out
from certify.core.scheme.references import selection_of
from certify.core.scheme.statistics import figure, to_step
from certify.core.scheme.terms import Comparison, EachYear, Name, Operand

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.process import Season


class One(NamedTuple):
    """One value of a selection: the name, the place at which it stands (none for the whole), and the value."""

    name: str
    place: Place
    value: Value | None


class Matched(NamedTuple):
    """One value of a selection, and whether it compares as was asked."""

    name: str
    place: Place
    value: Value | None
    matches: bool | None


class Reducing(Comparing):
    """Works out measures. `asked` are the criteria that the form asks about: the others do not exist here."""

    def __init__(self, scheme: Scheme, asked: Iterable[str], days: Mapping[str, date]) -> None:
        super().__init__(scheme, days)
        self._criteria = scheme.criteria_by_id
        self._not_asked = self._criteria.keys() - frozenset(asked)
        self._on: dict[str, dict[Place, date]] = {}
        self._gone: dict[tuple[str, Place], bool | None] = {}

    def measured(self, measure: reducers.Measure) -> Value | None:  # one reducer each
        """What a measure gives; None while something that it rests on is unknown.

        Where nothing of a unit or section applies, a measure of it does not apply either.
        """
        match measure:
            case reducers.Table():
                return self._looked_up(measure)
            case reducers.Choose():
                return self._chosen(measure)
            case reducers.Holds():
                holds = self.holds(measure.holds)
                return None if holds is None else (YES if holds else NO)
            case reducers.DateOf():
                return self.day(measure.date)
            case reducers.Calculated():
                numbers = self._numbers(names_in(measure.formula))
                return None if numbers is None else worked_out(measure.formula, numbers)
            case reducers.Sum():
                return self._sum(measure)
            case reducers.Count():
                return self._count(measure)
            case (
                reducers.Share()
                | reducers.Weighted()
                | reducers.Min()
                | reducers.Max()
                | reducers.Mean()
                | reducers.Worst()
                | reducers.Statistic()
            ):
                taken = self.taken(selection_of(measure))
                if not taken:
                    return NOT_APPLICABLE if self._at else None
                return None if any(one.value is None for one in taken) else self._together(measure, taken)
            case _:
                assert_never(measure)

    def _together(  # one reducer each
        self,
        measure: reducers.Share
        | reducers.Weighted
        | reducers.Min
        | reducers.Max
        | reducers.Mean
        | reducers.Worst
        | reducers.Statistic,
        taken: list[One],
    ) -> Value | None:
        values = [one.value for one in taken if one.value is not None]
        match measure:
            case reducers.Share():
                matching = [one.matches for one in self._matched(taken, measure.is_)]
                return None if None in matching else Fraction(matching.count(True), len(matching))
            case reducers.Weighted():
                return self._weighted(measure, taken)
            case reducers.Min():
                return _extreme(values, min)
            case reducers.Max():
                return _extreme(values, max)
            case reducers.Mean():
                numbers = _all_numbers(values)
                mean = None if numbers is None else sum(numbers, Fraction(0)) / len(numbers)
                return self._rounded(mean, measure.round)
            case reducers.Worst():
                return self._worst(measure.lift, self._domains[taken[0].name], values)
            case reducers.Statistic():
                return self._figure(measure, taken)
            case _:
                assert_never(measure)

    # What a selection takes together

    def taken(self, selection: tuple[str, ...]) -> list[One]:
        """The values of a selection that apply and that the form asks about, of what lies at this place."""
        found: list[One] = []
        for name in self.scheme.selected(selection):
            if name in self._spread:
                found += self._taken_along(name)
            elif name not in self._not_asked and self._has_here(name):
                value = self._values[name] if name in self._values else self.value(name)
                if value != NOT_APPLICABLE:
                    found.append(One(name, (), value))
        return found

    def _taken_along(self, name: str) -> Iterator[One]:
        """The values of a name that has many; those of a unit that leaves are not taken together with the rest."""
        if name in self._not_asked or not self._has_here(name):
            return
        along = self._many[name]
        shared = 0
        while shared < min(len(along), len(self._along)) and along[shared] == self._along[shared]:
            shared += 1
        here = self._at[:shared]
        leaving = [n for n in range(shared, len(along)) if self._can_leave(along[n])]
        for place, value in self._spread[name].items():
            if place[:shared] != here or value == NOT_APPLICABLE:
                continue
            gone = [self._leaves(along[: n + 1], place[: n + 1]) for n in leaving]
            if True not in gone:
                yield One(name, place, None if None in gone else value)

    def _has_here(self, name: str) -> bool:
        """Whether a criterion stands in the section that is looked at, where one is."""
        if not self._along or self._along[0] not in self.scheme.section_levels or name not in self._criteria:
            return True
        return self._at[0] in self._criteria[name].within

    def _can_leave(self, kind: str) -> bool:
        entry = self.scheme.units.get(kind)
        return entry is not None and entry.leaves_when is not None

    def _leaves(self, along: tuple[str, ...], place: Place) -> bool | None:
        """Whether a unit leaves the scope; None while that is unknown."""
        kind = self.scheme.units[along[-1]]
        if (along[-1], place) not in self._gone:
            leaves: bool | None = None
            if MISSING not in place:
                with self.within(along, place):
                    leaves = False if kind.leaves_when is None else self.holds(kind.leaves_when)
            self._gone[along[-1], place] = leaves
        return self._gone[along[-1], place]

    def matching(self, selection: tuple[str, ...], comparison: Comparison) -> list[Matched]:
        """Which of a selection compare like that, of those that apply."""
        return self._matched(self.taken(selection), comparison)

    def _matched(self, taken: list[One], comparison: Comparison) -> list[Matched]:
        tests: dict[int, Callable[[Value | None], bool | None]] = {}
        found = []
        for name, place, value in taken:
            domain = self._domains[name]
            test = tests.get(id(domain))
            if test is None:
                test = tests[id(domain)] = self.comparer(domain, comparison)
            found.append(Matched(name, place, value, test(value)))
        return found

    # The reducers

    def _count(self, measure: reducers.Count) -> Fraction | None:
        taken = self.taken(measure.count)
        if measure.is_ is None:
            values = [one.value for one in taken]
        else:
            matching = self._matched(taken, measure.is_)
            values = [None if one.matches is None else one.value for one in matching if one.matches is not False]
        if None in values:
            return None
        return Fraction(len(set(values)) if measure.distinct else len(values))

    def _numbers(self, names: Iterable[str]) -> dict[str, Fraction] | None:
        values = {name: self.value(name) for name in names}
        numbers = {name: value for name, value in values.items() if isinstance(value, Fraction)}
        return numbers if len(numbers) == len(values) else None

    def _sum(self, measure: reducers.Sum) -> Fraction | None:
        total = Fraction(0)
        for part in measure.sum:
            numbers = _all_numbers([one.value for one in self.taken((part.name,))])
            points = None if numbers is None else self._capped(sum(numbers, Fraction(0)), part.up_to)
            if points is None:
                return None
            total += points
        return self._capped(total, measure.at_most)

    def _capped(self, points: Fraction, limit: Operand | None) -> Fraction | None:
        if limit is None:
            return points
        cap = self.number(limit)
        return None if cap is None else min(points, cap)

    def _rounded(self, value: Fraction | None, step: Operand | None) -> Fraction | None:
        if value is None or step is None:
            return value
        size = self.number(step)
        return None if size is None or size <= 0 else to_step(value, size)

    def _weighted(self, measure: reducers.Weighted, taken: list[One]) -> Fraction | None:
        reached = weights = Fraction(0)
        for name, _, value in taken:
            part = part_of_highest(self._domains[name], value)
            weight = self._weight(measure, name)
            if part is None or weight is None:
                return None
            reached, weights = reached + part * weight, weights + weight
        most = Fraction(1) if measure.out_of is None else self.number(measure.out_of)
        if most is None or weights <= 0:
            return None
        return self._rounded(reached / weights * most, measure.round)

    def _weight(self, measure: reducers.Weighted, name: str) -> Fraction | None:
        if name in measure.weights:
            return self.number(measure.weights[name])
        entry = self._criteria.get(name) or self.scheme.every_input.get(name)
        return Fraction(1) if entry is None or entry.weight is None else entry.weight.value

    def _worst(self, lift: reducers.Lift | None, domain: Domain, values: list[Value]) -> Value | None:
        ranks = [domain.rank(str(value)) for value in values]
        worst = min(ranks)
        if lift is not None:
            better = Fraction(sum(rank > worst for rank in ranks), len(ranks))
            lifted = self.compares(better, SHARE, lift.when_better)
            if lifted is None:
                return None
            worst = min(worst + lift.steps, max(ranks)) if lifted else worst
        return domain.words[len(domain.words) - 1 - worst]

    def _figure(self, measure: reducers.Statistic, taken: list[One]) -> Fraction | None:
        dated = self._picked(measure, taken)
        if dated is None or len(dated) < measure.at_least:
            return None
        if measure.statistic == "largest gap":
            return self._largest_gap(measure, [day for day, _ in dated])
        if measure.statistic == "number":
            return Fraction(len(dated))
        if measure.statistic == "latest":
            if not dated or any(day is None for day, _ in dated):
                return None
            last = max(day for day, _ in dated if day is not None)
            dated = [(day, value) for day, value in dated if day == last]
        numbers = _all_numbers([value for _, value in dated])
        zero = None if measure.zero_as is None else self.number(measure.zero_as)
        if numbers is None or (measure.zero_as is not None and zero is None):
            return None
        at = None if measure.at is None else self.number(measure.at)
        counted = [zero if number == 0 and zero is not None else number for number in numbers]
        name = "lowest" if measure.statistic == "latest" else measure.statistic
        return self._rounded(figure(name, counted, at), measure.round)

    def _picked(self, measure: reducers.Statistic, taken: list[One]) -> list[tuple[date | None, Value | None]] | None:
        """The values that count, each with its day; None where it is not known which ones do."""
        dated = [(self._on.get(name, {}).get(place), value) for name, place, value in taken]
        for limit, early in ((measure.from_, True), (measure.until, False)):
            day = None if limit is None else self.day(limit)
            if limit is not None and (day is None or any(on is None for on, _ in dated)):
                return None
            if day is not None:
                dated = [(on, value) for on, value in dated if on is not None and (on >= day if early else on <= day)]
        season = measure.season
        if season is None:
            return dated
        known = all(on is not None for on, _ in dated)
        return [(on, value) for on, value in dated if on is not None and in_season(on, season)] if known else None

    def _largest_gap(self, measure: reducers.Statistic, days: list[date | None]) -> Fraction | None:
        known = [day for day in days if day is not None]
        limits = [day for limit in (measure.from_, measure.until) if limit is not None and (day := self.day(limit))]
        ranked = sorted((*known, *limits))
        if len(known) < len(days) or len(ranked) < 2:  # a gap lies between two
            return None
        return Fraction(max((late - early).days for early, late in itertools.pairwise(ranked)))

    def _looked_up(self, measure: reducers.Table) -> Value | None:
        value, domain = self.value(measure.table), self._domains[measure.table]
        for row in measure.rows:
            compares = self.compares(value, domain, row.comparison)
            if compares is None:
                return None
            if compares:
                return self._given(row.value)
        return None

    def _chosen(self, measure: reducers.Choose) -> Value | None:
        for case in measure.choose:
            holds = True if case.when is None else self.holds(case.when)
            if holds is None:
                return None
            if holds:
                return self._given(case.value)
        return None

    def _given(self, operand: Operand) -> Value | None:
        """The value that a row or a case gives: a bare word is a name if there is one, else a word."""
        if isinstance(operand, Name) and operand.word not in self._domains:
            return operand.word
        return self._operand(operand)


def part_of_highest(domain: Domain, value: Value | None) -> Fraction | None:
    """A value as part of the highest that it could be, from 0 to 1; None where that is not said.

    Yes is all and no nothing. A grade that is a number is part of the best; another goes by its place on the scale.
    """
    if isinstance(value, Fraction):
        highest = domain.highest if domain.highest is not None else (Fraction(1) if domain.percent else None)
        return None if not highest else value / highest
    if domain.kind == "grade" and isinstance(value, str) and value in domain.words:
        if all(word.isdecimal() for word in domain.words) and int(domain.words[0]):
            return Fraction(int(value), int(domain.words[0]))
        steps = len(domain.words) - 1
        return Fraction(domain.rank(value), steps) if steps else Fraction(1)
    return {YES: Fraction(1), NO: Fraction(0)}.get(value) if isinstance(value, str) else None


def in_season(day: date, season: Season) -> bool:
    """Whether a day lies within the part of the year; it may cross New Year."""
    begins, ends = season.from_, season.until
    if not isinstance(begins, EachYear) or not isinstance(ends, EachYear):
        return False
    first, last = season_in_year(begins, ends, day.year)
    return first <= day <= last if first <= last else day >= first or day <= last


def _extreme(values: list[Value], pick: Callable[..., Value]) -> Value:
    return pick(values)


def _all_numbers(values: Iterable[Value | None]) -> list[Fraction] | None:
    several = list(values)
    numbers = [value for value in several if isinstance(value, Fraction)]
    return numbers if len(numbers) == len(several) else None
