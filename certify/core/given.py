"""What a rule is given besides the case and the act: who, when, the scheme, documents and the facts it asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TypeVar

import msgspec

from certify.core.acts import Doer, Role
from certify.core.documents import Content
from certify.core.errors import Damaged
from certify.core.scheme.model import Scheme

C = TypeVar("C", bound=Content)


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Who acts: a person's id, or `clock` or `worker`; and as what.

    `applicant_for` are the organisations on whose behalf the person may act as applicant.
    """

    id: str
    does: frozenset[Doer]
    applicant_for: frozenset[str] = frozenset()


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a person who has, or is to have, a duty in this case, as of now.

    `competent_for` are the duties for which a current competence is recorded under this scheme; `advised` the last day
    on which the person advised this applicant, in any case; `belongs` whether the person is one of the applicant's own.
    `holds` are the roles of the scheme's own and the particular competences that are recorded; `assessing_since` the
    day from which on the person, and nobody else in between, has assessed this applicant under the scheme.
    """

    id: str
    roles: frozenset[Role]
    competent_for: frozenset[str]
    advised: date | None
    belongs: bool
    holds: frozenset[str] = frozenset()
    assessing_since: date | None = None


class Applicant(msgspec.Struct, frozen=True, kw_only=True):
    """The organisation that applies as the body knows it: a certificate names nobody otherwise."""

    name: str
    address: str
    organisation_number: str


class Former(msgspec.Struct, frozen=True, kw_only=True):
    """The certificate that a renewal follows.

    `turn` is how many renewals it rests on itself; `plan` the improvement plan that its case left; `successor` the
    number of a certificate that was issued to follow it, though it may not have begun yet.
    """

    number: str
    case: str
    holder: str
    scheme: str
    last_day: date
    status: str
    turn: int = 0
    plan: str | None = None
    successor: str | None = None


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """The certification body as its certificates name it.

    `keys` are the certificate keys that may sign now: key id (a DID URL) to the raw public key of 32 bytes.
    `compromised` are the ids of those that are in other hands.
    """

    slug: str
    name: str
    address: str
    origin: str
    did: str
    signatory: dict[str, str]
    keys: Mapping[str, bytes]
    compromised: frozenset[str] = frozenset()


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """The world as far as one act may look at it.

    `documents` holds the contents that the case and the act name, by digest. The rest is there when the act's type
    asks for it in `acts.NEEDS`: `people` by id; `terms` the digest of the version now in force; `open_cases` the
    applicant's other open cases under the scheme; `published` whether this version takes applications now;
    `issuing` whether issuing is not stopped; `applicant` the organisation that applies, as
    the body knows it; `register` the inputs that the body's own register gives, each written as in a scheme file;
    `chance` 32 random bytes; `transition` the version that the act names.
    """

    scheme: Scheme
    by: Actor
    at: datetime
    documents: Mapping[str, Content] = {}
    people: Mapping[str, Person] = {}
    terms: str | None = None
    applicant: Applicant | None = None
    open_cases: tuple[str, ...] = ()
    former: Former | None = None
    published: bool = False
    body: Body | None = None
    issuing: bool = False
    register: Mapping[str, str] = {}
    chance: bytes | None = None
    transition: Scheme | None = None

    def document(self, digest: str, kind: type[C]) -> C:
        """The content that this digest names. Raises Damaged where it is missing or of another kind."""
        content = self.documents.get(digest)
        if not isinstance(content, kind):
            raise Damaged(digest, f"a {kind.__name__.lower()} was to be found under this name")
        return content
