"""A certificate whose key is compromised gives way to another one: the rules and what follows from them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from certify.core import acts as a
from certify.core import events as e
from certify.core.errors import Refused
from certify.core.followups import followups
from tests.core.life import NUMBER, Life, issue, prepare

FRESH = "3SPY-VQ7Z-Q"


def _compromised(life: Life) -> dict[str, Any]:
    """The body as it stands once the first key is told as compromised, and another one signs."""
    body = life.given("worker").body
    assert body is not None
    (first,) = body.keys
    changed = {"keys": {f"{first}-fresh": body.keys[first]}, "compromised": frozenset({first})}
    return {"body": msgspec.structs.replace(body, **changed)}


def _again(life: Life) -> tuple[list[e.Event], dict[str, Any]]:
    known = _compromised(life)
    life.do("worker", a.Reissue(number=NUMBER), **known)
    (key,) = known["body"].keys
    again = msgspec.structs.replace(prepare(FRESH), key=key, status_index=7)
    life.do("worker", again, **known)
    return life.do("worker", issue(FRESH), **known), known


def test_another_one_is_ordered_issued_and_takes_its_place() -> None:
    life = Life().issued()
    happened, _ = _again(life)
    assert [type(event).__name__ for event in happened] == ["CertificateIssued", "CertificateSuperseded"]
    before, after = life.now.certificates
    assert (before.status, before.successor, before.reason_class) == ("superseded", FRESH, "key_compromised")
    assert (after.number, after.status) == (FRESH, "active")
    assert life.now.certificate == after
    ordered = e.Recorded(seq=99, at=life.now.happened_at, by="worker", event=e.ReissueOrdered(number=NUMBER))
    assert [task.kind for task in followups(life.now, ordered)] == ["issue"]


def test_a_suspension_goes_on_under_the_new_number() -> None:
    life = Life().suspended()
    before = life.now.certificate
    happened, _ = _again(life)
    assert [type(event) for event in happened] == [
        e.CertificateIssued,
        e.CertificateSuperseded,
        e.CertificateSuspended,
    ]
    after = life.now.certificate
    assert before is not None
    assert after is not None
    assert (after.number, after.status, after.reason_class) == (FRESH, "suspended", before.reason_class)


def test_what_ended_in_between_stays_ended() -> None:
    life = Life().issued()
    known = _compromised(life)
    life.do("worker", a.Reissue(number=NUMBER), **known)
    (key,) = known["body"].keys
    life.do("worker", msgspec.structs.replace(prepare(FRESH), key=key, status_index=7), **known)
    life.do("worker", a.VoidPrepared(number=FRESH))
    life.do("dag", a.Withdraw(reason_class="holder_asked"))
    with pytest.raises(Refused) as refused:
        life.do("worker", msgspec.structs.replace(prepare("3SPY-VQ7Z-Q"), key=key, status_index=8), **known)
    assert refused.value.rule == "issue.exists"


@pytest.mark.parametrize(
    ("act", "rule", "later"),
    [
        (a.Reissue(number=FRESH), "reissue.done", timedelta(0)),
        (a.Reissue(number=NUMBER), "reissue.expired", timedelta(days=9_000)),
    ],
)
def test_when_nothing_is_ordered(act: a.Act, rule: str, later: timedelta) -> None:
    life = Life().issued()
    with pytest.raises(Refused) as refused:
        life.do("worker", act, after=later, **_compromised(life))
    assert refused.value.rule == rule


def test_it_is_ordered_once_and_only_for_a_compromised_key() -> None:
    life = Life().issued()
    with pytest.raises(Refused) as refused:
        life.do("worker", a.Reissue(number=NUMBER))
    assert refused.value.rule == "reissue.key"
    life.do("worker", a.Reissue(number=NUMBER), **_compromised(life))
    with pytest.raises(Refused) as refused:
        life.do("worker", a.Reissue(number=NUMBER), **_compromised(life))
    assert refused.value.rule == "reissue.done"
