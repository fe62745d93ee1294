"""Is this certificate genuine, and does it hold now? Nine numbered steps; SPEC.md tells each in full.

    (1) readable        the bytes are one strict JSON value / the text is one of our QR texts
    (2) well_formed     its parts are there, of the right kind, and agree with each other
    (3) issuer_trusted  the trust list names the issuer, the host and the key, and the key was valid when it signed
    (4) genuine         the signature fits the content
    (5) registered      the register, where one was asked, has exactly this certificate
    (6) within_time     now lies between the beginning and the end
    (7) not_withdrawn   the revocation list, fresh enough, has no mark (and the register says so too)
    (8) not_suspended   the suspension list, fresh enough, has no mark (and the register says so too)
    (9) recognised      the scheme's owner vouches for the body; says nothing to the word of the verdict

Pure: time, trust list, status lists and what the register said are arguments. Nothing that was read can raise; what
is wrong with it is in the verdict. A step that cannot be taken says `unknown`, and then the verdict is never `valid`.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import UNSET
from msgspec.structs import replace

from verify import addresses, compact, errors, keys, proof, times
from verify.credential import Certificate, hashed_parts, read_with_form
from verify.recognition import Recognitions
from verify.status import Statuses, StatusList
from verify.trust import Body, Trust
from verify.verdict import STEP_NAMES, Facts, Registered, Result, Step, StepName, Verdict, word_of

CLOCK_SKEW = timedelta(minutes=5)
"""How far a status list may come from the future: clocks differ."""

_YES = {name: Step(name=name, result="yes", reason="ok") for name in STEP_NAMES}
_NOT_DONE = {name: Step(name=name, result="not_done", reason="not-reached") for name in STEP_NAMES}
_NO_RECOGNITION = Step(name="recognised", result="not_done", reason="no-recognition")
_REGISTER_NOT_ASKED = Step(name="registered", result="not_done", reason="register-not-asked")


class _Signed(NamedTuple):
    """What the later steps need of a certificate or a code whose signature held."""

    facts: Facts
    digest: str  # hexadecimal; of a code the first half
    revocation: str
    suspension: str
    entry: int


class _Asked(NamedTuple):
    """The circumstances of one verification."""

    at: datetime
    now: str
    status: Statuses
    register: Registered | None
    max_status_age: timedelta | None
    recognitions: Recognitions | None


_LOW_BITS = bytes(byte & 3 for byte in range(256))


def verify(
    raw: bytes,
    *,
    trust: Trust | None,
    status: Statuses | None,
    at: datetime,
    register: Registered | None = None,
    max_status_age: timedelta | None = None,
    expected_number: str | None = None,
    expected_host: str | None = None,
    recognitions: Recognitions | None = None,
) -> Verdict:
    """Judge the bytes of a certificate.

    `status` are the lists at hand; `max_status_age` makes a list too old before its own `validUntil` does.
    `recognitions` are what scheme owners say of the body. `expected_number` and `expected_host` are where the
    certificate was found: one served under another number, or from another host, is refused.

    Raises `ValueError` when `at` has no time zone, and nothing else.
    """
    now = times.text(at)
    try:  # (1) and (2)
        certificate, form = read_with_form(raw)
        given = certificate.proof
        if given is UNSET:
            raise errors.MissingField("the certificate is not signed")
        claimed = certificate.credential_subject.number
        if expected_number is not None and claimed != expected_number:
            raise errors.NumberMismatch(f"{claimed} where {expected_number[:40]} was expected")
    except errors.Unreadable as error:
        return _failed("readable", error, now, expected_number)
    except errors.Malformed as error:
        return _failed("well_formed", error, now, expected_number)
    if trust is None:
        return _without_trust(now, claimed)
    try:  # (3)
        body = trust.body(certificate.issuer.id)
        _refuse_host(body, certificate.origin, expected_host)
        key = trust.key(body.did, given.verification_method, "certificate", given.created)
    except errors.Untrusted as error:
        return _untrusted(error, now, claimed, register)
    try:  # (4)
        unsigned, options = hashed_parts(given, form)
        digest = hashlib.sha256(unsigned).digest()
        signature = proof.signature_of(given.proof_value)
        keys.check_signature(key, signature, hashlib.sha256(options).digest() + digest)
    except (errors.SignatureMismatch, errors.BadBase58) as error:
        return _failed("genuine", error, now, claimed)
    asked = _Asked(at, now, status or Statuses(), register, max_status_age, recognitions)
    return _conclude(_signed_certificate(certificate, digest), trust, asked)


def verify_qr(
    text: str,
    *,
    trust: Trust | None,
    status: Statuses | None,
    at: datetime,
    register: Registered | None = None,
    max_status_age: timedelta | None = None,
    expected_number: str | None = None,
    expected_host: str | None = None,
    recognitions: Recognitions | None = None,
) -> Verdict:
    """Judge the text of a QR code; arguments as for `verify`. The facts are those that a code has room for."""
    now = times.text(at)
    claimed = expected_number
    try:  # (1)
        parts = compact.read(text)
        claimed = parts.number
        envelope = compact.unpack(parts.cose)
    except (errors.Unreadable, errors.BadAddress) as error:
        return _failed("readable", error, now, claimed)
    except errors.Malformed as error:
        return _failed("well_formed", error, now, claimed)
    said = envelope.compact
    try:  # (2)
        if said.number != claimed:
            raise errors.NumberMismatch(f"{said.number[:40]!r} behind the address of {claimed}")
        if expected_number is not None and claimed != expected_number:
            raise errors.NumberMismatch(f"{claimed} where {expected_number[:40]} was expected")
        valid_from, valid_until = times.of_seconds(said.begins_at), times.of_seconds(said.expires_at)
        signed_at = times.of_seconds(said.issued_at)
        if valid_until <= valid_from:
            raise errors.BadTime("it ends before it begins")
    except errors.Malformed as error:
        return _failed("well_formed", error, now, claimed)
    if trust is None:
        return _without_trust(now, claimed)
    origin = addresses.origin_of_host(parts.host)
    try:  # (3)
        body = trust.by_digest8(said.issuer)
        _refuse_host(body, origin, expected_host)
        candidates = trust.keys_by_hint(body.did, envelope.key_hint, "certificate", signed_at)
    except errors.Untrusted as error:
        return _untrusted(error, now, claimed, register)
    if not _any_signed(candidates, envelope):  # (4)
        return _failed("genuine", errors.SignatureMismatch("the signature does not fit the content"), now, claimed)
    asked = _Asked(at, now, status or Statuses(), register, max_status_age, recognitions)
    return _conclude(_signed_code(said, body, origin, valid_from, valid_until), trust, asked)


def unreadable(reason: str, *, at: datetime, claimed_number: str | None = None) -> Verdict:
    """The verdict `unknown` when there was nothing to judge: no code in a picture, a file of no known kind.

    It says nothing about any certificate. `reason` is a kebab-case code such as `no-code-found`.
    """
    step = Step(name="readable", result="unknown", reason=reason)
    return _verdict((step,), now=times.text(at), claimed=claimed_number)


def _conclude(signed: _Signed, trust: Trust, asked: _Asked) -> Verdict:
    """Steps (5) to (8), when the signature holds."""
    register = asked.register
    if register is not None and register.issuer not in (None, signed.facts.issuer):
        register = None
    trusted = _YES["issuer_trusted"]
    if asked.now > trust.expires:
        # What it says still holds as far as it goes, but a key may have been given up since.
        trusted = _step("issuer_trusted", "unknown", "trust-list-expired", expires=trust.expires)
    registered = _registered(signed, register)  # (5)
    known = register if registered.result == "yes" else None
    withdrawn, revocations = _not_withdrawn(signed, known, asked)
    suspended, suspensions = _not_suspended(signed, known, asked)
    steps = (
        _YES["readable"],
        _YES["well_formed"],
        trusted,
        _YES["genuine"],
        registered,
        _within_time(signed.facts, asked.now),
        withdrawn,
        suspended,
        _recognised(signed.facts, asked.recognitions),
    )
    told = known if known is not None and known.state in ("suspended", "withdrawn", "superseded") else None
    return Verdict(
        verdict=word_of(steps),
        number=signed.facts.number,
        claimed_number=signed.facts.number,
        checked_at=asked.now,
        steps=steps,
        certificate=signed.facts,
        status_since=told.since if told else None,
        status_until=told.until if told else None,
        status_reason=told.reason if told else None,
        successor=told.successor if told else None,
        suspended_units=known.suspended_units if known is not None else (),
        status_age_seconds=_age(asked.at, revocations, suspensions),
    )


def _age(at: datetime, one: StatusList | None, other: StatusList | None) -> int | None:
    """How many seconds ago the older of the two lists was made; None when there is neither."""
    older = other if one is None or (other is not None and other.valid_from < one.valid_from) else one
    return None if older is None else max(0, int((at - older.issued).total_seconds()))


def _registered(signed: _Signed, register: Registered | None) -> Step:
    if register is None:
        return _REGISTER_NOT_ASKED
    if not register.known:
        return _step("registered", "no", "not-in-register")
    if register.digest is not None and not register.digest.removeprefix("sha256:").startswith(signed.digest):
        return _step("registered", "no", "register-has-another", digest=register.digest)
    return _YES["registered"]


def _within_time(facts: Facts, now: str) -> Step:
    # Both ends belong to it: it is valid through the whole last second.
    if now < facts.valid_from:
        return _step("within_time", "no", "not-yet-valid", valid_from=facts.valid_from)
    if now > facts.valid_until:
        return _step("within_time", "no", "expired", valid_until=facts.valid_until)
    return _YES["within_time"]


def _not_withdrawn(signed: _Signed, register: Registered | None, asked: _Asked) -> tuple[Step, StatusList | None]:
    found, marked, reason = _look_up(signed.revocation, signed, asked)
    if register is not None and register.state == "withdrawn":
        return _step("not_withdrawn", "withdrawn", "withdrawn"), found
    if register is not None and register.state == "superseded":
        return _step("not_withdrawn", "superseded", "superseded"), found
    if marked:
        # A withdrawal is never taken back, so even an old list proves it; what it was, the list does not tell.
        return _status_step("not_withdrawn", "no", "withdrawn-or-superseded", found), found
    if reason:
        return _status_step("not_withdrawn", "unknown", reason, found), found
    return _status_step("not_withdrawn", "yes", "ok", found), found


def _not_suspended(signed: _Signed, register: Registered | None, asked: _Asked) -> tuple[Step, StatusList | None]:
    found, marked, reason = _look_up(signed.suspension, signed, asked)
    if register is not None and register.state == "suspended":
        return _step("not_suspended", "suspended", "suspended"), found
    if reason:
        return _status_step("not_suspended", "unknown", reason, found), found
    if marked:
        return _status_step("not_suspended", "suspended", "suspended", found), found
    return _status_step("not_suspended", "yes", "ok", found), found


def _recognised(facts: Facts, recognitions: Recognitions | None) -> Step:
    """(9) A recognition holds for what was decided while it lasted, also when it has ended since."""
    found = recognitions.find(facts.issuer, facts.scheme_code) if recognitions is not None else None
    if found is None:
        refused = recognitions.refused if recognitions is not None else None
        return _step("recognised", "no", refused) if refused else _NO_RECOGNITION
    recognition, owner = found
    told = {"owner": owner, "since": recognition.valid_from, "until": recognition.valid_until}
    if not recognition.valid_from <= facts.valid_from <= recognition.valid_until:
        return _step("recognised", "no", "not-recognised-then", **told)
    return _step("recognised", "yes", "ok", **told)


def _look_up(address: str, signed: _Signed, asked: _Asked) -> tuple[StatusList | None, bool, str]:
    """The list, whether our entry is marked in it, and why its answer does not count (empty when it does)."""
    found = asked.status.find(address)
    if found is None:
        return None, False, "no-status-list"
    if found.issuer != signed.facts.issuer:
        return None, False, "status-list-of-another"
    if signed.entry >= found.size:
        return None, False, "no-such-entry"
    if found.issued > asked.at + CLOCK_SKEW:
        return None, False, "status-from-later"
    marked = found.bit(signed.entry)
    if asked.now > found.valid_until or (
        asked.max_status_age is not None and asked.at - found.issued > asked.max_status_age
    ):
        return found, marked, "status-too-old"
    return found, marked, "clock-behind" if asked.status.clock_behind else ""


def _refuse_host(body: Body, origin: str, expected_host: str | None) -> None:
    host = addresses.host_of(origin)
    if origin not in body.origins:
        raise errors.WrongHost(f"{host} is not a host of {body.did}")
    if expected_host is not None and host != expected_host:
        raise errors.WrongHost(f"{host} where {expected_host[:200]} was expected")


def _any_signed(candidates: Iterable[Ed25519PublicKey], envelope: compact.Envelope) -> bool:
    for key in candidates:
        try:
            keys.check_signature(key, envelope.signature, envelope.signed)
        except errors.SignatureMismatch:
            continue
        return True
    return False


def facts_of(certificate: Certificate, digest: bytes) -> Facts:
    """What a certificate says, of which `digest` is the SHA-256 of its unsigned bytes. Nothing is checked here."""
    subject, issuer = certificate.credential_subject, certificate.issuer
    return Facts(
        told_by="certificate",
        number=subject.number,
        holder=subject.name,
        place=subject.place,
        scheme_code=subject.scheme.code,
        level_code=subject.level.code,
        valid_from=certificate.valid_from,
        valid_until=certificate.valid_until,
        issuer=issuer.id,
        issuer_name=issuer.name,
        notches=_notches(digest),
        address=subject.address,
        organisation_number=subject.organisation_number,
        municipality_code=subject.municipality_code or None,
        certified=subject.certified,
        area=subject.area.name,
        scheme=subject.scheme,
        level=subject.level,
        decided=subject.decision.date,
        issuer_address=issuer.address,
        signatory=subject.signatory,
        accreditation=subject.accreditation,
        former=subject.former_certificate or None,
        units=subject.units or None,
        digest="sha256:" + digest.hex(),
    )


def _signed_certificate(certificate: Certificate, digest: bytes) -> _Signed:
    revocation, suspension = certificate.credential_status
    return _Signed(
        facts_of(certificate, digest),
        digest.hex(),
        revocation.status_list_credential,
        suspension.status_list_credential,
        certificate.status_index,
    )


def _signed_code(said: compact.Compact, body: Body, origin: str, valid_from: str, valid_until: str) -> _Signed:
    facts = Facts(
        told_by="code",
        number=said.number,
        holder=said.holder,
        holder_cut=said.holder.endswith("…"),
        place=said.place,
        scheme_code=said.scheme,
        level_code=said.level,
        valid_from=valid_from,
        valid_until=valid_until,
        issuer=body.did,
        issuer_name=body.name,
        notches=_notches(said.digest),
    )
    lists = f"{origin}/bodies/{body.slug}/status/{said.status_list}/"
    return _Signed(facts, said.digest.hex(), lists + "revocation", lists + "suspension", said.index)


def _notches(digest: bytes) -> tuple[int, ...]:
    return tuple(digest[:16].translate(_LOW_BITS))


def _failed(name: StepName, error: errors.VerifyError, now: str, claimed: str | None) -> Verdict:
    """The verdict when a step failed: the steps before it are good, the later ones were not taken."""
    before = tuple(_YES[earlier] for earlier in STEP_NAMES[: STEP_NAMES.index(name)])
    detail = {"what": error.detail} if error.detail else {}
    return _verdict((*before, Step(name=name, result="no", reason=error.code, detail=detail)), now=now, claimed=claimed)


def _untrusted(error: errors.Untrusted, now: str, claimed: str, register: Registered | None) -> Verdict:
    """Of a certificate whose key is compromised nothing counts; the register may tell which one took its place."""
    verdict = _failed("issuer_trusted", error, now, claimed)
    if isinstance(error, errors.KeyCompromised) and register is not None and register.successor is not None:
        return replace(
            verdict, status_since=register.since, status_reason=register.reason, successor=register.successor
        )
    return verdict


def _without_trust(now: str, claimed: str) -> Verdict:
    untold = (
        _step("issuer_trusted", "unknown", "no-trust-list"),
        _step("genuine", "unknown", "no-trust-list"),
    )
    return _verdict((_YES["readable"], _YES["well_formed"], *untold), now=now, claimed=claimed)


def _verdict(steps: tuple[Step, ...], *, now: str, claimed: str | None) -> Verdict:
    whole = (*steps, *(_NOT_DONE[later] for later in STEP_NAMES[len(steps) :]))
    return Verdict(verdict=word_of(whole), number=None, claimed_number=claimed, checked_at=now, steps=whole)


def _step(name: StepName, result: Result, reason: str, **detail: str) -> Step:
    return Step(name=name, result=result, reason=reason, detail=detail)


def _status_step(name: StepName, result: Result, reason: str, found: StatusList | None) -> Step:
    return Step(name=name, result=result, reason=reason, detail=found.detail if found else {})
