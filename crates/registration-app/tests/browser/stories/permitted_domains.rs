//! Document 000: permitted domains, a playbook for self-service, and what the customer's people do with both.

use super::{at_the_console, confirm_and_come_in, go_to, options, phone, press_in_mail, register};
use crate::{
    browser::{Browser, Options},
    demo::{Demo, Who},
    hands::key,
};

const COVER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/cover.png");

#[tokio::test]
async fn people_on_a_permitted_domain_come_in_and_start_projects() {
    story(options(true)).await;
}

#[tokio::test]
async fn people_on_a_permitted_domain_come_in_and_start_projects_without_javascript() {
    story(options(false)).await;
}

#[tokio::test]
async fn people_on_a_permitted_domain_come_in_and_start_projects_on_a_phone() {
    story(phone(true)).await;
}

async fn story(options: Options) {
    let demo = Demo::start();
    let staff = at_the_console(&demo, "administrator", options).await;
    permit_a_domain(&staff, options).await;
    offer_a_playbook(&staff, options).await;

    // The customer's experience.
    let ann = demo.browser(Who::Nobody, options).await;
    register(&ann, "Ann Lee", "ann.lee@brightfjord.com").await;
    let mail = demo.mail("ann.lee@brightfjord.com", "activation").await;
    press_in_mail(&ann, &mail, "Confirm email address").await;
    confirm_and_come_in(&ann).await;
    ann.sees("Welcome, Ann").await;
    ann.sees("We look at who may do what, together.").await;
    ann.follow("Start project: Security review").await;
    ann.fill("Name of the project (optional)", "Review at Bright Fjord")
        .await;
    ann.press("Start project").await;
    ann.arrives("/projects/").await;
    ann.sees("Review of access").await;
    ann.sees("Jonas Berg").await;
    let url = ann.url().await;
    let project = url.split('?').next().unwrap();

    // A colleague types the code instead, and sees nothing of the project until the team invites him.
    let ben = demo.browser(Who::Nobody, options).await;
    register(&ben, "Ben Ode", "ben.ode@brightfjord.com").await;
    let mail = demo.mail("ben.ode@brightfjord.com", "activation").await;
    ben.fill("Code from the e-mail", &mail.code.unwrap()).await;
    ben.press("Confirm e-mail address").await;
    ben.sees("Set your password").await;
    ben.fill("Password", super::PASSWORD).await;
    ben.press("Continue").await;
    ben.arrives("/playbooks").await;
    ben.sees_no("Review at Bright Fjord").await;
    ben.within("Portal").follow("My projects").await;
    ben.sees("No project yet").await;
    ben.open(project).await;
    ben.sees("404").await;
    ben.sees_no("Review of access").await;

    go_to(&staff, options, "Projects").await;
    staff.follow("Review at Bright Fjord").await;
    staff
        .choose(
            "Contact with portal access",
            "Ben Ode · ben.ode@brightfjord.com",
        )
        .await;
    staff.press("Invite by e-mail").await;
    staff.sees("Invited. The e-mail is on its way.").await;
    let mail = demo
        .mail("ben.ode@brightfjord.com", "project_invitation")
        .await;
    press_in_mail(&ben, &mail, "Open the project").await;
    ben.arrives(project).await;
    ben.sees("Review of access").await;

    // Somebody elsewhere gets the same answer, and a mail that offers to ask.
    let eve = demo.browser(Who::Nobody, options).await;
    register(&eve, "Eve Ross", "eve.ross@elsewhere-works.com").await;
    let mail = demo
        .mail("eve.ross@elsewhere-works.com", "not_set_up")
        .await;
    press_in_mail(&eve, &mail, "Ask for access").await;
    eve.arrives("/activate/").await;
    eve.press("Continue").await;
    eve.sees("Your company isn’t set up for this address.")
        .await;
    eve.fill("Company", "Elsewhere Works").await;
    eve.press("Ask for access").await;
    eve.sees("your registration request has been sent").await;

    // "Domain not working?"
    go_to(&staff, options, "Try an address").await;
    staff
        .within("try")
        .fill("E-mail address", "eve.ross@elsewhere-works.com")
        .await;
    staff.within("try").press("Try").await;
    staff.sees("No customer permits the domain.").await;
}

/// Step 1 of the document.
async fn permit_a_domain(staff: &Browser, options: Options) {
    go_to(staff, options, "Customers").await;
    staff.follow("+ Create Customer").await;
    staff.fill("Company name", "Bright Fjord").await;
    staff.press("Create customer").await;
    staff.sees("Portal Settings").await;
    assert!(!staff.is_set("Allow Self-Service Registration").await);
    staff.set("Allow Self-Service Registration", true).await;
    for domain in ["brightfjord.com", "brightfjord.no"] {
        staff.fill("Permitted Root Domains", domain).await;
        staff.keys(key::ENTER).await;
        // It is an entry, with a choice of its own, and the field is free for the next.
        assert!(!staff.is_set(&format!("sub-domains: {domain}")).await);
        assert_eq!(staff.value("Permitted Root Domains").await, "");
    }
    staff.press("Remove brightfjord.no").await;
    staff.press("Save").await;
    // The customer's link worked for anybody until now.
    staff.sees("One live link stops, or admits fewer").await;
    staff.press("Save").await;
    staff.sees("Saved.").await;
    staff.sees("Self-service on").await;
    staff.sees("brightfjord.com").await;
    staff.sees_no("brightfjord.no").await;
}

/// Step 2 of the document.
async fn offer_a_playbook(staff: &Browser, options: Options) {
    go_to(staff, options, "Playbooks").await;
    staff.follow("Yearly security review (internal)").await;
    staff.within("Playbook").follow("Portal").await;
    staff.sees("Self-Service Settings").await;
    staff.set("Available for self-service", true).await;
    // Without an owner and a name it is refused, and nothing that was typed is lost.
    staff
        .fill(
            "Customer Facing Description (optional)",
            "We look at who may do what, together.",
        )
        .await;
    staff.press("Save").await;
    staff.sees("fields need another look.").await;
    assert!(staff.is_set("Available for self-service").await);
    staff
        .choose(
            "Default Project Owner (needed for self-service)",
            "Jonas Berg",
        )
        .await;
    staff
        .fill(
            "Customer Facing Name (needed for self-service)",
            "Security review",
        )
        .await;
    staff.fill("or upload image", COVER).await;
    staff.press("Upload image").await;
    staff.sees("An uploaded picture.").await;
    staff.press("Save").await;
    staff.sees("Saved.").await;
    staff.sees("In the portal").await;
}
