//! Says what the rules would decide for an address, and what a link offers.

use super::{Choice, Error, Registrar};
use crate::{
    model::{Actor, CustomerId, EmailAddress, LinkAudience, LinkCode, PlaybookId},
    policy::{
        access::Permission,
        admission::{self, Refusal, TraceStep},
        provisioning::{self, Hidden},
    },
};

/// What would happen, and why.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// `join`, `choose`, `request` or `refuse`.
    pub decision: &'static str,
    /// Customers to join.
    pub customers: Vec<Choice>,
    /// Why nobody admits, if so.
    pub refusal: Option<Refusal>,
    /// Every rule that was looked at.
    pub trace: Vec<TraceStep>,
}

/// What the page of an invite link shows.
#[derive(Debug, Clone)]
pub struct JoinInfo {
    /// The customer's name.
    pub customer_name: String,
    /// Whom the link admits.
    pub audience: LinkAudience,
    /// The permitted domains, where only they are admitted.
    pub permitted_domains: Option<Vec<String>>,
}

impl Registrar {
    /// *Try an address*: the decision that submission and activation would take at this moment. Stores nothing.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::LinkUnavailable`] for a code that never was, [`Error::HookUnavailable`].
    ///
    /// ```
    /// use registration_core::{model::Actor, policy::admission::Refusal};
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// # let office = registration_testkit::office::Office::default();
    /// # let registrar = &office.registrar;
    /// // Acme permits acme.com.
    /// # let acme = registration_testkit::fixtures::Fixtures::default().customer_permitting(&["acme.com"]);
    /// # let mut work = registration_core::ports::Store::begin(&office.store).await?;
    /// # work.customers().insert(&acme).await?;
    /// # work.commit().await?;
    /// let tried = registrar.explain(&Actor::CommandLine, &"ann@acme.com".parse()?, None).await?;
    /// assert_eq!((tried.decision, tried.customers[0].id), ("join", acme.id));
    /// let tried = registrar.explain(&Actor::CommandLine, &"support@acme.com".parse()?, None).await?;
    /// assert_eq!((tried.decision, tried.refusal), ("request", Some(Refusal::RoleMailbox)));
    /// let why = tried.trace.iter().find(|step| !step.matched).map(|step| &*step.why);
    /// assert_eq!(why, Some("the address belongs to a function, not to a person"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    pub async fn explain(
        &self,
        actor: &Actor,
        email: &EmailAddress,
        link_code: Option<&LinkCode>,
    ) -> Result<Explanation, Error> {
        self.require(actor, Permission::Explain)?;
        let link = match link_code {
            Some(code) => Some(self.link_by_code(code).await?),
            None => None,
        };
        let facts = self.admission_facts(email, link).await?;
        let decision = facts.decide(email, self.now());
        let heard = self.consult(email, &facts, &decision).await?;
        let decision = heard.narrow(decision)?;
        let customers = decision
            .admitted()
            .iter()
            .filter_map(|admitted| facts.customer(admitted.customer))
            .map(|customer| Choice {
                id: customer.id,
                name: customer.name.clone(),
            })
            .collect();
        Ok(Explanation {
            decision: decision.word(),
            customers,
            refusal: decision.refusal(),
            trace: decision.trace,
        })
    }

    /// What a link offers to whoever opens it.
    ///
    /// # Errors
    /// [`Error::LinkUnavailable`] with the reason.
    pub async fn open_link(&self, code: &LinkCode) -> Result<JoinInfo, Error> {
        let (link, code) = self.link_by_code(code).await?;
        let dead = |refusal| Error::LinkUnavailable(Some(refusal));
        admission::link_is_live(&link, &code, self.now()).map_err(dead)?;
        let customer = self
            .ports
            .directory
            .customer(link.customer)
            .await?
            .ok_or(Error::LinkUnavailable(None))?
            .value;
        admission::links_work_at(&customer).map_err(dead)?;
        let audience = customer.settings.link_audience;
        let domains = customer
            .settings
            .permitted_domains
            .iter()
            .map(ToString::to_string)
            .collect();
        Ok(JoinInfo {
            customer_name: customer.name,
            audience,
            permitted_domains: (audience == LinkAudience::PermittedDomains).then_some(domains),
        })
    }

    /// "Customer doesn't see a Playbook?": whether people of a customer see it, and why not.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`].
    pub async fn explain_visibility(
        &self,
        actor: &Actor,
        playbook: PlaybookId,
        customer: CustomerId,
    ) -> Result<Result<(), Hidden>, Error> {
        self.require(actor, Permission::ReadPlaybooks)?;
        let playbook = self
            .ports
            .directory
            .playbook(playbook)
            .await?
            .ok_or(Error::NotFound("playbook"))?;
        let customer = self
            .ports
            .directory
            .customer(customer)
            .await?
            .ok_or(Error::NotFound("customer"))?;
        Ok(provisioning::visible_to(&playbook.value, &customer.value))
    }
}
