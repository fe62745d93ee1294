"""Reading scheme files for a command: a file that is not there is wrong use, one with faults is a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from certify.core.scheme.faults import SchemeFaults
from certify.core.scheme.load import base_named, digest_of, load
from certify.service.commands.desk import FINDING, Ended, say, wrong_use
from certify.service.plugins import EXAMPLES, worked_cases

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from certify.core.scheme.faults import Fault
    from certify.core.scheme.model import Scheme


Language = Annotated[str, Parameter(name=["--language", "--lang"], help="sv or en: in which language it is told.")]


def fixed_words(language: str) -> str:
    """The language, if the words of the service are there in it; wrong use otherwise."""
    if language not in {"sv", "en"}:
        wrong_use(f'"{language}": the words of the service are there in sv and en')
    return language


def read(file: Path) -> bytes:
    """The bytes of a file; wrong use where it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        wrong_use(f"{file}: {error.strerror}")


def loaded(file: Path, language: str, *, as_json: bool) -> Scheme:
    """The scheme of a file; ends with its faults told where it has any."""
    try:
        return load(read(file), str(file), bases_beside(file))
    except SchemeFaults as faults:
        raise Ended(tell_faults(faults.faults, language, as_json=as_json)) from faults


def beside(file: Path) -> dict[str, bytes]:
    """The files of worked cases beside a scheme, by where they lie; wrong use where one cannot be read."""
    folder = file.parent / EXAMPLES
    try:
        return {str(folder / name): raw for name, raw in worked_cases(folder).items()}
    except OSError as error:
        wrong_use(f"{error.filename}: {error.strerror}")


def bases_beside(file: Path) -> dict[str, bytes]:
    """What a scheme may build on, by digest: the other files of its folder, where it builds on any."""
    if base_named(read(file)) is None:
        return {}
    return {digest_of(raw): raw for raw in map(read, sorted(file.parent.glob("*.yaml")))}


def tell_faults(faults: Iterable[Fault], language: str, *, as_json: bool) -> int:
    """Tell faults, each on a line of its own; gives the exit status of a finding. JSON has both languages."""
    found = tuple(faults)
    say({"good": False, "faults": found}, *(fault.told(language) for fault in found), as_json=as_json)
    return FINDING
