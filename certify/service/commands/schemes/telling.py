"""`scheme check|show|document|diff|schema`: what a file says, told in several ways. Nothing is written to a store."""

from __future__ import annotations

from datetime import date
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from cyclopts import Parameter

from certify.core.scheme.difference import difference
from certify.core.scheme.document import document as document_of
from certify.core.scheme.json_schema import json_schema
from certify.core.scheme.outline import outline
from certify.core.scheme.printed import as_html, as_markdown
from certify.service.commands.desk import FINDING, GOOD, say, wrong_use
from certify.service.commands.schemes.reading import (
    Language,
    bases_beside,
    beside,
    fixed_words,
    loaded,
    read,
    tell_faults,
)
from certify.service.publishing import scheme_faults

if TYPE_CHECKING:
    from cyclopts import App

    from certify.core.scheme.model import Scheme

DocumentLanguage = Annotated[
    str, Parameter(name=["--language", "--lang"], help="Any language of the scheme; none: each of them.")
]
ProfileName = Annotated[str, Parameter(help="The profile to tell it under, with every change that it has.")]


def add_telling(scheme: App) -> None:
    """Add the commands that tell."""

    @scheme.command
    def check(*files: Path, language: Language = "sv", json: bool = False) -> int:
        """Read scheme files and run their worked cases. Every fault stands on a line of its own, and the exit is 1."""
        fixed_words(language)
        if not files:
            wrong_use("which scheme file?")
        faults = [
            fault
            for file in files
            for fault in scheme_faults(read(file), beside(file), name=str(file), bases=bases_beside(file))
        ]
        if faults:
            return tell_faults(faults, language, as_json=json)
        good = "utan fel" if language == "sv" else "good"
        say({"good": True, "faults": ()}, *(f"{file}: {good}" for file in files), as_json=json)
        return GOOD

    @scheme.command
    def schema(*, json: bool = False) -> int:
        """Print the JSON Schema of scheme files, by which an editor completes and checks them."""
        found = json_schema(_meanings())
        say(found, msgspec.json.format(msgspec.json.encode(found), indent=2).decode(), as_json=json)
        return GOOD

    @scheme.command
    def show(file: Path, *, language: Language = "sv", profile: ProfileName = "", json: bool = False) -> int:
        """Show a scheme as an outline: what is asked, who gets what and why, who does what and when."""
        fixed_words(language)
        found = outline(_under(loaded(file, language, as_json=json), profile), language)
        say(found, *found.lines(), as_json=json)
        return GOOD

    @scheme.command
    def document(
        file: Path,
        *,
        language: DocumentLanguage = "",
        profile: ProfileName = "",
        form: Literal["markdown", "html"] = "markdown",
        out: Path | None = None,
        json: bool = False,
    ) -> int:
        """Write a scheme as a numbered normative text: on standard output, or a file per language into `--out`."""
        found = _under(loaded(file, language or "sv", as_json=json), profile)
        languages = (_of_scheme(found, language),) if language else found.languages
        texts = [document_of(found, one) for one in languages]
        if json:
            say(texts, as_json=True)
            return GOOD
        written = [as_html(text) if form == "html" else as_markdown(text) for text in texts]
        if out is None:
            say(None, *(text.rstrip("\n") for text in written))
            return GOOD
        ending = "html" if form == "html" else "md"
        out.mkdir(parents=True, exist_ok=True)
        for one, text in zip(languages, written, strict=True):
            named = "-".join(filter(None, (found.id, found.version.id, profile)))
            target = out / f"{named}.{one}.{ending}"
            target.write_text(text, encoding="utf-8")
            say(None, f"{target}: written")
        return GOOD

    @scheme.command
    def diff(old: Path, new: Path, *, language: Language = "sv", json: bool = False) -> int:
        """Say what changed from one version to another, criterion by criterion; the exit is 1 where something did."""
        fixed_words(language)
        changes = difference(loaded(old, language, as_json=json), loaded(new, language, as_json=json))
        same = "Inget har ändrats." if language == "sv" else "Nothing has changed."
        lines = [change.sv if language == "sv" else change.en for change in changes]
        say({"changes": changes}, *(lines or [same]), as_json=json)
        return FINDING if changes else GOOD


def _meanings() -> dict[str, dict[str, str]]:
    """What each key means, as the reference says it."""
    source = resources.files(__package__).joinpath("meanings.json").read_bytes()
    return msgspec.json.decode(source, type=dict[str, dict[str, str]])


def _of_scheme(scheme: Scheme, language: str) -> str:
    if language not in scheme.languages:
        wrong_use(f'"{language}" is no language of this scheme, which has {", ".join(scheme.languages)}')
    return language


def _under(scheme: Scheme, profile: str) -> Scheme:
    """The scheme as if it had been written like that for the profile alone; ends where it has no such profile."""
    if not profile:
        return scheme
    if profile not in scheme.profiles:
        wrong_use(f"{scheme.id} has no profile {profile}; it has {', '.join(scheme.profiles) or 'none'}")
    return scheme.under(profile, date.max)
