"""Drafts: an application while it is written, saved as one goes, until it is handed in as a case.

A draft remembers which files were handed in with it. A dossier may name these and no others, so that a digest that
somebody has come across never becomes a way to another organisation's file.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from certify.core.acts import Identifier, Submit
from certify.core.case import Case
from certify.core.documents import Digest
from certify.core.dossier import Dossier
from certify.core.dossier_faults import faults, gaps
from certify.core.errors import Refused
from certify.core.evidence import Label, StoredCopy, digests
from certify.core.outcome import Dates
from certify.core.scheme.clocks import local_day
from certify.service.perform import Caller, Performed, load_case, perform
from certify.service.schemes import as_begun
from certify.service.store import cases as stored
from certify.service.store import documents, drafts, organisations
from certify.service.store.drafts import DraftRow
from certify.service.web.bodies import file_name
from certify.service.web.file_types import claimed_type
from certify.service.web.papers import contents_of
from certify.service.web.problems import Trouble, not_found

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme
    from certify.service.perform import Remember
    from certify.service.web.access import Principal
    from certify.service.web.wired import Wired

FORM = "full"


class Begin(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Begin a draft: for whom, under which published version, in which form.

    With `completes` it becomes the completion of that case and begins with its dossier; with `like` it begins with the
    dossier of an earlier case of the same organisation. `profile` is one of the scheme's profiles.
    """

    organisation: Identifier
    scheme: Digest | None = None
    form: Identifier = FORM
    profile: Label | None = None
    former: str | None = None
    completes: Identifier | None = None
    like: Identifier | None = None


class Kept(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a draft's row holds: the dossier, the files that were handed in, and what it is to become."""

    dossier: Dossier = Dossier()
    files: dict[str, StoredCopy] = {}
    former: str | None = None
    completes: str | None = None
    profile: str | None = None


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A draft as its writers see it. `version` rises with every save and keeps two writers apart."""

    id: str
    version: int
    organisation: str
    scheme: str
    form: str
    profile: str | None
    former: str | None
    completes: str | None
    case: str | None
    changed_at: datetime
    dossier: Dossier
    files: tuple[StoredCopy, ...]


class Lack(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong or lacking, as a rule and as a sentence in both languages."""

    rule: str
    sv: str
    en: str
    criterion: str | None = None
    item: str | None = None
    input: str | None = None
    unit: str | None = None


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """`faults` keep a draft from being handed in, `gaps` are what an assessor would miss."""

    faults: tuple[Lack, ...]
    gaps: tuple[Lack, ...]


async def begin(here: Wired, principal: Principal, wanted: Begin, id_: str) -> Draft:
    """Begin a draft. Raises the problem `not-found` for an organisation, version or case that is not the caller's."""
    _own(principal, wanted.organisation)
    scheme, form, profile, kept = wanted.scheme, wanted.form, wanted.profile, Kept(former=wanted.former)
    if wanted.completes is not None:
        case = await _own_case(here, principal, wanted.completes, wanted.organisation)
        scheme, form, profile = case.scheme, case.form, case.profile
        kept = msgspec.structs.replace(await _from_case(here, principal, case), completes=case.id)
    elif wanted.like is not None:
        case = await _own_case(here, principal, wanted.like, wanted.organisation)
        kept = msgspec.structs.replace(await _from_case(here, principal, case), former=wanted.former)
    if scheme is None:
        raise Trouble("not-as-described", "scheme is needed")
    kept = msgspec.structs.replace(kept, profile=profile)
    await _scheme(here, principal, scheme, form, kept)
    kept = msgspec.structs.replace(kept, dossier=await _as_known(here, principal, wanted.organisation, kept.dossier))
    now = here.clock()
    row = DraftRow(
        body=principal.body,
        id=id_,
        organisation=wanted.organisation,
        person=principal.person,
        scheme=scheme,
        form=form,
        dossier=_written(kept),
        created_at=now,
        updated_at=now,
    )
    await drafts.add_draft(here.database, row)
    return _shown(row, kept)


async def own_drafts(here: Wired, principal: Principal) -> tuple[Draft, ...]:
    """The drafts of the organisations that one acts for, last changed first."""
    rows = await drafts.drafts_of(here.database, principal.body, principal.applicant_for)
    return tuple(_shown(row, _read(row)) for row in rows)


async def show(here: Wired, principal: Principal, id_: str) -> Draft:
    """A draft. Raises the problem `not-found` where it is another organisation's."""
    row, kept = await _held(here, principal, id_)
    return _shown(row, kept)


async def save(here: Wired, principal: Principal, id_: str, dossier: Dossier, *, version: int) -> Draft:
    """Save the dossier of a draft that was read at `version`.

    Raises the problems `not-found`, `changed` (somebody else saved it meanwhile) and `unknown-reference` (it names a
    file that was not handed in with it).
    """
    row, kept = await _held(here, principal, id_)
    _only_files(dossier, kept.files)
    return await _save(here, row, msgspec.structs.replace(kept, dossier=dossier), version)


async def attach(here: Wired, principal: Principal, id_: str, file: StoredCopy) -> Draft:
    """Note that a file was handed in with a draft. It can be named in its dossier from now on."""
    while True:
        row, kept = await _held(here, principal, id_)
        if row.case is not None:
            raise Trouble("changed", "the draft has been handed in")
        kept = msgspec.structs.replace(kept, files=kept.files | {file.digest: file})
        try:
            return await _save(here, row, kept, row.version)
        except Trouble:
            continue  # somebody saved meanwhile; a file that is added collides with nothing


async def drop(here: Wired, principal: Principal, id_: str) -> None:
    """Throw a draft away."""
    await _held(here, principal, id_)
    if not await drafts.drop_draft(here.database, principal.body, id_):
        raise Trouble("changed", "the draft has been handed in")


async def check(here: Wired, principal: Principal, id_: str) -> Checked:
    """What a draft still has wrong, and what an assessor would miss in it."""
    row, kept = await _held(here, principal, id_)
    scheme = await _scheme(here, principal, row.scheme, row.form, kept)
    today = local_day(here.clock(), scheme)
    dossier = await _as_known(here, principal, row.organisation, kept.dossier)
    return Checked(
        faults=tuple(_lack(f) for f in faults(dossier, scheme, row.form)),
        gaps=tuple(_lack(g) for g in gaps(dossier, scheme, row.form, dates=Dates(today=today))),
    )


async def hand_in(
    here: Wired, principal: Principal, id_: str, *, version: int | None, remember: Remember | None = None
) -> Performed:
    """Hand a draft in: it becomes a case of the same id, or completes the case that it was begun for.

    A second time is refused by the rules, since the case is there; a crash after the first half is mended by it.
    Raises Refused, and the problems `not-found` and `changed`.
    """
    row, kept = await _held(here, principal, id_)
    if version is not None and version != row.version:
        raise Trouble("changed", version=row.version)
    case = kept.completes or row.id
    opens = kept.completes is None
    act = Submit(
        dossier=await _as_known(here, principal, row.organisation, kept.dossier),
        applicant=row.organisation if opens else None,
        scheme=row.scheme if opens else None,
        form=row.form,
        former=kept.former if opens else None,
        profile=kept.profile if opens else None,
    )
    caller = Caller(kind="person", person=principal.person)
    try:
        done = await perform(
            here.shell,
            body=principal.body,
            case=case,
            act=act,
            caller=caller,
            at=here.clock(),
            remember=remember,
        )
    except Refused:
        if opens and await stored.view_of(here.database, principal.body, case) is not None:
            await _settle(here, row, case)
        raise
    await _settle(here, row, case)
    here.wake()
    return done


async def _as_known(here: Wired, principal: Principal, organisation: str, dossier: Dossier) -> Dossier:
    """The dossier with name, address and number of the applicant as the body knows them: nobody types them anew."""
    row = await organisations.organisation(here.database, principal.body, organisation)
    if row is None:
        raise not_found()
    applicant = msgspec.structs.replace(
        dossier.applicant,
        name=row.name,
        address=row.address,
        organisation_number=row.number,
        municipality_code=row.municipality_code or dossier.applicant.municipality_code,
    )
    return msgspec.structs.replace(dossier, applicant=applicant)


async def _settle(here: Wired, row: DraftRow, case: str) -> None:
    await drafts.hand_in(here.database, row.body, row.id, version=row.version, case=case, at=here.clock())


async def check_files(here: Wired, principal: Principal, dossier: Dossier, organisation: str) -> None:
    """A dossier that comes without a draft may name only files that the organisation has handed in before."""
    if not named_files(dossier) and dossier.area.outline_digest is None:
        return
    rows = await drafts.drafts_of(here.database, principal.body, (organisation,))
    known: dict[str, StoredCopy] = {}
    for row in rows:
        known |= _read(row).files
    for listed in await stored.list_cases(here.database, principal.body, applicants=(organisation,), limit=200):
        case = await load_case(here.database, principal.body, listed.case)
        if case is not None:
            known |= (await _from_case(here, principal, case)).files
    _only_files(dossier, known)


async def file_of_draft(here: Wired, principal: Principal, id_: str, digest: str) -> StoredCopy:
    """A file that was handed in with a draft. Raises the problem `not-found`."""
    _, kept = await _held(here, principal, id_)
    if digest not in kept.files:
        raise not_found()
    return kept.files[digest]


async def file_of_case(here: Wired, principal: Principal, case: Case, digest: str) -> StoredCopy:
    """A file that one of a case's dossiers names. Whether the caller may see the case was asked before."""
    found = await contents_of(here.database, principal.body, case.dossiers)
    for dossier in found.values():
        if isinstance(dossier, Dossier):
            for file in named_files(dossier):
                if file.digest == digest:
                    return file
            if dossier.area.outline_digest == digest:
                outline = await _outline(here, principal, digest)
                if outline is not None:
                    return outline
    raise not_found()


async def _outline(here: Wired, principal: Principal, digest: str) -> StoredCopy | None:
    """The outline of an area, which a dossier names by its digest alone; None where no such file is kept."""
    row = (await documents.evidence(here.database, principal.body, (digest,))).get(digest)
    if row is None:
        return None
    return StoredCopy(digest=digest, name="outline.geojson", media_type=row.media_type, size=row.size)


def named_files(dossier: Dossier) -> list[StoredCopy]:
    """Every stored file that a dossier names, with the name, type and size that it gives it."""
    found: list[StoredCopy] = []
    for item in dossier.evidence:
        plain = msgspec.to_builtins(item)
        whole = plain.get("whole") or {}
        candidates = (plain if plain["evidence"] == "file" else None, plain.get("copy"), whole.get("copy"))
        found += [
            StoredCopy(digest=c["digest"], name=c["name"], media_type=c["media_type"], size=c["size"])
            for c in candidates
            if c is not None
        ]
    return found


def _only_files(dossier: Dossier, known: dict[str, StoredCopy]) -> None:
    """Raises `unknown-reference` for a file that was not handed in, and another problem for one told differently."""
    for file in named_files(dossier):
        kept = known.get(file.digest)
        if kept is None:
            raise Trouble("unknown-reference", f"no file {file.digest} was handed in")
        if (kept.media_type, kept.size) != (file.media_type, file.size):
            raise Trouble("file-not-what-it-claims", f"{file.digest} is {kept.media_type} of {kept.size} bytes")
        _named_as_what_it_is(file)
    for item in dossier.evidence:
        for digest in digests(item):
            if digest not in known:
                raise Trouble("unknown-reference", f"no file {digest} was handed in")
    outline = dossier.area.outline_digest
    if outline is not None and outline not in known:
        raise Trouble("unknown-reference", f"no file {outline} was handed in")


def _named_as_what_it_is(file: StoredCopy) -> None:
    """A dossier may call a file otherwise than it came, but as nothing that would be opened as something else."""
    try:
        claimed = claimed_type(file.media_type, file_name(file.name))
    except Trouble as trouble:
        raise Trouble("file-not-what-it-claims", f"{file.digest}: {trouble.detail}") from None
    if claimed != file.media_type:
        raise Trouble("file-not-what-it-claims", f"{file.digest} is {file.media_type}")


async def _from_case(here: Wired, principal: Principal, case: Case) -> Kept:
    """A draft's content that goes on from a case: its dossier as it stands, and every file that it ever named."""
    found = await contents_of(here.database, principal.body, case.dossiers)
    files = {f.digest: f for content in found.values() if isinstance(content, Dossier) for f in named_files(content)}
    latest = found[case.dossier]
    dossier = latest if isinstance(latest, Dossier) else Dossier()
    outline = dossier.area.outline_digest
    if outline is not None and outline not in files:
        kept = await _outline(here, principal, outline)
        files |= {outline: kept} if kept is not None else {}
    return Kept(dossier=dossier, files=files)


async def _own_case(here: Wired, principal: Principal, id_: str, organisation: str) -> Case:
    case = await load_case(here.database, principal.body, id_)
    if case is None or case.applicant != organisation:
        raise not_found()
    return case


async def scheme_of(here: Wired, principal: Principal, draft: Draft) -> Scheme:
    """The scheme of a draft, under its profile. Raises the problem `unknown-reference`."""
    return await _scheme(here, principal, draft.scheme, draft.form, draft)


async def _scheme(here: Wired, principal: Principal, digest: str, form: str, kept: Kept | Draft) -> Scheme:
    """A completion stays under the scheme as it stood when the case was opened; anything else is as of today."""
    scheme = await here.shell.schemes.get(here.database, principal.body, digest)
    if scheme is None or (kept.profile is not None and kept.profile not in scheme.profiles):
        raise Trouble("unknown-reference", "there is no such scheme version or profile")
    case = await load_case(here.database, principal.body, kept.completes) if kept.completes is not None else None
    found = as_begun(scheme, case) if case is not None else scheme.under(kept.profile, local_day(here.clock()))
    if form not in {one.form for one in found.forms}:
        raise Trouble("unknown-reference", "there is no such form")
    return found


def _own(principal: Principal, organisation: str) -> None:
    if organisation not in principal.applicant_for:
        raise not_found()


async def _held(here: Wired, principal: Principal, id_: str) -> tuple[DraftRow, Kept]:
    row = await drafts.draft(here.database, principal.body, id_)
    if row is None or row.organisation not in principal.applicant_for:
        raise not_found()
    return row, _read(row)


def _read(row: DraftRow) -> Kept:
    try:
        return msgspec.json.decode(row.dossier, type=Kept)
    except msgspec.ValidationError:
        # Somebody of ours has put down a bare dossier (the demo does); then its files are those that it names.
        dossier = msgspec.json.decode(row.dossier, type=Dossier)
        return Kept(dossier=dossier, files={file.digest: file for file in named_files(dossier)})


def _written(kept: Kept) -> str:
    return msgspec.json.encode(kept).decode()


async def _save(here: Wired, row: DraftRow, kept: Kept, version: int) -> Draft:
    now = here.clock()
    saved = await drafts.save_draft(here.database, row.body, row.id, version=version, dossier=_written(kept), at=now)
    if not saved:
        raise Trouble("changed", version=row.version)
    return _shown(msgspec.structs.replace(row, version=version + 1, updated_at=now), kept)


def _shown(row: DraftRow, kept: Kept) -> Draft:
    return Draft(
        id=row.id,
        version=row.version,
        organisation=row.organisation,
        scheme=row.scheme,
        form=row.form,
        profile=kept.profile,
        former=kept.former,
        completes=kept.completes,
        case=row.case,
        changed_at=row.updated_at,
        dossier=kept.dossier,
        files=tuple(kept.files.values()),
    )


def _lack(fault: object) -> Lack:
    plain = {name: getattr(fault, name) for name in ("rule", "sv", "en", "criterion", "item", "input", "unit")}
    return Lack(**plain)
