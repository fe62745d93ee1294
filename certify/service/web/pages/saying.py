"""How days, sizes and texts are written on the pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from verify import dates

if TYPE_CHECKING:
    from certify.service.web.language import Language

_UNITS = ((1_000_000, "MB"), (1_000, "kB"))


def day(value: date | datetime, language: Language) -> str:
    """A day as people write it, in the body's time zone: "20 november 2028"."""
    return dates.day(value.isoformat(), language)


def moment(value: datetime, language: Language) -> str:
    """A day and the time of day: "20 november 2028 kl. 08.14"."""
    return f"{day(value, language)} {dates.clock(value.isoformat(), language)}"


def size(count: int, language: Language) -> str:
    """How large a file is: "1,2 MB", "340 kB"."""
    for unit, name in _UNITS:
        if count >= unit:
            number = f"{count / unit:.1f}" if count < 10 * unit else str(round(count / unit))
            return f"{number.replace('.', ',') if language == 'sv' else number} {name}"
    return f"{count} B"


def in_words(text: dict[str, str], language: Language) -> str:
    """A scheme's text in that language, or in its first where it has no such language."""
    return text.get(language) or next(iter(text.values()), "")


def lines(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]
