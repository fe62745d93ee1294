"""Who there is in the demo: a certification body, the people who work there, and towns that do not exist.

First names and roles only: nobody in it is anybody.
"""

from __future__ import annotations

from typing import NamedTuple

from certify.core.acts import Role
from certify.service.demo.dossier import place

BODY = "nordisk"
BODY_NAME = "Nordisk Platscertifiering"
BODY_ADDRESS = "Hamngatan 4, 123 45 Lindhamra"
TERMS_SV = (
    "Certifikatet gäller den samverkan som det anger, under den tid som det anger. Innehavaren fortsätter att uppfylla "
    "ordningens krav, berättar om ändringar som kan påverka certifieringen, för bok över klagomål och ger organet den "
    "insyn som krävs. Märket används bara medan certifikatet gäller och alltid med certifikatets nummer. Vid paus "
    "eller återkallelse slutar innehavaren genast att använda märket."
)
TERMS_EN = (
    "The certificate is about the co-operation that it names, for the time that it states. The holder keeps meeting "
    "the scheme's requirements, tells of changes that may affect the certification, keeps a record of complaints "
    "and gives the body the access that it needs. The mark is used only while the certificate is valid, and always "
    "with its number. When it is suspended or withdrawn the holder stops using the mark at once."
)


class Staff(NamedTuple):
    """Someone who works at the body."""

    id: str
    name: str
    roles: tuple[Role, ...]
    competent: bool = False


STAFF = (
    Staff("kim", "Kim, samordnare", ("coordinator",)),
    Staff("alva", "Alva, bedömare", ("assessor",), competent=True),
    Staff("noa", "Noa, bedömare", ("assessor",), competent=True),
    Staff("dag", "Dag, beslutsfattare", ("decider",), competent=True),
    Staff("elin", "Elin, bedömare och beslutsfattare", ("assessor", "decider"), competent=True),
    Staff("ros", "Ros, revisor", ("auditor",)),
    Staff("adi", "Adi, administratör", ("administrator",)),
    Staff("sol", "Sol, ordningsansvarig", ("scheme_owner",)),
    Staff("ylva", "Ylva, omprövare", ("appeals_handler",)),
)


class Town(NamedTuple):
    """A partnership in a town that does not exist, and the person who speaks for it."""

    id: str
    place: str
    name: str
    number: str
    address: str
    area: str
    speaker: str


def _town(id_: str, name_of_place: str, number: str, area: str, speaker: str) -> Town:
    return Town(
        id_,
        name_of_place,
        f"{name_of_place} Centrum ekonomisk förening",
        number,
        f"Torget 1, {name_of_place}",
        area,
        speaker,
    )


LINDHAMRA = Town("lindhamra", place.TOWN, place.APPLICANT, place.ORGANISATION_NUMBER, place.ADDRESS, place.AREA, "mo")
TOWNS = (
    LINDHAMRA,
    _town("ekvik", "Ekvik", "802400-2001", "Ekviks hamn och Storgatan", "ola"),
    _town("bjorkmo", "Björkmo", "802400-3009", "Björkmo centrum", "pia"),
    _town("granhed", "Granhed", "802400-4007", "Granheds stadskärna", "rut"),
    _town("tallvik", "Tallvik", "802400-5004", "Tallviks gamla stad", "tor"),
    _town("savhamn", "Sävhamn", "802400-6002", "Sävhamns centrum", "una"),
    _town("ronnstrand", "Rönnstrand", "802400-7000", "Rönnstrands strandpromenad och torg", "vera"),
    _town("lovmark", "Lövmark", "802400-8008", "Lövmarks centrum", "wim"),
    _town("almslatt", "Almslätt", "802400-9006", "Almslätts köpstråk", "yrsa"),
    _town("hasselmo", "Hasselmo", "802401-1002", "Hasselmo centrum", "asa"),
    _town("askhamra", "Askhamra", "802401-2000", "Askhamra centrum", "ove"),
    _town("pilmark", "Pilmark", "802401-3008", "Pilmarks centrum", "ida"),
    _town("oxvik", "Oxvik", "802401-4006", "Oxviks centrum", "siv"),
    _town("enhed", "Enhed", "802401-5003", "Enheds centrum", "gun"),
)
