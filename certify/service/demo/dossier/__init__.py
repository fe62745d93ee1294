"""The dossier of a town that does not exist: Lindhamra applies for Quality Mark, with everything that it has to show.

`make(folder)` writes real files, namely tagged PDFs, pictures, a map, map data, figures and stored copies of web pages,
and gives the dossier that names them. The same program makes the same bytes every time. Nothing of it is kept in the
repository but the texts and the code that draw it.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from certify.core.dossier import Answer, Area, Dossier, Organisation
from certify.service.demo.dossier import place
from certify.service.demo.dossier.answers import FULL, RENEWAL
from certify.service.demo.dossier.evidence import Made, items, outline, whole_minutes

__all__ = ["Manifest", "lacking", "make", "renewal"]

ACTIVE_SINCE = "2019-03-14"


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What was made: the dossier, and for each digest that it names the file that has those bytes."""

    dossier: Dossier
    files: dict[str, Path]


def make(folder: Path) -> Manifest:
    """Write every file of the dossier into the folder, which is made where it is missing, and tell what was made.

    Raises OSError where the folder cannot be written, and typst.TypstError on a fault in a paper.
    """
    folder.mkdir(parents=True, exist_ok=True)
    evidence = items()
    files: dict[str, Path] = {}
    for made in (*(made for _, made in evidence), whole_minutes()):
        if made.digest not in files:
            files[made.digest] = _write(folder, made)
    dossier = Dossier(
        applicant=Organisation(
            name=place.APPLICANT,
            address=place.ADDRESS,
            organisation_number=place.ORGANISATION_NUMBER,
            place=place.TOWN,
        ),
        area=Area(name=place.AREA, outline_digest=outline().digest),
        answers={criterion: Answer(text=text) for criterion, text in FULL.items()},
        inputs={"active_since": ACTIVE_SINCE},
        evidence=tuple(item for item, _ in evidence),
    )
    return Manifest(dossier=dossier, files=files)


def lacking(dossier: Dossier, criterion: str) -> Dossier:
    """The same dossier before it was completed: nothing in it is labelled with that criterion."""
    kept = (
        msgspec.structs.replace(item, criteria=tuple(label for label in item.criteria if label != criterion))
        for item in dossier.evidence
    )
    return msgspec.structs.replace(dossier, evidence=tuple(item for item in kept if item.criteria))


def renewal(dossier: Dossier, *, unchanged: tuple[str, ...]) -> Dossier:
    """The dossier in the simplified form: the sections `unchanged` are confirmed, the renewal's are added."""
    answers = {
        criterion: Answer(unchanged=True) if criterion.startswith(tuple(f"{part}." for part in unchanged)) else answer
        for criterion, answer in dossier.answers.items()
    }
    return msgspec.structs.replace(
        dossier, answers=answers | {criterion: Answer(text=text) for criterion, text in RENEWAL.items()}
    )


def _write(folder: Path, made: Made) -> Path:
    path = folder / made.name
    path.write_bytes(made.raw)
    return path
