//! `explain`: what the rules would decide for an address at this moment, and why.

use super::say;
use crate::{config::Settings, database::Database, failure::Failure, wiring::Office};
use registration_core::{
    model::{Actor, EmailAddress, LinkCode},
    usecase::Explanation,
};
use std::fmt::Write as _;

/// Reads an address as every door does.
pub(crate) fn address(typed: &str) -> Result<EmailAddress, Failure> {
    typed
        .parse()
        .map_err(|error| Failure::usage(format!("{typed:?} is no address we accept: {error}")))
}

/// Prints the decision and its trace. Stores nothing.
pub(crate) async fn run(
    settings: &Settings,
    email: &str,
    link: Option<String>,
) -> Result<(), Failure> {
    let email = address(email)?;
    // People copy the whole address of a link.
    let code = link.map(|link| match link.rsplit_once("/join/") {
        Some((_, code)) => LinkCode(code.trim_end_matches('/').to_owned()),
        None => LinkCode(link),
    });
    let database = Database::open_existing(settings).await?;
    let office = Office::new(database, settings, false);
    let registrar = &office.registrar;
    let explained = registrar
        .explain(&Actor::CommandLine, &email, code.as_ref())
        .await;
    let names = match &explained {
        Ok(explanation) => customer_names(&office, explanation).await?,
        Err(_) => Vec::new(),
    };
    office.database.close().await;
    say(shown(&email, &explained?, &names).trim_end())
}

type Names = Vec<(registration_core::model::CustomerId, String)>;

async fn customer_names(office: &Office, explanation: &Explanation) -> Result<Names, Failure> {
    let mut ids: Vec<_> = explanation
        .trace
        .iter()
        .filter_map(|step| step.customer)
        .collect();
    ids.sort();
    ids.dedup();
    let customers = office.registrar.directory().customers_by_id(&ids).await;
    let customers = customers.map_err(registration_core::Error::from)?;
    Ok(customers
        .into_iter()
        .map(|customer| (customer.id, customer.value.name))
        .collect())
}

fn shown(email: &EmailAddress, explanation: &Explanation, names: &Names) -> String {
    let mut out = format!("address    {email}\ndecision   {}\n", explanation.decision);
    let reason = explanation
        .refusal
        .map_or("admitted", |refusal| refusal.code());
    let _ = writeln!(out, "reason     {reason}");
    for customer in &explanation.customers {
        let _ = writeln!(out, "customer   {} ({})", customer.name, customer.id);
    }
    let _ = writeln!(out, "\nrules that were looked at");
    for step in &explanation.trace {
        let passed = if step.matched { "yes" } else { "no " };
        let name = names.iter().find(|(id, _)| Some(*id) == step.customer);
        let at = name.map_or_else(String::new, |(_, name)| format!(" [{name}]"));
        let _ = writeln!(out, "  {passed}  {:<26} {}{at}", step.rule.code(), step.why);
    }
    out
}
