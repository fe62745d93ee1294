"""What a criterion counts for: which rules turn on it, so that nothing is called harmless advice that decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

import msgspec

from certify.core.scheme.references import condition_names, rested_on
from certify.core.scheme.wording import in_a_sentence, in_text, pick

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.terms import Condition

MOST_NAMED = 5  # criteria in one sentence, before they are only counted


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that can refuse or lower the level, and each name that it rests on. `of` is a level or a kind of unit."""

    kind: Literal["eligible", "requires", "level", "unit", "renewal"]
    of: str = ""
    names: frozenset[str]


def rules_with(scheme: Scheme) -> tuple[Rule, ...]:
    """Every such rule of the scheme; a criterion's own condition counts with it, since it makes it ask for more."""
    ladder = scheme.outcome
    found: list[Rule] = []
    if scheme.eligible is not None:
        found.append(Rule(kind="eligible", names=_reach(scheme, scheme.eligible)))
    if ladder.requires is not None:
        found.append(Rule(kind="requires", names=_reach(scheme, ladder.requires)))
    found += [Rule(kind="level", of=level.id, names=_reach(scheme, level.when)) for level in ladder.levels]
    for kind, entry in scheme.units.items():
        names = _reach(scheme, entry.eligible) | _reach(scheme, entry.leaves_when)
        found.append(Rule(kind="unit", of=kind, names=names))
    if scheme.renewal is not None:
        found.append(Rule(kind="renewal", names=_reach(scheme, scheme.renewal.requires)))
    return tuple(found)


def _reach(scheme: Scheme, condition: Condition | None) -> frozenset[str]:
    reached: set[str] = set()
    waiting = [*condition_names(condition)]
    while waiting:
        fresh = rested_on(scheme, waiting) - reached
        reached |= fresh
        waiting = [name for one in fresh for name in _asked_if(scheme, one)]
    return frozenset(reached)


def _asked_if(scheme: Scheme, name: str) -> Iterator[str]:
    """What decides whether this is asked at all, and what proposes its answer."""
    criterion, entry = scheme.criteria_by_id.get(name), scheme.every_input.get(name)
    if criterion is not None:
        yield from condition_names(criterion.applies)
        yield from (criterion.proposed_by,) if criterion.proposed_by else ()
    if entry is not None:
        yield from condition_names(entry.applies)


def counted_for(scheme: Scheme, criteria: Iterable[str], language: str) -> tuple[str, ...]:
    """Each rule that turns on one of these criteria: `för nivån Guld`, `for every level`."""
    asked = frozenset(criteria)
    return tuple(_called(scheme, rule, language) for rule in scheme.rules if not asked.isdisjoint(rule.names))


def _called(scheme: Scheme, rule: Rule, language: str) -> str:
    match rule.kind:
        case "level":
            title = in_text(scheme.level(rule.of).title, language)
            return pick((f"för nivån {title}", f"for the level {title}"), language)
        case "unit":
            kind = in_a_sentence(in_text(scheme.units[rule.of].title, language))
            return pick((f"för vilka som är med av slaget {kind}", f"for which of the kind {kind} are in"), language)
        case _:
            return pick(_RULES[rule.kind], language)


_RULES = {
    "eligible": ("för att ansökan ska tas in", "for the application to be taken in"),
    "requires": ("för varje nivå", "for every level"),
    "renewal": ("för förnyelse", "for renewal"),
}


def not_followed(scheme: Scheme, criterion: str, language: str) -> str:
    """What follows where a criterion that only advises is not met: nothing, or what it counts for."""
    counted = counted_for(scheme, (criterion,), language)
    if not counted:
        return pick(("Det hindrar inte.", "That stops nothing."), language)
    return pick(("Det räknas ", "That counts "), language) + f"{_listed(counted, language)}."


def advice_in_words(scheme: Scheme, binding: str, language: str) -> str:
    """What a criterion of a binding that is not the strictest can lead to, as this scheme counts it."""
    own = [criterion.id for criterion in scheme.criteria if criterion.binding == binding]
    counting = [name for name in own if counted_for(scheme, (name,), language)]
    if not counting:
        return pick(
            (
                "råd. Ingen nivå och inget annat villkor beror av det, så det leder aldrig ensamt till avslag",
                "advice. No level and no other condition turns on it, so that it alone never leads to refusal",
            ),
            language,
        ) + _but_graded(scheme, language)
    counted = _listed(counted_for(scheme, counting, language), language)
    can = pick(("och kan leda till avslag eller till en lägre nivå", "and can lead to refusal or to a lower level"),
               language)  # fmt: skip
    if len(counting) == len(own):
        return pick((f"råd, men det räknas {counted}, {can}.", f"advice, but it counts {counted}, {can}."), language)
    named = (
        _listed(counting, language)
        if len(counting) <= MOST_NAMED
        else pick((f"{len(counting)} av {len(own)}", f"{len(counting)} of {len(own)}"), language)
    )
    return pick(
        (
            f"råd. {named} räknas {counted}, {can}. Annars leder det aldrig ensamt till avslag",
            (
                f"advice. {named} {'counts' if len(counting) == 1 else 'count'} {counted}, {can}. "
                "Otherwise it alone never leads to refusal"
            ),
        ),
        language,
    ) + _but_graded(scheme, language)


def _but_graded(scheme: Scheme, language: str) -> str:
    """An assessor may grade what is found at any criterion, and some grades stop the decision."""
    if not any(entry.blocks for entry in scheme.nonconformities.values()):
        return "."
    return pick(
        (
            ", om inte den som bedömer anger en avvikelse som hindrar beslutet.",
            ", unless whoever assesses grades it as a nonconformity that stops the decision.",
        ),
        language,
    )


def _listed(parts: Iterable[str], language: str) -> str:
    *most, last = parts
    return f"{', '.join(most)} {pick(('och', 'and'), language)} {last}" if most else last
