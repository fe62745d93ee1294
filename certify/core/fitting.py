"""Which profile of a scheme is for whom: its own condition, tried on what an application says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from certify.core.scheme.evaluate import Evaluation
    from certify.core.scheme.model import Scheme


def applies(scheme: Scheme, now: Evaluation) -> bool | None:
    """Whether the profile under which the scheme stands is for this applicant; None while that is unknown."""
    profile = scheme.profiles.get(scheme.profile)
    return True if profile is None or profile.applies is None else now.holds(profile.applies)


def fitting(scheme: Scheme, now: Evaluation) -> tuple[str, ...]:
    """The profiles whose condition holds, in the order of the file. One without a condition is never suggested."""
    return tuple(
        id_
        for id_, profile in scheme.profiles.items()
        if profile.applies is not None and now.holds(profile.applies) is True
    )
