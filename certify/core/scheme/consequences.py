"""What follows when a time has run out: one closed list for activities, nonconformities and transitions."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

Kind = Literal["remark", "becomes", "suspend", "suspend_unit", "withdraw", "refuse", "repeat"]

_ALONE: dict[str, Kind] = {"remark": "remark", "suspend": "suspend", "withdraw": "withdraw", "refuse": "refuse"}
_NAMED: dict[str, Kind] = {"becomes": "becomes", "suspend": "suspend_unit", "repeat": "repeat"}
_TWO_WORDS = re.compile(r"(becomes|suspend|repeat) (\S+)")
# How each is spelt, for the sentence of a fault.
SPELT: dict[Kind, str] = {
    "remark": "remark",
    "becomes": "becomes GRADE",
    "suspend": "suspend",
    "suspend_unit": "suspend UNIT",
    "withdraw": "withdraw",
    "refuse": "refuse",
    "repeat": "repeat ACTIVITY",
}


class Consequence(msgspec.Struct, frozen=True, kw_only=True):
    """What follows; `name` is the grade, kind of unit or activity that it is about."""

    kind: Kind
    name: str = ""


NOTHING = Consequence(kind="remark")


def read_consequence(text: str | None) -> Consequence | None:
    """What the words of an `if_late` mean; a remark where nothing is said, None where they mean nothing."""
    if text is None:
        return NOTHING
    if text in _ALONE:
        return Consequence(kind=_ALONE[text])
    match = _TWO_WORDS.fullmatch(text)
    return Consequence(kind=_NAMED[match[1]], name=match[2]) if match else None


def consequence(text: str | None) -> Consequence:
    """What follows by an `if_late` of a scheme that was loaded."""
    return read_consequence(text) or NOTHING
