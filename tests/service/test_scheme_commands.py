"""`certify scheme ...` as a scheme's author meets it: what it says and writes, and with which exit status it ends."""

from __future__ import annotations

import asyncio
import io
import itertools
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest
from jsonschema import Draft202012Validator

from certify.core.scheme.load import digest_of, load
from certify.service.cli import run
from certify.service.commands.desk import Desk
from certify.service.publishing import publish_faults
from certify.service.schemes import SchemeShelf
from certify.service.settings import from_environment
from certify.service.store.database import open_database
from tests.service.world import BODY, World

GARDEN = Path(__file__).parent.parent / "core" / "garden.yaml"
NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
Said = pytest.CaptureFixture[str]


class Author:
    """Somebody at a command line, with an installation of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._chance = itertools.count(1)
        self.environment = {
            "CERTIFY_DATABASE": f"sqlite:///{folder}/one.db",
            "CERTIFY_BLOBS": str(folder / "blobs"),
            "CERTIFY_KEYS": str(folder / "keys"),
            "CERTIFY_SECRET": "0123456789abcdef0123456789abcdef-of-the-tests",
            "CERTIFY_ORIGIN": "http://localhost:8000",
        }

    def run(self, *arguments: str | Path) -> int:
        """The exit status of `certify scheme ARGUMENTS`."""
        return self.certify("scheme", *map(str, arguments))

    def certify(self, *arguments: str) -> int:
        """The exit status of `certify ARGUMENTS`."""
        desk = Desk(
            environment=self.environment,
            settings=lambda: from_environment(self.environment),
            clock=lambda: NOW,
            chance=lambda count: next(self._chance).to_bytes(count, "big"),
        )
        return run(arguments, desk)

    def file(self, name: str, text: str | bytes) -> Path:
        """A file of that text."""
        target = self.folder / name
        target.write_bytes(text if isinstance(text, bytes) else text.encode())
        return target


@pytest.fixture
def author(tmp_path: Path) -> Author:
    return Author(tmp_path)


def answer(said: Said) -> Any:
    """What was answered as JSON."""
    return msgspec.json.decode(said.readouterr().out)


def garden(*changes: tuple[str, str]) -> str:
    """The garden scheme with texts exchanged."""
    text = GARDEN.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def test_check_tells_every_fault_in_lines_and_in_json(author: Author, capsys: Said) -> None:
    assert author.run("check", GARDEN, GARDEN) == 0
    assert capsys.readouterr().out.count(": utan fel") == 2
    assert author.run("check", GARDEN, "--lang", "en") == 0
    assert capsys.readouterr().out == f"{GARDEN}: good\n"
    bad = author.file("bad.yaml", garden(("binding: mandatory", "bindin: mandatory")))
    assert author.run("check", bad, "--json") == 1
    told = answer(capsys)
    assert told["good"] is False
    assert (told["faults"][0]["line"], told["faults"][0]["code"]) == (23, "unknown-key")
    other = author.file("other.yaml", garden(("mandatory_missed: 1}", "mandatory_missed: 2}")))
    assert author.run("check", other) == 1
    assert "mandatory_missed skulle vara 2, och är 1" in capsys.readouterr().out
    assert author.run("check", other, "--language", "en") == 1
    assert "mandatory_missed should be 2, and is 1" in capsys.readouterr().out
    assert author.run("check", other, "--language", "fi") == 2


def test_check_tells_each_fault_of_the_corpus_and_no_other(author: Author, capsys: Said) -> None:
    files = sorted((GARDEN.parent / "scheme" / "faulty").glob("*.yaml"))
    wanted = {}
    for file in files:
        kind, line = file.read_bytes().partition(b"\n")[0].removeprefix(b"# fault: ").split(b" in line ")
        wanted[str(file)] = (kind.decode(), int(line))
    assert author.run("check", *files, "--json") == 1
    told = answer(capsys)["faults"]
    assert len(told) == len(files)
    assert {fault["file"]: (fault["code"], fault["line"]) for fault in told} == wanted


def test_check_finds_nothing_in_what_is_shipped(author: Author) -> None:
    root = GARDEN.parents[2]
    files = [*root.glob("schemes/*/scheme.yaml"), *root.glob("docs/examples/*.yaml")]
    assert author.run("check", *files) == 0


def test_the_json_schema_is_one(author: Author, capsys: Said) -> None:
    assert author.run("schema") == 0
    readable = answer(capsys)
    assert author.run("schema", "--json") == 0
    assert answer(capsys) == readable
    Draft202012Validator.check_schema(readable)


def test_show_says_the_logic_in_words(author: Author, capsys: Said) -> None:
    assert author.run("show", GARDEN, "--language", "en") == 0
    assert "G.1  Open (SHALL)" in capsys.readouterr().out
    assert author.run("show", GARDEN, "--json") == 0
    assert answer(capsys)["language"] == "sv"
    assert author.run("show", GARDEN, "--language", "de") == 2
    assert author.run("show", author.file("bad.yaml", "language: 2")) == 1


def test_a_document_is_written_in_each_language(author: Author, capsys: Said) -> None:
    assert author.run("document", GARDEN) == 0
    out = capsys.readouterr().out
    assert "## 1 Omfattning och betydelse" in out
    assert "## 1 Scope and meaning" in out
    assert author.run("document", GARDEN, "--language", "en", "--form", "html") == 0
    assert capsys.readouterr().out.startswith("<!DOCTYPE html>")
    assert author.run("document", GARDEN, "--form", "html", "--out", author.folder / "texts") == 0
    found = sorted(path.name.rsplit(".", 2)[1:] for path in (author.folder / "texts").iterdir())
    assert found == [["en", "html"], ["sv", "html"]]
    assert author.run("document", GARDEN, "--out", author.folder / "texts", "--language", "sv") == 0
    capsys.readouterr()
    assert author.run("document", GARDEN, "--json") == 0
    assert [one["language"] for one in answer(capsys)] == ["sv", "en"]
    assert author.run("document", GARDEN, "--language", "fi") == 2


def test_diff_says_what_changed(author: Author, capsys: Said) -> None:
    assert author.run("diff", GARDEN, GARDEN) == 0
    assert capsys.readouterr().out == "Inget har ändrats.\n"
    assert author.run("diff", GARDEN, GARDEN, "--language", "en") == 0
    assert capsys.readouterr().out == "Nothing has changed.\n"
    new = author.file("new.yaml", garden(("suspension: {longest: 6 months", "suspension: {longest: 3 months")))
    assert author.run("diff", GARDEN, new, "--language", "en") == 1
    assert "Suspension" in capsys.readouterr().out.replace("suspension", "Suspension")
    assert author.run("diff", GARDEN, new) == 1
    assert "paus" in capsys.readouterr().out
    assert author.run("diff", GARDEN, new, "--json") == 1
    assert answer(capsys)["changes"][0]["kind"] == "changed"


def test_format_puts_texts_in_block_form_and_changes_nothing_else(author: Author, capsys: Said) -> None:
    long = "{sv: En text med många fler ord än vad som brukar rymmas på en rad., en: Short}"
    source = garden(("{sv: Öppen, en: Open}", long))
    file = author.file("a.yaml", source)
    assert author.run("format", file, "--check") == 1
    assert file.read_text() == source
    assert author.run("format", file, "--json") == 0
    capsys.readouterr()
    assert author.run("format", file, "--check") == 0
    old, new = load(source.encode()), load(file.read_bytes())
    assert msgspec.structs.replace(old, digest="", examples=()) == msgspec.structs.replace(new, digest="", examples=())
    assert author.run("format") == 2
    assert author.run("format", author.file("b.yaml", "a: [")) == 1


def test_new_writes_a_file_that_may_be_published(author: Author, capsys: Said) -> None:
    target = author.folder / "mine.yaml"
    flags = ("--name", "safe-pier", "--title", "Säker: brygga", "--title", "Safe pier")
    assert author.run("new", target, *flags) == 0
    assert "certify scheme check" in capsys.readouterr().out
    assert publish_faults(target.read_bytes(), name="mine.yaml") == ()
    assert load(target.read_bytes()).title == {"sv": "Säker: brygga", "en": "Safe pier"}
    assert author.run("new", target, *flags) == 2
    assert author.run("new", target, *flags, "--overwrite", "--years", "0") == 2
    assert author.run("new", target, *flags, "--overwrite", "--languages", "svenska") == 2
    assert author.run("new", target, *flags, "--overwrite", "--languages", "sv") == 2
    assert author.run("new", target, "--overwrite", "--name", "1", "--title", "A", "--title", "B") == 2
    assert author.run("new", target, *flags, "--overwrite", "--kind", "not") == 1
    assert target.exists()


def test_new_asks_for_what_no_flag_gives(author: Author, capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("safe-pier\nSäker brygga\nSafe pier\n"))
    assert author.run("new", author.folder / "a.yaml", "--json") == 0
    assert answer(capsys)["good"] is True
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert author.run("new", author.folder / "b.yaml") == 2


TABLE = (
    "Kriterium;Rubrik sv;Rubrik en;Krav sv;Krav en;Kravnivå\nB-1;Ljus;Light;Bryggan är belyst.;The pier is lit.;ska\n"
)


def test_new_takes_the_criteria_of_a_table(author: Author, capsys: Said) -> None:
    flags = ("--name", "safe-pier", "--title", "A", "--title", "B")
    table = author.file("table.csv", TABLE)
    assert author.run("new", author.folder / "a.yaml", *flags, "--from", table) == 0
    assert [c.id for c in load((author.folder / "a.yaml").read_bytes()).criteria] == ["B-1"]
    book = openpyxl.Workbook()
    for row in TABLE.splitlines():
        book.active.append(row.split(";"))
    book.save(author.folder / "table.xlsx")
    assert author.run("new", author.folder / "b.yaml", *flags, "--from", author.folder / "table.xlsx") == 0
    assert (author.folder / "a.yaml").read_bytes() == (author.folder / "b.yaml").read_bytes()
    capsys.readouterr()
    bad = author.file("bad.csv", TABLE.replace(";ska", ";kanske"))
    assert author.run("new", author.folder / "c.yaml", *flags, "--from", bad, "--json") == 1
    assert answer(capsys)["table"]["code"] == "bad-binding"
    assert not (author.folder / "c.yaml").exists()
    assert author.run("new", author.folder / "c.yaml", *flags, "--from", author.folder / "none.csv") == 2


@pytest.mark.parametrize("command", ["publish", "simulate"])
def test_a_body_that_is_not_there_is_named(author: Author, capsys: Said, command: str) -> None:
    assert author.run(command, GARDEN, "--body", "nobody") == 2
    assert "there is no body nobody" in capsys.readouterr().err


def test_publishing_is_refused_while_a_rung_lacks_a_case(author: Author, capsys: Said) -> None:
    bare = author.file("bare.yaml", garden()[: garden().index("\nexamples:")])
    assert author.run("publish", bare, "--body", BODY) == 1
    assert capsys.readouterr().out.count("edge") + 1
    assert author.run("publish", bare, "--body", BODY, "--json") == 1
    assert {fault["code"] for fault in answer(capsys)["faults"]} == {"edge-without-example"}


async def filled(folder: Path) -> None:
    """One who holds, one whose case is open and assessed, and one that was erased."""
    async with await open_database(f"sqlite:///{folder}/one.db") as database:
        world = await World(database).founded()
        await world.granted("held")


def test_simulate_says_who_would_lose_and_writes_nothing(author: Author, capsys: Said) -> None:
    asyncio.run(filled(author.folder))
    before = (author.folder / "one.db").read_bytes()
    same = author.file("same.yaml", garden(("id: 2026.1", "id: 2026.2")))
    assert author.run("simulate", same, "--body", BODY, "--json") == 0
    assert answer(capsys)["count"] == {"gains": 0, "loses": 0, "changes": 0, "same": 1, "unknown": 0}
    assert (author.folder / "one.db").read_bytes() == before
    more = author.file(
        "more.yaml",
        garden(
            ("id: 2026.1", "id: 2026.2"),
            ("when: {mandatory_missed: 0}", "when: {mandatory_missed: 1}"),
            ("others: yes}\n    expect: {level: OPEN}", "G.1: no, others: yes}\n    expect: {level: OPEN}"),
            (
                "findings: {G.1: no, others: yes}\n    expect: {level: none, mandatory_missed: 1}",
                "expect: {eligible: yes}",
            ),
        ),
    )
    assert author.run("simulate", more, "--body", BODY, "--language", "en") == 1
    assert "loses lindhamra (held): OPEN -> no level" in capsys.readouterr().out
    assert author.run("simulate", more, "--body", BODY) == 1
    assert "förlorar lindhamra (held): OPEN -> ingen nivå" in capsys.readouterr().out
    assert author.run("simulate", same, "--body", BODY, "--language", "fi") == 2


def test_a_scheme_is_told_under_a_profile(author: Author, capsys: Said) -> None:
    profile = "profiles: {roses: {title: {sv: Rosor, en: Roses}, changes: [{from: 2026-01-01, title: TITLE}]}}\n"
    text = profile.replace("TITLE", "{sv: Öppen rosenträdgård, en: Open rose garden}") + GARDEN.read_text()
    file = author.file("roses.yaml", text)
    assert author.run("document", file, "--profile", "roses", "--language", "en") == 0
    said = capsys.readouterr().out
    assert said.startswith("# Open rose garden\n")
    assert "Profiles" not in said
    assert author.run("show", file, "--profile", "roses", "--language", "sv") == 0
    assert "Öppen rosenträdgård" in capsys.readouterr().out
    assert author.run("document", file, "--profile", "roses", "--language", "sv", "--out", author.folder / "texts") == 0
    assert [path.name for path in (author.folder / "texts").iterdir()] == ["open-garden-2026.1-roses.sv.md"]
    assert author.run("document", file, "--profile", "tulips") == 2
    assert "it has roses" in capsys.readouterr().err


OVERLAY = """language: 1
scheme: wide-garden
base: {digest}
version: {{id: 2026.1, applies_from: 2026-01-01}}
title: {{sv: Vid trädgård, en: Wide garden}}
bindings: {{G.3: mandatory}}
examples:
  - example: all of it
    given: {{member: yes}}
    findings: {{others: yes}}
    expect: {{level: OPEN}}
  - example: what only the base advises
    given: {{member: yes}}
    findings: {{G.3: no, others: yes}}
    expect: {{level: none, reasons: [mandatory_missed, G.3]}}
"""


async def read_back(folder: Path, digest: str) -> tuple[str, str]:
    """A published version as the service reads it: its name, and what it builds on."""
    async with await open_database(f"sqlite:///{folder}/one.db") as database:
        scheme = await SchemeShelf().get(database, "strict", digest)
        assert scheme is not None
        return scheme.id, scheme.base


def test_a_file_may_build_on_what_another_body_published(author: Author, capsys: Said) -> None:
    base = GARDEN.read_bytes()
    folder = author.folder / "overlay"
    folder.mkdir()
    file = folder / "wide.yaml"
    file.write_text(OVERLAY.format(digest=digest_of(base)), encoding="utf-8")
    assert author.run("check", file, "--json") == 1
    assert answer(capsys)["faults"][0]["code"] == "no-base"
    for body in (BODY, "strict"):
        assert author.certify("body", "new", body, "--name", body, "--address", "Allén 2") == 0
    assert author.run("publish", file, "--body", "strict") == 1
    assert author.run("publish", GARDEN, "--body", BODY) == 0
    capsys.readouterr()
    assert author.run("publish", file, "--body", "strict", "--json") == 0
    published = answer(capsys)["digest"]
    assert asyncio.run(read_back(author.folder, published)) == ("wide-garden", digest_of(base))
    (folder / "base.yaml").write_bytes(base)
    assert author.run("check", file) == 0
    assert author.run("diff", folder / "base.yaml", file, "--language", "en") == 1
    assert "binding: was recommended, becomes mandatory (stricter)" in capsys.readouterr().out
