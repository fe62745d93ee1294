"""A clock that stands still one second before every edge, at it, and one after: both verifiers, certificate and code.

Some edges are of the moment that is asked about, others of the moment at which something was signed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest
from playwright.async_api import Browser

from tests.browser.checked import blank_page, judged
from tests.verify import made
from verify import Statuses, VerifyError, certificate_bytes, read_status, read_trust, times, verify, verify_qr

SECOND = timedelta(seconds=1)
VALID = ("valid", "all-good")
TOO_EARLY, TOO_LATE = ("not_yet_valid", "not-yet-valid"), ("expired", "expired")
NO_LIST, OLD, AHEAD = ("unknown", "no-status-list"), ("unknown", "status-too-old"), ("unknown", "status-from-later")
NO_KEY = ("not_genuine", "key-not-valid-then")
OLD_TRUST = ("unknown", "trust-list-expired")


class Given(NamedTuple):
    """Everything that a check is given, each second of it to be chosen; good as it stands."""

    at: str = "2027-03-01T12:00:00Z"
    created: str = "2026-11-23T10:00:05Z"
    begins: str = "2026-11-23T10:00:00Z"
    ends: str = "2029-11-22T22:59:59Z"
    listed_from: str = "2027-03-01T11:00:00Z"
    listed_until: str = "2027-03-02T11:00:00Z"
    trusted_until: str = "2027-03-31T00:00:00Z"
    key_from: str = "2026-01-01T00:00:00Z"
    key_until: str | None = None
    status_key_from: str = "2026-01-01T00:00:00Z"
    status_key_until: str | None = None


# Which second moves, around which; besides; then: one second before, at it, and one after.
Row = tuple[str, str, str, dict[str, str], tuple[tuple[str, str], ...]]
AROUND_THE_BEGINNING = {"listed_from": "2026-11-23T08:00:00Z", "listed_until": "2026-11-24T08:00:00Z"}
AROUND_THE_END = {
    "listed_from": "2029-11-22T20:00:00Z",
    "listed_until": "2029-11-23T20:00:00Z",
    "trusted_until": "2029-12-31T00:00:00Z",
}
EDGES: list[Row] = [
    ("it begins", "at", "2026-11-23T10:00:00Z", AROUND_THE_BEGINNING, (TOO_EARLY, VALID, VALID)),
    ("it ends", "at", "2029-11-22T22:59:59Z", AROUND_THE_END, (VALID, VALID, TOO_LATE)),
    ("the list is of five minutes later", "at", "2027-03-01T10:55:00Z", {}, (AHEAD, VALID, VALID)),
    ("the list ends", "at", "2027-03-02T11:00:00Z", {}, (VALID, VALID, OLD)),
    ("the trust list ends", "at", "2027-03-01T15:00:00Z", {"trusted_until": "2027-03-01T15:00:00Z"},
     (VALID, VALID, OLD_TRUST)),
    ("the key begins", "created", "2026-11-23T12:00:00Z", {"key_from": "2026-11-23T12:00:00Z"},
     (NO_KEY, VALID, VALID)),
    ("the key ends", "created", "2026-11-23T12:00:00Z", {"key_until": "2026-11-23T12:00:00Z"},
     (VALID, VALID, NO_KEY)),
    ("the list's key begins", "listed_from", "2027-03-01T11:00:00Z", {"status_key_from": "2027-03-01T11:00:00Z"},
     (NO_LIST, VALID, VALID)),
    ("the list's key ends", "listed_from", "2027-03-01T11:00:00Z", {"status_key_until": "2027-03-01T11:00:00Z"},
     (VALID, VALID, NO_LIST)),
]  # fmt: skip


def _documents(given: Given) -> dict[str, Any]:
    """The bytes of all documents, and the text of the code."""
    signed = made.certificate(created=given.created, valid_from=given.begins, valid_until=given.ends)
    states: list[dict[str, Any]] = [
        {"from_": begin} | ({"until": end, "state": "retired"} if end else {})
        for begin, end in ((given.key_from, given.key_until), (given.status_key_from, given.status_key_until))
    ]
    keys = (made.trusted_key(**states[0]), made.trusted_key(made.STATUS, **states[1]))
    return {
        "raw": certificate_bytes(signed),
        "code": made.qr_text(signed),
        "trust": made.trust_bytes((made.body(keys=keys),), issued=given.begins, expires=given.trusted_until),
        "statuses": made.status_bytes(valid_from=given.listed_from, valid_until=given.listed_until),
    }


def _ours(given: Given, documents: dict[str, Any]) -> list[tuple[str, str]]:
    trust = read_trust(documents["trust"], root=made.ROOT.multibase)
    found = []
    for raw in documents["statuses"]:
        try:
            found.append(read_status(raw, trust))
        except VerifyError:
            continue
    around: dict[str, Any] = {"trust": trust, "status": Statuses(found), "at": datetime.fromisoformat(given.at)}
    verdicts = (verify(documents["raw"], **around), verify_qr(documents["code"], **around))
    return [(verdict.verdict, verdict.reason) for verdict in verdicts]


@pytest.mark.anyio
async def test_every_verdict_turns_at_its_second_and_at_no_other(browser: Browser) -> None:
    asked, ours, wanted, cases = [], [], [], []
    for name, moving, edge, besides, then in EDGES:
        for by, said in zip((-1, 0, 1), then, strict=True):
            second = times.text(datetime.fromisoformat(edge) + by * SECOND)
            given = Given()._replace(**(besides | {moving: second}))
            documents = _documents(given)
            around = {"at": given.at, "root": made.ROOT.multibase, "trust": documents["trust"].decode()}
            around["statuses"] = [raw.decode() for raw in documents["statuses"]]
            ours += _ours(given, documents)
            wanted += [said, said]
            asked += [(name, by, "certificate"), (name, by, "code")]
            cases += [{**around, "raw": documents["raw"]}, {**around, "code": documents["code"]}]
    page = await blank_page(browser)
    theirs = await judged(page, cases)
    await page.context.close()
    assert dict(zip(asked, ours, strict=True)) == dict(zip(asked, wanted, strict=True))
    assert dict(zip(asked, theirs, strict=True)) == dict(zip(asked, wanted, strict=True))
