-- Ids are uuids and sort by time; lists and enumerations that carry data are text of JSON, which gives back exactly what
-- was written (jsonb refuses some of it), beside real columns for all that is looked up. Text that is compared has the
-- collation "C", whatever the locale of the database. Foreign keys are checked at commit: in which order a unit of work
-- writes is its own business.

CREATE TABLE customers (
    id                        uuid PRIMARY KEY,
    name                      text NOT NULL,
    reference                 text,
    self_service_registration boolean NOT NULL,
    permitted_domains         text NOT NULL,
    invite_link_registration  boolean NOT NULL,
    link_audience             text NOT NULL,
    login_method              text NOT NULL,
    archived_at               timestamptz,
    created_at                timestamptz NOT NULL,
    -- name and reference in lower case, as Rust folds it: what a search looks through
    search                    text COLLATE "C" NOT NULL,
    revision                  bigint NOT NULL DEFAULT 1
);

-- Which customers permit a domain. The list itself, in its order, is in customers.permitted_domains.
CREATE TABLE permitted_domains (
    domain      text COLLATE "C" NOT NULL,
    customer_id uuid NOT NULL REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (domain, customer_id)
);
CREATE INDEX permitted_domains_by_customer ON permitted_domains (customer_id);

CREATE TABLE invite_links (
    id           uuid PRIMARY KEY,
    customer_id  uuid NOT NULL REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED,
    label        text NOT NULL,
    code         text COLLATE "C" NOT NULL,
    retired      text NOT NULL,
    expires_at   timestamptz,
    -- `uses` may stand above a maximum that was lowered later, so no CHECK: the statement that takes a use is the guard
    max_uses     bigint CHECK (max_uses > 0),
    uses         bigint NOT NULL,
    enabled      boolean NOT NULL,
    last_used_at timestamptz,
    created_at   timestamptz NOT NULL,
    revision     bigint NOT NULL DEFAULT 1
);
CREATE INDEX invite_links_by_customer ON invite_links (customer_id, id);

-- Every code that a link has or had: no two links ever share one.
CREATE TABLE invite_link_codes (
    code    text COLLATE "C" PRIMARY KEY,
    link_id uuid NOT NULL REFERENCES invite_links (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX invite_link_codes_by_link ON invite_link_codes (link_id);

CREATE TABLE accounts (
    id         uuid PRIMARY KEY,
    email      text COLLATE "C" NOT NULL,
    first_name text NOT NULL,
    last_name  text NOT NULL,
    password   text NOT NULL,
    created_at timestamptz NOT NULL,
    revision   bigint NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX accounts_email ON accounts (email);

CREATE TABLE contacts (
    id            uuid PRIMARY KEY,
    customer_id   uuid NOT NULL REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED,
    first_name    text NOT NULL,
    last_name     text NOT NULL,
    email         text COLLATE "C" NOT NULL,
    email_domain  text COLLATE "C" NOT NULL,
    phone         text,
    job_title     text,
    access        text COLLATE "C" NOT NULL CHECK (access IN ('none', 'invited', 'active', 'suspended')),
    access_detail text NOT NULL,
    account_id    uuid REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED,
    created_at    timestamptz NOT NULL,
    search        text COLLATE "C" NOT NULL,
    revision      bigint NOT NULL DEFAULT 1,
    CHECK ((access = 'active') = (account_id IS NOT NULL))
);
CREATE UNIQUE INDEX contacts_email ON contacts (email, customer_id);
CREATE INDEX contacts_by_customer ON contacts (customer_id, id);
CREATE INDEX contacts_by_domain ON contacts (email_domain, id);
CREATE INDEX contacts_by_account ON contacts (account_id, id) WHERE account_id IS NOT NULL;
CREATE INDEX contacts_active ON contacts (customer_id, id) WHERE access = 'active';

CREATE TABLE registrations (
    id              uuid PRIMARY KEY,
    email           text COLLATE "C" NOT NULL,
    first_name      text NOT NULL,
    last_name       text NOT NULL,
    locale          text,
    origin          text NOT NULL,
    origin_detail   text NOT NULL,
    customer_id     uuid REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED,
    link_id         uuid REFERENCES invite_links (id) DEFERRABLE INITIALLY DEFERRED,
    contact_id      uuid REFERENCES contacts (id) DEFERRABLE INITIALLY DEFERRED,
    state           text COLLATE "C" NOT NULL,
    state_detail    text NOT NULL,
    reminders       bigint NOT NULL,
    -- a registration is pending exactly as long as it has an end
    expires_at      timestamptz,
    code_digest     bytea,
    code_expires_at timestamptz,
    code_tries_left bigint,
    created_at      timestamptz NOT NULL,
    search          text COLLATE "C" NOT NULL,
    revision        bigint NOT NULL DEFAULT 1,
    CHECK ((state IN ('awaiting_activation', 'awaiting_mapping')) = (expires_at IS NOT NULL))
);
-- One pending registration per address and customer, where no customer counts as one too; one request per address.
CREATE UNIQUE INDEX registrations_pending ON registrations (
    email,
    (CASE state WHEN 'awaiting_mapping' THEN 'request' ELSE coalesce(customer_id::text, 'nobody') END)
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
    digest     bytea PRIMARY KEY CHECK (length(digest) = 32),
    purpose    text COLLATE "C" NOT NULL,
    subject    uuid NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX tokens_by_subject ON tokens (subject, purpose);
CREATE INDEX tokens_by_end ON tokens (expires_at);

CREATE TABLE staff (
    id            uuid PRIMARY KEY,
    name          text NOT NULL,
    email         text COLLATE "C" NOT NULL,
    roles         text NOT NULL,
    -- whether `roles` holds that one
    administrator boolean NOT NULL,
    on_duty       boolean NOT NULL,
    active        boolean NOT NULL,
    password      text,
    created_at    timestamptz NOT NULL,
    revision      bigint NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX staff_email ON staff (email);

CREATE TABLE sessions (
    id           uuid PRIMARY KEY,
    digest       bytea NOT NULL CHECK (length(digest) = 32),
    account_id   uuid REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED,
    staff_id     uuid REFERENCES staff (id) DEFERRABLE INITIALLY DEFERRED,
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    CHECK ((account_id IS NULL) <> (staff_id IS NULL))
);
CREATE UNIQUE INDEX sessions_digest ON sessions (digest);
CREATE INDEX sessions_by_account ON sessions (account_id, id) WHERE account_id IS NOT NULL;
CREATE INDEX sessions_by_staff ON sessions (staff_id, id) WHERE staff_id IS NOT NULL;
CREATE INDEX sessions_by_begin ON sessions (created_at);

CREATE TABLE api_keys (
    id         uuid PRIMARY KEY,
    name       text NOT NULL,
    digest     bytea NOT NULL CHECK (length(digest) = 32),
    scope      text NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX api_keys_digest ON api_keys (digest);

CREATE TABLE playbooks (
    id                          uuid PRIMARY KEY,
    name                        text NOT NULL,
    steps                       text NOT NULL,
    self_service                boolean NOT NULL,
    default_project_owner       uuid REFERENCES staff (id) DEFERRABLE INITIALLY DEFERRED,
    customer_facing_name        text,
    customer_facing_description text,
    cover                       text NOT NULL,
    audience                    text NOT NULL,
    archived_at                 timestamptz,
    created_at                  timestamptz NOT NULL,
    revision                    bigint NOT NULL DEFAULT 1
);
CREATE INDEX playbooks_offered ON playbooks (id) WHERE self_service AND archived_at IS NULL;

CREATE TABLE projects (
    id                uuid PRIMARY KEY,
    customer_id       uuid NOT NULL REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED,
    playbook_id       uuid NOT NULL REFERENCES playbooks (id) DEFERRABLE INITIALLY DEFERRED,
    playbook_revision bigint NOT NULL,
    name              text NOT NULL,
    owner_id          uuid NOT NULL REFERENCES staff (id) DEFERRABLE INITIALLY DEFERRED,
    started_by        uuid NOT NULL REFERENCES contacts (id) DEFERRABLE INITIALLY DEFERRED,
    members           text NOT NULL,
    steps             text NOT NULL,
    form_token        text COLLATE "C",
    created_at        timestamptz NOT NULL,
    revision          bigint NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX projects_form ON projects (started_by, form_token) WHERE form_token IS NOT NULL;
CREATE INDEX projects_by_starter ON projects (started_by, id);
CREATE INDEX projects_by_customer ON projects (customer_id, id);
CREATE INDEX projects_by_owner ON projects (owner_id, id);

-- Which projects a contact is a member of. The set itself is in projects.members.
CREATE TABLE project_members (
    contact_id uuid NOT NULL REFERENCES contacts (id) DEFERRABLE INITIALLY DEFERRED,
    project_id uuid NOT NULL REFERENCES projects (id) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (contact_id, project_id)
);
CREATE INDEX project_members_by_project ON project_members (project_id);

CREATE TABLE outbox (
    id               uuid PRIMARY KEY,
    kind             text COLLATE "C" NOT NULL,
    recipient        text COLLATE "C" NOT NULL,
    locale           text,
    -- the mail with its secrets; wiped when it was sent or has expired
    payload          text,
    once_key         text COLLATE "C",
    state            text COLLATE "C" NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
    -- never counted anew: a report names its claim
    claims           bigint NOT NULL DEFAULT 0,
    attempts         bigint NOT NULL DEFAULT 0,
    unknown_outcomes bigint NOT NULL DEFAULT 0,
    next_attempt_at  timestamptz,
    leased_until     timestamptz,
    last_error       text,
    created_at       timestamptz NOT NULL,
    expires_at       timestamptz,
    sent_at          timestamptz,
    CHECK (state <> 'queued' OR (payload IS NOT NULL AND next_attempt_at IS NOT NULL)),
    CHECK (state <> 'sent' OR payload IS NULL)
);
CREATE UNIQUE INDEX outbox_once ON outbox (once_key) WHERE once_key IS NOT NULL;
CREATE INDEX outbox_due ON outbox (next_attempt_at, id) WHERE state = 'queued';
CREATE INDEX outbox_unsent ON outbox (state, id) WHERE state <> 'sent';
CREATE INDEX outbox_expiring ON outbox (expires_at) WHERE payload IS NOT NULL AND expires_at IS NOT NULL;
CREATE INDEX outbox_by_recipient ON outbox (recipient, id);

-- Mails that were kept instead of sent, for the demonstration and for tests.
CREATE TABLE captured_mails (
    id          uuid PRIMARY KEY,
    kind        text COLLATE "C" NOT NULL,
    recipient   text COLLATE "C" NOT NULL,
    content     text NOT NULL,
    captured_at timestamptz NOT NULL
);
CREATE INDEX captured_mails_by_recipient ON captured_mails (recipient, id);

-- Names people and things by id only and outlives them: no foreign keys.
CREATE TABLE audit_entries (
    id           uuid PRIMARY KEY,
    at           timestamptz NOT NULL,
    actor_kind   text NOT NULL,
    actor_id     uuid,
    action       text COLLATE "C" NOT NULL,
    subject_kind text NOT NULL,
    subject_id   uuid NOT NULL,
    customer_id  uuid,
    value_before text,
    value_after  text
);
CREATE INDEX audit_entries_by_actor ON audit_entries (actor_id, id) WHERE actor_id IS NOT NULL;
CREATE INDEX audit_entries_by_action ON audit_entries (action, id);
CREATE INDEX audit_entries_by_subject ON audit_entries (subject_id, id);
CREATE INDEX audit_entries_by_customer ON audit_entries (customer_id, id) WHERE customer_id IS NOT NULL;
CREATE INDEX audit_entries_by_time ON audit_entries USING brin (at);

CREATE TABLE refused_attempts (
    id          uuid PRIMARY KEY,
    at          timestamptz NOT NULL,
    door        text NOT NULL,
    email       text COLLATE "C" NOT NULL,
    customer_id uuid,
    reason      text NOT NULL
);
CREATE INDEX refused_attempts_by_time ON refused_attempts (at);
