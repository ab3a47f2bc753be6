//! Every page, with who must be signed in to see it, and the states that it has. A new page is a new line here.

use crate::{
    axe::{Fault, check, check_shown},
    browser::Options,
    demo::{Demo, Who},
};
use reqwest::Method;
use serde_json::json;

/// One page: its path, in which `{customer}` and the like stand for ids of the demonstration, and what it answers.
struct Page {
    path: &'static str,
    who: Who,
    status: u16,
    /// What is typed there, by its label, before anything is pressed.
    typed: &'static [(&'static str, &'static str)],
    /// What is pressed there first, so that the page is what comes then.
    pressed: Option<&'static str>,
}

const fn page(who: Who, path: &'static str) -> Page {
    Page {
        path,
        who,
        status: 200,
        typed: &[],
        pressed: None,
    }
}

/// A page that is refused.
const fn refused(who: Who, path: &'static str, status: u16) -> Page {
    Page {
        status,
        ..page(who, path)
    }
}

/// What comes when the button of this name is pressed at once.
const fn pressed(who: Who, path: &'static str, button: &'static str, status: u16) -> Page {
    Page {
        status,
        pressed: Some(button),
        ..page(who, path)
    }
}

const OPEN: &[Page] = &[
    page(Who::Nobody, "/docs"),
    page(Who::Nobody, "/problems/not-admitted"),
    page(Who::Nobody, "/dev/inbox"),
    page(Who::Nobody, "/dev/inbox?view=text"),
    page(Who::Nobody, "/"),
    page(Who::Nobody, "/sign-in"),
    pressed(Who::Nobody, "/sign-in", "Sign in", 401),
    page(Who::Nobody, "/register"),
    pressed(Who::Nobody, "/register", "Continue", 422),
    page(Who::Nobody, "/join/{link}"),
    pressed(Who::Nobody, "/join/{link}", "Continue", 422),
    refused(Who::Nobody, "/join/no-such-link", 410),
    page(Who::Nobody, "/activate/no-such-token"),
    pressed(Who::Nobody, "/activate/no-such-token", "Continue", 410),
    page(Who::Nobody, "/request-access"),
    pressed(Who::Nobody, "/request-access", "Register Now", 422),
    page(Who::Nobody, "/request-access/sent"),
    page(Who::Nobody, "/reset-password"),
    pressed(Who::Nobody, "/reset-password", "Send the link", 422),
    refused(Who::Nobody, "/no-such-page", 404),
    page(Who::Nobody, "/admin/sign-in"),
    pressed(Who::Nobody, "/admin/sign-in", "Sign in", 401),
    page(Who::Nobody, "/admin/reset-password"),
    page(Who::Portal, "/playbooks"),
    page(Who::Portal, "/playbooks/{offered}"),
    page(Who::Portal, "/projects"),
    page(Who::Portal, "/projects/{project}"),
    page(Who::Portal, "/profile"),
    pressed(Who::Portal, "/profile", "Change password", 422),
    refused(Who::Portal, "/projects/no-such-project", 404),
];

const CUSTOMERS: &[Page] = &[
    page(Who::Staff, "/admin/customers"),
    page(Who::Staff, "/admin/customers?q=nobody-is-called-so"),
    page(Who::Staff, "/admin/customers/new"),
    pressed(Who::Staff, "/admin/customers/new", "Create customer", 422),
    page(Who::Staff, "/admin/customers/{customer}"),
    pressed(
        Who::Staff,
        "/admin/customers/{customer}",
        "Remove meridianfoods.com",
        200,
    ),
    page(Who::Staff, "/admin/customers/{customer}/archive"),
    page(Who::Staff, "/admin/customers/{customer}/links/new"),
    Page {
        typed: &[("Limit (optional)", "0")],
        ..pressed(
            Who::Staff,
            "/admin/customers/{customer}/links/new",
            "Create link",
            422,
        )
    },
    page(
        Who::Staff,
        "/admin/customers/{customer}/links/{invite-link}",
    ),
    page(
        Who::Staff,
        "/admin/customers/{customer}/links/{invite-link}/replace",
    ),
    page(Who::Staff, "/admin/customers/{customer}/contacts"),
    page(Who::Staff, "/admin/customers/{new}/contacts"),
    page(Who::Staff, "/admin/customers/{customer}/contacts/new"),
    pressed(
        Who::Staff,
        "/admin/customers/{customer}/contacts/new",
        "Create contact",
        422,
    ),
    page(Who::Staff, "/admin/contacts/{contact}"),
    page(Who::Staff, "/admin/contacts/{contact}/suspend"),
    page(Who::Staff, "/admin/customers/{customer}/invite"),
    pressed(
        Who::Staff,
        "/admin/customers/{customer}/invite",
        "Send invitation",
        422,
    ),
    page(Who::Staff, "/admin/customers/{customer}/invite/many"),
    Page {
        typed: &[("One person a line", "Kim <kim@meridianfoods.com>\nnobody")],
        ..pressed(
            Who::Staff,
            "/admin/customers/{customer}/invite/many",
            "Send invitations",
            200,
        )
    },
    page(Who::Staff, "/admin/customers/{customer}/registrations"),
    page(Who::Staff, "/admin/customers/{new}/registrations"),
    page(Who::Staff, "/admin/customers/{customer}/projects"),
    page(Who::Staff, "/admin/customers/{new}/projects"),
    page(Who::Staff, "/admin/customers/{customer}/activity"),
    page(Who::Staff, "/admin/registrations"),
    page(Who::Staff, "/admin/registrations/{registration}"),
    page(Who::Staff, "/admin/registrations/{pending}/revoke"),
];

const CONSOLE: &[Page] = &[
    page(Who::Staff, "/admin"),
    page(Who::Staff, "/admin/requests"),
    page(Who::Staff, "/admin/requests?state=declined"),
    page(Who::Staff, "/admin/requests/{request}"),
    Page {
        typed: &[("First name", "")],
        ..pressed(
            Who::Staff,
            "/admin/requests/{request}",
            "Map user to company",
            422,
        )
    },
    page(Who::Staff, "/admin/requests/{request}/decline"),
    pressed(
        Who::Staff,
        "/admin/requests/{request}/decline",
        "Decline",
        422,
    ),
    page(Who::Staff, "/admin/try-address"),
    pressed(Who::Staff, "/admin/try-address", "Try", 422),
    Page {
        typed: &[("E-mail address", "eve@elsewhere-works.com")],
        ..pressed(Who::Staff, "/admin/try-address", "Try", 200)
    },
    Page {
        typed: &[("E-mail address", "eve@meridianfoods.com")],
        ..pressed(Who::Staff, "/admin/try-address", "Try", 200)
    },
    page(Who::Staff, "/admin/settings/identity"),
    page(Who::Staff, "/admin/playbooks"),
    page(Who::Staff, "/admin/playbooks/new"),
    pressed(Who::Staff, "/admin/playbooks/new", "Create playbook", 422),
    page(Who::Staff, "/admin/playbooks/{playbook}"),
    page(Who::Staff, "/admin/playbooks/{playbook}/portal"),
    page(Who::Staff, "/admin/playbooks/{offered}/portal"),
    page(Who::Staff, "/admin/playbooks/{playbook}/portal/visibility"),
    page(Who::Staff, "/admin/playbooks/{playbook}/archive"),
    page(Who::Staff, "/admin/projects"),
    page(Who::Staff, "/admin/projects?customer_id={new}"),
    page(Who::Staff, "/admin/projects/{project}"),
    page(Who::Staff, "/admin/staff"),
    page(Who::Staff, "/admin/staff/new"),
    pressed(Who::Staff, "/admin/staff/new", "Create staff member", 422),
    page(Who::Staff, "/admin/staff/{staff}"),
    page(Who::Staff, "/admin/profile"),
    page(Who::Staff, "/admin/api-keys"),
    page(Who::Staff, "/admin/api-keys/new"),
    pressed(Who::Staff, "/admin/api-keys/new", "Create API key", 422),
    page(Who::Staff, "/admin/audit"),
    page(Who::Staff, "/admin/audit/refused"),
    page(Who::Staff, "/admin/outbox"),
    page(Who::Staff, "/admin/outbox?state=failed"),
    page(Who::Staff, "/admin/outbox?state=queued"),
    page(Who::Staff, "/admin/outbox?state=failed&kind=reminder"),
    page(Who::Staff, "/admin/outbox/{mail}"),
    refused(Who::Staff, "/admin/customers/no-such-customer", 404),
];

/// A customer at whom nothing happened yet.
async fn new_customer(demo: &Demo) -> String {
    let new = json!({ "name": "Aldous Works" });
    let created = demo.api(Method::POST, "/customers", Some(new)).await;
    created["id"].as_str().unwrap().to_owned()
}

/// A registration that can still be revoked.
async fn pending(demo: &Demo) -> String {
    let list = "/registrations?state=awaiting_activation";
    let waiting = demo.api(Method::GET, list, None).await;
    waiting["data"][0]["id"].as_str().unwrap().to_owned()
}

async fn look_at(pages: &[Page]) {
    let demo = Demo::start();
    let new = new_customer(&demo).await;
    let pending = pending(&demo).await;
    let mut faults = Vec::new();
    for who in [Who::Nobody, Who::Portal, Who::Staff] {
        let pages: Vec<_> = pages.iter().filter(|page| page.who == who).collect();
        if pages.is_empty() {
            continue;
        }
        let browser = demo.browser(who, Options::default()).await;
        for page in pages {
            let path = demo.path(page.path).await;
            let path = path.replace("{new}", &new).replace("{pending}", &pending);
            let Some(button) = page.pressed else {
                faults.extend(check(&browser, &path, page.status).await);
                continue;
            };
            browser.look(1360, 900, false).await;
            browser.open(&path).await;
            browser.complaints().await;
            for (label, text) in page.typed {
                browser.fill(label, text).await;
            }
            browser.press(button).await;
            let name = format!("{path}, {button}");
            faults.extend(check_shown(&browser, &name, page.status).await);
        }
    }
    let faults: Vec<_> = faults.iter().map(Fault::to_string).collect();
    assert!(
        faults.is_empty(),
        "{} faults\n\n{}",
        faults.len(),
        faults.join("\n")
    );
}

#[tokio::test]
async fn every_page_of_the_portal_is_accessible_in_every_look_and_asks_nobody_else() {
    look_at(OPEN).await;
}

#[tokio::test]
async fn every_page_about_customers_is_accessible_in_every_look_and_asks_nobody_else() {
    look_at(CUSTOMERS).await;
}

#[tokio::test]
async fn every_other_page_of_the_console_is_accessible_in_every_look_and_asks_nobody_else() {
    look_at(CONSOLE).await;
}
