"""What time itself asks for, what follows from an event, and events as they are stored."""

from __future__ import annotations

from datetime import timedelta

import pytest

from certify.core import acts as a
from certify.core import events as e
from certify.core.deadlines import due, next_due
from certify.core.followups import followups
from tests.core.life import DAY, START, WHY, Life

COMPLETE = a.RequestCompletion(criteria=("G.1",), reason=WHY, due=(START + 30 * DAY).date())


def kinds(life: Life, event: e.Event) -> list[str]:
    return [task.kind for task in followups(life.now, e.Recorded(seq=7, at=life.at, by="kim", event=event))]


def test_an_event_is_read_as_it_was_written() -> None:
    one = e.Recorded(seq=1, at=START, by="kim", event=e.Registered(number="1", received=START.date()))
    assert e.decode(e.encode(one)) == one


def test_a_completion_falls_due_the_day_after_its_last() -> None:
    life = Life().registered()
    assert next_due(life.now) is None
    life.do("kim", COMPLETE)
    moment = next_due(life.now)
    assert moment is not None
    assert due(life.now, moment - timedelta(seconds=1)) == ()
    assert due(life.now, moment) == (a.MarkOverdue(),)
    life.do("clock", a.MarkOverdue(), after=moment - life.at)
    assert next_due(life.now) is None


@pytest.mark.parametrize(
    ("stage", "acts"), [("issued", [a.Expire]), ("suspended", [a.Withdraw, a.Expire]), ("prepared", [])]
)
def test_a_certificate_runs_out_and_a_suspension_before_it(stage: str, acts: list[type]) -> None:
    life: Life = getattr(Life(), stage)()
    assert [type(act) for act in due(life.now, START + 2000 * DAY)] == acts


def test_a_withdrawn_certificate_waits_for_nothing() -> None:
    life = Life().issued()
    life.do("dag", a.Withdraw(reason_class="mark_misused", reason=WHY))
    assert next_due(life.now) is None


def test_what_follows() -> None:
    life = Life().issued()
    submitted, assigned = life.events[0], next(one for one in life.events if isinstance(one, e.Assigned))
    decided = next(one for one in life.events if isinstance(one, e.Decided))
    assert kinds(life, submitted) == ["acknowledge"]
    assert kinds(life, assigned) == ["notify"]
    assert kinds(life, decided) == ["notify", "notify", "issue"]
    assert kinds(life, e.PreparedVoided(number="3SPY-VQ7Z-Q")) == ["issue"]
    assert kinds(life, life.events[-1]) == ["notify", "publish"]
    assert kinds(life, e.InterestDeclared(person="ask", conflict=False)) == []


@pytest.mark.parametrize("fetches", [True, False])
def test_figures_are_fetched_once_a_case_is_taken_in_where_its_scheme_rests_on_such(*, fetches: bool) -> None:
    life = Life().accepted()
    (accepted,) = (one for one in life.events if isinstance(one, e.Accepted))
    recorded = e.Recorded(seq=7, at=life.at, by="kim", event=accepted)
    follows = [task.kind for task in followups(life.now, recorded, fetches=fetches)]
    assert ("collect" in follows) is fetches


def test_a_renewals_certificate_takes_the_place_of_the_former() -> None:
    life = Life().issued()
    life.case = life.now.__class__(
        **{f: getattr(life.now, f) for f in life.now.__struct_fields__} | {"former": "3SPY-VQ7Z-Q"}
    )
    assert "supersede" in kinds(life, life.events[-1])
    recorded = e.Recorded(seq=life.now.version, at=life.at, by="worker", event=life.events[-1])
    (waits,) = [one.not_before for one in followups(life.now, recorded) if one.kind == "supersede"]
    assert life.now.decision is not None
    assert waits == life.now.decision.valid_from
