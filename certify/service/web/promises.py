"""What a holder has told the public in its own words, for the page of its certificate: promises, times and the like.

Only what the scheme puts on the certificate for anyone to see, what the applicant itself says, and what is marked as
public: `certificate.public`, `given_by: applicant`, `public: yes`. Beside it stands what the review found and the
scheme shows: the measures of `certificate.public`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from certify.core.dossier import Dossier
from certify.core.errors import Damaged
from certify.core.given import Actor, Given
from certify.core.rules.decision import outcome_of
from certify.core.scheme.figures import number_in_words
from certify.core.scheme.quantities import said_in_words, unit_of, with_unit
from certify.core.scheme.saying import own_word
from certify.core.scheme.translated import in_language
from certify.core.standing import WORKER
from certify.service.perform import load_case
from certify.service.schemes import as_begun
from certify.service.store import cases, certificates
from certify.service.web.papers import contents_of
from certify.service.web.problems import Trouble
from certify.service.web.scheme_views import texts_of
from verify.credential import Bilingual
from verify.pages.shapes import HolderWords, SchemeTexts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from certify.core.case import Case
    from certify.core.documents import Content
    from certify.core.findings import Said
    from certify.core.scheme.measure import Measure
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.parts import Input
    from certify.service.store.certificates import RegisterRow
    from certify.service.web.wired import Wired

_FOUND = Bilingual(sv="Det här visade granskningen", en="What the review found")


async def holder_words(here: Wired, number: str) -> tuple[HolderWords, ...]:
    """What the holder of a certificate says; nothing where there is none of that number, or its dossier is erased."""
    found = await _case_of(here, number, lambda scheme: bool(told_by_holders(scheme) or measures_shown(scheme)))
    if found is None:
        return ()
    row, case, scheme = found
    try:
        contents = await contents_of(here.database, row.body, documents_of(case))
    except (Trouble, Damaged):
        return ()  # erased, or not to be read: the certificate is what it is without it
    dossier = contents[case.dossier]
    if not isinstance(dossier, Dossier):
        return ()
    return (*words_of(scheme, dossier), *measured(scheme, case, contents))


def documents_of(case: Case) -> tuple[str, ...]:
    """The documents that the outcome of a case rests on."""
    named = (case.dossier, *((case.intake_findings,) if case.intake_findings else ()))
    return (*named, *dict.fromkeys(work.findings for work in case.works))


def measures_shown(scheme: Scheme) -> dict[str, Measure]:
    """The measures that anyone is shown, in the order of the scheme."""
    return {name: scheme.measures[name] for name in scheme.certificate.public if name in scheme.measures}


def measured(scheme: Scheme, case: Case, contents: Mapping[str, Content]) -> tuple[HolderWords, ...]:
    """What the review found, as far as it is shown, worked out anew from what the decision rests on."""
    shown = {name: entry.text for name, entry in measures_shown(scheme).items() if entry.text is not None}
    if case.decision is None or not shown:
        return ()
    nobody = Actor(id=WORKER, does=frozenset())
    values = outcome_of(case, Given(scheme=scheme, by=nobody, at=case.decision.at, documents=contents)).values
    lines = tuple(
        Bilingual(sv=f"{in_language(text, 'sv')}: {said['sv']}", en=f"{in_language(text, 'en')}: {said['en']}")
        for name, text in shown.items()
        if (said := in_figures(scheme, name, values.get(name)))
    )
    return (HolderWords(heading=_FOUND, lines=lines),)


def in_figures(scheme: Scheme, name: str, value: str | None) -> dict[str, str]:
    """A number with its unit, or a share in per cent, with two decimals at most; anything else by what it is called.

    Nothing is rounded to a whole: 35.4 beside a limit of 35 is not 35.
    """
    if value is None:
        return {}
    domain = scheme.namespace.domains[name]
    if domain.kind != "number":
        return {language: said_in_words(scheme, name, value, language) for language in ("sv", "en")}
    number = round(Fraction(value) * (100 if domain.percent else 1), 2)
    return {
        language: with_unit(
            number_in_words(number, language), "%" if domain.percent else unit_of(scheme, name, language)
        )
        for language in ("sv", "en")
    }


async def texts_of_number(here: Wired, number: str) -> SchemeTexts | None:
    """What the scheme says to the public of a certificate under a profile; None where there is none of that number."""
    found = await _case_of(here, number, lambda scheme: bool(scheme.profiles))
    if found is None or found[1].profile is None:
        return None
    return texts_of(found[2])


async def _case_of(
    here: Wired, number: str, concerned: Callable[[Scheme], bool]
) -> tuple[RegisterRow, Case, Scheme] | None:
    """The certificate's row, its case and its scheme under the case's profile, where such a scheme is concerned."""
    row = await certificates.certificate(here.database, number)
    view = await cases.view_of(here.database, row.body, row.case) if row is not None else None
    if row is None or view is None:
        return None
    scheme = await here.shell.schemes.get(here.database, row.body, view.scheme)
    if scheme is None or not concerned(scheme):
        return None
    case = await load_case(here.database, row.body, row.case)
    return None if case is None else (row, case, as_begun(scheme, case))


def told_by_holders(scheme: Scheme) -> dict[str, Input]:
    """The inputs by which a holder speaks to the public, in the order of the scheme."""
    return {
        name: scheme.inputs[name]
        for name in scheme.certificate.public
        if name in scheme.inputs and scheme.inputs[name].given_by == "applicant" and scheme.inputs[name].public
    }


def words_of(scheme: Scheme, dossier: Dossier) -> tuple[HolderWords, ...]:
    """What was said under each of them: the rows of a table a line each, anything else as one line."""
    told = []
    for name, entry in told_by_holders(scheme).items():
        said = dossier.inputs.get(name)
        if said is None or entry.text is None:
            continue
        heading = Bilingual(sv=in_language(entry.text, "sv"), en=in_language(entry.text, "en"))
        both = (tuple(_lines(scheme, name, said, language)) for language in ("sv", "en"))
        told.append(
            HolderWords(heading=heading, lines=tuple(Bilingual(sv=sv, en=en) for sv, en in zip(*both, strict=True)))
        )
    return tuple(told)


def _lines(scheme: Scheme, name: str, said: Said, language: str) -> list[str]:
    if isinstance(said, str):
        return [said_in_words(scheme, name, said, language)]
    if isinstance(said, dict):
        return [
            f"{own_word(scheme, key, language)}: {said_in_words(scheme, name, value, language)}"
            for key, value in said.items()
        ]
    return [
        _row(scheme, name, row, language) if isinstance(row, dict) else said_in_words(scheme, name, row, language)
        for row in said
    ]


def _row(scheme: Scheme, name: str, row: dict[str, str], language: str) -> str:
    """The first cell as it stands, the others with what their column is called: `Bygglov. Tid: fyra veckor`.

    Of a series the day, and then what was measured.
    """
    entry = scheme.inputs[name]
    if not entry.columns:
        return f"{row.get('on', '')}: {said_in_words(scheme, name, row.get('value', ''), language)}"
    cells = [
        (column, said_in_words(scheme, own, row[own], language)) for own, column in entry.columns.items() if own in row
    ]
    named = [f"{in_language(column.text, language)}: {text}" if column.text else text for column, text in cells[1:]]
    return ". ".join(text.strip().rstrip(".") for text in (*(text for _, text in cells[:1]), *named))
