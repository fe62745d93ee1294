"""Why a worked case came out as it did: what stood in the way, or what was not known, in Swedish and in English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from certify.core.reasons import Reason, why_not
from certify.core.scheme.references import measure_names, moment_names
from certify.core.scheme.sentence import NOTHING, Pair
from certify.core.scheme.sentences import trying
from certify.core.scheme.terms import BUILT_IN_MOMENTS, Name

if TYPE_CHECKING:
    from certify.core.errors import Refused
    from certify.core.outcome import Outcome
    from certify.core.scheme.evaluate import Evaluation
    from certify.core.scheme.model import Scheme

UNKNOWN = "unknown"
MOST_REASONS = 3
_DUE = "due"
_TERM = frozenset({"valid_from", "valid_to"})
_BY_THE_LADDER = frozenset({"level", "incomplete", "reasons"})


def why(scheme: Scheme, name: str, found: tuple[str, ...], now: Evaluation, outcome: Outcome) -> Pair:
    """What led to what was found, and which days nobody has given; nothing where a plain figure says it all."""
    if name in _BY_THE_LADDER:
        return _by_reasons(scheme, now, outcome.reasons)
    if name == "eligible" and scheme.eligible is not None:
        return _by_reasons(scheme, now, tuple(why_not(scheme, now, scheme.eligible)))
    if name == _DUE and len(found) == 1:
        return _not_known(unknown_behind(scheme, now, ("decision", *_rests_on(scheme, found[0]))))
    if UNKNOWN not in found:
        return NOTHING
    unknown = tuple(unknown_behind(scheme, now, _rests_on(scheme, name)))
    return trying.NO_TERM.told() if name in _TERM and not unknown else _not_known(unknown)


def _not_known(unknown: Iterable[str]) -> Pair:
    """The names that nobody has said, and the days that nobody has given."""
    names = tuple(unknown)
    others = [name for name in names if name not in BUILT_IN_MOMENTS]
    return _with_days(trying.NOT_KNOWN.told(names=", ".join(others)) if others else NOTHING, names)


def _by_reasons(scheme: Scheme, now: Evaluation, reasons: tuple[Reason, ...]) -> Pair:
    """The first reasons, and the days that are missing behind any of them."""
    names = dict.fromkeys(name for reason in reasons for name in (reason.name, reason.because_of) if name is not None)
    said = _because((reason.sv, reason.en) for reason in reasons)
    return _with_days(said, unknown_behind(scheme, now, names))


def _with_days(said: Pair, unknown: Iterable[str]) -> Pair:
    """What was said, with the days among what is unknown: a worked case says them itself."""
    days = ", ".join(name for name in unknown if name in BUILT_IN_MOMENTS)
    if not days:
        return said
    missing = trying.NO_DAY.told(names=days)
    return trying.BECAUSE.told(why=missing) if said == NOTHING else trying.AND_ALSO.told(said=said, more=missing)


def why_refused(refused: Refused | None) -> Pair:
    """What the rule that stood in the way says, and of which criteria and units; or that none did."""
    if refused is None:
        return trying.WENT_THROUGH
    sv, en = (f"{refused.text(language)} {refused.about(language)}".rstrip() for language in ("sv", "en"))
    return _because([(sv, en)])


def unknown_behind(scheme: Scheme, now: Evaluation, names: Iterable[str]) -> Iterator[str]:
    """What nobody has said, of all that these names rest on; a measure where everything below it is known."""
    waiting, seen = [*names], set[str]()
    while waiting:
        name = waiting.pop(0)
        if name in seen or not _is_unknown(scheme, now, name):
            continue
        seen.add(name)
        below = tuple(_below(scheme, name))
        if not any(_is_unknown(scheme, now, one) for one in below):
            yield name
        waiting += below


def _below(scheme: Scheme, name: str) -> Iterator[str]:
    """What settles a name: of a measure what it rests on, of a criterion what proposes it, of an activity its time."""
    measure, criterion = scheme.measures.get(name), scheme.criteria_by_id.get(name)
    activity = scheme.activities_by_id.get(name)
    if measure is not None:
        yield from measure_names(measure, scheme)
    if criterion is not None and criterion.proposed_by is not None:
        yield criterion.proposed_by
    if activity is not None and activity.within is not None and name not in BUILT_IN_MOMENTS:
        yield from moment_names(activity.within)


def _is_unknown(scheme: Scheme, now: Evaluation, name: str) -> bool:
    if name not in scheme.namespace.domains and name not in scheme.activities_by_id:
        return False  # a word that is a value
    if name in scheme.namespace.many:
        return None in now.spread(name).values()
    return now.value(name) is None


def _rests_on(scheme: Scheme, name: str) -> tuple[str, ...]:
    """The names that settle a day of the process; the name itself for any other."""
    activity, validity = scheme.activities_by_id.get(name), scheme.validity
    if activity is not None:
        return () if activity.within is None else tuple(moment_names(activity.within))
    if name in scheme.nonconformities:
        return ("raised",)
    if name in _TERM:
        term = (validity.for_.word,) if isinstance(validity.for_, Name) else ()
        moments = [moment for moment in (validity.until, validity.not_beyond) if moment is not None]
        return ("decision", *term, *(name for moment in moments for name in moment_names(moment)))
    return (name,)


def _because(reasons: Iterable[Pair]) -> Pair:
    told = tuple(islice(reasons, MOST_REASONS))
    return (
        trying.BECAUSE.told(why=(" ".join(sv for sv, _ in told), " ".join(en for _, en in told))) if told else NOTHING
    )
