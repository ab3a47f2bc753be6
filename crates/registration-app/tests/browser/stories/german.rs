//! The portal form once more, for whoever reads German.

use super::PASSWORD;
use crate::{
    browser::Options,
    demo::{Demo, Who},
};

#[tokio::test]
async fn a_german_browser_registers_in_german() {
    let demo = Demo::start();
    let options = Options {
        language: "de",
        ..Options::default()
    };
    let browser = demo.browser(Who::Nobody, options).await;
    browser.open("/register").await;
    browser.sees("Konto anlegen").await;
    assert_eq!(
        browser.run("return document.documentElement.lang").await,
        "de"
    );
    browser.fill("Vor- und Nachname", "Jörg Mayer").await;
    browser
        .fill("Geschäftliche E-Mail-Adresse", "joerg@meridianfoods")
        .await;
    browser.press("Weiter").await;
    browser.sees("Ein Feld").await;
    browser
        .fill(
            "Geschäftliche E-Mail-Adresse",
            "joerg.mayer@meridianfoods.com",
        )
        .await;
    browser.press("Weiter").await;
    browser.sees("Sehen Sie in Ihr Postfach").await;
    let mail = demo
        .mail("joerg.mayer@meridianfoods.com", "activation")
        .await;
    browser.open(&mail.in_inbox()).await;
    browser
        .follow_in_frame("The mail", "E-Mail-Adresse bestätigen")
        .await;
    browser.arrives("/activate/").await;
    browser.press("Weiter").await;
    browser.fill("Passwort", "fünfzehn").await;
    browser.press("Weiter").await;
    browser.sees("Mindestens 15 Zeichen").await;
    browser.fill("Passwort", PASSWORD).await;
    browser.press("Weiter").await;
    browser.arrives("/playbooks").await;
    browser.sees("Willkommen, Jörg").await;
    // Kept with the account, whatever the next browser says.
    let other = demo.browser(Who::Nobody, Options::default()).await;
    other.open("/sign-in").await;
    other
        .fill("E-mail address", "joerg.mayer@meridianfoods.com")
        .await;
    other.fill("Password", PASSWORD).await;
    other.press("Sign in").await;
    other.sees("Willkommen, Jörg").await;
}
