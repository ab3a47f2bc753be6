//! `cargo xtask openapi`: writes `docs/openapi.json` from the code, which a test compares it with.

use std::process::Stdio;

use crate::supervise::code;

pub(crate) fn run() -> Result<u8, String> {
    let mut command = crate::cargo::command();
    // The document must not depend on the settings of whoever writes it.
    crate::cargo::drop_variables(&mut command, &["REGISTRATION_"]);
    let output = command
        .args([
            "run",
            "--quiet",
            "--package",
            "registration-app",
            "--",
            "openapi",
        ])
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cannot start cargo: {error}"))?;
    if !output.status.success() {
        return Ok(code(output.status));
    }
    // A half-written or empty answer must not replace the document.
    serde_json::from_slice::<serde_json::Value>(&output.stdout)
        .map_err(|error| format!("`registration openapi` printed no JSON: {error}"))?;
    let file = crate::cargo::root().join("docs/openapi.json");
    std::fs::write(&file, &output.stdout)
        .map_err(|error| format!("{}: {error}", file.display()))?;
    println!("wrote docs/openapi.json");
    Ok(0)
}
