//! The ledger as people read it: newest first, paged by key.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    Result,
    ids::{BorrowerId, MessageId, PersonId},
};

pub(in crate::reminders) struct MineRow {
    pub message_id: MessageId,
    pub rule: String,
    pub channel: String,
    pub status: String,
    pub language: String,
    pub recipient: String,
    pub title: String,
    pub body: String,
    pub created_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
}

pub(in crate::reminders) async fn list_mine(
    conn: &mut PgConnection,
    borrower_id: BorrowerId,
    person_id: PersonId,
    before: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<MineRow>> {
    Ok(sqlx::query_as!(
        MineRow,
        r#"select message_id as "message_id: MessageId", rule, channel, status, language, recipient, title, body, created_at, sent_at
           from message
           where borrower_id = $1 and person_id = $2
             and status in ('sent', 'delivered', 'unconfirmed', 'permanent_failure') and body <> ''
             and ($3::timestamptz is null or (created_at, message_id) < ($3, $4))
           order by created_at desc, message_id desc
           limit $5"#,
        borrower_id.0,
        person_id.0,
        before.map(|b| b.0),
        before.map(|b| b.1),
        limit,
    )
    .fetch_all(conn)
    .await?)
}

pub(in crate::reminders) struct LedgerRow {
    pub borrower_id: BorrowerId,
    pub message_id: MessageId,
    pub borrower_name: String,
    pub person_name: String,
    pub rule: String,
    pub channel: String,
    pub status: String,
    pub why: String,
    pub attempts: i16,
    pub language: String,
    pub recipient: String,
    pub title: String,
    pub body: String,
    pub send_after: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
}

pub(in crate::reminders) async fn list_ledger(
    conn: &mut PgConnection,
    statuses: &[String],
    channel: Option<&str>,
    before: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<LedgerRow>> {
    Ok(sqlx::query_as!(
        LedgerRow,
        r#"select m.borrower_id as "borrower_id: BorrowerId", m.message_id as "message_id: MessageId",
                  b.name as borrower_name, p.name as person_name, m.rule, m.channel, m.status, m.why, m.attempts, m.language,
                  m.recipient, m.title, m.body, m.send_after, m.created_at, m.changed_at
           from message m
           join borrower b on b.borrower_id = m.borrower_id
           join person p on p.person_id = m.person_id
           where m.status = any ($1) and ($2::text is null or m.channel = $2)
             and ($3::timestamptz is null or (m.created_at, m.message_id) < ($3, $4))
           order by m.created_at desc, m.message_id desc
           limit $5"#,
        statuses,
        channel,
        before.map(|b| b.0),
        before.map(|b| b.1),
        limit,
    )
    .fetch_all(conn)
    .await?)
}

pub(in crate::reminders) struct CapturedRow {
    pub captured_id: Uuid,
    pub at: DateTime<Utc>,
    pub channel: String,
    pub recipient: String,
    pub title: String,
    pub body: String,
}

pub(in crate::reminders) async fn list_captured(
    conn: &mut PgConnection,
    before: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<CapturedRow>> {
    Ok(sqlx::query_as!(
        CapturedRow,
        "select captured_id, at, channel, recipient, title, body from captured_message
         where $1::timestamptz is null or (at, captured_id) < ($1, $2)
         order by at desc, captured_id desc
         limit $3",
        before.map(|b| b.0),
        before.map(|b| b.1),
        limit,
    )
    .fetch_all(conn)
    .await?)
}
