"""The tables of texts behind words.py: every verdict, step, answer and reason, in Swedish and English.

Sign and word of a verdict are fixed. Say *äkta* of the signature and *gäller* of the status, address the reader as
*du*, and accuse nobody: a misspelt paper is not a crime. What stands in braces is filled in by words.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from verify.dates import Lang
from verify.verdict import Result, StepName

Text = Mapping[Lang, str]
Sentences = Mapping[Lang, tuple[str, ...]]

# What a verdict is called here: `unknown` has five faces, by how far the check came.
Face = Literal[
    "not_genuine",
    "not_registered",
    "withdrawn",
    "superseded",
    "withdrawn_or_superseded",
    "expired",
    "not_yet_valid",
    "suspended",
    "unknown",
    "unread",
    "unproved",
    "unreached",
    "untold",
    "valid",
    "no_such",
]

WORD: dict[Face, Text] = {
    "not_genuine": {"sv": "Inte äkta", "en": "Not genuine"},
    "not_registered": {"sv": "Finns inte i registret", "en": "Not in the register"},
    "withdrawn": {"sv": "Återkallat", "en": "Withdrawn"},
    "superseded": {"sv": "Ersatt", "en": "Replaced"},
    "withdrawn_or_superseded": {"sv": "Gäller inte", "en": "Not valid"},
    "expired": {"sv": "Utgånget", "en": "Expired"},
    "not_yet_valid": {"sv": "Gäller inte än", "en": "Not valid yet"},
    "suspended": {"sv": "Pausat", "en": "Suspended"},
    "unknown": {"sv": "Kunde inte kontrolleras helt", "en": "Could not be fully checked"},
    "unread": {"sv": "Kunde inte kontrolleras", "en": "Could not be checked"},
    "unproved": {"sv": "Kunde inte kontrolleras", "en": "Could not be checked"},
    "unreached": {"sv": "Kunde inte kontrolleras", "en": "Could not be checked"},
    "untold": {"sv": "Kunde inte kontrolleras", "en": "Could not be checked"},
    "valid": {"sv": "Giltigt", "en": "Valid"},
    "no_such": {"sv": "Numret finns inte", "en": "No such number"},
}

HEADLINE: dict[Face, Text] = {
    "not_genuine": {
        "sv": "Det här är inget certifikat från {body}.",
        "en": "This is not a certificate from {body}.",
    },
    "not_registered": {
        "sv": "Underskriften är {bodys}, men numret finns inte i registret.",
        "en": "The signature is {bodys}, but the number is not in its register.",
    },
    "withdrawn": {"sv": "Certifikatet gäller inte längre.", "en": "This certificate is no longer valid."},
    "superseded": {
        "sv": "Certifikatet har ersatts av ett nytt.",
        "en": "A newer certificate has taken its place.",
    },
    "withdrawn_or_superseded": {
        "sv": "Certifikatet är återkallat eller ersatt.",
        "en": "It has been withdrawn or replaced.",
    },
    "expired": {
        "sv": "Certifikatet är äkta men gällde till och med {until}.",
        "en": "The certificate is genuine but ran out on {until}.",
    },
    "not_yet_valid": {
        "sv": "Certifikatet är äkta och börjar gälla {from_day}.",
        "en": "The certificate is genuine and starts on {from_day}.",
    },
    "suspended": {
        "sv": "Certifikatet är äkta men gäller inte just nu.",
        "en": "The certificate is genuine but not valid at present.",
    },
    "unknown": {
        "sv": "Certifikatet är äkta, men vi vet inte om det gäller i dag.",
        "en": "The certificate is genuine, but we do not know whether it is valid today.",
    },
    "unread": {"sv": "Vi kunde inte läsa koden.", "en": "We could not read the code."},
    "unproved": {
        "sv": "En adress eller ett nummer bevisar inget i sig.",
        "en": "An address or a number proves nothing by itself.",
    },
    "unreached": {"sv": "Vi kunde inte hämta certifikatet.", "en": "We could not fetch the certificate."},
    "untold": {
        "sv": "Vi kunde inte kontrollera underskriften.",
        "en": "We could not check the signature.",
    },
    "valid": {
        "sv": "Certifikatet är äkta och gäller i dag.",
        "en": "The certificate is genuine and valid today.",
    },
    "no_such": {
        "sv": "Det finns inget certifikat med numret {number}.",
        "en": "There is no certificate {number}.",
    },
}

# What follows the headline. A sentence whose fact is not known is left out whole.
SENTENCES: dict[Face, Sentences] = {
    "not_genuine": {
        "sv": (
            "{why_false}",
            "Lita inte på skylten eller papperet.",
            "Det har ersatts av ett nytt certifikat: {successor}.",
        ),
        "en": (
            "{why_false}",
            "Do not rely on the sign or the paper.",
            "A new certificate took its place: {successor}.",
        ),
    },
    "not_registered": {
        "sv": ("Lita inte på certifikatet förrän utfärdaren har svarat.",),
        "en": ("Do not rely on it until the body has answered.",),
    },
    "withdrawn": {
        "sv": ("Det återkallades {since}.", "Skäl: {reason}.", "Innehavaren får inte längre visa märket."),
        "en": ("It was withdrawn on {since}.", "Reason: {reason}.", "The holder may no longer show the mark."),
    },
    "superseded": {"sv": ("Det nya heter {successor}.",), "en": ("The new one is {successor}.",)},
    "withdrawn_or_superseded": {
        "sv": ("Anslut till nätet för att se vilket.",),
        "en": ("Connect to see which.",),
    },
    "expired": {
        "sv": ("Fråga innehavaren om det finns ett nytt.",),
        "en": ("Ask the holder whether there is a new one.",),
    },
    "not_yet_valid": {"sv": ("Fram till dess gäller det inte.",), "en": ("Until then it is not valid.",)},
    "suspended": {
        "sv": (
            "Pausat sedan {since}.",
            "Skäl: {reason}.",
            "Pausen kan vara längst till {limit}.",
            "Certifikatet kan börja gälla igen.",
        ),
        "en": (
            "Suspended since {since}.",
            "Reason: {reason}.",
            "It can last until {limit} at most.",
            "The certificate may become valid again.",
        ),
    },
    "unknown": {
        "sv": ("{why_unknown}", "Kontrollera igen innan du litar på det."),
        "en": ("{why_unknown}", "Check again before you rely on it."),
    },
    "unread": {
        "sv": ("Det säger inget om certifikatet.", "Skriv numret i stället."),
        "en": ("That says nothing about the certificate.", "Type the number instead."),
    },
    "unproved": {
        "sv": (
            "Det säger inget om certifikatet.",
            "Skanna koden på själva certifikatet, eller slå upp numret hos utfärdaren.",
        ),
        "en": (
            "That says nothing about the certificate.",
            "Scan the code on the certificate itself, or look the number up with the body.",
        ),
    },
    "unreached": {
        "sv": ("Det säger inget om certifikatet.", "Försök igen om en stund."),
        "en": ("That says nothing about the certificate.", "Try again in a while."),
    },
    "untold": {
        "sv": ("{why_untold}", "Det säger inget om certifikatet."),
        "en": ("{why_untold}", "That says nothing about the certificate."),
    },
    "valid": {
        "sv": ("{holder} är certifierad enligt {scheme} {holds}.",),
        "en": ("{holder} is certified under {scheme} {holds}.",),
    },
    "no_such": {"sv": ("Kontrollera att du skrev rätt.",), "en": ("Check that you typed it correctly.",)},
}

EASY: dict[Face, Text] = {
    "not_genuine": {
        "sv": "Det här certifikatet är falskt eller trasigt. Lita inte på det. Fråga den som visar det.",
        "en": "This certificate is false or damaged. Do not rely on it. Ask whoever shows it.",
    },
    "not_registered": {
        "sv": "Certifikatet står inte i vår lista. Lita inte på det ännu. Fråga den som har gjort certifikatet.",
        "en": "The certificate is not on our list. Do not rely on it yet. Ask those who made it.",
    },
    "withdrawn": {
        "sv": "Certifikatet är äkta, men det gäller inte mer. Det är stoppat för alltid.",
        "en": "The certificate is real, but it is not valid any more. It was stopped for good.",
    },
    "superseded": {
        "sv": "Det finns ett nyare certifikat. Titta på det nya i stället.",
        "en": "There is a newer certificate. Look at the new one instead.",
    },
    "withdrawn_or_superseded": {
        "sv": "Certifikatet gäller inte. Det kan finnas ett nytt. Du behöver internet för att få veta.",
        "en": "The certificate is not valid. There may be a new one. You need the internet to find out.",
    },
    "expired": {
        "sv": "Certifikatet är äkta, men tiden är slut. Det gäller inte mer.",
        "en": "The certificate is real, but its time is over. It is not valid any more.",
    },
    "not_yet_valid": {
        "sv": "Certifikatet är äkta, men det har inte börjat gälla. Titta igen senare.",
        "en": "The certificate is real, but it is not valid yet. Look again later.",
    },
    "suspended": {
        "sv": "Certifikatet är äkta, men det är stoppat en tid. Det kan börja gälla igen.",
        "en": "The certificate is real, but it is stopped for a while. It may become valid again.",
    },
    "unknown": {
        "sv": "Certifikatet är äkta. Men vi vet inte om det gäller i dag. Försök igen om en stund.",
        "en": "The certificate is real. But we do not know if it is valid today. Try again in a while.",
    },
    "unread": {
        "sv": "Koden gick inte att läsa. Certifikatet kan vara bra ändå. Skriv in numret.",
        "en": "The code could not be read. The certificate may still be good. Type the number.",
    },
    "unproved": {
        "sv": "Ett nummer räcker inte. Certifikatet kan vara bra ändå. Du behöver internet för att få veta.",
        "en": "A number is not enough. The certificate may still be good. You need the internet to find out.",
    },
    "unreached": {
        "sv": "Vi kunde inte hämta certifikatet. Det kan vara bra ändå. Försök igen om en stund.",
        "en": "We could not fetch the certificate. It may still be good. Try again in a while.",
    },
    "untold": {
        "sv": "Vi kunde inte kontrollera. Certifikatet kan vara bra ändå. Försök igen om en stund.",
        "en": "We could not check. The certificate may still be good. Try again in a while.",
    },
    "valid": {
        "sv": "Certifikatet är äkta. Det gäller i dag.",
        "en": "The certificate is real. It is valid today.",
    },
    "no_such": {
        "sv": "Vi har inget certifikat med det numret. Titta på numret en gång till.",
        "en": "We have no certificate with that number. Look at the number once more.",
    },
}

WHY_FALSE: dict[str, Text] = {
    "key-compromised": {
        "sv": "Nyckeln som det skrevs under med är i orätta händer. Därför räknas inget som den har skrivit under.",
        "en": "The key that signed it has fallen into other hands, so nothing that it signed counts.",
    },
    "wrong-host": {
        "sv": "Adressen hör inte till den utfärdare som nämns. Därför visar vi inget av det som står i koden. "
        "Öppna inte adressen.",
        "en": "The address does not belong to the body that is named, so we show none of what the code says. "
        "Do not open the address.",
    },
    "genuine": {
        "sv": "Underskriften stämmer inte med innehållet. Därför visar vi inget av det som står i koden.",
        "en": "The signature does not match the content, so we show none of what the code says.",
    },
    "issuer_trusted": {
        "sv": "Den som har skrivit under finns inte på tillitslistan. Därför visar vi inget av det som står i koden.",
        "en": "Whoever signed it is not on the trust list, so we show none of what the code says.",
    },
    "readable": {
        "sv": "Innehållet går inte att läsa som ett certifikat. Därför visar vi inget av det.",
        "en": "The content cannot be read as a certificate, so we show none of it.",
    },
    "well_formed": {
        "sv": "Innehållet har inte den form som ett certifikat har. Därför visar vi inget av det.",
        "en": "The content does not have the form of a certificate, so we show none of it.",
    },
}

# Reason classes of suspension and withdrawal, as they are published. `other` and a class we do not know say nothing.
REASON: dict[str, Text] = {
    "requirements_not_met": {"sv": "kraven är inte uppfyllda", "en": "the requirements are not met"},
    "surveillance_missing": {"sv": "uppföljningen saknas", "en": "the follow-up is missing"},
    "mark_misused": {"sv": "märket har använts fel", "en": "the mark was misused"},
    "holder_asked": {"sv": "innehavaren har bett om det", "en": "the holder asked for it"},
    "issued_in_error": {"sv": "certifikatet utfärdades av misstag", "en": "the certificate was issued in error"},
    "suspension_ran_out": {"sv": "pausen blev för lång", "en": "the suspension lasted too long"},
    "circumstances_changed": {"sv": "förhållandena har ändrats", "en": "the circumstances have changed"},
    "key_compromised": {"sv": "nyckeln bakom underskriften är inte säker", "en": "the signing key is not safe"},
}

QUESTION: dict[StepName, Text] = {
    "readable": {"sv": "Läsbart", "en": "Readable"},
    "well_formed": {"sv": "Rätt form", "en": "Right form"},
    "issuer_trusted": {"sv": "Rätt utfärdare", "en": "Right issuer"},
    "genuine": {"sv": "Äkta", "en": "Genuine"},
    "registered": {"sv": "Registrerat", "en": "Registered"},
    "within_time": {"sv": "Inom tiden", "en": "Within its time"},
    "not_withdrawn": {"sv": "Inte återkallat", "en": "Not withdrawn"},
    "not_suspended": {"sv": "Inte pausat", "en": "Not suspended"},
    "recognised": {"sv": "Erkänd av ordningens ägare", "en": "Recognised by the scheme's owner"},
}

ANSWER: dict[Result, Text] = {
    "yes": {"sv": "Ja", "en": "Yes"},
    "no": {"sv": "Nej", "en": "No"},
    "suspended": {"sv": "Pausat", "en": "Suspended"},
    "withdrawn": {"sv": "Återkallat", "en": "Withdrawn"},
    "superseded": {"sv": "Ersatt", "en": "Replaced"},
    "unknown": {"sv": "Vet inte", "en": "Not known"},
    "not_done": {"sv": "Vet inte", "en": "Not known"},
}

# What each answer rests on. `{code}` is the step's reason; a sentence whose fact is missing is left out whole.
BASIS: dict[tuple[StepName, Result], Sentences] = {
    ("readable", "yes"): {"sv": ("Allt gick att läsa.",), "en": ("All of it could be read.",)},
    ("readable", "no"): {
        "sv": (
            "Steg 1: det gick inte att läsa.",
            "Felkod {code}.",
        ),
        "en": (
            "Step 1: it could not be read.",
            "Code {code}.",
        ),
    },
    ("well_formed", "yes"): {"sv": ("Det har ett certifikats form.",), "en": ("It has the form of a certificate.",)},
    ("well_formed", "no"): {
        "sv": (
            "Steg 2: det har inte ett certifikats form.",
            "Felkod {code}.",
        ),
        "en": (
            "Step 2: it does not have the form of a certificate.",
            "Code {code}.",
        ),
    },
    ("issuer_trusted", "yes"): {
        "sv": ("Utfärdaren finns på tillitslistan.",),
        "en": ("The issuer is on the trust list.",),
    },
    ("issuer_trusted", "no"): {
        "sv": (
            "Steg 3: den som har skrivit under är inte betrodd.",
            "Felkod {code}.",
        ),
        "en": (
            "Step 3: whoever signed is not trusted.",
            "Code {code}.",
        ),
    },
    ("issuer_trusted", "unknown"): {
        "sv": ("Vi har ingen tillitslista att jämföra med.",),
        "en": ("We have no trust list to compare with.",),
    },
    ("genuine", "yes"): {
        "sv": (
            "Underskriften är gjord av {body}.",
            "Inget är ändrat.",
        ),
        "en": (
            "The signature was made by {body}.",
            "Nothing was changed.",
        ),
    },
    ("genuine", "no"): {
        "sv": (
            "Steg 4: underskriften passar inte till uppgifterna.",
            "Felkod {code}.",
        ),
        "en": (
            "Step 4: the signature does not fit the content.",
            "Code {code}.",
        ),
    },
    ("genuine", "unknown"): {
        "sv": ("Vi har ingen nyckel att kontrollera underskriften med.",),
        "en": ("We have no key to check the signature with.",),
    },
    ("registered", "yes"): {
        "sv": ("Numret finns i utfärdarens register.",),
        "en": ("The number is in the issuer's register.",),
    },
    ("registered", "no"): {
        "sv": ("Numret finns inte i utfärdarens register.",),
        "en": ("The number is not in the issuer's register.",),
    },
    ("registered", "unknown"): {
        "sv": ("Registret gick inte att nå.",),
        "en": ("The register could not be reached.",),
    },
    ("within_time", "yes"): {
        "sv": ("Gäller {term}.",),
        "en": ("Valid {term}.",),
    },
    ("within_time", "no"): {
        "sv": ("Giltighetstiden är {term}.",),
        "en": ("Its period of validity is {term}.",),
    },
    ("not_withdrawn", "yes"): {"sv": ("{status}",), "en": ("{status}",)},
    ("not_withdrawn", "withdrawn"): {
        "sv": (
            "Återkallat {since}.",
            "{status}",
        ),
        "en": (
            "Withdrawn on {since}.",
            "{status}",
        ),
    },
    ("not_withdrawn", "superseded"): {
        "sv": (
            "Ersatt {since}.",
            "{status}",
        ),
        "en": (
            "Replaced on {since}.",
            "{status}",
        ),
    },
    ("not_withdrawn", "no"): {
        "sv": (
            "Återkallat eller ersatt.",
            "{status}",
        ),
        "en": (
            "Withdrawn or replaced.",
            "{status}",
        ),
    },
    ("not_withdrawn", "unknown"): {"sv": ("{stale}",), "en": ("{stale}",)},
    ("not_suspended", "yes"): {"sv": ("{status}",), "en": ("{status}",)},
    ("not_suspended", "suspended"): {
        "sv": (
            "Pausat {since}.",
            "{status}",
        ),
        "en": (
            "Suspended on {since}.",
            "{status}",
        ),
    },
    ("not_suspended", "no"): {
        "sv": (
            "Pausat.",
            "{status}",
        ),
        "en": (
            "Suspended.",
            "{status}",
        ),
    },
    ("not_suspended", "unknown"): {"sv": ("{stale}",), "en": ("{stale}",)},
    ("recognised", "yes"): {
        "sv": ("{owner} har erkänt utfärdaren sedan {recognised_since}.",),
        "en": ("{owner} has recognised the issuer since {recognised_since}.",),
    },
    ("recognised", "no"): {
        "sv": ("Erkännandet räknas inte.", "Felkod {code}."),
        "en": ("The recognition does not count.", "Code {code}."),
    },
}

# Reasons that say more than the answer of their step does. They come before BASIS.
BASIS_OF_REASON: dict[str, Sentences] = {
    "no-recognition": {
        "sv": ("Här finns inget som säger att ordningens ägare har erkänt utfärdaren.",),
        "en": ("Nothing here says that the scheme's owner has recognised the issuer.",),
    },
    "not-recognised-then": {
        "sv": ("{owner} hade inte erkänt utfärdaren den dag då certifikatet började gälla.",),
        "en": ("{owner} had not recognised the issuer on the day when the certificate began.",),
    },
    "trust-list-expired": {
        "sv": ("Tillitslistan är för gammal för att gå efter.",),
        "en": ("The trust list is too old to go by.",),
    },
    "register-not-asked": {"sv": ("Registret tillfrågades inte.",), "en": ("The register was not asked.",)},
    "register-has-another": {
        "sv": ("Registret har ett annat certifikat med det numret.",),
        "en": ("The register has another certificate with that number.",),
    },
    "no-status-list": {"sv": ("Vi har ingen status att gå efter.",), "en": ("We have no status to go by.",)},
    "status-list-of-another": {
        "sv": ("Statuslistan är inte utfärdarens.",),
        "en": ("The status list is not the issuer's.",),
    },
    "no-such-entry": {
        "sv": ("Statuslistan är för kort för att säga något om certifikatet.",),
        "en": ("The status list is too short to say anything of the certificate.",),
    },
    "too-large": {
        "sv": ("Filen är för stor, eller har för mycket bifogat.",),
        "en": ("The file is too large, or has too much attached to it.",),
    },
    "status-from-later": {
        "sv": ("Statuslistan är daterad senare än nu.",),
        "en": ("The status list is dated later than now.",),
    },
    "clock-behind": {
        "sv": ("Klockan här går efter, så vi vet inte hur gammal statusen är.",),
        "en": ("The clock here is behind, so we do not know how old the status is.",),
    },
    "cannot-check": {
        "sv": ("Den här telefonen eller datorn kan inte kontrollera underskrifter av det slaget.",),
        "en": ("This phone or computer cannot check signatures of that kind.",),
    },
    "unreachable": {"sv": ("Certifikatet gick inte att hämta.",), "en": ("The certificate could not be fetched.",)},
    "no-certificate-found": {
        "sv": ("Det finns inget signerat certifikat i filen.",),
        "en": ("There is no signed certificate in the file.",),
    },
    "several-certificates": {
        "sv": ("Filen har flera olika certifikat. Kontrollera ett i taget.",),
        "en": ("The file has several different certificates. Check one at a time.",),
    },
    "address-only": {
        "sv": ("Det är bara en adress eller ett nummer, och det bevisar inget självt.",),
        "en": ("It is only an address or a number, which proves nothing by itself.",),
    },
    "no-code-found": {
        "sv": ("Det syns ingen kod i bilden.",),
        "en": ("There is no code to be seen in the picture.",),
    },
}

NOT_DONE: Sentences = {"sv": ("Steget gick inte att göra.",), "en": ("The step could not be done.",)}
OTHERWISE: Sentences = {"sv": ("Kod {code}.",), "en": ("Code {code}.",)}

STATUS: dict[str, Text] = {
    "today": {"sv": "Status från i dag {clock}.", "en": "Status from today {clock}."},
    "earlier": {"sv": "Status från {moment}.", "en": "Status from {moment}."},
    "stale": {"sv": "Senast kända status är {age} gammal.", "en": "The last known status is {age} old."},
    "none": {"sv": "Vi har ingen status att gå efter.", "en": "We have no status to go by."},
}

NO_TRUST_LIST: Text = {
    "sv": "Tillitslistan gick inte att hämta.",
    "en": "The trust list could not be fetched.",
}

# After "inget certifikat från" and "not a certificate from", where nobody whose name we know is meant.
NOBODY: Text = {"sv": "någon utfärdare som vi känner till", "en": "any body that we know of"}
