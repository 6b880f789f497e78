-- The county's divisions, from a province down to a village: who may be warned, whether a board stands there or not.
CREATE TABLE divisions(
    code    TEXT PRIMARY KEY,       -- GB/T 2260 and GB/T 10114: 2, 4, 6, 9 or 12 digits
    name    TEXT NOT NULL,
    parent  TEXT,                   -- code of the division above; null at the top
    people  INTEGER,                -- who live there; null = not known
    shelter TEXT,                   -- where they go
    contact TEXT                    -- whom they call, and who is called when the loudspeaker is silent
) WITHOUT ROWID;

-- Outlines for the map, as GeoJSON geometries in WGS 84.
CREATE TABLE boundaries(code TEXT PRIMARY KEY, geometry TEXT NOT NULL) WITHOUT ROWID;

-- Villages that are warned together: a valley, all below a dam.
CREATE TABLE place_groups(name TEXT PRIMARY KEY, codes TEXT NOT NULL) WITHOUT ROWID;    -- codes: separated by spaces
