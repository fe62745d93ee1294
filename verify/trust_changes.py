"""What a new trust list changes, in words, and which changes no root may sign.

Whoever signs a list on a machine of its own reads these words first, so they are worked out there from the two lists
themselves and never taken from whoever asks for the signature. Nothing that was once published may be lost: without a
body's entry or a retired key, certificates that are genuine could no longer be checked; with an end taken back, a key
that was given up would count again.
"""

from collections.abc import Iterator
from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from verify import strict_json
from verify.dates import Lang
from verify.documents import Document, Reader
from verify.trust import Body, TrustedKey, TrustList

_WORDS: dict[str, dict[Lang, str]] = {
    "first": {"sv": "Den första tillitslistan", "en": "The first trust list"},
    "body-added": {
        "sv": "Nytt organ: {name} ({did}), på {origins}",
        "en": "New body: {name} ({did}), on {origins}",
    },
    "body-renamed": {"sv": "{did} heter nu {name}, förut {was}", "en": "{did} is now called {name}, before {was}"},
    "origins-changed": {
        "sv": "{name} publicerar nu på {origins}, förut {was}",
        "en": "{name} now publishes on {origins}, before {was}",
    },
    "key-added": {
        "sv": "Ny nyckel för {name}, till {use}: {id} ({key}), från {from}",
        "en": "New key for {name}, for {use}: {id} ({key}), from {from}",
    },
    "key-retired": {
        "sv": "Nyckeln {id} är avställd från {until}; vad den har signerat gäller",
        "en": "The key {id} is retired from {until}; what it signed stays good",
    },
    "key-compromised": {
        "sv": "Nyckeln {id} är röjd; inget som den har signerat räknas",
        "en": "The key {id} is compromised; nothing that it signed counts",
    },
    "key-ends": {"sv": "Nyckeln {id} signerar till {until}", "en": "The key {id} signs until {until}"},
    "body-gone": {"sv": "VÄGRAS: {did} saknas", "en": "REFUSED: {did} is gone"},
    "slug-changed": {"sv": "VÄGRAS: {did} byter kortnamn", "en": "REFUSED: {did} changes its short name"},
    "origin-gone": {"sv": "VÄGRAS: {did} förlorar {was}", "en": "REFUSED: {did} loses {was}"},
    "key-gone": {"sv": "VÄGRAS: nyckeln {id} saknas", "en": "REFUSED: the key {id} is gone"},
    "key-altered": {
        "sv": "VÄGRAS: nyckeln {id} är en annan, till annat eller från annan tid",
        "en": "REFUSED: the key {id} is another one, for another use or from another time",
    },
    "key-revived": {
        "sv": "VÄGRAS: nyckeln {id} skulle räknas igen",
        "en": "REFUSED: the key {id} would count again",
    },
    "key-shared": {
        "sv": "VÄGRAS: {id} och {other} är samma nyckel; ingen är till för två saker",
        "en": "REFUSED: {id} and {other} are one key; none is for two things",
    },
    "version": {
        "sv": "VÄGRAS: version {version} är inte nyare än {was}",
        "en": "REFUSED: version {version} is not newer than {was}",
    },
    "renewed": {
        "sv": "Inga ändringar av organ eller nycklar; listan förnyas",
        "en": "No change of bodies or keys; the list is renewed",
    },
}
_NEVER = frozenset(
    {"body-gone", "slug-changed", "origin-gone", "key-gone", "key-altered", "key-revived", "key-shared", "version"}
)
_ENDED = ("active", "retired", "compromised")


class Proposal(Document, frozen=True, kw_only=True):
    """What is carried to the machine of the root: the signed list that counts now, if any, and the next, unsigned."""

    former: TrustList | UnsetType = UNSET
    next: TrustList
    type: Literal["TrustListProposal"] = "TrustListProposal"


PROPOSAL = Reader(Proposal)


class Changed(Struct, frozen=True):
    """One difference between two lists: its kind, and the values that its sentence names."""

    kind: str
    values: dict[str, str] = {}

    @property
    def refused(self) -> bool:
        """Whether nobody may sign a list that makes this change."""
        return self.kind in _NEVER

    def say(self, lang: Lang) -> str:
        """The change in one sentence."""
        return _WORDS[self.kind][lang].format_map(self.values)


def changes(former: TrustList | None, new: TrustList) -> tuple[Changed, ...]:
    """What `new` changes of `former`, bodies first in the order of the new list; never empty."""
    found = [*_of_list(former, new)]
    return tuple(found) or (Changed("renewed"),)


def proposal_bytes(former: bytes | None, unsigned: dict[str, object]) -> bytes:
    """The proposal to carry: `former` is the published list, `unsigned` what `trust.unsigned_trust` gave."""
    whole: dict[str, object] = {"type": "TrustListProposal", "next": unsigned}
    if former is not None:
        whole["former"] = strict_json.read_object(former)
    return strict_json.canonical(whole)


def _of_list(former: TrustList | None, new: TrustList) -> Iterator[Changed]:
    if former is None:
        yield Changed("first")
    elif new.version <= former.version:
        yield Changed("version", {"version": str(new.version), "was": str(former.version)})
    before = {body.did: body for body in former.bodies} if former else {}
    for body in new.bodies:
        known = before.pop(body.did, None)
        if known is None:
            yield Changed("body-added", {"name": body.name, "did": body.did, "origins": ", ".join(body.origins)})
        else:
            yield from _of_body(known, body)
        yield from _of_keys(known.keys if known else (), body)
    for did in before:
        yield Changed("body-gone", {"did": did})
    yield from _shared(new)


def _shared(new: TrustList) -> Iterator[Changed]:
    """Public keys that stand under two names: whoever has the one could sign as the other."""
    named: dict[str, str] = {}
    for body in new.bodies:
        for key in body.keys:
            other = named.setdefault(key.public_key_multibase, key.id)
            if other != key.id:
                yield Changed("key-shared", {"id": key.id, "other": other})


def _of_body(known: Body, body: Body) -> Iterator[Changed]:
    if known.name != body.name:
        yield Changed("body-renamed", {"did": body.did, "name": body.name, "was": known.name})
    if known.slug != body.slug:
        yield Changed("slug-changed", {"did": body.did})
    for origin in known.origins:
        if origin not in body.origins:
            yield Changed("origin-gone", {"did": body.did, "was": origin})
    if known.origins != body.origins:
        values = {"name": body.name, "origins": ", ".join(body.origins), "was": ", ".join(known.origins)}
        yield Changed("origins-changed", values)


def _of_keys(before: tuple[TrustedKey, ...], body: Body) -> Iterator[Changed]:
    known = {key.id: key for key in before}
    for key in body.keys:
        was = known.pop(key.id, None)
        if was is None:
            values = {"name": body.name, "use": key.use, "id": key.id, "key": key.public_key_multibase}
            yield Changed("key-added", values | {"from": key.from_})
            if key.state != "active" or key.until is not UNSET:
                yield _ended(key)
        elif (was.public_key_multibase, was.use, was.from_) != (key.public_key_multibase, key.use, key.from_):
            yield Changed("key-altered", {"id": key.id})
        elif _counts_again(was, key):
            yield Changed("key-revived", {"id": key.id})
        elif (was.state, was.until) != (key.state, key.until):
            yield _ended(key)
    for id_ in known:
        yield Changed("key-gone", {"id": id_})


def _counts_again(was: TrustedKey, key: TrustedKey) -> bool:
    if _ENDED.index(key.state) < _ENDED.index(was.state):
        return True
    return was.until is not UNSET and (key.until is UNSET or key.until > was.until)


def _ended(key: TrustedKey) -> Changed:
    kind = {"active": "key-ends", "retired": "key-retired", "compromised": "key-compromised"}[key.state]
    return Changed(kind, {"id": key.id, "until": key.until or ""})
