"""Where a verifier reads published things from: memory, a folder, another host. The service adds its own store.

A source only fetches; nothing that it gives is trusted before verifier.py has judged it. `None` means that the source
has no such thing; that it could not be asked is `errors.Unreachable`, which is something else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

import httpx
import msgspec

from verify import addresses, errors, history
from verify import status as status_lists
from verify.number import is_number
from verify.outbound import SafeTransport
from verify.status import MAX_BYTES  # the longest thing there is; the reader of each kind knows its own end
from verify.trust import Trust, read_trust
from verify.verdict import Registered

if TYPE_CHECKING:
    from verify.seen import Memory


class Source(Protocol):
    """What the endpoint and the command line ask. Any method may raise `errors.Unreachable`."""

    async def certificate(self, number: str) -> bytes | None:
        """The published bytes of the certificate of that number."""
        ...

    async def status(self, url: str) -> bytes | None:
        """The published bytes of the status list at that address."""
        ...

    async def recognition(self, url: str) -> bytes | None:
        """The published bytes of the recognition at that address."""
        ...

    async def trust(self) -> bytes | None:
        """The published bytes of the trust list."""
        ...

    async def history(self, number: str) -> bytes | None:
        """The published bytes of the status history of that certificate."""
        ...

    async def register_entry(self, number: str) -> Registered | None:
        """What the register says of that number; None when this source has no register to ask."""
        ...


def is_near(source: Source) -> bool:
    """Whether a source answers without a way to go, as it says of itself (`near`); then it is asked one by one."""
    return bool(getattr(source, "near", False))


class MemorySource:
    """Published things in dictionaries: for tests, and for whoever has them at hand already.

    `entries` is a register: with one, a number that it lacks is not registered; without one, nobody was asked.
    """

    near = True

    def __init__(
        self,
        *,
        certificates: Mapping[str, bytes] | None = None,
        statuses: Mapping[str, bytes] | None = None,
        trust: bytes | None = None,
        histories: Mapping[str, bytes] | None = None,
        entries: Mapping[str, Registered] | None = None,
        recognitions: Mapping[str, bytes] | None = None,
    ) -> None:
        """Certificates, histories and entries by number, status lists and recognitions by address.

        They are looked up anew at each question.
        """
        self._certificates = certificates or {}
        self._statuses = statuses or {}
        self._trust = trust
        self._histories = histories or {}
        self._entries = entries
        self._recognitions = recognitions or {}

    async def certificate(self, number: str) -> bytes | None:
        """The bytes under that number."""
        return self._certificates.get(number)

    async def status(self, url: str) -> bytes | None:
        """The bytes under that address."""
        return self._statuses.get(url)

    async def recognition(self, url: str) -> bytes | None:
        """The bytes under that address."""
        return self._recognitions.get(url)

    async def trust(self) -> bytes | None:
        """The bytes given as trust list."""
        return self._trust

    async def history(self, number: str) -> bytes | None:
        """The bytes under that number."""
        return self._histories.get(number)

    async def register_entry(self, number: str) -> Registered | None:
        """The entry, `known=False` for a number that a given register lacks, None without a register."""
        if self._entries is None:
            return None
        return self._entries.get(number, Registered(known=False))


class DirectorySource:
    """A folder of published files, laid out as their addresses are, as `certify export` writes them.

    `trust.json`, `certificates/NUMBER.json`, `bodies/SLUG/status/N/revocation`, `v/NUMBER/history.json`. A folder is a
    copy of some day and no register.
    """

    def __init__(self, folder: Path) -> None:
        """Nothing is read before it is asked for."""
        self._folder = folder

    async def certificate(self, number: str) -> bytes | None:
        """`certificates/NUMBER.json`."""
        return await self._read(f"certificates/{number}.json") if is_number(number) else None

    async def status(self, url: str) -> bytes | None:
        """The file that stands where the address points, whatever its host."""
        try:
            _, path = addresses.split(url)
        except errors.BadAddress:
            return None
        return await self._read(path[1:])

    async def recognition(self, url: str) -> bytes | None:
        """The file that stands where the address points, whatever its host."""
        return await self.status(url)

    async def trust(self) -> bytes | None:
        """`trust.json`."""
        return await self._read("trust.json")

    async def history(self, number: str) -> bytes | None:
        """`v/NUMBER/history.json`."""
        return await self._read(f"v/{number}/history.json") if is_number(number) else None

    async def register_entry(self, number: str) -> Registered | None:  # noqa: ARG002  (the protocol has it)
        """None: a copy cannot say what is in the register now."""
        return None

    async def _read(self, path: str) -> bytes | None:
        return await asyncio.to_thread(_read_file, self._folder / path)


class HttpSource:
    """Another host that publishes: an installation of this service, or static files.

    Takes what that host alone says (and those of `also`), follows no redirect, and stops after `seconds` and after
    `max_bytes`. Use it as an async context manager, or hand in a client of your own and close that.
    """

    def __init__(
        self,
        origin: str,
        *,
        also: Iterable[str] = (),
        root: str | None = None,
        client: httpx.AsyncClient | None = None,
        seconds: float = 10.0,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        """`also` are further origins whose status lists may be fetched; `root` is the trust list's root key.

        Raises `errors.BadAddress` when an origin is none.
        """
        self._origin = origin.rstrip("/")
        self._origins = frozenset({self._origin, *also})
        for one in self._origins:
            if not addresses.is_origin(one):
                raise errors.BadAddress(f"not an origin: {one[:80]!r}")
        self._root = root
        self._client = client or httpx.AsyncClient(
            follow_redirects=False,
            trust_env=False,
            transport=SafeTransport(loopback=self._origin.startswith("http://")),  # an origin on this very machine
        )
        self._seconds = seconds
        self._max_bytes = max_bytes

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def certificate(self, number: str) -> bytes | None:
        """GET `/certificates/NUMBER`."""
        return await self._get(f"{self._origin}/certificates/{number}") if is_number(number) else None

    async def status(self, url: str) -> bytes | None:
        """GET the address, if it stands below one of our origins; else None, without asking anybody."""
        try:
            origin, _ = addresses.split(url)
        except errors.BadAddress:
            return None
        return await self._get(url) if origin in self._origins else None

    async def recognition(self, url: str) -> bytes | None:
        """GET the address, if it stands below one of our origins; else None, without asking anybody."""
        return await self.status(url)

    async def trust(self) -> bytes | None:
        """GET `/trust.json`."""
        return await self._get(f"{self._origin}/trust.json")

    async def history(self, number: str) -> bytes | None:
        """GET `/v/NUMBER/history.json`."""
        return await self._get(f"{self._origin}/v/{number}/history.json") if is_number(number) else None

    async def register_entry(self, number: str) -> Registered | None:
        """What the signed history says now; without one what `untold` says.

        Raises `errors.Unreachable` also when the host's trust list or history is not in order.
        """
        raw = await self.history(number)
        if raw is None:
            return await untold(self, number)
        listed = await self.trust()
        if listed is None:
            raise errors.Unreachable(f"{self._origin} has no trust list")
        try:
            known = read_trust(listed, self._root)
        except errors.VerifyError as error:
            raise errors.Unreachable(f"the trust list of {self._origin} is not in order: {error}") from error
        return heard(raw, number, known)

    async def _get(self, url: str) -> bytes | None:
        try:
            async with asyncio.timeout(self._seconds):
                # Unpacked bytes could be a thousand times those that came in, so nothing packed is taken.
                async with self._client.stream(
                    "GET", url, headers={"Accept-Encoding": "identity"}, follow_redirects=False
                ) as answer:
                    return await self._body(answer)
        except (httpx.HTTPError, OSError, TimeoutError) as error:
            raise errors.Unreachable(f"{url}: {type(error).__name__} {error}") from error

    async def _body(self, answer: httpx.Response) -> bytes | None:
        if answer.status_code in (404, 410):
            return None
        if answer.status_code != 200 or answer.headers.get("Content-Encoding", "identity") != "identity":
            raise errors.Unreachable(f"{answer.url}: status {answer.status_code}, or packed")
        taken = bytearray()
        async for piece in answer.aiter_bytes():
            taken += piece
            if len(taken) > self._max_bytes:
                raise errors.Unreachable(f"{answer.url}: more than {self._max_bytes} bytes")
        return bytes(taken)


def heard(raw: bytes, number: str, trust: Trust) -> Registered:
    """What a signed history says now of the certificate that was asked for.

    Raises `errors.Unreachable` for a history that does not hold by the trust list, or is another one's.
    """
    try:
        told = history.read(raw, trust)
    except errors.VerifyError as error:
        raise errors.Unreachable(f"the history of {number} is not in order: {error}") from error
    if told.number != number:
        raise errors.Unreachable(f"asked for the history of {number}, got that of {told.number}")
    return told.registered()


async def untold(source: Source, number: str) -> Registered | None:
    """What a host says that gives no history: `known=False` where it has no such certificate either.

    None where it has the certificate alone: that would be a register that keeps what is suspended to itself.
    """
    return None if await source.certificate(number) is not None else Registered(known=False)


async def told_by_history(source: Source, number: str, trust: Trust) -> Registered | None:
    """What a host's signed history says, as `heard`; without one what `untold` says."""
    raw = await source.history(number)
    return await untold(source, number) if raw is None else heard(raw, number, trust)


class SavedSource:
    """Another source with what somebody saved.

    A trust list that comes first, status lists for when the other gives none or an older one, and recognitions for when
    it gives none.
    """

    def __init__(
        self,
        behind: Source,
        *,
        trust: bytes | None = None,
        known: Trust | None = None,
        statuses: Mapping[str, bytes] | None = None,
        recognitions: Mapping[str, bytes] | None = None,
    ) -> None:
        """`known` is what `trust` holds; `statuses`, which were found to hold by it, and `recognitions` by address."""
        self._behind = behind
        self._trust = trust
        self._known = known
        self._statuses = statuses or {}
        self._recognitions = recognitions or {}

    async def certificate(self, number: str) -> bytes | None:
        """What the other source has."""
        return await self._behind.certificate(number)

    async def status(self, url: str) -> bytes | None:
        """What the other source has, where that holds and is newer than what was saved; else what was saved."""
        saved = self._statuses.get(url)
        given = await _or_saved(self._behind.status(url), saved)
        if given is None or saved is None or self._known is None:
            return given
        # A host that gives an older list, or none that holds, must not make us forget what lies here.
        try:
            newer = status_lists.read(given, self._known).version > status_lists.read(saved, self._known).version
        except errors.VerifyError:
            return saved
        return given if newer else saved

    async def recognition(self, url: str) -> bytes | None:
        """What the other source has, else what was saved."""
        return await _or_saved(self._behind.recognition(url), self._recognitions.get(url))

    async def trust(self) -> bytes | None:
        """What was saved, else what the other source has."""
        return self._trust if self._trust is not None else await self._behind.trust()

    async def history(self, number: str) -> bytes | None:
        """What the other source has."""
        return await self._behind.history(number)

    async def register_entry(self, number: str) -> Registered | None:
        """What the other source says; where a trust list was saved, by that one and no other.

        A host's own list could name keys that the saved one does not, or not any longer.
        """
        if self._known is None:
            return await self._behind.register_entry(number)
        return await told_by_history(self, number, self._known)


async def _or_saved(asking: Awaitable[bytes | None], saved: bytes | None) -> bytes | None:
    """The answer, else what was saved. Raises Unreachable where there is neither."""
    try:
        return await asking or saved
    except errors.Unreachable:
        if saved is None:
            raise
        return saved


class RememberingSource:
    """Another source, held against what was seen before: an older list than that is as good as none.

    A list that does not hold is passed on as it is: the check that follows finds its defect.
    """

    def __init__(self, behind: Source, memory: Memory, root: str | None = None) -> None:
        """`root` is the Multikey whose trust list counts; `memory.keep` is for the caller, once all is done."""
        self._behind = behind
        self._memory = memory
        self._root = root
        self._trust: Trust | None = None

    async def certificate(self, number: str) -> bytes | None:
        """What the other source has."""
        return await self._behind.certificate(number)

    async def recognition(self, url: str) -> bytes | None:
        """What the other source has."""
        return await self._behind.recognition(url)

    async def trust(self) -> bytes | None:
        """What the other source has. Raises `errors.Unreachable` for a list that is older, or by another root."""
        raw = await self._behind.trust()
        if raw is not None:
            try:
                self._trust = read_trust(raw, self._root)
            except errors.VerifyError:
                return raw
            known, named = self._trust, self._root is not None
            with _as_unreachable():
                self._memory.note(known.document.id, known.version, raw, root=known.root, named=named)
        return raw

    async def status(self, url: str) -> bytes | None:
        """What the other source has. Raises `errors.Unreachable` for a list older than one that was seen."""
        raw = await self._behind.status(url)
        if raw is not None and self._trust is not None:
            try:
                found = status_lists.read(raw, self._trust)
            except errors.VerifyError:
                return raw
            with _as_unreachable():
                self._memory.note(found.id, found.version, raw)
        return raw

    async def history(self, number: str) -> bytes | None:
        """What the other source has. Raises `errors.Unreachable` for a history older than one that was seen.

        The same changes may be signed again, by another key or on another day, under the version that they have.
        """
        raw = await self._behind.history(number)
        if raw is not None and self._trust is not None:
            try:
                told = history.read(raw, self._trust)
            except errors.VerifyError:
                return raw
            with _as_unreachable():
                self._memory.note(told.id, told.version, msgspec.json.encode({"changes": told.changes}))
        return raw

    async def register_entry(self, number: str) -> Registered | None:
        """What the other source says, by no older history than one that was seen."""
        if self._trust is None:
            return await self._behind.register_entry(number)
        return await told_by_history(self, number, self._trust)


@contextmanager
def _as_unreachable() -> Iterator[None]:
    try:
        yield
    except errors.Untrusted as error:
        raise errors.Unreachable(str(error)) from error


def _read_file(path: Path) -> bytes | None:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise errors.Unreachable(f"{path}: more than {MAX_BYTES} bytes")
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError as error:
        raise errors.Unreachable(f"{path}: {error.strerror}") from error
