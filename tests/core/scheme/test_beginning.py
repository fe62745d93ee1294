"""A first file is complete: it may be published as it is, in whatever languages and with whatever texts."""

from datetime import date

import pytest

from certify.core.scheme.beginning import RECOMMENDED, Beginning, FirstCriterion, first_scheme
from certify.core.scheme.edges import missing_edges
from certify.core.scheme.examples import run_examples
from certify.core.scheme.load import load

DAY = date(2026, 3, 1)


@pytest.mark.parametrize("languages", [("sv", "en"), ("sv",), ("en",), ("fi", "sv", "en")], ids="-".join)
def test_without_criteria_it_has_two_to_write_over(languages: tuple[str, ...]) -> None:
    title = {language: f"Ordning: {language} # 1" for language in languages}
    source = first_scheme(Beginning(id="first", title=title, languages=languages, applies_from=DAY, years=1))
    scheme = load(source.encode())
    assert run_examples(scheme) == ()
    assert missing_edges(scheme, scheme.examples) == ()
    assert scheme.title == title
    assert [criterion.binding for criterion in scheme.criteria] == ["mandatory", "recommended"]


@pytest.mark.parametrize(
    "text",
    ["plain words", "yes", "null", 'a "quoted" word', "a: b", "- list", "# hash", "two\nlines", "{brace}", "5", "å å"],
)
def test_any_text_is_kept(text: str) -> None:
    same = {"sv": text}
    criteria = (
        FirstCriterion(id="A-1", title=same, text=same, guidance=same, evidence=("photo", "plan")),
        FirstCriterion(id="B-1", section="B", section_title=same, title=same, text=same, binding=RECOMMENDED),
    )
    source = first_scheme(
        Beginning(id="first", title={"sv": "t"}, languages=("sv",), applies_from=DAY, criteria=criteria)
    )
    found = load(source.encode()).criterion("A-1")
    assert found.text == {"sv": " ".join(text.split())}
    assert found.evidence is not None
    assert found.evidence.kinds == ("photo", "plan")
    assert "A-1: no" in source
