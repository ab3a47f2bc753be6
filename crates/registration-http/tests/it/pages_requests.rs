//! The queue of requests and the mapping screen, by their forms.

use crate::harness::{Caller, Service};
use registration_core::model::{Mail, Role};
use serde_json::json;

/// A mapper, a manager, a customer that permits the domain, and a request from there.
async fn scene(service: &Service) -> (Caller, Caller, String, String) {
    let (mapper, _) = service.staff(Role::PortalRegistrationMapper).await;
    let (manager, _) = service.staff(Role::CustomerManager).await;
    let customer = service.customer(&manager, "Meridian <Foods>").await;
    service
        .contact(&manager, &customer, "ilse@meridian.example")
        .await;
    let request = service.request("jonas@meridian.example", "Meridian").await;
    (mapper, manager, customer, request)
}

#[tokio::test]
async fn a_waiting_request_is_in_the_queue_and_its_company_is_suggested() {
    let service = Service::new();
    let (mapper, _, customer, request) = scene(&service).await;
    let queue = service
        .call_outside("GET", "/admin/requests")
        .by(&mapper)
        .page();
    queue
        .expect(200)
        .await
        .says("jonas@meridian.example")
        .says("nobody-on-duty");
    let path = format!("/admin/requests/{request}");
    let page = service
        .call_outside("GET", &path)
        .by(&mapper)
        .page()
        .expect(200)
        .await;
    page.says("Map user to company")
        .says("Select user")
        .says("Create new contact");
    page.says(&format!("value=\"{customer}\" checked"));
    page.says("Meridian &#60;Foods&#62;").says_no("<Foods>");
    page.says("Colleagues on this domain")
        .says("ilse@meridian.example");
}

#[tokio::test]
async fn mapping_by_the_form_does_what_the_api_does() {
    let service = Service::new();
    let (mapper, _, customer, request) = scene(&service).await;
    let path = format!("/admin/requests/{request}");
    let fields = [
        ("intent", "map"),
        ("customer_id", customer.as_str()),
        ("contact_id", ""),
        ("create_contact", "on"),
        ("first_name", "Jonas"),
        ("last_name", "Weber"),
    ];
    let mapped = service
        .call_outside("POST", &path)
        .by(&mapper)
        .form(&fields)
        .send()
        .await;
    assert_eq!(mapped.location(), format!("{path}?done=mapped"));
    let is_mapped = |(to, mail): &(String, Mail)| {
        to == "jonas@meridian.example" && matches!(mail, Mail::Mapped { .. })
    };
    assert!(service.mails().await.iter().any(is_mapped));

    let again = service
        .call_outside("POST", &path)
        .by(&mapper)
        .form(&fields);
    again
        .expect(409)
        .await
        .says("was faster")
        .says("data-testid=\"decision\"");
}

#[tokio::test]
async fn enter_searches_and_maps_nobody() {
    let service = Service::new();
    let (mapper, manager, _, request) = scene(&service).await;
    service.customer(&manager, "Orchard Bank").await;
    let path = format!("/admin/requests/{request}");
    let fields = [
        ("find_company", "orchard"),
        ("intent", "find"),
        ("first_name", "Joni"),
    ];
    let found = service
        .call_outside("POST", &path)
        .by(&mapper)
        .form(&fields);
    found
        .expect(200)
        .await
        .says("Orchard Bank")
        .says("value=\"Joni\"");
    let fields = [("find_company", "nobody like this"), ("intent", "find")];
    let found = service
        .call_outside("POST", &path)
        .by(&mapper)
        .form(&fields);
    found
        .expect(200)
        .await
        .says("No customer matches")
        .says("data-testid=\"mapping\"");
}

#[tokio::test]
async fn what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost() {
    let service = Service::new();
    let (mapper, _, customer, request) = scene(&service).await;
    let path = format!("/admin/requests/{request}");
    let fields = [
        ("intent", "map"),
        ("customer_id", customer.as_str()),
        ("last_name", "Weber-Typed"),
    ];
    let page = service
        .call_outside("POST", &path)
        .by(&mapper)
        .form(&fields)
        .expect(422)
        .await;
    page.says("Choose a contact, or create one.")
        .says("Weber-Typed")
        .says("id=\"e-contact_id\"");
}

#[tokio::test]
async fn a_contact_with_another_address_asks_for_a_tick() {
    let service = Service::new();
    let (mapper, manager, customer, request) = scene(&service).await;
    let contact = service
        .contact(&manager, &customer, "j.weber@meridian.example")
        .await;
    let path = format!("/admin/requests/{request}");
    let mut fields = vec![
        ("intent", "map"),
        ("customer_id", &*customer),
        ("contact_id", &*contact),
    ];
    let asked = service
        .call_outside("POST", &path)
        .by(&mapper)
        .form(&fields);
    asked
        .expect(422)
        .await
        .says("name=\"confirm_address\"")
        .says("It is the same person");
    fields.push(("confirm_address", "on"));
    let mapped = service
        .call_outside("POST", &path)
        .by(&mapper)
        .form(&fields)
        .send()
        .await;
    assert_eq!(mapped.location(), format!("{path}?done=mapped"));
}

#[tokio::test]
async fn a_claim_is_shown_to_others_and_declining_needs_a_reason() {
    let service = Service::new();
    let (mapper, _, customer, request) = scene(&service).await;
    let (other, _) = service.staff(Role::PortalRegistrationMapper).await;
    let path = format!("/admin/requests/{request}");
    let claim = service
        .call_outside("POST", &format!("{path}/claim"))
        .by(&mapper)
        .form(&[]);
    assert_eq!(
        claim.send().await.location(),
        format!("{path}?done=claimed")
    );
    let fields = [
        ("intent", "map"),
        ("customer_id", &*customer),
        ("create_contact", "on"),
        ("first_name", "J"),
    ];
    let blocked = service.call_outside("POST", &path).by(&other).form(&fields);
    blocked.expect(409).await.says("is at it");

    let decline = format!("{path}/decline");
    let empty = service
        .call_outside("POST", &decline)
        .by(&mapper)
        .form(&[("reason", " ")]);
    empty.expect(422).await.says("id=\"e-reason\"");
    let fields = [("reason", "We don't know you"), ("notify", "on")];
    let declined = service
        .call_outside("POST", &decline)
        .by(&mapper)
        .form(&fields)
        .send()
        .await;
    assert_eq!(declined.location(), format!("{path}?done=declined"));
    let shown = service
        .call_outside("GET", &path)
        .by(&other)
        .page()
        .expect(200)
        .await;
    shown.says("We don&#39;t know you");
}

#[tokio::test]
async fn who_may_not_decide_sees_no_form_and_is_refused() {
    let service = Service::new();
    let (_, manager, customer, request) = scene(&service).await;
    let path = format!("/admin/requests/{request}");
    let page = service
        .call_outside("GET", &path)
        .by(&manager)
        .page()
        .expect(200)
        .await;
    page.says_no("Map user to company");
    let fields = [
        ("intent", "map"),
        ("customer_id", &*customer),
        ("create_contact", "on"),
        ("first_name", "J"),
    ];
    service
        .call_outside("POST", &path)
        .by(&manager)
        .form(&fields)
        .expect(403)
        .await;
    service
        .call_outside("GET", &format!("{path}/decline"))
        .by(&manager)
        .page()
        .expect(403)
        .await;
    let state = service
        .call("GET", &format!("/registration-requests/{request}"))
        .by(&manager);
    assert_eq!(
        state.expect(200).await.body["state"],
        json!("awaiting_mapping")
    );
}
