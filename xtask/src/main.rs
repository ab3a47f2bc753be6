//! The project's own commands, run as `cargo xtask COMMAND`: tests, checks and generated files.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool speaks by printing"
)]

mod browser;
mod cargo;
mod ci;
mod debian;
mod fuzz;
mod lists;
mod mutants;
mod openapi;
mod postgres;
mod publish;
mod supervise;
mod test;
mod tidy;
mod user;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask COMMAND

  test [-- ARGS…]         every test of the workspace, on a throw-away Postgres; ARGS go to `cargo test`
  ci                      format, house rules, clippy, documentation, all tests, packages: what has to pass
  tidy                    the house rules alone (docs/contributing.md)
  postgres [-- COMMAND…]  COMMAND with a throw-away Postgres in REGISTRATION_TEST_POSTGRES and the PG* variables;
                          without COMMAND: print the address and wait for Ctrl-C
  openapi                 write docs/openapi.json from the code
  codes                   write docs/codes.md from the code
  package                 pack every published crate and build it from its package
  screenshots             take the pictures of docs/screenshots from the demonstration, in Chromium
  mutants [-- ARGS…]      change core in one place at a time: its tests notice, or the list argues why none can
  fuzz [-- TARGET SECONDS]
                          make up texts for core's parsers, and keep what reached something new
  lists                   refresh the lists of public and disposable mail providers from their packages
";

fn main() -> ExitCode {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let command = if args.is_empty() {
        String::new()
    } else {
        args.remove(0)
    };
    if args.first().is_some_and(|arg| arg == "--") {
        args.remove(0);
    }
    let takes_arguments = matches!(command.as_str(), "test" | "postgres" | "mutants" | "fuzz");
    if !takes_arguments && !args.is_empty() {
        eprintln!("`{command}` takes no arguments\n\n{USAGE}");
        return ExitCode::from(2);
    }
    let outcome = match command.as_str() {
        "test" => test::run(&args),
        "ci" => ci::run(),
        "tidy" => tidy::run(),
        "postgres" => postgres::run(&args),
        "openapi" => openapi::run(),
        "codes" => tidy::codes::run(),
        "package" => publish::package(),
        "screenshots" => browser::screenshots(),
        "mutants" => mutants::run(&args),
        "fuzz" => fuzz::run(&args),
        "lists" => lists::run(),
        "help" | "--help" | "-h" => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        "" => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
        unknown => {
            eprintln!("there is no command `{unknown}`\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(status) => ExitCode::from(status),
        Err(reason) => {
            eprintln!("xtask {command}: {reason}");
            ExitCode::FAILURE
        }
    }
}
