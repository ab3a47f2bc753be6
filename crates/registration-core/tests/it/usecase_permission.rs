//! Every use case of the console asks for its permission: denied unless granted, for every role, action and subject.

use crate::office::{ALL, Office, boss, email, name, offer, proposal};
use registration_core::{
    model::{
        Actor, ContactId, CustomerId, InviteLinkId, MailId, PlaybookId, PortalSettings, ProjectId,
        RegistrationId, Revision, Role, Scope, StaffId,
    },
    policy::access::{Denied, Permission as P, require},
    ports::{AuditFilter, OutboxFilter, ProjectFilter, RegistrationFilter},
    usecase::{
        ContactChange, CustomerChange, Error, Invite, InviteLinkChange, MapRequest, MapTarget,
        NewContact, NewInviteLink, NewStaff, NoLongerPermitted, PlaybookChange, StaffChange,
    },
};
use time::Duration;
use uuid::Uuid;

/// What actions are tried on.
#[derive(Debug, Clone, Copy)]
struct Subject {
    customer: CustomerId,
    contact: ContactId,
    link: InviteLinkId,
    request: RegistrationId,
    playbook: PlaybookId,
    project: ProjectId,
    staff: StaffId,
    mail: MailId,
}

impl Subject {
    fn unknown() -> Self {
        let id = Uuid::from_u128(7);
        Self {
            customer: id.into(),
            contact: id.into(),
            link: id.into(),
            request: id.into(),
            playbook: id.into(),
            project: id.into(),
            staff: id.into(),
            mail: id.into(),
        }
    }

    /// One of each that is there, but for a project, which somebody would have to own.
    async fn known(office: &Office) -> Self {
        let customer = office.customer("Acme").await;
        let owner = office.staff("sam@portal.example", [], false).await;
        let playbook = office.playbook(owner.id).await.id;
        office.request("zoe@acme.com").await;
        Self {
            customer: customer.id,
            contact: office.contact(&customer, "ann@acme.com").await.id,
            link: office.link(&customer).await.id,
            request: office.request_of("zoe@acme.com").await,
            playbook,
            staff: owner.id,
            mail: office.outbox(&OutboxFilter::default()).await[0].id,
            ..Self::unknown()
        }
    }
}

fn actors() -> Vec<Actor> {
    let staff = |roles: &[Role]| Actor::Staff {
        id: Uuid::from_u128(8).into(),
        roles: roles.iter().copied().collect(),
    };
    let roles = Role::ALL.iter().map(|role| staff(&[*role]));
    let keys = Scope::ALL.iter().map(|scope| Actor::ApiKey {
        id: Uuid::from_u128(9).into(),
        scope: *scope,
    });
    let nobody = [
        Actor::Visitor,
        Actor::Account(Uuid::from_u128(8).into()),
        staff(&[]),
    ];
    roles.chain(keys).chain(nobody).collect()
}

fn check<T: std::fmt::Debug>(action: &str, actor: &Actor, permission: P, answer: Result<T, Error>) {
    let denied: Option<Denied> = match &answer {
        Err(Error::Denied(denied)) => Some(*denied),
        _ => None,
    };
    let expected = require(actor, permission).err();
    assert_eq!(denied, expected, "{action} by {actor:?}: {answer:?}");
}

/// Tries each action; the last ones leave little of what they are tried on.
async fn try_all(office: &Office, actor: &Actor, on: Subject) {
    let registrar = office.later();
    macro_rules! action {
        ($permission:ident: $method:ident($($argument:expr),*)) => {
            check(stringify!($method), actor, P::$permission, registrar.$method(actor, $($argument),*).await);
        };
    }
    let (rows, seen) = (ALL, Revision::FIRST);
    let (requests, trail) = (RegistrationFilter::default(), AuditFilter::default());
    action!(ListCustomerNames: customers(None, rows));
    action!(ReadCustomers: customer(on.customer));
    action!(ReadCustomers: invite_links(on.customer, rows));
    action!(ReadCustomers: invite_link(on.link));
    action!(ReadCustomers: contacts(on.customer, None, rows));
    action!(ReadCustomers: contact(on.contact));
    action!(ReadCustomers: registrations(&requests, rows));
    action!(ReadCustomers: registration(on.request));
    action!(ReadRequests: requests(None, rows));
    action!(ReadRequests: request(on.request));
    action!(ReadPlaybooks: playbooks(rows));
    action!(ReadPlaybooks: playbook(on.playbook));
    action!(ReadPlaybooks: explain_visibility(on.playbook, on.customer));
    action!(Explain: explain(&email("ann@acme.com"), None));
    action!(ListStaffNames: staff(rows));
    action!(ReadStaff: staff_member(on.staff));
    action!(ReadOperations: api_keys(rows));
    action!(ReadOperations: audit_entries(&trail, rows));
    action!(ReadOperations: mails(&OutboxFilter::default(), rows));
    action!(ReadOperations: outbox_mail(on.mail));

    let proposed = proposal(&PortalSettings::default());
    action!(ManageCustomers: create_customer("Beta", None));
    action!(ManageCustomers: change_customer(on.customer, seen, CustomerChange::default()));
    action!(ManageCustomers: preview_settings(on.customer, &proposed));
    action!(ManageCustomers: configure_portal(on.customer, seen, proposed.clone(), NoLongerPermitted::Suspend));
    let link = NewInviteLink {
        label: "L".to_owned(),
        expires_at: None,
        max_uses: None,
        enabled: true,
    };
    action!(ManageCustomers: create_invite_link(on.customer, link));
    action!(ManageCustomers: change_invite_link(on.link, seen, InviteLinkChange::default()));
    action!(ManageCustomers: rotate_invite_link(on.link, Duration::ZERO));
    let new = NewContact {
        name: name("Bob", "Lee"),
        email: email("bob@acme.com"),
        phone: None,
        job_title: None,
    };
    action!(ManageCustomers: create_contact(on.customer, new));
    action!(ManageCustomers: change_contact(on.contact, seen, ContactChange::default()));
    let invite = Invite {
        email: email("eve@acme.com"),
        name: None,
        message: None,
    };
    action!(ManageCustomers: invite(on.customer, invite));
    action!(ManageCustomers: grant_portal_access(on.contact));
    action!(ManageCustomers: suspend_portal_access(on.contact));

    action!(DecideRequests: claim_request(on.request));
    action!(DecideRequests: release_request(on.request));
    let map = MapRequest {
        request: on.request,
        customer: on.customer,
        target: MapTarget::NewContact {
            name: name("Zoe", "Quux"),
            phone: None,
        },
        permit_domain: false,
        confirm_address: false,
    };
    action!(DecideRequests: map_request(map));
    action!(DecideRequests: decline_request(on.request, "unknown", true));
    action!(ManageCustomers: resend_mail(on.request));
    action!(ManageCustomers: revoke_registration(on.request));

    action!(ManagePlaybooks: create_playbook("Onboarding", Vec::new()));
    action!(ManagePlaybooks: change_playbook(on.playbook, seen, PlaybookChange::default()));
    action!(ManagePlaybooks: offer_playbook(on.playbook, seen, offer(on.staff)));
    action!(ManagePlaybooks: archive_playbook(on.playbook, None));
    let new = NewStaff {
        name: "Kim".to_owned(),
        email: email("kim@portal.example"),
        roles: [].into(),
        on_duty: false,
        active: true,
    };
    action!(ManageStaff: create_staff(new));
    action!(ManageStaff: change_staff(on.staff, seen, StaffChange::default()));
    action!(ManageStaff: set_on_duty(on.staff, true));
    action!(ManageStaff: create_setup_link());
    action!(ManageOperations: create_api_key("crm", Scope::Read));
    action!(ManageOperations: revoke_api_key(Uuid::from_u128(7).into()));
    action!(ManageOperations: retry_mail(on.mail));
    action!(ManageCustomers: archive_customer(on.customer, None));
}

#[tokio::test]
async fn every_action_is_denied_unless_it_is_granted() {
    for actor in actors() {
        let office = Office::new();
        let known = Subject::known(&office).await;
        try_all(&office, &actor, known).await;
        // What is not there must not be told from what one may not see.
        try_all(&Office::new(), &actor, Subject::unknown()).await;
    }
}

#[tokio::test]
async fn a_project_that_one_may_not_see_is_as_if_there_were_none() {
    let office = Office::new();
    let unknown = Subject::unknown();
    for actor in actors() {
        let opened = office.registrar.project_for(&actor, unknown.project).await;
        let listed = office
            .registrar
            .projects(&actor, &ProjectFilter::default(), ALL)
            .await;
        let is_staff = actor.staff().is_some() || require(&actor, P::ReadProjects).is_ok();
        assert_eq!(
            matches!(opened, Err(Error::NotFound(_))),
            is_staff,
            "{actor:?}: {opened:?}"
        );
        assert_eq!(listed.is_ok(), is_staff, "{actor:?}: {listed:?}");
        let invited = office
            .registrar
            .invite_project_member(&actor, unknown.project, unknown.contact)
            .await;
        assert!(invited.is_err(), "{actor:?}");
    }
    let started = office
        .registrar
        .projects(&boss(), &ProjectFilter::default(), ALL)
        .await;
    assert!(started.unwrap().items.is_empty());
}
