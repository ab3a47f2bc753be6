//! Contacts, invitations, registrations, activity and *Try an address*, by their forms.

use crate::harness::{Answer, Caller, Service};
use registration_core::model::{Contact, CustomerId, Mail, Role, SessionHolder};
use serde_json::{Value, json};

/// A service with a signed-in customer manager and a customer.
struct Desk {
    service: Service,
    manager: Caller,
    customer: String,
}

impl Desk {
    async fn new() -> Self {
        let service = Service::new();
        let (manager, _) = service.staff(Role::CustomerManager).await;
        let customer = service.customer(&manager, "Meridian <Foods>").await;
        Self {
            service,
            manager,
            customer,
        }
    }

    /// A page under the customer.
    fn under(&self, page: &str) -> String {
        format!("/admin/customers/{}{page}", self.customer)
    }

    async fn get(&self, path: &str) -> Answer {
        let call = self.service.call_outside("GET", path).page();
        call.by(&self.manager).expect(200).await
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let call = self.service.call_outside("POST", path).by(&self.manager);
        call.form(fields).send().await
    }

    async fn contact(&self) -> String {
        let contact = self
            .service
            .contact(&self.manager, &self.customer, "ann@acme.com");
        contact.await
    }

    /// What the API answers.
    async fn read(&self, path: &str) -> Answer {
        let call = self.service.call("GET", path).by(&self.manager);
        call.expect(200).await
    }

    async fn access(&self, contact: &str) -> String {
        let read = self.read(&format!("/contacts/{contact}")).await;
        read.body["portal_access"].as_str().unwrap().to_owned()
    }

    async fn registrations(&self) -> Vec<Value> {
        self.read("/registrations").await.rows().to_vec()
    }

    /// Somebody with access, and with a session.
    async fn member(&self) -> Contact {
        let make = &self.service.make;
        let account = make.account();
        let customer: CustomerId = self.customer.parse().unwrap();
        let contact = Contact {
            customer,
            ..make.active_contact(&make.customer(), &account)
        };
        let mut work = self.service.work().await;
        work.accounts().insert(&account).await.unwrap();
        work.contacts().insert(&contact).await.unwrap();
        let session = make.session(SessionHolder::Account(account.id));
        work.sessions().insert(&session).await.unwrap();
        work.commit().await.unwrap();
        contact
    }
}

/// The fields of Ann's form, with what is changed.
fn ann<'a>(version: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("version", version),
        ("first_name", "Ann"),
        ("last_name", "Lee"),
        ("email", "ann@acme.com"),
        ("phone", ""),
        ("job_title", ""),
    ];
    for (name, value) in more {
        fields.retain(|(one, _)| one != name);
        fields.push((name, value));
    }
    fields
}

fn went_to(answer: &Answer) -> &str {
    assert_eq!(answer.status, 303, "{}", answer.text);
    answer.header("location").unwrap()
}

#[tokio::test]
async fn the_contacts_tab_shows_who_has_portal_access_under_its_labels() {
    let desk = Desk::new().await;
    let path = desk.under("/contacts");
    desk.get(&path).await.says("data-testid=\"empty\"");
    let ann = desk.contact().await;
    let member = desk.member().await;
    let page = desk.get(&path).await;
    page.says("Customer Portal")
        .says(">PE</abbr>")
        .says("PE means");
    page.says("No access").says("Active").says("ann@acme.com");
    page.says(&format!(
        "href=\"/admin/contacts/{ann}\" aria-label=\"Edit Ann Lee\""
    ));
    page.says("Meridian &#60;Foods&#62;").says_no("<Foods>");
    let found = desk.get(&format!("{path}?q=ANN@")).await;
    found
        .says("ann@acme.com")
        .says_no(&member.email.to_string());
    desk.get(&format!("{path}?q=nobody"))
        .await
        .says("Nobody matches");
}

#[tokio::test]
async fn a_contact_is_created_with_or_without_access() {
    let desk = Desk::new().await;
    let path = desk.under("/contacts/new");
    desk.get(&path).await.says("Portal access (PE)");
    let wrong = desk
        .post(&path, &ann("", &[("email", "ann@"), ("phone", "call me")]))
        .await;
    assert_eq!(wrong.status, 422);
    wrong
        .says("value=\"ann@\"")
        .says("id=\"e-email\"")
        .says("id=\"e-phone\"");
    let done = desk.post(&path, &ann("", &[])).await;
    assert_eq!(
        went_to(&done),
        format!("{}?done=contact-created", desk.under("/contacts"))
    );
    assert!(desk.service.mails().await.is_empty());
    let twice = desk.post(&path, &ann("", &[])).await;
    assert_eq!(twice.status, 409);
    twice.says("id=\"e-email\"").says("value=\"ann@acme.com\"");
    let other = [("email", "bo@acme.com"), ("portal_access", "on")];
    let done = desk.post(&path, &ann("", &other)).await;
    let list = went_to(&done);
    desk.get(list)
        .await
        .says("login details were mailed")
        .says("Invited");
    let mails = desk.service.mails().await;
    assert_eq!(mails[0].0, "bo@acme.com");
}

#[tokio::test]
async fn the_checkbox_switches_access_on_and_says_that_login_details_were_mailed() {
    let desk = Desk::new().await;
    let id = desk.contact().await;
    let path = format!("/admin/contacts/{id}");
    desk.get(&path)
        .await
        .says("Portal access (PE)")
        .says("role=\"switch\"");
    let done = desk
        .post(&path, &ann("\"1\"", &[("portal_access", "on")]))
        .await;
    desk.get(went_to(&done))
        .await
        .says("The login details were mailed.");
    assert_eq!(desk.access(&id).await, "invited");
    let mails = desk.service.mails().await;
    assert!(matches!(mails[0], (ref to, Mail::AccessGranted { .. }) if to == "ann@acme.com"));
}

#[tokio::test]
async fn switching_access_off_first_shows_what_it_ends() {
    let desk = Desk::new().await;
    let contact = desk.member().await;
    let path = format!("/admin/contacts/{}", contact.id);
    let email = contact.email.to_string();
    let fields = [
        ("version", "\"1\""),
        ("first_name", contact.name.first()),
        ("last_name", contact.name.last()),
        ("email", email.as_str()),
        ("phone", contact.phone.as_deref().unwrap_or_default()),
        (
            "job_title",
            contact.job_title.as_deref().unwrap_or_default(),
        ),
    ];
    let asked = desk.post(&path, &fields).await;
    let question = went_to(&asked).to_owned();
    assert_eq!(question, format!("{path}/suspend"));
    let id = contact.id.to_string();
    assert_eq!(desk.access(&id).await, "active", "nothing is switched yet");
    let page = desk.get(&question).await;
    page.says("1 session loses this customer")
        .says("last access of this account");
    assert_eq!(desk.access(&id).await, "active", "looking changes nothing");
    let done = desk.post(&question, &[]).await;
    desk.get(went_to(&done))
        .await
        .says("Portal access is off.")
        .says("Suspended");
    assert_eq!(desk.access(&id).await, "suspended");
}

#[tokio::test]
async fn a_stale_contact_shows_both_values_and_saves_over_it_when_sent_again() {
    let desk = Desk::new().await;
    let id = desk.contact().await;
    let path = format!("/admin/contacts/{id}");
    let theirs = desk
        .post(&path, &ann("\"1\"", &[("job_title", "Head of IT")]))
        .await;
    assert_eq!(went_to(&theirs), format!("{path}?done=saved"));
    let mine = [("job_title", "Buyer")];
    let stale = desk.post(&path, &ann("\"1\"", &mine)).await;
    assert_eq!(stale.status, 412);
    stale
        .says("value=\"Buyer\"")
        .says("Head of IT")
        .says("name=\"version\" value=\"&#34;2&#34;\"");
    let again = desk.post(&path, &ann("\"2\"", &mine)).await;
    assert_eq!(went_to(&again), format!("{path}?done=saved"));
    let saved = desk.read(&format!("/contacts/{id}")).await;
    assert_eq!(saved.body["job_title"], "Buyer");
}

#[tokio::test]
async fn an_address_with_access_is_kept_and_the_reason_stands_beside_it() {
    let desk = Desk::new().await;
    let id = desk.contact().await;
    let path = format!("/admin/contacts/{id}");
    desk.post(&path, &ann("\"1\"", &[("portal_access", "on")]))
        .await;
    let moved = [("email", "new@acme.com"), ("portal_access", "on")];
    let refused = desk.post(&path, &ann("\"2\"", &moved)).await;
    assert_eq!(refused.status, 409);
    refused
        .says("value=\"new@acme.com\"")
        .says("id=\"e-email\"");
    let german = desk.service.call_outside("POST", &path).by(&desk.manager);
    let german = german
        .header("accept-language", "de")
        .form(&ann("\"2\"", &moved));
    german.expect(409).await.says("lässt sich nur ändern");
}

#[tokio::test]
async fn saving_what_did_not_change_writes_nothing() {
    let desk = Desk::new().await;
    let id = desk.contact().await;
    let path = format!("/admin/contacts/{id}");
    went_to(&desk.post(&path, &ann("\"1\"", &[])).await);
    assert_eq!(desk.read(&format!("/contacts/{id}")).await.tag(), "\"1\"");
}

#[tokio::test]
async fn one_address_is_invited_and_a_second_time_is_refused_beside_the_field() {
    let desk = Desk::new().await;
    let path = desk.under("/invite");
    let fields = [
        ("email", "bo@acme.com"),
        ("first_name", "Bo"),
        ("last_name", ""),
        ("message", "Hello <Bo>"),
    ];
    let done = desk.post(&path, &fields).await;
    assert_eq!(
        went_to(&done),
        format!("{}?done=invited", desk.under("/contacts"))
    );
    let again = desk.post(&path, &fields).await;
    assert_eq!(again.status, 409);
    again
        .says("id=\"e-email\"")
        .says("Hello &#60;Bo&#62;")
        .says_no("<Bo>");
}

#[tokio::test]
async fn many_are_invited_with_a_result_each_and_what_failed_stays_to_be_mended() {
    let desk = Desk::new().await;
    let path = desk.under("/invite/many");
    desk.get(&path).await.says("One person a line");
    let typed = "Ann Lee <ann@acme.com>\n\nbo@\ncy@acme.com, Cy, Ray\nann@acme.com";
    let fields = [("invitations", typed), ("message", "Welcome")];
    let answer = desk.post(&path, &fields).await;
    assert_eq!(answer.status, 200);
    answer
        .says("2 invitations were sent")
        .says("2 lines were refused");
    answer.says("<td class=\"muted\">3</td><td>bo@</td>");
    answer.says("<td class=\"muted\">4</td><td>cy@acme.com</td>");
    answer
        .says(">bo@\nann@acme.com</textarea>")
        .says(">Welcome</textarea>");
    answer.says("has been invited already");
    assert_eq!(desk.registrations().await.len(), 2);
    let names: Vec<_> = desk.registrations().await;
    assert!(names.iter().any(|one| one["last_name"] == "Ray"));
}

#[tokio::test]
async fn a_batch_that_is_empty_or_too_long_is_refused_whole() {
    let desk = Desk::new().await;
    let path = desk.under("/invite/many");
    let empty = desk.post(&path, &[("invitations", " \n")]).await;
    assert_eq!(empty.status, 422);
    empty.says("id=\"e-invitations\"");
    let many: Vec<String> = (0..101).map(|n| format!("p{n}@acme.com")).collect();
    let typed = many.join("\n");
    let long = desk.post(&path, &[("invitations", &typed)]).await;
    assert_eq!(long.status, 422);
    long.says("p100@acme.com").says("id=\"e-invitations\"");
    assert!(desk.registrations().await.is_empty());
}

#[tokio::test]
async fn a_registration_says_how_the_person_comes_in_and_its_mail_is_sent_again() {
    let desk = Desk::new().await;
    let fields = [
        ("email", "bo@acme.com"),
        ("first_name", "Bo"),
        ("last_name", "Ek"),
        ("message", "Hi"),
    ];
    desk.post(&desk.under("/invite"), &fields).await;
    let id = desk.registrations().await[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    for list in ["/admin/registrations", &desk.under("/registrations")] {
        desk.get(list)
            .await
            .says(&format!("/admin/registrations/{id}"));
        let narrow = desk.get(&format!("{list}?state=completed")).await;
        narrow
            .says("Nothing matches these filters")
            .says_no("bo@acme.com");
        let narrow = desk.get(&format!("{list}?origin=invitation&q=bo")).await;
        narrow.says("bo@acme.com").says("Waiting for activation");
    }
    let path = format!("/admin/registrations/{id}");
    let page = desk.get(&path).await;
    page.says("Staff invited this address.")
        .says("A decision of ")
        .says(">Hi</dd>");
    let mails = desk.service.mails().await.len();
    let done = desk.post(&format!("{path}/resend"), &[]).await;
    desk.get(went_to(&done))
        .await
        .says("The mail was sent again.");
    assert_eq!(desk.service.mails().await.len(), mails + 1);
}

#[tokio::test]
async fn a_registration_is_revoked_after_a_page_that_shows_it() {
    let desk = Desk::new().await;
    desk.post(&desk.under("/invite"), &[("email", "bo@acme.com")])
        .await;
    let id = desk.registrations().await[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!("/admin/registrations/{id}");
    desk.get(&format!("{path}/revoke"))
        .await
        .says("bo@acme.com");
    assert_eq!(
        desk.registrations().await[0]["state"],
        "awaiting_activation"
    );
    let done = desk.post(&format!("{path}/revoke"), &[]).await;
    let page = desk.get(went_to(&done)).await;
    page.says("The registration is revoked.")
        .says("Ended by")
        .says_no("/revoke\"");
    let late = desk.post(&format!("{path}/resend"), &[]).await;
    assert_eq!(late.status, 409);
    late.says("cannot change any more");
}

#[tokio::test]
async fn activity_names_who_did_what_in_words_of_both_languages() {
    let desk = Desk::new().await;
    let id = desk.contact().await;
    let path = format!("/admin/contacts/{id}");
    desk.post(
        &path,
        &ann("\"1\"", &[("first_name", "<b>"), ("portal_access", "on")]),
    )
    .await;
    let page = desk.get(&desk.under("/activity")).await;
    page.says("Portal access switched on")
        .says("Contact changed")
        .says("Customer created");
    page.says("&#60;b&#62; Lee")
        .says_no("<b> Lee")
        .says("<th scope=\"row\">Portal access</th>")
        .says("<b>invited</b>");
    let german = desk
        .service
        .call_outside("GET", &desk.under("/activity"))
        .page();
    let german = german
        .header("accept-language", "de")
        .by(&desk.manager)
        .expect(200);
    german
        .await
        .says("Portalzugang eingeschaltet")
        .says("eingeladen");
}

#[tokio::test]
async fn every_action_and_subject_of_the_trail_has_words() {
    use registration_core::model::{AuditAction, SubjectKind};
    let text = |language: &str| {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/locales/");
        std::fs::read_to_string(format!("{root}{language}/console-contacts.ftl")).unwrap()
    };
    let actions = AuditAction::ALL
        .iter()
        .map(|one| format!("action-{}", one.code()));
    let subjects = SubjectKind::ALL
        .iter()
        .map(|one| format!("subject-{}", one.code()));
    let keys: Vec<String> = actions.chain(subjects).collect();
    for language in ["en", "de"] {
        let text = text(language);
        for key in &keys {
            let key = format!("\n{} = ", key.replace('_', "-"));
            assert!(text.contains(&key), "{language} lacks {key}");
        }
    }
}

#[tokio::test]
async fn trying_an_address_tells_the_decision_and_every_rule() {
    let desk = Desk::new().await;
    let refused = desk
        .post("/admin/try-address", &[("email", "ann@acme.com")])
        .await;
    assert_eq!(refused.status, 200);
    refused
        .says("May ask for access")
        .says("No customer permits the domain.");
    refused.says("The address is not a staff member&#39;s.");
    let list = desk
        .read(&format!("/customers/{}/invite-links", desk.customer))
        .await;
    let code = list.rows()[0]["code"].as_str().unwrap();
    let pasted = format!("https://portal.example/join/{code}");
    let fields = [("email", "ann@acme.com"), ("link_code", pasted.as_str())];
    desk.post("/admin/try-address", &fields)
        .await
        .says("Joins one customer")
        .says("The link is live");
    let wrong = desk
        .post(
            "/admin/try-address",
            &[("email", "ann@"), ("link_code", "")],
        )
        .await;
    assert_eq!(wrong.status, 422);
    wrong.says("value=\"ann@\"").says("id=\"e-email\"");
    let fields = [("email", "ann@acme.com"), ("link_code", "never-was")];
    let unknown = desk.post("/admin/try-address", &fields).await;
    assert_eq!(unknown.status, 410);
    unknown.says("id=\"e-link_code\"");
    assert!(desk.registrations().await.is_empty() && desk.service.mails().await.is_empty());
    let german = desk
        .service
        .call_outside("POST", "/admin/try-address")
        .by(&desk.manager);
    let german = german
        .header("accept-language", "de")
        .form(&[("email", "ann@acme.com")]);
    german
        .expect(200)
        .await
        .says("Kann um Zugang bitten")
        .says("Die Adresse gehört niemandem vom Personal.");
}

#[tokio::test]
async fn a_playbook_that_a_customer_does_not_see_explains_itself() {
    let desk = Desk::new().await;
    let (editor, _) = desk.service.staff(Role::PlaybookEditor).await;
    let body = json!({ "name": "Onboarding", "steps": [] });
    let playbook = desk
        .service
        .call("POST", "/playbooks")
        .by(&editor)
        .json(body);
    let playbook = playbook.expect(201).await.id();
    let path = format!(
        "/admin/try-address?customer_id={}&playbook_id={playbook}",
        desk.customer
    );
    desk.get(&path)
        .await
        .says("Self-Service Settings of the playbook are off");
}

#[tokio::test]
async fn who_may_only_look_sees_no_control_and_is_refused() {
    let desk = Desk::new().await;
    let id = desk.contact().await;
    desk.post(&desk.under("/invite"), &[("email", "bo@acme.com")])
        .await;
    let registration = desk.registrations().await[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let (auditor, _) = desk.service.staff(Role::Auditor).await;
    let look = |path: String| desk.service.call_outside("GET", &path).page().by(&auditor);
    let list = look(desk.under("/contacts")).expect(200).await;
    list.says("ann@acme.com")
        .says_no("/contacts/new")
        .says_no("/invite\"");
    look(format!("/admin/contacts/{id}"))
        .expect(200)
        .await
        .says_no("type=\"submit\" data-testid=\"save\"");
    let one = look(format!("/admin/registrations/{registration}"))
        .expect(200)
        .await;
    one.says("Staff invited")
        .says_no("/resend")
        .says_no("/revoke");
    for page in [
        desk.under("/contacts/new"),
        desk.under("/invite"),
        desk.under("/invite/many"),
        format!("/admin/contacts/{id}/suspend"),
        format!("/admin/registrations/{registration}/revoke"),
    ] {
        look(page.clone()).expect(403).await;
        let sent = desk.service.call_outside("POST", &page).by(&auditor);
        let sent = sent.form(&[("email", "x@acme.com"), ("invitations", "x@acme.com")]);
        assert_eq!(sent.send().await.status, 403, "{page}");
    }
    let (editor, _) = desk.service.staff(Role::PlaybookEditor).await;
    let call = desk
        .service
        .call_outside("GET", "/admin/registrations")
        .page();
    call.by(&editor).expect(403).await;
}
