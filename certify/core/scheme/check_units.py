"""Kinds of units: what they lie within, and the conditions that are tried for each unit."""

from __future__ import annotations

from certify.core.scheme.check_comparison import check_condition, check_moment
from certify.core.scheme.check_context import Context
from certify.core.scheme.read_scalars import Path
from certify.core.scheme.sentences import judging, naming


def check_units(context: Context) -> None:
    """Note every fault of the kinds of unit and of the levels of sections."""
    scheme = context.scheme
    for kind, entry in scheme.units.items():
        path: Path = ("units", kind)
        if entry.within is not None:
            context.is_known((*path, "within"), entry.within, scheme.units, naming.NO_UNIT)
        with context.standing(context.along(kind)):
            for key, condition in (("eligible", entry.eligible), ("leaves_when", entry.leaves_when)):
                if condition is not None:
                    check_condition(context, (*path, key), condition)
            if entry.end is not None:
                check_moment(context, (*path, "end"), entry.end)
    _check_circles(context)


def _check_circles(context: Context) -> None:
    """A unit lies within one of another kind, and so on outwards, never round."""
    within = {kind: entry.within for kind, entry in context.scheme.units.items()}
    told: set[str] = set()
    for kind, its in within.items():
        way, above = [kind], its
        while above is not None and above in within and above not in way:
            way.append(above)
            above = within[above]
        if above == kind and not told & {*way}:
            told |= {*way}
            context.fault(("units", kind, "within"), judging.UNITS_IN_CIRCLE, way=" -> ".join((*way, kind)))
