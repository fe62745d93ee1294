"""The commands of an offline root, from an empty installation to a verdict and through a compromise."""

from __future__ import annotations

import io
from pathlib import Path

import msgspec
import pytest

from certify.service.installation import opened
from certify.service.store import published
from certify.service.store.high_water import read_high_water
from certify.service.worker.trusting import health
from tests.service.test_cli import NOW, Place
from tests.service.world import BODY
from verify import root
from verify.__main__ import main as certify_verify

WORDS = "a passphrase of the tests"


@pytest.fixture
def offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Place:
    """An installation with a body, whose root was made on another machine."""
    monkeypatch.setattr(root.make_root, "__kwdefaults__", {"scrypt_memory": 2})
    monkeypatch.setattr(root.open_root, "__kwdefaults__", {"scrypt_memory": 2})
    monkeypatch.setattr("sys.stdin", io.StringIO(WORDS))
    assert certify_verify(["root-key", str(tmp_path / "root.json")]) == 0
    place = Place(tmp_path / "one", f"sqlite:///{tmp_path}/one.db")
    place.environment["CERTIFY_ROOT"] = capsys.readouterr().out.strip()
    assert place.run("body", "new", BODY, "--name", "Trädgårdsrådet", "--address", "Allén 2") == 0
    for use in ("certificate", "status"):
        assert place.run("keys", "new", BODY, use) == 0
    return place


def _ceremony(place: Place, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    proposal, key, out = (str(folder / name) for name in ("proposal.json", "root.json", "trust.json"))
    assert place.run("keys", "propose", proposal) == 0
    monkeypatch.setattr("sys.stdin", io.StringIO(WORDS))
    assert place.run("keys", "sign-offline", proposal, "--key", key, "--out", out, "--yes") == 0
    assert place.run("keys", "accept", out) == 0


def test_propose_sign_accept(
    offline: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert offline.run("keys", "list") == 0
    said = capsys.readouterr()
    assert "root offline" in said.out
    assert "there is no trust list yet" in said.err
    _ceremony(offline, tmp_path, monkeypatch)
    capsys.readouterr()
    assert offline.run("keys", "list", "--json") == 0
    said = capsys.readouterr()
    listed = msgspec.json.decode(said.out)
    assert (listed["trust_list"]["state"], listed["trust_list"]["version"], said.err) == ("good", 1, "")
    assert offline.run("fsck") == 0
    assert offline.run("keys", "compromised", BODY, listed["keys"][0]["id"]) == 0
    assert "UNTIL THEN EVERY VERIFIER" in capsys.readouterr().err
    assert offline.run("fsck") == 0  # told, and no fault
    assert "does not say yet" in capsys.readouterr().out
    assert offline.run("keys", "rotate", BODY, "status") == 0
    assert "goes on until the new one is published" in capsys.readouterr().out
    _ceremony(offline, tmp_path, monkeypatch)
    assert read_high_water(offline.settings.high_water)["trust"].seq == 2


def test_what_comes_back_wrong_is_not_published(
    offline: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _ceremony(offline, tmp_path, monkeypatch)
    (tmp_path / "broken.json").write_bytes((tmp_path / "trust.json").read_bytes()[:-1])
    assert offline.run("keys", "accept", str(tmp_path / "broken.json")) == 1
    assert "not accepted" in capsys.readouterr().err
    assert offline.run("keys", "accept", str(tmp_path / "nothing.json")) == 2
    with (tmp_path / "large.json").open("wb") as file:
        file.truncate(20_000_001)
    assert offline.run("keys", "accept", str(tmp_path / "large.json")) == 2
    assert offline.run("keys", "propose", str(tmp_path / "no" / "folder.json")) == 2
    assert offline.run("keys", "new", "*", "trust") == 2
    capsys.readouterr()
    key = (tmp_path / "root.json").read_bytes()
    assert offline.run("keys", "propose", str(tmp_path / "root.json")) == 2
    assert "it is not overwritten" in capsys.readouterr().err
    assert (tmp_path / "root.json").read_bytes() == key
    assert offline.run("keys", "propose", str(tmp_path / "proposal.json"), "--version", "7") == 0  # a former proposal
    assert "version 7, written to" in capsys.readouterr().out


def test_an_online_root_neither_proposes_nor_accepts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = Place(tmp_path / "one", f"sqlite:///{tmp_path}/one.db")
    assert place.run("keys", "propose", str(tmp_path / "p.json")) == 2
    (tmp_path / "t.json").write_bytes(b"{}")
    assert place.run("keys", "accept", str(tmp_path / "t.json")) == 1
    assert place.run("keys", "list") == 0
    assert "it lies on this machine" in capsys.readouterr().out


@pytest.mark.anyio
async def test_a_backup_with_an_older_list_is_behind_until_the_list_is_accepted_again(
    offline: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import asyncio

    await asyncio.to_thread(_ceremony, offline, tmp_path, monkeypatch)
    async with opened(offline.settings, chance=bytes) as found:
        await found.database.sql("DELETE FROM trust_list")
    async with opened(offline.settings, chance=bytes) as found:
        assert [one.chain for one in found.behind] == ["trust"]
    assert await asyncio.to_thread(offline.run, "keys", "accept", str(tmp_path / "trust.json")) == 0
    async with opened(offline.settings, chance=bytes) as found:
        assert found.behind == ()
        assert (await health(found.database, NOW, offline=True)).good
        assert await published.trust_list(found.database)
