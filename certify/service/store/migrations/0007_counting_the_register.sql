-- The register tells beside each filter how many there are: an index answers that, without opening a row.

CREATE INDEX certificate_counted ON certificate (scheme, status, key_id, body) WHERE state = 'issued'
