"""What is done, told entry by entry: who does an activity, on what, when, and what follows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from certify.core.scheme.measure_words import each
from certify.core.scheme.saying import period_in_words
from certify.core.scheme.tell_process import if_late_in_words, late_label
from certify.core.scheme.wording import in_a_sentence

if TYPE_CHECKING:
    from certify.core.scheme.process import Activity, Merge
    from certify.core.scheme.tell_asked import Note
    from certify.core.scheme.voice import Voice


def activity_notes(voice: Voice, activity: Activity) -> Iterator[Note]:
    """Who does it, on what, when, and what follows."""
    yield from _doers(voice, activity)
    yield from _done_on(voice, activity)
    yield from _timed(voice, activity)


def _doers(voice: Voice, activity: Activity) -> Iterator[Note]:
    by = voice.listed((voice.word(one) for one in activity.by), voice.said("eller", "or"))
    if activity.people > 1:
        by = voice.said(f"{by}: {activity.people} personer, var för sig", f"{by}: {activity.people} people, each alone")
    yield voice.said("Görs av", "Done by"), by
    if activity.after:
        before = voice.listed(in_a_sentence(voice.called(one)) for one in activity.after)
        yield voice.said("Efter", "After"), before
    if activity.competence:
        yield voice.said("Kompetens", "Competence"), ", ".join(one.replace("_", " ") for one in activity.competence)
    if activity.independent_of:
        other = voice.listed(
            (in_a_sentence(voice.called(one)) for one in activity.independent_of), voice.said("eller", "or")
        )
        yield voice.said("Oberoende", "Independence"), voice.said(
            f"ingen som har gjort {other} i samma ärende", f"nobody who did {other} in the same case"
        )  # fmt: skip
    if activity.cooling_off is not None:
        time = period_in_words(activity.cooling_off, voice.language)
        yield voice.said("Efter rådgivning", "After advising"), voice.said(
            f"den som har gett sökanden råd får inte göra det förrän efter {time}",
            f"whoever advised the applicant may not do it until {time} have passed",
        )  # fmt: skip
    if activity.rotation is not None:
        time = period_in_words(activity.rotation, voice.language)
        yield voice.said("Byte av person", "Rotation"), voice.said(
            f"efter {time} hos samma sökande gör någon annan det",
            f"after {time} with the same applicant another does it",
        )  # fmt: skip
    if activity.blind:
        yield voice.said("Ovetande om varandra", "Blind"), voice.said(
            "var och en ser de andras svar först när det egna är inlämnat",
            "each sees what the others found only when their own is handed in",
        )  # fmt: skip
    yield from _merged(voice, activity.merge)


def _merged(voice: Voice, merge: Merge) -> Iterator[Note]:
    label = voice.said("När flera svarar", "Where several answer")
    if merge.values == "mean":
        yield label, voice.said("medelvärdet gäller", "the mean counts")
    if merge.values == "worst":
        yield label, voice.said("det sämsta svaret gäller", "the worst answer counts")
    if merge.vote is None:
        return
    rule = {
        "majority": voice.said("mer än hälften av de avgivna rösterna", "more than half of the votes given"),
        "all": voice.said("alla avgivna röster", "every vote given"),
    }[merge.vote]
    yield voice.said("För ett ja krävs", "A yes takes"), rule
    if merge.quorum > 1:
        yield voice.said("Beslutsför", "Quorum"), voice.said(
            f"minst {merge.quorum} röster; med färre finns inget svar, och det räknas aldrig som nej",
            f"at least {merge.quorum} votes; with fewer there is no answer, which never counts as a no",
        )  # fmt: skip
    none = voice.said("finns inget svar", "there is no answer")
    answer = {
        "yes": voice.said("är svaret ja", "the answer is yes"),
        "no": voice.said("är svaret nej", "the answer is no"),
    }
    yield voice.said("Vid lika röstetal", "On a tie"), answer.get(merge.tie or "", none)


def _done_on(voice: Voice, activity: Activity) -> Iterator[Note]:
    if activity.fills:
        label = voice.said("Ger svar på", "Answers")
        if activity.kind == "apply":
            label = voice.said("Den sökande svarar på", "The applicant answers")
        yield label, voice.selection(activity.fills)
    if activity.per is not None and activity.sample is None:
        yield voice.said("Omfattning", "Extent"), each(voice, activity.per)
    if activity.sample is not None:
        kind = voice.called(activity.per or "")
        yield voice.said("Stickprov", "Sample"), voice.said(
            f"så många av slaget {kind}: {voice.value(activity.sample)}",
            f"so many of the kind {kind}: {voice.value(activity.sample)}",
        )  # fmt: skip
    if activity.random:
        yield voice.said("Urval", "Choice"), voice.said(
            "lottas; dragningen antecknas så att den kan göras om",
            "drawn by lot; the draw is recorded so that it can be repeated",
        )  # fmt: skip
    if activity.covers:
        yield voice.said("Ser på nytt på", "Looks again at"), voice.selection(activity.covers)


def _timed(voice: Voice, activity: Activity) -> Iterator[Note]:
    if activity.when is not None:
        yield voice.said("Görs om", "Done if"), voice.condition(activity.when)
    if activity.attempts:
        yield voice.said("Antal försök", "Attempts"), voice.said(
            f"högst {activity.attempts}", f"at most {activity.attempts}"
        )  # fmt: skip
    if activity.within is not None:
        yield voice.said("Senast", "No later than"), voice.moment(activity.within)
    if activity.first is not None:
        yield voice.said("Första gången", "The first time"), voice.said(
            f"senast {voice.moment(activity.first)}", f"no later than {voice.moment(activity.first)}"
        )  # fmt: skip
    if activity.every is not None:
        often = voice.often(activity.every)
        yield voice.said("Återkommer", "Comes back"), voice.said(
            f"{often}, så länge certifikatet gäller", f"{often}, for as long as the certificate is valid"
        )  # fmt: skip
    if activity.skip_when is not None:
        yield voice.said("Hoppas över om", "Left out if"), voice.condition(activity.skip_when)
    if activity.unannounced:
        day = voice.said("den sökande får inte veta dagen i förväg", "the applicant is not told of the day beforehand")
        yield voice.said("Oanmält", "Unannounced"), day
    if activity.stays_secret:
        never = voice.said("den sökande får aldrig veta vem som gjorde det", "the applicant is never told who did it")
        yield voice.said("Hemligt", "Secret"), never
    if activity.if_late is not None:
        yield late_label(voice), if_late_in_words(voice, activity.if_late)
