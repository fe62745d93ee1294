"""Reports of misuse: the form that anybody may send, the receipt, and the list of those whom it goes to."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, Response, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from certify.service.store import reports
from certify.service.web import reporting
from certify.service.web.access import who
from certify.service.web.bodies import read_json
from certify.service.web.declared import JSON, json_answer
from certify.service.web.limits import REPORT
from certify.service.web.pages.forms import EMPTY, FORM_TOKEN_IN_BODY, Fault, Form, read_form, read_own_form
from certify.service.web.pages.front import LOOK
from certify.service.web.pages.performing import Failed
from certify.service.web.pages.rendering import language, onward, page
from certify.service.web.permissions import CLOSE_REPORTS, READ_PUBLIC, READ_REPORTS, SEND_PUBLIC
from certify.service.web.problems import not_found
from certify.service.web.reporting import KINDS, MOST_PLACE, MOST_TEXT, NewReport
from certify.service.web.wired import wired
from verify.errors import BadCertificateNumber
from verify.number import is_number, tidy

AnyRequest = Request[Any, Any, Any]
_MOST_FIELDS = 10
_FIELDS = ("kind", "number", "place", "text")  # as they stand in the form
_FORM = {"permission": READ_PUBLIC, "visitor": True}
_SEND = {"permission": SEND_PUBLIC, "limit": REPORT}


@HTTPRouteHandler("/v/{number:str}/report", http_method=LOOK, opt=_FORM)
async def show_form(request: AnyRequest, number: FromPath[str]) -> Response[bytes]:
    """The form about a certificate, or about what bears a number that no certificate has."""
    return await _form(request, _known(number))


@HTTPRouteHandler("/v/report", http_method=LOOK, opt=_FORM)
async def show_form_without(request: AnyRequest) -> Response[bytes]:
    """The form about what has no number that could be read."""
    return await _form(request, None)


@post("/v/{number:str}/report", status_code=200, opt=_SEND)
async def send(request: AnyRequest, number: FromPath[str]) -> Response[bytes]:
    """Take a report, as a form or as JSON, and give the receipt."""
    known = _known(number)
    if request.content_type[0] == JSON:
        told, _ = await read_json(request, NewReport, 20_000)
        return json_answer(await reporting.report(wired(request), known, told), status=201)
    return await _send(request, known)


@post("/v/report", status_code=200, opt=_SEND)
async def send_without(request: AnyRequest) -> Response[bytes]:
    """Take a report with the number that was typed, or without one."""
    return await _send(request, None)


@HTTPRouteHandler("/reports/{receipt:str}", http_method=LOOK, opt=_FORM)
async def show_receipt(request: AnyRequest, receipt: FromPath[str]) -> Response[bytes]:
    """The receipt, and what became of the report."""
    return await page(request, "receipt.html", told=await reporting.receipt(wired(request), receipt))


@HTTPRouteHandler("/reports", http_method=LOOK, opt={"permission": READ_REPORTS})
async def list_reports(request: AnyRequest) -> Response[bytes]:
    """The reports that have come to the body of the reader."""
    here, principal = wired(request), who(request)
    rows = await reports.of_body(here.database, principal.body)
    return await page(
        request,
        "reports.html",
        section="cases",
        waiting=[row for row in rows if row.closed_at is None],
        closed=[row for row in rows if row.closed_at is not None],
        may_close=CLOSE_REPORTS.opens_to(principal.roles),
        most=reporting.MOST_ANSWER,
    )


@post("/reports/{receipt:str}", status_code=200, opt={"permission": CLOSE_REPORTS} | FORM_TOKEN_IN_BODY)
async def close(request: AnyRequest, receipt: FromPath[str]) -> Response[bytes]:
    """Close a report, with an answer for whoever has the receipt."""
    form = await read_own_form(request)
    await reporting.close(wired(request), who(request), receipt, form.first("answer"))
    return onward("/reports?done=ReportClosed")


def _known(number: str) -> str:
    if not is_number(number):
        raise not_found()
    return number


async def _form(request: AnyRequest, number: str | None, failed: Failed | None = None) -> Response[bytes]:
    body, asked = await reporting.body_of(wired(request), number), _asked(request)
    return await page(
        request,
        "report.html",
        status=422 if failed is not None else 200,
        number=number,
        body=body,
        action=f"/v/{number}/report{asked}" if number else f"/v/report{asked}",
        asked=asked,
        failed=failed,
        empty=EMPTY,
        most_place=MOST_PLACE,
    )


async def _send(request: AnyRequest, number: str | None) -> Response[bytes]:
    form = await read_form(request, _MOST_FIELDS)
    typed, about, faults = form.first("number"), number, _faults(form)
    if number is None and typed:
        try:
            about = tidy(typed)
        except BadCertificateNumber:
            faults.append(Fault(field="number", message="report-wrong-number"))
    if faults:
        in_order = sorted(faults, key=lambda fault: _FIELDS.index(fault.field))
        return await _form(request, number, Failed(act="Report", form=form, faults=tuple(in_order)))
    said = {name: form.first(name) for name in ("kind", "place", "text")}
    told = await reporting.report(wired(request), about, msgspec.convert(said, NewReport))
    return onward(f"/reports/{told.receipt}{_asked(request)}")


def _asked(request: AnyRequest) -> str:
    """The language, when the address says it: it goes along."""
    return f"?lang={language(request)}" if "lang" in request.query_params else ""


def _faults(form: Form) -> list[Fault]:
    """What is missing or too long, field by field."""
    wrong = []
    if form.first("kind") not in KINDS:
        wrong.append(Fault(field="kind", message="report-needed-kind"))
    if not form.first("place"):
        wrong.append(Fault(field="place", message="report-needed-place"))
    for name, most in (("place", MOST_PLACE), ("text", MOST_TEXT)):
        if len(form.first(name)) > most:
            wrong.append(Fault(field=name, message="report-too-long"))
    return wrong


HANDLERS = [show_form, show_form_without, send, send_without, show_receipt, list_reports, close]
