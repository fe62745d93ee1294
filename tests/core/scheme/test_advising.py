"""What advice can lead to is told as the scheme counts it, and never as harmless where a rule turns on it."""

import pytest

from certify.core.scheme.advising import advice_in_words, counted_for, not_followed
from certify.core.scheme.document import document
from certify.core.scheme.printed import as_markdown
from tests.core.scheme.harbour import harbour

NO_SHARE = ("guideline_share: at least share_bright", "comfort: 5")
NOT_GRADED = ("blocks: yes", "blocks: no")
UNIT = ("evidence: {kinds: [photo", "units:\n  pier: {title: {sv: Brygga, en: Pier}, UNIT}\nevidence: {kinds: [photo")
RENEWAL = ("  form: changes\n  late:", "  form: changes\n  requires: {L2.1: yes}\n  late:")
BUT = {
    "sv": ", om inte den som bedömer anger en avvikelse som hindrar beslutet.",
    "en": ", unless whoever assesses grades it as a nonconformity that stops the decision.",
}
CASES: dict[str, tuple[tuple[tuple[str, str], ...], str, str]] = {
    "nothing turns on it": (
        (NO_SHARE, NOT_GRADED),
        "råd. Ingen nivå och inget annat villkor beror av det, så det leder aldrig ensamt till avslag.",
        "advice. No level and no other condition turns on it, so that it alone never leads to refusal.",
    ),
    "nothing but a grade": (
        (NO_SHARE,),
        "råd. Ingen nivå och inget annat villkor beror av det, så det leder aldrig ensamt till avslag" + BUT["sv"],
        "advice. No level and no other condition turns on it, so that it alone never leads to refusal" + BUT["en"],
    ),
    "a level counts some of it": (
        (NOT_GRADED,),
        (
            "råd. L2.1, L2.2 och L2.3 räknas för nivån Ljus, och kan leda till avslag eller till en lägre "
            "nivå. Annars leder det aldrig ensamt till avslag."
        ),
        (
            "advice. L2.1, L2.2 and L2.3 count for the level Bright, and can lead to refusal or to a lower level. "
            "Otherwise it alone never leads to refusal."
        ),
    ),
    "a level and what every level asks for count all of it": (
        (("{imperatives_missed: 0}", "{imperatives_missed: 0, L2.1: yes, L2.4: at least fair}"),),
        "råd, men det räknas för varje nivå och för nivån Ljus, och kan leda till avslag eller till en lägre nivå.",
        "advice, but it counts for every level and for the level Bright, and can lead to refusal or to a lower level.",
    ),
    "what asks for a requirement": (
        (NO_SHARE, NOT_GRADED, ("applies: {kiosk: yes}\n    sections", "applies: {L2.1: yes}\n    sections")),
        (
            "råd. L2.1 räknas för varje nivå, och kan leda till avslag eller till en lägre "
            "nivå. Annars leder det aldrig ensamt till avslag."
        ),
        (
            "advice. L2.1 counts for every level, and can lead to refusal or to a lower level. "
            "Otherwise it alone never leads to refusal."
        ),
    ),
    "taking in and renewal": (
        (NO_SHARE, NOT_GRADED, ("  berths: at least 5\n", "  berths: at least 5\n  L2.1: yes\n"), RENEWAL),
        (
            "råd. L2.1 räknas för att ansökan ska tas in och för förnyelse, och kan leda till avslag eller till en "
            "lägre nivå. Annars leder det aldrig ensamt till avslag."
        ),
        (
            "advice. L2.1 counts for the application to be taken in and for renewal, and can lead to refusal or to a "
            "lower level. Otherwise it alone never leads to refusal."
        ),
    ),
    "which units are in": (
        (NO_SHARE, NOT_GRADED, (UNIT[0], UNIT[1].replace("UNIT", "at_least: 0, leaves_when: {L2.1: no}"))),
        (
            "råd. L2.1 räknas för vilka som är med av slaget brygga, och kan leda till avslag eller till en lägre "
            "nivå. Annars leder det aldrig ensamt till avslag."
        ),
        (
            "advice. L2.1 counts for which of the kind pier are in, and can lead to refusal or to a lower level. "
            "Otherwise it alone never leads to refusal."
        ),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_advice_is_told_as_the_scheme_counts_it(case: str) -> None:
    changes, sv, en = CASES[case]
    scheme = harbour(*changes)
    assert (advice_in_words(scheme, "guideline", "sv"), advice_in_words(scheme, "guideline", "en")) == (sv, en)
    assert en.replace("“", '"') in as_markdown(document(scheme, "en")).replace("“", '"')


def test_many_are_counted_and_not_listed() -> None:
    more = "".join(
        f"      - {{criterion: L2.{n}, title: {{sv: A, en: A}}, text: {{sv: A, en: A}}}}\n" for n in range(5, 9)
    )
    scheme = harbour(
        ("{share: [L2.1, L2.2, L2.3], is: yes}", "{share: [L2.1, L2.2, L2.3, L2.5, L2.6, L2.7], is: yes}"),
        ("        answer: grade\n        scale: grade\n", "        answer: grade\n        scale: grade\n" + more),
    )
    assert "råd. 6 av 8 räknas för nivån Ljus" in advice_in_words(scheme, "guideline", "sv")
    assert "advice. 6 of 8 count for the level Bright" in advice_in_words(scheme, "guideline", "en")


def test_what_is_not_followed_says_what_it_counts_for() -> None:
    counted, free = harbour(), harbour(NO_SHARE)
    assert not_followed(counted, "L2.1", "sv") == "Det räknas för nivån Ljus."
    assert not_followed(counted, "L2.1", "en") == "That counts for the level Bright."
    assert not_followed(free, "L2.1", "sv") == "Det hindrar inte."
    assert counted_for(counted, ("L2.4",), "en") == ()
