-- What people said of warnings that go out in stages.
CREATE TABLE warning_stage (
    warning     TEXT    PRIMARY KEY,
    is_held     INTEGER NOT NULL,  -- 1 = the other villages wait until somebody says go on
    released_ms INTEGER            -- since when everybody is told
) WITHOUT ROWID;
