"""A pytest plugin for `make test`: every branch of the check and of the rules is run, or the run fails.

Loaded by `-p tests.coverage_gate`, in the controlling process and in each worker of pytest-xdist, before anything of
ours is imported. It runs inside pytest so that pytest's own closing line stays the last one. Only this process and the
workers count: what a started server happens to run is no proof. Nor is what the tests of the service happen to run:
only the tests of these two rooms are measured, which also spares all the others the price, a doubling of their time.
"""

import contextlib
import functools
import importlib
import io
import pkgutil
from collections.abc import Generator, Iterator
from pathlib import Path
from types import ModuleType

import coverage
import pytest

ROOT = Path(__file__).resolve().parent.parent

# Endpoint and command line face outward and are tested from outside, as processes.
WANTED: dict[str, tuple[list[str], list[str]]] = {
    "verify": (["verify/*"], ["verify/endpoint/*", "verify/__main__.py"]),
    "certify/core": (["certify/core/*"], []),
}
Measured = Generator[None, object, object]  # what pytest has a wrapper of its hooks be

PROVING = tuple(ROOT / "tests" / room for room in ("core", "schemes", "verify"))


def _measurement(*, suffix: bool) -> coverage.Coverage:
    return coverage.Coverage(config_file=str(ROOT / "pyproject.toml"), data_suffix=suffix or None)


_running = _measurement(suffix=True)
_lines: list[str] = []
_unmeasured: list[Path] = []  # what has run since the last that was measured


@contextlib.contextmanager
def _measured() -> Iterator[None]:
    _running.start()
    try:
        yield
    finally:
        _running.stop()


def _imported() -> list[ModuleType]:
    """What is to be measured, imported, so that it does not matter which test would have done it first."""
    found = []
    for name in ("verify", "certify.core"):
        room = importlib.import_module(name)
        below = pkgutil.walk_packages(room.__path__, f"{name}.")
        found += [importlib.import_module(one.name) for one in below if not one.name.endswith(".__main__")]
    return found


with _measured():
    _modules = _imported()


def _forget() -> None:
    """Empty what functions remember, so that it does not matter either what was asked of them while nobody measured."""
    for module in _modules:
        for one in vars(module).values():
            if isinstance(one, functools._lru_cache_wrapper):
                one.cache_clear()


def _measured_in(path: Path) -> contextlib.AbstractContextManager[None]:
    if not any(path.is_relative_to(folder) for folder in PROVING):
        _unmeasured.append(path)
        return contextlib.nullcontext()
    if _unmeasured:
        _forget()
        _unmeasured.clear()
    return _measured()


def pytest_configure(config: pytest.Config) -> None:
    """Forget what earlier runs left; the workers start after this."""
    if not hasattr(config, "workerinput"):
        kept = Path(_running.config.data_file)
        for old in kept.parent.glob(f"{kept.name}.*"):
            old.unlink(missing_ok=True)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Measured:
    """Measure while a file is collected whose tests count: its tables are made with what is to be measured."""
    with _measured_in(collector.path):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Measured:
    """Measure while a test runs that counts."""
    with _measured_in(item.path):
        return (yield)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Save in each process; in the controlling one, which ends last, add up and judge."""
    _running.save()
    if hasattr(session.config, "workerinput") or session.exitstatus != pytest.ExitCode.OK:
        return
    total = _measurement(suffix=False)
    total.combine()
    total.save()
    for name, (include, omit) in WANTED.items():
        said = io.StringIO()
        try:
            percent = total.report(include=include, omit=omit, file=said)
        except coverage.CoverageException as error:
            percent, said = 0.0, io.StringIO(str(error))
        if percent < 100:  # unrounded: 99.99 is short
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
            _lines.extend(said.getvalue().splitlines())
        _lines.append(f"branch coverage of {name}: {percent:.2f} % ({'good' if percent >= 100 else 'SHORT of 100 %'})")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say it above the closing line."""
    for line in _lines:
        terminalreporter.write_line(line)
