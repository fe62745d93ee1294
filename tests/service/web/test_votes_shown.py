"""A decision that rests on a vote, as page and as JSON: quorum, recusal, equal votes, and nothing seen too early."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from certify.core import acts as a
from certify.core import process_acts as p
from certify.core.errors import Refused
from certify.service import authority
from tests.core.road import JURY_SOURCE, on
from tests.service.test_process_life import begun, duty
from tests.service.web.desk import CASE, Forms, at
from tests.service.web.paged import PagedSite, opened_pages
from tests.service.world import BODY

pytestmark = pytest.mark.anyio
JURY = ("ask", "elm", "ros")
VOTE = "merge: {vote: majority, quorum: 2, tie: no}"
NAMED = "liked: {type: yes_no, given_by: jury, text: {sv: Juryn tycker om den, en: The jury likes it}}"
# How Ask, Elm and Ros vote (nothing: a conflict is declared) by which rule; what the page and the JSON say of it.
VOTES: dict[str, tuple[str, tuple[str | None, ...], str, str, dict[str, Any]]] = {
    "a majority": (
        VOTE, ("yes", "yes", "no"), "2 ja och 1 nej. Svaret är ja.", "2 yes and 1 no. The answer is yes.",
        {"level": "OPEN", "complete": True},
    ),
    "a majority against": (
        VOTE, ("yes", "no", "no"), "1 ja och 2 nej. Svaret är nej.", "1 yes and 2 no. The answer is no.",
        {"level": None, "complete": True},
    ),
    "equal votes, where one stood aside": (
        VOTE, ("yes", "no", None), "1 ja och 1 nej. Svaret är nej.", "1 yes and 1 no. The answer is no.",
        {"level": None, "complete": True},
    ),
    "equal votes that the scheme says nothing of": (
        "merge: {vote: majority, quorum: 2}", ("yes", "no", None), "1 ja och 1 nej. Det räcker inte till ett svar.",
        "1 yes and 1 no. That is not enough for an answer.", {"level": None, "complete": False},
    ),
}  # fmt: skip


@pytest.fixture
async def site(tmp_path: Path, anyio_backend: str) -> AsyncIterator[PagedSite]:
    async with opened_pages(tmp_path) as opened:
        yield opened


def plain(html: str) -> str:
    """The words of a page without its marks, on one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>|[\u2066-\u2069]", "", html))


async def to_vote(site: PagedSite, merge: str = VOTE, *, blind: bool = False) -> None:
    """Visited by Ask and Elm; these two and Ros are to vote, and Dag to decide."""
    site.later(minutes=1)
    await authority.give_role(site.db, BODY, "ros", "assessor", by="adi", at=site.world.at)
    source = JURY_SOURCE.replace(VOTE, merge + ("\n    blind: yes" if blind else ""))
    source = source.replace("liked: {type: yes_no, given_by: jury}", NAMED)
    world = await begun(site.world, source, *JURY)
    for person in JURY[:2]:
        await duty(world, person, "assess", "visit")
        await world.do(person, a.Assess(activity="visit", findings=on(G1="yes", G2="yes", G3="yes")))
    for person in JURY:
        await duty(world, person, "assess", "jury")


async def vote(site: PagedSite, who: str, said: str | None) -> None:
    """Somebody votes, or stands aside."""
    act: a.Act = a.DeclareInterest(conflict=True) if said is None else p.Vote(activity="jury", findings=on(liked=said))
    await site.world.do(who, act)


async def outcome(site: PagedSite, who: str) -> dict[str, Any]:
    """What the API says that the rules make of it."""
    answer = await (await site.by(who)).get("/api/cases/case-1/outcome")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize("case", VOTES)
async def test_a_decision_tells_the_votes_and_what_they_come_to(case: str, site: PagedSite) -> None:
    merge, votes, sv, en, known = VOTES[case]
    await to_vote(site, merge)
    for who, said in zip(JURY, votes, strict=True):
        await vote(site, who, said)
    dag = await at(site, "dag")
    assert f"Juryn tycker om den: {sv}" in plain(dag.text)
    offered = Forms(dag.text).options.get("choice", [])
    # what can be chosen is what the rules let through: a grant for a level, a refusal where all is known and none is
    assert ("grant" in offered) is (known["level"] is not None)
    assert ("refuse" in offered) is (known["complete"] and known["level"] is None)
    await dag.look(f"{CASE}?lang=en")
    assert f"The jury likes it: {en}" in plain(dag.text)
    told = await outcome(site, "dag")
    assert {name: told.get(name) for name in known} == known
    if known["level"] is None:
        assert "liked" in {reason["name"] for reason in told["reasons"]}


async def test_without_a_quorum_there_is_no_decision_and_the_page_says_what_is_missing(site: PagedSite) -> None:
    await to_vote(site)
    await vote(site, "ask", "yes")
    await vote(site, "elm", None)
    await vote(site, "ros", None)
    dag = await at(site, "dag")
    assert f"{CASE}/acts/Decide" not in dag.forms
    told = await outcome(site, "dag")
    assert (told.get("level"), told["complete"]) == (None, False)
    kim = await at(site, "kim")
    assert "Omröstning" in plain(kim.text)
    assert "minst 2 måste rösta" in plain(kim.text)
    # whoever stood aside votes no more
    with pytest.raises(Refused, match=r"separation\.interest"):
        await vote(site, "ros", "no")


async def test_a_blind_vote_is_seen_by_nobody_who_has_yet_to_vote(site: PagedSite) -> None:
    await to_vote(site, blind=True)
    await vote(site, "ask", "yes")
    await vote(site, "elm", "yes")
    events = "/api/cases/case-1/events"
    for who, seen in (("ros", False), ("ask", True)):
        assert ("Elm röstade" in plain((await at(site, who)).text)) is seen, who
        client = await site.by(who)
        assert ((await client.get(events)).text.count('"Voted"') == 2) is seen, who
        assert (await outcome(site, who))["complete"] is seen, who
    # when the third has voted, then the third sees it too
    await vote(site, "ros", "no")
    assert (await outcome(site, "ros"))["level"] == "OPEN"
    assert "2 ja och 1 nej" in plain((await at(site, "dag")).text)
