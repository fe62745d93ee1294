"""What can go wrong in the rules, as one tree.

    CertifyError
    ├── Refused        a rule says no to an act; carries the rule's name and its evidence
    └── Damaged        stored events or documents do not agree with each other

Faults of a scheme file are told by `certify.core.scheme.faults`; faults of published bytes by `verify.errors`.
"""

from __future__ import annotations

from collections.abc import Iterator

from certify.core.rules.refusals import MOST_NAMED, NAMING, REFUSALS


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

    def about(self, language: str) -> str:
        """What it is about, where the rule names it: which criteria and units are missing, or do not belong there.

        A unit stands behind its criterion, `G.1/north`. Each fault of a dossier has a sentence. Empty where
        the rule names nothing of the kind.
        """
        place = 0 if language == "sv" else 1
        parts = []
        for key, words in NAMING.items():
            names = self.evidence.get(key)
            if isinstance(names, list | tuple) and names:
                more = len(names) - MOST_NAMED
                rest = ("", "") if more <= 0 else (f" och {more} till", f" and {more} more")
                parts.append(f"{words[place]}: {', '.join(map(str, names[:MOST_NAMED]))}{rest[place]}.")
        return " ".join((*parts, *self._of_dossier(language)))

    def _of_dossier(self, language: str) -> Iterator[str]:
        """A sentence for each fault of a dossier, after what it is about."""
        faults = self.evidence.get("faults")
        if not isinstance(faults, list):
            return
        for fault in faults[:MOST_NAMED]:
            named = ", ".join(fault[key] for key in ("criterion", "input", "item") if key in fault)
            subject = "/".join(part for part in (named, fault.get("unit", "")) if part)
            yield f"{subject}: {fault[language]}" if subject else fault[language]
        if len(faults) > MOST_NAMED:
            more = len(faults) - MOST_NAMED
            yield f"Och {more} till." if language == "sv" else f"And {more} more."


class Damaged(CertifyError):
    """What is stored contradicts itself; `where` names the place (case and sequence number, or digest)."""

    def __init__(self, where: str, detail: str) -> None:
        self.where = where
        self.detail = detail
        super().__init__(f"{where}: {detail}")
