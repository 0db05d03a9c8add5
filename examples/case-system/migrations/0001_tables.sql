-- Every text of a time, of an entry and of a seal is kept byte for byte; the rest is there to find them by.

-- One row a cycle, with the number of its last entry, so that whoever holds it in memory can see whether there is more.
CREATE TABLE cycles (
    cycle TEXT NOT NULL PRIMARY KEY,
    last BIGINT NOT NULL
);

-- Entries, with the record of the chain that seals each. The key keeps two writers apart.
CREATE TABLE entries (
    cycle TEXT NOT NULL,
    number BIGINT NOT NULL,
    line TEXT NOT NULL,
    seal TEXT NOT NULL,
    kind TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (cycle, number)
);

-- Who may do what: `read`, `act`, `record` (for `whom`, or for `every person`), `open` and `administer`; `every cycle` stands for all
-- of them. No reference has a space in it, so neither is one.
CREATE TABLE access (
    cycle TEXT NOT NULL,
    person TEXT NOT NULL,
    may TEXT NOT NULL,
    whom TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (cycle, person, may, whom)
);

-- Who was shown what, when.
CREATE TABLE reads (
    read_at TEXT NOT NULL,
    person TEXT NOT NULL,
    cycle TEXT NOT NULL,
    what TEXT NOT NULL
);
CREATE INDEX reads_by_cycle ON reads (cycle);
CREATE INDEX reads_by_person ON reads (person);

-- What was told of each duty, by its key.
CREATE TABLE duties (
    duty TEXT NOT NULL PRIMARY KEY,
    cycle TEXT NOT NULL,
    state TEXT NOT NULL
);

-- The packs of rules that were put in force, one after another; the last is in force.
CREATE TABLE packs (
    number BIGINT NOT NULL PRIMARY KEY,
    pack TEXT NOT NULL,
    put_by TEXT NOT NULL,
    put_at TEXT NOT NULL
);

-- Whom a reference stands for. Erased when that person is to be forgotten.
CREATE TABLE people (
    person TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
);
