"""From the fields of a draft's forms to its dossier. Pure: what cannot be read is told by field, the rest is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from certify.core.dossier import Answer, Area, Dossier, Organisation
from certify.core.evidence import Evidence, Extract, File, Link, StoredCopy
from certify.service.web.pages.forms import Fault, Form
from certify.service.web.pages.said_fields import read_said
from certify.service.web.pages.unit_fields import Units, of_unit, units_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from certify.core.findings import Said
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.parts import Criterion

_KIND: Any = Evidence  # a union of structs, which msgspec reads by the field `evidence`
LONGEST_ANSWER = 20_000


def with_answers(dossier: Dossier, form: Form, asked: Iterable[Criterion], faults: list[Fault]) -> Dossier:
    """The dossier with the answers of a chapter. An empty answer is no answer."""
    answers = dict(dossier.answers)
    units = dict(dossier.units)
    for criterion in asked:
        if criterion.per not in units:
            _answer(answers, criterion, form, "", faults)
            continue
        known = []
        for unit in units[criterion.per]:
            own = dict(unit.answers)
            _answer(own, criterion, form, of_unit(unit.id, ""), faults)
            known.append(msgspec.structs.replace(unit, answers=own))
        units[criterion.per] = tuple(known)
    return msgspec.structs.replace(dossier, answers=answers, units=units)


def _answer(answers: dict[str, Answer], criterion: Criterion, form: Form, prefix: str, faults: list[Fault]) -> None:
    """Put the answer of a form in place of the one that was known; what was not asked stays as it was."""
    field = f"{prefix}answer-{criterion.id}"
    if field not in form.fields:
        return
    text, unchanged = form.first(field), bool(form.first(f"{prefix}unchanged-{criterion.id}"))
    if len(text) > LONGEST_ANSWER:
        faults.append(Fault(field=field, message="wrong-text"))
    elif text or unchanged:
        answers[criterion.id] = Answer(text=text, unchanged=unchanged)
    else:
        answers.pop(criterion.id, None)


def with_about(dossier: Dossier, form: Form, scheme: Scheme, inputs: Iterable[str], faults: list[Fault]) -> Dossier:
    """The dossier with what is asked about the organisation, the area, and the facts of the scheme."""
    known = msgspec.to_builtins(dossier.applicant) | {"place": form.first("place")}
    if "municipality_code" in form.fields:  # it is not asked of everybody
        known["municipality_code"] = form.first("municipality_code") or None
    applicant = _read(Organisation, known, faults)
    area = _read(Area, {"name": form.first("area")} | _outline(dossier), faults, rename={"name": "area"})
    facts = dict(dossier.inputs)
    for name in inputs:
        _put(facts, name, form, f"input-{name}", scheme, faults)
    return msgspec.structs.replace(
        dossier,
        applicant=applicant or dossier.applicant,
        area=area or dossier.area,
        inputs=facts,
        units=_with_units(dossier, form, scheme, faults),
    )


def asks_municipality(dossier: Dossier, scheme: Scheme) -> bool:
    """Whether the municipality's code matters: the applicant has one, or the scheme fetches figures by it."""
    fetched = any(entry.given_by == "fetched" for entry in scheme.every_input.values())
    return dossier.applicant.municipality_code is not None or fetched


def _put(facts: dict[str, Said], name: str, form: Form, field: str, scheme: Scheme, faults: list[Fault]) -> None:
    """Put what a field says in place of what was known; what cannot be read leaves it as it was."""
    before = len(faults)
    value = read_said(form, field, name, scheme, faults)
    if value is not None:
        facts[name] = value
    elif len(faults) == before:
        facts.pop(name, None)


def _with_units(dossier: Dossier, form: Form, scheme: Scheme, faults: list[Fault]) -> Units:
    """The units as the form names them, each with the applicant's own inputs out of its fields."""
    found: Units = {}
    for kind, several in units_of(form, scheme, dossier.units).items():
        known = []
        for unit in several:
            facts = dict(unit.inputs)
            for name, entry in scheme.units[kind].inputs.items():
                if entry.given_by == "applicant":
                    _put(facts, name, form, of_unit(unit.id, f"input-{name}"), scheme, faults)
            known.append(msgspec.structs.replace(unit, inputs=facts))
        found[kind] = tuple(known)
    return found


def _outline(dossier: Dossier) -> dict[str, str]:
    digest = dossier.area.outline_digest
    return {"outline_digest": digest} if digest is not None else {}


def _read(kind: Any, said: dict[str, str], faults: list[Fault], rename: dict[str, str] | None = None) -> Any:  # noqa: ANN401  a struct
    try:
        return msgspec.convert(said, kind)
    except msgspec.ValidationError as error:
        field = str(error).rpartition("`$.")[2].rstrip("`")
        message = "wrong-municipality" if field == "municipality_code" else "wrong-line"
        faults.append(Fault(field=(rename or {}).get(field, field), message=message))
        return None


def free_id(dossier: Dossier) -> str:
    """An id that no attachment has yet."""
    taken = {item.id for item in dossier.evidence}
    number = len(taken) + 1
    while f"bilaga-{number}" in taken:
        number += 1
    return f"bilaga-{number}"


def new_item(
    form: Form, criterion: str, file: StoredCopy | None, dossier: Dossier, faults: list[Fault]
) -> Evidence | None:
    """The attachment that a chapter's form adds under a criterion: a file, or a link whose copy the file is."""
    url = form.first(f"url-{criterion}")
    if file is None and not url:
        return None
    said: dict[str, Any] = {
        "id": free_id(dossier),
        "criteria": [criterion],
        "kind": form.first(f"kind-{criterion}"),
        "title": form.first(f"title-{criterion}") or (file.name if file is not None else url[:300]),
    }
    if form.first(f"unit-{criterion}"):
        said["unit"] = form.first(f"unit-{criterion}")
    if form.first(f"date-{criterion}"):
        said["date"] = form.first(f"date-{criterion}")
    if url:
        said |= {"evidence": "link", "url": url}
        if file is not None:
            said["copy"] = msgspec.to_builtins(file)
    elif file is not None:
        said |= {"evidence": "file"} | msgspec.to_builtins(file)
    return item_of(said, faults, suffix=f"-{criterion}")


def changed_item(item: Evidence, form: Form, faults: list[Fault]) -> Evidence | None:
    """An attachment with what its own form says. With pages filled in, a file becomes an extract, and back."""
    said: dict[str, Any] = {
        "id": item.id,
        "kind": form.first("kind"),
        "title": form.first("title"),
        "criteria": list(form.all("criteria")),
        "public": item.public,
        "target_groups": list(item.target_groups),
        **({"unit": item.unit} if item.unit is not None else {}),
    }
    if form.first("date"):
        said["date"] = form.first("date")
    if form.first("first") or form.first("last"):
        said["period"] = {"first": form.first("first"), "last": form.first("last")}
    said |= _substance(item, form)
    if not said["criteria"]:
        faults.append(Fault(field="criteria", message="needed-criteria"))
    if not said["title"]:
        faults.append(Fault(field="title", message="needed-title"))
    return item_of(said, faults) if not faults else None


def _substance(item: Evidence, form: Form) -> dict[str, Any]:
    """What the attachment is: a link stays one; a file or an extract is told by whether pages are filled in."""
    plain = msgspec.to_builtins(item)
    if isinstance(item, Link):
        return {key: plain[key] for key in ("evidence", "url", "copy", "captured") if key in plain}
    copy = {key: plain[key] for key in ("digest", "name", "media_type", "size")} if isinstance(item, File) else None
    if isinstance(item, Extract):
        copy = plain.get("copy")
    extract = {name: form.first(name) for name in ("pages", "adopting_body", "adopted")}
    if not any(extract.values()) and copy is not None and not plain.get("of"):
        return {"evidence": "file"} | copy
    said: dict[str, Any] = {"evidence": "extract"} | extract
    if copy is not None:
        said["copy"] = copy
    if plain.get("of"):
        said["of"] = plain["of"]
    if form.first("whole"):
        kept = plain.get("whole") or {}
        said["whole"] = (kept if kept.get("url") == form.first("whole") else {}) | {"url": form.first("whole")}
    return said


_MESSAGES = {
    "url": "wrong-url",
    "whole": "wrong-url",
    "date": "wrong-date",
    "period": "wrong-period",
    "adopted": "wrong-adopted",
    "adopting_body": "wrong-adopting-body",
    "kind": "wrong-kind",
    "title": "wrong-line",
    "pages": "wrong-line",
}


def item_of(said: dict[str, Any], faults: list[Fault], suffix: str = "") -> Evidence | None:
    """The attachment, or the fault that keeps it from being one."""
    try:
        item: Evidence = msgspec.convert(said, _KIND)
    except msgspec.ValidationError as error:
        field = str(error).rpartition("`$.")[2].rstrip("`").partition(".")[0]
        known = field if field in _MESSAGES else "title"
        shown = "first" if known == "period" else known
        faults.append(Fault(field=f"{shown}{suffix}", message=_MESSAGES[known]))
        return None
    return item
