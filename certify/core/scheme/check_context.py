"""What the checks of a scheme share: the scheme, where everything stood, and how a name is looked up."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property

from certify.core.scheme.faults import Faults, Place
from certify.core.scheme.model import ALL_CRITERIA, Scheme
from certify.core.scheme.parts import CriterionEntry, Input, Section
from certify.core.scheme.read import Reader
from certify.core.scheme.read_scalars import Path, cut
from certify.core.scheme.sentence import NOTHING, Pair, Sentence, Words, nearest
from certify.core.scheme.sentences import naming
from certify.core.scheme.terms import BUILT_IN_MOMENTS

APPLICANT = "applicant"
ASSESSING = frozenset({"assess", "exam", "vote", "survey"})


class Context:
    """One check of one scheme."""

    def __init__(self, scheme: Scheme, reader: Reader, faults: Faults) -> None:
        self.scheme = scheme
        self.reader = reader
        self._faults = faults
        self._along: tuple[str, ...] = ()
        self._before = NOTHING
        self._of_kind: dict[str, dict[str, None]] = {}

    @property
    def has_faults(self) -> bool:
        """Whether anything was noted so far, here or in reading."""
        return self._faults.count > 0

    def elsewhere(self, scheme: Scheme, reader: Reader, before: Pair = NOTHING) -> Context:
        """The same check of another scheme, whose faults stand where that reader says, with these words before them."""
        other = Context(scheme, reader, self._faults)
        other._before = before
        return other

    def fault_at(self, place: Place, sentence: Sentence, **words: Words) -> None:
        """Note a fault at a place."""
        self._faults.add(place, sentence, self._before, **words)

    def fault(self, path: Path, sentence: Sentence, **words: Words) -> None:
        """Note a fault where the value of that path stands."""
        self._faults.add(self.reader.at(path), sentence, self._before, **words)

    def key_fault(self, path: Path, sentence: Sentence, **words: Words) -> None:
        """Note a fault where the key of that path stands."""
        self._faults.add(self.reader.key_at(path), sentence, self._before, **words)

    def is_known(  # what it is, where, among which, and how that is told
        self, path: Path, word: str, known: Iterable[str], sentence: Sentence, *, key: bool = False, **words: Words
    ) -> bool:
        """Whether a word names one of these. If not, and it is not the name of an entry left out, that is noted.

        The sentence has the places `word` and `hint`, and what is in `words`.
        """
        names = known if isinstance(known, Collection) else frozenset(known)
        if word in names:
            return True
        if word not in self.reader.broken:
            note = self.key_fault if key else self.fault
            note(path, sentence, word=cut(word), hint=nearest(word, names), **words)
        return False

    def is_single(self, path: Path, name: str, *, key: bool = False) -> bool:
        """Whether a name has one value where it is looked at. If it has many, that is noted."""
        along = self.scheme.namespace.many.get(name)
        if along is None or along == self._along[: len(along)]:
            return True
        if name not in self.reader.broken:
            note = self.key_fault if key else self.fault
            note(path, naming.MANY_VALUES, name=name, each=along[-1] if along[-1] != name else naming.ENTRY)
        return False

    def along(self, kind: str | None) -> tuple[str, ...]:
        """The kinds of unit from the outermost to this one; none for no kind, or for one that there is none of."""
        return self.scheme.namespace.many.get(kind, ()) if kind is not None else ()

    @contextmanager
    def standing(self, along: tuple[str, ...]) -> Iterator[None]:
        """Check what stands for each unit, row or section of these kinds."""
        before, self._along = self._along, along
        try:
            yield
        finally:
            self._along = before

    def are_known(self, path: Path, words: Iterable[str], known: Iterable[str], sentence: Sentence) -> None:
        """Check each of a list of words."""
        names = known if isinstance(known, Collection) else frozenset(known)
        for place, word in enumerate(words):
            self.is_known((*path, place), word, names, sentence)

    # Names by what they are

    @property
    def roles(self) -> tuple[str, ...]:
        """Who may do an activity."""
        return (APPLICANT, *self.scheme.roles)

    @property
    def assessing(self) -> frozenset[str]:
        """The roles that assess: what they find, mark or vote counts in the outcome."""
        return frozenset(role for entry in self.scheme.activities if entry.kind in ASSESSING for role in entry.by)

    @property
    def activities(self) -> tuple[str, ...]:
        """The names of the activities."""
        return tuple(activity.id for activity in self.scheme.activities)

    @property
    def forms(self) -> tuple[str, ...]:
        """The names of the forms."""
        return tuple(form.form for form in self.scheme.forms)

    @property
    def units(self) -> tuple[str, ...]:
        """The kinds of units."""
        return tuple(self.scheme.units)

    @property
    def unit_inputs(self) -> tuple[str, ...]:
        """The inputs that each unit has."""
        return tuple(name for kind in self.scheme.units.values() for name in kind.inputs)

    @property
    def levels(self) -> tuple[str, ...]:
        """The names of the levels."""
        return tuple(level.id for level in self.scheme.outcome.levels)

    @cached_property
    def groups(self) -> dict[str, None]:
        """What stands for criteria in a selection: bindings, sections, criteria, and the word `criteria`."""
        sections = (section.id for _, section in self.sections())
        criteria = (criterion.id for criterion in self.scheme.criteria)
        return dict.fromkeys((ALL_CRITERIA, *self.scheme.bindings, *sections, *criteria))

    @cached_property
    def selectable(self) -> dict[str, None]:
        """What can stand in the selection of a measure."""
        scheme = self.scheme
        names = (*scheme.every_input, *scheme.columns, *scheme.units, *scheme.measures)
        return {**self.groups, **dict.fromkeys(names)}

    def of_kind(self, kind: str) -> dict[str, None]:
        """The names whose values are of that kind."""
        if kind not in self._of_kind:
            domains = self.scheme.namespace.domains
            self._of_kind[kind] = {name: None for name, domain in domains.items() if domain.kind in {kind, "any"}}
        return self._of_kind[kind]

    @cached_property
    def moments(self) -> dict[str, None]:
        """What can be a moment by its name: built in, an activity, or anything that gives a date."""
        dated = (name for name, domain in self.scheme.namespace.domains.items() if domain.kind in {"date", "any"})
        return dict.fromkeys((*BUILT_IN_MOMENTS, *self.activities, *dated))

    # Entries, with paths

    def inputs(self) -> Iterator[tuple[Path, str, Input]]:
        """Every input: those of the whole, then those of each kind of unit."""
        for name, entry in self.scheme.inputs.items():
            yield ("inputs", name), name, entry
        for kind, unit in self.scheme.units.items():
            for name, entry in unit.inputs.items():
                yield ("units", kind, "inputs", name), name, entry

    def sections(self) -> Iterator[tuple[Path, Section]]:
        """Every section, the outer before the inner."""
        yield from _sections(self.scheme.sections, ("sections",))

    def criteria(self) -> Iterator[tuple[Path, CriterionEntry]]:
        """Every criterion as it stands in the file, in the order of `Scheme.criteria` within each section."""
        for path, section in self.sections():
            for place, criterion in enumerate(section.criteria):
                yield (*path, "criteria", place), criterion


def _sections(sections: tuple[Section, ...], path: Path) -> Iterator[tuple[Path, Section]]:
    for place, section in enumerate(sections):
        here = (*path, place)
        yield here, section
        yield from _sections(section.sections, (*here, "sections"))
