"""`certify collect`: what it shows of the figures, live and from a saved file, and how it ends where it cannot."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cyclopts import App

from certify.service.collecting import look_up
from certify.service.commands.collecting import add_collecting
from certify.service.commands.desk import Desk, Ended
from certify.service.outbound import SafeClient
from certify.service.saved_answers import save
from certify.service.settings import for_trying
from schemes.naringslivstjanst.collect import Kolada
from tests.schemes.kolada_server import Kolada as Server
from tests.schemes.kolada_server import serving

NOW = datetime(2026, 6, 1, 8, tzinfo=UTC)
SCHEME = "naringslivstjanst"
NUMBER = "212000-0712"


class Office:
    """The command with a collector that asks a server on this machine, and a file of what that server said."""

    def __init__(self, origin: str, saved: Path) -> None:
        self.collector = Kolada(origin)
        self.saved = saved
        self.environment: dict[str, str] = {}

    def run(self, *arguments: str) -> int:
        """The exit status of `certify collect ARGUMENTS`."""
        desk = Desk(environment=self.environment, settings=for_trying, clock=lambda: NOW, chance=bytes)
        app = App(name="certify", result_action="return_value")
        add_collecting(app, desk, lambda: {SCHEME: self.collector})
        try:
            status: Any = app(["collect", *arguments], exit_on_error=False)
        except Ended as ended:
            return ended.status
        return int(status)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    server = Server()
    server.figures("U07451", "0860", {2024: 71, 2025: 74})
    with serving(server) as origin:
        office = Office(origin, tmp_path / "saved.json")

        async def ask() -> bytes:
            async with SafeClient(frozenset({origin}), lambda: NOW, loopback=True) as client:
                found = await look_up(office.collector, NUMBER, date(2026, 6, 1), client, None)
                return save(found.answers)

        office.saved.write_bytes(asyncio.run(ask()))
        yield office


def test_the_figures_in_lines(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert office.run(SCHEME, NUMBER, "--from", str(office.saved)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "nki_total_kolada: 74  Företagsklimat Insikt - Totalt, Index, 2025: 74"
    assert "area_source (food): report" in lines
    assert "nothing for: Företagsklimat Insikt - Livsmedelskontroll - Index" in lines
    assert lines[-1].startswith("2026-06-01 08:00 http://127.0.0.1:")
    last = msgspec.json.decode(office.saved.read_bytes())["answers"][-1]["text"]
    assert lines[-1].endswith(f" sha256:{hashlib.sha256(last.encode()).hexdigest()}")


def test_the_figures_as_json_with_the_digests_of_what_they_rest_on(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert office.run(SCHEME, "2120000712", "--on", "2026-06-01", "--from", str(office.saved), "--json") == 0
    told = msgspec.json.decode(capsys.readouterr().out)
    assert told["figures"][0]["value"] == "74"
    saved = msgspec.json.decode(office.saved.read_bytes())["answers"]
    assert [answer["digest"] for answer in told["answers"]] == [
        f"sha256:{hashlib.sha256(answer['text'].encode()).hexdigest()}" for answer in saved
    ]


def test_what_is_saved_again_is_the_same(office: Office, tmp_path: Path) -> None:
    again = tmp_path / "again.json"
    assert office.run(SCHEME, NUMBER, "--from", str(office.saved), "--save", str(again)) == 0
    assert again.read_bytes() == office.saved.read_bytes()


def test_a_live_question_is_never_put_to_this_machine(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert office.run(SCHEME, NUMBER, "--json") == 1
    said = capsys.readouterr()
    assert msgspec.json.decode(said.out)["problem"] == "address"
    assert "is not https" in said.err


def test_a_municipality_that_is_not_in_the_register(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert office.run(SCHEME, "212000-1355", "--from", str(office.saved)) == 1
    assert "not in the register" in capsys.readouterr().err
    more = tmp_path / "more.csv"
    more.write_text("code,name,organisation_number\n1480,Göteborgs kommun,212000-1355\n")
    assert office.run(SCHEME, "212000-1355", "--from", str(office.saved), "--municipalities", str(more)) == 1
    assert "/municipality/1480/" in capsys.readouterr().err  # it is known now, and was not saved
    office.environment["CERTIFY_MUNICIPALITIES"] = str(more)
    assert office.run(SCHEME, "212000-1355", "--from", str(office.saved)) == 1
    assert "/municipality/1480/" in capsys.readouterr().err


WRONG: dict[str, tuple[str, ...]] = {
    "no such scheme": ("quality-mark", NUMBER),
    "no number": (SCHEME, "hultsfred"),
    "a number that is misspelt": (SCHEME, "212000-0713"),
    "no such file": (SCHEME, NUMBER, "--from", "no-such-file.json"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_use(office: Office, case: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert office.run(*WRONG[case]) == 2
    assert capsys.readouterr().err.startswith("certify: ")
