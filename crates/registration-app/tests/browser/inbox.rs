//! The inbox of caught mail, in which whoever tries the demonstration reads what people got.

use crate::{
    browser::Options,
    demo::{Demo, Who},
};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn a_mail_is_read_in_the_inbox_with_its_link_and_its_code() {
    let demo = Demo::start();
    let visitor = json!({ "name": "Kim Larsen", "email": "kim.larsen@meridianfoods.com" });
    demo.api(Method::POST, "/registrations", Some(visitor))
        .await;
    let mail = demo
        .mail("kim.larsen@meridianfoods.com", "activation")
        .await;
    let options = Options {
        javascript: false,
        ..Options::default()
    };
    let browser = demo.browser(Who::Nobody, options).await;
    browser.open(&mail.in_inbox()).await;
    browser.sees(&mail.subject).await;
    browser.follow("Text").await;
    browser.sees(mail.link("/activate/")).await;
    let code = mail.code.unwrap();
    let (first, last) = code.split_at(3);
    browser.sees(&format!("{first} {last}")).await;
}
