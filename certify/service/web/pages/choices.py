"""Lists to choose from, as the fields of a form take them: value, words, and a line more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from certify.core.dossier_faults import ANSWER_AS_EVIDENCE
from certify.core.scheme.domains import NO, NOT_APPLICABLE, YES
from certify.core.scheme.quantities import said_in_words
from certify.core.scheme.wording import activity_in_words
from certify.service.web.pages.saying import in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from certify.core.dossier import Unit
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.parts import Column, Criterion, UnitKind
    from certify.service.web.language import Language
    from certify.service.web.pages.candidates import Choice


class WithNames(Protocol):
    """A scheme, or what is shown of one: it knows what its own words are called."""

    @property
    def names(self) -> dict[str, dict[str, str]]:
        """Each named word with its texts by language."""
        ...


Option = tuple[str, str, str]


def choices_of(words: Iterable[str], scheme: Scheme, language: Language) -> list[Option]:
    """Words of a scheme by what it calls them."""
    return [(word, scheme.called(word, language), "") for word in words]


def choice_pairs(choices: Iterable[Choice]) -> list[tuple[str, str]]:
    """Persons by id and name."""
    return [(choice.person, choice.name) for choice in choices]


def reason_pairs(classes: Iterable[str], plain: Callable[..., str]) -> list[tuple[str, str]]:
    """Reason classes in words; `plain` gives a message as text."""
    return [(one, plain(f"reason-{one}")) for one in classes]


def finding_choices(
    scheme: Scheme, criterion: Criterion, plain: Callable[..., str], language: Language
) -> list[Option]:
    """The values that a finding on the criterion can take; empty for a number, which is typed."""
    domain = scheme.answer_domain(criterion)
    if domain.kind not in {"word", "grade"}:
        return []
    values = list(domain.words)
    if criterion.not_applicable is not None and NOT_APPLICABLE not in values:
        values.append(NOT_APPLICABLE)
    said = {YES, NO, NOT_APPLICABLE}
    return [
        (value, plain(f"finding-{value}") if value in said else scheme.called(value, language), "") for value in values
    ]


def kind_pairs(
    kinds: Iterable[str], plain: Callable[..., str], has: Callable[[str], bool], scheme: Scheme, language: Language
) -> list[tuple[str, str]]:
    """Kinds of evidence in words."""
    return [(kind, kind_called(kind, plain, has, scheme, language)) for kind in kinds]


def kind_called(
    kind: str, plain: Callable[..., str], has: Callable[[str], bool], scheme: WithNames, language: Language
) -> str:
    """What a kind of evidence is called: by the scheme, else by the catalogue, else by itself."""
    return _called(kind, f"kind-{kind}", plain, has, scheme, language)


def binding_called(
    binding: str, plain: Callable[..., str], has: Callable[[str], bool], scheme: WithNames, language: Language
) -> str:
    """What a binding is called: by the scheme, else by the catalogue, else by itself."""
    return _called(binding, f"binding-{binding}", plain, has, scheme, language)


def _called(  # the word, and both who may know what it is called
    word: str, key: str, plain: Callable[..., str], has: Callable[[str], bool], scheme: WithNames, language: Language
) -> str:
    if word in scheme.names:
        return in_words(dict(scheme.names[word]), language)
    return plain(key) if has(key) else word.replace("_", " ")


def kinds_of(
    criterion: Criterion, scheme: Scheme, plain: Callable[..., str], has: Callable[[str], bool], language: Language
) -> list[tuple[str, str]]:
    """The kinds of evidence that count for a criterion and can be attached; all of the scheme's where it names none."""
    rule = criterion.evidence
    kinds = rule.kinds if rule is not None and rule.kinds else sorted(scheme.kinds_of_evidence)
    return kind_pairs([kind for kind in kinds if kind != ANSWER_AS_EVIDENCE], plain, has, scheme, language)


def words_of_column(
    column: Column, scheme: Scheme, plain: Callable[..., str], language: Language
) -> list[tuple[str, str]]:
    """The words that a cell of a table can hold, with what they are called; empty where anything is typed."""
    if column.type in {"yes_no", "yes_no_na"}:
        words = [YES, NO, *([NOT_APPLICABLE] if column.type == "yes_no_na" else [])]
        return [(word, plain(f"value-{word}")) for word in words]
    of = column.options if column.type == "choice" else scheme.scales[column.scale or ""] if column.scale else ()
    return [(word, scheme.called(word, language)) for word in of]


def unit_name(unit: Unit, kind: UnitKind, spoken: Callable[[dict[str, str]], str]) -> str:
    """What a unit is called: the scheme's own name where the scheme names it."""
    fixed = kind.fixed.get(unit.id)
    return spoken(dict(fixed)) if fixed is not None else unit.name


def unit_pairs(units: Iterable[Unit], kind: UnitKind, spoken: Callable[[dict[str, str]], str]) -> list[tuple[str, str]]:
    """Units by id and name."""
    return [(unit.id, unit_name(unit, kind, spoken) or unit.id) for unit in units]


def unit_called(id_: str, units: Iterable[Unit], kind: UnitKind, spoken: Callable[[dict[str, str]], str]) -> str:
    """What the unit of that id is called; the id where there is none such."""
    return dict(unit_pairs(units, kind, spoken)).get(id_, id_)


def word_pairs(words: Iterable[str], scheme: Scheme, language: Language) -> list[tuple[str, str]]:
    """Words of a scheme by what it calls them, for a list to choose from."""
    return [(word, scheme.called(word, language)) for word in words]


def plan_names(scheme: Scheme, spoken: Callable[[dict[str, str]], str]) -> list[tuple[str, str]]:
    """What an improvement can be about: each criterion, and each measure that has words of its own."""
    criteria = [(one.id, f"{one.id} {spoken(dict(one.title))}") for one in scheme.criteria]
    measures = [(name, spoken(dict(one.text))) for name, one in scheme.measures.items() if one.text is not None]
    return criteria + measures


def event_names(scheme: Scheme, spoken: Callable[[dict[str, str]], str]) -> list[tuple[str, str]]:
    """What a scheme asks to be told when it happens."""
    return [
        (name, spoken(dict(entry.text)) if entry.text else name.replace("_", " "))
        for name, entry in scheme.inputs.items()
        if entry.given_by == "event"
    ]


def text_pairs(texts: dict[str, dict[str, str]], spoken: Callable[[dict[str, str]], str]) -> list[tuple[str, str]]:
    """Things by id and what they are called."""
    return [(id_, spoken(text)) for id_, text in texts.items()]


def value_of(scheme: Scheme, name: str, value: str, language: Language) -> str:
    """A value of a name for a reader, with its unit; a share as a percentage, a word by what it is called."""
    return said_in_words(scheme, name, value, language)


def form_names(
    scheme: Scheme, plain: Callable[..., str], has: Callable[[str], bool], language: Language
) -> list[tuple[str, str]]:
    """The forms of a scheme by what they are called: by it, else by the catalogue, else by themselves."""
    return [
        (
            one.form,
            plain(f"form-{one.form}")
            if one.form not in scheme.names and has(f"form-{one.form}")
            else scheme.called(one.form, language),
        )
        for one in scheme.forms
    ]


def activity_called(scheme: Scheme, id_: str, language: Language) -> str:
    """What an activity is called: by the scheme, else by its kind."""
    activity = scheme.activities_by_id.get(id_)
    return scheme.called(id_, language) if activity is None else activity_in_words(scheme, activity, language)


def called_all(words: Iterable[str], scheme: Scheme, language: Language) -> str:
    """Several words of a scheme by what it calls them, with commas between."""
    return ", ".join(scheme.called(word, language) for word in words)


def every(_: object) -> bool:
    """Whether to ask for an input, where all are asked for."""
    return True


FOR_TEMPLATES: dict[str, object] = {
    "value_of": value_of,
    "form_names": form_names,
    "every": every,
    "words_of_column": words_of_column,
    "unit_name": unit_name,
    "text_pairs": text_pairs,
    "plan_names": plan_names,
    "event_names": event_names,
    "word_pairs": word_pairs,
    "unit_pairs": unit_pairs,
    "unit_called": unit_called,
    "choices_of": choices_of,
    "choice_pairs": choice_pairs,
    "reason_pairs": reason_pairs,
    "finding_choices": finding_choices,
    "kind_pairs": kind_pairs,
    "kinds_of": kinds_of,
    "activity_called": activity_called,
    "called_all": called_all,
    "kind_called": kind_called,
    "binding_called": binding_called,
}
