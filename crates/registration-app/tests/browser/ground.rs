//! The ground that the stories stand on: that a browser is what was asked for, and that the checks find faults.

use crate::{
    axe::check,
    browser::{Browser, Options},
    hands::key,
};
use axum::{
    Router,
    extract::RawQuery,
    http::{HeaderMap, StatusCode},
    response::Html,
    routing::get,
};

const FORM: &str = r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Form</title>
<meta name="viewport" content="width=device-width"><style>p.look { display: none }
@media (width: 390px) and (prefers-color-scheme: dark) { p.look { display: block } }</style></head>
<body><main><h1>Form</h1><p class="look">narrow and dark</p><p id="script">without script</p>
<script>document.getElementById("script").textContent = "with script"</script>
<form action="/sent"><label for="name">Your name</label><input id="name" name="name" value="old">
<label><input type="checkbox" name="news" style="opacity: 0; position: absolute; width: 1px; height: 1px"> News</label>
<label for="size">Size</label><select id="size" name="size"><option>Small</option><option>Large</option></select>
<button>Send</button></form>
<section><h2>Other</h2><button aria-label="Leave"><span aria-hidden="true">x</span></button><a href="/sent?by=link">Skip</a></section>
<table><tr><td>Ann</td><td><a href="/sent?who=ann">Edit</a></td></tr><tr><td>Bob</td><td><a href="/sent?who=bob">Edit</a></td></tr></table>
</main></body></html>"#;

/// Serves a few pages on a free port for as long as the test's runtime lives.
async fn serve(router: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    origin
}

async fn form() -> String {
    let sent = |RawQuery(query): RawQuery, headers: HeaderMap| async move {
        let language = headers["accept-language"].to_str().unwrap().to_owned();
        Html(format!("<p>sent {}; reads {language}", query.unwrap()))
    };
    let router = Router::new()
        .route("/form", get(async || Html(FORM)))
        .route("/sent", get(sent));
    serve(router).await
}

async fn fills_the_form(javascript: bool) {
    let origin = form().await;
    let options = Options {
        javascript,
        language: "de",
        ..Options::default()
    };
    let browser = Browser::start(&origin, options).await;
    browser.open("/form").await;
    let expected = if javascript {
        "with script"
    } else {
        "without script"
    };
    browser.sees(expected).await;
    assert_eq!(browser.value("Your name").await, "old");
    browser.fill("Your name", "Ann").await;
    assert!(!browser.is_set("News").await);
    browser.set("News", true).await;
    browser.choose("Size", "Large").await;
    browser.press("Send").await;
    browser.arrives("/sent").await;
    browser
        .sees("sent name=Ann&news=on&size=Large; reads de")
        .await;
}

#[tokio::test]
async fn a_form_is_filled_by_its_labels() {
    fills_the_form(true).await;
}

#[tokio::test]
async fn without_javascript_no_script_runs_and_the_same_words_work() {
    fills_the_form(false).await;
}

#[tokio::test]
async fn a_keyboard_alone_gets_everywhere() {
    let browser = Browser::start(&form().await, Options::default()).await;
    browser.open("/form").await;
    assert_eq!(browser.tab().await, "Your name");
    browser.keys(&format!("{}Ida", key::BACKSPACE)).await;
    browser.tab_to("News").await;
    browser.keys(" ").await;
    browser.tab_to("Send").await;
    browser.keys(key::ENTER).await;
    browser.sees("sent name=Ida&news=on&size=Small").await;
}

#[tokio::test]
async fn what_has_one_name_twice_is_told_apart_by_its_part() {
    let browser = Browser::start(&form().await, Options::default()).await;
    browser.open("/form").await;
    browser.within("Bob").follow("Edit").await;
    browser.sees("who=bob").await;
    browser.open("/form").await;
    browser.within("Other").follow("Skip").await;
    browser.sees("by=link").await;
}

#[tokio::test]
async fn a_page_is_as_wide_and_dark_as_asked_for() {
    let origin = form().await;
    let options = Options {
        width: 390,
        height: 844,
        dark: true,
        ..Options::default()
    };
    let browser = Browser::start(&origin, options).await;
    browser.open("/form").await;
    browser.sees("narrow and dark").await;
    browser.look(390, 844, false).await;
    browser.sees_no("narrow and dark").await;
}

#[tokio::test]
async fn every_kind_of_fault_is_found() {
    const FAULTY: &str = r#"<!doctype html><html><head><title>Faulty</title></head><body><main><h1>Faulty</h1>
        <input><p style="color: red">inline</p><pre>0123456789012345678901234567890123456789012345678901234567890123456789</pre>
        <img src="/missing.png" alt=""></main></body></html>"#;
    let elsewhere = serve(Router::new().route("/a.css", get(async || "b {}"))).await;
    let greedy = format!(
        r#"<!doctype html><html lang="en"><head><title>Greedy</title><meta name="viewport" content="width=device-width">
        <link rel="stylesheet" href="{elsewhere}/a.css"></head><body><main><h1>Greedy</h1></main></body></html>"#
    );
    let sound = Html(
        FORM.replace("Leave", "Go")
            .replace("<script>", "<script hidden>"),
    );
    let policy = [(
        "content-security-policy",
        "default-src 'none'; img-src 'self'",
    )];
    let router = Router::new()
        .route("/faulty", get(async move || (policy, Html(FAULTY))))
        .route("/greedy", get(async move || Html(greedy)))
        .route("/gone", get(async move || (StatusCode::GONE, sound)));
    let browser = Browser::start(&serve(router).await, Options::default()).await;

    let faults = check(&browser, "/faulty", 200).await;
    let is_found = |look: &str, what: &str| {
        assert!(
            faults
                .iter()
                .any(|fault| fault.look.contains(look) && fault.what.contains(what)),
            "{what} of {look} is not among {faults:#?}"
        );
    };
    for look in [
        "1360 px, light",
        "1360 px, dark",
        "390 px, light",
        "390 px, dark",
    ] {
        is_found(look, "html-has-lang");
        is_found(look, "label: ");
    }
    is_found("loaded", "Content Security Policy");
    is_found("loaded", "404");
    is_found("390 px", "is laid out for 980 px");
    is_found("320 px", "is laid out for 980 px");

    let faults = check(&browser, "/greedy", 200).await;
    assert_eq!(faults.len(), 1, "{faults:#?}");
    assert!(faults[0].what.contains("asks somebody else"), "{faults:#?}");

    let faults = check(&browser, "/gone", 200).await;
    assert!(
        faults
            .iter()
            .any(|fault| fault.what == "answers 410 and not 200"),
        "{faults:#?}"
    );
    let faults = check(&browser, "/gone", 410).await;
    assert!(
        faults.iter().all(|fault| fault.look != "loaded"),
        "{faults:#?}"
    );
}
