//! What a person does in a page, by the names that stand there: with a mouse, or with a keyboard alone.

use crate::{
    browser::Browser,
    session::{Element, Refused},
};
use serde_json::{Value, json};
use std::panic::Location;

const FIND: &str = include_str!("find.js");

/// Keys that are no letters, for [`Browser::keys`].
pub(crate) mod key {
    pub(crate) const TAB: &str = "\u{e004}";
    pub(crate) const ENTER: &str = "\u{e007}";
    pub(crate) const BACKSPACE: &str = "\u{e003}";
    pub(crate) const UP: &str = "\u{e013}";
    pub(crate) const DOWN: &str = "\u{e015}";
}

/// Something found by its name.
struct Found {
    element: Element,
    /// What a mouse hits where the control itself is drawn by CSS.
    label: Option<Element>,
    is_file: bool,
}

impl Browser {
    /// Replaces what stands in the field of this label; for a file, its path.
    #[track_caller]
    pub(crate) fn fill(&self, label: &str, text: &str) -> impl Future<Output = ()> {
        let at = Location::caller();
        self.until(at, async move || {
            let field = self.find("field", label).await?;
            if !field.is_file {
                self.act(&field.element, "clear", json!({})).await?;
            }
            self.act(&field.element, "value", json!({ "text": text }))
                .await
        })
    }

    /// What stands in the field of this label.
    #[track_caller]
    pub(crate) fn value(&self, label: &str) -> impl Future<Output = String> {
        let at = Location::caller();
        self.until(at, async move || {
            let field = self.find("field", label).await?;
            let path = field.element.path("property/value");
            let value = self.session.get(&path).await;
            let value = value.map_err(|Refused(reason)| reason)?;
            Ok(value.as_str().unwrap_or_default().to_owned())
        })
    }

    /// Turns a checkbox, a switch or a radio button of this label on or off.
    #[track_caller]
    pub(crate) fn set(&self, label: &str, on: bool) -> impl Future<Output = ()> {
        let at = Location::caller();
        self.until(at, async move || {
            let found = self.find("field", label).await?;
            if self.is_on(&found.element).await? != on {
                let clicked = self.act(&found.element, "click", json!({})).await;
                match (&clicked, &found.label) {
                    (Err(_), Some(label)) => self.act(label, "click", json!({})).await?,
                    _ => clicked?,
                }
            }
            match self.is_on(&found.element).await? == on {
                true => Ok(()),
                false => Err(format!("{label:?} does not change")),
            }
        })
    }

    /// Whether the checkbox, switch or radio button of this label is on.
    #[track_caller]
    pub(crate) fn is_set(&self, label: &str) -> impl Future<Output = bool> {
        let at = Location::caller();
        self.until(at, async move || {
            self.is_on(&self.find("field", label).await?.element).await
        })
    }

    /// Chooses from the list of this label.
    #[track_caller]
    pub(crate) fn choose(&self, label: &str, option: &str) -> impl Future<Output = ()> {
        let at = Location::caller();
        self.until(at, async move || {
            let list = self.find("field", label).await?.element;
            let script = "const [list, wanted] = arguments; \
                return Array.from(list.options || []).find(option => option.text.trim() === wanted) || null";
            let option = self.session.run(script, json!([list.as_argument(), option]));
            let option = option.await.map_err(|Refused(reason)| reason)?;
            let option = Element::read(&option).ok_or("the list has no such option")?;
            self.act(&option, "click", json!({})).await
        })
    }

    /// Presses the button of this name, and waits for the page it leads to.
    #[track_caller]
    pub(crate) fn press(&self, name: &str) -> impl Future<Output = ()> {
        self.click(Location::caller(), "button", name)
    }

    /// Follows the link of this name.
    #[track_caller]
    pub(crate) fn follow(&self, name: &str) -> impl Future<Output = ()> {
        self.click(Location::caller(), "link", name)
    }

    /// Follows a link in the frame of this title, such as the button in a mail.
    #[track_caller]
    pub(crate) fn follow_in_frame(&self, title: &str, name: &str) -> impl Future<Output = ()> {
        let at = Location::caller();
        async move {
            let before = self.url().await;
            self.until(at, async || {
                // A click that leads away may lose its frame before it is answered: it was done nevertheless.
                if self.url().await != before {
                    return Ok(());
                }
                let script = "return document.querySelector(`iframe[title=\"${arguments[0]}\"]`)";
                let frame = self.session.run(script, json!([title])).await;
                let frame = frame.map_err(|Refused(reason)| reason)?;
                let frame = Element::read(&frame).ok_or("there is no such frame")?;
                let enter = json!({ "id": frame.as_argument() });
                self.step(enter).await?;
                let followed = match self.find("link", name).await {
                    Ok(link) => self.act(&link.element, "click", json!({})).await,
                    Err(reason) => Err(reason),
                };
                // The window itself, which may be another page by now.
                self.step(json!({ "id": null })).await?;
                followed
            })
            .await;
        }
    }

    /// Into a frame, or out of all of them.
    async fn step(&self, to: Value) -> Result<(), String> {
        let stepped = self.session.post("/frame", to).await;
        stepped.map(drop).map_err(|Refused(reason)| reason)
    }

    async fn click(&self, at: &Location<'_>, kind: &str, name: &str) {
        self.until(at, async || {
            let found = self.find(kind, name).await?;
            self.act(&found.element, "click", json!({})).await
        })
        .await;
    }

    /// Types on the keyboard, wherever the focus is: letters, and the keys of [`key`].
    pub(crate) async fn keys(&self, text: &str) {
        let strokes: Vec<Value> = text
            .chars()
            .flat_map(|key| {
                ["keyDown", "keyUp"].map(|what| json!({ "type": what, "value": key.to_string() }))
            })
            .collect();
        let actions =
            json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": strokes }] });
        self.session.post("/actions", actions).await.unwrap();
    }

    /// One step of the Tab key; returns the name of what then has the focus.
    pub(crate) async fn tab(&self) -> String {
        self.keys(key::TAB).await;
        self.focused().await
    }

    /// Presses Tab until what has this name has the focus. Fails when the keyboard cannot get there.
    #[track_caller]
    pub(crate) fn tab_to(&self, name: &str) -> impl Future<Output = ()> {
        let at = Location::caller();
        async move {
            let mut passed = Vec::new();
            while passed.len() < 200 {
                let here = self.tab().await;
                if here == name {
                    return;
                }
                passed.push(here);
            }
            panic!("{at}: Tab does not get to {name:?}, but to {passed:?}");
        }
    }

    /// The name, as a screen reader says it, of what has the focus.
    pub(crate) async fn focused(&self) -> String {
        // Without one the page's body is active, whose name is empty.
        let Ok(active) = self.session.get("/element/active").await else {
            return String::new();
        };
        let active = Element::read(&active).unwrap();
        let name = self.session.get(&active.path("computedlabel")).await;
        name.map(|name| name.as_str().unwrap_or_default().to_owned())
            .unwrap_or_default()
    }

    async fn is_on(&self, element: &Element) -> Result<bool, String> {
        let on = self.session.get(&element.path("selected")).await;
        on.map(|on| on == true).map_err(|Refused(reason)| reason)
    }

    async fn act(&self, element: &Element, what: &str, body: Value) -> Result<(), String> {
        if what == "click" {
            // As a person does where a bar that stays in view covers what is at the edge.
            let script = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
            let scrolled = self.session.run(script, json!([element.as_argument()]));
            scrolled.await.map_err(|Refused(reason)| reason)?;
        }
        let done = self.session.post(&element.path(what), body).await;
        done.map(drop).map_err(|Refused(reason)| reason)
    }

    /// The only thing of this kind and name. Two of one name would leave a person guessing too.
    async fn find(&self, kind: &str, name: &str) -> Result<Found, String> {
        let answer = self.session.run(FIND, json!([kind, name, self.part])).await;
        let answer = answer.map_err(|Refused(reason)| reason)?;
        if let Some(count) = answer["parts"].as_u64() {
            return Err(format!("{count} parts of the page are {:?}", self.part));
        }
        let [found] = answer["found"].as_array().map_or(&[][..], Vec::as_slice) else {
            return Err(format!(
                "not exactly one {kind} has the name {name:?}; these are there: {}",
                answer["names"]
            ));
        };
        Ok(Found {
            element: Element::read(&found["element"]).ok_or("the page changed meanwhile")?,
            label: Element::read(&found["label"]),
            is_file: found["type"] == "file",
        })
    }
}
