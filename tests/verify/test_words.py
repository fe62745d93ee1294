"""Every verdict, step and answer in both languages, and what happens to texts that mean harm."""

from datetime import UTC, datetime
from typing import get_args

import pytest
from msgspec.structs import replace

from tests.verify import made, shown
from verify import compact, texts, words
from verify.dates import LANGS, Lang
from verify.texts import Face
from verify.trust import Body
from verify.verdict import STEP_NAMES, Registered, Result, Step, Verdict
from verify.verifier import verify, verify_qr

pytestmark = pytest.mark.anyio

BODY = "Nordisk Platscertifiering"

# Word, headline and what follows: the table of the design, with dates filled in.
SAID: dict[tuple[Face, Lang], tuple[str, str, str]] = {
    ("valid", "sv"): (
        "Giltigt",
        "Certifikatet är äkta och gäller i dag.",
        "Lindhamra Centrum ekonomisk förening är certifierad enligt Quality Mark till och med 22 november 2029.",
    ),
    ("valid", "en"): (
        "Valid",
        "The certificate is genuine and valid today.",
        "Lindhamra Centrum ekonomisk förening is certified under Quality Mark until 22 November 2029.",
    ),
    ("suspended", "sv"): (
        "Pausat",
        "Certifikatet är äkta men gäller inte just nu.",
        (
            "Pausat sedan 3 februari 2027. Skäl: uppföljningen saknas. Pausen kan vara längst till 1 augusti 2027. "
            "Certifikatet kan börja gälla igen."
        ),
    ),
    ("suspended", "en"): (
        "Suspended",
        "The certificate is genuine but not valid at present.",
        (
            "Suspended since 3 February 2027. Reason: the follow-up is missing. It can last until 1 August 2027 at "
            "most. The certificate may become valid again."
        ),
    ),
    ("withdrawn", "sv"): (
        "Återkallat",
        "Certifikatet gäller inte längre.",
        "Det återkallades 14 februari 2027. Skäl: kraven är inte uppfyllda. Innehavaren får inte längre visa märket.",
    ),
    ("withdrawn", "en"): (
        "Withdrawn",
        "This certificate is no longer valid.",
        " ".join(  # noqa: FLY002 - in one piece it would be too long for a line
            (
                "It was withdrawn on 14 February 2027.",
                "Reason: the requirements are not met.",
                "The holder may no longer show the mark.",
            )
        ),
    ),
    ("superseded", "sv"): ("Ersatt", "Certifikatet har ersatts av ett nytt.", f"Det nya heter {shown.SUCCESSOR}."),
    ("superseded", "en"): (
        "Replaced",
        "A newer certificate has taken its place.",
        f"The new one is {shown.SUCCESSOR}.",
    ),
    ("withdrawn_or_superseded", "sv"): (
        "Gäller inte",
        "Certifikatet är återkallat eller ersatt.",
        "Anslut till nätet för att se vilket.",
    ),
    ("withdrawn_or_superseded", "en"): ("Not valid", "It has been withdrawn or replaced.", "Connect to see which."),
    ("expired", "sv"): (
        "Utgånget",
        "Certifikatet är äkta men gällde till och med 22 november 2029.",
        "Fråga innehavaren om det finns ett nytt.",
    ),
    ("expired", "en"): (
        "Expired",
        "The certificate is genuine but ran out on 22 November 2029.",
        "Ask the holder whether there is a new one.",
    ),
    ("not_yet_valid", "sv"): (
        "Gäller inte än",
        "Certifikatet är äkta och börjar gälla 23 november 2026.",
        "Fram till dess gäller det inte.",
    ),
    ("not_yet_valid", "en"): (
        "Not valid yet",
        "The certificate is genuine and starts on 23 November 2026.",
        "Until then it is not valid.",
    ),
    ("unknown", "sv"): (
        "Kunde inte kontrolleras helt",
        "Certifikatet är äkta, men vi vet inte om det gäller i dag.",
        "Vi har ingen status att gå efter. Kontrollera igen innan du litar på det.",
    ),
    ("unknown", "en"): (
        "Could not be fully checked",
        "The certificate is genuine, but we do not know whether it is valid today.",
        "We have no status to go by. Check again before you rely on it.",
    ),
    ("unread", "sv"): (
        "Kunde inte kontrolleras",
        "Vi kunde inte läsa koden.",
        "Det säger inget om certifikatet. Skriv numret i stället.",
    ),
    ("unread", "en"): (
        "Could not be checked",
        "We could not read the code.",
        "That says nothing about the certificate. Type the number instead.",
    ),
    ("unreached", "sv"): (
        "Kunde inte kontrolleras",
        "Vi kunde inte hämta certifikatet.",
        "Det säger inget om certifikatet. Försök igen om en stund.",
    ),
    ("unreached", "en"): (
        "Could not be checked",
        "We could not fetch the certificate.",
        "That says nothing about the certificate. Try again in a while.",
    ),
    ("unproved", "sv"): (
        "Kunde inte kontrolleras",
        "En adress eller ett nummer bevisar inget i sig.",
        "Det säger inget om certifikatet. Skanna koden på själva certifikatet, eller slå upp numret hos utfärdaren.",
    ),
    ("unproved", "en"): (
        "Could not be checked",
        "An address or a number proves nothing by itself.",
        (
            "That says nothing about the certificate. "
            "Scan the code on the certificate itself, or look the number up with the body."
        ),
    ),
    ("untold", "sv"): (
        "Kunde inte kontrolleras",
        "Vi kunde inte kontrollera underskriften.",
        "Tillitslistan gick inte att hämta. Det säger inget om certifikatet.",
    ),
    ("untold", "en"): (
        "Could not be checked",
        "We could not check the signature.",
        "The trust list could not be fetched. That says nothing about the certificate.",
    ),
    ("not_genuine", "sv"): (
        "Inte äkta",
        "Det här är inget certifikat från Nordisk Platscertifiering.",
        " ".join(  # noqa: FLY002 - in one piece it would be too long for a line
            (
                "Underskriften stämmer inte med innehållet.",
                "Därför visar vi inget av det som står i koden.",
                "Lita inte på skylten eller papperet.",
            )
        ),
    ),
    ("not_genuine", "en"): (
        "Not genuine",
        "This is not a certificate from Nordisk Platscertifiering.",
        " ".join(  # noqa: FLY002 - in one piece it would be too long for a line
            (
                "The signature does not match the content, so we show none of what the code says.",
                "Do not rely on the sign or the paper.",
            )
        ),
    ),
    ("not_registered", "sv"): (
        "Finns inte i registret",
        "Underskriften är Nordisk Platscertifierings, men numret finns inte i registret.",
        "Lita inte på certifikatet förrän utfärdaren har svarat.",
    ),
    ("not_registered", "en"): (
        "Not in the register",
        "The signature is Nordisk Platscertifiering’s, but the number is not in its register.",
        "Do not rely on it until the body has answered.",
    ),
}
JUDGED = tuple(face for face in get_args(Face) if face != "no_such")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("face", JUDGED)
async def test_each_verdict_has_its_word_headline_and_sentence(face: Face, lang: Lang) -> None:
    verdict = await shown.verdict(face)
    assert words.face(verdict) == face
    said = (
        words.word(verdict, lang),
        words.headline(verdict, lang, body=BODY),
        words.sentence(verdict, lang, body=BODY),
    )
    assert said == SAID[face, lang]
    assert words.easy(verdict, lang) == texts.EASY[face][lang]


@pytest.mark.parametrize("lang", LANGS)
def test_no_table_leaves_anything_out(lang: Lang) -> None:
    for face in get_args(Face):
        assert texts.WORD[face][lang]
        assert texts.HEADLINE[face][lang]
        assert texts.EASY[face][lang]
        assert texts.SENTENCES[face][lang] is not None
    for name in STEP_NAMES:
        assert words.question(name, lang)
    for result in get_args(Result):
        assert words.answer(result, lang)


def test_nothing_that_is_said_shouts_or_uses_our_own_jargon() -> None:
    every = repr([getattr(texts, name) for name in dir(texts) if name.isupper()]).lower()
    for word in ("!", "verifier", "autentis", "hash", "credential"):
        assert word not in every


@pytest.mark.parametrize(("lang", "word"), [("sv", "Numret finns inte"), ("en", "No such number")])
def test_a_number_that_no_certificate_has(lang: Lang, word: str) -> None:
    said = words.no_such("8H3K-T6PW-5", lang)
    assert said[0] == word
    assert "8H3K-T6PW-5" in said[1]
    assert all(said)


def test_without_a_body_we_name_none() -> None:
    raw = made.certificate_bytes().replace(b"Torget 1", b"Torget 2")
    verdict = verify(raw, trust=made.trust_list(), status=made.statuses(), at=made.NOON)
    assert words.headline(verdict, "sv") == "Det här är inget certifikat från någon utfärdare som vi känner till."
    assert words.headline(verdict, "en") == "This is not a certificate from any body that we know of."


@pytest.mark.parametrize(
    ("raw", "bodies", "why"),
    [
        (b"[", (), "Innehållet går inte att läsa som ett certifikat."),
        (b"{}", (), "Innehållet har inte den form som ett certifikat har."),
        (made.certificate_bytes(), (), "Den som har skrivit under finns inte på tillitslistan."),
    ],
)
def test_why_something_is_not_genuine_is_told_as_it_is(raw: bytes, bodies: tuple[Body, ...], why: str) -> None:
    verdict = verify(raw, trust=made.trust_list(bodies), status=None, at=made.NOON)
    assert verdict.verdict == "not_genuine"
    assert words.sentence(verdict, "sv").startswith(why)


def test_a_name_that_ends_in_s_takes_no_other() -> None:
    name = "Platsernas Hus"
    raw = made.certificate_bytes(issuer=replace(made.certificate().issuer, name=name))
    unknown = Registered(known=False)
    verdict = verify(raw, trust=made.trust_list(), status=None, at=made.NOON, register=unknown)
    assert words.headline(verdict, "sv").startswith("Underskriften är Platsernas Hus, men")
    assert words.headline(verdict, "en").startswith("The signature is Platsernas Hus’s, but")


def test_a_code_tells_the_scheme_by_its_short_name() -> None:
    verdict = verify_qr(made.qr_text(), trust=made.trust_list(), status=made.statuses(), at=made.NOON)
    assert verdict.verdict == "valid"
    assert "enligt quality-mark till" in words.sentence(verdict, "sv")


async def test_each_answer_says_what_it_rests_on() -> None:
    verdict = await shown.verdict("valid")
    said = {name: words.basis(name, verdict, "sv") for name in STEP_NAMES}
    assert said == {
        "readable": "Allt gick att läsa.",
        "well_formed": "Det har ett certifikats form.",
        "issuer_trusted": "Utfärdaren finns på tillitslistan.",
        "genuine": "Underskriften är gjord av Nordisk Platscertifiering. Inget är ändrat.",
        "registered": "Numret finns i utfärdarens register.",
        "within_time": "Gäller 23 november 2026–22 november 2029.",
        "not_withdrawn": "Status från i dag kl. 11.30.",
        "not_suspended": "Status från i dag kl. 11.30.",
        "recognised": "Här finns inget som säger att ordningens ägare har erkänt utfärdaren.",
    }


def test_an_older_status_says_its_day_and_a_stale_one_its_age() -> None:
    lists = made.statuses(valid_from="2027-02-28T11:00:00Z", valid_until="2027-03-02T11:00:00Z")
    verdict = verify(made.certificate_bytes(), trust=made.trust_list(), status=lists, at=made.NOON)
    assert words.basis("not_withdrawn", verdict, "sv") == "Status från söndag 28 februari 2027 kl. 12.00."
    assert words.basis("registered", verdict, "sv") == "Registret tillfrågades inte."
    assert words.answer("not_done", "sv") == "Vet inte"

    lists = made.statuses(valid_from="2027-02-20T11:00:00Z", valid_until="2027-02-21T11:00:00Z")
    verdict = verify(made.certificate_bytes(), trust=made.trust_list(), status=lists, at=made.NOON)
    assert (
        words.sentence(verdict, "sv")
        == "Senast kända status är 9 dagar gammal. Kontrollera igen innan du litar på det."
    )
    assert words.sentence(verdict, "en") == "The last known status is 9 days old. Check again before you rely on it."


def test_a_step_that_failed_says_its_number_and_code() -> None:
    raw = made.certificate_bytes().replace(b"Torget 1", b"Torget 2")
    verdict = verify(raw, trust=made.trust_list(), status=None, at=made.NOON)
    expected = "Steg 4: underskriften passar inte till uppgifterna. Felkod signature-mismatch."
    assert words.basis("genuine", verdict, "sv") == expected
    assert words.basis("registered", verdict, "sv") == "Steget gick inte att göra."


def test_an_old_trust_list_is_named_as_what_we_do_not_know() -> None:
    trust = made.trust_list()
    at = datetime(2027, 4, 1, 12, tzinfo=UTC)
    lists = made.statuses(valid_from="2027-04-01T10:00:00Z", valid_until="2027-04-02T10:00:00Z")
    verdict = verify(made.certificate_bytes(), trust=trust, status=lists, at=at)
    assert verdict.verdict == "unknown"
    assert (
        words.sentence(verdict, "sv")
        == "Tillitslistan är för gammal för att gå efter. Kontrollera igen innan du litar på det."
    )


def test_a_reason_that_says_nothing_is_left_out() -> None:
    assert words.reason("other", "sv") is None
    assert words.reason(None, "en") is None
    assert words.reason("mark_misused", "en") == "the mark was misused"


def test_a_step_without_words_of_its_own_says_its_code() -> None:
    steps = tuple(
        Step(name=name, result="superseded" if name == "genuine" else "yes", reason="odd-one") for name in STEP_NAMES
    )
    verdict = Verdict(verdict="unknown", number=None, checked_at="2027-03-01T12:00:00Z", steps=steps)
    assert words.basis("genuine", verdict, "en") == "Code odd-one."
    assert words.sentence(verdict, "sv") == "Tillitslistan gick inte att hämta. Det säger inget om certifikatet."


def test_a_machine_that_cannot_check_signatures_says_so_and_blames_no_list() -> None:
    steps = tuple(Step(name=name, result="unknown", reason="cannot-check") for name in STEP_NAMES[2:])
    read = tuple(Step(name=name, result="yes", reason="ok") for name in STEP_NAMES[:2])
    verdict = Verdict(verdict="unknown", number=None, checked_at="2027-03-01T12:00:00Z", steps=read + steps)
    assert words.sentence(verdict, "en").startswith("This phone or computer cannot check signatures")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("face", get_args(Face))
def test_no_verdict_leaves_the_reader_at_its_headline(face: Face, lang: Lang) -> None:
    always = [text for text in texts.SENTENCES[face][lang] if "{" not in text]
    told_by_the_rest = {"valid", "superseded"}  # who and until when; and the way to the new one
    assert always or face in told_by_the_rest
    assert texts.SENTENCES[face][lang]


def test_a_verdict_of_unknown_without_an_open_step_says_no_more() -> None:
    verdict = verify(made.certificate_bytes(), trust=made.trust_list(), status=made.statuses(), at=made.NOON)
    assert words.sentence(replace(verdict, verdict="unknown"), "sv") == "Kontrollera igen innan du litar på det."


@pytest.mark.parametrize("harm", ["\x1b[31m", "\u202e", "\x00", "\n", "\u2069", "\x85", "\ufeff"])
def test_control_characters_lose_their_power(harm: str) -> None:
    assert words.tame(f"a{harm}b") == "a\ufffd" + harm[1:] + "b"


def test_braces_in_a_name_are_letters() -> None:
    raw = made.certificate_bytes(name="{until} {0.__class__}")
    verdict = verify(raw, trust=made.trust_list(), status=made.statuses(), at=made.NOON)
    assert words.sentence(verdict, "en").startswith("{until} {0.__class__} is certified under")


def test_quote_sees_every_foreign_text() -> None:
    raw = made.certificate_bytes()
    verdict = verify(raw, trust=made.trust_list(), status=made.statuses(), at=made.NOON)
    said = words.sentence(verdict, "sv", quote=lambda text: f"<{text}>")
    assert said.startswith("<Lindhamra Centrum ekonomisk förening> är certifierad enligt <Quality Mark> till")


def test_a_name_cut_in_the_code_shows_its_mark() -> None:
    long = made.certificate(name="Föreningen för samverkan i Lindhamra stadskärna ekonomisk förening")
    verdict = verify_qr(made.qr_text(long), trust=made.trust_list(), status=made.statuses(), at=made.NOON)
    assert verdict.certificate is not None
    assert verdict.certificate.holder == compact.cut(long.credential_subject.name)
    assert "… är certifierad" in words.sentence(verdict, "sv")
