"""Telling people: a notice on their page for what concerns them, and a short mail that says to look there.

Notices are named after their task, so that a task that runs twice tells once. Mails say what happened and in which
case, and nothing about anyone; each is a task of its own, so that a mail server that is down delays only mails.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from certify.core.scheme.translated import in_language
from certify.service.errors import NotFound
from certify.service.perform import load_case
from certify.service.schemes import as_begun
from certify.service.store import notices, people, tasks
from certify.service.worker.bench import Letter
from certify.service.worker.crash import crash
from verify import addresses

if TYPE_CHECKING:
    from certify.core.case import Case
    from certify.service.worker.bench import Bench

GIVE_UP = timedelta(days=3)

# What a mail says happened: (Swedish, English).
WORDS: dict[str, tuple[str, str]] = {
    "Submitted": ("Underlaget har kommit in", "The dossier has arrived"),
    "Resubmitted": ("En komplettering har kommit in", "A completion has arrived"),
    "Registered": ("Ärendet är registrerat", "The case is registered"),
    "Accepted": ("Ansökan är intagen för bedömning", "The application is taken in for assessment"),
    "Declined": ("Ansökan tas inte in", "The application is not taken in"),
    "CollectionFailed": ("Uppgifter kunde inte hämtas", "Figures could not be fetched"),
    "Agreed": ("Villkoren är godkända", "The terms are accepted"),
    "Assigned": ("Du har fått en uppgift i ärendet", "You have been given a duty in the case"),
    "CompletionRequested": ("Underlaget behöver kompletteras", "The dossier needs to be completed"),
    "CompletionOverdue": ("Tiden för komplettering har gått ut", "The time for the completion has run out"),
    "Assessed": ("Bedömningen är klar", "The assessment is done"),
    "Relieved": ("Du har inte längre uppgiften i ärendet", "You no longer have the duty in the case"),
    "SentBack": ("Bedömningen ska göras om", "The assessment is to be done again"),
    "Decided": ("Beslut är fattat", "A decision has been made"),
    "ApplicationWithdrawn": ("Ansökan är återtagen", "The application is taken back"),
    "CertificateIssued": ("Certifikatet är utfärdat", "The certificate is issued"),
    "CertificateSuspended": ("Certifikatet är vilande", "The certificate is suspended"),
    "CertificateReinstated": ("Certifikatet gäller igen", "The certificate counts again"),
    "CertificateWithdrawn": ("Certifikatet är återkallat", "The certificate is withdrawn"),
    "CertificateExpired": ("Certifikatet har gått ut", "The certificate has expired"),
    "EvaluationFinished": ("Allt före beslutet är gjort", "All that comes before the decision is done"),
    "Surveyed": ("En uppföljning är gjord", "A surveillance is done"),
    "NonconformityRaised": ("En avvikelse ska rättas", "A nonconformity is to be put right"),
    "NonconformityRegraded": ("En avvikelse har fått en annan grad", "A nonconformity has another grade"),
    "NonconformityOverdue": ("En avvikelse rättades inte i tid", "A nonconformity was not put right in time"),
    "RemedyProposed": ("En åtgärd är föreslagen", "A remedy is proposed"),
    "RemedyAccepted": ("Åtgärden är godtagen", "The remedy is accepted"),
    "RemedyRefused": ("Åtgärden räcker inte", "The remedy will not do"),
    "NonconformityClosed": ("En avvikelse är avslutad", "A nonconformity is closed"),
    "NonconformityLifted": ("En avvikelse gäller inte längre", "A nonconformity does not apply any longer"),
    "DeadlinePassed": ("En sista dag har gått ut", "A last day has passed"),
    "ActivityRepeated": ("Något ska göras om", "Something is to be done again"),
    "UnitSuspended": ("En enhet omfattas inte för tillfället", "A unit is not covered for now"),
    "UnitReinstated": ("En enhet omfattas igen", "A unit is covered again"),
    "CircumstanceReported": ("Något har hänt hos innehavaren", "Something happened at the holder"),
    "TransitionStarted": ("En ny version ska följas", "A new version is to be met"),
    "TransitionShown": ("Den nya versionen är följd", "The new version is met"),
}


class NotNow(Exception):
    """The mail server cannot take it now; it may later."""


class Undeliverable(Exception):
    """The mail server refuses this letter for good."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What a notify task says: which event of which case, and to whom; `person` where one is named."""

    case: str
    event: str
    to: str
    person: str | None = None
    seq: str = ""


async def acknowledge(bench: Bench, task: tasks.TaskRow) -> None:
    """A dossier has arrived: a receipt for the applicant, and word to the coordinators."""
    case = msgspec.json.decode(task.payload, type=dict[str, str])["case"]
    for to in ("applicant", "coordinator"):
        await tell(bench, task.body, f"{task.key}/{to}", Told(case=case, event="Submitted", to=to))


async def notify(bench: Bench, task: tasks.TaskRow) -> None:
    """An event of a case is told to those whom it concerns."""
    await tell(bench, task.body, task.key, msgspec.json.decode(task.payload, type=Told))


async def tell(bench: Bench, body: str, key: str, told: Told) -> None:
    """Keep the notices and, where mail is sent at all, the tasks that send it, in one transaction. Raises NotFound."""
    db, now = bench.database, bench.clock()
    case = await load_case(db, body, told.case)
    if case is None:
        raise NotFound(told.case)
    persons = await _persons(bench, body, case, told, now)
    granted = await _granted(bench, body, case) if told.event == "Decided" else {}
    data = msgspec.json.encode({"case": case.id, "event": told.event, "number": case.number or ""}).decode()
    common = {"body": body, "case": case.id, "kind": told.event, "data": data, "at": now}
    if told.to == "applicant":
        rows = [notices.NoticeRow(id=key, organisation=case.applicant, **common)]  # type: ignore[arg-type]  # as above
    else:
        rows = [notices.NoticeRow(id=f"{key}/{person}", person=person, **common) for person in persons]  # type: ignore[arg-type]  # as above
    async with db.transaction():
        await notices.tell(db, *rows)
        if bench.post is not None:
            await tasks.enqueue(db, *(_mail_task(body, key, person, case, told, now, granted) for person in persons))
    crash("notify.told")


async def _granted(bench: Bench, body: str, case: Case) -> dict[str, str]:
    """What a grant is called, by language. A refusal is told on the page alone, to whoever signs in."""
    decision = case.decision
    if decision is None or decision.outcome != "grant" or decision.level is None:
        return {}
    scheme = await bench.shell.schemes.of_case(bench.database, body, case)
    if scheme is None:
        return {}
    level = as_begun(scheme, case).level(decision.level).title
    return {
        "sv": f": {in_language(scheme.title, 'sv')}, nivån {in_language(level, 'sv')}, är beviljad",
        "en": f": {in_language(scheme.title, 'en')}, level {in_language(level, 'en')}, is granted",
    }


def _mail_task(  # what stands in a task
    body: str, key: str, person: str, case: Case, told: Told, now: datetime, granted: dict[str, str]
) -> tasks.TaskRow:
    payload = {"person": person, "case": case.number or case.id, "event": told.event, **granted}
    return tasks.TaskRow(
        body=body,
        key=f"mail/{key}/{person}",
        kind="mail",
        payload=msgspec.json.encode(payload).decode(),
        run_at=now,
        created_at=now,
    )


async def _persons(bench: Bench, body: str, case: Case, told: Told, now: datetime) -> list[str]:
    """Who is meant. An assessment that nobody is to decide on yet is told to all who may."""
    db = bench.database
    match told.to:
        case "applicant":
            return await people.who_may(db, body, "applicant", now, organisation=case.applicant)
        case "coordinator":
            return await people.who_may(db, body, "coordinator", now)
        case "assessors":
            return [part.person for part in case.assigned("assess")]
        case "deciders":
            assigned = [part.person for part in case.assigned("decide")]
            return assigned or await people.who_may(db, body, "decider", now)
        case _:
            return [told.person] if told.person is not None else []


async def mail(bench: Bench, task: tasks.TaskRow) -> None:
    """Send one mail to a person's open accounts that have an address.

    Raises NotNow while it may be tried again. After three days, or where the server refuses for good, it is let go:
    the notice stands on the person's page.
    """
    if bench.post is None:
        return
    asked = msgspec.json.decode(task.payload, type=dict[str, str])
    host = addresses.host_of(bench.origin).partition(":")[0]
    swedish, english = WORDS[asked["event"]]
    more_sv, more_en = asked.get("sv", ""), asked.get("en", "")
    for account in await people.accounts_of(bench.database, asked["person"]):
        if account.email is None or account.disabled:
            continue
        letter = Letter(
            id=f"<{_message_id(task, account.id)}@{host}>",
            to=account.email,
            subject=f"{asked['case']}: {swedish}",
            text=f"{swedish} i ärende {asked['case']}{more_sv}. Logga in för att läsa mer:\n{bench.origin}\n\n"
            f"{english} (case {asked['case']}){more_en}. Sign in to read more:\n{bench.origin}\n",
        )
        try:
            await bench.post.send(letter)
        except Undeliverable:
            continue
        except NotNow:
            if bench.clock() - task.created_at > GIVE_UP:
                return
            raise
    crash("notify.sent")


def _message_id(task: tasks.TaskRow, account: str) -> str:
    return "".join(symbol if symbol.isascii() and symbol.isalnum() else "." for symbol in f"{task.key}.{account}")
