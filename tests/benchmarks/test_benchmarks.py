"""Each benchmark runs once, tiny, and none of them counts a wrong answer. No test asserts a time."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from tests.benchmarks import __main__ as command
from tests.benchmarks import peers
from tests.benchmarks.goals import GOALS, goals
from tests.benchmarks.growing import growing
from tests.benchmarks.issuing import PARTS, building, whole_issue
from tests.benchmarks.judging import judging
from tests.benchmarks.load import Question, load
from tests.benchmarks.printing import printing
from tests.benchmarks.rounds import Sizes, WrongAnswer, asking, expect, race
from tests.benchmarks.serving import serving
from tests.benchmarks.stock import stocked
from tests.benchmarks.tables import Table, ratios, spread
from tests.benchmarks.verifying import looking_up, tampered, verifying
from tests.verify import made

pytestmark = pytest.mark.anyio

TINY = Sizes(rounds=1, seconds=0.0, batch=4, certificates=6, times=2, requests=6, connections=2, cases=1)
VALID = b'{"verdict":"valid"}'


def names_on_page(key: str) -> list[str]:
    """The first cells of the table of that letter in docs/benchmarks.md."""
    section = command.PAGE.read_text().split(f"### ({key}) ")[1].split("\n### ")[0].split("<!-- end -->")[0]
    return [cell.strip() for cell in re.findall(r"^\| (.+?) +\| ", section, re.MULTILINE)[1:]]


def check(table: Table) -> None:
    """It has figures, and the page tells of the same things."""
    assert all(len(row) == len(table.head) for row in table.rows)
    assert all(cell > 0 for row in table.rows for cell in row if isinstance(cell, float))
    named = [str(row[0]) for row in table.rows]
    assert list(dict.fromkeys(names_on_page(table.key))) == list(dict.fromkeys(named))


async def test_verifying() -> None:
    check(await verifying(TINY))
    check(await looking_up(TINY))


async def test_printing() -> None:
    check(await printing(TINY))


async def test_building_and_signing() -> None:
    check(await building(TINY))


async def test_a_whole_issue() -> None:
    table = await whole_issue(TINY)
    check(table)
    assert [row[0] for row in table.rows] == [*PARTS, "all"]


async def test_serving() -> None:
    check(await serving(TINY))


async def test_growing_on_sqlite() -> None:
    check(await growing(TINY, engines=["SQLite"]))


async def test_reading_and_judging() -> None:
    table = await judging(TINY, (50, 500))
    assert [row[0] for row in table.rows] == names_on_page("e")[:2] + names_on_page("e")[3:5]
    assert all(cell > 0 for row in table.rows for cell in row if isinstance(cell, float))


async def test_who_says_yes_to_everything_does_not_win() -> None:
    good = made.certificate_bytes()
    with pytest.raises(WrongAnswer):
        await asking(lambda raw: True, [(good, True), (tampered(good), False)], 0.0)()


async def test_who_says_no_to_everything_does_not_win_either() -> None:
    good = made.certificate_bytes()
    with pytest.raises(WrongAnswer):
        await asking(lambda raw: False, [(good, True), (tampered(good), False)], 0.0)()


def test_there_is_always_something_to_say_no_to() -> None:
    with pytest.raises(ValueError, match="no to"):
        asking(bool, [(b"good", True)], 0.0)
    with pytest.raises(ValueError, match="nothing to change"):
        tampered(b"another")
    with pytest.raises(WrongAnswer, match="not_genuine is right"):
        expect("8H3K-T6PW-4", "valid", "not_genuine")


@contextmanager
def answering(body: bytes) -> Iterator[int]:
    """A server that gives everybody the same answer, one connection at a time; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                while connection.recv(65_536):
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))

        thread = threading.Thread(target=serve)
        thread.start()
        yield int(server.getsockname()[1])
        thread.join(10)


def test_a_server_that_answers_is_counted() -> None:
    with answering(VALID) as port:
        tally = load(port, [Question("/v/8H3K-T6PW-4.json", VALID)] * 5, connections=1)
    assert len(tally.latencies) == 5
    assert tally.percentile(0) <= tally.percentile(0.99) <= tally.seconds


def test_a_server_that_calls_a_tampered_certificate_valid_is_not_counted() -> None:
    questions = [Question("/v/8H3K-T6PW-4.json", VALID), Question("/v/3SPY-VQ7Z-Q.json", b"not_genuine")]
    with answering(VALID) as port, pytest.raises(WrongAnswer, match="not_genuine"):
        load(port, questions, connections=1)


async def test_everybody_has_the_same_number_of_turns() -> None:
    turns: list[str] = []

    async def first() -> float:
        turns.append("first")
        return 2.0

    async def second() -> float:
        turns.append("second")
        return 1.0

    costs = await race({"first": first, "second": second}, 5)
    assert costs == {"first": [2.0] * 5, "second": [1.0] * 5}
    assert turns[:2] == ["first", "second"]
    assert turns.count("first") == turns.count("second") == 6
    assert len({tuple(turns[n : n + 2]) for n in range(0, 12, 2)}) == 2  # in more than one order
    assert dict(ratios(costs, "first"))["second"] == [2.0] * 5
    assert dict(ratios(costs, "first", of_cost=True))["second"] == [0.5] * 5


def test_a_spread_is_the_median_with_its_bounds() -> None:
    assert spread([3.0, 0.05, 1.0]) == (1.0, "0.050-3.00")


def test_the_page_takes_new_results_in_place_of_the_old() -> None:
    page = command.PAGE.read_text()
    table = Table(key="z", title="New", head=("what", "x"), rows=(("one", 12.34), ("two", 1_234.0)))
    new = command.page_with(page, {"command": "make bench", "day": "2026-11-23"}, [table])
    assert "### (z) New\n\n| what | x    |\n|------|------|\n| one  | 12.3 |\n| two  | 1234 |\n" in new
    assert "### (a)" not in new
    assert new.split("<!-- measured -->")[0] == page.split("<!-- measured -->")[0]
    with pytest.raises(ValueError, match="no place"):
        command.page_with("A page.", {}, [])


def test_the_machine_is_described_and_not_named() -> None:
    told = command.circumstances(["--quick"])
    assert told["command"] == 'make bench ARGS="--quick"'
    assert command.circumstances([])["command"] == "make bench"
    assert socket.gethostname() not in " ".join(told.values())


def test_results_are_data_too(capsys: pytest.CaptureFixture[str]) -> None:
    command.main(["--json", "--rounds", "1", "--quick", "a"])
    told = msgspec.json.decode(capsys.readouterr().out)
    assert told["command"].startswith("make bench")
    assert [table["key"] for table in told["tables"]] == ["a", "a2", "g"]
    assert told["tables"][-1]["rows"][0][1] == ">= 0.85"


def test_a_goal_is_met_or_not_by_the_figure_of_its_row() -> None:
    head = ("what", "database", "time", "least-most")
    rows = (
        ("look up and verify a number", "SQLite", 1.15, "1"),
        ("look up and verify a number", "PostgreSQL", 1.2, "1"),
    )
    table = Table(key="d", title="Growth", head=head, rows=rows)
    assert goals([table]).rows == (
        ("(d) look up and verify a number, SQLite", "<= 1.15", 1.15, "yes"),
        ("(d) look up and verify a number, PostgreSQL", "<= 1.15", 1.2, "no"),
    )
    assert goals([]).rows == ()


def test_every_goal_is_about_a_row_on_the_page() -> None:
    for goal in GOALS:
        assert any(name.startswith(goal.row[0]) for name in names_on_page(goal.table)), goal


async def test_a_peer_has_every_document_that_a_certificate_makes_it_look_for(tmp_path: Path) -> None:
    async with stocked(f"sqlite:///{tmp_path}/certify.db", tmp_path, 2) as stock:
        data = await peers.data_for(stock, stock.workshop.clock())
    assert {*stock.numbers, stock.bad} == set(data["certificates"])
    for number, raw in data["certificates"].items():
        certificate = msgspec.json.decode(raw)
        wanted = {certificate["issuer"]["id"], certificate["proof"]["verificationMethod"], certificate["@context"][1]}
        assert wanted <= set(data["documents"]), number
    named = msgspec.json.decode((peers.SCRIPT / "package.json").read_bytes())["dependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in named.values())
