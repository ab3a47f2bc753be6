//! The mailer that hands on to Fairlead's queue obeys the contract of mailers.

use async_trait::async_trait;
use registration_core::ports::Store;
use registration_examples::fairlead::{Fairlead, MessagesMailer, store::FILE};
use registration_smtp::{Brand, Renderer};
use registration_testkit::{
    mailer_contract,
    mailer_contract::{Arrived, CannotStage, Inbox, MailerSubject, Peer},
};
use sqlx::{Connection, Row, SqliteConnection, query, sqlite::SqliteConnectOptions};
use std::{path::PathBuf, sync::Arc};

/// Fairlead's own connection to the file.
async fn theirs(file: &PathBuf) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(file);
    let opened = SqliteConnection::connect_with(&options).await;
    opened.expect("the file opens")
}

/// What the job that sends would find.
struct Messages(PathBuf);

#[async_trait]
impl Inbox for Messages {
    async fn arrived(&self) -> Vec<Arrived> {
        let waiting = query("SELECT * FROM messages WHERE status = 'waiting' ORDER BY message_no");
        // While the table is away nothing is in it.
        let rows = waiting.fetch_all(&mut theirs(&self.0).await).await;
        let rows = rows.unwrap_or_default().into_iter().map(|row| {
            let text = |name| row.get::<String, _>(name);
            Arrived::new(text("portal_mail"), [text("recipient")]).saying(
                text("subject"),
                text("plain"),
                text("html"),
            )
        });
        rows.collect()
    }
}

/// Every address that the laws write to bounced before.
const ALL_ARE_DEAD: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 999) \
    INSERT INTO dead_addresses SELECT 'person' || i || '@example.com' FROM n";

/// A rule of Fairlead's that says what it dislikes.
const FILTER: &str = "CREATE TRIGGER filter BEFORE INSERT ON messages \
    BEGIN SELECT raise(ABORT, 'refused: ' || NEW.subject || NEW.plain || NEW.html); END";

mailer_contract!(
    async |peer| {
        let made = Fairlead::for_a_while("").await;
        let (store, folder) = made.expect("Fairlead is installed");
        let file = folder.path().join(FILE);
        let mut fairlead = theirs(&file).await;
        let mut stage = async |sql| {
            let done = query(sql).execute(&mut fairlead).await;
            done.expect("Fairlead does what it likes");
        };
        match peer {
            Peer::Takes | Peer::Shows => {}
            Peer::RefusesTheRecipient => stage(ALL_ARE_DEAD).await,
            Peer::QuotesTheMail => stage(FILTER).await,
            // A job of the night that writes for hours.
            Peer::PutsOff => stage("BEGIN IMMEDIATE").await,
            // An update of Fairlead that is not through.
            Peer::IsUnreachable => stage("ALTER TABLE messages RENAME TO messages_old").await,
            // A unit of work that never ends: nobody else gets the one writer.
            Peer::SaysNothing => {
                std::mem::forget(store.begin().await.expect("a unit of work begins"));
            }
            _ => {
                return Err(CannotStage(
                    "a statement was done or it was not, and the id tells which",
                ));
            }
        }
        let renderer = Renderer {
            brand: Brand::named("Fairlead"),
            public_url: "https://portal.example.com".parse().expect("an address"),
        };
        let mailer = Arc::new(MessagesMailer::new(store, renderer));
        let inbox = Arc::new(Messages(file));
        Ok(MailerSubject::new(mailer, inbox).keeping((folder, fairlead)))
    },
    except[Peer::DropsAfterTheData]
);
