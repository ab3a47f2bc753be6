//! The direction of dependencies: core knows no adapter and no technique, adapters know core alone.

use std::collections::{HashMap, HashSet, VecDeque};

use serde_json::Value;

use super::Finding;
use super::tree::Tree;

const CORE: &str = "registration-core";

/// What each package may have of the workspace among its normal and build dependencies.
const ALLOWED: [(&str, &[&str]); 9] = [
    (CORE, &[]),
    ("registration-testkit", &[CORE]),
    ("registration-sqlite", &[CORE]),
    ("registration-postgres", &[CORE]),
    ("registration-smtp", &[CORE]),
    ("registration-http", &[CORE]),
    (
        "registration-app",
        &[
            CORE,
            "registration-sqlite",
            "registration-postgres",
            "registration-smtp",
            "registration-http",
        ],
    ),
    // Plays the host: what embeds all of them, and is never published.
    (
        "registration-examples",
        &[
            CORE,
            "registration-testkit",
            "registration-sqlite",
            "registration-postgres",
            "registration-smtp",
            "registration-http",
        ],
    ),
    ("xtask", &[]),
];

/// Runtimes, databases, HTTP, mail and TLS: these, and every crate named `{one of these}-…`.
const NOT_IN_CORE: [&str; 12] = [
    "actix",
    "async-std",
    "axum",
    "hyper",
    "lettre",
    "native-tls",
    "openssl",
    "reqwest",
    "rustls",
    "sqlx",
    "tokio",
    "tower",
];

pub(super) fn check(tree: &Tree, metadata: &Value) -> Vec<Finding> {
    let mut findings = declared(tree, metadata);
    findings.extend(closure_of_core(tree, metadata));
    findings
}

/// Compares what the workspace's packages declare with the table above.
fn declared(tree: &Tree, metadata: &Value) -> Vec<Finding> {
    let members: HashMap<&str, &Value> = members(metadata).collect();
    let mut findings = Vec::new();
    for (name, package) in &members {
        let manifest = manifest_of(tree, name);
        let Some((_, allowed)) = ALLOWED.iter().find(|(known, _)| known == name) else {
            findings.push(Finding::new(
                &manifest,
                1,
                format!("`{name}` has no place in the direction of dependencies; add it to ALLOWED in xtask/src/tidy/dependencies.rs"),
            ));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let to = dependency["name"].as_str().unwrap_or_default();
            let is_for_tests = dependency["kind"] == "dev";
            if members.contains_key(to) && !is_for_tests && !allowed.contains(&to) {
                findings.push(Finding::new(
                    &manifest,
                    line_of(tree, &manifest, to),
                    format!("`{name}` must not depend on `{to}`; move what both need into `{CORE}`, or wire it in `registration-app`"),
                ));
            }
        }
    }
    findings
}

/// Walks the normal dependencies of core, with the features that it gets by default.
fn closure_of_core(tree: &Tree, metadata: &Value) -> Vec<Finding> {
    let names: HashMap<&str, &str> = list(&metadata["packages"])
        .filter_map(|package| Some((package["id"].as_str()?, package["name"].as_str()?)))
        .collect();
    let nodes: HashMap<&str, &Value> = list(&metadata["resolve"]["nodes"])
        .filter_map(|node| Some((node["id"].as_str()?, node)))
        .collect();
    let manifest = manifest_of(tree, CORE);
    let Some((_, core)) = members(metadata).find(|(name, _)| *name == CORE) else {
        return vec![Finding::new(
            "Cargo.toml",
            1,
            format!("the workspace has no `{CORE}`"),
        )];
    };
    let start = core["id"].as_str().unwrap_or_default();
    let mut findings = Vec::new();
    let mut seen = HashSet::from([start]);
    let mut queue = VecDeque::from([vec![start]]);
    while let Some(path) = queue.pop_front() {
        let here = path.last().copied().unwrap_or_default();
        for edge in nodes
            .get(here)
            .into_iter()
            .flat_map(|node| list(&node["deps"]))
        {
            let Some(to) = edge["pkg"].as_str() else {
                continue;
            };
            let is_normal = list(&edge["dep_kinds"]).any(|kind| kind["kind"].is_null());
            if !is_normal || !seen.insert(to) {
                continue;
            }
            let mut longer = path.clone();
            longer.push(to);
            if is_banned(names.get(to).copied().unwrap_or(to)) {
                let chain: Vec<&str> = longer
                    .iter()
                    .map(|id| names.get(id).copied().unwrap_or(id))
                    .collect();
                findings.push(Finding::new(
                    &manifest,
                    line_of(tree, &manifest, chain[1]),
                    format!("core knows no technique, but {}; drop the crate or the feature, or put a port in its place", chain.join(" → ")),
                ));
            } else {
                // Beyond a banned crate everything would be a finding.
                queue.push_back(longer);
            }
        }
    }
    findings
}

fn is_banned(name: &str) -> bool {
    NOT_IN_CORE.iter().any(|banned| {
        name.strip_prefix(banned)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']))
    })
}

/// The workspace's own packages by name.
pub(super) fn members(metadata: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let ids: HashSet<&str> = list(&metadata["workspace_members"])
        .filter_map(Value::as_str)
        .collect();
    list(&metadata["packages"]).filter_map(move |package| {
        ids.contains(package["id"].as_str()?)
            .then_some((package["name"].as_str()?, package))
    })
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn manifest_of(tree: &Tree, package: &str) -> String {
    [
        format!("crates/{package}/Cargo.toml"),
        format!("{package}/Cargo.toml"),
    ]
    .into_iter()
    .find(|path| tree.get(path).is_some())
    .unwrap_or_else(|| "Cargo.toml".into())
}

fn line_of(tree: &Tree, manifest: &str, dependency: &str) -> usize {
    tree.get(manifest)
        .into_iter()
        .flat_map(str::lines)
        .position(|line| line.starts_with(dependency))
        .map_or(1, |index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Metadata in which each `(from, to, kind)` is a declared and resolved edge; `registration-*` are members.
    fn metadata(edges: &[(&str, &str, Option<&str>)]) -> Value {
        let mut names: Vec<&str> = edges
            .iter()
            .flat_map(|(from, to, _)| [*from, *to])
            .collect();
        names.push(CORE);
        names.sort_unstable();
        names.dedup();
        let of = |name: &str| {
            edges
                .iter()
                .filter(move |edge| edge.0 == name)
                .copied()
                .collect::<Vec<_>>()
        };
        json!({
            "workspace_members": names.iter().filter(|name| name.starts_with("registration-")).collect::<Vec<_>>(),
            "packages": names.iter().map(|name| json!({
                "id": name,
                "name": name,
                "dependencies": of(name).iter().map(|(_, to, kind)| json!({"name": to, "kind": kind})).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
            "resolve": {"nodes": names.iter().map(|name| json!({
                "id": name,
                "deps": of(name).iter().map(|(_, to, kind)| json!({"pkg": to, "dep_kinds": [{"kind": kind}]})).collect::<Vec<_>>(),
            })).collect::<Vec<_>>()},
        })
    }

    fn whats(tree: &Tree, edges: &[(&str, &str, Option<&str>)]) -> Vec<Finding> {
        check(tree, &metadata(edges))
    }

    #[test]
    fn a_runtime_deep_in_the_closure_of_core_is_found_with_its_chain() {
        let tree = Tree::from([(
            "crates/registration-core/Cargo.toml",
            "[dependencies]\nserde = \"1\"\nclever = \"1\"\n",
        )]);
        let findings = whats(
            &tree,
            &[
                (CORE, "clever", None),
                ("clever", "tokio-util", None),
                ("tokio-util", "tokio", None),
            ],
        );
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert_eq!(findings[0].file, "crates/registration-core/Cargo.toml");
        assert_eq!(findings[0].line, 3);
        assert!(
            findings[0]
                .what
                .contains("registration-core → clever → tokio-util")
        );
    }

    #[test]
    fn a_runtime_for_the_tests_of_core_is_allowed() {
        let edges = [
            (CORE, "tokio", Some("dev")),
            (CORE, "made", Some("build")),
            ("made", "hyper", None),
        ];
        assert_eq!(whats(&Tree::default(), &edges), []);
    }

    #[test]
    fn a_crate_that_only_begins_like_a_banned_one_is_allowed() {
        assert_eq!(whats(&Tree::default(), &[(CORE, "towering", None)]), []);
    }

    #[test]
    fn adapters_know_core_alone() {
        let edges = [
            ("registration-sqlite", CORE, None),
            ("registration-sqlite", "registration-testkit", Some("dev")),
            ("registration-sqlite", "registration-postgres", None),
        ];
        let findings = whats(&Tree::default(), &edges);
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert!(
            findings[0]
                .what
                .contains("`registration-sqlite` must not depend on `registration-postgres`")
        );
    }

    #[test]
    fn only_the_app_names_adapters_and_it_ships_no_testkit() {
        let edges = [
            ("registration-app", "registration-http", None),
            ("registration-app", "registration-testkit", None),
            ("registration-testkit", "registration-sqlite", None),
            (CORE, "registration-smtp", None),
        ];
        assert_eq!(whats(&Tree::default(), &edges).len(), 3);
    }

    #[test]
    fn a_new_package_has_to_say_where_it_stands() {
        let findings = whats(&Tree::default(), &[("registration-new", CORE, None)]);
        assert!(findings[0].what.contains("`registration-new` has no place"));
    }
}
