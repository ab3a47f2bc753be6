//! WebDriver's protocol as far as the tests speak it: one Chromium, which ends when its session is dropped.

use crate::driver::Driver;
use base64ct::{Base64, Encoding as _};
use serde_json::{Value, json};
use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

/// The name under which the protocol writes an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// What the driver refused to do, in its words.
#[derive(Debug)]
pub(crate) struct Refused(pub(crate) String);

/// A handle on something in a page.
#[derive(Debug, Clone)]
pub(crate) struct Element(String);

impl Element {
    /// Reads what a script returned.
    pub(crate) fn read(value: &Value) -> Option<Self> {
        Some(Self(value[ELEMENT].as_str()?.to_owned()))
    }

    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/element/{}/{rest}", self.0)
    }

    pub(crate) fn as_argument(&self) -> Value {
        json!({ ELEMENT: self.0 })
    }
}

/// A running Chromium.
pub(crate) struct Session {
    client: reqwest::Client,
    port: u16,
    id: String,
}

impl Session {
    /// Starts Chromium with these arguments and preferences.
    pub(crate) async fn start(arguments: &[String], preferences: Value) -> Self {
        let driver = Driver::get();
        let mut chromium = json!({ "args": arguments, "prefs": preferences });
        if let Some(program) = std::env::var_os("CHROMIUM") {
            chromium["binary"] = json!(program.to_str().unwrap());
        }
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "goog:chromeOptions": chromium,
            "goog:loggingPrefs": { "browser": "ALL" },
            // A page that hangs is a failure within the patience of a person.
            "timeouts": { "pageLoad": 20_000, "script": 30_000 },
        } } });
        let mut session = Self {
            client: reqwest::Client::new(),
            port: driver.port,
            id: String::new(),
        };
        let url = format!("http://127.0.0.1:{}/session", session.port);
        let opened = session.send(session.client.post(url).json(&wanted)).await;
        let opened = opened
            .unwrap_or_else(|Refused(reason)| panic!("Chromium could not be started: {reason}"));
        session.id = opened["sessionId"].as_str().unwrap().to_owned();
        session
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Result<Value, Refused> {
        let answer = request
            .send()
            .await
            .map_err(|error| Refused(error.to_string()))?;
        let is_fine = answer.status().is_success();
        let mut body: Value = answer
            .json()
            .await
            .map_err(|error| Refused(error.to_string()))?;
        let value = body["value"].take();
        if is_fine {
            return Ok(value);
        }
        let message = value["message"].as_str().unwrap_or_default();
        let first = message.lines().next().unwrap_or_default();
        Err(Refused(first.to_owned()))
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}/session/{}{path}", self.port, self.id)
    }

    pub(crate) async fn get(&self, path: &str) -> Result<Value, Refused> {
        self.send(self.client.get(self.url(path))).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Result<Value, Refused> {
        self.send(self.client.post(self.url(path)).json(&body))
            .await
    }

    /// Runs a function's body in the page, also where the page's own scripts are off.
    pub(crate) async fn run(&self, script: &str, arguments: Value) -> Result<Value, Refused> {
        self.post(
            "/execute/sync",
            json!({ "script": script, "args": arguments }),
        )
        .await
    }

    /// Chromium's own protocol, for what WebDriver has no word for.
    pub(crate) async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters });
        self.post("/goog/cdp/execute", body)
            .await
            .unwrap_or_else(|Refused(reason)| panic!("{command}: {reason}"))
    }

    /// The page's picture, as the screen shows it.
    pub(crate) async fn picture(&self) -> Vec<u8> {
        let picture = self.get("/screenshot").await.unwrap();
        Base64::decode_vec(picture.as_str().unwrap()).unwrap()
    }

    /// One request without a runtime, for the end of a test, which may be a panic.
    fn last(&self, method: &str, path: &str) -> Option<Value> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        stream
            .set_read_timeout(Some(Duration::from_secs(10)))
            .ok()?;
        let (port, id) = (self.port, &self.id);
        write!(
            stream,
            "{method} /session/{id}{path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
        )
        .ok()?;
        // The driver keeps the connection open, so that its end would not come.
        let mut answer = BufReader::new(stream);
        let (mut line, mut length) = (String::new(), 0);
        while answer.read_line(&mut line).ok()? > 2 {
            let (name, value) = line.split_once(':').unwrap_or_default();
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().ok()?;
            }
            line.clear();
        }
        let mut body = vec![0; length];
        answer.read_exact(&mut body).ok()?;
        serde_json::from_slice(&body).ok()
    }

    /// What a failed test leaves for whoever reads its message: where the last page's picture lies.
    fn keep_a_picture(&self) -> Option<()> {
        let answer = self.last("GET", "/screenshot")?;
        let picture = Base64::decode_vec(answer["value"].as_str()?).ok()?;
        let test = std::thread::current();
        let name = test.name().unwrap_or("test").replace("::", "-");
        let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.png"));
        std::fs::write(&file, picture).ok()?;
        let said = format!("the page as it was: {}\n", file.display());
        std::io::stderr().write_all(said.as_bytes()).ok()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if self.id.is_empty() {
            return;
        }
        if std::thread::panicking() {
            self.keep_a_picture();
        }
        // Chromium ends before the next test starts its own.
        self.last("DELETE", "");
    }
}
