//! The whole router over a store in memory, and requests to it as various callers.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request},
};
use registration_core::{
    Registrar,
    model::{Actor, Mail, Role, Scope, SessionHolder, Staff},
    ports::{Directory, OutboxFilter, Page, Store, Throttle, UnitOfWork},
    usecase::Ports,
};
use registration_http::{Brand, Settings};
use registration_testkit::{
    doubles::{Bursts, FixedClock, PlainHasher, PlainPreview, SeededEntropy, Silent, Unlimited},
    fixtures::Fixtures,
    memory::MemoryStore,
};
use serde_json::{Value, json};
use std::sync::Arc;
use time::Duration;
use tower::ServiceExt;

/// Where the service believes to be reached. Plain http: cookies have plain names.
pub(crate) const PUBLIC_URL: &str = "http://localhost:8080";

/// A service of its own for each test.
pub(crate) struct Service {
    router: Router,
    pub(crate) registrar: Registrar,
    pub(crate) store: MemoryStore,
    pub(crate) clock: FixedClock,
    pub(crate) make: Fixtures,
}

/// Who calls.
#[derive(Debug, Clone)]
pub(crate) enum Caller {
    Nobody,
    /// A machine with an API key.
    Key(String),
    /// A signed-in staff member, by the secret of the session.
    Console(String),
    /// A signed-in portal account, by the secret of the session.
    Portal(String),
}

impl Service {
    pub(crate) fn new() -> Self {
        Self::made(Arc::new(Unlimited), |registrar| registrar)
    }

    /// A service that asks to wait, as one on the net does.
    pub(crate) fn with_limits() -> Self {
        Self::made(Arc::new(Bursts::default()), |registrar| registrar)
    }

    /// A service whose registrar has something more to ask.
    pub(crate) fn whose(registrar: impl FnOnce(Registrar) -> Registrar) -> Self {
        Self::made(Arc::new(Unlimited), registrar)
    }

    fn made(throttle: Arc<dyn Throttle>, registrar: impl FnOnce(Registrar) -> Registrar) -> Self {
        let clock = FixedClock::default();
        let store = MemoryStore::with_clock(clock.clone());
        let registrar = registrar(Registrar::new(Ports {
            store: Arc::new(store.clone()),
            directory: Arc::new(store.clone()),
            media: Arc::new(store.clone()),
            clock: Arc::new(clock.clone()),
            entropy: Arc::new(SeededEntropy::default()),
            hasher: Arc::new(PlainHasher),
            throttle,
            bell: Arc::new(Silent),
        }));
        let settings = Settings {
            public_url: PUBLIC_URL.to_owned(),
            trusted_proxies: Vec::new(),
            preview: Arc::new(PlainPreview),
            capture: Some(Arc::new(store.clone())),
            brand: Arc::new(Brand::named("Halden Cloud")),
        };
        Self {
            router: registration_http::router(registrar.clone(), settings),
            registrar,
            store,
            clock,
            make: Fixtures::default(),
        }
    }

    /// A unit of work, to lay out what a test begins with. Commit it with `commit().await.unwrap()`.
    pub(crate) async fn work(&self) -> Box<dyn UnitOfWork> {
        self.store.begin().await.unwrap()
    }

    /// A machine with a key of this scope.
    pub(crate) async fn key(&self, scope: Scope) -> Caller {
        let created = self
            .registrar
            .create_api_key(&Actor::CommandLine, "test", scope);
        Caller::Key(created.await.unwrap().1.expose().to_owned())
    }

    /// A new staff member with one role, signed in.
    pub(crate) async fn staff(&self, role: Role) -> (Caller, Staff) {
        let staff = self.make.staff([role]);
        (self.sign_in(&staff, true).await, staff)
    }

    /// Signs a staff member in; `new` stores the record first.
    pub(crate) async fn sign_in(&self, staff: &Staff, new: bool) -> Caller {
        let secret = self.make.secret();
        let mut session = self.make.session(SessionHolder::Staff(staff.id));
        session.digest = secret.digest();
        let mut work = self.work().await;
        if new {
            work.staff().insert(staff).await.unwrap();
        }
        work.sessions().insert(&session).await.unwrap();
        work.commit().await.unwrap();
        Caller::Console(secret.expose().to_owned())
    }

    /// A call under `/api/v1`, by nobody yet.
    pub(crate) fn call(&self, method: &str, path: &str) -> Call {
        self.call_outside(method, &format!("/api/v1{path}"))
    }

    /// A call anywhere, by nobody yet.
    pub(crate) fn call_outside(&self, method: &str, path: &str) -> Call {
        Call {
            router: self.router.clone(),
            clock: self.clock.clone(),
            request: Request::builder().method(method).uri(path),
            body: Vec::new(),
        }
    }

    /// A new customer by the API; the id.
    pub(crate) async fn customer(&self, by: &Caller, name: &str) -> String {
        let call = self.call("POST", "/customers").by(by);
        call.json(json!({ "name": name })).expect(201).await.id()
    }

    /// A new contact by the API; the id.
    pub(crate) async fn contact(&self, by: &Caller, customer: &str, email: &str) -> String {
        let call = self.call("POST", &format!("/customers/{customer}/contacts"));
        let body = json!({ "first_name": "Ann", "last_name": "Lee", "email": email });
        call.by(by).json(body).expect(201).await.id()
    }

    /// A request of Register Now by the API; the id.
    pub(crate) async fn request(&self, email: &str, company: &str) -> String {
        let body = json!({ "name": "Ann Lee", "email": email, "company": company });
        let call = self.call("POST", "/registration-requests").json(body);
        call.expect(202).await;
        let reader = self.key(Scope::Read).await;
        let list = self.call("GET", "/registration-requests").by(&reader);
        let list = list.expect(200).await;
        list.rows()[0]["id"].as_str().unwrap().to_owned()
    }

    /// All mails in the outbox, newest first, with their recipients.
    pub(crate) async fn mails(&self) -> Vec<(String, Mail)> {
        let page = Page {
            limit: 1_000,
            before: None,
        };
        let entries = self.store.mails(&OutboxFilter::default(), page).await;
        let entries = entries.unwrap().into_iter();
        entries
            .filter_map(|entry| Some((entry.to.to_string(), entry.mail?)))
            .collect()
    }
}

/// A request in the making.
pub(crate) struct Call {
    router: Router,
    clock: FixedClock,
    request: axum::http::request::Builder,
    body: Vec<u8>,
}

impl Call {
    /// Presents what the caller has, as a browser on our own pages or a machine would.
    pub(crate) fn by(self, caller: &Caller) -> Self {
        let cookie = |call: Self, cookie: String| {
            call.header("cookie", &cookie)
                .header("sec-fetch-site", "same-origin")
        };
        match caller {
            Caller::Nobody => self,
            Caller::Key(key) => self.header("authorization", &format!("Bearer {key}")),
            Caller::Console(secret) => cookie(self, format!("console={secret}")),
            Caller::Portal(secret) => cookie(self, format!("portal={secret}")),
        }
    }

    pub(crate) fn header(self, name: &str, value: &str) -> Self {
        Self {
            request: self.request.header(name, value),
            ..self
        }
    }

    /// Sends `If-Match`.
    pub(crate) fn seen(self, tag: &str) -> Self {
        self.header("if-match", tag)
    }

    pub(crate) fn json(self, body: Value) -> Self {
        self.raw(&body.to_string())
    }

    /// Sends text as if it were JSON.
    pub(crate) fn raw(self, body: &str) -> Self {
        let call = self.header("content-type", "application/json");
        Self {
            body: body.as_bytes().to_vec(),
            ..call
        }
    }

    /// Asks as a browser does: for a page.
    pub(crate) fn page(self) -> Self {
        self.header("accept", "text/html,application/xhtml+xml")
    }

    /// Sends a form of our own page, as a browser does.
    pub(crate) fn form(self, fields: &[(&str, &str)]) -> Self {
        let call = self
            .page()
            .header("content-type", "application/x-www-form-urlencoded");
        let call = match call.request.headers_ref() {
            Some(headers) if headers.contains_key("sec-fetch-site") => call,
            _ => call.header("sec-fetch-site", "same-origin"),
        };
        Self {
            body: form_urlencoded::Serializer::new(String::new())
                .extend_pairs(fields)
                .finish()
                .into_bytes(),
            ..call
        }
    }

    /// Sends these parts, by name, as a form with files; the file's name and type say PNG, whatever it is.
    pub(crate) fn upload(self, parts: &[(&str, &[u8])]) -> Self {
        let mut body = Vec::new();
        for (name, content) in parts {
            let head = format!(
                "--limit\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"a.png\"\r\n\
                 Content-Type: image/png\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--limit--\r\n");
        let call = self.header("content-type", "multipart/form-data; boundary=limit");
        Self { body, ..call }
    }

    /// The same without the last bytes of its body.
    pub(crate) fn cut_off(mut self, bytes: usize) -> Self {
        self.body.truncate(self.body.len() - bytes);
        self
    }

    /// Sends it. A millisecond goes by, so that what comes later sorts later.
    pub(crate) async fn send(self) -> Answer {
        self.clock.advance(Duration::MILLISECOND);
        let request = self.request.body(Body::from(self.body)).unwrap();
        let response = self.router.oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: serde_json::from_str(&text).unwrap_or_default(),
            text,
            bytes: bytes.to_vec(),
        }
    }

    /// Sends it and insists on a status.
    pub(crate) async fn expect(self, status: u16) -> Answer {
        let answer = self.send().await;
        assert_eq!(answer.status, status, "{}", answer.text);
        answer
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// The JSON of the body; null when it is none.
    pub(crate) body: Value,
    pub(crate) text: String,
    /// The body as it came.
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The `ETag`.
    pub(crate) fn tag(&self) -> String {
        self.header("etag").expect("no ETag").to_owned()
    }

    /// Where a form sent the browser on to.
    pub(crate) fn location(&self) -> &str {
        assert_eq!(self.status, 303, "{}", self.text);
        self.header("location").expect("no Location")
    }

    /// Insists that the page says `text`.
    pub(crate) fn says(&self, text: &str) -> &Self {
        assert!(self.text.contains(text), "no {text:?} in {}", self.text);
        self
    }

    /// Insists that the page does not say `text`.
    pub(crate) fn says_no(&self, text: &str) -> &Self {
        assert!(!self.text.contains(text), "{text:?} is in {}", self.text);
        self
    }

    /// The member `id`.
    pub(crate) fn id(&self) -> String {
        self.body["id"].as_str().expect("no id").to_owned()
    }

    /// The kind of problem.
    pub(crate) fn slug(&self) -> &str {
        let kind = self.body["type"].as_str().unwrap_or_default();
        kind.rsplit('/').next().unwrap_or_default()
    }

    /// Pointers and codes of fields that were refused.
    pub(crate) fn errors(&self) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let errors = self.body["errors"].as_array().into_iter().flatten();
        errors
            .map(|one| (text(&one["pointer"]), text(&one["code"])))
            .collect()
    }

    /// The rows of a list.
    pub(crate) fn rows(&self) -> &[Value] {
        self.body["data"].as_array().map_or(&[], Vec::as_slice)
    }
}

/// Pointers and codes as [`Answer::errors`] gives them.
pub(crate) fn wrong(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = pairs.iter();
    owned
        .map(|(pointer, code)| ((*pointer).to_owned(), (*code).to_owned()))
        .collect()
}
