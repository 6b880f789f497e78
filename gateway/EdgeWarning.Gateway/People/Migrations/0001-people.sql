-- Who may do what here: people with passwords, machines with keys. Secrets are stored hashed, never themselves.
CREATE TABLE people(
    name         TEXT PRIMARY KEY,          -- what one signs in with; small letters
    full_name    TEXT NOT NULL,
    roles        INTEGER NOT NULL,          -- bits of Role
    password     TEXT NOT NULL,             -- salt, work factor and hash as ASP.NET Core Identity writes them (format 3)
    must_change  INTEGER NOT NULL,          -- 1: somebody else chose the password; nothing but a new one is allowed
    disabled_ms  INTEGER,                   -- since when this person may not come in; people are never removed, the audit names them
    made_ms      INTEGER NOT NULL,
    signed_in_ms INTEGER
) WITHOUT ROWID;

CREATE TABLE sessions(
    token   BLOB PRIMARY KEY,               -- SHA-256 of what the browser holds
    person  TEXT NOT NULL REFERENCES people(name),
    made_ms INTEGER NOT NULL,
    seen_ms INTEGER NOT NULL,               -- last use, to the minute
    address TEXT NOT NULL,
    browser TEXT NOT NULL                   -- as it calls itself
) WITHOUT ROWID;
CREATE INDEX sessions_person ON sessions(person);

-- Browsers that a person has signed in from: strangers who guess at the name do not lock these out.
CREATE TABLE known_browsers(
    token   BLOB PRIMARY KEY,               -- SHA-256 of what the browser holds
    person  TEXT NOT NULL REFERENCES people(name),
    seen_ms INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE api_keys(
    name       TEXT PRIMARY KEY,
    token      BLOB NOT NULL UNIQUE,        -- SHA-256 of the key
    roles      INTEGER NOT NULL,
    made_by    TEXT NOT NULL,
    made_ms    INTEGER NOT NULL,
    used_ms    INTEGER,                     -- last use, to the minute
    used_from  TEXT,
    revoked_ms INTEGER
) WITHOUT ROWID;

-- Wrong passwords since the last right one, for each name (of a person or not), address and known browser.
CREATE TABLE sign_in_failures(
    subject TEXT PRIMARY KEY,
    count   INTEGER NOT NULL,
    last_ms INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX sign_in_failures_last ON sign_in_failures(last_ms);
