"""What a verifier has seen: the highest version of each trust list and status list, kept in a file between two checks.

A list that was replaced is still well signed; only somebody who remembers the newer one can tell that it is old. So a
lower version than one that was seen is refused, and so is another list of the same version. Of a trust list its root is
remembered too, and another one is refused unless a person has named it. So is the latest time that was seen, since a
clock that was set back makes old lists young (SPEC.md 10.1).
"""

import fcntl
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import msgspec

from verify import errors, files, strict_json

_MOST_BYTES = 20_000_000  # a hundred thousand lists

_Version = Annotated[int, msgspec.Meta(ge=0, le=strict_json.MAX_INTEGER)]


class DamagedState(Exception):
    """The file cannot be read. It must not be taken for an absent one: then anything old would pass."""


class _Seen(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    version: _Version
    digest: str
    root: str | None = None


_Marks = dict[str, _Seen]
CLOCK = "clock"  # beside the addresses: the latest time, in seconds since 1970, as its version
_SKEW = timedelta(minutes=5)


class Memory:
    """The highest versions seen, by address. `note` refuses what is older; `keep` writes what was learned."""

    def __init__(self, path: Path) -> None:
        """Read the file; none yet is an empty one. Raises DamagedState."""
        self._path = path
        self._seen = _read(path)
        self._new: _Marks = {}

    def note(self, address: str, version: int, raw: bytes, *, root: str | None = None, named: bool = False) -> None:
        """A list of this version was found to hold; of a trust list with its `root`, and whether a person named that.

        Raises `errors.OlderThanKnown` and `errors.WrongRoot`, and then nothing is noted.
        """
        # Its own length is the limit, as a status list may be longer than others; another spelling is no other list.
        canonical = strict_json.canonical(strict_json.read_object(raw, max_bytes=len(raw)))
        now, known = _Seen(version, strict_json.sha256_digest(canonical), root), self._seen.get(address)
        if known is not None and known.root not in (None, root) and not named:
            raise errors.WrongRoot(f"{address} was signed by {known.root} before, now by {root}: name it to trust it")
        _refuse_older(address, known, now)
        self._seen[address] = self._new[address] = now

    def time(self, now: datetime, signed: Iterable[datetime]) -> tuple[datetime, bool]:
        """The time to judge by, where the clock says `now`, and whether it is behind; `now` is noted.

        That time is the latest of `now`, of what was seen and of what was `signed`.
        """
        seen = self._seen.get(CLOCK, _Seen(0, ""))
        noted = _Seen(max(seen.version, int(now.timestamp())), "")
        self._seen[CLOCK] = self._new[CLOCK] = noted
        latest = max((datetime.fromtimestamp(noted.version, UTC), *signed))
        return max(now, latest), now < latest - _SKEW

    def keep(self) -> None:
        """Write what was noted, under a lock, so that two at once lose nothing. Raises DamagedState, OSError."""
        if not self._new:
            return
        with self._path.with_name(self._path.name + ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            kept = _read(self._path)
            for address, now in self._new.items():
                known = kept.get(address)
                if known is None or (known.version, known.root or "") < (now.version, now.root or ""):
                    kept[address] = now
            files.replace(self._path, msgspec.json.format(msgspec.json.encode(kept, order="sorted"), indent=1))
        self._new = {}


def _refuse_older(address: str, known: _Seen | None, now: _Seen) -> None:
    if known is None or now.digest == known.digest or now.version > known.version:
        return
    if now.version == known.version:
        raise errors.OlderThanKnown(f"{address} has another list under version {now.version} than was seen before")
    raise errors.OlderThanKnown(f"{address} is version {now.version}, but {known.version} was seen before")


def _read(path: Path) -> _Marks:
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES)  # of a longer one the end is missing, which is damage
        return msgspec.json.decode(raw, type=_Marks)
    except FileNotFoundError:
        return {}
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, OSError) as error:
        raise DamagedState(f"{path} cannot be read as a state file: {error}") from None
