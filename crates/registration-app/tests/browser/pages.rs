//! Every page, with who must be signed in to see it. A new page is a new line here.

use crate::{
    axe::check,
    browser::Options,
    demo::{Demo, Who},
};

/// One page: its path, in which `{customer}` and the like stand for ids of the demonstration, and what it answers.
struct Page {
    path: &'static str,
    who: Who,
    status: u16,
}

const fn page(who: Who, path: &'static str) -> Page {
    Page {
        path,
        who,
        status: 200,
    }
}

const PAGES: &[Page] = &[
    page(Who::Nobody, "/docs"),
    page(Who::Nobody, "/problems/not-admitted"),
    page(Who::Nobody, "/dev/inbox"),
    page(Who::Nobody, "/sign-in"),
    page(Who::Nobody, "/admin/sign-in"),
    page(Who::Staff, "/admin/customers"),
    page(Who::Staff, "/admin/customers/new"),
];

#[tokio::test]
async fn every_page_is_accessible_in_every_look_and_asks_nobody_else() {
    let demo = Demo::start();
    let mut faults = Vec::new();
    for who in [Who::Nobody, Who::Portal, Who::Staff] {
        let pages: Vec<_> = PAGES.iter().filter(|page| page.who == who).collect();
        if pages.is_empty() {
            continue;
        }
        let browser = demo.browser(who, Options::default()).await;
        for page in pages {
            let path = demo.path(page.path).await;
            faults.extend(check(&browser, &path, page.status).await);
        }
    }
    let faults: Vec<_> = faults.iter().map(ToString::to_string).collect();
    assert!(
        faults.is_empty(),
        "{} faults\n\n{}",
        faults.len(),
        faults.join("\n")
    );
}
