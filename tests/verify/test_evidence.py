"""What a verdict rests on, handed out as it was published, so that a phone can check it without believing anybody."""

from __future__ import annotations

import pytest

from tests.verify import made, shown
from verify import lookup
from verify.errors import Unreachable
from verify.source import MemorySource

pytestmark = pytest.mark.anyio


class Dumb(MemorySource):
    """A source whose histories cannot be asked for."""

    async def history(self, number: str) -> bytes | None:
        """Raises."""
        raise Unreachable(number)


async def test_it_is_what_was_published() -> None:
    given = {
        "certificates": {made.NUMBER: made.certificate_bytes()},
        "statuses": dict(
            zip((f"{shown.LISTS}/revocation", f"{shown.LISTS}/suspension"), made.status_bytes(), strict=True)
        ),
        "trust": made.trust_bytes(),
    }
    found = await lookup.evidence(Dumb(**given), made.NUMBER, root=made.ROOT.multibase)  # type: ignore[arg-type]  # they are
    assert found is not None
    assert found.certificate == made.certificate_bytes().decode()
    assert found.trust == made.trust_bytes().decode()
    assert [text.encode() for text in found.statuses] == list(made.status_bytes())
    assert (found.history, found.recognitions) == (None, ())


async def test_without_a_certificate_there_is_none_and_what_cannot_be_reached_is_left_out() -> None:
    assert await lookup.evidence(shown.source("no_such"), made.NUMBER) is None
    unreached = await lookup.evidence(shown.source("unreached"), made.NUMBER)
    assert unreached is not None
    assert unreached.certificate is None
    assert unreached.trust is not None
    untold = await lookup.evidence(shown.source("untold"), made.NUMBER)
    assert untold is not None
    assert (untold.trust, untold.statuses) == (None, ())
