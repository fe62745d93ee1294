"""How long a certificate holds: one end and no more, what it is counted from, and a season that it can fill."""

from __future__ import annotations

from collections.abc import Iterator

from certify.core.scheme.check_comparison import check_moment, check_operand
from certify.core.scheme.check_context import Context
from certify.core.scheme.measure import Choose, Table
from certify.core.scheme.model import Scheme
from certify.core.scheme.process import Validity
from certify.core.scheme.read_scalars import Path
from certify.core.scheme.sentences import acting, naming
from certify.core.scheme.terms import EachYear, Earliest, Latest, Moment, Name, Operand, Period, Shifted

_VALIDITY = "validity"
# The most of each that lie within a year. No year has more working days than weekdays.
_WITHIN_A_YEAR = {"day": 366, "working day": 262, "week": 52, "month": 12, "year": 1}
# The days from which a term runs, as far as a season is concerned.
_BEGINNINGS = frozenset({"start", "decision", "former_end"})


def check_validity(context: Context) -> None:
    """Note every fault of the term, the last day, the season and the events."""
    validity = context.scheme.validity
    places = context.reader.places
    said = [key for key in ("for", "until", "open_ended") if (_VALIDITY, key) in places]
    known = (validity.for_, validity.until, validity.open_ended or None) != (None, None, None)
    if not said and not known and _VALIDITY not in context.reader.broken:
        context.fault((_VALIDITY,), acting.NO_END)
    if len(said) > 1:
        context.fault((_VALIDITY, said[1]), acting.TWO_ENDS, one=said[0], other=said[1])
    for key, term in (("for", validity.for_), ("renewed_for", validity.renewed_for)):
        if isinstance(term, Name):
            check_operand(context, (_VALIDITY, key), term, "period")
    for key, moment in (("until", validity.until), ("not_beyond", validity.not_beyond)):
        if moment is not None:
            check_moment(context, (_VALIDITY, key), moment)
    _check_what_ends_it(context)
    if validity.in_force is not None:
        for key, day in (("from", validity.in_force.from_), ("until", validity.in_force.until)):
            if not isinstance(day, EachYear):
                context.fault((_VALIDITY, "in_force", key), acting.SEASON_DAY)
        _check_within_a_season(context, validity)


def _check_what_ends_it(context: Context) -> None:
    for place, name in enumerate(context.scheme.validity.ends_on):
        path: Path = (_VALIDITY, "ends_on", place)
        if context.is_known(path, name, context.scheme.inputs, naming.NO_INPUT):
            entry = context.scheme.inputs[name]
            if entry.given_by != "event" or entry.type != "date":
                context.fault(path, acting.NO_EVENT, name=name)


def _check_within_a_season(context: Context, validity: Validity) -> None:
    """A certificate holds to the end of one season, within a year of the decision: nothing says more than that."""
    if validity.open_ended:
        context.fault((_VALIDITY, "open_ended"), acting.SEASON_WITHOUT_END)
    terms = {"for": validity.for_, "renewed_for": validity.renewed_for}
    beyond = [key for key, term in terms.items() if any(map(_is_beyond_a_year, _periods(context.scheme, term)))]
    moments = {"until": validity.until, "not_beyond": validity.not_beyond}
    beyond += [key for key, moment in moments.items() if moment is not None and _lies_beyond_a_year(moment)]
    for key in beyond:
        context.fault((_VALIDITY, key), acting.BEYOND_A_SEASON, key=key)


def _periods(scheme: Scheme, term: Operand | None) -> Iterator[Period]:
    """The periods that a term can be: itself, or what a table or a choice gives."""
    if isinstance(term, Period):
        yield term
    if isinstance(term, Name):
        measure = scheme.measures.get(term.word)
        given = measure.choose if isinstance(measure, Choose) else measure.rows if isinstance(measure, Table) else ()
        values = [one.value for one in given]
        values += [
            scheme.parameters[v.word].value for v in values if isinstance(v, Name) and v.word in scheme.parameters
        ]
        yield from (value for value in values if isinstance(value, Period))


def _is_beyond_a_year(period: Period) -> bool:
    return period.count > _WITHIN_A_YEAR[period.unit]


def _lies_beyond_a_year(moment: Moment) -> bool:
    """Whether a moment comes more than a year after the decision, or after the former end, whatever the days are."""
    match moment:
        case Shifted(period=Period() as period, direction="after", anchor=Name(word=word)):
            return word in _BEGINNINGS and _is_beyond_a_year(period)
        case Earliest():
            return all(map(_lies_beyond_a_year, moment.of))
        case Latest():
            return any(map(_lies_beyond_a_year, moment.of))
        case _:
            return False
