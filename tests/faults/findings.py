"""What a sweep finds: promises that were not kept, each under a name that the tests ask for."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

NAMES = frozenset({
    "lost",  # an act that was acknowledged did not happen, or not as it was answered
    "twice",  # an act that was asked for once happened more often
    "unasked",  # an act happened that nobody asked for
    "answer-changed",  # the same call with the same key was answered otherwise
    "server-error",  # a caller was answered 5xx while the service said that it was ready
    "died",  # the service broke off by itself, before anybody killed it
    "turned-away",  # a caller was refused what the rules allow
    "no-answer",  # a call was not answered however often it was repeated
    "no-certificate",  # a granted case has no issued certificate when all is settled
    "second-certificate",  # a case has more than one certificate that is not voided
    "unrecorded-signature",  # something was signed that no event had recorded
    "verdict",  # a certificate is verified as something else than it is
    "unsettled",  # work is left over that nobody will do
    "busy",  # a caller or the worker was told that the database is busy, which the order of locks keeps from happening
    "logged-error",  # the service itself reported an error
    "slow-start",  # the service was not ready again soon enough
    "no-end",  # the service did not end by itself when it was asked to, or by a crash point
    "mail",  # a mail was not sent, or a repeated one cannot be told from the first
    "fsck",  # `certify fsck` finds a difference
})  # fmt: skip


class Violation(msgspec.Struct, frozen=True):
    """A promise that was not kept."""

    name: str
    text: str

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:600]}"


class Violations:
    """All of them, in the order in which they were found."""

    def __init__(self) -> None:
        self._all: list[Violation] = []

    def add(self, name: str, text: str) -> None:
        """Keep one. Raises ValueError for a name that is not in the list."""
        if name not in NAMES:
            raise ValueError(name)
        self._all.append(Violation(name, text))

    @property
    def names(self) -> set[str]:
        """The names of all that was found."""
        return {one.name for one in self._all}

    def __iter__(self) -> Iterator[Violation]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)
