//! Forms that wait for their sender to sign in again.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;

use crate::{
    Result,
    ids::{PersonId, StaffId},
};

pub(in crate::identity) struct ParkedRow {
    pub body: Value,
}

pub(in crate::identity) async fn insert_parked(
    conn: &mut PgConnection,
    token_hash: &[u8],
    owner: (Option<PersonId>, Option<StaffId>),
    path: &str,
    body: &Value,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "insert into parked_form (token_hash, person_id, staff_id, path, body, created_at) values ($1, $2, $3, $4, $5, $6)",
        token_hash,
        owner.0.map(|id| id.0),
        owner.1.map(|id| id.0),
        path,
        body,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes the form that waits at `path`; the database shows it to nobody but its sender.
pub(in crate::identity) async fn take_parked(
    conn: &mut PgConnection,
    token_hash: &[u8],
    path: &str,
    not_before: DateTime<Utc>,
) -> Result<Option<ParkedRow>> {
    Ok(sqlx::query_as!(
        ParkedRow,
        "delete from parked_form where token_hash = $1 and path = $2 and created_at >= $3 returning body",
        token_hash,
        path,
        not_before,
    )
    .fetch_optional(conn)
    .await?)
}

pub(in crate::identity) async fn delete_parked_before(conn: &mut PgConnection, before: DateTime<Utc>) -> Result<u64> {
    Ok(sqlx::query!("delete from parked_form where created_at < $1", before).execute(conn).await?.rows_affected())
}
