-- The weekly timetable, and every time that something of it was played.
CREATE TABLE programmes(
    number      INTEGER PRIMARY KEY AUTOINCREMENT,  -- P-<number>; AUTOINCREMENT: never given twice
    body        TEXT NOT NULL,                      -- ProgrammeBody as JSON
    changed_ms  INTEGER NOT NULL
);

CREATE TABLE programme_plays(
    id          TEXT PRIMARY KEY,                   -- P-1-20261123-070000: programme, day and time of the timetable
    programme   TEXT NOT NULL,
    body        TEXT NOT NULL,                      -- as it was when it began
    start_ms    INTEGER NOT NULL,
    begin_by_ms INTEGER NOT NULL,
    expires_ms  INTEGER NOT NULL,
    stopped_ms  INTEGER,
    stopped_by  TEXT
) WITHOUT ROWID;
CREATE INDEX programme_plays_of_programme ON programme_plays(programme, start_ms);
CREATE INDEX programme_plays_expire ON programme_plays(expires_ms);
