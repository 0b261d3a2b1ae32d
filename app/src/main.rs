//! The one binary: hands the pages to the server's command line.

#![recursion_limit = "512"]

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    server::cli::run(app::router::router).await
}
