-- What was erased, so that a backup taken before does not bring it back: references, numbers and times of entries, and no words. The same
-- stands in a file beside the database, which is given to whoever takes a backup back.
CREATE TABLE erasures (
    erasure TEXT NOT NULL PRIMARY KEY,
    what TEXT NOT NULL
);
