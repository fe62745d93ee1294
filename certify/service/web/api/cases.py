"""`/api/cases`: cases, their history and documents, and the acts by which anything happens to them."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath

from certify.core.acts import Act, Identifier, Submit
from certify.core.case import State
from certify.core.documents import Statement
from certify.core.dossier import Dossier
from certify.core.findings import Findings
from certify.core.outcome import Outcome
from certify.service.perform import Caller, Performed, done_before, load_case, perform
from certify.service.saved_answers import SavedFile
from certify.service.web import cases, collected, drafting, files, papers, sight
from certify.service.web.access import who
from certify.service.web.bodies import body_bytes, if_match, read_json, read_query
from certify.service.web.declared import declare, json_answer
from certify.service.web.idempotency import fresh_id, remembered
from certify.service.web.permissions import ACT, APPLY, READ_CASES, RECORD_ANSWERS
from certify.service.web.problems import Trouble, not_found
from certify.service.web.wired import wired

AnyRequest = Request[Any, Any, Any]
# What an act says in words becomes a document of its own. A caller sends the words, never the name of a document.
_WORDS = ("dossier", "findings", "reason", "statement")


class Acted(msgspec.Struct, frozen=True, kw_only=True):
    """What an act did: the events that it made, and where the case stands after them."""

    case: Identifier
    version: int
    state: State
    number: str | None
    events: tuple[cases.EventShown, ...]


class Paper(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A document of a case: as what the case uses it, and what it says, under the kind that it is."""

    digest: str
    use: sight.Use
    dossier: Dossier | None = None
    findings: Findings | None = None
    statement: Statement | None = None


def acted(done: Performed, *, status: int = 200) -> Response[bytes]:
    """The answer to an act. It follows from what was done alone, so that a repeated call gets the same bytes."""
    case = done.case
    answer = Acted(
        case=case.id, version=case.version, state=case.state, number=case.number, events=cases.shown(done.recorded)
    )
    return json_answer(answer, status=status, version=case.version, headers={"location": f"/api/cases/{case.id}"})


@get("/api/cases", opt=declare(READ_CASES, query=cases.CaseQuery, answer=cases.CasePage))
async def list_cases(request: AnyRequest) -> Response[bytes]:
    """The cases that one may see, last changed first; `waiting` gives those in which one's duty is still free."""
    return json_answer(await cases.list_cases(wired(request), who(request), read_query(request, cases.CaseQuery)))


@post("/api/cases", opt=declare(APPLY, body=Submit, answer=Acted, status=201, problems=("refused",), idempotent=True))
async def open_case(request: AnyRequest) -> Response[bytes]:
    """Open a case with a whole dossier. Files that it names were handed in with a draft of the same organisation."""
    here, principal = wired(request), who(request)
    act, raw = await read_json(request, Submit)
    await _check(request, act, act.applicant)
    done = await perform(
        here.shell,
        body=principal.body,
        case=fresh_id(request, "open-case"),
        act=act,
        caller=Caller(kind="person", person=principal.person),
        at=here.clock(),
        remember=remembered(request, raw, "open-case"),
    )
    here.wake()
    return acted(done, status=201)


@get("/api/cases/{case:str}", opt=declare(READ_CASES, answer=cases.CaseShown))
async def show_case(request: AnyRequest, case: FromPath[str]) -> Response[bytes]:
    """One case, as far as one may see it. Its version stands in `ETag`."""
    shown = await cases.show_case(wired(request), who(request), case)
    return json_answer(shown, version=shown.version)


@get("/api/cases/{case:str}/events", opt=declare(READ_CASES, answer=tuple[cases.EventShown, ...]))
async def case_events(request: AnyRequest, case: FromPath[str]) -> Response[bytes]:
    """What happened to a case, from first to last."""
    return json_answer(await cases.case_events(wired(request), who(request), case))


@get("/api/cases/{case:str}/outcome", opt=declare(READ_CASES, answer=Outcome))
async def case_outcome(request: AnyRequest, case: FromPath[str]) -> Response[bytes]:
    """What the scheme's rules make of the dossier and the findings as they stand."""
    return json_answer(await cases.case_outcome(wired(request), who(request), case))


@post(
    "/api/cases/{case:str}/acts",
    status_code=200,
    opt=declare(
        ACT, body=Act, answer=Acted, problems=("refused", "conflict", "changed"), idempotent=True, versioned=True
    ),
)
async def act_on_case(request: AnyRequest, case: FromPath[str]) -> Response[bytes]:
    """Do an act to a case. A rule that says no is named; of two acts at once one wins and the other is told."""
    here, principal = wired(request), who(request)
    try:
        seen = await sight.case_in_sight(here.database, principal, case)
    except Trouble:
        return await _said_before(request, case)
    act, raw = await _read_act(request)
    expected = if_match(request)
    await _check(request, act, seen.view.applicant)
    remember = remembered(request, raw, f"act/{case}")
    if expected is not None and expected != seen.view.version and remember is None:
        raise Trouble("changed", version=seen.view.version)
    done = await perform(
        here.shell,
        body=principal.body,
        case=case,
        act=act,
        caller=Caller(kind="person", person=principal.person),
        at=here.clock(),
        expected=expected,
        remember=remember,
    )
    here.wake()
    return acted(done)


async def _said_before(request: AnyRequest, case: str) -> Response[bytes]:
    """The same answer to an act that was done before, where it put the case out of its doer's sight: a conflict does.

    Raises the problem `not-found` for every other call on a case out of sight.
    """
    remember = remembered(request, await body_bytes(request), f"act/{case}")
    done = await done_before(wired(request).database, who(request).body, remember) if remember is not None else None
    if done is None:
        raise not_found()
    return acted(done)


async def _read_act(request: AnyRequest) -> tuple[Act, bytes]:
    kind: Any = Act  # a union of structs, which msgspec reads by the field `act`
    return await read_json(request, kind)


async def _check(request: AnyRequest, act: Act, applicant: str | None) -> None:
    """An act from outside brings its words itself, and a dossier names files of its own organisation only."""
    for field in _WORDS:
        if isinstance(getattr(act, field, None), str):
            raise Trouble("unknown-reference", f"{field} holds what is said, not the name of a document")
    if isinstance(act, Submit) and isinstance(act.dossier, Dossier):
        organisation = applicant or ""
        if organisation in who(request).applicant_for:
            await drafting.check_files(wired(request), who(request), act.dossier, organisation)


@post(
    "/api/cases/{case:str}/answers",
    status_code=200,
    opt=declare(
        RECORD_ANSWERS,
        body=SavedFile,
        answer=Acted,
        problems=("refused", "conflict", "not-collected"),
        idempotent=True,
    ),
)
async def record_answers(request: AnyRequest, case: FromPath[str]) -> Response[bytes]:
    """Record the figures in a file of saved answers (`certify collect --save`), and keep the answers as evidence."""
    _, raw = await read_json(request, SavedFile)
    remember = remembered(request, raw, f"answers/{case}")
    return acted(await collected.record_answers(wired(request), who(request), case, raw, remember=remember))


@get(
    "/api/cases/{case:str}/documents/{digest:str}",
    opt=declare(READ_CASES, answer=Paper, problems=("erased",)),
)
async def case_document(request: AnyRequest, case: FromPath[str], digest: FromPath[str]) -> Response[bytes]:
    """A document of a case: dossier, findings, a request, a statement of reasons."""
    here, principal = wired(request), who(request)
    use, own = await sight.document_in_sight(here.shell, principal, case, digest)
    content = await papers.content_of(here.database, principal.body, digest)
    shown = content if own else papers.without_notes(content)
    return json_answer(
        Paper(
            digest=digest,
            use=use,
            dossier=shown if isinstance(shown, Dossier) else None,
            findings=shown if isinstance(shown, Findings) else None,
            statement=shown if isinstance(shown, Statement) else None,
        )
    )


@get(
    "/api/cases/{case:str}/evidence/{digest:str}",
    opt=declare(READ_CASES, gives="application/octet-stream", problems=("erased",)),
)
async def case_evidence(request: AnyRequest, case: FromPath[str], digest: FromPath[str]) -> Response[Any]:
    """A file that a dossier of the case names, as a download whose digest is checked on the way."""
    here, principal = wired(request), who(request)
    await sight.case_in_sight(here.database, principal, case)
    found = await load_case(here.database, principal.body, case)
    if found is None:
        raise not_found()
    file = await drafting.file_of_case(here, principal, found, digest)
    return await files.send(here, request, principal.body, file)


HANDLERS = (
    list_cases,
    open_case,
    show_case,
    case_events,
    case_outcome,
    act_on_case,
    record_answers,
    case_document,
    case_evidence,
)
