//! The code map in `docs/architecture.md` names each package of the workspace.

use serde_json::Value;

use super::Finding;
use super::dependencies::members;
use super::tree::Tree;

const MAP: &str = "docs/architecture.md";

pub(super) fn check(tree: &Tree, metadata: &Value) -> Vec<Finding> {
    let Some(map) = tree.get(MAP) else {
        return vec![Finding::new(MAP, 1, "is missing; it holds the code map")];
    };
    members(metadata)
        .filter(|(name, _)| !map.contains(&format!("`{name}`")))
        .map(|(name, _)| {
            Finding::new(
                MAP,
                1,
                format!("does not name `{name}`; say in the code map what it is for"),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn metadata() -> Value {
        json!({
            "workspace_members": ["1", "2"],
            "packages": [{"id": "1", "name": "one"}, {"id": "2", "name": "two"}, {"id": "3", "name": "foreign"}],
        })
    }

    #[test]
    fn each_package_is_named_in_code_style() {
        assert_eq!(
            check(&Tree::from([(MAP, "`one` and `two`")]), &metadata()),
            []
        );
        let findings = check(&Tree::from([(MAP, "`one` and two")]), &metadata());
        assert_eq!(findings.len(), 1);
        assert!(findings[0].what.contains("`two`"));
    }

    #[test]
    fn the_map_has_to_exist() {
        assert_eq!(check(&Tree::default(), &metadata()).len(), 1);
    }
}
