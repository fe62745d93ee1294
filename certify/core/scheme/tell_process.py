"""What follows, told entry by entry: nonconformities, how long it holds, renewal, forms, and what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from certify.core.scheme.measure import Table
from certify.core.scheme.measure_words import measure_in_words
from certify.core.scheme.saying import period_in_words
from certify.core.scheme.terms import Number, Period
from certify.core.scheme.wording import choice_in_words, field_in_words, in_a_sentence

if TYPE_CHECKING:
    from certify.core.scheme.parts import Certificate, Form, Mark
    from certify.core.scheme.process import (
        LateRenewal,
        Nonconformity,
        Renewal,
        Suspension,
        Transition,
        Validity,
    )
    from certify.core.scheme.tell_asked import Note
    from certify.core.scheme.terms import Operand, PeriodOrName
    from certify.core.scheme.voice import Voice


def late_label(voice: Voice) -> str:
    """What introduces what follows when a time has run out."""
    return voice.said("Om tiden löper ut", "If it is late")


def if_late_in_words(voice: Voice, if_late: str) -> str:
    """What follows when a time has run out: `becomes major`, `suspend`, `repeat visit`."""
    act, _, what = if_late.partition(" ")
    called = in_a_sentence(voice.called(what)) if what else ""
    match act:
        case "becomes":
            return voice.said(f"blir avvikelsen {called}", f"it becomes a nonconformity {called}")
        case "suspend" if what:
            return voice.said(f"pausas berörd enhet: {called}", f"the unit concerned is suspended: {called}")
        case "repeat":
            return voice.said(f"görs {called} om", f"{called} is done again")
        case _:
            return {
                "remark": voice.said("antecknas det som en anmärkning", "it is noted as a remark"),
                "suspend": voice.said("pausas certifikatet", "the certificate is suspended"),
                "withdraw": voice.said("återkallas certifikatet", "the certificate is withdrawn"),
                "refuse": voice.said("avslås ansökan", "the application is refused"),
            }[act]


def nonconformity_notes(voice: Voice, entry: Nonconformity) -> Iterator[Note]:
    """By when a nonconformity of the grade is put right, and what it stops."""
    time = period_in_words(entry.within, voice.language)
    anchor = choice_in_words(entry.counts_from, voice.language)
    yield voice.said("Rättas till inom", "Put right within"), voice.said(
        f"{time} från {anchor}", f"{time} from {anchor}"
    )  # fmt: skip
    if entry.blocks:
        yield voice.said("Beslut", "Decision"), voice.said(
            "inget certifikat beslutas förrän den är rättad", "no certificate is granted until it is put right"
        )  # fmt: skip
    if entry.if_late is not None:
        yield late_label(voice), if_late_in_words(voice, entry.if_late)
    if entry.many is not None:
        least, grade = entry.many.at_least, in_a_sentence(voice.called(entry.many.becomes))
        yield voice.said("Många på en gång", "Many at once"), voice.said(
            f"{least} eller fler som är öppna samtidigt blir var och en {grade}",
            f"{least} or more that are open at once each become {grade}",
        )  # fmt: skip


def validity_notes(voice: Voice, entry: Validity) -> Iterator[Note]:
    """From when to when a certificate is valid."""
    begins = choice_in_words(entry.from_, voice.language)
    yield voice.said("Gäller från", "Valid from"), begins
    if entry.for_ is not None:
        yield voice.said("Gäller i", "Valid for"), period_or_name(voice, entry.for_)
    if entry.until is not None:
        yield voice.said("Gäller till och med", "Valid until"), voice.moment(entry.until)
    if entry.open_ended:
        yield voice.said("Gäller", "Valid"), voice.said("tills vidare, utan sista dag", "open-ended, with no last day")
    if entry.renewed_for is not None:
        yield voice.said("Förnyas för", "Renewed for"), period_or_name(voice, entry.renewed_for)
    if entry.ends_on:
        yield voice.said("Upphör i förtid vid", "Ends early on"), voice.listed(
            (voice.quoted(one) for one in entry.ends_on), voice.said("eller", "or")
        )  # fmt: skip
    if entry.not_beyond is not None:
        yield voice.said("Aldrig längre än till", "Never beyond"), voice.moment(entry.not_beyond)
    if entry.in_force is not None:
        season = voice.season(entry.in_force.from_, entry.in_force.until)
        yield voice.said("Säsong", "Season"), voice.said(
            f"{season}. Ett certifikat gäller en säsong: från beslutet, eller från den första dagen i nästa säsong, "
            "till säsongens sista dag om det inte slutar tidigare",
            f"{season}. A certificate is for one season: from the decision, or from the first day of the next season, "
            "until the last day of the season unless it ends before",
        )  # fmt: skip


def period_or_name(voice: Voice, time: PeriodOrName) -> str:
    """A period, or what the name of one is called."""
    return period_in_words(time, voice.language) if isinstance(time, Period) else voice.said(
        f"den tid som {voice.quoted(time.word)} ger", f"the time that {voice.quoted(time.word)} gives"
    )  # fmt: skip


def renewal_notes(voice: Voice, entry: Renewal) -> Iterator[Note]:
    """When and how a certificate is renewed, before its end and after it."""
    yield voice.said("Kan sökas från", "Open from"), voice.moment(entry.opens)
    if entry.due is not None:
        yield voice.said("Bör lämnas in senast", "Should be handed in by"), voice.moment(entry.due)
    yield voice.said("Den nya tiden räknas från", "The new term counts from"), choice_in_words(
        entry.counts_from, voice.language
    )  # fmt: skip
    if voice.scheme.validity.in_force is not None and entry.counts_from == "former_end":
        yield voice.said("Säsong", "Season"), voice.said(
            "det nya är för den säsong som inte är slut när det gamla är det, och det gamla gäller till sin sista dag "
            "eller tills det nya börjar",
            "the new one is for the season that is not over when the old one is, and the old one holds to its last day "
            "or until the new one begins",
        )  # fmt: skip
    if entry.requires is not None:
        yield voice.said("Kräver dessutom", "Asks besides for"), voice.condition(entry.requires)
    if entry.form is not None:
        yield voice.said("Blankett", "Form"), form_in_words(entry.form)
    if entry.forms_in_turn:
        yield voice.said("Blanketter i tur och ordning", "Forms in turn"), voice.listed(
            form_in_words(one) for one in entry.forms_in_turn
        )  # fmt: skip
    if entry.late is not None:
        yield voice.said("Efter sista dagen", "After the last day"), _late(voice, entry.late)


def form_in_words(form: str) -> str:
    """A form by its own name."""
    return form.replace("_", " ")


def _late(voice: Voice, late: LateRenewal) -> str:
    time = period_in_words(late.within, voice.language)
    status, begins, counts = (
        choice_in_words(one, voice.language) for one in (late.status, late.valid_from, late.counts_from)
    )
    says = [
        voice.said(f"kan förnyas inom {time}", f"may be renewed within {time}"),
        voice.said(f"är {status} under tiden", f"is {status} meanwhile"),
        voice.said(f"det nya gäller från {begins}", f"the new one is valid from {begins}"),
        voice.said(f"och tiden räknas från {counts}", f"and its term counts from {counts}"),
    ]
    if late.form is not None:
        says.append(voice.said("blankett: ", "form: ") + form_in_words(late.form))
    if late.after_that is not None:
        after = in_a_sentence(voice.called(late.after_that))
        says.append(voice.said(f"därefter krävs {after}", f"after that it takes {after}"))
    return "; ".join(says)


def suspension_notes(voice: Voice, entry: Suspension) -> Iterator[Note]:
    """How long a suspension lasts at most, and what follows."""
    yield voice.said("Längst", "At most"), period_in_words(entry.longest, voice.language)
    yield voice.said("Därefter", "After that"), if_late_in_words(voice, entry.then)


def transition_notes(voice: Voice, entry: Transition) -> Iterator[Note]:
    """What those who hold a certificate under the version before have to do."""
    if entry.text is not None:
        yield voice.said("Till innehavare", "To holders"), voice.text(entry.text)
    if entry.shows:
        yield voice.said("Ska visa", "Have to show"), voice.selection(entry.shows)
    yield voice.said("Senast", "No later than"), voice.moment(entry.by)
    if entry.if_late is not None:
        yield late_label(voice), if_late_in_words(voice, entry.if_late)


def form_notes(voice: Voice, form: Form) -> Iterator[Note]:
    """What a form leaves out, and what may be confirmed in it."""
    if form.leaves_out:
        yield voice.said("Frågar inte om", "Does not ask about"), voice.selection(form.leaves_out)
    if form.may_confirm_unchanged:
        yield voice.said("Får bekräftas som oförändrat", "May be confirmed as unchanged"), voice.selection(
            form.may_confirm_unchanged
        )  # fmt: skip
    if not form.leaves_out and not form.may_confirm_unchanged:
        yield voice.said("Frågar om", "Asks about"), voice.said("alla kriterier", "all criteria")


def certificate_notes(voice: Voice, certificate: Certificate) -> Iterator[Note]:
    """What is printed, and what is shown to anyone."""
    for label, names in (
        (voice.said("Trycks på certifikatet", "Printed on the certificate"), certificate.print),
        (voice.said("Visas för alla", "Shown to anyone"), certificate.public),
    ):
        yield label, voice.listed(field_in_words(voice.scheme, name, voice.language) for name in names)


def mark_notes(voice: Voice, mark: Mark) -> Iterator[Note]:
    """From which level and for how long the mark may be used."""
    if mark.level is not None:
        yield voice.said("Från nivån", "From the level"), voice.called(mark.level)
    when = voice.said("så länge certifikatet gäller", "for as long as the certificate is valid")
    yield voice.said("Får användas", "May be used"), when
    if mark.colour is not None:
        yield voice.said("Färg", "Colour"), mark.colour


def fee_in_words(voice: Voice, name: str) -> str:
    """What a fee comes to: an amount, the amounts of a table, or how it is worked out."""
    parameter, measure = voice.scheme.parameters.get(name), voice.scheme.measures.get(name)
    if parameter is not None and isinstance(parameter.value, Number):
        return amount_in_words(voice, parameter.value)
    if isinstance(measure, Table):
        rows = "; ".join(
            f"{voice.compared(row.comparison, (measure.table,))}: {amount_in_words(voice, row.value)}"
            for row in measure.rows
        )
        return voice.said(f"efter {voice.quoted(measure.table)}: {rows}", f"by {voice.quoted(measure.table)}: {rows}")
    said = "" if measure is None else f" ({measure_in_words(voice, measure)})"
    return f"{voice.quoted(name)}{said}"


def amount_in_words(voice: Voice, value: Operand) -> str:
    """An amount of money in kronor."""
    if isinstance(value, Number) and value.value == 0:
        return voice.said("ingen avgift", "no fee")
    said = voice.value(value)
    return voice.said(f"{said} kr", f"SEK {said}")
