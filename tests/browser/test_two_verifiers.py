"""A sample of the sweep over every small edit: nothing is accepted, and the two verifiers give the same verdict."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser

from tests.sweeps.edits import sweep


@pytest.mark.anyio
async def test_no_edit_passes_either_verifier(browser: Browser) -> None:
    told = await sweep(browser, 2, sample=60)
    assert told["edits"] == 240
    assert (told["accepted"], told["word"], told["reason"]) == (0, 0, 0)
