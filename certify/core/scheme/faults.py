"""Faults of a scheme file: where, what, and the nearest right word. All of them are told at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import NoReturn

import msgspec

from certify.core.errors import CertifyError

MOST_FAULTS = 200


class Place(msgspec.Struct, frozen=True, order=True):
    """A place in a file; lines and columns are counted from 1, columns in characters."""

    line: int
    column: int


START = Place(1, 1)


class Fault(msgspec.Struct, frozen=True, order=True):
    """One fault: the file's name, the place, a stable code and a sentence for whoever writes the scheme."""

    file: str
    line: int
    column: int
    code: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.text}"


class SchemeFaults(CertifyError):
    """The file is no scheme; `faults` holds every fault in the order of the file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class Faults:
    """The faults found so far in one file. The same fault at the same place is kept once."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._found: dict[Fault, None] = {}

    def add(self, place: Place, code: str, text: str) -> None:
        """Note a fault. Beyond the first two hundred nothing is noted: nobody reads on."""
        if len(self._found) < MOST_FAULTS:
            self._found[Fault(self._file, place.line, place.column, code, text)] = None

    @property
    def count(self) -> int:
        """How many faults were noted so far."""
        return len(self._found)

    def raise_if_any(self) -> None:
        """Raise SchemeFaults with all that was noted, in the order of the file; do nothing where nothing was."""
        if self._found:
            self.tell()

    def tell(self) -> NoReturn:
        """Raise SchemeFaults with all that was noted, in the order of the file."""
        raise SchemeFaults(sorted(self._found))

    def stop(self, place: Place, code: str, text: str) -> NoReturn:
        """Note a fault after which nothing more can be read, and raise SchemeFaults with all that was noted."""
        last = Fault(self._file, place.line, place.column, code, text)
        raise SchemeFaults(sorted({**self._found, last: None}))


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint such as ` (did you mean "share"?)`, or nothing where no known word is near."""
    candidates = sorted({name for name in known if abs(len(name) - len(word)) <= len(word)})
    near = difflib.get_close_matches(word[:100], candidates, n=1, cutoff=0.6)
    return f' (did you mean "{near[0]}"?)' if near else ""
