"""From nodes to values, second part: periods, moments, conditions, and the rows and parts of measures."""

from __future__ import annotations

import re

import msgspec

from certify.core.scheme.domains import read_period
from certify.core.scheme.faults import Faults
from certify.core.scheme.measure import Part, Row
from certify.core.scheme.nodes import Listing, Mapping, Node, Scalar
from certify.core.scheme.phrases import (
    BadPhrase,
    is_name,
    read_comparison,
    read_how_often,
    read_moment,
    read_operand,
    read_period_or_name,
)
from certify.core.scheme.read_scalars import FAILED, KEY, Failed, Path, ScalarReader, cut
from certify.core.scheme.sentences import reading
from certify.core.scheme.terms import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Comparison,
    Condition,
    Day,
    EachYear,
    Earliest,
    HowOften,
    Latest,
    Line,
    Moment,
    Name,
    Not,
    Operand,
    Otherwise,
    Period,
    Shifted,
)

_AT_LEAST_OF = re.compile(r"at least ([1-9][0-9]{0,3}) of")
_UP_TO = "up to "


class PhraseReader(ScalarReader):
    """Reads phrases. `periods` are the parameters that are periods: where a period belongs their names may stand."""

    def __init__(self, faults: Faults, languages: tuple[str, ...], periods: dict[str, Period]) -> None:
        super().__init__(faults, languages)
        self._periods = periods

    # Periods and moments

    def period(self, node: Node, path: Path) -> Period | Failed:
        """A period, or the name of a parameter that is one."""
        found = self.period_or_name(node, path)
        if isinstance(found, Name):
            return self.fault(node, reading.NO_KNOWN_PERIOD, word=found.word)
        return found

    def period_or_name(self, node: Node, path: Path) -> Period | Name | Failed:
        """A period, or the name of what gives one; a parameter's name gives its period at once."""
        found = self.phrase(node, path, read_period_or_name)
        return found if isinstance(found, Failed) else self._known_period(found)

    def how_often(self, node: Node, path: Path) -> HowOften | Failed:
        """A period, the name of what gives one, or `calendar year`."""
        found = self.phrase(node, path, read_how_often)
        return self._known_period(found) if isinstance(found, Period | Name) else found

    def _known_period(self, period: Period | Name) -> Period | Name:
        if not isinstance(period, Name) or period.word not in self._periods:
            return period
        return msgspec.structs.replace(self._periods[period.word], parameter=period.word)

    def moment(self, node: Node, path: Path) -> Moment | Failed:
        """A moment; `{earliest: [..]}` and `{latest: [..]}` choose among several."""
        if not isinstance(node, Mapping):
            found = self.phrase(node, path, read_moment)
            return found if isinstance(found, Failed) else self._with_known_periods(found)
        self.places[path] = node.place
        word, (_, several) = next(iter(node.entries.items()), ("", (node.place, node)))
        if word not in {"earliest", "latest"} or len(node.entries) != 1 or not isinstance(several, Listing):
            return self.fault(node, reading.MOMENT_BELONGS)
        found_moments = [self.moment(item, (*path, word, place)) for place, item in enumerate(several.items)]
        moments = tuple(one for one in found_moments if not isinstance(one, Failed))
        if len(moments) < len(found_moments):
            return FAILED
        if not moments:
            return self.fault(several, reading.EMPTY_MOMENTS)
        return Earliest(moments) if word == "earliest" else Latest(moments)

    def shifted(self, node: Node, path: Path) -> Shifted | Failed:
        """A moment that lies a period after or before another."""
        found = self.moment(node, path)
        if isinstance(found, Name | Day | Earliest | Latest | EachYear):
            return self.fault(node, reading.SHIFTED_BELONGS)
        return found

    def _with_known_periods(self, moment: Moment) -> Moment:
        if not isinstance(moment, Shifted):
            return moment
        return Shifted(self._known_period(moment.period), moment.direction, self._with_known_periods(moment.anchor))

    def comparison(self, node: Node, path: Path) -> Comparison | Failed:
        """The right-hand side of a line."""
        return self.phrase(node, path, read_comparison)

    def operand(self, node: Node, path: Path) -> Operand | Failed:
        """One value."""
        return self.phrase(node, path, read_operand)

    # Conditions

    def condition(self, node: Node, path: Path) -> Condition | Failed:
        """Names with comparisons, all of which hold; or the word `otherwise`."""
        self.places[path] = node.place
        if isinstance(node, Scalar) and node.text.strip() == "otherwise":
            return Otherwise()
        if not isinstance(node, Mapping):
            return self.fault(node, reading.CONDITION_BELONGS)
        if not node.entries:
            return self.fault(node, reading.EMPTY_CONDITION)
        found = []
        for word, (place, value) in node.entries.items():
            self.places[(*path, word, KEY)] = place
            found.append(self._conjunct(word, value, (*path, word)))
        parts = tuple(part for part in found if not isinstance(part, Failed))
        return AllOf(parts) if len(parts) == len(found) else FAILED

    def _conjunct(self, word: str, node: Node, path: Path) -> Condition | Failed:
        if word == "not":
            inner = self.condition(node, path)
            return inner if isinstance(inner, Failed) else Not(inner)
        several = _AT_LEAST_OF.fullmatch(word)
        if several is not None or word in {"any", "all"}:
            return self._several(word, int(several[1]) if several else None, node, path)
        if not is_name(word):
            self._faults.add(self.key_at(path), reading.KEY_IS_NO_NAME, text=cut(word))
            return FAILED
        comparison = self.comparison(node, path)
        return comparison if isinstance(comparison, Failed) else Line(word, comparison)

    def _several(self, word: str, least: int | None, node: Node, path: Path) -> Condition | Failed:
        self.places[path] = node.place
        if not isinstance(node, Listing):
            return self.fault(node, reading.CONDITIONS_BELONG, word=word)
        if not node.items:
            return self.fault(node, reading.EMPTY_CONDITIONS, word=word)
        found = [self.condition(item, (*path, place)) for place, item in enumerate(node.items)]
        parts = tuple(part for part in found if not isinstance(part, Failed))
        if len(parts) < len(found):
            return FAILED
        if least is None:
            return AnyOf(parts) if word == "any" else AllOf(parts)
        if least > len(parts):
            return self.fault(node, reading.TOO_FEW_CONDITIONS, word=word, count=len(parts))
        return AtLeastOf(least, parts)

    # Parts of measures

    def rows(self, node: Node, path: Path) -> tuple[Row, ...] | Failed:
        """The rows of a table: comparisons as keys, with what each gives."""
        self.places[path] = node.place
        if not isinstance(node, Mapping) or not node.entries:
            return self.fault(node, reading.ROWS_BELONG)
        rows: list[Row] = []
        for word, (place, value) in node.entries.items():
            comparison = self.comparison(Scalar(place, word), (*path, len(rows)))
            operand = self.operand(value, (*path, len(rows), "value"))
            if not isinstance(comparison, Failed) and not isinstance(operand, Failed):
                rows.append(Row(comparison=comparison, value=operand))
        return tuple(rows) if len(rows) == len(node.entries) else FAILED

    def parts(self, node: Node, path: Path) -> tuple[Part, ...] | Failed:
        """The addends of a sum: a selection, or name by name `all` or `up to N`."""
        if not isinstance(node, Mapping):
            names = self.names(node, path)
            return names if isinstance(names, Failed) else tuple(Part(name=name) for name in names)
        self.places[path] = node.place
        parts = []
        for word, (place, value) in node.entries.items():
            self.places[(*path, word, KEY)] = place
            limit = self.phrase(value, (*path, word), _limit)
            if not is_name(word):
                self._faults.add(place, reading.KEY_IS_NO_NAME, text=cut(word))
            elif not isinstance(limit, Failed):
                parts.append(Part(name=word, up_to=limit))
        return tuple(parts) if parts and len(parts) == len(node.entries) else FAILED


def _limit(text: str) -> Operand | None:
    if text == "all":
        return None
    if not text.startswith(_UP_TO):
        raise BadPhrase(reading.NO_LIMIT, text=text)
    return read_operand(text.removeprefix(_UP_TO).strip())


def parameter_periods(node: Node) -> dict[str, Period]:
    """The parameters of a file that are periods, read ahead of everything else."""
    parameters = node.entries.get("parameters") if isinstance(node, Mapping) else None
    if parameters is None or not isinstance(parameters[1], Mapping):
        return {}
    periods = {}
    for name, (_, entry) in parameters[1].entries.items():
        value = entry.entries.get("value", (entry.place, entry))[1] if isinstance(entry, Mapping) else entry
        period = read_period(value.text.strip()) if isinstance(value, Scalar) else None
        if period is not None:
            periods[name] = period
    return periods
