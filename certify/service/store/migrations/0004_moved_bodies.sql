-- Bodies that have moved to another installation. What they were is kept; nothing more happens to them here.

CREATE TABLE body_moved (
    body TEXT NOT NULL PRIMARY KEY REFERENCES body (slug),
    at BIGINT NOT NULL,
    by_whom TEXT NOT NULL
) STRICT
