//! Counts for a monitor: that the process is up, and what it answered.

use crate::state::App;
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
};
use std::{
    fmt::Write,
    sync::atomic::{AtomicU64, Ordering},
};

/// How many requests were answered since the start, by class of status.
#[derive(Debug, Default)]
pub(crate) struct Answered([AtomicU64; 5]);

impl Answered {
    /// Counts one more answer.
    pub(crate) fn count(&self, status: StatusCode) {
        let class = usize::from(status.as_u16() / 100);
        if let Some(count) = class.checked_sub(1).and_then(|class| self.0.get(class)) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// In the text format of Prometheus.
    fn written(&self) -> String {
        let mut text = String::from(
            "# HELP registration_up Whether the process answers.\n\
             # TYPE registration_up gauge\n\
             registration_up 1\n\
             # HELP registration_http_answers_total Requests answered since the start, by class of status.\n\
             # TYPE registration_http_answers_total counter\n",
        );
        for (class, count) in (1..).zip(&self.0) {
            let count = count.load(Ordering::Relaxed);
            let _ = writeln!(
                text,
                "registration_http_answers_total{{class=\"{class}xx\"}} {count}"
            );
        }
        text
    }
}

/// Open to everybody: it names nobody and nothing.
pub(crate) async fn show(State(app): State<App>) -> impl IntoResponse {
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], app.answered.written())
}
