"""Schemes are read in several threads at once from the first one on, which must not end the process."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]

SEVERAL_AT_ONCE = """
import sys, threading
from pathlib import Path
from certify.core.scheme.load import load
sys.setswitchinterval(1e-5)
raw, meet = Path("tests/core/garden.yaml").read_bytes(), threading.Barrier(4)
threads = [threading.Thread(target=lambda: (meet.wait(), load(raw))) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""


def test_four_threads_read_their_first_scheme_at_once() -> None:
    done = subprocess.run([sys.executable, "-c", SEVERAL_AT_ONCE], cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
