"""What a verifier has seen: the highest version of each trust list and status list, kept in a file between two checks.

A list that was replaced is still well signed; only somebody who remembers the newer one can tell that it is old. So a
lower version than one that was seen is refused, and so is another list of the same version.
"""

import fcntl
from pathlib import Path
from typing import Annotated

import msgspec

from verify import errors, files, strict_json

_Version = Annotated[int, msgspec.Meta(ge=0, le=strict_json.MAX_INTEGER)]


class DamagedState(Exception):
    """The file cannot be read. It must not be taken for an absent one: then anything old would pass."""


class _Seen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: _Version
    digest: str


_Marks = dict[str, _Seen]


class Memory:
    """The highest versions seen, by address. `note` refuses what is older; `keep` writes what was learned."""

    def __init__(self, path: Path) -> None:
        """Read the file; none yet is an empty one. Raises DamagedState."""
        self._path = path
        self._seen = _read(path)
        self._new: _Marks = {}

    def note(self, address: str, version: int, raw: bytes) -> None:
        """A list of this version was found to hold. Raises `errors.OlderThanKnown`, and then nothing is noted."""
        canonical = strict_json.canonical(strict_json.read_object(raw))  # another spelling is no other list
        now = _Seen(version, strict_json.sha256_digest(canonical))
        _refuse_older(address, self._seen.get(address), now)
        self._seen[address] = self._new[address] = now

    def keep(self) -> None:
        """Write what was noted, under a lock, so that two at once lose nothing. Raises DamagedState, OSError."""
        if not self._new:
            return
        with self._path.with_name(self._path.name + ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            kept = _read(self._path)
            for address, now in self._new.items():
                if address not in kept or kept[address].version < now.version:
                    kept[address] = now
            files.replace(self._path, msgspec.json.format(msgspec.json.encode(kept, order="sorted"), indent=1))
        self._new = {}


def _refuse_older(address: str, known: _Seen | None, now: _Seen) -> None:
    if known is None or now == known or now.version > known.version:
        return
    if now.version == known.version:
        raise errors.OlderThanKnown(f"{address} has another list under version {now.version} than was seen before")
    raise errors.OlderThanKnown(f"{address} is version {now.version}, but {known.version} was seen before")


def _read(path: Path) -> _Marks:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Marks)
    except FileNotFoundError:
        return {}
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, OSError) as error:
        raise DamagedState(f"{path} cannot be read as a state file: {error}") from None
