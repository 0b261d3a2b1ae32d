//! What can be typed after `afterloan`.

use crate::config::ServeSettings;

/// Self-hosted borrower portal for post-loan servicing (贷后管理).
#[derive(clap::Parser)]
#[command(name = "afterloan", version, about)]
pub struct Args {
    /// Log as JSON lines instead of text.
    #[arg(long, env = "AFTERLOAN_LOG_JSON", global = true)]
    pub log_json: bool,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(clap::Subcommand)]
pub enum Command {
    /// Bring the database up to date; runs as the database's owner.
    Migrate(Migrate),
    /// Serve the portal.
    Serve(Box<Serve>),
    /// Run jobs only: reminders, delivery, reconciliation. Any number may run beside `serve`.
    Worker(Box<Serve>),
}

#[derive(clap::Args)]
pub struct Migrate {
    /// PostgreSQL address of the owner of the schema.
    #[arg(long, env = "DATABASE_OWNER_URL", hide_env_values = true)]
    pub database_owner_url: String,
}

#[derive(clap::Args)]
pub struct Database {
    /// PostgreSQL address of the restricted role (afterloan_serve).
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: String,
    /// Most connections this process opens.
    #[arg(long, env = "AFTERLOAN_DATABASE_CONNECTIONS", default_value_t = 20)]
    pub database_connections: u32,
}

#[derive(clap::Args)]
pub struct Serve {
    #[command(flatten)]
    pub database: Database,
    #[command(flatten)]
    pub settings: ServeSettings,
    /// Serve the demo lender: loopback only, messages are captured, the clock can be moved.
    #[arg(long)]
    pub demo: bool,
    /// Run no jobs in this process; `afterloan worker` does.
    #[arg(long)]
    pub no_jobs: bool,
    /// Where the demo's payment provider listens.
    #[arg(long, env = "AFTERLOAN_SANDBOX_LISTEN", default_value = "127.0.0.1:3001")]
    pub sandbox_listen: std::net::SocketAddr,
}
