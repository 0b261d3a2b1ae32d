//! Persons, their contacts, and the borrowers they act for.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    Result,
    ids::{BorrowerId, PersonId, SessionId},
};

pub(in crate::identity) struct ContactRow {
    pub kind: String,
    pub value: String,
}

/// A borrower that a person may act for.
pub(in crate::identity) struct BorrowerRow {
    pub borrower_id: BorrowerId,
    pub name: String,
    pub kind: String,
}

pub(in crate::identity) async fn list_contacts(
    conn: &mut PgConnection,
    person_id: PersonId,
) -> Result<Vec<ContactRow>> {
    Ok(sqlx::query_as!(ContactRow, "select kind, value from contact where person_id = $1 order by kind", person_id.0)
        .fetch_all(conn)
        .await?)
}

/// The borrower to act for after signing in: the one acted for last, else the person's own, else the first by name.
pub(in crate::identity) async fn find_first_borrower(
    conn: &mut PgConnection,
    person_id: PersonId,
) -> Result<Option<BorrowerId>> {
    Ok(sqlx::query_scalar!(
        r#"select m.borrower_id as "id: BorrowerId" from membership m join borrower b using (borrower_id)
           where m.person_id = $1
           order by (select max(s.created_at) from session s
                     where s.person_id = m.person_id and s.borrower_id = m.borrower_id) desc nulls last,
                    m.role = 'self' desc, b.name, m.borrower_id
           limit 1"#,
        person_id.0,
    )
    .fetch_optional(conn)
    .await?)
}

pub(in crate::identity) async fn list_borrowers(
    conn: &mut PgConnection,
    person_id: PersonId,
) -> Result<Vec<BorrowerRow>> {
    Ok(sqlx::query_as!(
        BorrowerRow,
        r#"select b.borrower_id as "borrower_id: BorrowerId", b.name, b.kind
           from membership m join borrower b using (borrower_id)
           where m.person_id = $1 order by b.name, b.borrower_id"#,
        person_id.0,
    )
    .fetch_all(conn)
    .await?)
}

/// Lets a session act for another borrower, under a new token. A borrower the person is no member of
/// is refused by the foreign key.
pub(in crate::identity) async fn mark_acting_for(
    conn: &mut PgConnection,
    session_id: SessionId,
    borrower_id: BorrowerId,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<u64> {
    Ok(sqlx::query!(
        "update session set borrower_id = $2, token_hash = $3, last_seen_at = $4 where session_id = $1 and ended_at is null",
        session_id.0,
        borrower_id.0,
        token_hash,
        now,
    )
    .execute(conn)
    .await?
    .rows_affected())
}

pub(in crate::identity) async fn mark_person_language(
    conn: &mut PgConnection,
    person_id: PersonId,
    language: &str,
) -> Result<()> {
    sqlx::query!("update person set language = $2 where person_id = $1", person_id.0, language).execute(conn).await?;
    Ok(())
}
