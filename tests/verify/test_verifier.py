"""The nine steps and what follows from them, case by case."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from tests.verify import made
from verify import Registered, Statuses, Verdict, compact, credential, verify, verify_qr
from verify import status as status_lists
from verify.credential import Bilingual
from verify.trust import Trust
from verify.verdict import STEP_NAMES

TRUST = made.trust_list()
LISTS = made.statuses()
GOOD = made.certificate_bytes()
CODE = made.qr_text()
OTHER = "did:web:other.example:bodies:annan"
SINCE = "2027-02-01T09:00:00Z"

Ask = Any
"""`verify` or `verify_qr`, with the good input already in it."""


def ask_certificate(
    raw: bytes = GOOD, *, trust: Trust | None = TRUST, status: Statuses | None = LISTS, **more: Any
) -> Verdict:
    return verify(raw, trust=trust, status=status, **{"at": made.NOON, **more})


def ask_code(text: str = CODE, *, trust: Trust | None = TRUST, status: Statuses | None = LISTS, **more: Any) -> Verdict:
    return verify_qr(text, trust=trust, status=status, **{"at": made.NOON, **more})


both = pytest.mark.parametrize("ask", [ask_certificate, ask_code])


def _results(verdict: Verdict) -> list[str]:
    return [step.result for step in verdict.steps]


# --- Good -----------------------------------------------------------------------------------------------------------


@both
def test_a_good_one_is_valid_with_no_network(ask: Ask) -> None:
    verdict = ask()
    assert verdict
    assert (verdict.verdict, verdict.reason) == ("valid", "all-good")
    assert [step.name for step in verdict.steps] == list(STEP_NAMES)
    assert _results(verdict) == ["yes"] * 4 + ["not_done"] + ["yes"] * 3 + ["not_done"]
    assert (verdict.number, verdict.claimed_number) == (made.NUMBER, made.NUMBER)
    assert verdict.checked_at == "2027-03-01T12:00:00Z"
    assert verdict.status_age_seconds == 3600
    assert verdict.step("not_withdrawn").detail["issued"] == "2027-03-01T11:00:00Z"


@both
def test_the_register_makes_it_complete(ask: Ask) -> None:
    verdict = ask(register=Registered(known=True, state="active", since="2026-11-23T10:00:00Z"))
    assert verdict.verdict == "valid"
    assert _results(verdict) == ["yes"] * 8 + ["not_done"]
    assert verdict.status_since is None


def test_the_facts_are_those_of_the_certificate() -> None:
    facts = ask_certificate().certificate
    assert facts is not None
    assert facts.told_by == "certificate"
    assert facts.holder == "Lindhamra Centrum ekonomisk förening"
    assert facts.organisation_number == "802400-1236"
    assert facts.certified == Bilingual(
        sv="Samverkansorganisation för stadskärnan", en="Co-operation for the town centre"
    )
    assert facts.scheme is not None
    assert (facts.scheme_code, facts.scheme.edition, facts.level_code) == ("quality-mark", "working", "QM")
    assert (facts.decided, facts.valid_from, facts.valid_until) == (
        "2026-11-23",
        "2026-11-23T10:00:00Z",
        "2029-11-22T22:59:59Z",
    )
    assert (facts.issuer, facts.issuer_name) == (made.DID, "Nordisk Platscertifiering")
    assert facts.municipality_code == "0000"
    assert facts.former is None


def test_what_only_some_certificates_have() -> None:
    raw = made.certificate_bytes(municipality_code=UNSET, former_certificate=made.OTHER_NUMBER)
    facts = ask_certificate(raw).certificate
    assert facts is not None
    assert (facts.municipality_code, facts.former) == (None, made.OTHER_NUMBER)


def test_a_code_tells_what_it_has_room_for() -> None:
    facts = ask_code().certificate
    assert facts is not None
    assert facts.told_by == "code"
    assert facts.holder == "Lindhamra Centrum ekonomisk förening"
    assert (facts.place, facts.scheme_code, facts.level_code) == ("Lindhamra", "quality-mark", "QM")
    assert (facts.valid_from, facts.valid_until) == ("2026-11-23T10:00:00Z", "2029-11-22T22:59:59Z")
    assert (facts.issuer, facts.issuer_name) == (made.DID, "Nordisk Platscertifiering")
    assert facts.scheme is None
    assert not facts.holder_cut
    long = ask_code(made.qr_text(made.certificate(name="Lindhamra Centrum och Handel ekonomisk förening"))).certificate
    assert long is not None
    assert long.holder_cut


def test_paper_and_phone_show_the_same_cut() -> None:
    paper, phone = ask_certificate().certificate, ask_code().certificate
    assert paper is not None
    assert phone is not None
    assert paper.notches == phone.notches
    assert len(paper.notches) == 16
    assert set(paper.notches) <= {0, 1, 2, 3}
    assert paper.digest is not None
    assert paper.notches[0] == int(paper.digest[7:9], 16) % 4


@both
def test_it_is_valid_to_its_last_second(ask: Ask) -> None:
    def at(moment: str) -> str:
        lists = made.statuses(valid_from=moment, valid_until="2031-01-01T00:00:00Z")
        trust = made.trust_list(expires="2031-01-01T00:00:00Z")
        verdict: Verdict = ask(at=datetime.fromisoformat(moment), status=lists, trust=trust)
        return verdict.verdict

    assert at("2026-11-23T09:59:59Z") == "not_yet_valid"
    assert at("2026-11-23T10:00:00Z") == "valid"
    assert at("2029-11-22T22:59:59Z") == "valid"
    assert at("2029-11-22T23:00:00Z") == "expired"


@both
def test_any_time_zone_will_do_but_one_there_must_be(ask: Ask) -> None:
    assert ask(at=made.NOON.astimezone(datetime.now().astimezone().tzinfo))
    with pytest.raises(ValueError, match="time zone"):
        ask(at=made.NOON.replace(tzinfo=None))


# --- Not genuine ----------------------------------------------------------------------------------------------------


def _keys(**changes: Any) -> Trust:
    return made.trust_list([made.body(keys=(made.trusted_key(**changes), made.trusted_key(made.STATUS)))])


NOT_GENUINE: dict[str, tuple[dict[str, Any], str, str]] = {
    "the issuer is nobody we know": ({"trust": made.trust_list([])}, "issuer_trusted", "unknown-issuer"),
    "the host is not the issuer's": (
        {"trust": made.trust_list([made.body(origins=("https://annan.example",))])},
        "issuer_trusted",
        "wrong-host",
    ),
    "found on another host": ({"expected_host": "evil.example"}, "issuer_trusted", "wrong-host"),
    "found under another number": ({"expected_number": made.OTHER_NUMBER}, "well_formed", "number-mismatch"),
    "the key is for status lists": ({"trust": _keys(use="status")}, "issuer_trusted", "unknown-key"),
    "the key came later": ({"trust": _keys(from_="2026-11-24T00:00:00Z")}, "issuer_trusted", "key-not-valid-then"),
    "the key came a second later": (
        {"trust": _keys(from_="2026-11-23T10:00:06Z")},
        "issuer_trusted",
        "key-not-valid-then",
    ),
    "the key was retired before, though after the beginning": (
        {"trust": _keys(state="retired", until="2026-11-23T10:00:04Z")},
        "issuer_trusted",
        "key-not-valid-then",
    ),
    "the key is in other hands": (
        {"trust": _keys(state="compromised", until="2027-01-01T00:00:00Z")},
        "issuer_trusted",
        "key-compromised",
    ),
}


@both
@pytest.mark.parametrize(
    "keys",
    [
        {"from_": "2026-11-23T10:00:05Z"},  # the very second of signing; it is valid from five seconds before
        {"state": "retired", "until": "2026-11-23T10:00:05Z"},
        {"from_": "2026-11-23T10:00:05Z", "state": "retired", "until": "2026-11-23T10:00:05Z"},
    ],
)
def test_a_key_counts_at_the_second_of_signing_and_no_other_is_asked_of_it(ask: Ask, keys: dict[str, Any]) -> None:
    assert ask(trust=_keys(**keys))


@both
def test_a_key_that_came_between_the_beginning_and_the_signature_and_was_gone_before_today(ask: Ask) -> None:
    # A late renewal: valid since the former end in January, decided and signed in March with a new key.
    late = made.certificate(valid_from="2026-01-01T23:00:00Z")
    given: Any = credential.certificate_bytes(late) if ask is ask_certificate else made.qr_text(late)
    keys = _keys(from_="2026-11-01T00:00:00Z", state="retired", until="2026-12-31T00:00:00Z")
    verdict = ask(given, trust=keys)
    assert verdict
    assert verdict.certificate is not None
    assert verdict.certificate.valid_from == "2026-01-01T23:00:00Z"


@both
def test_a_code_of_one_time_says_it_once(ask: Ask) -> None:
    at_once = made.certificate(created="2026-11-23T10:00:00Z")
    given: Any = credential.certificate_bytes(at_once) if ask is ask_certificate else made.qr_text(at_once)
    assert ask(given)
    assert ask(given).certificate.valid_from == "2026-11-23T10:00:00Z"


@both
@pytest.mark.parametrize("name", NOT_GENUINE)
def test_not_genuine(ask: Ask, name: str) -> None:
    arguments, step, reason = NOT_GENUINE[name]
    verdict = ask(**arguments)
    assert verdict.verdict == "not_genuine"
    assert (verdict.step(step).result, verdict.reason) == ("no", reason)
    assert verdict.step(step).detail["what"]
    assert verdict.certificate is None
    assert verdict.number is None
    after = STEP_NAMES.index(step) + 1
    assert _results(verdict) == ["yes"] * (after - 1) + ["no"] + ["not_done"] * (9 - after)


@both
def test_where_it_was_found_is_checked_and_right(ask: Ask) -> None:
    assert ask(expected_number=made.NUMBER, expected_host=made.HOST)


@both
def test_signed_by_somebody_else(ask: Ask) -> None:
    forged: Any = made.certificate_bytes(key=made.STRANGER)
    if ask is ask_code:
        said = compact.of_certificate(made.certificate())
        cose = compact.build(said, key_id=made.SIGNING.hint, sign=made.STRANGER.sign)
        forged = compact.url(made.HOST, made.NUMBER, cose)
    verdict = ask(forged)
    assert (verdict.verdict, verdict.reason) == ("not_genuine", "signature-mismatch")
    assert verdict.claimed_number == made.NUMBER


def test_a_code_signed_by_somebody_else_and_saying_so() -> None:
    assert ask_code(made.qr_text(key=made.STRANGER)).reason == "unknown-key"


def test_a_code_of_another_issuer() -> None:
    assert ask_code(made.qr_text(issuer=bytes(8))).reason == "unknown-issuer"


def test_a_code_on_another_certificates_address() -> None:
    moved = CODE.replace(made.NUMBER, made.OTHER_NUMBER)
    verdict = ask_code(moved)
    assert (verdict.verdict, verdict.reason) == ("not_genuine", "number-mismatch")
    assert verdict.claimed_number == made.OTHER_NUMBER


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"expires_at": 1, "begins_at": 1}, "bad-time"),
        ({"begins_at": 2**53 - 1}, "bad-time"),
        ({"issued_at": 2**53 - 1}, "bad-time"),
        ({"expires_at": 2**53 - 1}, "bad-time"),
        ({"level": ""}, "wrong-value"),
        ({"holder": "a\nb"}, "forbidden-character"),
    ],
)
def test_a_well_signed_code_has_to_be_well_formed(changes: dict[str, Any], reason: str) -> None:
    verdict = ask_code(made.qr_text(**changes))
    assert (verdict.verdict, verdict.reason) == ("not_genuine", reason)


@pytest.mark.parametrize("text", ["", "https://example.org/", CODE[:-1] + "x", "\ud800", CODE + "1" * 5_000])
def test_what_is_no_code(text: str) -> None:
    verdict = ask_code(text)
    assert verdict.verdict == "not_genuine"
    assert verdict.step("readable").result == "no"


@pytest.mark.parametrize("raw", [b"", b"\xff", b"null", b"{", b'{"a":1,"a":1}', b"[" * 5_000])
def test_what_is_no_certificate(raw: bytes) -> None:
    verdict = ask_certificate(raw)
    assert verdict.verdict == "not_genuine"
    assert verdict.claimed_number is None


def test_an_unsigned_certificate() -> None:
    raw = credential.certificate_bytes(made.unsigned())
    verdict = ask_certificate(raw, expected_number=made.NUMBER)
    assert (verdict.verdict, verdict.reason, verdict.claimed_number) == ("not_genuine", "missing-field", made.NUMBER)


def test_a_proof_value_that_is_none() -> None:
    raw = GOOD.replace(b'"proofValue":"z', b'"proofValue":"u')
    verdict = ask_certificate(raw)
    assert (verdict.step("genuine").result, verdict.reason) == ("no", "bad-base58")


def test_another_bodys_key_does_not_sign_for_this_one() -> None:
    other = made.body(did=OTHER, slug="annan", keys=(made.trusted_key(made.STRANGER, id=OTHER + "#key-1"),))
    trust = made.trust_list([made.body(), other])
    raw = made.certificate_bytes(key=made.STRANGER, key_id=OTHER + "#key-1")
    assert ask_certificate(raw, trust=trust).reason == "bad-address"
    assert ask_certificate(made.certificate_bytes(key=made.STRANGER), trust=trust).reason == "signature-mismatch"
    assert ask_code(made.qr_text(key=made.STRANGER), trust=trust).reason == "unknown-key"


# --- Not known ------------------------------------------------------------------------------------------------------


@both
def test_without_a_trust_list_nothing_is_known(ask: Ask) -> None:
    verdict = ask(trust=None)
    assert (verdict.verdict, verdict.reason) == ("unknown", "no-trust-list")
    assert not verdict
    assert _results(verdict) == ["yes"] * 2 + ["unknown"] * 2 + ["not_done"] * 5
    assert verdict.certificate is None
    assert (verdict.number, verdict.claimed_number) == (None, made.NUMBER)


@both
def test_with_an_old_trust_list_it_is_not_known_who_may_sign_now(ask: Ask) -> None:
    old = made.trust_list(issued="2027-02-01T00:00:00Z", expires="2027-03-01T11:59:59Z")
    verdict = ask(trust=old)
    assert (verdict.verdict, verdict.reason) == ("unknown", "trust-list-expired")
    assert verdict.certificate is not None  # it is genuine, as far as that list goes
    assert ask(trust=old, status=made.statuses({made.INDEX})).verdict == "withdrawn_or_superseded"
    edge = made.trust_list(issued="2027-02-01T00:00:00Z", expires="2027-03-01T12:00:00Z")
    assert ask(trust=edge)


def _list(purpose: status_lists.Purpose, **changes: Any) -> status_lists.StatusList:
    return status_lists.read(made.status_list_bytes(purpose, **changes), TRUST)


_OTHER_BODY = made.trust_list([made.body(did=OTHER, keys=(made.trusted_key(made.STATUS, id=OTHER + "#status-1"),))])


def _of_another(purpose: status_lists.Purpose) -> status_lists.StatusList:
    raw = made.status_list_bytes(purpose, did=OTHER, key_id=OTHER + "#status-1")
    return status_lists.read(raw, _OTHER_BODY)


STALE: dict[str, Any] = {"valid_from": "2027-02-20T11:00:00Z", "valid_until": "2027-02-21T11:00:00Z"}
UNKNOWN: dict[str, tuple[Statuses | None, str]] = {
    "no lists": (None, "no-status-list"),
    "no list": (Statuses(), "no-status-list"),
    "no revocation list": (Statuses([_list("suspension")]), "no-status-list"),
    "no suspension list": (Statuses([_list("revocation")]), "no-status-list"),
    "old lists": (made.statuses(**STALE), "status-too-old"),
    "an old suspension list": (Statuses([_list("revocation"), _list("suspension", **STALE)]), "status-too-old"),
    "an old suspension list with a mark": (
        Statuses([_list("revocation"), _list("suspension", marked={made.INDEX}, **STALE)]),
        "status-too-old",
    ),
    "lists of tomorrow": (
        made.statuses(valid_from="2027-03-02T11:00:00Z", valid_until="2027-03-03T11:00:00Z"),
        "status-from-later",
    ),
    "lists of another body": (
        Statuses([_of_another("revocation"), _of_another("suspension")]),
        "status-list-of-another",
    ),
}


@both
@pytest.mark.parametrize("name", UNKNOWN)
def test_not_knowing_is_never_valid(ask: Ask, name: str) -> None:
    status, reason = UNKNOWN[name]
    verdict = ask(status=status)
    assert (verdict.verdict, verdict.reason) == ("unknown", reason)
    assert not verdict
    assert verdict.certificate is not None
    # Nor does a register that says active make up for it: what it says is not signed.
    assert ask(status=status, register=Registered(known=True, state="active")).verdict == "unknown"


@both
def test_an_index_that_the_list_does_not_have(ask: Ask) -> None:
    outside = made.certificate(index=131_072)
    given: Any = made.certificate_bytes(index=131_072) if ask is ask_certificate else made.qr_text(outside)
    verdict = ask(given)
    assert (verdict.verdict, verdict.reason) == ("unknown", "no-such-entry")


@both
def test_a_caller_may_want_fresher_lists_than_the_body_promises(ask: Ask) -> None:
    assert ask(max_status_age=timedelta(hours=1))
    verdict = ask(max_status_age=timedelta(minutes=59))
    assert (verdict.verdict, verdict.reason) == ("unknown", "status-too-old")
    assert verdict.status_age_seconds == 3600


@both
def test_clocks_may_differ_a_little(ask: Ask) -> None:
    verdict = ask(at=datetime(2027, 3, 1, 10, 55, tzinfo=UTC))
    assert verdict.verdict == "valid"
    assert verdict.status_age_seconds == 0
    assert ask(at=datetime(2027, 3, 1, 10, 54, 59, tzinfo=UTC)).verdict == "unknown"


@both
def test_a_list_holds_until_its_last_second(ask: Ask) -> None:
    assert ask(at=datetime(2027, 3, 2, 11, 0, 0, tzinfo=UTC))
    assert ask(at=datetime(2027, 3, 2, 11, 0, 1, tzinfo=UTC)).verdict == "unknown"


# --- Withdrawn, superseded, suspended -------------------------------------------------------------------------------


@both
def test_a_mark_says_withdrawn_or_superseded(ask: Ask) -> None:
    verdict = ask(status=made.statuses({made.INDEX}))
    assert (verdict.verdict, verdict.reason) == ("withdrawn_or_superseded", "withdrawn-or-superseded")
    assert verdict.certificate is not None
    assert ask(status=made.statuses({made.INDEX - 1, made.INDEX + 1}))


@both
def test_a_withdrawal_is_never_taken_back_so_an_old_list_proves_it(ask: Ask) -> None:
    assert ask(status=made.statuses({made.INDEX}, **STALE)).verdict == "withdrawn_or_superseded"


@both
def test_the_register_says_which(ask: Ask) -> None:
    for state in ("withdrawn", "superseded"):
        register = Registered(
            known=True, state=state, since=SINCE, reason="requirements-not-met", successor=made.OTHER_NUMBER
        )
        for status in (made.statuses({made.INDEX}), LISTS, None):
            verdict = ask(status=status, register=register)
            assert (verdict.verdict, verdict.reason) == (state, state)
            assert verdict.status_since == SINCE
            assert verdict.status_reason == "requirements-not-met"
            assert verdict.successor == made.OTHER_NUMBER


@both
def test_of_a_key_in_other_hands_the_register_tells_what_took_the_certificates_place_and_nothing_else(ask: Ask) -> None:
    fallen = _keys(state="compromised", until="2027-01-01T00:00:00Z")
    for successor in (made.OTHER_NUMBER, None):
        register = Registered(
            known=True, state="superseded", since=SINCE, reason="requirements-not-met", successor=successor
        )
        verdict = ask(trust=fallen, register=register)
        assert (verdict.verdict, verdict.reason) == ("not_genuine", "key-compromised")
        assert verdict.successor == successor
        assert verdict.status_since == (SINCE if successor else None)


@both
def test_suspended(ask: Ask) -> None:
    verdict = ask(status=made.statuses((), {made.INDEX}))
    assert (verdict.verdict, verdict.reason, verdict.status_since) == ("suspended", "suspended", None)
    until = "2027-08-01T00:00:00Z"
    register = Registered(known=True, state="suspended", since=SINCE, until=until)
    for status in (made.statuses((), {made.INDEX}), LISTS, None):
        verdict = ask(status=status, register=register)
        assert (verdict.verdict, verdict.status_since, verdict.status_until) == ("suspended", SINCE, until)


@both
def test_a_register_behind_the_lists_does_not_help(ask: Ask) -> None:
    active = Registered(known=True, state="active")
    assert ask(status=made.statuses({made.INDEX}), register=active).verdict == "withdrawn_or_superseded"
    assert ask(status=made.statuses((), {made.INDEX}), register=active).verdict == "suspended"


@both
def test_well_signed_but_not_in_the_register(ask: Ask) -> None:
    verdict = ask(register=Registered(known=False))
    assert (verdict.verdict, verdict.reason) == ("not_registered", "not-in-register")
    assert verdict.certificate is not None


@both
def test_a_second_certificate_under_the_same_number(ask: Ask) -> None:
    facts = ask_certificate().certificate
    assert facts is not None
    assert ask(register=Registered(known=True, state="active", digest=facts.digest))
    verdict = ask(register=Registered(known=True, state="suspended", since=SINCE, digest="sha256:" + "0" * 64))
    assert (verdict.verdict, verdict.reason) == ("not_registered", "register-has-another")
    assert verdict.status_since is None  # what the register says is about the other one


@both
def test_the_history_of_another_body_says_nothing(ask: Ask) -> None:
    told = Registered(known=True, state="withdrawn", since=SINCE, issuer="did:web:other.example")
    verdict = ask(register=told)
    assert (verdict.verdict, verdict.status_since) == ("valid", None)
    assert verdict.step("registered").result == "not_done"
    assert ask(register=replace(told, issuer=made.DID)).verdict == "withdrawn"


# --- When several things are wrong ----------------------------------------------------------------------------------

LATE = datetime(2030, 1, 1, tzinfo=UTC)
LATE_LISTS: dict[str, Any] = {"valid_from": "2029-12-31T23:00:00Z", "valid_until": "2030-01-01T23:00:00Z"}
EARLY = datetime(2026, 11, 1, tzinfo=UTC)
EARLY_LISTS: dict[str, Any] = {"valid_from": "2026-10-31T23:00:00Z", "valid_until": "2026-11-01T23:00:00Z"}
LATE_TRUST = made.trust_list(expires="2031-01-01T00:00:00Z")


@both
def test_the_strongest_word_wins(ask: Ask) -> None:
    def word(status: Statuses | None, state: Any = None, at: datetime = LATE, **more: Any) -> str:
        register = Registered(known=state != "absent", state=None if state == "absent" else state) if state else None
        verdict: Verdict = ask(status=status, register=register, at=at, **{"trust": LATE_TRUST, **more})
        return verdict.verdict

    everything = made.statuses({made.INDEX}, {made.INDEX}, **LATE_LISTS)
    assert word(everything, "withdrawn", trust=_keys(state="compromised", until=SINCE)) == "not_genuine"
    assert word(everything, "absent") == "not_registered"
    assert word(everything, "withdrawn") == "withdrawn"
    assert word(everything, "superseded") == "superseded"
    assert word(everything) == "withdrawn_or_superseded"
    assert word(made.statuses((), {made.INDEX}, **LATE_LISTS), "suspended") == "expired"
    assert word(None) == "expired"
    assert word(made.statuses((), {made.INDEX}, **EARLY_LISTS), at=EARLY) == "not_yet_valid"
    assert word(made.statuses((), {made.INDEX}), at=made.NOON) == "suspended"
    one_missing = Statuses([_list("suspension", marked={made.INDEX})])
    assert word(one_missing, at=made.NOON) == "suspended"
    assert word(None, at=made.NOON) == "unknown"
    assert word(LISTS, at=made.NOON) == "valid"
