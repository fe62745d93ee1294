"""What the page of a past day shows. Its field is never green: it speaks of then, and today may be another matter."""

from __future__ import annotations

import msgspec

from verify import times, words
from verify.asked import Odd
from verify.dates import STOCKHOLM, Lang, clock, day
from verify.errors import BadTime
from verify.pages.foreign import in_language, quoted
from verify.pages.labels import label
from verify.pages.shapes import DayView, Hours, Site
from verify.pages.view import LOOKS, address_of, links_of, rows_of
from verify.past import Held, PastDay
from verify.times import moment
from verify.verdict import Verdict


def of_day(past: PastDay, verdict: Verdict, lang: Lang, site: Site) -> DayView:
    """The page of a day on which we know what held; `verdict` is today's."""
    standing = past.standing
    facts = verdict.certificate
    body = quoted(facts.issuer_name) if facts else ""
    view = _bare(past.number, verdict, lang, site)
    word = label("past_word" if past.whole else "past_so_far", lang).format(day=day(past.on, lang))
    headline = label(f"past_{standing or 'changed'}", lang)
    return msgspec.structs.replace(
        view,
        title=_title(word, headline, past.number, site),
        sign=LOOKS[standing][0] if standing else "half",
        word=word,
        headline=headline,
        sentence=label("past_follows", lang).format(body=body),
        day=past.on,
        hours=tuple(_hours(one, lang) for one in past.held) if standing is None else (),
        rows=rows_of(facts, lang) if facts else (),
    )


def of_unknown_day(number: str, on: str, verdict: Verdict, lang: Lang, site: Site) -> DayView:
    """The page of a day of which nothing is known, for want of a history that holds."""
    view = _bare(number, verdict, lang, site)
    word, headline = label("past_word", lang).format(day=day(on, lang)), label("past_unknown", lang)
    return msgspec.structs.replace(
        view,
        title=_title(word, headline, number, site),
        word=word,
        headline=headline,
        sentence=label("past_no_history", lang),
        day=on,
    )


def of_bad_day(number: str, typed: str, verdict: Verdict, lang: Lang, site: Site) -> DayView:
    """The page when what was asked for is no day, or one that has not begun."""
    view = _bare(number, verdict, lang, site)
    return msgspec.structs.replace(view, sentence=label("past_bad_day", lang), day=typed[:20], wrong=True)


def of_odd(number: str, odd: Odd, verdict: Verdict, lang: Lang, site: Site) -> DayView:
    """The page when the address asks for something under a name that is none of ours."""
    view = _bare(number, verdict, lang, site)
    try:
        meant = times.day(odd.value).isoformat()
    except BadTime:
        meant = ""
    of_day = odd.meant == "on"
    headline = label("past_which" if of_day else "odd_headline", lang)
    return msgspec.structs.replace(
        view, title=headline, headline=headline, sentence=oddity(odd, lang), day=meant if of_day else "", wrong=of_day
    )


def oddity(odd: Odd, lang: Lang) -> str:
    """What was asked that cannot be answered, and how it is spelled."""
    known = "odd_twice" if odd.name == odd.meant != "number" else f"odd_{odd.meant}"
    return label(known, lang).format(name=quoted(odd.name[:40]))


def _bare(number: str, verdict: Verdict, lang: Lang, site: Site) -> DayView:
    today = moment(verdict.checked_at).astimezone(STOCKHOLM).date().isoformat()
    return DayView(
        lang=lang,
        title=label("past_which", lang),
        name=quoted(site.name) if site.name else "",
        address=address_of(verdict.certificate, site),
        host=quoted(site.host) if site.host else "",
        number=number,
        sign="unknown",
        word=number,
        headline=label("past_which", lang),
        sentence="",
        checked=verdict.checked_at,
        latest=today,
        notice=in_language(site.notice, lang),
        links=links_of(site, lang, number),
    )


def _title(word: str, headline: str, number: str, site: Site) -> str:
    """What held, the number, and whose page it is."""
    whose = f" · {words.tame(site.name)}" if site.name else ""
    return f"{word} {headline.rstrip('.')}: {number}{whose}"


def _hours(held: Held, lang: Lang) -> Hours:
    why = words.reason(held.reason, lang)
    return Hours(
        sign=LOOKS[held.standing][0],
        when=f"{_time(held.from_, lang)}–{_time(held.until, lang)}",
        what=label(f"past_from_{held.standing}", lang),
        why=f"{why[0].upper()}{why[1:]}." if why else "",
    )


def _time(at: str, lang: Lang) -> str:
    return clock(at, lang).rpartition(" ")[2]
