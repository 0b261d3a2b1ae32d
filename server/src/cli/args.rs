//! What can be typed after `afterloan`.

use lending::language::Language;
use secrecy::SecretString;

use crate::{Role, config::ServeSettings};

/// Self-hosted borrower portal for post-loan servicing (贷后管理).
#[derive(clap::Parser)]
#[command(name = "afterloan", version)]
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
    /// Bring in borrowers, persons, loans and past payments from a CSV or JSON Lines file (docs/import.md).
    Import(Box<Import>),
    /// Fill an empty demo database with a made-up portfolio; the same seed gives the same portfolio.
    Demo(Box<Demo>),
    /// Prove that ledger, replayed events and projections agree for every loan.
    Verify(Box<Serve>),
    /// Manage colleagues' accounts.
    Admin(Admin),
    /// Run the lending engine on JSON Lines from standard input (docs/engine.md).
    Engine(Engine),
    /// Try database, file storage, SMTP relay and SMS gateway, and say what is wrong.
    Check(Box<Check>),
}

#[derive(clap::Args)]
pub struct Import {
    /// The file; its name ends in .csv, .jsonl or .ndjson.
    pub file: std::path::PathBuf,
    #[command(flatten)]
    pub serve: Serve,
}

#[derive(clap::Args)]
pub struct Demo {
    /// How many loans.
    #[arg(long, default_value_t = 300)]
    pub loans: usize,
    /// Which portfolio.
    #[arg(long, default_value_t = 7)]
    pub seed: u64,
    /// The day on which the portfolio stands; today when it is not given.
    #[arg(long)]
    pub as_of: Option<chrono::NaiveDate>,
    #[command(flatten)]
    pub serve: Serve,
}

#[derive(clap::Args)]
pub struct Admin {
    #[command(subcommand)]
    pub command: AdminCommand,
}

#[derive(clap::Subcommand)]
pub enum AdminCommand {
    /// Create a colleague's account: the first administrator of a new portal.
    Create(NewAdmin),
}

#[derive(clap::Args)]
pub struct NewAdmin {
    /// E-mail address to sign in with.
    #[arg(long)]
    pub email: String,
    /// Name as colleagues and borrowers see it.
    #[arg(long)]
    pub name: String,
    /// Language of pages: zh-CN or en.
    #[arg(long, default_value = "zh-CN", value_parser = language)]
    pub language: Language,
    /// A role, and --role again for another: administrator when none is given.
    #[arg(long = "role", value_name = "ROLE", value_parser = role)]
    pub roles: Vec<Role>,
    /// The password; asked for on the terminal when it is not set. Other users of this machine see
    /// what is typed on the command line: set the variable.
    #[arg(long, env = "AFTERLOAN_ADMIN_PASSWORD", hide_env_values = true)]
    pub password: Option<SecretString>,
    #[command(flatten)]
    pub database: Database,
}

fn language(code: &str) -> Result<Language, String> {
    Language::parse(code).ok_or_else(|| "a language is zh-CN or en".to_owned())
}

fn role(code: &str) -> Result<Role, String> {
    Role::parse(code).ok_or_else(|| {
        let known: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
        format!("a role is one of {}", known.join(", "))
    })
}

#[derive(clap::Args)]
pub struct Engine {
    /// schedule, replay, modify, payoff, days, apr, allocate, explain, policy or statement.
    pub command: String,
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
pub struct Check {
    #[command(flatten)]
    pub database: Database,
    #[command(flatten)]
    pub settings: ServeSettings,
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
