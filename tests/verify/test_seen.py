"""What was seen is kept between two checks: older lists are refused, by the file and by the command."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.verify import made
from tests.verify.test_command import _run, saved  # noqa: F401  a fixture
from verify import errors
from verify.__main__ import main
from verify.errors import Unreachable
from verify.history import Change
from verify.seen import DamagedState, Memory
from verify.source import MemorySource, RememberingSource
from verify.strict_json import sha256_digest
from verify.verdict import Registered

LIST = f"{made.ORIGIN}/bodies/nordisk/status/1/revocation"
OTHER_BYTES = made.trust_bytes(version=7, expires="2027-04-30T00:00:00Z")


def test_a_memory_only_rises(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    memory = Memory(path)
    memory.keep()
    assert not path.exists()
    memory.note("a", 7, made.trust_bytes(version=7))
    memory.keep()
    again = Memory(path)
    again.note("a", 7, made.trust_bytes(version=7))
    again.note("a", 7, b" " + made.trust_bytes(version=7))  # another spelling is no other list
    with pytest.raises(errors.OlderThanKnown, match="another list"):
        again.note("a", 7, OTHER_BYTES)
    with pytest.raises(errors.OlderThanKnown, match="7 was seen"):
        again.note("a", 6, made.trust_bytes(version=6))
    again.note("a", 8, made.trust_bytes(version=8))
    late = Memory(path)
    again.keep()
    late.note("a", 7, made.trust_bytes(version=7))  # began before the other had ended, and takes nothing back
    late.keep()
    assert json.loads(path.read_bytes())["a"]["version"] == 8


def test_a_root_that_was_seen_stays_until_a_person_names_another(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.write_text(
        json.dumps({"a": {"version": 7, "digest": sha256_digest(made.trust_bytes())}})
    )  # of an older version
    memory = Memory(path)
    memory.note("a", 7, made.trust_bytes(), root="one")
    memory.keep()
    again = Memory(path)
    newer = made.trust_bytes(version=8)
    for other in ("two", None):
        with pytest.raises(errors.WrongRoot, match="signed by one"):
            again.note("a", 8, newer, root=other)
    with pytest.raises(errors.OlderThanKnown):
        again.note("a", 6, made.trust_bytes(version=6), root="two", named=True)
    again.note("a", 8, newer, root="two", named=True)
    again.keep()
    with pytest.raises(errors.WrongRoot, match="signed by two"):
        Memory(path).note("a", 9, made.trust_bytes(version=9), root="one")


def test_the_command_refuses_another_root_than_it_saw_unless_it_is_named(
    saved: Path,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    state = ("--state", str(saved / "state.json"))
    assert _run(saved, "certificate.json", *state) == 0
    (saved / "other-root.json").write_bytes(made.trust_bytes(version=8, root=made.STRANGER))
    assert _run(saved, "certificate.json", *state, trust="other-root.json") == 3
    assert "wrong-root" in capsys.readouterr().err
    assert _run(saved, "certificate.json", *state, "--root", made.STRANGER.multibase, trust="other-root.json") == 0
    assert _run(saved, "certificate.json", *state) == 3


def test_a_long_list_is_remembered_like_any_other(tmp_path: Path) -> None:
    memory, padding = Memory(tmp_path / "state.json"), b" " * 2_000_000
    memory.note(LIST, 3, made.status_list_bytes("revocation") + padding)
    with pytest.raises(errors.OlderThanKnown):
        memory.note(LIST, 2, made.status_list_bytes("revocation", version=2) + padding)


@pytest.mark.parametrize("raw", [b"", b"[]", b'{"a": 1}', b'{"a": {"version": -1, "digest": "x"}}', b"\xff"])
def test_a_damaged_state_is_not_taken_for_none(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "state.json").write_bytes(raw)
    with pytest.raises(DamagedState):
        Memory(tmp_path / "state.json")


def test_the_command_refuses_an_older_list_than_it_saw(
    saved: Path,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    state = ("--state", str(saved / "state.json"))
    assert _run(saved, "certificate.json", *state) == 0
    assert _run(saved, "certificate.json", *state) == 0
    (saved / "older-trust.json").write_bytes(made.trust_bytes(version=6))
    (saved / "older-list").write_bytes(made.status_list_bytes("revocation", version=2))
    assert _run(saved, "certificate.json", *state, trust="older-trust.json") == 3
    assert "older-than-known" in capsys.readouterr().err
    assert _run(saved, "certificate.json", *state, lists=("older-list", "suspension")) == 3
    assert "older-than-known" in capsys.readouterr().err
    assert _run(saved, "certificate.json", trust="older-trust.json") == 0  # without a state nobody remembers


def test_a_clock_that_was_set_back_makes_no_list_young(
    saved: Path,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    def check(after_noon: float, *more: str) -> tuple[int, str, str | None]:
        lists = [word for name in ("revocation", "suspension") for word in ("--status", str(saved / name))]
        given = [*lists, "--state", str(saved / "state.json"), "--json", *more, str(saved / "certificate.json")]
        status = main(given, clock=lambda: made.NOON + timedelta(hours=after_noon))
        said = capsys.readouterr()
        told = json.loads(said.out)
        step = next(step for step in told["steps"] if step["name"] == "not_withdrawn")
        if step["reason"] == "clock-behind":
            assert 'take "clock" out of it' in said.err
            assert told["status_age_seconds"] is None
        return status, step["reason"], told["checked_at"]

    trust = ("--trust", str(saved / "trust.json"))
    assert check(-48, *trust) == (3, "clock-behind", "2027-03-01T11:00:00Z")  # the lists are signed later than that
    assert check(2, *trust) == (0, "ok", "2027-03-01T14:00:00Z")
    assert check(1.95, *trust) == (0, "ok", "2027-03-01T14:00:00Z")  # three minutes are no lie
    assert check(1, *trust) == (3, "clock-behind", "2027-03-01T14:00:00Z")  # an hour is
    assert check(9000, *trust)[:2] == (3, "status-too-old")
    assert check(3) == (3, "not-reached", "2028-03-10T12:00:00Z")
    (saved / "revocation").write_bytes(made.status_list_bytes("revocation", [made.INDEX], version=4))
    state = json.loads((saved / "state.json").read_bytes())
    state["clock"]["version"] = int((made.NOON + timedelta(hours=2)).timestamp())
    (saved / "state.json").write_text(json.dumps(state))
    assert check(1, *trust)[:2] == (1, "withdrawn-or-superseded")  # a mark is a mark, however old


def test_a_state_that_cannot_be_read_or_kept_is_wrong_use(
    saved: Path,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    (saved / "state.json").write_bytes(b"{")
    assert _run(saved, "certificate.json", "--state", str(saved / "state.json")) == 2
    assert _run(saved, "certificate.json", "--state", str(saved / "no-folder" / "state.json")) == 2
    assert "cannot be kept" in capsys.readouterr().err


@pytest.mark.anyio
async def test_a_source_is_held_against_what_was_seen(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "state.json")
    good = MemorySource(
        certificates={made.NUMBER: b"c"},
        statuses={LIST: made.status_list_bytes("revocation", version=3)},
        trust=made.trust_bytes(version=7),
        histories={made.NUMBER: b"h"},
        entries={},
    )
    source = RememberingSource(good, memory, made.ROOT.multibase)
    assert await source.status(LIST) == made.status_list_bytes("revocation", version=3)  # no trust list yet
    assert await source.trust() == made.trust_bytes(version=7)
    assert await source.status(LIST) is not None
    assert await source.status(LIST + "x") is None
    assert await source.certificate(made.NUMBER) == b"c"
    assert await source.history(made.NUMBER) == b"h"
    entry = await source.register_entry(made.OTHER_NUMBER)
    assert entry is not None
    assert not entry.known
    assert await RememberingSource(good, memory).register_entry(made.NUMBER) == Registered(known=False)  # no list yet
    old = MemorySource(
        statuses={LIST: made.status_list_bytes("revocation", version=2), LIST + "x": b"{}"},
        trust=made.trust_bytes(version=6),
    )
    stale = RememberingSource(old, memory, made.ROOT.multibase)
    with pytest.raises(Unreachable, match="older-than-known"):
        await stale.trust()
    with pytest.raises(Unreachable, match="older-than-known"):
        await stale.status(LIST)
    assert await stale.status(LIST + "x") == b"{}"  # what does not hold is for the check to name
    stranger = MemorySource(trust=made.trust_bytes(version=8, root=made.STRANGER))
    with pytest.raises(Unreachable, match="wrong-root"):
        await RememberingSource(stranger, memory).trust()
    assert await RememberingSource(stranger, memory, made.STRANGER.multibase).trust() is not None
    assert await RememberingSource(MemorySource(), memory).trust() is None
    assert await RememberingSource(MemorySource(trust=b"{}"), memory).trust() == b"{}"


@pytest.mark.anyio
async def test_an_older_history_does_not_make_a_unit_covered_again(tmp_path: Path) -> None:
    begun = Change(at="2026-11-23T10:00:00Z", state="active")
    rests = Change(at="2027-02-01T09:00:00Z", state="active", suspended_units=("hamnen",))
    memory, trust = Memory(tmp_path / "state.json"), made.trust_bytes()

    async def told(*changes: Change, issued: str = "2027-03-01T11:00:00Z") -> tuple[str, ...]:
        raw = made.history_bytes(changes, version=len(changes), issued=issued)
        source = RememberingSource(MemorySource(trust=trust, histories={made.NUMBER: raw}), memory)
        await source.trust()
        entry = await source.register_entry(made.NUMBER)
        assert entry is not None
        return entry.suspended_units

    assert await told(begun, rests) == ("hamnen",)
    assert await told(begun, rests, issued="2027-03-01T11:30:00Z") == ("hamnen",)  # signed again, and nothing changed
    with pytest.raises(Unreachable, match="older-than-known"):
        await told(begun)
    with pytest.raises(Unreachable, match="another list"):
        await told(begun, Change(at="2027-02-01T09:00:00Z", state="active"))
