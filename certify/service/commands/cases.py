"""`case ...` and `draft ...`: over the API with a token, like any client. These never open the database."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import httpx
from cyclopts import App, Parameter

from certify.service.commands.desk import FINDING, GOOD, Ended, complain, say, wrong_use

if TYPE_CHECKING:
    from certify.service.commands.desk import Desk

Server = Annotated[str, Parameter(help="Where the service is; CERTIFY_ORIGIN where it is not given.")]
Token = Annotated[str, Parameter(help="An API token; CERTIFY_TOKEN where it is not given.")]
_TIMEOUT = 30.0


class Client:
    """One caller at one server, with what it is told as plain answers."""

    def __init__(self, desk: Desk, server: str, token: str) -> None:
        token = token or desk.environment.get("CERTIFY_TOKEN", "")
        if not token:
            wrong_use("an API token is needed: --token, or CERTIFY_TOKEN")
        self._server = server or desk.environment.get("CERTIFY_ORIGIN", "http://localhost:8000")
        self._headers = {
            "authorization": f"Bearer {token}",
            "content-type": "application/json",
            "accept": "application/json",
        }

    def ask(self, method: str, path: str, *, body: bytes | None = None, key: str = "") -> tuple[bool, Any]:
        """Whether it went well, and the answer: what was asked for, or the problem."""
        headers = self._headers | ({"idempotency-key": key} if key else {})
        try:
            with httpx.Client(base_url=self._server, timeout=_TIMEOUT, follow_redirects=False) as http:
                answer = http.request(method, path, content=body, headers=headers)
        except httpx.HTTPError as error:
            complain(f"{self._server}: {str(error) or type(error).__name__}")
            raise Ended(FINDING) from error
        try:
            return answer.is_success, answer.json()
        except ValueError:
            return False, {"title": f"the server answered {answer.status_code} without JSON"}


def add_cases(app: App, desk: Desk) -> None:
    """Add the commands that go over the API."""
    case = App(name="case", help="Cases, over the API.")
    draft = App(name="draft", help="Drafts of applications, over the API.")
    app.command(case)
    app.command(draft)

    @case.command(name="list")
    def list_(*, server: Server = "", token: Token = "", json: bool = False) -> int:
        """List the cases that you may see."""
        good, page = Client(desk, server, token).ask("GET", "/api/cases")
        if not good:
            return told_problem(page, as_json=json)
        lines = (
            f"{one['id']}  {one.get('number') or '-'}  {one['state']}  {one['applicant_name']}" for one in page["cases"]
        )
        say(page, *lines, as_json=json)
        return GOOD

    @case.command
    def show(id: str, *, server: Server = "", token: Token = "") -> int:
        """Show a case, as JSON."""
        return _tell(Client(desk, server, token).ask("GET", f"/api/cases/{id}"))

    @case.command
    def act(id: str, act: Path, *, server: Server = "", token: Token = "") -> int:
        """Do an act to a case. ACT is a JSON file, or - for standard input."""
        key = desk.chance(16).hex()
        client = Client(desk, server, token)
        return _tell(client.ask("POST", f"/api/cases/{id}/acts", body=_content(act), key=key))

    @case.command
    def replay(id: str, *, server: Server = "", token: Token = "") -> int:
        """Show what happened to a case, from first to last, as JSON."""
        return _tell(Client(desk, server, token).ask("GET", f"/api/cases/{id}/events"))

    @draft.command(name="list")
    def list_drafts(*, server: Server = "", token: Token = "") -> int:
        """List the drafts of the organisations that you act for, as JSON."""
        return _tell(Client(desk, server, token).ask("GET", "/api/drafts"))

    @draft.command(name="show")
    def show_draft(id: str, *, server: Server = "", token: Token = "") -> int:
        """Show a draft, as JSON."""
        return _tell(Client(desk, server, token).ask("GET", f"/api/drafts/{id}"))


def _content(path: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        wrong_use(f"{path}: {error.strerror}")


def _tell(answer: tuple[bool, Any]) -> int:
    good, value = answer
    say(value, as_json=True)
    return GOOD if good else FINDING


def told_problem(problem: dict[str, Any], *, as_json: bool) -> int:
    """Tell why the service said no; gives the exit status."""
    if as_json:
        say(problem, as_json=True)
    else:
        complain(str(problem.get("detail") or problem.get("title") or problem))
    return FINDING
