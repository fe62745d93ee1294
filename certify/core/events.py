"""The events: what happened to a case. Appended, chained, never changed.

An event holds ids, dates and digests; names and free text stand in documents that can be erased. An event type is
never edited: a new shape is a new type, fields are only ever added with a default, and old ones are read for ever.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

from certify.core.acts import Duty, ReasonClass
from certify.core.process_events import ProcessEvent


class _Event(msgspec.Struct, frozen=True, kw_only=True, tag=True, tag_field="type", omit_defaults=True):
    """An event's own name stands in the field `type`."""


class Submitted(_Event, frozen=True, kw_only=True):
    """The case begins: for this applicant, under this published version, with this dossier.

    `plan` is the improvement plan that the former case left.
    """

    applicant: str
    scheme: str
    dossier: str
    form: str = "full"
    former: str | None = None
    profile: str | None = None
    plan: str | None = None


class Resubmitted(_Event, frozen=True, kw_only=True):
    """A completed dossier was handed in; the old one stays."""

    dossier: str


class Registered(_Event, frozen=True, kw_only=True):
    """The case got its number."""

    number: str
    received: date


class Accepted(_Event, frozen=True, kw_only=True):
    """The case was taken in, with the findings of the application review and what the body's register said."""

    findings: str
    register: dict[str, str] = {}


class Declined(_Event, frozen=True, kw_only=True):
    """The case was not taken in."""

    reason: str


class Agreed(_Event, frozen=True, kw_only=True):
    """The applicant accepted the terms of this digest."""

    terms: str


class Assigned(_Event, frozen=True, kw_only=True):
    """A person was given a duty; for one activity, or for all that the duty has."""

    duty: Duty
    person: str
    activity: str | None = None


class Relieved(_Event, frozen=True, kw_only=True):
    """A person's duty was taken back before it was done; for one activity, or altogether."""

    person: str
    reason: str
    activity: str | None = None


class InterestDeclared(_Event, frozen=True, kw_only=True):
    """A person with a duty said whether anything ties them to the applicant."""

    person: str
    conflict: bool
    statement: str | None = None


class GuidanceRecorded(_Event, frozen=True, kw_only=True):
    """A person advised the applicant on that day."""

    person: str
    on: date


class CompletionRequested(_Event, frozen=True, kw_only=True):
    """The dossier was sent back."""

    criteria: tuple[str, ...]
    reason: str
    due: date


class CompletionOverdue(_Event, frozen=True, kw_only=True):
    """No completion came by the day that was set."""


class Assessed(_Event, frozen=True, kw_only=True):
    """An assessor concluded on the dossier as it stood."""

    person: str
    dossier: str
    findings: str
    activity: str | None = None


class SentBack(_Event, frozen=True, kw_only=True):
    """The decider asked for a new assessment; of one activity, or of all."""

    reason: str
    activity: str | None = None


class Decided(_Event, frozen=True, kw_only=True):
    """A named person granted or refused, with the digests of all that it rests on.

    `level`, `valid_from` and `valid_until` are given where it was granted; `register` is what the body's own register
    said.
    """

    outcome: Literal["grant", "refuse"]
    person: str
    scheme: str
    dossier: str
    findings: tuple[str, ...]
    computed: str
    reason: str
    level: str | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    register: dict[str, str] = {}


class ApplicationWithdrawn(_Event, frozen=True, kw_only=True):
    """The applicant took the application back."""

    reason: str | None = None


class CertificatePrepared(_Event, frozen=True, kw_only=True):
    """Number, slot, key and the digests of both payloads are fixed, before anything is signed."""

    number: str
    status_list: int
    status_index: int
    key: str
    credential: str
    qr: str


class PreparedVoided(_Event, frozen=True, kw_only=True):
    """The prepared certificate will never be signed."""

    number: str


class CertificateIssued(_Event, frozen=True, kw_only=True):
    """The certificate was signed and accepted by our own verifier. Digests of both signed payloads."""

    number: str
    credential: str
    qr: str


class CertificateSuspended(_Event, frozen=True, kw_only=True):
    """The certificate does not count for now; `until` is the last day that this can last, where the scheme says so.

    `reason` names a statement; it is empty where the clock did it, by a rule of the scheme.
    """

    number: str
    reason_class: ReasonClass
    reason: str
    until: date | None = None


class CertificateReinstated(_Event, frozen=True, kw_only=True):
    """The certificate counts again."""

    number: str
    reason: str


class CertificateWithdrawn(_Event, frozen=True, kw_only=True):
    """The certificate never counts again."""

    number: str
    reason_class: ReasonClass
    reason: str | None = None


class CertificateSuperseded(_Event, frozen=True, kw_only=True):
    """A newer certificate took its place."""

    number: str
    successor: str
    reason_class: ReasonClass | None = None


class ReissueOrdered(_Event, frozen=True, kw_only=True):
    """Nothing that the certificate's key signed counts; a certificate by a fresh key will take its place."""

    number: str


class CertificateExpired(_Event, frozen=True, kw_only=True):
    """The certificate ran out."""

    number: str


Event = (
    Submitted
    | Resubmitted
    | Registered
    | Accepted
    | Declined
    | Agreed
    | Assigned
    | Relieved
    | InterestDeclared
    | GuidanceRecorded
    | CompletionRequested
    | CompletionOverdue
    | Assessed
    | SentBack
    | Decided
    | ApplicationWithdrawn
    | CertificatePrepared
    | PreparedVoided
    | CertificateIssued
    | CertificateSuspended
    | CertificateReinstated
    | CertificateWithdrawn
    | CertificateSuperseded
    | ReissueOrdered
    | CertificateExpired
    | ProcessEvent
)


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """An event in its place: the number within its case (from 1), when, and by whom.

    `by` is a person's id, or `clock` or `worker`.
    """

    seq: int
    at: datetime
    by: str
    event: Event


def encode(recorded: Recorded) -> bytes:
    """The bytes that are stored and chained: JSON with sorted keys."""
    return msgspec.json.encode(recorded, order="sorted")


def decode(raw: bytes) -> Recorded:
    """Read a stored event. Raises msgspec.DecodeError for anything that no release has written."""
    return msgspec.json.decode(raw, type=Recorded)
