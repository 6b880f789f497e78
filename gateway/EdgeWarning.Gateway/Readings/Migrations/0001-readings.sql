-- One life of a board's outbox: a new one begins when its flash was empty.
CREATE TABLE reading_logs(
    board        INTEGER NOT NULL REFERENCES boards(number),
    log          INTEGER NOT NULL,      -- random id that the board gave it
    ordinal      INTEGER NOT NULL,      -- 1, 2, 3 ... of this board, in the order in which the gateway met them
    opened_ms    INTEGER NOT NULL,
    first        INTEGER NOT NULL,      -- lowest sequence of the first pack; 1 = met at its beginning
    up_to        INTEGER NOT NULL,      -- highest committed sequence: what is acknowledged
    committed    INTEGER NOT NULL,      -- readings in the table below
    duplicates   INTEGER NOT NULL,      -- readings that came again
    rain_um      INTEGER NOT NULL,      -- rain that fell during it: the sum of its gains
    last_rain    INTEGER,               -- sequence of its last rain reading
    last_counter INTEGER,               -- and the counter in that one, micrometres
    PRIMARY KEY(board, log)
) WITHOUT ROWID;
CREATE UNIQUE INDEX reading_logs_in_order ON reading_logs(board, ordinal);

CREATE TABLE readings(
    board     INTEGER NOT NULL,
    log       INTEGER NOT NULL,
    sequence  INTEGER NOT NULL,
    unix_s    INTEGER NOT NULL,         -- when it was measured
    estimated INTEGER NOT NULL,         -- 1: the board had no clock then; the time follows from its age when it came
    kind      INTEGER NOT NULL,         -- the protocol's ReadingKind
    value     INTEGER NOT NULL,         -- in the unit of the kind: rain counter um, stage mm, battery mV, fault number
    gain      INTEGER NOT NULL,         -- rain since the rain reading before, um; 0 for other kinds
    PRIMARY KEY(board, log, sequence)
) WITHOUT ROWID;
CREATE INDEX readings_by_time ON readings(board, kind, unix_s);

-- The newest of each kind by the board's own order: a board whose clock was wrong cannot hide behind a time in the future.
CREATE TABLE latest_readings(
    board     INTEGER NOT NULL,
    kind      INTEGER NOT NULL,
    ordinal   INTEGER NOT NULL,
    sequence  INTEGER NOT NULL,
    unix_s    INTEGER NOT NULL,
    value     INTEGER NOT NULL,
    PRIMARY KEY(board, kind)
) WITHOUT ROWID;
