"""`certify init`: from an empty folder to an installation that serves, again and again, overwriting nothing."""

from __future__ import annotations

import asyncio
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from certify.service.cli import run
from certify.service.commands.beginning import PROPOSAL, SECRET, SETTINGS
from certify.service.commands.desk import Desk
from certify.service.installation import opened
from certify.service.settings import from_environment
from certify.service.store import people, published
from tests.verify.made import ROOT
from verify.trust import read_trust

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
ALL = ("--origin", "http://localhost:8000", "--body", "silence", "--name", "Tysta kontoret", "--address", "Stigen 1",
       "--admin", "adi", "--admin-name", "Adi", "--login", "adi@example.org")  # fmt: skip


def _init(folder: Path, *arguments: str) -> int:
    numbers = iter(range(1, 1000))
    desk = Desk(
        environment={},
        settings=lambda: pytest.fail("no settings of the environment are asked for"),
        clock=lambda: NOW,
        chance=lambda count: bytes((next(numbers) * 7 + n * 13) % 256 for n in range(count)),
    )
    return run(["init", str(folder), *arguments], desk)


def _environment(folder: Path) -> dict[str, str]:
    lines = (folder / SETTINGS).read_text().splitlines()
    return {name: value for name, _, value in (line.partition("=") for line in lines)}


@pytest.fixture(autouse=True)
def _typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("a password of the tests\n"))


def test_one_command_sets_everything_up_and_the_next_changes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "here"
    assert _init(folder, *ALL, "--root", "online") == 0
    for name in (SETTINGS, SECRET):
        assert (folder / name).stat().st_mode & 0o777 == 0o600
    kept = {name: (folder / name).read_bytes() for name in (SETTINGS, SECRET)}

    async def look() -> tuple[int, int, list[str]]:
        async with opened(from_environment(_environment(folder)), chance=bytes) as found:
            row = await published.trust_list(found.database)
            assert row is not None
            roles = [role.role for role in await people.all_roles(found.database, "silence")]
            return read_trust(row.raw).version, len(await published.keys(found.database)), roles

    before = asyncio.run(look())
    assert before[1:] == (3, ["administrator"])
    assert _init(folder) == 0  # nothing is asked: all is there
    assert _init(folder, "--origin", "https://annan.example") == 0
    assert asyncio.run(look()) == before
    assert kept == {name: (folder / name).read_bytes() for name in (SETTINGS, SECRET)}


def test_with_an_offline_root_it_proposes_the_first_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _init(tmp_path, *ALL, "--root", ROOT.multibase) == 0
    assert (tmp_path / PROPOSAL).is_file()
    assert "sign-offline" in capsys.readouterr().out


@pytest.mark.parametrize("missing", ["--origin", "--login"])
def test_what_is_not_given_is_wrong_use_where_nobody_can_be_asked(tmp_path: Path, missing: str) -> None:
    place = ALL.index(missing)
    assert _init(tmp_path, *ALL[:place], *ALL[place + 2 :], "--root", "online") == 2
    assert _init(tmp_path, *ALL, "--root", "online") == 0  # and what was made meanwhile is in nobody's way


def test_a_root_or_a_password_that_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _init(tmp_path, *ALL, "--root", "z6Mk-nonsense") == 2
    assert not (tmp_path / SETTINGS).exists()
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    assert _init(tmp_path, *ALL, "--root", "online") == 2
