"""docs/adding-a-scheme.md, done from top to bottom: every file it builds, every command, and every answer."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from certify.core.scheme.load import load
from tests.service.test_scheme_commands import Author

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "adding-a-scheme.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(?P<kind>yaml|console)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


def shown(text: str) -> list[tuple[str, list[str]]]:
    """The commands of a block, each with the lines of its answer."""
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            found.append((line.removeprefix("$ "), []))
        else:
            found[-1][1].append(line)
    return found


def check_answer(command: str, told: list[str], wanted: list[str]) -> None:
    if wanted and wanted[-1] == "...":
        wanted = wanted[:-1]
        told = told[: len(wanted)]
    assert [DIGEST.sub("sha256:...", line) for line in told] == wanted, command


def test_the_page_does_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    author = Author(tmp_path)
    assert author.certify("body", "new", "silence", "--name", "Tystnadsrådet", "--address", "Gränd 1") == 0
    file, text, commands = tmp_path / "quiet-room.yaml", "", 0
    capsys.readouterr()
    for block in BLOCK.finditer(PAGE):
        if block["kind"] == "yaml":
            text += f"{block['text']}\n"
            file.write_text(text, encoding="utf-8")
            (tmp_path / "mistaken.yaml").write_text(text.replace("at least 500", "atleast 500"), encoding="utf-8")
            changed = text.replace("id: 2026.1", "id: 2027.1, replaces: 2026.1").replace("at least 500", "at least 600")
            (tmp_path / "quiet-room-2027.yaml").write_text(changed.partition("\nexamples:")[0], encoding="utf-8")
            continue
        for command, wanted in shown(block["text"]):
            program, *arguments = shlex.split(command)
            assert program == "certify"
            author.certify(*arguments)
            said = capsys.readouterr()
            check_answer(command, (said.out + said.err).splitlines(), wanted)
            commands += 1
    assert commands > 10
    assert [level.id for level in load(file.read_bytes()).outcome.levels] == ["BRIGHT", "QUIET"]


def test_every_block_of_commands_is_run() -> None:
    assert PAGE.count("```console") + PAGE.count("```yaml") == len(list(BLOCK.finditer(PAGE)))
    assert set(re.findall(r"^```(\w+)$", PAGE, re.MULTILINE)) == {"yaml", "console"}
