//! The labels that those who asked for this use, each on the page where they look for it.

use crate::{
    browser::{Browser, Options},
    demo::{Demo, Who},
};

/// What a page says to whoever sees it or listens to it: its text as it is written, what is chosen, names of controls, hints in fields.
const SAID: &str = r#"
const isThere = element => element.checkVisibility({ visibilityProperty: true });
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const said = [];
while (walker.nextNode()) {
  const parent = walker.currentNode.parentElement;
  if (!["SCRIPT", "STYLE", "TEMPLATE"].includes(parent.tagName) && isThere(parent)) said.push(walker.currentNode.data);
}
for (const one of document.querySelectorAll("select")) {
  if (isThere(one)) said.push(...Array.from(one.selectedOptions, option => option.text));
}
for (const one of document.querySelectorAll("[aria-label], [placeholder]")) {
  if (isThere(one)) said.push(one.getAttribute("aria-label") || "", one.getAttribute("placeholder") || "");
}
return said.map(text => text.replace(/\s+/g, " ").trim()).filter(Boolean);
"#;

/// A page, as in `pages.rs`, and what stands there word for word.
struct Labels {
    who: Who,
    path: &'static str,
    labels: &'static [&'static str],
}

const LABELS: &[Labels] = &[
    Labels {
        who: Who::Staff,
        path: "/admin/customers",
        labels: &["Customers", "+ Create Customer"],
    },
    Labels {
        who: Who::Staff,
        path: "/admin/customers/{customer}",
        labels: &[
            "Portal Settings",
            "Allow Self-Service Registration",
            "Permitted Root Domains",
            "Save",
            "Contacts",
        ],
    },
    Labels {
        who: Who::Staff,
        path: "/admin/customers/{customer}/contacts",
        labels: &["Customer Portal", "PE", "Edit Omar Haddad"],
    },
    Labels {
        who: Who::Staff,
        path: "/admin/playbooks/{playbook}",
        labels: &["Portal"],
    },
    Labels {
        who: Who::Staff,
        path: "/admin/playbooks/{playbook}/portal",
        labels: &[
            "Settings",
            "Self-Service Settings",
            "Default Project Owner",
            "Customer Facing Name",
            "Customer Facing Description",
            "Portal Cover Image",
            "or upload image",
            "Paste a hosted image link",
        ],
    },
    Labels {
        who: Who::Staff,
        path: "/admin/settings/identity?customer_id={customer}",
        labels: &[
            "Settings",
            "Identity and Access Management",
            "Identity Configuration",
            "Customer",
            "Login Method",
            "Password",
            "Provisioning",
            "Allow self-serviced registration using invite link",
            "Domain Allowlist",
            "@company-name.com",
            "Copy",
            "Save",
        ],
    },
    Labels {
        who: Who::Nobody,
        path: "/",
        labels: &["Register Now"],
    },
    Labels {
        who: Who::Nobody,
        path: "/request-access",
        labels: &["Register Now"],
    },
    Labels {
        who: Who::Staff,
        path: "/admin/staff/{staff}",
        labels: &["On-duty portal staff", "Portal Registration Mapper"],
    },
    Labels {
        who: Who::Staff,
        path: "/admin/requests/{request}",
        labels: &[
            "Map Registration",
            "Company",
            "Select user",
            "Create new contact",
            "Map user to company",
        ],
    },
    Labels {
        who: Who::Nobody,
        path: "/join/{link}",
        labels: &["Continue"],
    },
];

/// Those that are not there.
async fn missing(browser: &Browser, path: &str, labels: &[&str]) -> Vec<String> {
    browser.open(path).await;
    let said = browser.run(SAID).await;
    let said = said.as_array().unwrap();
    let is_said = |label: &&&str| said.iter().any(|text| text == **label);
    let missing = labels.iter().filter(|label| !is_said(label));
    missing.map(|label| format!("{path}: {label}")).collect()
}

#[tokio::test]
async fn every_label_that_was_asked_for_is_on_its_page() {
    let demo = Demo::start();
    let mut all = Vec::new();
    for who in [Who::Nobody, Who::Staff] {
        let browser = demo.browser(who, Options::default()).await;
        for page in LABELS.iter().filter(|page| page.who == who) {
            let path = demo.path(page.path).await;
            all.extend(missing(&browser, &path, page.labels).await);
        }
        if who == Who::Nobody {
            all.extend(after_a_form(&demo, &browser).await);
        }
    }
    assert!(all.is_empty(), "not there:\n{}", all.join("\n"));
}

/// What only shows when somebody has sent something.
async fn after_a_form(demo: &Demo, browser: &Browser) -> Vec<String> {
    browser.open("/request-access").await;
    browser.fill("Full name", "Ida Holm").await;
    browser
        .fill("Work e-mail", "ida.holm@holmpartners.com")
        .await;
    browser.fill("Company", "Holm Partners").await;
    browser.press("Register Now").await;
    browser
        .sees("your registration request has been sent")
        .await;
    let mapper = demo.address_of("mapper");
    let request = demo.mail(&mapper, "map_registration").await;
    let mut all = missing(browser, &request.as_document(), &["Map Registration"]).await;

    browser.open("/register").await;
    browser.fill("Full name", "Kim Larsen").await;
    browser
        .fill("Work e-mail", "kim.larsen@meridianfoods.com")
        .await;
    browser.press("Continue").await;
    browser.sees("Check your inbox").await;
    let mail = demo
        .mail("kim.larsen@meridianfoods.com", "activation")
        .await;
    all.extend(missing(browser, mail.link("/activate/"), &["Continue"]).await);
    browser.press("Continue").await;
    browser.sees("Set your password").await;
    let url = browser.url().await;
    assert!(url.starts_with("/activate/"), "{url}");
    browser.sees("Continue").await;
    all
}
