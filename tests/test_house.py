"""The house itself: who may import whom, what is locked, what a newcomer is promised."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())


def run(
    *command: str | Path,
    cwd: Path = ROOT,
    said: str | None = None,
    env: dict[str, str] | None = None,
    timeout: float = 120,
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end; `said` is what it reads."""
    line = [str(part) for part in command]
    return subprocess.run(
        line, cwd=cwd, input=said, env=env, timeout=timeout, capture_output=True, text=True, check=False
    )


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the import contracts of the checkout in `folder`."""
    return run(BIN / "lint-imports", "--no-logo", "--no-cache", cwd=folder)


def test_import_contracts_hold() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("certify/core/errors.py", "import sqlite3"),
        ("certify/core/errors.py", "import verify.endpoint"),
        ("certify/core/errors.py", "import verify.source"),
        ("certify/core/errors.py", "import certify.service.settings"),
        ("certify/service/settings.py", "import schemes.quality_mark"),
        ("certify/service/perform.py", "import certify.service.store.tables"),
        ("certify/service/perform.py", "import certify.service.worker.signing"),
        ("certify/service/web/cases.py", "import certify.service.worker.signing"),
        ("schemes/quality_mark/__init__.py", "import asyncio"),
        ("verify/errors.py", "import litestar"),
        ("verify/errors.py", "import certify.core.errors"),
    ],
)
def test_a_forbidden_import_is_noticed(tmp_path: Path, file: str, line: str) -> None:
    for room in ("certify", "schemes", "verify"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__", "static", "assets"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    spoilt = tmp_path / file
    spoilt.write_text(f"{spoilt.read_text()}\n\n{line}\n")
    done = lint_imports(tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "BROKEN" in done.stdout


def test_the_check_alone_brings_no_server_and_no_database() -> None:
    done = run(
        sys.executable, "-c", "import sys; before = set(sys.modules); import verify; print(*set(sys.modules) - before)"
    )
    assert done.returncode == 0, done.stderr
    brought = {name.partition(".")[0] for name in done.stdout.split()}
    assert "verify" in brought
    assert not brought & {
        "aiosqlite",
        "asyncio",
        "certify",
        "granian",
        "httpx",
        "jinja2",
        "litestar",
        "piccolo",
        "schemes",
    }


def banned(file: str, source: str) -> bool:
    """Whether ruff finds a banned name in `source`, were it to stand in `file`."""
    command = (BIN / "ruff", "check", "--no-cache", "--output-format=concise", "--stdin-filename", file, "-")
    return "TID251" in run(*command, said=source).stdout


@pytest.mark.parametrize(
    "line", ["import secrets", "from datetime import datetime\n\nNOW = datetime.now", "import random"]
)
def test_clock_and_chance_come_in_through_the_wiring_alone(line: str) -> None:
    source = f'"""A module."""\n\n{line}\n'
    assert banned("certify/core/case.py", source)
    assert banned("certify/service/perform.py", source)
    assert banned("verify/verifier.py", source)
    assert not banned("certify/service/app.py", source)
    assert not banned("tests/core/test_case.py", source)


def test_a_private_key_is_opened_in_one_file_alone() -> None:
    source = '"""A module."""\n\nfrom cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey\n'
    assert banned("certify/service/worker/issue.py", source)
    assert banned("verify/proof.py", source)
    assert not banned("certify/service/worker/signing.py", source)


def normal(name: str) -> str:
    """A package's name as PEP 503 spells it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_each_locked_package_has_a_hash_and_no_address() -> None:
    text = (ROOT / "requirements.lock").read_text()
    for forbidden in ("://", "--index-url", "--extra-index-url", "--find-links", "-e "):
        assert forbidden not in text, forbidden
    entries = re.sub(r"\\\n", " ", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE)).strip().splitlines()
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+==[^ ]+ ", entry), entry
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry
    locked = {normal(entry.partition("==")[0]) for entry in entries}
    extras = PROJECT["project"]["optional-dependencies"].values()
    wanted = [*PROJECT["project"]["dependencies"], *(name for extra in extras for name in extra)]
    missing = {normal(re.split(r"[\[<>=~! ;]", name)[0]) for name in wanted} - {"certify"} - locked
    assert not missing, "run make lock"
    assert not (ROOT / "uv.lock").exists()


def test_the_two_commands_are_named_and_exist() -> None:
    readme = (ROOT / "README.md").read_text()
    makefile = (ROOT / "Makefile").read_text()
    for target in ("demo", "test"):
        assert f"make {target}" in readme
    for target in ("setup", "demo", "test", "check", "lint", "fix", "bench", "faults", "lock"):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    assert "make --no-print-directory test" in (ROOT / ".ci/run").read_text()
    for script in ("run", "setup", "browser"):
        assert os.access(ROOT / ".ci" / script, os.X_OK)


def test_setup_does_nothing_when_nothing_has_changed() -> None:
    # The first may install something, where pyproject.toml was just changed.
    done = run("make", "--no-print-directory", "setup", timeout=300)
    assert done.returncode == 0, done.stderr
    again = run("make", "--no-print-directory", "setup", timeout=10)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


def test_coverage_that_falls_short_fails_the_run(tmp_path: Path) -> None:
    quick = "tests/test_house.py::test_the_two_commands_are_named_and_exist"
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = run(
        *(sys.executable, "-m", "pytest", "-p", "tests.coverage_gate", "-p", "no:cacheprovider", quick),
        env={**clean, "COVERAGE_FILE": str(tmp_path / ".coverage")},
    )
    assert done.returncode == 1, done.stdout
    assert re.search(r"branch coverage of certify/core: \d+\.\d\d % \(SHORT of 100 %\)", done.stdout)
    assert "1 passed" in done.stdout.strip().splitlines()[-1]


def test_publiccode_yml_tells_the_truth() -> None:
    told = YAML(typ="safe", pure=True).load(ROOT / "publiccode.yml")
    mandatory = ("publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType", "description")
    for key in (*mandatory, "legal", "maintenance", "localisation"):
        assert told[key], key
    assert told["legal"]["license"] == PROJECT["project"]["license"] == "Apache-2.0"
    assert told["softwareVersion"] == PROJECT["project"]["version"]
    assert set(told["localisation"]["availableLanguages"]) == set(told["description"]) == {"sv", "en"}
    for text in told["description"].values():
        assert len(text["shortDescription"]) <= 150
        assert 150 <= len(text["longDescription"]) <= 10_000
        assert text["features"]
    assert told["maintenance"]["type"] == "community"
    assert all(contact["name"] for contact in told["maintenance"]["contacts"])


def test_the_licence_is_there_in_full() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
