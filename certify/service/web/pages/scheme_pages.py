"""`/schemes` and what is under it as pages: every scheme, one version as a readable outline, one criterion.

The terms of a version (how long, how soon, what it costs, who sees what) are told in words from its own data; nothing
of a certain scheme stands here.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from litestar import Request, Response

from certify.core.scheme.clocks import local_day
from certify.core.scheme.outline import outline
from certify.core.scheme.saying import moment_in_words
from certify.core.scheme.tell_process import fee_in_words
from certify.core.scheme.terms import Day, EachYear, Earliest, Latest, Moment, Name, Number, Period, Shifted
from certify.core.scheme.voice import Voice
from certify.service.web import scheme_views
from certify.service.web.pages.criterion_told import criteria_told
from certify.service.web.pages.rendering import language, page
from certify.service.web.pages.saying import day, in_words
from certify.service.web.pages.words import Words, words
from certify.service.web.problems import not_found
from certify.service.web.wired import Wired, wired
from verify.pages.foreign import quoted

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.outline import OutlinePart
    from certify.core.scheme.terms import PeriodOrName
    from certify.service.web.scheme_documents import SchemeChanges
    from certify.service.web.scheme_views import CriterionShown, SchemeListed, SchemeShown, VersionNamed

AnyRequest = Request[Any, Any, Any]
PRINTED = ("holder", "area", "level", "valid_from", "valid_to")


class Term(NamedTuple):
    """One of a version's terms: the message that names it, and what it says, ready to be shown."""

    name: str
    says: tuple[str, ...]


async def render_schemes(request: AnyRequest, listed: tuple[SchemeListed, ...]) -> Response[Any]:
    """Every scheme with the version that takes applications now."""
    return await _list(request, listed, one=False)


async def render_scheme(request: AnyRequest, listed: SchemeListed) -> Response[Any]:
    """One scheme with all its versions."""
    return await _list(request, (listed,), one=True)


async def _list(request: AnyRequest, listed: tuple[SchemeListed, ...], *, one: bool) -> Response[Any]:
    today = local_day(wired(request).clock())
    return await page(
        request,
        "schemes.html",
        section="schemes",
        listed=listed,
        one=one,
        when=lambda version: _when(version.applies_from, version.until, today),
        now=lambda scheme: _now(scheme.versions, today),
    )


def _when(applies_from: date, until: date | None, today: date) -> str:
    """Whether a version takes applications today: "now", "before" or "later"; "until" where its last day is known."""
    if applies_from > today:
        return "later"
    if until is None:
        return "now"
    return "until" if until >= today else "before"


def _now(versions: tuple[VersionNamed, ...], today: date) -> VersionNamed:
    """The version that takes applications today, else the newest."""
    running = (one for one in versions if _when(one.applies_from, one.until, today) in {"now", "until"})
    return next(running, versions[0])


async def render_version(request: AnyRequest, shown: SchemeShown) -> Response[Any]:
    """A version from top to bottom: what it means, its terms, and what it asks for."""
    return await version_page(request, shown, await _scheme(wired(request), shown))


async def version_page(request: AnyRequest, shown: SchemeShown, scheme: Scheme, *, draft: str = "") -> Response[bytes]:
    """The page of a version; `draft` is the id of the draft that it is a preview of, where it is not published."""
    here, told = wired(request), words(language(request))
    sections = tuple(section for section in shown.sections if section.criteria)
    return await page(
        request,
        "scheme.html",
        section="schemes",
        scheme=shown,
        told_by=scheme,
        when=_when(shown.applies_from, shown.until, local_day(here.clock())),
        address=f"/scheme-drafts/{draft}" if draft else f"/schemes/{shown.id}/{shown.version}",
        draft=draft,
        sections=sections,
        told=criteria_told(scheme, told.language),
        counts=_counts(sections, scheme.bindings),
        terms=terms_of(scheme, told),
        seen_by_all=seen_by_all(scheme, told),
        rules=rules_of(scheme, told),
        profiles={id_: dict(profile.title) for id_, profile in scheme.profiles.items()},
        open_evidence=any(
            criterion.evidence is not None and criterion.evidence.public for criterion in scheme.criteria
        ),
    )


async def render_criterion(request: AnyRequest, shown: CriterionShown) -> Response[Any]:
    """One criterion, with the ones before and after it."""
    here = wired(request)
    of = await scheme_views.one_version(here, request.path_params["scheme"], request.path_params["version"])
    in_order = [criterion for section in of.sections for criterion in section.criteria]
    at = next(i for i, criterion in enumerate(in_order) if criterion.id == shown.id)
    scheme = await _scheme(here, of)
    return await page(
        request,
        "criterion.html",
        section="schemes",
        scheme=of,
        chapter=next(section for section in of.sections if section.id == shown.section),
        criterion=shown,
        told_by=scheme,
        told=criteria_told(scheme, language(request))[shown.id],
        address=f"/schemes/{of.id}/{of.version}",
        before=in_order[at - 1] if at else None,
        after=in_order[at + 1] if at + 1 < len(in_order) else None,
    )


async def render_changes(request: AnyRequest, shown: SchemeChanges) -> Response[Any]:
    """What a version changed against the one before it."""
    return await page(request, "scheme_changed.html", section="schemes", shown=shown)


async def _scheme(here: Wired, shown: SchemeShown) -> Scheme:
    scheme = await here.shell.schemes.get(here.database, shown.body, shown.digest)
    if scheme is None:
        raise not_found()
    return scheme


def rules_of(scheme: Scheme, told: Words) -> tuple[OutlinePart, ...]:
    """The rules in words, but for what is asked, which stands on the page in full."""
    return outline(scheme, told.language).parts[1:]


def _counts(sections: tuple[scheme_views.SectionShown, ...], bindings: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """How many criteria there are of each binding, in the scheme's order."""
    found = [criterion.binding for section in sections for criterion in section.criteria]
    return tuple((binding, found.count(binding)) for binding in bindings if binding in found)


def terms_of(scheme: Scheme, told: Words) -> tuple[Term, ...]:
    """How long, how soon, at what price, and what then: each term that the scheme has."""
    decide, appeal = scheme.activity("decide"), scheme.activity("appeal")
    terms = [
        Term("scheme-answer", _moment(scheme, decide.within, told) if decide and decide.within else ()),
        Term("scheme-fee", _fees(scheme, told)),
        Term("scheme-validity", _validity(scheme, told)),
        Term("scheme-renewal", _renewal(scheme, told)),
        Term("scheme-suspension", _suspension(scheme, told)),
        Term("scheme-appeal", _appeal(scheme, told) if appeal else ()),
    ]
    return tuple(term for term in terms if term.says)


def _validity(scheme: Scheme, told: Words) -> tuple[str, ...]:
    validity = scheme.validity
    says: tuple[str, ...] = ()
    if validity.for_ is not None:
        period = _period(scheme, validity.for_)
        says += (_said(told, "scheme-valid-for", period) if period else told.marked("scheme-valid-varies"),)
    if validity.until is not None:
        says += _moment(scheme, validity.until, told)
    if validity.renewed_for is not None and (period := _period(scheme, validity.renewed_for)):
        says += (_said(told, "scheme-renewed-for", period),)
    if validity.open_ended:
        says += (told.marked("scheme-valid-open-ended"),)
    if validity.in_force is not None:
        season = Voice(scheme, told.language).season(validity.in_force.from_, validity.in_force.until)
        says += (told.marked("scheme-valid-in-season", season=season),)
    return says


def _renewal(scheme: Scheme, told: Words) -> tuple[str, ...]:
    if scheme.renewal is None:
        return ()
    opens = _moment(scheme, scheme.renewal.opens, told)
    says = tuple(told.marked("scheme-renewal-opens", when=when) for when in opens)
    says += (told.marked(f"scheme-renewal-counts-{scheme.renewal.counts_from}"),)
    if scheme.renewal.late is not None:
        says += (_said(told, "scheme-renewal-late", scheme.renewal.late.within),)
    return says


def _suspension(scheme: Scheme, told: Words) -> tuple[str, ...]:
    return (_said(told, "scheme-suspended-longest", scheme.suspension.longest),) if scheme.suspension else ()


def _appeal(scheme: Scheme, told: Words) -> tuple[str, ...]:
    appeal = scheme.activity("appeal")
    if appeal is None:
        return ()
    within = _moment(scheme, appeal.within, told) if appeal.within is not None else ()
    if not within:
        return (told.marked("scheme-appeal-any"),)
    return tuple(told.marked("scheme-appeal-within", when=when) for when in within)


def _fees(scheme: Scheme, told: Words) -> tuple[str, ...]:
    """What each thing costs; one line where nothing costs anything."""
    amounts = {what: scheme.parameters.get(named) for what, named in scheme.fees.items()}
    values = {what: one.value.value if one and isinstance(one.value, Number) else None for what, one in amounts.items()}
    if values and all(value == 0 for value in values.values()):
        return (told.marked("scheme-fee-none"),)
    voice = Voice(scheme, told.language)
    return tuple(_fee(voice, what, named, told) for what, named in scheme.fees.items())


def _fee(voice: Voice, what: str, named: str, told: Words) -> str:
    id_ = f"scheme-fee-{what}"
    name = told.plain(id_) if told.has(id_) else voice.called(what)
    return told.marked("scheme-fee-is", what=name, amount=fee_in_words(voice, named))


def _period(scheme: Scheme, named: PeriodOrName) -> Period | None:
    """A period, looked up where it is a parameter; None where it is only known for each case."""
    if isinstance(named, Name):
        parameter = scheme.parameters.get(named.word)
        return parameter.value if parameter is not None and isinstance(parameter.value, Period) else None
    return named


def _said(told: Words, id_: str, period: Period) -> str:
    return told.marked(id_, period=period_text(period, told))


def period_text(period: Period, told: Words) -> str:
    """A period in words: "3 år", "10 arbetsdagar"."""
    return told.plain(f"period-{period.unit.replace(' ', '-')}", n=period.count)


def _moment(scheme: Scheme, moment: Moment, told: Words) -> tuple[str, ...]:
    """A moment in words ("6 månader före sista dagen"); one line for each of several; nothing for one unknown."""
    match moment:
        case Day():
            return (day(moment.value, told.language),)
        case Name():
            id_ = f"moment-{moment.word}"
            return (told.plain(id_),) if told.has(id_) else ()
        case Shifted():
            period = _period(scheme, moment.period)
            anchor = _moment(scheme, moment.anchor, told)
            if period is None or len(anchor) != 1:
                return ()
            id_ = f"moment-{moment.direction}"
            return (told.plain(id_, period=period_text(period, told), anchor=anchor[0]),)
        case EachYear():
            return (moment_in_words(moment, told.language),)
        case Earliest() | Latest():
            says = tuple(text for one in moment.of for text in _moment(scheme, one, told))
            which = "earliest" if isinstance(moment, Earliest) else "latest"
            return (told.plain(f"moment-{which}", moments="; ".join(says)),) if len(says) == len(moment.of) else ()


def seen_by_all(scheme: Scheme, told: Words) -> tuple[str, ...]:
    """What of a certificate anybody may see, in the scheme's order."""
    return tuple(_public_name(scheme, name, told) for name in scheme.certificate.public)


def _public_name(scheme: Scheme, name: str, told: Words) -> str:
    if name in PRINTED:
        return told.marked(f"public-{name}")
    if (criterion := scheme.criteria_by_id.get(name)) is not None:
        return quoted(in_words(criterion.title, told.language))
    entry = scheme.inputs.get(name)
    if entry is not None and entry.text is not None:
        return quoted(in_words(entry.text, told.language))
    return quoted(name.replace("_", " "))
