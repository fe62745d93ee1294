"""Which unit is behind a figure that takes units together: the one that keeps it from what is asked, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.core.scheme.comparing import on_a_line
from certify.core.scheme.measure import Max, Mean, Min, Worst
from certify.core.scheme.quantities import value_in_words
from certify.core.scheme.references import selection_of

if TYPE_CHECKING:
    from certify.core.scheme.evaluate import Evaluation
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.terms import Line

NOTHING = ""
_OF_UNITS = (Min, Max, Worst, Mean)
_DOWNWARDS = frozenset({"at_most", "less_than", "until", "before"})


def weakest(scheme: Scheme, now: Evaluation, line: Line, language: str) -> str:
    """` Lägst: Bryggan Norr, 9 lx.` after a line on a minimum, maximum, worst or mean of units; else nothing.

    Where no more than something is asked for, the highest is told. Of several alike the first is named. Where all are
    alike or one is unknown, none is.
    """
    measure = scheme.measures.get(line.name)
    if not isinstance(measure, _OF_UNITS) or measure.per is not None:
        return NOTHING
    taken = now.taken(selection_of(measure))
    units = [one for one in taken if one.place and scheme.namespace.many[one.name][-1] in scheme.units]
    ranked = [(on_a_line(scheme.namespace.domains[one.name], one.value), one) for one in units if one.value is not None]
    if len(ranked) < len(taken) or len({rank for rank, _ in ranked}) <= 1:
        return NOTHING
    downwards = line.comparison.relation in _DOWNWARDS
    one = (max if downwards else min)(ranked, key=lambda each: each[0])[1]
    which = ("Högst", "Highest") if downwards else ("Lägst", "Lowest")
    value = value_in_words(scheme, one.name, one.value or "", language)
    return f" {which[language != 'sv']}: {now.unit_called(one.place[-1], language)}, {value}."
