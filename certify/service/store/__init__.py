"""The store: every table and every query, on SQLite and on PostgreSQL. Nothing else imports the tables."""
