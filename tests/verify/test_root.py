"""The offline root: its file, proposals, what it signs and what it never signs, and its two commands."""

import base64
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization as pem
from msgspec.structs import replace

from tests.verify import made
from verify import errors, offline, root, strict_json, times, trust
from verify.__main__ import main
from verify.trust_changes import proposal_bytes

WORDS = "correct horse battery"
QUICK = 2
PUBLIC, FILE = root.make_root(WORDS, scrypt_memory=QUICK)
EXPIRES = "2028-03-01T00:00:00Z"


def _unsigned(version: int = 8, expires: str = EXPIRES, *bodies: trust.Body) -> dict[str, object]:
    return trust.unsigned_trust(
        id=f"{made.ORIGIN}/trust.json",
        version=version,
        issued="2027-03-02T00:00:00Z",
        expires=expires,
        bodies=bodies or (made.body(),),
    )


def _former(key: made.Key = made.ROOT, **more: Any) -> bytes:
    return made.trust_bytes(root=key, **more)


def test_a_file_opens_with_its_passphrase_alone() -> None:
    public, sign = root.open_root(FILE, WORDS, scrypt_memory=QUICK)
    assert public == PUBLIC
    assert len(sign(b"x")) == 64
    with pytest.raises(root.RootFileError, match="passphrase"):
        root.open_root(FILE, WORDS + "!", scrypt_memory=QUICK)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        FILE[:-20],
        FILE.replace(b'"pkcs8":"', b'"pkcs8":"*'),
        FILE.replace(PUBLIC.encode(), made.STRANGER.multibase.encode()),
    ],
)
def test_a_damaged_file_does_not_open(raw: bytes) -> None:
    with pytest.raises(root.RootFileError):
        root.open_root(raw, WORDS, scrypt_memory=QUICK)


def test_a_file_that_says_another_key_than_it_holds() -> None:
    """Somebody who knows the passphrase swapped the inside for another root's."""
    other, raw = root.make_root(WORDS, scrypt_memory=QUICK)
    stretched = root._stretch(WORDS, other, QUICK)
    private = pem.load_der_private_key(base64.b64decode(json.loads(raw)["pkcs8"]), stretched)
    again = private.private_bytes(
        pem.Encoding.DER,
        pem.PrivateFormat.PKCS8,
        pem.BestAvailableEncryption(root._stretch(WORDS, PUBLIC, QUICK)),
    )
    swapped = {**json.loads(FILE), "pkcs8": base64.b64encode(again).decode()}
    with pytest.raises(root.RootFileError, match="another key"):
        root.open_root(strict_json.canonical(swapped), WORDS, scrypt_memory=QUICK)


def test_a_short_passphrase_makes_no_root() -> None:
    with pytest.raises(ValueError, match="at least"):
        root.make_root("short")


def test_a_proposal_is_weighed_and_signed_to_the_same_bytes_each_time() -> None:
    weighed = root.weigh(proposal_bytes(_former(), _unsigned()), made.ROOT.multibase)
    assert [one.kind for one in weighed.changes] == ["renewed"]
    raw = root.sign_list(weighed, made.ROOT.multibase, made.ROOT.sign)
    assert trust.read_trust(raw, made.ROOT.multibase).version == 8
    assert root.sign_list(weighed, made.ROOT.multibase, made.ROOT.sign) == raw
    again = root.weigh(proposal_bytes(_former(), _unsigned()), made.ROOT.multibase, raw)
    assert root.sign_list(again, made.ROOT.multibase, made.ROOT.sign) == raw


LOST = replace(made.body(), keys=(made.trusted_key(),))
NEVER: dict[str, tuple[bytes | None, dict[str, object], bytes | None]] = {
    "an older version": (_former(version=9), _unsigned(8), None),
    "an older version than this machine signed": (_former(), _unsigned(8), _former(version=9)),
    "another list of the version that this machine signed": (None, _unsigned(8), _former(version=8)),
    "a key lost": (_former(), _unsigned(8, EXPIRES, LOST), None),
    "a key lost that only this machine remembers": (None, _unsigned(8, EXPIRES, LOST), _former(version=7)),
    "a life of two years": (_former(), _unsigned(8, "2029-03-01T00:00:00Z"), None),
}


@pytest.mark.parametrize("name", NEVER)
def test_what_no_root_signs(name: str) -> None:
    former, unsigned, last = NEVER[name]
    with pytest.raises(root.NotToBeSigned):
        root.weigh(proposal_bytes(former, unsigned), made.ROOT.multibase, last)


def test_what_is_no_proposal_for_this_root() -> None:
    proposal = proposal_bytes(_former(made.STRANGER), _unsigned())
    with pytest.raises(errors.WrongRoot):
        root.weigh(proposal, made.ROOT.multibase)
    signed = {**json.loads(_former()), "version": 9}
    with pytest.raises(errors.WrongValue):
        root.weigh(proposal_bytes(None, signed), made.ROOT.multibase)


@pytest.mark.parametrize("cut", range(0, 700, 23))
def test_no_bytes_make_the_reader_fail_in_another_way(cut: int) -> None:
    whole = proposal_bytes(_former(), _unsigned())
    for raw in (whole[:cut], whole[:cut] + b"\x00" + whole[cut + 1 :], whole[:cut] + whole[cut + 3 :]):
        with pytest.raises((errors.VerifyError, root.NotToBeSigned)):
            root.weigh(raw, made.ROOT.multibase)


class _Typed(io.StringIO):
    """What somebody types at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(root, "_SCRYPT_MEMORY", QUICK)
    monkeypatch.setattr(root.make_root, "__kwdefaults__", {"scrypt_memory": QUICK})
    monkeypatch.setattr(root.open_root, "__kwdefaults__", {"scrypt_memory": QUICK})


def _at_keyboard(monkeypatch: pytest.MonkeyPatch, lines: str, *passphrases: str) -> None:
    given = iter(passphrases)
    monkeypatch.setattr("sys.stdin", _Typed(lines))
    monkeypatch.setattr(offline, "getpass", lambda _: next(given))


def test_from_a_new_root_to_a_signed_list(
    quick: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    key, proposal, out = tmp_path / "root.json", tmp_path / "proposal.json", tmp_path / "trust.json"
    _at_keyboard(monkeypatch, "", WORDS, WORDS + "?")
    assert main(["root-key", str(key)]) == 2
    _at_keyboard(monkeypatch, "", WORDS, WORDS)
    assert main(["root-key", str(key)]) == 0
    public = capsys.readouterr().out.strip()
    assert (key.stat().st_mode & 0o777) == 0o600
    monkeypatch.setattr("sys.stdin", io.StringIO(WORDS))
    assert main(["root-key", str(key)]) == 2  # never overwritten
    proposal.write_bytes(proposal_bytes(None, _unsigned(1)))
    call = ["sign-offline", str(proposal), "--key", str(key), "--out", str(out)]
    for answer in ("", "n\n", "perhaps\n"):
        _at_keyboard(monkeypatch, answer, WORDS)
        assert main(call) == 1
        assert not out.exists()
    proposal.write_bytes(proposal_bytes(None, _unsigned(1, "2030-01-01T00:00:00Z")))
    monkeypatch.setattr("sys.stdin", io.StringIO(WORDS + "\n"))
    capsys.readouterr()
    assert main([*call, "--yes"]) == 1
    said = capsys.readouterr().err
    assert "not signed: " in said
    assert "accept that first" not in said  # nothing was signed here that could be accepted
    assert not out.exists()
    proposal.write_bytes(proposal_bytes(None, _unsigned(1)))
    _at_keyboard(monkeypatch, "ja\n", WORDS)
    assert main(call) == 0
    assert "Nytt organ: Nordisk Platscertifiering" in capsys.readouterr().err
    assert trust.read_trust(out.read_bytes(), public).version == 1
    monkeypatch.setattr("sys.stdin", io.StringIO(WORDS + "\n"))
    assert main([*call, "--yes", "--lang", "en"]) == 0  # the very same list
    proposal.write_bytes(proposal_bytes(None, _unsigned(1, "2028-01-01T00:00:00Z")))
    monkeypatch.setattr("sys.stdin", io.StringIO(WORDS + "\n"))
    assert main([*call, "--yes"]) == 1
    said = capsys.readouterr().err
    assert "not signed: REFUSED: version 1 is not newer" in said
    assert "root.json.last: accept that first" in said
    assert "--version 2" in said


def test_wrong_use_is_one_sentence(
    quick: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    key, proposal = tmp_path / "root.json", tmp_path / "proposal.json"
    key.write_bytes(FILE)
    proposal.write_bytes(b"{}")
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(20_000_001)
    for passphrase, arguments in (
        ("wrong passphrase", [str(proposal), "--key", str(key)]),
        (WORDS, [str(proposal), "--key", str(key)]),
        (WORDS, [str(tmp_path / "none"), "--key", str(key)]),
        (WORDS, [str(large), "--key", str(key)]),
    ):
        monkeypatch.setattr("sys.stdin", io.StringIO(passphrase))
        assert main(["sign-offline", *arguments]) == 2
        said = capsys.readouterr().err
        assert said.startswith("certify-verify: ")
        assert said.count("\n") == 1


def test_a_list_that_cannot_be_kept_is_not_handed_out(
    quick: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, proposal = tmp_path / "root.json", tmp_path / "proposal.json"
    key.write_bytes(FILE)
    proposal.write_bytes(proposal_bytes(None, _unsigned(1)))
    monkeypatch.setattr("sys.stdin", io.StringIO(WORDS))
    assert main(["sign-offline", str(proposal), "--key", str(key), "--yes", "--out", str(tmp_path / "no" / "x")]) == 2


@pytest.mark.parametrize("out", ["root.json", "proposal.json", "letter.txt"])
def test_nothing_but_a_former_list_is_written_over(
    quick: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], out: str
) -> None:
    key, proposal = tmp_path / "root.json", tmp_path / "proposal.json"
    key.write_bytes(FILE)
    proposal.write_bytes(proposal_bytes(None, _unsigned(1)))
    (tmp_path / "letter.txt").write_bytes(b"dear")
    before = (tmp_path / out).read_bytes()
    monkeypatch.setattr("sys.stdin", io.StringIO(WORDS))
    assert main(["sign-offline", str(proposal), "--key", str(key), "--yes", "--out", str(tmp_path / out)]) == 2
    assert "it is not overwritten" in capsys.readouterr().err
    assert (tmp_path / out).read_bytes() == before
    assert not root.last_signed(key).exists()


def test_a_key_that_others_can_read_and_a_date_that_is_odd_are_told(
    quick: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    key, proposal = tmp_path / "root.json", tmp_path / "proposal.json"
    key.write_bytes(FILE)
    now = datetime.now(UTC)
    call = ["sign-offline", str(proposal), "--key", str(key), "--yes", "--out", str(tmp_path / "trust.json")]
    for mode, issued, version, warnings in ((0o600, now, 1, 0), (0o644, now + timedelta(days=400), 2, 2)):
        key.chmod(mode)
        expires = times.text(issued + timedelta(days=300))
        unsigned = trust.unsigned_trust(
            id=f"{made.ORIGIN}/trust.json", version=version, issued=times.text(issued), expires=expires, bodies=()
        )
        proposal.write_bytes(proposal_bytes(None, unsigned))
        monkeypatch.setattr("sys.stdin", io.StringIO(WORDS))
        assert main(call) == 0
        assert capsys.readouterr().err.count("WARNING") == warnings


def test_what_is_refused_before_anything_was_signed_is_told_alone(
    quick: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    key, proposal = tmp_path / "root.json", tmp_path / "proposal.json"
    key.write_bytes(FILE)
    proposal.write_bytes(proposal_bytes(None, _unsigned(1, "2029-03-01T00:00:00Z")))
    monkeypatch.setattr("sys.stdin", io.StringIO(WORDS))
    assert main(["sign-offline", str(proposal), "--key", str(key), "--yes", "--out", str(tmp_path / "trust.json")]) == 1
    said = capsys.readouterr().err
    assert "it would count for" in said
    assert "root.json.last" not in said
