"""The log: lines of JSON with nothing in them that nobody named, and no line that somebody else could write."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from certify.service.logs import log, log_answer, set_up_logs


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Iterator[Any]:
    """Sets the log up, gives a function that reads what was written, and puts everything back."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    set_up_logs("info")

    def read() -> list[dict[str, Any]]:
        return [json.loads(line) for line in capsys.readouterr().err.splitlines()]

    yield read
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def test_only_named_words_are_written(told: Any) -> None:
    log.info("answered", status=200, password="hemligt", holder="Ett Namn", route="/api/cases/{case}")
    (line,) = told()
    assert {name: line[name] for name in ("event", "status", "route", "level")} == {
        "event": "answered",
        "status": 200,
        "route": "/api/cases/{case}",
        "level": "info",
    }
    assert "hemligt" not in json.dumps(line)
    assert "Namn" not in json.dumps(line, ensure_ascii=False)


ANSWER: dict[str, Any] = {
    "method": "GET",
    "route": "/v/{number:str}",
    "status": 200,
    "milliseconds": 0.4,
    "request": "6f1c",
}


def test_the_line_of_an_answer_is_written_as_any_other(told: Any) -> None:
    log.info("answered", **ANSWER)
    log_answer(**ANSWER)
    slow, quick = told()
    assert slow.keys() == quick.keys()
    assert slow.pop("timestamp")[:14] <= quick.pop("timestamp")[:14]
    assert slow == quick == ANSWER | {"event": "answered", "level": "info"}


def test_it_is_left_out_where_little_is_to_be_told(told: Any) -> None:
    set_up_logs("warning")
    log_answer(**ANSWER)
    assert told() == []
    set_up_logs("debug")
    log_answer(**ANSWER)
    assert len(told()) == 1


def test_it_is_told_before_the_log_is_set_up(capsys: pytest.CaptureFixture[str]) -> None:
    log_answer(**ANSWER)
    assert "/v/{number:str}" in capsys.readouterr().out


def test_no_value_makes_a_line_of_its_own(told: Any) -> None:
    log.info("odd", problem='x\n{"event": "forged"}\u2028y\x1b[31m')
    (line,) = told()
    assert line["event"] == "odd"
    assert "\n" not in line["problem"]
    assert "\x1b" not in line["problem"]


def test_an_exception_tells_where_and_never_what(told: Any) -> None:
    try:
        raise ValueError("the secret that was sent")
    except ValueError as error:
        log.error("failed", exc_info=error)
    try:
        raise KeyError("another secret")
    except KeyError:
        log.error("failed", exc_info=True)
    first, second = told()
    assert (first["error"], second["error"]) == ("ValueError", "KeyError")
    assert "test_logs.py" in first["trace"][-1]
    assert "secret" not in json.dumps([first, second])


def test_what_libraries_say_is_told_by_name_alone(told: Any) -> None:
    logging.getLogger("some.library").warning("password=%s", "hemligt")
    logging.getLogger("some.library").info("quiet")
    try:
        raise RuntimeError("hemligt")
    except RuntimeError:
        logging.getLogger("some.library").exception("hemligt")
    first, second = told()
    assert first["place"].startswith("some.library:")
    assert second["error"] == "RuntimeError"
    assert "hemligt" not in json.dumps([first, second])
