//! What is to happen outside the database, written in the transaction of the change.
//!
//! Jobs are graphile_worker's: they run at least once, so every job decides from the rows it
//! finds whether there is anything left to do.

use serde_json::Value;
use sqlx::PgConnection;

use crate::Result;

/// Asks for `task` to be run with `payload` once this transaction has committed.
/// A later call with the same `key` replaces a job that has not begun.
///
/// # Errors
/// When the database refuses or cannot be reached.
pub async fn enqueue(conn: &mut PgConnection, task: &'static str, payload: &Value, key: &str) -> Result<()> {
    // Not a checked query: graphile_worker's schema is its own migrations' work, not ours.
    sqlx::query("select graphile_worker.add_job($1, $2::json, job_key := $3, max_attempts := 12)")
        .bind(task)
        .bind(payload)
        .bind(key)
        .execute(conn)
        .await?;
    Ok(())
}
