"""Sources: memory, a folder, another host that may be slow, large, hostile or gone."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest

from tests.verify import made
from verify import Registered, errors
from verify.history import Change
from verify.source import DirectorySource, HttpSource, MemorySource, SavedSource, Source
from verify.trust import read_trust

pytestmark = pytest.mark.anyio

LIST = f"{made.ORIGIN}/bodies/nordisk/status/1/revocation"
RAW = made.certificate_bytes()


async def test_memory_gives_what_it_was_given() -> None:
    entry = Registered(known=True, state="active")
    source: Source = MemorySource(
        certificates={made.NUMBER: RAW},
        statuses={LIST: b"list"},
        trust=b"trust",
        histories={made.NUMBER: b"history"},
        entries={made.NUMBER: entry},
    )
    assert await source.certificate(made.NUMBER) == RAW
    assert await source.status(LIST) == b"list"
    assert await source.trust() == b"trust"
    assert await source.history(made.NUMBER) == b"history"
    assert await source.register_entry(made.NUMBER) == entry
    assert await source.register_entry(made.OTHER_NUMBER) == Registered(known=False)


async def test_an_empty_memory_has_no_register_to_ask() -> None:
    source: Source = MemorySource()
    assert await source.certificate(made.NUMBER) is None
    assert await source.status(LIST) is None
    assert await source.trust() is None
    assert await source.history(made.NUMBER) is None
    assert await source.register_entry(made.NUMBER) is None


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, raw in {
        "trust.json": b"trust",
        f"certificates/{made.NUMBER}.json": RAW,
        "bodies/nordisk/status/1/revocation": b"list",
        f"v/{made.NUMBER}/history.json": b"history",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    return tmp_path


# A folder is read in threads. Each of these has a loop of its own: its threads are new, and their branches are counted.


def test_a_folder_is_laid_out_as_the_addresses_are(folder: Path) -> None:
    async def asked(source: Source) -> None:
        assert await source.certificate(made.NUMBER) == RAW
        assert await source.status(LIST) == b"list"
        assert await source.trust() == b"trust"
        assert await source.history(made.NUMBER) == b"history"
        assert await source.register_entry(made.NUMBER) is None

    asyncio.run(asked(DirectorySource(folder)))


def test_a_folder_gives_nothing_beside_itself(folder: Path) -> None:
    (folder.parent / "secret").write_bytes(b"secret")

    async def asked(source: Source) -> None:
        assert await source.certificate("../../secret") is None
        assert await source.history("../../secret") is None
        assert await source.status(f"{made.ORIGIN}/../secret") is None
        assert await source.status(f"{made.ORIGIN}/nordisk") is None  # a folder is no file
        assert await source.trust() is None

    asyncio.run(asked(DirectorySource(folder / "bodies")))


def test_a_folder_with_a_file_too_large_or_unreadable(folder: Path) -> None:
    with (folder / "trust.json").open("wb") as file:
        file.truncate(3_000_001)
    with pytest.raises(errors.Unreachable, match="more than"):
        asyncio.run(DirectorySource(folder).trust())
    (folder / "trust.json").unlink()
    (folder / "trust.json").symlink_to("trust.json")  # leads to itself
    with pytest.raises(errors.Unreachable):
        asyncio.run(DirectorySource(folder).trust())


Answer = Callable[[httpx.Request], httpx.Response]


def _host(answer: Answer, **more: object) -> HttpSource:
    client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    return HttpSource(made.ORIGIN, client=client, **more)  # type: ignore[arg-type]  # whatever a test wants changed


def _publishing(files: dict[str, bytes]) -> Answer:
    def answer(request: httpx.Request) -> httpx.Response:
        raw = files.get(request.url.path)
        return httpx.Response(404) if raw is None else httpx.Response(200, content=raw)

    return answer


EVERYTHING = {
    f"/certificates/{made.NUMBER}": RAW,
    "/bodies/nordisk/status/1/revocation": b"list",
    "/trust.json": made.trust_bytes(),
    f"/v/{made.NUMBER}/history.json": made.history_bytes(),
}


async def test_another_host_gives_what_it_publishes() -> None:
    async with _host(_publishing(EVERYTHING), root=made.ROOT.multibase) as source:
        assert await source.certificate(made.NUMBER) == RAW
        assert await source.status(LIST) == b"list"
        assert await source.trust() == made.trust_bytes()
        assert await source.history(made.NUMBER) == made.history_bytes()
        entry = await source.register_entry(made.NUMBER)
        assert entry is not None
        assert (entry.known, entry.state) == (True, "active")
        assert await source.certificate(made.OTHER_NUMBER) is None
        assert await source.register_entry(made.OTHER_NUMBER) == Registered(known=False)


async def test_a_host_that_keeps_a_history_to_itself_is_no_register() -> None:
    async with _host(_publishing({f"/certificates/{made.NUMBER}": RAW})) as source:
        assert await source.register_entry(made.NUMBER) is None
        saved = SavedSource(source, trust=made.trust_bytes(), known=made.trust_list())
        assert await saved.register_entry(made.NUMBER) is None
        assert await saved.register_entry(made.OTHER_NUMBER) == Registered(known=False)


async def test_a_host_is_asked_only_for_what_is_its_own() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(404)

    async with _host(answer, also=["https://annan.example"]) as source:
        assert await source.status("https://evil.example/bodies/nordisk/status/1/revocation") is None
        assert await source.status("http://169.254.169.254/latest") is None
        assert await source.status(LIST + "?x") is None
        assert await source.certificate("../admin") is None
        assert await source.history("../admin") is None
        assert asked == []
        assert await source.status("https://annan.example/bodies/annan/status/1/revocation") is None
        assert asked == ["https://annan.example/bodies/annan/status/1/revocation"]


async def _slowly() -> AsyncIterator[bytes]:
    yield b"{"
    await asyncio.sleep(5)


async def _endlessly() -> AsyncIterator[bytes]:
    while True:
        yield b" " * 65_536


def _refusing(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("refused", request=request)


UNREACHABLE: dict[str, Answer] = {
    "no connection": _refusing,
    "a fault": lambda _: httpx.Response(500),
    "a redirect": lambda _: httpx.Response(302, headers={"Location": "http://169.254.169.254/"}),
    "nothing to say": lambda _: httpx.Response(204),
    "packed": lambda _: httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=_Stream(_slowly())),
    "slow": lambda _: httpx.Response(200, stream=_Stream(_slowly())),
    "endless": lambda _: httpx.Response(200, stream=_Stream(_endlessly())),
}


class _Stream(httpx.AsyncByteStream):
    def __init__(self, pieces: AsyncIterator[bytes]) -> None:
        self._pieces = pieces

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._pieces


@pytest.mark.parametrize("name", UNREACHABLE)
async def test_what_cannot_be_had_is_told_apart_from_what_is_not_there(name: str) -> None:
    async with _host(UNREACHABLE[name], seconds=0.2) as source:
        with pytest.raises(errors.Unreachable):
            await source.certificate(made.NUMBER)


async def test_gone_is_not_there() -> None:
    async with _host(lambda _: httpx.Response(410)) as source:
        assert await source.certificate(made.NUMBER) is None


WITHDRAWN = (
    Change(at="2026-11-23T10:00:00Z", state="active"),
    Change(at="2027-02-01T09:00:00Z", state="withdrawn"),
)
HISTORY = f"/v/{made.NUMBER}/history.json"
REGISTERS: dict[str, dict[str, bytes]] = {
    "no trust list": {HISTORY: made.history_bytes(WITHDRAWN)},
    "a trust list of another root": {
        HISTORY: made.history_bytes(WITHDRAWN),
        "/trust.json": made.trust_bytes(root=made.STRANGER),
    },
    "a history signed by a stranger": {
        HISTORY: made.history_bytes(WITHDRAWN, key=made.STRANGER),
        "/trust.json": made.trust_bytes(),
    },
    "a history that is none": {HISTORY: b"<html>", "/trust.json": made.trust_bytes()},
    "the history of another": {
        f"/v/{made.OTHER_NUMBER}/history.json": made.history_bytes(),
        "/trust.json": made.trust_bytes(),
    },
}


@pytest.mark.parametrize("name", REGISTERS)
async def test_a_register_that_cannot_be_believed_is_one_that_was_not_reached(name: str) -> None:
    number = made.OTHER_NUMBER if name == "the history of another" else made.NUMBER
    async with _host(_publishing(REGISTERS[name]), root=made.ROOT.multibase) as source:
        with pytest.raises(errors.Unreachable):
            await source.register_entry(number)


async def test_a_saved_trust_list_comes_first_and_saved_status_lists_last() -> None:
    behind = MemorySource(
        certificates={made.NUMBER: RAW},
        statuses={LIST: b"new"},
        trust=b"theirs",
        histories={made.NUMBER: b"history"},
        entries={},
    )
    suspension = LIST.replace("revocation", "suspension")
    source: Source = SavedSource(behind, trust=b"ours", statuses={LIST: b"old", suspension: b"old"})
    assert await source.trust() == b"ours"
    assert await source.status(LIST) == b"new"
    assert await source.status(suspension) == b"old"
    assert await source.certificate(made.NUMBER) == RAW
    assert await source.history(made.NUMBER) == b"history"
    assert await source.register_entry(made.NUMBER) == Registered(known=False)
    assert await SavedSource(behind).trust() == b"theirs"


async def test_saved_status_lists_help_when_the_host_is_gone() -> None:
    async with _host(_refusing) as gone:
        assert await SavedSource(gone, statuses={LIST: b"old"}).status(LIST) == b"old"
        assert await SavedSource(gone, recognitions={LIST: b"said"}).recognition(LIST) == b"said"
        with pytest.raises(errors.Unreachable):
            await SavedSource(gone).status(LIST)


@pytest.mark.parametrize(
    ("given", "wins"),
    [
        (made.status_list_bytes("revocation", version=3), "saved"),
        (made.status_list_bytes("revocation", version=4), "saved"),  # another list under the version of ours
        (made.status_list_bytes("revocation", version=9, key=made.STRANGER), "saved"),
        (b"{}", "saved"),
        (made.status_list_bytes("revocation", version=5), "given"),
    ],
)
async def test_a_host_that_gives_an_older_list_does_not_hide_what_was_saved(given: bytes, wins: str) -> None:
    saved = made.status_list_bytes("revocation", {made.INDEX}, version=4)
    raw = made.trust_bytes()
    source = SavedSource(MemorySource(statuses={LIST: given}), trust=raw, known=read_trust(raw), statuses={LIST: saved})
    assert await source.status(LIST) == (saved if wins == "saved" else given)
    assert await source.status(LIST + "x") is None


async def test_beside_a_saved_trust_list_the_register_is_heard_by_that_one() -> None:
    raw = made.trust_bytes()
    lies = (Change(at="2026-11-23T10:00:00Z", state="active"), Change(at="2027-01-01T00:00:00Z", state="withdrawn"))
    behind = MemorySource(
        certificates={made.NUMBER: RAW},
        histories={made.NUMBER: made.history_bytes(lies, key=made.STRANGER)},
        entries={made.NUMBER: Registered(known=True, state="withdrawn")},
    )
    with pytest.raises(errors.Unreachable, match="signature-mismatch"):
        await SavedSource(behind, trust=raw, known=read_trust(raw)).register_entry(made.NUMBER)


@pytest.mark.parametrize("origin", ["", "intyg.example", "http://intyg.example", "https://intyg.example/x"])
async def test_an_origin_is_one(origin: str) -> None:
    with pytest.raises(errors.BadAddress):
        HttpSource(origin)


async def test_a_client_of_its_own_follows_nothing_and_asks_no_proxy() -> None:
    async with HttpSource(made.ORIGIN + "/") as source:
        assert source._client.follow_redirects is False
        assert source._client.trust_env is False
