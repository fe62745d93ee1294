"""Which of our two languages an answer speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from litestar.connection import ASGIConnection

Language = Literal["sv", "en"]
COOKIE = "language"
_OURS: dict[str, Language] = {"sv": "sv", "en": "en"}


def language_of(request: ASGIConnection[Any, Any, Any, Any]) -> Language:
    """The language: what the reader chose (a cookie), else what the browser prefers, else Swedish."""
    chosen = _OURS.get(request.cookies.get(COOKIE, ""))
    return chosen if chosen is not None else preferred(request.headers.get("accept-language", ""))


def preferred(header: str) -> Language:
    """Our language that an `Accept-Language` header prefers (RFC 9110, 12.5.4); Swedish where it names neither."""
    best: tuple[float, Language] = (0.0, "sv")
    for part in header[:500].split(","):
        tag, _, parameter = part.strip().lower().partition(";")
        language = _OURS.get(tag.split("-")[0])
        weight = _weight(parameter)
        if language is not None and weight > best[0]:
            best = (weight, language)
    return best[1]


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name != "q":
        return 1.0
    try:
        return max(0.0, min(1.0, float(value)))
    except ValueError:
        return 0.0
