"""A sample of the triples of certificate, time and reachability; `python -m tests.sweeps triples` asks 10,000."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser

from tests.sweeps.triples import sweep


@pytest.mark.anyio
async def test_page_api_command_browser_and_static_copy_say_the_same(browser: Browser) -> None:
    told, differing = await sweep(browser, (8,), each=16, steps=6)
    assert told["triples"] == 16
    assert differing == []
