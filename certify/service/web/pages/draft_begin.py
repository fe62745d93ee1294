"""`/drafts/new`: begin an application: for which organisation, under which scheme, anew or as a renewal."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec
from litestar import Request, Response, post
from litestar.handlers import HTTPRouteHandler

from certify.core.case import OPEN_STATES
from certify.core.dossier import Dossier
from certify.core.errors import Refused
from certify.core.outcome import Dates, eligible
from certify.core.scheme.clocks import local_day, renewal_window
from certify.service.perform import load_case
from certify.service.store import cases, certificates, organisations, published
from certify.service.web import drafting
from certify.service.web.access import who
from certify.service.web.idempotency import id_of
from certify.service.web.pages.forms import FORM_TOKEN_IN_BODY, read_own_form
from certify.service.web.pages.rendering import onward, page
from certify.service.web.permissions import READ_DRAFTS, WRITE_DRAFTS
from certify.service.web.public import LOOK
from certify.service.web.wired import wired

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from certify.core.scheme.model import Scheme
    from certify.service.store.organisations import OrganisationRow
    from certify.service.web.access import Principal
    from certify.service.web.wired import Wired

AnyRequest = Request[Any, Any, Any]
_RENEWED = frozenset({"active", "suspended", "expired"})


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """One way to begin. `refused` is the rule that would say no when it is handed in."""

    organisation: str
    organisation_name: str
    scheme: str
    title: dict[str, str]
    version: str
    form: str
    profile: str | None = None
    former: str | None = None
    like: str | None = None
    until: date | None = None
    opens: date | None = None
    refused: Refused | None = None

    @property
    def value(self) -> str:
        """What stands in the form for it."""
        return "/".join((self.organisation, self.scheme, self.form, self.former or "", self.profile or ""))


async def offers_of(here: Wired, principal: Principal) -> tuple[Offer, ...]:
    """Every way for the organisations that one acts for, under every version that takes applications now."""
    found: list[Offer] = []
    for organisation in principal.applicant_for:
        row = await organisations.organisation(here.database, principal.body, organisation)
        if row is None:
            continue
        async for scheme in _open_versions(here, principal.body):
            for profile in (None, *scheme.profiles):
                found += await _of_scheme(here, principal.body, row, scheme, profile)
    return tuple(found)


async def _open_versions(here: Wired, body: str) -> AsyncIterator[Scheme]:
    """The newest version of each scheme that takes applications today."""
    seen: set[str] = set()
    for row in await published.scheme_versions(here.database, body):
        scheme = await here.shell.schemes.get(here.database, body, row.digest)
        if scheme is None or scheme.id in seen:
            continue
        today = local_day(here.clock(), scheme)
        if scheme.version.applies_from <= today and (scheme.version.until is None or today <= scheme.version.until):
            seen.add(scheme.id)
            yield scheme


def is_for_nobody(scheme: Scheme, today: date) -> bool:
    """Whether nothing that anybody could say would let an application in: such a scheme asks for a profile."""
    return eligible(scheme, Dossier(), dates=Dates(submitted=today, today=today)) is False


async def _of_scheme(here: Wired, body: str, row: OrganisationRow, unbound: Scheme, profile: str | None) -> list[Offer]:
    """The ways under one profile, or under the scheme as it stands. A certificate is renewed under its own profile."""
    today = local_day(here.clock(), unbound)
    scheme = unbound.under(profile, today)
    if scheme.profiles and is_for_nobody(scheme, today):
        return []
    busy = await _has_open_case(here, body, row.id, scheme)
    renewal = scheme.renewal.form if scheme.renewal is not None else None
    base = Offer(
        organisation=row.id,
        organisation_name=row.name,
        scheme=scheme.digest,
        title=dict(scheme.title),
        version=scheme.version.id,
        form=next(form.form for form in scheme.forms if form.form != renewal or len(scheme.forms) == 1),
        profile=profile,
        refused=Refused("submit.open_case") if busy else None,
    )
    offers = [base]
    for certificate in await certificates.certificates_of_holder(here.database, body, row.id):
        if certificate.scheme != scheme.id or certificate.status not in _RENEWED or renewal is None:
            continue
        former = await load_case(here.database, body, certificate.case)
        if former is None or (former.profile if former.profile in scheme.profiles else None) != profile:
            continue
        window = renewal_window(scheme, local_day(certificate.valid_until))
        if today > window.closes:
            continue
        early = Refused("submit.renewal_early") if today < window.opens else None
        offers.append(
            msgspec.structs.replace(
                base,
                form=renewal,
                former=certificate.number,
                like=certificate.case,
                until=window.ends,
                opens=window.opens,
                refused=base.refused or early,
            )
        )
    return offers


async def _has_open_case(here: Wired, body: str, organisation: str, scheme: Scheme) -> bool:
    found = await cases.list_cases(
        here.database, body, applicants=(organisation,), states=tuple(sorted(OPEN_STATES)), limit=200
    )
    return any(case.scheme_id == scheme.id for case in found)


@HTTPRouteHandler("/drafts/new", http_method=LOOK, opt={"permission": READ_DRAFTS})
async def choose(request: AnyRequest) -> Response[bytes]:
    """Choose what to apply for."""
    return await _choose(request)


async def _choose(request: AnyRequest, *, wrong: bool = False) -> Response[bytes]:
    offers = await offers_of(wired(request), who(request))
    several = len({offer.organisation for offer in offers}) > 1
    status = 422 if wrong else 200
    return await page(
        request, "draft_new.html", status=status, section="cases", offers=offers, several=several, wrong=wrong
    )


@post("/drafts", status_code=200, opt={"permission": WRITE_DRAFTS} | FORM_TOKEN_IN_BODY)
async def begin(request: AnyRequest) -> Response[bytes]:
    """Begin the draft that was chosen, with what is known of the organisation filled in."""
    here, principal = wired(request), who(request)
    form = await read_own_form(request)
    chosen = next((o for o in await offers_of(here, principal) if o.value == form.first("offer")), None)
    if chosen is None or chosen.refused is not None:
        return await _choose(request, wrong=True)
    return onward(f"/drafts/{await begin_offer(here, principal, chosen)}")


async def begin_offer(
    here: Wired, principal: Principal, chosen: Offer, change: Callable[[Dossier], Dossier] | None = None
) -> str:
    """Begin the draft of an offer, with `change` made in its dossier; gives its id."""
    wanted = drafting.Begin(
        organisation=chosen.organisation,
        scheme=chosen.scheme,
        form=chosen.form,
        profile=chosen.profile,
        former=chosen.former,
        like=chosen.like,
    )
    begun = await drafting.begin(here, principal, wanted, id_of(here.chance(16)))
    if change is not None:
        await drafting.save(here, principal, begun.id, change(begun.dossier), version=begun.version)
    return begun.id


HANDLERS = (choose, begin)
