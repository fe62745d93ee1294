"""`/cases/{id}/assess`: the workbench. Requirement, answer and evidence, and beside them the finding; all on one page.

Nothing is handed in before every criterion has a finding. Filling in, or working out what the outcome would be, gives
the same page back with all that was typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from litestar import Request, Response, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from certify.core.acts import Assess
from certify.core.dossier import Dossier
from certify.core.errors import Refused
from certify.core.findings import Findings, together
from certify.core.outcome import Dates, Outcome, work_out
from certify.core.proposing import proposed
from certify.core.rules.knowing import dates_of, findings_of, register_of
from certify.service.web.access import who
from certify.service.web.pages.case_view import CaseView, case_view
from certify.service.web.pages.chapters import Line, notch_of
from certify.service.web.pages.forms import EMPTY, FORM_TOKEN_IN_BODY, Fault, Form, fresh_key, read_own_form
from certify.service.web.pages.front import LOOK
from certify.service.web.pages.performing import Failed, performed
from certify.service.web.pages.rendering import language, onward, page
from certify.service.web.pages.tasks_of_case import field_of, filled
from certify.service.web.pages.trial import facts, to_be_assessed
from certify.service.web.pages.unit_fields import naming_units
from certify.service.web.pages.words import words
from certify.service.web.permissions import ACT, READ_CASES
from certify.service.web.wired import wired

if TYPE_CHECKING:
    from certify.service.web.pages.tasks_of_case import Task

AnyRequest = Request[Any, Any, Any]


@HTTPRouteHandler("/cases/{case:str}/assess", http_method=LOOK, opt={"permission": READ_CASES})
async def show_bench(request: AnyRequest, case: FromPath[str]) -> Response[bytes]:
    """The workbench of a case, for whoever may assess it now."""
    return await _bench(request, case, EMPTY)


@post("/cases/{case:str}/assess", status_code=200, opt={"permission": ACT} | FORM_TOKEN_IN_BODY)
async def assess(request: AnyRequest, case: FromPath[str]) -> Response[bytes]:
    """Hand the assessment in, or fill in and look at it again."""
    here, principal = wired(request), who(request)
    form = await read_own_form(request)
    view = await case_view(here, principal, case, words(language(request)))
    task = await to_be_assessed(here, principal, view.case, form)
    if form.first("do") == "yes":
        return await _bench(request, case, _with_yes(form, task, await _known(request, view, task, form)))
    if form.first("do") == "work-out":
        return await _bench(request, case, form, worked_out=True)
    faults: list[Fault] = []
    findings = filled(task, form, view.scheme, faults)
    if faults:
        named = naming_units(faults, view.dossier.units if view.dossier is not None else {}, view.scheme)
        return await _bench(request, case, form, Failed(act="Assess", form=form, faults=named))
    wanted = Assess(findings=findings, activity=task.activity)
    done = await performed(request, case, wanted, form, "Assess")
    if isinstance(done, Failed):
        return await _bench(request, case, form, done)
    return onward(f"/cases/{case}?done=Assessed")


def _with_yes(form: Form, task: Task, known: Known | None) -> Form:
    """The form with what the figures propose, or else a yes, wherever there was no answer yet. All of it is shown."""
    proposed = known.proposed if known is not None else {}
    more = {
        field: (proposed.get((criterion.id, unit), "yes"),)
        for criterion in task.criteria
        for unit in task.places(criterion)
        if criterion.answer.startswith("yes_no") or (criterion.id, unit) in proposed
        if not form.first(field := field_of(unit, f"value-{criterion.id}"))
    }
    return msgspec.structs.replace(form, fields=form.fields | more)


async def _bench(
    request: AnyRequest, case: str, form: Form, failed: Failed | None = None, *, worked_out: bool = False
) -> Response[bytes]:
    """The page, with what was typed. A reader who may not assess is sent to the case, which says why."""
    here, principal = wired(request), who(request)
    view = await case_view(here, principal, case, words(language(request)))
    may = "Assess" in view.tried and view.refusal("Assess") is None
    if not may and failed is None:
        return onward(f"/cases/{case}")
    task = await to_be_assessed(here, principal, view.case, form)
    asked = {criterion.id: criterion for criterion in task.criteria}
    values = {
        id_: tuple(form.first(field_of(unit, f"value-{id_}")) for unit in task.places(criterion))
        for id_, criterion in asked.items()
    }
    known = await _known(request, view, task, form)
    status = failed.status if failed is not None else 200
    return await page(
        request,
        "workbench.html",
        status=status,
        section="cases",
        view=view,
        shown=view.shown,
        case=view.case,
        scheme=view.scheme,
        asked=asked,
        to_do=sum(bool(found) for found in values.values()),
        task=task,
        field_of=field_of,
        called=_called(view),
        grades=tuple(view.scheme.nonconformities),
        form=form,
        failed=failed,
        wrong=failed.by_field if failed is not None else {},
        done=sum(bool(found) and all(found) for found in values.values()),
        outcome=known.outcome(view) if worked_out and known is not None else None,
        proposed=known.proposed if known is not None else {},
        notch=lambda line: _notch(view, line, task, values),
        key=fresh_key(request),
    )


def _called(view: CaseView) -> dict[str, str]:
    """What each unit is called, by its id."""
    units = view.dossier.units if view.dossier is not None else {}
    return {unit.id: unit.name or unit.id for several in units.values() for unit in several}


def _notch(view: CaseView, line: Line, task: Task, values: dict[str, tuple[str, ...]]) -> str:
    found = values.get(line.criterion.id, ())
    if not found and task.places_apart(line.criterion):
        return "apart"
    mandatory = line.criterion.binding == view.scheme.bindings[0]
    return notch_of(found if all(found) else tuple(value for value in found if value == "no"), mandatory=mandatory)


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What is known while somebody assesses: what was recorded before, what is typed, and what the figures propose.

    What others found of the same criteria is not in it, so that everybody assesses on their own.
    """

    dossier: Dossier
    findings: Findings
    dates: Dates
    register: dict[str, str]
    proposed: dict[tuple[str, str | None], str]

    def outcome(self, view: CaseView) -> Outcome:
        """What the rules would make of it."""
        return work_out(
            view.scheme, self.dossier, self.findings, form=view.case.form, dates=self.dates, given=self.register
        )


async def _known(request: AnyRequest, view: CaseView, task: Task, form: Form) -> Known | None:
    """None where what it would rest on was erased."""
    if view.dossier is None:
        return None
    try:
        given = await facts(wired(request), who(request), view.case)
    except Refused:
        return None
    case = msgspec.structs.replace(view.case, works=tuple(one for one in view.case.works if one.kind == "result"))
    typed = filled(task, form, view.scheme, [], strict=False)
    findings = together((findings_of(case, given), typed))
    dates, register = dates_of(case, given), register_of(case, given)
    found = proposed(view.scheme, view.dossier, findings, form=case.form, dates=dates, given=register)
    return Known(
        dossier=view.dossier,
        findings=findings,
        dates=dates,
        register=register,
        proposed={(one.criterion, one.unit): one.value for one in found},
    )


HANDLERS = (show_bench, assess)
