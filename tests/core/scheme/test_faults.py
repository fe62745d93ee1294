"""One fault of each kind planted in a good scheme: it is told once, at its place, in words that lead to the remedy."""

from pathlib import Path

import pytest

from certify.core.scheme.faults import SchemeFaults
from certify.core.scheme.load import load

GOOD = (Path(__file__).parent / "harbour.yaml").read_text(encoding="utf-8")

# What stands there, what is put in its place (§ is where the fault must be told), the code, and part of the sentence.
# One planted fault gives one fault, unless the code is a tuple.
Planted = tuple[str, str, str, str]

WHEN_BRIGHT = GOOD[GOOD.index("when:\n        guideline_share") : GOOD.index("    - level: LIT")]

KEYS: dict[str, Planted] = {
    "unknown key": ("provenance: S1", "§provenence: S1", "unknown-key", 'did you mean "provenance"?'),
    "unknown key at the top": ("accreditation: none", "§acreditation: none", "unknown-key", '"accreditation"'),
    "unknown key, nothing near": ("derived: yes", "§zzz: yes", "unknown-key", '"zzz" is no key here'),
    "no origin": (
        "glow:     {type: number, given_by: assessor",
        "glow:     {type: number, given_by: §labratory",
        "unknown-name",
        'did you mean "laboratory"?',
    ),
    "missing key": ("- section: L2\n    title: {sv: Omsorg, en: Care}", "- §section: L2", "missing-key", '"title"'),
    "missing key at the top": (
        "turn_to:       {sv: Hamnkontoret., en: The harbour office.}\n",
        "",
        "missing-key",
        '"turn_to" is missing',
    ),
    "key twice": ("berths: at least 5\n", "berths: at least 5\n  §berths: at most 900\n", "duplicate-key", "line 130"),
    "nothing after a key": ("edition: adopted", "§edition:", "key-without-value", "nothing stands here"),
    "comma in braces": ("{sv: Belyst, en: Lit}", "{sv: Belyst, §bra, en: Lit}", "unknown-key", "in quotes"),
    "language missing": ("{sv: Belyst, en: Lit}", "§{sv: Belyst}", "missing-translation", "missing in en"),
    "text in one language": ("{sv: Belyst, en: Lit}", "§Belyst", "missing-translation", "each language: sv, en"),
    "empty text": ("{sv: Belyst, en: Lit}", "{sv: §'', en: Lit}", "key-without-value", "nothing stands here"),
    "text that is a list": ("{sv: Belyst, en: Lit}", "§[Belyst, Lit]", "wrong-type", "a text belongs here"),
    "translation that is a list": ("{sv: Belyst, en: Lit}", "{sv: §[Belyst], en: Lit}", "wrong-type", "a text of"),
}

SCALARS: dict[str, Planted] = {
    "answer in other words": ("derived: yes", "derived: §true", "wrong-type", '"true": yes or no belongs here'),
    "date that is none": ("applies_from: 2026-01-01", "applies_from: §2026-02-30", "wrong-type", "a date like"),
    "number with a unit": ("lowest: 0,", "lowest: §0 lx,", "wrong-type", "a number belongs here"),
    "number that is a list": ("lowest: 0,", "lowest: §[0],", "wrong-type", "a number belongs here, not a list"),
    "number in words": (
        "evidence: {kinds: [photo, plan, text], at_least: 1",
        "evidence: {kinds: [photo, plan, text], at_least: §one",
        "wrong-type",
        "a whole number",
    ),
    "choice that is none": ("edition: adopted", "edition: §adpted", "wrong-type", 'did you mean "adopted"?'),
    "choice that is a list": (
        "edition: adopted",
        "edition: §[adopted]",
        "wrong-type",
        "working or adopted belongs here",
    ),
    "language that is none": ("languages: [sv, en]", "languages: [sv, §english]", "wrong-type", "code of a language"),
    "word with a space": (
        "options: [municipal, private, club]",
        "options: [municipal, §private club, club]",
        "wrong-type",
        "a word of letters",
    ),
    "two lines": ("provenance: S1, test D", 'provenance: §"S1\\nS2"', "wrong-type", "one line"),
    "name that is a number": ("- {form: full}", "- {form: §2026}", "bad-phrase", "is no name"),
    "name of the grammar": ("roles: [coordinator", "roles: [§otherwise, coordinator", "bad-phrase", "is no name"),
    "key that is no name": ("guarded:", "§is guarded:", "bad-name", "is no name"),
    "entry that is a word": (
        "validity: {from: decision, for: cycle, renewed_for: term}",
        "validity: §cycle",
        "wrong-type",
        "keys with values belong here: from, for",
    ),
    "list that is a word": ("languages: [sv, en]", "languages: §sv", "wrong-type", "a list belongs here"),
    "empty list": ("options: [strict, mild]", "options: §[]", "empty-list", "leave the key out"),
    "empty names": (
        "fills: [criteria, lux, glow, shine, look, comfort]",
        "fills: §[]",
        "empty-list",
        "the list is empty",
    ),
    "mapping that is a list": (
        "fees: {application: fee, renewal: lux_needed}",
        "fees: §[fee]",
        "wrong-type",
        "names with",
    ),
    "period that is none": ("max_age: 12 months", "max_age: §a year", "bad-phrase", '"21 days"'),
    "period that is a list": ("max_age: 12 months", "max_age: §[12 months]", "wrong-type", "a phrase belongs here"),
    "period of a word": ("longest: 6 months", "longest: §share_bright", "unknown-name", "nor a parameter that is one"),
    "period of nought": ("max_age: 12 months", "max_age: §0 months", "bad-phrase", "is no period"),
    "value left out": ("{value: 80 %, stricter", "{§value: , stricter", "key-without-value", "nothing stands here"),
}

PHRASES: dict[str, Planted] = {
    "run together": ("berths: at least 5", "berths: §atleast 5", "bad-phrase", 'did you mean "at least 5"?'),
    "sign": ("berths: at least 5", 'berths: §">= 5"', "bad-phrase", 'did you mean "at least 5"?'),
    "equals sign": ("berths: at least 5", "berths: §= 5", "bad-phrase", 'did you mean "5"?'),
    "unit": ("berths: at least 5", "berths: §at least 5 places", "bad-phrase", '"at least 5 places" is no phrase'),
    "misspelt": ("berths: at least 5", "berths: §mor than 5", "bad-phrase", 'did you mean "more than 5"?'),
    "too long": ("berths: at least 5", f"berths: §{'x' * 501}", "bad-phrase", "at most 500 characters"),
    "moment that is none": ("{date: 2 months after submitted}", "{date: §in spring}", "bad-phrase", "is no moment"),
    "moment by nothing": (
        "{date: 2 months after submitted}",
        "{date: §2 months after the end}",
        "bad-phrase",
        "is no moment",
    ),
    "moment too deep": (
        "{date: 2 months after submitted}",
        "{date: §" + "1 day after " * 6 + "submitted}",
        "bad-phrase",
        "at most 5 others",
    ),
    "choice of moments": ("{latest: [submitted, rebuilt]}", "§{last: [submitted]}", "bad-phrase", "{earliest: [..]}"),
    "choice of no moments": ("{latest: [submitted, rebuilt]}", "{latest: §[]}", "empty-list", "empty"),
    "choice of bad moments": ("{latest: [submitted, rebuilt]}", "{latest: [§in spring]}", "bad-phrase", "no moment"),
    "not a shifted moment": ("within: 3 weeks after notified", "within: §notified", "bad-phrase", "1 month after"),
    "empty condition": ("requires: {imperatives_missed: 0}", "requires: §{}", "empty-condition", "would always hold"),
    "condition that is a word": ("requires: {imperatives_missed: 0}", "requires: §never", "wrong-type", "a condition"),
    "empty any": (
        "  any:\n    - {owner: municipal or club}\n    - {shine: at least 50 %}\n",
        "  any: §[]\n",
        "empty-condition",
        "is empty",
    ),
    "any that is no list": (
        "  any:\n    - {owner: municipal or club}\n    - {shine: at least 50 %}\n",
        "  any: §{owner: club}\n",
        "wrong-type",
        "a list of conditions",
    ),
    "more than there are": (
        "at least 2 of:\n          - {light",
        "at least 4 of:\n          §- {light",
        "empty-condition",
        "only 3",
    ),
    "bad part of any": ("- {shine: at least 50 %}", "- {shine: §atleast 50 %}", "bad-phrase", "at least 50 %"),
    "bad not": ("{not: {owner: private}}", "{not: {owner: §is private}}", "bad-phrase", "no phrase"),
    "line that is no name": ("{not: {owner: private}}", "{not: {§the owner: private}}", "bad-name", "is no name"),
    "line that is a list": (
        "requires: {imperatives_missed: 0}",
        "requires: {imperatives_missed: §[0]}",
        "wrong-type",
        "a phrase belongs here",
    ),
    "line without a phrase": (
        "requires: {imperatives_missed: 0}",
        "requires: {§imperatives_missed: }",
        "key-without-value",
        "nothing stands here",
    ),
    "otherwise within": ("requires: {imperatives_missed: 0}", "requires: §otherwise", "otherwise", "only for the last"),
    "otherwise not last": (WHEN_BRIGHT, "when: §otherwise\n", "otherwise", "no level after it"),
}

MEASURES: dict[str, Planted] = {
    "no reducer": ("{min: [opened, rebuilt]}", "§{text: {sv: A, en: B}}", "missing-key", "a measure is one of count"),
    "misspelt reducer": ("{min: [opened, rebuilt]}", "{§minn: [opened, rebuilt]}", "unknown-key", 'did you mean "min"'),
    "two reducers": ("{min: [opened, rebuilt]}", "§{min: lux, max: lux}", "two-reducers", "min and max"),
    "measure that is a word": ("{min: [opened, rebuilt]}", "§opened", "wrong-type", "a measure is one of"),
    "formula": ("ceil(berths / 40)", "§ceil(berths // 40)", "bad-phrase", "a formula has numbers"),
    "formula with a call": ("ceil(berths / 40)", "§open(berths)", "bad-phrase", "the functions of a formula are"),
    "formula with too many values": ("ceil(berths / 40)", '§"ceil(berths, 40)"', "bad-phrase", "ceil takes one value"),
    "formula of an unknown name": ("ceil(berths / 40)", "§ceil(berth / 40)", "unknown-name", 'did you mean "berths"?'),
    "formula of a word": ("ceil(berths / 40)", "§ceil(owner / 40)", "wrong-side", "cannot be reckoned with"),
    "sum of a word": ("{sum: [lux, glow, kiosk_lux]}", "{sum: §[lux, owner]}", "wrong-side", "cannot be reckoned with"),
    "sum of an unknown name": ("{sum: [lux, glow, kiosk_lux]}", "{sum: [lux, §glo]}", "unknown-name", '"glow"'),
    "sum of an unknown name by name": (
        "{sum: {lux: up to 15, glow: all}",
        "{sum: {lux: up to 15, glo: §all}",
        "unknown-name",
        '"glow"',
    ),
    "sum with a bad cap": ("{sum: {lux: up to 15, glow: all}", "{sum: {lux: §15, glow: all}", "bad-phrase", '"up to"'),
    "sum with a bad name": (
        "{sum: {lux: up to 15, glow: all}",
        "{sum: {§the lux: all, glow: all}",
        "bad-name",
        "no name",
    ),
    "sum that is a list": (
        "{sum: {lux: up to 15, glow: all}",
        "{sum: {lux: §[15], glow: all}",
        "wrong-type",
        "a phrase",
    ),
    "sum capped by a word": ("at_most: 40}", "at_most: §owner}", "unknown-name", "neither a number nor"),
    "sum capped by a date": ("at_most: 40}", "at_most: §2026-01-01}", "wrong-side", "a number belongs here"),
    "lowest of both kinds": ("{min: [opened, rebuilt]}", "{min: §[opened, lux]}", "wrong-side", "do not go together"),
    "count of nothing known": (
        "count: imperative, is: no",
        "count: §imperatve, is: no",
        "unknown-name",
        '"imperative"',
    ),
    "count that cannot be so": (
        "count: imperative, is: no",
        "count: imperative, is: §fair",
        "unknown-name",
        "is yes or no and cannot be",
    ),
    "table of nothing known": ("fee:\n    table: berths", "fee:\n    table: §berth", "unknown-name", '"berths"'),
    "table without rows": ("rows: {municipal: common, private or club: own}", "rows: §{}", "wrong-type", "rows belong"),
    "table with a bad row": ("{at most 99: small,", "{§atmost 99: small,", "bad-phrase", 'did you mean "at most 99"'),
    "table with a bad value": ("{at most 99: small,", "{at most 99: §very small,", "bad-phrase", "no phrase"),
    "table with a row of another kind": ("{at most 99: small,", "{§2026-01-01: small,", "wrong-side", "cannot be 2026"),
    "gap": ("between 100 and 399: 5000", "between 101 and 399: 5000", "gap", "between 99 and 101"),
    "overlap": ("between 100 and 399: 5000", "between 99 and 399: 5000", "overlap", "more than one row is for 99"),
    "gap below": ("rows: {at most 99: 2000, between", "rows: {between 2 and 99: 2000, between", "gap", "less than 2"),
    "gap above": ("at least 400: 9000", "between 400 and 4999: 9000", "gap", "more than 4999"),
    "two without a beginning": ("between 100 and 399: 5000", "at most 399: 5000", "overlap", "the lowest numbers"),
    "gap between parts": (
        "table: berths\n    rows: {at most 99: small, more than 99: large}",
        "table: lux\n    rows: {less than 99: small, more than 99: large}",
        "gap",
        "between 99 and 99",
    ),
    "overlap of parts": (
        "table: berths\n    rows: {at most 99: small, more than 99: large}",
        "table: lux\n    rows: {at most 99: small, at least 99: large}",
        "overlap",
        "for 99",
    ),
    "gap of words": ("private or club: own", "private: own", "gap", "no row is for club"),
    "overlap of words": ("private or club: own", "private or municipal or club: own", "overlap", "for municipal"),
    "values of two kinds": ("{value: term}", "{value: §trem}", "wrong-side", 'did you mean "term"'),
    "rounded to a word": ("round: 0.1}", "round: §owner}", "unknown-name", "neither a number nor"),
}

SIDES: dict[str, Planted] = {
    "unknown left side": ("berths: at least 5", "§berth: at least 5", "unknown-name", 'did you mean "berths"?'),
    "word that it cannot be": (
        "{owner: municipal or club}",
        "{owner: §municipal or clubb}",
        "unknown-name",
        'cannot be "clubb" (did you mean "club"?)',
    ),
    "grade that it cannot be": (
        "look: at least fair",
        "look: §at least fine",
        "unknown-name",
        "bright, fair, dim or dark",
    ),
    "number that it cannot be": ("{comfort: 5 or 4}", "{comfort: §5 or 2}", "wrong-side", "cannot be 2"),
    "order of words": ("{owner: municipal or club}", "{owner: §at least club}", "wrong-side", '"at least" does not go'),
    "number for a word": ("{owner: municipal or club}", "{owner: §7}", "wrong-side", "cannot be 7"),
    "percentage of a number": ("berths: at least 5", "berths: §at least 5 %", "wrong-side", "cannot be 5 %"),
    "beyond the range": (
        "{shine: at least 50 %}",
        "{guideline_share: §at least 120 %}",
        "wrong-side",
        "cannot be 120 %",
    ),
    "half of a whole": ("berths: at least 5", "berths: §at least 5.5", "wrong-side", "cannot be 5.5"),
    "date for a number": ("berths: at least 5", "berths: §at least 2026-01-01", "wrong-side", "cannot be 2026-01-01"),
    "period for a number": ("berths: at least 5", "berths: §at least 5 days", "wrong-side", "cannot be 5 days"),
    "moment for a number": ("berths: at least 5", "berths: §at least 5 days after submitted", "wrong-side", "a moment"),
    "name of another kind": ("berths: at least 5", "berths: §at least owner", "wrong-side", '"owner" is municipal'),
    "unknown name on the right": (
        "share: at least share_bright",
        "share: §at least share_brigt",
        "unknown-name",
        'did you mean "share_bright"?',
    ),
    "number for a date": (
        "opened: until 12 months before submitted",
        "opened: §until 12",
        "wrong-side",
        "cannot be 12",
    ),
    "at least a date": (
        "opened: until 12 months before submitted",
        "opened: §at least 2020-01-01",
        "wrong-side",
        "does not go with",
    ),
    "unknown anchor": (
        "until 12 months before submitted",
        "§until 12 months before submited",
        "unknown-name",
        'did you mean "submitted"?',
    ),
    "period by the wrong name": (
        "until 12 months before submitted",
        "§until owner before submitted",
        "unknown-name",
        "neither a period nor",
    ),
    "unknown moment": ("{latest: [submitted, rebuilt]}", "{latest: [submitted, §rebilt]}", "unknown-name", "rebuilt"),
    "nothing in between": ("berths: at least 5", "berths: §between 9 and 5", "wrong-order", "between 9 and 5"),
    "text compared": ("berths: at least 5", "remarks: §fine", "wrong-side", "does not go with"),
    "wrong proposal": ("proposed_by: bright_enough", "proposed_by: §darkest", "wrong-side", '"darkest" gives a number'),
    "unknown proposal": ("proposed_by: bright_enough", "proposed_by: §bright_enogh", "unknown-name", "bright_enough"),
    "parameter that is none of its options": ("{value: strict,", "{value: §strickt,", "unknown-name", "none of its"),
    "options of a number": (
        "{value: 10, stricter: higher}",
        "{value: 10, options: §[10, 20]}",
        "unknown-key",
        "a word",
    ),
}

RULES: dict[str, Planted] = {
    "name twice": ("  dull:  ", "  §visit:  ", "name-twice", "line"),
    "name twice, section and input": ("- section: L1a\n", "- section: §kiosk\n", "name-twice", "input in line"),
    "name taken": ("guarded:", "§today:", "name-taken", "choose another name"),
    "certificate's own word": ("guarded:", "§area:", "name-taken", "choose another name"),
    "binding unknown": (
        "binding: guideline\n    evidence",
        "binding: §guidline\n    evidence",
        "unknown-name",
        "guideline",
    ),
    "binding unknown on a criterion": (
        "binding: guideline\n        answer",
        "binding: §must\n        answer",
        "unknown-name",
        "no binding",
    ),
    "no binding": (
        "    binding: guideline\n    evidence: [photo]\n    criteria:\n      - criterion: L2.1",
        "    evidence: [photo]\n    criteria:\n      - §criterion: L2.1",
        "missing-key",
        "has no binding",
    ),
    "derived that refuses": (
        "derived: yes",
        "binding: imperative\n        derived: §yes",
        "derived-refuses",
        "only advise",
    ),
    "grade without a scale": ("answer: grade\n        scale: grade", "answer: grade", "missing-key", 'its "scale"'),
    "unknown scale": (
        "answer: grade\n        scale: grade",
        "answer: grade\n        scale: §grad",
        "unknown-name",
        "grade",
    ),
    "input without a scale": (
        "{type: grade, scale: stars, given_by",
        "§{type: grade, given_by",
        "missing-key",
        "scale",
    ),
    "choice without options": (
        "{type: choice, options: [municipal, private, club], public",
        "§{type: choice, public",
        "missing-key",
        '"options"',
    ),
    "options of a date": (
        "rebuilt:  {type: date}",
        "rebuilt:  {type: date, options: §[a, b]}",
        "unknown-key",
        "a choice",
    ),
    "limits of a date": ("rebuilt:  {type: date}", "rebuilt:  §{type: date, lowest: 3}", "unknown-key", "a number"),
    "limits crossed": (
        "{type: percent, given_by",
        "{type: percent, lowest: §1, highest: 0.5, given_by",
        "wrong-order",
        "higher than",
    ),
    "given by nobody": (
        "lux:      {type: number, lowest: 0, given_by: assessor",
        "lux:      {type: number, lowest: 0, given_by: §asessor",
        "unknown-name",
        "assessor",
    ),
    "nothing in a section": (
        "sections:\n  - section: L1\n",
        "sections:\n  - §section: L0\n    title: {sv: A, en: B}\n  - section: L1\n",
        "empty-section",
        "nothing stands in",
    ),
    "requirement that asks nothing": (
        "count: imperative, is: no",
        "count: [L1.1, L1.2, L1.3], is: no",
        "unused-criterion",
        '"L1.4" is imperative, and no rule',
    ),
    "no rule turns on anything": (
        "requires: {imperatives_missed: 0}\n",
        "",
        "unused-criterion",
        "no rule turns on what",
    ),
    "circle": (
        "{formula: ceil(berths / 40)}",
        "{formula: all_visits}\n  all_visits: {sum: piers_to_visit}",
        "cycle",
        "piers_to_visit -> all_visits -> piers_to_visit",
    ),
    "same role": (
        "kind: decide, by: decider",
        "kind: decide, by: [decider, §assessor]",
        "same-role",
        "may not decide too",
    ),
    "applicant assesses": (
        "kind: assess, by: assessor",
        "kind: assess, by: §applicant",
        "nobody-may",
        "may not assess",
    ),
    "a role that does something else": (
        "kind: check, by: coordinator",
        "kind: check, by: §decider",
        "nobody-may",
        '"coordinator"',
    ),
    "somebody else applies": ("kind: apply, by: applicant", "kind: apply, by: §coordinator", "nobody-may", "only the"),
    "unknown role": ("kind: decide, by: decider", "kind: decide, by: §deciders", "unknown-name", "decider"),
    "after nothing known": ("by: assessor, after: intake", "by: assessor, after: §intak", "unknown-name", "intake"),
    "fills nothing known": ("fills: [criteria, lux,", "fills: [criteria, §luxx,", "unknown-name", "lux"),
    "after each other": (
        "kind: check, by: coordinator, after: application",
        "kind: check, by: coordinator, after: visit",
        "cycle",
        "visit",
    ),
    "no decision": (
        "kind: decide, by: decider",
        "kind: check, by: coordinator",
        "missing-activity",
        'no activity has the kind "decide"',
    ),
    "before instead of after": (
        "within: 3 weeks after notified",
        "within: §3 weeks before notified",
        "bad-phrase",
        "after",
    ),
    "what if late": ("if_late: remark}\n  dull", "if_late: §shout}\n  dull", "bad-phrase", "nothing that can follow"),
    "form leaves out nothing known": ("leaves_out: [L2.4]", "leaves_out: [§L2.5]", "unknown-name", "L2.4"),
    "form confirms nothing known": (
        "may_confirm_unchanged: [L2]",
        "may_confirm_unchanged: [§L9]",
        "unknown-name",
        "neither",
    ),
    "version ends first": ("until: 2030-12-31", "until: §2025-12-31", "wrong-order", "before it applies"),
    "language twice": ("languages: [sv, en]", "languages: [sv, en, §sv]", "name-twice", "stands here twice"),
    "no term": (
        "validity: {from: decision, for: cycle, renewed_for: term}",
        "validity: §{from: decision}",
        "missing-key",
        '"for" a period',
    ),
    "two terms": ("for: cycle,", "for: cycle, until: §2030-01-01,", "two-keys", "cannot both"),
    "term that is none": ("for: cycle,", "for: §fee,", "unknown-name", "neither a period nor"),
    "until nothing known": ("for: cycle,", "until: §closing,", "unknown-name", "no moment"),
    "opens after": ("opens: 6 months before end", "opens: §6 months before start", "bad-phrase", "before end"),
    "renewal form": ("form: changes\n  late", "form: §chnges\n  late", "unknown-name", "changes"),
    "late form": (
        "counts_from: decision, form: changes",
        "counts_from: decision, form: §chnges",
        "unknown-name",
        "changes",
    ),
    "after that": ("after_that: application", "after_that: §applicaton", "unknown-name", "no activity"),
    "fee at nothing known": ("fees: {application: fee", "fees: {§applicaton: fee", "unknown-name", "application"),
    "fee that is none": ("renewal: lux_needed", "renewal: §owner", "unknown-name", "neither a number"),
    "certificate field": ("print: [holder,", "print: [§holders,", "unknown-name", 'did you mean "holder"?'),
    "mark level": ("level: BRIGHT, text", "level: §BRIGT, text", "unknown-name", "BRIGHT"),
}

EXAMPLES: dict[str, Planted] = {
    "form": (
        "- example: in steps\n    form: changes",
        "- example: in steps\n    form: §changs",
        "unknown-name",
        "changes",
    ),
    "given": ("given: {berths: 40,", "given: {§berth: 40,", "unknown-name", "berths"),
    "given value": ("given: {berths: 40,", "given: {berths: §4.5,", "wrong-type", 'cannot be "4.5"'),
    "finding": (
        "findings: {L2.4: dim, others: yes}",
        "findings: {§L2.9: dim, others: yes}",
        "unknown-name",
        "criterion",
    ),
    "finding value": (
        "findings: {L2.4: dim, others: yes}",
        "findings: {L2.4: §no, others: yes}",
        "wrong-type",
        "bright, ",
    ),
    "findings that are a list": ("findings: {L2.4: dim, others: yes}", "findings: §[yes]", "wrong-type", "names with"),
    "finding that is a list": (
        "findings: {L2.4: dim, others: yes}",
        "findings: {L2.4: §[dim, fair], others: yes}",
        "wrong-type",
        "one value",
    ),
    "date": ("dates: {submitted: 2026-02-10,", "dates: {§submited: 2026-02-10,", "unknown-name", "submitted"),
    "date value": ("dates: {submitted: 2026-02-10,", "dates: {submitted: §soon,", "wrong-type", "a date like"),
    "steps and dates": (
        "    form: changes\n    given",
        "    form: changes\n    dates: {submitted: 2026-02-10}\n    given",
        "two-keys",
        'either in "acts"',
    ),
    "dates that are a list": (
        "dates: {submitted: 2026-02-10, decision: 2026-02-28}",
        "dates: §[2026-02-10]",
        "wrong-type",
        "names with",
    ),
    "two dates of one moment": (
        "dates: {submitted: 2026-02-10, decision: 2026-02-28}",
        "dates: {submitted: 2026-02-10, decision: §[2026-02-28, 2026-03-01]}",
        "wrong-type",
        "one value belongs here",
    ),
    "given nothing": ("given: {berths: 40,", "given: {berths: §'',", "key-without-value", "nothing stands here"),
    "a list in a list of a unit": ("given: {berths: 40,", "given: {berths: {A: [§[40]]},", "wrong-type", "one line"),
    "votes where nobody votes": (
        "    dates: {submitted: 2026-02-10, decision",
        "    votes: §{yes: 3}\n    dates: {submitted: 2026-02-10, decision",
        "unknown-key",
        "nobody votes",
    ),
    "due on no day": (
        "expect: {level: BRIGHT, ",
        "expect: {level: BRIGHT, due: [decision, §soon], ",
        "wrong-type",
        "a date",
    ),
    "due, no activity": (
        "expect: {level: BRIGHT, ",
        "expect: {level: BRIGHT, due: [§decison, 2026-05-10], ",
        "unknown-name",
        "decision",
    ),
    "step": ("act: RequestCompletion", "act: §RequestCompletio", "wrong-type", "RequestCompletion"),
    "step's criterion": ("criteria: L1.1", "criteria: §L1.9", "unknown-name", "no criterion"),
    "steps out of order": ("at: 2026-03-01, act", "at: §2026-02-01, act", "wrong-order", "before the step above"),
    "expected as a list": (
        "reasons: [imperatives_missed, L1.1]}}",
        "reasons: L1.1}}\n      - {at: 2026-02-21, act: Assess, expect: §[none]}",
        "wrong-type",
        "names with",
    ),
    "expected": (
        "expect: {level: BRIGHT, ",
        "expect: {level: BRIGHT, §lightpoints: 3, ",
        "unknown-name",
        "light_points",
    ),
    "expected level": ("expect: {level: BRIGHT, ", "expect: {level: §BRIHT, ", "unknown-name", "BRIGHT"),
    "expected answer": ("eligible: yes,", "eligible: §maybe,", "wrong-type", "yes or no"),
    "expected day": ("valid_to: 2030-02-27", "valid_to: §later", "wrong-type", "a date like"),
    "expected list": ("valid_to: 2030-02-27", "valid_to: §[2030-02-27, 2030-02-28]", "wrong-type", "one value"),
    "expected empty list": ("reasons: [imperatives_missed, L1.1]", "reasons: §[]", "empty-list", "leave the key out"),
    "expected reasons": (
        "reasons: [imperatives_missed, L1.1]",
        "reasons: [§imperativs_missed, L1.1]",
        "unknown-name",
        "imperatives_missed",
    ),
    "nothing expected": (
        "    expect: {level: LIT, incomplete: no, valid_to: 2029-03-02, decision: 2026-05-10, eligible: no}\n",
        "",
        "missing-key",
        '"expect"',
    ),
}

ALL = {
    f"{group}: {name}": planted
    for group, table in {
        "keys": KEYS,
        "scalars": SCALARS,
        "phrases": PHRASES,
        "measures": MEASURES,
        "sides": SIDES,
        "rules": RULES,
        "examples": EXAMPLES,
    }.items()
    for name, planted in table.items()
}


@pytest.mark.parametrize("planted", ALL.values(), ids=ALL.keys())
def test_a_planted_fault_is_told_once_at_its_place(planted: Planted) -> None:
    old, new, code, words = planted
    assert old in GOOD
    source = GOOD.replace(old, new, 1)
    with pytest.raises(SchemeFaults) as caught:
        load(source.replace("§", "").encode(), "harbour.yaml")
    told = [str(fault) for fault in caught.value.faults]
    assert len(told) == 1, told
    fault = caught.value.faults[0]
    assert fault.code == code, told
    assert words in fault.en, told
    assert fault.file == "harbour.yaml"
    if "§" in source:
        before = source[: source.index("§")]
        assert (fault.line, fault.column) == (before.count("\n") + 1, len(before) - before.rfind("\n")), told


TOP = [
    "language",
    "scheme",
    "version",
    "title",
    "subject",
    "means",
    "outcome",
    "roles",
    "activities",
    "validity",
    "certificate",
]


@pytest.mark.parametrize("key", TOP)
def test_a_key_left_out_at_the_top_is_the_only_fault(key: str) -> None:
    begins = GOOD.index(f"\n{key}:") + 1
    rest = GOOD[begins:].split("\n")
    after = next(number for number, line in enumerate(rest[1:], start=1) if line and not line.startswith((" ", "#")))
    source = GOOD[:begins] + "\n".join(rest[after:])
    without_examples = source[: source.index("\nexamples:")] + "\n"
    with pytest.raises(SchemeFaults) as caught:
        load(without_examples.encode(), "harbour.yaml")
    told = [(fault.code, fault.en) for fault in caught.value.faults if f'"{key}"' in fault.en]
    assert told == [("missing-key", f'the key "{key}" is missing here')]
    others = [fault for fault in caught.value.faults if f'"{key}"' not in fault.en]
    # what refers by name to the levels or activities that are gone is told as well
    assert {fault.code for fault in others} <= ({"unknown-name"} if key in {"outcome", "activities"} else set())


def test_without_its_bindings_or_sections_a_scheme_is_still_checked_as_far_as_it_goes() -> None:
    for key, text in (("bindings", "bindings: [imperative, guideline]\n"), ("languages", "languages: [sv, en]\n")):
        with pytest.raises(SchemeFaults) as caught:
            load(GOOD.replace(text, "", 1).encode())
        assert f'the key "{key}" is missing here' in {fault.en for fault in caught.value.faults}
    begins, ends = GOOD.index("sections:\n"), GOOD.index("measures:\n")
    with pytest.raises(SchemeFaults) as caught:
        load((GOOD[:begins] + GOOD[ends:]).encode())
    assert 'the key "sections" is missing here' in {fault.en for fault in caught.value.faults}


def test_a_file_without_languages_or_a_title_has_texts_in_no_language() -> None:
    with pytest.raises(SchemeFaults) as caught:
        load(b"language: 1\nmeans: x\n")
    assert any(fault.code == "missing-translation" for fault in caught.value.faults)


def test_the_scheme_without_a_fault_loads() -> None:
    assert load(GOOD.encode()).id == "lit-harbour"


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    source = GOOD
    for old, new, _, _ in (KEYS["unknown key"], PHRASES["sign"], RULES["same role"], EXAMPLES["expected level"]):
        source = source.replace(old, new.replace("§", ""), 1)
    with pytest.raises(SchemeFaults) as caught:
        load(source.encode(), "harbour.yaml")
    faults = caught.value.faults
    assert [fault.code for fault in faults] == ["unknown-key", "bad-phrase", "same-role", "unknown-name"]
    assert sorted(faults) == list(faults)
    assert str(caught.value).splitlines()[0].startswith("harbour.yaml:")


LANTERN = (Path(__file__).parent / "lantern.yaml").read_text(encoding="utf-8")
ADVICE = LANTERN.replace("bindings: [mandatory, recommended]", "bindings: [mandatory, recommended, advice]").replace(
    "\nmeasures:",
    """      - {criterion: B-2, binding: advice, answer: ANSWER, title: {sv: C, en: C}, text: {sv: C., en: C.}}

measures:""",
    1,
)


@pytest.mark.parametrize(
    ("answer", "measure", "told"),
    [
        ("integer", "", "an answer that is a number cannot advise"),
        ("grade, scale: look", "", "bright, fair or dim cannot advise"),
        ("yes_no", "", ""),
        ("integer", "  steps: {max: B-2}\n", ""),
        ("integer", "  steps: {sum: advice}\n", ""),
    ],
)
def test_a_weaker_criterion_advises_or_some_rule_names_it(answer: str, measure: str, told: str) -> None:
    source = ADVICE.replace("ANSWER", answer).replace("measures:\n", f"measures:\n{measure}", 1).encode()
    if not told:
        assert load(source).criteria_by_id["B-2"].binding == "advice"
        return
    with pytest.raises(SchemeFaults) as caught:
        load(source)
    assert [fault.code for fault in caught.value.faults] == ["unused-criterion"]
    assert told in caught.value.faults[0].en
