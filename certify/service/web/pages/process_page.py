"""`/cases/{id}/process`: nonconformities, votes, samples, surveillance, results, plans: each act a form of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from litestar import Request, Response, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from certify.core.documents import Statement
from certify.core.errors import Refused
from certify.core.evidence import Link
from certify.core.findings import NOTHING_FOUND, Findings
from certify.core.plan import Improvement
from certify.core.rules.evaluating import FROM_OUTSIDE, voted_on
from certify.service.errors import Conflict
from certify.service.saved_answers import MOST_BYTES
from certify.service.web import collected, papers
from certify.service.web.access import who
from certify.service.web.pages import process_forms as forms
from certify.service.web.pages.act_forms import Unfilled
from certify.service.web.pages.case_view import CaseView, case_view
from certify.service.web.pages.forms import (
    EMPTY,
    FORM_TOKEN_IN_BODY,
    Fault,
    Form,
    fresh_key,
    read_own_files,
    read_own_form,
    remembered,
)
from certify.service.web.pages.performing import Failed, performed
from certify.service.web.pages.rendering import language, onward, page
from certify.service.web.pages.tasks_of_case import Task, applying, field_of, filled, surveillance, votes
from certify.service.web.pages.trial import facts
from certify.service.web.pages.words import words
from certify.service.web.permissions import ACT, READ_CASES, RECORD_ANSWERS
from certify.service.web.problems import Trouble, not_found
from certify.service.web.public import LOOK
from certify.service.web.wired import wired

if TYPE_CHECKING:
    from certify.core.acts import Act
    from certify.core.case import Case
    from certify.core.given import Given
    from certify.core.scheme.process import Activity
    from certify.core.standing import NonconformityState

AnyRequest = Request[Any, Any, Any]


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A nonconformity, with the words that were written of it."""

    state: NonconformityState
    remedy: str
    answer: str


class Todo(msgspec.Struct, frozen=True, kw_only=True):
    """An activity that can be done here: what it asks for, or the rule that stops it."""

    activity: Activity | None
    task: Task | None
    refused: Refused | None = None


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """What the forms of this page need."""

    nonconformities: tuple[Shown, ...]
    votes: tuple[tuple[Activity, tuple[str, ...]], ...]
    samples: tuple[Activity, ...]
    surveys: tuple[Todo, ...]
    results: tuple[Todo, ...]
    takes_answers: bool
    recorded: tuple[Link, ...]
    plan: tuple[Improvement, ...]
    called: dict[str, str]


@HTTPRouteHandler("/cases/{case:str}/process", http_method=LOOK, opt={"permission": READ_CASES})
async def show_process(request: AnyRequest, case: FromPath[str]) -> Response[bytes]:
    """What goes on in a case besides application, assessment and decision."""
    return await _process(request, case)


async def _process(request: AnyRequest, case: str, failed: Failed | None = None) -> Response[bytes]:
    here, principal = wired(request), who(request)
    view = await case_view(here, principal, case, words(language(request)))
    status = failed.status if failed is not None else 200
    return await page(
        request,
        "case_process.html",
        status=status,
        section="cases",
        view=view,
        shown=view.shown,
        case=view.case,
        scheme=view.scheme,
        material=await _material(request, view, failed.form if failed is not None else EMPTY),
        failed=failed,
        empty=EMPTY,
        field_of=field_of,
        planned=forms.PLANNED,
        grades=tuple(view.scheme.nonconformities),
        key=fresh_key(request),
    )


async def _material(request: AnyRequest, view: CaseView, form: Form) -> Material:
    here, principal, case, scheme = wired(request), who(request), view.case, view.scheme
    acts = set(view.shown.acts)
    units = view.dossier.units if view.dossier is not None else {}
    return Material(
        nonconformities=tuple([await _nonconformity(request, one) for one in view.shown.nonconformities]),
        votes=await _votes(request, view) if "Vote" in acts else (),
        samples=tuple(
            one for one in scheme.activities if one.sample is not None and one.per and one.id not in case.samples
        )
        if "Draw" in acts
        else (),
        surveys=await _surveys(request, view, form) if "Survey" in acts else (),
        results=await _results(request, view) if "RecordResult" in acts else (),
        takes_answers="RecordResult" in acts
        and "coordinator" in principal.roles
        and await collected.takes_answers(here, principal, case),
        recorded=await _recorded(request, view),
        plan=await papers.improvements(here.database, principal.body, view.shown.plan or view.shown.former_plan),
        called={unit.id: unit.name or unit.id for several in units.values() for unit in several},
    )


async def _nonconformity(request: AnyRequest, one: NonconformityState) -> Shown:
    return Shown(state=one, remedy=await _words(request, one.remedy), answer=await _words(request, one.answer))


async def _words(request: AnyRequest, digest: str | None) -> str:
    """What was written under a digest; empty where nothing was, or where it is erased."""
    if digest is None:
        return ""
    try:
        content = await papers.content_of(wired(request).database, who(request).body, digest)
    except Trouble:
        return ""
    return content.text if isinstance(content, Statement) else ""


async def _votes(request: AnyRequest, view: CaseView) -> tuple[tuple[Activity, tuple[str, ...]], ...]:
    """The votes that are for the reader to give, each with what it is about."""
    here, principal, case = wired(request), who(request), view.case
    given = await facts(here, principal, case)
    return tuple((one, voted_on(one, case, given)) for one in votes(case, given, principal.person))


async def _surveys(request: AnyRequest, view: CaseView, form: Form) -> tuple[Todo, ...]:
    given = await facts(wired(request), who(request), view.case)
    found = []
    for activity in view.scheme.activities:
        if activity.kind == "survey":
            try:
                found.append(Todo(activity=activity, task=_survey(view.case, given, activity, form)))
            except Refused as refused:
                found.append(Todo(activity=activity, task=None, refused=refused))
    return tuple(found)


def _survey(case: Case, given: Given, activity: Activity, form: Form) -> Task:
    """What a surveillance asks about, by what is in the form too. Raises Refused."""
    task = surveillance(case, given, activity)
    return applying(task, filled(task, form, given.scheme, [], strict=False), case, given)


async def _results(request: AnyRequest, view: CaseView) -> tuple[Todo, ...]:
    """The results that can be recorded: of each exam and fetch, and of what comes by itself."""
    scheme = view.scheme
    found = []
    filled: set[str] = set()
    for activity in scheme.activities:
        names = scheme.selected(activity.fills) if activity.kind != "apply" else ()
        filled |= set(names)
        if activity.kind in {"exam", "fetch"}:
            inputs = tuple(name for name in names if name in scheme.inputs)
            found.append(Todo(activity=activity, task=Task(activity=activity.id, criteria=(), units={}, inputs=inputs)))
    rest = tuple(name for name, entry in scheme.inputs.items() if entry.given_by in FROM_OUTSIDE and name not in filled)
    if rest and "all" in view.shown.seen_as:
        found.append(Todo(activity=None, task=Task(activity=None, criteria=(), units={}, inputs=rest)))
    given = await facts(wired(request), who(request), view.case)
    return tuple(
        msgspec.structs.replace(one, task=applying(one.task, NOTHING_FOUND, view.case, given))
        for one in found
        if one.task is not None
    )


async def _recorded(request: AnyRequest, view: CaseView) -> tuple[Link, ...]:
    """What the figures from outside rest on, for whoever may see the findings; the latest reading of each."""
    found: dict[str, Link] = {}
    for work in view.case.works:
        if work.kind == "result" and (work.person, work.findings) in view.shown.findings:
            try:
                content = await papers.content_of(wired(request).database, who(request).body, work.findings)
            except Trouble:
                continue
            links = content.evidence if isinstance(content, Findings) else ()
            found |= {link.title: link for link in links if isinstance(link, Link)}
    return tuple(found.values())


@post("/cases/{case:str}/process/{act:str}", status_code=200, opt={"permission": ACT} | FORM_TOKEN_IN_BODY)
async def do_process(request: AnyRequest, case: FromPath[str], act: FromPath[str]) -> Response[bytes]:
    """Do an act that a form of this page asks for. What is refused comes back with the form as it was sent."""
    here, principal = wired(request), who(request)
    form = await read_own_form(request)
    view = await case_view(here, principal, case, words(language(request)))
    try:
        wanted = await _wanted(request, view, act, form)
    except Unfilled as unfilled:
        return await _process(request, case, Failed(act=act, form=form, faults=unfilled.faults))
    except Refused as refused:
        return await _process(request, case, Failed(act=act, form=form, refused=refused))
    done = await performed(request, case, wanted, form, act)
    if isinstance(done, Failed):
        return await _process(request, case, done)
    return onward(f"/cases/{case}/process?done={type(done.recorded[0].event).__name__}")


async def _wanted(request: AnyRequest, view: CaseView, act: str, form: Form) -> Act:
    """The act that a form asks for. Raises Unfilled, Refused, and the problem `not-found`."""
    scheme = view.scheme
    plain = {
        "ProposeRemedy": forms.remedy,
        "AnswerRemedy": forms.answer_to_remedy,
        "Draw": forms.draw,
        "PlanImprovement": forms.plan,
        "ReportCircumstance": forms.circumstance,
        "ConfirmTransition": forms.transition,
    }
    if act in plain:
        return plain[act](form)
    activity = scheme.activities_by_id.get(form.first("activity"))
    if act == "CloseNonconformity":
        one = view.case.nonconformity(form.first("nonconformity"))
        if one is not None:
            return forms.closing(form, one, scheme)
    elif act == "Vote" and activity is not None and activity.kind == "vote":
        given = await facts(wired(request), who(request), view.case)
        typed = forms.votes_in(form, activity, scheme)
        return forms.vote(form, activity.id, scheme, voted_on(activity, view.case, given, typed))
    elif act == "Survey" and activity is not None and activity.kind == "survey":
        given = await facts(wired(request), who(request), view.case)
        return forms.survey(form, _survey(view.case, given, activity, form), scheme)
    elif act == "RecordResult":
        for todo in await _results(request, view):
            if todo.task is not None and (todo.task.activity or "") == form.first("activity"):
                return forms.result(form, todo.task, scheme)
    raise not_found()


@post(
    "/cases/{case:str}/answers",
    status_code=200,
    request_max_body_size=None,
    opt={"permission": RECORD_ANSWERS} | FORM_TOKEN_IN_BODY,
)
async def record_answers(request: AnyRequest, case: FromPath[str]) -> Response[bytes]:
    """Record the figures in a file of saved answers. What cannot be taken comes back with the reason."""
    here, principal = wired(request), who(request)
    form = await read_own_files(request)
    sent = form.files.get("answers")
    raw = await sent.read(MOST_BYTES + 1) if sent is not None and sent.filename else b""
    if not raw:
        fault = Fault(field="answers", message="needed-answers")
        return await _process(request, case, Failed(act="Answers", form=form, faults=(fault,)))
    try:
        await collected.record_answers(
            here, principal, case, raw, remember=remembered(request, form, f"page/{case}/Answers")
        )
    except Refused as refused:
        return await _process(request, case, Failed(act="Answers", form=form, refused=refused))
    except Conflict:
        return await _process(request, case, Failed(act="Answers", form=form, conflict=True))
    except Trouble as trouble:
        if trouble.code != "not-collected":
            raise
        return await _process(request, case, Failed(act="Answers", form=form, told=trouble.detail or ""))
    return onward(f"/cases/{case}/process?done=ResultRecorded")


HANDLERS = (show_process, do_process, record_answers)
