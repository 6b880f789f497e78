-- The number of a village's contact stands apart from the name, so that it can be called with one touch.
ALTER TABLE divisions ADD COLUMN phone TEXT;    -- digits, perhaps with a leading + and hyphens; null = not known

-- "老王 13800000000" is split; what is not beyond doubt a name followed by one number stays whole as the name. The same rule: PhoneNumber.SplitOff.
-- In a number that is written in groups, only the groups of a mobile number (138 0000 0000) are taken together.
UPDATE divisions SET
    phone = replace(found.number, ' ', ''),
    contact = nullif(found.name, '')
FROM (
    SELECT code, rtrim(named, ' :：,，、' || char(9)) AS name, trim(substr(said, length(named) + 1), ' ') AS number, length(named) AS split, said
    FROM (SELECT code, trim(contact) AS said, rtrim(trim(contact), '0123456789-+ ') AS named FROM divisions WHERE contact IS NOT NULL)
) AS found
WHERE divisions.code = found.code
  AND found.name NOT GLOB '*[0-9]*'
  AND (found.number NOT GLOB '*[^0-9-]*' OR found.number GLOB '1[0-9][0-9] [0-9][0-9][0-9][0-9] [0-9][0-9][0-9][0-9]' OR (found.number GLOB '+*' AND substr(found.number, 2) NOT GLOB '*[^0-9-]*'))
  AND found.number GLOB '*[0-9]' AND (found.number GLOB '[0-9]*' OR found.number GLOB '+[0-9]*')
  AND length(replace(replace(replace(found.number, '-', ''), '+', ''), ' ', '')) BETWEEN 7 AND 15;
