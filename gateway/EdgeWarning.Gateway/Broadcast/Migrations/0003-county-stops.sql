-- One big stop: from its moment on nothing that was begun before sounds anywhere in the county.
CREATE TABLE county_stop (
    number     INTEGER PRIMARY KEY,
    at_ms      INTEGER NOT NULL,
    who        TEXT    NOT NULL,
    reason     TEXT    NOT NULL,
    expires_ms INTEGER NOT NULL,  -- until then boards are told
    lifted_ms  INTEGER,
    lifted_by  TEXT
);
