"""From a self-assessment to a draft in one step, signed in or not.

Whoever has not signed in does it first; the answers come along in a hidden field of the form, since nothing of them may
be kept here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from litestar import Request, Response, post

from certify.core.acts import Identifier
from certify.core.scheme.clocks import local_day
from certify.service.web import sessions
from certify.service.web.access import FORM_TOKEN_FIELD, Principal, visitor
from certify.service.web.bodies import MAX_DEPTH, MAX_JSON_BYTES, as_type
from certify.service.web.pages.answering import finding_said
from certify.service.web.pages.draft_begin import Offer, begin_offer, offers_of
from certify.service.web.pages.forms import FORM_TOKEN_IN_BODY, read_form
from certify.service.web.pages.rendering import language, onward, page
from certify.service.web.pages.self_assessment_form import as_application, said_in
from certify.service.web.pages.sign_in_page import CARRIED, sign_in_answer
from certify.service.web.pages.words import words
from certify.service.web.permissions import SEND_PUBLIC
from certify.service.web.self_assessing import SelfAssessment, today_of, under, version_for
from certify.service.web.wired import wired
from verify import strict_json

if TYPE_CHECKING:
    from certify.core.dossier import Dossier
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.parts import Criterion
    from certify.service.web.pages.forms import Form
    from certify.service.web.pages.words import Words

AnyRequest = Request[Any, Any, Any]
MOST_FIELDS = 20_000


class Carried(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Answers on their way to a draft: under which scheme they were given, and the answers."""

    scheme: Identifier
    version: Identifier
    said: SelfAssessment


@post(
    "/drafts/from-self-assessment",
    status_code=200,
    opt={"permission": SEND_PUBLIC, "visitor": True} | FORM_TOKEN_IN_BODY,
)
async def begin_from_answers(request: AnyRequest) -> Response[bytes]:
    """Begin a draft with the answers of a self-assessment; sign in or choose what to apply for first, where needed."""
    form = await read_form(request, most=MOST_FIELDS)
    carried = form.first(CARRIED) or await _packed(request, form)
    principal = visitor(request)
    if principal is None:
        return await sign_in_answer(request, carried=carried)
    if not sessions.same(form.first(FORM_TOKEN_FIELD), principal.form_token):
        return await choose_offer(request, principal, carried)  # signed in since the page was loaded
    offers = await _offers(request, principal, _unpacked(carried))
    open_ones = [offer for offer in offers if offer.refused is None]
    chosen = next((offer for offer in open_ones if offer.value == form.first("offer")), None)
    if chosen is None and len(offers) == 1 and "offer" not in form.fields:
        chosen = next(iter(open_ones), None)
    if chosen is None:
        return await choose_offer(request, principal, carried, wrong=CARRIED in form.fields)
    return await _begin(request, principal, chosen, _unpacked(carried))


async def _begin(request: AnyRequest, principal: Principal, chosen: Offer, carried: Carried) -> Response[bytes]:
    here, told = wired(request), words(language(request))
    unbound = await here.shell.schemes.get(here.database, principal.body, chosen.scheme)
    scheme = None if unbound is None else unbound.under(chosen.profile, local_day(here.clock()))

    def change(dossier: Dossier) -> Dossier:
        return _filled(dossier, carried.said, scheme, chosen.form, told) if scheme is not None else dossier

    return onward(f"/drafts/{await begin_offer(here, principal, chosen, change)}?done=Begun")


def _filled(dossier: Dossier, said: SelfAssessment, scheme: Scheme, form: str, told: Words) -> Dossier:
    """A dossier with the answers in it; what was there before and was not answered anew stays."""

    def in_words(criterion: Criterion, value: str) -> str:
        own = f"self-answer-{value}"
        if told.has(own):
            return told.plain(own)
        return told.plain("self-answer-other", value=finding_said(scheme, criterion, value, told.language))

    answers = as_application(said, scheme, form, in_words)
    return msgspec.structs.replace(
        dossier,
        answers=dossier.answers | answers.answers,
        inputs=dossier.inputs | answers.inputs,
        units=dossier.units | answers.units,
    )


async def choose_offer(
    request: AnyRequest, principal: Principal, carried: str, *, wrong: bool = False
) -> Response[bytes]:
    """Choose for whom and for what, with the answers in a hidden field."""
    told = _unpacked(carried)
    return await page(
        request,
        "self_assessment_begin.html",
        status=422 if wrong else 200,
        section="schemes",
        offers=await _offers(request, principal, told),
        carried=carried,
        back=f"/schemes/{told.scheme}/{told.version}/self-assessment",
        wrong=wrong,
    )


async def _offers(request: AnyRequest, principal: Principal, carried: Carried) -> tuple[Offer, ...]:
    """The ways to begin under the scheme that the answers are about, in the version that takes applications now."""
    if "applicant" not in principal.roles:
        return ()
    here, found = wired(request), []
    for offer in await offers_of(here, principal):
        scheme = await here.shell.schemes.get(here.database, principal.body, offer.scheme)
        if scheme is not None and scheme.id == carried.scheme:
            found.append(offer)
    meant = tuple(offer for offer in found if offer.profile == carried.said.profile)
    return meant or tuple(found)


async def _packed(request: AnyRequest, form: Form) -> str:
    """The answers of a checklist as one text. Raises the problem `not-found` for a version that there is not."""
    here = wired(request)
    _, scheme = await version_for(here, form.first("scheme"), form.first("version"))
    scheme = under(scheme, form.first("profile") or None, today_of(here, scheme))
    carried = Carried(scheme=scheme.id, version=scheme.version.id, said=said_in(form, scheme, []))
    return msgspec.json.encode(carried).decode()


def _unpacked(text: str) -> Carried:
    """The answers out of the text. Raises problems with a 4xx status for anything that is none of ours."""
    raw = text.encode()
    return as_type(strict_json.read(raw, max_bytes=MAX_JSON_BYTES, max_depth=MAX_DEPTH, profile="json"), Carried)


HANDLERS = (begin_from_answers,)
