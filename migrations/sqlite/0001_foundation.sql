-- Ids are BLOBs of 16 bytes and sort by time; moments are INTEGER microseconds since 1970; lists and enumerations that
-- carry data are TEXT of JSON, beside real columns for all that is looked up. Foreign keys are checked at commit: in
-- which order a unit of work writes is its own business.

CREATE TABLE customers (
    id                        BLOB PRIMARY KEY CHECK (length(id) = 16),
    name                      TEXT NOT NULL,
    reference                 TEXT,
    self_service_registration INTEGER NOT NULL,
    permitted_domains         TEXT NOT NULL,
    invite_link_registration  INTEGER NOT NULL,
    link_audience             TEXT NOT NULL,
    login_method              TEXT NOT NULL,
    archived_at               INTEGER,
    created_at                INTEGER NOT NULL,
    -- name and reference in lower case, as Rust folds it: what a search looks through
    search                    TEXT NOT NULL,
    revision                  INTEGER NOT NULL DEFAULT 1
) STRICT;

-- Which customers permit a domain. The list itself, in its order, is in customers.permitted_domains.
CREATE TABLE permitted_domains (
    domain      TEXT NOT NULL,
    customer_id BLOB NOT NULL REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (domain, customer_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX permitted_domains_by_customer ON permitted_domains (customer_id);

CREATE TABLE invite_links (
    id           BLOB PRIMARY KEY CHECK (length(id) = 16),
    customer_id  BLOB NOT NULL REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED,
    label        TEXT NOT NULL,
    code         TEXT NOT NULL,
    retired      TEXT NOT NULL,
    expires_at   INTEGER,
    -- `uses` may stand above a maximum that was lowered later, so no CHECK: the statement that takes a use is the guard
    max_uses     INTEGER CHECK (max_uses > 0),
    uses         INTEGER NOT NULL,
    enabled      INTEGER NOT NULL,
    last_used_at INTEGER,
    created_at   INTEGER NOT NULL,
    revision     INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX invite_links_by_customer ON invite_links (customer_id, id);

-- Every code that a link has or had: no two links ever share one.
CREATE TABLE invite_link_codes (
    code    TEXT PRIMARY KEY,
    link_id BLOB NOT NULL REFERENCES invite_links (id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
CREATE INDEX invite_link_codes_by_link ON invite_link_codes (link_id);

CREATE TABLE accounts (
    id         BLOB PRIMARY KEY CHECK (length(id) = 16),
    email      TEXT NOT NULL,
    first_name TEXT NOT NULL,
    last_name  TEXT NOT NULL,
    password   TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revision   INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX accounts_email ON accounts (email);

CREATE TABLE contacts (
    id            BLOB PRIMARY KEY CHECK (length(id) = 16),
    customer_id   BLOB NOT NULL REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED,
    first_name    TEXT NOT NULL,
    last_name     TEXT NOT NULL,
    email         TEXT NOT NULL,
    email_domain  TEXT NOT NULL,
    phone         TEXT,
    job_title     TEXT,
    access        TEXT NOT NULL CHECK (access IN ('none', 'invited', 'active', 'suspended')),
    access_detail TEXT NOT NULL,
    account_id    BLOB REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED,
    created_at    INTEGER NOT NULL,
    search        TEXT NOT NULL,
    revision      INTEGER NOT NULL DEFAULT 1,
    CHECK ((access = 'active') = (account_id IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX contacts_email ON contacts (email, customer_id);
CREATE INDEX contacts_by_customer ON contacts (customer_id, id);
CREATE INDEX contacts_by_domain ON contacts (email_domain, id);
CREATE INDEX contacts_by_account ON contacts (account_id, id) WHERE account_id IS NOT NULL;
CREATE INDEX contacts_active ON contacts (customer_id, id) WHERE access = 'active';

CREATE TABLE registrations (
    id              BLOB PRIMARY KEY CHECK (length(id) = 16),
    email           TEXT NOT NULL,
    first_name      TEXT NOT NULL,
    last_name       TEXT NOT NULL,
    locale          TEXT,
    origin          TEXT NOT NULL,
    origin_detail   TEXT NOT NULL,
    customer_id     BLOB REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED,
    link_id         BLOB REFERENCES invite_links (id) DEFERRABLE INITIALLY DEFERRED,
    contact_id      BLOB REFERENCES contacts (id) DEFERRABLE INITIALLY DEFERRED,
    state           TEXT NOT NULL,
    state_detail    TEXT NOT NULL,
    reminders       INTEGER NOT NULL,
    -- a registration is pending exactly as long as it has an end
    expires_at      INTEGER,
    code_digest     BLOB,
    code_expires_at INTEGER,
    code_tries_left INTEGER,
    created_at      INTEGER NOT NULL,
    search          TEXT NOT NULL,
    revision        INTEGER NOT NULL DEFAULT 1,
    CHECK ((state IN ('awaiting_activation', 'awaiting_mapping')) = (expires_at IS NOT NULL))
) STRICT;
-- One pending registration per address and customer, where no customer counts as one too; one request per address.
CREATE UNIQUE INDEX registrations_pending ON registrations (
    email,
    CASE state WHEN 'awaiting_mapping' THEN 'request' ELSE coalesce(hex(customer_id), 'nobody') END
) WHERE expires_at IS NOT NULL;
CREATE INDEX registrations_overdue ON registrations (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX registrations_pending_at ON registrations (customer_id, id)
    WHERE expires_at IS NOT NULL AND customer_id IS NOT NULL;
CREATE INDEX registrations_pending_for ON registrations (contact_id, id)
    WHERE expires_at IS NOT NULL AND contact_id IS NOT NULL;
CREATE INDEX registrations_by_state ON registrations (state, id);
CREATE INDEX registrations_by_customer ON registrations (customer_id, id) WHERE customer_id IS NOT NULL;
CREATE INDEX registrations_by_link ON registrations (link_id, id) WHERE link_id IS NOT NULL;

-- `subject` is all zeros for a purpose that is bound to nothing, since no index finds a NULL in both databases.
CREATE TABLE tokens (
    digest     BLOB PRIMARY KEY CHECK (length(digest) = 32),
    purpose    TEXT NOT NULL,
    subject    BLOB NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tokens_by_subject ON tokens (subject, purpose);
CREATE INDEX tokens_by_end ON tokens (expires_at);

CREATE TABLE staff (
    id            BLOB PRIMARY KEY CHECK (length(id) = 16),
    name          TEXT NOT NULL,
    email         TEXT NOT NULL,
    roles         TEXT NOT NULL,
    -- whether `roles` holds that one
    administrator INTEGER NOT NULL,
    on_duty       INTEGER NOT NULL,
    active        INTEGER NOT NULL,
    password      TEXT,
    created_at    INTEGER NOT NULL,
    revision      INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX staff_email ON staff (email);

CREATE TABLE sessions (
    id           BLOB PRIMARY KEY CHECK (length(id) = 16),
    digest       BLOB NOT NULL CHECK (length(digest) = 32),
    account_id   BLOB REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED,
    staff_id     BLOB REFERENCES staff (id) DEFERRABLE INITIALLY DEFERRED,
    created_at   INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    CHECK ((account_id IS NULL) <> (staff_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX sessions_digest ON sessions (digest);
CREATE INDEX sessions_by_account ON sessions (account_id, id) WHERE account_id IS NOT NULL;
CREATE INDEX sessions_by_staff ON sessions (staff_id, id) WHERE staff_id IS NOT NULL;
CREATE INDEX sessions_by_begin ON sessions (created_at);

CREATE TABLE api_keys (
    id         BLOB PRIMARY KEY CHECK (length(id) = 16),
    name       TEXT NOT NULL,
    digest     BLOB NOT NULL CHECK (length(digest) = 32),
    scope      TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX api_keys_digest ON api_keys (digest);

CREATE TABLE playbooks (
    id                          BLOB PRIMARY KEY CHECK (length(id) = 16),
    name                        TEXT NOT NULL,
    steps                       TEXT NOT NULL,
    self_service                INTEGER NOT NULL,
    default_project_owner       BLOB REFERENCES staff (id) DEFERRABLE INITIALLY DEFERRED,
    customer_facing_name        TEXT,
    customer_facing_description TEXT,
    cover                       TEXT NOT NULL,
    audience                    TEXT NOT NULL,
    archived_at                 INTEGER,
    created_at                  INTEGER NOT NULL,
    revision                    INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX playbooks_offered ON playbooks (id) WHERE self_service AND archived_at IS NULL;

CREATE TABLE projects (
    id                BLOB PRIMARY KEY CHECK (length(id) = 16),
    customer_id       BLOB NOT NULL REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED,
    playbook_id       BLOB NOT NULL REFERENCES playbooks (id) DEFERRABLE INITIALLY DEFERRED,
    playbook_revision INTEGER NOT NULL,
    name              TEXT NOT NULL,
    owner_id          BLOB NOT NULL REFERENCES staff (id) DEFERRABLE INITIALLY DEFERRED,
    started_by        BLOB NOT NULL REFERENCES contacts (id) DEFERRABLE INITIALLY DEFERRED,
    members           TEXT NOT NULL,
    steps             TEXT NOT NULL,
    form_token        TEXT,
    created_at        INTEGER NOT NULL,
    revision          INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX projects_form ON projects (started_by, form_token) WHERE form_token IS NOT NULL;
CREATE INDEX projects_by_starter ON projects (started_by, id);
CREATE INDEX projects_by_customer ON projects (customer_id, id);
CREATE INDEX projects_by_owner ON projects (owner_id, id);

-- Which projects a contact is a member of. The set itself is in projects.members.
CREATE TABLE project_members (
    contact_id BLOB NOT NULL REFERENCES contacts (id) DEFERRABLE INITIALLY DEFERRED,
    project_id BLOB NOT NULL REFERENCES projects (id) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (contact_id, project_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX project_members_by_project ON project_members (project_id);

CREATE TABLE outbox (
    id               BLOB PRIMARY KEY CHECK (length(id) = 16),
    kind             TEXT NOT NULL,
    recipient        TEXT NOT NULL,
    locale           TEXT,
    -- the mail with its secrets; wiped when it was sent or has expired
    payload          TEXT,
    once_key         TEXT,
    state            TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
    -- never counted anew: a report names its claim
    claims           INTEGER NOT NULL DEFAULT 0,
    attempts         INTEGER NOT NULL DEFAULT 0,
    unknown_outcomes INTEGER NOT NULL DEFAULT 0,
    next_attempt_at  INTEGER,
    leased_until     INTEGER,
    last_error       TEXT,
    created_at       INTEGER NOT NULL,
    expires_at       INTEGER,
    sent_at          INTEGER,
    CHECK (state <> 'queued' OR (payload IS NOT NULL AND next_attempt_at IS NOT NULL)),
    CHECK (state <> 'sent' OR payload IS NULL)
) STRICT;
CREATE UNIQUE INDEX outbox_once ON outbox (once_key) WHERE once_key IS NOT NULL;
CREATE INDEX outbox_due ON outbox (next_attempt_at, id) WHERE state = 'queued';
CREATE INDEX outbox_unsent ON outbox (state, id) WHERE state <> 'sent';
CREATE INDEX outbox_expiring ON outbox (expires_at) WHERE payload IS NOT NULL AND expires_at IS NOT NULL;
CREATE INDEX outbox_by_recipient ON outbox (recipient, id);

-- Mails that were kept instead of sent, for the demonstration and for tests.
CREATE TABLE captured_mails (
    id          BLOB PRIMARY KEY CHECK (length(id) = 16),
    kind        TEXT NOT NULL,
    recipient   TEXT NOT NULL,
    content     TEXT NOT NULL,
    captured_at INTEGER NOT NULL
) STRICT;
CREATE INDEX captured_mails_by_recipient ON captured_mails (recipient, id);

-- Names people and things by id only and outlives them: no foreign keys.
CREATE TABLE audit_entries (
    id           BLOB PRIMARY KEY CHECK (length(id) = 16),
    at           INTEGER NOT NULL,
    actor_kind   TEXT NOT NULL,
    actor_id     BLOB,
    action       TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id   BLOB NOT NULL,
    customer_id  BLOB,
    value_before TEXT,
    value_after  TEXT
) STRICT;
CREATE INDEX audit_entries_by_actor ON audit_entries (actor_id, id) WHERE actor_id IS NOT NULL;
CREATE INDEX audit_entries_by_action ON audit_entries (action, id);
CREATE INDEX audit_entries_by_subject ON audit_entries (subject_id, id);
CREATE INDEX audit_entries_by_customer ON audit_entries (customer_id, id) WHERE customer_id IS NOT NULL;
CREATE INDEX audit_entries_by_time ON audit_entries (at);

CREATE TABLE refused_attempts (
    id          BLOB PRIMARY KEY CHECK (length(id) = 16),
    at          INTEGER NOT NULL,
    door        TEXT NOT NULL,
    email       TEXT NOT NULL,
    customer_id BLOB,
    reason      TEXT NOT NULL
) STRICT;
CREATE INDEX refused_attempts_by_time ON refused_attempts (at);
