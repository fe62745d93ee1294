"""What an address asks after its question mark: a misspelt question is refused and never passed over.

`?date=2027-05-05` asks for a day as surely as `?on=2027-05-05` does. Were it passed over, whoever asked would be given
today's verdict and take it for that day's. So a name that is near to one of ours is refused with the right one, and so
is any name whose value is a day. What others hang on to addresses (`utm_source`, `fbclid`) is none of our business: it
comes along when an address is passed on, and must not make a certificate on paper seem wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from typing import Literal, NamedTuple

Name = Literal["on", "lang", "number"]

# By what people write: which of our names they mean. Lower case, letters and digits alone.
_MEANT: dict[str, Name] = {
    **dict.fromkeys(("on", "date", "datum", "dato", "day", "dag", "dagen", "den", "ondate", "onday"), "on"),
    **dict.fromkeys(("at", "asof", "ason", "asat", "per", "when", "när", "nar", "time", "tid", "tidpunkt"), "on"),
    **dict.fromkeys(("validon", "validat", "moment", "timestamp", "datetime", "giltigden"), "on"),
    **dict.fromkeys(("lang", "language", "languages", "språk", "sprak", "locale"), "lang"),
    **dict.fromkeys(("number", "nummer", "num", "nr", "no", "certificate", "certifikat"), "number"),
}
_NEAR = 0.8  # of letters in common, by the measure of difflib: one letter wrong in a word of three
_TRACKING = re.compile(
    r"(utm|mtm|pk|piwik|matomo|hsa|mc|oly|vero|_hs|_ga|ga)_.*"
    r"|_ga|_gl|_hsenc|_hsmi|fbclid|gclid|gclsrc|gbraid|wbraid|dclid|msclkid|yclid|twclid|ttclid|igsh|igshid|li_fat_id"
    r"|srsltid|mkt_tok|ref|ref_src|ref_url|epik|s_cid|trk|wickedid",
    re.IGNORECASE,
)
_MONTH = r"(jan|feb|mar|apr|ma[jy]|jun|jul|aug|sep|o[kc]t|nov|dec)[a-zé]*\.?"
_DAY = re.compile(
    r"\d{4}[-/.]\d{1,2}([-/.]\d{1,2}([T ].*)?)?"  # 2027-05-05, 2027-05, with a time of day too
    r"|\d{1,2}[-/. ]+\d{1,2}[-/. ]+(\d{2}|\d{4})"  # 5/5 2027
    r"|(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"  # 20270505
    rf"|\d{{1,2}}(st|nd|rd|th|:e)?[-. ]*{_MONTH}[-, ]*\d{{0,4}}"  # 5 maj 2027
    rf"|{_MONTH} ?\d{{1,2}}(st|nd|rd|th)?[, ]*\d{{0,4}}"  # May 5, 2027
    r"|yesterday|today|tomorrow|i ?(går|dag|morgon)",
    re.IGNORECASE | re.ASCII,
)
MOST = 60  # parameters that are looked at; an address with more is refused for that


class Odd(NamedTuple):
    """A parameter that is not passed over: its name and value as they stood there, and the name that was meant."""

    name: str
    value: str
    meant: Name


def odd(asked: Iterable[tuple[str, str]], known: Collection[str]) -> Odd | None:
    """The first parameter that may ask for what `known` names do not give; None where all can be passed over.

    A known name that stands there twice is odd too: two days cannot both be answered.
    """
    seen: set[str] = set()
    for place, (name, value) in enumerate(asked):
        if name in known:
            if name in seen:
                return Odd(name, value, _meant(name) or "on")
            seen.add(name)
        elif place >= MOST:
            return Odd(name, value, "on")
        elif (meant := _asks_for(name, value)) is not None:
            return Odd(name, value, meant)
    return None


def _asks_for(name: str, value: str) -> Name | None:
    if _TRACKING.fullmatch(name):
        return None
    said = unicodedata.normalize("NFC", value[:40]).strip()
    return "on" if _DAY.fullmatch(said) else _meant(name)


def _meant(name: str) -> Name | None:
    """Which of our names somebody means by this one."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", name[:40]).lower() if sign.isalnum())
    near = get_close_matches(plain, _MEANT, n=1, cutoff=_NEAR)
    return _MEANT[near[0]] if near else None
