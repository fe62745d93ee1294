"""Swedish organisation numbers: ten digits, written `NNNNNN-NNNN`, the last a check digit by Luhn.

The third digit is at least 2. A sole trader's number is the owner's personal identity number, whose third and fourth
digits are a month; it is refused, since the register holds no person's data.
"""

from __future__ import annotations

import re

_WRITTEN = re.compile(r"(?:16)?([0-9]{6})-?([0-9]{4})", re.ASCII)
_LOWEST_THIRD_DIGIT = 2


class NotAnOrganisationNumber(ValueError):
    """The text is no organisation number; `rule` says why: `form`, `person` or `check-digit`."""

    def __init__(self, rule: str) -> None:
        self.rule = rule
        super().__init__(rule)


def tidy(text: str) -> str:
    """Give the number as `NNNNNN-NNNN`; spaces around it, the dash and the prefix `16` may differ.

    Raises NotAnOrganisationNumber.
    """
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        raise NotAnOrganisationNumber("form")
    digits = match[1] + match[2]
    if int(digits[2]) < _LOWEST_THIRD_DIGIT:
        raise NotAnOrganisationNumber("person")
    if _luhn_sum(digits) % 10:
        raise NotAnOrganisationNumber("check-digit")
    return f"{match[1]}-{match[2]}"


def is_organisation_number(text: str) -> bool:
    """Whether the text is an organisation number in exactly the spelling `NNNNNN-NNNN`."""
    try:
        return tidy(text) == text
    except NotAnOrganisationNumber:
        return False


def _luhn_sum(digits: str) -> int:
    """Every other digit doubled from the first on, the digits of the products added up."""
    total = 0
    for place, digit in enumerate(digits):
        product = int(digit) * (1 if place % 2 else 2)
        total += product // 10 + product % 10
    return total
