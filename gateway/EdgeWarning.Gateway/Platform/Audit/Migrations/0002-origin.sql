-- From where somebody acted. NULL in rows that are older than this column: their hashes do not cover it and stay as they are.
ALTER TABLE audit ADD COLUMN origin TEXT;
