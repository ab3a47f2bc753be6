//! The binary as a process, with its database and its mail server, and clients of it.

use registration_testkit::servers::{Behaviour, ParsedMail, TestSmtp, fresh_database};
use reqwest::{Client, Method, StatusCode, header};
use serde_json::{Value, json};
use std::{
    path::PathBuf,
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// A password that the rule takes.
pub(crate) const PASSWORD: &str = "nine purple walruses hum quietly";

/// Which database a story runs on.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Database {
    Sqlite,
    Postgres,
}

/// A database, a mail server, and as many processes of the service as a story needs.
pub(crate) struct Town {
    pub(crate) database_url: String,
    pub(crate) smtp: TestSmtp,
    folder: TempDir,
}

impl Town {
    pub(crate) async fn found(database: Database) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database_url = match database {
            Database::Sqlite => format!(
                "sqlite://{}",
                folder.path().join("registration.db").display()
            ),
            Database::Postgres => fresh_database().await,
        };
        Self {
            database_url,
            smtp: TestSmtp::start(Behaviour::Normal).await,
            folder,
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_registration"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env("REGISTRATION_DATABASE_URL", &self.database_url)
            .env("REGISTRATION_MAIL", self.smtp.url())
            .env(
                "REGISTRATION_MAIL_FROM",
                "Halden Cloud <portal@halden.example>",
            )
            .env("REGISTRATION_LIMITS", "off");
        command
    }

    /// Runs a command of the binary to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        let output = self.command(arguments).output().unwrap();
        assert!(
            output.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        output
    }

    /// An API key of the scope.
    pub(crate) fn key(&self, scope: &str) -> String {
        let output = self.run(&["keys", "create", "--name", "story", "--scope", scope]);
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// Starts `registration serve` and waits until it is ready.
    pub(crate) async fn serve(&self) -> Service {
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let url = format!("http://127.0.0.1:{port}");
        let log = self.folder.path().join(format!("{port}.log"));
        let child = self
            .command(&["serve"])
            .env("REGISTRATION_LISTEN", format!("127.0.0.1:{port}"))
            .env("REGISTRATION_PUBLIC_URL", &url)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(&log).unwrap())
            .spawn()
            .unwrap();
        let mut service = Service { url, child, log };
        service.wait_until_ready().await;
        service
    }

    /// The newest mail to `to` whose subject or text says `words`, waiting for it.
    pub(crate) async fn mail(&self, to: &str, words: &str) -> ParsedMail {
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            // Text parts are wrapped: a line may end within what is looked for.
            let says = |mail: &ParsedMail| {
                let text: Vec<&str> = mail.text.split_whitespace().collect();
                mail.subject.contains(words) || text.join(" ").contains(words)
            };
            let found = self.mails(to).into_iter().rev().find(says);
            if let Some(mail) = found {
                return mail;
            }
            let seen = || {
                self.mails(to)
                    .into_iter()
                    .map(|mail| format!("{}\n{}", mail.subject, mail.text))
            };
            assert!(
                Instant::now() < deadline,
                "no mail to {to} says {words:?}: {:?}",
                seen().collect::<Vec<_>>()
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Every mail to `to` so far, oldest first. Each was sent over TLS by an authenticated client.
    pub(crate) fn mails(&self, to: &str) -> Vec<ParsedMail> {
        let received = self
            .smtp
            .inbox()
            .into_iter()
            .filter(|mail| mail.to == [to.to_owned()]);
        received
            .map(|mail| {
                assert!(
                    mail.over_tls && mail.authenticated,
                    "a mail came in the clear"
                );
                mail.parsed()
            })
            .collect()
    }
}

/// A running process of the service.
pub(crate) struct Service {
    pub(crate) url: String,
    child: Child,
    log: PathBuf,
}

impl Service {
    async fn wait_until_ready(&mut self) {
        let deadline = Instant::now() + Duration::from_secs(20);
        let client = Client::new();
        loop {
            if let Ok(answer) = client.get(format!("{}/readyz", self.url)).send().await
                && answer.status().is_success()
            {
                return;
            }
            let ended = self.child.try_wait().unwrap();
            let log = || std::fs::read_to_string(&self.log).unwrap_or_default();
            assert!(
                ended.is_none() && Instant::now() < deadline,
                "the service did not start:\n{}",
                log()
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Ends the process as a power cut would.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Somebody with a browser and no session.
    pub(crate) fn visitor(&self) -> Caller {
        let client = Client::builder().cookie_store(true).build().unwrap();
        Caller {
            client,
            url: self.url.clone(),
            key: None,
        }
    }

    /// A program with an API key.
    pub(crate) fn program(&self, key: &str) -> Caller {
        Caller {
            client: Client::new(),
            url: self.url.clone(),
            key: Some(key.to_owned()),
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Calls the API with a cookie jar or a key.
#[derive(Clone)]
pub(crate) struct Caller {
    client: Client,
    url: String,
    key: Option<String>,
}

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) etag: Option<String>,
    pub(crate) body: Value,
}

impl Answer {
    /// The body of an answer with this status.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self.body
    }
}

impl Caller {
    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        tag: Option<&str>,
    ) -> Answer {
        let mut request = self
            .client
            .request(method, format!("{}/api/v1{path}", self.url));
        request = match &self.key {
            Some(key) => request.bearer_auth(key),
            None => request.header("Sec-Fetch-Site", "same-origin"),
        };
        if let Some(body) = body {
            request = request.json(&body);
        }
        if let Some(tag) = tag {
            request = request.header(header::IF_MATCH, tag);
        }
        let answer = request.send().await.unwrap();
        let etag = answer
            .headers()
            .get(header::ETAG)
            .map(|tag| tag.to_str().unwrap().to_owned());
        let status = answer.status();
        let text = answer.text().await.unwrap();
        let body = if text.is_empty() {
            Value::Null
        } else {
            serde_json::from_str(&text).unwrap_or(Value::String(text))
        };
        Answer { status, etag, body }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body), None).await
    }

    /// The status, or nothing when the service went away.
    pub(crate) async fn try_post(&self, path: &str, body: Value) -> Option<u16> {
        let request = self
            .client
            .post(format!("{}/api/v1{path}", self.url))
            .header("Sec-Fetch-Site", "same-origin");
        Some(request.json(&body).send().await.ok()?.status().as_u16())
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, Some(body), None).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None, None).await
    }

    /// Reads `path`, then writes it with the tag that was read.
    pub(crate) async fn save(&self, method: Method, path: &str, body: Value) -> Answer {
        let tag = self
            .get(path)
            .await
            .etag
            .expect("a shared object has an ETag");
        self.send(method, path, Some(body), Some(&tag)).await
    }
}

/// What most stories begin with.
pub(crate) mod given {
    use super::{Answer, Caller, Value, json};
    use reqwest::Method;

    fn id(answer: Answer) -> String {
        answer.expect(201)["id"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn customer(staff: &Caller, name: &str) -> String {
        id(staff.post("/customers", json!({ "name": name })).await)
    }

    pub(crate) async fn settings(staff: &Caller, customer: &str, change: Value) -> Value {
        let path = format!("/customers/{customer}/portal-settings");
        let mut settings = json!({
            "self_service_registration": false, "permitted_domains": [], "invite_link_registration": true,
            "login_method": "password",
        });
        settings
            .as_object_mut()
            .unwrap()
            .extend(change.as_object().unwrap().clone());
        staff.save(Method::PUT, &path, settings).await.expect(200)
    }

    pub(crate) async fn staff_member(
        staff: &Caller,
        name: &str,
        email: &str,
        roles: &[&str],
        on_duty: bool,
    ) -> String {
        id(staff
            .post(
                "/staff",
                json!({ "name": name, "email": email, "roles": roles, "on_duty": on_duty }),
            )
            .await)
    }

    pub(crate) async fn playbook(staff: &Caller, name: &str, owner: &str) -> String {
        let steps = json!([
            { "title": "Kick-off call", "due_after_days": 2, "responsible": "provider" },
            { "title": "Send us your data", "due_after_days": 7, "responsible": "customer" },
        ]);
        let playbook = id(staff
            .post("/playbooks", json!({ "name": name, "steps": steps }))
            .await);
        let offer = json!({
            "enabled": true, "default_project_owner_id": owner, "customer_facing_name": name,
            "customer_facing_description": "Everything you need in two weeks.",
            "cover": { "kind": "link", "url": "https://cdn.example.com/cover.png" }, "customers": "all",
        });
        staff
            .save(
                Method::PUT,
                &format!("/playbooks/{playbook}/self-service"),
                offer,
            )
            .await
            .expect(200);
        playbook
    }
}
