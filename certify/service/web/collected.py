"""Saved answers of a source, recorded in a case in one step: the same for the API and for the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.core.plugin import CannotCollect
from certify.service.collecting import Collecting, Nothing, record_saved, source_of
from certify.service.perform import Caller, load_case
from certify.service.plugins import collectors
from certify.service.web import sight
from certify.service.web.problems import Trouble, not_found

if TYPE_CHECKING:
    from certify.core.case import Case
    from certify.service.perform import Performed, Remember
    from certify.service.web.access import Principal
    from certify.service.web.wired import Wired


def _collecting(here: Wired) -> Collecting:
    return Collecting(
        shell=here.shell,
        blobs=here.blobs,
        clock=here.clock,
        collectors=collectors,
        municipalities=here.settings.municipalities,
    )


async def takes_answers(here: Wired, principal: Principal, case: Case) -> bool:
    """Whether the figures of a case come from a source whose saved answers can be read in."""
    try:
        await source_of(_collecting(here), principal.body, case)
    except Nothing:
        return False
    return True


async def record_answers(
    here: Wired, principal: Principal, case_id: str, raw: bytes, *, remember: Remember | None = None
) -> Performed:
    """Record what a file of saved answers gives, with the answers as evidence.

    Raises the problems `not-found` and `not-collected`, and what `perform` raises.
    """
    await sight.case_in_sight(here.database, principal, case_id)
    case = await load_case(here.database, principal.body, case_id)
    if case is None:
        raise not_found()
    caller = Caller(kind="person", person=principal.person)
    try:
        done = await record_saved(_collecting(here), principal.body, case, raw, caller, remember=remember)
    except Nothing:
        raise Trouble("not-collected", "this scheme has no collector") from None
    except CannotCollect as reason:
        raise Trouble("not-collected", str(reason), rule=reason.rule) from None
    here.wake()
    return done
