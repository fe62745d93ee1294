"""What stands on a certificate's paper, worked out from what was signed before any typesetter sees it.

The eight rows and the notches come from where the verification page has them, so paper and page cannot tell two things.
Pure: bytes in, texts out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from certify.service import qr
from certify.service.paper.mark import Mark, mark_of
from verify import compact, words
from verify.addresses import host_of
from verify.credential import Certificate, Proof, read_certificate, unsigned_bytes
from verify.dates import Lang
from verify.pages.foreign import FSI, PDI
from verify.pages.units import unit_lists
from verify.pages.view import rows_of
from verify.verdict import Facts
from verify.verifier import facts_of

_TEXTS: Mapping[str, Mapping[Lang, str]] = {
    "title": {"sv": "Certifikat {number}, {holder}", "en": "Certificate {number}, {holder}"},
    "heading": {"sv": "Certifikat", "en": "Certificate"},
    "sentence": {
        "sv": "uppfyller kraven i {scheme}, utgåva\u00a0{version}.",
        "en": "meets the requirements of {scheme}, edition\u00a0{version}.",
    },
    "sentence_level": {
        "sv": "uppfyller kraven för nivån {level} i {scheme}, utgåva\u00a0{version}.",
        "en": "meets the requirements for the level {level} of {scheme}, edition\u00a0{version}.",
    },
    "check": {"sv": "Kontrollera certifikatet", "en": "Check this certificate"},
    "how": {
        "sv": "Rikta telefonens kamera mot koden, eller gå till adressen och skriv numret. "
        "De sexton hacken i kanten ska vara lika på skärmen.",
        "en": "Point the camera of your phone at the code, or go to the address and type the number. "
        "The sixteen notches in the edge should be the same on the screen.",
    },
    "foot": {
        "sv": "Papperet kan inte ändras, men statusen kan. Adressen visar alltid vad som gäller i dag.",
        "en": "Paper cannot change, but the status can. The address always shows what holds today.",
    },
    "annex": {"sv": "Det här omfattas", "en": "What is covered"},
    "annex_of": {
        "sv": "Bilaga till certifikat {number}, {holder}",
        "en": "Annex to certificate {number}, {holder}",
    },
    "page": {"sv": "Sida {page} av {pages}", "en": "Page {page} of {pages}"},
    "attachment": {"sv": "Det undertecknade certifikatet", "en": "The signed certificate"},
}


class NotOnPaper(Exception):
    """These bytes cannot be printed as they are; the message says why. Nothing is ever left out instead."""


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """The body: legal name and address."""

    name: str
    address: str


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One of the eight rows; `below` are smaller lines, `warning` one that must not be overlooked."""

    label: str
    value: str
    kind: str
    below: tuple[str, ...]
    warning: str


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """A unit that is covered: its number, or nothing; its name; what is to be known of it."""

    number: str
    name: str
    note: str


class Units(msgspec.Struct, frozen=True, kw_only=True):
    """The units of one kind."""

    title: str
    units: tuple[Unit, ...]


class Annex(msgspec.Struct, frozen=True, kw_only=True):
    """The pages after the first, where a certificate names units: whose annex it is, and all of them."""

    heading: str
    belongs: str
    kinds: tuple[Units, ...]
    foot: str
    page: str


class Stub(msgspec.Struct, frozen=True, kw_only=True):
    """What stands below the cut."""

    heading: str
    how: str
    host: str
    foot: str


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """Every word on the page, in the order in which it is read; `notches` are sixteen depths 0-3."""

    lang: Lang
    title: str
    issuer: Party
    mark: Mark
    heading: str
    holder: str
    sentence: str
    rows: tuple[Row, ...]
    notches: tuple[int, ...]
    stub: Stub
    annex: Annex | None
    number: str
    qr: str
    attachment: str


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """All that the typesetter gets: the words, the code as SVG, and the time of the signature in seconds since 1970."""

    paper: Paper
    code: bytes
    code_version: int
    made: int


def lay_out(credential: bytes, cose: bytes, lang: Lang) -> Sheet:
    """The sheet of a signed certificate and of its QR code (COSE_Sign1).

    Raises NotOnPaper when the certificate is not signed, or when the code is that of another one; a leaf of
    `verify.errors.VerifyError` when either cannot be read. Whether the signatures hold is not asked here.
    """
    certificate = read_certificate(credential)
    if certificate.proof is UNSET:
        raise NotOnPaper("the certificate is not signed")
    digest = hashlib.sha256(unsigned_bytes(certificate)).digest()
    said = compact.of_certificate(certificate, digest)
    # When a code says that it was signed is between it and the key; codes of before said when the certificate began.
    if replace(compact.unpack(cose).compact, issued_at=said.issued_at) != said:
        raise NotOnPaper("the QR code is not that of this certificate")
    facts, host = facts_of(certificate, digest), host_of(certificate.origin)
    segments = compact.segments(host, facts.number, cose)
    matrix = qr.lay_out(segments)
    described = qr.alternative(facts.number, segments[0].removesuffix("#" + compact.LAYOUT), lang)
    paper = _paper(certificate, facts, host, ". ".join(described), lang)
    code = qr.svg(matrix, described, lang=lang)
    return Sheet(paper=paper, code=code, code_version=matrix.version, made=_made(certificate.proof))


def _paper(certificate: Certificate, facts: Facts, host: str, code: str, lang: Lang) -> Paper:
    subject, issuer = certificate.credential_subject, certificate.issuer
    named = {
        "number": facts.number,
        "holder": words.tame(facts.holder),
        "scheme": words.tame(getattr(subject.scheme.title, lang)),
        "version": words.tame(subject.scheme.version),
        "level": words.tame(getattr(subject.level.title, lang)),
    }

    def said(key: str) -> str:
        return _TEXTS[key][lang].format_map(named)

    return Paper(
        lang=lang,
        title=said("title"),
        issuer=Party(name=words.tame(issuer.name), address=words.tame(issuer.address)),
        mark=mark_of(facts, "holds", lang, number=facts.number),
        heading=said("heading"),
        holder=named["holder"],
        sentence=said("sentence" if named["level"] == named["scheme"] else "sentence_level"),
        rows=_rows(facts, lang),
        notches=facts.notches,
        stub=Stub(heading=said("check"), how=said("how"), host=host, foot=said("foot")),
        annex=_annex(facts, lang, said) if facts.units else None,
        number=facts.number,
        qr=code,
        attachment=said("attachment"),
    )


def _annex(facts: Facts, lang: Lang, said: Callable[[str], str]) -> Annex:
    """Every unit, as the page lists them: a count alone would leave the reader to guess which."""
    return Annex(
        heading=said("annex"),
        belongs=said("annex_of"),
        kinds=tuple(
            Units(
                title=_plain(kind.title),
                units=tuple(
                    Unit(number=one.number, name=_plain(one.name), note=_plain(one.note)) for one in kind.units
                ),
            )
            for kind in unit_lists(facts, lang)
        ),
        foot=said("foot"),
        page=_TEXTS["page"][lang],
    )


def _rows(facts: Facts, lang: Lang) -> tuple[Row, ...]:
    """The page's rows, without the marks at the ends of foreign texts, which a page needs and paper does not."""
    return tuple(
        Row(
            label=row.label,
            value=_plain(row.value),
            kind=row.kind,
            below=tuple(_plain(text) for text in row.more),
            warning=row.warning,
        )
        for row in rows_of(facts, lang)
    )


def _plain(text: str) -> str:
    return text.replace(FSI, "").replace(PDI, "")


def _made(proof: Proof) -> int:
    return int(datetime.fromisoformat(proof.created).timestamp())
