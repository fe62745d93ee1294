"""Evidence bytes, by body and digest, in a local folder or an object store: written once, verified whenever read.

A file is streamed to a temporary name while it is hashed, and only then copied to `BODY/ab/abcdef...` (the SHA-256 of
its bytes); so a name always stands for whole bytes, also after a crash. Locally the bytes are on the disk (fsync)
before the name exists; elsewhere they are read back and hashed first. Nothing is ever held whole in memory.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, from_url

from certify.service.store.errors import StoreError, Unavailable
from verify import files

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterator
    from datetime import datetime

    from obstore.store import ObjectStore

PART = 5 * 1024 * 1024  # the smallest part that S3 takes, but for the last
READ = 256 * 1024
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_BODY = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


class TooLarge(StoreError):
    """More bytes came than are allowed; nothing was kept."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"more than {limit} bytes")


class NoSuchBlob(StoreError):
    """There are no bytes of this name."""


class DamagedBlob(StoreError):
    """The bytes that are kept are not those that the name says."""


class Blobs:
    """The bytes of all bodies in one object store."""

    def __init__(self, store: ObjectStore, folder: Path | None, fresh_name: Callable[[], str]) -> None:
        """`folder` where the store is local; `fresh_name` gives a new random name for each upload."""
        self.store = store
        self.folder = folder
        self.fresh_name = fresh_name

    async def put(self, body: str, chunks: AsyncIterable[bytes], *, max_bytes: int) -> tuple[str, int]:
        """Keep a file; gives its digest (`sha256:...`) and size in bytes. The same bytes are kept once.

        Raises TooLarge when more than `max_bytes` come, Unavailable when the store fails; whatever the stream itself
        raises comes through. In all these cases nothing is kept.
        """
        _body(body)
        counted = _Counted(chunks, max_bytes)
        temporary = f"tmp/{self.fresh_name()}"
        try:
            await self._upload(temporary, counted)
            digest = counted.digest()
            await self._settle(temporary)
            if self.folder is None:
                await self._read_back(temporary, digest)
            await self._name(temporary, _path(body, digest), counted.size)
        finally:
            await asyncio.shield(self._drop(temporary))
        return digest, counted.size

    async def _upload(self, path: str, counted: _Counted) -> None:
        try:
            # An upload in parts is used from the first byte on, so that memory holds two parts at most.
            await obstore.put_async(self.store, path, counted, use_multipart=True, chunk_size=PART, max_concurrency=1)
        except (FileNotFoundError, BaseError) as error:
            if counted.broken is not None:
                raise counted.broken from None
            raise Unavailable(_first_line(error)) from error

    async def open(self, body: str, digest: str) -> AsyncIterator[bytes]:
        """The bytes of a file, in pieces. The last piece comes only when all of them gave the digest.

        Raises NoSuchBlob before the first piece, DamagedBlob in place of the last one.
        """
        with _as_ours():
            result = await obstore.get_async(self.store, _path(body, digest))
            pieces = result.stream(min_chunk_size=READ)
        hashed = hashlib.sha256()
        held = b""
        with _as_ours():
            async for piece in pieces:
                yield held
                held = bytes(piece)
                hashed.update(held)
        if f"sha256:{hashed.hexdigest()}" != digest:
            raise DamagedBlob(f"{body}/{digest}")
        yield held

    async def size(self, body: str, digest: str) -> int | None:
        """How many bytes a file has, or None when there is none of this name."""
        try:
            with _as_ours():
                return int((await obstore.head_async(self.store, _path(body, digest)))["size"])
        except NoSuchBlob:
            return None

    async def check(self, body: str, digest: str) -> None:
        """Read a file through. Raises NoSuchBlob, DamagedBlob."""
        async for _piece in self.open(body, digest):
            pass

    async def digests(self, body: str) -> AsyncIterator[str]:
        """The digests of all files of a body."""
        with _as_ours():
            async for batch in obstore.list(self.store, prefix=f"{_body(body)}/", chunk_size=500):
                for found in batch:
                    yield "sha256:" + found["path"].rpartition("/")[2]

    async def erase(self, body: str, digest: str) -> None:
        """Remove a file for ever; none of this name is as good."""
        await self._drop(_path(body, digest))

    async def is_empty(self) -> bool:
        """Whether nothing at all is kept, temporary or not."""
        async for batch in obstore.list(self.store, chunk_size=1):
            if len(batch) > 0:
                return False
        return True

    async def sweep(self, before: datetime) -> int:
        """Remove what uploads that were cut off have left before that time; gives how many."""
        swept = 0
        async for batch in obstore.list(self.store, prefix="tmp/", chunk_size=100):
            for found in batch:
                if found["last_modified"] < before:
                    await self._drop(found["path"])
                    swept += 1
        return swept

    async def _settle(self, path: str) -> None:
        """Locally: the bytes are on the disk before they get their name."""
        if self.folder is not None:
            await asyncio.to_thread(files.sync, self.folder / path)

    async def _read_back(self, path: str, digest: str) -> None:
        hashed = hashlib.sha256()
        with _as_ours():
            result = await obstore.get_async(self.store, path)
            async for piece in result.stream(min_chunk_size=READ):
                hashed.update(piece)
        if f"sha256:{hashed.hexdigest()}" != digest:
            raise Unavailable("the object store gave other bytes than it was given")

    async def _name(self, temporary: str, path: str, size: int) -> None:
        """Give the bytes their name. One that is there is left alone, unless it is not even of the right size."""
        with _as_ours():
            try:
                kept = (await obstore.head_async(self.store, path))["size"]
            except FileNotFoundError:
                kept = None
            if kept is None and self.folder is not None:
                with contextlib.suppress(AlreadyExistsError):
                    await obstore.copy_async(self.store, temporary, path, overwrite=False)
            elif kept != size:
                # Not every object store can copy without overwriting; under a digest it would be the same bytes.
                await obstore.copy_async(self.store, temporary, path)
        if self.folder is not None:
            for folder in (self.folder / path).parents:
                await asyncio.to_thread(files.sync, folder)
                if folder == self.folder:
                    break

    async def _drop(self, path: str) -> None:
        with contextlib.suppress(FileNotFoundError, BaseError):
            await obstore.delete_async(self.store, path)


class _Counted:
    """A stream that hashes and counts what goes through, and ends in TooLarge beyond its limit."""

    def __init__(self, chunks: AsyncIterable[bytes], max_bytes: int) -> None:
        self.chunks = chunks
        self.max_bytes = max_bytes
        self.size = 0
        self.hashed = hashlib.sha256()
        self.broken: Exception | None = None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for chunk in self.chunks:
                self.size += len(chunk)
                if self.size > self.max_bytes:
                    raise TooLarge(self.max_bytes)
                self.hashed.update(chunk)
                yield chunk
        except Exception as error:
            self.broken = error
            raise

    def digest(self) -> str:
        return f"sha256:{self.hashed.hexdigest()}"


def _body(body: str) -> str:
    if not _BODY.fullmatch(body):
        raise NoSuchBlob(body)
    return body


def _path(body: str, digest: str) -> str:
    """Where a file stands. Raises NoSuchBlob for what cannot be a body or a digest: no path is ever built from it."""
    if not _DIGEST.fullmatch(digest):
        raise NoSuchBlob(digest)
    name = digest.removeprefix("sha256:")
    return f"{_body(body)}/{name[:2]}/{name}"


@contextlib.contextmanager
def _as_ours() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise NoSuchBlob(_first_line(error)) from error
    except BaseError as error:
        raise Unavailable(_first_line(error)) from error


def _first_line(error: Exception) -> str:
    """What obstore says, without the inner workings that follow."""
    return str(error).partition("\n")[0]


def folder_from_url(url: str) -> Path | None:
    """The folder of `file:///path` or of a plain path; None for any other URL."""
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.netloc in ("", "localhost"):
        return Path(unquote(parts.path))
    return Path(url) if not parts.scheme else None


def open_blobs(url: str, fresh_name: Callable[[], str]) -> Blobs:
    """Open `file:///path`, a plain path, `s3://bucket/prefix` or another URL that obstore knows.

    A local folder is made where there is none, readable by its owner alone. Keys and endpoint of an object store come
    from its own environment variables (AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL, ...). Raises Unavailable.
    """
    folder = folder_from_url(url)
    try:
        if folder is None:
            return Blobs(from_url(url), None, fresh_name)
        folder = folder.resolve()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return Blobs(LocalStore(folder), folder, fresh_name)
    except (BaseError, OSError, ValueError) as error:
        raise Unavailable(_first_line(error)) from error
