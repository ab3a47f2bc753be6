//! The console's pages around a customer: the Identity Configuration, invite links, archiving.

use crate::pages_customers::Desk;
use registration_core::ports::Clock as _;
use serde_json::{Value, json};
use time::Duration;

#[tokio::test]
async fn the_identity_configuration_is_the_same_record() {
    let desk = Desk::new().await;
    desk.put(json!([{ "domain": "acme.com" }])).await;
    let (tag, _) = desk.settings().await;
    let page = desk.get(&desk.identity()).await.text;
    for label in [
        "Identity Configuration",
        "Identity and Access Management",
        "Login Method",
        ">Password<",
        "Provisioning",
        "Allow self-serviced registration using invite link",
        "Domain Allowlist",
        "@company-name.com",
        ">Copy<",
        ">Save<",
    ] {
        assert!(page.contains(label), "{label}");
    }
    assert!(page.contains("@<span data-text>acme.com"));
    let fields = [
        ("version", tag.as_str()),
        ("domain", "acme.com"),
        ("had_domains", "1"),
        ("new_domain", "@bolt.com"),
        ("invite_link_registration", "on"),
        ("link_audience", "permitted_domains"),
        ("login_method", "password"),
        ("intent", "save"),
    ];
    let saved = desk.post(&desk.identity(), &fields).await;
    assert_eq!(saved.status, 303, "{}", saved.text);
    let to = saved.header("location").unwrap();
    assert!(to.starts_with(&desk.identity()) && to.contains("&done=saved"));
    let after = desk.settings().await.1;
    assert_eq!(after["permitted_domains"][1]["domain"], "bolt.com");
    // What the page does not show stays.
    assert_eq!(after["self_service_registration"], true);
    assert_eq!(desk.record().await["name"], "Acme");
    let unknown = "/admin/settings/identity?customer_id=01890000-0000-7000-8000-000000000000";
    let call = desk.service.call_outside("GET", unknown).page();
    call.by(&desk.manager).expect(404).await;
}

#[tokio::test]
async fn a_link_is_created_changed_and_replaced_on_its_pages() {
    let desk = Desk::new().await;
    let create = format!("{}/links/new", desk.details());
    let fields = [
        ("label", "Fair"),
        ("expires_at", "soon"),
        ("max_uses", "many"),
    ];
    let refused = desk.post(&create, &fields).await;
    assert_eq!(refused.status, 422);
    for part in ["id=\"e-expires_at\"", "id=\"e-max_uses\"", "value=\"Fair\""] {
        assert!(refused.text.contains(part), "{part}");
    }
    let fields = [
        ("label", "Fair"),
        ("expires_at", "2030-01-02T03:04"),
        ("max_uses", "5"),
    ];
    assert_eq!(desk.post(&create, &fields).await.status, 303);
    let link = desk.link().await;
    assert_eq!(link["expires_at"], "2030-01-02T03:04:00Z");
    assert_eq!(link["max_uses"], 5);
    let path = format!("{}/links/{}", desk.details(), link["id"].as_str().unwrap());
    let page = desk.get(&path).await.text;
    assert!(page.contains("Nobody joined by this link yet"));
    assert!(page.contains("value=\"2030-01-02T03:04\""));
    let fields = [
        ("version", "\"1\""),
        ("label", "Fair 2030"),
        ("expires_at", "2030-01-02T03:04"),
        ("max_uses", ""),
        ("enabled", "on"),
    ];
    assert_eq!(desk.post(&path, &fields).await.status, 303);
    assert_eq!(desk.link().await["max_uses"], Value::Null);
    let stale = desk
        .post(&path, &[("version", "\"1\""), ("label", "Old")])
        .await;
    assert_eq!(stale.status, 412);
    assert!(stale.text.contains("Saved meanwhile: Fair 2030"));
    assert!(stale.text.contains("Saved meanwhile: On"));
    let replace = format!("{path}/replace");
    assert!(
        desk.get(&replace)
            .await
            .text
            .contains("Replace “Fair 2030”?")
    );
    assert_eq!(
        desk.link().await["code"],
        link["code"],
        "asking changes nothing"
    );
    let odd = desk.post(&replace, &[("grace_minutes", "-5")]).await;
    assert_eq!(odd.status, 422);
    assert_eq!(
        desk.post(&replace, &[("grace_minutes", "60")]).await.status,
        303
    );
    assert_ne!(desk.link().await["code"], link["code"]);
    let elsewhere = desk.service.customer(&desk.manager, "Bolt").await;
    let id = link["id"].as_str().unwrap();
    let foreign = format!("/admin/customers/{elsewhere}/links/{id}");
    let call = desk.service.call_outside("GET", &foreign).page();
    call.by(&desk.manager).expect(404).await;
}

#[tokio::test]
async fn disabling_a_link_that_somebody_is_using_asks_first() {
    let desk = Desk::new().await;
    let link = desk.link().await;
    let body = json!({ "name": "Kim Moe", "email": "kim@else.example", "link_code": link["code"] });
    let submitted = desk.service.call("POST", "/registrations").json(body);
    submitted.expect(202).await;
    let path = format!("{}/links/{}", desk.details(), link["id"].as_str().unwrap());
    let mut fields = vec![("version", "\"1\""), ("label", "Off")];
    let asked = desk.post(&path, &fields).await;
    assert_eq!(asked.status, 200);
    assert!(asked.text.contains("kim@else.example") && asked.text.contains("Kim Moe"));
    assert_eq!(desk.link().await["enabled"], true);
    fields.push(("confirmed", "1"));
    assert_eq!(desk.post(&path, &fields).await.status, 303);
    assert_eq!(desk.link().await["enabled"], false);
}

#[tokio::test]
async fn tightening_a_link_that_people_are_using_asks_first() {
    let desk = Desk::new().await;
    let link = desk.link().await;
    for (name, email) in [
        ("Kim Moe", "kim@else.example"),
        ("Eva Ott", "eva@else.example"),
    ] {
        let body = json!({ "name": name, "email": email, "link_code": link["code"] });
        let submitted = desk.service.call("POST", "/registrations").json(body);
        submitted.expect(202).await;
    }
    let path = format!("{}/links/{}", desk.details(), link["id"].as_str().unwrap());
    let end = desk
        .service
        .clock
        .now()
        .plus(Duration::minutes(30))
        .to_string();
    let asked = async |max: &str, end: &str, more: &[(&str, &str)]| {
        let fields = [
            ("version", "\"1\""),
            ("label", "<i>Fair"),
            ("enabled", "on"),
        ];
        let limits = [("max_uses", max), ("expires_at", &end[..end.len().min(16)])];
        desk.post(&path, &[&fields[..], &limits, more].concat())
            .await
    };
    let one = asked("1", "", &[]).await;
    assert_eq!(one.status, 200);
    one.says("This change hits people")
        .says("Only the first of them to activate comes in")
        .says("kim@else.example")
        .says("eva@else.example")
        .says("value=\"&#60;i&#62;Fair\"")
        .says_no("They had more time");
    let sooner = asked("", &end, &[]).await;
    sooner.says("They had more time").says_no("Only the first");
    let over = asked("", "2026-01-01T00:00", &[]).await;
    over.says("2 registrations that are under way would be refused");
    asked("soon", "", &[]).await.says("id=\"e-max_uses\"");
    let back = asked("1", "", &[("intent", "edit")]).await;
    back.says("value=\"1\"").says("data-testid=\"link-form\"");
    assert_eq!(
        desk.link().await["max_uses"],
        Value::Null,
        "asking changes nothing"
    );
    assert_eq!(asked("1", "", &[("confirmed", "1")]).await.status, 303);
    assert_eq!(desk.link().await["max_uses"], 1);
}

#[tokio::test]
async fn a_tighter_link_that_hits_nobody_is_saved_at_once() {
    let desk = Desk::new().await;
    let link = desk.link().await;
    let path = format!("{}/links/{}", desk.details(), link["id"].as_str().unwrap());
    let fields = [
        ("version", "\"1\""),
        ("label", "Fair"),
        ("max_uses", "1"),
        ("enabled", "on"),
    ];
    assert_eq!(desk.post(&path, &fields).await.status, 303);
}

#[tokio::test]
async fn archiving_says_whom_it_hits_before_it_does_it() {
    let desk = Desk::new().await;
    let ann = desk.member().await;
    let path = format!("{}/archive", desk.details());
    let page = desk.get(&path).await.text;
    assert!(page.contains(ann.email.as_str()) && page.contains("Archive Acme?"));
    assert_eq!(desk.record().await["archived_at"], Value::Null);
    let stale = desk.post(&path, &[("version", "\"7\"")]).await;
    assert_eq!(stale.status, 412);
    let (tag, _) = desk.settings().await;
    let done = desk.post(&path, &[("version", &tag)]).await;
    assert_eq!(done.status, 303);
    assert_ne!(desk.record().await["archived_at"], Value::Null);
    let page = desk.get(&desk.details()).await.text;
    assert!(page.contains("data-testid=\"archived-note\"") && !page.contains(">Save<"));
}
