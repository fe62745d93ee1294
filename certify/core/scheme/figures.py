"""Numbers for a reader: exact, with the decimal sign and the grouping of the language."""

from __future__ import annotations

from fractions import Fraction

from certify.core.scheme.domains import written

# Groups of three stand apart from here on, as the Swedish rules of writing have it.
GROUPED_FROM = 10_000
_THIN = "\N{NO-BREAK SPACE}"


def number_in_words(value: Fraction, language: str, *, percent: bool = False) -> str:
    """`20 000`, `0,1`, `80 %` in Swedish; `20,000`, `0.1`, `80 %` in English. What no decimal can say is `2/3`."""
    value = value * 100 if percent else value
    whole, point, decimals = written(value).partition(".")
    if abs(value) >= GROUPED_FROM and "/" not in whole:
        whole = f"{int(whole):,}".replace(",", _THIN if language == "sv" else ",")
    said = whole + (("," if language == "sv" else ".") + decimals if point else "")
    return f"{said} %" if percent else said
