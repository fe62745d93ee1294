# ruff: noqa: E501  # one recipe a line reads best
"""How each file of the corpus in faulty/ differs from lantern.yaml: one fault, and where it must be told.

Each recipe has a kind of fault, the text that is exchanged and what is written instead; § marks the line where the
fault must be told. `python -m tests.core.scheme.faulty_recipes` writes the files anew.
"""

from __future__ import annotations

from pathlib import Path

from certify.core.scheme.load import MOST_BASES, digest_of

HERE = Path(__file__).parent
GOOD = (HERE / "lantern.yaml").read_text(encoding="utf-8")
FOLDER = HERE / "faulty"
# Files that build on others in their folder, and files in which only publishing finds a fault.
ON_A_BASE = FOLDER / "on-a-base"
TO_PUBLISH = FOLDER / "to-publish"

Recipe = tuple[str, str, str]
LIT = "{sv: Tänd, en: Lit}"
WHEN_GOLD = "when: {cared: at least 50 %, shine: at least fair}"
REVIEW = "{activity: review, kind: assess, by: assessor, after: intake, fills: [criteria, glow, shine]}"
VISIT = "{activity: visit, kind: survey, by: assessor, every: 12 months, if_late: suspend}"
JURY = "{activity: jury, kind: vote, by: juror, people: 3, after: review, fills: [owner]"
MARK = "mark: {level: GOLD, text: {sv: Får visas., en: May be shown.}}\n"
PROFILE = (
    MARK.replace("{", "{{").replace("}", "}}")
    + "profiles:\n  old:\n    title: {{sv: Gamla, en: Old}}\n    applies: §{}\n    changes: [{{from: 2027-01-01, parameters: {{glow_needed: 12}}}}]\n"
)
TERM = "{from: decision, for: term}"
SUMMER = "in_force: {from: 1 june each year, until: 31 august each year}"
LATE_SUMMER = SUMMER.replace("31 august", "1 september")
DECISION = "  - {activity: decision, kind: decide, by: decider, after: review}\n"

FILE: dict[str, Recipe] = {
    "a-tab": ("not-yaml", "  term: 3 years", "§\tterm: 3 years"),
    "colon-in-a-text": (
        "not-yaml",
        "{sv: Lyktan lyser., en: The lantern shines.}",
        "\n  sv: §Lyktan: den lyser.\n  en: x",
    ),
    "braces-left-open": (
        "not-yaml",
        "{sv: Tänd lykta, en: Lit lantern}",
        "{sv: Tänd lykta, en: Lit lantern\n§subject: x",
    ),
    "quotes-left-open": ("not-yaml", "[sv, en]", '[sv, "en]§'),
    "indented-otherwise": ("not-yaml", "  term: 3 years", "§   term: 3 years"),
    "anchor": ("anchor", "look: [bright, fair, dim]", "look: §&look [bright, fair, dim]"),
    "alias": ("alias", LIT, "{sv: §*tänd, en: Lit}"),
    "tag": ("tag", "lowest: 1,", "lowest: §!!int 1,"),
    "directive": ("directive", "language: 1", "%YAML 1.2\n§---\nlanguage: 1"),
    "second-document": ("second-document", "roles:", "§---\nroles:"),
    "key-that-is-a-list": ("key-not-a-word", "  term: 3 years", "  ? §[term]\n  : 3 years"),
    "key-twice": ("duplicate-key", "  term: 3 years", "  term: 3 years\n  §term: 4 years"),
    "criterion-key-twice": ("duplicate-key", "        derived: yes", "        derived: yes\n        §derived: no"),
    "nested-too-deep": (
        "too-deep",
        "eligible: {posts: at least 2}",
        f"eligible: §{'{not: ' * 24}{{posts: 1}}{'}' * 24}",
    ),
}

KEYS: dict[str, Recipe] = {
    "base-that-is-not-at-hand": ("no-base", "scheme: lit-lantern", f"scheme: lit-lantern\n§base: sha256:{'0' * 64}"),
    "level-beyond-reach": ("never-reached", WHEN_GOLD, "when: §{cared: at least 50 %, points: at least 51}"),
    "level-that-rules-itself-out": ("never-reached", WHEN_GOLD, "when: §{missed: at least 2, any: [{points: less than 0}]}"),
    "level-for-everybody": ("always-reached", "      when: otherwise", "      when: §{points: at most 50}"),
    "lower-that-asks-for-more": (
        "harder-below",
        "      when: otherwise",
        "      when: {§cared: at least 60 %}",
    ),
    "one-value-of-many": (
        "many-values",
        "eligible: {posts: at least 2}",
        "units: {mast: {title: {sv: Mast, en: Mast}, inputs: {height: {type: number}}}}\n§eligible: {height: at least 2}",
    ),
    "misspelt-key": ("unknown-key", "accreditation: none", "§acreditation: none"),
    "key-of-nothing": ("unknown-key", "derived: yes", "§shape: round"),
    "misspelt-key-in-braces": ("unknown-key", "kind: check, by", "§knd: check, kind: check, by"),
    "misspelt-reducer": ("unknown-key", "{count: mandatory, is: no}", "{§cuont: mandatory, is: no}"),
    "key-of-another-reducer": ("unknown-key", "{count: mandatory, is: no}", "{count: mandatory, is: no, §out_of: 3}"),
    "options-of-a-number": ("unknown-key", "lowest: 1, highest: 900", "lowest: 1, highest: 900, §options: [a]"),
    "lowest-of-a-date": ("unknown-key", "lit_since: {type: date}", "lit_since: §{type: date, lowest: 1}"),
    "comma-in-a-text": ("unknown-key", "{sv: Lyktan är tänd., en", "{sv: Lyktan är tänd, §alltid, en"),
    "language-that-is-not-there": ("unknown-key", LIT, "{sv: Tänd, en: Lit, §fi: Palaa}"),
    "scheme-without-turn-to": ("missing-key", "turn_to: {sv: Lyktverket., en: The lantern office.}\n", ""),
    "criterion-without-text": (
        "missing-key",
        "- criterion: B-1\n        title: {sv: Putsad, en: Polished}\n        text: {sv: Glaset är putsat., en: The glass is polished.}\n",
        "- §criterion: B-1\n        title: {sv: Putsad, en: Polished}\n",
    ),
    "section-without-title": ("missing-key", "- section: B\n    title: {sv: Vård, en: Care}\n", "- §section: B\n"),
    "level-without-when": ("missing-key", "      title: {sv: Silver, en: Silver}\n      when: otherwise",
                           "      title: {sv: Silver, en: Silver}"),
    "input-without-type": ("missing-key", "lit_since: {type: date}", "lit_since: §{public: yes}"),
    "choice-without-options": ("missing-key", "owner: {type: choice, options: [town, club, firm]}", "owner: §{type: choice}"),
    "grade-without-scale": ("missing-key", "{type: grade, scale: look, given_by", "§{type: grade, given_by"),
    "measure-without-reducer": ("missing-key", "{count: mandatory, is: no}", "§{text: {sv: a, en: b}}"),
    "validity-without-term": ("missing-key", "validity: {from: decision, for: term}", "validity: §{from: decision}"),
    "criterion-without-binding": ("missing-key", "    binding: recommended\n", ""),
    "nonconformity-without-time": ("missing-key", "minor: {within: 3 months, if", "minor: §{if"),
    "key-with-nothing": ("key-without-value", "accreditation: none", "§accreditation:"),
    "nothing-in-braces": ("key-without-value", "{type: date}", "{§type: }"),
    "null": ("key-without-value", "posts: at least 2", "posts: §null"),
    "empty-quotes": ("key-without-value", LIT, "{sv: §'', en: Lit}"),
    "term-and-last-day": (
        "two-keys", "{from: decision, for: term}", "{from: decision, for: term, until: §2 years after decision}",
    ),
    "steps-and-dates": (
        "two-keys",
        "    dates: {submitted: 2026-02-10, decision: 2026-02-28}\n",
        "    dates: {submitted: 2026-02-10, decision: 2026-02-28}\n    acts: §[{at: 2026-02-10, act: Submit}]\n",
    ),
}  # fmt: skip

TYPES: dict[str, Recipe] = {
    "true-for-yes": ("wrong-type", "derived: yes", "derived: §true"),
    "day-that-is-none": ("wrong-type", "applies_from: 2026-01-01", "applies_from: §2026-02-30"),
    "number-with-its-unit": ("wrong-type", "lowest: 0,", "lowest: §0 lx,"),
    "decimal-comma": ("wrong-type", "lowest: 0,", 'lowest: §"0,5",'),
    "choice-misspelt": ("wrong-type", "type: date", "type: §dte"),
    "language-in-full": ("wrong-type", "[sv, en]", "[sv, en, §english]"),
    "entry-that-is-a-word": ("wrong-type", "validity: {from: decision, for: term}", "validity: §term"),
    "list-that-is-a-word": ("wrong-type", "look: [bright, fair, dim]", "look: §bright"),
    "mapping-that-is-a-list": ("wrong-type", "fees: {application: fee}", "fees: §[fee]"),
    "text-that-is-a-list": ("wrong-type", LIT, "§[Tänd, Lit]"),
    "phrase-that-is-a-list": ("wrong-type", "{posts: at least 2}", "{posts: §[2]}"),
    "condition-that-is-a-word": ("wrong-type", "requires: {missed: 0}", "requires: §always"),
    "any-that-is-no-list": ("wrong-type", "eligible: {posts: at least 2}", "eligible: {any: §{posts: 2}}"),
    "table-without-rows": ("wrong-type", "rows: {town: open, club or firm: closed}", "rows: §{}"),
    "option-with-a-space": ("wrong-type", "[town, club, firm]", "[town, club, firm, §old club]"),
    "line-break-in-a-line": ("wrong-type", "example: too dim for gold", 'example: §"too dim\\nfor gold"'),
    "whole-number-in-words": ("wrong-type", "at_least: 1, max_age", "at_least: §one, max_age"),
    "given-beyond-its-range": ("wrong-type", "given: {posts: 40, owner: club, glow: 10, shine: dim}",
                               "given: {posts: §1000, owner: club, glow: 10, shine: dim}"),
    "finding-that-is-no-answer": ("wrong-type", "findings: {others: yes}\n    expect: {level: SILVER",
                                  "findings: {A-1: §perhaps, others: yes}\n    expect: {level: SILVER"),
    "expected-date-that-is-none": ("wrong-type", "valid_to: 2029-02-27", "valid_to: §soon"),
    "empty-list-of-roles": ("empty-list", "fills: [criteria, glow, shine]", "fills: §[]"),
    "empty-scale": ("empty-list", "kinds: [photo, plan]", "kinds: §[]"),
    "name-with-a-space": ("bad-name", "  points: {sum", "  §light points: {sum"),
    "name-that-is-a-number": ("bad-phrase", "- {form: full}", "- {form: §1}"),
    "name-of-the-grammar": ("bad-phrase", "- {form: full}", "- {form: §otherwise}"),
    "parameter-called-any": ("bad-name", "  term: 3 years\n\nscales", "  term: 3 years\n  §any: 3\n\nscales"),
}  # fmt: skip

TEXTS: dict[str, Recipe] = {
    "text-in-one-language": ("missing-translation", LIT, "§{sv: Tänd}"),
    "text-in-no-language": ("missing-translation", LIT, "§Lit"),
    "title-in-one-language": ("missing-translation", "{sv: Tänd lykta, en: Lit lantern}", "§{en: Lit lantern}"),
}

PHRASES: dict[str, Recipe] = {
    "run-together": ("bad-phrase", "posts: at least 2", "posts: §atleast 2"),
    "sign": ("bad-phrase", "posts: at least 2", 'posts: §">= 2"'),
    "number-and-unit": ("bad-phrase", "posts: at least 2", "posts: §at least 2 posts"),
    "misspelt-phrase": ("bad-phrase", "posts: at least 2", "posts: §mor than 2"),
    "period-in-words": ("bad-phrase", "max_age: 12 months", "max_age: §one year"),
    "period-of-nought": ("bad-phrase", "max_age: 12 months", "max_age: §0 months"),
    "moment-that-is-none": ("bad-phrase", "10 working days after submitted", "§ten days from now"),
    "moment-without-a-period": ("bad-phrase", "within: 10 working days after submitted", "within: §submitted"),
    "formula-with-a-call": ("bad-phrase", "{count: mandatory, is: no}", "{formula: §open(posts)}"),
    "formula-with-a-power": ("bad-phrase", "{count: mandatory, is: no}", "{formula: §posts ** 2}"),
    "formula-with-an-attribute": ("bad-phrase", "{count: mandatory, is: no}", "{formula: §posts.real}"),
    "cap-that-is-none": ("bad-phrase", "glow: up to 20", "glow: §20"),
    "row-that-is-no-comparison": ("bad-phrase", "{at most 99: 200,", "{§atmost 99: 200,"),
    "what-follows-lateness": ("bad-phrase", "if_late: refuse", "if_late: §shout"),
    "renewal-from-elsewhere": ("bad-phrase", "6 months before end", "§6 months before start"),
    "empty-condition": ("empty-condition", "requires: {missed: 0}", "requires: §{}"),
    "empty-any": ("empty-condition", "eligible: {posts: at least 2}", "eligible: {any: §[]}"),
    "more-than-there-are": ("empty-condition", "eligible: {posts: at least 2}",
                            "eligible: {at least 2 of: §[{posts: at least 2}]}"),
    "otherwise-too-early": ("otherwise", WHEN_GOLD, "when: §otherwise"),
    "otherwise-for-all": ("otherwise", "requires: {missed: 0}", "requires: §otherwise"),
    "two-reducers": ("two-reducers", "{count: mandatory, is: no}", "§{count: mandatory, share: mandatory, is: no}"),
}  # fmt: skip

NAMES: dict[str, Recipe] = {
    "unknown-left-side": ("unknown-name", "eligible: {posts: at least 2}", "eligible: {§post: at least 2}"),
    "unknown-right-side": ("unknown-name", "glow: at least glow_needed", "glow: §at least glow_neded"),
    "unknown-grade": ("unknown-name", "shine: at least fair", "shine: §at least fine"),
    "unknown-option": ("unknown-name", "eligible: {posts: at least 2}", "eligible: {owner: §club or frm}"),
    "unknown-binding": ("unknown-name", "    binding: recommended", "    binding: §recomended"),
    "unknown-scale": ("unknown-name", "scale: look, given_by", "scale: §looks, given_by"),
    "unknown-role": ("unknown-name", "by: coordinator, after", "by: §cordinator, after"),
    "unknown-activity": ("unknown-name", "after: intake, fills", "after: §intak, fills"),
    "unknown-in-a-selection": ("unknown-name", "{share: recommended, is", "{share: §recomended, is"),
    "unknown-in-a-formula": ("unknown-name", "{count: mandatory, is: no}", "{formula: §post * 2}"),
    "unknown-table": ("unknown-name", "    table: owner", "    table: §ownr"),
    "unknown-proposer": ("unknown-name", "proposed_by: strong", "proposed_by: §stronk"),
    "unknown-form": ("unknown-name", "form: short}\nsuspension", "form: §shrt}\nsuspension"),
    "unknown-fee": ("unknown-name", "fees: {application: fee}", "fees: {application: §fe}"),
    "unknown-on-the-certificate": ("unknown-name", "print: [holder, level, valid_to]", "print: [holder, level, §valid_too]"),
    "unknown-level-of-the-mark": ("unknown-name", "mark: {level: GOLD", "mark: {level: §GULD"),
    "colour-that-is-none": ("bad-colour", "mark: {level: GOLD", "mark: {colour: §green, level: GOLD"),
    "colour-too-pale": ("bad-colour", "mark: {level: GOLD", 'mark: {colour: §"#7A9B8D", level: GOLD'),
    "unknown-input-given": ("unknown-name", "given: {posts: 40, owner: club, glow: 10, shine: dim}",
                            "given: {§pots: 40, owner: club, glow: 10, shine: dim}"),
    "unknown-criterion-found": ("unknown-name", "findings: {others: yes}\n    expect: {level: SILVER",
                                "findings: {§A-9: no, others: yes}\n    expect: {level: SILVER"),
    "unknown-level-expected": ("unknown-name", "{level: SILVER, reasons", "{level: §SILVR, reasons"),
    "name-of-nothing": ("unknown-name", "parameters:\n", "names: {§jurer: {sv: Jurist, en: Juror}}\nparameters:\n"),
    "impossible-state": ("unknown-name", "    findings: {others: yes}\n    expect: {level: SILVER, reasons: [shine]}",
                         "    acts: [{at: 2026-02-10, act: Submit, expect: {state: §receved}}]\n    expect: {level: SILVER}"),
    "unknown-moment": ("unknown-name", "after submitted}", "after submited}§"),
    "unknown-giver": ("unknown-name", "glow: {type: number, lowest: 0, given_by: assessor}",
                      "glow: {type: number, lowest: 0, given_by: §asessor}"),
    "criterion-twice": ("name-twice", "- criterion: A-2", "- criterion: §A-1"),
    "input-called-like-a-measure": ("name-twice", "  points: {sum: {glow: up to 20, posts: all}", "  §lit_since: {sum: {glow: up to 20, posts: all}"),
    "level-twice": ("name-twice", "    - level: SILVER",
                    "    - level: §GOLD\n      title: {sv: Guld, en: Gold}\n      when: {points: 9}\n    - level: SILVER"),
    "name-of-a-moment": ("name-taken", "lit_since: {type: date}", "§submitted: {type: date}"),
    "name-of-a-field": ("name-taken", "lit_since: {type: date}", "§holder: {type: date}"),
}  # fmt: skip

RULES: dict[str, Recipe] = {
    "percentage-of-a-number": ("wrong-side", "posts: at least 2", "posts: §at least 2 %"),
    "date-for-a-number": ("wrong-side", "posts: at least 2", "posts: §at least 2026-01-01"),
    "order-of-words": ("wrong-side", "eligible: {posts: at least 2}", "eligible: {owner: §at least club}"),
    "beyond-its-range": ("wrong-side", "posts: at least 2", "posts: §at least 901"),
    "half-of-a-whole": ("wrong-side", "posts: at least 2", "posts: §at least 2.5"),
    "sum-of-a-word": ("wrong-side", "{glow: up to 20, posts: all}", "§{glow: up to 20, owner: all}"),
    "formula-of-a-word": ("wrong-side", "{count: mandatory, is: no}", "{formula: §owner * 2}"),
    "number-for-a-date": ("wrong-side", "eligible: {posts: at least 2}", "eligible: {lit_since: §until 12}"),
    "lowest-above-highest": ("wrong-order", "lowest: 1, highest: 900", "lowest: §901, highest: 900"),
    "between-the-wrong-way": ("wrong-order", "posts: at least 2", "posts: §between 9 and 2"),
    "version-that-ends-first": ("wrong-order", "applies_from: 2026-01-01", "applies_from: 2026-01-01, until: §2025-12-31"),
    "measures-in-a-circle": ("cycle", "  strong: {holds: {glow: at least glow_needed}}",
                             "  §strong: {holds: {weak: no}}\n  weak: {holds: {strong: no}}"),
    "activities-in-a-circle": ("cycle", "kind: check, by: coordinator, after: application,",
                               "kind: check, by: coordinator, after: §[application, decision],"),
    "gap-in-a-table": ("gap", "between 100 and 399: 500", "§between 101 and 399: 500"),
    "gap-of-words": ("gap", "{town: open, club or firm: closed}", "§{town: open, club: closed}"),
    "overlap-in-a-table": ("overlap", "between 100 and 399: 500", "§between 99 and 399: 500"),
    "overlap-of-words": ("overlap", "{town: open, club or firm: closed}", "§{town: open, club or firm or town: closed}"),
    "profile-by-a-finding": ("known-too-late", MARK, PROFILE.format("{glow: at least 5}")),
    "profile-for-nobody": ("never-reached", MARK, PROFILE.format("{fee: at least 901}")),
    "section-with-nothing": (
        "empty-section", "\nmeasures:", "  - §section: C\n    title: {sv: Tom, en: Empty}\n\nmeasures:"
    ),
    "derived-that-refuses": ("derived-refuses", "        proposed_by: strong", "        derived: §yes"),
    "requirement-that-nothing-turns-on": ("unused-criterion", "{count: mandatory, is: no}", "{count: A-1, is: no}"),
    "season-shorter-than-the-term": ("beyond-season", TERM, f"{{from: decision, §for: term, {SUMMER}}}"),
    "season-without-an-end": ("beyond-season", TERM, f"{{from: decision, §open_ended: yes, {SUMMER}}}"),
    "season-shorter-than-a-renewal": ("beyond-season", TERM, f"{{from: decision, for: 1 year, renewed_for: §53 weeks, {SUMMER}}}"),
    "season-that-ends-before-the-last-day": ("beyond-season", TERM, f"{{from: decision, until: §13 months after decision, {SUMMER}}}"),
    "season-that-ends-before-the-limit": ("beyond-season", TERM, f"{{from: decision, for: 1 year, not_beyond: §2 years after start, {SUMMER}}}"),
    "nobody-assesses": ("missing-activity", f"  - {REVIEW}\n{DECISION}",
                        "  - {activity: decision, kind: decide, by: decider, after: intake}\n"),
    "decided-twice": ("second-activity", DECISION,
                      f"{DECISION}  - {{activity: again, kind: §decide, by: decider, after: decision}}\n"),
    "assesses-and-decides": ("same-role", "kind: decide, by: decider", "kind: decide, by: §assessor"),
    "applicant-decides": ("nobody-may", "kind: decide, by: decider", "kind: decide, by: §applicant"),
    "input-that-nobody-fills": ("nobody-may", "lowest: 0, given_by: assessor", "lowest: 0, given_by: §juror"),
    "input-of-an-activity-that-does-not-fill-it": ("nobody-may", "lowest: 0, given_by: assessor", "lowest: 0, given_by: §intake"),
    "assessor-applies": ("nobody-may", "kind: apply, by: applicant", "kind: apply, by: §assessor"),
    "survey-without-a-clock": ("no-anchor", VISIT, "{activity: visit, kind: survey, by: assessor}§"),
    "late-without-a-time": ("no-anchor", "kind: decide, by: decider, after: review}",
                            "kind: decide, by: decider, after: review, if_late: §remark}"),
    "vote-that-cannot-be-quorate": ("merge-unfit", DECISION,
                                    f"{DECISION}  - {JURY}, merge: {{vote: majority, quorum: 3, tie: no}}}}§\n"),
    "title-that-no-certificate-can-hold": ("not-signable", "{sv: Tänd lykta, en: Lit lantern}", f"{{sv: Tänd lykta, en: §{'long ' * 110}}}"),
    "level-comes-out-otherwise": ("example-differs", "{level: SILVER, reasons", "{level: GOLD, reasons"),
    "reason-comes-out-otherwise": ("example-differs", "reasons: [shine]", "reasons: [cared]"),
    "day-comes-out-otherwise": ("example-differs", "valid_to: 2029-02-27", "valid_to: 2029-02-28"),
}  # fmt: skip

# The line where a fault must be told, where it is not the line that is changed: by a text in that line.
TOLD_AT = {
    "scheme-without-turn-to": "language: 1",
    "level-comes-out-otherwise": "  - example: too dim for gold",
    "level-without-when": "    - level: SILVER",
    "criterion-without-binding": "      - criterion: B-1",
    "requirement-that-nothing-turns-on": "      - criterion: A-2",
    "nobody-assesses": "  - {activity: application",
    "reason-comes-out-otherwise": "  - example: too dim for gold",
    "day-comes-out-otherwise": "  - example: bright enough",
}
RECIPES = {**FILE, **KEYS, **TYPES, **TEXTS, **PHRASES, **NAMES, **RULES}


def written(name: str) -> bytes:
    """The file of that recipe; its first line says which fault is told in which line."""
    kind, old, new = RECIPES[name]
    assert GOOD.count(old) == 1, f"{name}: what is exchanged stands {GOOD.count(old)} times"
    text = GOOD.replace(old, new)
    at = text.replace("§", "").index(TOLD_AT[name]) if name in TOLD_AT else text.rindex("§")
    line = text.count("\n", 0, at) + 1
    _, _, rest = text.replace("§", "").partition("\n")
    return f"# fault: {kind} in line {line}\n{rest}".encode()


# Files that are no exchange of texts.
OTHERS = {
    "not-in-utf-8": f"# fault: not-utf8 in line 3\n{GOOD.partition(chr(10))[2]}".encode().replace(
        b"lit-lantern", b"lit-l\xe4ntern"
    ),
    "control-character": f"# fault: not-yaml in line 3\n{GOOD.partition(chr(10))[2]}".replace(
        "lit-lantern", "lit\x07"
    ).encode(),
    "form-without-what-another-turns-on": f"# fault: left-out in line 76\n{GOOD.partition(chr(10))[2]}".replace(
        "  lit_since: {type: date}", "  lit_since: {type: date, applies: {B-1: yes}}"
    ).encode(),
    "nothing-at-all": b"# fault: empty in line 1\n",
}


EDGE = "  - example: too dim for gold\n"


def _over(base: str, number: int, more: str = "") -> str:
    return f"""language: 1
scheme: lit-lantern-{number}
base: {base}
version: {{id: 1, applies_from: 2026-01-01}}
title: {{sv: Lykta, en: Lantern}}
{more}"""


def on_a_base() -> dict[str, bytes]:
    """Good files that build on each other, `base-0` the undermost, and faulty ones on top of them."""
    found = {"base-0": GOOD.encode()}
    for number in range(1, MOST_BASES + 1):
        found[f"base-{number}"] = _over(digest_of(found[f"base-{number - 1}"]), number).encode()
    first, last = digest_of(found["base-0"]), digest_of(found[f"base-{MOST_BASES}"])
    summer = GOOD.replace(TERM, f"{{from: decision, for: 1 year, {SUMMER}}}").partition("\nexamples:")[0] + "\n"
    found["base-in-summer"] = summer.encode()
    in_summer = digest_of(found["base-in-summer"])
    for name, kind, line, base, more in (
        ("lower-than-the-base", "laxer", 7, first, "parameters: {glow_needed: 9}\n"),
        ("weaker-than-the-base", "laxer", 7, first, "bindings: {A-1: recommended}\n"),
        ("longer-than-the-base", "laxer", 7, first, "validity: {for: 4 years}\n"),
        ("without-the-end-of-the-base", "laxer", 7, first, "validity: {open_ended: yes}\n"),
        ("later-than-the-base", "laxer", 7, first, "validity: {until: 1 year after decision}\n"),
        ("longer-in-season-than-the-base", "laxer", 7, in_summer, f"validity: {{for: 1 year, {LATE_SUMMER}}}\n"),
        ("without-the-season-of-the-base", "laxer", 7, in_summer, "validity: {for: 1 month}\n"),
        ("season-too-short-for-the-base", "beyond-season", 7, first, f"validity: {{for: 2 years, {SUMMER}}}\n"),
        ("one-base-too-many", "base-too-deep", 4, last, ""),
        ("base-with-a-fault", "no-base", 4, digest_of(written("anchor")), ""),
    ):
        found[name] = f"# fault: {kind} in line {line}\n{_over(base, 9, more)}".encode()
    return found


def to_publish() -> dict[str, bytes]:
    """A file that loads and lacks the example that falls short of its best level."""
    text = GOOD[: GOOD.index(EDGE)]
    line = text[: text.index("    - level: GOLD")].count("\n") + 1
    _, _, rest = text.partition("\n")
    return {"edge-without-example": f"# fault: edge-without-example in line {line}\n{rest}".encode()}


def main() -> None:
    """Write every file of the corpus anew."""
    for file in FOLDER.glob("**/*.yaml"):
        file.unlink()
    for folder, files in ((ON_A_BASE, on_a_base()), (TO_PUBLISH, to_publish())):
        folder.mkdir(parents=True, exist_ok=True)
        for name, source in files.items():
            (folder / f"{name}.yaml").write_bytes(source)
    for name in RECIPES:
        (FOLDER / f"{name}.yaml").write_bytes(written(name))
    for name, source in OTHERS.items():
        (FOLDER / f"{name}.yaml").write_bytes(source)


if __name__ == "__main__":
    main()
