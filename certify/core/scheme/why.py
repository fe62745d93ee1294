"""Why a worked case came out as it did: what stood in the way, or what was not known, in Swedish and in English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from certify.core.reasons import why_not
from certify.core.scheme.references import measure_names, moment_names
from certify.core.scheme.sentence import NOTHING, Pair
from certify.core.scheme.sentences import trying
from certify.core.scheme.terms import Name

if TYPE_CHECKING:
    from certify.core.errors import Refused
    from certify.core.outcome import Outcome
    from certify.core.scheme.evaluate import Evaluation
    from certify.core.scheme.model import Scheme

UNKNOWN = "unknown"
MOST_REASONS = 3
_BY_THE_LADDER = frozenset({"level", "incomplete", "reasons"})


def why(scheme: Scheme, name: str, found: tuple[str, ...], now: Evaluation, outcome: Outcome) -> Pair:
    """What led to what was found under an expected name; nothing where a plain figure says it all."""
    if name in _BY_THE_LADDER:
        return _because((reason.sv, reason.en) for reason in outcome.reasons)
    if name == "eligible" and scheme.eligible is not None:
        return _because((reason.sv, reason.en) for reason in why_not(scheme, now, scheme.eligible))
    unknown = tuple(unknown_behind(scheme, now, _rests_on(scheme, name))) if UNKNOWN in found else ()
    return trying.NOT_KNOWN.told(names=", ".join(unknown)) if unknown else NOTHING


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
        measure = scheme.measures.get(name)
        below = () if measure is None else tuple(measure_names(measure, scheme))
        if not any(_is_unknown(scheme, now, one) for one in below):
            yield name
        waiting += below


def _is_unknown(scheme: Scheme, now: Evaluation, name: str) -> bool:
    if name not in scheme.namespace.domains:
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
    if name in {"valid_from", "valid_to"}:
        term = (validity.for_.word,) if isinstance(validity.for_, Name) else ()
        return ("decision", *term, *(moment_names(validity.until) if validity.until is not None else ()))
    return (name,)


def _because(reasons: Iterable[Pair]) -> Pair:
    told = tuple(islice(reasons, MOST_REASONS))
    return (
        trying.BECAUSE.told(why=(" ".join(sv for sv, _ in told), " ".join(en for _, en in told))) if told else NOTHING
    )
