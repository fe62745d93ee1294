"""Faults of a scheme file: where, what, and the nearest right word. All of them are told at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

import msgspec

from certify.core.errors import CertifyError
from certify.core.scheme.sentence import NOTHING, Pair, Sentence, Words

MOST_FAULTS = 200


class Place(msgspec.Struct, frozen=True, order=True):
    """A place in a file; lines and columns are counted from 1, columns in characters."""

    line: int
    column: int


START = Place(1, 1)


class Fault(msgspec.Struct, frozen=True, order=True):
    """One fault: the file's name, the place, a stable code and a sentence for whoever writes the scheme.

    `sv` and `en` say the same; `text(language)` is the sentence in Swedish for `sv` and in English otherwise.
    """

    file: str
    line: int
    column: int
    code: str
    sv: str
    en: str

    def text(self, language: str) -> str:
        """The sentence."""
        return self.sv if language == "sv" else self.en

    def told(self, language: str) -> str:
        """The place and the sentence, as a line of its own."""
        return f"{self.file}:{self.line}:{self.column}: {self.text(language)}"


class SchemeFaults(CertifyError):
    """The file is no scheme; `faults` holds every fault in the order of the file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.told("en") for fault in self.faults))


class Faults:
    """The faults found so far in one file. The same fault at the same place is kept once."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._found: dict[Fault, None] = {}

    def add(self, place: Place, sentence: Sentence, before: Pair = NOTHING, /, **words: Words) -> None:
        """Note a fault, with words before its sentence if there are any.

        Beyond the first two hundred nothing is noted: nobody reads on.
        """
        if len(self._found) < MOST_FAULTS:
            self._found[fault_of(self._file, place, sentence, before, **words)] = None

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

    def stop(self, place: Place, sentence: Sentence, **words: Words) -> NoReturn:
        """Note a fault after which nothing more can be read, and raise SchemeFaults with all that was noted."""
        last = fault_of(self._file, place, sentence, **words)
        raise SchemeFaults(sorted({**self._found, last: None}))


def fault_of(file: str, place: Place, sentence: Sentence, before: Pair = NOTHING, /, **words: Words) -> Fault:
    """The fault of that sentence at that place, with words before it if there are any."""
    sv, en = sentence.told(**words)
    return Fault(file, place.line, place.column, sentence.code, before[0] + sv, before[1] + en)
