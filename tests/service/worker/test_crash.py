"""Crash points: the process ends there and then, and nothing happens without the variable."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from certify.service.worker import crash

PROGRAM = """
import atexit
from certify.service.worker.crash import crash
atexit.register(print, "tidied up")
try:
    crash("issue.signed")
finally:
    print("went on", flush=True)
"""


def _run(point: str | None) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != crash.VARIABLE}
    if point is not None:
        environment[crash.VARIABLE] = point
    root = Path(__file__).parents[3]
    return subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, cwd=root, capture_output=True, text=True, check=False
    )


def test_the_process_ends_there_and_tidies_nothing_up() -> None:
    ended = _run("issue.signed")
    assert ended.returncode == crash.EXIT_STATUS
    assert ended.stdout == ""


@pytest.mark.parametrize("point", [None, "issue.prepared"])
def test_elsewhere_it_goes_on(point: str | None) -> None:
    ended = _run(point)
    assert ended.returncode == 0
    assert ended.stdout.splitlines() == ["went on", "tidied up"]


def test_a_place_that_is_not_listed_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no such place"):
        crash.crash("issue.somewhere")


def test_every_place_stands_in_the_code_once() -> None:
    code = "".join(file.read_text() for file in sorted(Path(crash.__file__).parent.glob("*.py")))
    for point in crash.POINTS:
        assert code.count(f'crash("{point}")') == 1, point
