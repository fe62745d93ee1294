"""`scheme new|format`: write a first file, from answers or from a table of criteria, and put texts in block form."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from certify.core.scheme.beginning import Beginning, FirstCriterion, first_scheme
from certify.core.scheme.faults import SchemeFaults
from certify.core.scheme.formatting import formatted
from certify.core.scheme.phrases import is_name
from certify.core.scheme.read_scalars import LANGUAGE
from certify.service.commands.desk import FINDING, GOOD, Ended, complain, say, wrong_use
from certify.service.commands.schemes.reading import Language, fixed_words, read, tell_faults
from certify.service.criteria_tables import BadTable, read_table
from certify.service.publishing import publish_faults

if TYPE_CHECKING:
    from cyclopts import App

    from certify.service.commands.desk import Desk

Table = Annotated[Path | None, Parameter(name="--from", help="A CSV or XLSX file with one criterion a row.")]
Titles = Annotated[tuple[str, ...], Parameter(help="The title in each language, in the order of --languages.")]


def add_writing(scheme: App, desk: Desk) -> None:
    """Add the commands that write files."""

    @scheme.command
    def new(
        file: Path,
        *,
        name: str = "",
        title: Titles = (),
        languages: str = "sv,en",
        kind: str = "organisation",
        years: int = 3,
        table: Table = None,
        overwrite: bool = False,
        json: bool = False,
    ) -> int:
        """Write a first scheme file that passes. Asks for what no flag gives; `--from` takes criteria from a table.

        `--title` stands once for each language, in their order.
        """
        if file.exists() and not overwrite:
            wrong_use(f"{file} is there already; --overwrite writes over it")
        spoken = _languages(languages)
        if not 1 <= years <= 50:
            wrong_use("a certificate is valid for 1 to 50 years")
        beginning = Beginning(
            id=_name(name),
            title=_titles(title, spoken),
            languages=spoken,
            applies_from=desk.clock().date(),
            kind=kind,
            years=years,
            criteria=_criteria(table, spoken, as_json=json),
        )
        source = first_scheme(beginning)
        faults = publish_faults(source.encode(), name=str(file))
        if faults:
            return tell_faults(faults, "sv", as_json=json)
        file.write_text(source, encoding="utf-8")
        say({"good": True, "file": str(file)}, f"{file}: written; next: certify scheme check {file}", as_json=json)
        return GOOD

    @scheme.command(name="format")
    def format_(*files: Path, check: bool = False, language: Language = "sv", json: bool = False) -> int:
        """Put the longer texts of files in block form, one language a line; with `--check` only say which need it."""
        fixed_words(language)
        if not files:
            wrong_use("which scheme file?")
        changed = []
        for file in files:
            source = read(file)
            try:
                text = formatted(source, str(file))
            except SchemeFaults as faults:
                return tell_faults(faults.faults, language, as_json=json)
            if text != source:
                changed.append(str(file))
                if not check:
                    file.write_bytes(text)
        word = "needs formatting" if check else "formatted"
        say({"changed": changed}, *(f"{file}: {word}" for file in changed), as_json=json)
        return FINDING if check and changed else GOOD


def _name(text: str) -> str:
    name = text or _asked("The scheme's lasting name, such as safe-harbour")
    if not is_name(name):
        wrong_use(f'"{name}" is no name: letters, digits, _ . and -, with a letter somewhere')
    return name


def _titles(given: tuple[str, ...], languages: tuple[str, ...]) -> dict[str, str]:
    titles = given or tuple(_asked(f"What it is called, in {language}") for language in languages)
    if len(titles) != len(languages):
        wrong_use(f"--title stands once for each of {', '.join(languages)}")
    return dict(zip(languages, titles, strict=True))


def _languages(text: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(one.strip() for one in text.split(",") if one.strip()))
    if not found or not all(LANGUAGE.fullmatch(one) for one in found):
        wrong_use(f'"{text}": languages are codes with commas between them, such as sv,en')
    return found


def _asked(question: str) -> str:
    """An answer from whoever sits there; wrong use where nobody does."""
    complain(f"{question}?")
    answer = sys.stdin.readline().strip()
    if not answer:
        wrong_use("no answer: say it with --name and --title")
    return answer


def _criteria(table: Path | None, languages: tuple[str, ...], *, as_json: bool) -> tuple[FirstCriterion, ...]:
    if table is None:
        return ()
    try:
        return read_table(table.name, read(table), languages)
    except BadTable as bad:
        problem = {"code": bad.code, "row": bad.row, "column": bad.column, "text": str(bad)}
        say({"good": False, "table": problem}, f"{table}: {bad}", as_json=as_json)
        raise Ended(FINDING) from bad
