"""`/cases`: what waits for the reader first, then every case that they may see, and the drafts of an applicant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import msgspec
from litestar import Request, Response
from litestar.handlers import HTTPRouteHandler

from certify.core.case import OPEN_STATES, State
from certify.core.scheme.clocks import local_day
from certify.service.perform import load_case
from certify.service.store import reports
from certify.service.store.authority import INSTALLATION
from certify.service.web import cases, drafting, scheme_views
from certify.service.web.access import who
from certify.service.web.pages.front import LOOK
from certify.service.web.pages.rendering import page
from certify.service.web.pages.trial import own_turns, waits
from certify.service.web.pages.turns import SOON, Turn
from certify.service.web.permissions import CLOSE_REPORTS, READ_CASES, SIGNED_IN
from certify.service.web.wired import wired
from certify.service.worker.trusting import Health, health

if TYPE_CHECKING:
    from certify.service.web.access import Principal
    from certify.service.web.cases import Listed
    from certify.service.web.wired import Wired

AnyRequest = Request[Any, Any, Any]
_MOST_OPEN = 500  # open cases that are looked through for what waits for the reader
# The filters above the list, and the states that each of them means.
FILTERS: dict[str, tuple[State, ...]] = {
    "all": (),
    "open": tuple(state for state in get_args(State) if state in OPEN_STATES),
    "granted": ("granted",),
    "ended": ("refused", "declined", "withdrawn"),
}


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """A case that waits for the reader, and for what."""

    listed: Listed
    turn: Turn


class DraftListed(msgspec.Struct, frozen=True, kw_only=True):
    """A draft in the list."""

    draft: drafting.Draft
    title: dict[str, str]
    name: str


@HTTPRouteHandler("/cases", http_method=LOOK, opt={"permission": SIGNED_IN})
async def list_cases(request: AnyRequest) -> Response[bytes]:
    """The cases that one may see. Somebody whose roles have no cases is told so."""
    here, principal = wired(request), who(request)
    chosen = request.query_params.get("show", "all")
    chosen = chosen if chosen in FILTERS else "all"
    search = request.query_params.get("search", "")[:200]
    query = cases.CaseQuery(
        state=FILTERS[chosen], search=search, cursor=request.query_params.get("cursor", "")[:200], limit=50
    )
    reads = READ_CASES.opens_to(principal.roles)
    first = not query.cursor and not search and chosen == "all"
    found = await cases.list_cases(here, principal, query) if reads else cases.CasePage(cases=())
    return await page(
        request,
        "cases.html",
        section="cases",
        reads=reads,
        found=found,
        titles=await _titles(here) if found.cases else {},
        tasks=await tasks(here, principal) if reads and first else (),
        free=await _free(here, principal) if reads and first else (),
        drafts=await _drafts(here, principal) if first and "applicant" in principal.roles else (),
        applicant="applicant" in principal.roles,
        filters=tuple(FILTERS),
        chosen=chosen,
        search=search,
        first=first,
        trust=await _trust(here, principal) if first else None,
        reports=await _reports(here, principal) if first else 0,
    )


async def _titles(here: Wired) -> dict[str, dict[str, str]]:
    """What each scheme is called, in its own languages."""
    return {listed.id: listed.title for listed in await scheme_views.all_schemes(here)}


async def _trust(here: Wired, principal: Principal) -> Health | None:
    """How the trust list stands, for an administrator, where somebody has to do something about it."""
    if "administrator" not in principal.roles:
        return None
    found = await health(here.database, here.clock(), offline=here.settings.offline_root is not None)
    own = tuple(one for one in found.lacking if one[0] in (principal.body, INSTALLATION))
    found = msgspec.structs.replace(found, lacking=own)  # what other bodies lack is theirs to know
    return None if found.good else found


async def _reports(here: Wired, principal: Principal) -> int:
    """How many reports of misuse wait, for those who close them."""
    if not CLOSE_REPORTS.opens_to(principal.roles):
        return 0
    return await reports.waiting(here.database, principal.body)


async def tasks(here: Wired, principal: Principal) -> tuple[Task, ...]:
    """Every case in which it is the reader's turn, longest waiting first."""
    near = await cases.granted_and_due(here, principal, here.clock() + SOON, _MOST_OPEN)
    found = [
        Task(listed=listed, turn=own[0])
        for listed in (*await _open(here, principal), *near)
        if (own := await _own_turns(here, principal, listed.id))
    ]
    return tuple(sorted(found, key=lambda task: (task.listed.changed_at, task.listed.id)))


async def _open(here: Wired, principal: Principal) -> list[Listed]:
    query = cases.CaseQuery(state=FILTERS["open"], limit=cases.MOST)
    found: list[Listed] = []
    while len(found) < _MOST_OPEN:
        batch = await cases.list_cases(here, principal, query)
        found += batch.cases
        if batch.next is None:
            break
        query = msgspec.structs.replace(query, cursor=batch.next)
    return found


async def _own_turns(here: Wired, principal: Principal, id_: str) -> tuple[Turn, ...]:
    case = await load_case(here.database, principal.body, id_)
    scheme = await here.shell.schemes.of_case(here.database, principal.body, case) if case is not None else None
    if case is None or scheme is None:
        return ()
    return await own_turns(here, principal, case, scheme, await waits(here, principal, case, scheme))


async def _free(here: Wired, principal: Principal) -> tuple[Listed, ...]:
    """Cases whose duty nobody has yet, for somebody who may come to have it: so that a tie can be told beforehand."""
    if not principal.roles & {"assessor", "decider"} or principal.roles & {"coordinator", "auditor"}:
        return ()
    return (await cases.list_cases(here, principal, cases.CaseQuery(waiting=True, limit=20))).cases


async def _drafts(here: Wired, principal: Principal) -> tuple[DraftListed, ...]:
    found = []
    for draft in await drafting.own_drafts(here, principal):
        scheme = await here.shell.schemes.get(here.database, principal.body, draft.scheme)
        if scheme is not None:
            name, today = draft.dossier.applicant.name, local_day(here.clock())
            title = scheme.under(draft.profile if draft.profile in scheme.profiles else None, today).title
            found.append(DraftListed(draft=draft, title=dict(title), name=name))
    return tuple(found)


HANDLERS = (list_cases,)
