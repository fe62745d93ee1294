"""The command line, on real installations: what it says, what it leaves, and with which exit status it ends."""

from __future__ import annotations

import asyncio
import io
import itertools
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from certify.service.cli import run
from certify.service.commands.desk import Desk
from certify.service.installation import opened
from certify.service.settings import Settings, from_environment
from certify.service.store import authority as authority_log
from certify.service.store import certificates, tasks
from certify.service.store.database import open_database
from certify.service.web.store_source import StoreSource
from certify.service.worker.bench import Bench
from certify.service.worker.loop import Worker
from certify.service.worker.signing import Signer
from tests.service.worker.workshop import Workshop
from tests.service.world import BODY
from verify.lookup import check_number

SECRET = "0123456789abcdef0123456789abcdef-of-the-tests"
GARDEN = Path(__file__).parent.parent / "core" / "garden.yaml"
NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)


class Place:
    """One installation in a folder, and a way to give it commands."""

    def __init__(self, folder: Path, url: str, keys: Path | None = None) -> None:
        self.environment = {
            "CERTIFY_DATABASE": url,
            "CERTIFY_BLOBS": str(folder / "blobs"),
            "CERTIFY_KEYS": str(keys or folder / "keys"),
            "CERTIFY_SECRET": SECRET,
            "CERTIFY_ORIGIN": "http://localhost:8000",
        }
        self._chance = itertools.count(1)

    @property
    def settings(self) -> Settings:
        """Its settings."""
        return from_environment(self.environment)

    def run(self, *arguments: str) -> int:
        """The exit status of `certify ARGUMENTS`."""
        desk = Desk(
            environment=self.environment,
            settings=lambda: self.settings,
            clock=lambda: NOW,
            chance=lambda count: next(self._chance).to_bytes(count, "big"),
        )
        return run(arguments, desk)


@pytest.fixture
def place(tmp_path: Path, database_url: str) -> Place:
    """An empty installation, on each engine."""
    return Place(tmp_path / "one", database_url)


@pytest.fixture
def alone(tmp_path: Path) -> Place:
    """An empty installation on SQLite, for what has nothing to do with the engine."""
    return Place(tmp_path / "one", f"sqlite:///{tmp_path}/one.db")


def test_a_scheme_is_checked_shown_and_published(alone: Place, capsys: pytest.CaptureFixture[str]) -> None:
    assert alone.run("scheme", "check", str(GARDEN)) == 0
    assert alone.run("scheme", "show", str(GARDEN), "--language", "en") == 0
    assert "G.1  Open (SHALL)" in capsys.readouterr().out
    assert alone.run("body", "new", BODY, "--name", "Trädgårdsrådet", "--address", "Allén 2") == 0
    assert alone.run("scheme", "publish", str(GARDEN), "--body", BODY) == 0
    assert alone.run("scheme", "publish", str(GARDEN), "--body", BODY) == 2
    assert "published already" in capsys.readouterr().err


def test_every_fault_of_a_scheme_stands_on_its_own_line(
    alone: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_bytes(GARDEN.read_bytes().replace(b"binding: mandatory", b"bindin: mandatory"))
    assert alone.run("scheme", "check", str(bad)) == 1
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith(f"{bad}:23:5: ")
    assert 'menade du "binding"?' in first
    assert alone.run("scheme", "check", str(bad), "--language", "en") == 1
    assert 'did you mean "binding"?' in capsys.readouterr().out.splitlines()[0]
    assert alone.run("scheme", "check", str(bad), "--json") == 1
    assert msgspec.json.decode(capsys.readouterr().out)["good"] is False


@pytest.mark.parametrize(
    "arguments",
    [
        ("scheme", "check"),
        ("scheme", "check", "no-such-file.yaml"),
        ("no-such-command",),
        ("fsck", "--jso"),
        ("user", "role", BODY, "kim", "applicant"),
        ("user", "role", BODY, "kim", "coordinator"),
        ("user", "token", "kim@example.org", "--body", BODY, "--name", "x"),
        ("keys", "new", "nobody", "certificate"),
        ("keys", "retire", BODY, "no-such-key"),
        ("stop", "nobody", "--reason", "x"),
        ("case", "list"),
    ],
)
def test_wrong_use_ends_with_2_and_one_sentence(
    alone: Place, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert alone.run(*arguments) == 2
    said = capsys.readouterr()
    assert said.err.strip() or said.out.strip()
    assert "Traceback" not in said.err + said.out


def test_settings_that_are_wrong_are_all_named(alone: Place, capsys: pytest.CaptureFixture[str]) -> None:
    alone.environment |= {"CERTIFY_SECRET": "short", "CERTIFY_DATABASE": "mysql://x"}
    assert alone.run("fsck") == 2
    said = capsys.readouterr().err
    assert "CERTIFY_SECRET" in said
    assert "CERTIFY_DATABASE" in said


@pytest.mark.parametrize(
    ("slug", "more"),
    [
        ("Trädgård", ["--name", "Trädgårdsrådet"]),
        ("garden", ["--name", "Tra\u0308dgårdsrådet"]),
        ("garden", ["--name", "Rådet", "--origin", "http://garden.example"]),
        ("garden", ["--name", "R" * 501]),
    ],
)
def test_a_body_that_no_certificate_could_name_is_not_founded(alone: Place, slug: str, more: list[str]) -> None:
    assert alone.run("body", "new", slug, "--address", "Allén 2", *more) == 2
    assert alone.run("body", "new", "garden", "--name", "Trädgårdsrådet", "--address", "Allén 2") == 0


def test_people_get_roles_competence_and_tokens(alone: Place, capsys: pytest.CaptureFixture[str]) -> None:
    assert alone.run("body", "new", BODY, "--name", "Trädgårdsrådet", "--address", "Allén 2") == 0
    assert alone.run("body", "new", BODY, "--name", "Trädgårdsrådet", "--address", "Allén 2") == 2
    assert alone.run("user", "add", BODY, "kim", "--name", "Kim", "--login", "kim@example.org") == 0
    assert alone.run("user", "add", BODY, "kim", "--name", "Kim", "--login", "kim@example.org") == 2
    for no_person in ("clock", "operator", "kim doe", "../kim", ""):
        assert alone.run("user", "add", BODY, no_person, "--name", "Kim", "--login", "k@example.org") == 2
    assert alone.run("user", "role", BODY, "kim", "coordinator") == 0
    assert alone.run("user", "competence", BODY, "kim", "open-garden", "--from-day", "2026-01-01") == 0
    capsys.readouterr()
    assert alone.run("user", "list", BODY) == 0
    assert capsys.readouterr().out == "kim  Kim  coordinator\n"
    assert alone.run("user", "token", "KIM@example.org ", "--body", BODY, "--name", "script") == 0
    assert capsys.readouterr().out.startswith("certify_")
    assert alone.run("user", "role", BODY, "kim", "coordinator", "--end") == 0
    assert alone.run("user", "role", BODY, "kim", "coordinator", "--end") == 1
    assert alone.run("fsck") == 0


def test_what_the_worker_gave_up_is_listed_and_runs_again(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    # given a task that was given up
    assert place.run("tasks", "list") == 0
    task = tasks.TaskRow(
        body=BODY, key="issue/case-1/9", kind="issue", payload="{}", state="quarantined", run_at=NOW, attempts=5,
        last_error="NoKey", created_at=NOW,
    )  # fmt: skip

    async def plant() -> None:
        async with await open_database(place.environment["CERTIFY_DATABASE"]) as db:
            await tasks.enqueue(db, task)

    assert place.run("body", "new", BODY, "--name", "Trädgårdsrådet", "--address", "Allén 2") == 0
    asyncio.run(plant())
    capsys.readouterr()
    # when somebody looks
    assert place.run("tasks", "list") == 1
    assert capsys.readouterr().out == "garden  issue/case-1/9  NoKey\n"
    # then it can run again, once
    assert place.run("tasks", "again", BODY, "issue/case-1/9") == 0
    assert place.run("tasks", "again", BODY, "issue/case-1/9") == 2
    assert place.run("tasks", "list") == 0


def test_a_password_is_read_and_kept_as_a_hash(alone: Place) -> None:
    alone.run("body", "new", BODY, "--name", "Trädgårdsrådet", "--address", "Allén 2")
    alone.run("user", "add", BODY, "kim", "--name", "Kim", "--login", "kim@example.org")

    def set_to(secret: str, login: str = "kim@example.org") -> int:
        command = [sys.executable, "-m", "certify.service.cli", "user", "password", login]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CERTIFY_")}
        ended = subprocess.run(command, input=f"{secret}\n".encode(), env=environment | alone.environment, check=False)
        return ended.returncode

    assert set_to("too short") == 2
    assert set_to("en lång mening som ingen gissar") == 0
    assert b"ingen gissar" not in (Path(alone.environment["CERTIFY_DATABASE"].removeprefix("sqlite:///"))).read_bytes()
    assert set_to("en lång mening som ingen gissar", "nobody@example.org") == 2


def test_keys_are_made_rotated_and_told_as_compromised(alone: Place, capsys: pytest.CaptureFixture[str]) -> None:
    alone.run("body", "new", BODY, "--name", "Trädgårdsrådet", "--address", "Allén 2")
    for body, use in (("*", "trust"), (BODY, "certificate"), (BODY, "status")):
        assert alone.run("keys", "new", body, use) == 0
    assert alone.run("keys", "rotate", BODY, "certificate") == 0
    capsys.readouterr()
    assert alone.run("keys", "list", "--body", BODY, "--json") == 0
    rows = msgspec.json.decode(capsys.readouterr().out)["keys"]
    assert sorted((row["use"], row["state"]) for row in rows) == [
        ("certificate", "active"),
        ("certificate", "retired"),
        ("status", "active"),
    ]
    retired = next(row["id"] for row in rows if row["state"] == "retired")
    assert alone.run("keys", "retire", BODY, retired) == 1
    assert alone.run("keys", "compromised", BODY, retired) == 0


def test_lifting_a_stop_takes_two_people_who_prove_who_they_are(
    alone: Place, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # given two administrators and a coordinator, each with a token
    alone.run("body", "new", BODY, "--name", "Trädgårdsrådet", "--address", "Allén 2")
    tokens = {"nobody": "certify_" + "0" * 64, "nothing": ""}
    for person, role in (("adi", "administrator"), ("sol", "administrator"), ("kim", "coordinator")):
        login = f"{person}@example.org"
        assert alone.run("user", "add", BODY, person, "--name", person, "--login", login) == 0
        assert alone.run("user", "role", BODY, person, role) == 0
        capsys.readouterr()
        assert alone.run("user", "token", login, "--body", BODY, "--name", "x") == 0
        tokens[person] = capsys.readouterr().out.strip()

    def lift(person: str) -> int:
        monkeypatch.setattr("sys.stdin", io.StringIO(tokens[person] + "\n"))
        return alone.run("lift", BODY)

    # when issuing is stopped at the machine, then nobody lifts it without such a proof, nor twice the same
    assert alone.run("stop", BODY, "--reason", "misstanke") == 0
    assert [lift(person) for person in ("nobody", "nothing", "kim")] == [2, 2, 2]
    assert lift("adi") == 0
    assert lift("adi") == 2
    assert "two people" in capsys.readouterr().err
    # and a locked account proves nothing
    assert alone.run("user", "lock", BODY, "sol") == 0
    assert lift("sol") == 2
    assert alone.run("user", "lock", BODY, "sol", "--end") == 0
    assert alone.run("user", "lock", BODY, "nobody") == 2
    assert lift("sol") == 0
    assert lift("sol") == 2
    # and the log tells who proved what, and that tokens were made at the machine
    told = asyncio.run(_log(alone))
    assert told[-5:] == [
        ("IssuingStopped", "operator"),
        ("LiftAsked", "adi"),
        ("PersonLocked", "operator"),
        ("PersonUnlocked", "operator"),
        ("IssuingResumed", "sol"),
    ]
    assert told.count(("TokenMade", "operator")) == len(tokens) - 2


async def _log(place: Place) -> list[tuple[str, str]]:
    """What stands in the body's log of authority: kind and by whom."""
    async with opened(place.settings, chance=bytes) as found:
        return [(entry.type, entry.by) async for entry in authority_log.entries(found.database, BODY)]


async def _issue(place: Place) -> str:
    """A certificate in that installation; gives its number."""
    settings = place.settings
    async with opened(settings, chance=bytes) as found:
        shop = Workshop(found.database, settings.keys)
        shop.bench = Bench(
            shell=msgspec.structs.replace(found.shell, chance=shop.world.chance),
            signer=Signer(settings.keys, settings.secret),
            origin=settings.origin,
            clock=shop.clock,
        )
        shop.world.shell = shop.bench.shell
        shop.worker = Worker(shop.bench)
        await shop.ready()
        return (await shop.issued()).number


async def _withdraw(place: Place) -> None:
    settings = place.settings
    async with opened(settings, chance=bytes) as found:
        shop = Workshop(found.database, settings.keys)
        shop.world.at = NOW
        shop.world.shell = msgspec.structs.replace(found.shell, chance=lambda count: b"\x07" * count)
        await shop.withdraw()


async def _verdict(place: Place, number: str) -> tuple[str, bool]:
    """What the installation says of a certificate, and whether it is behind."""
    async with opened(place.settings, chance=bytes) as found:
        source = StoreSource(lambda: found.database, behind=lambda: bool(found.behind), clock=lambda: datetime.now(UTC))
        at = max(row.issued_at or NOW for row in await certificates.register(found.database))
        verdict = await check_number(source, number, at)
        assert verdict is not None
        return verdict.verdict, bool(found.behind)


def test_a_backup_is_restored_into_an_empty_place(
    place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Proven by fsck, and by verifying every certificate from the restored store."""
    number = asyncio.run(_issue(place))
    assert place.run("backup", str(tmp_path / "backup")) == 0
    assert place.run("restore", str(tmp_path / "backup")) == 1  # this place is not empty
    assert "not empty" in capsys.readouterr().err
    other = Place(tmp_path / "two", f"sqlite:///{tmp_path}/two.db", keys=tmp_path / "two-keys")
    assert other.run("restore", str(tmp_path / "backup")) == 0
    assert other.run("fsck") == 0
    assert asyncio.run(_verdict(other, number)) == ("valid", False)


def test_an_older_backup_brings_no_compromised_key_back_to_life(
    place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number = asyncio.run(_issue(place))
    assert place.run("backup", str(tmp_path / "backup")) == 0
    assert place.run("keys", "list", "--body", BODY, "--json") == 0
    found = re.search(r'"id": *"([^"]+)",\s*"use": *"certificate"', capsys.readouterr().out)
    assert found is not None
    assert place.run("keys", "compromised", BODY, found[1]) == 0
    assert asyncio.run(_verdict(place, number))[0] == "not_genuine"
    again = Place(tmp_path / "two", f"sqlite:///{tmp_path}/two.db", keys=Path(place.environment["CERTIFY_KEYS"]))
    assert again.run("restore", str(tmp_path / "backup")) == 1
    assert "older backup" in capsys.readouterr().err
    assert asyncio.run(_verdict(again, number)) == ("unknown", True)


def test_an_older_backup_says_so_and_brings_nothing_back_to_life(
    place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number = asyncio.run(_issue(place))
    assert place.run("backup", str(tmp_path / "backup")) == 0
    asyncio.run(_withdraw(place))
    assert asyncio.run(_verdict(place, number))[0] == "withdrawn"
    again = Place(tmp_path / "two", f"sqlite:///{tmp_path}/two.db", keys=Path(place.environment["CERTIFY_KEYS"]))
    assert again.run("restore", str(tmp_path / "backup")) == 1
    assert "older backup" in capsys.readouterr().err
    assert asyncio.run(_verdict(again, number)) == ("unknown", True)
    assert again.run("fsck") == 1
    assert "restored from an older backup" in capsys.readouterr().out


def test_what_keys_are_for_and_what_is_missing_is_told_in_a_sentence(
    alone: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    assert alone.run("body", "new", BODY, "--name", "Trädgårdsrådet", "--address", "Allén 2") == 0
    assert alone.run("keys", "new", "*", "trust") == 0
    for use in ("certificate", "status"):
        assert alone.run("keys", "new", BODY, use) == 0
    assert alone.run("keys", "new", BODY, "trust") == 2
    assert alone.run("keys", "new", "*", "status") == 2
    assert "installation's own" in capsys.readouterr().err
    assert alone.run("keys", "list", "--json") == 0
    root, *_, status = [key["id"] for key in msgspec.json.decode(capsys.readouterr().out)["keys"]]
    for key, said in (((BODY, status), "the worker signs anew"), (("*", root), "verifiers have to be given")):
        assert alone.run("keys", "hit", *key) == 0
        assert said in capsys.readouterr().out
    assert alone.run("keys", "retire", "*", root) == 2
    assert "keys rotate '*' trust" in capsys.readouterr().err
    assert alone.run("keys", "retire", BODY, status) == 0
    assert f"certify keys new '{BODY}' status" in capsys.readouterr().err
    assert alone.run("keys", "compromised", "*", root) == 0
    assert "certify keys new '*' trust" in capsys.readouterr().err
