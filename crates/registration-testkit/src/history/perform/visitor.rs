//! Visitors submit forms, ask for the mail again and mistype codes.

use super::answered;
use crate::{
    fixtures::name,
    history::{
        model::{AtTheLink, Model},
        perform::decision_kind,
        world::{Effects, Outcome, World, ensure},
    },
};
use registration_core::{
    Error,
    model::{ActivationCode, AuditAction, MailKind, Origin, Registration, RegistrationState},
    policy::validity,
    usecase::{Proof, SubmitRegistration},
};

impl World {
    pub(super) async fn submit(
        &mut self,
        person: usize,
        link: Option<usize>,
        stale_code: bool,
    ) -> Outcome<Effects> {
        let door = link.map(|link| {
            (
                link,
                if stale_code {
                    0
                } else {
                    self.links[link].codes.len() - 1
                },
            )
        });
        let at = door.map(|(link, code)| self.model.at_the_link(link, code, person));
        let customer = self.customer_id(link.map(|link| self.model.links[link].customer));
        let decided = self.decided(person, customer).await?;
        let answer = self.registrar.submit_registration(SubmitRegistration {
            name: name("Ann", "Lee"),
            email: self.email(person),
            link_code: door.map(|(link, code)| self.links[link].codes[code].clone()),
            locale: None,
        });
        let answer = answer.await;
        let as_said = match at {
            Some(AtTheLink::Dead) => matches!(answer, Err(Error::LinkUnavailable(_))),
            Some(AtTheLink::NotPermitted) => matches!(answer, Err(Error::Invalid(_))),
            Some(AtTheLink::TakenIn) | None => answer.is_ok(),
        };
        ensure(as_said, "a_form_answers_as_its_link_says", || {
            format!("{at:?} was answered by {answer:?}")
        })?;
        if answer.is_err() {
            return Ok(Effects::none());
        }
        Ok(self.reply(person, door, &decided, AuditAction::RegistrationSubmitted))
    }

    /// The mail that answers a visitor's form.
    fn reply(
        &self,
        person: usize,
        door: Option<(usize, usize)>,
        decided: &[Registration],
        action: AuditAction,
    ) -> Effects {
        let to = self.email(person);
        let effects = Effects::recorded(action);
        if Model::is_staff(person) {
            effects.mailed(MailKind::AlreadyRegistered, &to)
        } else if !decided.is_empty() {
            decided.iter().fold(effects, |effects, one| {
                effects.mailed(decision_kind(one), &to)
            })
        } else if !self.admitted(person, door).is_empty() {
            effects.mailed(MailKind::Activation, &to)
        } else if self.ledger.accounts.contains_key(&person) {
            effects.mailed(MailKind::AlreadyRegistered, &to)
        } else {
            effects.mailed(MailKind::NotSetUp, &to)
        }
    }

    /// The newest form of a person, by the visitor or by staff.
    pub(super) async fn resend(&mut self, person: usize, by_staff: bool) -> Outcome<Effects> {
        let rows = self.registrations_of(person).await?;
        let mut forms = rows
            .into_iter()
            .map(|row| row.value)
            .filter(|row| matches!(row.origin, Origin::PortalForm | Origin::InviteLink { .. }));
        let Some(form) = forms.next() else {
            return Ok(Effects::none());
        };
        let is_open = form.is_open(self.now());
        if by_staff {
            let actor = crate::history::world::actor(&self.crew.manager);
            answered(self.registrar.resend_mail(&actor, form.id).await, is_open)?;
        } else {
            self.registrar.resend_to_visitor(form.id).await?;
        }
        if !is_open {
            return Ok(Effects::none());
        }
        self.ledger.replace_mail(form.id);
        let decided = self.decided(person, form.customer).await?;
        Ok(self.reply(
            person,
            self.door_of(&form),
            &decided,
            AuditAction::RegistrationMailResent,
        ))
    }

    /// The link and the code by which a registration came.
    pub(super) fn door_of(&self, registration: &Registration) -> Option<(usize, usize)> {
        match &registration.origin {
            Origin::InviteLink { link, code } => self.place_of_code(*link, code),
            _ => None,
        }
    }

    pub(super) async fn mistype_code(&mut self, person: usize) -> Outcome<Effects> {
        let Some(known) = self.ledger.codes.get(&person).cloned() else {
            return Ok(Effects::none());
        };
        let wrong = if known.code.expose() == "000000" {
            "000001"
        } else {
            "000000"
        };
        let proof = Proof::Code {
            registration: known.registration,
            code: ActivationCode::typed(wrong),
        };
        let row = self.directory.registration(known.registration).await?;
        let counts = row.is_some_and(|row| {
            let waits = matches!(row.state, RegistrationState::AwaitingActivation { .. });
            waits && row.is_open(self.now()) && self.model.now < known.dead_from
        });
        let left = validity::CODE_TRIES.saturating_sub(known.wrong_tries);
        let answer = self.registrar.inspect_activation(&proof).await;
        let as_said = match &answer {
            Err(Error::WrongCode { attempts_left }) => {
                counts && left > 0 && *attempts_left == left - 1
            }
            Err(Error::TokenUnavailable) => !counts || left == 0,
            _ => false,
        };
        ensure(as_said, "wrong_codes_are_counted", || {
            format!("with {left} tries left: {answer:?}")
        })?;
        if let (true, Some(code)) = (counts, self.ledger.codes.get_mut(&person)) {
            code.wrong_tries += 1;
        }
        Ok(Effects::none())
    }
}
