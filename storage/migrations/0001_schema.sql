-- The whole schema. Times are UTC seconds. Every table with a person's data goes with the person: ON DELETE CASCADE,
-- with an index behind each such reference. Ids that outside parts remember are never given twice: AUTOINCREMENT.
-- A document is JSON of a pydantic model; storage/documents.py raises older schema versions when they are read.

CREATE TABLE person (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    schema_version  INTEGER NOT NULL,
    document        TEXT    NOT NULL,
    consented       INTEGER NOT NULL DEFAULT 0 CHECK (consented IN (0, 1))
) STRICT;
CREATE INDEX person_without_consent ON person (id) WHERE consented = 0;

-- One of a person's accounts with one of our bots: (network, bot, user) is the address of a private chat.
CREATE TABLE account (
    id         INTEGER PRIMARY KEY,
    person_id  INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    network    TEXT    NOT NULL,
    bot        TEXT    NOT NULL,
    user       TEXT    NOT NULL,
    reachable  INTEGER NOT NULL DEFAULT 1 CHECK (reachable IN (0, 1)),
    UNIQUE (network, bot, user)
) STRICT;
CREATE INDEX account_person ON account (person_id);

-- Where the conversation of that chat stands. heard_at: when the user last did anything there.
CREATE TABLE session (
    account_id      INTEGER PRIMARY KEY REFERENCES account ON DELETE CASCADE,
    person_id       INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    schema_version  INTEGER NOT NULL,
    document        TEXT    NOT NULL,
    heard_at        INTEGER NOT NULL
) STRICT;
CREATE INDEX session_person ON session (person_id);

CREATE TABLE complaint (
    person_id       INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    number          INTEGER NOT NULL,
    schema_version  INTEGER NOT NULL,
    document        TEXT    NOT NULL,
    stage           TEXT    NOT NULL,
    updated_at      INTEGER NOT NULL,
    PRIMARY KEY (person_id, number)
) STRICT;

-- Only reminders still to come; a row goes in the turn that handles it.
CREATE TABLE reminder (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id    INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    case_number  INTEGER NOT NULL,
    clock        TEXT    NOT NULL,
    revision     INTEGER NOT NULL,
    lead         INTEGER NOT NULL,
    due_at       INTEGER NOT NULL,
    fire_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX reminder_fire ON reminder (fire_at, person_id);
CREATE INDEX reminder_case ON reminder (person_id, case_number);

-- What the bot says. Only an unsent row has its text, a settled one an empty document. person_id is NULL in the goodbye
-- after a deletion: that row has nothing but the address and a fixed text, and goes when it is settled.
CREATE TABLE outbox (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id       INTEGER REFERENCES person ON DELETE CASCADE,
    network         TEXT    NOT NULL,
    bot             TEXT    NOT NULL,
    user            TEXT    NOT NULL,
    lane            TEXT    NOT NULL CHECK (lane IN ('reply', 'push')),
    key             TEXT,
    schema_version  INTEGER NOT NULL,
    document        TEXT    NOT NULL,
    state           TEXT    NOT NULL DEFAULT 'unsent'
                    CHECK (state IN ('unsent', 'sent', 'uncertain', 'failed', 'undelivered', 'dropped')),
    code            TEXT,
    attempts        INTEGER NOT NULL DEFAULT 0,
    message_id      TEXT,
    created_at      INTEGER NOT NULL,
    sent_at         INTEGER
) STRICT;
CREATE INDEX outbox_key ON outbox (person_id, key);
CREATE INDEX outbox_unsent ON outbox (person_id, key) WHERE state = 'unsent';

-- Slow work. A row goes in the turn that handles its result, whose event id is job:<id>.
CREATE TABLE job (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id       INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    network         TEXT    NOT NULL,
    bot             TEXT    NOT NULL,
    user            TEXT    NOT NULL,
    case_number     INTEGER,
    schema_version  INTEGER NOT NULL,
    document        TEXT    NOT NULL,
    state           TEXT    NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'running')),
    attempts        INTEGER NOT NULL DEFAULT 0,
    not_before      INTEGER NOT NULL
) STRICT;
CREATE INDEX job_person ON job (person_id, state);
CREATE INDEX job_ready ON job (not_before) WHERE state = 'ready';

-- Keys of the events handled, so that each is handled once. They name no person: see events.py.
CREATE TABLE event (
    id       INTEGER PRIMARY KEY,
    network  TEXT    NOT NULL,
    bot      TEXT    NOT NULL,
    key      TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    UNIQUE (network, bot, key)
) STRICT;

-- Events that the engine could not handle, kept for a replay after the fix. place: error class and line, no values.
CREATE TABLE dead (
    incident   TEXT    PRIMARY KEY,
    person_id  INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    event      TEXT    NOT NULL,
    place      TEXT    NOT NULL,
    at         INTEGER NOT NULL
) STRICT;
CREATE INDEX dead_person ON dead (person_id);

-- Whom a restored backup must forget again: SHA-256 of the account.
CREATE TABLE tombstone (
    account  BLOB    PRIMARY KEY,
    at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Bytes still to be removed after a deletion was committed. path NULL: the whole evidence folder of the person;
-- person_id NULL: nothing but the traces in the database file.
CREATE TABLE purge (
    id         INTEGER PRIMARY KEY,
    person_id  INTEGER,
    path       TEXT
) STRICT;

CREATE TABLE meta (
    key    TEXT PRIMARY KEY,
    value  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
