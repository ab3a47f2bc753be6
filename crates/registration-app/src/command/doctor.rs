//! `doctor`: checks what the service needs, and says for each thing that is not well what to do.

mod checkup;
mod finding;

use super::say;
use crate::{
    config::{Layers, Problem, Settings, safety},
    failure::Failure,
};
use finding::{Finding, Level};

/// Checks everything that can be checked, however much is wrong, and fails when something keeps the service from
/// working.
pub(crate) async fn run(gathered: Result<Layers, Vec<Problem>>) -> Result<(), Failure> {
    let findings =
        match gathered.and_then(|layers| Settings::read(&layers).map(|read| (layers, read))) {
            Ok((layers, settings)) => all(&layers, &settings).await,
            Err(problems) => problems.iter().map(unusable).collect(),
        };
    for finding in &findings {
        say(&finding.to_string())?;
    }
    match findings
        .iter()
        .filter(|finding| finding.level == Level::Error)
        .count()
    {
        0 => Ok(()),
        errors => {
            let things = if errors == 1 {
                "thing keeps"
            } else {
                "things keep"
            };
            Err(Failure::new(format!(
                "{errors} {things} the service from working"
            )))
        }
    }
}

fn unusable(problem: &Problem) -> Finding {
    Finding::error("configuration", problem.to_string())
}

async fn all(layers: &Layers, settings: &Settings) -> Vec<Finding> {
    let mut findings: Vec<Finding> = match safety::check_serve(settings) {
        Ok(()) => {
            let file = layers
                .file
                .as_ref()
                .map(|file| format!(", with {}", file.display()));
            vec![Finding::ok(
                "configuration",
                format!("can be used{}", file.unwrap_or_default()),
            )]
        }
        Err(problems) => problems.iter().map(unusable).collect(),
    };
    findings.extend(checkup::secrets_in_file(layers));
    findings.extend(checkup::public_url(settings));
    findings.extend(checkup::database(settings).await);
    findings.extend(checkup::mail(settings).await);
    findings
}
