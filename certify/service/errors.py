"""What the shell itself can say no to; refusals by a rule are `certify.core.errors.Refused`.

ServiceError
├── NotFound    there is no such thing, or the caller may not know of it
├── Conflict    the case has moved on since the caller looked
├── KeyReused   an Idempotency-Key came again with another request
└── Frozen      the database has lost what it once knew; nothing is done until it is restored
"""

from __future__ import annotations


class ServiceError(Exception):
    """The root: everything that the shell raises on purpose."""


class NotFound(ServiceError):
    """There is no such thing, or the caller may not know of it; the two are told alike."""


class Conflict(ServiceError):
    """The case has moved on: `version` is where it stands now, where that is known."""

    def __init__(self, *, case: str, expected: int | None = None, version: int | None = None) -> None:
        self.case = case
        self.expected = expected
        self.version = version
        super().__init__(f"case {case} is at version {version}, not {expected}")


class KeyReused(ServiceError):
    """The same Idempotency-Key came with another request."""


class Frozen(ServiceError):
    """The installation is behind what it once knew (an older backup was restored): nothing is done."""
