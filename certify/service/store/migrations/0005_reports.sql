-- Reports of misuse: what somebody who names nobody told a body about a certificate, by the receipt that they got.

CREATE TABLE report (
    body TEXT NOT NULL REFERENCES body (slug),
    id TEXT NOT NULL,
    number TEXT,
    kind TEXT NOT NULL,
    place TEXT NOT NULL,
    text TEXT NOT NULL,
    at BIGINT NOT NULL,
    closed_at BIGINT,
    closed_by TEXT REFERENCES person (id),
    answer TEXT,
    PRIMARY KEY (body, id),
    UNIQUE (id)
) STRICT
