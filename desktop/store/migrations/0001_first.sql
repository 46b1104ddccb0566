-- The calendars' part (R22: only what is mentoring, and the absences it needs, is ever put here).

CREATE TABLE series (
    uid TEXT PRIMARY KEY,
    calendar TEXT NOT NULL,
    source TEXT NOT NULL,
    text TEXT NOT NULL,
    revision TEXT NOT NULL,
    read_at TEXT NOT NULL,
    removed_at TEXT
) STRICT;

CREATE TABLE meetings (
    uid TEXT NOT NULL,
    slot TEXT NOT NULL,
    calendar TEXT NOT NULL,
    source TEXT NOT NULL,
    text TEXT NOT NULL,
    revision TEXT NOT NULL,
    read_at TEXT NOT NULL,
    removed_at TEXT,
    PRIMARY KEY (uid, slot)
) STRICT;

CREATE TABLE days_off (
    uid TEXT NOT NULL,
    slot TEXT NOT NULL,
    calendar TEXT NOT NULL,
    source TEXT NOT NULL,
    text TEXT NOT NULL,
    revision TEXT NOT NULL,
    read_at TEXT NOT NULL,
    removed_at TEXT,
    PRIMARY KEY (uid, slot)
) STRICT;

-- The user's own words.

CREATE TABLE marks (
    uid TEXT PRIMARY KEY,
    mentoring INTEGER NOT NULL CHECK (mentoring IN (0, 1))
) STRICT;

CREATE TABLE corrections (
    uid TEXT NOT NULL,
    slot_key TEXT NOT NULL,
    slot TEXT NOT NULL,
    state TEXT NOT NULL,
    because TEXT NOT NULL,
    PRIMARY KEY (uid, slot_key)
) STRICT;

CREATE TABLE absences (
    id TEXT PRIMARY KEY,
    starts TEXT NOT NULL,
    ends TEXT NOT NULL,
    title TEXT NOT NULL,
    whose TEXT NOT NULL,
    code TEXT NOT NULL
) STRICT;

CREATE TABLE answers (
    question TEXT PRIMARY KEY,
    value TEXT,
    given_at TEXT NOT NULL
) STRICT;

CREATE TABLE answers_about (
    question TEXT NOT NULL REFERENCES answers (question) ON DELETE CASCADE,
    about TEXT NOT NULL,
    PRIMARY KEY (question, about)
) STRICT;

CREATE TABLE person_pairs (
    first TEXT NOT NULL,
    second TEXT NOT NULL,
    same INTEGER NOT NULL CHECK (same IN (0, 1)),
    PRIMARY KEY (first, second),
    CHECK (first < second)
) STRICT;

CREATE TABLE declined (
    uid TEXT NOT NULL,
    address TEXT NOT NULL,
    since TEXT NOT NULL,
    PRIMARY KEY (uid, address)
) STRICT;

CREATE TABLE told (
    mentorship TEXT PRIMARY KEY,
    side TEXT NOT NULL,
    goals_total INTEGER NOT NULL,
    goals_reached INTEGER NOT NULL,
    talked INTEGER NOT NULL CHECK (talked IN (0, 1)),
    programme INTEGER NOT NULL CHECK (programme IN (0, 1)),
    contact_after INTEGER CHECK (contact_after IN (0, 1)),
    paused_until TEXT,
    safe INTEGER NOT NULL CHECK (safe IN (0, 1)),
    scanned_since TEXT
) STRICT;

CREATE TABLE pulses (
    number INTEGER PRIMARY KEY,
    mentorship TEXT NOT NULL REFERENCES told (mentorship) ON DELETE CASCADE,
    at TEXT NOT NULL,
    answer TEXT NOT NULL
) STRICT;

CREATE INDEX pulses_of ON pulses (mentorship);

CREATE TABLE not_now (
    mentorship TEXT PRIMARY KEY,
    until TEXT,
    since TEXT NOT NULL
) STRICT;

CREATE TABLE preferences (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- Plans, and the journal of what was meant to be written and what was.

CREATE TABLE plans (
    id TEXT PRIMARY KEY,
    mentorship TEXT NOT NULL,
    uid TEXT NOT NULL,
    state TEXT NOT NULL,
    plan TEXT NOT NULL,
    out TEXT,
    created TEXT NOT NULL,
    changed TEXT NOT NULL
) STRICT;

CREATE TABLE journal (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    plan TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
    step INTEGER NOT NULL,
    direction TEXT NOT NULL CHECK (direction IN ('apply', 'undo')),
    what TEXT NOT NULL,
    intended_at TEXT NOT NULL,
    done_at TEXT,
    outcome TEXT,
    note TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX journal_of ON journal (plan);

CREATE TABLE journal_files (
    entry INTEGER NOT NULL REFERENCES journal (number) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    path TEXT NOT NULL,
    before TEXT,
    after TEXT,
    previous BLOB,
    PRIMARY KEY (entry, position)
) STRICT;
