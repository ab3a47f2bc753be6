//! What the documents tell, done by clicking: each story once with JavaScript, once without, and once on a phone.

mod german;
mod invite_link;
mod keyboard;
mod mapped_request;
mod permitted_domains;
mod two_editors;

use crate::{
    browser::{Browser, Options},
    demo::{Demo, Mail, Who},
};

/// What people choose as their password.
const PASSWORD: &str = "seven quiet lanterns drift north";

const fn options(javascript: bool) -> Options {
    Options {
        javascript,
        width: 1360,
        height: 900,
        dark: false,
        language: "en",
    }
}

const fn phone(javascript: bool) -> Options {
    Options {
        width: 390,
        height: 844,
        ..options(javascript)
    }
}

/// Somebody of the staff, signed in by the page.
async fn at_the_console(demo: &Demo, person: &str, options: Options) -> Browser {
    let browser = demo.browser(Who::Nobody, options).await;
    browser.open("/admin/sign-in").await;
    browser
        .fill("E-mail address", &demo.address_of(person))
        .await;
    browser.fill("Password", &demo.password).await;
    browser.press("Sign in").await;
    browser.sees_no("Sign in to the console").await;
    browser
}

/// Goes to another page of the console by its navigation, which a phone keeps behind a button.
async fn go_to(staff: &Browser, options: Options, page: &str) {
    if options.width < 600 {
        staff.press("Menu").await;
        staff.within("Console, small screens").follow(page).await;
    } else {
        staff.within("Console").follow(page).await;
    }
}

/// Reads a mail in the inbox, and presses its button.
async fn press_in_mail(browser: &Browser, mail: &Mail, button: &str) {
    browser.open(&mail.in_inbox()).await;
    browser.follow_in_frame("The mail", button).await;
}

/// From the page that a mail's link opens to the gallery, with a password.
async fn confirm_and_come_in(browser: &Browser) {
    browser.arrives("/activate/").await;
    browser.press("Continue").await;
    browser.sees("Set your password").await;
    browser.fill("Password", PASSWORD).await;
    browser.press("Continue").await;
    browser.arrives("/playbooks").await;
}

/// Fills in the portal form.
async fn register(browser: &Browser, name: &str, email: &str) {
    browser.open("/sign-in").await;
    browser.follow("Create one").await;
    browser.fill("Full name", name).await;
    browser.fill("Work e-mail", email).await;
    browser.press("Continue").await;
    browser.sees("Check your inbox").await;
}
