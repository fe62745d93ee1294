"""People who ask for acts over HTTP, several at once, and keep every answer that they got.

Most send an Idempotency-Key, and repeat what was not answered with the same one. Some send none: they look first
whether it has happened, as a person at a page would. Nobody asks twice for what was answered, but to see whether the
answer is still the same.
"""

from __future__ import annotations

from typing import Literal, get_args

import httpx
import msgspec

from tests.faults.findings import Violations
from tests.faults.ground import TOKEN
from tests.faults.process import PATIENCE_SECONDS

Kind = Literal["Decide", "Suspend", "Withdraw"]
KINDS: tuple[Kind, ...] = get_args(Kind)
EVENT_OF: dict[Kind, str] = {
    "Decide": "Decided",
    "Suspend": "CertificateSuspended",
    "Withdraw": "CertificateWithdrawn",
}
# What a person who looks at the case sees once it has happened: its state, or its certificate's status.
_SEEN: dict[Kind, frozenset[str]] = {
    "Decide": frozenset({"granted"}),
    "Suspend": frozenset({"suspended", "withdrawn"}),
    "Withdraw": frozenset({"withdrawn"}),
}
_NOT_YET = "certificate.none"  # the certificate is not issued yet: a true answer, and no effect
_REASON = {"text": "Därför att det är så."}
_SAID: dict[Kind, dict[str, object]] = {
    "Decide": {"act": "Decide", "outcome": "grant", "reason": _REASON},
    "Suspend": {"act": "Suspend", "reason_class": "other", "reason": _REASON},
    "Withdraw": {"act": "Withdraw", "reason_class": "requirements_not_met", "reason": _REASON},
}


class Call:
    """An act that somebody wants done once. `answer` is what was acknowledged; `seen` that it was found done."""

    def __init__(self, kind: Kind, case: str, key: str | None) -> None:
        self.kind: Kind = kind
        self.case = case
        self.key = key
        self.asked = 0
        self.answer: bytes | None = None
        self.seen = False
        self.not_yet = False

    @property
    def acknowledged(self) -> bool:
        """Whether whoever asked may rely on it."""
        return self.answer is not None or self.seen

    def __str__(self) -> str:
        return f"{self.kind} {self.case}{'' if self.key else ' (no key)'}"


class Callers:
    """Those who call. What they were answered that nobody should be is a violation."""

    def __init__(self, address: str, violations: Violations) -> None:
        self._address = address
        self._violations = violations
        self.answers = 0
        self.repeats = 0

    def client(self) -> httpx.AsyncClient:
        """Connections for one life of the service."""
        return httpx.AsyncClient(
            base_url=self._address,
            headers={"authorization": f"Bearer {TOKEN}", "content-type": "application/json"},
            timeout=PATIENCE_SECONDS,
            trust_env=False,
        )

    async def ask(self, client: httpx.AsyncClient, call: Call) -> bool:
        """Ask once. Whether there was an answer; silence (a connection that broke) is none."""
        try:
            if call.key is None and call.asked and await self.look(client, call):
                call.seen = True
                return True
            headers = {"idempotency-key": call.key} if call.key is not None else {}
            self.repeats += call.asked > 0
            call.asked += 1
            answer = await client.post(
                f"/api/cases/{call.case}/acts", content=msgspec.json.encode(_SAID[call.kind]), headers=headers
            )
        except httpx.TransportError:
            return False
        self.answers += 1
        self._note(call, answer)
        return True

    def _note(self, call: Call, answer: httpx.Response) -> None:
        if answer.status_code == 200:
            if call.answer is not None and call.answer != answer.content:
                self._violations.add("answer-changed", f"{call}: {call.answer!r} and then {answer.content!r}")
            call.answer = call.answer or answer.content
        elif answer.status_code >= 500:
            busy = answer.json().get("type") == "/problems/busy"
            self._violations.add("busy" if busy else "server-error", f"{call}: {answer.status_code} {answer.text}")
        elif answer.status_code == 409 and answer.json().get("rule") == _NOT_YET and call.kind != "Decide":
            call.not_yet = True
        else:
            self._violations.add("turned-away", f"{call}, asked {call.asked} times: {answer.status_code} {answer.text}")

    async def look(self, client: httpx.AsyncClient, call: Call) -> bool:
        """Look at the case, and whether it has happened. Raises httpx.TransportError."""
        answer = await client.get(f"/api/cases/{call.case}")
        if answer.status_code != 200:
            self._violations.add("server-error", f"looking at {call.case}: {answer.status_code} {answer.text}")
            return False
        shown = answer.json()
        now = shown["state"] if call.kind == "Decide" else [one["status"] for one in shown["certificates"]][-1:]
        return bool(_SEEN[call.kind] & ({now} if isinstance(now, str) else set(now)))
