"""Where the requests come in: what was asked is read, checked, and answered as page or JSON."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import datetime

import msgspec
from litestar import Response

from verify import asked, carried, lookup, times, words
from verify.dates import Lang
from verify.endpoint.answers import (
    FOR_EVER,
    FRESH,
    JSON,
    PLAIN_HEADERS,
    READ_ANYWHERE,
    SCANNING,
    STATUS,
    Asking,
    accept,
    answer,
    chosen,
    language_of,
    odd_answer,
    odd_in,
    problem_answer,
    query,
)
from verify.endpoint.posted import NotTaken, Posted
from verify.errors import BadCertificateNumber, BadTime, TooLarge
from verify.history import Change
from verify.negotiation import wants_json
from verify.number import is_number, tidy
from verify.pages import day as days
from verify.pages import phone, scan
from verify.pages import view as views
from verify.pages.labels import label
from verify.pages.render import Pages, Surroundings
from verify.pages.shapes import HolderWords, SchemeTexts, Site
from verify.past import NotPassed, PastDay
from verify.statics import shipped
from verify.trust_lists import TrustLists
from verify.verdict import Verdict
from verify.verifier import unreadable

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,252})(?::[0-9]{1,5})?")

SchemeTextsOf = Callable[[str], Awaitable[SchemeTexts | None]]
HolderWordsOf = Callable[[str], Awaitable[tuple[HolderWords, ...]]]


class Desk:
    """Where the requests come in: reads what was asked, has it checked, and answers as page or JSON."""

    def __init__(
        self,
        lists: TrustLists,
        clock: Callable[[], datetime],
        site: Site,
        scheme_texts: SchemeTextsOf,
        texts_of_number: SchemeTextsOf,
        holder_words: HolderWordsOf,
        path: str,
    ) -> None:
        self._lists = lists
        self._clock = clock
        self._site = site
        self._scheme_texts = scheme_texts
        self._texts_of_number = texts_of_number
        self._holder_words = holder_words
        self._path = path
        self._posted = Posted()
        self._statics = shipped(f"{path}/static")
        self._pages = Pages(self._statics.url)

    async def ask(self, request: Asking) -> Response[bytes]:
        """The form; with `?number=` the way to that number's own address, once it can be one; a day goes along."""
        if (odd := odd_in(request, "number", "on", "lang")) is not None:
            if wants_json(accept(request), otherwise=False):
                return odd_answer(odd, language_of(request))
            typed = odd.value if odd.meant == "number" else request.query_params.get("number", "")
            return await self._form(request, typed=typed[:64], wrong=days.oddity(odd, language_of(request)))
        typed = request.query_params.get("number")
        if typed is None:
            return await self._form(request)
        try:
            number = tidy(typed)
        except BadCertificateNumber as error:
            if wants_json(accept(request), otherwise=False):
                return self._no_such_json(request, typed, error.detail)
            return await self._form(request, typed=typed[:64], status=404)
        along = {name: request.query_params[name][:20] for name in ("on", "lang") if name in request.query_params}
        address = f"{self._path}/{number}{query(along)}"
        return answer(b"", "text/plain", 303, {"location": address, **FRESH})

    async def scan(self, request: Asking) -> Response[bytes]:
        """The page that scans further codes. It is the same for everybody, and so may be kept in a phone."""
        lang = language_of(request)
        site, (_, root) = await self._site_of(request, None), await self._lists.first()
        page = self._scan_page(lang, site, chosen=chosen(request), root=root)
        headers = {**FRESH, **SCANNING, "content-language": lang}
        return answer(page.encode(), "text/html", 200, headers)

    def _scan_page(self, lang: Lang, site: Site, *, chosen: Lang | None, root: str | None) -> str:
        here = f"{self._path}/scan"
        around = Surroundings(
            here=here,
            other=f"{here}?lang={'en' if lang == 'sv' else 'sv'}",
            action=self._path,
            chosen=chosen or "",
            pictures=self._posted.pictures,
        )
        site = msgspec.structs.replace(site, notice=site.scan_notice or site.notice)
        return self._pages.scan(lang, site, around, scan.table(lang, root, site.name))

    async def to_carry(self) -> Response[bytes]:
        """The trust list and all status lists, so that nothing has to be asked for when a code is checked."""
        source, root = await self._lists.first()
        found = await carried.carried(source, root=root)
        return answer(msgspec.json.encode(found), JSON, 200, {"cache-control": "no-store"})

    def manifest(self, request: Asking) -> Response[bytes]:
        """What makes the page one that can be installed."""
        raw = scan.manifest(language_of(request), self._path, self._statics)
        return answer(raw, "application/manifest+json", 200, {"cache-control": "no-cache", "vary": "accept-language"})

    async def worker(self, request: Asking) -> Response[bytes]:
        """The program that keeps the page in a phone; asked about anew each time, so that a new one is found."""
        site, (_, root) = await self._site_of(request, None), await self._lists.first()
        raw = scan.worker(self._path, self._statics, lambda lang: self._scan_page(lang, site, chosen=lang, root=root))
        return answer(raw, "text/javascript", 200, {"cache-control": "no-cache"})

    async def show(self, request: Asking, number: str) -> Response[bytes]:
        """The verdict on the certificate of that number, or 404. One spelling of each number; the form tidies."""
        as_json = number.endswith(".json") or wants_json(accept(request), otherwise=False)
        number = number.removesuffix(".json")
        at = self._clock()
        odd = odd_in(request, "on", "lang")
        if is_number(number) and odd is not None:
            return await self._asked_oddly(request, number, odd, at, as_json=as_json)
        if is_number(number) and "on" in request.query_params:
            return await self._day(request, number, at, as_json=as_json)
        found = None
        if is_number(number):
            source, root = await self._lists.by_number(number)
            found = await lookup.check_number(source, number, at, root=root)
        if found is None:
            return await self._no_such(request, number, at, as_json=as_json)
        status = STATUS.get(found.reason, 200)
        if as_json:
            return self._verdict_json(request, found, status)
        return await self._verdict_page(request, found, status, f"{self._path}/{number}")

    async def evidence(self, request: Asking, number: str) -> Response[bytes]:
        """The bytes that a verdict on that number rests on, as texts: for whoever checks them without believing us."""
        if (odd := odd_in(request, "lang")) is not None:
            return odd_answer(odd, language_of(request))
        source, root = await self._lists.by_number(number)
        found = await lookup.evidence(source, number, root=root) if is_number(number) else None
        if found is None:
            return self._no_such_json(request, number)
        return answer(msgspec.json.encode(found), JSON, 200, {**FRESH, **READ_ANYWHERE})

    async def _no_such(self, request: Asking, number: str, at: datetime, *, as_json: bool) -> Response[bytes]:
        if as_json:
            return self._no_such_json(request, number)
        site = await self._site_of(request, None)
        view = views.of_no_such(number[:40], language_of(request), site, checked_at=times.text(at))
        return self._html(self._pages.verdict(view, self._around(request, self._path)), view.lang, 404)

    async def _day(self, request: Asking, number: str, at: datetime, *, as_json: bool) -> Response[bytes]:
        """What held on the day that is asked for, from the signed history. Today's verdict is never given instead."""
        typed, lang = request.query_params.get("on", "")[:20], language_of(request)
        found: tuple[Verdict, PastDay | None] | None
        wrong = False
        source, root = await self._lists.by_number(number)
        try:
            found = await lookup.check_day(source, number, times.day(typed), at, root=root)
        except (BadTime, NotPassed):
            wrong, verdict = True, await lookup.check_number(source, number, at, root=root)
            found = None if verdict is None else (verdict, None)
        if found is None:
            return await self._no_such(request, number, at, as_json=as_json)
        verdict, past = found
        # Asking again helps where no history could be had, and not where nothing that was signed counts.
        untold = 409 if verdict.verdict in ("not_genuine", "not_registered") else 503
        if as_json and past is not None:
            return answer(msgspec.json.encode(past), JSON, 200, {**FRESH, **READ_ANYWHERE})
        if as_json:
            return problem_answer("bad-day", lang, 400) if wrong else problem_answer("day-not-known", lang, untold)
        site = await self._site_of(request, verdict.certificate.issuer if verdict.certificate else None)
        around = self._around(request, f"{self._path}/{number}", on=typed)
        if wrong:
            return self._html(self._pages.day(days.of_bad_day(number, typed, verdict, lang, site), around), lang, 400)
        if past is None:
            view = days.of_unknown_day(number, typed, verdict, lang, site)
            return self._html(self._pages.day(view, around), lang, untold)
        return self._html(self._pages.day(days.of_day(past, verdict, lang, site), around), lang, 200)

    async def _asked_oddly(
        self, request: Asking, number: str, odd: asked.Odd, at: datetime, *, as_json: bool
    ) -> Response[bytes]:
        """That what is asked cannot be read, and how it is spelled; no verdict: it could be one on another day."""
        lang = language_of(request)
        if as_json:
            return odd_answer(odd, lang)
        source, root = await self._lists.by_number(number)
        verdict = await lookup.check_number(source, number, at, root=root)
        if verdict is None:
            return await self._no_such(request, number, at, as_json=False)
        site = await self._site_of(request, verdict.certificate.issuer if verdict.certificate else None)
        around = self._around(request, f"{self._path}/{number}")
        return self._html(self._pages.day(days.of_odd(number, odd, verdict, lang, site), around), lang, 400)

    async def check(self, request: Asking) -> Response[bytes]:
        """The verdict on what is posted: a certificate (JSON or PDF), a code (text or picture), or a form with one."""
        if (odd := odd_in(request, "lang")) is not None:
            if wants_json(accept(request), otherwise=True):
                return odd_answer(odd, language_of(request))
            return await self._form(request, wrong=days.oddity(odd, language_of(request)))
        found = await self._judge(request)
        if found.step("readable").result == "yes":
            status = 422 if found.step("well_formed").result == "no" else 200
        else:
            status = STATUS.get(found.reason, 400)
        if wants_json(accept(request), otherwise=True):
            return self._verdict_json(request, found, status)
        return await self._verdict_page(request, found, status, None)

    def static(self, request: Asking, name: str) -> Response[bytes]:
        """A static file: for ever at the address with its digest, else to be asked about anew."""
        found = self._statics.find(name)
        if found is None:
            return problem_answer("not-found", language_of(request), 404)
        asset, for_ever = found
        packed = asset.packed is not None and "gzip" in request.headers.get("accept-encoding", "")
        etag = f'{asset.etag[:-1]}-gz"' if packed else asset.etag
        headers = {"etag": etag, "vary": "accept-encoding", "cache-control": FOR_EVER if for_ever else "no-cache"}
        known = request.headers.get("if-none-match", "")
        if known.strip() == "*" or etag in (one.strip().removeprefix("W/") for one in known.split(",")):
            return answer(b"", asset.media, 304, headers)
        if packed and asset.packed is not None:
            return answer(asset.packed, asset.media, 200, {**headers, "content-encoding": "gzip"})
        return answer(asset.raw, asset.media, 200, headers)

    async def _judge(self, request: Asking) -> Verdict:
        """The verdict on the body of a request; what cannot be taken in at all is `unknown`, with the reason."""
        at = self._clock()
        try:
            given = await self._posted.take(request)
        except TooLarge:
            return unreadable("too-large", at=at)
        except NotTaken as error:
            return unreadable(error.code, at=at)
        if isinstance(given, str):
            return await self._lists.judge(lambda source, root: lookup.check_code(source, given, at, root=root))
        return await self._lists.judge(lambda source, root: lookup.check_certificate(source, given, at, root=root))

    async def _verdict_page(self, request: Asking, found: Verdict, status: int, here: str | None) -> Response[bytes]:
        facts = found.certificate
        scheme: SchemeTexts | None = None
        changes: tuple[Change, ...] = ()
        source, root = await self._lists.by_issuer(facts.issuer if facts else None)
        if facts is not None and found.verdict != "not_registered":
            scheme = await self._texts_of_number(facts.number)
            if scheme is None:
                scheme = await self._scheme_texts(facts.scheme.id if facts.scheme else facts.scheme_code)
            changes = await lookup.changes(source, found, root=root)
        site = await self._site_of(request, facts.issuer if facts else None)
        told = await self._holder_words(facts.number) if facts is not None and found.verdict == "valid" else ()
        view = views.of_verdict(found, language_of(request), site, scheme=scheme, changes=changes, holder_words=told)
        again = phone.anew(found, view.lang, root) if here and found.claimed_number else None
        page = self._pages.verdict(view, self._around(request, here or ""), again)
        return self._html(page, view.lang, status)

    def _verdict_json(self, request: Asking, found: Verdict, status: int) -> Response[bytes]:
        """The verdict; where it comes with an error status as members of the problem that says why."""
        if status == 200:
            return Response(msgspec.json.encode(found), status_code=200, headers=PLAIN_HEADERS)
        code = found.reason if found.step("readable").result != "yes" else "not-as-described"
        return problem_answer(code, language_of(request), status, **msgspec.to_builtins(found))

    def _no_such_json(self, request: Asking, number: str, detail: str = "") -> Response[bytes]:
        lang = language_of(request)
        _, headline, _, _ = words.no_such(number[:40], lang)
        return problem_answer("no-such-certificate", lang, 404, detail=detail or headline)

    async def _form(self, request: Asking, *, typed: str = "", status: int = 200, wrong: str = "") -> Response[bytes]:
        """The form; `wrong` says what was wrong with the address, else a status of 404 that it was the number."""
        lang, status = language_of(request), 400 if wrong else status
        wrong = wrong or (label("ask_wrong", lang) if status != 200 else "")
        site = await self._site_of(request, None)
        around = self._around(request, self._path)
        return self._html(self._pages.ask(lang, site, around, typed=typed, wrong=wrong), lang, status)

    async def _site_of(self, request: Asking, issuer: str | None) -> Site:
        """Whose pages these are, as far as it was told or can be found out.

        A body that has an origin of its own is shown under it where it is asked there: the trust list names the host,
        never the request alone.
        """
        site = self._site
        source, root = await self._lists.by_issuer(issuer)
        asked = request.headers.get("host", "").lower()
        asked = asked if _HOST.fullmatch(asked) else ""
        host = site.host
        if host is not None and asked != host:
            there = await lookup.owner(source, asked, issuer=issuer, root=root)
            host = asked if there is not None else host
        elif host is None:
            host = asked
        name = site.name
        if name is None:
            owner = await lookup.owner(source, host, issuer=issuer, root=root)
            name = owner.name if owner else None
        return msgspec.structs.replace(site, host=host, name=name)

    def _around(self, request: Asking, here: str, *, on: str = "") -> Surroundings:
        """The addresses around a page at `here`, for a day `on`; a page that answers a POST has none of its own."""
        said = chosen(request)
        day = {"on": on} if on else {}
        tail = query(day | ({"lang": said} if said else {}))
        is_form = here == self._path
        return Surroundings(
            here=(here or self._path) + tail,
            other=here + query(day | {"lang": "en" if language_of(request) == "sv" else "sv"}) if here else "",
            action=self._path,
            as_data=f"{here}.json{query(day)}" if here and not is_form else "",
            chosen=said or "",
            pictures=self._posted.pictures,
        )

    @staticmethod
    def _html(page: str, lang: Lang, status: int) -> Response[bytes]:
        return answer(page.encode(), "text/html", status, {**FRESH, "content-language": lang})
