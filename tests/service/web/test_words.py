"""The catalogues of the pages: both languages say the same, and every message that a page may ask for is there."""

import re
from typing import get_args

import pytest

from certify.core import acts as a
from certify.core import events as e
from certify.core.case import State
from certify.core.rules.refusals import REFUSALS
from certify.core.standing import CertificateStatus
from certify.service.web.language import Language
from certify.service.web.pages.act_forms import REASON_CLASSES
from certify.service.web.pages.candidates import Stand
from certify.service.web.pages.case_list import FILTERS
from certify.service.web.pages.front import TEXTS
from certify.service.web.pages.rendering import HERE
from certify.service.web.pages.turns import DUTIES
from certify.service.web.pages.words import FOLDER, NoSuchMessage, Words, words
from certify.service.web.problem_kinds import KINDS

LANGUAGES: tuple[Language, ...] = get_args(Language)
_PLACE = re.compile(r"\{ *\$([a-z_-]+)")

# Families of messages whose last part a page fills in.
FAMILIES = [
    *(f"role-{role}" for role in get_args(a.Role)),
    *(f"state-{state}" for state in get_args(State)),
    *(f"status-{status}" for status in get_args(CertificateStatus)),
    *(f"certificate-say-{status}" for status in get_args(CertificateStatus)),
    *(f"wait-certificate-{status}" for status in get_args(CertificateStatus)),
    *(f"wait-{state}" for state in get_args(State)),
    *(f"reason-{reason}" for reason in (*REASON_CLASSES, "suspension_ran_out")),
    *(f"filter-{name}" for name in FILTERS),
    *(f"{name}-{part}{tail}" for name, parts in TEXTS.items() for part in parts for tail in ("", "-text")),
    *(f"{name}-{part}" for name in TEXTS for part in ("title", "lead")),
    *(f"{kind}-{duty}" for kind in ("duty", "field-person", "nobody", "turn-Assign", "task-Assign") for duty in DUTIES),
    *(f"{kind}-Assign-{duty}" for kind in ("next", "do", "act") for duty in DUTIES),
    *(f"duty-of-{duty}" for duty in DUTIES),
    *(f"staff-{stand}" for stand in get_args(Stand)),
    *(f"staff-merge-{values}" for values in ("single", "mean", "worst")),
    *(f"staff-vote-{how}" for how in ("majority", "all")),
    *(f"choice-{choice}" for choice in ("grant", "refuse", "send_back")),
    *(f"date-decided-{outcome}" for outcome in ("grant", "refuse")),
    *(f"finding-{value}" for value in ("yes", "no", "not_applicable")),
    *(f"value-{value}" for value in ("yes", "no", "not_applicable")),
]
WITH_A_FORM = [
    *("Register", "Accept", "Decline", "Agree", "DeclareInterest", "RecordGuidance", "RequestCompletion"),
    *("Relieve", "WithdrawApplication", "Suspend", "Reinstate", "Withdraw"),
]
TURNS = [
    *("Register", "Accept", "Submit", "DeclareInterest", "Assess", "Decide", "Agree", "Decline"),
    *("Vote", "RecordResult", "Draw", "Survey", "ConfirmTransition", "Remedy", "AnswerRemedy"),
]


def templates() -> list[tuple[str, str]]:
    return [(path.name, path.read_text(encoding="utf-8")) for path in sorted((HERE / "templates").glob("*.html"))]


def sources(language: Language) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob(f"*{language}.ftl")))


def places(language: Language) -> dict[str, set[str]]:
    """What each message wants filled in."""
    found = re.findall(r"^([a-zA-Z][\w-]*) *= *(.*(?:\n +.*)*)", sources(language), re.MULTILINE)
    return {id_: set(_PLACE.findall(text)) for id_, text in found}


def test_both_languages_have_the_same_messages_with_the_same_places() -> None:
    assert words("sv").ids() == words("en").ids() == places("sv").keys()
    assert places("sv") == places("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_stands_twice(language: Language) -> None:
    seen = re.findall(r"^([a-zA-Z][\w-]*) *=", sources(language), re.MULTILINE)
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "text"), templates())
def test_every_message_that_a_template_names_is_there(name: str, text: str, language: Language) -> None:
    for id_ in re.findall(r"""\b[tp]\("([a-zA-Z][\w-]*)"(?! ~)""", text):
        assert words(language).has(id_), f"{name}: {id_}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_of_a_family_is_there(language: Language) -> None:
    told = words(language)
    acts = [f"{kind}-{act}" for kind in ("do", "act") for act in WITH_A_FORM]
    whose = [f"{kind}-{turn}" for kind in ("next", "task", "turn") for turn in TURNS]
    done = [f"done-{event.__name__}" for event in get_args(e.Event) if not event.__name__.startswith("Certificate")]
    missing = [id_ for id_ in (*FAMILIES, *acts, *whose) if not told.has(id_)]
    assert missing == []
    by_people = {f"done-{name}" for name in ("CompletionOverdue", "PreparedVoided")}
    assert [id_ for id_ in done if not told.has(id_) and id_ not in by_people] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_to_do_is_said_of_rules_and_problems_that_there_are(language: Language) -> None:
    rules = {f"todo-{rule.replace('.', '-')}" for rule in REFUSALS}
    kinds = {f"todo-{code}" for code in KINDS}
    ours = {"todo-refused", "todo-sign-in", "todo-server", "todo-other"}
    said = {id_ for id_ in words(language).ids() if id_.startswith("todo-")}
    assert said <= rules | kinds | ours


def test_a_message_that_is_missing_is_a_fault() -> None:
    told = Words("sv")
    with pytest.raises(NoSuchMessage, match="no-such"):
        told.plain("no-such")
    with pytest.raises(NoSuchMessage):
        told.plain("case-number")  # it has a place that nothing was said for


def test_what_is_filled_in_is_marked_and_stays_text() -> None:
    told = words("sv")
    assert told.html("case-title", name="<b>Ö") == "<bdi>&lt;b&gt;Ö</bdi>"
    assert told.plain("case-title", name="\u202eabc") == "\ufffdabc"
    assert told.plain("chapter-not-met", n=1) == "1 krav inte uppfyllt"
    assert told.plain("chapter-not-met", n=2) == "2 krav inte uppfyllda"
