//! Document 001: one invite link, an allowlist, and invitations that bypass it.

use crate::service::{Database, PASSWORD, Town, given};
use reqwest::Method;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn whoever_holds_the_link_joins_on_sqlite() {
    story(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_holds_the_link_joins_on_postgres() {
    story(Database::Postgres).await;
}

async fn story(database: Database) {
    let town = Town::found(database).await;
    let service = town.serve().await;
    let staff = service.program(&town.key("write"));
    let customer = given::customer(&staff, "Company Name").await;

    // On by default: a link is there, works for anyone, and can be copied.
    let links = staff
        .get(&format!("/customers/{customer}/invite-links"))
        .await
        .expect(200);
    let link = &links["data"][0];
    let code = link["code"].as_str().unwrap();
    assert_eq!(link["url"], format!("{}/join/{code}", service.url));
    let holder = service.visitor();
    let offer = holder.get(&format!("/join/{code}")).await.expect(200);
    assert_eq!(
        (&offer["customer_name"], &offer["audience"]),
        (&json!("Company Name"), &json!("anyone"))
    );
    let form = |name: &str, email: &str| json!({ "name": name, "email": email, "link_code": code });
    holder
        .post("/registrations", form("Hal Holder", "hal@anywhere.example"))
        .await
        .expect(202);
    let mail = town.mail("hal@anywhere.example", "Company Name").await;
    let token = mail.token_after("/activate/").unwrap();
    holder
        .post(
            "/activations",
            json!({ "token": token, "password": PASSWORD }),
        )
        .await
        .expect(201);
    let path = format!("/invite-links/{}", link["id"].as_str().unwrap());
    assert_eq!(staff.get(&path).await.expect(200)["uses"], 1);
    let joined = staff
        .get(&format!("{path}/registrations"))
        .await
        .expect(200);
    assert_eq!(joined["data"][0]["email"], "hal@anywhere.example");

    // The allowlist narrows the link; whoever holds it is told whom it is for.
    let domains = json!([{ "domain": "@company-name.com" }, { "domain": "*.google.com" }]);
    let saved = given::settings(&staff, &customer, json!({ "permitted_domains": domains })).await;
    assert_eq!(
        saved["permitted_domains"][0],
        json!({ "domain": "company-name.com", "include_subdomains": false })
    );
    assert_eq!(saved["link_audience"], "permitted_domains");
    let refused = holder
        .post("/registrations", form("Ida", "ida@anywhere.example"))
        .await
        .expect(422);
    assert_eq!(refused["errors"][0]["code"], "domain_not_permitted");
    assert!(
        refused["errors"][0]["detail"]
            .as_str()
            .unwrap()
            .contains("company-name.com"),
        "{refused}"
    );
    holder
        .post("/registrations", form("Jo", "jo@mail.google.com"))
        .await
        .expect(202);

    // A public provider wants to be acknowledged.
    let gmail = json!([{ "domain": "@gmail.com" }]);
    let settings = format!("/customers/{customer}/portal-settings");
    let body = json!({
        "self_service_registration": false, "permitted_domains": gmail, "invite_link_registration": true,
        "login_method": "password",
    });
    let refused = staff
        .save(Method::PUT, &settings, body.clone())
        .await
        .expect(422);
    assert_eq!(refused["errors"][0]["code"], "public_provider");
    assert_eq!(
        refused["errors"][0]["pointer"],
        "/permitted_domains/0/domain"
    );
    let mut acknowledged = body;
    acknowledged["acknowledge"] = json!(["public_provider:gmail.com"]);
    staff
        .save(Method::PUT, &settings, acknowledged)
        .await
        .expect(200);

    // Invitations don't ask the list, and admit one address.
    let invitations = format!("/customers/{customer}/invitations");
    let invitation =
        json!({ "email": "guest@far-away.example", "first_name": "Gus", "last_name": "Guest" });
    staff
        .post(&invitations, invitation.clone())
        .await
        .expect(201);
    assert_eq!(
        staff.post(&invitations, invitation).await.expect(409)["type"],
        "/problems/already-pending"
    );
    let mail = town.mail("guest@far-away.example", "Company Name").await;
    let first = mail.token_after("/activate/").unwrap().to_owned();
    // The guest's own form does not displace what staff decided: it is mailed again, and both links are good.
    let guest = service.visitor();
    guest
        .post(
            "/registrations",
            json!({ "name": "Gus Guest", "email": "guest@far-away.example" }),
        )
        .await
        .expect(202);
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while town.mails("guest@far-away.example").len() < 2 {
        assert!(
            std::time::Instant::now() < deadline,
            "the invitation was not sent again"
        );
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let second = town.mails("guest@far-away.example")[1]
        .token_after("/activate/")
        .unwrap()
        .to_owned();
    assert_ne!(first, second);
    guest
        .post("/activations/inspect", json!({ "token": second }))
        .await
        .expect(200);
    guest
        .post(
            "/activations",
            json!({ "token": first, "password": PASSWORD }),
        )
        .await
        .expect(201);
    guest
        .post(
            "/activations",
            json!({ "token": second, "password": PASSWORD }),
        )
        .await
        .expect(410);

    // Replacing the link kills the old code; switching links off kills all of them.
    let rotated = staff
        .post(&format!("{path}/rotate"), json!({}))
        .await
        .expect(200);
    assert_eq!(
        holder.get(&format!("/join/{code}")).await.expect(410)["reason"],
        "replaced"
    );
    let code = rotated["code"].as_str().unwrap();
    assert_eq!(rotated["uses"], 1);
    holder.get(&format!("/join/{code}")).await.expect(200);
    given::settings(
        &staff,
        &customer,
        json!({ "invite_link_registration": false }),
    )
    .await;
    let dead = holder.get(&format!("/join/{code}")).await.expect(410);
    assert_eq!(
        (&dead["type"], &dead["reason"]),
        (&json!("/problems/link-unavailable"), &json!("disabled"))
    );
}
