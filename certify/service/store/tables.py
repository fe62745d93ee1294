"""The tables as Piccolo sees them, for queries. What they are made of stands in migrations/; a test compares the two.

Piccolo wants one column as primary key; it is the first column here, whatever the true key is (Piccolo 1.38 knows no
key of several columns, and nothing of ours uses what it does with it). Only the store imports this file.
"""

from __future__ import annotations

from piccolo.columns import BigInt, Boolean, Bytea, Text
from piccolo.table import Table


class Body(Table, tablename="body"):
    """A certification body. Its slug is its key everywhere, and part of its did:web."""

    slug = Text(primary_key=True)
    legal_name = Text()
    address = Text()
    organisation_number = Text(null=True, default=None)
    origin = Text()
    did = Text()
    time_zone = Text()
    created_at = BigInt()


class BodyMoved(Table, tablename="body_moved"):
    """A body that has moved to another installation, since when and to which."""

    body = Text(primary_key=True)
    at = BigInt()
    by_whom = Text()
    goes_to = Text(default="")


class IssuingStop(Table, tablename="issuing_stop"):
    """Issuing is stopped for this body, or for all where the body is `*`. Lifting takes a second person."""

    body = Text(primary_key=True)
    reason = Text()
    since = BigInt()
    by_whom = Text()
    lift_asked_by = Text(null=True, default=None)
    lift_asked_at = BigInt(null=True, default=None)


class Organisation(Table, tablename="organisation"):
    """A legal entity that a body knows, as it is called now."""

    body = Text(primary_key=True)
    id = Text()
    number = Text()
    name = Text()
    address = Text()
    municipality_code = Text(null=True, default=None)
    search_key = Text()
    created_at = BigInt()


class OrganisationName(Table, tablename="organisation_name"):
    """What an organisation was called before, and where it was, from when on."""

    body = Text(primary_key=True)
    organisation = Text()
    seq = BigInt()
    name = Text()
    address = Text()
    since = BigInt()


class Membership(Table, tablename="membership"):
    """From which day to which an organisation is a member of what the scheme asks about."""

    body = Text(primary_key=True)
    organisation = Text()
    since = Text()
    until = Text(null=True, default=None)


class Person(Table, tablename="person"):
    """A human being known to a body. The name can be erased; the id stays in the events."""

    id = Text(primary_key=True)
    body = Text()
    name = Text(null=True, default=None)
    created_at = BigInt()
    erased_at = BigInt(null=True, default=None)


class Account(Table, tablename="account"):
    """A way to sign in, linked to a person."""

    id = Text(primary_key=True)
    person = Text()
    login = Text()
    email = Text(null=True, default=None)
    password_hash = Text(null=True, default=None)
    disabled = Boolean()
    created_at = BigInt()


class Role(Table, tablename="role"):
    """What a person may do at a body; `organisation` is empty unless the role is for one."""

    body = Text(primary_key=True)
    person = Text()
    role = Text()
    organisation = Text()
    since = BigInt()
    until = BigInt(null=True, default=None)


class Competence(Table, tablename="competence"):
    """A person may assess or decide under a scheme, from one day to another."""

    body = Text(primary_key=True)
    person = Text()
    scheme = Text()
    from_day = Text()
    until_day = Text(null=True, default=None)
    recorded_at = BigInt()
    by_whom = Text()


class Session(Table, tablename="session"):
    """A signed-in session; the key is the SHA-256 of what the browser holds."""

    key = Text(primary_key=True)
    account = Text(null=True, default=None)
    value = Bytea()
    expires_at = BigInt()


class ApiToken(Table, tablename="api_token"):
    """A token for programs; only its SHA-256 is kept."""

    id = Text(primary_key=True)
    body = Text()
    account = Text()
    name = Text()
    digest = Text()
    created_at = BigInt()
    expires_at = BigInt()
    last_used_at = BigInt(null=True, default=None)
    revoked_at = BigInt(null=True, default=None)


class SchemeVersion(Table, tablename="scheme_version"):
    """A published version of a scheme: the very bytes. Only grows."""

    body = Text(primary_key=True)
    scheme = Text()
    version = Text()
    digest = Text()
    source = Bytea()
    published_at = BigInt()
    by_whom = Text()


class TermsVersion(Table, tablename="terms_version"):
    """A published version of the terms of certification and mark use. Only grows."""

    body = Text(primary_key=True)
    digest = Text()
    sv = Text()
    en = Text()
    published_at = BigInt()


class Draft(Table, tablename="draft"):
    """An application being written; `version` keeps two writers apart."""

    body = Text(primary_key=True)
    id = Text()
    organisation = Text()
    person = Text()
    scheme = Text()
    form = Text()
    version = BigInt()
    dossier = Text()
    case_id = Text(null=True, default=None)
    created_at = BigInt()
    updated_at = BigInt()


class SchemeDraft(Table, tablename="scheme_draft"):
    """A scheme being written, as the bytes of its file; `version` keeps two writers apart."""

    body = Text(primary_key=True)
    id = Text()
    name = Text()
    source = Bytea()
    version = BigInt()
    person = Text()
    created_at = BigInt()
    updated_at = BigInt()


class Document(Table, tablename="document"):
    """Bytes kept once and named by salt and bytes; both are gone once erased."""

    body = Text(primary_key=True)
    digest = Text()
    kind = Text()
    salt = Bytea(null=True, default=None)
    content = Bytea(null=True, default=None)
    stored_at = BigInt()
    erased_at = BigInt(null=True, default=None)


class Evidence(Table, tablename="evidence"):
    """A file of a body, by the SHA-256 of its bytes, which stand in the blob store."""

    body = Text(primary_key=True)
    digest = Text()
    size = BigInt()
    media_type = Text()
    stored_at = BigInt()
    by_whom = Text()
    erased_at = BigInt(null=True, default=None)


class CaseEvent(Table, tablename="case_event"):
    """What happened to a case: chained by `prev` and `hash` within the case. Only grows."""

    body = Text(primary_key=True)
    case_id = Text()
    seq = BigInt()
    type = Text()
    at = BigInt()
    by_whom = Text()
    data = Text()
    prev = Text()
    hash = Text()


class Head(Table, tablename="head"):
    """A body's chained list of its case heads, so that a lost tail or a lost case shows. Only grows."""

    body = Text(primary_key=True)
    seq = BigInt()
    case_id = Text()
    case_seq = BigInt()
    event_hash = Text()
    prev = Text()
    hash = Text()


class AuthorityLog(Table, tablename="authority_log"):
    """Acts of authority outside cases (roles, keys, publishing, stopping), chained per body. Only grows."""

    body = Text(primary_key=True)
    seq = BigInt()
    type = Text()
    at = BigInt()
    by_whom = Text()
    data = Text()
    prev = Text()
    hash = Text()


class CaseView(Table, tablename="case_view"):
    """A case as lists show it, folded from its events."""

    body = Text(primary_key=True)
    case_id = Text()
    version = BigInt()
    number = Text(null=True, default=None)
    applicant = Text()
    scheme = Text()
    form = Text()
    former = Text(null=True, default=None)
    state = Text()
    certificate = Text(null=True, default=None)
    certificate_status = Text(null=True, default=None)
    submitted_at = BigInt()
    updated_at = BigInt()
    next_due = BigInt(null=True, default=None)


class Part(Table, tablename="part"):
    """One duty per person and case: the key itself keeps assessor and decider apart."""

    body = Text(primary_key=True)
    case_id = Text()
    person = Text()
    duty = Text()
    conflict = Boolean(null=True, default=None)


class Guidance(Table, tablename="guidance"):
    """Who advised which applicant on which day."""

    body = Text(primary_key=True)
    case_id = Text()
    seq = BigInt()
    applicant = Text()
    person = Text()
    on_day = Text()


class Interest(Table, tablename="interest"):
    """Who declared what about which applicant."""

    body = Text(primary_key=True)
    case_id = Text()
    seq = BigInt()
    applicant = Text()
    person = Text()
    conflict = Boolean()
    at = BigInt()


class SigningKey(Table, tablename="signing_key"):
    """What is public about a signing key; `*` is the installation itself."""

    body = Text(primary_key=True)
    id = Text()
    use = Text()
    multibase = Text()
    from_at = BigInt()
    until_at = BigInt(null=True, default=None)
    state = Text()


class CertificateNumber(Table, tablename="certificate_number"):
    """Which body a certificate number belongs to, over all bodies. Only grows."""

    number = Text(primary_key=True)
    body = Text()


class Certificate(Table, tablename="certificate"):
    """A certificate: the exact bytes to sign, the signed bytes once there are any, and what the register shows."""

    body = Text(primary_key=True)
    number = Text()
    case_id = Text()
    state = Text()
    key_id = Text()
    status_list = BigInt()
    status_index = BigInt()
    unsigned = Bytea()
    unsigned_qr = Bytea()
    credential = Bytea(null=True, default=None)
    credential_digest = Text(null=True, default=None)
    qr = Bytea(null=True, default=None)
    holder = Text()
    holder_name = Text()
    holder_number = Text()
    municipality_code = Text(null=True, default=None)
    place = Text()
    search_key = Text()
    scheme = Text()
    scheme_version = Text()
    level = Text()
    valid_from = BigInt()
    valid_until = BigInt()
    prepared_at = BigInt()
    issued_at = BigInt(null=True, default=None)
    status = Text()
    status_since = BigInt()
    reason_class = Text(null=True, default=None)
    former = Text(null=True, default=None)
    successor = Text(null=True, default=None)


class StatusChange(Table, tablename="status_change"):
    """A certificate's dated history of status."""

    body = Text(primary_key=True)
    number = Text()
    seq = BigInt()
    status = Text()
    at = BigInt()
    reason_class = Text(null=True, default=None)
    successor = Text(null=True, default=None)


class StatusList(Table, tablename="status_list"):
    """The status list that is published now."""

    body = Text(primary_key=True)
    n = BigInt()
    purpose = Text()
    version = BigInt()
    content = Bytea()
    digest = Text()
    valid_from = BigInt()
    valid_until = BigInt()


class Recognition(Table, tablename="recognition"):
    """What a scheme's owner has signed about a body: the recognition that counts."""

    body = Text(primary_key=True)
    scheme = Text()
    owner = Text()
    content = Bytea()
    digest = Text()
    valid_until = BigInt()


class History(Table, tablename="history"):
    """The signed status history of a certificate that is published now."""

    body = Text(primary_key=True)
    number = Text()
    version = BigInt()
    content = Bytea()
    digest = Text()
    signed_at = BigInt()


class TrustList(Table, tablename="trust_list"):
    """The trust lists that were published; the greatest version counts."""

    version = BigInt(primary_key=True)
    content = Bytea()
    digest = Text()
    issued_at = BigInt()
    expires_at = BigInt()


class Task(Table, tablename="task"):
    """Work that follows from an event, with a lease while someone does it."""

    body = Text(primary_key=True)
    key = Text()
    kind = Text()
    payload = Text()
    state = Text()
    run_at = BigInt()
    attempts = BigInt()
    lease_until = BigInt(null=True, default=None)
    last_error = Text(null=True, default=None)
    created_at = BigInt()
    done_at = BigInt(null=True, default=None)


class Idempotency(Table, tablename="idempotency"):
    """The answer that a repeated call gets again; without `status` the first one is still under way."""

    principal = Text(primary_key=True)
    route = Text()
    key = Text()
    request_digest = Text()
    status = BigInt(null=True, default=None)
    media_type = Text(null=True, default=None)
    answer = Bytea(null=True, default=None)
    created_at = BigInt()


class Notice(Table, tablename="notice"):
    """Something that a person or an organisation is told."""

    body = Text(primary_key=True)
    id = Text()
    person = Text(null=True, default=None)
    organisation = Text(null=True, default=None)
    case_id = Text(null=True, default=None)
    kind = Text()
    data = Text()
    at = BigInt()
    read_at = BigInt(null=True, default=None)


class Report(Table, tablename="report"):
    """A report of misuse by its receipt; `number` is missing where it has none, the last three while it waits."""

    body = Text(primary_key=True)
    id = Text()
    number = Text(null=True, default=None)
    kind = Text()
    place = Text()
    text = Text()
    at = BigInt()
    closed_at = BigInt(null=True, default=None)
    closed_by = Text(null=True, default=None)
    answer = Text(null=True, default=None)


# The true keys, in an order in which every table comes after those that it refers to.
KEYS: dict[type[Table], tuple[str, ...]] = {
    Body: ("slug",),
    BodyMoved: ("body",),
    IssuingStop: ("body",),
    Organisation: ("body", "id"),
    OrganisationName: ("body", "organisation", "seq"),
    Membership: ("body", "organisation", "since"),
    Person: ("id",),
    Account: ("id",),
    Role: ("body", "person", "role", "organisation", "since"),
    Competence: ("body", "person", "scheme", "from_day"),
    Session: ("key",),
    ApiToken: ("id",),
    SchemeVersion: ("body", "scheme", "version"),
    TermsVersion: ("body", "digest"),
    Draft: ("body", "id"),
    SchemeDraft: ("body", "id"),
    Document: ("body", "digest"),
    Evidence: ("body", "digest"),
    CaseEvent: ("body", "case_id", "seq"),
    Head: ("body", "seq"),
    AuthorityLog: ("body", "seq"),
    CaseView: ("body", "case_id"),
    Part: ("body", "case_id", "person"),
    Guidance: ("body", "case_id", "seq"),
    Interest: ("body", "case_id", "seq"),
    SigningKey: ("body", "id"),
    CertificateNumber: ("number",),
    Certificate: ("body", "number"),
    StatusChange: ("body", "number", "seq"),
    StatusList: ("body", "n", "purpose"),
    Recognition: ("body", "scheme"),
    History: ("body", "number"),
    TrustList: ("version",),
    Task: ("body", "key"),
    Idempotency: ("principal", "route", "key"),
    Notice: ("body", "id"),
    Report: ("body", "id"),
}
TABLES = tuple(KEYS)
