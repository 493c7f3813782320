-- One person on two networks: the code by which an account joins another person's, and where reminders go.

ALTER TABLE account ADD COLUMN preferred INTEGER NOT NULL DEFAULT 0 CHECK (preferred IN (0, 1));

-- One code a person, the last one made. Nobody can read it here: it is kept as its SHA-256.
CREATE TABLE link_code (
    person_id   INTEGER PRIMARY KEY REFERENCES person ON DELETE CASCADE,
    account_id  INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
    hash        BLOB    NOT NULL UNIQUE,
    until       INTEGER NOT NULL
) STRICT;
CREATE INDEX link_code_account ON link_code (account_id);

-- Files that are still to be moved to the folder of the person to whom they belong now; worked off before purge.
CREATE TABLE moving (
    id         INTEGER PRIMARY KEY,
    person_id  INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    source     INTEGER NOT NULL,
    path       TEXT    NOT NULL,
    name       TEXT    NOT NULL
) STRICT;
CREATE INDEX moving_person ON moving (person_id);
