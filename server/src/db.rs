//! The database: connecting, migrating as owner, and refusing to serve with too much power.

use std::str::FromStr;

use sqlx::{
    ConnectOptions, Connection, PgConnection, PgPool,
    pool::PoolConnectionMetadata,
    postgres::{PgConnectOptions, PgPoolOptions},
};

/// Why the database cannot be used: one clear line each.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseProblem {
    #[error("DATABASE_URL is not a PostgreSQL address (postgres://user@host/database): {0}")]
    BadUrl(sqlx::Error),
    #[error("the database cannot be reached: {0}")]
    Unreachable(sqlx::Error),
    #[error("the database cannot be reached: nobody answers at the address in DATABASE_URL")]
    Silent,
    #[error("the database has not been migrated; run `afterloan migrate` with the owner's DATABASE_OWNER_URL")]
    NotMigrated,
    #[error("the database was migrated by a newer version of afterloan (migration {0}); use that version")]
    Newer(i64),
    #[error("the database lacks migration {0}; run `afterloan migrate` with the owner's DATABASE_OWNER_URL")]
    Older(i64),
    #[error(
        "refusing to serve as {0:?}: it owns tables or bypasses row-level security; use a restricted role (afterloan_serve)"
    )]
    TooPowerful(String),
    #[error(
        "the role afterloan_serve does not exist and cannot be created by this user; create it: `create role afterloan_serve login`"
    )]
    NoServingRole,
    #[error("migrating failed: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    #[error("installing the job queue failed: {0}")]
    JobQueue(String),
    #[error("database: {0}")]
    Sql(#[from] sqlx::Error),
}

/// How long a database may take to answer when the program starts.
const PROBE: std::time::Duration = std::time::Duration::from_secs(5);
/// How long a connection that came back sound is taken for sound.
const TRUSTED: std::time::Duration = std::time::Duration::from_secs(1);

static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("../migrations");

/// Connects with at most `max_connections`.
///
/// # Errors
/// One clear line when the address is wrong or nobody answers.
pub async fn connect(url: &str, max_connections: u32) -> Result<PgPool, DatabaseProblem> {
    let options = PgConnectOptions::from_str(url).map_err(DatabaseProblem::BadUrl)?;
    // A pool goes on trying and then says only that the time is up; one connection says what is wrong.
    let probe = tokio::time::timeout(PROBE, options.connect()).await.map_err(|_| DatabaseProblem::Silent)?;
    probe.map_err(DatabaseProblem::Unreachable)?.close().await?;
    PgPoolOptions::new()
        .max_connections(max_connections)
        .acquire_timeout(std::time::Duration::from_secs(5))
        .test_before_acquire(false)
        .before_acquire(|connection, was| Box::pin(try_when_idle(connection, was)))
        .connect_with(options.application_name("afterloan"))
        .await
        .map_err(DatabaseProblem::Unreachable)
}

/// Tries a connection that lay unused for a while before it is given out. One just used was tried as it came back, and
/// trying it again would cost each page a trip to the database for every transaction.
async fn try_when_idle(connection: &mut PgConnection, was: PoolConnectionMetadata) -> Result<bool, sqlx::Error> {
    if was.idle_for > TRUSTED {
        connection.ping().await?;
    }
    Ok(true)
}

/// Brings the schema, the policies and the job queue up to date. Runs as owner.
///
/// # Errors
/// One clear line.
pub async fn migrate(owner: &PgPool) -> Result<(), DatabaseProblem> {
    let role: bool = sqlx::query_scalar("select exists (select 1 from pg_roles where rolname = 'afterloan_serve')")
        .fetch_one(owner)
        .await?;
    if !role && sqlx::query("create role afterloan_serve login").execute(owner).await.is_err() {
        return Err(DatabaseProblem::NoServingRole);
    }
    if let Some(newer) = newest_applied(owner).await?.filter(|n| *n > newest_known()) {
        return Err(DatabaseProblem::Newer(newer));
    }
    MIGRATOR.run(owner).await?;
    sqlx::query("grant select on _sqlx_migrations to afterloan_serve").execute(owner).await?;
    install_job_queue(owner).await
}

/// graphile_worker keeps its own schema and row-level security; the serving role gets what a worker needs.
async fn install_job_queue(owner: &PgPool) -> Result<(), DatabaseProblem> {
    graphile_worker::WorkerOptions::default()
        .pg_pool(owner.clone())
        .init()
        .await
        .map_err(|e| DatabaseProblem::JobQueue(e.to_string()))?;
    sqlx::raw_sql(include_str!("job_queue_grants.sql")).execute(owner).await?;
    Ok(())
}

/// Checks that the schema is the one this program knows and that the role is restricted.
///
/// # Errors
/// One clear line.
pub async fn check_serving(pool: &PgPool) -> Result<(), DatabaseProblem> {
    match newest_applied(pool).await? {
        None => return Err(DatabaseProblem::NotMigrated),
        Some(n) if n > newest_known() => return Err(DatabaseProblem::Newer(n)),
        Some(n) if n < newest_known() => return Err(DatabaseProblem::Older(newest_known())),
        Some(_) => {}
    }
    let (role, too_powerful): (String, bool) = sqlx::query_as(
        "select current_user::text, r.rolsuper or r.rolbypassrls
                or exists (select 1 from pg_tables where schemaname = 'public' and tableowner = current_user)
         from pg_roles r where r.rolname = current_user",
    )
    .fetch_one(pool)
    .await?;
    if too_powerful { Err(DatabaseProblem::TooPowerful(role)) } else { Ok(()) }
}

fn newest_known() -> i64 {
    MIGRATOR.iter().map(|m| m.version).max().unwrap_or(0)
}

async fn newest_applied(pool: &PgPool) -> Result<Option<i64>, DatabaseProblem> {
    let there: bool = sqlx::query_scalar("select to_regclass('_sqlx_migrations') is not null").fetch_one(pool).await?;
    if !there {
        return Ok(None);
    }
    Ok(sqlx::query_scalar("select max(version) from _sqlx_migrations").fetch_one(pool).await?)
}
