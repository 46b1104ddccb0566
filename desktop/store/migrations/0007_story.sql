-- What the user writes down about a mentorship along the way. Nothing of it is ever put into a calendar (R4).

CREATE TABLE jottings (
    id TEXT PRIMARY KEY,
    mentorship TEXT NOT NULL,
    kind TEXT NOT NULL,
    words TEXT NOT NULL,
    at TEXT NOT NULL,
    state TEXT NOT NULL,
    about TEXT NOT NULL,
    due TEXT,
    agreed INTEGER NOT NULL CHECK (agreed IN (0, 1))
) STRICT;

CREATE INDEX jottings_of ON jottings (mentorship);

-- A wizard that is half-way: all that was typed, as it was typed.

CREATE TABLE sheets (
    mentorship TEXT PRIMARY KEY,
    sheet TEXT NOT NULL,
    changed TEXT NOT NULL
) STRICT;
