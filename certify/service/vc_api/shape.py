"""What VC data model 2.0 demands of a credential's and a presentation's form, as one table of rules.

A rule says which member it is about, whether it has to be there, and what its value must be; the number is the clause
of the W3C Recommendation of 15 May 2025. Version 1.1 has a table of its own beside it, for the Data Integrity suites.
Nothing here looks into a context: which terms there are is for `linked`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import chain
from typing import Any, NamedTuple, TypeAlias

from certify.service.vc_api import digests, moments

V2 = "https://www.w3.org/ns/credentials/v2"
V1 = "https://www.w3.org/2018/credentials/v1"

Faults: TypeAlias = Iterator[str]
Judge: TypeAlias = Callable[[Any], Faults]

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\"<>\\^`{|}\x00-\x20\x7f]+")
_HTTP_URL = re.compile(r"https?://[^/?#:\s]+.*", re.IGNORECASE)
_TERM = re.compile(r"[^\s:@][^\s:]*")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_DIGIT = re.compile(r"(?:0|[1-9][0-9]{0,20})", re.ASCII)
MOST_OBJECTS = 100  # of one kind in a document


class Rule(NamedTuple):
    """A member, what its value must be, and whether it has to be there."""

    member: str
    judge: Judge
    required: bool = False


def is_url(value: object) -> bool:
    """An absolute URL (4.4): a scheme and something after it, and a host where the scheme is http or https."""
    if not isinstance(value, str) or not _URL.fullmatch(value):
        return False
    return not value.lower().startswith(("http:", "https:")) or _HTTP_URL.fullmatch(value) is not None


def _url(value: Any) -> Faults:  # noqa: ANN401  any JSON value
    if not is_url(value):
        yield "not one URL"


def _each(value: Any) -> list[Any]:  # noqa: ANN401  any JSON value
    return value if isinstance(value, list) else [value]


def _contexts(first: str) -> Judge:
    def judge(value: Any) -> Faults:  # noqa: ANN401  any JSON value
        if not isinstance(value, list) or not value or value[0] != first:
            yield f"not a list that begins with {first}"
            return
        if any(not is_url(one) if isinstance(one, str) else not isinstance(one, dict) for one in value):
            yield "an item that is neither a URL nor an object"
        named = [one for one in value if isinstance(one, str)]
        if len(set(named)) != len(named):
            yield "an item that stands twice"

    return judge


def _types(needed: str | None) -> Judge:
    def judge(value: Any) -> Faults:  # noqa: ANN401  any JSON value
        found = _each(value)
        if not found or not all(isinstance(one, str) and (_TERM.fullmatch(one) or is_url(one)) for one in found):
            yield "not one or more terms or URLs"
        elif needed is not None and needed not in found:
            yield f"without {needed}"

    return judge


def _named_by_url(value: Any) -> Faults:  # noqa: ANN401  any JSON value
    """A URL, or an object whose `id` is one (4.7 issuer, 4.13 holder)."""
    if isinstance(value, dict):
        yield from faults(value, (Rule("id", _url, required=True), *_TOLD))
    else:
        yield from _url(value)


def _time(value: Any) -> Faults:  # noqa: ANN401  any JSON value
    if moments.seconds(value) is None:
        yield "not a dateTimeStamp of XML Schema 1.1"


def _language(value: Any) -> Faults:  # noqa: ANN401  any JSON value
    """A text, or texts with their language and direction and nothing else (11.1)."""
    for one in _each(value):
        if isinstance(one, str) and not isinstance(value, list):
            continue
        if not isinstance(one, dict) or not one.keys() <= {"@value", "@language", "@direction"}:
            yield "not a text or a language value object"
        elif not isinstance(one.get("@value"), str):
            yield "a language value object without a text"
        elif "@language" in one and not (isinstance(one["@language"], str) and _LANGUAGE.fullmatch(one["@language"])):
            yield "an @language that is no language tag"
        elif one.get("@direction", "ltr") not in ("ltr", "rtl"):
            yield "an @direction that is neither ltr nor rtl"


def _objects(*rules: Rule, may_be_empty: bool = True) -> Judge:
    """One object, or a list of one or more, each of which keeps the rules."""

    def judge(value: Any) -> Faults:  # noqa: ANN401  any JSON value
        found = _each(value)
        if not found or len(found) > MOST_OBJECTS or not all(isinstance(one, dict) for one in found):
            yield "not one or more objects"
            return
        for one in found:
            if not one and not may_be_empty:
                yield "an object that claims nothing"
            yield from faults(one, rules)

    return judge


def _entries(value: Any) -> Faults:  # noqa: ANN401  any JSON value
    """The status (4.10), and what Bitstring Status List 1.0, 2.1 demands of its own entries."""
    yield from _objects(_TYPE, _ID)(value)
    for one in _each(value):
        if isinstance(one, dict) and "BitstringStatusListEntry" in _each(one.get("type")):
            yield from faults(one, _BITSTRING_ENTRY)


def _index(value: Any) -> Faults:  # noqa: ANN401  any JSON value
    if not isinstance(value, str) or not _DIGIT.fullmatch(value):
        yield "not a whole number as a text"


def _text(value: Any) -> Faults:  # noqa: ANN401  any JSON value
    if not isinstance(value, str) or not value:
        yield "not a text"


def _related(value: Any) -> Faults:  # noqa: ANN401  any JSON value
    """Related resources (5.3): each named once, with a digest that can be one."""
    yield from _objects(Rule("id", _url, required=True), Rule("mediaType", _text))(value)
    found = [one for one in _each(value) if isinstance(one, dict)]
    ids = [one["id"] for one in found if isinstance(one.get("id"), str)]
    if len(set(ids)) != len(ids):
        yield "a resource that stands twice"
    for one in found:
        if "digestSRI" not in one and "digestMultibase" not in one:
            yield "a resource without digestSRI and digestMultibase"
        yield from (
            f"{name}: not a digest" for name in digests.NAMES if name in one and digests.read(name, one[name]) is None
        )


_ID, _TYPE = Rule("id", _url), Rule("type", _types(None), required=True)
_TOLD = (Rule("name", _language), Rule("description", _language))
_BITSTRING_ENTRY = (
    Rule("statusPurpose", _text, required=True),
    Rule("statusListIndex", _index, required=True),
    Rule("statusListCredential", _url, required=True),
)
_SUBJECT = Rule("credentialSubject", _objects(_ID, may_be_empty=False), required=True)  # 4.8
_PROOF = Rule("proof", _objects(_TYPE))  # 4.12

CREDENTIAL = (
    Rule("@context", _contexts(V2), required=True),  # 4.3
    _ID,  # 4.4
    Rule("type", _types("VerifiableCredential"), required=True),  # 4.5
    *_TOLD,  # 4.6
    Rule("issuer", _named_by_url, required=True),  # 4.7
    _SUBJECT,
    Rule("validFrom", _time),  # 4.9
    Rule("validUntil", _time),
    Rule("credentialStatus", _entries),  # 4.10
    Rule("credentialSchema", _objects(_TYPE, Rule("id", _url, required=True))),  # 4.11
    _PROOF,
    Rule("relatedResource", _related),  # 5.3
    Rule("refreshService", _objects(_TYPE, _ID)),  # 5.4
    Rule("termsOfUse", _objects(_TYPE, _ID)),  # 5.5
    Rule("evidence", _objects(_TYPE, _ID)),  # 5.6
    Rule("confidenceMethod", _objects(_TYPE, _ID)),
)
CREDENTIAL_1_1 = (
    Rule("@context", _contexts(V1), required=True),
    _ID,
    Rule("type", _types("VerifiableCredential"), required=True),
    Rule("issuer", _named_by_url, required=True),
    _SUBJECT,
    Rule("issuanceDate", _time, required=True),
    Rule("expirationDate", _time),
    Rule("credentialStatus", _objects(_TYPE, Rule("id", _url, required=True))),
    Rule("credentialSchema", _objects(_TYPE, Rule("id", _url, required=True))),
    _PROOF,
    Rule("refreshService", _objects(_TYPE, Rule("id", _url, required=True))),
    Rule("termsOfUse", _objects(_TYPE, _ID)),
    Rule("evidence", _objects(_TYPE, _ID)),
)
_PRESENTATION = (  # 4.13
    _ID,
    Rule("type", _types("VerifiablePresentation"), required=True),
    Rule("verifiableCredential", _objects(_TYPE)),
    Rule("holder", _named_by_url),
    Rule("termsOfUse", _objects(_TYPE, _ID)),
    _PROOF,
)
_TERMS = frozenset({"confidenceMethod", "renderMethod", *(rule.member for rule in CREDENTIAL)})
_TERMS_1_1 = frozenset(rule.member for rule in CREDENTIAL_1_1)
_PERIODS = (("validFrom", "validUntil"), ("issuanceDate", "expirationDate"))


def credential_faults(document: object) -> list[str]:
    """Everything that is wrong with the form of a credential, in the order of the table; empty for one that holds."""
    if not isinstance(document, dict):
        return ["not an object"]
    old = _first_context(document) == V1
    found = chain(
        faults(document, CREDENTIAL_1_1 if old else CREDENTIAL),
        _turned(document),
        _unknown(document, _TERMS_1_1 if old else _TERMS),
    )
    return list(found)


def outside_period(document: dict[str, Any], at: datetime) -> list[str]:
    """What to say of a credential whose period has not begun at an aware time, or is over."""
    now, told = moments.of(at), []
    for first, last in _PERIODS:
        begins, ends = moments.seconds(document.get(first)), moments.seconds(document.get(last))
        if begins is not None and now < begins:
            told.append(f"{first}: not yet valid")
        if ends is not None and ends < now:
            told.append(f"{last}: no longer valid")
    return told


def presentation_faults(document: object) -> list[str]:
    """The same of a presentation, without what is wrong with the credentials in it."""
    if not isinstance(document, dict):
        return ["not an object"]
    first = V1 if _first_context(document) == V1 else V2
    return list(faults(document, (Rule("@context", _contexts(first), required=True), *_PRESENTATION)))


def faults(document: dict[str, Any], rules: tuple[Rule, ...]) -> Faults:
    """What is wrong with an object by some rules: the member and the defect, a line each."""
    for rule in rules:
        if rule.member in document:
            yield from (f"{rule.member}: {fault}" for fault in rule.judge(document[rule.member]))
        elif rule.required:
            yield f"{rule.member}: it is missing"


def _first_context(document: dict[str, Any]) -> object:
    contexts = document.get("@context")
    return contexts[0] if isinstance(contexts, list) and contexts else None


def _turned(document: dict[str, Any]) -> Faults:
    """An end before the beginning (4.9)."""
    for first, last in _PERIODS:
        begins, ends = moments.seconds(document.get(first)), moments.seconds(document.get(last))
        if begins is not None and ends is not None and ends < begins:
            yield f"{last}: before {first}"


def _unknown(document: dict[str, Any], terms: frozenset[str]) -> Faults:
    """Where there is no other context, what the first does not define says nothing, and would be lost (5.2.1)."""
    contexts = document.get("@context")
    if isinstance(contexts, list) and len(contexts) == 1:
        yield from (f"{name}: no context defines it" for name in sorted(document.keys() - terms))
