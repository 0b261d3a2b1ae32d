//! The one binary: hands the pages to the server's command line.

#![recursion_limit = "512"]

use std::process::ExitCode;

/// A page is thousands of small pieces made on one thread and dropped on another.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    server::cli::run(app::router::router).await
}
