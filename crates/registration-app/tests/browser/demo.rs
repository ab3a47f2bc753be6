//! The demonstration as a process: a company with customers and people, whose mail is caught.

use crate::{
    browser::{Browser, Options},
    leash::Leash,
};
use reqwest::{Client, Method, header};
use serde_json::Value;
use std::{
    io::{BufRead as _, BufReader},
    os::unix::process::CommandExt as _,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// The last words of what the demonstration prints.
const LAST: &str = "mailed: ";

/// Who is in front of the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    Nobody,
    /// The person of Meridian Foods.
    Portal,
    /// The administrator.
    Staff,
}

/// A running demonstration. It ends, with everything in it, when it is dropped.
pub(crate) struct Demo {
    pub(crate) origin: String,
    pub(crate) password: String,
    printed: String,
    client: Client,
    process: Child,
    _leash: Leash,
}

/// A mail that was caught.
#[derive(Debug)]
pub(crate) struct Mail {
    /// What the inbox shows it by.
    id: String,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) code: Option<String>,
    links: Vec<String>,
}

impl Mail {
    /// Where the inbox shows it.
    pub(crate) fn in_inbox(&self) -> String {
        format!("/dev/inbox?mail={}", self.id)
    }

    /// Its HTML alone.
    pub(crate) fn as_document(&self) -> String {
        format!("/dev/inbox/{}", self.id)
    }

    /// The address in it whose path begins so, to be opened in the browser.
    #[track_caller]
    pub(crate) fn link(&self, path: &str) -> &str {
        let found = self.links.iter().find(|link| {
            let after = link.split_once("://").map_or("", |(_, rest)| rest);
            after
                .split_once('/')
                .is_some_and(|(_, rest)| format!("/{rest}").starts_with(path))
        });
        found.unwrap_or_else(|| panic!("no link to {path} in {:?}:\n{}", self.subject, self.text))
    }
}

impl Demo {
    pub(crate) fn start() -> Self {
        // Removed by the leash, which outlives us.
        let folder = TempDir::with_prefix("registration-stage-").unwrap().keep();
        let mut command = Command::new(env!("CARGO_BIN_EXE_registration"));
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("REGISTRATION_") {
                command.env_remove(name);
            }
        }
        let mut process = command
            .args(["demo", "--listen", "127.0.0.1:0"])
            // Many visitors come from this one machine.
            .env("REGISTRATION_LIMITS", "off")
            .env("TMPDIR", &folder)
            .current_dir(&folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .process_group(0)
            .spawn()
            .unwrap();
        let leash = Leash::on(&process, &folder);
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut printed = String::new();
        for line in lines.by_ref().map_while(Result::ok) {
            printed = printed + &line + "\n";
            if line.contains(LAST) {
                break;
            }
        }
        assert!(printed.contains(LAST), "it did not start:\n{printed}");
        // Nobody may find the pipe full.
        std::thread::spawn(move || lines.for_each(drop));
        Self {
            origin: between(&printed, "API         ", "/docs"),
            password: between(&printed, "password is: ", "\n"),
            printed,
            client: Client::new(),
            process,
            _leash: leash,
        }
    }

    /// The address of the person whom the demonstration introduces so, such as `administrator` or `mapper`.
    #[track_caller]
    pub(crate) fn address_of(&self, what: &str) -> String {
        let person = self.printed.lines().find_map(|line| {
            let (address, is) = line.trim().split_once(' ')?;
            (address.contains('@') && is.trim().starts_with(what)).then_some(address)
        });
        person
            .unwrap_or_else(|| panic!("there is no {what}"))
            .to_owned()
    }

    /// A browser with this person signed in.
    pub(crate) async fn browser(&self, who: Who, options: Options) -> Browser {
        let browser = Browser::start(&self.origin, options).await;
        match who {
            Who::Nobody => {}
            Who::Portal => self.sign_in(&browser, "/portal/session", "portal").await,
            Who::Staff => {
                self.sign_in(&browser, "/staff/session", "administrator")
                    .await;
            }
        }
        browser
    }

    /// Signs somebody in by the API, for stories that begin behind the sign-in page. Doors are `/portal/session` and
    /// `/staff/session`; the person is named as in [`Demo::address_of`].
    pub(crate) async fn sign_in(&self, browser: &Browser, door: &str, person: &str) {
        let credentials =
            serde_json::json!({ "email": self.address_of(person), "password": self.password });
        let answer = self
            .client
            .post(format!("{}/api/v1{door}", self.origin))
            .header("Sec-Fetch-Site", "same-origin")
            .json(&credentials)
            .send()
            .await
            .unwrap();
        let status = answer.status();
        let cookie = answer.headers().get(header::SET_COOKIE);
        let cookie = cookie.unwrap_or_else(|| panic!("{person} cannot sign in: {status}"));
        let (pair, _) = cookie.to_str().unwrap().split_once(';').unwrap();
        let (name, value) = pair.split_once('=').unwrap();
        browser.keep_cookie(name, value).await;
    }

    /// Asks the API with the key of the demonstration, which may do everything, and returns what a success answers.
    pub(crate) async fn api(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        let key = between(&self.printed, "API key  ", "\n");
        let url = format!("{}/api/v1{path}", self.origin);
        let mut request = self.client.request(method, url).bearer_auth(key);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.unwrap();
        let status = answer.status();
        let text = answer.text().await.unwrap();
        assert!(status.is_success(), "{path}: {status}\n{text}");
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// The mail of this kind to this address in which this stands, waiting for it: where several of a kind are there.
    pub(crate) async fn mail_saying(&self, to: &str, kind: &str, text: &str) -> Mail {
        let deadline = Instant::now() + Duration::from_secs(15);
        loop {
            let mail = self.mail(to, kind).await;
            if mail.text.contains(text) {
                return mail;
            }
            assert!(
                Instant::now() < deadline,
                "no mail {kind} to {to} says {text:?}"
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The newest mail of this kind to this address, waiting for it.
    pub(crate) async fn mail(&self, to: &str, kind: &str) -> Mail {
        let wait = format!(
            "{}/dev/inbox/wait?to={to}&kind={kind}&timeout=15",
            self.origin
        );
        let answer = self.client.get(wait).send().await.unwrap();
        assert!(answer.status().is_success(), "no mail {kind} came to {to}");
        let mail: Value = answer.json().await.unwrap();
        let text = |name: &str| mail[name].as_str().map(str::to_owned);
        let links = mail["links"].as_array().unwrap().iter();
        Mail {
            id: text("id").unwrap(),
            subject: text("subject").unwrap(),
            text: text("text").unwrap(),
            code: text("code"),
            links: links
                .filter_map(|link| link.as_str().map(str::to_owned))
                .collect(),
        }
    }

    /// The playbook with a cover of its own.
    async fn offered(&self) -> String {
        let all = self.api(Method::GET, "/playbooks", None).await;
        let mut all = all["data"].as_array().unwrap().iter();
        let offered = all.find(|one| one["name"] == "Onboarding, standard");
        offered.unwrap()["id"].as_str().unwrap().to_owned()
    }

    /// A path with ids of the demonstration in the place of `{customer}`, `{contact}`, `{invite-link}`, `{registration}`,
    /// `{request}`, `{playbook}`, `{project}`, `{staff}` and `{mail}`, a playbook that customers see in that of `{offered}`, and the code of a live link in that of
    /// `{link}`.
    pub(crate) async fn path(&self, template: &str) -> String {
        let mut path = template.to_owned();
        let lists = [
            ("{contact}", "/customers/{customer}/contacts"),
            ("{invite-link}", "/customers/{customer}/invite-links"),
            ("{customer}", "/customers?q=meridian"),
            ("{registration}", "/registrations"),
            ("{request}", "/registration-requests"),
            ("{playbook}", "/playbooks"),
            ("{project}", "/projects"),
            ("{staff}", "/staff"),
            ("{mail}", "/outbox"),
        ];
        for (name, list) in lists {
            if template.contains(name) {
                let list = Box::pin(self.path(list)).await;
                let all = self.api(Method::GET, &list, None).await;
                let id = all["data"][0]["id"].as_str();
                path = path.replace(name, id.unwrap_or_else(|| panic!("no {name} in {list}")));
            }
        }
        if path.contains("{offered}") {
            path = path.replace("{offered}", &self.offered().await);
        }
        path.replace("{link}", &between(&self.printed, "/join/", "\n"))
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn between(text: &str, before: &str, after: &str) -> String {
    let (_, rest) = text.split_once(before).unwrap();
    rest.split_once(after).unwrap().0.to_owned()
}
