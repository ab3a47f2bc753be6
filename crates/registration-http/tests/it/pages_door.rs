//! The public pages: each door, the proof, and coming in, as a browser without script meets them.

use crate::harness::{Answer, Caller, Service};
use registration_core::model::{Mail, Scope};
use serde_json::json;

const PASSWORD: &str = "seven walruses hum quietly";

/// A customer whose portal form admits a domain; the id.
async fn open_customer(service: &Service, name: &str, domain: &str) -> String {
    let admin = service.key(Scope::Admin).await;
    let customer = service.customer(&admin, name).await;
    let settings = json!({
        "self_service_registration": true,
        "permitted_domains": [{ "domain": domain, "include_subdomains": false }],
        "invite_link_registration": true,
        "login_method": "password",
    });
    save(service, &admin, &customer, settings).await;
    customer
}

async fn save(service: &Service, by: &Caller, customer: &str, settings: serde_json::Value) {
    let path = format!("/customers/{customer}/portal-settings");
    let now = service.call("GET", &path).by(by).expect(200).await;
    let call = service.call("PUT", &path).by(by).seen(&now.tag());
    call.json(settings).expect(200).await;
}

/// The code of the customer's invite link.
async fn link_code(service: &Service, customer: &str) -> String {
    let admin = service.key(Scope::Admin).await;
    let path = format!("/customers/{customer}/invite-links");
    let links = service.call("GET", &path).by(&admin).expect(200).await;
    links.rows()[0]["code"].as_str().unwrap().to_owned()
}

async fn get(service: &Service, path: &str, status: u16) -> Answer {
    let call = service.call_outside("GET", path).page();
    call.expect(status).await
}

async fn post(service: &Service, path: &str, form: &[(&str, &str)], status: u16) -> Answer {
    let call = service.call_outside("POST", path).form(form);
    call.expect(status).await
}

fn location(answer: &Answer) -> String {
    answer.header("location").unwrap().to_owned()
}

/// Sends the portal form; the path of the page that says where to look.
async fn register(service: &Service, email: &str) -> String {
    let form = [("name", "Jo Doe"), ("email", email)];
    location(&post(service, "/register", &form, 303).await)
}

/// The token and the code of the newest mail to an address.
async fn mailed(service: &Service, email: &str) -> (String, String) {
    let mails = service.mails().await;
    let (_, mail) = mails.iter().find(|(to, _)| to == email).unwrap();
    let code = match mail {
        Mail::Activation { code, .. } | Mail::NotSetUp { code, .. } => code.expose().to_owned(),
        _ => String::new(),
    };
    (mail.token().unwrap().expose().to_owned(), code)
}

fn cookie(answer: &Answer) -> String {
    let cookie = answer.header("set-cookie").unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn the_front_page_shows_every_way_in_and_sends_on_who_is_in() {
    let service = Service::new();
    let page = get(&service, "/", 200).await;
    for way in [
        "action=\"/sign-in\"",
        "href=\"/register\"",
        "href=\"/request-access\"",
        "Register Now",
    ] {
        assert!(page.text.contains(way), "{way}");
    }
    open_customer(&service, "Acme", "acme.com").await;
    register(&service, "jo@acme.com").await;
    let (token, _) = mailed(&service, "jo@acme.com").await;
    let form = [("step", "join"), ("password", PASSWORD)];
    let came_in = post(&service, &format!("/activate/{token}"), &form, 303).await;
    let home = service.call_outside("GET", "/").page();
    let home = home.header("cookie", &cookie(&came_in)).expect(303).await;
    assert_eq!(location(&home), "/playbooks");
}

#[tokio::test]
async fn a_person_comes_in_by_the_mailed_link() {
    let service = Service::new();
    open_customer(&service, "Acme & Sons", "acme.com").await;
    let check = register(&service, "jo@acme.com").await;
    assert!(
        get(&service, &check, 200)
            .await
            .text
            .contains("name=\"code\"")
    );
    let (token, _) = mailed(&service, "jo@acme.com").await;
    let path = format!("/activate/{token}");

    let button = get(&service, &path, 200).await;
    assert!(!button.text.contains("jo@acme.com"), "{}", button.text);
    assert_eq!(button.header("referrer-policy"), Some("no-referrer"));
    assert_eq!(button.header("cache-control"), Some("no-store"));

    let form = post(&service, &path, &[], 200).await.text;
    for shown in [
        "jo@acme.com",
        "Acme &#38; Sons",
        "value=\"Jo\"",
        "value=\"Doe\"",
        "autocomplete=\"new-password\"",
    ] {
        assert!(form.contains(shown), "{shown}: {form}");
    }

    let short = [
        ("step", "join"),
        ("first_name", "Joanna"),
        ("last_name", "Doe"),
        ("password", "too short"),
    ];
    let refused = post(&service, &path, &short, 422).await.text;
    assert!(refused.contains("at least 15 characters") && refused.contains("id=\"e-password\""));
    assert!(refused.contains("value=\"Joanna\""), "{refused}");
    assert!(
        !refused.contains("too short"),
        "the password is shown again"
    );

    let good = [
        ("step", "join"),
        ("first_name", "Joanna"),
        ("last_name", "Doe"),
        ("password", PASSWORD),
    ];
    let came_in = post(&service, &path, &good, 303).await;
    assert_eq!(location(&came_in), "/playbooks?done=welcome");
    let me = service.call("GET", "/portal/me");
    let me = me.header("cookie", &cookie(&came_in)).expect(200).await;
    assert_eq!(me.body["account"]["first_name"], "Joanna");

    let again = post(&service, &path, &good, 410).await.text;
    assert!(again.contains("href=\"/sign-in\"") && again.contains("href=\"/request-access\""));
}

#[tokio::test]
async fn opening_a_mailed_link_changes_nothing() {
    let service = Service::new();
    open_customer(&service, "Acme", "acme.com").await;
    register(&service, "jo@acme.com").await;
    let (token, _) = mailed(&service, "jo@acme.com").await;
    let path = format!("/activate/{token}");
    let before = service.mails().await.len();
    for method in ["GET", "HEAD", "GET"] {
        let answer = service.call_outside(method, &path).page();
        let answer = answer.expect(200).await;
        assert_eq!(answer.header("set-cookie"), None);
    }
    assert_eq!(service.mails().await.len(), before);
    let form = [("step", "join"), ("password", PASSWORD)];
    post(&service, &path, &form, 303).await;
}

#[tokio::test]
async fn the_code_leads_where_the_link_leads_and_stands_in_no_address() {
    let service = Service::new();
    open_customer(&service, "Acme", "acme.com").await;
    let check = register(&service, "jo@acme.com").await;
    let (_, code) = mailed(&service, "jo@acme.com").await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let refused = post(&service, &check, &[("code", wrong)], 422).await.text;
    assert!(refused.contains("try 4 more times"), "{refused}");
    assert!(refused.contains("aria-invalid=\"true\"") && refused.contains("id=\"e-code\""));

    let typed = format!("{} {}", &code[..3], &code[3..]);
    let form = post(&service, &check, &[("code", &typed)], 200).await.text;
    assert!(form.contains("jo@acme.com") && form.contains("autocomplete=\"new-password\""));
    let good = [("code", &*code), ("step", "join"), ("password", PASSWORD)];
    let came_in = post(&service, &check, &good, 303).await;
    assert_eq!(location(&came_in), "/playbooks?done=welcome");
    post(&service, &check, &good, 410).await;
}

#[tokio::test]
async fn the_answer_to_a_registration_is_the_same_for_every_address() {
    let service = Service::new();
    open_customer(&service, "Acme", "acme.com").await;
    let mut pages = Vec::new();
    for email in ["jo@acme.com", "jo@nowhere.com", "info@acme.com"] {
        let form = [("name", "Jo Doe"), ("email", email)];
        let answer = post(&service, "/register", &form, 303).await;
        let id = location(&answer).rsplit('/').next().unwrap().to_owned();
        let shown = service.call_outside("GET", &location(&answer)).page();
        let shown = shown.header("cookie", &cookie(&answer)).expect(200).await;
        assert!(shown.text.contains(email));
        let guess = post(&service, &location(&answer), &[("code", "123 456")], 422).await;
        let plain = |text: &str| text.replace(&id, "ID").replace(email, "EMAIL");
        pages.push((answer.text.clone(), plain(&shown.text), plain(&guess.text)));
    }
    assert_eq!(pages[0], pages[1]);
    assert_eq!(pages[0], pages[2]);
}

#[tokio::test]
async fn a_mail_can_be_asked_for_again() {
    let service = Service::new();
    open_customer(&service, "Acme", "acme.com").await;
    let check = register(&service, "jo@acme.com").await;
    let (first, _) = mailed(&service, "jo@acme.com").await;
    let sent = post(&service, &check, &[("step", "resend")], 303).await;
    assert_eq!(location(&sent), format!("{check}?done=resent"));
    let shown = get(&service, &location(&sent), 200).await.text;
    assert!(shown.contains("data-testid=\"done\""), "{shown}");
    post(&service, &format!("/activate/{first}"), &[], 410).await;
    let (second, _) = mailed(&service, "jo@acme.com").await;
    post(&service, &format!("/activate/{second}"), &[], 200).await;
}

#[tokio::test]
async fn what_was_typed_stays_when_it_is_refused() {
    let service = Service::new();
    let form = [("name", "<b>Jo</b> Doe"), ("email", "jo@"), ("company", "")];
    for path in ["/register", "/request-access"] {
        let refused = post(&service, path, &form, 422).await.text;
        assert!(
            refused.contains("&#60;b&#62;Jo&#60;/b&#62; Doe"),
            "{refused}"
        );
        assert!(refused.contains("value=\"jo@\"") && refused.contains("id=\"e-email\""));
        assert!(refused.contains("role=\"alert\"") && refused.contains("href=\"#f-email\""));
        assert!(!refused.contains("<b>Jo</b>"));
    }
    assert!(service.mails().await.is_empty());
}

#[tokio::test]
async fn an_invite_link_names_the_customer_and_whom_it_admits() {
    let service = Service::new();
    let customer = open_customer(&service, "<Acme>", "acme.com").await;
    let path = format!("/join/{}", link_code(&service, &customer).await);
    let page = get(&service, &path, 200).await.text;
    assert!(page.contains("Join &#60;Acme&#62;") && page.contains("@acme.com"));
    let form = [("name", "Jo Doe"), ("email", "jo@other.com")];
    let refused = post(&service, &path, &form, 422).await.text;
    assert!(refused.contains("This link is for addresses at acme.com"));
    assert!(refused.contains("value=\"jo@other.com\""), "{refused}");
    let form = [("name", "Jo Doe"), ("email", "jo@acme.com")];
    let begun = post(&service, &path, &form, 303).await;
    let check = service.call_outside("GET", &location(&begun)).page();
    let check = check.header("cookie", &cookie(&begun)).expect(200).await;
    assert!(
        check.text.contains(&format!("href=\"{path}\"")),
        "the way back"
    );
}

#[tokio::test]
async fn a_dead_link_says_why_and_how_to_go_on() {
    let service = Service::new();
    let admin = service.key(Scope::Admin).await;
    let customer = open_customer(&service, "Acme", "acme.com").await;
    let code = link_code(&service, &customer).await;
    let links = format!("/customers/{customer}/invite-links");
    let list = service.call("GET", &links).by(&admin).expect(200).await;
    let link = format!("/invite-links/{}", list.rows()[0]["id"].as_str().unwrap());
    let rotate = service.call("POST", &format!("{link}/rotate")).by(&admin);
    let newer = rotate.json(json!({})).expect(200).await;
    let newer = newer.body["code"].as_str().unwrap().to_owned();
    let now = service.call("GET", &link).by(&admin).expect(200).await;
    let off = service.call("PATCH", &link).by(&admin).seen(&now.tag());
    off.json(json!({ "enabled": false })).expect(200).await;
    let form = [("name", "Jo Doe"), ("email", "jo@acme.com")];
    for (code, why) in [
        (code.as_str(), "A newer link has taken its place"),
        (newer.as_str(), "It has been switched off"),
        ("no-such-code", "There is no such link"),
        ("%ff", "There is no such link"),
    ] {
        let path = format!("/join/{code}");
        for page in [
            get(&service, &path, 410).await,
            post(&service, &path, &form, 410).await,
        ] {
            assert!(page.text.contains(why), "{code}: {}", page.text);
            assert!(page.text.contains("href=\"/request-access\""), "{code}");
        }
    }
}

#[tokio::test]
async fn an_account_gains_a_customer_with_a_button_and_signs_in_itself() {
    let service = Service::new();
    open_customer(&service, "Acme", "acme.com").await;
    register(&service, "jo@acme.com").await;
    let (token, _) = mailed(&service, "jo@acme.com").await;
    let form = [("step", "join"), ("password", PASSWORD)];
    post(&service, &format!("/activate/{token}"), &form, 303).await;

    let other = open_customer(&service, "Globex", "globex.com").await;
    let admin = service.key(Scope::Admin).await;
    let invite = service.call("POST", &format!("/customers/{other}/invitations"));
    let body = json!({ "email": "jo@acme.com", "first_name": "Jo", "last_name": "Doe" });
    invite.by(&admin).json(body).expect(201).await;
    let (token, _) = mailed(&service, "jo@acme.com").await;
    let path = format!("/activate/{token}");
    let page = post(&service, &path, &[], 200).await.text;
    assert!(page.contains("You have an account already") && page.contains("Globex"));
    assert!(!page.contains("type=\"password\""), "{page}");
    let joined = post(&service, &path, &[("step", "join")], 303).await;
    assert_eq!(location(&joined), "/sign-in?done=joined");
    assert_eq!(joined.header("set-cookie"), None);
}

#[tokio::test]
async fn a_person_whom_several_customers_admit_chooses() {
    let service = Service::new();
    open_customer(&service, "Acme Europe", "acme.com").await;
    let second = open_customer(&service, "Acme Asia", "acme.com").await;
    register(&service, "jo@acme.com").await;
    let (token, _) = mailed(&service, "jo@acme.com").await;
    let path = format!("/activate/{token}");
    let page = post(&service, &path, &[], 200).await.text;
    assert_eq!(page.matches("type=\"radio\"").count(), 2, "{page}");
    let undecided = [("step", "join"), ("password", PASSWORD)];
    let refused = post(&service, &path, &undecided, 409).await.text;
    assert!(refused.contains("choose one"), "{refused}");
    let chosen = [
        ("step", "join"),
        ("customer_id", &*second),
        ("password", "short"),
    ];
    let refused = post(&service, &path, &chosen, 422).await.text;
    assert!(
        refused.contains(&format!("value=\"{second}\" required checked")),
        "{refused}"
    );
    let chosen = [
        ("step", "join"),
        ("customer_id", &*second),
        ("password", PASSWORD),
    ];
    let came_in = post(&service, &path, &chosen, 303).await;
    let me = service.call("GET", "/portal/me");
    let me = me.header("cookie", &cookie(&came_in)).expect(200).await;
    assert_eq!(me.body["contacts"][0]["customer"]["id"], *second);
}

#[tokio::test]
async fn whom_no_rule_admits_may_ask_with_the_proof_in_hand() {
    let service = Service::new();
    let reader = service.key(Scope::Read).await;
    for (email, by_code) in [("jo@nowhere.com", false), ("al@nowhere.com", true)] {
        let check = register(&service, email).await;
        let (token, code) = mailed(&service, email).await;
        let (path, code) = if by_code {
            (check, code)
        } else {
            (format!("/activate/{token}"), String::new())
        };
        let page = post(&service, &path, &[("code", &code)], 200).await.text;
        assert!(page.contains("data-testid=\"ask\"") && page.contains(email));
        let empty = [("code", &*code), ("step", "ask"), ("message", "Hello")];
        let refused = post(&service, &path, &empty, 422).await.text;
        assert!(refused.contains("id=\"e-company\"") && refused.contains(">Hello</textarea>"));
        let asked = [
            ("code", &*code),
            ("step", "ask"),
            ("company", "Nowhere Ltd"),
        ];
        let sent = post(&service, &path, &asked, 303).await;
        assert_eq!(location(&sent), "/request-access/sent");
        let list = service.call("GET", "/registration-requests").by(&reader);
        let list = list.expect(200).await;
        let request = &list.rows()[0];
        assert_eq!(request["email"], email);
        assert_eq!(request["address_proven"], true, "{email}");
    }
}

#[tokio::test]
async fn a_rule_that_ended_meanwhile_offers_a_request_and_uses_nothing_up() {
    let service = Service::new();
    let customer = open_customer(&service, "Acme", "acme.com").await;
    register(&service, "jo@acme.com").await;
    let (token, _) = mailed(&service, "jo@acme.com").await;
    let path = format!("/activate/{token}");
    post(&service, &path, &[], 200).await;
    let admin = service.key(Scope::Admin).await;
    let off = json!({
        "self_service_registration": false, "permitted_domains": [],
        "invite_link_registration": true, "login_method": "password",
    });
    save(&service, &admin, &customer, off).await;
    let form = [("step", "join"), ("password", PASSWORD)];
    let refused = post(&service, &path, &form, 409).await.text;
    assert!(refused.contains("data-testid=\"ask\""), "{refused}");
    post(&service, &path, &[], 200).await;
}

#[tokio::test]
async fn register_now_says_that_the_request_has_been_sent() {
    let service = Service::new();
    let form = [
        ("name", "Jo Doe"),
        ("email", "jo@nowhere.com"),
        ("company", "Nowhere Ltd"),
        ("phone", ""),
        ("message", ""),
    ];
    let sent = post(&service, "/request-access", &form, 303).await;
    let page = get(&service, &location(&sent), 200).await.text;
    assert!(
        page.contains("your registration request has been sent"),
        "{page}"
    );
    let again = post(&service, "/request-access", &form, 303).await;
    assert_eq!(location(&again), location(&sent));
}

#[tokio::test]
async fn the_doors_speak_german() {
    let service = Service::new();
    for path in [
        "/",
        "/register",
        "/request-access",
        "/join/x",
        "/activate/x",
    ] {
        let page = service.call_outside("GET", path).page();
        let page = page.header("accept-language", "de-DE").send().await;
        assert!(page.text.contains("<html lang=\"de\""), "{path}");
    }
    let form = [("name", "Jo"), ("email", "jo@"), ("company", "")];
    let call = service.call_outside("POST", "/request-access").form(&form);
    let page = call.header("accept-language", "de").expect(422).await;
    assert!(page.text.contains("2 Felder brauchen"), "{}", page.text);
    assert!(!page.text.contains("Enter "), "{}", page.text);
}
