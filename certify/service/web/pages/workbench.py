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
from certify.core.findings import Findings, together
from certify.core.outcome import Outcome, work_out
from certify.core.rules.knowing import dates_of
from certify.service.web import papers
from certify.service.web.access import who
from certify.service.web.pages.case_view import CaseView, case_view
from certify.service.web.pages.chapters import Line, notch_of
from certify.service.web.pages.forms import EMPTY, FORM_TOKEN_IN_BODY, Fault, Form, fresh_key, read_own_form
from certify.service.web.pages.front import LOOK
from certify.service.web.pages.performing import Failed, performed
from certify.service.web.pages.rendering import language, onward, page
from certify.service.web.pages.tasks_of_case import field_of, filled
from certify.service.web.pages.trial import facts, to_be_assessed
from certify.service.web.pages.words import words
from certify.service.web.permissions import ACT, READ_CASES
from certify.service.web.problems import Trouble
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
    task = await to_be_assessed(here, principal, view.case)
    if form.first("do") == "yes":
        return await _bench(request, case, _with_yes(form, task))
    if form.first("do") == "work-out":
        return await _bench(request, case, form, worked_out=True)
    faults: list[Fault] = []
    findings = filled(task, form, view.scheme, faults)
    if faults:
        return await _bench(request, case, form, Failed(act="Assess", form=form, faults=tuple(faults)))
    wanted = Assess(findings=findings, activity=task.activity)
    done = await performed(request, case, wanted, form, "Assess")
    if isinstance(done, Failed):
        return await _bench(request, case, form, done)
    return onward(f"/cases/{case}?done=Assessed")


def _with_yes(form: Form, task: Task) -> Form:
    """The form with a yes wherever there was no answer yet, for criteria that can take one. All of it is shown."""
    more = {
        field: ("yes",)
        for criterion in task.criteria
        if criterion.answer.startswith("yes_no")
        for unit in task.places(criterion)
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
    task = await to_be_assessed(here, principal, view.case)
    asked = {criterion.id: criterion for criterion in task.criteria}
    values = {
        id_: tuple(form.first(field_of(unit, f"value-{id_}")) for unit in task.places(criterion))
        for id_, criterion in asked.items()
    }
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
        task=task,
        field_of=field_of,
        called=_called(view),
        grades=tuple(view.scheme.nonconformities),
        form=form,
        failed=failed,
        wrong=failed.by_field if failed is not None else {},
        done=sum(all(found) for found in values.values()),
        outcome=await _as_it_stands(request, view, task, form) if worked_out else None,
        notch=lambda line: _notch(view, line, values),
        key=fresh_key(request),
    )


def _called(view: CaseView) -> dict[str, str]:
    """What each unit is called, by its id."""
    units = view.dossier.units if view.dossier is not None else {}
    return {unit.id: unit.name or unit.id for several in units.values() for unit in several}


def _notch(view: CaseView, line: Line, values: dict[str, tuple[str, ...]]) -> str:
    found = values.get(line.criterion.id, ())
    mandatory = line.criterion.binding == view.scheme.bindings[0]
    return notch_of(found if all(found) else tuple(value for value in found if value == "no"), mandatory=mandatory)


async def _as_it_stands(request: AnyRequest, view: CaseView, task: Task, form: Form) -> Outcome | None:
    """What the rules would make of the findings as they are typed; None where the dossier was erased."""
    here, principal, case = wired(request), who(request), view.case
    if view.dossier is None:
        return None
    typed = filled(task, form, view.scheme, [], strict=False)
    parts = [typed]
    if case.intake_findings:
        try:
            content = await papers.content_of(here.database, principal.body, case.intake_findings)
        except Trouble:
            return None
        parts = [content, typed] if isinstance(content, Findings) else parts
    given = await facts(here, principal, case)
    return work_out(view.scheme, view.dossier, together(tuple(parts)), form=case.form, dates=dates_of(case, given))


HANDLERS = (show_bench, assess)
