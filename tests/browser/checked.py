"""The verifier of the browser, driven from a test: one blank page that may run our modules, and nothing else."""

from __future__ import annotations

import base64
from typing import Any

from playwright.async_api import Browser, Page, Route

from verify.statics import FOLDER

PAGE = "https://check.example/"
# What the page answers with for each case: word, first reason, and what went wrong if anything did.
RUN = """async (cases) => {
  const { check } = await import("/check/evidence.js");
  const { reasonOf } = await import("/check/verifier.js");
  const bytesOf = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const answers = [];
  for (const one of cases) {
    try {
      const verdict = await check({ ...one, certificate: one.base64 === undefined ? undefined : bytesOf(one.base64) });
      const { result, reason } = verdict.steps[8];
      const wanted = one.recognised ?? [result, reason];
      const ninth = wanted[0] === result && wanted[1] === reason ? "" : ` and ${result}: ${reason}`;
      answers.push([verdict.verdict, reasonOf(verdict) + ninth]);
    } catch (error) {
      answers.push(["failed", String(error)]);
    }
  }
  return answers;
}"""
# The same with a trust list and lists of status that are read once, for what differs in the certificate or code alone.
_READ = """async ({ root, trust, statuses, at }) => {
  const { readTrust } = await import("/check/trust.js");
  const { readStatus } = await import("/check/status.js");
  const { verify, verifyCode, reasonOf } = await import("/check/verifier.js");
  const read = await readTrust(new TextEncoder().encode(trust), root);
  const lists = new Map();
  for (const text of statuses) {
    const list = await readStatus(new TextEncoder().encode(text), read);
    lists.set(list.id, list);
  }
  const asked = { trust: read, statuses: lists, recognitions: [], at: new Date(at) };
  globalThis.judgeOne = async ({ base64, code }) => {
    try {
      const bytes = () => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const verdict = await (base64 === undefined ? verifyCode(code, asked) : verify(bytes(), asked));
      return [verdict.verdict, reasonOf(verdict)];
    } catch (error) {
      return ["failed", String(error)];
    }
  };
}"""
_JUDGE = """async (cases) => {
  const answers = [];
  for (const one of cases) answers.push(await globalThis.judgeOne(one));
  return answers;
}"""


async def blank_page(browser: Browser) -> Page:
    """A page with the policy of the real one; the modules come from the folder."""
    page = await (await browser.new_context()).new_page()

    async def answer(route: Route) -> None:
        name = route.request.url.removeprefix(PAGE)
        policy = "default-src 'none'; script-src 'self'"
        headers = {"content-security-policy": policy, "content-type": "text/javascript" if name else "text/html"}
        body = (FOLDER / name).read_bytes() if name else b"<!doctype html><title>check</title>"
        await route.fulfill(status=200, headers=headers, body=body)

    await page.route("**/*", answer)
    await page.goto(PAGE)
    return page


async def judged(page: Page, cases: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Verdict and first reason of each case, as tests/vectors/corpus.py makes them whole."""
    return [(word, reason) for word, reason in await page.evaluate(RUN, [plain(case) for case in cases])]


async def read_once(page: Page, around: dict[str, Any]) -> None:
    """Have the page read trust list and lists of status, for `judged_there`; `around` as in the cases of `judged`."""
    await page.evaluate(_READ, around)


async def judged_there(page: Page, cases: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Verdict and first reason of certificates (`raw`) and codes, by what `read_once` read."""
    return [(word, reason) for word, reason in await page.evaluate(_JUDGE, [plain(case) for case in cases])]


def plain(case: dict[str, Any]) -> dict[str, Any]:
    """A case as it goes into the page."""
    plain = {name: value for name, value in case.items() if name != "raw"}
    return plain | ({"base64": base64.b64encode(case["raw"]).decode()} if "raw" in case else {})
