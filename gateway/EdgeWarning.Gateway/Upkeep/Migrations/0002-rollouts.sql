-- A change of many boards: one tries it first. What has come of it stands in board_wishes.
CREATE TABLE rollouts (
    number    INTEGER NOT NULL PRIMARY KEY,
    subject   TEXT    NOT NULL,     -- "settings" or "application"
    what      TEXT    NOT NULL,     -- changes as "name = value" and "- name" lines; build and file of an application
    boards    TEXT    NOT NULL,     -- all of them, the first one first, a blank between
    who       TEXT    NOT NULL,
    set_ms    INTEGER NOT NULL      -- Unix milliseconds, UTC
);

ALTER TABLE board_wishes ADD COLUMN rollout INTEGER NOT NULL DEFAULT 0;     -- 0: of one board alone
