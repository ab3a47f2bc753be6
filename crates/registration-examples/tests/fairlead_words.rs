//! Fairlead and the portal share rows: each keeps what is the other's, and sees what the other wrote.

use registration_core::{
    model::{Contact, Customer, PersonName, PortalAccess, PortalSettings, Revision, Stored},
    ports::{Directory, Page, Store, StoreError},
};
use registration_examples::fairlead::{Fairlead, store::FILE};
use registration_testkit::{
    contract::{self, Subject},
    fixtures::{Fixtures, email, minute, name},
};
use sqlx::{Connection, SqliteConnection, query, sqlite::SqliteConnectOptions};
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::OnceCell;

const ALL: Page = Page {
    limit: 100,
    before: None,
};

/// Fairlead with the portal, and `before` was there first.
async fn fairlead(before: &str) -> (Fairlead, TempDir) {
    Fairlead::for_a_while(before).await.unwrap()
}

/// Fairlead's own connection to the file, which waits for nobody.
async fn theirs(folder: &TempDir) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(folder.path().join(FILE));
    let options = options.busy_timeout(Duration::ZERO);
    SqliteConnection::connect_with(&options).await.unwrap()
}

async fn companies(store: &Fairlead) -> Vec<Stored<Customer>> {
    store.customers(None, ALL).await.unwrap()
}

async fn people(store: &Fairlead) -> Vec<Stored<Contact>> {
    let mut people = Vec::new();
    for company in companies(store).await {
        people.extend(store.contacts(company.id, None, ALL).await.unwrap());
    }
    people.reverse();
    people
}

async fn update(store: &Fairlead, contact: &Stored<Contact>) -> Result<Revision, StoreError> {
    let mut work = store.begin().await?;
    let revision = work.contacts().update(contact).await?;
    work.commit().await?;
    Ok(revision)
}

const NORDKAI: &str = "INSERT INTO companies (name, customer_number, credit_limit, added_at) \
    VALUES ('Nordkai', 'K-1017', 250000, '2019-04-01 08:30:00');";
const BO: &str = "INSERT INTO people (company_no, full_name, email, position, favourite_lane) \
    VALUES (1, 'Bo Hansen', ' Bo@Nordkai.example', 'Dispatcher', 'Aarhus-Gdynia');";

#[tokio::test]
async fn an_update_by_the_portal_keeps_what_is_fairleads() {
    let (store, _folder) = fairlead(&format!("{NORDKAI}{BO}")).await;
    let mut nordkai = companies(&store).await.remove(0);
    let mut bo = people(&store).await.remove(0);
    assert_eq!(bo.email, email("bo@nordkai.example"));
    nordkai.value.settings.self_service_registration = true;
    bo.value.phone = Some("+45 1234".to_owned());
    bo.value.access = PortalAccess::None.invited(minute(1));
    let mut work = store.begin().await.unwrap();
    work.customers().update(&nordkai).await.unwrap();
    work.contacts().update(&bo).await.unwrap();
    work.commit().await.unwrap();
    let rows = store
        .rows("SELECT name, customer_number, credit_limit, added_at FROM companies")
        .await;
    assert_eq!(
        rows.unwrap(),
        [["Nordkai", "K-1017", "250000", "2019-04-01 08:30:00"]]
    );
    let rows = "SELECT full_name, email, phone, position, favourite_lane FROM people";
    let expected = [
        "Bo Hansen",
        " Bo@Nordkai.example",
        "+45 1234",
        "Dispatcher",
        "Aarhus-Gdynia",
    ];
    assert_eq!(store.rows(rows).await.unwrap(), [expected]);
}

#[tokio::test]
async fn a_company_that_fairlead_adds_is_a_customer_whose_doors_are_as_core_hangs_them() {
    let (store, _folder) = fairlead("").await;
    assert_eq!(companies(&store).await, []);
    store.run(NORDKAI).await.unwrap();
    store
        .run("INSERT INTO companies (name) VALUES ('Second'), ('Third')")
        .await
        .unwrap();
    let seen = companies(&store).await;
    let nordkai = seen.iter().find(|one| one.name == "Nordkai").unwrap();
    assert_eq!(seen.len(), 3);
    assert_eq!(nordkai.reference.as_deref(), Some("K-1017"));
    assert_eq!(nordkai.created_at.to_string(), "2019-04-01T08:30:00Z");
    assert_eq!(
        (&nordkai.settings, nordkai.revision),
        (&PortalSettings::default(), Revision::FIRST)
    );
    assert_eq!(
        (nordkai.archived_at, nordkai.id.0.get_version_num()),
        (None, 7)
    );
}

#[tokio::test]
async fn what_fairlead_changes_is_seen_and_makes_an_older_look_stale() {
    let (store, _folder) = fairlead(&format!("{NORDKAI}{BO}")).await;
    let (nordkai, mut bo) = (
        companies(&store).await.remove(0),
        people(&store).await.remove(0),
    );
    store
        .run("UPDATE companies SET name = 'Nordkai AS', closed_at = '2026-01-02 03:04:05'")
        .await
        .unwrap();
    store
        .run("UPDATE people SET full_name = 'Bo Ek', email = 'bo@nordkai.eu'")
        .await
        .unwrap();
    let now = store.customer(nordkai.id).await.unwrap().unwrap();
    assert_eq!(
        (now.name.as_str(), now.revision),
        ("Nordkai AS", nordkai.revision.next())
    );
    assert_eq!(now.archived_at, "2026-01-02T03:04:05Z".parse().ok());
    let mut renamed = store.contact(bo.id).await.unwrap().unwrap();
    assert_eq!(
        (&renamed.name, &renamed.email),
        (&name("Bo", "Ek"), &email("bo@nordkai.eu"))
    );
    bo.value.phone = Some("+45 1234".to_owned());
    let stale = update(&store, &bo).await;
    assert!(matches!(stale, Err(StoreError::Stale(_))), "{stale:?}");
    // What neither shows is no change.
    store
        .run("UPDATE people SET favourite_lane = 'Oslo-Kiel'")
        .await
        .unwrap();
    renamed.value.name = name("Bo", "von Ek");
    assert_eq!(
        update(&store, &renamed).await.unwrap(),
        renamed.revision.next()
    );
    let divided = store.contact(bo.id).await.unwrap().unwrap();
    assert_eq!(divided.name, name("Bo", "von Ek"));
    store
        .run("UPDATE people SET full_name = 'Bo von Ekman'")
        .await
        .unwrap();
    let again = store.contact(bo.id).await.unwrap().unwrap();
    assert_eq!(again.name, PersonName::from_full("Bo von Ekman").unwrap());
}

#[tokio::test]
async fn whom_mail_cannot_reach_is_no_contact_until_it_can() {
    let (store, _folder) = fairlead(&format!("{NORDKAI}{BO}")).await;
    let more = "INSERT INTO people (company_no, full_name, email) VALUES (1, 'No Address', NULL), \
        (1, 'Not One', 'ask at the gate'), (1, 'Also Bo', 'bo@NORDKAI.example'), \
        (1, 'Odd', 'od..d@nordkai.example'), \
        (1, 'Elsewhere', 'bo@bücher.example'), (1, '  ', 'no.name@nordkai.example')";
    store.run(more).await.unwrap();
    let names = async || -> Vec<String> {
        people(&store)
            .await
            .iter()
            .map(|one| one.name.to_string())
            .collect()
    };
    assert_eq!(names().await, ["Bo Hansen"]);
    store
        .run("UPDATE people SET email = 'na@nordkai.example' WHERE full_name = 'No Address'")
        .await
        .unwrap();
    let mut seen = names().await;
    seen.sort();
    assert_eq!(seen, ["Bo Hansen", "No Address"]);
}

#[tokio::test]
async fn no_statement_of_fairleads_fails_because_of_the_portal() {
    let (store, _folder) = fairlead(&format!("{NORDKAI}{BO}")).await;
    let second = "INSERT INTO companies (name) VALUES ('Sydkai'); \
        INSERT INTO people (company_no, full_name, email) VALUES (2, 'Bo Too', 'bo@nordkai.example');";
    store.run(second).await.unwrap();
    assert_eq!(people(&store).await.len(), 2);
    store.run("UPDATE people SET company_no = 1").await.unwrap();
    let left = people(&store).await;
    assert_eq!(
        left.len(),
        1,
        "the second who has the address is no contact: {left:?}"
    );
    store
        .run("UPDATE people SET company_no = 2 WHERE full_name = 'Bo Too'")
        .await
        .unwrap();
    assert_eq!(people(&store).await.len(), 2);
}

/// The contract knows our own units of work alone. Whoever else writes the tables is for the product to prove.
#[tokio::test]
async fn what_a_unit_of_work_loaded_fairlead_cannot_change_before_its_end() {
    let (store, folder) = fairlead(NORDKAI).await;
    let mut fairlead = theirs(&folder).await;
    let nordkai = companies(&store).await.remove(0);
    let close = "UPDATE companies SET closed_at = datetime('now')";
    let mut work = store.begin().await.unwrap();
    work.customers().get(nordkai.id).await.unwrap();
    let held = query(close).execute(&mut fairlead).await;
    assert!(held.is_err(), "it was changed under a rule that reads it");
    work.commit().await.unwrap();
    query(close).execute(&mut fairlead).await.unwrap();
    assert_eq!(companies(&store).await, []);
}

#[tokio::test]
async fn a_contact_of_a_company_that_is_never_written_is_not_committed() {
    let (store, _folder) = fairlead("").await;
    let make = Fixtures::default();
    let (written, owed) = (make.customer(), make.customer());
    let mut work = store.begin().await.unwrap();
    work.contacts()
        .insert(&make.contact(&written))
        .await
        .unwrap();
    work.contacts().insert(&make.contact(&owed)).await.unwrap();
    work.customers().insert(&written).await.unwrap();
    let refused = work.commit().await;
    assert!(
        matches!(refused, Err(StoreError::Unavailable(_))),
        "{refused:?}"
    );
    assert_eq!(
        store.rows("SELECT count(*) FROM companies").await.unwrap(),
        [["0"]]
    );
}

/// A factory that hands the same store to every law is told so in a sentence.
#[test]
#[should_panic(expected = "the factory gives a store that another law has used")]
fn a_shared_store_is_no_subject() {
    static SHARED: OnceCell<(Fairlead, TempDir)> = OnceCell::const_new();
    let factory = async || {
        let made = SHARED.get_or_init(async || Fairlead::for_a_while("").await.unwrap());
        Subject::new(made.await.0.clone())
    };
    for _ in 0..2 {
        contract::prove(
            factory(),
            contract::customer::an_archived_customer_is_not_listed,
        );
    }
}
