//! Who may call what: 401 without a session, 403 without the role, 404 for what is not there.

use crate::harness::{Caller, Service};
use registration_core::model::{Role, Scope};
use serde_json::json;

const NOTHING: &str = "01890000-0000-7000-8000-000000000000";

/// Calls by method and path, and the roles that get through. `{x}` stands for an id that exists.
#[rustfmt::skip]
const CALLS: &[(&str, &str, &str)] = &[
    // C customer manager, M mapper, B playbook editor, U auditor; administrators always.
    ("GET", "/customers", "CMBU"),
    ("POST", "/customers", "C"),
    ("GET", "/customers/{customer}", "CMU"),
    ("PATCH", "/customers/{customer}", "C"),
    ("DELETE", "/customers/{customer}", "C"),
    ("GET", "/customers/{customer}/portal-settings", "CMU"),
    ("PUT", "/customers/{customer}/portal-settings", "C"),
    ("POST", "/customers/{customer}/portal-settings/preview", "C"),
    ("GET", "/customers/{customer}/invite-links", "CMU"),
    ("POST", "/customers/{customer}/invite-links", "C"),
    ("GET", "/invite-links/{link}", "CMU"),
    ("PATCH", "/invite-links/{link}", "C"),
    ("POST", "/invite-links/{link}/rotate", "C"),
    ("GET", "/invite-links/{link}/registrations", "CMU"),
    ("GET", "/customers/{customer}/contacts", "CMU"),
    ("POST", "/customers/{customer}/contacts", "C"),
    ("GET", "/contacts/{contact}", "CMU"),
    ("PATCH", "/contacts/{contact}", "C"),
    ("PUT", "/contacts/{contact}/portal-access", "C"),
    ("DELETE", "/contacts/{contact}/portal-access", "C"),
    ("POST", "/customers/{customer}/invitations", "C"),
    ("POST", "/customers/{customer}/invitation-batches", "C"),
    ("GET", "/registrations", "CMU"),
    ("GET", "/registrations/{request}", "CMU"),
    ("POST", "/registrations/{request}/resend-mail", "C"),
    ("POST", "/registrations/{request}/revoke", "C"),
    ("GET", "/registration-requests", "CMU"),
    ("GET", "/registration-requests/{request}", "CMU"),
    ("POST", "/registration-requests/{request}/claim", "M"),
    ("POST", "/registration-requests/{request}/release", "M"),
    ("POST", "/registration-requests/{request}/map", "M"),
    ("POST", "/registration-requests/{request}/decline", "M"),
    ("POST", "/policy/explain", "CM"),
];

/// Of each call: refused to whom it is not for, whatever else is wrong with it, and never to whom it is for.
#[tokio::test]
async fn every_call_is_for_the_roles_of_the_contract() {
    let roles = [
        ('C', Role::CustomerManager),
        ('M', Role::PortalRegistrationMapper),
        ('B', Role::PlaybookEditor),
        ('U', Role::Auditor),
        ('X', Role::Administrator),
    ];
    for (method, path, allowed) in CALLS {
        for (letter, role) in roles {
            // What is allowed may archive or end something: each call has a service of its own.
            let (service, ids) = laid_out().await;
            let (caller, _) = service.staff(role).await;
            let answer = service.call(method, &ids.fill(path)).by(&caller).send();
            let answer = answer.await;
            let is_refused = answer.status == 403;
            let expected = letter != 'X' && !allowed.contains(letter);
            assert_eq!(
                is_refused, expected,
                "{method} {path} {role}: {}",
                answer.text
            );
        }
    }
}

#[tokio::test]
async fn nobody_gets_in_without_a_live_session_or_key() {
    let (service, ids) = laid_out().await;
    let portal = Caller::Portal("x".to_owned());
    let strangers = [
        Caller::Nobody,
        portal,
        Caller::Key("rk_guess".to_owned()),
        Caller::Console("guess".to_owned()),
    ];
    for (method, path, _) in CALLS {
        for stranger in &strangers {
            // A path that names nothing is no reason to answer before asking who calls.
            for path in [ids.fill(path), path.replace(['{', '}'], "")] {
                let answer = service.call(method, &path).by(stranger).send().await;
                assert_eq!(
                    answer.status, 401,
                    "{method} {path} {stranger:?}: {}",
                    answer.text
                );
                assert_eq!(answer.slug(), "unauthenticated");
            }
        }
    }
}

#[tokio::test]
async fn what_is_not_there_is_404_before_anything_else_is_wrong() {
    let (service, _) = laid_out().await;
    let admin = service.key(Scope::Admin).await;
    for (method, path, _) in CALLS.iter().filter(|(_, path, _)| path.contains('{')) {
        let (begin, rest) = path.split_once('{').unwrap();
        let (_, end) = rest.split_once('}').unwrap();
        for id in [NOTHING, "no-id", "%F0%9F%92%A9"] {
            let path = format!("{begin}{id}{end}");
            let answer = service.call(method, &path).by(&admin).raw("{").send().await;
            assert_eq!(answer.status, 404, "{method} {path}: {}", answer.text);
            assert_eq!(answer.slug(), "not-found");
        }
    }
}

#[tokio::test]
async fn a_machine_reads_with_a_read_key_and_changes_nothing() {
    let (service, ids) = laid_out().await;
    let reader = service.key(Scope::Read).await;
    for (method, path, _) in CALLS {
        let answer = service.call(method, &ids.fill(path)).by(&reader).send();
        let expected = if *method == "GET" { 200 } else { 403 };
        assert_eq!(answer.await.status, expected, "{method} {path}");
    }
}

#[tokio::test]
async fn the_version_is_asked_for_first_then_the_body_then_compared() {
    let (service, ids) = laid_out().await;
    let admin = service.key(Scope::Admin).await;
    let settings = json!({
        "self_service_registration": false, "permitted_domains": [], "invite_link_registration": true,
    });
    for (method, path, good) in [
        ("PATCH", "/customers/{customer}", json!({ "name": "Acme" })),
        ("PUT", "/customers/{customer}/portal-settings", settings),
        ("PATCH", "/invite-links/{link}", json!({ "label": "Fair" })),
        ("PATCH", "/contacts/{contact}", json!({ "phone": "110" })),
    ] {
        let path = ids.fill(path);
        let read = path.trim_end_matches('/');
        let tag = service.call("GET", read).by(&admin).expect(200).await.tag();
        let call = || service.call(method, &path).by(&admin);
        let bad = json!({ "no_such_field": 1 });
        assert_eq!(
            call().json(bad.clone()).expect(428).await.slug(),
            "precondition-required"
        );
        let refused = call().seen("\"99\"").json(bad).expect(422).await;
        assert_eq!(refused.errors()[0].1, "unknown_field");
        for stale in ["\"99\"", "*", "W/\"1\"", "nonsense"] {
            let answer = call().seen(stale).json(good.clone()).expect(412).await;
            assert_eq!(answer.slug(), "stale", "{path} {stale}");
        }
        let saved = call().seen(&tag).json(good).expect(200).await;
        assert_ne!(saved.tag(), tag, "{path}");
        let read = service.call("GET", &path).by(&admin).expect(200).await;
        assert_eq!(read.tag(), saved.tag());
    }
}

/// Ids of things that exist.
struct Ids {
    customer: String,
    link: String,
    contact: String,
    request: String,
}

impl Ids {
    fn fill(&self, path: &str) -> String {
        path.replace("{customer}", &self.customer)
            .replace("{link}", &self.link)
            .replace("{contact}", &self.contact)
            .replace("{request}", &self.request)
    }
}

async fn laid_out() -> (Service, Ids) {
    let service = Service::new();
    let admin = service.key(Scope::Admin).await;
    let customer = service.customer(&admin, "Acme").await;
    let contact = service.contact(&admin, &customer, "ann@acme.com").await;
    let request = service.request("eve@other.com", "Other").await;
    let links = service.call("GET", &format!("/customers/{customer}/invite-links"));
    let links = links.by(&admin).expect(200).await;
    let link = links.rows()[0]["id"].as_str().unwrap().to_owned();
    (
        service,
        Ids {
            customer,
            link,
            contact,
            request,
        },
    )
}

#[tokio::test]
async fn what_is_wrong_with_a_query_is_told_after_who_may_ask_it() {
    let (service, ids) = laid_out().await;
    let (editor, _) = service.staff(Role::PlaybookEditor).await;
    let (mapper, _) = service.staff(Role::PortalRegistrationMapper).await;
    let admin = service.key(Scope::Admin).await;
    let bad = "limit=0&cursor=x&state=x&from=x";
    for (path, outsider) in [
        ("/customers/{customer}/contacts", &editor),
        ("/customers/{customer}/invite-links", &editor),
        ("/invite-links/{link}/registrations", &editor),
        ("/registrations", &editor),
        ("/registration-requests", &editor),
        ("/playbooks", &mapper),
        ("/staff", &mapper),
        ("/audit-entries", &mapper),
        ("/outbox", &mapper),
        ("/api-keys", &mapper),
    ] {
        let path = format!("{path}?{bad}");
        let filled = ids.fill(&path);
        let call = |path: &str, by: &Caller| service.call("GET", path).by(by);
        call(&filled, &Caller::Nobody).expect(401).await;
        call(&filled, outsider).expect(403).await;
        if let Some((begin, rest)) = path.split_once('{') {
            let (_, end) = rest.split_once('}').unwrap();
            let missing = format!("{begin}{NOTHING}{end}");
            call(&missing, &admin).expect(404).await;
        }
        let refused = call(&filled, &admin).expect(422).await;
        assert_eq!(refused.slug(), "invalid", "{path}");
    }
}

#[tokio::test]
async fn bytes_in_a_path_that_are_no_text_name_nothing() {
    let (service, ids) = laid_out().await;
    let admin = service.key(Scope::Admin).await;
    let members = format!("/projects/{NOTHING}/members/%ff");
    for (method, path) in [
        ("GET", ids.fill("/customers/%ff")),
        ("DELETE", ids.fill(&members)),
    ] {
        let answer = service.call(method, &path).by(&admin).expect(404).await;
        assert_eq!(answer.slug(), "not-found", "{path}");
    }
    let page = service.call_outside("GET", "/problems/%ff").expect(404);
    assert_eq!(page.await.slug(), "not-found");
    let link = service.call("GET", "/join/%ff").expect(410).await;
    assert_eq!(link.slug(), "link-unavailable");
    assert_eq!(link.body["reason"], "unknown");
}

#[tokio::test]
async fn the_case_of_the_scheme_of_a_key_does_not_matter() {
    let service = Service::new();
    let Caller::Key(key) = service.key(Scope::Admin).await else {
        unreachable!("a key was made");
    };
    for scheme in ["Bearer", "bearer", "BEARER"] {
        let call = service.call("POST", "/customers");
        let call = call.header("authorization", &format!("{scheme} {key}"));
        // Also where the origin would be refused without a key.
        let call = call.header("origin", "https://elsewhere.example");
        call.json(json!({ "name": "Acme" })).expect(201).await;
    }
    let call = service.call("GET", "/customers");
    call.header("authorization", &format!("Basic {key}"))
        .expect(401)
        .await;
}
