"""The certificate format and its check: bytes and a trust list in, a verdict with its reasons out.

A complete example, which runs as a test. A body signs a certificate; a stranger holds the bytes, the trust list and
both status lists, and no network.

    >>> from datetime import UTC, datetime
    >>> from tests.verify import made
    >>> from verify import Statuses, read_status, read_trust, verify, verify_qr

    >>> trust = read_trust(made.trust_bytes(), root=made.ROOT.multibase)
    >>> lists = Statuses(read_status(raw, trust) for raw in made.status_bytes())
    >>> noon = datetime(2027, 3, 1, 12, tzinfo=UTC)

    >>> verdict = verify(made.certificate_bytes(), trust=trust, status=lists, at=noon)
    >>> bool(verdict), verdict.verdict, verdict.certificate.holder
    (True, 'valid', 'Lindhamra Centrum ekonomisk förening')

Without a status list nobody can know whether it was withdrawn, so it is never called valid.

    >>> verify(made.certificate_bytes(), trust=trust, status=None, at=noon).verdict
    'unknown'

One letter of the holder's name changed:

    >>> forged = made.certificate_bytes().replace(b"Lindhamra Centrum", b"Lindhamra Centrun")
    >>> verdict = verify(forged, trust=trust, status=lists, at=noon)
    >>> verdict.verdict, verdict.reason, verdict.certificate
    ('not_genuine', 'signature-mismatch', None)

And the code on the door, read by a phone:

    >>> verify_qr(made.qr_text(), trust=trust, status=lists, at=noon).verdict
    'valid'

Reading from disk and network is `verify.source`, the page is `verify.endpoint`, the command is `certify-verify`;
none of them is imported here. SPEC.md says everything that another verifier has to know.
"""

from verify.credential import Certificate, certificate_bytes, read_certificate
from verify.errors import VerifyError
from verify.status import Statuses, StatusList
from verify.status import read as read_status
from verify.trust import Trust, read_trust
from verify.verdict import Facts, Registered, Step, Verdict, Word
from verify.verifier import unreadable, verify, verify_qr

__all__ = [
    "Certificate",
    "Facts",
    "Registered",
    "StatusList",
    "Statuses",
    "Step",
    "Trust",
    "Verdict",
    "VerifyError",
    "Word",
    "certificate_bytes",
    "read_certificate",
    "read_status",
    "read_trust",
    "unreadable",
    "verify",
    "verify_qr",
]
