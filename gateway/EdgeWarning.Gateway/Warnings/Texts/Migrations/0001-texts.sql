-- The office's own texts, a row for each change of an event in a language: the highest version counts.
CREATE TABLE office_texts(
    event       TEXT NOT NULL,      -- key of a WarningEvent, or any
    language    TEXT NOT NULL,      -- BCP 47
    version     INTEGER NOT NULL,
    at_ms       INTEGER NOT NULL,
    who         TEXT NOT NULL,
    texts       TEXT NOT NULL,      -- JSON list of WarningText, one for each colour that has one; [] = as shipped again
    PRIMARY KEY(event, language, version)
) WITHOUT ROWID;
CREATE TRIGGER office_texts_stay BEFORE UPDATE ON office_texts BEGIN SELECT RAISE(ABORT, 'a version of a text is a fact and is not changed'); END;
CREATE TRIGGER office_texts_are_kept BEFORE DELETE ON office_texts BEGIN SELECT RAISE(ABORT, 'a version of a text is a fact and is not removed'); END;
