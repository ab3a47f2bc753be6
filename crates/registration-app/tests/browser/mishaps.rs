//! What goes wrong while somebody fills in a form: a session that ends, too much pasted, a button pressed twice.

use crate::{
    axe::{Fault, check_shown},
    browser::Options,
    demo::{Demo, Who},
};
use reqwest::Method;

const NEW: &str = "/admin/customers/new";

/// How many customers are called so.
async fn called(demo: &Demo, name: &str) -> usize {
    let all = demo.api(Method::GET, "/customers?limit=100", None).await;
    let all = all["data"].as_array().unwrap().iter();
    all.filter(|one| one["name"] == name).count()
}

#[tokio::test]
async fn a_session_that_ends_takes_nothing_that_was_typed_with_it() {
    let demo = Demo::start();
    let staff = demo.browser(Who::Staff, Options::default()).await;
    staff.open(NEW).await;
    staff.fill("Company name", "Late Harbour & Söhne").await;
    staff.forget_cookies().await;
    staff.complaints().await;
    staff.press("Create customer").await;
    staff.sees("Your session has ended").await;
    let faults = check_shown(&staff, "a session that ended", 401).await;
    let faults: Vec<_> = faults.iter().map(Fault::to_string).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    staff.press("Send again").await;
    staff.sees("Your session has ended").await;
    demo.sign_in(&staff, "/staff/session", "administrator")
        .await;
    staff.press("Send again").await;
    staff.sees("Late Harbour & Söhne").await;
    assert_eq!(called(&demo, "Late Harbour & Söhne").await, 1);
}

#[tokio::test]
async fn a_button_pressed_twice_creates_one() {
    let demo = Demo::start();
    let staff = demo.browser(Who::Staff, Options::default()).await;
    staff.open(NEW).await;
    staff.fill("Company name", "Twice Ltd").await;
    let twice = "const button = document.querySelector('main form button[type=submit]'); \
        button.click(); button.click();";
    staff.run(twice).await;
    staff.sees("Portal Settings").await;
    assert_eq!(called(&demo, "Twice Ltd").await, 1);
}

#[tokio::test]
async fn a_list_that_is_too_long_to_send_stays_on_the_page() {
    let demo = Demo::start();
    let staff = demo.browser(Who::Staff, Options::default()).await;
    let path = demo.path("/admin/customers/{customer}").await;
    staff.open(&path).await;
    let paste = "const field = document.querySelector('[data-new]'); const data = new DataTransfer(); \
        data.setData('text', Array.from({ length: 10000 }, (_, n) => `d${n}.example${n}.com`).join(' ')); \
        field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, cancelable: true })); \
        return field.value.split(' ').length";
    assert_eq!(staff.run(paste).await, 10_000);
    let told = "This is more than can be sent at once";
    staff.sees(told).await;
    // In any field: nothing is sent, and all of it is still there.
    let fill = "document.querySelector('[name=name]').value = 'x'.repeat(70000)";
    staff.run(fill).await;
    staff.press("Save").await;
    staff.within("too-much").sees(told).await;
    let kept = "return document.querySelector('[data-new]').value.split(' ').length";
    assert_eq!(staff.run(kept).await, 10_000);
}
