"""`/cases/{id}`: one case, what happened in it, and the one thing to do next; each act is a form of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from litestar import Request, Response, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from certify.core.errors import Refused
from certify.core.process_acts import ProcessAct
from certify.service.perform import load_case
from certify.service.schemes import as_begun
from certify.service.web import drafting, files, sight
from certify.service.web.access import who
from certify.service.web.idempotency import id_of
from certify.service.web.pages.act_forms import REASON_CLASSES, Unfilled, act_of
from certify.service.web.pages.case_view import CaseView, case_view, material
from certify.service.web.pages.chapters import tally, value_words
from certify.service.web.pages.forms import EMPTY, FORM_TOKEN_IN_BODY, Form, fresh_key, read_own_form
from certify.service.web.pages.front import LOOK
from certify.service.web.pages.performing import Failed, performed
from certify.service.web.pages.rendering import language, onward, page
from certify.service.web.pages.tasks_of_case import review
from certify.service.web.pages.trial import relievable, to_be_reviewed
from certify.service.web.pages.words import Words, words
from certify.service.web.permissions import ACT, READ_CASES, WRITE_DRAFTS
from certify.service.web.problems import Trouble, not_found
from certify.service.web.wired import wired

if TYPE_CHECKING:
    from certify.core.acts import Act
    from certify.service.web.pages.turns import Turn

AnyRequest = Request[Any, Any, Any]
# Acts that have a page of their own, are part of another form, or are done by the API alone.
_ELSEWHERE = frozenset({"Submit", "Assess", "SendBack", *(act.__name__ for act in get_args(ProcessAct))})


@HTTPRouteHandler("/cases/{case:str}", http_method=LOOK, opt={"permission": READ_CASES})
async def show_case(request: AnyRequest, case: FromPath[str]) -> Response[bytes]:
    """One case."""
    return await case_answer(request, case)


async def case_answer(request: AnyRequest, case: str, failed: Failed | None = None) -> Response[bytes]:
    """The page of a case, with the form that was not taken, if one was not."""
    here, principal = wired(request), who(request)
    told = words(language(request))
    view = await case_view(here, principal, case, told)
    panel = _panel(view)
    status = failed.status if failed is not None else 200
    return await page(
        request,
        "case.html",
        status=status,
        section="cases",
        view=view,
        shown=view.shown,
        case=view.case,
        scheme=view.scheme,
        material=await material(here, principal, view, told, failed.form if failed is not None else EMPTY),
        panel=panel,
        sentence=_sentence(view, panel, told),
        deciding=view.decision is not None and any(turn.act == "Decide" for turn in view.mine),
        other_acts=_other_acts(view, panel),
        failed=failed,
        empty=EMPTY,
        reason_classes=REASON_CLASSES,
        tally=tally(view.chapters),
        value_words=value_words,
        declared=_declared(view, principal.person),
        key=fresh_key(request),
    )


def _declared(view: CaseView, person: str) -> bool:
    """Whether this person has a duty here and has said that nothing ties them."""
    part = view.case.part_of(person)
    return part is not None and part.conflict is False


def _panel(view: CaseView) -> Turn | None:
    """The turn that the panel is about: the reader's first that would go through, else simply the first."""
    open_ones = [turn for turn in view.mine if view.refusal(turn.act) is None]
    return next(iter([*open_ones, *view.mine]), None)


def _sentence(view: CaseView, panel: Turn | None, told: Words) -> str:
    """The id of the sentence in the panel."""
    if panel is not None:
        return f"next-{panel.act}-{panel.duty}" if panel.duty else f"next-{panel.act}"
    side = "inside" if view.inside else "applicant"
    state: str = view.shown.state
    if state == "granted" and view.certificate is not None:
        state = f"certificate-{view.certificate.status}"
    own = f"wait-{state}-{side}"
    return own if told.has(own) else f"wait-{state}"


def _other_acts(view: CaseView, panel: Turn | None) -> tuple[str, ...]:
    """What else this person may do: acts with a form that are not in the panel and not the decision."""
    return tuple(
        act
        for act in view.shown.acts
        if act not in _ELSEWHERE
        and act != "Decide"
        and not (act == "Relieve" and not relievable(view.case))
        and not (panel is not None and act == panel.act and act != "Assign")
    )


@post("/cases/{case:str}/acts/{act:str}", status_code=200, opt={"permission": ACT} | FORM_TOKEN_IN_BODY)
async def do_act(request: AnyRequest, case: FromPath[str], act: FromPath[str]) -> Response[bytes]:
    """Do an act that a form asks for. What is refused comes back with the form as it was sent."""
    here, principal = wired(request), who(request)
    form = await read_own_form(request)
    await sight.case_in_sight(here.database, principal, case)
    found = await load_case(here.database, principal.body, case)
    scheme = await here.shell.schemes.of_case(here.database, principal.body, found) if found is not None else None
    if found is None or scheme is None:
        raise not_found()
    scheme = as_begun(scheme, found)
    try:
        asked = review(found, scheme) if act != "Accept" else await to_be_reviewed(here, principal, found, form)
        wanted = act_of(act, form, scheme, asked)
    except KeyError:
        raise not_found() from None
    except Unfilled as unfilled:
        return await case_answer(request, case, Failed(act=act, form=form, faults=unfilled.faults))
    except Refused as refused:
        return await case_answer(request, case, Failed(act=act, form=form, refused=refused))
    return await perform_form(request, case, wanted, form, act)


async def perform_form(request: AnyRequest, case: str, wanted: Act, form: Form, name: str) -> Response[bytes]:
    """Perform an act that came out of a form, and look at the case again."""
    done = await performed(request, case, wanted, form, name)
    if isinstance(done, Failed):
        return await case_answer(request, case, done)
    if not await _still_in_sight(request, case):
        return onward(f"/cases?done={type(done.recorded[-1].event).__name__}")
    return onward(f"/cases/{case}?done={type(done.recorded[-1].event).__name__}")


async def _still_in_sight(request: AnyRequest, case: str) -> bool:
    """Whoever has declared a conflict does not see the case any more."""
    try:
        await sight.case_in_sight(wired(request).database, who(request), case)
    except Trouble:
        return False
    return True


@post("/cases/{case:str}/complete", status_code=303, opt={"permission": WRITE_DRAFTS} | FORM_TOKEN_IN_BODY)
async def complete(request: AnyRequest, case: FromPath[str]) -> Response[bytes]:
    """Begin the completion of a case that was sent back, from its dossier as it stands; or go on with the one begun."""
    here, principal = wired(request), who(request)
    await read_own_form(request)
    seen = await sight.case_in_sight(here.database, principal, case)
    for draft in await drafting.own_drafts(here, principal):
        if draft.completes == case:
            return onward(f"/drafts/{draft.id}")
    wanted = drafting.Begin(organisation=seen.view.applicant, completes=case)
    begun = await drafting.begin(here, principal, wanted, id_of(here.chance(16)))
    return onward(f"/drafts/{begun.id}")


@HTTPRouteHandler("/cases/{case:str}/evidence/{digest:str}", http_method=LOOK, opt={"permission": READ_CASES})
async def evidence(request: AnyRequest, case: FromPath[str], digest: FromPath[str]) -> Response[Any]:
    """A file that a dossier of the case names, as a download."""
    here, principal = wired(request), who(request)
    await sight.case_in_sight(here.database, principal, case)
    found = await load_case(here.database, principal.body, case)
    if found is None:
        raise not_found()
    file = await drafting.file_of_case(here, principal, found, digest)
    return await files.send(here, request, principal.body, file)


HANDLERS = (show_case, do_act, complete, evidence)
