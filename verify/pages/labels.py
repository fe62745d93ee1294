"""The fixed texts of the public pages around the verdict, in Swedish and English: one flat table, one key each.

Texts of verdicts, steps and answers stand in verify/texts.py. `{host}` and the like are filled in by the template.
"""

from __future__ import annotations

from collections.abc import Mapping

from verify.dates import Lang
from verify.pages.scan_texts import SCAN

LABELS: Mapping[str, Mapping[Lang, str]] = {
    "kind": {"sv": "Kontrollbesked", "en": "Result of the check"},
    "other_language": {"sv": "In English", "en": "På svenska"},
    "skip": {"sv": "Till innehållet", "en": "To the content"},
    "checked": {"sv": "Kontrollerat {moment}", "en": "Checked {moment}"},
    "again": {"sv": "Försök igen", "en": "Try again"},
    "see_new": {"sv": "Visa det nya", "en": "Show the new one"},
    "easy": {"sv": "Lättläst", "en": "In easy words"},
    "compare": {"sv": "Jämför med det du har framför dig", "en": "Compare with what you have in front of you"},
    "compare_lead": {
        "sv": "Raderna har samma ordning och siffror som på papperet.",
        "en": "The rows have the same order and figures as on the paper.",
    },
    "compare_cut": {
        "sv": "De sexton hacken ska också vara lika.",
        "en": "The sixteen notches should match as well.",
    },
    "checks": {"sv": "Det här kontrollerade vi", "en": "What we checked"},
    "happened": {"sv": "Vad som hände", "en": "What happened"},
    "rest_not_done": {
        "sv": "De andra stegen har ingen mening då. De görs inte.",
        "en": "The other steps mean nothing then. They are not done.",
    },
    "rest_not_known": {"sv": "De andra stegen gick inte att göra.", "en": "The other steps could not be done."},
    "means": {"sv": "Det betyder", "en": "What it means"},
    "means_when": {"sv": "Det betyder när det gäller", "en": "What it means when it is valid"},
    "means_not": {"sv": "Det betyder inte", "en": "What it does not mean"},
    "expect": {"sv": "Det kan du vänta dig", "en": "What you can expect"},
    "expect_when": {"sv": "Det kan du vänta dig när det gäller", "en": "What you can expect when it is valid"},
    "turn_to": {"sv": "Vänd dig till", "en": "Whom to turn to"},
    "turn_to_holder": {"sv": "om det som är certifierat.", "en": "about what is certified."},
    "turn_to_body": {"sv": "om certifikatet.", "en": "about the certificate."},
    "history": {"sv": "Historik", "en": "History"},
    "past_ask": {"sv": "Gällde det en annan dag?", "en": "Was it valid on another day?"},
    "past_button": {"sv": "Visa dagen", "en": "Show the day"},
    "past_kind": {"sv": "Besked om en dag", "en": "What held on a day"},
    "past_word": {"sv": "Den {day}", "en": "On {day}"},
    "past_so_far": {"sv": "Den {day}, hittills", "en": "On {day}, so far"},
    "past_valid": {"sv": "gällde certifikatet.", "en": "the certificate was valid."},
    "past_suspended": {"sv": "var certifikatet pausat.", "en": "the certificate was suspended."},
    "past_withdrawn": {"sv": "var certifikatet återkallat.", "en": "the certificate had been withdrawn."},
    "past_superseded": {"sv": "hade certifikatet ersatts av ett nytt.", "en": "the certificate had been replaced."},
    "past_expired": {"sv": "hade certifikatet gått ut.", "en": "the certificate had run out."},
    "past_not_yet_valid": {"sv": "gällde certifikatet inte än.", "en": "the certificate was not valid yet."},
    "past_changed": {"sv": "ändrades det under dagen.", "en": "it changed during the day."},
    "past_hours": {"sv": "Så var det under dagen", "en": "How it was during the day"},
    "past_from_valid": {"sv": "Gällde", "en": "Valid"},
    "past_from_suspended": {"sv": "Pausat", "en": "Suspended"},
    "past_from_withdrawn": {"sv": "Återkallat", "en": "Withdrawn"},
    "past_from_superseded": {"sv": "Ersatt", "en": "Replaced"},
    "past_from_expired": {"sv": "Hade gått ut", "en": "Had run out"},
    "past_from_not_yet_valid": {"sv": "Gällde inte än", "en": "Not valid yet"},
    "past_follows": {
        "sv": "Det följer av den historik som {body} har undertecknat. Dagen räknas i svensk tid.",
        "en": "This follows from the history that {body} has signed. The day is counted in Swedish time.",
    },
    "past_today": {"sv": "Se om det gäller i dag", "en": "See whether it is valid today"},
    "past_unknown": {"sv": "vet vi inte.", "en": "we do not know."},
    "past_no_history": {
        "sv": "Den undertecknade historiken går inte att läsa just nu. Försök igen om en stund.",
        "en": "The signed history cannot be read at the moment. Try again in a while.",
    },
    "past_which": {"sv": "Vilken dag?", "en": "Which day?"},
    "past_bad_day": {
        "sv": "Dagen ska finnas, ha börjat och skrivas som åååå-mm-dd.",
        "en": "The day has to exist, to have begun, and to be written as yyyy-mm-dd.",
    },
    "odd_headline": {"sv": "Adressen är inte rätt skriven.", "en": "The address is not spelled right."},
    "odd_on": {
        "sv": "Adressen frågar efter ”{name}”, som vi inte känner till här. Menar du en viss dag? Den frågar man om "
        "med numret, så här: on=2026-01-31. Vi svarar inte för en annan dag än den du menar.",
        "en": "The address asks for “{name}”, which is unknown here. Do you mean a certain day? That is asked with "
        "the number, like this: on=2026-01-31. We do not answer for another day than the one you mean.",
    },
    "odd_lang": {
        "sv": "Adressen frågar efter ”{name}”, som vi inte känner till. Språket skrivs så här: lang=sv eller lang=en.",
        "en": "The address asks for “{name}”, which we do not know. The language is written like this: lang=sv "
        "or lang=en.",
    },
    "odd_number": {
        "sv": "Adressen frågar efter ”{name}” så att det inte kan besvaras. Numret skrivs en gång, så här: "
        "/v?number=NUMRET.",
        "en": "The address asks for “{name}” in a way that cannot be answered. The number is written once, like this: "
        "/v?number=NUMBER.",
    },
    "odd_twice": {
        "sv": "Adressen frågar efter ”{name}” så att det inte kan besvaras här: det står två gånger, eller går bara "
        "att fråga om med ett nummer.",
        "en": "The address asks for “{name}” in a way that cannot be answered here: it stands there twice, or can only "
        "be asked with a number.",
    },
    "wrong": {"sv": "Något som inte stämmer?", "en": "Something that is not right?"},
    "wrong_text": {
        "sv": "Berätta det för {body}. Säg numret och var du såg certifikatet.",
        "en": "Tell {body}. Give the number and where you saw the certificate.",
    },
    "report_text": {
        "sv": "Berätta det för {body}. Du får ett kvitto och behöver inte säga vem du är.",
        "en": "Tell {body}. You get a receipt and need not say who you are.",
    },
    "the_body": {"sv": "utfärdaren", "en": "the body"},
    "report_link": {"sv": "Rapportera missbruk", "en": "Report misuse"},
    "how": {"sv": "Så fungerar kontrollen", "en": "How the check works"},
    "how_signature": {
        "sv": "Certifikatet bär en underskrift som bara utfärdaren kan göra. Ändras ett enda tecken passar den inte.",
        "en": "The certificate carries a signature that only the body can make. Change one letter and it does not fit.",
    },
    "how_status": {
        "sv": "Om det gäller i dag står inte i certifikatet utan i utfärdarens lista över status, som också är "
        "undertecknad. Saknas den listan säger vi att vi inte vet.",
        "en": "Whether it is valid today does not stand in the certificate but in the body's list of statuses, "
        "which is signed too. Without that list we say that we do not know.",
    },
    "how_root": {
        "sv": "Vems nycklar som räknas står i en tillitslista, och den räknas bara om den här rotnyckeln har "
        "undertecknat den. Telefonen håller listan mot samma nyckel. Vill du inte lita på oss, jämför nyckeln med en "
        "som du har fått någon annanstans ifrån:",
        "en": "Whose keys count stands in a trust list, and that counts only if this root key has signed it. Your "
        "phone holds the list against the same key. If you would rather not trust us, compare the key with one that "
        "you got from somewhere else:",
    },
    "how_cut": {
        "sv": "De sexton hacken räknas fram ur innehållet. De hjälper ögat men bevisar inget; underskriften avgör.",
        "en": "The sixteen notches come from the content. They help the eye but prove nothing; the signature decides.",
    },
    "phone_question": {"sv": "Kontrollerat hos dig", "en": "Checked on your side"},
    "phone_yes": {"sv": "Ja", "en": "Yes"},
    "phone_no": {"sv": "Nej", "en": "No"},
    "phone_unknown": {"sv": "Vet inte", "en": "Not known"},
    "phone_same": {
        "sv": "Din telefon eller dator räknade själv på underskrifterna och kom fram till samma sak som vi.",
        "en": "Your phone or computer checked the signatures by itself and came to the same as we did.",
    },
    "phone_other": {
        "sv": "Din telefon eller dator räknade själv på underskrifterna och kom fram till något annat än vi. "
        "Kod {code}.",
        "en": "Your phone or computer checked the signatures by itself and came to something else than we did. "
        "Code {code}.",
    },
    "phone_not_done": {
        "sv": "Din telefon eller dator kunde inte kontrollera underskrifterna själv. Kod {code}.",
        "en": "Your phone or computer could not check the signatures by itself. Code {code}.",
    },
    "phone_found": {"sv": "Kontrollen hos dig fann ett fel.", "en": "The check on your side found a fault."},
    "phone_later": {
        "sv": "Sidan skrevs för ett tag sedan, och vad den vet räcker inte längre.",
        "en": "This page was written a while ago, and what it knows is no longer enough.",
    },
    "phone_worse": {
        "sv": "Kontrollen i din telefon eller dator gav ett sämre besked än vår. Lita på det sämre. Kod {code}.",
        "en": "The check in your phone or computer gave a worse result than ours. Go by the worse one. Code {code}.",
    },
    "belongs": {"sv": "Den här sidan tillhör", "en": "This page belongs to"},
    "keeps_nothing": {"sv": "Inga kakor, ingen inloggning.", "en": "No cookies, no sign-in."},
    "as_data": {"sv": "Samma svar som data", "en": "The same answer as data"},
    # The eight rows of the certificate
    "row_holder": {"sv": "Innehavare", "en": "Holder"},
    "row_certified": {"sv": "Vad som är certifierat", "en": "What is certified"},
    "row_area": {"sv": "Område", "en": "Area"},
    "row_scheme": {"sv": "Ordning", "en": "Scheme"},
    "row_decided": {"sv": "Beslutat", "en": "Decided"},
    "row_until": {"sv": "Gäller till och med", "en": "Valid until"},
    "row_issuer": {"sv": "Utfärdat av", "en": "Issued by"},
    "row_number": {"sv": "Nummer", "en": "Number"},
    "organisation_number": {"sv": "org.nr\u00a0", "en": "org.\u00a0no.\u00a0"},
    "edition": {"sv": "utgåva", "en": "edition"},
    "level": {"sv": "nivå", "en": "level"},
    "working": {
        "sv": "Arbetsutgåva: inte antagen av ordningsägaren",
        "en": "Working edition: not adopted by the scheme owner",
    },
    "only_on_paper": {"sv": "Står inte i koden. Läs det på papperet.", "en": "Not in the code. Read it on the paper."},
    # The units that it names
    "units": {"sv": "Det här omfattas", "en": "What is covered"},
    "units_named": {"sv": "Det här nämner certifikatet", "en": "What the certificate names"},
    "units_untold": {
        "sv": "Registret har inte svarat. Bara det vet om något av detta just nu inte omfattas.",
        "en": "The register has not answered. It alone knows whether any of this is not covered at present.",
    },
    "units_show": {"sv": "Visa alla {count}", "en": "Show all {count}"},
    "unit_within": {"sv": "hör till {name}", "en": "part of {name}"},
    "unit_until": {"sv": "till och med {day}", "en": "until {day}"},
    "unit_ended": {"sv": "omfattas inte efter {day}", "en": "not covered after {day}"},
    "unit_suspended": {"sv": "omfattas inte just nu", "en": "not covered at present"},
    # What stands beside the last day
    "now_suspended": {"sv": "(pausat just nu)", "en": "(suspended at present)"},
    "now_expired": {"sv": "(har gått ut)", "en": "(has run out)"},
    "now_not_yet": {"sv": "(börjar gälla {from_day})", "en": "(starts on {from_day})"},
    "now_unknown": {"sv": "(vi vet inte om det gäller i dag)", "en": "(we do not know whether it is valid today)"},
    "now_withdrawn": {"sv": "Återkallat {since}", "en": "Withdrawn on {since}"},
    "now_superseded": {"sv": "Ersatt {since}", "en": "Replaced on {since}"},
    "now_void": {"sv": "Gäller inte", "en": "Not valid"},
    # Entries of the history
    "was_units_out": {"sv": "Omfattas inte tills vidare: {units}.", "en": "Not covered for now: {units}."},
    "was_units_in": {"sv": "Alla enheter omfattas igen.", "en": "All units are covered again."},
    "was_issued": {"sv": "Beslutat och utfärdat.", "en": "Decided and issued."},
    "was_renewed": {"sv": "Beslutat och utfärdat. Ersatte {former}.", "en": "Decided and issued. Replaced {former}."},
    "was_suspended": {"sv": "Pausat.", "en": "Suspended."},
    "was_reinstated": {"sv": "Gäller igen.", "en": "Valid again."},
    "was_withdrawn": {"sv": "Återkallat.", "en": "Withdrawn."},
    "was_superseded": {"sv": "Ersatt av {successor}.", "en": "Replaced by {successor}."},
    "was_expired": {"sv": "Gick ut.", "en": "Ran out."},
    # What to do when there is nothing to show
    "todo": {"sv": "Vad du kan göra", "en": "What you can do"},
    "todo_address": {
        "sv": "Jämför adressen i telefonen med den på papperet. Den ska börja med {host}.",
        "en": "Compare the address in the phone with the one on the paper. It should begin with {host}.",
    },
    "todo_type": {
        "sv": "Skriv numret från papperet här. Ett slitet papper kan ge fel i koden.",
        "en": "Type the number from the paper here. A worn paper can spoil the code.",
    },
    "todo_ask": {
        "sv": "Fråga den som visar certifikatet, eller oss.",
        "en": "Ask whoever shows the certificate, or us.",
    },
    "todo_ask_issuer": {
        "sv": "Fråga den som visar certifikatet, eller den som står som utfärdare.",
        "en": "Ask whoever shows the certificate, or the body that it names.",
    },
    "todo_ask_body": {"sv": "Fråga utfärdaren, {body}.", "en": "Ask the body, {body}."},
    "todo_wait": {"sv": "Försök igen om en stund.", "en": "Try again in a while."},
    "todo_spell": {
        "sv": "Jämför numret tecken för tecken med papperet. Siffrorna 0 och 1 och bokstäverna I, L och O finns inte "
        "i något nummer.",
        "en": "Compare the number with the paper, character by character. The figures 0 and 1 and the letters I, L "
        "and O occur in no number.",
    },
    # The form
    "ask_title": {"sv": "Kontrollera ett certifikat", "en": "Check a certificate"},
    "ask_word": {"sv": "Kontroll", "en": "Check"},
    "ask_headline": {"sv": "Gäller certifikatet?", "en": "Is the certificate valid?"},
    "ask_sentence": {
        "sv": "Rikta telefonens kamera mot koden på papperet, eller skriv numret här.",
        "en": "Point the camera of your phone at the code on the paper, or type the number here.",
    },
    "ask_number": {"sv": "Certifikatets nummer", "en": "The certificate's number"},
    "ask_hint": {
        "sv": "Nio tecken. Stora eller små bokstäver och bindestreck spelar ingen roll.",
        "en": "Nine characters. Capitals and hyphens do not matter.",
    },
    "ask_button": {"sv": "Kontrollera", "en": "Check"},
    "ask_wrong": {
        "sv": "Numret kan inte stämma. Titta på det en gång till.",
        "en": "The number cannot be right. Look at it once more.",
    },
    "file_title": {"sv": "Har du certifikatet som fil?", "en": "Do you have the certificate as a file?"},
    "file_label": {"sv": "Certifikat eller text ur en kod", "en": "Certificate or the text of a code"},
    "file_label_picture": {
        "sv": "Certifikat, text ur en kod eller bild av den",
        "en": "Certificate, the text of a code or a picture of it",
    },
    "file_hint": {
        "sv": "JSON, PDF eller text. Filen kontrolleras och sparas inte.",
        "en": "JSON, PDF or text. The file is checked and not kept.",
    },
    "file_hint_picture": {
        "sv": "JSON, PDF, text eller bild. Filen kontrolleras och sparas inte.",
        "en": "JSON, PDF, text or picture. The file is checked and not kept.",
    },
    "file_button": {"sv": "Kontrollera filen", "en": "Check the file"},
    "error_prefix": {"sv": "Fel: ", "en": "Error: "},
    **SCAN,
}


def label(key: str, lang: Lang) -> str:
    """The text of `key` in `lang`. Raises KeyError for a key that is none."""
    return LABELS[key][lang]
