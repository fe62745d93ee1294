"""`scheme ...`: check, show and publish scheme files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cyclopts import App

from certify.core.scheme.examples import run_examples
from certify.core.scheme.faults import SchemeFaults
from certify.core.scheme.json_schema import json_schema
from certify.core.scheme.load import load
from certify.service import authority
from certify.service.commands.desk import FINDING, GOOD, say, wrong_use
from certify.service.store.errors import Taken

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme
    from certify.service.commands.desk import Desk

Files = list[Path]


def add_schemes(app: App, desk: Desk) -> None:
    """Add the commands for schemes."""
    scheme = App(name="scheme", help="Schemes: what is certified and how, as one file.")
    app.command(scheme)

    @scheme.command
    def check(*files: Path, json: bool = False) -> int:
        """Read scheme files and run their worked cases. Every fault stands on a line of its own."""
        if not files:
            wrong_use("which scheme file?")
        faults = [fault for file in files for fault in _faults(file)]
        lines = faults or [f"{file}: good" for file in files]
        say({"faults": faults, "good": not faults}, *lines, as_json=json)
        return FINDING if faults else GOOD

    @scheme.command
    def schema() -> int:
        """Print the JSON Schema of scheme files, by which an editor completes and checks them."""
        say(json_schema(), as_json=True)
        return GOOD

    @scheme.command
    def show(file: Path, *, language: str = "sv") -> int:
        """Show a scheme as an outline."""
        try:
            found = load(_read(file), str(file))
        except SchemeFaults as faults:
            say(None, *(str(fault) for fault in faults.faults))
            return FINDING
        say(None, *_outline(found, language))
        return GOOD

    @scheme.command
    async def publish(file: Path, *, body: str, by: str = "operator", json: bool = False) -> int:
        """Publish a version, for good. Refused while a worked case fails."""
        faults = _faults(file)
        if faults:
            say({"faults": faults, "good": False}, *faults, as_json=json)
            return FINDING
        async with desk.installation() as found:
            try:
                published = await authority.publish_scheme(found.database, body, _read(file), by=by, at=desk.clock())
            except Taken:
                wrong_use("that version is published already; a change needs a version of its own")
        say(
            {"scheme": published.id, "version": published.version.id, "digest": published.digest},
            f"{published.id} {published.version.id} is published: {published.digest}",
            as_json=json,
        )
        return GOOD


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        wrong_use(f"{file}: {error.strerror}")


def _faults(file: Path) -> list[str]:
    """The faults of a scheme file and of its worked cases, those in `examples/` beside it among them."""
    try:
        scheme = load(_read(file), str(file))
    except SchemeFaults as faults:
        return [str(fault) for fault in faults.faults]
    beside = sorted((file.parent / "examples").glob("*.yaml"))
    examples = {str(path): path.read_bytes() for path in beside}
    return [str(fault) for fault in run_examples(scheme, examples, name=str(file))]


def _outline(scheme: Scheme, language: str) -> list[str]:
    def said(text: dict[str, str]) -> str:
        return text.get(language) or next(iter(text.values()))

    lines = [f"{said(scheme.title)} ({scheme.id} {scheme.version.id}, {scheme.edition})", scheme.digest]
    section = None
    for criterion in scheme.criteria:
        if criterion.section != section:
            section = criterion.section
            titles = [said(part.title) for part in scheme.sections if part.id == section]
            lines += ["", f"{section}  {titles[0] if titles else ''}"]
        derived = ", derived" if criterion.derived else ""
        lines.append(f"  {criterion.id}  {said(criterion.title)} ({criterion.binding}{derived})")
    lines += ["", "levels: " + ", ".join(said(level.title) for level in scheme.outcome.levels)]
    return lines
