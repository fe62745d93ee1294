"""The parts of a case: duties, what was done, decisions, certificates, nonconformities, last days."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

from certify.core.acts import Duty, ReasonClass

CertificateStatus = Literal["prepared", "voided", "active", "suspended", "withdrawn", "superseded", "expired"]
WorkKind = Literal["assess", "vote", "result", "survey", "closing"]
NonconformityStatus = Literal["open", "proposed", "accepted", "closed", "void", "lifted"]
WORKER = "worker"
"""By whom that is which the worker did: nobody who has assessed anything."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A person's duty in the case, and what they declared: None until they did. `relieved` if it was taken back.

    `activities` are those that the duty is for; none named: all of them.
    """

    person: str
    duty: Duty
    conflict: bool | None = None
    relieved: bool = False
    activities: tuple[str, ...] = ()

    def does(self, activity: str | None) -> bool:
        """Whether the duty is for this activity."""
        return activity is None or not self.activities or activity in self.activities


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """Findings that a person handed in: of which activity, and the digest of the document."""

    kind: WorkKind
    person: str
    findings: str
    activity: str | None = None
    on: datetime


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided, by whom and when, and what it rests on."""

    outcome: Literal["grant", "refuse"]
    person: str
    at: datetime
    reason: str
    computed: str
    level: str | None
    valid_from: datetime | None
    valid_until: datetime | None


class CertificateState(msgspec.Struct, frozen=True, kw_only=True):
    """Where a certificate of this case stands. `reissued`: its key is compromised, and another takes its place."""

    number: str
    status_list: int
    status_index: int
    key: str
    credential: str
    qr: str
    prepared_at: datetime
    status: CertificateStatus = "prepared"
    since: datetime
    reason_class: ReasonClass | None = None
    suspended_until: date | None = None
    successor: str | None = None
    reissued: bool = False


class NonconformityState(msgspec.Struct, frozen=True, kw_only=True):
    """Where a nonconformity stands.

    `void` when the findings that it came from no longer count; `lifted` when its criterion does not apply any longer.
    """

    id: str
    grade: str
    criterion: str
    activity: str
    raised: datetime
    due: date
    unit: str | None = None
    status: NonconformityStatus = "open"
    overdue: bool = False
    remedy: str | None = None
    answer: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still waits to be put right."""
        return self.status in {"open", "proposed", "accepted"}


class TransitionState(msgspec.Struct, frozen=True, kw_only=True):
    """What a new version asks of the holder, and by when."""

    scheme: str
    due: date
    if_late: str | None
    open: bool = True
