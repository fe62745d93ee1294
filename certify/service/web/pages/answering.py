"""How an answer is asked for and said, by its type: the question, what may stand there, the fault where it may not.

Pure, and the same for the application, the self-assessment, the workbench and the decision. What may be answered is
told in the words of the scheme's own document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.core.scheme.tell_asked import answered_with, finding_in_words, finding_with
from certify.core.scheme.voice import Voice
from certify.service.web.pages.forms import Fault
from certify.service.web.pages.saying import in_words
from certify.service.web.pages.words import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from certify.core.scheme.model import Scheme
    from certify.core.scheme.parts import Column, Criterion, Input
    from certify.service.web.language import Language

_LANGUAGES: tuple[Language, ...] = ("sv", "en")
_TYPED = frozenset({"integer", "number", "percent", "series", "map"})


def not_an_answer(field: str, name: str, scheme: Scheme, message: str = "wrong-value", unit: str = "") -> Fault:
    """The fault of an input or a column that holds nothing it may hold: what it is called, and what belongs there."""
    entry = scheme.columns.get(name) or scheme.every_input[name]
    voices = [Voice(scheme, language) for language in _LANGUAGES]
    return Fault(
        field=field,
        message=message,
        about=name,
        unit=unit,
        called={voice.language: voice.called(name) for voice in voices},
        expected={voice.language: answered_with(voice, entry) for voice in voices},
    )


def not_a_finding(
    field: str, criterion: Criterion, scheme: Scheme, message: str = "wrong-value", unit: str | None = None
) -> Fault:
    """The same of a finding on a criterion."""
    voices = [Voice(scheme, language) for language in _LANGUAGES]
    return Fault(
        field=field,
        message=message,
        about=criterion.id,
        unit=unit or "",
        called={voice.language: voice.called(criterion.id) for voice in voices},
        expected={voice.language: finding_with(voice, criterion) for voice in voices},
    )


def fault_text(fault: Fault | str, language: Language) -> str:
    """What is wrong with a field, and what belongs there; marked, so that what was filled in stands apart."""
    told = words(language)
    if isinstance(fault, str):
        return told.marked(fault)
    if not fault.expected:
        return told.marked(fault.message)
    expected = told.marked("fault-expected", expected=in_words(fault.expected, language))
    return f"{told.marked(fault.message)}. {expected}"


def question(criterion: Criterion, plain: Callable[..., str], unit: str = "") -> str:
    """What is asked of a criterion, by how it is answered; with a unit of which one."""
    kind = "points" if criterion.highest is not None and criterion.answer in {"integer", "number"} else criterion.answer
    asked = plain(f"question-{kind.replace('_', '-')}")
    return plain("question-unit", unit=unit, question=asked) if unit else asked


def finding_hint(scheme: Scheme, criterion: Criterion, language: Language) -> str:
    """What may stand in the field of a finding that is typed; nothing where it is chosen."""
    typed = scheme.answer_domain(criterion).kind == "number"
    return _sentence(finding_with(Voice(scheme, language), criterion)) if typed else ""


def input_hint(scheme: Scheme, entry: Input | Column, language: Language) -> str:
    """What may stand in the field of an input that is typed: its kind, unit and range."""
    voice = Voice(scheme, language)
    example = f" {voice.said('80 betyder 80 %.', '80 means 80 %.')}" if entry.type == "percent" else ""
    return _sentence(answered_with(voice, entry)) + example if entry.type in _TYPED else ""


def finding_said(scheme: Scheme, criterion: Criterion, value: str, language: Language) -> str:
    """A finding for a reader: `17 av 20 poäng`."""
    return finding_in_words(Voice(scheme, language), criterion, value)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


FOR_TEMPLATES: dict[str, object] = {
    "fault_text": fault_text,
    "finding_hint": finding_hint,
    "finding_said": finding_said,
    "input_hint": input_hint,
    "question": question,
}
