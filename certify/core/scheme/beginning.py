"""A first scheme file, written from a few answers or from a table of criteria: complete, with comments, and it passes.

The rule is the plainest: every mandatory criterion has to be met. Whoever writes on finds the rest in the reference.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date

import msgspec

Texts = dict[str, str]
_PLAIN = re.compile(r"[A-Za-zÅÄÖåäö][^\n#:{}\[\]&*!|>'\"%@`\\]*(?<! )")
_NO_TEXT = re.compile("true|false|null|yes|no", re.IGNORECASE)
MANDATORY, RECOMMENDED = "mandatory", "recommended"

# What a first file says until its author does, by language; English for any other.
_SAID: dict[str, dict[str, str]] = {
    "sv": {
        "subject": "Det som certifieras, sagt i en mening",
        "means": "Vad den som läser certifikatet får dra för slutsats.",
        "does_not_mean": "Vad certifikatet inte säger något om.",
        "expect": "Vad en besökare eller kund kan vänta sig.",
        "turn_to": "Vart man vänder sig, först och därefter.",
        "level": "Certifierad",
        "mark": "Får användas så länge certifikatet gäller.",
        "missed": "Obligatoriska kriterier som inte är uppfyllda",
    },
    "en": {
        "subject": "What is certified, said in one sentence",
        "means": "What whoever reads the certificate may conclude.",
        "does_not_mean": "What the certificate says nothing about.",
        "expect": "What a visitor or customer may expect.",
        "turn_to": "Whom to turn to, first and then.",
        "level": "Certified",
        "mark": "May be used while the certificate is valid.",
        "missed": "Mandatory criteria that are not met",
    },
}


class FirstCriterion(msgspec.Struct, frozen=True, kw_only=True):
    """One criterion of a first file. Texts are by language; `section` and `section_title` say where it stands."""

    id: str
    title: Texts
    text: Texts
    section: str = "S1"
    section_title: Texts = {}
    binding: str = MANDATORY
    guidance: Texts = {}
    evidence: tuple[str, ...] = ()


class Beginning(msgspec.Struct, frozen=True, kw_only=True):
    """What a first file is written from. `years` is the term of a certificate."""

    id: str
    title: Texts
    languages: tuple[str, ...]
    applies_from: date
    kind: str = "organisation"
    years: int = 3
    criteria: tuple[FirstCriterion, ...] = ()


def first_scheme(beginning: Beginning) -> str:
    """The text of a scheme file. Names and texts that no scheme may have show when it is loaded."""
    languages = beginning.languages
    criteria = beginning.criteria or _two_criteria(languages)
    missed = next((criterion.id for criterion in criteria if criterion.binding == MANDATORY), criteria[0].id)
    said = {key: _said(key, languages) for key in _SAID["en"]}
    lines = [
        "# Read from the top: what it means, what is asked, what is worked out, who gets what, who does what and when,",
        "# for how long, what is shown, and examples. `certify scheme check` tells every fault with its line.",
        "language: 1",
        f"scheme: {beginning.id}",
        f"version: {{id: {beginning.applies_from.year}.1, applies_from: {beginning.applies_from.isoformat()}}}",
        f"languages: [{', '.join(languages)}]",
        *_text("title", beginning.title, 0),
        "subject:",
        f"  kind: {beginning.kind}",
        *_text("text", said["subject"], 2),
        "accreditation: none",
        "",
        "# What a reader may conclude",
        *(line for key in ("means", "does_not_mean", "expect", "turn_to") for line in _text(key, said[key], 0)),
        "",
        "# What may be changed in one place",
        "parameters:",
        f"  term: {beginning.years} {'year' if beginning.years == 1 else 'years'}",
        "",
        "# What is asked",
        f"bindings: [{MANDATORY}, {RECOMMENDED}]",
        "sections:",
        *_sections(criteria),
        "",
        "# What is worked out",
        "measures:",
        "  mandatory_missed:",
        f"    count: {MANDATORY}",
        "    is: no",
        *_text("text", said["missed"], 4),
        "",
        "# What comes out",
        "outcome:",
        "  levels:",
        "    - level: CERTIFIED",
        *_text("title", said["level"], 6),
        "      when: {mandatory_missed: 0}",
        "",
        "# Who does what, when",
        "roles: [coordinator, assessor, decider]",
        "activities:",
        "  - {activity: application, kind: apply, by: applicant, fills: criteria}",
        "  - {activity: intake, kind: check, by: coordinator, after: application}",
        "  - {activity: review, kind: assess, by: assessor, after: intake, fills: criteria}",
        "  - {activity: decision, kind: decide, by: decider, after: review, within: 1 month after submitted}",
        "  - {activity: appeal, kind: appeal, by: applicant, after: decision, within: 3 weeks after notified}",
        "",
        "# How long, and what then",
        "validity: {from: decision, for: term}",
        "renewal: {opens: 6 months before end}",
        "suspension: {longest: 6 months, then: withdraw}",
        "",
        "# What is shown",
        "certificate:",
        "  print: [holder, level, valid_from, valid_to]",
        "  public: [holder, level, valid_to]",
        "mark:",
        *_text("text", said["mark"], 2),
        "",
        "# Examples are tests: one on each side of every edge",
        "examples:",
        "  - example: everything met",
        "    findings: {others: yes}",
        "    expect: {level: CERTIFIED}",
        "  - example: one mandatory criterion missed",
        f"    findings: {{{missed}: no, others: yes}}",
        "    expect: {level: none, mandatory_missed: 1}",
    ]
    return "\n".join(lines) + "\n"


def _said(key: str, languages: tuple[str, ...]) -> Texts:
    return {language: _SAID.get(language, _SAID["en"])[key] for language in languages}


def _two_criteria(languages: tuple[str, ...]) -> tuple[FirstCriterion, ...]:
    """What a file asks that is not written from a table: something to write over."""

    def said(sv: str, en: str) -> Texts:
        return {language: sv if language == "sv" else en for language in languages}

    section = said("Det första avsnittet", "The first section")
    return (
        FirstCriterion(
            id="C-1",
            section="S1",
            section_title=section,
            title=said("Ett krav", "A requirement"),
            text=said("Det finns en antagen plan.", "There is an adopted plan."),
        ),
        FirstCriterion(
            id="C-2",
            section="S1",
            section_title=section,
            title=said("Ett råd", "An advice"),
            text=said("Planen är publicerad.", "The plan is published."),
            binding=RECOMMENDED,
        ),
    )


def _sections(criteria: tuple[FirstCriterion, ...]) -> Iterator[str]:
    for section in dict.fromkeys(criterion.section for criterion in criteria):
        own = [criterion for criterion in criteria if criterion.section == section]
        yield f"  - section: {section}"
        yield from _text("title", own[0].section_title or dict.fromkeys(own[0].title, section), 4)
        yield "    criteria:"
        for criterion in own:
            yield f"      - criterion: {criterion.id}"
            yield from _text("title", criterion.title, 8)
            yield from _text("text", criterion.text, 8)
            if criterion.guidance:
                yield from _text("guidance", criterion.guidance, 8)
            yield f"        binding: {criterion.binding}"
            if criterion.evidence:
                yield f"        evidence: [{', '.join(criterion.evidence)}]"


def _text(key: str, texts: Texts, indent: int) -> Iterator[str]:
    """A text in block form, one language a line."""
    lead = " " * indent
    yield f"{lead}{key}:"
    for language, text in texts.items():
        yield f"{lead}  {language}: {_scalar(text)}"


def _scalar(text: str) -> str:
    """A text as it can stand after a key: bare where it reads as itself, else in quotes."""
    line = " ".join(text.split())
    if _PLAIN.fullmatch(line) and not _NO_TEXT.fullmatch(line):
        return line
    return json.dumps(line, ensure_ascii=False)
