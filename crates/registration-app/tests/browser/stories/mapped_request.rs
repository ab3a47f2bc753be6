//! Document 002: staff grant access to a contact, and map those who ask for it.

use super::{PASSWORD, at_the_console, confirm_and_come_in, go_to, options, phone, press_in_mail};
use crate::{
    browser::{Browser, Options},
    demo::{Demo, Who},
};
use reqwest::Method;

#[tokio::test]
async fn a_contact_who_is_given_access_gets_login_details() {
    granted(options(true)).await;
}

#[tokio::test]
async fn a_contact_who_is_given_access_gets_login_details_without_javascript() {
    granted(options(false)).await;
}

#[tokio::test]
async fn a_contact_who_is_given_access_gets_login_details_on_a_phone() {
    granted(phone(true)).await;
}

async fn granted(options: Options) {
    let demo = Demo::start();
    let staff = at_the_console(&demo, "customer manager", options).await;
    go_to(&staff, options, "Customers").await;
    staff.follow("Meridian Foods").await;
    staff.within("Customer").follow("Contacts 4").await;
    staff.sees("Customer Portal").await;
    staff.sees("PE").await;
    staff.within("Omar Haddad").follow("Edit Omar Haddad").await;
    staff.set("Portal access (PE)", true).await;
    staff.press("Save contact").await;
    staff.sees("Portal access is on.").await;

    let address = "omar.haddad@meridianfoods.com";
    let mail = demo.mail(address, "access_granted").await;
    assert!(mail.text.contains(address), "{}", mail.text);
    let omar = demo.browser(Who::Nobody, options).await;
    press_in_mail(&omar, &mail, "Set your password").await;
    confirm_and_come_in(&omar).await;
    // The login details are good for signing in.
    omar.press("Sign out").await;
    sign_in(&omar, address).await;
    omar.sees("Welcome, Omar").await;

    // Off again: first whom it hits, then the next click fails.
    let contact = staff.url().await;
    staff.open(contact.split('?').next().unwrap()).await;
    staff.set("Portal access (PE)", false).await;
    staff.press("Save contact").await;
    staff.sees("Switch off portal access of Omar Haddad?").await;
    staff.sees("1 session loses this customer").await;
    staff.press("Switch access off").await;
    staff.sees("Portal access is off.").await;
    omar.within("Portal").follow("My projects").await;
    omar.arrives("/sign-in").await;
}

#[tokio::test]
async fn who_asks_for_access_is_mapped_and_gets_in() {
    mapped(options(true)).await;
}

#[tokio::test]
async fn who_asks_for_access_is_mapped_and_gets_in_without_javascript() {
    mapped(options(false)).await;
}

#[tokio::test]
async fn who_asks_for_access_is_mapped_and_gets_in_on_a_phone() {
    mapped(phone(true)).await;
}

async fn mapped(options: Options) {
    let demo = Demo::start();
    // Nobody but the mapper on duty is told.
    let ida = demo.browser(Who::Nobody, options).await;
    let request = register_now(&demo, &ida, "Ida Holm", "ida.holm@holmpartners.com").await;
    let mapper = demo.browser(Who::Nobody, options).await;
    press_in_mail(&mapper, &request, "Map Registration").await;
    // The link is a way there, not a right: signing in comes first, then the request.
    mapper.arrives("/admin/sign-in").await;
    mapper
        .fill("E-mail address", &demo.address_of("mapper"))
        .await;
    mapper.fill("Password", &demo.password).await;
    mapper.press("Sign in").await;
    mapper.arrives("/admin/requests/").await;
    mapper.sees("“Meridian Foods”").await;
    mapper.sees("ida.holm@holmpartners.com").await;
    mapper.set("Meridian Foods C-1041 Similar name", true).await;
    mapper.set("Create new contact", true).await;
    assert_eq!(mapper.value("First name").await, "Ida");
    mapper.press("Map user to company").await;
    mapper.sees("Mapped.").await;
    let mail = demo.mail("ida.holm@holmpartners.com", "mapped").await;
    press_in_mail(&ida, &mail, "Set your password").await;
    confirm_and_come_in(&ida).await;
    ida.press("Sign out").await;
    sign_in(&ida, "ida.holm@holmpartners.com").await;

    // A contact whom the company has already.
    let lucia = demo.browser(Who::Nobody, options).await;
    let address = "lucia@northwindlogistics.com";
    let request = register_now(&demo, &lucia, "Lucia Ferri", address).await;
    press_in_mail(&mapper, &request, "Map Registration").await;
    mapper.arrives("/admin/requests/").await;
    mapper.fill("Or choose another company", "northwind").await;
    mapper.press("Find").await;
    mapper
        .set("Northwind Logistics C-1077 Colleagues on this domain", true)
        .await;
    mapper
        .choose(
            "Select user",
            "Lucia Ferri · lucia@northwindlogistics.com · Same address · Similar name",
        )
        .await;
    mapper.press("Map user to company").await;
    mapper.sees("Mapped.").await;
    let mail = demo.mail(address, "mapped").await;
    press_in_mail(&lucia, &mail, "Set your password").await;
    confirm_and_come_in(&lucia).await;

    // Declined, with the reason.
    let sam = demo.browser(Who::Nobody, options).await;
    let request = register_now(&demo, &sam, "Sam Poe", "sam.poe@nowhere-trading.com").await;
    press_in_mail(&mapper, &request, "Map Registration").await;
    mapper.arrives("/admin/requests/").await;
    mapper.follow("Decline…").await;
    let reason = "Nobody at Meridian Foods knows you.";
    mapper.fill("Reason", reason).await;
    let tell = "Mail the reason to the person Without this, the request ends silently.";
    mapper.set(tell, true).await;
    mapper.press("Decline").await;
    mapper.sees("Declined.").await;
    mapper.sees(reason).await;
    let mail = demo.mail("sam.poe@nowhere-trading.com", "declined").await;
    assert!(mail.text.contains(reason), "{}", mail.text);
}

/// Presses *Register Now* and returns the mail that the mapper on duty gets about it.
async fn register_now(
    demo: &Demo,
    browser: &Browser,
    name: &str,
    email: &str,
) -> crate::demo::Mail {
    browser.open("/register").await;
    browser.follow("Register Now").await;
    browser.fill("Full name", name).await;
    browser.fill("Work e-mail", email).await;
    browser.fill("Company", "Meridian Foods").await;
    browser.press("Register Now").await;
    browser
        .sees("your registration request has been sent")
        .await;
    let (kind, mapper) = ("map_registration", demo.address_of("mapper"));
    let mail = demo.mail_saying(&mapper, kind, email).await;
    let found = demo.api(Method::GET, "/outbox", None).await;
    let told = found["data"].as_array().unwrap().iter();
    let told = told.filter(|one| one["kind"] == kind);
    assert!(
        told.clone().count() > 0
            && told
                .clone()
                .all(|one| one["to"] == demo.address_of("mapper")),
        "only the mapper on duty is told: {found}"
    );
    mail
}

async fn sign_in(browser: &Browser, email: &str) {
    browser.open("/sign-in").await;
    browser.fill("E-mail address", email).await;
    browser.fill("Password", PASSWORD).await;
    browser.press("Sign in").await;
    browser.arrives("/playbooks").await;
}
