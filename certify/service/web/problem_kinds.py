"""The kinds of problem: the last part of each `type`, its status, and its title in both languages. All are stable."""

from __future__ import annotations

import msgspec


class Kind(msgspec.Struct, frozen=True):
    """One kind of problem: its status, and what it is called in Swedish and in English."""

    status: int
    sv: str
    en: str


# The last part of `type` -> kind. Stable: clients compare with it.
KINDS: dict[str, Kind] = {
    "bad-request": Kind(400, "Anropet kunde inte läsas", "The request could not be read"),
    "bad-query": Kind(400, "Adressens frågedel kunde inte läsas", "The query could not be read"),
    "bad-header": Kind(400, "Ett huvudfält kunde inte läsas", "A header field could not be read"),
    "incomplete-body": Kind(400, "Innehållet tog slut i förtid", "The content ended early"),
    "empty": Kind(400, "Innehållet är tomt", "The content is empty"),
    "not-utf8": Kind(400, "Innehållet är inte UTF-8", "The content is not UTF-8"),
    "byte-order-mark": Kind(400, "Innehållet börjar med en byteordningsmarkering", "A byte order mark stands first"),
    "not-json": Kind(400, "Innehållet är inte JSON", "The content is not JSON"),
    "duplicate-key": Kind(400, "Samma nyckel står två gånger", "The same key stands twice"),
    "too-deep": Kind(400, "Innehållet är för djupt nästlat", "The content is nested too deeply"),
    "bad-number": Kind(400, "Ett tal är för stort eller felskrivet", "A number is too large or misspelt"),
    "null-value": Kind(400, "Ett värde är null", "A value is null"),
    "lone-surrogate": Kind(400, "En halv teckenkod", "Half of a surrogate pair"),
    "forbidden-character": Kind(400, "Ett tecken som inte får finnas", "A character that is not allowed"),
    "not-normalised": Kind(400, "Texten är inte i normalform C", "The text is not in normal form C"),
    "sign-in-needed": Kind(401, "Logga in först", "Sign in first"),
    "sign-in-failed": Kind(401, "Inloggningen misslyckades", "Signing in failed"),
    "not-allowed": Kind(403, "Din roll får inte göra detta", "Your role may not do this"),
    "cross-site": Kind(403, "Anropet kom inte från vår egen sida", "The call did not come from a page of ours"),
    "not-found": Kind(404, "Finns inte", "There is no such thing"),
    "method-not-allowed": Kind(405, "Så kan adressen inte användas", "The address cannot be used like that"),
    "conflict": Kind(409, "Någon hann före", "Somebody was faster"),
    "not-printed": Kind(409, "Certifikatet skrivs inte ut", "The certificate is not printed"),
    "second-person": Kind(409, "Det krävs en andra person", "It takes a second person"),
    "taken": Kind(409, "Det finns redan", "It exists already"),
    "under-way": Kind(409, "Samma anrop pågår redan", "The same call is under way"),
    "moved": Kind(409, "Organet har flyttat till en annan installation", "The body has moved to another installation"),
    "erased": Kind(410, "Innehållet är raderat", "The content has been erased"),
    "changed": Kind(412, "Det har ändrats sedan du läste det", "It has changed since you read it"),
    "too-large": Kind(413, "Innehållet är för stort", "The content is too large"),
    "media-type": Kind(415, "Den typen av innehåll tas inte emot här", "That type of content is not taken here"),
    "file-type": Kind(415, "Den typen av fil tas inte emot", "That type of file is not taken"),
    "not-as-described": Kind(
        422, "Innehållet har inte den form som behövs", "The content does not have the form needed"
    ),
    "not-collected": Kind(422, "Inget kunde hämtas ur svaren", "Nothing could be taken from the answers"),
    "unknown-reference": Kind(422, "Något som nämns finns inte", "Something that is named does not exist"),
    "file-not-what-it-claims": Kind(422, "Filen är inte vad den utger sig för", "The file is not what it claims to be"),
    "file-damaged": Kind(422, "Filen är skadad", "The file is damaged"),
    "scheme-faults": Kind(422, "Ordningen har fel", "The scheme has faults"),
    "refused": Kind(422, "En regel säger nej", "A rule says no"),
    "key-reused": Kind(
        422, "Samma Idempotency-Key med ett annat anrop", "The same Idempotency-Key with another request"
    ),
    "too-many": Kind(429, "För många anrop", "Too many requests"),
    "internal": Kind(500, "Något gick fel hos oss", "Something went wrong on our side"),
    "busy": Kind(503, "Upptaget, försök igen", "Busy, try again"),
    "unavailable": Kind(503, "Tjänsten kan inte svara just nu", "The service cannot answer at present"),
}
