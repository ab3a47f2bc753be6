-- The tables of Fairlead, a program for freight brokers, as they have been for years. Nothing here knows of a portal.
-- Rows are never deleted: a company is closed, and who left has no address any more.

CREATE TABLE companies (
    company_no      INTEGER PRIMARY KEY,
    name            TEXT NOT NULL,
    customer_number TEXT,
    credit_limit    INTEGER NOT NULL DEFAULT 0,
    closed_at       TEXT,
    added_at        TEXT NOT NULL DEFAULT (datetime('now'))
);

CREATE TABLE people (
    person_no      INTEGER PRIMARY KEY,
    company_no     INTEGER NOT NULL REFERENCES companies,
    full_name      TEXT NOT NULL,
    email          TEXT,
    phone          TEXT,
    position       TEXT,
    favourite_lane TEXT,
    added_at       TEXT NOT NULL DEFAULT (datetime('now'))
);

-- What a job of theirs sends, every minute.
CREATE TABLE messages (
    message_no INTEGER PRIMARY KEY,
    recipient  TEXT NOT NULL,
    subject    TEXT NOT NULL,
    plain      TEXT NOT NULL,
    html       TEXT,
    status     TEXT NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'sent', 'bounced')),
    queued_at  TEXT NOT NULL DEFAULT (datetime('now'))
);

-- Whoever bounced too often.
CREATE TABLE dead_addresses (address TEXT PRIMARY KEY);
CREATE TRIGGER nobody_writes_to_dead_addresses BEFORE INSERT ON messages
WHEN EXISTS (SELECT 1 FROM dead_addresses WHERE address = NEW.recipient)
BEGIN
    SELECT raise(ABORT, 'mail to this address bounces');
END;
