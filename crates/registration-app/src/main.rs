//! The binary `registration`: configuration, command line, wiring and workers.

mod bell;
mod cli;
mod clock;
mod command;
mod config;
mod database;
mod entropy;
mod failure;
mod hasher;
mod media_folder;
mod telemetry;
mod throttle;
mod wiring;
mod worker;

use clap::Parser as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    // One provider for everybody who speaks TLS; a second one would make rustls panic at its first use.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            return failure::Failure::new("no threads can be started")
                .because(error)
                .tell();
        }
    };
    match runtime.block_on(command::run(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.tell(),
    }
}
