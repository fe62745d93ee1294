"""`/schemes/{id}/self-assessment`: a published scheme as a checklist, with what its rules make of the answers.

Answers come in the body of a POST and are answered at once; nothing of them is kept, in a store, a cookie or a log.
Without a script a button works the outcome out; with one the page asks again after each answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from litestar import Request, Response, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from certify.service.web import scheme_views
from certify.service.web.bodies import read_json
from certify.service.web.declared import JSON, declare, json_answer
from certify.service.web.limits import Limit
from certify.service.web.pages.chapters import numeral
from certify.service.web.pages.draft_begin import is_for_nobody
from certify.service.web.pages.forms import Fault, Form, read_form
from certify.service.web.pages.front import LOOK
from certify.service.web.pages.rendering import language, page
from certify.service.web.pages.self_assessment_form import said_in
from certify.service.web.pages.standing import standing
from certify.service.web.pages.unit_fields import added, units_of, without
from certify.service.web.pages.words import words
from certify.service.web.permissions import CHECK_PUBLIC, READ_PUBLIC
from certify.service.web.problems import wants_page
from certify.service.web.public import ANYWHERE, ASK_AGAIN
from certify.service.web.self_assessing import SelfAssessed, SelfAssessment, assess, today_of, version_for
from certify.service.web.wired import wired

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.parts import Criterion
    from certify.service.web.pages.unit_fields import Units

AnyRequest = Request[Any, Any, Any]
MOST_FIELDS = 20_000  # a scheme of some thousands of criteria is answered in one form
ASK = Limit("self-assessment", burst=240, per_minute=240)
_LOOK = declare(READ_PUBLIC, answer=scheme_views.SchemeShown, problems=("not-found",)) | {"visitor": True}
_ASK = declare(CHECK_PUBLIC, body=SelfAssessment, answer=SelfAssessed) | {"limit": ASK, "visitor": True}


class Chapter(msgspec.Struct, frozen=True, kw_only=True):
    """A chapter of the checklist."""

    id: str
    numeral: str
    title: dict[str, str]
    criteria: tuple[Criterion, ...]


@HTTPRouteHandler("/schemes/{scheme:str}/self-assessment", http_method=LOOK, opt=_LOOK)
async def newest_checklist(request: AnyRequest, scheme: FromPath[str]) -> Response[bytes]:
    """The newest published version as a checklist; as JSON the version with all its criteria."""
    return await _look(request, scheme, None)


@HTTPRouteHandler("/schemes/{scheme:str}/{version:str}/self-assessment", http_method=LOOK, opt=_LOOK)
async def checklist(request: AnyRequest, scheme: FromPath[str], version: FromPath[str]) -> Response[bytes]:
    """A published version as a checklist; as JSON the version with all its criteria."""
    return await _look(request, scheme, version)


async def _look(request: AnyRequest, id_: str, version: str | None) -> Response[bytes]:
    here = wired(request)
    _, scheme = await version_for(here, id_, version)
    if not wants_page(request):
        shown = await scheme_views.one_version(here, id_, scheme.version.id)
        return json_answer(shown, headers=ANYWHERE | {"vary": "accept", "cache-control": ASK_AGAIN})
    query = {name: request.query_params.get(name, "") for name in ("form", "profile")}
    form = Form(fields={name: (value,) for name, value in query.items() if value})
    return await checklist_page(request, scheme, form)


@post("/schemes/{scheme:str}/self-assessment", status_code=200, opt=_ASK)
async def judge_newest(request: AnyRequest, scheme: FromPath[str]) -> Response[bytes]:
    """What the rules of the newest published version make of answers. Nothing is kept."""
    return await _judge(request, scheme, None)


@post("/schemes/{scheme:str}/{version:str}/self-assessment", status_code=200, opt=_ASK)
async def judge(request: AnyRequest, scheme: FromPath[str], version: FromPath[str]) -> Response[bytes]:
    """What the rules of a published version make of answers. Nothing is kept."""
    return await _judge(request, scheme, version)


async def _judge(request: AnyRequest, id_: str, version: str | None) -> Response[bytes]:
    here = wired(request)
    _, scheme = await version_for(here, id_, version)
    if request.content_type[0] == JSON:
        said, _ = await read_json(request, SelfAssessment)
        return json_answer(assess(scheme, said, today_of(here, scheme)))
    return await checklist_page(request, scheme, await read_form(request, most=MOST_FIELDS), asked=True)


async def checklist_page(
    request: AnyRequest, scheme: Scheme, form: Form, *, asked: bool = False, draft: str = ""
) -> Response[bytes]:
    """The page, with all that was typed; as JSON only how it stands, for the script of the page.

    `draft` is the id of the draft of a scheme that is tried before it is published.
    """
    here, told = wired(request), words(language(request))
    profiles = {id_: dict(profile.title) for id_, profile in scheme.profiles.items()}
    today = today_of(here, scheme)
    open_to_all = not (profiles and is_for_nobody(scheme, today))
    chosen = form.first("profile") if form.first("profile") in profiles else None
    if chosen is None and not open_to_all:
        chosen = next(iter(profiles))
    scheme = scheme.under(chosen, today)
    units = _changed(units_of(form, scheme, {}), form.first("do"))
    faults: list[Fault] = []
    said = said_in(form, scheme, faults, units)
    found = assess(scheme, said, today_of(here, scheme))
    now = standing(found, scheme, faults, told)
    if not wants_page(request):
        return json_answer(now)
    of_form = said.form or scheme.forms[0].form
    return await page(
        request,
        "self_assessment.html",
        section="schemes",
        scheme=scheme,
        address=f"/scheme-drafts/{draft}" if draft else f"/schemes/{scheme.id}/{scheme.version.id}",
        target=f"/scheme-drafts/{draft}/form" if draft else f"/schemes/{scheme.id}/{scheme.version.id}/self-assessment",
        draft=draft,
        form=form,
        of_form=of_form,
        profiles=profiles,
        profile=chosen or "",
        open_to_all=open_to_all,
        chapters=_chapters(scheme, of_form),
        units=units,
        faults=tuple(faults) if asked else (),
        wrong={fault.field: fault for fault in reversed(faults)} if asked else {},
        standing=now,
        asked=asked,
    )


def _changed(units: Units, do: str) -> Units:
    what, _, which = do.partition(":")
    return added(units, which) if what == "add-unit" else without(units, which) if what == "remove-unit" else units


def _chapters(scheme: Scheme, form: str) -> tuple[Chapter, ...]:
    """The chapters that the form asks about."""
    found = []
    for section in scheme.sections:
        criteria = tuple(c for c in scheme.criteria_of(form) if c.within[:1] == (section.id,))
        if criteria:
            found.append(
                Chapter(
                    id=section.id, numeral=numeral(scheme, section.id), title=dict(section.title), criteria=criteria
                )
            )
    return tuple(found)


HANDLERS = (newest_checklist, checklist, judge_newest, judge)
