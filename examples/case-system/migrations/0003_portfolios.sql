-- Portfolios, one of each owner, apart from every history: the owner alone reads and writes theirs. Lines are kept byte for byte.
CREATE TABLE portfolios (
    owner TEXT NOT NULL,
    number BIGINT NOT NULL,
    line TEXT NOT NULL,
    PRIMARY KEY (owner, number)
);
