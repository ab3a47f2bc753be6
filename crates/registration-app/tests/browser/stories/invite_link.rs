//! Document 001: one link for a whole company, narrowed by an allowlist, which a direct invitation ignores.

use super::{at_the_console, confirm_and_come_in, go_to, options, phone, press_in_mail};
use crate::{
    browser::{Browser, Options},
    demo::{Demo, Who},
    hands::key,
};

#[tokio::test]
async fn whoever_holds_the_link_joins() {
    story(options(true)).await;
}

#[tokio::test]
async fn whoever_holds_the_link_joins_without_javascript() {
    story(options(false)).await;
}

#[tokio::test]
async fn whoever_holds_the_link_joins_on_a_phone() {
    story(phone(true)).await;
}

async fn story(options: Options) {
    let demo = Demo::start();
    let staff = at_the_console(&demo, "administrator", options).await;
    go_to(&staff, options, "Settings").await;
    staff.sees("Identity and Access Management").await;
    staff.choose("Customer", "Northwind Logistics").await;
    staff.press("Show").await;
    staff.sees("All settings of Northwind Logistics").await;
    assert_eq!(staff.value("Login Method").await, "password");
    let by_link = "Allow self-serviced registration using invite link";
    assert!(staff.is_set(by_link).await, "on by default");
    let link = staff.value("Kick-off workshop").await;
    if options.javascript {
        staff.press("Copy").await;
        staff.sees("Copied").await;
    }

    // Anybody who holds it, from anywhere.
    let hal = demo.browser(Who::Nobody, phone(options.javascript)).await;
    ask_to_join(&hal, &link, "Hal Holder", "hal@anywhere-consulting.com").await;
    hal.sees("Check your inbox").await;
    let mail = demo.mail("hal@anywhere-consulting.com", "activation").await;
    press_in_mail(&hal, &mail, "Confirm email address").await;
    confirm_and_come_in(&hal).await;
    hal.sees("Welcome, Hal").await;

    // The allowlist narrows it. Who is in, stays in.
    staff
        .fill("Domain Allowlist (optional)", "@company-name.com")
        .await;
    staff.keys(key::ENTER).await;
    assert!(!staff.is_set("sub-domains: company-name.com").await);
    assert!(
        staff
            .is_set("Only the permitted domains Direct invitations can still go to any address.")
            .await
    );
    staff.press("Save").await;
    staff
        .sees("One person with access would not be admitted any more")
        .await;
    staff.sees("hal@anywhere-consulting.com").await;
    staff.press("Save").await;
    staff.sees("Saved.").await;
    hal.open("/playbooks").await;
    hal.sees("Welcome, Hal").await;

    // An outsider sees whom the link is for; what was typed stays.
    let visitor = demo.browser(Who::Nobody, phone(options.javascript)).await;
    ask_to_join(&visitor, &link, "Ida Holm", "ida@elsewhere-works.com").await;
    visitor.sees("One field needs another look.").await;
    visitor
        .sees("Northwind Logistics accepts addresses at: @company-name.com")
        .await;
    assert_eq!(
        visitor.value("Work e-mail").await,
        "ida@elsewhere-works.com"
    );
    visitor.fill("Work e-mail", "ida@company-name.com").await;
    visitor.press("Continue").await;
    visitor.sees("Check your inbox").await;

    // A direct invitation goes to any address.
    go_to(&staff, options, "Customers").await;
    staff.follow("Northwind Logistics").await;
    staff.within("Customer").follow("Contacts 3").await;
    staff.follow("Invite").await;
    staff
        .fill("E-mail address", "gus.guest@far-away-trading.com")
        .await;
    staff.fill("First name (optional)", "Gus").await;
    staff.press("Send invitation").await;
    staff.sees("The invitation was sent.").await;
    let gus = demo.browser(Who::Nobody, phone(options.javascript)).await;
    let mail = demo
        .mail("gus.guest@far-away-trading.com", "invitation")
        .await;
    press_in_mail(&gus, &mail, "Accept the invitation").await;
    confirm_and_come_in(&gus).await;
    gus.sees("Welcome, Gus").await;

    // Replaced, the old one explains itself and offers a way on.
    staff.within("Customer").follow("Details").await;
    staff.follow("Replace link: Kick-off workshop").await;
    staff.set("At once", true).await;
    staff.press("Replace link").await;
    staff.sees("Replaced. Hand out the new link.").await;
    staff.sees("Hal Holder").await;
    let new = staff.value("Kick-off workshop").await;
    assert_ne!(new, link);
    visitor.open(&link).await;
    visitor.sees("This invite link doesn’t work any more").await;
    visitor.sees("A newer link has taken its place.").await;
    visitor.follow("Register Now").await;
    visitor.arrives("/request-access").await;
    visitor.open(&new).await;
    visitor.sees("Join Northwind Logistics").await;
}

async fn ask_to_join(browser: &Browser, link: &str, name: &str, email: &str) {
    browser.open(link).await;
    browser.sees("Join Northwind Logistics").await;
    browser.fill("Full name", name).await;
    browser.fill("Work e-mail", email).await;
    browser.press("Continue").await;
}

#[tokio::test]
async fn a_link_that_leads_nowhere_says_so() {
    let demo = Demo::start();
    let browser = demo.browser(Who::Nobody, options(false)).await;
    browser.open("/join/cut-off-when-copied").await;
    browser.sees("There is no such link").await;
    browser.follow("Register Now").await;
    browser.arrives("/request-access").await;
}
