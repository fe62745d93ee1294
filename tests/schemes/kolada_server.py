"""A server on this machine that speaks the shape of Kolada's API v3, and misbehaves as it is told to.

The shape is that of `/v3/kpi/{ids}` and `/v3/data/kpi/{ids}/municipality/{codes}/year/{years}`: an envelope with
`values`, `count` and `next_url`, pages of `per_page`, at most 25 years at a time. All figures in it are made up.
"""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLES = {
    "U07451": "Företagsklimat Insikt - Totalt, Index",
    "U07455": "Företagsklimat Insikt - Livsmedelskontroll - Index",
}
MOST_YEARS = 25


class Kolada:
    """What the server says: titles by figure, values by figure, municipality and year; and how it misbehaves.

    `page_size` splits the figures; `instead` has status and bytes to send where its key stands in the path;
    `dribble_seconds` is the pause after each byte.
    """

    def __init__(self) -> None:
        self.titles = dict(TITLES)
        self.values: dict[tuple[str, str, int], Any] = {}
        self.page_size = 5_000
        self.asked: list[str] = []
        self.period_as_text = False
        self.next_url: str | None = None
        self.instead: dict[str, tuple[int, bytes]] = {}
        self.headers: dict[str, str] = {}
        self.dribble_seconds = 0.0

    def figures(self, kpi: str, municipality: str, years: dict[int, Any]) -> None:
        """Set the values of a figure by year; None is a value that Kolada does not show."""
        for year, value in years.items():
            self.values[kpi, municipality, year] = value

    def answer(self, target: str, origin: str) -> tuple[int, bytes]:
        """Status and bytes for a path with its query."""
        self.asked.append(target)
        for part, sent in self.instead.items():
            if part in target:
                return sent
        parts = urlsplit(target)
        words = unquote(parts.path).strip("/").split("/")
        if words[:2] == ["v3", "kpi"]:
            known = [self._kpi(id_) for id_ in words[2].split(",") if id_ in self.titles]
            return 200, json.dumps({"values": known, "count": len(known)}, ensure_ascii=False).encode()
        if words[:3] == ["v3", "data", "kpi"] and words[4::2] == ["municipality", "year"]:
            kpis, codes, years = (words[at].split(",") for at in (3, 5, 7))
            if len(years) > MOST_YEARS:
                return 400, b'{"detail": "Too many years"}'
            rows = [
                self._row(kpi, code, int(year))
                for kpi in kpis
                for code in codes
                for year in years
                if (kpi, code, int(year)) in self.values
            ]
            return self._envelope(rows, parts, origin)
        return 404, b'{"detail": "Not Found"}'

    def _kpi(self, id_: str) -> dict[str, Any]:
        return {
            "id": id_,
            "title": self.titles[id_],
            "description": "Made up for tests.",
            "municipality_type": "K",
            "is_divided_by_gender": False,
            "operating_area": "Företagsklimat",
            "perspective": "Kvalitet och resultat",
            "publication_date": "2026-04-28",
            "has_ou_data": False,
        }

    def _row(self, kpi: str, code: str, year: int) -> dict[str, Any]:
        value = self.values[kpi, code, year]
        status = "Missing" if value is None else ""
        return {
            "kpi": kpi,
            "municipality": code,
            "period": str(year) if self.period_as_text else year,
            "values": [{"gender": "T", "count": 1, "status": status, "value": value, "isdeleted": False}],
        }

    def _envelope(self, rows: list[dict[str, Any]], parts: Any, origin: str) -> tuple[int, bytes]:
        page = int(parse_qs(parts.query).get("page", ["1"])[0])
        shown = rows[(page - 1) * self.page_size : page * self.page_size]
        envelope: dict[str, Any] = {"values": shown, "count": len(shown)}
        if page * self.page_size < len(rows):
            envelope["next_url"] = self.next_url or f"{origin}{parts.path}?page={page + 1}&per_page={self.page_size}"
        return 200, json.dumps(envelope, ensure_ascii=False).encode()


@contextmanager
def serving(kolada: Kolada) -> Iterator[str]:
    """Run the server on a free port of this machine; gives its origin."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, raw = kolada.answer(self.path, origin)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            for name, value in kolada.headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                if not kolada.dribble_seconds:
                    self.wfile.write(raw)
                    return
                for at in range(len(raw)):
                    self.wfile.write(raw[at : at + 1])
                    self.wfile.flush()
                    time.sleep(kolada.dribble_seconds)
            except OSError:
                return  # whoever asked has gone

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    origin = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield origin
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
