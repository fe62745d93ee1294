"""The acts: what a person, the clock or the worker wants done to a case, as plain data.

An act is also the HTTP body of `POST /api/cases/{id}/acts` and a step of a scheme's worked example:
`{"act": "Assign", "duty": "assess", "person": "..."}`. A text in an act (`{"text": "..."}`) is sealed into a document
before it is judged; from then on the act names it by its digest.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from certify.core import process_acts as p
from certify.core.documents import Digest, Statement
from certify.core.dossier import Dossier
from certify.core.evidence import Label
from certify.core.findings import Findings

Identifier = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}\Z")]
CaseNumber = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9ÅÄÖåäö][A-Za-z0-9ÅÄÖåäö ./:-]{0,39}\Z")]
CertificateNumber = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]\Z")]
CriterionId = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]

Duty = Literal["assess", "decide"]
Role = Literal[
    "applicant",
    "coordinator",
    "assessor",
    "decider",
    "appeals_handler",
    "scheme_owner",
    "administrator",
    "auditor",
]
ReasonClass = Literal[
    "requirements_not_met",
    "surveillance_missing",
    "mark_misused",
    "holder_asked",
    "issued_in_error",
    "suspension_ran_out",
    "key_compromised",
    "circumstances_changed",
    "other",
]


class _Act(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag=True, tag_field="act"):
    """An act's own name stands in the field `act`."""


# From draft to decision, in the order in which they usually come.


class Submit(_Act, frozen=True, kw_only=True):
    """Hand in a frozen dossier. The first one opens the case and says for whom and under what.

    `scheme` is the digest of a published version; `form` one of its forms; `former` the number of the certificate that
    a renewal follows; `profile` one of its profiles. When a completion is handed in, only `dossier` is given.
    """

    dossier: Dossier | Digest
    applicant: Identifier | None = None
    scheme: Digest | None = None
    form: Identifier = "full"
    former: CertificateNumber | None = None
    profile: Label | None = None


class Register(_Act, frozen=True, kw_only=True):
    """Give the case its number in the body's register, and the day on which it was received."""

    number: CaseNumber
    received: date


class Accept(_Act, frozen=True, kw_only=True):
    """Take the case in: complete, in scope, and we are competent and impartial (ISO/IEC 17065, 7.3)."""

    findings: Findings | Digest


class Decline(_Act, frozen=True, kw_only=True):
    """Do not take the case in, with reasons."""

    reason: Statement | Digest


class Agree(_Act, frozen=True, kw_only=True):
    """The applicant accepts this version of the terms (ISO/IEC 17065, 4.1.2)."""

    terms: Digest


class Assign(_Act, frozen=True, kw_only=True):
    """Give a person one duty in the case: for one activity of the scheme, or for all that the duty has."""

    duty: Duty
    person: Identifier
    activity: Label | None = None


class Relieve(_Act, frozen=True, kw_only=True):
    """Take a duty back from a person who has not done it, with reasons. What they are to the case else still counts.

    With an `activity` it is that one alone that they are relieved of.
    """

    person: Identifier
    reason: Statement | Digest
    activity: Label | None = None


class DeclareInterest(_Act, frozen=True, kw_only=True):
    """Someone with a duty says whether anything ties them to the applicant. With a conflict the duty falls away."""

    conflict: bool
    statement: Statement | Digest | None = None


class RecordGuidance(_Act, frozen=True, kw_only=True):
    """A person advised this applicant on that day. It counts for all of the applicant's cases."""

    person: Identifier
    on: date


class RequestCompletion(_Act, frozen=True, kw_only=True):
    """Send the dossier back: what is missing under which criteria, and by when."""

    criteria: Annotated[tuple[CriterionId, ...], msgspec.Meta(min_length=1, max_length=500)]
    reason: Statement | Digest
    due: date


class Assess(_Act, frozen=True, kw_only=True):
    """The assessor's findings on the dossier as it stands. `activity` is said where the scheme has several."""

    findings: Findings | Digest
    activity: Label | None = None


class SendBack(_Act, frozen=True, kw_only=True):
    """The decider wants the assessment done again, with reasons. The findings until now no longer count.

    With an `activity` it is that one alone that is done again.
    """

    reason: Statement | Digest
    activity: Label | None = None


class Decide(_Act, frozen=True, kw_only=True):
    """Grant or refuse, with reasons. Refusing is a decision too."""

    outcome: Literal["grant", "refuse"]
    reason: Statement | Digest


class WithdrawApplication(_Act, frozen=True, kw_only=True):
    """The applicant takes the application back before it is decided."""

    reason: Statement | Digest | None = None


# The certificate. The first three are the worker's.


class PrepareCertificate(_Act, frozen=True, kw_only=True):
    """Fix number, status slot and signing key; the exact bytes to sign follow from the case and are recorded."""

    number: CertificateNumber
    status_list: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
    status_index: Annotated[int, msgspec.Meta(ge=0, lt=131_072)]
    key: str


class VoidPrepared(_Act, frozen=True, kw_only=True):
    """The prepared certificate will never be signed: its key was retired or compromised before it was."""

    number: CertificateNumber


class RecordIssue(_Act, frozen=True, kw_only=True):
    """The prepared bytes were signed, and our own verifier accepts the result. Digests of both signed payloads."""

    number: CertificateNumber
    credential: Digest
    qr: Digest


class Suspend(_Act, frozen=True, kw_only=True):
    """The certificate does not count until further notice."""

    reason_class: ReasonClass
    reason: Statement | Digest


class Reinstate(_Act, frozen=True, kw_only=True):
    """The suspended certificate counts again."""

    reason: Statement | Digest


class Withdraw(_Act, frozen=True, kw_only=True):
    """The certificate never counts again. The clock may do it where the scheme says how long a suspension can last."""

    reason_class: ReasonClass
    reason: Statement | Digest | None = None


class Supersede(_Act, frozen=True, kw_only=True):
    """A newer certificate has taken this one's place."""

    successor: CertificateNumber


class Reissue(_Act, frozen=True, kw_only=True):
    """The key that signed the certificate is in other hands: another certificate, by a fresh key, takes its place."""

    number: CertificateNumber


class Expire(_Act, frozen=True, kw_only=True):
    """The certificate has run out."""


class MarkOverdue(_Act, frozen=True, kw_only=True):
    """The day for the completion has passed without one."""


Act = (
    Submit
    | Register
    | Accept
    | Decline
    | Agree
    | Assign
    | Relieve
    | DeclareInterest
    | RecordGuidance
    | RequestCompletion
    | Assess
    | SendBack
    | Decide
    | WithdrawApplication
    | PrepareCertificate
    | VoidPrepared
    | RecordIssue
    | Suspend
    | Reinstate
    | Withdraw
    | Supersede
    | Reissue
    | Expire
    | MarkOverdue
    | p.ProcessAct
)

Doer = Role | Literal["clock", "worker"]

# Who may do what. The rules ask for more: which person, at which time, with what competence.
MAY: dict[type[Act], frozenset[Doer]] = {
    Submit: frozenset({"applicant"}),
    Register: frozenset({"coordinator"}),
    Accept: frozenset({"coordinator"}),
    Decline: frozenset({"coordinator"}),
    Agree: frozenset({"applicant"}),
    Assign: frozenset({"coordinator"}),
    Relieve: frozenset({"coordinator"}),
    DeclareInterest: frozenset({"assessor", "decider"}),
    RecordGuidance: frozenset({"coordinator", "assessor", "decider"}),
    RequestCompletion: frozenset({"coordinator", "assessor"}),
    Assess: frozenset({"assessor"}),
    SendBack: frozenset({"decider"}),
    Decide: frozenset({"decider"}),
    WithdrawApplication: frozenset({"applicant"}),
    PrepareCertificate: frozenset({"worker"}),
    VoidPrepared: frozenset({"worker"}),
    RecordIssue: frozenset({"worker"}),
    Suspend: frozenset({"decider"}),
    Reinstate: frozenset({"decider"}),
    Withdraw: frozenset({"decider", "clock"}),
    Supersede: frozenset({"worker"}),
    Reissue: frozenset({"worker"}),
    Expire: frozenset({"clock"}),
    MarkOverdue: frozenset({"clock"}),
    p.Draw: frozenset({"coordinator", "assessor"}),
    p.Vote: frozenset({"assessor"}),
    p.RecordResult: frozenset({"coordinator", "assessor", "worker"}),
    p.Survey: frozenset({"assessor"}),
    p.ProposeRemedy: frozenset({"applicant"}),
    p.AcceptRemedy: frozenset({"assessor"}),
    p.RefuseRemedy: frozenset({"assessor"}),
    p.CloseNonconformity: frozenset({"assessor"}),
    p.PlanImprovement: frozenset({"applicant"}),
    p.ReportCircumstance: frozenset({"applicant", "coordinator"}),
    p.StartTransition: frozenset({"worker"}),
    p.ConfirmTransition: frozenset({"decider"}),
    p.MarkLate: frozenset({"clock"}),
}

Fact = Literal[
    "people",
    "applicant",
    "terms",
    "open_cases",
    "former",
    "body",
    "issuing",
    "published",
    "register",
    "chance",
]

# What each act's rule needs to know besides the case, its scheme and its documents.
NEEDS: dict[type[Act], frozenset[Fact]] = {
    Submit: frozenset({"applicant", "open_cases", "former", "published"}),
    Register: frozenset({"people"}),
    Accept: frozenset({"people", "register"}),
    Decline: frozenset({"people"}),
    Agree: frozenset({"terms"}),
    Assign: frozenset({"people"}),
    Relieve: frozenset({"people"}),
    DeclareInterest: frozenset({"people"}),
    RecordGuidance: frozenset({"people"}),
    RequestCompletion: frozenset({"people"}),
    Assess: frozenset({"people", "register"}),
    SendBack: frozenset({"people"}),
    Decide: frozenset({"people", "former", "register", "body"}),
    Suspend: frozenset({"people"}),
    Reinstate: frozenset({"people"}),
    Withdraw: frozenset({"people"}),
    PrepareCertificate: frozenset({"body", "issuing", "former"}),
    RecordIssue: frozenset({"body", "issuing", "register"}),
    Reissue: frozenset({"body"}),
    p.Draw: frozenset({"people", "chance", "register"}),
    p.Vote: frozenset({"people", "register"}),
    p.RecordResult: frozenset({"people", "register"}),
    p.Survey: frozenset({"people", "register"}),
    p.AcceptRemedy: frozenset({"people"}),
    p.RefuseRemedy: frozenset({"people"}),
    p.CloseNonconformity: frozenset({"people"}),
    p.ReportCircumstance: frozenset({"people"}),
    p.ConfirmTransition: frozenset({"people"}),
}
