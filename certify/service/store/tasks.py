"""Tasks: work that follows from an event, claimed with a lease and done at least once.

`attempts` is the fencing token: whoever finishes a task says which attempt it was, and a worker whose lease ran out and
was taken over by another finds that its word no longer counts. What a task does must bear being done twice all the
same, and does, because it ends in an act that `judge` refuses the second time.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from certify.service.store import tables as t
from certify.service.store.rows import Row, micros, moment, read

if TYPE_CHECKING:
    from certify.service.store.database import Database

MAX_ATTEMPTS = 5
FIRST_WAIT = timedelta(seconds=2)


class TaskRow(Row, frozen=True, kw_only=True):
    """A task. `state` is ready, run, done or quarantined; `payload` is JSON; `key` is unique within the body."""

    body: str
    key: str
    kind: str
    payload: str
    state: str = "ready"
    run_at: datetime
    attempts: int = 0
    lease_until: datetime | None = None
    last_error: str | None = None
    created_at: datetime
    done_at: datetime | None = None


async def enqueue(db: Database, *new: TaskRow) -> int:
    """Add tasks, in the transaction of the event that they follow from. One whose key exists is passed over.

    Gives how many were new.
    """
    return await db.insert(t.Task, *new, unless_there=True)


async def claim(db: Database, now: datetime, lease: timedelta, *, kinds: tuple[str, ...] = ()) -> TaskRow | None:
    """Take the task that waits longest, or one whose worker was not heard of within its lease; None when there is none.

    One statement: the outer condition repeats the inner one, because PostgreSQL checks only the outer one again after
    it has waited for a row.
    """
    waiting = "((state = 'ready' AND run_at <= {}) OR (state = 'run' AND lease_until < {}))"
    chosen = f" AND kind IN ({', '.join(['{}'] * len(kinds))})" if kinds else ""
    skip = " FOR UPDATE SKIP LOCKED" if db.dialect == "postgres" else ""
    stamp = micros(now)
    found = await db.sql(
        "UPDATE task SET state = 'run', attempts = attempts + 1, lease_until = {} WHERE (body, key) = ("  # noqa: S608
        f"SELECT body, key FROM task WHERE {waiting}{chosen} AND body NOT IN (SELECT body FROM body_moved) "
        f"ORDER BY run_at LIMIT 1{skip}) AND {waiting} RETURNING *",
        micros(now + lease),
        stamp,
        stamp,
        *kinds,
        stamp,
        stamp,
    )
    return read(TaskRow, found[0]) if found else None


async def prolong(db: Database, task: TaskRow, until: datetime) -> bool:
    """Stretch the lease of a task in work. Gives False when another has taken it over: stop then."""
    return await _settle(db, task, "lease_until = {}", micros(until))


async def complete(db: Database, task: TaskRow, at: datetime) -> bool:
    """The task is done. Gives False when another has taken it over meanwhile."""
    return await _settle(db, task, "state = 'done', lease_until = NULL, last_error = NULL, done_at = {}", micros(at))


async def retry(db: Database, task: TaskRow, error: str, now: datetime, *, jitter: float = 0.0) -> bool:
    """The task failed: it runs again after 2, 4, 8, 16 seconds, and is quarantined after the fifth attempt.

    `jitter` (0 to 1) stretches the wait by up to half of it. `error` is kept without NUL, at most 2,000 characters.
    Gives False when another has taken the task over.
    """
    text = error.replace("\x00", "�")[:2000]
    if task.attempts >= MAX_ATTEMPTS:
        return await _settle(db, task, "state = 'quarantined', lease_until = NULL, last_error = {}", text)
    wait = FIRST_WAIT * 2 ** (task.attempts - 1) * (1 + jitter / 2)
    return await _settle(
        db, task, "state = 'ready', lease_until = NULL, run_at = {}, last_error = {}", micros(now + wait), text
    )


async def postpone(db: Database, task: TaskRow, until: datetime) -> bool:
    """Put the task back without blame: this attempt does not count (issuing is stopped, say)."""
    return await _settle(
        db, task, "state = 'ready', lease_until = NULL, attempts = attempts - 1, run_at = {}", micros(until)
    )


async def _settle(db: Database, task: TaskRow, change: str, *args: object) -> bool:
    found = await db.sql(
        f"UPDATE task SET {change} WHERE body = {{}} AND key = {{}} AND state = 'run' AND attempts = {{}} "  # noqa: S608
        "RETURNING 1 AS one",
        *args,
        task.body,
        task.key,
        task.attempts,
    )
    return bool(found)


async def release_quarantined(db: Database, body: str, key: str, now: datetime) -> bool:
    """Let a quarantined task run again, with all its attempts."""
    found = await db.sql(
        "UPDATE task SET state = 'ready', attempts = 0, run_at = {} "
        "WHERE body = {} AND key = {} AND state = 'quarantined' RETURNING 1 AS one",
        micros(now),
        body,
        key,
    )
    return bool(found)


async def quarantined(db: Database) -> list[TaskRow]:
    """What was given up and waits for somebody, over all bodies, oldest first."""
    query = t.Task.select().where(t.Task.state == "quarantined")
    return await db.rows(TaskRow, query.order_by(t.Task.created_at).order_by(t.Task.key))


async def task(db: Database, body: str, key: str) -> TaskRow | None:
    """A task by its key."""
    return await db.row(TaskRow, t.Task.select().where(t.Task.body == body, t.Task.key == key))


async def counts(db: Database) -> dict[str, int]:
    """How many tasks there are in each state: for `/metrics`."""
    found = await db.sql("SELECT state, count(*) AS n FROM task GROUP BY state")
    return {row["state"]: row["n"] for row in found}


async def waiting(db: Database, body: str, kind: str) -> int:
    """How many tasks of that kind a body still has before it, in work or waiting; quarantined ones too."""
    found = await db.sql("SELECT count(*) AS n FROM task WHERE body = {} AND kind = {} AND state <> 'done'", body, kind)
    return int(found[0]["n"])


async def next_run(db: Database) -> datetime | None:
    """When the next task is to run, or the next lease runs out; None when nothing waits."""
    query = "SELECT min(CASE state WHEN 'run' THEN lease_until ELSE run_at END) AS at FROM task WHERE state IN ({}, {})"
    found = await db.sql(query, "ready", "run")
    stored = found[0]["at"]
    return None if stored is None else moment(stored)
