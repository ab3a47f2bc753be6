//! Mapping with a keyboard alone: Tab, arrows, space and Enter, from signing in to *Map user to company*.

use super::options;
use crate::{
    demo::{Demo, Who},
    hands::key,
};

#[tokio::test]
async fn a_mapper_needs_no_mouse() {
    let demo = Demo::start();
    let browser = demo.browser(Who::Nobody, options(true)).await;
    browser.open("/admin/sign-in").await;
    browser.tab_to("E-mail address").await;
    browser.keys(&demo.address_of("mapper")).await;
    browser.tab_to("Password").await;
    browser.keys(&demo.password).await;
    browser.keys(key::ENTER).await;
    browser.sees("Mira Solberg").await;
    browser.tab_to("Registration requests 1 open").await;
    browser.keys(key::ENTER).await;
    browser.arrives("/admin/requests").await;
    browser.sees("Waiting").await;
    browser.tab_to("Priya Raman").await;
    browser.keys(key::ENTER).await;
    browser.arrives("/admin/requests/").await;

    let company = "Meridian Foods C-1041 Similar name";
    browser.tab_to(company).await;
    browser.keys(" ").await;
    assert!(browser.is_set(company).await);
    // A list is gone through with the arrows: down to somebody and back up to nobody.
    browser.tab_to("Select user").await;
    browser.keys(key::DOWN).await;
    assert_ne!(browser.value("Select user").await, "");
    browser.keys(key::UP).await;
    assert_eq!(browser.value("Select user").await, "");
    if !browser.is_set("Create new contact").await {
        browser.tab_to("Create new contact").await;
        browser.keys(" ").await;
    }
    assert!(browser.is_set("Create new contact").await);
    browser.tab_to("Map user to company").await;
    browser.keys(key::ENTER).await;
    browser.sees("Mapped.").await;
    demo.mail("priya.raman@ramanadvisory.com", "mapped").await;
}
