-- What became of a board's link and life: one row when something changed, none for what goes on.
CREATE TABLE board_events(
    board   INTEGER NOT NULL REFERENCES boards(number) ON DELETE CASCADE,
    at_ms   INTEGER NOT NULL,   -- when the gateway noticed
    event   TEXT    NOT NULL,   -- came, silent, lost, restarted
    detail  TEXT,               -- restarted: why, as the board says
    PRIMARY KEY(board, at_ms, event)
) WITHOUT ROWID;
