//! All SQL of the identity slice.

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, PgPool};

use super::session::{Device, Holder};
use crate::{
    Result,
    ids::{BorrowerId, PersonId, SessionId, StaffId},
};

pub(super) struct SessionRow {
    pub session_id: SessionId,
    pub person_id: Option<PersonId>,
    pub borrower_id: Option<BorrowerId>,
    pub staff_id: Option<StaffId>,
    pub last_seen_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub ended: bool,
    pub name: String,
    pub borrower_name: Option<String>,
    pub language: String,
    pub roles: Vec<String>,
}

/// One statement outside any transaction: it runs before the actor is known. The function looks only
/// at the session the token's hash names, and at its holder.
pub(super) async fn find_session(pool: &PgPool, token_hash: &[u8]) -> Result<Option<SessionRow>> {
    Ok(sqlx::query_as!(
        SessionRow,
        r#"select session_id as "session_id!: SessionId", person_id as "person_id: PersonId",
                  borrower_id as "borrower_id: BorrowerId", staff_id as "staff_id: StaffId",
                  last_seen_at as "last_seen_at!", expires_at as "expires_at!", ended as "ended!",
                  name as "name!", borrower_name, language as "language!", roles as "roles!"
           from session_holder($1)"#,
        token_hash,
    )
    .fetch_optional(pool)
    .await?)
}

pub(super) async fn mark_session_seen(conn: &mut PgConnection, session_id: SessionId, at: DateTime<Utc>) -> Result<()> {
    sqlx::query!("update session set last_seen_at = $2 where session_id = $1", session_id.0, at).execute(conn).await?;
    Ok(())
}

pub(super) async fn insert_session(
    conn: &mut PgConnection,
    token_hash: &[u8],
    holder: Holder,
    device: &Device,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<()> {
    let (person_id, borrower_id, staff_id) = match holder {
        Holder::Person { person_id, borrower_id } => (Some(person_id.0), Some(borrower_id.0), None),
        Holder::Staff(staff_id) => (None, None, Some(staff_id.0)),
    };
    sqlx::query!(
        "insert into session (session_id, token_hash, person_id, borrower_id, staff_id, created_at, last_seen_at,
                              expires_at, address, user_agent)
         values ($1, $2, $3, $4, $5, $6, $6, $7, $8, left($9, 400))",
        SessionId::fresh().0,
        token_hash,
        person_id,
        borrower_id,
        staff_id,
        now,
        expires_at,
        device.address,
        device.user_agent,
    )
    .execute(conn)
    .await?;
    Ok(())
}
