//! How much people may send. The limits are data: an administrator's setting, or the configured default.

use sqlx::PgConnection;

use super::store;
use crate::{Error, Portal, Result, identity::SignedInPerson};

/// Files that one borrower may send in a day, unless the setting says otherwise.
const FILES_PER_DAY: i64 = 200;

/// Most bytes an uploaded file may have.
///
/// # Errors
/// When the database cannot be reached.
pub async fn upload_limit(portal: &Portal) -> Result<u64> {
    let mut conn = portal.pool.acquire().await?;
    let set = store::find_setting(&mut conn, "upload_limit_bytes").await?;
    Ok(set.and_then(|value| value.as_u64()).unwrap_or(portal.upload_limit_bytes))
}

/// Refuses when the borrower has sent too many files in the last day.
pub(super) async fn within_quota(
    conn: &mut PgConnection,
    who: &SignedInPerson,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<()> {
    let set = store::find_setting(conn, "upload_files_per_day").await?;
    let most = set.and_then(|value| value.as_i64()).unwrap_or(FILES_PER_DAY);
    let sent = store::count_files_since(conn, who.borrower_id, now - chrono::TimeDelta::days(1)).await?;
    if sent < most { Ok(()) } else { Err(Error::refused_with("file", "too_many_files", vec![most.to_string()])) }
}
