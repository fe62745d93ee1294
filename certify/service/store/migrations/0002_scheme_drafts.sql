-- Schemes while they are written: the bytes of the file as it stands, kept until it is published or thrown away.

CREATE TABLE scheme_draft (
    body TEXT NOT NULL REFERENCES body (slug),
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    source BYTES NOT NULL,
    version BIGINT NOT NULL,
    person TEXT NOT NULL REFERENCES person (id),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (body, id)
) STRICT
