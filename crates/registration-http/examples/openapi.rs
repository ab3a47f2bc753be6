//! Prints the OpenAPI document, for whoever embeds the router and has no command line.

use std::io::Write;

fn main() -> std::io::Result<()> {
    writeln!(std::io::stdout(), "{}", registration_http::openapi())
}
