"""What a public page shows, worked out from a verdict before any template sees it: rows, checks, signs, seam.

Pure. Foreign texts are marked where they begin and end (FSI and PDI, Unicode UAX #9, 2.4, which `tame` has taken out
of the text itself); `markup.say` turns the marks into `<bdi>` when the page is written.
"""

from __future__ import annotations

import msgspec

from verify import words
from verify.credential import Bilingual
from verify.dates import Lang, day
from verify.history import Change
from verify.number import is_number
from verify.pages.foreign import in_language, quoted
from verify.pages.labels import label
from verify.pages.shapes import Check, Entry, Field, HolderWords, Passage, Row, SchemeTexts, Seam, Site, View, Was
from verify.pages.units import counted, unit_lists
from verify.texts import Face
from verify.verdict import Facts, Result, StepName, Verdict

__all__ = [
    "Site",
    "View",
    "address_of",
    "cut",
    "in_language",
    "links_of",
    "of_no_such",
    "of_verdict",
    "quoted",
    "rows_of",
]

DEPTHS = (4, 8, 13, 18)
PITCH, WIDTH = 17.5, 8

# Sign, field and seam of each face. How the halves meet is the verdict: joined, apart until something happens, one
# half gone for good, dotted when we do not know, and no cut at all when there is no certificate to speak of.
LOOKS: dict[Face, tuple[str, Field, Seam]] = {
    "valid": ("valid", "valid", "joined"),
    "suspended": ("suspended", "suspended", "apart"),
    "withdrawn": ("withdrawn", "withdrawn", "gone"),
    "withdrawn_or_superseded": ("withdrawn", "withdrawn", "gone"),
    "superseded": ("replaced", "past", "gone"),
    "expired": ("clock", "past", "gone"),
    "not_yet_valid": ("clock", "past", "apart"),
    "unknown": ("unknown", "none", "dotted"),
    "unread": ("unknown", "none", "dotted"),
    "unproved": ("unknown", "none", "dotted"),
    "unreached": ("unknown", "none", "dotted"),
    "untold": ("unknown", "none", "dotted"),
    "not_genuine": ("false", "false", "hatched"),
    "not_registered": ("unregistered", "false", "hatched"),
    "no_such": ("unregistered", "none", "dotted"),
}
CHECK_SIGNS: dict[Result, str] = {
    "yes": "valid",
    "no": "no",
    "suspended": "suspended",
    "withdrawn": "withdrawn",
    "superseded": "replaced",
    "unknown": "unknown",
    "not_done": "unknown",
}
# The order in which a reader asks. The first two steps are told only when they failed.
ASKED: tuple[StepName, ...] = (
    "genuine",
    "issuer_trusted",
    "registered",
    "within_time",
    "not_withdrawn",
    "not_suspended",
    "recognised",
)
WHAT_TO_DO: dict[Face, tuple[str, ...]] = {
    "not_genuine": ("todo_address", "todo_type", "todo_ask"),
    "not_registered": ("todo_ask_body", "todo_type"),
    "unread": ("todo_type", "todo_ask"),
    "unproved": ("todo_ask",),
    "unreached": ("todo_wait", "todo_ask"),
    "untold": ("todo_wait", "todo_ask"),
    "no_such": ("todo_spell", "todo_ask"),
}


_WAS: dict[Face, Was] = {"suspended": "suspended", "withdrawn": "withdrawn", "superseded": "superseded"}


def cut(notches: tuple[int, ...], *, outline: bool = False) -> str:
    """The sixteen notches as the `d` of an SVG path in a box 271 by 18; `outline` leaves their upper edge open."""
    shapes = []
    for place, step in enumerate(notches):
        left, depth = f"{place * PITCH:g}", DEPTHS[step]
        shapes.append(f"M{left} 0v{depth}h{WIDTH}v-{depth}" if outline else f"M{left} 0h{WIDTH}v{depth}h-{WIDTH}z")
    return "".join(shapes)


def of_verdict(
    verdict: Verdict,
    lang: Lang,
    site: Site,
    *,
    scheme: SchemeTexts | None = None,
    changes: tuple[Change, ...] = (),
    holder_words: tuple[HolderWords, ...] = (),
) -> View:
    """The page of a verdict. Unless the certificate is genuine and registered it shows nothing of what it says.

    What the holder itself promises is shown only while the certificate is valid.
    """
    face = words.face(verdict)
    sign, field, seam = LOOKS[face]
    facts = verdict.certificate if face != "not_registered" else None
    body = verdict.certificate.issuer_name if verdict.certificate else site.name
    word = words.word(verdict, lang)
    view = View(
        lang=lang,
        title=" · ".join(_some(f"{word}: {facts.number}" if facts else word, site.name and words.tame(site.name))),
        name=quoted(site.name) if site.name else "",
        address=address_of(facts, site),
        host=quoted(site.host) if site.host else "",
        body=quoted(body) if body else "",
        sign=sign,
        field=field,
        seam=seam,
        word=word,
        headline=words.headline(verdict, lang, body=body, quote=quoted),
        sentence=words.sentence(verdict, lang, body=body, quote=quoted),
        easy=words.easy(verdict, lang),
        checked=verdict.checked_at,
        again=face in ("unknown", "unreached", "untold"),
        successor=verdict.successor
        if face in ("superseded", "not_genuine") and is_number(verdict.successor or "")
        else None,
        notice=in_language(site.notice, lang),
        links=links_of(site, lang, facts.number if facts else None, valid=face == "valid"),
        number=facts.number if facts else "",
        report=_report(site, facts.number if facts else None),
    )
    if facts is None:
        rest = "rest_not_known" if face in ("unread", "unproved", "unreached", "untold") else "rest_not_done"
        return msgspec.structs.replace(
            view, checks=_failed(verdict, lang), rest=label(rest, lang), todo=_todo(face, lang, site, body)
        )
    return msgspec.structs.replace(
        view,
        cut=cut(facts.notches, outline=seam == "dotted"),
        rows=rows_of(facts, lang, verdict),
        units=unit_lists(facts, lang, verdict),
        # Which of them are suspended only the register tells: without its word none is said to be covered now.
        units_now=verdict.verdict == "valid" and verdict.step("registered").result == "yes",
        units_untold=label("units_untold", lang)
        if facts.units and verdict.verdict == "valid" and verdict.step("registered").result != "yes"
        else "",
        checks=_checks(verdict, lang),
        subject=_subject(facts, scheme, lang),
        foreign=_foreign(scheme, lang),
        passages=_passages(verdict, scheme, lang) + _promised(verdict, holder_words, lang),
        turn_to=_turn_to(facts),
        turn_to_more=_lines(scheme.turn_to if scheme else None, lang),
        history=_history(_told(verdict, facts, changes), lang),
    )


def of_no_such(number: str, lang: Lang, site: Site, *, checked_at: str) -> View:
    """The page for a well-spelt number that no certificate has."""
    sign, field, seam = LOOKS["no_such"]
    word, headline, sentence, easy = words.no_such(number, lang, quote=quoted)
    return View(
        lang=lang,
        title=" · ".join(_some(word, site.name and words.tame(site.name))),
        name=quoted(site.name) if site.name else "",
        address=address_of(None, site),
        host=quoted(site.host) if site.host else "",
        sign=sign,
        field=field,
        seam=seam,
        word=word,
        headline=headline,
        sentence=sentence,
        easy=easy,
        checked=checked_at,
        again=False,
        todo=_todo("no_such", lang, site, site.name),
        notice=in_language(site.notice, lang),
        links=links_of(site, lang, None),
        report=_report(site, number),
    )


def rows_of(facts: Facts, lang: Lang, verdict: Verdict | None = None) -> tuple[Row, ...]:
    """The eight rows, in the order and with the numbers of the printed certificate, which has them from here too.

    A verdict adds what no longer holds; paper cannot know that, and asks without one.
    """
    organisation = (
        facts.organisation_number and f"{label('organisation_number', lang)}{quoted(facts.organisation_number)}"
    )
    struck, instead = _last_day(verdict, facts, lang) if verdict is not None else (False, "")
    issuer_more = (facts.issuer_address, in_language(facts.signatory, lang), in_language(facts.accreditation, lang))
    return (
        Row(
            number=1,
            label=label("row_holder", lang),
            value=quoted(facts.holder),
            kind="holder",
            more=_some(facts.address and quoted(facts.address), organisation),
        ),
        _row(2, "row_certified", in_language(facts.certified, lang), lang),
        msgspec.structs.replace(_row(3, "row_area", facts.area or facts.place, lang), more=counted(facts, lang)),
        Row(
            number=4,
            label=label("row_scheme", lang),
            value=_scheme(facts, lang),
            warning=label("working", lang) if facts.scheme and facts.scheme.edition == "working" else "",
        ),
        _row(5, "row_decided", day(facts.decided, lang) if facts.decided else "", lang, foreign=False),
        Row(
            number=6,
            label=label("row_until", lang),
            value=day(facts.valid_until, lang),
            struck=struck,
            instead=instead,
        ),
        Row(
            number=7,
            label=label("row_issuer", lang),
            value=quoted(facts.issuer_name),
            more=_some(*(text and quoted(text) for text in issuer_more)),
        ),
        Row(number=8, label=label("row_number", lang), value=facts.number, kind="number"),
    )


def _row(number: int, name: str, value: str, lang: Lang, *, foreign: bool = True) -> Row:
    """A plain row; one that a QR code does not carry says where to read it."""
    if not value:
        return Row(number=number, label=label(name, lang), value=label("only_on_paper", lang), kind="absent")
    return Row(number=number, label=label(name, lang), value=quoted(value) if foreign else value)


def _scheme(facts: Facts, lang: Lang) -> str:
    """Scheme, edition and level; the level only where it says more than the scheme's own title."""
    if facts.scheme is None or facts.level is None:
        return f"{quoted(facts.scheme_code)}, {label('level', lang)} {quoted(facts.level_code)}"
    title, level = in_language(facts.scheme.title, lang), in_language(facts.level.title, lang)
    text = f"{quoted(title)}, {label('edition', lang)} {quoted(facts.scheme.version)}"
    return text if level == title else f"{text}, {label('level', lang)} {quoted(level)}"


def _last_day(verdict: Verdict, facts: Facts, lang: Lang) -> tuple[bool, str]:
    """Whether the last day is struck through, and what stands after it."""
    since = day(verdict.status_since, lang) if verdict.status_since else ""
    match words.face(verdict):
        case "withdrawn" | "superseded" as face:
            key = f"now_{face}" if since else "now_void"
            return True, label(key, lang).format(since=since)
        case "withdrawn_or_superseded":
            return True, label("now_void", lang)
        case "suspended" | "expired" | "unknown" as face:
            return False, label(f"now_{face}", lang)
        case "not_yet_valid":
            return False, label("now_not_yet", lang).format(from_day=day(facts.valid_from, lang))
        case _:
            return False, ""


def _checks(verdict: Verdict, lang: Lang) -> tuple[Check, ...]:
    return tuple(_check(name, verdict, lang) for name in ASKED)


def _failed(verdict: Verdict, lang: Lang) -> tuple[Check, ...]:
    """The one check that decided: the first that did not give yes."""
    name = next(step.name for step in verdict.steps if step.result not in ("yes", "not_done"))
    return (_check(name, verdict, lang),)


def _check(name: StepName, verdict: Verdict, lang: Lang) -> Check:
    result = verdict.step(name).result
    return Check(
        sign=CHECK_SIGNS[result],
        result=result,
        question=words.question(name, lang),
        answer=words.answer(result, lang),
        basis=words.basis(name, verdict, lang, quote=quoted),
    )


def _subject(facts: Facts, scheme: SchemeTexts | None, lang: Lang) -> str:
    """What is certified, unless row 2 says it already in the same words."""
    text = in_language(scheme.subject if scheme else None, lang).strip()
    return "" if text == in_language(facts.certified, lang).strip() else text


def _foreign(scheme: SchemeTexts | None, lang: Lang) -> str:
    return "" if scheme is None or scheme.language == lang else scheme.language


def _passages(verdict: Verdict, scheme: SchemeTexts | None, lang: Lang) -> tuple[Passage, ...]:
    """Heading, sign and points of what it means, does not mean and lets one expect."""
    if scheme is None:
        return ()
    when = "" if verdict.verdict == "valid" else "_when"
    spoken = _foreign(scheme, lang)
    passages = (
        (label(f"means{when}", lang), "valid", _lines(scheme.means, lang), spoken),
        (label("means_not", lang), "dash", _lines(scheme.does_not_mean, lang), spoken),
        (label(f"expect{when}", lang), "arrow", _lines(scheme.expect, lang), spoken),
    )
    return tuple(passage for passage in passages if passage[2])


def _promised(verdict: Verdict, told: tuple[HolderWords, ...], lang: Lang) -> tuple[Passage, ...]:
    """The same for what the holder has told in its own words."""
    if verdict.verdict != "valid":
        return ()
    return tuple(
        (
            in_language(words_.heading, lang),
            "arrow",
            tuple(quoted(in_language(line, lang)) for line in words_.lines),
            "",
        )
        for words_ in told
        if words_.lines
    )


def _turn_to(facts: Facts) -> tuple[tuple[str, str], ...]:
    """The holder for the matter, then the body for the certificate: name and address."""
    parties = ((facts.holder, facts.address), (facts.issuer_name, facts.issuer_address))
    return tuple((quoted(name), quoted(address) if address else "") for name, address in parties)


def _told(verdict: Verdict, facts: Facts, changes: tuple[Change, ...]) -> tuple[Entry, ...]:
    """The history, newest first: the signed one where there is one, and the end of its time, which stands in none."""
    entries = _of_changes(changes, facts) or _entries(verdict, facts)
    return (Entry(at=facts.valid_until, was="expired"), *entries) if verdict.verdict == "expired" else entries


def _entries(verdict: Verdict, facts: Facts) -> tuple[Entry, ...]:
    """The history as far as the certificate and its status tell it, newest first."""
    entries = []
    was = _WAS.get(words.face(verdict))
    if was and verdict.status_since:
        entries.append(Entry(at=verdict.status_since, was=was, reason=verdict.status_reason, number=verdict.successor))
    if facts.decided:
        entries.append(Entry(at=facts.decided, was="renewed" if facts.former else "issued", number=facts.former))
    return tuple(entries)


def _of_changes(changes: tuple[Change, ...], facts: Facts) -> tuple[Entry, ...]:
    """The entries of a signed history, newest first."""
    entries = []
    for place, change in enumerate(changes):
        was: Was = "issued" if change.state == "active" else change.state
        number = change.successor or None
        before = changes[place - 1] if place else None
        if before is not None and before.state == change.state and before.suspended_units != change.suspended_units:
            entries.append(_of_units(change, facts))
            continue
        if change.state == "active" and place:
            was = "reinstated"
        elif change.state == "active" and facts.former:
            was, number = "renewed", facts.former
        entries.append(Entry(at=change.at, was=was, reason=change.reason or None, number=number))
    return tuple(reversed(entries))


def _of_units(change: Change, facts: Facts) -> Entry:
    """Units that are not covered from then on, by the names that the certificate gives them; or all are again."""
    names = {unit.code: unit.name for group in facts.units or () for unit in group.members}
    out = tuple(names.get(code, code) for code in change.suspended_units or ())
    return Entry(at=change.at, was="units_out" if out else "units_in", units=out)


def _history(entries: tuple[Entry, ...], lang: Lang) -> tuple[tuple[str, str], ...]:
    lines = []
    for entry in entries:
        number = quoted(entry.number) if entry.number else label("row_number", lang).lower()
        text = label(f"was_{entry.was}", lang).format(
            former=number, successor=number, units=", ".join(map(quoted, entry.units))
        )
        why = words.reason(entry.reason, lang)
        lines.append((day(entry.at, lang), f"{text} {why[0].upper()}{why[1:]}." if why else text))
    return tuple(lines)


def _todo(face: Face, lang: Lang, site: Site, body: str | None) -> tuple[str, ...]:
    """What a reader can do; advice that needs a host or a body which we do not know is left out.

    A page that is no body's own knows no address to compare with, and does not say "us".
    """
    known = {"host": site.name and site.host and quoted(site.host), "body": body and quoted(body)}
    keys = (key if site.name or key != "todo_ask" else "todo_ask_issuer" for key in WHAT_TO_DO[face])
    texts = [label(key, lang) for key in keys]
    return tuple(
        text.format_map(known) for text in texts if all(known[name] or f"{{{name}}}" not in text for name in known)
    )


def links_of(site: Site, lang: Lang, number: str | None, *, valid: bool = False) -> tuple[tuple[str, str], ...]:
    """The links of the foot: address and text."""
    wanted = (
        link for link in site.links if (number or "{number}" not in link.href) and (valid or not link.while_valid)
    )
    return tuple((link.href.replace("{number}", number or ""), in_language(link.text, lang)) for link in wanted)


def _report(site: Site, number: str | None) -> str:
    """Where misuse is reported, below the path of the pages; empty where nobody takes reports."""
    if not site.reports:
        return ""
    return f"{number}/report" if number else "report"


def address_of(facts: Facts | None, site: Site) -> str:
    """The address of the body whose page it is; the certificate knows it where that body is its issuer."""
    address = site.address
    if address is None and facts is not None and facts.issuer_name == site.name:
        address = facts.issuer_address
    return quoted(address) if address else ""


def _lines(text: Bilingual | None, lang: Lang) -> tuple[str, ...]:
    """The points of a text: its lines, without empty ones."""
    return tuple(line.strip() for line in in_language(text, lang).splitlines() if line.strip())


def _some(*texts: str | None) -> tuple[str, ...]:
    return tuple(text for text in texts if text)
