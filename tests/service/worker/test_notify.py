"""Notices and mails: told once, to those whom it concerns, without saying anything about anyone."""

from __future__ import annotations

import asyncio

import msgspec
import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from msgspec.structs import replace

from certify.core import followups
from certify.service.errors import NotFound
from certify.service.store import notices, tasks
from certify.service.worker import notify
from certify.service.worker.bench import Letter
from certify.service.worker.loop import Worker
from certify.service.worker.post import SmtpPost
from tests.service.worker.workshop import Workshop
from tests.service.world import BODY

pytestmark = pytest.mark.anyio


async def _mailboxes(workshop: Workshop) -> None:
    await workshop.db.sql("UPDATE account SET email = login")


async def test_an_application_is_acknowledged_and_the_coordinators_hear_of_it(workshop: Workshop) -> None:
    await workshop.world.submitted()
    await workshop.worker.drain()
    (receipt,) = await notices.notices_for(workshop.db, BODY, "mo", ("lindhamra",))
    assert (receipt.kind, receipt.case) == ("Submitted", "case-1")
    for person in ("kim", "elm"):
        assert [n.kind for n in await notices.notices_for(workshop.db, BODY, person, ())] == ["Submitted"]
    assert await notices.notices_for(workshop.db, BODY, "ola", ("other",)) == []
    assert await notices.notices_for(workshop.db, BODY, "ros", ()) == []


async def test_everyone_hears_of_what_concerns_them(workshop: Workshop) -> None:
    await workshop.issued()

    async def heard(person: str, *organisations: str) -> set[str]:
        return {n.kind for n in await notices.notices_for(workshop.db, BODY, person, organisations)}

    assert await heard("mo", "lindhamra") == {"Submitted", "Registered", "Accepted", "Decided", "CertificateIssued"}
    assert await heard("ask") == {"Assigned"}
    assert await heard("dag") == {"Assigned", "Assessed"}
    assert "Decided" in await heard("kim")


async def test_a_task_that_runs_twice_tells_once(workshop: Workshop) -> None:
    await _mailboxes(workshop)
    await workshop.world.submitted()
    told = notify.Told(case="case-1", event="Submitted", to="applicant")
    for _ in range(3):
        await notify.tell(workshop.bench, BODY, "key", told)
    assert len([n for n in await notices.notices_for(workshop.db, BODY, "mo", ("lindhamra",)) if n.id == "key"]) == 1
    await workshop.worker.drain()
    assert len({letter.id for letter in workshop.post.letters}) == len(workshop.post.letters)


async def test_a_mail_says_what_happened_in_both_languages_and_nothing_about_anyone(workshop: Workshop) -> None:
    await _mailboxes(workshop)
    await workshop.issued()
    letters = [letter for letter in workshop.post.letters if letter.to == "mo@example.org"]
    assert any(
        "Certifikatet är utfärdat" in letter.text and "certificate is issued" in letter.text for letter in letters
    )
    decided = next(letter.text for letter in letters if "Beslut är fattat" in letter.text)
    assert ": Öppen trädgård, nivån Öppen, är beviljad. Logga in" in decided
    assert ": Open garden, level Open, is granted. Sign in" in decided
    for letter in workshop.post.letters:
        assert "2026-case-1" in letter.subject or "case-1" in letter.subject
        for name in ("Ask", "Dag", "Mo ", "Lindhamra", "802400"):
            assert name not in letter.subject + letter.text


async def test_without_a_post_there_are_notices_and_no_mail_tasks(workshop: Workshop) -> None:
    await workshop.world.submitted()
    await Worker(replace(workshop.bench, post=None)).drain()
    assert len(await notices.notices_for(workshop.db, BODY, "mo", ("lindhamra",))) == 1
    assert not await workshop.db.sql("SELECT 1 AS one FROM task WHERE kind = 'mail'")


async def test_no_mail_goes_to_a_closed_account(workshop: Workshop) -> None:
    await _mailboxes(workshop)
    await workshop.db.sql("UPDATE account SET disabled = {} WHERE person = {}", True, "mo")
    await workshop.world.submitted()
    await workshop.worker.drain()
    assert {letter.to for letter in workshop.post.letters} == {"kim@example.org", "elm@example.org"}


async def test_a_mail_server_that_is_down_delays_mails_and_nothing_else(workshop: Workshop) -> None:
    await _mailboxes(workshop)
    workshop.post.refusal = notify.NotNow("down")
    assert (await workshop.issued()).state == "issued"
    workshop.later(hours=24)
    await workshop.worker.drain()
    assert (await tasks.counts(workshop.db))["ready"] > 0
    workshop.post.refusal = None
    workshop.later(hours=1)
    await workshop.worker.drain()
    assert set(await tasks.counts(workshop.db)) == {"done"}
    ids = [letter.id for letter in workshop.post.letters]
    assert len(ids) == len(set(ids)) > 5


@pytest.mark.parametrize("how", ["refused", "three days"])
async def test_a_mail_that_cannot_be_delivered_is_let_go(workshop: Workshop, how: str) -> None:
    await _mailboxes(workshop)
    workshop.post.refusal = notify.Undeliverable("no such box") if how == "refused" else notify.NotNow("down")
    await workshop.world.submitted()
    await workshop.worker.drain()
    if how == "three days":
        workshop.later(days=3, hours=1)
        await workshop.worker.drain()
    assert set(await tasks.counts(workshop.db)) == {"done"}


async def test_a_case_that_is_not_there_is_told(workshop: Workshop) -> None:
    with pytest.raises(NotFound):
        await notify.tell(workshop.bench, BODY, "key", notify.Told(case="case-9", event="Submitted", to="applicant"))


def test_every_event_that_is_told_has_its_words() -> None:
    told = {kind.__name__ for kind in followups._TOLD}
    assert told | {"Submitted", "CollectionFailed"} == set(notify.WORDS)


# The post itself, against a real server.


class Box:
    """A mail server's handler: keeps what comes, or answers as it is told."""

    def __init__(self) -> None:
        self.came: list[Envelope] = []
        self.answer = "250 OK"

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the recipient, or not."""
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's
        """Take the mail."""
        self.came.append(envelope)
        return "250 OK"


LETTER = Letter(id="<notify.1@localhost>", to="mo@example.org", subject="2026-1: Beslut är fattat", text="Beslut.\n")


async def test_letters_reach_a_mail_server_and_its_refusals_are_understood() -> None:
    box = Box()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(box), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    post = SmtpPost(f"smtp://127.0.0.1:{port}", "certify@localhost")
    try:
        await post.send(LETTER)
        assert box.came[0].rcpt_tos == ["mo@example.org"]
        content = box.came[0].original_content or b""
        assert b"Message-ID: <notify.1@localhost>" in content
        assert b"Auto-Submitted: auto-generated" in content
        box.answer = "550 no such box"
        with pytest.raises(notify.Undeliverable):
            await post.send(LETTER)
        box.answer = "451 try later"
        with pytest.raises(notify.NotNow):
            await post.send(LETTER)
    finally:
        server.close()
        await server.wait_closed()
    with pytest.raises(notify.NotNow):
        await post.send(LETTER)


def test_a_told_task_is_read_as_it_was_written() -> None:
    payload = b'{"case":"c","event":"Assigned","seq":"4","person":"ask","to":"person"}'
    assert msgspec.json.decode(payload, type=notify.Told).person == "ask"
