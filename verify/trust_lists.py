"""One or several trust lists, each behind a source of its own: which of them speaks for a number, an issuer, an input.

Lists are never joined: each is signed by its own root, and a body counts by the list that names it.
"""

from collections.abc import Awaitable, Callable, Sequence

from verify import lookup
from verify.errors import Unreachable
from verify.number import is_number
from verify.source import Source
from verify.verdict import Verdict

RootOf = Callable[[], Awaitable[str | None]]
TrustListAt = tuple[Source, str | RootOf | None]
"""Where a trust list is read, and the root (Multikey) that must have signed it, or what tells it."""

Known = tuple[Source, str | None]
_NOT_OURS = frozenset({"unknown-issuer", "wrong-host", "no-trust-list", "address-only"})


class TrustLists:
    """The lists in the order in which they are asked."""

    def __init__(self, lists: Sequence[TrustListAt]) -> None:
        self._lists = lists

    async def first(self) -> Known:
        """The first, with the root that counts there now."""
        return await _known(self._lists[0])

    async def by_number(self, number: str) -> Known:
        """The one whose bodies have that number; where none has, one that cannot be asked, else the first."""
        silent: TrustListAt | None = None
        for one in self._lists if len(self._lists) > 1 and is_number(number) else ():
            try:
                if await one[0].certificate(number) is not None:
                    return await _known(one)
            except Unreachable:
                silent = silent or one
        return await _known(silent or self._lists[0])

    async def by_issuer(self, did: str | None) -> Known:
        """The one that names that body; where none does, the first."""
        for one in self._lists if len(self._lists) > 1 and did else ():
            source, root = await _known(one)
            if await lookup.names(source, did or "", root=root):
                return source, root
        return await self.first()

    async def judge(self, check: Callable[[Source, str | None], Awaitable[Verdict]]) -> Verdict:
        """The verdict by the first list that knows the issuer; where none does, that of the first list."""
        told: Verdict | None = None
        for one in self._lists:
            found = await check(*await _known(one))
            if found.step("issuer_trusted").reason not in _NOT_OURS and found.reason not in _NOT_OURS:
                return found
            told = found if told is None else told  # a verdict that is not valid counts as false
        if told is None:
            raise ValueError("there is no trust list to ask")
        return told


async def _known(one: TrustListAt) -> Known:
    source, root = one
    return source, await root() if callable(root) else root
