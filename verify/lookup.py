"""Fetches from a source what a check needs, then checks: trust list, status lists, what the register says.

What cannot be had makes the verdict say so, and nothing more: without a trust list or a status list it is `unknown`.
Addresses in a certificate are followed only when the trust list names their origin for the very issuer that the
certificate claims, so nobody can make a server fetch what they please.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from verify import addresses, compact, history, past, status
from verify.credential import read_certificate
from verify.dates import STOCKHOLM
from verify.errors import Unreachable, VerifyError
from verify.history import Change, History
from verify.past import PastDay
from verify.recognition import Recognitions
from verify.recognition import address as recognition_address
from verify.recognition import read as read_recognition
from verify.source import Source, is_near
from verify.status import Statuses, StatusList
from verify.trust import Body, Trust, read_trust
from verify.verdict import Registered, Verdict
from verify.verifier import unreadable, verify, verify_qr


async def check_number(source: Source, number: str, at: datetime, *, root: str | None = None) -> Verdict | None:
    """The verdict on the certificate that the source has under `number`; None when it has none.

    `root` is the Multikey of the installation whose trust list counts, where that is known. A source that cannot be
    reached gives `unknown`, with the reason `unreachable`.
    """
    try:
        raw = await source.certificate(number)
    except Unreachable:
        return unreadable("unreachable", at=at, claimed_number=number)
    if raw is None:
        return None
    return await check_certificate(source, raw, at, root=root, expected_number=number)


async def check_certificate(
    source: Source, raw: bytes, at: datetime, *, root: str | None = None, expected_number: str | None = None
) -> Verdict:
    """The verdict on the bytes of a certificate, whoever hands them over."""
    trust = await _trust(source, root)
    told = await _told(source, _claims(raw, trust), trust)
    return verify(
        raw,
        trust=trust,
        status=told.lists,
        at=at,
        register=told.register,
        expected_number=expected_number,
        recognitions=told.recognitions,
    )


async def check_code(source: Source, text: str, at: datetime, *, root: str | None = None) -> Verdict:
    """The verdict on the text of a QR code. A sign's, which proves nothing, is looked up where a body is at home."""
    trust = await _trust(source, root)
    try:
        host, number = compact.read_sign(text)
    except VerifyError:
        pass
    else:
        if trust is not None and any(host in map(addresses.host_of, body.origins) for body in trust.document.bodies):
            found = await check_number(source, number, at, root=root)
            if found is not None:
                return found
        return unreadable("address-only", at=at, claimed_number=number)
    told = await _told(source, _claims_of_code(text, trust), trust)
    return verify_qr(
        text, trust=trust, status=told.lists, at=at, register=told.register, recognitions=told.recognitions
    )


class _Claims(NamedTuple):
    """What a certificate or code claims, as far as the trust list lets its issuer: number, lists, recognition."""

    number: str | None = None
    lists: tuple[str, ...] = ()
    recognition: str | None = None


class _Told(NamedTuple):
    """What a source told about it."""

    register: Registered | None
    lists: Statuses
    recognitions: Recognitions


async def _told(source: Source, claims: _Claims, trust: Trust | None) -> _Told:
    register, lists = _register(source, claims.number), _lists(source, claims.lists, trust)
    recognitions = _recognitions(source, claims.recognition, trust)
    if is_near(source):  # then a task for each takes longer than what it waits for
        return _Told(await register, await lists, await recognitions)
    return _Told(*await asyncio.gather(register, lists, recognitions))


def _claims(raw: bytes, trust: Trust | None) -> _Claims:
    """Number and addresses of the status lists that a certificate names and its claimed issuer may use."""
    try:
        certificate = read_certificate(raw)
        body = trust.body(certificate.issuer.id) if trust else None
        if body is None or certificate.origin not in body.origins:
            return _Claims()
    except VerifyError:
        return _Claims()
    subject = certificate.credential_subject
    named = (entry.status_list_credential for entry in certificate.credential_status)
    return _Claims(subject.number, tuple(_where(url, body) for url in named), _recognised_at(body, subject.scheme.code))


def _where(url: str, body: Body) -> str:
    """Where to ask for what stands at one of a body's addresses: below the origin where it publishes now."""
    return body.origins[0] + addresses.split(url)[1]


def _recognised_at(body: Body, scheme: str) -> str | None:
    url = recognition_address(body.origins[0], body.slug, scheme)
    try:
        addresses.split(url)
    except VerifyError:  # a code that stands in no address
        return None
    return url


def _claims_of_code(text: str, trust: Trust | None) -> _Claims:
    """The same for a QR code, which names its issuer by digest and its list by number."""
    try:
        parts = compact.read(text)
        said = compact.unpack(parts.cose).compact
        origin = addresses.origin_of_host(parts.host)
        body = trust.by_digest8(said.issuer) if trust else None
    except VerifyError:
        return _Claims()
    if body is None or origin not in body.origins:
        return _Claims()
    lists = f"{body.origins[0]}/bodies/{body.slug}/status/{said.status_list}"
    return _Claims(parts.number, (f"{lists}/revocation", f"{lists}/suspension"), _recognised_at(body, said.scheme))


class Evidence(Struct, frozen=True, kw_only=True):
    """What a verdict on a number rests on, as it was published; None for what cannot be had."""

    certificate: str | None
    trust: str | None
    statuses: tuple[str, ...]
    history: str | None
    recognitions: tuple[str, ...]


async def evidence(source: Source, number: str, *, root: str | None = None) -> Evidence | None:
    """The published texts behind `check_number`, unjudged; None when the source has no such certificate."""
    raw: bytes | None = None
    try:
        raw = await source.certificate(number)
        if raw is None:
            return None
    except Unreachable:
        pass
    claims = _claims(raw, await _trust(source, root)) if raw else _Claims()
    recognition = [await _text(source.status(claims.recognition))] if claims.recognition else []
    return Evidence(
        certificate=None if raw is None else raw.decode(errors="replace"),
        trust=await _text(source.trust()),
        statuses=tuple(filter(None, [await _text(source.status(url)) for url in claims.lists])),
        history=await _text(source.history(number)),
        recognitions=tuple(filter(None, recognition)),
    )


async def _text(asked: Awaitable[bytes | None]) -> str | None:
    try:
        raw = await asked
    except Unreachable:
        return None
    return None if raw is None else raw.decode(errors="replace")


async def changes(source: Source, verdict: Verdict, *, root: str | None = None) -> tuple[Change, ...]:
    """The changes of status of a genuine certificate until it was checked, oldest first; empty when none can be had."""
    told = await _history(source, verdict, root)
    return tuple(change for change in told.changes if change.at <= verdict.checked_at) if told else ()


async def _history(source: Source, verdict: Verdict, root: str | None) -> History | None:
    """The signed history of a genuine certificate, if it can be had and is about this very one."""
    facts = verdict.certificate
    trust = await _trust(source, root) if facts else None
    if facts is None or trust is None:
        return None
    try:
        raw = await source.history(facts.number)
        told = None if raw is None else history.read(raw, trust)
    except VerifyError:
        return None
    if told is None or told.issuer != facts.issuer or facts.digest not in (None, told.certificate):
        return None
    return told


async def check_day(
    source: Source, number: str, day: date, at: datetime, *, root: str | None = None
) -> tuple[Verdict, PastDay | None] | None:
    """Today's verdict on the certificate under `number`, and what held on that day; None when there is none such.

    Without a day where today's verdict speaks of no genuine certificate, or its signed history cannot be had: then
    nothing is known of the day. Raises `past.NotPassed` and `errors.BadTime`.
    """
    verdict = await check_number(source, number, at, root=root)
    if verdict is None:
        return None
    told = await _history(source, verdict, root) if verdict.verdict != "not_registered" else None
    if told is None or verdict.certificate is None:
        return verdict, None
    return verdict, past.on_day(verdict.certificate, told, day, at=at, zone=STOCKHOLM)


async def owner(source: Source, host: str, *, issuer: str | None = None, root: str | None = None) -> Body | None:
    """The body whose pages stand on `host`: the issuer where the host is one of its own, else the only one there."""
    trust = await _trust(source, root)
    if trust is None:
        return None
    body = trust.bodies.get(issuer or "")
    if body is not None and host in map(addresses.host_of, body.origins):
        return body
    return trust.body_for_host(host)


async def names(source: Source, did: str, *, root: str | None = None) -> bool:
    """Whether the source's trust list names that body."""
    trust = await _trust(source, root)
    return trust is not None and did in trust.bodies


async def _trust(source: Source, root: str | None) -> Trust | None:
    try:
        raw = await source.trust()
        return None if raw is None else _read_trust(raw, root)
    except VerifyError:
        return None


async def _register(source: Source, number: str | None) -> Registered | None:
    """What the register says; None when it is not asked or cannot be reached."""
    if number is None:
        return None
    try:
        return await source.register_entry(number)
    except Unreachable:
        return None


async def _list(source: Source, url: str, trust: Trust) -> StatusList | None:
    """The status list at that address, if it can be had and holds."""
    try:
        raw = await source.status(url)
        return None if raw is None else _read_list(raw, trust)
    except VerifyError:
        return None


async def _recognitions(source: Source, url: str | None, trust: Trust | None) -> Recognitions:
    """What the scheme's owner says of the body, with the reason where that does not hold; nothing when absent."""
    if url is None or trust is None:
        return Recognitions()
    try:
        raw = await source.recognition(url)
        return Recognitions() if raw is None else Recognitions([_read_recognition(raw, trust)])
    except VerifyError as error:
        return Recognitions(refused=error.code)


async def _lists(source: Source, wanted: Iterable[str], trust: Trust | None) -> Statuses:
    if trust is None:
        return Statuses()
    if is_near(source):
        found = [await _list(source, url, trust) for url in wanted]
    else:
        found = await asyncio.gather(*(_list(source, url, trust) for url in wanted))
    return Statuses(one for one in found if one is not None)


# Reading means checking a signature and, for a status list, unpacking it; the same bytes come again and again.
_read_trust = lru_cache(maxsize=8)(read_trust)
_read_list = lru_cache(maxsize=32)(status.read)  # were all as long as they may be: 160 megabytes
_read_recognition = lru_cache(maxsize=64)(read_recognition)
