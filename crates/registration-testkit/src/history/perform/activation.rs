//! People prove their address and come in.

use super::answered;
use crate::history::{
    command::{PEOPLE, Proven},
    ledger::{By, Member, Opened},
    world::{Effects, Outcome, World, actor, ensure},
};
use registration_core::{
    Error,
    model::{AuditAction, CustomerId, Origin, Password, Registration, RegistrationId},
    policy::{admission::Refusal, validity},
    usecase::{Activate, Activated, Conflict, Inspection, NextStep, Proof},
};

const EXPLAINED: &str = "an_explanation_is_what_activation_decides";

/// What an activation is expected to find.
struct Expected {
    /// Where the person may come in.
    ways: Vec<usize>,
    by: By,
    /// Why nowhere, as the explanation tells it.
    refusal: Option<Refusal>,
}

impl World {
    pub(in crate::history) fn password(&self, person: usize) -> Password {
        let number = self
            .ledger
            .passwords
            .get(&person)
            .copied()
            .unwrap_or_default();
        Password::typed(format!("seven walruses hum quietly {number}"))
    }

    pub(super) async fn activate(
        &mut self,
        person: usize,
        proven: Proven,
        at: Option<usize>,
    ) -> Outcome<Effects> {
        let Some(proof) = self.ledger.proof(person, proven) else {
            return Ok(Effects::none());
        };
        let command = Activate {
            proof: proof.clone(),
            password: Some(self.password(person)),
            customer: self.customer_id(at),
            name: None,
        };
        let inspected = self.registrar.inspect_activation(&proof).await;
        let is_dead = self.is_dead(person, &proof).await?;
        ensure(
            inspected.is_err() == is_dead,
            "a_proof_lives_until_it_is_used_replaced_or_over",
            || {
                format!(
                    "the proof should be {}: {inspected:?}",
                    if is_dead { "dead" } else { "good" }
                )
            },
        )?;
        let Ok(inspection) = inspected else {
            answered(self.registrar.activate(command).await, false)?;
            return Ok(Effects::none());
        };
        let row = self.directory.registration(inspection.registration).await?;
        let registration = row.expect("it was inspected").value;
        let expected = self.expected(person, &registration).await?;
        self.compare_inspection(&inspection, &expected)?;
        let answer = self.registrar.activate(command).await;
        match self.compare(&answer, &expected, at)? {
            None => Ok(Effects::none()),
            Some(place) => {
                let activated = answer?;
                self.came_in(person, place, &registration, &activated, expected.by)
            }
        }
    }

    /// Whether what a person holds is known to be good for nothing.
    async fn is_dead(&self, person: usize, proof: &Proof) -> Outcome<bool> {
        let (registration, is_over): (RegistrationId, bool) = match proof {
            Proof::Token(secret) => {
                let mut tokens = self.ledger.tokens.iter();
                let token = tokens.find(|token| token.secret.expose() == secret.expose());
                let token = token.expect("it was mailed");
                (
                    token.registration,
                    token.is_replaced || token.dead_from <= self.model.now,
                )
            }
            Proof::Code { registration, .. } => {
                let code = &self.ledger.codes[&person];
                let is_used_up = code.wrong_tries >= validity::CODE_TRIES;
                (
                    *registration,
                    is_used_up || code.dead_from <= self.model.now,
                )
            }
        };
        let row = self.directory.registration(registration).await?;
        Ok(is_over || !row.is_some_and(|row| row.is_open(self.now())))
    }

    /// What the reference model, and the explanation that staff would get, say of a registration.
    async fn expected(&self, person: usize, registration: &Registration) -> Outcome<Expected> {
        if registration.decision().is_some() {
            let place = |id: CustomerId| self.place_of(id);
            let contact = self.ledger.decisions.get(&registration.id);
            // Nobody comes in as somebody who is in already.
            let holds = contact.is_some_and(|contact| {
                let member = self.ledger.members.get(contact);
                member.is_none_or(|member| member.person == person)
            });
            let ways = registration.customer.and_then(place).filter(|_| holds);
            let refusal = (!holds).then_some(Refusal::AlreadyMember);
            return Ok(Expected {
                ways: ways.into_iter().collect(),
                by: By::Decision,
                refusal,
            });
        }
        let code = match &registration.origin {
            Origin::InviteLink { code, .. } => Some(code),
            _ => None,
        };
        let manager = actor(&self.crew.manager);
        let told = self
            .registrar
            .explain(&manager, &registration.email, code)
            .await?;
        let door = self.door_of(registration);
        let ways = self.admitted(person, door);
        let mut explained: Vec<_> = told
            .customers
            .iter()
            .filter_map(|one| self.place_of(one.id))
            .collect();
        explained.sort_unstable();
        ensure(explained == ways, EXPLAINED, || {
            let why: Vec<&str> = told.trace.iter().map(|step| step.why.as_str()).collect();
            format!("explained {explained:?}, but the settings admit {ways:?}: {why:?}")
        })?;
        let word = match ways.len() {
            0 => ["request", "refuse"].contains(&told.decision),
            1 => told.decision == "join",
            _ => told.decision == "choose",
        };
        ensure(word, EXPLAINED, || {
            format!("“{}” for {ways:?}", told.decision)
        })?;
        Ok(Expected {
            ways,
            by: Self::by_door(door),
            refusal: told.refusal,
        })
    }

    fn compare_inspection(&self, inspection: &Inspection, expected: &Expected) -> Outcome {
        let mut offered: Vec<_> = inspection
            .customers
            .iter()
            .filter_map(|one| self.place_of(one.id))
            .collect();
        offered.sort_unstable();
        let asks = inspection.next == NextStep::RequestAccess;
        let as_said = offered == expected.ways && asks == expected.ways.is_empty();
        ensure(as_said, EXPLAINED, || {
            format!("the page offers {offered:?} instead of {:?}", expected.ways)
        })
    }

    /// Where the person came in; none when it had to be, and was, refused.
    fn compare(
        &self,
        answer: &Result<Activated, Error>,
        expected: &Expected,
        at: Option<usize>,
    ) -> Outcome<Option<usize>> {
        let ways = &expected.ways;
        let as_said = match (answer, at) {
            (Ok(activated), _) => {
                let place = self.place_of(activated.customer.id);
                place.is_some_and(|place| ways.contains(&place) && at.is_none_or(|at| at == place))
            }
            (Err(Error::Conflict(Conflict::NotAdmitted(refusal))), _) => {
                ways.is_empty() && expected.refusal == Some(*refusal)
            }
            (Err(Error::Conflict(Conflict::CustomerRequired(_))), None) => ways.len() > 1,
            (Err(Error::Invalid(_)), Some(at)) => !ways.is_empty() && !ways.contains(&at),
            _ => false,
        };
        ensure(as_said, EXPLAINED, || {
            format!(
                "{ways:?} ({:?}) was answered by {answer:?}",
                expected.refusal
            )
        })?;
        Ok(answer
            .as_ref()
            .ok()
            .and_then(|activated| self.place_of(activated.customer.id)))
    }

    fn came_in(
        &mut self,
        person: usize,
        place: usize,
        registration: &Registration,
        activated: &Activated,
        by: By,
    ) -> Outcome<Effects> {
        let mut effects = Effects::recorded(AuditAction::RegistrationCompleted);
        match self.ledger.accounts.insert(person, activated.account) {
            None => effects.trail.push(AuditAction::AccountCreated),
            Some(account) => {
                let same = account == activated.account && activated.session.is_none();
                ensure(same, "an_address_has_one_account", || {
                    format!("{} has {account} and got {activated:?}", PEOPLE[person])
                })?;
            }
        }
        let known = match by {
            By::Decision => self.ledger.decisions.get(&registration.id),
            By::Form | By::Link => self.ledger.contacts.get(&(place, person)),
        };
        ensure(
            known.is_none_or(|contact| *contact == activated.contact),
            "a_person_comes_in_as_the_contact_that_was_decided_for",
            || format!("{known:?} was known, {} came in", activated.contact),
        )?;
        let member = Member {
            person,
            account: activated.account,
            by,
        };
        self.ledger
            .members
            .entry(activated.contact)
            .or_insert(member);
        self.ledger.barred.remove(&activated.contact);
        self.ledger.had_been.remove(&activated.contact);
        if let Some((link, _)) = self.door_of(registration) {
            let link = &mut self.model.links[link];
            link.uses += 1;
            ensure(
                link.maximum.is_none_or(|maximum| link.uses <= maximum),
                "no_link_gives_more_uses_than_its_maximum",
                || format!("use {} of {:?}", link.uses, link.maximum),
            )?;
        }
        if let Some(secret) = &activated.session {
            self.opened(person, secret.clone());
        }
        Ok(effects)
    }

    pub(super) fn opened(&mut self, person: usize, secret: registration_core::model::Secret) {
        self.ledger.sessions.push(Opened {
            person,
            secret,
            begun: self.model.now,
            seen: self.model.now,
            is_over: false,
            visit: None,
        });
    }
}
