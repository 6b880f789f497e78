-- Sounds of this gateway: rendered speech, live announcements, uploads. Their bytes lie among the files for boards.
CREATE TABLE clips(
    id           TEXT    NOT NULL PRIMARY KEY,  -- SHA-256 of the WAV file, hex
    origin       INTEGER NOT NULL,              -- 1 rendered, 2 recorded, 3 uploaded
    name         TEXT    NOT NULL,              -- for people: the text, or what its maker called it
    bytes        INTEGER NOT NULL,
    milliseconds INTEGER NOT NULL,              -- how long it sounds
    sha1         TEXT    NOT NULL,              -- of the WAV file, hex: CAP 1.2 wants this one
    made_by      TEXT    NOT NULL,
    made_ms      INTEGER NOT NULL,              -- Unix milliseconds, UTC
    used_ms      INTEGER NOT NULL
) WITHOUT ROWID;

-- Which clip says a text: key = SHA-256 over the text, its language and the readings that the office gave its words.
CREATE TABLE spoken(key TEXT NOT NULL PRIMARY KEY, clip TEXT NOT NULL REFERENCES clips(id) ON DELETE CASCADE) WITHOUT ROWID;

CREATE INDEX spoken_clip ON spoken(clip);

-- How the office says a word, above all names of places: toned pinyin, "lu4 an1".
CREATE TABLE lexicon(word TEXT NOT NULL PRIMARY KEY, reading TEXT NOT NULL) WITHOUT ROWID;
