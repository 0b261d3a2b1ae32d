//! The command line.

mod admin;
mod args;
mod check;
mod data;
mod engine;
mod serve;

use axum::Router;
use clap::Parser;

use crate::{Portal, db, http::Assets};

/// Builds the pages; given by `app`, which this crate does not know.
pub type Pages = fn(Portal, Assets) -> Router;

/// Runs the command line and answers with the process's exit code. Problems are one line each.
pub async fn run(pages: Pages) -> std::process::ExitCode {
    // One provider for every TLS user of the process, chosen before any of them starts.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let args = args::Args::parse();
    crate::telemetry::start_logging(args.log_json);
    let done = match args.command {
        args::Command::Migrate(to) => migrate(&to).await,
        args::Command::Serve(to) => serve::serve(*to, pages).await,
        args::Command::Worker(to) => serve::work(*to).await,
        args::Command::Import(to) => data::import(*to).await,
        args::Command::Demo(to) => data::demo(*to).await,
        args::Command::Verify(to) => data::verify(*to).await,
        args::Command::Admin(to) => admin::run(to).await,
        args::Command::Engine(to) => engine::run(&to.command),
        args::Command::Check(to) => check::check(*to).await,
    };
    match done {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("afterloan: {problem}");
            std::process::ExitCode::FAILURE
        }
    }
}

async fn migrate(to: &args::Migrate) -> Result<(), String> {
    let pool = db::connect(&to.database_owner_url, 4).await.map_err(|e| e.to_string())?;
    db::migrate(&pool).await.map_err(|e| e.to_string())
}
