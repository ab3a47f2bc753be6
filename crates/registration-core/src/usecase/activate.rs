//! The activation page: what a token or code proves, and the one transaction in which a person comes in.

mod proof;
mod way_in;

use super::{
    Conflict, Error, Registrar, admission_facts::AdmissionFacts, consult::Heard, record::Record,
};
use crate::{
    model::{
        Account, AccountId, ActorRef, AuditAction, Basis, Contact, ContactId, CustomerId,
        EmailAddress, NameChange, Password, PasswordHash, PersonName, PortalAccess, Registration,
        RegistrationId, RegistrationState, Secret, Session, SessionHolder, Stored, SubjectKind,
        Timestamp,
    },
    policy::{
        admission::Refusal,
        passwords::{self, Weakness},
    },
    ports::UnitOfWork,
};

pub use proof::Proof;
pub use way_in::Choice;
use way_in::{WayIn, choices, choose, ways_in};

/// What the person has to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextStep {
    /// Choose a password.
    SetPassword,
    /// Sign in: the address has an account.
    SignIn,
    /// Choose among several customers first.
    ChooseCustomer,
    /// No rule admits: ask staff.
    RequestAccess,
}

impl NextStep {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::SetPassword => "set_password",
            Self::SignIn => "sign_in",
            Self::ChooseCustomer => "choose_customer",
            Self::RequestAccess => "request_access",
        }
    }
}

/// What a proof is good for at this moment.
#[derive(Debug, Clone)]
pub struct Inspection {
    /// The registration.
    pub registration: RegistrationId,
    /// The address that is proven.
    pub email: EmailAddress,
    /// The name that was given.
    pub name: PersonName,
    /// What comes next.
    pub next: NextStep,
    /// Customers to join.
    pub customers: Vec<Choice>,
    /// Whether the address has an account, which keeps its password.
    pub has_account: bool,
    /// Why there is no customer to join, where there is none.
    pub refusal: Option<Refusal>,
}

/// Activates a registration.
#[derive(Debug, Clone)]
pub struct Activate {
    /// What proves the address.
    pub proof: Proof,
    /// The password of a new account.
    pub password: Option<Password>,
    /// The customer, where several are possible.
    pub customer: Option<CustomerId>,
    /// What should differ from the name that was typed before.
    pub name: Option<NameChange>,
}

impl Activate {
    fn name_of(&self, registration: &Registration) -> PersonName {
        let change = self.name.clone().unwrap_or_default();
        change.apply(&registration.name)
    }
}

/// Who came in, and where.
#[derive(Debug, Clone)]
pub struct Activated {
    /// The account.
    pub account: AccountId,
    /// The contact that has access now.
    pub contact: ContactId,
    /// The customer.
    pub customer: Choice,
    /// The session of a new account; an existing one signs in itself.
    pub session: Option<Secret>,
}

impl Registrar {
    /// Says what a proof is good for. Changes nothing but the count of wrong codes.
    ///
    /// # Errors
    /// [`Error::TokenUnavailable`], [`Error::WrongCode`], [`Error::HookUnavailable`], [`Error::Store`].
    pub async fn inspect_activation(&self, proof: &Proof) -> Result<Inspection, Error> {
        let now = self.now();
        let registration = self.prove(proof, now).await?;
        let facts = self.facts_of(&registration).await?;
        let account = self.account_of(&registration.email).await?;
        let heard = self.consult_about(&registration, &facts, now).await?;
        let ways = ways_in(&registration, &facts, account, &heard, now)?;
        let has_account = account.is_some();
        let next = match ways.as_deref() {
            Err(_) => NextStep::RequestAccess,
            Ok([_, _, ..]) => NextStep::ChooseCustomer,
            Ok(_) if has_account => NextStep::SignIn,
            Ok(_) => NextStep::SetPassword,
        };
        let customers = choices(ways.as_deref().unwrap_or_default(), &facts);
        Ok(Inspection {
            registration: registration.id,
            email: registration.email,
            name: registration.name,
            next,
            customers,
            has_account,
            refusal: ways.err(),
        })
    }

    /// Lets the person in: account, contact, access, session, audit and mails in one transaction.
    ///
    /// The rules are evaluated again, with the settings of this moment, under locks.
    ///
    /// # Errors
    /// [`Conflict::NotAdmitted`], [`Conflict::CustomerRequired`], [`Error::WeakPassword`] and [`Error::HookUnavailable`]
    /// use nothing up;
    /// [`Error::TokenUnavailable`], [`Error::WrongCode`], [`Error::Busy`], [`Error::Store`].
    pub async fn activate(&self, command: Activate) -> Result<Activated, Error> {
        let now = self.now();
        let registration = self.prove(&command.proof, now).await?;
        let facts = self.facts_of(&registration).await?;
        let account = self.account_of(&registration.email).await?;
        let heard = self.consult_about(&registration, &facts, now).await?;
        let way = match ways_in(&registration, &facts, account, &heard, now)? {
            Ok(ways) => choose(ways, command.customer, &facts)?,
            Err(refusal) => {
                // A parallel use of this proof may have come in since it was looked at: then it is used up.
                self.prove(&command.proof, now).await?;
                let (door, at) = (registration.origin.kind(), registration.customer);
                self.record_refusal(&registration.email, door, at, refusal)
                    .await?;
                return Err(Conflict::NotAdmitted(refusal).into());
            }
        };
        let password = if account.is_some() {
            None
        } else {
            Some(
                self.new_password(&command, &registration, &facts, &way)
                    .await?,
            )
        };
        self.retry(|| self.activate_once(&command, &registration, password.as_ref(), &heard))
            .await
    }

    /// The expensive part, outside of any unit of work.
    async fn new_password(
        &self,
        command: &Activate,
        registration: &Registration,
        facts: &AdmissionFacts,
        way: &WayIn,
    ) -> Result<PasswordHash, Error> {
        let password = command
            .password
            .as_ref()
            .ok_or(Error::WeakPassword(Weakness::Missing))?;
        let name = command.name_of(registration).to_string();
        let customer = facts
            .customer(way.customer)
            .map_or("", |customer| &customer.name);
        passwords::check(
            password.expose(),
            &[&name, registration.email.as_str(), customer],
        )
        .map_err(Error::WeakPassword)?;
        Ok(self.ports.hasher.hash(password.clone()).await?)
    }

    async fn activate_once(
        &self,
        command: &Activate,
        seen: &Registration,
        password: Option<&PasswordHash>,
        heard: &Heard,
    ) -> Result<Activated, Error> {
        let now = self.now();
        let mut facts = self.facts_of(seen).await?;
        let heard = self.still_heard(heard, seen, &facts, now).await?;

        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        self.lock_customers_and_link(work, &mut facts).await?;
        let stored = self
            .still_provable(work, seen.id, &command.proof, now)
            .await?;
        let registration = stored.value.clone();
        let account = work.accounts().get_by_email(&registration.email).await?;
        let contacts = self
            .lock_contacts(work, &mut facts, &registration.email)
            .await?;

        let decided_for = match registration.contact() {
            Some(contact) => work.contacts().get(contact).await?,
            None => None,
        };
        facts.decided_for = decided_for.as_ref().map(|contact| contact.value.clone());

        let login = account.as_ref().map(|account| account.value.id);
        let ways =
            ways_in(&registration, &facts, login, &heard, now)?.map_err(Conflict::NotAdmitted)?;
        let way = choose(ways, command.customer, &facts)?;
        if let Basis::InviteLink { link } = &way.basis
            && !work.invite_links().take_use(*link, now).await?
        {
            return Err(Conflict::NotAdmitted(Refusal::LinkUsedUp).into());
        }

        let name = command.name_of(&registration);
        let (account, is_new) = match (account, password) {
            (Some(account), _) => (account.value, false),
            (None, Some(password)) => (
                self.new_account(work, &registration, &name, password, now)
                    .await?,
                true,
            ),
            // The account was there when the command began: only an erasure can have taken it since.
            (None, None) => return Err(Error::WeakPassword(Weakness::Missing)),
        };
        let contact = match &way.basis {
            Basis::Decision { .. } => decided_for,
            _ => contacts
                .into_iter()
                .find(|contact| contact.value.customer == way.customer),
        };
        let contact = self
            .give_access(work, contact, &registration, &name, &account, &way, now)
            .await?;

        let state = RegistrationState::Completed {
            at: now,
            account: account.id,
            contact,
            basis: way.basis.clone(),
        };
        self.end_registration(work, stored, state).await?;
        let came_in = Record::new(
            ActorRef::Account(account.id),
            AuditAction::RegistrationCompleted,
            SubjectKind::Registration,
            registration.id.0,
        )
        .at(way.customer)
        .after(serde_json::json!({
            "door": registration.origin.kind(), "basis": way.basis, "contact": contact, "account": account.id,
        }));
        self.record(work, now, came_in).await?;
        let session = if is_new {
            Some(
                self.open_session(work, SessionHolder::Account(account.id), now)
                    .await?,
            )
        } else {
            None
        };
        let customer = facts
            .customer(way.customer)
            .map(|customer| customer.name.clone())
            .unwrap_or_default();
        self.commit(begun).await?;
        Ok(Activated {
            account: account.id,
            contact,
            customer: Choice {
                id: way.customer,
                name: customer,
            },
            session,
        })
    }

    async fn new_account(
        &self,
        work: &mut dyn UnitOfWork,
        registration: &Registration,
        name: &PersonName,
        password: &PasswordHash,
        now: Timestamp,
    ) -> Result<Account, Error> {
        let account = Account {
            id: self.new_id(now),
            email: registration.email.clone(),
            name: name.clone(),
            locale: registration.locale.clone(),
            password: password.clone(),
            created_at: now,
        };
        work.accounts().insert(&account).await?;
        let created = Record::new(
            ActorRef::Account(account.id),
            AuditAction::AccountCreated,
            SubjectKind::Account,
            account.id.0,
        );
        self.record(work, now, created).await?;
        Ok(account)
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one step of one transaction, split off for reading"
    )]
    async fn give_access(
        &self,
        work: &mut dyn UnitOfWork,
        contact: Option<Stored<Contact>>,
        registration: &Registration,
        name: &PersonName,
        account: &Account,
        way: &WayIn,
        now: Timestamp,
    ) -> Result<ContactId, Error> {
        let Some(contact) = contact else {
            let contact = Contact {
                id: self.new_id(now),
                customer: way.customer,
                name: name.clone(),
                email: registration.email.clone(),
                phone: None,
                job_title: None,
                access: PortalAccess::None.activated(account.id, way.basis.clone(), now),
                created_at: now,
            };
            work.contacts().insert(&contact).await?;
            return Ok(contact.id);
        };
        let mut changed = contact.value.clone();
        changed.access = changed.access.activated(account.id, way.basis.clone(), now);
        let id = changed.id;
        work.contacts().update(&contact.replace(changed)).await?;
        Ok(id)
    }

    /// Opens a session: always with a new secret, so that nobody can have planted it.
    pub(super) async fn open_session(
        &self,
        work: &mut dyn UnitOfWork,
        holder: SessionHolder,
        now: Timestamp,
    ) -> Result<Secret, Error> {
        let secret = self.new_secret();
        let session = Session {
            id: self.new_id(now),
            digest: secret.digest(),
            holder,
            created_at: now,
            last_seen_at: now,
        };
        work.sessions().insert(&session).await?;
        Ok(secret)
    }

    async fn facts_of(&self, registration: &Registration) -> Result<AdmissionFacts, Error> {
        let link = self.link_of(&registration.origin).await?;
        let mut facts = self.admission_facts(&registration.email, link).await?;
        if let (Some(_), Some(customer)) = (registration.decision(), registration.customer) {
            facts.customers = self.ports.directory.customers_by_id(&[customer]).await?;
        }
        if let Some(contact) = registration.contact() {
            let contact = self.ports.directory.contact(contact).await?;
            facts.decided_for = contact.map(|contact| contact.value);
        }
        Ok(facts)
    }

    async fn account_of(&self, email: &EmailAddress) -> Result<Option<AccountId>, Error> {
        let account = self.ports.directory.account_by_email(email).await?;
        Ok(account.map(|account| account.value.id))
    }
}
