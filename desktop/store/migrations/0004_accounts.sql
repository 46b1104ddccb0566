-- Calendars that live elsewhere. No secret is kept here: those are in the keyring.
-- `endpoint`: "" for the provider itself. `trouble`: the code of the last one, "" when well. `ends_at`: when the
-- provider will end the sign-in by itself, where it said so.

CREATE TABLE accounts (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    address TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    writing INTEGER NOT NULL CHECK (writing IN (0, 1)),
    added_at TEXT NOT NULL,
    trouble TEXT NOT NULL DEFAULT '',
    synced_at TEXT,
    ends_at TEXT,
    UNIQUE (kind, address, endpoint)
) STRICT;

-- How this program names itself where the user brought a client of their own; its secret is in the keyring.

CREATE TABLE oauth_clients (
    kind TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    client TEXT NOT NULL,
    PRIMARY KEY (kind, endpoint)
) STRICT;

-- `chosen`: NULL where the user has said nothing. `cursor`: where the next read goes on, "" for a whole one.

CREATE TABLE account_calendars (
    account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    access TEXT NOT NULL,
    main INTEGER NOT NULL CHECK (main IN (0, 1)),
    chosen INTEGER CHECK (chosen IN (0, 1)),
    color TEXT NOT NULL,
    zone TEXT NOT NULL,
    cursor TEXT NOT NULL DEFAULT '',
    read_at TEXT,
    synced_at TEXT,
    trouble TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (account, id)
) STRICT;

-- What is mentoring there, in the provider's own writing, so that a later change of a part finds the rest (R22).

CREATE TABLE held (
    account TEXT NOT NULL,
    calendar TEXT NOT NULL,
    id TEXT NOT NULL,
    parent TEXT NOT NULL,
    uid TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (account, calendar, id),
    FOREIGN KEY (account, calendar) REFERENCES account_calendars (account, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX held_parent ON held (account, calendar, parent);

CREATE INDEX held_uid ON held (uid);
