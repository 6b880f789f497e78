-- Every board of this gateway: what an office knows of it before it ever speaks.
CREATE TABLE boards(
    number          INTEGER PRIMARY KEY,    -- short and for ever: other tables refer to it
    id              TEXT NOT NULL UNIQUE,   -- a-z, 0-9 and '-', at most 48: its name in topics, files and logs
    kind            TEXT NOT NULL,          -- loudspeaker, rain-gauge, water-level, village-station, bench
    village         TEXT NOT NULL,          -- division code
    village_name    TEXT NOT NULL,
    latitude        REAL,                   -- WGS 84, degrees
    longitude       REAL,
    tip_um          INTEGER,                -- rain per tip of its bucket, micrometres
    key             BLOB NOT NULL CHECK (length(key) = 32),     -- its secret
    broker_password TEXT NOT NULL,          -- hash that lets it into the private broker
    added_ms        INTEGER NOT NULL
);

-- Counts changes of the list, so that a running gateway notices what a command line beside it did.
CREATE TABLE boards_version(one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL);
INSERT INTO boards_version VALUES(1, 0);
CREATE TRIGGER boards_inserted AFTER INSERT ON boards BEGIN UPDATE boards_version SET version = version + 1; END;
CREATE TRIGGER boards_updated AFTER UPDATE ON boards BEGIN UPDATE boards_version SET version = version + 1; END;
CREATE TRIGGER boards_deleted AFTER DELETE ON boards BEGIN UPDATE boards_version SET version = version + 1; END;

-- What boards last said of themselves. Written every few seconds: a killed gateway forgets seconds of it, and the next heartbeats tell again.
CREATE TABLE board_states(
    board           INTEGER PRIMARY KEY REFERENCES boards(number) ON DELETE CASCADE,
    condition       INTEGER NOT NULL,       -- BoardCondition
    since_ms        INTEGER NOT NULL,       -- when that condition began
    born_ms         INTEGER,                -- last birth
    heard_ms        INTEGER,                -- last authentic word of any kind
    firmware        TEXT,
    restart_reason  TEXT,
    restarts        INTEGER,
    uptime_ms       INTEGER,
    unix_ms         INTEGER,                -- its own clock; 0 = it had none
    clock_quality   INTEGER,
    log             INTEGER,
    oldest_sequence INTEGER,
    next_sequence   INTEGER,
    free_bytes      INTEGER,
    battery_mv      INTEGER,
    signal_dbm      INTEGER,
    refusals        INTEGER,
    parts           INTEGER,
    tip_um          INTEGER
);
