"""The texts of every verdict, step and answer, in Swedish and English, for page, command line and browser alike.

Everything here turns a `Verdict` into words and works nothing out about certificates. The tables stand in texts.py;
dates and names are filled in here.

Names come from outside and stay text: each passes through `quote`, by default `tame`, which takes the power from
control characters. A page hands in its own `quote` to mark where a foreign text begins and ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from string import Formatter

from verify import texts
from verify.dates import NO_END, Lang, age, before, clock, day, moment, same_day
from verify.texts import Face
from verify.verdict import Result, Step, StepName, Verdict

Quote = Callable[[str], str]
_Values = Mapping[str, str | None]

# Controls (C0, C1), ends of lines, and the marks and overrides of writing direction (Unicode UAX #9, section 2).
_UNRULY = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


def tame(text: str) -> str:
    """A foreign text that can be shown in a line: control and direction characters become U+FFFD."""
    return _UNRULY.sub("\ufffd", text)


def face(verdict: Verdict) -> Face:
    """How a verdict shows itself: its word, but for `unknown`, which has five faces by how far the check came."""
    if verdict.verdict != "unknown":
        return verdict.verdict
    if verdict.certificate is not None:
        return "unknown"
    if verdict.step("readable").result == "yes":
        return "untold"
    by_reason: dict[str, Face] = {"unreachable": "unreached", "address-only": "unproved"}
    return by_reason.get(verdict.reason, "unread")


def word(verdict: Verdict, lang: Lang) -> str:
    """The word beside the sign: "Giltigt", "Suspended"."""
    return texts.WORD[face(verdict)][lang]


def headline(verdict: Verdict, lang: Lang, *, body: str | None = None, quote: Quote = tame) -> str:
    """The answer in one sentence, as "Certifikatet är äkta och gäller i dag." is.

    `body` is the legal name of the body whose page this is, for the verdicts that show nothing of the certificate.
    """
    return texts.HEADLINE[face(verdict)][lang].format_map(_values(verdict, lang, body, quote))


def sentence(verdict: Verdict, lang: Lang, *, body: str | None = None, quote: Quote = tame) -> str:
    """What follows the headline; empty when there is nothing more to say."""
    return _said(texts.SENTENCES[face(verdict)][lang], _values(verdict, lang, body, quote))


def easy(verdict: Verdict, lang: Lang) -> str:
    """The answer in easy language."""
    return texts.EASY[face(verdict)][lang]


def no_such(number: str, lang: Lang, *, quote: Quote = tame) -> tuple[str, str, str, str]:
    """Word, headline, sentence and easy version for a number that no certificate has."""
    head = texts.HEADLINE["no_such"][lang].format(number=quote(number))
    return texts.WORD["no_such"][lang], head, _said(texts.SENTENCES["no_such"][lang], {}), texts.EASY["no_such"][lang]


def question(name: StepName, lang: Lang) -> str:
    """What a step asks, in a word or two: "Rätt utfärdare"."""
    return texts.QUESTION[name][lang]


def answer(result: Result, lang: Lang) -> str:
    """What a step gave: Ja, Nej, Pausat, Återkallat, Vet inte."""
    return texts.ANSWER[result][lang]


def basis(name: StepName, verdict: Verdict, lang: Lang, *, quote: Quote = tame) -> str:
    """One line of what the answer of a step rests on, with its age; for a step that failed its number and code."""
    step = verdict.step(name)
    return _basis(step, lang, {**_values(verdict, lang, None, quote), "code": step.reason})


def reason(code: str | None, lang: Lang) -> str | None:
    """A published reason class in words; None for one that says nothing (`other`) or that we do not know."""
    known = texts.REASON.get(code or "")
    return known[lang] if known else None


def _values(verdict: Verdict, lang: Lang, body: str | None, quote: Quote) -> dict[str, str | None]:
    """Everything that a text may want to be filled in with; None for what is not known."""
    facts = verdict.certificate
    body = facts.issuer_name if facts else body
    name = quote(body) if body else texts.NOBODY[lang]
    values: dict[str, str | None] = {
        "body": name,
        "bodys": _genitive(name, lang),
        "since": _day(verdict.status_since, lang),
        "limit": _day(verdict.status_until, lang),
        "reason": reason(verdict.status_reason, lang),
        "successor": quote(verdict.successor) if verdict.successor else None,
        "why_false": _why_false(verdict, lang),
        "why_untold": _why_untold(verdict, lang),
        **_freshness(verdict, lang),
    }
    recognised = verdict.step("recognised").detail
    values["owner"] = quote(recognised["owner"]) if "owner" in recognised else None
    values["recognised_since"] = _day(recognised.get("since"), lang)
    values["why_unknown"] = _why_unknown(verdict, lang, values)
    if facts is not None:
        scheme = facts.scheme.title if facts.scheme else None
        values |= {
            "holder": quote(facts.holder),
            "scheme": quote(getattr(scheme, lang) if scheme else facts.scheme_code),
            "from_day": day(facts.valid_from, lang),
            "until": day(facts.valid_until, lang),
            **_term(facts.valid_from, facts.valid_until, lang),
        }
    return values


def _term(begins: str, ends: str, lang: Lang) -> dict[str, str]:
    """From when until when it holds, and until when, as parts of a sentence; also where there is no end."""
    first, last = day(begins, lang), day(ends, lang)
    if ends >= NO_END:
        return {"term": ("från {}, {}" if lang == "sv" else "from {}, {}").format(first, last), "holds": last}
    return {"term": f"{first}–{last}", "holds": ("till och med {}" if lang == "sv" else "until {}").format(last)}


def _freshness(verdict: Verdict, lang: Lang) -> dict[str, str | None]:
    """When the status is from, and what to say when it is too old or missing."""
    seconds = verdict.status_age_seconds
    if seconds is None:
        return {"status": None, "stale": texts.STATUS["none"][lang]}
    told = before(verdict.checked_at, seconds)
    when = texts.STATUS["today" if same_day(told, verdict.checked_at) else "earlier"][lang]
    return {
        "status": when.format(clock=clock(told, lang), moment=moment(told, lang)),
        "stale": texts.STATUS["stale"][lang].format(age=age(seconds, lang)),
    }


def _why_false(verdict: Verdict, lang: Lang) -> str:
    """Why it is not genuine: by the first step that said no."""
    failed = next((step for step in verdict.steps if step.result == "no"), None)
    names = (failed.reason, failed.name) if failed else ()
    return next((texts.WHY_FALSE[name] for name in names if name in texts.WHY_FALSE), texts.WHY_FALSE["genuine"])[lang]


def _why_untold(verdict: Verdict, lang: Lang) -> str:
    """Why no signature could be looked at: no trust list, unless it is the machine that cannot."""
    if verdict.reason == "cannot-check":
        return texts.BASIS_OF_REASON["cannot-check"][lang][0]
    return texts.NO_TRUST_LIST[lang]


def _why_unknown(verdict: Verdict, lang: Lang, values: _Values) -> str | None:
    """Why it is not known: what the first step that could not be answered rests on."""
    stuck = next((step for step in verdict.steps if step.result == "unknown"), None)
    return _basis(stuck, lang, values) if stuck else None


def _basis(step: Step, lang: Lang, values: _Values) -> str:
    otherwise = texts.NOT_DONE if step.result == "not_done" else texts.OTHERWISE
    sentences = texts.BASIS_OF_REASON.get(step.reason) or texts.BASIS.get((step.name, step.result), otherwise)
    return _said(sentences[lang], values)


def _genitive(name: str, lang: Lang) -> str:
    if lang == "en":
        return f"{name}’s"
    return name if name.rstrip("\u2069").endswith(("s", "x", "z", "S", "X", "Z")) else f"{name}s"


def _day(value: str | None, lang: Lang) -> str | None:
    return day(value, lang) if value else None


def _said(sentences: tuple[str, ...], values: _Values) -> str:
    """Those of the sentences whose every fact is known, filled in and put in a row."""
    return " ".join(
        text.format_map(values)
        for text in sentences
        if all(values.get(name) is not None for _, name, _, _ in Formatter().parse(text) if name)
    )
