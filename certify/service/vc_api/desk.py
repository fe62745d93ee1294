"""What the test profile does: issue a credential, verify one, verify a presentation. Time and chance are arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from certify.service.vc_api import digests, linked, proofs, shape
from certify.service.vc_api.contexts import Contexts
from verify import status, times
from verify.errors import VerifyError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from certify.service.vc_api.issuer import Issuer

Fields = dict[str, Any]
_DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2"
_ENVELOPED = "EnvelopedVerifiableCredential"
STATUS_PATH = "/vc-api/status/lists/1"

# Where each kind of error is defined: VC data model 2.0, 7.2, and VC Data Integrity 1.0, 4.8.
_KINDS = {
    "malformed": "https://www.w3.org/ns/credentials/problems#MALFORMED_VALUE_ERROR",
    "loss": "https://w3id.org/security#DATA_LOSS_DETECTION_ERROR",
    "proof": "https://w3id.org/security#PROOF_VERIFICATION_ERROR",
}


class Defect(NamedTuple):
    """One thing that is wrong, as a problem's `type` and `detail` (RFC 9457)."""

    kind: Literal["malformed", "loss", "proof"]
    detail: str

    def told(self) -> dict[str, str]:
        """For the answer's `errors`."""
        return {"type": _KINDS[self.kind], "detail": self.detail}


class NotTaken(Exception):
    """What was sent cannot be issued or does not verify, and why."""

    def __init__(self, *defects: Defect) -> None:
        self.defects = defects
        super().__init__("; ".join(one.detail for one in defects))


class TestProfile:
    """One issuer, its cryptosuites and its status list."""

    __test__ = False  # pytest takes it for a test by its name

    def __init__(
        self,
        issuer: Issuer,
        *,
        origin: str,
        clock: Callable[[], datetime],
        chance: Callable[[int], bytes],
        contexts: Path | None = None,
    ) -> None:
        self.issuer = issuer
        self._origin, self._clock, self._chance = origin, clock, chance
        self._contexts = Contexts(contexts)
        self._linked = linked.LinkedData(self._contexts) if linked.at_hand() else None
        self._suites = proofs.Suites(self._linked)

    @property
    def rdfc(self) -> bool:
        """Whether eddsa-rdfc-2022 is at hand."""
        return proofs.RDFC in self._suites

    def issue(self, credential: object, options: Fields, *, suite: str, with_status: bool = False) -> Fields:
        """The signed credential, with our own issuer in the place of the one that was named. Raises NotTaken."""
        if not isinstance(credential, dict):
            raise NotTaken(Defect("malformed", "not an object"))
        if "proof" in credential:
            raise NotTaken(Defect("malformed", "proof: it is there already"))
        if options.get("cryptosuite", suite) != suite:
            raise NotTaken(Defect("malformed", f"options.cryptosuite: only {suite} is made here"))
        named = credential.get("issuer", self.issuer.id)
        filled = {**credential, "issuer": named}
        if isinstance(named, dict) and "id" not in named:
            filled["issuer"] = {**named, "id": self.issuer.id}
        self._check_form(shape.credential_faults(filled), filled)
        own = {**named, "id": self.issuer.id} if isinstance(named, dict) else self.issuer.id
        unsigned = {**filled, "issuer": own}
        if with_status:
            unsigned["credentialStatus"] = self._entry()
        contexts = unsigned["@context"]
        if contexts[0] == shape.V1 and _DATA_INTEGRITY not in contexts:
            unsigned["@context"] = [*contexts, _DATA_INTEGRITY]
        self._check_loss(unsigned)
        stated = {
            "created": times.text(self._clock()),
            "verificationMethod": self.issuer.method,
            "proofPurpose": "assertionMethod",
        }
        try:
            return self._suites.attach(unsigned, suite=suite, options=stated, sign=self.issuer.sign)
        except (linked.NotLinkedData, VerifyError) as error:
            raise NotTaken(Defect("loss", str(error))) from None

    def verify(self, credential: object) -> list[str]:
        """Verify a credential; gives what to warn of. Raises NotTaken.

        A period that has not begun or is over is a matter of validation and not of verification (VC data model 2.0,
        7.1 and appendix A), so it is a warning.
        """
        if not isinstance(credential, dict):
            raise NotTaken(Defect("malformed", "not an object"))
        if credential.get("type") in (_ENVELOPED, [_ENVELOPED]):
            raise NotTaken(Defect("proof", "an enveloped credential: JOSE and COSE are not verified here"))
        self._check_form(shape.credential_faults(credential), credential)
        signers = self._check_proof(credential, proofs.Expected("assertionMethod"))
        named = credential["issuer"]["id"] if isinstance(credential["issuer"], dict) else credential["issuer"]
        if named not in signers:
            raise NotTaken(Defect("proof", "issuer: not whose key has signed"))
        return shape.outside_period(credential, self._clock())

    def verify_presentation(self, presentation: object, options: Fields) -> list[str]:
        """Verify a presentation and each credential in it; gives what to warn of. Raises NotTaken.

        One without a proof is taken where neither a challenge nor a domain was agreed on.
        """
        if not isinstance(presentation, dict):
            raise NotTaken(Defect("malformed", "not an object"))
        self._check_form(shape.presentation_faults(presentation), presentation)
        domain, challenge = (_text_or_none(options, name) for name in ("domain", "challenge"))
        warnings: list[str] = []
        if "proof" in presentation or domain is not None or challenge is not None:
            self._check_proof(presentation, proofs.Expected("authentication", domain, challenge))
        else:
            self._check_loss(presentation)
            warnings.append("the presentation has no proof: nobody vouches for who presents it")
        held = presentation.get("verifiableCredential", [])
        for one in held if isinstance(held, list) else [held]:
            warnings += self.verify(one)
        return warnings

    def status_list(self) -> Fields:
        """Our status list, in which nothing is set, as a signed BitstringStatusListCredential."""
        here = self._origin + STATUS_PATH
        unsigned: Fields = {
            "@context": [shape.V2],
            "id": here,
            "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "issuer": self.issuer.id,
            "validFrom": times.text(self._clock()),
            "credentialSubject": {
                "id": f"{here}#list",
                "type": "BitstringStatusList",
                "statusPurpose": "revocation",
                "encodedList": status.pack(bytes(status.SIZE // 8)),
            },
        }
        return self.issue(unsigned, {}, suite=proofs.JCS)

    def _entry(self) -> Fields:
        index = int.from_bytes(self._chance(8), "big") % status.SIZE
        return {
            "id": f"{self._origin}{STATUS_PATH}#{index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(index),
            "statusListCredential": self._origin + STATUS_PATH,
        }

    def _check_form(self, faults: list[str], document: Fields) -> None:
        faults = faults or list(digests.wrong(document, self._contexts.bytes_of))
        if faults:
            raise NotTaken(*(Defect("malformed", fault) for fault in faults[:20]))

    def _check_loss(self, document: Fields) -> None:
        if self._linked is not None:
            try:
                self._linked.check(document)
            except linked.NotLinkedData as error:
                raise NotTaken(Defect("loss", str(error))) from None

    def _check_proof(self, document: Fields, expected: proofs.Expected) -> list[str]:
        self._check_loss(document)
        try:
            return self._suites.check(document, expected, self._clock())
        except linked.NotLinkedData as error:
            raise NotTaken(Defect("loss", str(error))) from None
        except (proofs.NotProved, VerifyError) as error:
            raise NotTaken(Defect("proof", str(error))) from None


def _text_or_none(options: Fields, name: str) -> str | None:
    found = options.get(name)
    if found is not None and not isinstance(found, str):
        raise NotTaken(Defect("malformed", f"options.{name}: not a text"))
    return found
