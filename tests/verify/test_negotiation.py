"""Which form and which language a client would rather have."""

import pytest

from verify.dates import Lang
from verify.negotiation import language, wants_json

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "json"),
    [
        (BROWSER, False),
        ("application/json", True),
        ("application/problem+json", True),
        ("application/json;q=0.9, text/html", False),
        ("application/json, text/html;q=0.9", True),
        ("text/html;q=0, application/json;q=0.1", True),
        ("APPLICATION/JSON ; Q=1", True),
    ],
)
def test_the_better_liked_form_wins(accept: str, *, json: bool) -> None:
    assert wants_json(accept, otherwise=False) is json
    assert wants_json(accept, otherwise=True) is json


@pytest.mark.parametrize(
    "accept", ["", "*/*", "text/html,application/json", "image/png", ";;,;q=", "application/json;q=x,text/html;q=y"]
)
def test_without_a_preference_it_is_as_the_caller_says(accept: str) -> None:
    assert wants_json(accept, otherwise=True)
    assert not wants_json(accept, otherwise=False)


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("", "sv"),
        ("sv-SE", "sv"),
        ("en-GB,en;q=0.8", "en"),
        ("en;q=0.5,sv;q=0.5", "sv"),
        ("de,en;q=0.1", "en"),
        ("en;q=nan2", "sv"),
    ],
)
def test_the_better_liked_language_wins_and_swedish_otherwise(header: str, lang: Lang) -> None:
    assert language(header) == lang
    assert language(header, chosen="xx") == lang
    assert language(header, chosen="en") == "en"
