"""The conformance corpus before all who judge: the Python verifier, the command line and the browser's verifier."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.async_api import Browser

from tests.browser.checked import blank_page, judged
from tests.vectors import corpus, make
from verify import (
    Registered,
    Statuses,
    StatusList,
    VerifyError,
    history,
    read_status,
    read_trust,
    recognition,
    verify,
    verify_qr,
)
from verify.__main__ import main
from verify.trust import Trust
from verify.verdict import Verdict

CASES = corpus.cases()
WANTED = {case["name"]: (case["verdict"], case["reason"]) for case in CASES}
PROCESSES = 4  # cases that go through a real process; the others call what it calls


def test_there_are_enough_and_most_are_refused() -> None:
    assert len(WANTED) == len(CASES) >= 750
    assert sum(verdict != "valid" for verdict, _ in WANTED.values()) > 0.7 * len(CASES)
    assert len({reason for _, reason in WANTED.values()}) >= 44


def test_the_files_are_what_the_script_writes() -> None:
    for name, text in make.files().items():
        assert (corpus.FOLDER / name).read_text(encoding="utf-8") == text, f"{name}: python -m tests.vectors.make"


def _trust(case: dict[str, Any]) -> Trust | None:
    try:
        return read_trust(case["trust"].encode(), case["root"]) if case["trust"] else None
    except VerifyError:
        return None


def _lists(case: dict[str, Any], trust: Trust | None) -> list[StatusList]:
    found: list[StatusList] = []
    if trust is None:
        return found
    for text in case["statuses"]:
        try:
            found.append(read_status(text.encode(), trust))
        except VerifyError:
            continue
    return found


def _register(case: dict[str, Any], trust: Trust | None) -> Registered | None:
    try:
        return history.read(case["history"].encode(), trust).registered() if trust and "history" in case else None
    except VerifyError:
        return None


def _recognitions(case: dict[str, Any], trust: Trust | None) -> recognition.Recognitions:
    found, refused = [], None
    for text in case.get("recognitions", ()):
        assert trust is not None
        try:
            found.append(recognition.read(text.encode(), trust))
        except VerifyError as error:
            refused = error.code
    return recognition.Recognitions(found, refused=refused)


def _ninth(verdict: Verdict) -> list[str]:
    step = verdict.step("recognised")
    return [step.result, step.reason]


def test_the_verifier_gives_every_answer() -> None:
    for case in CASES:
        trust = _trust(case)
        given: dict[str, Any] = {
            "trust": trust,
            "status": Statuses(_lists(case, trust)),
            "at": datetime.fromisoformat(case["at"]),
            "register": _register(case, trust),
            "recognitions": _recognitions(case, trust),
            "expected_number": case.get("number"),
        }
        verdict = verify_qr(case["code"], **given) if "code" in case else verify(case["raw"], **given)
        assert (verdict.verdict, verdict.reason) == WANTED[case["name"]], case["name"]
        assert _ninth(verdict) == case.get("recognised", _ninth(verdict)), case["name"]


def _arguments(case: dict[str, Any], folder: Path) -> list[str]:
    """The command for a case; its documents lie in the folder."""
    arguments = ["--json", "--at", case["at"], "--root", case["root"]]
    named = {text: f"d{place}" for place, text in enumerate(corpus.around()["documents"].values())}
    for text, name in named.items():
        if not (folder / name).exists():
            (folder / name).write_text(text)
    if case["trust"]:
        arguments += ["--trust", str(folder / named[case["trust"]])]
    for text in case["statuses"]:
        arguments += ["--status", str(folder / named[text])]
    for text in case.get("recognitions", ()):
        arguments += ["--recognition", str(folder / named[text])]
    given = folder / "given"
    given.write_bytes(case.get("raw", b""))
    # After --, so that nothing in a text is taken for an option.
    return [*arguments, "--", case.get("code", str(given))]


def _said(printed: str) -> tuple[str, str]:
    """Verdict and first reason of what the command printed."""
    verdict = msgspec.json.decode(printed, type=Verdict)
    return verdict.verdict, verdict.reason


def test_the_command_gives_every_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = {"valid": 0, "unknown": 3}
    for case in CASES:
        if {"history", "number"} & case.keys():  # which nobody can hand to the command
            continue
        left = main(_arguments(case, tmp_path))
        printed = capsys.readouterr().out
        assert _said(printed) == WANTED[case["name"]], case["name"]
        ninth = _ninth(msgspec.json.decode(printed, type=Verdict))
        assert ninth == case.get("recognised", ninth), case["name"]
        assert left == status.get(case["verdict"], 1), case["name"]


@pytest.mark.parametrize("place", range(0, len(CASES), -(-len(CASES) // PROCESSES)))
def test_a_process_of_its_own_gives_the_same(place: int, tmp_path: Path) -> None:
    case = CASES[place]
    command = [sys.executable, "-m", "verify", *_arguments(case, tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert _said(done.stdout) == WANTED[case["name"]], case["name"]


@pytest.mark.anyio
async def test_the_browser_gives_every_answer(browser: Browser) -> None:
    page = await blank_page(browser)
    answers = await judged(page, CASES)
    wrong = {
        case["name"]: (given, WANTED[case["name"]])
        for case, given in zip(CASES, answers, strict=True)
        if given != WANTED[case["name"]]
    }
    assert wrong == {}
    await page.context.close()


@pytest.mark.anyio
async def test_a_browser_without_ed25519_never_says_valid(browser: Browser) -> None:
    page = await blank_page(browser)
    nothing = "() => { crypto.subtle.importKey = () => Promise.reject(new DOMException('no', 'NotSupportedError')) }"
    await page.evaluate(nothing)
    good = [case for case in CASES if case["verdict"] == "valid"][:3]
    assert set(await judged(page, good)) == {("unknown", "cannot-check")}
    await page.context.close()
