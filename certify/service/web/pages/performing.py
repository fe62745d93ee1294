"""An act that came out of a form is performed, or the form comes back with the reason: the same for every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from certify.core.errors import Refused
from certify.service.errors import Conflict
from certify.service.perform import Caller, Performed, perform
from certify.service.web.access import who
from certify.service.web.pages.forms import Fault, Form, remembered
from certify.service.web.problems import status_of_rule
from certify.service.web.wired import wired

if TYPE_CHECKING:
    from litestar import Request

    from certify.core.acts import Act


class Failed(msgspec.Struct, frozen=True, kw_only=True):
    """A form that was not taken: which, what stood in it, and why. Nothing that was typed is lost.

    `told` is a sentence that is for this time alone, such as what a source calls its figures now.
    """

    act: str
    form: Form
    faults: tuple[Fault, ...] = ()
    refused: Refused | None = None
    conflict: bool = False
    told: str = ""

    @property
    def by_field(self) -> dict[str, Fault]:
        """What is wrong with each field that is not right."""
        return {fault.field: fault for fault in reversed(self.faults)}

    @property
    def status(self) -> int:
        """The status of the page that comes back."""
        if self.conflict:
            return 409
        return status_of_rule(self.refused.rule) if self.refused else 422


async def performed(
    request: Request[Any, Any, Any], case: str, wanted: Act, form: Form, name: str
) -> Performed | Failed:
    """Perform the act of a form once, at the version of the case that its reader saw."""
    here, version = wired(request), form.first("version")
    try:
        done = await perform(
            here.shell,
            body=who(request).body,
            case=case,
            act=wanted,
            caller=Caller(kind="person", person=who(request).person),
            at=here.clock(),
            expected=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None,
            remember=remembered(request, form, f"page/{case}/{name}"),
        )
    except Refused as refused:
        return Failed(act=name, form=form, refused=refused)
    except Conflict:
        return Failed(act=name, form=form, conflict=True)
    here.wake()
    return done
