"""What a holder tells the public in its own words, as the page of its certificate shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from certify.core.dossier import Dossier
from certify.core.findings import Said
from certify.core.scheme.load import load
from certify.service.web.promises import holder_words, in_figures, told_by_holders, words_of
from tests.core.scheme.harbour import harbour
from tests.service.web.site import Site
from tests.service.web.test_public import issued

pytestmark = pytest.mark.anyio

SOURCE = (Path(__file__).parents[2] / "core" / "garden.yaml").read_text()
INPUTS = """inputs:
  promises:
    type: table
    public: yes
    text: {sv: Egna löften, en: Own promises}
    columns:
      promise: {type: text}
      promise_days: {type: integer, unit: dagar, text: {sv: Tid, en: Time}}
      promise_kept: {type: yes_no, text: {sv: Garanti, en: Guarantee}}
  beds: {type: integer, public: yes, unit: st, text: {sv: Rabatter, en: Beds}}
  colours: {type: choice, choose: 2, options: [dark_red, white], public: yes, text: {sv: Färger, en: Colours}}
  hours: {type: map, public: yes, text: {sv: Öppet, en: Open}}
  nameless: {type: integer, public: yes}
  secret: {type: integer, text: {sv: Hemligt, en: Secret}}
  checked: {type: yes_no, given_by: laboratory, public: yes, text: {sv: Sett, en: Seen}}
"""
NAMES = ["promises", "beds", "colours", "hours", "nameless", "secret", "checked"]
SAID: dict[str, Said] = {
    "promises": (
        {"promise": "Svar på brev.", "promise_days": "2", "promise_kept": "yes"},
        {"promise": "Besök", "promise_kept": "no"},
    ),
    "beds": "12",
    "colours": ("dark_red", "white"),
    "hours": {"lördag": "10", "söndag": "11"},
    "nameless": "1",
    "secret": "7",
    "checked": "yes",
}


def _source() -> bytes:
    """The garden with more inputs, all of which its certificate would show."""
    shown = SOURCE.index("public: [", SOURCE.index("\ncertificate:")) + len("public: [")
    with_names = SOURCE[:shown] + ", ".join(NAMES) + ", " + SOURCE[shown:]
    assert with_names.count("\ninputs:\n") == 1
    return with_names.replace("\ninputs:\n", f"\n{INPUTS}").encode()


def test_only_what_a_holder_says_in_public_is_told() -> None:
    scheme = load(_source())
    assert list(told_by_holders(scheme)) == ["promises", "beds", "colours", "hours", "nameless"]


def test_rows_lists_and_single_values_in_both_languages() -> None:
    scheme = load(_source())
    told = words_of(scheme, Dossier(inputs=SAID))
    assert [(words.heading.sv, [line.sv for line in words.lines]) for words in told] == [
        ("Egna löften", ["Svar på brev. Tid: 2 dagar. Garanti: ja", "Besök. Garanti: nej"]),
        ("Rabatter", ["12 st"]),
        ("Färger", ["dark red", "white"]),
        ("Öppet", ["lördag: 10", "söndag: 11"]),
    ]
    assert told[0].heading.en == "Own promises"
    assert told[0].lines[0].en == "Svar på brev. Time: 2 dagar. Guarantee: yes"


def test_what_was_not_said_is_not_told() -> None:
    assert words_of(load(_source()), Dossier()) == ()


async def test_a_scheme_without_such_inputs_tells_nothing(site: Site) -> None:
    row = await issued(site)
    assert await holder_words(site.here, row.number) == ()
    assert await holder_words(site.here, "2222-2222-2") == ()


@pytest.mark.parametrize(
    ("name", "value", "sv", "en"),
    [
        ("guideline_share", "0.796", "79,6 %", "79.6 %"),
        ("guideline_share", "1/3", "33,33 %", "33.33 %"),
        ("all_light", "35.4", "35,4", "35.4"),
        ("all_light", "35", "35", "35"),
        ("brightest", "9.2", "9,2 lx", "9.2 lx"),
        ("cycle", "4 years", "4 år", "4 years"),
    ],
)
def test_a_figure_has_its_unit_and_is_not_rounded_to_what_it_is_not(name: str, value: str, sv: str, en: str) -> None:
    scheme = harbour(("given_by: assessor}\n  shine", "given_by: assessor, unit: lx}\n  shine"))
    assert in_figures(scheme, name, value) == {"sv": sv, "en": en}


def test_a_figure_that_is_not_known_is_not_shown() -> None:
    assert in_figures(harbour(), "brightest", None) == {}
