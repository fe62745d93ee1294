"""Words of a scheme in another language than the page are marked wherever they stand, and nothing else is."""

import pytest

from certify.core.scheme.document import document
from certify.core.scheme.printed import as_html
from certify.core.scheme.spoken import Spoken, spoken
from tests.core.scheme.harbour import HARBOUR
from tests.core.scheme.one_language import only, unmarked

SAYINGS = {
    "sv": ("Upplyst hamn", "Antal platser", "Skötselplan", "Alla bryggor är belysta", "Missade krav", "Hamnkontoret"),
    "en": ("Lit harbour", "Berths", "Care plan", "All piers are lit", "Requirements missed", "The harbour office"),
}


@pytest.mark.parametrize(("own", "other"), [("sv", "en"), ("en", "sv")])
def test_the_printed_text_marks_every_word_that_is_in_another_language(own: str, other: str) -> None:
    scheme = only(own)
    page = as_html(document(scheme, other), spoken(scheme, other))
    for saying in SAYINGS[own]:
        assert f'<span lang="{own}">{saying}' in page, saying
        assert saying.lower() not in unmarked(page).lower(), saying
    assert "<span lang" not in as_html(document(scheme, own))
    assert spoken(scheme, own) is None
    assert spoken(scheme, other) is spoken(scheme, other)


def test_a_scheme_in_both_languages_marks_nothing() -> None:
    assert spoken(HARBOUR, "sv") is spoken(HARBOUR, "en") is None


MARKED = {
    "in a sentence": ("<p>met: “Antal platser” is</p>", '<p>met: “<span lang="sv">Antal platser</span>” is</p>'),
    "with a small letter": ("<p>each brygga</p>", '<p>each <span lang="sv">brygga</span></p>'),
    "the longest first": ("<i>Brygga två</i>", '<i><span lang="sv">Brygga två</span></i>'),
    "not within a word": ("<p>Bryggan</p>", "<p>Bryggan</p>"),
    "not in a tag": ('<a title="Brygga">x</a>', '<a title="Brygga">x</a>'),
    "an option says it itself": (
        '<option value="b">Brygga</option>',
        '<option value="b" lang="sv">Brygga</option>',
    ),
    "an option that says it already": ('<option lang="fi">Brygga</option>', '<option lang="fi">Brygga</option>'),
    "an option of other words": ("<option>Choose: Brygga</option>", "<option>Choose: Brygga</option>"),
    "not in a script": ("<script>'Brygga'</script>", "<script>'Brygga'</script>"),
    "escaped": ("<p>Ål &amp; ör</p>", '<p><span lang="sv">Ål &amp; ör</span></p>'),
    "each line": (
        "<p>Rad ett<br>Rad två.</p>",
        '<p><span lang="sv">Rad ett</span><br><span lang="sv">Rad två</span>.</p>',
    ),
    "quoted": ("<p>Han sa &#34;ja tack&#34;</p>", '<p><span lang="sv">Han sa &#34;ja tack&#34;</span></p>'),
}
TEXTS = ("Antal platser", "Brygga", "Brygga två", "Ål & ör", "Rad ett.\nRad två.", 'Han sa "ja tack"', "7")


@pytest.mark.parametrize("case", MARKED)
def test_what_is_marked(case: str) -> None:
    page, then = MARKED[case]
    words = Spoken(TEXTS, "sv")
    assert words.marked(page) == then


def test_a_scheme_without_words_marks_nothing() -> None:
    assert Spoken(("7", ""), "sv").marked("<p>7</p>") == "<p>7</p>"
