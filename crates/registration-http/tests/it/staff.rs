//! Staff: who sees whom, who changes whom, and that an administrator is always left.

use crate::harness::{Service, wrong};
use registration_core::model::{Mail, Role, Scope};
use serde_json::{Value, json};

#[tokio::test]
async fn a_new_staff_member_has_the_defaults_and_a_mail() {
    let service = Service::new();
    let key = service.key(Scope::Admin).await;
    let body = json!({ "name": "Mo Field", "email": "mo@portal.example" });
    let created = service
        .call("POST", "/staff")
        .by(&key)
        .json(body.clone())
        .expect(201)
        .await;
    assert_eq!(created.body["roles"], json!([]));
    assert_eq!(
        (&created.body["on_duty"], &created.body["active"]),
        (&json!(false), &json!(true))
    );
    assert_eq!(created.body["warnings"][0]["code"], "nobody_on_duty");
    let mails = service.mails().await;
    assert!(
        matches!(mails.as_slice(), [(to, Mail::StaffInvitation { .. })] if to == "mo@portal.example")
    );
    let again = service
        .call("POST", "/staff")
        .by(&key)
        .json(body)
        .expect(409)
        .await;
    assert_eq!(again.slug(), "already-exists");
    let bad = json!({ "name": "", "email": "no address", "roles": [] });
    let bad = service
        .call("POST", "/staff")
        .by(&key)
        .json(bad)
        .expect(422)
        .await;
    assert_eq!(bad.errors().len(), 2);
    let bad = json!({ "name": "x", "email": "x@portal.example", "roles": ["boss"] });
    let bad = service
        .call("POST", "/staff")
        .by(&key)
        .json(bad)
        .expect(422)
        .await;
    assert_eq!(bad.errors(), wrong(&[("/roles/0", "unknown_value")]));
}

#[tokio::test]
async fn whoever_may_only_list_names_sees_names_of_active_ones() {
    let service = Service::new();
    let (editor, me) = service.staff(Role::PlaybookEditor).await;
    let (auditor, other) = service.staff(Role::Auditor).await;
    let mut gone = service.make.staff([Role::Auditor]);
    gone.active = false;
    service.sign_in(&gone, true).await;
    let names = service.call("GET", "/staff").by(&editor).expect(200).await;
    assert_eq!(
        names.rows(),
        [
            json!({ "id": other.id, "name": other.name }),
            json!({ "id": me.id, "name": me.name })
        ]
    );
    let full = service.call("GET", "/staff").by(&auditor).expect(200).await;
    assert_eq!(full.rows().len(), 3);
    assert_eq!(full.rows()[0]["active"], json!(false));
    // Oneself in full, others not.
    service
        .call("GET", &format!("/staff/{}", me.id))
        .by(&editor)
        .expect(200)
        .await;
    service
        .call("GET", &format!("/staff/{}", other.id))
        .by(&editor)
        .expect(403)
        .await;
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let service = Service::new();
    let (admin, me) = service.staff(Role::Administrator).await;
    let path = format!("/staff/{}", me.id);
    let tag = service
        .call("GET", &path)
        .by(&admin)
        .expect(200)
        .await
        .tag();
    for change in [json!({ "active": false }), json!({ "roles": ["auditor"] })] {
        let answer = service
            .call("PATCH", &path)
            .by(&admin)
            .seen(&tag)
            .json(change)
            .expect(409)
            .await;
        assert_eq!(answer.slug(), "last-administrator");
    }
    // A second one may take the first one's role, whose session ends with it.
    let (second, _) = service.staff(Role::Administrator).await;
    let change = json!({ "roles": ["auditor"] });
    service
        .call("PATCH", &path)
        .by(&second)
        .seen(&tag)
        .json(change)
        .expect(200)
        .await;
    service.call("GET", &path).by(&admin).expect(401).await;
}

#[tokio::test]
async fn a_change_is_refused_in_the_order_of_the_contract() {
    let service = Service::new();
    let (admin, _) = service.staff(Role::Administrator).await;
    let (editor, me) = service.staff(Role::PlaybookEditor).await;
    let path = format!("/staff/{}", me.id);
    let call = |body: &str| service.call("PATCH", &path).raw(body);
    call("[]").expect(401).await;
    call("[]").by(&editor).expect(403).await;
    call("[]").by(&admin).expect(428).await;
    call("[]").by(&admin).seen("\"9\"").expect(422).await;
    let nulls = call("{\"roles\":null}")
        .by(&admin)
        .seen("\"9\"")
        .expect(422)
        .await;
    assert_eq!(nulls.errors(), wrong(&[("/roles", "required")]));
    call("{}").by(&admin).seen("\"9\"").expect(412).await;
    let unknown = "/staff/01890000-0000-7000-8000-000000000000";
    service
        .call("PATCH", unknown)
        .by(&admin)
        .raw("{}")
        .expect(404)
        .await;
}

#[tokio::test]
async fn everybody_switches_the_own_duty_and_administrators_everybodys() {
    let service = Service::new();
    let (mapper, me) = service.staff(Role::PortalRegistrationMapper).await;
    let (editor, _) = service.staff(Role::PlaybookEditor).await;
    let (admin, _) = service.staff(Role::Administrator).await;
    let path = format!("/staff/{}/on-duty", me.id);
    let on = service.call("PUT", &path).by(&mapper).expect(200).await;
    assert_eq!(
        (&on.body["on_duty"], &on.body["warnings"]),
        (&json!(true), &json!([]))
    );
    service.call("DELETE", &path).by(&editor).expect(403).await;
    let off = service.call("DELETE", &path).by(&admin).expect(200).await;
    assert_eq!(off.body["on_duty"], json!(false));
    assert_eq!(
        off.body["warnings"][0]["code"],
        Value::from("nobody_on_duty")
    );
}
