//! Covers: who sees one, and how long one is kept.

use crate::{
    harness::{Answer, Caller, Service},
    media::upload,
    people::{Person, offered, person},
    pictures,
};
use registration_core::model::{Playbook, Role, Scope};
use serde_json::json;
use time::Duration;

/// Makes a picture the cover of a playbook that these customers may start.
async fn cover(service: &Service, playbook: &Playbook, id: &str, customers: serde_json::Value) {
    // A key outlives the days that go by here.
    let editor = service.key(Scope::Write).await;
    let path = format!("/playbooks/{}/self-service", playbook.id);
    let tag = service
        .call("GET", &path)
        .by(&editor)
        .expect(200)
        .await
        .tag();
    let settings = json!({
        "enabled": true,
        "default_project_owner_id": playbook.self_service.default_project_owner,
        "customer_facing_name": "Get started",
        "cover": { "kind": "upload", "media_id": id },
        "customers": customers,
    });
    let saved = service.call("PUT", &path).by(&editor).seen(&tag);
    let saved = saved.json(settings).expect(200).await;
    assert_eq!(
        saved.body["cover"],
        json!({ "kind": "upload", "media_id": id })
    );
}

#[tokio::test]
async fn a_cover_is_seen_by_those_who_may_start_its_playbook() {
    let service = Service::new();
    let (editor, _) = service.staff(Role::PlaybookEditor).await;
    let (playbook, ..) = offered(&service).await;
    let (ann, bob) = (person(&service).await, person(&service).await);
    let file = pictures::png(&pictures::flag(8, 8));
    let id = upload(&service, &editor, &file).await;
    let path = format!("/media/{id}");
    let sees = async |who: &Person| service.call("GET", &path).by(&who.caller).send().await;

    // Nobody's cover yet: as a random id.
    let hidden = sees(&ann).await;
    let random = service
        .call("GET", &format!("/media/{}", playbook.id))
        .by(&ann.caller);
    let random = random.expect(404).await;
    let plain = |answer: &Answer| {
        let mut body = answer.body.clone();
        body["request_id"] = json!(null);
        (answer.status, body)
    };
    assert_eq!(plain(&hidden), plain(&random));

    cover(&service, &playbook, &id, json!([ann.customer.id])).await;
    assert_eq!(sees(&ann).await.status, 200);
    assert_eq!(plain(&sees(&bob).await), plain(&random));
    service.call("GET", &path).expect(401).await;
    let (auditor, _) = service.staff(Role::Auditor).await;
    service.call("GET", &path).by(&auditor).expect(200).await;
    let (mapper, _) = service.staff(Role::PortalRegistrationMapper).await;
    service.call("GET", &path).by(&mapper).expect(403).await;
    let list = service.call("GET", "/portal/playbooks").by(&ann.caller);
    let url = list.expect(200).await.rows()[0]["cover_url"].clone();
    assert_eq!(url, format!("http://localhost:8080/api/v1/media/{id}"));

    // A browser in which both are signed in sees what either may.
    let cookies = |secrets: [&Caller; 2]| {
        let cookie = secrets.map(|caller| match caller {
            Caller::Portal(secret) => format!("portal={secret}"),
            Caller::Console(secret) => format!("console={secret}"),
            other => panic!("{other:?} has no cookie"),
        });
        service
            .call("GET", &path)
            .header("cookie", &cookie.join("; "))
    };
    cookies([&bob.caller, &editor]).expect(200).await;
    cookies([&ann.caller, &mapper]).expect(200).await;

    // The playbook is archived, and the picture with it.
    let show = service.call("GET", &format!("/playbooks/{}", playbook.id));
    let tag = show.by(&editor).expect(200).await.tag();
    let archive = service.call("DELETE", &format!("/playbooks/{}", playbook.id));
    archive.by(&editor).seen(&tag).expect(204).await;
    assert_eq!(plain(&sees(&ann).await), plain(&random));
}

#[tokio::test]
async fn a_picture_that_no_playbook_shows_is_forgotten_after_a_day() {
    let service = Service::new();
    let (editor, _) = service.staff(Role::PlaybookEditor).await;
    let (playbook, ..) = offered(&service).await;
    let file = pictures::png(&pictures::flag(8, 8));
    let (used, unused) = (
        upload(&service, &editor, &file).await,
        upload(&service, &editor, &file).await,
    );
    cover(&service, &playbook, &used, json!("all")).await;
    let status = async |id: &str| {
        let reader = service.key(Scope::Read).await;
        let call = service.call("GET", &format!("/media/{id}")).by(&reader);
        call.send().await.status
    };
    for (hours, expected) in [(23, 200), (2, 404)] {
        service.clock.advance(Duration::hours(hours));
        service.registrar.forget().await.unwrap();
        assert_eq!(
            (status(&used).await, status(&unused).await),
            (200, expected)
        );
    }
    // It stays the cover when its playbook is saved again.
    cover(&service, &playbook, &used, json!("all")).await;
    assert_eq!(status(&used).await, 200);
}
