"""Problem details (RFC 9457) of the QR endpoint: what a program gets instead of a verdict, or around one.

`type` is a relative reference whose last part is a stable code: our own below, or the code of a `VerifyError`.
"""

from __future__ import annotations

from collections.abc import Mapping

from verify.dates import Lang
from verify.texts import Text

_TITLES: dict[str, Text] = {
    "no-such-certificate": {"sv": "Det finns inget sådant certifikat", "en": "No such certificate"},
    "bad-day": {"sv": "Det är ingen dag att fråga om", "en": "That is no day to ask about"},
    "day-not-known": {"sv": "Vad som gällde den dagen är inte känt", "en": "What held on that day is not known"},
    "odd-parameter": {"sv": "Adressen frågar om något okänt", "en": "The address asks for something unknown"},
    "not-found": {"sv": "Finns inte", "en": "There is no such thing"},
    "method-not-allowed": {"sv": "Så kan adressen inte användas", "en": "The address cannot be used like that"},
    "media-type": {
        "sv": "Den typen av innehåll tas inte emot här",
        "en": "That type of content is not taken here",
    },
    "too-large": {"sv": "Innehållet är för stort", "en": "The content is too large"},
    "empty": {"sv": "Innehållet är tomt", "en": "The content is empty"},
    "bad-request": {"sv": "Anropet kunde inte läsas", "en": "The request could not be read"},
    "no-certificate-found": {"sv": "Det finns inget certifikat i filen", "en": "There is no certificate in the file"},
    "several-certificates": {"sv": "Filen har flera olika certifikat", "en": "The file has several certificates"},
    "address-only": {"sv": "Koden har bara en adress", "en": "The code has an address only"},
    "no-code-found": {"sv": "Det syns ingen kod i bilden", "en": "There is no code to be seen in the picture"},
    "not-as-described": {
        "sv": "Innehållet har inte ett certifikats form",
        "en": "The content does not have the form of a certificate",
    },
    "unreachable": {"sv": "Certifikatet gick inte att hämta", "en": "The certificate could not be fetched"},
    "internal": {"sv": "Något gick fel hos oss", "en": "Something went wrong on our side"},
}
_UNREADABLE: Text = {"sv": "Innehållet går inte att läsa", "en": "The content cannot be read"}


def problem(code: str, lang: Lang, status: int, members: Mapping[str, object]) -> dict[str, object]:
    """The members of a problem: `type`, `title` and `status`, then the given ones."""
    return {
        "type": f"/problems/{code}",
        "title": _TITLES.get(code, _UNREADABLE)[lang],
        "status": status,
        **members,
    }
