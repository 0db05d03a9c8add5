-- What has to be done about the database itself after something was stored: how often it was asked for, and up to which of these it is
-- done. Whatever process is there works it off.
CREATE TABLE chores (
    chore TEXT NOT NULL PRIMARY KEY,
    asked BIGINT NOT NULL,
    done BIGINT NOT NULL
);
