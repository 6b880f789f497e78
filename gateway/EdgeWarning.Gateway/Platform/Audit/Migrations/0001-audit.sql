-- What people and the gateway did. Rows are only ever added; each carries the hash of the one before.
CREATE TABLE audit(
    id       INTEGER PRIMARY KEY,       -- 1, 2, 3 ... without a gap
    unix_ms  INTEGER NOT NULL,
    who      TEXT NOT NULL,             -- account, "gateway" or "command line"
    act      TEXT NOT NULL,             -- what was done: "board added", "warning issued"
    subject  TEXT NOT NULL,             -- to what
    detail   TEXT NOT NULL,
    previous BLOB NOT NULL,             -- hash of row id - 1; 32 zero bytes for the first
    hash     BLOB NOT NULL              -- SHA-256 over this row without this column
);

CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END;

CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'audit rows are never removed'); END;

CREATE TRIGGER audit_is_not_inserted_between BEFORE INSERT ON audit
WHEN NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM audit)
BEGIN SELECT RAISE(ABORT, 'audit rows are only appended'); END;

-- The last row's number and hash, so that rows missing at the end are noticed too.
CREATE TABLE audit_head(one INTEGER PRIMARY KEY CHECK (one = 1), id INTEGER NOT NULL, hash BLOB NOT NULL);
INSERT INTO audit_head(one, id, hash) VALUES(1, 0, zeroblob(32));

CREATE TRIGGER audit_head_follows AFTER INSERT ON audit
BEGIN UPDATE audit_head SET id = NEW.id, hash = NEW.hash; END;

CREATE TRIGGER audit_head_only_grows BEFORE UPDATE ON audit_head
WHEN NEW.id <> OLD.id + 1
BEGIN SELECT RAISE(ABORT, 'the audit head only moves forward by one'); END;

CREATE TRIGGER audit_head_stays BEFORE DELETE ON audit_head
BEGIN SELECT RAISE(ABORT, 'the audit head is never removed'); END;
