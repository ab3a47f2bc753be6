//! Playbook → Portal → Settings: the switch, the owner, the cover, the audience; and who sees it.

use super::{editor_with_playbook, get, post, read, shown};
use crate::{
    harness::{Answer, Caller, Service},
    pictures,
};
use registration_core::model::Role;

/// Sends the settings' form, which brings files.
async fn send(service: &Service, by: &Caller, id: &str, fields: &[(&str, &[u8])]) -> Answer {
    let path = format!("/admin/playbooks/{id}/portal");
    let call = service.call_outside("POST", &path).by(by).page();
    call.upload(fields).send().await
}

#[tokio::test]
async fn the_settings_have_the_labels_that_were_asked_for() {
    let service = Service::new();
    let (editor, id) = editor_with_playbook(&service).await;
    let page = shown(&service, &editor, &format!("/admin/playbooks/{id}/portal")).await;
    for label in [
        "Self-Service Settings",
        "Default Project Owner",
        "Customer Facing Name",
        "Customer Facing Description",
        "Portal Cover Image",
        "Upload image",
        "Paste a hosted image link",
        "As the customer sees it",
    ] {
        page.says(label);
    }
    page.says(&format!("/covers/{id}.svg"));
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.ends_with("img-src 'self'"), "{policy}");
}

#[tokio::test]
async fn switching_on_without_owner_or_name_says_what_is_missing() {
    let service = Service::new();
    let (editor, id) = editor_with_playbook(&service).await;
    let refused = send(
        &service,
        &editor,
        &id,
        &[
            ("intent", b"save"),
            ("version", b"\"1\""),
            ("enabled", b"on"),
            ("customer_facing_description", b"Typed <description>"),
        ],
    )
    .await;
    assert_eq!(refused.status, 422);
    refused
        .says("id=\"e-default_project_owner_id\"")
        .says("id=\"e-customer_facing_name\"")
        .says("Typed &#60;description&#62;")
        .says("name=\"enabled\" value=\"on\" aria-labelledby=\"l-enabled\" aria-describedby=\"h-enabled\" checked");
}

#[tokio::test]
async fn what_is_saved_is_what_customers_get() {
    let service = Service::new();
    let (editor, id) = editor_with_playbook(&service).await;
    let (manager, owner) = service.staff(Role::CustomerManager).await;
    let (ours, other) = (
        service.customer(&manager, "Ours").await,
        service.customer(&manager, "Other").await,
    );
    let owner_id = owner.id.to_string();
    let link = b"https://cdn.example.com/a.png?x=1&y=2".as_slice();
    let saved = send(
        &service,
        &editor,
        &id,
        &[
            ("intent", b"save"),
            ("version", b"\"1\""),
            ("enabled", b"on"),
            ("default_project_owner_id", owner_id.as_bytes()),
            ("customer_facing_name", b"Get started"),
            ("audience", b"some"),
            ("customers", ours.as_bytes()),
            ("cover-url", link),
            ("cover-file", b""),
        ],
    )
    .await;
    let path = format!("/admin/playbooks/{id}/portal");
    assert_eq!(saved.location(), format!("{path}?done=saved"));
    let settings = read(&service, &editor, &format!("/playbooks/{id}/self-service")).await;
    assert_eq!(settings.body["enabled"], true);
    assert_eq!(settings.body["cover"]["kind"], "link");
    assert_eq!(settings.body["customers"], serde_json::json!([ours]));

    let page = shown(&service, &editor, &path).await;
    page.says("https://cdn.example.com/a.png?x=1&#38;y=2")
        .says(&format!("name=\"customers\" value=\"{ours}\" checked"))
        .says("In the portal");
    let policy = page.header("content-security-policy").unwrap();
    assert!(
        policy.ends_with("img-src 'self' https://cdn.example.com"),
        "{policy}"
    );

    let ask = |customer: &str| format!("{path}/visibility?customer_id={customer}");
    let seen = shown(&service, &editor, &ask(&ours)).await;
    seen.says("People of Ours see it");
    let hidden = shown(&service, &editor, &ask(&other)).await;
    hidden
        .says("People of Other don&#39;t see it")
        .says("data-reason=\"not_for_customer\"")
        .says("Customer doesn&#39;t see a Playbook?")
        .says("limited to other customers");
    let random = ask("01890000-0000-7000-8000-000000000000");
    assert_eq!(get(&service, &editor, &random).await.status, 404);
}

#[tokio::test]
async fn an_uploaded_cover_is_shown_at_once_and_kept_when_the_rest_is_refused() {
    let service = Service::new();
    let (editor, id) = editor_with_playbook(&service).await;
    let picture = pictures::png(&pictures::flag(64, 36));
    let uploaded = send(
        &service,
        &editor,
        &id,
        &[
            ("intent", b"upload"),
            ("version", b"\"1\""),
            ("customer_facing_name", b"Typed name"),
            ("cover-file", &picture),
        ],
    )
    .await;
    assert_eq!(uploaded.status, 200, "{}", uploaded.text);
    uploaded
        .says("src=\"/api/v1/media/")
        .says("value=\"Typed name\"")
        .says("Not saved yet");
    let marker = "name=\"cover-media_id\" value=\"";
    let media = uploaded.text.split(marker).nth(1).unwrap();
    let media = media.split('"').next().unwrap().to_owned();
    let image = service.call("GET", &format!("/media/{media}")).by(&editor);
    image.expect(200).await;

    let refused = send(
        &service,
        &editor,
        &id,
        &[
            ("intent", b"save"),
            ("version", b"\"1\""),
            ("enabled", b"on"),
            ("cover-media_id", media.as_bytes()),
        ],
    )
    .await;
    assert_eq!(refused.status, 422);
    refused.says(&format!("src=\"/api/v1/media/{media}\""));
    let keep = [
        ("intent", b"save".as_slice()),
        ("version", b"\"1\""),
        ("cover-media_id", media.as_bytes()),
    ];
    send(&service, &editor, &id, &keep).await.location();
    let settings = read(&service, &editor, &format!("/playbooks/{id}/self-service")).await;
    assert_eq!(settings.body["cover"]["media_id"], media.as_str());
    let none = [
        ("intent", b"save".as_slice()),
        ("version", b"\"2\""),
        ("cover-media_id", media.as_bytes()),
        ("cover-none", b"on"),
    ];
    send(&service, &editor, &id, &none).await.location();
    let settings = read(&service, &editor, &format!("/playbooks/{id}/self-service")).await;
    assert_eq!(settings.body["cover"]["kind"], "none");
}

#[tokio::test]
async fn a_picture_that_cannot_be_taken_is_said_beside_its_field() {
    let service = Service::new();
    let (editor, id) = editor_with_playbook(&service).await;
    let not_much_too_large = vec![0; 5 * 1024 * 1024 + 1];
    let larger_than_the_form = vec![0; 7 * 1024 * 1024];
    for (file, status) in [
        (b"<svg/>".as_slice(), 415),
        (&not_much_too_large, 413),
        (&larger_than_the_form, 413),
    ] {
        let refused = send(
            &service,
            &editor,
            &id,
            &[
                ("intent", b"save"),
                ("version", b"\"1\""),
                ("customer_facing_name", b"Typed name"),
                ("cover-url", b"https://cdn.example.com/typed.png"),
                ("cover-file", file),
            ],
        )
        .await;
        assert_eq!(refused.status, status, "{}", refused.text);
        refused
            .says("id=\"e-cover-file\"")
            .says("value=\"Typed name\"")
            .says("https://cdn.example.com/typed.png");
    }
    let settings = read(&service, &editor, &format!("/playbooks/{id}/self-service")).await;
    assert!(settings.body["customer_facing_name"].is_null());
}

#[tokio::test]
async fn a_link_that_is_none_is_refused_and_not_loaded() {
    let service = Service::new();
    let (editor, id) = editor_with_playbook(&service).await;
    let fields = [
        ("intent", b"save".as_slice()),
        ("version", b"\"1\""),
        ("cover-url", b"javascript:alert(1)"),
    ];
    let refused = send(&service, &editor, &id, &fields).await;
    assert_eq!(refused.status, 422);
    refused
        .says("id=\"e-cover-url\"")
        .says("value=\"javascript:alert(1)\"")
        .says_no("src=\"javascript");
}

#[tokio::test]
async fn stale_settings_show_both_values() {
    let service = Service::new();
    let (editor, id) = editor_with_playbook(&service).await;
    let settings = |name: &'static [u8]| {
        [
            ("intent", b"save".as_slice()),
            ("version", b"\"1\""),
            ("customer_facing_name", name),
        ]
    };
    send(&service, &editor, &id, &settings(b"Theirs"))
        .await
        .location();
    let stale = send(&service, &editor, &id, &settings(b"Mine")).await;
    assert_eq!(stale.status, 412);
    stale
        .says("Saved meanwhile: Theirs")
        .says("value=\"Mine\"")
        .says("name=\"version\" value=\"&#34;2&#34;\"");
}

#[tokio::test]
async fn a_search_for_customers_keeps_those_ticked() {
    let service = Service::new();
    let (editor, id) = editor_with_playbook(&service).await;
    let (manager, _) = service.staff(Role::CustomerManager).await;
    let ticked = service.customer(&manager, "Ticked").await;
    service.customer(&manager, "Orchard").await;
    let fields = [
        ("intent", b"find".as_slice()),
        ("version", b"\"1\""),
        ("audience", b"some"),
        ("customers", ticked.as_bytes()),
        ("find_customer", b"orch"),
    ];
    let found = send(&service, &editor, &id, &fields).await;
    assert_eq!(found.status, 200);
    found
        .says(&format!("value=\"{ticked}\" checked"))
        .says("Orchard");
}

#[tokio::test]
async fn who_may_not_change_it_is_refused_before_the_body_is_read() {
    let service = Service::new();
    let (_, id) = editor_with_playbook(&service).await;
    let (manager, _) = service.staff(Role::CustomerManager).await;
    let fields = [("intent", b"save".as_slice()), ("version", b"\"1\"")];
    let refused = send(&service, &manager, &id, &fields).await;
    assert_eq!(refused.status, 403);
    let path = format!("/admin/playbooks/{id}/portal");
    let (editor, _) = service.staff(Role::PlaybookEditor).await;
    let wrong_kind = post(&service, &editor, &path, &[("intent", "save")]).await;
    assert_eq!(wrong_kind.status, 415);
}
