//! Document 000: permitted domains and playbooks.

use crate::service::{Database, PASSWORD, Town, given};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn people_on_a_permitted_domain_come_in_and_start_projects_on_sqlite() {
    story(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_on_a_permitted_domain_come_in_and_start_projects_on_postgres() {
    story(Database::Postgres).await;
}

async fn story(database: Database) {
    let town = Town::found(database).await;
    let service = town.serve().await;
    let staff = service.program(&town.key("admin"));

    // Step 1: self-service for a customer.
    let customer = given::customer(&staff, "Meridian Foods").await;
    let domains = json!([{ "domain": "meridian-foods.example", "include_subdomains": false }]);
    let saved = given::settings(
        &staff,
        &customer,
        json!({ "self_service_registration": true, "permitted_domains": domains }),
    )
    .await;
    assert_eq!(saved["link_audience"], "permitted_domains");

    // Step 2: a playbook for self-service.
    let owner = given::staff_member(
        &staff,
        "Olga Owner",
        "olga@halden.example",
        &["customer_manager"],
        false,
    )
    .await;
    let playbook = given::playbook(&staff, "Onboarding", &owner).await;

    // The customer's experience: name and address, a mail, a password, in.
    let ann = service.visitor();
    let begun = ann
        .post(
            "/registrations",
            json!({ "name": "Ann Lee", "email": "Ann@Meridian-Foods.example" }),
        )
        .await;
    assert_eq!(begun.expect(202)["status"], "check_email");
    let mail = town
        .mail("ann@meridian-foods.example", "Meridian Foods")
        .await;
    let token = mail.token_after("/activate/").expect("a link").to_owned();
    assert!(
        mail.links[0].starts_with(&service.url),
        "links come from the public URL: {:?}",
        mail.links
    );
    let inspected = ann
        .post("/activations/inspect", json!({ "token": token }))
        .await
        .expect(200);
    assert_eq!(
        (&inspected["next"], &inspected["email"]),
        (&json!("set_password"), &json!("ann@meridian-foods.example"))
    );
    let weak = ann
        .post(
            "/activations",
            json!({ "token": token, "password": "meridian foods" }),
        )
        .await
        .expect(422);
    assert_eq!(weak["type"], "/problems/weak-password");
    let came_in = ann
        .post(
            "/activations",
            json!({ "token": token, "password": PASSWORD }),
        )
        .await
        .expect(201);
    assert_eq!(came_in["customer"]["name"], "Meridian Foods");
    ann.post(
        "/activations",
        json!({ "token": token, "password": PASSWORD }),
    )
    .await
    .expect(410);

    // Signed in: the playbook is there, a project starts from it.
    let playbooks = ann.get("/portal/playbooks").await.expect(200);
    assert_eq!(playbooks["data"][0]["name"], "Onboarding");
    assert_eq!(
        playbooks["data"][0]["cover_url"],
        "https://cdn.example.com/cover.png"
    );
    let start = json!({ "playbook_id": playbook, "form_token": "form-1" });
    let project = ann
        .post("/portal/projects", start.clone())
        .await
        .expect(201);
    let again = ann.post("/portal/projects", start).await.expect(201);
    assert_eq!(
        project["id"], again["id"],
        "a double submission starts one project"
    );
    assert_eq!(project["owner"]["name"], "Olga Owner");
    assert_eq!(project["steps"][0]["title"], "Kick-off call");
    town.mail("olga@halden.example", "Onboarding").await;

    // A colleague comes in by the code, and sees nothing of it until staff invite him.
    let ben = service.visitor();
    let begun = ben
        .post(
            "/registrations",
            json!({ "name": "Ben Ode", "email": "ben@meridian-foods.example" }),
        )
        .await;
    let registration = begun.expect(202)["registration_id"].clone();
    let mail = town
        .mail("ben@meridian-foods.example", "Meridian Foods")
        .await;
    let code: String = six_digits(&mail.text);
    let wrong = json!({ "registration_id": registration, "code": other_than(&code) });
    assert_eq!(
        ben.post("/activations/inspect", wrong).await.expect(422)["attempts_left"],
        4
    );
    let proof = json!({ "registration_id": registration, "code": code, "password": PASSWORD });
    let ben_in = ben.post("/activations", proof).await.expect(201);
    let path = format!("/portal/projects/{}", project["id"].as_str().unwrap());
    let hidden = ben.get(&path).await.expect(404);
    let random = ben
        .get("/portal/projects/01890000-0000-7000-8000-000000000000")
        .await
        .expect(404);
    assert_eq!(
        hidden["detail"], random["detail"],
        "what one may not see is as if there were none"
    );
    assert_eq!(
        ben.get("/portal/projects").await.expect(200)["data"],
        json!([])
    );
    let members = format!("/projects/{}/members", project["id"].as_str().unwrap());
    staff
        .post(&members, json!({ "contact_id": ben_in["contact_id"] }))
        .await
        .expect(201);
    town.mail("ben@meridian-foods.example", "invited").await;
    assert_eq!(ben.get(&path).await.expect(200)["id"], project["id"]);

    // People elsewhere are answered alike and mailed what they can do.
    let eve = service.visitor();
    let begun = eve
        .post(
            "/registrations",
            json!({ "name": "Eve", "email": "eve@elsewhere.example" }),
        )
        .await;
    assert_eq!(begun.expect(202)["status"], "check_email");
    let mail = town.mail("eve@elsewhere.example", "").await;
    let token = mail.token_after("/activate/").unwrap();
    assert_eq!(
        eve.post("/activations/inspect", json!({ "token": token }))
            .await
            .expect(200)["next"],
        "request_access"
    );
    let refused = eve
        .post(
            "/activations",
            json!({ "token": token, "password": PASSWORD }),
        )
        .await
        .expect(409);
    assert_eq!(
        (&refused["type"], &refused["next"]),
        (&json!("/problems/not-admitted"), &json!("request_access"))
    );

    // Staff see why.
    let why = staff
        .post(
            "/policy/explain",
            json!({ "email": "eve@elsewhere.example" }),
        )
        .await
        .expect(200);
    assert_eq!(
        (&why["decision"], &why["reason"]),
        (&json!("request"), &json!("domain_not_permitted"))
    );

    // Off is off: whoever had begun is not admitted any more, and nothing is used up.
    let cat = service.visitor();
    cat.post(
        "/registrations",
        json!({ "name": "Cat Poe", "email": "cat@meridian-foods.example" }),
    )
    .await
    .expect(202);
    let mail = town
        .mail("cat@meridian-foods.example", "Meridian Foods")
        .await;
    let token = mail.token_after("/activate/").unwrap();
    let closed = json!({ "self_service_registration": false, "permitted_domains": domains });
    given::settings(&staff, &customer, closed).await;
    let refused = cat
        .post(
            "/activations",
            json!({ "token": token, "password": PASSWORD }),
        )
        .await
        .expect(409);
    assert_eq!(refused["reason"], "self_service_off");
    let open = json!({ "self_service_registration": true, "permitted_domains": domains });
    given::settings(&staff, &customer, open).await;
    cat.post(
        "/activations",
        json!({ "token": token, "password": PASSWORD }),
    )
    .await
    .expect(201);
    // Whoever was in stays in.
    assert_eq!(
        ann.get("/portal/me").await.expect(200)["contacts"][0]["customer"]["name"],
        "Meridian Foods"
    );
}

/// The code stands in the mail as two groups of three digits, as people read it.
fn six_digits(text: &str) -> String {
    let words: Vec<&str> = text
        .split_whitespace()
        .map(|word| word.trim_end_matches('.'))
        .collect();
    let is_group = |word: &str| word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_digit());
    let groups = words
        .windows(2)
        .find(|pair| is_group(pair[0]) && is_group(pair[1]));
    groups.expect("a mail with a six-digit code").concat()
}

fn other_than(code: &str) -> &'static str {
    if code == "000000" { "111111" } else { "000000" }
}
