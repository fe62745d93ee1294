"""The signed status history of one certificate: every change of its status, with its time and reason class.

It tells withdrawn from superseded, which the status lists cannot, and what held on an earlier day. Signed by the
body's status key like a status list; `version` only rises. It begins with `active`, when the certificate begins
or was issued if that came first, and has no entry for running out: that is in the certificate.
"""

from itertools import pairwise
from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType, to_builtins

from verify import addresses, errors, number, proof, times
from verify.credential import DIGEST, MOST_UNITS, UnitCode
from verify.documents import Document, Reader, SafeInteger
from verify.trust import ListProof, Trust
from verify.verdict import Registered

State = Literal["active", "suspended", "withdrawn", "superseded"]


class Change(Document, frozen=True, kw_only=True):
    """One change: from `at` on the state is this. `until` is the longest a suspension can last.

    `suspended_units` are the codes of the units that are not covered from then on, for as long as no change says else.
    """

    at: str
    reason: Annotated[str, Meta(min_length=1, max_length=80)] | UnsetType = UNSET
    state: State
    successor: str | UnsetType = UNSET
    suspended_units: Annotated[tuple[UnitCode, ...], Meta(min_length=1, max_length=MOST_UNITS)] | UnsetType = UNSET
    until: str | UnsetType = UNSET


class History(Document, frozen=True, kw_only=True):
    """The history as it is published at `{ORIGIN}/v/{NUMBER}/history.json`.

    `certificate` is the `sha256:` digest of the certificate's RFC 8785 form without its proof.
    """

    certificate: str
    changes: tuple[Change, ...]
    id: str
    issued: str
    issuer: str
    number: str
    proof: ListProof | UnsetType = UNSET
    type: Literal["StatusHistory"] = "StatusHistory"
    version: SafeInteger

    def registered(self, at: str | None = None) -> Registered:
        """What the register said at a moment (`YYYY-MM-DDTHH:MM:SSZ`); with none, what it says now."""
        passed = [change for change in self.changes if at is None or change.at <= at]
        if not passed:
            return Registered(known=False)
        last = passed[-1]
        return Registered(
            known=True,
            state=last.state,
            since=_since(passed),
            until=last.until or None,
            reason=last.reason or None,
            successor=last.successor or None,
            suspended_units=last.suspended_units or (),
            digest=self.certificate,
            issuer=self.issuer,
        )


def _since(passed: list[Change]) -> str:
    """When the last state began: a change of units alone leaves it as it was."""
    since = passed[-1].at
    for change in reversed(passed):
        if change.state != passed[-1].state:
            break
        since = change.at
    return since


_READER = Reader(History)


def check(history: History) -> None:
    """Whether its parts agree: it begins active, goes forward in time, and nothing follows an end.

    Raises a leaf of `errors.Malformed`.
    """
    if not number.is_number(history.number):
        raise errors.BadCertificateNumber(f"{history.number[:40]!r}")
    if addresses.split(history.id)[1] != f"/v/{history.number}/history.json":
        raise errors.NumberMismatch("id is not /v/, the number and /history.json")
    if DIGEST.fullmatch(history.certificate) is None:
        raise errors.WrongValue(f"certificate is not a sha256: digest: {history.certificate[:80]!r}")
    times.moment(history.issued)
    if not history.changes or history.changes[0].state != "active":
        raise errors.WrongValue("a history begins with active")
    for change in history.changes:
        times.moment(change.at)
        if change.until is not UNSET:
            times.moment(change.until)
        if change.successor is not UNSET and not number.is_number(change.successor):
            raise errors.BadCertificateNumber(f"successor {change.successor[:40]!r}")
        if change.suspended_units is not UNSET and len(set(change.suspended_units)) < len(change.suspended_units):
            raise errors.RepeatedUnit("a unit stands twice among those that are not covered")
    for former, later in pairwise(history.changes):
        if later.at < former.at:
            raise errors.BadTime("a history goes forward")
        if former.state in ("withdrawn", "superseded"):
            raise errors.WrongValue(f"nothing follows {former.state}")


def unsigned(history: History) -> dict[str, object]:
    """The history to hand to `proof.attach`. Raises a leaf of `errors.Malformed`."""
    check(history)
    bare: dict[str, object] = to_builtins(history)
    return bare


def read(raw: bytes, trust: Trust, *, known_version: int = 0) -> History:
    """The history that `raw` holds, if a status key of its issuer signed it and the issuer owns its address.

    Raises a `VerifyError`; `errors.OlderThanKnown` when its version is below `known_version`.
    """
    history = _READER.read(raw)
    signature = history.proof
    if signature is UNSET:
        raise errors.MissingField("the history is not signed")
    check(history)
    body = trust.body(history.issuer)
    if addresses.split(history.id)[0] not in body.origins:
        raise errors.WrongHost(f"{history.id[:200]} is not {history.issuer}'s")
    times.moment(signature.created)
    key = trust.key(body.did, signature.verification_method, "status", signature.created, history.issued)
    proof.check(to_builtins(history), key)
    if history.version < known_version:
        raise errors.OlderThanKnown(f"version {history.version}, but {known_version} was seen")
    return history
