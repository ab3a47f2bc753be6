//! "Map user to company": what can be chosen, and choosing it.

use super::show;
use crate::{
    api::registration_requests::decide as api,
    extract::{Id, RawBody},
    pages::{
        form::Form,
        page::{Answer, see_other},
        visit::ConsolePage,
    },
    problem::{Problem, Slug},
    session::Caller,
    state::App,
};
use axum::extract::State;
use registration_core::{
    Error,
    model::{Actor, ContactId, Customer, CustomerId, RegistrationId},
    ports::Page,
    usecase::RequestView,
};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// Companies and their people, best first.
pub(super) struct Candidates {
    pub(super) companies: Vec<Company>,
    pub(super) groups: Vec<Group>,
    /// Whether a search for a company found nothing.
    pub(super) nothing_found: bool,
}

/// A company to choose.
pub(super) struct Company {
    pub(super) id: CustomerId,
    pub(super) name: String,
    pub(super) reference: Option<String>,
    /// Codes of what speaks for it; none for one that was searched for.
    pub(super) reasons: Vec<&'static str>,
}

/// The people of a company.
pub(super) struct Group {
    pub(super) company: String,
    pub(super) people: Vec<Person>,
}

/// A contact to select.
pub(super) struct Person {
    pub(super) id: ContactId,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) reasons: Vec<&'static str>,
}

/// How many people of a company are offered without a search.
const PEOPLE: u32 = 50;
/// How many companies a search shows.
const FOUND: u32 = 10;
/// Of how many companies the people are offered.
const COMPANIES_WITH_PEOPLE: usize = 3;

/// The suggestions, what was searched for, and the company that is chosen, with their people.
pub(super) async fn candidates(
    app: &App,
    actor: &Actor,
    view: &RequestView,
    form: &Form,
) -> Result<Candidates, Error> {
    let chosen: Option<CustomerId> = form.value("customer_id").parse().ok();
    let mut companies: Vec<Company> = Vec::new();
    for one in &view.customers {
        let customer = app.registrar.customer(actor, one.id).await?.value;
        let reasons = one.reasons.iter().map(|reason| reason.code()).collect();
        companies.push(Company {
            reasons,
            ..Company::of(customer)
        });
    }
    let sought = form.value("find_company").trim();
    let mut nothing_found = false;
    if !sought.is_empty() {
        let page = Page {
            limit: FOUND,
            before: None,
        };
        let found = app.registrar.customers(actor, Some(sought), page).await?;
        nothing_found = found.items.is_empty();
        for one in found.items {
            if companies.iter().all(|known| known.id != one.id) {
                companies.push(Company::of(one.value));
            }
        }
    }
    if let Some(id) = chosen.filter(|id| companies.iter().all(|known| known.id != *id)) {
        match app.registrar.customer(actor, id).await {
            Ok(customer) if customer.archived_at.is_none() => {
                companies.push(Company::of(customer.value));
            }
            Ok(_) | Err(Error::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
    }
    let groups = groups(app, actor, view, form, &companies).await?;
    Ok(Candidates {
        companies,
        groups,
        nothing_found,
    })
}

impl Company {
    fn of(customer: Customer) -> Self {
        Self {
            id: customer.id,
            name: customer.name,
            reference: customer.reference,
            reasons: Vec::new(),
        }
    }
}

/// The people of the chosen company, then of the best others. Whoever is suggested stands first.
async fn groups(
    app: &App,
    actor: &Actor,
    view: &RequestView,
    form: &Form,
    companies: &[Company],
) -> Result<Vec<Group>, Error> {
    let chosen = form.value("customer_id");
    let mut order: Vec<&Company> = companies.iter().collect();
    order.sort_by_key(|company| company.id.to_string() != chosen);
    let suggested: HashMap<ContactId, Vec<&'static str>> = view
        .contacts
        .iter()
        .map(|(one, _)| {
            (
                one.id,
                one.reasons.iter().map(|reason| reason.code()).collect(),
            )
        })
        .collect();
    let wanted = form.value("find_person").trim();
    let q = Some(wanted).filter(|wanted| !wanted.is_empty());
    let page = Page {
        limit: PEOPLE,
        before: None,
    };
    let mut groups = Vec::new();
    for company in order.into_iter().take(COMPANIES_WITH_PEOPLE) {
        let contacts = app.registrar.contacts(actor, company.id, q, page).await?;
        let mut people: Vec<Person> = Vec::new();
        for contact in contacts.items {
            people.push(Person {
                id: contact.id,
                name: contact.name.to_string(),
                email: contact.email.to_string(),
                reasons: suggested.get(&contact.id).cloned().unwrap_or_default(),
            });
        }
        people.sort_by_key(|person| std::cmp::Reverse(person.reasons.len()));
        if !people.is_empty() {
            groups.push(Group {
                company: company.name.clone(),
                people,
            });
        }
    }
    Ok(groups)
}

/// Searches, or maps. Enter in a field searches: nobody is mapped by accident.
pub(super) async fn submit(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<RegistrationId>,
    form: Form,
) -> Answer {
    if form.value("intent") == "map" {
        let caller = Caller(page.actor.clone());
        let body = RawBody::of(&Value::Object(body(&form)));
        match api::map(State(app.clone()), caller, Id(id), body).await {
            Ok(_) => return Ok(see_other(&format!("/admin/requests/{id}?done=mapped"))),
            Err(problem) => {
                let view = app.registrar.request(&page.actor, id).await?;
                let form = form.refused(in_words(&page, problem))?;
                return show::render(&app, page, view, form).await;
            }
        }
    }
    let view = app.registrar.request(&page.actor, id).await?;
    show::render(&app, page, view, form).await
}

/// The body that the API takes. "Create new contact" counts when nobody is selected.
fn body(form: &Form) -> Map<String, Value> {
    let mut body = form.object(&["customer_id"]);
    if form.value("contact_id").is_empty() && form.is_on("create_contact") {
        let mut contact = form.object(&["first_name", "last_name", "phone"]);
        for name in ["first_name", "last_name"] {
            contact.entry(name).or_insert(json!(""));
        }
        body.insert("create_contact".to_owned(), Value::Object(contact));
    } else if !form.value("contact_id").is_empty() {
        body.insert("contact_id".to_owned(), json!(form.value("contact_id")));
    }
    body.entry("customer_id").or_insert(json!(""));
    for tick in ["permit_domain", "confirm_address"] {
        body.insert(tick.to_owned(), json!(form.is_on(tick)));
    }
    body
}

/// A refusal as this page says it: with its own fields, and with the colleague's name in the reader's language.
fn in_words(page: &ConsolePage, mut problem: Problem) -> Problem {
    for error in &mut problem.errors {
        // The fields of the new contact stand on the page itself.
        if let Some(field) = error.pointer.strip_prefix("/create_contact/") {
            error.pointer = format!("/{field}");
        }
    }
    let name = |member: &str| {
        let colleague = problem.members.get(member)?.get("name")?;
        colleague.as_str().map(str::to_owned)
    };
    match problem.slug {
        Slug::AlreadyDecided => {
            let decision = problem.members.get("decision").and_then(Value::as_str);
            let decision = page.c.of("request-state", decision.unwrap_or_default());
            let by = name("decided_by").unwrap_or_default();
            let said = page.c.say("request-already-decided");
            problem.detail = said.with("decision", decision).with("name", by).to_string();
        }
        Slug::Claimed => {
            let by = name("claimed_by").unwrap_or_default();
            problem.detail = page.c.t1("request-claimed-by", "name", by);
        }
        _ => {}
    }
    problem
}
