//! The one binary: hands the pages to the server's command line.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    server::cli::run(app::router::router).await
}
