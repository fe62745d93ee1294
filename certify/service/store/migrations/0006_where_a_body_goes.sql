-- The installation that a moved body goes to, by its origin. No other takes the folder.

ALTER TABLE body_moved ADD COLUMN goes_to TEXT NOT NULL DEFAULT ''
