"""A value of every type of the scheme language, typed by keyboard in a real Chromium, in every place that asks for it.

Self-assessment, draft application in one step, intake, workbench, decision: what the browser shows at the end is what
the rules alone make of the same values.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from certify.core import acts as a
from certify.core.dossier import Dossier, Unit
from certify.core.findings import Finding, Findings, Said
from certify.core.outcome import Dates, Outcome, work_out
from certify.core.scheme.clocks import local_day
from certify.core.scheme.model import Scheme
from certify.service import authority
from tests.browser.served import Served, served
from tests.journeys import by_keyboard
from tests.service.world import BODY

pytestmark = pytest.mark.anyio
SOURCE = (Path(__file__).parent / "every_kind.yaml").read_bytes()

# What people type, by the field; `A` and `B` stand for the two beds.
OWN: dict[str, str | tuple[str, ...]] = {
    "input-open": "yes",
    "input-guarded": "not_applicable",
    "input-rooms": "120",
    "input-height": "12,5",
    "input-green": "62,5",
    "input-since": "2020-05-01",
    "input-owner": "club",
    "input-spoken": ("english", "finnish"),
    "input-first_look": "bright",
    "input-story": "Gräs & “rosor” <3",
    "input-budget": "north; 120\nsouth; 80,5",
    "input-visits-1-days": "30",
    "input-visits-1-part": "12,5",
    "input-visits-1-when": "2025-07-01",
    "input-visits-1-why": "play",
    "input-visits-1-liked": "yes",
    "input-visits-2-days": "4",
    "input-visits-2-part": "50",
    "input-visits-2-why": "rest",
    "input-visits-2-liked": "no",
    "input-samples": "2025-06-01; 1,5\n2025-07-01; 2",
    "input-cleaned": "2025-06-01\n2025-06-08",
    "u-A-name": "Rosorna",
    "u-A-input-soil": "30",
    "u-A-input-closed": "no",
    "u-B-name": "Örterna",
    "u-B-input-soil": "22,5",
    "u-B-input-closed": "yes",
}
REVIEW: dict[str, str | tuple[str, ...]] = {
    "input-member": "yes",
    "input-debt": "0,5",
    "input-met_on": "2026-02-10",
    "input-shown": ("swedish", "finnish"),
}
FOUND: dict[str, str | tuple[str, ...]] = {
    "input-second_look": "fair",
    "input-noise": "2026-03-01; 40,5\n2026-03-02; 38",
    "input-counted": "north; 7\nsouth; 3",
    "input-shade": "25",
    "value-K.1": "yes",
    "value-K.2": "not_applicable",
    "value-K.3": "20",
    "value-K.4": "31,5",
    "value-K.5": "50",
    "value-K.6": "fair",
    "u-A-value-K.7": "yes",
    "u-B-value-K.7": "yes",
    "u-A-value-K.8": "1,5",
    "u-B-value-K.8": "2",
}
REASONS: dict[str, str | tuple[str, ...]] = {
    "reason-K.2": "Parken har ingen grind.",
    "reason-K.6": "Två bänkar är spruckna.",
}
# What cannot be read, or is out of range, by the place where it is typed first.
WRONG_AT_HOME = {
    "input-rooms": "många",
    "input-height": "91",
    "input-green": "hälften",
    "input-budget": "öst; 5",
    "input-visits-1-days": "ofta",
    "input-samples": "igår; 3",
    "input-cleaned": "2025-06-31",
    "u-B-input-soil": "djup",
    "value-K.3": "21",
    "u-A-value-K.8": "-1",
}
WRONG_IN_THE_DRAFT = {"input-rooms": "0", "input-visits-2-days": "91", "u-A-input-soil": "91"}
WRONG_AT_INTAKE = {"input-debt": "mycket"}
WRONG_ON_THE_BENCH = {"input-noise": "högt", "input-shade": "hälften", "value-K.4": "lång", "u-B-value-K.8": "91"}

# The same as the rules are given it, written as in a scheme file.
ROWS: Said = (
    {"days": "30", "part": "12.5 %", "when": "2025-07-01", "why": "play", "liked": "yes"},
    {"days": "4", "part": "50 %", "why": "rest", "liked": "no"},
)
DOSSIER = Dossier(
    inputs={
        "open": "yes", "guarded": "not_applicable", "rooms": "120", "height": "12.5", "green": "62.5 %",
        "since": "2020-05-01", "owner": "club", "spoken": ("english", "finnish"), "first_look": "bright",
        "story": "Gräs & “rosor” <3", "budget": {"north": "120", "south": "80.5"}, "visits": ROWS,
        "samples": ({"on": "2025-06-01", "value": "1.5"}, {"on": "2025-07-01", "value": "2"}),
        "cleaned": ("2025-06-01", "2025-06-08"),
    },
    units={"bed": (
        Unit(id="A", name="Rosorna", inputs={"soil": "30", "closed": "no"}),
        Unit(id="B", name="Örterna", inputs={"soil": "22.5", "closed": "yes"}),
    )},
)  # fmt: skip
FINDINGS = Findings(
    findings=tuple(
        Finding(criterion=name, unit=unit, value=value)
        for name, unit, value in (
            ("K.1", None, "yes"), ("K.2", None, "not_applicable"), ("K.3", None, "20"), ("K.4", None, "31.5"),
            ("K.5", None, "50 %"), ("K.6", None, "fair"), ("K.7", "A", "yes"), ("K.7", "B", "yes"),
            ("K.8", "A", "1.5"), ("K.8", "B", "2"),
        )
    ),
    inputs={
        "member": "yes", "debt": "0.5", "met_on": "2026-02-10", "shown": ("swedish", "finnish"),
        "second_look": "fair", "counted": {"north": "7", "south": "3"}, "shade": "25 %",
        "noise": ({"on": "2026-03-01", "value": "40.5"}, {"on": "2026-03-02", "value": "38"}),
    },
)  # fmt: skip


class Journey:
    """One application from the first answer to the decision."""

    def __init__(self, of: Served, browser: Browser, scheme: Scheme) -> None:
        self.of, self.browser, self.scheme = of, browser, scheme
        self.case = ""
        self.beds: dict[str, str] = {}

    def named(self, values: by_keyboard.Values) -> dict[str, Any]:
        """The fields as the page names them: with the ids of the beds."""
        return {self._name(name): value for name, value in values.items()}

    def _name(self, name: str) -> str:
        for letter, id_ in self.beds.items():
            name = name.replace(f"u-{letter}-", f"u-{id_}-")
        return name

    async def typed(
        self, page: Page, form: str, values: by_keyboard.Values, wrong: dict[str, str], button: str
    ) -> None:
        """Type with faults, see them beside their fields and nothing lost, and type what was wrong anew."""
        right, odd = self.named(values), self.named(wrong)
        await by_keyboard.fill(page, form, right | odd)
        await by_keyboard.has(page, form, right | odd)
        at = "Accept" if "Accept" in form else "f"
        await page.get_by_role("button", name=button, exact=True).first.press("Enter")
        await expect(page.locator(".summary")).to_be_visible()
        await by_keyboard.is_told(page, at, odd)
        await by_keyboard.has(page, form, right | odd)
        await by_keyboard.mend(page, form, {name: right[name] for name in odd})
        await by_keyboard.has(page, form, right)
        await page.get_by_role("button", name=button, exact=True).first.press("Enter")

    async def assess_oneself(self) -> None:
        """All of it in the self-assessment; then the applicant's part of it is a draft, in one step."""
        page = await self.of.person(self.browser, "mo")
        # What the script asks after each answer has tests of its own; here the button asks, once.
        await page.route(re.compile(r"/self-assessment[^/]*\.js"), lambda route: route.abort())
        await page.goto(f"{self.of.origin}/schemes/every-kind/2026.1/self-assessment")
        ids = (await by_keyboard.stands(page, "#checklist"))["units-bed"]
        self.beds = dict(zip("AB", ids, strict=True))
        await self.typed(page, "#checklist", OWN | REVIEW | FOUND, WRONG_AT_HOME, "Visa utfallet")
        await expect(page.locator(".summary")).to_have_count(0)
        await expect(page.locator("#standing-sentence")).to_contain_text("Lysande")
        await page.get_by_role("button", name="Börja en ansökan med svaren").press("Enter")
        await page.wait_for_url(re.compile("/drafts/.*done=Begun"))
        await self.apply(page)
        await page.context.close()

    async def apply(self, page: Page) -> None:
        """What was answered stands in the draft; what is missing is added, and all of it handed in."""
        draft = page.url.partition("?")[0]
        await page.goto(f"{draft}/about")
        form = f'form[action="{httpx.URL(draft).path}/about"]'
        ids = (await by_keyboard.stands(page, form))["units-bed"]
        self.beds = dict(zip("AB", ids, strict=True))
        own = {**{name: OWN[name] for name in WRONG_IN_THE_DRAFT}, "place": "Lindhamra", "area": "Parken"}
        await self.typed(page, form, own, WRONG_IN_THE_DRAFT, "Spara")
        await page.goto(f"{draft}/chapters/K")
        await page.get_by_text("Lägg till underlag K.1").press("Enter")
        await page.locator("#f-file-K\\.1").set_input_files(
            {"name": "skylten.txt", "mimeType": "text/plain", "buffer": b"Skylten."}
        )
        await page.get_by_role("button", name="Lägg till K.1").press("Enter")
        await expect(page.get_by_role("link", name="Ändra skylten.txt")).to_be_visible()
        await page.goto(draft)
        await page.get_by_role("button", name="Lämna in ansökan").press("Enter")
        await page.wait_for_url(re.compile("/cases/.*done=Submitted"))
        self.case = httpx.URL(page.url).path.rpartition("/")[2]

    async def do(self, by: str, act: a.Act) -> None:
        """What is between the forms."""
        await self.of.site.world.do(by, act, case=self.case)

    async def look(self, login: str, path: str = "") -> Page:
        """Somebody else, at the case."""
        page = await self.of.person(self.browser, login)
        await page.goto(f"{self.of.origin}/cases/{self.case}{path}")
        return page

    async def take_in(self) -> None:
        """The review of the application."""
        await self.do("kim", a.Register(number="1", received=self.of.site.world.at.date()))
        page = await self.look("kim")
        form = f'form[action="/cases/{self.case}/acts/Accept"]'
        await self.typed(page, form, REVIEW, WRONG_AT_INTAKE, "Ta in ansökan")
        await expect(page.get_by_role("status")).to_contain_text("intagen")
        await page.context.close()
        for duty, person in (("assess", "ask"), ("decide", "dag")):
            await self.do("kim", a.Assign(duty=duty, person=person))  # type: ignore[arg-type]  # the two above
            await self.do(person, a.DeclareInterest(conflict=False))
        await self.do("mo", a.Agree(terms=self.of.site.world.terms))

    async def assess(self) -> None:
        """The assessor's part."""
        page = await self.look("ask", "/assess")
        form = f'form[action="/cases/{self.case}/assess"]'
        await self.typed(page, form, FOUND | REASONS, WRONG_ON_THE_BENCH, "Lämna bedömningen")
        await expect(page.get_by_role("status")).to_contain_text("Bedömningen är lämnad.")
        await page.context.close()

    async def decide(self, outcome: Outcome) -> None:
        """What the decider sees is what the rules alone say, and it is granted."""
        page = await self.look("dag")
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Lysande")
        shown = re.sub(r"\s+", " ", await page.locator("main").inner_text())
        for one in outcome.basis:
            assert re.sub(r"\s+", " ", one.sv) in shown, one.sv
        answer = await page.request.get(f"{self.of.origin}/api/cases/{self.case}/outcome")
        told = await answer.json()
        assert (told["level"], told["complete"], told["values"]) == (outcome.level, True, outcome.values)
        await page.get_by_role("radio", name="Bevilja").press("Space")
        await page.get_by_label("Motivering").press_sequentially("Allt stämmer.")
        await page.get_by_role("button", name="Fatta beslutet").press("Enter")
        await expect(page.get_by_role("status")).to_contain_text("Beslutet är fattat.")
        await page.context.close()


async def test_every_kind_of_value_in_every_place(browser: Browser, tmp_path: Path) -> None:
    async with served(tmp_path) as of:
        of.site.later(minutes=1)
        world = of.site.world
        scheme = await authority.publish_scheme(of.site.db, BODY, SOURCE, by="sol", at=world.at)
        for person in ("ask", "dag"):
            await authority.record_competence(
                of.site.db, BODY, person, scheme.id, from_day=local_day(world.at), until_day=None, by="adi", at=world.at
            )
        today = local_day(world.at)
        outcome = work_out(scheme, DOSSIER, FINDINGS, form="full", dates=Dates(submitted=today, today=today))
        assert (outcome.level, outcome.complete) == ("BRIGHT", True)
        journey = Journey(of, browser, scheme)
        await journey.assess_oneself()
        await journey.take_in()
        await journey.assess()
        await journey.decide(outcome)
