"""The verifier of the browser, driven from a test: one blank page that may run our modules, and nothing else."""

from __future__ import annotations

import base64
from typing import Any

from playwright.async_api import Browser, Page, Route

from verify.statics import FOLDER

PAGE = "https://check.example/"
# What the page answers with for each case: word, first reason, and what went wrong if anything did.
_RUN = """async (cases) => {
  const { check } = await import("/check/evidence.js");
  const { reasonOf } = await import("/check/verifier.js");
  const bytesOf = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const answers = [];
  for (const one of cases) {
    try {
      const verdict = await check({ ...one, certificate: one.base64 === undefined ? undefined : bytesOf(one.base64) });
      answers.push([verdict.verdict, reasonOf(verdict)]);
    } catch (error) {
      answers.push(["failed", String(error)]);
    }
  }
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
    given = []
    for case in cases:
        plain = {name: value for name, value in case.items() if name != "raw"}
        if "raw" in case:
            plain["base64"] = base64.b64encode(case["raw"]).decode()
        given.append(plain)
    return [(word, reason) for word, reason in await page.evaluate(_RUN, given)]
