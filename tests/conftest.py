"""What every test may ask for: the event loop, the vectors made by others, a real PostgreSQL, a real browser."""

import os
import shutil
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import hypothesis
import pytest
from playwright.async_api import Browser, Page, async_playwright

from tests import postgres, signatures

ROOT = Path(__file__).resolve().parent.parent

# No example may fail because the machine was busy; the number of examples keeps the whole run short.
hypothesis.settings.register_profile("house", deadline=None, max_examples=60)
hypothesis.settings.load_profile("house")

signatures.remember()

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


def _stays_here(event: str, arguments: tuple[Any, ...]) -> None:
    """No test asks a machine other than this one: neither for a connection nor for what a name stands for."""
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = str(arguments[1][0])
    elif event == "socket.getaddrinfo":
        host = arguments[0].decode() if isinstance(arguments[0], bytes) else str(arguments[0])
    else:
        return
    if host not in _HERE:
        msg = f"a test reached for {host}: tests stay on this machine"
        raise RuntimeError(msg)


_GIVEN = urlsplit(os.environ.get("TEST_POSTGRES_URL", "")).hostname or "localhost"
_HERE = frozenset({"127.0.0.1", "::1", "localhost", "0.0.0.0", "::", "None", "", _GIVEN})
sys.addaudithook(_stays_here)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Everything runs on asyncio: Litestar and Piccolo do."""
    return "asyncio"


@pytest.fixture(scope="session")
def vectors() -> Path:
    """The folder of test vectors made by others. The only thing that tests may lack: a stranger's checkout has none."""
    folder = Path(os.environ.get("CERTIFY_VECTORS") or ROOT.parent / "shared" / "vectors")
    if not folder.is_dir():
        pytest.skip(f"no test vectors at {folder}; CERTIFY_VECTORS names their folder")
    return folder


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a PostgreSQL server's own database: TEST_POSTGRES_URL, or a server started for this process."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield given
        return
    with postgres.running() as url:
        yield url


@pytest.fixture
async def postgres_database(postgres_url: str, anyio_backend: str) -> AsyncIterator[str]:
    """The URL of an empty database for one test, dropped afterwards."""
    async with postgres.fresh_database(postgres_url) as url:
        yield url


@asynccontextmanager
async def chromium(*arguments: str) -> AsyncIterator[Browser]:
    """The distribution's Chromium; Playwright downloads none. `arguments` are some of its own besides ours."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.fail("the browser tests need Chromium; ask an administrator for: apt-get install chromium")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium refuses its sandbox to root
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(
            executable_path=program, args=[*BROWSER_ARGUMENTS, *sandbox, *arguments]
        )
        yield started
        await started.close()


@pytest.fixture(scope="session")
async def browser(anyio_backend: str) -> AsyncIterator[Browser]:
    """The one browser of most tests, started once."""
    async with chromium() as started:
        yield started


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """An empty page with no cookies of another test."""
    context = await browser.new_context(locale="sv-SE", timezone_id="Europe/Stockholm")
    yield await context.new_page()
    await context.close()
