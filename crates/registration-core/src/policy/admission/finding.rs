//! What somebody outside found out about an address: notes for the trace, and vetoes. They narrow, never widen.

use super::{Admitted, Decision, Outcome, Refusal, Rule, TraceStep};
use crate::model::CustomerId;

/// One thing that an [`AdmissionHook`](crate::ports::AdmissionHook) has to say.
///
/// ```
/// use registration_core::policy::admission::{Admitted, Decision, Finding, Outcome, Refusal};
/// # use registration_core::model::Basis;
/// # let make = registration_testkit::fixtures::Fixtures::default();
/// # let basis = Basis::PermittedDomain { domain: "acme.com".parse().unwrap() };
/// let (full, free) = (make.customer().id, make.customer().id);
/// let admitted = [full, free].map(|customer| Admitted { customer, basis: basis.clone() });
/// let decision = Decision { outcome: Outcome::Admit(admitted.into()), trace: Vec::new() };
/// let veto = Finding::veto("seat_limit", "all ten seats are taken");
/// assert_eq!(decision.clone().heeding(&[veto.clone().at(full)]).admitted()[0].customer, free);
/// assert_eq!(decision.heeding(&[veto]).refusal(), Some(Refusal::Vetoed), "it names no customer: at none");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// At which customer; everywhere when it is none.
    pub customer: Option<CustomerId>,
    /// Whether it stands in the way.
    pub verdict: Verdict,
    /// The hook's own stable code, such as `seat_limit`.
    pub code: String,
    /// Why, in a sentence for staff. The person never reads it.
    pub why: String,
}

impl Finding {
    /// A fact that staff should see; it changes nothing.
    pub fn note(code: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            customer: None,
            verdict: Verdict::Note,
            code: code.into(),
            why: why.into(),
        }
    }

    /// A refusal.
    pub fn veto(code: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            verdict: Verdict::Veto,
            ..Self::note(code, why)
        }
    }

    /// The same at one customer alone.
    #[must_use]
    pub fn at(mut self, customer: CustomerId) -> Self {
        self.customer = Some(customer);
        self
    }

    fn vetoes(&self, admitted: &Admitted) -> bool {
        self.verdict == Verdict::Veto && self.customer.is_none_or(|at| at == admitted.customer)
    }
}

/// Whether a finding stands in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// It is only told.
    Note,
    /// It refuses.
    Veto,
}

impl Decision {
    /// The decision after what a hook found: without the customers at which it vetoes, and with every finding in the
    /// trace. What the rules refused stays refused, whatever was found.
    ///
    /// ```
    /// use registration_core::policy::admission::{Decision, Finding, Outcome, Refusal};
    /// let refused = Decision { outcome: Outcome::Refuse(Refusal::DomainNotPermitted), trace: Vec::new() };
    /// let after = refused.heeding(&[Finding::note("known_customer", "a customer since 2019")]);
    /// assert_eq!(after.refusal(), Some(Refusal::DomainNotPermitted));
    /// assert_eq!(after.trace[0].why, "known_customer: a customer since 2019");
    /// ```
    #[must_use]
    pub fn heeding(mut self, findings: &[Finding]) -> Self {
        let told = findings.iter().map(|finding| TraceStep {
            customer: finding.customer,
            rule: Rule::AdmissionHook,
            matched: finding.verdict == Verdict::Note,
            why: format!("{}: {}", finding.code, finding.why),
        });
        self.trace.extend(told);
        if findings.is_empty() {
            self.trace.push(TraceStep {
                customer: None,
                rule: Rule::AdmissionHook,
                matched: true,
                why: "the admission hook was asked and found nothing".to_owned(),
            });
        }
        if let Outcome::Admit(admitted) = &mut self.outcome {
            admitted.retain(|one| !findings.iter().any(|finding| finding.vetoes(one)));
            if admitted.is_empty() {
                self.outcome = Outcome::Refuse(Refusal::Vetoed);
            }
        }
        self
    }
}
