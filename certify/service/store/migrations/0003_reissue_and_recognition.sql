-- A case has one certificate at a time: one that takes the place of another, whose key was compromised, is a second.
-- Two that are prepared at once stay impossible; the rules see to the rest.

DROP INDEX certificate_one_per_case

CREATE UNIQUE INDEX certificate_one_per_case ON certificate (body, case_id) WHERE state = 'prepared'

-- What scheme owners have signed about bodies of this installation, one for each body and scheme: the one that counts.

CREATE TABLE recognition (
    body TEXT NOT NULL REFERENCES body (slug),
    scheme TEXT NOT NULL,
    owner TEXT NOT NULL,
    content BYTES NOT NULL,
    digest TEXT NOT NULL,
    valid_until BIGINT NOT NULL,
    PRIMARY KEY (body, scheme)
) STRICT
