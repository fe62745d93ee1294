"""Words of the grammar that this version does not run yet. Using one is a fault; it is never passed over in silence."""

from __future__ import annotations

import msgspec

from certify.core.scheme import parts
from certify.core.scheme.model import Scheme

# By entry: keys that the grammar has and that nothing here runs.
KEYS: dict[type[msgspec.Struct], frozenset[str]] = {
    Scheme: frozenset({"base", "units", "section_levels", "profiles"}),
    parts.Input: frozenset({"choose", "weight"}),
    parts.CriterionEntry: frozenset({"activity", "highest", "weight", "per"}),
    parts.Section: frozenset({"per"}),
}
REDUCERS = frozenset({"weighted", "worst", "statistic"})
MEASURE_KEYS = frozenset({"per", "distinct", "lift", "out_of", "of", "zero_as"})
# Words that stand where a choice is asked for.
CHOICES = frozenset({"map", "table", "series", "series of dates"})
