-- What was shown, so that nothing is said twice. `settled_at`: the clock had been ahead, and was set right then.

CREATE TABLE shown (
    identity TEXT PRIMARY KEY,
    mentorship TEXT NOT NULL,
    kind TEXT NOT NULL,
    shown_at TEXT NOT NULL,
    settled_at TEXT
) STRICT;

CREATE INDEX shown_of ON shown (mentorship);

-- When a meeting of a series was last seen to be called off.

CREATE TABLE called_off (
    uid TEXT PRIMARY KEY,
    seen_at TEXT NOT NULL
) STRICT;

-- What the user took away from a meeting, in their own words.

CREATE TABLE takeaways (
    number INTEGER PRIMARY KEY,
    mentorship TEXT NOT NULL,
    meeting TEXT NOT NULL,
    at TEXT NOT NULL,
    words TEXT NOT NULL
) STRICT;

CREATE INDEX takeaways_of ON takeaways (mentorship);
