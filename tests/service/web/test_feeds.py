"""The register for other machines: an Atom feed, and a catalogue that a data portal can harvest."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from certify.service.store.bodies import BodyRow
from certify.service.web import feeds
from tests.service.web.site import Site
from tests.service.world import BODY, ORIGIN, START

pytestmark = pytest.mark.anyio

ATOM = {"a": "http://www.w3.org/2005/Atom"}
RDF = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
}
ABOUT, RESOURCE = f"{{{RDF['rdf']}}}about", f"{{{RDF['rdf']}}}resource"


async def test_the_newest_certificates_are_a_feed(lite: Site) -> None:
    async with lite.client() as anyone:
        empty = await anyone.get("/register.atom")
        assert (empty.status_code, empty.headers["content-type"]) == (200, "application/atom+xml")
        assert ET.fromstring(empty.content).findall("a:entry", ATOM) == []
        await lite.world.granted()
        await lite.issue()
        feed = ET.fromstring((await anyone.get("/register.atom")).content)
        (listed,) = (await anyone.get("/register.json")).json()["entries"]
        (entry,) = feed.findall("a:entry", ATOM)
        assert entry.findtext("a:id", "", ATOM) == f"{ORIGIN}/certificates/{listed['number']}"
        assert listed["holder"] in entry.findtext("a:title", "", ATOM)
        assert entry.find("a:category", ATOM).get("term") == "active"  # type: ignore[union-attr]  # it is there
        assert entry.findtext("a:updated", "", ATOM) == feed.findtext("a:updated", "", ATOM)
        link = entry.find("a:link", ATOM)
        assert link is not None
        assert (await anyone.get(link.attrib["href"].removeprefix(ORIGIN) + ".json")).json()["verdict"] == "valid"
        none = await anyone.get("/register.atom?status=withdrawn")
        assert ET.fromstring(none.content).findall("a:entry", ATOM) == []
        assert (await anyone.get("/register.atom?status=gone")).status_code == 400


async def test_a_catalogue_has_a_dataset_for_each_body_and_every_address_leads_somewhere(lite: Site) -> None:
    async with lite.client() as anyone:
        answer = await anyone.get("/datasets/dcat")
        assert answer.headers["content-type"] == "application/rdf+xml"
        whole = ET.fromstring(answer.content)
        (catalog,) = whole.findall("dcat:Catalog", RDF)
        for needed in ("dct:title", "dct:description", "dct:publisher", "dct:license", "dcat:dataset"):
            assert catalog.find(needed, RDF) is not None
        (dataset,) = whole.findall("dcat:Dataset", RDF)
        for needed in ("dct:title", "dct:description", "dct:publisher", "dcat:distribution"):
            assert dataset.find(needed, RDF) is not None
        named = {one.attrib[ABOUT] for one in whole}
        links = {link.attrib[RESOURCE] for one in whole for link in one if RESOURCE in link.attrib}
        own = {link for link in links if link.startswith(ORIGIN)}
        assert {link for link in own if "#" in link} <= named
        for link in own - named:
            assert (await anyone.get(link.removeprefix(ORIGIN))).status_code == 200


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("212000-1355", "LocalAuthority"),
        ("556036-0793", "Company"),
        ("802400-1236", "NonProfitOrganisation"),
        (None, None),
    ],
)
def test_the_kind_of_publisher_follows_from_its_number(number: str | None, kind: str | None) -> None:
    hostile = "<b>&]]>"
    row = BodyRow(
        slug=BODY, legal_name=hostile, address="A", organisation_number=number, origin=ORIGIN, did="d", created_at=START
    )
    (agent,) = ET.fromstring(feeds.catalogue(ORIGIN, [row])).findall("foaf:Agent", RDF)
    assert agent.findtext("foaf:name", "", RDF) == hostile
    assert agent.findtext("dct:identifier", None, RDF) == number
    found = agent.find("dct:type", RDF)
    assert (found.attrib[RESOURCE].rpartition("/")[2] if found is not None else None) == kind
