-- What each board should have. Numbers: OrderKind and Reason of the board link, WishState of Upkeep.
CREATE TABLE board_wishes (
    board     TEXT    NOT NULL,
    subject   TEXT    NOT NULL,     -- "settings", "application", "clip siren": a new wish replaces the one of the same subject
    kind      INTEGER NOT NULL,
    version   INTEGER NOT NULL,     -- grows with each change of a board's settings; build number of an application
    settings  TEXT    NOT NULL,     -- the county's settings as a whole
    path      TEXT    NOT NULL,     -- of the file to fetch
    state     INTEGER NOT NULL,
    sequence  INTEGER NOT NULL,     -- of the order that carries it; 0 = not ordered yet
    reason    INTEGER NOT NULL,     -- the board's, when it said no
    detail    TEXT    NOT NULL,
    set_ms    INTEGER NOT NULL,     -- Unix milliseconds, UTC
    ended_ms  INTEGER NOT NULL,     -- 0 = not yet
    PRIMARY KEY (board, subject)
) WITHOUT ROWID;

CREATE INDEX board_wishes_sequence ON board_wishes (board, sequence) WHERE sequence <> 0;

-- Files that boards fetch. Their bytes lie in the data folder, below files/.
CREATE TABLE board_files (
    path      TEXT    NOT NULL PRIMARY KEY,     -- in the URL: "/files/" and the SHA-256 of the content
    name      TEXT    NOT NULL,                 -- for people
    bytes     INTEGER NOT NULL,
    added_ms  INTEGER NOT NULL
) WITHOUT ROWID;
