//! Document 002: granted access and mapped requests.

use crate::service::{Database, PASSWORD, Town, given};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn staff_grant_access_and_map_requests_on_sqlite() {
    story(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_grant_access_and_map_requests_on_postgres() {
    story(Database::Postgres).await;
}

async fn story(database: Database) {
    let town = Town::found(database).await;
    let service = town.serve().await;
    let admin = service.program(&town.key("admin"));
    let customer = given::customer(&admin, "Meridian Foods GmbH").await;
    let contacts = format!("/customers/{customer}/contacts");

    // Granting access: the PE column of the Contacts tab.
    let dana =
        json!({ "first_name": "Dana", "last_name": "Fox", "email": "dana@meridian.example" });
    let dana = admin.post(&contacts, dana).await.expect(201);
    assert_eq!(dana["portal_access"], "none");
    let access = format!("/contacts/{}/portal-access", dana["id"].as_str().unwrap());
    assert_eq!(
        admin.put(&access, json!({})).await.expect(200)["portal_access"],
        "invited"
    );
    let mail = town
        .mail("dana@meridian.example", "dana@meridian.example")
        .await;
    assert!(
        mail.text.contains(&service.url),
        "the mail tells the portal's address"
    );
    let visitor = service.visitor();
    let token = mail.token_after("/activate/").unwrap();
    visitor
        .post(
            "/activations",
            json!({ "token": token, "password": PASSWORD }),
        )
        .await
        .expect(201);
    let signed_in = json!({ "email": "dana@meridian.example", "password": PASSWORD });
    visitor
        .post("/portal/session", signed_in.clone())
        .await
        .expect(204);
    visitor.get("/portal/me").await.expect(200);
    // Off: the next request fails, and so does signing in. On again: access, and nothing else.
    let off = admin.delete(&access).await;
    assert!(off.status.is_success(), "{}", off.body);
    visitor.get("/portal/me").await.expect(401);
    visitor
        .post("/portal/session", signed_in.clone())
        .await
        .expect(401);
    admin.put(&access, json!({})).await.expect(200);
    visitor.get("/portal/me").await.expect(401);
    visitor.post("/portal/session", signed_in).await.expect(204);

    // Staff: on duty *and* mapper are told; others are not.
    let mapper = ["portal_registration_mapper"];
    given::staff_member(&admin, "Rhea Calder", "rhea@halden.example", &mapper, true).await;
    given::staff_member(&admin, "Otto Duty", "otto@halden.example", &mapper, false).await;
    given::staff_member(
        &admin,
        "Mia Manager",
        "mia@halden.example",
        &["customer_manager"],
        true,
    )
    .await;
    let rhea = service.visitor();
    let mail = town.mail("rhea@halden.example", "").await;
    let token = mail
        .token_after("/admin/activate/")
        .expect("a link to set a password");
    rhea.post(
        "/staff/activations",
        json!({ "token": token, "password": PASSWORD }),
    )
    .await
    .expect(201);

    // Register Now.
    let jonas = service.visitor();
    let asked = json!({
        "name": "Jonas Weber", "email": "jonas@meridian.example", "company": "Meridian Foods",
        "phone": "+49 30 5551 2077", "message": "I joined Dana's team.",
    });
    assert_eq!(
        jonas
            .post("/registration-requests", asked.clone())
            .await
            .expect(202)["status"],
        "request_sent"
    );
    jonas
        .post("/registration-requests", asked)
        .await
        .expect(202);
    let mail = town.mail("rhea@halden.example", "Map Registration").await;
    let link = mail
        .links
        .iter()
        .find(|link| link.contains("/admin/requests/"))
        .expect("a Map Registration link");
    let id = link.rsplit('/').next().unwrap().to_owned();
    assert_eq!(
        town.mails("otto@halden.example").len(),
        1,
        "off duty: only the staff invitation"
    );
    assert_eq!(
        town.mails("mia@halden.example").len(),
        1,
        "no mapper: only the staff invitation"
    );

    // The link is navigation, not authority.
    let request = format!("/registration-requests/{id}");
    jonas.get(&request).await.expect(401);
    let seen = rhea.get(&request).await.expect(200);
    assert_eq!(seen["state"], "awaiting_mapping");
    assert_eq!(seen["suggestions"]["customers"][0]["id"], customer);
    let reasons = seen["suggestions"]["customers"][0]["reasons"]
        .as_array()
        .unwrap();
    assert!(
        reasons.contains(&json!("contacts_on_domain")) && reasons.contains(&json!("similar_name")),
        "{seen}"
    );
    assert_eq!(seen["notified"][0]["name"], "Rhea Calder");
    rhea.post(&format!("{request}/claim"), json!({}))
        .await
        .expect(200);
    assert_eq!(admin.post(&format!("{request}/map"), json!({
        "customer_id": customer, "create_contact": { "first_name": "Jonas", "last_name": "Weber" },
    })).await.expect(409)["type"], "/problems/claimed");

    // Map user to company.
    let dana_is_not_jonas = json!({ "customer_id": customer, "contact_id": dana["id"] });
    let refused = rhea
        .post(&format!("{request}/map"), dana_is_not_jonas)
        .await
        .expect(409);
    assert_eq!(refused["type"], "/problems/contact-conflict");
    let map = json!({ "customer_id": customer, "create_contact": { "first_name": "Jonas", "last_name": "Weber" } });
    let mapped = rhea
        .post(&format!("{request}/map"), map.clone())
        .await
        .expect(200);
    assert_eq!(mapped["registration_id"], id);
    let late = rhea.post(&format!("{request}/map"), map).await.expect(409);
    assert_eq!(
        (&late["type"], &late["decision"]),
        (&json!("/problems/already-decided"), &json!("mapped"))
    );
    let mail = town
        .mail("jonas@meridian.example", "Meridian Foods GmbH")
        .await;
    assert!(
        mail.text.contains("jonas@meridian.example"),
        "the sign-in address is told"
    );
    let token = mail.token_after("/activate/").unwrap();
    let came_in = jonas
        .post(
            "/activations",
            json!({ "token": token, "password": PASSWORD }),
        )
        .await
        .expect(201);
    assert_eq!(came_in["contact_id"], mapped["contact_id"]);
    jonas.get("/portal/me").await.expect(200);

    // Every membership says how the person came in.
    let trail = admin
        .get("/audit-entries?action=registration_completed")
        .await
        .expect(200);
    assert_eq!(trail["data"][0]["after"]["door"], "request");
    assert_eq!(trail["data"][0]["after"]["basis"]["kind"], "decision");

    // Declined, with a reason.
    let sam = json!({ "name": "Sam", "email": "sam@nowhere.example", "company": "Nowhere" });
    jonas.post("/registration-requests", sam).await.expect(202);
    let waiting = rhea
        .get("/registration-requests?state=awaiting_mapping")
        .await
        .expect(200);
    let request = format!(
        "/registration-requests/{}",
        waiting["data"][0]["id"].as_str().unwrap()
    );
    let reason = "We do not know your company.";
    let declined = rhea
        .post(
            &format!("{request}/decline"),
            json!({ "reason": reason, "notify": true }),
        )
        .await;
    assert!(declined.status.is_success(), "{}", declined.body);
    town.mail("sam@nowhere.example", reason).await;
}
