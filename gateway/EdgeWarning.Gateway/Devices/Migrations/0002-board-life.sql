-- A board's place outlives the board: what belongs to the place is written onto its successor, and a retired board's name is never given again.
ALTER TABLE boards ADD COLUMN site TEXT NOT NULL DEFAULT '';    -- lines of settings.txt that belong to the place: "stage.zero.millimetres = 4200"
ALTER TABLE boards ADD COLUMN key_ms INTEGER;                   -- when its present key was made; NULL = when it was added
ALTER TABLE boards ADD COLUMN retired_ms INTEGER;               -- NULL = it serves
