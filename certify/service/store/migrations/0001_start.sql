-- The tables of the first release. Statements are parted by empty lines; see migrate.py for the words in capitals.
-- Times are microseconds since 1970 in UTC, days are YYYY-MM-DD. All keys begin with the body, but for the small
-- global directory (persons, accounts, certificate numbers) and the trust list of the installation.

-- Bodies and the people and organisations that they know.

CREATE TABLE body (
    slug TEXT NOT NULL PRIMARY KEY,
    legal_name TEXT NOT NULL,
    address TEXT NOT NULL,
    organisation_number TEXT,
    origin TEXT NOT NULL,
    did TEXT NOT NULL UNIQUE,
    time_zone TEXT NOT NULL,
    created_at BIGINT NOT NULL
) STRICT

CREATE TABLE issuing_stop (
    body TEXT NOT NULL PRIMARY KEY,
    reason TEXT NOT NULL,
    since BIGINT NOT NULL,
    by_whom TEXT NOT NULL,
    lift_asked_by TEXT,
    lift_asked_at BIGINT
) STRICT

CREATE TABLE organisation (
    body TEXT NOT NULL REFERENCES body (slug),
    id TEXT NOT NULL,
    number TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    municipality_code TEXT,
    search_key TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (body, id),
    UNIQUE (body, number)
) STRICT

CREATE TABLE organisation_name (
    body TEXT NOT NULL,
    organisation TEXT NOT NULL,
    seq BIGINT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (body, organisation, seq),
    FOREIGN KEY (body, organisation) REFERENCES organisation (body, id)
) STRICT

CREATE TABLE membership (
    body TEXT NOT NULL,
    organisation TEXT NOT NULL,
    since TEXT NOT NULL,
    until TEXT,
    PRIMARY KEY (body, organisation, since),
    FOREIGN KEY (body, organisation) REFERENCES organisation (body, id)
) STRICT

CREATE TABLE person (
    id TEXT NOT NULL PRIMARY KEY,
    body TEXT NOT NULL REFERENCES body (slug),
    name TEXT,
    created_at BIGINT NOT NULL,
    erased_at BIGINT
) STRICT

CREATE INDEX person_body ON person (body)

CREATE TABLE account (
    id TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (id),
    login TEXT NOT NULL UNIQUE,
    email TEXT,
    password_hash TEXT,
    disabled BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
) STRICT

CREATE INDEX account_person ON account (person)

CREATE TABLE role (
    body TEXT NOT NULL REFERENCES body (slug),
    person TEXT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    organisation TEXT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT,
    PRIMARY KEY (body, person, role, organisation, since)
) STRICT

CREATE INDEX role_person ON role (person)

CREATE TABLE competence (
    body TEXT NOT NULL REFERENCES body (slug),
    person TEXT NOT NULL REFERENCES person (id),
    scheme TEXT NOT NULL,
    from_day TEXT NOT NULL,
    until_day TEXT,
    recorded_at BIGINT NOT NULL,
    by_whom TEXT NOT NULL,
    PRIMARY KEY (body, person, scheme, from_day)
) STRICT

CREATE TABLE session (
    key TEXT NOT NULL PRIMARY KEY,
    account TEXT REFERENCES account (id),
    value BYTES NOT NULL,
    expires_at BIGINT NOT NULL
) STRICT

CREATE INDEX session_account ON session (account)

CREATE INDEX session_expires ON session (expires_at)

CREATE TABLE api_token (
    id TEXT NOT NULL PRIMARY KEY,
    body TEXT NOT NULL REFERENCES body (slug),
    account TEXT NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    digest TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    last_used_at BIGINT,
    revoked_at BIGINT
) STRICT

CREATE INDEX api_token_account ON api_token (account)

-- Schemes and terms: published once, never changed.

CREATE TABLE scheme_version (
    body TEXT NOT NULL REFERENCES body (slug),
    scheme TEXT NOT NULL,
    version TEXT NOT NULL,
    digest TEXT NOT NULL,
    source BYTES NOT NULL,
    published_at BIGINT NOT NULL,
    by_whom TEXT NOT NULL,
    PRIMARY KEY (body, scheme, version),
    UNIQUE (body, digest)
) STRICT

CREATE TABLE terms_version (
    body TEXT NOT NULL REFERENCES body (slug),
    digest TEXT NOT NULL,
    sv TEXT NOT NULL,
    en TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    PRIMARY KEY (body, digest)
) STRICT

-- What an application is made of.

CREATE TABLE draft (
    body TEXT NOT NULL,
    id TEXT NOT NULL,
    organisation TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES person (id),
    scheme TEXT NOT NULL,
    form TEXT NOT NULL,
    version BIGINT NOT NULL,
    dossier TEXT NOT NULL,
    case_id TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (body, id),
    FOREIGN KEY (body, organisation) REFERENCES organisation (body, id),
    FOREIGN KEY (body, scheme) REFERENCES scheme_version (body, digest)
) STRICT

CREATE INDEX draft_organisation ON draft (body, organisation, updated_at)

CREATE TABLE document (
    body TEXT NOT NULL REFERENCES body (slug),
    digest TEXT NOT NULL,
    kind TEXT NOT NULL,
    salt BYTES,
    content BYTES,
    stored_at BIGINT NOT NULL,
    erased_at BIGINT,
    PRIMARY KEY (body, digest)
) STRICT

CREATE TABLE evidence (
    body TEXT NOT NULL REFERENCES body (slug),
    digest TEXT NOT NULL,
    size BIGINT NOT NULL,
    media_type TEXT NOT NULL,
    stored_at BIGINT NOT NULL,
    by_whom TEXT NOT NULL,
    erased_at BIGINT,
    PRIMARY KEY (body, digest)
) STRICT

-- The log: what happened. These three tables only grow (triggers below).

CREATE TABLE case_event (
    body TEXT NOT NULL REFERENCES body (slug),
    case_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    type TEXT NOT NULL,
    at BIGINT NOT NULL,
    by_whom TEXT NOT NULL,
    data TEXT NOT NULL,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    PRIMARY KEY (body, case_id, seq)
) STRICT

CREATE TABLE head (
    body TEXT NOT NULL REFERENCES body (slug),
    seq BIGINT NOT NULL,
    case_id TEXT NOT NULL,
    case_seq BIGINT NOT NULL,
    event_hash TEXT NOT NULL,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    PRIMARY KEY (body, seq),
    UNIQUE (body, case_id, case_seq),
    FOREIGN KEY (body, case_id, case_seq) REFERENCES case_event (body, case_id, seq)
) STRICT

CREATE TABLE authority_log (
    body TEXT NOT NULL,
    seq BIGINT NOT NULL,
    type TEXT NOT NULL,
    at BIGINT NOT NULL,
    by_whom TEXT NOT NULL,
    data TEXT NOT NULL,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    PRIMARY KEY (body, seq)
) STRICT

-- Views: folded from the log in the same transaction; `certify rebuild` writes them anew.

CREATE TABLE case_view (
    body TEXT NOT NULL REFERENCES body (slug),
    case_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    number TEXT,
    applicant TEXT NOT NULL,
    scheme TEXT NOT NULL,
    form TEXT NOT NULL,
    former TEXT,
    state TEXT NOT NULL,
    certificate TEXT,
    certificate_status TEXT,
    submitted_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    next_due BIGINT,
    PRIMARY KEY (body, case_id),
    UNIQUE (body, number),
    FOREIGN KEY (body, applicant) REFERENCES organisation (body, id),
    FOREIGN KEY (body, scheme) REFERENCES scheme_version (body, digest)
) STRICT

CREATE INDEX case_view_updated ON case_view (body, updated_at, case_id)

CREATE INDEX case_view_applicant ON case_view (body, applicant, updated_at)

CREATE INDEX case_view_due ON case_view (next_due) WHERE next_due IS NOT NULL

CREATE TABLE part (
    body TEXT NOT NULL,
    case_id TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES person (id),
    duty TEXT NOT NULL,
    conflict BOOLEAN,
    PRIMARY KEY (body, case_id, person),
    FOREIGN KEY (body, case_id) REFERENCES case_view (body, case_id)
) STRICT

CREATE INDEX part_person ON part (person, body)

CREATE TABLE guidance (
    body TEXT NOT NULL,
    case_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    applicant TEXT NOT NULL,
    person TEXT NOT NULL,
    on_day TEXT NOT NULL,
    PRIMARY KEY (body, case_id, seq),
    FOREIGN KEY (body, case_id) REFERENCES case_view (body, case_id)
) STRICT

CREATE INDEX guidance_applicant ON guidance (body, applicant, person)

CREATE TABLE interest (
    body TEXT NOT NULL,
    case_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    applicant TEXT NOT NULL,
    person TEXT NOT NULL,
    conflict BOOLEAN NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (body, case_id, seq),
    FOREIGN KEY (body, case_id) REFERENCES case_view (body, case_id)
) STRICT

CREATE INDEX interest_applicant ON interest (body, applicant, person)

-- Keys and what is published.

CREATE TABLE signing_key (
    body TEXT NOT NULL,
    id TEXT NOT NULL,
    use TEXT NOT NULL,
    multibase TEXT NOT NULL UNIQUE,
    from_at BIGINT NOT NULL,
    until_at BIGINT,
    state TEXT NOT NULL,
    PRIMARY KEY (body, id)
) STRICT

CREATE TABLE certificate_number (
    number TEXT NOT NULL PRIMARY KEY,
    body TEXT NOT NULL REFERENCES body (slug)
) STRICT

CREATE TABLE certificate (
    body TEXT NOT NULL,
    number TEXT NOT NULL REFERENCES certificate_number (number),
    case_id TEXT NOT NULL,
    state TEXT NOT NULL,
    key_id TEXT NOT NULL,
    status_list BIGINT NOT NULL,
    status_index BIGINT NOT NULL,
    unsigned BYTES NOT NULL,
    unsigned_qr BYTES NOT NULL,
    credential BYTES,
    credential_digest TEXT,
    qr BYTES,
    holder TEXT NOT NULL,
    holder_name TEXT NOT NULL,
    holder_number TEXT NOT NULL,
    municipality_code TEXT,
    place TEXT NOT NULL,
    search_key TEXT NOT NULL,
    scheme TEXT NOT NULL,
    scheme_version TEXT NOT NULL,
    level TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_until BIGINT NOT NULL,
    prepared_at BIGINT NOT NULL,
    issued_at BIGINT,
    status TEXT NOT NULL,
    status_since BIGINT NOT NULL,
    reason_class TEXT,
    former TEXT,
    successor TEXT,
    PRIMARY KEY (body, number),
    UNIQUE (body, status_list, status_index),
    FOREIGN KEY (body, case_id) REFERENCES case_view (body, case_id),
    FOREIGN KEY (body, key_id) REFERENCES signing_key (body, id)
) STRICT

CREATE UNIQUE INDEX certificate_one_per_case ON certificate (body, case_id) WHERE state <> 'voided'

-- On SQLite a search reads the index alone and not the rows with their bytes. PostgreSQL refuses so long an entry.

-- sqlite
CREATE INDEX certificate_register ON certificate (issued_at, number, search_key) WHERE state = 'issued'

-- postgres
CREATE INDEX certificate_register ON certificate (issued_at, number) WHERE state = 'issued'

CREATE INDEX certificate_holder ON certificate (body, holder)

CREATE TABLE status_change (
    body TEXT NOT NULL,
    number TEXT NOT NULL,
    seq BIGINT NOT NULL,
    status TEXT NOT NULL,
    at BIGINT NOT NULL,
    reason_class TEXT,
    successor TEXT,
    PRIMARY KEY (body, number, seq),
    FOREIGN KEY (body, number) REFERENCES certificate (body, number)
) STRICT

CREATE TABLE status_list (
    body TEXT NOT NULL REFERENCES body (slug),
    n BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    version BIGINT NOT NULL,
    content BYTES NOT NULL,
    digest TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_until BIGINT NOT NULL,
    PRIMARY KEY (body, n, purpose)
) STRICT

CREATE TABLE history (
    body TEXT NOT NULL,
    number TEXT NOT NULL,
    version BIGINT NOT NULL,
    content BYTES NOT NULL,
    digest TEXT NOT NULL,
    signed_at BIGINT NOT NULL,
    PRIMARY KEY (body, number),
    FOREIGN KEY (body, number) REFERENCES certificate (body, number)
) STRICT

CREATE TABLE trust_list (
    version BIGINT NOT NULL PRIMARY KEY,
    content BYTES NOT NULL,
    digest TEXT NOT NULL,
    issued_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
) STRICT

-- Work that follows, answers that are repeated, and what people are told.

CREATE TABLE task (
    body TEXT NOT NULL,
    key TEXT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    lease_until BIGINT,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    done_at BIGINT,
    PRIMARY KEY (body, key)
) STRICT

CREATE INDEX task_waiting ON task (run_at) WHERE state IN ('ready', 'run')

CREATE TABLE idempotency (
    principal TEXT NOT NULL,
    route TEXT NOT NULL,
    key TEXT NOT NULL,
    request_digest TEXT NOT NULL,
    status BIGINT,
    media_type TEXT,
    answer BYTES,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (principal, route, key)
) STRICT

CREATE INDEX idempotency_created ON idempotency (created_at)

CREATE TABLE notice (
    body TEXT NOT NULL REFERENCES body (slug),
    id TEXT NOT NULL,
    person TEXT,
    organisation TEXT,
    case_id TEXT,
    kind TEXT NOT NULL,
    data TEXT NOT NULL,
    at BIGINT NOT NULL,
    read_at BIGINT,
    PRIMARY KEY (body, id)
) STRICT

CREATE INDEX notice_person ON notice (person, at)

CREATE INDEX notice_organisation ON notice (body, organisation, at)

-- What is never changed and never removed, kept by the database itself.

-- sqlite
CREATE TRIGGER case_event_no_update BEFORE UPDATE ON case_event
BEGIN SELECT RAISE(ABORT, 'case_event only grows'); END

-- sqlite
CREATE TRIGGER case_event_no_delete BEFORE DELETE ON case_event
BEGIN SELECT RAISE(ABORT, 'case_event only grows'); END

-- sqlite
CREATE TRIGGER head_no_update BEFORE UPDATE ON head
BEGIN SELECT RAISE(ABORT, 'head only grows'); END

-- sqlite
CREATE TRIGGER head_no_delete BEFORE DELETE ON head
BEGIN SELECT RAISE(ABORT, 'head only grows'); END

-- sqlite
CREATE TRIGGER authority_log_no_update BEFORE UPDATE ON authority_log
BEGIN SELECT RAISE(ABORT, 'authority_log only grows'); END

-- sqlite
CREATE TRIGGER authority_log_no_delete BEFORE DELETE ON authority_log
BEGIN SELECT RAISE(ABORT, 'authority_log only grows'); END

-- sqlite
CREATE TRIGGER scheme_version_no_update BEFORE UPDATE ON scheme_version
BEGIN SELECT RAISE(ABORT, 'scheme_version only grows'); END

-- sqlite
CREATE TRIGGER scheme_version_no_delete BEFORE DELETE ON scheme_version
BEGIN SELECT RAISE(ABORT, 'scheme_version only grows'); END

-- sqlite
CREATE TRIGGER terms_version_no_update BEFORE UPDATE ON terms_version
BEGIN SELECT RAISE(ABORT, 'terms_version only grows'); END

-- sqlite
CREATE TRIGGER terms_version_no_delete BEFORE DELETE ON terms_version
BEGIN SELECT RAISE(ABORT, 'terms_version only grows'); END

-- sqlite
CREATE TRIGGER certificate_number_no_update BEFORE UPDATE ON certificate_number
BEGIN SELECT RAISE(ABORT, 'certificate_number only grows'); END

-- sqlite
CREATE TRIGGER certificate_number_no_delete BEFORE DELETE ON certificate_number
BEGIN SELECT RAISE(ABORT, 'certificate_number only grows'); END

-- postgres
CREATE FUNCTION only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% only grows', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$

-- postgres
CREATE TRIGGER case_event_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON case_event
FOR EACH STATEMENT EXECUTE FUNCTION only_grows()

-- postgres
CREATE TRIGGER head_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON head
FOR EACH STATEMENT EXECUTE FUNCTION only_grows()

-- postgres
CREATE TRIGGER authority_log_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON authority_log
FOR EACH STATEMENT EXECUTE FUNCTION only_grows()

-- postgres
CREATE TRIGGER scheme_version_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON scheme_version
FOR EACH STATEMENT EXECUTE FUNCTION only_grows()

-- postgres
CREATE TRIGGER terms_version_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON terms_version
FOR EACH STATEMENT EXECUTE FUNCTION only_grows()

-- postgres
CREATE TRIGGER certificate_number_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON certificate_number
FOR EACH STATEMENT EXECUTE FUNCTION only_grows()
