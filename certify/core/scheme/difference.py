"""What changed from one version of a scheme to the next: criterion by criterion and name by name, in words.

Each change says what it was and what it is, in Swedish and in English, and whether it is stricter where that can be
told: a binding that was raised, a parameter that moved in its stricter direction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from certify.core.scheme.entry_words import entry_in_words
from certify.core.scheme.quantities import unit_of
from certify.core.scheme.terms import Day, Number, Period
from certify.core.scheme.voice import Voice
from certify.core.scheme.wording import in_text, key_in_words, name_or_word, pick, scheme_word

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme

Kind = Literal["added", "removed", "changed"]
_DAYS = {"day": 1, "working day": 1, "week": 7, "month": 30, "year": 365}

# By kind of entry: what it is called, in Swedish with its article's gender, and in English.
_THINGS: dict[str, tuple[str, str]] = {
    "scheme": ("ordningen", "the scheme"),
    "criterion": ("kriteriet", "criterion"),
    "section": ("avsnittet", "section"),
    "parameter": ("parametern", "parameter"),
    "scale": ("skalan", "scale"),
    "input": ("uppgiften", "input"),
    "measure": ("måttet", "measure"),
    "level": ("nivån", "level"),
    "form": ("blanketten", "form"),
    "activity": ("momentet", "activity"),
    "nonconformity": ("avvikelsegraden", "nonconformity"),
    "unit": ("enheten", "unit"),
    "profile": ("varianten", "profile"),
}
_HOW: dict[Kind, tuple[str, str]] = {
    "added": ("tillkommer", "is new"),
    "removed": ("utgår", "is gone"),
    "changed": ("", ""),
}


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change: of what, by its name, in which key. `sv` and `en` say in a sentence what was and what becomes.

    `stricter` is True or False where the direction can be told, else None.
    """

    kind: Kind
    what: str
    name: str
    sv: str
    en: str
    key: str | None = None
    stricter: bool | None = None


def difference(old: Scheme, new: Scheme) -> tuple[Change, ...]:
    """Every change from the old version to the new one: criteria first, then the rest in the order of the file."""
    found: list[Change] = []
    befores, afters = _things(old), _things(new)
    for what, entries in afters.items():
        before = befores[what]
        for name in dict.fromkeys((*before, *entries)):
            found += _entry(old, new, what, name, before.get(name), entries.get(name))
    return tuple(found)


def _things(scheme: Scheme) -> dict[str, Mapping[str, Any]]:
    """Everything that has a name, by kind. The scheme itself stands under its own id."""
    whole: dict[str, Mapping[str, Any]] = {"criterion": scheme.criteria_by_id, "scheme": {"scheme": scheme}}
    lists: dict[str, Mapping[str, Any]] = {
        "level": {one.id: one for one in scheme.outcome.levels},
        "form": {one.form: one for one in scheme.forms},
    }
    named: dict[str, Mapping[str, Any]] = {
        "parameter": scheme.parameters,
        "scale": scheme.scales,
        "input": scheme.inputs,
        "measure": scheme.measures,
        "activity": scheme.activities_by_id,
        "nonconformity": scheme.nonconformities,
        "unit": getattr(scheme, "units", {}),
        "profile": getattr(scheme, "profiles", {}),
    }
    return {**whole, **lists, **named}


# What is compared entry by entry, or is not a rule of the scheme.
_APART = frozenset(
    {"language", "version", "sections", "parameters", "scales", "inputs", "units", "measures", "forms", "activities",
     "nonconformities", "profiles", "examples", "digest", "profile", "outcome", "edition"}
)  # fmt: skip


def _keys(scheme: Scheme, entry: object) -> dict[str, Any]:
    """What an entry says, by key."""
    if not isinstance(entry, msgspec.Struct):
        return {"value": entry}
    keys = {field.encode_name: getattr(entry, field.name) for field in msgspec.structs.fields(entry)}
    if entry is scheme:
        whole = {key: value for key, value in keys.items() if key not in _APART}
        return {**whole, "requires": scheme.outcome.requires}
    return keys


def _entry(old: Scheme, new: Scheme, what: str, name: str, before: object, after: object) -> Iterator[Change]:
    if before is None or after is None:
        kind: Kind = "added" if before is None else "removed"
        yield _told(new if before is None else old, kind, what, name)
        return
    if what == "measure":
        if before != after:
            words = [
                (entry_in_words(Voice(old, language), before), entry_in_words(Voice(new, language), after))
                for language in ("sv", "en")
            ]
            yield _changed(new, what, name, None, words)
        return
    olds, news = _keys(old, before), _keys(new, after)
    for key in dict.fromkeys((*olds, *news)):
        was, now = olds.get(key), news.get(key)
        if was != now and not (what == "criterion" and key == "within"):
            words = [
                (_of(old, what, name, was, language), _of(new, what, name, now, language)) for language in ("sv", "en")
            ]
            yield _changed(new, what, name, key, words, stricter=_stricter(new, what, name, key, was, now))


def _of(scheme: Scheme, what: str, name: str, value: object, language: str) -> str:
    """What an entry says under a key: the limits of an input with its unit."""
    if what == "input" and isinstance(value, Number):
        return Voice(scheme, language).value(value, unit_of(scheme, name, language))
    return _said(scheme, value, language)


def _said(scheme: Scheme, value: object, language: str) -> str:
    if value in (None, (), {}, ""):
        return pick(("inget", "nothing"), language)
    said = entry_in_words(Voice(scheme, language), value)
    texts = isinstance(value, dict) and all(isinstance(one, str) for one in value.values())
    return pick((f"”{said}”", f"“{said}”"), language) if texts else said


def _told(scheme: Scheme, kind: Kind, what: str, name: str) -> Change:
    said = []
    for language in ("sv", "en"):
        thing = pick(_THINGS[what], language)
        aside = ""
        if what == "criterion":
            aside = f" ({scheme_word(scheme, scheme.criterion(name).binding, language)})"
        said.append(f"{thing} {_called(scheme, what, name, language)}{aside} {pick(_HOW[kind], language)}.")
    stricter = None
    if what == "criterion" and scheme.criterion(name).binding == scheme.bindings[0]:
        stricter = kind == "added"
    return Change(kind=kind, what=what, name=name, sv=_sentence(said[0]), en=_sentence(said[1]), stricter=stricter)


def _called(scheme: Scheme, what: str, name: str, language: str) -> str:
    if what == "level":
        return f"{name} {in_text(scheme.level(name).title, language)}"
    return name_or_word(scheme, name, language)


def _changed(
    scheme: Scheme, what: str, name: str, key: str | None, words: list[tuple[str, str]], *, stricter: bool | None = None
) -> Change:
    said = []
    for language, (was, now) in zip(("sv", "en"), words, strict=True):
        thing = pick(_THINGS[what], language)
        called = "" if what == "scheme" else f" {_called(scheme, what, name, language)}"
        where = f", {key_in_words(key, language)}" if key else ""
        aside = {True: (" (strängare)", " (stricter)"), False: (" (mildare)", " (laxer)"), None: ("", "")}[stricter]
        said.append(
            f"{thing}{called}{where}: {pick(('var', 'was'), language)} {was}, "
            f"{pick(('blir', 'becomes'), language)} {now}{pick(aside, language)}."
        )
    return Change(
        kind="changed", what=what, name=name, key=key, sv=_sentence(said[0]), en=_sentence(said[1]), stricter=stricter
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _stricter(scheme: Scheme, what: str, name: str, key: str, was: object, now: object) -> bool | None:
    """Whether a change asks for more; None where that cannot be told."""
    if key == "binding" and {was, now} <= {*scheme.bindings}:
        return scheme.bindings.index(str(now)) < scheme.bindings.index(str(was))
    if what == "parameter" and key == "value":
        direction, before, after = scheme.parameters[name].stricter, _size(was), _size(now)
        if direction is None or before is None or after is None:
            return None
        return bool(after > before) == (direction in {"higher", "longer"})
    return None


def _size(value: object) -> Any:  # noqa: ANN401  # a number or a date, of one kind with the other side
    match value:
        case Number():
            return value.value
        case Period():
            return value.count * _DAYS[value.unit]
        case Day():
            return value.value.toordinal()
        case _:
            return None
