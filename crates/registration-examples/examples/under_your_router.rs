//! Our store, mail and API under somebody else's router: their routes come first, and their sign-in decides who acts.
#![allow(clippy::print_stdout, reason = "an example speaks by printing")]

use axum::{
    Router,
    extract::Request,
    http::{StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use registration_core::{
    Registrar,
    model::{Actor, Role, StaffId},
    ports::{MailQueue, Mailer, StoreError},
    usecase::{Delivery, Postman},
};
use registration_examples::host::{SystemClock, registrar};
use registration_http::{ActingAs, Settings};
use registration_smtp::{Brand, Renderer, SmtpMailer};
use registration_sqlite::SqliteStore;
use std::{error::Error, net::SocketAddr, sync::Arc, time::Duration};
use tokio::net::TcpListener;

const PUBLIC_URL: &str = "https://crm.example.com";

/// The host's routes, and for every other path ours.
fn host(registrar: Registrar, renderer: Renderer) -> Router {
    let ours = registration_http::router(
        registrar,
        Settings {
            public_url: PUBLIC_URL.to_owned(),
            trusted_proxies: Vec::new(),
            preview: Arc::new(renderer),
            capture: None,
            brand: Arc::new(registration_http::Brand::named("Example CRM")),
        },
    );
    let ours = ours.layer(middleware::from_fn(their_sign_in));
    let theirs = Router::new().route("/deals", get(|| async { "their own page" }));
    theirs.fallback_service(ours)
}

/// Their authentication decides the actor. Whom it does not know goes on as a visitor, or with a session of ours.
async fn their_sign_in(mut request: Request, next: Next) -> Response {
    let header = request.headers().get(header::AUTHORIZATION);
    let token = header.and_then(|value| value.to_str().ok()?.strip_prefix("CRM "));
    match token.map(their_user) {
        Some(Some(actor)) => {
            request.extensions_mut().insert(ActingAs(actor));
        }
        Some(None) => return StatusCode::UNAUTHORIZED.into_response(),
        None => {}
    }
    next.run(request).await
}

/// Stands for a look-up in their table of sessions; which of their groups is which of our roles is theirs to say.
fn their_user(token: &str) -> Option<Actor> {
    let id = StaffId("0195f000-0000-7000-8000-0000000000aa".parse().ok()?);
    let roles = match token {
        "of-an-account-executive" => [Role::CustomerManager].into(),
        "of-a-colleague-in-finance" => [Role::Auditor].into(),
        _ => return None,
    };
    Some(Actor::Staff { id, roles })
}

fn renderer() -> Result<Renderer, Box<dyn Error>> {
    let (brand, public_url) = (Brand::named("Example CRM"), PUBLIC_URL.parse()?);
    Ok(Renderer { brand, public_url })
}

/// The worker: what is due goes to the server, with no transaction open.
async fn deliver_due(postman: &Postman) -> Result<Vec<Delivery>, StoreError> {
    let mut done = Vec::new();
    for claimed in postman.claim(20).await? {
        done.push(postman.deliver(&claimed).await?);
    }
    Ok(done)
}

/// Once a minute: what is over by time ends, mappers are reminded, and what nobody needs any more goes.
async fn keep_house(registrar: &Registrar) -> Result<(), registration_core::Error> {
    registrar.expire_pending().await?;
    registrar.remind_of_requests().await?;
    registrar.forget().await
}

fn postman(queue: Arc<dyn MailQueue>, smtp: &str) -> Result<Postman, Box<dyn Error>> {
    let sender = "Example CRM <portal@crm.example.com>".parse()?;
    let mailer: Arc<dyn Mailer> = Arc::new(SmtpMailer::new(smtp.parse()?, sender, renderer()?)?);
    Ok(Postman::new(queue, mailer, Arc::new(SystemClock)))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // Or `PostgresStore::connect(url, PostgresStore::DEFAULT_CONNECTIONS)`.
    let store = SqliteStore::open("sqlite::memory:").await?;
    store.migrate().await?;
    let postman = postman(Arc::new(store.clone()), "smtp://localhost:1025?tls=none")?;
    tokio::spawn(async move {
        loop {
            if let Err(error) = deliver_due(&postman).await {
                println!("mail waits: {error}");
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    });
    // SQLite and Postgres implement the same ports.
    let registrar = registrar(&store);
    let app = host(registrar.clone(), renderer()?);
    tokio::spawn(async move {
        loop {
            if let Err(error) = keep_house(&registrar).await {
                println!("tried again in a minute: {error}");
            }
            tokio::time::sleep(Duration::from_secs(60)).await;
        }
    });
    let listener = TcpListener::bind("127.0.0.1:8080").await?;
    println!("listening on http://{}", listener.local_addr()?);
    let service = app.into_make_service_with_connect_info::<SocketAddr>();
    Ok(axum::serve(listener, service).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::{Body, to_bytes};
    use registration_core::ports::{Directory, MediaStore, Store};
    use registration_postgres::PostgresStore;
    use registration_testkit::servers::{Behaviour, TestSmtp, fresh_database};
    use serde_json::{Value, json};
    use tower::ServiceExt;

    async fn ask(app: &Router, method: &str, path: &str, crm: &str, body: Value) -> (u16, Value) {
        let mut request = Request::builder().method(method).uri(path);
        request = request.header(header::CONTENT_TYPE, "application/json");
        if !crm.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("CRM {crm}"));
        }
        let request = request.body(Body::from(body.to_string())).unwrap();
        let answer = app.clone().oneshot(request).await.unwrap();
        let status = answer.status().as_u16();
        let bytes = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or_default())
    }

    async fn their_staff_invite_and_the_mail_arrives<S>(store: S)
    where
        S: Store + Directory + MediaStore + MailQueue + Clone + 'static,
    {
        let app = host(registrar(&store), renderer().unwrap());
        let (manager, auditor) = ("of-an-account-executive", "of-a-colleague-in-finance");
        let acme = json!({ "name": "Acme" });
        for (crm, status) in [("", 401), ("forged", 401), (auditor, 403)] {
            let answer = ask(&app, "POST", "/api/v1/customers", crm, acme.clone()).await;
            assert_eq!(answer.0, status, "{crm}");
        }
        let (status, customer) = ask(&app, "POST", "/api/v1/customers", manager, acme).await;
        assert_eq!(status, 201, "{customer}");

        let path = format!(
            "/api/v1/customers/{}/invitations",
            customer["id"].as_str().unwrap()
        );
        let ann = json!({ "email": "ann@acme.com", "first_name": "Ann", "last_name": "Lee" });
        let (status, invited) = ask(&app, "POST", &path, manager, ann).await;
        assert_eq!(status, 201, "{invited}");
        let server = TestSmtp::start(Behaviour::Normal).await;
        let postman = postman(Arc::new(store), &server.url()).unwrap();
        let delivered = deliver_due(&postman).await.unwrap();
        assert!(
            matches!(delivered.as_slice(), [Delivery::Sent(_)]),
            "{delivered:?}"
        );

        let mail = server.wait_for(1, Duration::from_secs(5)).await[0].parsed();
        let token = mail.token_after("/activate/").unwrap();
        let body = json!({ "token": token, "password": "seven walruses hum quietly" });
        let (status, joined) = ask(&app, "POST", "/api/v1/activations", "", body).await;
        assert_eq!(status, 201, "{joined}");
        assert_eq!(ask(&app, "GET", "/deals", "", Value::Null).await.0, 200);
    }

    #[tokio::test]
    async fn their_staff_invite_on_sqlite_and_the_mail_arrives() {
        let store = SqliteStore::open("sqlite::memory:").await.unwrap();
        store.migrate().await.unwrap();
        their_staff_invite_and_the_mail_arrives(store).await;
    }

    #[tokio::test]
    async fn their_staff_invite_on_postgres_and_the_mail_arrives() {
        let url = fresh_database().await;
        let store = PostgresStore::connect(&url, 4).await.unwrap();
        store.migrate().await.unwrap();
        their_staff_invite_and_the_mail_arrives(store).await;
    }
}
