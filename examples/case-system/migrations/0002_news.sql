-- By when what is owed has to be done, or since when it is late, as text; empty, of what is settled. To find what is due soon.
ALTER TABLE duties ADD COLUMN due TEXT NOT NULL DEFAULT '';
CREATE INDEX duties_by_due ON duties (due);

-- What was told, one piece after another, for whoever was not listening when it was.
CREATE TABLE news (
    number BIGINT NOT NULL PRIMARY KEY,
    told_at TEXT NOT NULL,
    news TEXT NOT NULL
);
