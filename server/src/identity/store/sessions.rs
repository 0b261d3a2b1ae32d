//! Sessions.

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, PgPool};

use crate::{
    Result,
    identity::session::{Device, Holder},
    ids::{BorrowerId, PersonId, SessionId, StaffId},
};

pub(in crate::identity) struct SessionRow {
    pub session_id: SessionId,
    pub person_id: Option<PersonId>,
    pub borrower_id: Option<BorrowerId>,
    pub staff_id: Option<StaffId>,
    pub last_seen_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub ended: bool,
    pub name: String,
    pub borrower_name: Option<String>,
    pub borrowers: i64,
    pub language: String,
    pub roles: Vec<String>,
}

/// One statement outside any transaction: it runs before the actor is known. The function looks only
/// at the session the token's hash names, and at its holder.
pub(in crate::identity) async fn find_session(pool: &PgPool, token_hash: &[u8]) -> Result<Option<SessionRow>> {
    Ok(sqlx::query_as!(
        SessionRow,
        r#"select session_id as "session_id!: SessionId", person_id as "person_id: PersonId",
                  borrower_id as "borrower_id: BorrowerId", staff_id as "staff_id: StaffId",
                  last_seen_at as "last_seen_at!", expires_at as "expires_at!", ended as "ended!",
                  name as "name!", borrower_name, borrowers as "borrowers!", language as "language!", roles as "roles!"
           from session_holder($1)"#,
        token_hash,
    )
    .fetch_optional(pool)
    .await?)
}

pub(in crate::identity) async fn mark_session_seen(
    conn: &mut PgConnection,
    session_id: SessionId,
    at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!("update session set last_seen_at = $2 where session_id = $1", session_id.0, at).execute(conn).await?;
    Ok(())
}

pub(in crate::identity) async fn insert_session(
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

/// A live session as its holder sees it in the list of devices.
pub(in crate::identity) struct DeviceRow {
    pub session_id: SessionId,
    pub created_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
    pub address: String,
    pub user_agent: String,
}

/// The live sessions of one person or one colleague, most recently used first.
pub(in crate::identity) async fn list_live(
    conn: &mut PgConnection,
    owner: (Option<PersonId>, Option<StaffId>),
    now: DateTime<Utc>,
    seen_after: DateTime<Utc>,
) -> Result<Vec<DeviceRow>> {
    Ok(sqlx::query_as!(
        DeviceRow,
        r#"select session_id as "session_id: SessionId", created_at, last_seen_at, address, user_agent
           from session
           where (person_id = $1 or staff_id = $2) and ended_at is null and expires_at > $3 and last_seen_at > $4
           order by last_seen_at desc, session_id desc"#,
        owner.0.map(|id| id.0),
        owner.1.map(|id| id.0),
        now,
        seen_after,
    )
    .fetch_all(conn)
    .await?)
}

/// Ends one session of one person or one colleague; says how many that were.
pub(in crate::identity) async fn mark_ended(
    conn: &mut PgConnection,
    owner: (Option<PersonId>, Option<StaffId>),
    session_id: SessionId,
    now: DateTime<Utc>,
) -> Result<u64> {
    Ok(sqlx::query!(
        "update session set ended_at = $4
         where (person_id = $1 or staff_id = $2) and session_id = $3 and ended_at is null",
        owner.0.map(|id| id.0),
        owner.1.map(|id| id.0),
        session_id.0,
        now,
    )
    .execute(conn)
    .await?
    .rows_affected())
}

/// Ends all sessions of one person or one colleague but the `kept` most recently used, among them `but`.
pub(in crate::identity) async fn mark_others_ended(
    conn: &mut PgConnection,
    owner: (Option<PersonId>, Option<StaffId>),
    but: Option<SessionId>,
    kept: i64,
    now: DateTime<Utc>,
) -> Result<u64> {
    Ok(sqlx::query!(
        "update session set ended_at = $5
         where session_id in (select session_id from session
                              where (person_id = $1 or staff_id = $2) and ended_at is null
                              order by session_id = $3 desc nulls last, last_seen_at desc, session_id desc offset $4)",
        owner.0.map(|id| id.0),
        owner.1.map(|id| id.0),
        but.map(|id| id.0),
        kept,
        now,
    )
    .execute(conn)
    .await?
    .rows_affected())
}

/// Ends the session that a browser brought to its sign-in, whoever's it was.
pub(in crate::identity) async fn mark_token_ended(
    conn: &mut PgConnection,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!("update session set ended_at = $2 where token_hash = $1 and ended_at is null", token_hash, now)
        .execute(conn)
        .await?;
    Ok(())
}

/// Takes away what nobody can use any more.
pub(in crate::identity) async fn delete_expired(conn: &mut PgConnection, before: DateTime<Utc>) -> Result<u64> {
    Ok(sqlx::query!("delete from session where expires_at < $1", before).execute(conn).await?.rows_affected())
}
