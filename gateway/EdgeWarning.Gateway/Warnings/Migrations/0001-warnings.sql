-- CAP messages as they came, what was made of them, and what was refused.
CREATE TABLE warning (
    id           TEXT    NOT NULL PRIMARY KEY,  -- W-20261122-001: day of the office, number of the day
    day          TEXT    NOT NULL,              -- 20261122
    number       INTEGER NOT NULL,
    received_ms  INTEGER NOT NULL,              -- Unix milliseconds, UTC
    sender       TEXT    NOT NULL,
    identifier   TEXT    NOT NULL,
    sent_ms      INTEGER NOT NULL,
    status       INTEGER NOT NULL,              -- CapStatus
    message_type INTEGER NOT NULL,              -- CapMessageType
    kind         INTEGER NOT NULL,              -- WarningKind
    sounds       INTEGER NOT NULL,              -- 1: was for loudspeakers when it came
    note         TEXT    NOT NULL,
    expires_ms   INTEGER,                       -- of the last info block; NULL = it has none
    ended        INTEGER NOT NULL DEFAULT 0,    -- WarningEnd
    ended_by     TEXT    REFERENCES warning (id),
    ended_ms     INTEGER,
    findings     TEXT    NOT NULL,              -- JSON: what is odd about it
    raw          BLOB    NOT NULL,              -- the bytes as they came; a signature is over these
    UNIQUE (day, number)
);

-- A message is known by these three; the same one again is the same warning.
CREATE UNIQUE INDEX warning_name ON warning (sender, identifier, sent_ms);
CREATE INDEX warning_sounding ON warning (expires_ms) WHERE sounds = 1;
CREATE INDEX warning_ended_by ON warning (ended_by) WHERE ended_by IS NOT NULL;

CREATE TABLE warning_reference (
    warning    TEXT    NOT NULL REFERENCES warning (id),
    sender     TEXT    NOT NULL,
    identifier TEXT    NOT NULL,
    sent_ms    INTEGER NOT NULL,
    PRIMARY KEY (warning, sender, identifier, sent_ms)
) WITHOUT ROWID;

CREATE INDEX warning_referenced ON warning_reference (sender, identifier);

-- Of what was refused only this is kept, and only the newest.
CREATE TABLE warning_refusal (
    number      INTEGER PRIMARY KEY,
    received_ms INTEGER NOT NULL,
    bytes       INTEGER NOT NULL,  -- length of the whole
    start       BLOB    NOT NULL,  -- its first bytes
    reasons     TEXT    NOT NULL   -- JSON
);
