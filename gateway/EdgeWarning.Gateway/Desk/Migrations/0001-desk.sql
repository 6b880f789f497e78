-- Warnings that are being written here, and every step of their life with person, time and reason.
CREATE TABLE drafts(
    id          TEXT PRIMARY KEY,       -- D-20261122-001
    day         TEXT NOT NULL,
    number      INTEGER NOT NULL,
    state       INTEGER NOT NULL,       -- DraftState
    author      TEXT NOT NULL,
    body        TEXT NOT NULL,          -- DraftBody as JSON
    warning     TEXT,                   -- id of the warning that it became
    made_ms     INTEGER NOT NULL,
    changed_ms  INTEGER NOT NULL,
    UNIQUE(day, number)
) WITHOUT ROWID;

CREATE TABLE warning_steps(
    number      INTEGER PRIMARY KEY,
    draft       TEXT,                   -- one of both
    warning     TEXT,
    at_ms       INTEGER NOT NULL,
    who         TEXT NOT NULL,
    act         TEXT NOT NULL,          -- written, submitted, returned, signed, issued, fast path, withdrawn, resent, reached, reviewed ...
    reason      TEXT NOT NULL,
    village     TEXT                    -- where it was done, when it was done for one village
);
CREATE INDEX warning_steps_of_draft ON warning_steps(draft);
CREATE INDEX warning_steps_of_warning ON warning_steps(warning);
CREATE TRIGGER warning_steps_stay BEFORE UPDATE OF at_ms, who, act, reason, village ON warning_steps BEGIN SELECT RAISE(ABORT, 'a step is a fact and is not changed'); END;
CREATE TRIGGER warning_steps_are_kept BEFORE DELETE ON warning_steps BEGIN SELECT RAISE(ABORT, 'a step is a fact and is not removed'); END;
