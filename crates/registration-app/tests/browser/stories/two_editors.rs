//! Two people at one record, and a change that hits somebody.

use super::{at_the_console, options};
use crate::{
    demo::{Demo, Who},
    hands::key,
};

#[tokio::test]
async fn a_stale_edit_shows_both_values_and_loses_nothing() {
    let demo = Demo::start();
    let path = demo.path("/admin/customers/{customer}").await;
    let astrid = at_the_console(&demo, "administrator", options(true)).await;
    let jonas = at_the_console(&demo, "customer manager", options(false)).await;
    astrid.open(&path).await;
    jonas.open(&path).await;
    astrid.fill("Reference (optional)", "CUST-of-Astrid").await;
    astrid.press("Save").await;
    astrid.sees("Saved.").await;

    jonas.fill("Reference (optional)", "CUST-of-Jonas").await;
    jonas.fill("Permitted Root Domains", "meridian.se").await;
    jonas.keys(key::ENTER).await;
    assert!(!jonas.is_set("sub-domains: meridian.se").await);
    jonas.press("Save").await;
    jonas.sees("Saved meanwhile: CUST-of-Astrid").await;
    assert_eq!(jonas.value("Reference (optional)").await, "CUST-of-Jonas");
    assert!(!jonas.is_set("sub-domains: meridian.se").await);
    jonas.press("Save").await;
    jonas.sees("Saved.").await;
    astrid.open(&path).await;
    assert_eq!(astrid.value("Reference (optional)").await, "CUST-of-Jonas");
    astrid.sees("meridian.se").await;
}

#[tokio::test]
async fn a_change_that_hits_people_names_them_and_asks() {
    let demo = Demo::start();
    let path = demo.path("/admin/customers/{customer}").await;
    let tomas = demo.browser(Who::Portal, options(true)).await;
    tomas.open("/playbooks").await;
    tomas.sees("Welcome, Tomas").await;
    let staff = at_the_console(&demo, "administrator", options(true)).await;
    staff.open(&path).await;
    staff.press("Remove meridianfoods.com").await;
    staff.press("Save").await;
    staff.sees("This change hits people").await;
    staff.sees("Tomas Lind").await;
    staff.sees("Nothing is saved yet.").await;

    // Back, nothing is saved and nothing is lost.
    staff.press("Back to the form").await;
    staff.sees("You have unsaved changes").await;
    staff.sees("Permitted Root Domains").await;
    staff.sees_no("Remove meridianfoods.com").await;
    tomas.open("/playbooks").await;
    tomas.sees("Welcome, Tomas").await;

    // The default keeps people; here their access is to end.
    staff.press("Save").await;
    let suspend =
        "Suspend them Their access ends at once, and with it what they see at this customer.";
    assert!(!staff.is_set(suspend).await);
    staff.set(suspend, true).await;
    staff.press("Save").await;
    staff.sees("Saved.").await;
    tomas.open("/playbooks").await;
    tomas.arrives("/sign-in").await;
}
