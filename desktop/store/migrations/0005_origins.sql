-- Where a series, meeting or day off was read. `origin`: "" for files, else "<account>/<calendar>". The same event may
-- come from several; `rank` says which of them is shown: 0 a file, 1 live and not the user's to change, 2 live and theirs.

CREATE TABLE series_of (
    uid TEXT NOT NULL,
    origin TEXT NOT NULL DEFAULT '',
    rank INTEGER NOT NULL DEFAULT 0,
    calendar TEXT NOT NULL,
    source TEXT NOT NULL,
    text TEXT NOT NULL,
    revision TEXT NOT NULL,
    read_at TEXT NOT NULL,
    removed_at TEXT,
    PRIMARY KEY (uid, origin)
) STRICT;

INSERT INTO series_of (uid, calendar, source, text, revision, read_at, removed_at)
    SELECT uid, calendar, source, text, revision, read_at, removed_at FROM series;
DROP TABLE series;
ALTER TABLE series_of RENAME TO series;
CREATE INDEX series_from ON series (origin);

CREATE TABLE meetings_of (
    uid TEXT NOT NULL,
    slot TEXT NOT NULL,
    origin TEXT NOT NULL DEFAULT '',
    rank INTEGER NOT NULL DEFAULT 0,
    calendar TEXT NOT NULL,
    source TEXT NOT NULL,
    text TEXT NOT NULL,
    revision TEXT NOT NULL,
    read_at TEXT NOT NULL,
    removed_at TEXT,
    PRIMARY KEY (uid, slot, origin)
) STRICT;

INSERT INTO meetings_of (uid, slot, calendar, source, text, revision, read_at, removed_at)
    SELECT uid, slot, calendar, source, text, revision, read_at, removed_at FROM meetings;
DROP TABLE meetings;
ALTER TABLE meetings_of RENAME TO meetings;
CREATE INDEX meetings_from ON meetings (origin);

CREATE TABLE days_off_of (
    uid TEXT NOT NULL,
    slot TEXT NOT NULL,
    origin TEXT NOT NULL DEFAULT '',
    rank INTEGER NOT NULL DEFAULT 0,
    calendar TEXT NOT NULL,
    source TEXT NOT NULL,
    text TEXT NOT NULL,
    revision TEXT NOT NULL,
    read_at TEXT NOT NULL,
    removed_at TEXT,
    PRIMARY KEY (uid, slot, origin)
) STRICT;

INSERT INTO days_off_of (uid, slot, calendar, source, text, revision, read_at, removed_at)
    SELECT uid, slot, calendar, source, text, revision, read_at, removed_at FROM days_off;
DROP TABLE days_off;
ALTER TABLE days_off_of RENAME TO days_off;
CREATE INDEX days_off_from ON days_off (origin);

-- When an account's list of calendars was last read: they change seldom, and asking costs a request.

ALTER TABLE accounts ADD COLUMN listed_at TEXT;

-- Dates of a mentorship that a later look at another calendar showed to have been moved: said once on its page.

CREATE TABLE recounted (
    mentorship TEXT PRIMARY KEY,
    slots INTEGER NOT NULL,
    seen_at TEXT NOT NULL
) STRICT;

-- What is held is written by the thousand and looked for by calendar alone: one tree keeps it, in the order of its ids.

CREATE TABLE held_of (
    account TEXT NOT NULL,
    calendar TEXT NOT NULL,
    id TEXT NOT NULL,
    parent TEXT NOT NULL,
    uid TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (account, calendar, id),
    FOREIGN KEY (account, calendar) REFERENCES account_calendars (account, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

INSERT INTO held_of SELECT account, calendar, id, parent, uid, body FROM held;
DROP TABLE held;
ALTER TABLE held_of RENAME TO held;
