//! Staff: roles, duty, the first password, the last administrator; signing in, resets and keys.

use crate::office::{Office, PASSWORD, actor, boss, conflict, email, field_code, mapper, refused};
use registration_core::{
    model::{Actor, MailKind, Password, Revision, Role, Roles, Scope, Secret, Staff, Stored},
    policy::{access::Denied, passwords::Weakness, sessions},
    ports::Directory,
    usecase::{Conflict, ConsoleVisit, Error, NewStaff, SignedIn, StaffChange},
};
use registration_testkit::doubles::PlainHasher;
use time::Duration;

fn password() -> Password {
    Password::typed(PASSWORD)
}

async fn change(
    office: &Office,
    staff: &Staff,
    change: StaffChange,
) -> Result<Stored<Staff>, Error> {
    let seen = office.store.staff_member(staff.id).await.unwrap().unwrap();
    office.tick();
    office
        .registrar
        .change_staff(&boss(), staff.id, seen.revision, change)
        .await
}

fn roles(roles: impl Into<Roles>) -> StaffChange {
    StaffChange {
        roles: Some(roles.into()),
        ..StaffChange::default()
    }
}

async fn activate(office: &Office, address: &str) -> SignedIn {
    let letter = office.letter(address).await;
    office
        .registrar
        .activate_staff(&letter.secret(), password(), None)
        .await
        .unwrap()
}

async fn visit(office: &Office, signed_in: &SignedIn) -> Result<ConsoleVisit, Error> {
    office.registrar.console_visit(&signed_in.secret).await
}

#[tokio::test]
async fn a_new_staff_member_sets_the_first_password_by_mail() {
    let office = Office::new();
    let staff = office.staff("sam@portal.example", mapper(), true).await;
    refused!(
        office
            .registrar
            .sign_in_staff(&staff.email, password())
            .await,
        Error::SignInFailed
    );
    let letter = office.letter("sam@portal.example").await;
    assert_eq!(letter.kind, MailKind::StaffInvitation);
    let weak = office
        .registrar
        .activate_staff(&letter.secret(), Password::typed("short"), None)
        .await;
    refused!(weak, Error::WeakPassword(Weakness::TooShort));
    let signed_in = activate(&office, "sam@portal.example").await;
    let visit = visit(&office, &signed_in).await.unwrap();
    assert_eq!(visit.actor(), actor(&staff));
    refused!(
        office
            .registrar
            .activate_staff(&letter.secret(), password(), None)
            .await,
        Error::TokenUnavailable
    );
    assert!(
        office
            .registrar
            .sign_in_staff(&staff.email, password())
            .await
            .is_ok()
    );
    let twice = NewStaff {
        name: "S".to_owned(),
        email: staff.email,
        roles: mapper(),
        on_duty: false,
        active: true,
    };
    let exists = Conflict::AlreadyExists("a staff member with this address");
    assert_eq!(
        conflict(office.registrar.create_staff(&boss(), twice).await),
        exists
    );
}

#[tokio::test]
async fn the_last_active_administrator_stays() {
    let office = Office::new();
    let one = office
        .staff("one@portal.example", [Role::Administrator], false)
        .await;
    let off = StaffChange {
        active: Some(false),
        ..StaffChange::default()
    };
    assert_eq!(
        conflict(change(&office, &one, roles(mapper())).await),
        Conflict::LastAdministrator
    );
    assert_eq!(
        conflict(change(&office, &one, off.clone()).await),
        Conflict::LastAdministrator
    );
    let two = office
        .staff("two@portal.example", [Role::Administrator], false)
        .await;
    change(&office, &two, off.clone()).await.unwrap();
    assert_eq!(
        conflict(change(&office, &one, off.clone()).await),
        Conflict::LastAdministrator,
        "the other is inactive"
    );
    change(
        &office,
        &two,
        StaffChange {
            active: Some(true),
            ..StaffChange::default()
        },
    )
    .await
    .unwrap();
    change(&office, &one, off).await.unwrap();
    let stale = office
        .registrar
        .change_staff(&boss(), two.id, Revision::FIRST, StaffChange::default())
        .await;
    refused!(stale, Error::Stale);
}

#[tokio::test]
async fn another_role_or_deactivation_ends_the_sessions() {
    let office = Office::new();
    office
        .staff("boss@portal.example", [Role::Administrator], false)
        .await;
    let sam = office.staff("sam@portal.example", mapper(), true).await;
    let session = activate(&office, "sam@portal.example").await;
    change(
        &office,
        &sam,
        StaffChange {
            name: Some("Samuel".to_owned()),
            ..StaffChange::default()
        },
    )
    .await
    .unwrap();
    assert!(visit(&office, &session).await.is_ok());
    change(&office, &sam, roles([Role::Auditor])).await.unwrap();
    refused!(
        visit(&office, &session).await,
        Error::Denied(Denied::NotSignedIn)
    );
    let session = office
        .registrar
        .sign_in_staff(&sam.email, password())
        .await
        .unwrap();
    change(
        &office,
        &sam,
        StaffChange {
            active: Some(false),
            ..StaffChange::default()
        },
    )
    .await
    .unwrap();
    refused!(
        visit(&office, &session).await,
        Error::Denied(Denied::NotSignedIn)
    );
    refused!(
        office.registrar.sign_in_staff(&sam.email, password()).await,
        Error::SignInFailed
    );
    office
        .later()
        .request_staff_password_reset(&sam.email)
        .await
        .unwrap();
    assert!(
        !office
            .kinds("sam@portal.example")
            .await
            .contains(&MailKind::PasswordReset)
    );
}

#[tokio::test]
async fn what_was_mailed_to_an_old_address_opens_nothing() {
    let office = Office::new();
    let sam = office.staff("sam@portal.example", mapper(), true).await;
    let old = office.letter("sam@portal.example").await.secret();
    let to = |address: &str| StaffChange {
        email: Some(email(address)),
        ..StaffChange::default()
    };
    change(&office, &sam, to("samuel@portal.example"))
        .await
        .unwrap();
    refused!(
        office
            .registrar
            .activate_staff(&old, password(), None)
            .await,
        Error::TokenUnavailable
    );
    activate(&office, "samuel@portal.example").await;
    office.tick();
    office
        .later()
        .request_staff_password_reset(&email("samuel@portal.example"))
        .await
        .unwrap();
    let reset = office.letter("samuel@portal.example").await.secret();
    change(&office, &sam, to("sam@portal.example"))
        .await
        .unwrap();
    refused!(
        office
            .registrar
            .reset_staff_password(&reset, password())
            .await,
        Error::TokenUnavailable
    );
    assert_eq!(
        office.kinds("sam@portal.example").await.len(),
        1,
        "who has a password needs no new invitation"
    );
}

#[tokio::test]
async fn a_setup_link_makes_one_administrator() {
    let office = Office::new();
    let old = office.registrar.create_setup_link(&boss()).await.unwrap();
    let link = office.registrar.create_setup_link(&boss()).await.unwrap();
    let who = || Some(("First".to_owned(), email("first@portal.example")));
    refused!(
        office
            .registrar
            .activate_staff(&old, password(), who())
            .await,
        Error::TokenUnavailable
    );
    assert_eq!(
        field_code(
            office
                .registrar
                .activate_staff(&link, password(), None)
                .await
        ),
        "required"
    );
    let signed_in = office
        .registrar
        .activate_staff(&link, password(), who())
        .await
        .unwrap();
    let visit = visit(&office, &signed_in).await.unwrap();
    assert!(visit.staff.acts_as(Role::Administrator));
    refused!(
        office
            .registrar
            .activate_staff(&link, password(), who())
            .await,
        Error::TokenUnavailable
    );
    let next = office.registrar.create_setup_link(&boss()).await.unwrap();
    let exists = Conflict::AlreadyExists("a staff member with this address");
    assert_eq!(
        conflict(
            office
                .registrar
                .activate_staff(&next, password(), who())
                .await
        ),
        exists
    );
    let other = Some(("Second".to_owned(), email("second@portal.example")));
    assert!(
        office
            .registrar
            .activate_staff(&next, password(), other)
            .await
            .is_ok(),
        "the clash used nothing up"
    );
}

#[tokio::test]
async fn duty_is_ones_own_or_an_administrators_matter() {
    let office = Office::new();
    let sam = office.staff("sam@portal.example", mapper(), false).await;
    let kim = actor(&office.staff("kim@portal.example", mapper(), false).await);
    assert!(
        office
            .registrar
            .set_on_duty(&actor(&sam), sam.id, true)
            .await
            .unwrap()
            .on_duty
    );
    refused!(
        office.registrar.set_on_duty(&kim, sam.id, false).await,
        Error::Denied(Denied::NotAllowed)
    );
    assert!(
        !office
            .registrar
            .set_on_duty(&boss(), sam.id, false)
            .await
            .unwrap()
            .on_duty
    );
    let new = NewStaff {
        name: "X".to_owned(),
        email: email("x@portal.example"),
        roles: mapper(),
        on_duty: false,
        active: true,
    };
    refused!(
        office.registrar.create_staff(&kim, new).await,
        Error::Denied(Denied::NotAllowed)
    );
}

#[tokio::test]
async fn every_failure_to_sign_in_is_the_same() {
    let office = Office::new();
    office.open_customer("Acme", &["acme.com"]).await;
    let ann = office.join("ann@acme.com").await;
    let bob = office.join("bob@acme.com").await;
    office.staff("sam@portal.example", mapper(), true).await;
    activate(&office, "sam@portal.example").await;
    office.suspend(bob.contact).await;
    for (address, typed) in [
        ("ann@acme.com", "wrong"),
        ("nobody@acme.com", PASSWORD),
        ("bob@acme.com", PASSWORD),
        ("sam@portal.example", PASSWORD),
    ] {
        refused!(
            office
                .registrar
                .sign_in(&email(address), Password::typed(typed))
                .await,
            Error::SignInFailed
        );
    }
    for address in ["ann@acme.com", "nobody@portal.example"] {
        refused!(
            office
                .registrar
                .sign_in_staff(&email(address), password())
                .await,
            Error::SignInFailed
        );
    }
    let signed_in = office
        .registrar
        .sign_in(&email("ann@acme.com"), password())
        .await
        .unwrap();
    let visit = office
        .registrar
        .portal_visit(&signed_in.secret)
        .await
        .unwrap();
    assert_eq!(visit.account.id, ann.account);
    refused!(
        office.registrar.console_visit(&signed_in.secret).await,
        Error::Denied(Denied::NotSignedIn)
    );
    office.registrar.sign_out(&visit.session).await.unwrap();
    refused!(
        office.registrar.portal_visit(&signed_in.secret).await,
        Error::Denied(Denied::NotSignedIn)
    );
    assert!(office.visit(&ann).await.is_ok(), "the other session stays");
}

#[tokio::test]
async fn a_session_ends_idle_and_in_all_and_a_hash_is_renewed() {
    let office = Office::new();
    office.open_customer("Acme", &["acme.com"]).await;
    let ann = office.join("ann@acme.com").await;
    let (idle, longest) = sessions::lifetime(registration_core::model::SessionHolder::Account(
        ann.account,
    ));
    let began = office.registrar.now();
    while office.registrar.now().since(began) < longest - idle {
        office.advance(idle - Duration::MINUTE);
        assert!(office.visit(&ann).await.is_ok());
    }
    office.clock.set(began.plus(longest));
    refused!(office.visit(&ann).await, Error::Denied(Denied::NotSignedIn));

    let mut work = registration_core::ports::Store::begin(&office.store)
        .await
        .unwrap();
    let account = work.accounts().get(ann.account).await.unwrap().unwrap();
    let mut old = account.value.clone();
    old.password = PlainHasher::outdated_hash_of(PASSWORD);
    work.accounts().update(&account.replace(old)).await.unwrap();
    work.commit().await.unwrap();
    let address = email("ann@acme.com");
    let (one, two) = tokio::join!(
        office.registrar.sign_in(&address, password()),
        office.registrar.sign_in(&address, password())
    );
    assert!(one.is_ok() && two.is_ok());
    let account = office.store.account(ann.account).await.unwrap().unwrap();
    assert_eq!(account.password, PlainHasher::hash_of(PASSWORD));
}

#[tokio::test]
async fn a_new_password_ends_every_session() {
    let office = Office::new();
    office.open_customer("Acme", &["acme.com"]).await;
    let ann = office.join("ann@acme.com").await;
    let address = email("ann@acme.com");
    office.tick();
    office
        .later()
        .request_password_reset(&address)
        .await
        .unwrap();
    let old = office.letter("ann@acme.com").await.secret();
    office.tick();
    office
        .later()
        .request_password_reset(&address)
        .await
        .unwrap();
    let token = office.letter("ann@acme.com").await.secret();
    let fresh = || Password::typed("eleven badgers dance slowly");
    refused!(
        office.registrar.reset_password(&old, fresh()).await,
        Error::TokenUnavailable
    );
    refused!(
        office.registrar.reset_staff_password(&token, fresh()).await,
        Error::TokenUnavailable
    );
    refused!(
        office
            .registrar
            .reset_password(&token, Password::typed("short"))
            .await,
        Error::WeakPassword(_)
    );
    office
        .registrar
        .reset_password(&token, fresh())
        .await
        .unwrap();
    refused!(
        office.registrar.reset_password(&token, fresh()).await,
        Error::TokenUnavailable
    );
    refused!(office.visit(&ann).await, Error::Denied(Denied::NotSignedIn));
    refused!(
        office.registrar.sign_in(&address, password()).await,
        Error::SignInFailed
    );
    assert!(office.registrar.sign_in(&address, fresh()).await.is_ok());

    office
        .later()
        .request_password_reset(&email("nobody@acme.com"))
        .await
        .unwrap();
    assert!(office.letters("nobody@acme.com").await.is_empty());
    office.tick();
    office
        .later()
        .request_password_reset(&address)
        .await
        .unwrap();
    let late = office.letter("ann@acme.com").await.secret();
    office.advance(Duration::HOUR);
    refused!(
        office.registrar.reset_password(&late, fresh()).await,
        Error::TokenUnavailable
    );
}

#[tokio::test]
async fn a_key_has_the_authority_of_its_scope_until_it_is_revoked() {
    let office = Office::new();
    let (key, secret) = office
        .registrar
        .create_api_key(&boss(), "crm", Scope::Write)
        .await
        .unwrap();
    assert!(secret.expose().starts_with("rk_"));
    let holder = office.registrar.key_holder(&secret).await.unwrap();
    assert_eq!(
        holder,
        Actor::ApiKey {
            id: key.id,
            scope: Scope::Write
        }
    );
    assert!(
        office
            .registrar
            .create_customer(&holder, "Acme", None)
            .await
            .is_ok()
    );
    refused!(
        office
            .registrar
            .create_api_key(&holder, "more", Scope::Admin)
            .await,
        Error::Denied(Denied::NotAllowed)
    );
    let (_, reader) = office
        .registrar
        .create_api_key(&boss(), "bi", Scope::Read)
        .await
        .unwrap();
    let reader = office.registrar.key_holder(&reader).await.unwrap();
    refused!(
        office
            .registrar
            .create_customer(&reader, "Acme", None)
            .await,
        Error::Denied(Denied::NotAllowed)
    );
    office
        .registrar
        .revoke_api_key(&boss(), key.id)
        .await
        .unwrap();
    refused!(
        office.registrar.key_holder(&secret).await,
        Error::Denied(Denied::NotSignedIn)
    );
    refused!(
        office.registrar.revoke_api_key(&boss(), key.id).await,
        Error::NotFound(_)
    );
    refused!(
        office
            .registrar
            .key_holder(&Secret::presented("rk_x"))
            .await,
        Error::Denied(Denied::NotSignedIn)
    );
}

#[tokio::test]
async fn the_command_line_makes_administrators_with_a_password_or_a_link() {
    let office = Office::new();
    let (_, link) = office
        .registrar
        .create_administrator(
            &boss(),
            email("a@portal.example"),
            "A".to_owned(),
            Some(password()),
        )
        .await
        .unwrap();
    assert!(link.is_none());
    assert!(
        office
            .registrar
            .sign_in_staff(&email("a@portal.example"), password())
            .await
            .is_ok()
    );
    let (_, link) = office
        .registrar
        .create_administrator(&boss(), email("b@portal.example"), "B".to_owned(), None)
        .await
        .unwrap();
    assert!(office.letters("b@portal.example").await.is_empty());
    assert!(
        office
            .registrar
            .activate_staff(&link.unwrap(), password(), None)
            .await
            .is_ok()
    );
}
