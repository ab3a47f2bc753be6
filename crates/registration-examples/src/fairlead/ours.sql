-- What the portal adds: columns beside theirs, views of what it sees of them, and three tables for what they never had.

-- Ids are text and sort by time; a row that they insert themselves is given one of this moment.
CREATE VIEW portal_next_id AS
SELECT format(
    '%08x-%04x-7%s-8%s-%s', ms >> 16, ms & 65535,
    substr(lower(hex(randomblob(2))), 2), substr(lower(hex(randomblob(2))), 2), lower(hex(randomblob(6)))
) AS id
FROM (SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER) AS ms);

-- Settings that nobody saved are those that core gives a new customer: the portal form is shut.
ALTER TABLE companies ADD COLUMN portal_id TEXT;
ALTER TABLE companies ADD COLUMN portal_settings TEXT NOT NULL DEFAULT '{}';
ALTER TABLE companies ADD COLUMN portal_revision INTEGER NOT NULL DEFAULT 1;
CREATE UNIQUE INDEX companies_by_portal_id ON companies (portal_id);

-- One full name is all they have; portal_name is where it is divided. portal_email is what mail is sent to and compared
-- by; who has none, or shares it with a colleague who was there first, is no contact. What has to be unique for us is
-- so in columns of ours, which triggers fill: no statement of Fairlead's ever fails by it.
ALTER TABLE people ADD COLUMN portal_id TEXT;
ALTER TABLE people ADD COLUMN portal_name TEXT;
ALTER TABLE people ADD COLUMN portal_company TEXT;
ALTER TABLE people ADD COLUMN portal_email TEXT;
ALTER TABLE people ADD COLUMN portal_access TEXT NOT NULL DEFAULT '{"kind":"none"}';
ALTER TABLE people ADD COLUMN portal_account TEXT REFERENCES portal_documents DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE people ADD COLUMN portal_revision INTEGER NOT NULL DEFAULT 1;
CREATE UNIQUE INDEX people_by_portal_id ON people (portal_id);
CREATE UNIQUE INDEX people_by_company_and_email ON people (portal_company, portal_email);
CREATE INDEX people_by_email ON people (portal_email);
CREATE INDEX people_by_account ON people (portal_account) WHERE portal_account IS NOT NULL;

-- They go on writing their tables. What the portal shows of a row has another revision then, and a new row has an id.
CREATE TRIGGER portal_sees_new_company AFTER INSERT ON companies WHEN NEW.portal_id IS NULL
BEGIN
    UPDATE companies SET name = name WHERE company_no = NEW.company_no;
END;
CREATE TRIGGER portal_sees_changed_company AFTER UPDATE OF name, customer_number, closed_at ON companies
WHEN NEW.portal_revision = OLD.portal_revision
BEGIN
    UPDATE companies SET
        portal_revision = NEW.portal_revision + (NEW.portal_id IS NOT NULL),
        portal_id = coalesce(NEW.portal_id, (SELECT id FROM portal_next_id))
    WHERE company_no = NEW.company_no;
END;
CREATE TRIGGER portal_sees_new_person AFTER INSERT ON people WHEN NEW.portal_id IS NULL
BEGIN
    UPDATE people SET email = email WHERE person_no = NEW.person_no;
END;
CREATE TRIGGER portal_sees_changed_person
AFTER UPDATE OF company_no, full_name, email, phone, position ON people
WHEN NEW.portal_revision = OLD.portal_revision
BEGIN
    UPDATE people SET
        portal_revision = NEW.portal_revision + (NEW.portal_id IS NOT NULL),
        portal_id = coalesce(NEW.portal_id, (SELECT id FROM portal_next_id)),
        portal_company = company.portal_id,
        portal_email = CASE WHEN NEW.email LIKE '_%@_%._%' AND NOT EXISTS (
            SELECT 1 FROM people AS other WHERE other.portal_company = company.portal_id
            AND other.portal_email = lower(trim(NEW.email)) AND other.person_no <> NEW.person_no
        ) THEN lower(trim(NEW.email)) END
    FROM companies AS company
    WHERE person_no = NEW.person_no AND company.company_no = NEW.company_no;
END;

-- Who was there before the portal.
UPDATE companies SET name = name;
UPDATE people SET full_name = full_name;

-- Which companies permit a domain. The list itself, in its order, is in companies.portal_settings.
CREATE TABLE portal_domains (
    domain  TEXT NOT NULL,
    company TEXT NOT NULL REFERENCES companies (portal_id) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (domain, company)
) WITHOUT ROWID;
CREATE INDEX portal_domains_by_company ON portal_domains (company);

-- Revision 0 is a number that was taken for a company that is yet to be written.
CREATE VIEW portal_companies AS
SELECT portal_id, name, customer_number, portal_settings, closed_at, added_at, portal_revision
FROM companies WHERE portal_revision > 0;

CREATE VIEW portal_people AS
SELECT people.portal_id, portal_company AS company, full_name, portal_name, portal_email, phone, position,
    portal_access, portal_account, people.added_at, people.portal_revision,
    companies.closed_at AS company_closed_at
FROM people JOIN companies ON companies.company_no = people.company_no
WHERE portal_email IS NOT NULL;

-- Everything they never had: JSON, beside columns for what names another row and for what is looked up.
CREATE TABLE portal_documents (
    portal_id       TEXT NOT NULL PRIMARY KEY,
    kind            TEXT NOT NULL,
    company         TEXT REFERENCES companies (portal_id) DEFERRABLE INITIALLY DEFERRED,
    person          TEXT REFERENCES people (portal_id) DEFERRABLE INITIALLY DEFERRED,
    -- whose it is: a session's account, a project's owner
    owner           TEXT REFERENCES portal_documents DEFERRABLE INITIALLY DEFERRED,
    -- what it came from: a registration's link, a project's playbook
    source          TEXT REFERENCES portal_documents DEFERRABLE INITIALLY DEFERRED,
    -- by what else the many of a kind are found: an address, a token's purpose, a cover
    topic           TEXT,
    made_at         TEXT NOT NULL,
    -- from when on it is over, and from when on it is to be sent
    ends_at         TEXT,
    due_at          TEXT,
    body            TEXT NOT NULL,
    portal_revision INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX portal_documents_by_kind ON portal_documents (kind, portal_id);
CREATE INDEX portal_documents_by_company ON portal_documents (company, kind) WHERE company IS NOT NULL;
CREATE INDEX portal_documents_by_person ON portal_documents (person, kind) WHERE person IS NOT NULL;
CREATE INDEX portal_documents_by_owner ON portal_documents (owner, kind) WHERE owner IS NOT NULL;
CREATE INDEX portal_documents_by_source ON portal_documents (source, kind) WHERE source IS NOT NULL;
CREATE INDEX portal_documents_by_topic ON portal_documents (kind, topic) WHERE topic IS NOT NULL;
CREATE INDEX portal_documents_by_age ON portal_documents (kind, made_at);
CREATE INDEX portal_documents_by_end ON portal_documents (kind, ends_at) WHERE ends_at IS NOT NULL;
CREATE INDEX portal_documents_by_turn ON portal_documents (kind, due_at) WHERE due_at IS NOT NULL;

-- Of what there is one only: an account's address, every code that a link has or had, a pending registration's place.
CREATE TABLE portal_keys (
    kind     TEXT NOT NULL,
    key      TEXT NOT NULL,
    document TEXT NOT NULL REFERENCES portal_documents ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (kind, key)
) WITHOUT ROWID;
CREATE INDEX portal_keys_by_document ON portal_keys (document);

CREATE TABLE portal_pictures (
    portal_id TEXT PRIMARY KEY,
    content   BLOB NOT NULL
);

-- A message of the portal is theirs to send; its id keeps it from being queued twice.
ALTER TABLE messages ADD COLUMN portal_mail TEXT;
CREATE UNIQUE INDEX messages_by_portal_mail ON messages (portal_mail);
