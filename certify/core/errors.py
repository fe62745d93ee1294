"""What can go wrong in the rules, as one tree.

    CertifyError
    ├── Refused        a rule says no to an act; carries the rule's name and its evidence
    └── Damaged        stored events or documents do not agree with each other

Faults of a scheme file are told by `certify.core.scheme.faults`; faults of published bytes by `verify.errors`.
"""

from __future__ import annotations

from certify.core.rules.refusals import REFUSALS


class CertifyError(Exception):
    """The root: everything that the rules raise on purpose."""


class Refused(CertifyError):
    """An act is refused by a named rule.

    `rule` is stable and stands in API answers; `evidence` holds ids and figures, never personal data;
    `text(language)` gives a sentence for a person, from the one table of refusals.
    """

    def __init__(self, rule: str, **evidence: object) -> None:
        self.rule = rule
        self.evidence = evidence
        self._texts = REFUSALS[rule]
        super().__init__(f"{rule}: {self._texts[1]}")

    def text(self, language: str) -> str:
        """The rule as a sentence, in Swedish for `sv` and in English otherwise."""
        return self._texts[0] if language == "sv" else self._texts[1]


class Damaged(CertifyError):
    """What is stored contradicts itself; `where` names the place (case and sequence number, or digest)."""

    def __init__(self, where: str, detail: str) -> None:
        self.where = where
        self.detail = detail
        super().__init__(f"{where}: {detail}")
