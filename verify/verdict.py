"""What a verification gives: the verdict, its steps, and the facts of a certificate that proved genuine.

The words and their order of precedence are a promise to outsiders (SPEC.md, "Verdicts"). A verdict is data:
the page, the command line and the API put it into sentences (words.py) and never work one out themselves.
"""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from verify.credential import Bilingual, Level, SchemeReference, UnitsOfKind

Word = Literal[
    "not_genuine",
    "not_registered",
    "withdrawn",
    "superseded",
    "withdrawn_or_superseded",
    "expired",
    "not_yet_valid",
    "suspended",
    "unknown",
    "valid",
]
"""The ten verdicts, the strongest first: when several things are wrong, the verdict is the first that applies."""

WORDS: tuple[Word, ...] = get_args(Word)

StepName = Literal[
    "readable",
    "well_formed",
    "issuer_trusted",
    "genuine",
    "registered",
    "within_time",
    "not_withdrawn",
    "not_suspended",
    "recognised",
]
"""The nine steps, in the order and with the numbers 1-9 of SPEC.md."""

STEP_NAMES: tuple[StepName, ...] = get_args(StepName)

Result = Literal["yes", "no", "suspended", "withdrawn", "superseded", "unknown", "not_done"]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What one step gave. `reason` is a stable kebab-case code; `detail` holds what it rests on, as texts."""

    name: StepName
    result: Result
    reason: str
    detail: dict[str, str] = {}


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What a genuine certificate says, or as much of it as a QR code carries (then the optional ones are None).

    `notches` are the sixteen depths 0-3 of the certificate's cut: the two lowest bits of each of the first
    sixteen digest bytes. `holder_cut` tells that the holder's name was too long for the QR code.
    `units` are the holder's units that the certificate covers, where its scheme names them; a code has no room.
    """

    told_by: Literal["certificate", "code"]
    number: str
    holder: str
    place: str
    scheme_code: str
    level_code: str
    valid_from: str
    valid_until: str
    issuer: str
    issuer_name: str
    notches: tuple[int, ...]
    holder_cut: bool = False
    address: str | None = None
    organisation_number: str | None = None
    municipality_code: str | None = None
    certified: Bilingual | None = None
    area: str | None = None
    scheme: SchemeReference | None = None
    level: Level | None = None
    decided: str | None = None
    issuer_address: str | None = None
    signatory: Bilingual | None = None
    accreditation: Bilingual | None = None
    former: str | None = None
    units: tuple[UnitsOfKind, ...] | None = None
    digest: str | None = None


class Registered(msgspec.Struct, frozen=True, kw_only=True):
    """What a register that could be reached says of a number; `known=False` when it has no such certificate.

    `since` and `until` are RFC 3339 times in UTC, `reason` a reason class of the scheme, `successor` a number.
    `suspended_units` are the codes of the units that the certificate does not cover for the time being.
    `digest` is `sha256:` and 64 hexadecimal digits over the JCS form of the credential without its proof; where it
    is given it must be that of the certificate in hand, so that a second one under the same number shows.
    `issuer` is the DID of the body whose signed history told all this, where one did: of another body's certificates it
    says nothing.
    """

    known: bool
    state: Literal["active", "suspended", "withdrawn", "superseded", "expired"] | None = None
    since: str | None = None
    until: str | None = None
    reason: str | None = None
    successor: str | None = None
    suspended_units: tuple[str, ...] = ()
    digest: str | None = None
    issuer: str | None = None


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The answer, with its reasons. True only when `verdict` is `valid`.

    `certificate` is None unless the certificate proved genuine; `claimed_number` is what the input merely says.
    `suspended_units` are codes of units in the certificate that are not covered for now, as far as a register told.
    `status_age_seconds` is the age of the older of the two status lists that the answer rests on.
    """

    verdict: Word
    number: str | None
    checked_at: str
    steps: tuple[Step, ...]
    certificate: Facts | None = None
    claimed_number: str | None = None
    status_since: str | None = None
    status_until: str | None = None
    status_reason: str | None = None
    successor: str | None = None
    suspended_units: tuple[str, ...] = ()
    status_age_seconds: int | None = None

    def __bool__(self) -> bool:
        """Whether the certificate is genuine and valid now; unknown is False."""
        return self.verdict == "valid"

    def step(self, name: StepName) -> Step:
        """The step of that name; every verdict has all nine."""
        return self.steps[STEP_NAMES.index(name)]

    @property
    def reason(self) -> str:
        """The code of the first step that says what the verdict says (`all-good` when it is valid)."""
        if self.verdict == "valid":  # which no step says by itself
            return "all-good"
        return next((step.reason for step in self.steps if said_by(step) == self.verdict), "all-good")


_NAMES = list(STEP_NAMES)
_GOOD = tuple(
    [*first, ninth]
    for first in (["yes"] * 8, ["yes"] * 4 + ["not_done"] + ["yes"] * 3)
    for ninth in ("yes", "no", "not_done")  # whether a scheme's owner vouches for the body is told beside the word
)
_SAYS: dict[tuple[StepName, Result], Word] = {
    ("readable", "no"): "not_genuine",
    ("readable", "unknown"): "unknown",
    ("well_formed", "no"): "not_genuine",
    ("issuer_trusted", "no"): "not_genuine",
    ("issuer_trusted", "unknown"): "unknown",
    ("genuine", "no"): "not_genuine",
    ("genuine", "unknown"): "unknown",
    ("registered", "no"): "not_registered",
    ("not_withdrawn", "withdrawn"): "withdrawn",
    ("not_withdrawn", "superseded"): "superseded",
    ("not_withdrawn", "no"): "withdrawn_or_superseded",
    ("not_withdrawn", "unknown"): "unknown",
    ("not_suspended", "suspended"): "suspended",
    ("not_suspended", "unknown"): "unknown",
}


def said_by(step: Step) -> Word | None:
    """What one step alone would make the verdict; None when it has nothing to say."""
    if step.name == "within_time" and step.result == "no":
        return "not_yet_valid" if step.reason == "not-yet-valid" else "expired"
    return _SAYS.get((step.name, step.result))


def word_of(steps: tuple[Step, ...]) -> Word:
    """The verdict that follows from the steps: the first word of `WORDS` that any of them says."""
    if _all_good(steps):
        return "valid"
    said = {said_by(step) for step in steps}
    return next((word for word in WORDS if word in said), "unknown")


def _all_good(steps: tuple[Step, ...]) -> bool:
    # All nine, so that a verdict with nothing in it is not a good one; only the register may be left unasked.
    return [step.name for step in steps] == _NAMES and [step.result for step in steps] in _GOOD
