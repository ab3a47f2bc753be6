//! What proves an address: a token or a code, looked at once without locks and once under them.

use crate::{
    model::{
        ActivationCode, CodeProof, Registration, RegistrationId, RegistrationState, Secret, Stored,
        Timestamp, TokenPurpose,
    },
    ports::UnitOfWork,
    usecase::{Error, Registrar},
};

/// What proves an address.
///
/// ```
/// use registration_core::{Error, model::{ActivationCode, PersonName}};
/// use registration_core::usecase::{Activate, NextStep, Proof, SubmitRegistration};
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// # let office = registration_testkit::office::Office::default();
/// # let registrar = &office.registrar;
/// // Acme permits acme.com.
/// # let acme = registration_testkit::fixtures::Fixtures::default().customer_permitting(&["acme.com"]);
/// # let mut work = registration_core::ports::Store::begin(&office.store).await?;
/// # work.customers().insert(&acme).await?;
/// # work.commit().await?;
/// # let form = SubmitRegistration { name: PersonName::new("Ann", "Lee")?, email: "ann@acme.com".parse()?, link_code: None, locale: None };
/// let registration = registrar.submit_registration(form).await?.registration_id;
/// let link = office.proof("ann@acme.com").await;
/// let typed = Proof::Code { registration, code: office.mail_to("ann@acme.com").await.code().expect("six digits").clone() };
/// for proof in [&link, &typed] {
///     assert_eq!(registrar.inspect_activation(proof).await?.next, NextStep::SetPassword);
/// }
/// let guessed = Proof::Code { registration, code: ActivationCode::typed("no code") };
/// assert!(matches!(registrar.inspect_activation(&guessed).await, Err(Error::WrongCode { attempts_left: 4 })));
///
/// let come_in = |proof| Activate { proof, password: Some("seven walruses hum quietly").map(registration_core::model::Password::typed), customer: None, name: None };
/// let activated = registrar.activate(come_in(typed)).await?;
/// assert!(activated.session.is_some(), "whoever has just chosen a password is signed in");
/// assert!(matches!(registrar.activate(come_in(link)).await, Err(Error::TokenUnavailable)), "it was used");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[derive(Debug, Clone)]
pub enum Proof {
    /// The token of the mailed link.
    Token(Secret),
    /// The six digits, typed where the registration began.
    Code {
        /// Which registration.
        registration: RegistrationId,
        /// The digits.
        code: ActivationCode,
    },
}

impl Registrar {
    /// The registration whose address `proof` proves. Wrong codes are counted.
    pub(in crate::usecase) async fn prove(
        &self,
        proof: &Proof,
        now: Timestamp,
    ) -> Result<Registration, Error> {
        match proof {
            Proof::Token(secret) => {
                let token = self.ports.directory.token(&secret.digest()).await?;
                let Some(TokenPurpose::Activation(id)) = token
                    .filter(|token| now < token.expires_at)
                    .map(|token| token.purpose)
                else {
                    return Err(Error::TokenUnavailable);
                };
                let registration = self
                    .ports
                    .directory
                    .registration(id)
                    .await?
                    .map(|stored| stored.value);
                registration
                    .filter(|one| awaits_activation(one, now))
                    .ok_or(Error::TokenUnavailable)
            }
            Proof::Code { registration, code } => {
                self.retry(|| self.prove_by_code(*registration, code, now))
                    .await
            }
        }
    }

    async fn prove_by_code(
        &self,
        id: RegistrationId,
        code: &ActivationCode,
        now: Timestamp,
    ) -> Result<Registration, Error> {
        let mut work = self.begin().await?;
        let stored = work
            .registrations()
            .get(id)
            .await?
            .filter(|stored| awaits_activation(&stored.value, now));
        let Some((stored, proof)) =
            stored.and_then(|stored| stored.code.map(|proof| (stored, proof)))
        else {
            return Err(Error::TokenUnavailable);
        };
        if now >= proof.expires_at || proof.tries_left == 0 {
            return Err(Error::TokenUnavailable);
        }
        if proof.digest == code.digest(id) {
            return Ok(stored.value);
        }
        let attempts_left = proof.tries_left - 1;
        let mut counted = stored.value.clone();
        counted.code = Some(CodeProof {
            tries_left: attempts_left,
            ..proof
        });
        work.registrations()
            .update(&stored.replace(counted))
            .await?;
        self.commit(work).await?;
        Err(Error::WrongCode { attempts_left })
    }

    /// The same proof again, under the registration's lock: of many parallel uses one succeeds.
    pub(super) async fn still_provable(
        &self,
        work: &mut dyn UnitOfWork,
        id: RegistrationId,
        proof: &Proof,
        now: Timestamp,
    ) -> Result<Stored<Registration>, Error> {
        let stored = work
            .registrations()
            .get(id)
            .await?
            .filter(|stored| awaits_activation(&stored.value, now));
        let stored = stored.ok_or(Error::TokenUnavailable)?;
        let holds = match proof {
            Proof::Token(secret) => {
                let token = work.tokens().get(&secret.digest()).await?;
                token.is_some_and(|token| {
                    now < token.expires_at && token.purpose == TokenPurpose::Activation(id)
                })
            }
            Proof::Code { code, .. } => stored.code.is_some_and(|proof| {
                proof.digest == code.digest(id) && now < proof.expires_at && proof.tries_left > 0
            }),
        };
        if holds {
            Ok(stored)
        } else {
            Err(Error::TokenUnavailable)
        }
    }
}

fn awaits_activation(registration: &Registration, now: Timestamp) -> bool {
    matches!(
        registration.state,
        RegistrationState::AwaitingActivation { .. }
    ) && registration.is_open(now)
}
