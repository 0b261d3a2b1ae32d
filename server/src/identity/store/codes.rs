//! One-time codes.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{Result, ids::PersonId};

/// A code as it is stored.
pub(in crate::identity) struct NewCode<'a> {
    pub flow_hash: &'a [u8],
    pub contact_hash: &'a [u8],
    pub contact_masked: &'a str,
    pub code_hash: Option<&'a [u8]>,
    pub person_id: Option<PersonId>,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

pub(in crate::identity) struct PendingRow {
    pub contact_hash: Vec<u8>,
    pub contact_masked: String,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

pub(in crate::identity) struct TriedRow {
    pub code_id: Uuid,
    pub code_hash: Option<Vec<u8>>,
    pub person_id: Option<PersonId>,
    pub tries_left: i16,
}

/// Who signs in with this contact.
pub(in crate::identity) async fn find_person(conn: &mut PgConnection, contact_hash: &[u8]) -> Result<Option<PersonId>> {
    Ok(sqlx::query_scalar!(
        r#"select person_id as "id: PersonId" from sign_in_route where contact_hash = $1"#,
        contact_hash
    )
    .fetch_optional(conn)
    .await?)
}

pub(in crate::identity) async fn insert_code(conn: &mut PgConnection, code: NewCode<'_>) -> Result<()> {
    sqlx::query!(
        "insert into sign_in_code (code_id, flow_hash, contact_hash, contact_masked, code_hash, person_id, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        Uuid::now_v7(),
        code.flow_hash,
        code.contact_hash,
        code.contact_masked,
        code.code_hash,
        code.person_id.map(|id| id.0),
        code.created_at,
        code.expires_at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What this browser waits for; a used code is waited for no more.
pub(in crate::identity) async fn find_pending(conn: &mut PgConnection, flow_hash: &[u8]) -> Result<Option<PendingRow>> {
    Ok(sqlx::query_as!(
        PendingRow,
        "select contact_hash, contact_masked, created_at, expires_at from sign_in_code where flow_hash = $1 and used_at is null",
        flow_hash,
    )
    .fetch_optional(conn)
    .await?)
}

/// Takes one try, if there is one left. The row stays locked until the transaction ends, so of many
/// that send the right code at once one alone finds it unused.
pub(in crate::identity) async fn take_try(
    conn: &mut PgConnection,
    flow_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<TriedRow>> {
    Ok(sqlx::query_as!(
        TriedRow,
        r#"update sign_in_code set tries_left = tries_left - 1
           where flow_hash = $1 and used_at is null and expires_at > $2 and tries_left > 0
           returning code_id, code_hash, person_id as "person_id: PersonId", tries_left"#,
        flow_hash,
        now,
    )
    .fetch_optional(conn)
    .await?)
}

pub(in crate::identity) async fn mark_used(conn: &mut PgConnection, code_id: Uuid, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!("update sign_in_code set used_at = $2 where code_id = $1", code_id, now).execute(conn).await?;
    Ok(())
}

/// A newer code for the same browser takes the place of this one.
pub(in crate::identity) async fn mark_replaced(
    conn: &mut PgConnection,
    flow_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!("update sign_in_code set used_at = $2 where flow_hash = $1 and used_at is null", flow_hash, now)
        .execute(conn)
        .await?;
    Ok(())
}

pub(in crate::identity) async fn delete_expired(conn: &mut PgConnection, before: DateTime<Utc>) -> Result<u64> {
    Ok(sqlx::query!("delete from sign_in_code where expires_at < $1", before).execute(conn).await?.rows_affected())
}
