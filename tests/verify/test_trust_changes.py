"""What a new trust list changes: every kind of change in words, and those that nobody may sign."""

from typing import Any

import pytest

from tests.verify import made
from verify import trust
from verify.trust_changes import changes

LATER = "2027-06-01T00:00:00Z"
LATEST = "2027-07-01T00:00:00Z"
OTHER = made.body(did="did:web:other.example:bodies:annan", name="Annan", slug="annan", keys=())


def _list(*bodies: trust.Body, version: int = 7) -> trust.TrustList:
    return trust.TrustList(
        bodies=bodies, expires="2028-03-01T00:00:00Z", id="x", issued="2027-03-01T00:00:00Z", version=version
    )


def _keys(**changed: Any) -> trust.Body:
    return made.body(keys=(made.trusted_key(**changed), made.trusted_key(made.STATUS)))


TABLE: dict[str, tuple[trust.TrustList | None, trust.TrustList, list[str]]] = {
    "nothing": (_list(made.body()), _list(made.body(), version=8), ["renewed"]),
    "the first": (None, _list(made.body()), ["first", "body-added", "key-added", "key-added"]),
    "another body": (_list(made.body()), _list(made.body(), OTHER, version=8), ["body-added"]),
    "a body goes": (_list(made.body(), OTHER), _list(made.body(), version=8), ["body-gone"]),
    "a name": (_list(made.body()), _list(made.body(name="Nytt namn"), version=8), ["body-renamed"]),
    "a short name": (_list(made.body()), _list(made.body(slug="annan"), version=8), ["slug-changed"]),
    "one origin more": (
        _list(made.body()),
        _list(made.body(origins=("https://ny.example", made.ORIGIN)), version=8),
        ["origins-changed"],
    ),
    "an origin goes": (
        _list(made.body()),
        _list(made.body(origins=("https://ny.example",)), version=8),
        ["origin-gone", "origins-changed"],
    ),
    "a key goes": (_list(made.body()), _list(made.body(keys=(made.trusted_key(),)), version=8), ["key-gone"]),
    "a key comes": (_list(made.body(keys=(made.trusted_key(),))), _list(made.body(), version=8), ["key-added"]),
    "a key comes that has ended": (
        _list(made.body(keys=(made.trusted_key(made.STATUS),))),
        _list(_keys(state="retired", until=LATER), version=8),
        ["key-added", "key-retired"],
    ),
    "a key is retired": (_list(_keys()), _list(_keys(state="retired", until=LATER), version=8), ["key-retired"]),
    "a key will end": (_list(_keys()), _list(_keys(until=LATER), version=8), ["key-ends"]),
    "a key is compromised": (
        _list(_keys(state="retired", until=LATER)),
        _list(_keys(state="compromised", until=LATER), version=8),
        ["key-compromised"],
    ),
    "a key comes back": (
        _list(_keys(state="compromised", until=LATER)),
        _list(_keys(state="retired", until=LATER), version=8),
        ["key-revived"],
    ),
    "an end is taken back": (_list(_keys(until=LATER)), _list(_keys(), version=8), ["key-revived"]),
    "an end moves on": (_list(_keys(until=LATER)), _list(_keys(until=LATEST), version=8), ["key-revived"]),
    "another key under the id": (
        _list(_keys()),
        _list(_keys(public_key_multibase=made.STRANGER.multibase), version=8),
        ["key-altered"],
    ),
    "from an earlier time": (_list(_keys()), _list(_keys(from_="2020-01-01T00:00:00Z"), version=8), ["key-altered"]),
    "one key for two things": (
        _list(_keys()),
        _list(
            made.body(keys=(*_keys().keys, made.trusted_key(made.STATUS, id=f"{made.DID}#key-9", use="certificate"))),
            version=8,
        ),
        ["key-added", "key-shared"],
    ),
    "one key for two bodies": (
        _list(_keys()),
        _list(_keys(), made.body(did=OTHER.did, keys=(made.trusted_key(id=f"{OTHER.did}#key-1"),)), version=8),
        ["body-added", "key-added", "key-shared"],
    ),
    "the same version": (_list(made.body()), _list(made.body()), ["version"]),
}
NEVER = {"body-gone", "slug-changed", "origin-gone", "key-gone", "key-altered", "key-revived", "key-shared", "version"}


@pytest.mark.parametrize("name", TABLE)
def test_every_change_is_named(name: str) -> None:
    former, new, kinds = TABLE[name]
    found = changes(former, new)
    assert [one.kind for one in found] == kinds
    assert {one.kind for one in found if one.refused} == NEVER & set(kinds)
    for one in found:
        assert one.say("sv") != one.say("en")
        assert ("VÄGRAS" in one.say("sv")) == one.refused
