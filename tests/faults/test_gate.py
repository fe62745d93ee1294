"""The running service, killed while it issues: nothing acknowledged is lost, no second certificate, nothing unrecorded.

`make faults` does the same three hundred times and at every named place; tests/service/worker/test_crashes.py meets
those places with the worker alone. The seeds are fixed: what differs from run to run is what the machine does.
"""

from pathlib import Path

import pytest

from tests.faults.ground import laid
from tests.faults.planted import FOUND_AS, find
from tests.faults.sweep import Sweep

pytestmark = pytest.mark.anyio

KILLS = 4


async def test_killed_at_random_moments(database_url: str, tmp_path: Path) -> None:
    processes = 1 if database_url.startswith("sqlite") else 2
    ground = await laid(database_url, tmp_path, KILLS * 2 + 1)
    sweep = Sweep(ground, seed=20261123, processes=processes)
    await sweep.run(KILLS)
    assert [str(one) for one in sweep.violations] == []
    assert (sweep.figures.kills, sweep.figures.certificates) == (KILLS, len(ground.cases))
    assert sweep.figures.signatures >= len(ground.cases)


@pytest.mark.parametrize("plant", FOUND_AS)
async def test_planted_faults_are_found_by_the_same_checks(plant: str, anyio_backend: str, tmp_path: Path) -> None:
    sweep = await find(plant, f"sqlite:///{tmp_path}/certify.db", tmp_path, seed=20261123)
    assert FOUND_AS[plant] in sweep.violations.names
