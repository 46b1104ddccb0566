-- What a step on a live calendar needs to be known again: the state it met, what it meant to write, what it found (JSON).

ALTER TABLE journal ADD COLUMN payload TEXT NOT NULL DEFAULT '';
