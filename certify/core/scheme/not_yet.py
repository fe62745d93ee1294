"""Words of the grammar that this version does not run yet. Using one is a fault; it is never passed over in silence."""

from __future__ import annotations

import msgspec

from certify.core.scheme import parts
from certify.core.scheme.model import Scheme

# By entry: keys that the grammar has and that nothing here runs.
KEYS: dict[type[msgspec.Struct], frozenset[str]] = {
    Scheme: frozenset({"base", "units", "section_levels", "profiles"}),
    parts.Version: frozenset({"transition"}),
    parts.Input: frozenset({"choose", "weight"}),
    parts.CriterionEntry: frozenset({"activity", "highest", "weight", "per"}),
    parts.Section: frozenset({"per"}),
    parts.Activity: frozenset(
        {
            "people",
            "competence",
            "independent_of",
            "rotation",
            "blind",
            "per",
            "sample",
            "random",
            "covers",
            "merge",
            "when",
            "attempts",
            "first",
            "every",
            "skip_when",
            "unannounced",
            "stays_secret",
        }
    ),
    parts.Nonconformity: frozenset({"many"}),
    parts.Validity: frozenset({"open_ended", "ends_on", "not_beyond", "in_force"}),
    parts.Renewal: frozenset({"due", "requires", "forms_in_turn"}),
    parts.LateRenewal: frozenset({"valid_from"}),
    parts.Example: frozenset({"profile", "votes"}),
}
REDUCERS = frozenset({"weighted", "worst", "statistic"})
MEASURE_KEYS = frozenset({"per", "distinct", "lift", "out_of", "of", "zero_as"})
# Words that stand where a choice is asked for.
CHOICES = frozenset({"map", "table", "series", "series of dates", "fetch", "exam", "vote", "survey"})
ORIGINS_OUTSIDE = frozenset({"fetched", "laboratory", "exam", "log", "certificate", "history", "event"})
