"""Rows as structs: what the store gives and takes; Piccolo's objects stay inside.

Times are kept as whole microseconds since 1970 in UTC, days as `YYYY-MM-DD`, yes and no as they are (0 and 1 on
SQLite), so that both engines compare, sort and export them alike. A struct's field has the column's name, but for the
names that SQL or Piccolo keeps for itself: `case` is the column `case_id`, `by` is `by_whom`, `raw` is `content`.
"""

from __future__ import annotations

import types
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Row(msgspec.Struct, frozen=True, kw_only=True, rename={"case": "case_id", "by": "by_whom", "raw": "content"}):
    """One row of a table or of a query."""


R = TypeVar("R", bound=Row)


def micros(moment: datetime) -> int:
    """Whole microseconds since 1970. Raises ValueError for a time without a zone."""
    if moment.tzinfo is None:
        msg = "a time without a zone"
        raise ValueError(msg)
    return (moment - _EPOCH) // _MICROSECOND


def moment(stored: int) -> datetime:
    """The time in UTC of a stored number of microseconds."""
    return _EPOCH + timedelta(microseconds=stored)


def to_column(value: object) -> object:
    """A value as the database keeps it."""
    if isinstance(value, datetime):
        return micros(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def _reader(annotation: object) -> Callable[[Any], Any] | None:
    """What turns a column into the field's type, or None where it is that already."""
    if get_origin(annotation) in (Union, types.UnionType):
        (annotation, *_rest) = [arm for arm in get_args(annotation) if arm is not type(None)]
    if annotation is datetime:
        return moment
    if annotation is date:
        return date.fromisoformat
    if annotation is bool:
        return bool
    return None


@cache
def _plan(kind: type[Row]) -> tuple[tuple[str, str, Callable[[Any], Any] | None], ...]:
    hints = get_type_hints(kind)
    return tuple(
        (field, column, _reader(hints[field]))
        for field, column in zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True)
    )


def read(kind: type[R], row: Mapping[str, Any]) -> R:
    """A row of the database as a struct."""
    values = {}
    for field, column, reader in _plan(kind):
        value = row[column]
        values[field] = value if reader is None or value is None else reader(value)
    return kind(**values)


def columns(row: Row) -> dict[str, Any]:
    """A struct as the database keeps it, by column name."""
    return {column: to_column(getattr(row, field)) for field, column, _ in _plan(type(row))}
