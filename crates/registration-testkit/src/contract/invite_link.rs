//! Invite links: their codes are unique for ever, their uses are counted by one guarded statement.

use super::{
    Subject,
    exact::{an_update_writes_everything, is_stored_exactly},
    list::ALL,
};
use crate::fixtures::{minute, start};
use registration_core::{
    model::{Customer, InviteLink, LinkCode, RetiredCode, Revision, Stored},
    ports::StoreError,
};
use std::num::NonZeroU32;

async fn customer(subject: &Subject) -> Customer {
    let customer = subject.make.customer();
    subject
        .write(async |work| work.customers().insert(&customer).await)
        .await;
    customer
}

async fn store(subject: &Subject, link: &InviteLink) {
    subject
        .write(async |work| work.invite_links().insert(link).await)
        .await;
}

/// Links in which every field has every kind of value.
fn variants(subject: &Subject, customer: &Customer) -> Vec<InviteLink> {
    let make = &subject.make;
    let mut full = make.invite_link(customer);
    full.retired = [9, 8]
        .map(|minutes| RetiredCode {
            code: make.link_code(),
            accepted_until: minute(minutes),
        })
        .to_vec();
    full.expires_at = Some(minute(90));
    full.max_uses = NonZeroU32::new(u32::from(u16::MAX) * 3);
    full.enabled = false;
    let mut one = make.invite_link(customer);
    one.max_uses = NonZeroU32::new(1);
    vec![make.invite_link(customer), full, one]
}

/// A link is read as it was written, with the codes it replaced in their order.
pub async fn a_link_is_stored_exactly(subject: &Subject) {
    let customer = customer(subject).await;
    is_stored_exactly!(
        subject,
        invite_links,
        invite_link,
        variants(subject, &customer)
    );
    let mut used = subject.make.invite_link(&customer);
    used.uses = 3;
    used.last_used_at = Some(minute(3));
    is_stored_exactly!(subject, invite_links, invite_link, [used]);
}

/// An update of a link writes all that staff can change.
pub async fn an_update_writes_the_whole_link(subject: &Subject) {
    let customer = customer(subject).await;
    an_update_writes_everything!(
        subject,
        invite_links,
        invite_link,
        variants(subject, &customer)
    );
}

/// Taking a use counts it and notes when; the revision stays, so that a registration disturbs no editor.
pub async fn taking_a_use_is_not_an_edit(subject: &Subject) {
    let customer = customer(subject).await;
    let link = subject.make.invite_link(&customer);
    store(subject, &link).await;
    for uses in 1..=3 {
        let at = minute(uses.into());
        let taken = subject
            .write(async |work| work.invite_links().take_use(link.id, at).await)
            .await;
        assert!(taken);
        let found = subject.directory.invite_link(link.id).await.unwrap();
        let found = found.expect("it is there");
        assert_eq!((found.uses, found.last_used_at), (uses, Some(at)));
        assert_eq!(found.revision, Revision::FIRST);
    }
}

/// Who edits a link that is used meanwhile takes no use back.
pub async fn an_update_of_a_link_leaves_its_uses_alone(subject: &Subject) {
    let customer = customer(subject).await;
    let link = subject.make.invite_link(&customer);
    store(subject, &link).await;
    subject
        .write(async |work| work.invite_links().take_use(link.id, minute(1)).await)
        .await;
    let mut edited = Stored::new(link.clone(), Revision::FIRST);
    edited.value.label = "Edited".to_owned();
    edited.value.uses = 17;
    subject
        .write(async |work| work.invite_links().update(&edited).await)
        .await;
    let found = subject.directory.invite_link(link.id).await.unwrap();
    let found = found.expect("it is there");
    assert_eq!((found.uses, found.last_used_at), (1, Some(minute(1))));
    assert_eq!(found.label, "Edited");
}

/// A link that is used up gives no use and stays as it is.
pub async fn a_link_gives_no_more_uses_than_its_maximum(subject: &Subject) {
    let customer = customer(subject).await;
    let mut link = subject.make.invite_link(&customer);
    link.max_uses = NonZeroU32::new(2);
    store(subject, &link).await;
    for (minutes, expected) in [(1, true), (2, true), (3, false), (4, false)] {
        let taken = subject
            .write(async |work| work.invite_links().take_use(link.id, minute(minutes)).await)
            .await;
        assert_eq!(taken, expected);
    }
    let found = subject.directory.invite_link(link.id).await.unwrap();
    let found = found.expect("it is there");
    assert_eq!((found.uses, found.last_used_at), (2, Some(minute(2))));
}

/// A use that was taken in a unit of work that ends without commit is there again.
pub async fn a_use_that_was_not_committed_is_not_taken(subject: &Subject) {
    let customer = customer(subject).await;
    let mut link = subject.make.invite_link(&customer);
    link.max_uses = NonZeroU32::new(1);
    store(subject, &link).await;
    let mut work = subject.begin().await;
    assert!(
        work.invite_links()
            .take_use(link.id, start())
            .await
            .unwrap()
    );
    let again = work.invite_links().take_use(link.id, start()).await;
    assert!(!again.unwrap(), "a unit of work sees the uses it took");
    drop(work);
    let taken = subject
        .write(async |work| work.invite_links().take_use(link.id, start()).await)
        .await;
    assert!(taken);
}

/// A link that does not exist gives no use.
pub async fn an_unknown_link_gives_no_use(subject: &Subject) {
    let unknown = subject.make.id();
    let taken = subject
        .write(async |work| work.invite_links().take_use(unknown, start()).await)
        .await;
    assert!(!taken);
}

/// The code in an address leads to its link; so does every code it replaced; codes compare bytewise.
pub async fn a_code_leads_to_its_link_even_when_it_was_replaced(subject: &Subject) {
    let customer = customer(subject).await;
    let mut link = subject.make.invite_link(&customer);
    link.code = LinkCode("First_Code-1".to_owned());
    let other = subject.make.invite_link(&customer);
    store(subject, &link).await;
    store(subject, &other).await;
    for code in ["second", "third"] {
        subject
            .write(async |work| {
                let loaded = work.invite_links().get(link.id).await?.expect("there");
                let rotated = loaded
                    .value
                    .clone()
                    .rotated(LinkCode(code.to_owned()), minute(5));
                work.invite_links().update(&loaded.replace(rotated)).await
            })
            .await;
    }
    let by = async |code: &str| {
        let code = LinkCode(code.to_owned());
        let found = subject.directory.invite_link_by_code(&code).await.unwrap();
        found.map(|link| link.value.id)
    };
    for code in ["First_Code-1", "second", "third"] {
        assert_eq!(by(code).await, Some(link.id), "{code}");
    }
    assert_eq!(by(&other.code.0).await, Some(other.id));
    for code in [
        "first_code-1",
        "FirstxCode-1",
        "First_Code-1 ",
        "First",
        "",
        "%",
        "SECOND",
    ] {
        assert_eq!(by(code).await, None, "{code}");
    }
}

/// No two links ever share a code, whether either of them still uses it.
pub async fn a_code_belongs_to_one_link_for_ever(subject: &Subject) {
    let customer = customer(subject).await;
    let make = &subject.make;
    let retire = |code: &LinkCode| {
        vec![RetiredCode {
            code: code.clone(),
            accepted_until: minute(5),
        }]
    };
    let mut known = make.invite_link(&customer);
    let retired = make.link_code();
    known.retired = retire(&retired);
    let other = make.invite_link(&customer);
    store(subject, &known).await;
    store(subject, &other).await;

    let mut takes_code = make.invite_link(&customer);
    takes_code.code = known.code.clone();
    let mut takes_retired = make.invite_link(&customer);
    takes_retired.code = retired.clone();
    let mut retires_code = make.invite_link(&customer);
    retires_code.retired = retire(&known.code);
    for link in [takes_code, takes_retired, retires_code] {
        let refused = subject
            .try_write(async |work| work.invite_links().insert(&link).await)
            .await;
        assert!(matches!(refused, Err(StoreError::Duplicate(_))), "insert");
    }
    for code in [known.code.clone(), retired, other.code.clone()] {
        let mut changed = Stored::new(other.clone(), Revision::FIRST);
        changed.value = changed.value.rotated(code, minute(5));
        let refused = subject
            .try_write(async |work| work.invite_links().update(&changed).await)
            .await;
        assert!(matches!(refused, Err(StoreError::Duplicate(_))), "update");
    }
    let kept = subject.directory.invite_link(other.id).await.unwrap();
    assert_eq!(kept, Some(Stored::new(other, Revision::FIRST)));
}

/// A customer's links are listed, newest first, and nobody else's.
pub async fn the_links_of_a_customer_are_listed(subject: &Subject) {
    let (acme, globex) = (customer(subject).await, customer(subject).await);
    let links = [&acme, &globex, &acme].map(|customer| subject.make.invite_link(customer));
    for link in &links {
        store(subject, link).await;
    }
    let listed = subject.directory.invite_links(acme.id, ALL).await.unwrap();
    let listed: Vec<_> = listed.iter().map(|link| link.id).collect();
    assert_eq!(listed, [links[2].id, links[0].id]);
    let unknown = subject.make.unknown_customer();
    let none = subject.directory.invite_links(unknown, ALL).await.unwrap();
    assert_eq!(none, []);
}
