-- What the office has chosen, whole, a row for each change: the highest version counts.
CREATE TABLE office_settings(
    version     INTEGER PRIMARY KEY,
    at_ms       INTEGER NOT NULL,
    who         TEXT NOT NULL,
    own         TEXT NOT NULL       -- JSON object: name of the setting -> its value; what it does not name is as configured
);
CREATE TRIGGER office_settings_stay BEFORE UPDATE ON office_settings BEGIN SELECT RAISE(ABORT, 'a version of the settings is a fact and is not changed'); END;
CREATE TRIGGER office_settings_are_kept BEFORE DELETE ON office_settings BEGIN SELECT RAISE(ABORT, 'a version of the settings is a fact and is not removed'); END;
