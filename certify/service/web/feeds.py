"""The register for other machines: an Atom feed of its newest certificates, and what a data portal harvests.

Atom by RFC 4287. DCAT-AP-SE 3.0.1 as RDF/XML: the national portal fetches one address at night, in which all addresses
are absolute and stay the same. Both say no more than the register does.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

from litestar import Request, Response

from certify.service.store import bodies
from certify.service.web import register
from certify.service.web.bodies import read_query
from certify.service.web.public import ANYWHERE, ASK_AGAIN, public, up_to_date
from certify.service.web.wired import wired
from verify import times

if TYPE_CHECKING:
    from collections.abc import Mapping

    from certify.service.store.bodies import BodyRow

AnyRequest = Request[Any, Any, Any]
ATOM_TYPE, RDF_TYPE = "application/atom+xml", "application/rdf+xml"
LICENSE = "http://creativecommons.org/publicdomain/zero/1.0/"

_ATOM = "{http://www.w3.org/2005/Atom}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DCAT = "{http://www.w3.org/ns/dcat#}"
_DCT = "{http://purl.org/dc/terms/}"
_FOAF = "{http://xmlns.com/foaf/0.1/}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PUBLISHER_TYPE = "http://purl.org/adms/publishertype/"
# What the first digits of a Swedish organisation number say of its kind; the longest that fits counts.
_KINDS = {
    "202": "NationalAuthority",
    "212": "LocalAuthority",
    "232": "RegionalAuthority",
    "5": "Company",
    "7": "Company",
    "8": "NonProfitOrganisation",
    "9": "Company",
}
_STATUS = {
    "active": "gäller / active",
    "suspended": "pausat / suspended",
    "withdrawn": "återkallat / withdrawn",
    "superseded": "ersatt / superseded",
    "expired": "har gått ut / expired",
    "compromised": "nyckeln röjd / key compromised",
    "not_yet_valid": "gäller inte än / not valid yet",
}
_DATASET = {
    "sv": (
        "Certifikatregister",
        "Certifikat från {name}, med innehavare, ordning, nivå, tider och status.",
    ),
    "en": ("Register of certificates", "Certificates of {name}, with holder, scheme, level, dates and status."),
}
for _prefix, _space in (("dcat", _DCAT), ("dcterms", _DCT), ("foaf", _FOAF), ("rdf", _RDF)):
    ET.register_namespace(_prefix, _space[1:-1])


@public("/register.atom", query=register.RegisterQuery, gives=ATOM_TYPE)
async def register_atom(request: AnyRequest) -> Response[bytes]:
    """The newest certificates of the register as an Atom feed, each with its status now."""
    here = up_to_date(wired(request))
    page = await register.search(here, read_query(request, register.RegisterQuery))
    own = {row.slug: row for row in await bodies.bodies(here.database)}
    return _answer(atom(here.settings.origin, page, own), ATOM_TYPE)


@public("/datasets/dcat", gives=RDF_TYPE)
async def dcat(request: AnyRequest) -> Response[bytes]:
    """The register as a catalogue for data portals (DCAT-AP-SE), one dataset for each body."""
    here = up_to_date(wired(request))
    return _answer(catalogue(here.settings.origin, await bodies.staying(here.database)), RDF_TYPE)


def atom(origin: str, page: register.RegisterPage, own: Mapping[str, BodyRow]) -> bytes:
    """The feed of a page of the register; `own` are the bodies by slug."""
    feed = ET.Element(_ATOM + "feed", {_LANG: "sv"})
    newest = max((entry.status_since for entry in page.entries), default=page.checked_at)
    _text(feed, _ATOM + "id", f"{origin}/register")
    _text(feed, _ATOM + "title", "Certifikatregister / Register of certificates")
    _text(feed, _ATOM + "updated", times.text(newest))
    ET.SubElement(feed, _ATOM + "link", rel="self", type=ATOM_TYPE, href=f"{origin}/register.atom")
    ET.SubElement(feed, _ATOM + "link", rel="alternate", type="text/html", href=f"{origin}/register")
    for entry in page.entries:
        body = own[entry.body]
        item = ET.SubElement(feed, _ATOM + "entry")
        _text(item, _ATOM + "id", f"{body.origin}/certificates/{entry.number}")
        _text(item, _ATOM + "title", f"{entry.holder}: {entry.scheme}, {entry.level}")
        _text(item, _ATOM + "updated", times.text(entry.status_since))
        _text(item, _ATOM + "published", times.text(entry.valid_from))
        _text(ET.SubElement(item, _ATOM + "author"), _ATOM + "name", body.legal_name)
        ET.SubElement(item, _ATOM + "category", term=entry.status)
        ET.SubElement(item, _ATOM + "link", rel="alternate", href=f"{body.origin}/v/{entry.number}")
        _text(item, _ATOM + "summary", f"{entry.number}: {_STATUS.get(entry.status, entry.status)}")
    return _bytes(feed)


def catalogue(origin: str, rows: list[BodyRow]) -> bytes:
    """The catalogue: a dataset for each body, with the register as JSON, CSV and Atom."""
    whole = ET.Element(_RDF + "RDF")
    here = f"{origin}/datasets/dcat"
    catalog = ET.SubElement(whole, _DCAT + "Catalog", {_RDF + "about": f"{here}#catalog"})
    _told(catalog, "Öppna data om certifikat", "Open data on certificates")
    _text(catalog, _DCT + "description", "Register över certifikat, öppet för alla.", {_LANG: "sv"})
    _text(catalog, _DCT + "description", "Registers of certificates, open to everyone.", {_LANG: "en"})
    ET.SubElement(catalog, _DCT + "license", {_RDF + "resource": LICENSE})
    for row in rows[:1]:
        ET.SubElement(catalog, _DCT + "publisher", {_RDF + "resource": f"{here}#publisher-{row.slug}"})
    for row in rows:
        ET.SubElement(catalog, _DCAT + "dataset", {_RDF + "resource": f"{here}#register-{row.slug}"})
    for row in rows:
        _dataset(whole, origin, here, row)
        _publisher(whole, here, row)
    return _bytes(whole)


def _dataset(whole: ET.Element, origin: str, here: str, row: BodyRow) -> None:
    dataset = ET.SubElement(whole, _DCAT + "Dataset", {_RDF + "about": f"{here}#register-{row.slug}"})
    for lang, (title, description) in _DATASET.items():
        _text(dataset, _DCT + "title", title, {_LANG: lang})
        _text(dataset, _DCT + "description", description.format(name=row.legal_name), {_LANG: lang})
    ET.SubElement(dataset, _DCT + "publisher", {_RDF + "resource": f"{here}#publisher-{row.slug}"})
    ET.SubElement(dataset, _DCAT + "landingPage", {_RDF + "resource": f"{origin}/register?body={row.slug}"})
    for ending, media in (("json", "application/json"), ("csv", "text/csv"), ("atom", ATOM_TYPE)):
        about = f"{here}#register-{row.slug}-{ending}"
        ET.SubElement(dataset, _DCAT + "distribution", {_RDF + "resource": about})
        one = ET.SubElement(whole, _DCAT + "Distribution", {_RDF + "about": about})
        ET.SubElement(one, _DCAT + "accessURL", {_RDF + "resource": f"{origin}/register.{ending}?body={row.slug}"})
        _text(one, _DCT + "format", media)
        ET.SubElement(one, _DCT + "license", {_RDF + "resource": LICENSE})


def _publisher(whole: ET.Element, here: str, row: BodyRow) -> None:
    agent = ET.SubElement(whole, _FOAF + "Agent", {_RDF + "about": f"{here}#publisher-{row.slug}"})
    _text(agent, _FOAF + "name", row.legal_name)
    number = row.organisation_number or ""
    if number:
        _text(agent, _DCT + "identifier", number)
    kind = next((_KINDS[start] for start in sorted(_KINDS, key=len, reverse=True) if number.startswith(start)), None)
    if kind is not None:
        ET.SubElement(agent, _DCT + "type", {_RDF + "resource": _PUBLISHER_TYPE + kind})


def _told(parent: ET.Element, sv: str, en: str) -> None:
    _text(parent, _DCT + "title", sv, {_LANG: "sv"})
    _text(parent, _DCT + "title", en, {_LANG: "en"})


def _text(parent: ET.Element, tag: str, text: str, attributes: dict[str, str] | None = None) -> None:
    ET.SubElement(parent, tag, attributes or {}).text = text


def _bytes(whole: ET.Element) -> bytes:
    raw: bytes = ET.tostring(whole, encoding="utf-8", xml_declaration=True)
    return raw


def _answer(raw: bytes, media: str) -> Response[bytes]:
    return Response(raw, media_type=media, headers=ANYWHERE | {"cache-control": ASK_AGAIN})


HANDLERS = (register_atom, dcat)
