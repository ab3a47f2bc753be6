//! One person's browser: how it is set up, where it is, what it shows, and waiting for what it shall show.

use crate::session::{Refused, Session};
use serde_json::{Value, json};
use std::{
    panic::Location,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

/// How long something that comes may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(15);
/// How often to look whether it came.
const LOOK_EVERY: Duration = Duration::from_millis(30);
/// Narrower is a phone, which lays out by the page's own word about its width and shows no scroll bars.
const PHONE: u32 = 600;

/// Two frames later a new look is painted.
const SETTLED: &str = "return document.fonts.ready.then(() => new Promise(done => \
    requestAnimationFrame(() => requestAnimationFrame(() => done()))));";

const ARGUMENTS: [&str; 12] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-breakpad",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
];

/// What kind of browser it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Options {
    pub(crate) javascript: bool,
    /// In CSS pixels, as the height.
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) dark: bool,
    /// What the person reads, such as `de`.
    pub(crate) language: &'static str,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            javascript: true,
            width: 1360,
            height: 900,
            dark: false,
            language: "en",
        }
    }
}

/// A Chromium of its own, with no cookies and no cache. It ends when the last handle is dropped.
#[derive(Clone)]
pub(crate) struct Browser {
    pub(crate) session: Arc<Session>,
    /// Where paths are looked for.
    origin: String,
    /// The part of the page that names are looked for in.
    pub(crate) part: Option<String>,
}

impl Browser {
    pub(crate) async fn start(origin: &str, options: Options) -> Self {
        let Options {
            javascript,
            width,
            height,
            dark,
            language,
        } = options;
        let mut arguments: Vec<String> = ARGUMENTS.map(str::to_owned).into();
        arguments.push(format!("--lang={language}"));
        arguments.push(format!("--window-size={width},{height}"));
        let mut preferences = json!({ "intl.accept_languages": language });
        if !javascript {
            // 2 blocks, as a person does it in the settings.
            preferences["profile.managed_default_content_settings.javascript"] = json!(2);
            preferences["webkit.webprefs.javascript_enabled"] = json!(false);
        }
        let browser = Self {
            session: Arc::new(Session::start(&arguments, preferences).await),
            origin: origin.to_owned(),
            part: None,
        };
        browser.look(width, height, dark).await;
        browser
    }

    /// The same browser, where names are looked for in one part of the page: a section, form or dialog by its title, a
    /// row by what stands in it, anything by its `data-testid`.
    pub(crate) fn within(&self, part: &str) -> Self {
        Self {
            part: Some(part.to_owned()),
            ..self.clone()
        }
    }

    /// Makes the page so many CSS pixels large, and light or dark.
    pub(crate) async fn look(&self, width: u32, height: u32, dark: bool) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < PHONE });
        self.session
            .devtools("Emulation.setDeviceMetricsOverride", metrics)
            .await;
        let scheme = if dark { "dark" } else { "light" };
        let media = json!({ "features": [
            { "name": "prefers-color-scheme", "value": scheme },
            // Nothing is half-way between two looks when it is looked at.
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ] });
        self.session
            .devtools("Emulation.setEmulatedMedia", media)
            .await;
    }

    /// Waits until everything is laid out and painted, fonts included. Needs JavaScript.
    pub(crate) async fn settle(&self) {
        self.run(SETTLED).await;
    }

    /// Goes to a path, or to a whole address, and waits until the page has loaded.
    #[track_caller]
    pub(crate) fn open(&self, path: &str) -> impl Future<Output = ()> {
        let at = Location::caller();
        async move {
            let url = if path.contains("://") {
                path.to_owned()
            } else {
                format!("{}{path}", self.origin)
            };
            if let Err(Refused(reason)) = self.session.post("/url", json!({ "url": url })).await {
                panic!("{at}: {url} does not open: {reason}");
            }
        }
    }

    /// The path and query of the page, or the whole address when it is another's.
    pub(crate) async fn url(&self) -> String {
        let url = self.session.get("/url").await.unwrap();
        let url = url.as_str().unwrap();
        url.strip_prefix(&self.origin).unwrap_or(url).to_owned()
    }

    /// Waits until the page's path begins so: after a form was sent, for example.
    #[track_caller]
    pub(crate) fn arrives(&self, path: &str) -> impl Future<Output = ()> {
        let at = Location::caller();
        self.until(at, async move || {
            let url = self.url().await;
            match url.starts_with(path) {
                true => Ok(()),
                false => Err(format!("the page is {url} and not {path}")),
            }
        })
    }

    /// Waits until the page says this, however its lines are broken.
    #[track_caller]
    pub(crate) fn sees(&self, text: &str) -> impl Future<Output = ()> {
        let at = Location::caller();
        let text = squeezed(text);
        self.until(at, async move || match self.text().await?.contains(&text) {
            true => Ok(()),
            false => Err(format!("the page does not say {text:?}")),
        })
    }

    /// Waits until the page no longer says this.
    #[track_caller]
    pub(crate) fn sees_no(&self, text: &str) -> impl Future<Output = ()> {
        let at = Location::caller();
        let text = squeezed(text);
        self.until(at, async move || match self.text().await?.contains(&text) {
            false => Ok(()),
            true => Err(format!("the page says {text:?}")),
        })
    }

    /// Everything that the page shows, on one line.
    pub(crate) async fn text(&self) -> Result<String, String> {
        let script = "return document.body ? document.body.innerText : ''";
        let text = self.session.run(script, json!([])).await;
        let text = text.map_err(|Refused(reason)| reason)?;
        Ok(squeezed(text.as_str().unwrap_or_default()))
    }

    /// Runs a function's body in the page and returns what it returns.
    pub(crate) async fn run(&self, script: &str) -> Value {
        let ran = self.session.run(script, json!([])).await;
        ran.unwrap_or_else(|Refused(reason)| panic!("{script}: {reason}"))
    }

    /// Gives the browser a cookie of the service, as a signed-in person has one.
    pub(crate) async fn keep_cookie(&self, name: &str, value: &str) {
        let cookie = json!({ "name": name, "value": value, "url": self.origin, "httpOnly": true });
        self.session.devtools("Network.setCookie", cookie).await;
    }

    /// As if the session had ended.
    pub(crate) async fn forget_cookies(&self) {
        self.session
            .devtools("Network.clearBrowserCookies", json!({}))
            .await;
    }

    /// What the browser complained of since it was last asked.
    pub(crate) async fn complaints(&self) -> Vec<String> {
        let log = self.session.post("/se/log", json!({ "type": "browser" }));
        let log = log.await.unwrap();
        let entries = log.as_array().unwrap().iter().filter(|entry| {
            let message = entry["message"].as_str().unwrap_or_default();
            entry["level"] == "SEVERE" || message.contains("Content Security Policy")
        });
        entries
            .map(|entry| entry["message"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// Writes what the screen shows to a PNG.
    pub(crate) async fn screenshot(&self, file: &Path) {
        std::fs::write(file, self.session.picture().await).unwrap();
    }

    /// Tries until it works or patience ends; the failure names the story's line, and what was there instead.
    pub(crate) async fn until<T>(
        &self,
        at: &Location<'_>,
        attempt: impl AsyncFn() -> Result<T, String>,
    ) -> T {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let reason = match attempt().await {
                Ok(done) => return done,
                Err(reason) => reason,
            };
            if Instant::now() > deadline {
                let url = self.url().await;
                let text = self.text().await.unwrap_or_else(|reason| reason);
                panic!("{at}: {reason}\nThe page is {url} and says: {text}");
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
