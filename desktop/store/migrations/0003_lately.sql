-- What was said and waits for an answer, in the words in which it was said, so that the window has it after a restart.

CREATE TABLE lately (
    identity TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    actions TEXT NOT NULL,
    plan TEXT NOT NULL,
    said_at TEXT NOT NULL
) STRICT;

CREATE TABLE lately_about (
    identity TEXT NOT NULL REFERENCES lately (identity) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    mentorship TEXT NOT NULL,
    PRIMARY KEY (identity, position)
) STRICT;

CREATE INDEX lately_about_of ON lately_about (mentorship);
