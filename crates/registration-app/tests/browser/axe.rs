//! What must hold on every page: no violation of WCAG 2.2 AA, nothing to scroll sideways to, nothing that the policy
//! refuses, nothing from elsewhere.

use crate::{browser::Browser, session::Refused};
use serde_json::{Value, json};
use std::fmt;

const AXE: &str = include_str!("vendor/axe.min.js");

const RUN: &str = r#"
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const options = { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"], preload: false };
return axe.run(document, options).then(({ violations }) => violations.map(({ id, help, nodes }) => (
  { rule: id, help, targets: nodes.map(node => node.target.join(" ") + "   " + node.html.slice(0, 120)) })));
"#;

const WIDTHS: &str = r#"
const { scrollWidth, clientWidth } = document.documentElement;
const wide = Array.from(document.querySelectorAll("body *"))
  .filter(element => element.getBoundingClientRect().right > clientWidth + 0.5)
  .map(element => element.outerHTML.slice(0, 120)).slice(0, 5);
return { scrollWidth, clientWidth, innerWidth, wide };
"#;

const REQUESTS: &str = r#"
const [page] = performance.getEntriesByType("navigation");
const all = performance.getEntriesByType("resource").map(entry => entry.name);
return { status: page.responseStatus, foreign: all.filter(url => new URL(url).origin !== location.origin) };
"#;

/// Where a fault was seen, and what it is.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) page: String,
    pub(crate) look: String,
    pub(crate) what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.page, self.look, self.what)
    }
}

/// Opens the page, which answers with the status, and looks at it in light and dark, on a desk and on a phone.
pub(crate) async fn check(browser: &Browser, path: &str, status: u16) -> Vec<Fault> {
    browser.look(1360, 900, false).await;
    // What came before is not this page's fault.
    browser.complaints().await;
    browser.open(path).await;
    check_shown(browser, path, status).await
}

/// As [`check`], for the page that is open already: what a form answered, for example.
pub(crate) async fn check_shown(browser: &Browser, path: &str, status: u16) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut note = |look: &str, found: Vec<String>| {
        faults.extend(found.into_iter().map(|what| Fault {
            page: path.to_owned(),
            look: look.to_owned(),
            what,
        }));
    };
    browser.settle().await;
    note("loaded", answered(browser, status).await);
    note("loaded", complaints(browser, status).await);
    // A check must not pass for want of its tool.
    if let Err(Refused(reason)) = browser.session.run(AXE, json!([])).await {
        panic!("axe-core does not run in {path}: {reason}");
    }
    for (width, height) in [(1360, 900), (390, 844)] {
        for dark in [false, true] {
            browser.look(width, height, dark).await;
            browser.settle().await;
            let look = format!("{width} px, {}", if dark { "dark" } else { "light" });
            note(&look, violations(browser).await);
            note(&look, horizontal_scroll(browser, width).await);
        }
    }
    browser.look(320, 640, false).await;
    browser.settle().await;
    note("320 px", horizontal_scroll(browser, 320).await);
    note("after all", complaints(browser, status).await);
    faults
}

/// Rules of axe-core that the page breaks, each with where.
async fn violations(browser: &Browser) -> Vec<String> {
    let broken = browser.run(RUN).await;
    let broken = broken.as_array().unwrap().iter();
    broken
        .map(|violation| {
            let targets = violation["targets"].as_array().unwrap().iter();
            let targets: Vec<_> = targets.filter_map(Value::as_str).collect();
            let (rule, help) = (&violation["rule"], &violation["help"]);
            let (rule, help) = (rule.as_str().unwrap(), help.as_str().unwrap());
            format!("{rule}: {help}\n    {}", targets.join("\n    "))
        })
        .collect()
}

/// Whether anything is beyond the right edge, and whether the page takes the width that a phone gives it.
async fn horizontal_scroll(browser: &Browser, width: u32) -> Vec<String> {
    let widths = browser.run(WIDTHS).await;
    let of = |name: &str| widths[name].as_u64().unwrap();
    if of("scrollWidth") > of("clientWidth") {
        let (is, may_be) = (of("scrollWidth"), of("clientWidth"));
        return vec![format!(
            "scrolls sideways: {is} px in {may_be} px\n    {}",
            widths["wide"]
        )];
    }
    if of("innerWidth") != u64::from(width) {
        return vec![format!("is laid out for {} px", of("innerWidth"))];
    }
    Vec::new()
}

/// Whether it is the page that was meant, from one place alone.
async fn answered(browser: &Browser, status: u16) -> Vec<String> {
    let requests = browser.run(REQUESTS).await;
    let mut faults = Vec::new();
    if requests["status"] != status {
        faults.push(format!("answers {} and not {status}", requests["status"]));
    }
    for url in requests["foreign"].as_array().unwrap() {
        faults.push(format!("asks somebody else: {url}"));
    }
    faults
}

/// What the console says, but for the status that the page is meant to have.
async fn complaints(browser: &Browser, status: u16) -> Vec<String> {
    let own = format!("the server responded with a status of {status}");
    let url = browser.run("return location.href").await;
    let url = url.as_str().unwrap();
    let mut complaints = browser.complaints().await;
    complaints.retain(|message| !(message.starts_with(url) && message.contains(&own)));
    complaints
}
