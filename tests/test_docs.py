"""The documents: what they link to is there, what they show runs, what they name exists."""

import doctest
import importlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest

from certify.core.acts import Role
from certify.service import settings
from certify.service.cli import make_app
from certify.service.commands.desk import Desk
from verify.verdict import Word

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    page
    for page in [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *ROOT.glob("verify/*.md"),
        *ROOT.glob("schemes/*/*.md"),
    ]
    if page.is_file()
)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def relative(page: Path) -> str:
    return str(page.relative_to(ROOT))


def blocks(language: str) -> Iterator[tuple[str, str]]:
    """Every code block of one language in any page: where it stands, and its text."""
    for page in PAGES:
        text = page.read_text()
        for found in BLOCK.finditer(text):
            if found[1] == language:
                yield f"{relative(page)}:{text.count(chr(10), 0, found.start()) + 1}", found[2]


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_links_lead_somewhere(page: Path) -> None:
    text = BLOCK.sub("", page.read_text())
    targets = [target.partition("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text)]
    inside = [target for target in targets if target and "://" not in target and not target.startswith("mailto:")]
    assert [target for target in inside if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_no_machine_of_ours_is_named(page: Path) -> None:
    assert not re.search(r"(?<![\w.])/(work|root|home)/", page.read_text())


def test_python_in_the_pages_runs() -> None:
    for where, text in blocks("python"):
        if ">>>" in text:
            example = doctest.DocTestParser().get_doctest(text, {}, where, where, 0)
            assert doctest.DocTestRunner().run(example).failed == 0, where
        else:
            exec(compile(text, where, "exec"), {"__name__": "page"})


def test_json_in_the_pages_is_json() -> None:
    for where, text in blocks("json"):
        try:
            json.loads(text)
        except ValueError as error:
            pytest.fail(f"{where}: {error}")


def test_examples_in_docstrings_run() -> None:
    tried = 0
    for room in ("verify", "certify/core"):
        for file in sorted((ROOT / room).rglob("*.py")):
            if ">>> " not in file.read_text() or file.name == "__main__.py":
                continue
            name = relative(file).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            result = doctest.testmod(importlib.import_module(name))
            assert result.failed == 0, name
            tried += result.attempted
    assert tried


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for page in PAGES:
        named = set(re.findall(r"`make ([a-z]+)|^make ([a-z]+)", page.read_text(), re.MULTILINE))
        assert {one or other for one, other in named} <= targets, page


def test_every_variable_that_a_page_names_is_a_setting() -> None:
    known = {f"CERTIFY_{field.upper()}" for field in settings.Settings.__struct_fields__} | settings.ELSEWHERE
    for page in PAGES:
        assert set(re.findall(r"\bCERTIFY_[A-Z_]+[A-Z]", page.read_text())) <= known, page


def test_every_command_that_a_page_names_exists() -> None:
    desk = Desk(environment={}, settings=settings.for_trying, clock=lambda: datetime.now(UTC), chance=bytes)
    app = make_app(desk)
    named = {
        (relative(page), *found)
        for page in PAGES
        for found in re.findall(r"`certify ([a-z]+)(?: ([a-z]+))?", page.read_text())
    }
    assert named
    for page, command, further in sorted(named):
        assert command in app, (page, command)
        if further and list(app[command]):
            assert further in app[command], (page, command, further)


def first_cells(page: str, heading: str) -> list[str]:
    """The first cell of each row of the table under a heading."""
    section = (ROOT / page).read_text().split(f"## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| ([^|]+?) \|", section, re.MULTILINE)[1:]


def test_the_words_of_a_verdict_are_all_explained_and_no_others() -> None:
    assert first_cells("docs/words.md", "The words of a verdict") == list(get_args(Word))


def test_every_role_is_named() -> None:
    said = next(line for line in (ROOT / "docs/words.md").read_text().splitlines() if line.startswith("| role "))
    for role in get_args(Role):
        assert role.replace("_", " ") in said, role


def test_words_have_one_meaning_each() -> None:
    text = (ROOT / "docs/words.md").read_text()
    words = re.findall(r"^\| ([^|]+?) \|", text, re.MULTILINE)
    words = [word for word in words if word != "word" and not word.startswith("---")]
    assert len(words) == len(set(words))
