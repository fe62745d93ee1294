"""The door of the package: its example runs, and opening it brings in nothing that a check does not need."""

import doctest
import subprocess
import sys

import verify


def test_the_example_in_the_docstring_runs() -> None:
    result = doctest.testmod(verify)
    assert result.attempted > 10
    assert result.failed == 0


def test_the_door_names_what_is_there() -> None:
    for name in verify.__all__:
        assert getattr(verify, name), name


def test_checking_needs_no_server_no_database_and_no_network() -> None:
    listed = "import sys, verify; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", listed], capture_output=True, text=True, check=True).stdout.split()
    for absent in ("litestar", "piccolo", "httpx", "asyncio", "socket", "PIL", "zxingcpp", "jinja2"):
        assert absent not in loaded
