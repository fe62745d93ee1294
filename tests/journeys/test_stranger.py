"""A stranger's journey: a certificate is issued, scanned, saved, checked without a network, and withdrawn.

Every part is real: the whole application on each database, its worker, the published files, and `certify-verify` in a
process of its own that is given nothing but those files.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime
from pathlib import Path

import msgspec
import pytest

from tests.core.life import MEMBER, WHY, findings
from tests.service.web.site import Site, as_json, opened_site, submit
from verify import addresses

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[2]
VALID, NOT_VALID, UNKNOWN = 0, 1, 3


class Saved:
    """What a stranger saved while there was a network, and the program that checks it when there is none."""

    def __init__(self, folder: Path, site: Site, number: str) -> None:
        self.folder, self.site, self.number = folder, site, number

    async def save(self, name: str, path: str) -> Path:
        """Fetch a published thing and keep its bytes."""
        async with self.site.client() as anyone:
            answer = await anyone.get(path)
        assert answer.status_code == 200, answer.text
        file = self.folder / name
        file.write_bytes(answer.content)
        return file

    async def check(self, what: str, *options: str) -> tuple[int, str]:
        """Exit status and verdict of `certify-verify` on a file or the text of a code."""
        at: datetime = self.site.clock()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "verify",
            "--json",
            "--at",
            at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            *options,
            what,
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
        )
        out, _ = await process.communicate()
        return process.returncode or 0, msgspec.json.decode(out)["verdict"]


async def _do(site: Site, by: str, case: str, /, **act: object) -> None:
    async with await site.by(by) as client:
        answer = await client.post(f"/api/cases/{case}/acts", json=act)
    assert answer.status_code == 200, answer.text
    site.later(minutes=1)


async def _granted(site: Site) -> str:
    """From a submission to a decision by someone else, all over HTTP; gives the case."""
    async with await site.by("mo") as mo:
        answer = await mo.post("/api/cases", json=submit(site.world.scheme.digest))
    assert answer.status_code == 201, answer.text
    case: str = answer.json()["case"]
    site.later(minutes=1)
    why = as_json(WHY)
    await _do(site, "kim", case, act="Register", number="2026-1", received=site.clock().date().isoformat())
    await _do(site, "kim", case, act="Accept", findings=as_json(MEMBER))
    await _do(site, "kim", case, act="Assign", duty="assess", person="ask")
    await _do(site, "kim", case, act="Assign", duty="decide", person="dag")
    await _do(site, "ask", case, act="DeclareInterest", conflict=False)
    await _do(site, "dag", case, act="DeclareInterest", conflict=False)
    await _do(site, "mo", case, act="Agree", terms=site.world.terms)
    await _do(site, "ask", case, act="Assess", findings=as_json(findings()))
    await _do(site, "dag", case, act="Decide", outcome="grant", reason=why)
    return case


async def _verdict(site: Site, number: str) -> str:
    async with site.client() as anyone:
        word: str = (await anyone.get(f"/v/{number}.json")).json()["verdict"]
    return word


async def test_from_a_form_to_a_verdict_and_to_its_end(database_url: str, tmp_path: Path) -> None:
    async with opened_site(database_url, tmp_path) as site:
        case = await _granted(site)
        await site.issue()
        async with site.client() as anyone:
            (entry,) = (await anyone.get("/register.json")).json()["entries"]
        number = entry["number"]
        assert (entry["status"], await _verdict(site, number)) == ("active", "valid")

        saved = Saved(tmp_path, site, number)
        certificate = await saved.save("certificate.json", f"/certificates/{number}")
        trust = await saved.save("trust.json", "/trust.json")
        lists = msgspec.json.decode(certificate.read_bytes())["credentialStatus"]
        paths = {one["statusPurpose"]: addresses.split(one["statusListCredential"])[1] for one in lists}
        revocation = await saved.save("revocation.json", paths["revocation"])
        suspension = await saved.save("suspension.json", paths["suspension"])
        code = await saved.save("code.png", f"/certificates/{number}/qr.png")
        trusted = ("--trust", str(trust))
        status = ("--status", str(revocation), "--status", str(suspension))

        # With no network: valid with both lists, unknown (never valid) without them, on paper as on file.
        assert await saved.check(str(certificate), *trusted, *status) == (VALID, "valid")
        assert await saved.check(str(certificate), *trusted) == (UNKNOWN, "unknown")
        assert await saved.check(str(certificate), *trusted, *status[:2]) == (UNKNOWN, "unknown")
        assert await saved.check(str(certificate)) == (UNKNOWN, "unknown")
        assert await saved.check(str(code), *trusted, *status) == (VALID, "valid")
        assert await saved.check(str(code), *trusted) == (UNKNOWN, "unknown")

        # A single changed letter in the name is no certificate at all.
        forged = tmp_path / "forged.json"
        forged.write_bytes(certificate.read_bytes().replace("Trädgård".encode(), "Tradgård".encode()))
        assert await saved.check(str(forged), *trusted, *status) == (NOT_VALID, "not_genuine")

        # Paused, and back again.
        await _do(site, "dag", case, act="Suspend", reason_class="requirements_not_met", reason=as_json(WHY))
        assert await _verdict(site, number) == "suspended"
        await site.issue()
        await saved.save("suspension.json", paths["suspension"])
        assert await saved.check(str(certificate), *trusted, *status) == (NOT_VALID, "suspended")
        await _do(site, "dag", case, act="Reinstate", reason=as_json(WHY))
        assert await _verdict(site, number) == "suspended"  # of register and list the stricter counts, until both agree
        await site.issue()
        assert await _verdict(site, number) == "valid"

        # Withdrawn: the page says so at once, a saved list as soon as it is the newer one.
        await _do(site, "dag", case, act="Withdraw", reason_class="mark_misused", reason=as_json(WHY))
        assert await _verdict(site, number) == "withdrawn"
        await site.issue()
        await saved.save("suspension.json", paths["suspension"])
        await saved.save("revocation.json", paths["revocation"])
        gone = (NOT_VALID, "withdrawn_or_superseded")
        assert await saved.check(str(certificate), *trusted, *status) == gone
        assert await saved.check(str(code), *trusted, *status) == gone


async def test_the_lists_grow_old(tmp_path: Path) -> None:
    """A status list that is older than a day says nothing any more: unknown, and never valid."""
    async with opened_site(f"sqlite:///{tmp_path}/certify.db", tmp_path) as site:
        await _granted(site)
        await site.issue()
        async with site.client() as anyone:
            number = (await anyone.get("/register.json")).json()["entries"][0]["number"]
        assert await _verdict(site, number) == "valid"
        site.later(hours=25)
        assert await _verdict(site, number) == "unknown"
        await site.issue()
        assert await _verdict(site, number) == "valid"
