"""What the print kit says, in Swedish and English. The page for the holder says the same with the same words."""

from __future__ import annotations

from collections.abc import Mapping

from verify.dates import Lang

TEXTS: Mapping[str, Mapping[Lang, str]] = {
    "title": {"sv": "Skyltar och märke, {number}", "en": "Signs and mark, {number}"},
    "heading": {"sv": "Skyltar och märke", "en": "Signs and mark"},
    "poster": {"sv": "Kontrollera vårt certifikat", "en": "Check our certificate"},
    "poster_how": {
        "sv": "Rikta telefonens kamera mot koden, eller gå till adressen och skriv numret.",
        "en": "Point the camera of your phone at the code, or go to the address and type the number.",
    },
    "wide": {
        "sv": "{width} mm bred, läses på upp till {distance} avstånd",
        "en": "{width} mm wide, reads from up to {distance}",
    },
    "sign": {"sv": "Skyltens kod", "en": "The sign's code"},
    "sign_what": {
        "sv": "Bara adressen: få rutor, så att den läses på håll, i fönster och på plaketter. "
        "Kontrollen behöver nät. Den tål att omkring en fjärdedel skadas.",
        "en": "The address alone: few squares, so that it is read from afar, in windows and on plaques. "
        "The check needs a network. It stands damage to about a quarter of it.",
    },
    "code": {"sv": "Certifikatets kod", "en": "The certificate's code"},
    "code_what": {
        "sv": "Hela det undertecknade beviset: kan kontrolleras också utan nät. "
        "Många rutor, så den ska läsas på nära håll, på papper som man håller i.",
        "en": "The whole signed proof: it can be checked without a network too. "
        "Many squares, so it is to be read at close range, on paper that is held in the hand.",
    },
    "sizes": {"sv": "Minsta bredd för varje avstånd", "en": "Smallest width for each distance"},
    "distance": {"sv": "Avstånd", "en": "Distance"},
    "reckoned": {
        "sv": "Bredden räknas med den vita kanten, som hör till koden. Så är det räknat: en vanlig telefon ser "
        "1,38 gånger "
        "avståndet i en bild som är 1 920 bildpunkter bred, och behöver tre bildpunkter per ruta. En ruta "
        "ska alltså vara "
        "minst 1/450 av avståndet, och aldrig under 0,4 mm, fyra punkter i en skrivare med 300 punkter per tum.",
        "en": "The width includes the white edge, which is part of the code. How it is reckoned: an ordinary phone "
        "sees "
        "1.38 times the distance in a picture 1,920 pixels wide, and needs three pixels for each square. So "
        "a square is at "
        "least 1/450 of the distance, and never below 0.4 mm, four dots of a printer with 300 dots an inch.",
    },
    "mark": {"sv": "Märket", "en": "The mark"},
    "rules": {"sv": "Så får märket användas", "en": "How the mark may be used"},
    "own_rule": {"sv": "Ordningens egna ord: {text}", "en": "In the scheme's own words: {text}"},
    "lost": {"sv": "Om certifikatet inte gäller", "en": "When the certificate is not valid"},
}
RULES: tuple[Mapping[Lang, str], ...] = (
    {
        "sv": "Numret står alltid med. På nätet länkar det alltid till kontrollsidan, {address}.",
        "en": "The number is always there. Online it always links to the verification page, {address}.",
    },
    {
        "sv": "Märket ensamt bevisar ingenting. Vad som gäller i dag står på kontrollsidan.",
        "en": "The mark alone proves nothing. What is valid today is told by the verification page.",
    },
    {
        "sv": "Det får bara stå för det som certifikatet gäller: {certified}, {area}. Inte för något annat som du gör.",
        "en": "It may stand only for what the certificate covers: {certified}, {area}. Not for anything else that "
        "you do.",
    },
    {
        "sv": "Ändra inte färg, form eller text. Lämna lika mycket fritt runt om som ortens namn är högt.",
        "en": "Do not change colour, shape or text. Leave as much free space around it as the place's name is high.",
    },
    {
        "sv": "Minst {mm} mm brett i tryck och {px} bildpunkter på skärm. Mindre än så: skriv adressen i stället.",
        "en": "At least {mm} mm wide in print and {px} pixels on a screen. Smaller than that: write the address "
        "instead.",
    },
    {
        "sv": "Koderna trycks svart på vitt med hela den vita kanten, och utan något ovanpå. Prova med en telefon "
        "först.",
        "en": "The codes are printed black on white with the whole white edge, and nothing on top. Try with a "
        "phone first.",
    },
)
LOST: tuple[Mapping[Lang, str], ...] = (
    {
        "sv": "Pausat: täck över eller ta ner skyltar, och sluta trycka och sprida märket, från den dag du får besked.",
        "en": "Suspended: cover or take down signs, and stop printing and spreading the mark, from the day you are "
        "told.",
    },
    {
        "sv": "Låt märket på webbplatsen vara kvar. Det blir grått och säger ”Gäller inte nu” av sig självt inom "
        "en minut.",
        "en": "Leave the badge on your website. It turns grey and says “Not valid now” by itself within a minute.",
    },
    {
        "sv": "Koder som redan är tryckta behöver inte jagas: de leder till kontrollsidan, som säger vad som gäller.",
        "en": "Codes that are in print already need not be hunted down: they lead to the page that tells what is "
        "valid.",
    },
    {
        "sv": "När pausen är över får allt upp igen. Numret är detsamma.",
        "en": "When the suspension is over everything may go up again. The number is the same.",
    },
    {
        "sv": "Återkallat eller utgånget: ta ner allt. Ett nytt certifikat har ett nytt nummer, nya koder och ett "
        "nytt märke.",
        "en": "Withdrawn or expired: take it all down. A new certificate has a new number, new codes and a new mark.",
    },
)
