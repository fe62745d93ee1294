"""What must hold within a scheme beyond the shape of its entries. Every fault is noted with its place."""

from __future__ import annotations

from certify.core.scheme.check_context import Context
from certify.core.scheme.check_examples import check_examples
from certify.core.scheme.check_judgement import check_givers, check_judgement
from certify.core.scheme.check_names import check_names
from certify.core.scheme.check_process import check_process
from certify.core.scheme.check_profiles import check_profiles
from certify.core.scheme.check_signed import check_signed
from certify.core.scheme.faults import Faults
from certify.core.scheme.model import Scheme
from certify.core.scheme.read import Reader


def check(scheme: Scheme, reader: Reader, faults: Faults) -> None:
    """Note every fault of a scheme that could be read, or of as much of it as could be."""
    context = Context(scheme, reader, faults)
    if _check_whole(context):
        check_profiles(context, _check_whole)
        check_examples(context)


def _check_whole(context: Context) -> bool:
    """Check a scheme as it stands; gives whether its names could be told, so that more can be checked."""
    whole = check_names(context)
    if whole:
        check_judgement(context)
        check_process(context)
        check_signed(context)
        check_givers(context)
    return whole
