"""A scheme file as a JSON Schema (2020-12), for editors: it completes keys and marks what has the wrong shape.

It is told from the same structs as the loader. It accepts whatever the loader accepts, when the file is read as YAML
1.2 by anyone else. What rests on other parts of the file (names, languages, ranges) only the loader can tell.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from certify.core.scheme.measure import REDUCERS
from certify.core.scheme.model import Scheme
from certify.core.scheme.overlay import Overlay
from certify.core.scheme.parts import EvidenceRule, Parameter
from certify.core.scheme.phrases import NAME, PREFIXES, RESERVED
from certify.core.scheme.process import Merge
from certify.core.scheme.read_scalars import LANGUAGE, LONGEST_LINE
from certify.core.scheme.shapes import Key, Shape, keys_of, shape_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Part = dict[str, Any]
# What keys mean: by the name of the kind of entry, then by the key.
Meanings = Mapping[str, Mapping[str, str]]
NO_MEANINGS: Meanings = {}

# Patterns. A value is read without the space around it, and so it is here.
_LETTERS = "A-Za-zÅÄÖåäö"
_RESERVED = "|".join(sorted(word for word in RESERVED if " " not in word))
# Spelt like a name, and to other readers of YAML a number, a yes or a nothing.
_NO_NAME = r"[0-9.]+(?:[eE][0-9]+)?|0o[0-7]+|0x[0-9A-Fa-f]+|[tT][rR][uU][eE]|[fF][aA][lL][sS][eE]|[nN][uU][lL][lL]"
_NAME = rf"(?!(?:{_RESERVED}|{_NO_NAME})(?![{_LETTERS}0-9_.-]))(?=[0-9.-]*[{_LETTERS}_]){NAME.pattern}"
_NUMBER = r"-?[0-9]{1,40}(?:\.[0-9]{1,40})?"
_PERCENT = rf"{_NUMBER} ?%"
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_PERIOD = r"[0-9]{1,5} (?:working day|day|week|month|year)s?"
_EACH_YEAR = r"(?:[1-9][0-9]?|last day of) [A-Za-z]+ each year"
_SHIFTED = rf"(?:(?:{_PERIOD}|{_NAME}) (?:after|before) ){{1,5}}(?:{_DATE}|{_EACH_YEAR}|{_NAME})"
_OPERAND = rf"(?:{_SHIFTED}|{_PERIOD}|{_DATE}|{_PERCENT}|{_NUMBER}|{_NAME})"
_COMPARISON = (
    rf"(?:between {_OPERAND} and {_OPERAND}|(?:{'|'.join(PREFIXES)})\s+{_OPERAND}|{_OPERAND}(?: or {_OPERAND})*)"
)


def _text(pattern: str, what: str, *, or_number: bool = False) -> Part:
    """A scalar whose text has that pattern; `or_number` where a bare number is one too."""
    kind: Any = ["string", "number"] if or_number else "string"
    return {"type": kind, "pattern": rf"^\s*{pattern}\s*$", "description": what}


_WORDS: Part = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
_NAMED: Part = {"pattern": rf"^{_NAME}$"}
_PLAIN: dict[str, Part] = {
    "name": _text(_NAME, "A name: letters, digits, _ . and -, with a letter somewhere."),
    "word": {
        "type": ["string", "number", "boolean"],
        "pattern": rf"^\s*{NAME.pattern}\s*$",
        "description": "A word of letters, digits, _ . and -.",
    },
    "one line": {
        "type": ["string", "number", "boolean"],
        "pattern": rf"^\s*[^\n\s](?:[^\n]{{0,{LONGEST_LINE}}})\s*$",
        "description": "Words on one line, not translated.",
    },
    "text": {
        "anyOf": [
            _WORDS,
            {
                "type": "object",
                "minProperties": 1,
                "propertyNames": {"pattern": f"^{LANGUAGE.pattern}$"},
                "additionalProperties": _WORDS,
            },
        ],
        "description": "A text in every language of the scheme: {sv: .., en: ..}.",
    },
    "digest": _text("sha256:[0-9a-f]{64}", "The name of a scheme version: sha256: and 64 hexadecimal digits."),
    "language": _text(LANGUAGE.pattern, "The code of a language, such as sv or en."),
    "whole number": {
        "anyOf": [{"type": "integer", "minimum": 0, "maximum": 999_999}, _text("[0-9]{1,6}", "")],
        "description": "A whole number.",
    },
    "yes or no": {"enum": ["yes", "no"], "description": "yes or no."},
    "formula": {
        "type": ["string", "number"],
        "pattern": r"^[^\n\"'\[\]{}=<>!;:@#$&|\\]+$",
        "description": "Plain arithmetic over names: + - * / and min, max, ceil, floor, round.",
    },
    "date": _text(_DATE, "A date, such as 2026-02-28."),
    "number": _text(_NUMBER, "A number.", or_number=True),
    "period": _text(rf"(?:{_PERIOD}|{_NAME})", "A period, such as 21 days, 10 working days, 12 months or 3 years."),
    "period or name": _text(rf"(?:{_PERIOD}|{_NAME})", "A period, or the name of what gives one."),
    "how often": _text(rf"(?:calendar year|{_PERIOD}|{_NAME})", "A period, the name of one, or calendar year."),
    "comparison": _text(_COMPARISON, "A phrase: X, X or Y, at least X, between X and Y, until X.", or_number=True),
    "value": _text(_OPERAND, "A number, percentage, date, period, moment or name.", or_number=True),
    "moment after another": _text(_SHIFTED, "A moment such as 1 month after submitted."),
    "if late": {"type": "string", "pattern": r"\S", "description": "What follows when the time has run out."},
}


def _with_reference(name: str) -> Part:
    return {"$ref": f"#/$defs/{name}"}


_MOMENT_TEXT = _text(rf"(?:{_SHIFTED}|{_DATE}|{_NAME}|{_EACH_YEAR})", "A moment.")
_NAMES: Part = {
    "anyOf": [_with_reference("name"), {"type": "array", "minItems": 1, "items": _with_reference("name")}],
    "description": "One name, or a list of names.",
}
_LINE = _with_reference("one line")
_COMPOSED: dict[str, Part] = {
    "text or none": _with_reference("text"),
    "one or more names": _NAMES,
    "selection": _NAMES,
    "values": {"type": "object", "additionalProperties": {"anyOf": [_LINE, {"type": ["array", "object"]}]}},
    "given values": {"type": "object", "additionalProperties": {"anyOf": [_LINE, {"type": ["array", "object"]}]}},
    "findings": {"type": "object", "additionalProperties": {"anyOf": [_LINE, {"type": "object"}]}},
    "expected": {
        "type": "object",
        "additionalProperties": {"anyOf": [_LINE, {"type": "array", "minItems": 1, "items": _LINE}]},
    },
    "moment": {
        "anyOf": [
            _MOMENT_TEXT,
            *(
                {
                    "type": "object",
                    "properties": {word: {"type": "array", "minItems": 1, "items": _with_reference("moment")}},
                    "required": [word],
                    "additionalProperties": False,
                }
                for word in ("earliest", "latest")
            ),
        ],
        "description": "A date, a name that gives one, or something like 12 months after decision.",
    },
    "condition": {
        "anyOf": [
            {"const": "otherwise"},
            {
                "type": "object",
                "minProperties": 1,
                "properties": {
                    "not": _with_reference("condition"),
                    **{
                        word: {"type": "array", "minItems": 1, "items": _with_reference("condition")}
                        for word in ("any", "all")
                    },
                },
                "patternProperties": {
                    "^at least [1-9][0-9]{0,3} of$": {
                        "type": "array",
                        "minItems": 1,
                        "items": _with_reference("condition"),
                    },
                    _NAMED["pattern"]: _with_reference("comparison"),
                },
                "additionalProperties": False,
            },
        ],
        "description": "Names with phrases, all of which hold: points: at least 60.",
    },
    "rows": {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"pattern": rf"^\s*{_COMPARISON}\s*$"},
        "additionalProperties": _with_reference("value"),
        "description": "Comparisons with what each gives.",
    },
    "parts": {
        "anyOf": [
            _NAMES,
            {
                "type": "object",
                "minProperties": 1,
                "propertyNames": _NAMED,
                "additionalProperties": _text(rf"(?:all|up to\s+{_OPERAND})", "all, or up to N"),
            },
        ],
        "description": "Names of what is added, or names with all or up to N.",
    },
}


def json_schema(meanings: Meanings = NO_MEANINGS) -> dict[str, Any]:
    """The JSON Schema of a scheme file. `meanings` say of each kind of entry what its keys mean, for an editor."""
    found: dict[str, Part] = {**_PLAIN, **_COMPOSED}
    waiting: list[type[msgspec.Struct]] = [Scheme, Overlay]
    while waiting:
        entry = waiting.pop()
        if entry.__name__ not in found:
            found[entry.__name__] = _entry(entry, waiting, meanings.get(entry.__name__, {}))
    found["measure"] = {
        "type": "object",
        "anyOf": [_with_reference(kind.__name__) for kind in REDUCERS.values()],
        "description": f"A named value, by exactly one of {', '.join(REDUCERS)}.",
    }
    return {
        "$schema": DIALECT,
        "title": "A certification scheme",
        "type": "object",
        "if": {"required": ["base"]},
        "then": _with_reference(Overlay.__name__),
        "else": _with_reference(Scheme.__name__),
        "$defs": dict(sorted(found.items())),
    }


def _entry(entry: type[msgspec.Struct], waiting: list[type[msgspec.Struct]], meanings: Mapping[str, str]) -> Part:
    """One kind of entry. The kinds of entries that stand in it are added to `waiting`."""
    keys = keys_of(entry)
    whole: Part = {
        "type": "object",
        "description": _docstring(entry),
        "properties": {key.word: _key(key, waiting, meanings.get(key.word, "")) for key in keys.values()},
        "required": [key.word for key in keys.values() if key.required],
        "additionalProperties": False,
    }
    if entry is Parameter:
        return {"anyOf": [_with_reference("value"), whole]}
    if entry is Merge:
        return {"anyOf": [whole["properties"]["values"], whole]}
    if entry is EvidenceRule:
        return {"anyOf": [whole["properties"]["kinds"], whole]}
    return whole


def _docstring(entry: type[msgspec.Struct]) -> str:
    return re.sub(r"\s+", " ", inspect.getdoc(entry) or "").replace("`", "")


def _key(key: Key, waiting: list[type[msgspec.Struct]], meaning: str) -> Part:
    part = _shape(key.shape, waiting)
    if meaning:
        part = {**part, "description": meaning}
    default = key.default
    if key.required or default in (None, (), {}, "") or isinstance(default, tuple | msgspec.Struct):
        return part
    said = ("yes" if default else "no") if isinstance(default, bool) else default
    return {**part, "default": said}


def _shape(shape: Shape, waiting: list[type[msgspec.Struct]]) -> Part:
    match shape.kind:
        case "entry":
            waiting.append(shape.of)
            return _with_reference(shape.of.__name__)
        case "list":
            return {"type": "array", "minItems": 1, "items": _shape(shape_of(shape.of), waiting)}
        case "mapping":
            return {
                "type": "object",
                "propertyNames": _NAMED,
                "additionalProperties": _shape(shape_of(shape.of), waiting),
            }
        case "choice":
            return {"enum": [*(int(word) for word in shape.of if word.isdecimal()), *shape.of]}
        case "measure":
            waiting += REDUCERS.values()
            return _with_reference("measure")
        case kind:
            return _with_reference(kind) if kind in _PLAIN or kind in _COMPOSED else {}
