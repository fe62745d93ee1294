"""The scheme's own words are called what it says, in each of its languages; without a name they say themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from certify.core.dossier import Dossier
from certify.core.findings import Finding, Findings
from certify.core.outcome import Dates, work_out
from certify.core.scheme.document import document
from certify.core.scheme.faults import SchemeFaults
from certify.core.scheme.load import load
from certify.core.scheme.outline import outline
from certify.core.scheme.printed import as_markdown

ROOT = Path(__file__).parents[3]
SHIPPED = sorted([*ROOT.glob("schemes/*/scheme.yaml"), *ROOT.glob("docs/examples/*.yaml")])
PLAIN = (Path(__file__).parent / "lantern.yaml").read_text(encoding="utf-8")
NAMES = """names:
  review: {sv: Ljusprov, en: Light test}
  assessor: {sv: ljusmästare, en: light master}
  mandatory: {sv: Måste-krav, en: Musts}
  photo: {sv: nattbild, en: night picture}
  minor: {sv: Smolk, en: Speck}
  fair: {sv: hyfsad, en: decent}
  club: {sv: lyktförening, en: lantern club}

"""
NAMED = PLAIN.replace("parameters:\n", NAMES + "parameters:\n", 1)
SCHEME = load(NAMED.encode())
WORDS = {
    "sv": ("Ljusprov", "ljusmästare", "Måste-krav", "nattbild", "smolk", "hyfsad", "lyktförening"),
    "en": ("Light test", "light master", "Musts", "night picture", "speck", "decent", "lantern club"),
}


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_scheme_that_ships_shows_no_name_bare(file: Path) -> None:
    scheme = load(file.read_bytes())
    named = {**scheme.inputs, **scheme.measures, **scheme.parameters}
    named |= {name: entry for kind in scheme.units.values() for name, entry in kind.inputs.items()}
    bare = [name for name, entry in named.items() if entry.text is None]
    assert bare + [name for name in scheme.scales if name not in scheme.names] == []


@pytest.mark.parametrize("language", WORDS)
def test_the_document_and_the_outline_call_things_by_their_names(language: str) -> None:
    text = as_markdown(document(SCHEME, language)).casefold()
    assert [word for word in WORDS[language] if word.casefold() not in text] == []
    lines = "\n".join(outline(SCHEME, language).lines()).casefold()
    assert WORDS[language][0].casefold() in lines
    assert WORDS[language][1].casefold() in lines


def test_the_reasons_call_grades_by_their_names() -> None:
    found = Findings(
        findings=tuple(Finding(criterion=name, value="yes") for name in ("A-1", "A-2", "B-1")),
        inputs={"glow": "10", "shine": "dim"},
    )
    said = work_out(SCHEME, Dossier(inputs={"posts": "4", "owner": "club"}), found, dates=Dates())
    assert said.level == "SILVER"
    assert [(one.sv, one.en) for one in said.reasons] == [
        ("shine: är dim, ska vara minst hyfsad.", "shine: is dim, should be at least decent.")
    ]
    assert ("hyfsad" in said.gap[0].sv, "decent" in said.gap[0].en) == (True, True)


def test_a_word_without_a_name_says_itself_and_a_missing_language_is_the_first() -> None:
    assert SCHEME.called("juror_of_night", "sv") == "juror of night"
    assert SCHEME.called("review", "fi") == "Ljusprov"


@pytest.mark.parametrize(
    ("name", "hint"), [("asessor", "assessor"), ("posts", ""), ("A-1", ""), ("GOLD", ""), ("missed", "")]
)
def test_what_has_a_text_of_its_own_or_is_nothing_is_given_no_name(name: str, hint: str) -> None:
    source = PLAIN.replace("parameters:\n", f"names:\n  {name}: {{sv: A, en: B}}\n\nparameters:\n", 1)
    with pytest.raises(SchemeFaults) as caught:
        load(source.encode())
    (fault,) = caught.value.faults
    at = source[: source.index(f"  {name}: {{sv: A")].count("\n") + 1
    assert (fault.code, fault.line, fault.column) == ("unknown-name", at, 3)
    assert hint in fault.en
