//! Counters of attempts.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::Result;

/// Counts one more and says how many there are now in this window.
pub(in crate::identity) async fn count_one_more(
    conn: &mut PgConnection,
    subject: &[u8],
    window_start: DateTime<Utc>,
) -> Result<i32> {
    Ok(sqlx::query_scalar!(
        "insert into attempt (subject, window_start) values ($1, $2)
         on conflict (subject, window_start) do update set count = least(attempt.count, 1000000) + 1
         returning count",
        subject,
        window_start,
    )
    .fetch_one(conn)
    .await?)
}

/// Takes away windows that no limit looks at any more.
pub(in crate::identity) async fn delete_before(conn: &mut PgConnection, at: DateTime<Utc>) -> Result<u64> {
    Ok(sqlx::query!("delete from attempt where window_start < $1", at).execute(conn).await?.rows_affected())
}
