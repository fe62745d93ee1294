"""What the model expects under each key, told from the types of its structs; the loader and the reference both ask."""

from __future__ import annotations

import types
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

import msgspec

from certify.core.scheme.measure import Measure
from certify.core.scheme.terms import (
    Comparison,
    Condition,
    HowOften,
    Moment,
    Number,
    Operand,
    Period,
    PeriodOrName,
    Shifted,
)

NOT_A_KEY = "not a key"


class Shape(NamedTuple):
    """What belongs under a key: its kind, and what it is made of where that has to be said.

    `of` is the struct of an entry, the type of a list's or a mapping's values, or the words of a choice.
    """

    kind: str
    of: Any = None


class Key(NamedTuple):
    """One key of an entry: its word in the file, its field, its shape, and what it is when it is left out."""

    word: str
    field: str
    shape: Shape
    required: bool
    default: object


_PLAIN: dict[object, str] = {
    bool: "yes or no",
    date: "date",
    Comparison: "comparison",
    Number: "number",
    Period: "period",
    Shifted: "moment after another",
}
_UNIONS: dict[frozenset[object], str] = {
    frozenset(get_args(Condition)): "condition",
    frozenset(get_args(Operand)): "value",
    frozenset(get_args(Moment)): "moment",
    frozenset(get_args(PeriodOrName)): "period or name",
    frozenset(get_args(HowOften)): "how often",
    frozenset(get_args(Measure)): "measure",
}


def shape_of(hint: Any) -> Shape:  # noqa: ANN401  # any type that stands in the model
    """The shape that a type of the model stands for. Raises TypeError for a type that the model does not use."""
    hint = _without_none(hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return Shape(str(arguments[1]))
    if origin in {Union, types.UnionType}:
        return Shape(_UNIONS[frozenset(arguments)])
    if origin is Literal:
        return Shape("choice", tuple(str(word) for word in arguments))
    if origin is tuple:
        return Shape("list", arguments[0])
    if origin is dict:
        return Shape("mapping", arguments[1])
    if hint in _PLAIN:
        return Shape(_PLAIN[hint])
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return Shape("entry", hint)
    raise TypeError(f"the model does not use {hint}")


def _without_none(hint: Any) -> Any:  # noqa: ANN401
    if get_origin(hint) not in {Union, types.UnionType} or types.NoneType not in get_args(hint):
        return hint
    return Union[tuple(argument for argument in get_args(hint) if argument is not types.NoneType)]  # noqa: UP007


@lru_cache(maxsize=256)
def keys_of(entry: type[msgspec.Struct]) -> dict[str, Key]:
    """The keys of an entry by their words, in the order of the model."""
    return {key.word: key for key in _keys(entry)}


def _keys(entry: type[msgspec.Struct]) -> Iterator[Key]:
    for field in msgspec.structs.fields(entry):
        shape = shape_of(field.type)
        if shape.kind != NOT_A_KEY:
            default = field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()
            yield Key(field.encode_name, field.name, shape, field.required, default)
