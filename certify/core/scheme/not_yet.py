"""Words of the grammar that this version does not run yet. Using one is a fault; it is never passed over in silence."""

from __future__ import annotations

import msgspec

from certify.core.scheme.model import Scheme

# By entry: keys that the grammar has and that nothing here runs.
KEYS: dict[type[msgspec.Struct], frozenset[str]] = {
    Scheme: frozenset({"base"}),
}
# Words that stand where a choice is asked for.
CHOICES: frozenset[str] = frozenset()
