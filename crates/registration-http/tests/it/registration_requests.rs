//! Register Now: asked in public, decided by exactly one mapper.

use crate::harness::{Caller, Service, wrong};
use registration_core::model::{Role, Scope};
use serde_json::{Value, json};

async fn mapper(service: &Service) -> (Caller, Value) {
    let (caller, staff) = service.staff(Role::PortalRegistrationMapper).await;
    let named = json!({ "kind": "staff", "id": staff.id, "name": staff.name });
    (caller, named)
}

#[tokio::test]
async fn a_second_request_is_answered_alike_and_changes_nothing() {
    let service = Service::new();
    let (mapper, _) = mapper(&service).await;
    let body = json!({
        "name": "Ann Lee", "email": "ann@acme.com", "company": "Acme", "phone": "+44 20 7946 0018 ext. 7",
        "message": "Hello,\nplease let me in.",
    });
    let ask = || service.call("POST", "/registration-requests");
    let first = ask().json(body.clone()).expect(202).await;
    let second = ask().json(body).expect(202).await;
    assert_eq!(first.body, json!({ "status": "request_sent" }));
    assert_eq!(second.body, first.body);
    let list = service.call("GET", "/registration-requests").by(&mapper);
    let list = list.expect(200).await;
    assert_eq!(list.rows().len(), 1);
    let row = &list.rows()[0];
    assert_eq!(
        (&row["name"], &row["state"]),
        (&json!("Ann Lee"), &json!("awaiting_mapping"))
    );
    assert_eq!(row["message"], "Hello,\nplease let me in.");
    assert_eq!(row["address_proven"], false);
    let refused = ask().json(json!({
        "name": "", "email": "x", "company": " ", "phone": "none", "message": "a\u{0}b", "locale": "x".repeat(36),
    }));
    let errors = refused.expect(422).await.errors();
    let pointers: Vec<&str> = errors.iter().map(|(pointer, _)| pointer.as_str()).collect();
    assert_eq!(
        pointers,
        [
            "/name", "/email", "/company", "/phone", "/message", "/locale"
        ]
    );
    let refused = service.call("GET", "/registration-requests?state=new");
    assert_eq!(
        refused.by(&mapper).expect(422).await.errors(),
        wrong(&[("/state", "unknown_value")])
    );
}

#[tokio::test]
async fn a_mapper_sees_suggestions_and_who_was_told() {
    let service = Service::new();
    let admin = service.key(Scope::Admin).await;
    let (mapper, named) = mapper(&service).await;
    let acme = service.customer(&admin, "Acme Ltd").await;
    let contact = service.contact(&admin, &acme, "bob@acme.com").await;
    let id = service.request("ann@acme.com", "ACME").await;
    let path = format!("/registration-requests/{id}");
    let read = service.call("GET", &path).by(&mapper).expect(200).await;
    assert_eq!(
        read.body["suggestions"],
        json!({
            "customers": [
                { "id": acme, "name": "Acme Ltd", "score": 50, "reasons": ["contacts_on_domain", "similar_name"] },
            ],
            "contacts": [
                { "id": contact, "name": "Ann Lee", "customer_id": acme, "score": 20, "reasons": ["similar_name"] },
            ],
        })
    );
    let told = json!([{ "staff_id": named["id"], "name": named["name"] }]);
    assert_eq!(read.body["notified"], told);
    assert_eq!(read.body["claimed_by"], Value::Null);
    // A registration that is no request is not there.
    let invite = service.call("POST", &format!("/customers/{acme}/invitations"));
    let invite = invite.by(&admin).json(json!({ "email": "eve@acme.com" }));
    let other = invite.expect(201).await.id();
    let missing = service.call("GET", &format!("/registration-requests/{other}"));
    missing.by(&mapper).expect(404).await;
    let missing = service.call("POST", &format!("/registration-requests/{other}/map"));
    missing.by(&mapper).expect(404).await;
}

#[tokio::test]
async fn a_claim_keeps_others_off_for_a_quarter_of_an_hour() {
    let service = Service::new();
    let (one, first) = mapper(&service).await;
    let (other, _) = mapper(&service).await;
    let id = service.request("ann@acme.com", "Acme").await;
    let act = |by: &Caller, what: &str| {
        let path = format!("/registration-requests/{id}/{what}");
        service.call("POST", &path).by(by).send()
    };
    let claimed = act(&one, "claim").await;
    assert_eq!((claimed.status, &claimed.body["claimed_by"]), (200, &first));
    for what in ["claim", "release"] {
        let refused = act(&other, what).await;
        assert_eq!((refused.status, refused.slug()), (409, "claimed"));
        assert_eq!(refused.body["claimed_by"], first);
        assert_eq!(refused.body["claimed_until"], claimed.body["claimed_until"]);
    }
    let path = format!("/registration-requests/{id}");
    let read = service.call("GET", &path).by(&other).expect(200).await;
    assert_eq!(read.body["claimed_by"], first);
    assert_eq!(act(&one, "release").await.status, 204);
    assert_eq!(act(&other, "claim").await.status, 200);
    service.clock.advance(time::Duration::minutes(15));
    assert_eq!(act(&one, "claim").await.status, 200);
}

#[tokio::test]
async fn exactly_one_decision_wins_and_the_loser_is_told_by_whom() {
    let service = Service::new();
    let admin = service.key(Scope::Admin).await;
    let (one, first) = mapper(&service).await;
    let (other, _) = mapper(&service).await;
    let acme = service.customer(&admin, "Acme").await;
    let id = service.request("ann@acme.com", "Acme").await;
    let path = format!("/registration-requests/{id}");
    let create = json!({
        "customer_id": acme, "create_contact": { "first_name": "Ann", "last_name": "Lee", "phone": "110" },
    });
    let map = |by: &Caller| service.call("POST", &format!("{path}/map")).by(by);
    let mapped = map(&one).json(create.clone()).expect(200).await;
    assert_eq!(mapped.body["registration_id"], json!(id));
    let contact = mapped.body["contact_id"].as_str().unwrap();
    let contact = service.call("GET", &format!("/contacts/{contact}"));
    let contact = contact.by(&admin).expect(200).await;
    assert_eq!(
        (&contact.body["email"], &contact.body["portal_access"]),
        (&json!("ann@acme.com"), &json!("invited"))
    );
    let declining = json!({ "reason": "Who?", "notify": false });
    let decline = service.call("POST", &format!("{path}/decline"));
    for late in [
        map(&other).json(create).expect(409).await,
        decline.by(&other).json(declining).expect(409).await,
    ] {
        assert_eq!(late.slug(), "already-decided");
        assert_eq!(
            (&late.body["decision"], &late.body["decided_by"]),
            (&json!("mapped"), &first)
        );
    }
}

#[tokio::test]
async fn declining_takes_a_reason_and_is_final() {
    let service = Service::new();
    let (one, first) = mapper(&service).await;
    let id = service.request("ann@acme.com", "Acme").await;
    let path = format!("/registration-requests/{id}/decline");
    let decline = |body: Value| service.call("POST", &path).by(&one).json(body).send();
    assert_eq!(
        decline(json!({ "reason": " ", "notify": true }))
            .await
            .errors(),
        wrong(&[("/reason", "text_empty")])
    );
    assert_eq!(
        decline(json!({ "reason": "No" })).await.errors(),
        wrong(&[("/notify", "required")])
    );
    let declined = decline(json!({ "reason": "No", "notify": true })).await;
    assert_eq!(declined.body, json!({ "id": id, "state": "declined" }));
    let again = decline(json!({ "reason": "No", "notify": true })).await;
    assert_eq!(
        (&again.body["decision"], &again.body["decided_by"]),
        (&json!("declined"), &first)
    );
    let mails = service.mails().await;
    let declined = mails.iter().filter(|(to, mail)| {
        to == "ann@acme.com" && mail.kind() == registration_core::model::MailKind::Declined
    });
    assert_eq!(declined.count(), 1);
}

#[tokio::test]
async fn a_mapping_that_does_not_fit_says_why() {
    let service = Service::new();
    let admin = service.key(Scope::Admin).await;
    let (one, _) = mapper(&service).await;
    let acme = service.customer(&admin, "Acme").await;
    let bolt = service.customer(&admin, "Bolt").await;
    let bob = service.contact(&admin, &acme, "bob@acme.com").await;
    let stranger = service.contact(&admin, &bolt, "eve@bolt.com").await;
    let id = service.request("ann@acme.com", "Acme").await;
    let path = format!("/registration-requests/{id}/map");
    let map = |body: Value| service.call("POST", &path).by(&one).json(body).send();
    let new = json!({ "first_name": "Ann", "last_name": "Lee" });
    for (body, errors) in [
        (json!({ "customer_id": acme }), ("/contact_id", "required")),
        (
            json!({ "customer_id": acme, "contact_id": bob, "create_contact": new }),
            ("/create_contact", "not_both"),
        ),
        (
            json!({ "customer_id": acme, "create_contact": ["Ann", "Lee"] }),
            ("/create_contact", "invalid_type"),
        ),
        (
            json!({ "customer_id": "7", "contact_id": bob }),
            ("/customer_id", "invalid_id"),
        ),
        (
            json!({ "customer_id": acme, "contact_id": "7" }),
            ("/contact_id", "invalid_id"),
        ),
        (
            json!({ "customer_id": acme, "create_contact": { "first_name": "", "last_name": "" } }),
            ("/create_contact/first_name", "name_empty"),
        ),
        (
            json!({ "customer_id": id, "contact_id": bob }),
            ("/customer_id", "unknown_customer"),
        ),
        (
            json!({ "customer_id": acme, "contact_id": stranger }),
            ("/contact_id", "contact_not_at_customer"),
        ),
        (
            json!({ "customer_id": acme, "contact_id": bob }),
            ("/confirm_address", "confirm_address"),
        ),
    ] {
        let refused = map(body.clone()).await;
        assert_eq!(refused.status, 422, "{body}");
        assert_eq!(refused.errors(), wrong(&[errors]), "{body}");
        let slug = if errors.1 == "contact_not_at_customer" {
            "contact-not-at-customer"
        } else {
            "invalid"
        };
        assert_eq!(refused.slug(), slug);
    }
    // Permitting a domain is for those who manage customers.
    let body = json!({ "customer_id": acme, "contact_id": bob, "confirm_address": true, "permit_domain": true });
    assert_eq!(map(body).await.status, 403);
    // Somebody who has access with another address is not merged.
    let grant = service.call("PUT", &format!("/contacts/{bob}/portal-access"));
    grant.by(&admin).expect(200).await;
    let body = json!({ "customer_id": acme, "contact_id": bob, "confirm_address": true });
    let refused = map(body).await;
    assert_eq!((refused.status, refused.slug()), (409, "contact-conflict"));
}

#[tokio::test]
async fn a_domain_is_permitted_with_the_mapping_by_the_same_checks() {
    let service = Service::new();
    let machine = service.key(Scope::Write).await;
    let acme = service.customer(&machine, "Acme").await;
    let create = json!({ "first_name": "Ann", "last_name": "Lee" });
    let body = json!({ "customer_id": acme, "create_contact": create, "permit_domain": true });
    for (email, status) in [("ann@gmail.com", 422), ("ann@acme.com", 200)] {
        let id = service.request(email, "Acme").await;
        let map = service.call("POST", &format!("/registration-requests/{id}/map"));
        let answer = map.by(&machine).json(body.clone()).expect(status).await;
        if status == 422 {
            let expected = wrong(&[("/permit_domain", "public_provider")]);
            assert_eq!(answer.errors(), expected);
        }
    }
    let settings = service.call("GET", &format!("/customers/{acme}/portal-settings"));
    let settings = settings.by(&machine).expect(200).await;
    assert_eq!(
        settings.body["permitted_domains"],
        json!([{ "domain": "acme.com", "include_subdomains": false }])
    );
}
