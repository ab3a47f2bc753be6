//! The directory: what screens read, beside the writer and without a lock.

use super::{
    access::{by_key, holder},
    kept::{Kept, Question, Result, all, failure, list, one_by_id, says},
    moment,
    outbox::Letter,
    secret,
    store::Fairlead,
};
use async_trait::async_trait;
use registration_core::{
    model::{
        Account, AccountId, ApiKey, AuditEntry, Contact, ContactId, Customer, CustomerId,
        DomainName, EmailAddress, InviteLink, InviteLinkId, LinkCode, MailId, MediaId, Playbook,
        PlaybookId, Project, ProjectId, RefusedAttempt, Registration, RegistrationId, SecretDigest,
        Session, SessionHolder, Staff, StaffId, StateKind, Stored, Timestamp, Token,
    },
    ports::{
        AuditFilter, Directory, OutboxEntry, OutboxFilter, Page, PortalSession, ProjectFilter,
        RegistrationFilter, StoreError,
    },
};
use sqlx::{Row, query, query_scalar};
use std::collections::HashMap;
use uuid::Uuid;

impl Fairlead {
    async fn one<T: Kept>(&self, question: Question<T>) -> Result<Option<Stored<T>>> {
        question.one(self.readers()).await
    }

    async fn many<T: Kept>(&self, question: Question<T>) -> Result<Vec<Stored<T>>> {
        question.many(self.readers()).await
    }

    async fn page<T: Kept>(&self, question: Question<T>, page: Page) -> Result<Vec<Stored<T>>> {
        question.newest(self.readers(), page, |_| true).await
    }
}

/// What is kept without a revision.
fn values<T>(stored: Vec<Stored<T>>) -> Vec<T> {
    stored.into_iter().map(|stored| stored.value).collect()
}

/// Newest first, however many there are.
const NEWEST_FIRST: &str = "ORDER BY portal_id DESC";
/// By id, however many there are.
const BY_ID: &str = "ORDER BY portal_id";
const AMONG: &str = "portal_id IN (SELECT value FROM json_each(?))";

#[async_trait]
impl Directory for Fairlead {
    async fn now(&self) -> Result<Timestamp> {
        let now = query_scalar("SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')");
        let now: String = now
            .fetch_one(self.readers())
            .await
            .map_err(|e| failure("clock", e))?;
        moment::read(&now).map_err(|cause| StoreError::corrupt("clock", cause))
    }

    async fn portal_session(&self, digest: &SecretDigest) -> Result<Option<PortalSession>> {
        // Three questions and one moment: access that ends between two of them must not be half there.
        let begun = self.readers().begin().await;
        let mut snapshot = begun.map_err(|error| failure("session", error))?;
        let session = by_key::<Session>(secret::text(digest))
            .one(&mut *snapshot)
            .await?;
        let Some(Stored { value: session, .. }) = session else {
            return Ok(None);
        };
        let SessionHolder::Account(id) = session.holder else {
            return Ok(None);
        };
        let Some(account) = one_by_id::<Account>(id.0).one(&mut *snapshot).await? else {
            return Ok(None);
        };
        let live = all::<Contact>()
            .with(
                "company_closed_at IS NULL AND portal_account = ?",
                id.to_string(),
            )
            .then(BY_ID);
        let contacts = live.many(&mut *snapshot).await?;
        let companies = all::<Customer>()
            .with(AMONG, list(contacts.iter().map(|one| one.customer)))
            .many(&mut *snapshot)
            .await?;
        let names: HashMap<_, _> = companies
            .into_iter()
            .map(|one| (one.id, one.value.name))
            .collect();
        let named = |one: Contact| names.get(&one.customer).cloned().map(|name| (one, name));
        Ok(Some(PortalSession {
            session,
            account: account.value,
            contacts: values(contacts).into_iter().filter_map(named).collect(),
        }))
    }

    async fn staff_session(
        &self,
        digest: &SecretDigest,
    ) -> Result<Option<(Session, Stored<Staff>)>> {
        let Some(session) = self.one(by_key::<Session>(secret::text(digest))).await? else {
            return Ok(None);
        };
        let SessionHolder::Staff(id) = session.holder else {
            return Ok(None);
        };
        let staff = self.staff_member(id).await?;
        Ok(staff.map(|staff| (session.value, staff)))
    }

    async fn api_key(&self, digest: &SecretDigest) -> Result<Option<ApiKey>> {
        let key = self.one(by_key::<ApiKey>(secret::text(digest))).await?;
        Ok(key.map(|key| key.value))
    }

    async fn sessions_of(&self, whose: SessionHolder) -> Result<Vec<Session>> {
        let sessions = all().with("owner = ?", holder(whose)).then(NEWEST_FIRST);
        self.many(sessions).await.map(values)
    }

    async fn token(&self, digest: &SecretDigest) -> Result<Option<Token>> {
        let token = self
            .one(all::<Token>().with("portal_id = ?", secret::text(digest)))
            .await?;
        Ok(token.map(|token| token.value))
    }

    async fn account_by_email(&self, email: &EmailAddress) -> Result<Option<Stored<Account>>> {
        self.one(by_key(email)).await
    }

    async fn account(&self, id: AccountId) -> Result<Option<Stored<Account>>> {
        self.one(one_by_id(id.0)).await
    }

    async fn staff_by_email(&self, email: &EmailAddress) -> Result<Option<Stored<Staff>>> {
        self.one(by_key(email)).await
    }

    async fn customer(&self, id: CustomerId) -> Result<Option<Stored<Customer>>> {
        self.one(one_by_id(id.0)).await
    }

    async fn customers_by_id(&self, ids: &[CustomerId]) -> Result<Vec<Stored<Customer>>> {
        self.many(all().with(AMONG, list(ids)).then(BY_ID)).await
    }

    async fn customers(&self, q: Option<&str>, page: Page) -> Result<Vec<Stored<Customer>>> {
        let open = all::<Customer>().then("AND closed_at IS NULL");
        let wanted = |one: &Customer| says(q, &[&one.name, one.reference.as_deref().unwrap_or("")]);
        open.newest(self.readers(), page, wanted).await
    }

    async fn customers_permitting(&self, domains: &[DomainName]) -> Result<Vec<Stored<Customer>>> {
        let condition = "closed_at IS NULL AND portal_id IN (SELECT company FROM portal_domains \
            WHERE domain IN (SELECT value FROM json_each(?)))";
        let domains = list(domains.iter().map(DomainName::as_str));
        self.many(all().with(condition, domains).then(BY_ID)).await
    }

    async fn open_customer(&self) -> Result<Option<Stored<Customer>>> {
        let permitting = all::<Customer>()
            .then("AND closed_at IS NULL AND portal_id IN (SELECT company FROM portal_domains)");
        let page = Page {
            limit: 1,
            before: None,
        };
        let is_on = |one: &Customer| one.settings.self_service_registration;
        let newest = permitting.newest(self.readers(), page, is_on).await?;
        Ok(newest.into_iter().next())
    }

    async fn invite_link(&self, id: InviteLinkId) -> Result<Option<Stored<InviteLink>>> {
        self.one(one_by_id(id.0)).await
    }

    async fn invite_link_by_code(&self, code: &LinkCode) -> Result<Option<Stored<InviteLink>>> {
        self.one(by_key(&code.0)).await
    }

    async fn invite_links(&self, of: CustomerId, page: Page) -> Result<Vec<Stored<InviteLink>>> {
        self.page(all().with("company = ?", of.to_string()), page)
            .await
    }

    async fn contact(&self, id: ContactId) -> Result<Option<Stored<Contact>>> {
        self.one(one_by_id(id.0)).await
    }

    async fn contacts(
        &self,
        customer: CustomerId,
        q: Option<&str>,
        page: Page,
    ) -> Result<Vec<Stored<Contact>>> {
        let of = all::<Contact>().with("company = ?", customer.to_string());
        let wanted = |one: &Contact| says(q, &[&one.name.to_string(), one.email.as_str()]);
        of.newest(self.readers(), page, wanted).await
    }

    async fn contacts_by_email(&self, email: &EmailAddress) -> Result<Vec<Stored<Contact>>> {
        self.many(
            all()
                .with("portal_email = ?", email.to_string())
                .then(BY_ID),
        )
        .await
    }

    async fn contacts_on_domain(
        &self,
        domain: &DomainName,
        page: Page,
    ) -> Result<Vec<Stored<Contact>>> {
        let condition =
            "company_closed_at IS NULL AND substr(portal_email, instr(portal_email, '@') + 1) = ?";
        self.page(all().with(condition, domain.as_str().to_owned()), page)
            .await
    }

    async fn registration(&self, id: RegistrationId) -> Result<Option<Stored<Registration>>> {
        self.one(one_by_id(id.0)).await
    }

    async fn registrations(
        &self,
        filter: &RegistrationFilter,
        page: Page,
    ) -> Result<Vec<Stored<Registration>>> {
        let question = all::<Registration>()
            .with_if(
                "body ->> '$.state.kind' = ?",
                filter.state.map(|state| state.code()),
            )
            .with_if(
                "body ->> '$.origin.kind' = ?",
                filter.origin.map(|origin| origin.code()),
            )
            .with_if("company = ?", filter.customer.map(|id| id.to_string()))
            .with_if("source = ?", filter.link.map(|id| id.to_string()));
        let q = filter.q.as_deref();
        let wanted = |one: &Registration| says(q, &[&one.name.to_string(), one.email.as_str()]);
        question.newest(self.readers(), page, wanted).await
    }

    async fn longest_waiting(&self) -> Result<Option<Stored<Registration>>> {
        let waiting = all().with(
            "body ->> '$.state.kind' = ?",
            StateKind::AwaitingMapping.code(),
        );
        self.one(waiting.then(BY_ID)).await
    }

    async fn playbook(&self, id: PlaybookId) -> Result<Option<Stored<Playbook>>> {
        self.one(one_by_id(id.0)).await
    }

    async fn playbooks(&self, page: Page) -> Result<Vec<Stored<Playbook>>> {
        self.page(all().then("AND body ->> '$.archived_at' IS NULL"), page)
            .await
    }

    async fn self_service_playbooks(&self) -> Result<Vec<Stored<Playbook>>> {
        let mut offered = self.many(all::<Playbook>().then(NEWEST_FIRST)).await?;
        offered.retain(|one| one.archived_at.is_none() && one.self_service.enabled);
        Ok(offered)
    }

    async fn playbooks_covered_by(&self, pictures: &[MediaId]) -> Result<Vec<Stored<Playbook>>> {
        let condition = "topic IN (SELECT value FROM json_each(?))";
        self.many(all().with(condition, list(pictures)).then(BY_ID))
            .await
    }

    async fn project(&self, id: ProjectId) -> Result<Option<Stored<Project>>> {
        self.one(one_by_id(id.0)).await
    }

    async fn projects(&self, filter: &ProjectFilter, page: Page) -> Result<Vec<Stored<Project>>> {
        let question = all::<Project>()
            .with_if("company = ?", filter.customer.map(|id| id.to_string()))
            .with_if("owner = ?", filter.owner.map(|id| id.to_string()));
        let wanted = |one: &Project| {
            let sees = |id: &ContactId| one.started_by == *id || one.members.contains(id);
            filter
                .visible_to
                .as_ref()
                .is_none_or(|some| some.iter().any(sees))
        };
        question.newest(self.readers(), page, wanted).await
    }

    async fn staff_member(&self, id: StaffId) -> Result<Option<Stored<Staff>>> {
        self.one(one_by_id(id.0)).await
    }

    async fn staff(&self, page: Page) -> Result<Vec<Stored<Staff>>> {
        self.page(all(), page).await
    }

    async fn active_staff(&self) -> Result<Vec<Stored<Staff>>> {
        self.many(all().then("AND body ->> '$.active' ORDER BY portal_id"))
            .await
    }

    async fn names(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, String>> {
        let rows = query(
            "WITH wanted AS (SELECT value FROM json_each(?)) \
             SELECT portal_id, name FROM portal_companies WHERE portal_id IN wanted UNION ALL \
             SELECT portal_id, full_name FROM portal_people WHERE portal_id IN wanted UNION ALL \
             SELECT portal_id, coalesce(body ->> '$.label', trim((body ->> '$.name.first') || ' ' || \
             (body ->> '$.name.last')), body ->> '$.name') AS called FROM portal_documents \
             WHERE portal_id IN wanted AND called IS NOT NULL",
        );
        let rows = rows.bind(list(ids)).fetch_all(self.readers()).await;
        let mut names = HashMap::new();
        for row in rows.map_err(|error| failure("name", error))? {
            let id: Uuid = row
                .get::<&str, _>(0)
                .parse()
                .map_err(|e: uuid::Error| StoreError::corrupt("name", e))?;
            names.insert(id, row.get(1));
        }
        Ok(names)
    }

    async fn api_keys(&self, page: Page) -> Result<Vec<ApiKey>> {
        self.page(all(), page).await.map(values)
    }

    async fn audit_entries(&self, filter: &AuditFilter, page: Page) -> Result<Vec<AuditEntry>> {
        let question = all::<AuditEntry>()
            .with_if("topic = ?", filter.subject.map(|id| id.to_string()))
            .with_if(
                "body ->> '$.actor.id' = ?",
                filter.actor.map(|id| id.to_string()),
            )
            .with_if(
                "body ->> '$.action' = ?",
                filter.action.map(|action| action.code()),
            )
            .with_if(
                "body ->> '$.customer' = ?",
                filter.customer.map(|id| id.to_string()),
            )
            .with_if("made_at >= ?", filter.from.map(moment::text))
            .with_if("made_at < ?", filter.to.map(moment::text));
        self.page(question, page).await.map(values)
    }

    async fn refused_attempts(&self, page: Page) -> Result<Vec<RefusedAttempt>> {
        self.page(all(), page).await.map(values)
    }

    async fn mail(&self, id: MailId) -> Result<Option<OutboxEntry>> {
        let letter = self.one(one_by_id::<Letter>(id.0)).await?;
        Ok(letter.map(|letter| letter.value.entry()))
    }

    async fn mails(&self, filter: &OutboxFilter, page: Page) -> Result<Vec<OutboxEntry>> {
        let question = all::<Letter>()
            .with_if("topic = ?", filter.to.as_ref().map(ToString::to_string))
            .with_if("body ->> '$.kind' = ?", filter.kind.map(|kind| kind.code()))
            .with_if(
                "body ->> '$.state' = ?",
                filter.state.map(|state| state.code()),
            );
        let letters = self.page(question, page).await?;
        Ok(letters
            .into_iter()
            .map(|letter| letter.value.entry())
            .collect())
    }
}
