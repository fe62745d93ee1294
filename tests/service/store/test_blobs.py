"""Evidence bytes: streamed, written once, whole or not at all, and found out when they are damaged."""

import hashlib
import itertools
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import obstore
import pytest

from certify.service.store.blobs import PART, Blobs, DamagedBlob, NoSuchBlob, TooLarge, open_blobs
from certify.service.store.errors import Unavailable

pytestmark = pytest.mark.anyio

LIMIT = 50_000_000
ABSENT = "sha256:" + "0" * 64
MEASURE = """
import asyncio, sys
from certify.service.store.blobs import open_blobs

def peak():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) / 1024

async def chunks(size):
    for number in range(size // 65536):
        yield number.to_bytes(8, "big") * 8192

async def main():
    names = iter("abc")
    blobs = open_blobs(sys.argv[1], lambda: next(names))
    await blobs.put("nordisk", chunks(1 << 20), max_bytes=1 << 30)
    before = peak()
    digest, size = await blobs.put("nordisk", chunks(200 << 20), max_bytes=1 << 30)
    await blobs.check("nordisk", digest)
    print(size, peak() - before)

asyncio.run(main())
"""


async def pieces(*given: bytes) -> AsyncIterator[bytes]:
    for piece in given:
        yield piece


def digest(raw: bytes) -> str:
    return "sha256:" + hashlib.sha256(raw).hexdigest()


async def read(blobs: Blobs, name: str) -> bytes:
    return b"".join([piece async for piece in blobs.open("nordisk", name)])


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """A bucket of an S3 server of our own."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    given = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "us-east-1",
    }
    before = {name: os.environ.get(name) for name in given}
    os.environ.update(given)
    subprocess.run(
        [sys.executable, "-c", "import boto3; boto3.client('s3').create_bucket(Bucket='evidence')"], check=True
    )
    yield "s3://evidence/some/prefix"
    for name, value in before.items():
        if value is None:
            del os.environ[name]
        else:
            os.environ[name] = value
    server.stop()


@pytest.fixture(params=["folder", "s3", "memory"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    url = {"folder": f"file://{tmp_path}/blobs", "memory": "memory:///"}.get(request.param)
    count = itertools.count()
    return open_blobs(url or f"{request.getfixturevalue('s3')}/{tmp_path.name}", lambda: f"upload-{next(count)}")


async def test_bytes_come_back_as_they_were(blobs: Blobs) -> None:
    big = bytes(range(256)) * (PART // 100)
    for raw in (b"", b"x", b"one two", big):
        assert await blobs.put("nordisk", pieces(raw[:3], raw[3:]), max_bytes=LIMIT) == (digest(raw), len(raw))
        assert await read(blobs, digest(raw)) == raw
        assert await blobs.size("nordisk", digest(raw)) == len(raw)
    assert await blobs.put("nordisk", pieces(b"one", b" two"), max_bytes=LIMIT) == (digest(b"one two"), 7)
    assert sorted([d async for d in blobs.digests("nordisk")]) == sorted(
        digest(r) for r in (b"", b"x", b"one two", big)
    )
    assert [d async for d in blobs.digests("nord")] == []


async def test_a_body_does_not_see_the_files_of_another(blobs: Blobs) -> None:
    name, _ = await blobs.put("nordisk", pieces(b"secret"), max_bytes=LIMIT)
    assert await blobs.size("other", name) is None
    with pytest.raises(NoSuchBlob):
        await blobs.check("other", name)


@pytest.mark.parametrize("body", ["", "..", "../nordisk", "a/b", "Nordisk", "-x"])
async def test_no_path_is_built_from_what_is_no_body(blobs: Blobs, body: str) -> None:
    with pytest.raises(NoSuchBlob):
        await blobs.put(body, pieces(b"x"), max_bytes=LIMIT)
    with pytest.raises(NoSuchBlob):
        await blobs.check(body, ABSENT)


@pytest.mark.parametrize(
    "name", ["", "sha256:", "sha256:" + "G" * 64, "sha256:../../etc/passwd", "0" * 64, ABSENT + "\n"]
)
async def test_no_path_is_built_from_what_is_no_digest(blobs: Blobs, name: str) -> None:
    with pytest.raises(NoSuchBlob):
        await blobs.check("nordisk", name)


async def test_too_many_bytes_are_refused_and_nothing_stays(blobs: Blobs) -> None:
    assert await blobs.is_empty()
    with pytest.raises(TooLarge) as refused:
        await blobs.put("nordisk", pieces(b"x" * 6, b"x" * 5), max_bytes=10)
    assert refused.value.limit == 10
    assert await blobs.is_empty()
    assert await blobs.put("nordisk", pieces(b"x" * 10), max_bytes=10) == (digest(b"x" * 10), 10)


@pytest.mark.parametrize("error", [ConnectionResetError, FileNotFoundError, ValueError])
async def test_a_stream_that_breaks_leaves_nothing(blobs: Blobs, error: type[Exception]) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"x" * PART
        yield b"x" * PART
        raise error

    with pytest.raises(error):
        await blobs.put("nordisk", broken(), max_bytes=LIMIT)
    assert await blobs.is_empty()


async def test_the_same_bytes_are_kept_once_and_not_written_again(tmp_path: Path) -> None:
    count = itertools.count()
    blobs = open_blobs(str(tmp_path / "b"), lambda: f"t{next(count)}")
    name, _ = await blobs.put("nordisk", pieces(b"one"), max_bytes=LIMIT)
    path = tmp_path / "b/nordisk" / name[7:9] / name[7:]
    written = path.stat()
    await blobs.put("nordisk", pieces(b"one"), max_bytes=LIMIT)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (written.st_ino, written.st_mtime_ns)
    assert list((tmp_path / "b/tmp").iterdir()) == []


async def test_a_file_that_was_cut_short_is_healed_by_its_own_bytes(blobs: Blobs) -> None:
    name, _ = await blobs.put("nordisk", pieces(b"all of it"), max_bytes=LIMIT)
    await obstore.put_async(blobs.store, f"nordisk/{name[7:9]}/{name[7:]}", b"all")
    with pytest.raises(DamagedBlob):
        await blobs.check("nordisk", name)
    await blobs.put("nordisk", pieces(b"all of it"), max_bytes=LIMIT)
    assert await read(blobs, name) == b"all of it"


async def test_damaged_bytes_never_come_out_whole(blobs: Blobs) -> None:
    raw = b"a" * 1_000_000
    name, _ = await blobs.put("nordisk", pieces(raw), max_bytes=LIMIT)
    await obstore.put_async(blobs.store, f"nordisk/{name[7:9]}/{name[7:]}", b"b" + raw[1:])
    seen = bytearray()

    async def all_of_it() -> None:
        async for piece in blobs.open("nordisk", name):
            seen.extend(piece)

    with pytest.raises(DamagedBlob, match=name):
        await all_of_it()
    assert len(seen) < len(raw)


async def test_an_erased_file_is_gone(blobs: Blobs) -> None:
    name, _ = await blobs.put("nordisk", pieces(b"one"), max_bytes=LIMIT)
    await blobs.erase("nordisk", name)
    await blobs.erase("nordisk", name)
    assert await blobs.size("nordisk", name) is None
    with pytest.raises(NoSuchBlob):
        await read(blobs, name)


async def test_what_a_killed_upload_left_is_swept_after_a_while(blobs: Blobs) -> None:
    await obstore.put_async(blobs.store, "tmp/left", b"half")
    now = datetime.now(UTC)
    assert await blobs.sweep(now - timedelta(hours=1)) == 0
    assert not await blobs.is_empty()
    assert await blobs.sweep(now + timedelta(hours=1)) == 1
    assert await blobs.is_empty()


async def test_a_store_that_gives_other_bytes_than_it_was_given_is_not_trusted() -> None:
    class Forgetful(Blobs):
        async def _settle(self, path: str) -> None:
            await obstore.put_async(self.store, path, b"other bytes")

    blobs = Forgetful(open_blobs("memory:///", str).store, None, lambda: "t")
    with pytest.raises(Unavailable, match="other bytes"):
        await blobs.put("nordisk", pieces(b"the bytes"), max_bytes=LIMIT)
    assert await blobs.is_empty()


@pytest.mark.parametrize("url", ["nonsense://x", "s3://", "http://"])
def test_a_place_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(Unavailable):
        open_blobs(url, str)


async def test_a_store_that_cannot_be_reached_is_told_as_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable):
        open_blobs(str(tmp_path / "file/below"), str)
    if os.geteuid() != 0:  # root writes where it pleases
        (tmp_path / "shut").mkdir(mode=0o500)
        with pytest.raises(Unavailable):
            await open_blobs(f"{tmp_path}/shut", lambda: "t").put("nordisk", pieces(b"x"), max_bytes=LIMIT)


def test_the_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    open_blobs(str(tmp_path / "b"), str)
    assert (tmp_path / "b").stat().st_mode & 0o777 == 0o700


def test_a_file_of_200_mb_raises_memory_by_less_than_30_mb(tmp_path: Path) -> None:
    """In a process of its own: written and read back; the peak is what the kernel has seen."""
    done = subprocess.run([sys.executable, "-c", MEASURE, tmp_path / "b"], capture_output=True, text=True, check=True)
    size, raised = done.stdout.split()
    assert int(size) == 200 << 20
    assert float(raised) < 30
