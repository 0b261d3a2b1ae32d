//! Messages on their way out.

use chrono::{DateTime, NaiveTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    Result,
    ids::{BorrowerId, MessageId, PersonId},
};

/// A message whose time has come, with what is known of its receiver; its row is locked.
pub(in crate::reminders) struct Due {
    pub borrower_id: BorrowerId,
    pub message_id: MessageId,
    pub person_id: PersonId,
    pub subject: String,
    pub subject_id: Uuid,
    pub subject_n: i32,
    pub subject_version: i32,
    pub rule: String,
    pub days_after_due: Option<i32>,
    pub collections: bool,
    pub channel: String,
    pub status: String,
    pub attempts: i16,
    pub person_name: String,
    pub language: String,
    pub time_zone: String,
    pub quiet_from: NaiveTime,
    pub quiet_to: NaiveTime,
    pub contact: Option<String>,
    pub contact_refused: bool,
    pub still_member: bool,
}

/// Locks the message that has waited longest for its time.
pub(in crate::reminders) async fn lock_next(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<Option<Due>> {
    let next = sqlx::query!(
        r#"select borrower_id as "borrower_id!: BorrowerId", message_id as "message_id!: MessageId"
           from lock_next_message($1)"#,
        now,
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(next) = next else { return Ok(None) };
    // A statement of its own sees the message as it was when it was locked.
    let due = sqlx::query_as!(
        Due,
        r#"select m.borrower_id as "borrower_id: BorrowerId", m.message_id as "message_id: MessageId",
                  m.person_id as "person_id: PersonId", m.subject, m.subject_id, m.subject_n, m.subject_version, m.rule,
                  r.days_after_due, r.collections, m.channel, m.status, m.attempts,
                  p.name as person_name, p.language, p.time_zone, p.quiet_from, p.quiet_to, c.value as "contact?",
                  exists (select 1 from refused_contact x where x.person_id = m.person_id and x.kind = c.kind
                          and x.value = c.value) as "contact_refused!",
                  exists (select 1 from membership b where b.borrower_id = m.borrower_id
                          and b.person_id = m.person_id) as "still_member!"
           from message m
           join reminder_rule r on r.code = m.rule
           join person p on p.person_id = m.person_id
           left join contact c on c.person_id = m.person_id and c.kind = case m.channel when 'sms' then 'phone' else 'email' end
           where m.borrower_id = $1 and m.message_id = $2"#,
        next.borrower_id.0,
        next.message_id.0,
    )
    .fetch_one(conn)
    .await?;
    Ok(Some(due))
}

/// What a step found out and where it left the message.
pub(in crate::reminders) struct Mark<'a> {
    pub status: &'static str,
    pub why: &'a str,
    pub send_after: Option<DateTime<Utc>>,
    pub sent: bool,
    /// A try that ended before anything was handed over counts as well.
    pub another_attempt: bool,
}

pub(in crate::reminders) async fn mark(
    conn: &mut PgConnection,
    borrower_id: BorrowerId,
    message_id: MessageId,
    to: &Mark<'_>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update message set status = $3, why = $4, send_after = coalesce($5, send_after), changed_at = $6,
                sent_at = case when $7 then coalesce(sent_at, $6) else sent_at end, claimed_at = null,
                attempts = attempts + case when $8 then 1 else 0 end
         where borrower_id = $1 and message_id = $2",
        borrower_id.0,
        message_id.0,
        to.status,
        to.why,
        to.send_after,
        now,
        to.sent,
        to.another_attempt,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What is about to be handed over.
pub(in crate::reminders) struct Claim<'a> {
    pub language: &'a str,
    pub recipient: &'a str,
    pub title: &'a str,
    pub body: &'a str,
}

/// Marks a locked message as being handed over; answers the number of this try, by which a worker that
/// was thought dead is told from the one that took over.
pub(in crate::reminders) async fn mark_claimed(
    conn: &mut PgConnection,
    due: &Due,
    claim: &Claim<'_>,
    now: DateTime<Utc>,
) -> Result<i16> {
    Ok(sqlx::query_scalar!(
        "update message set status = 'sending', attempts = attempts + 1, claimed_at = clock_timestamp(), changed_at = $7,
                language = $3, recipient = $4, title = $5, body = $6
         where borrower_id = $1 and message_id = $2 returning attempts",
        due.borrower_id.0,
        due.message_id.0,
        claim.language,
        claim.recipient,
        claim.title,
        claim.body,
        now,
    )
    .fetch_one(conn)
    .await?)
}

/// The status of a message that this try still holds; `None` when another try has taken it.
pub(in crate::reminders) async fn lock_claim(
    conn: &mut PgConnection,
    borrower_id: BorrowerId,
    message_id: MessageId,
    attempt: i16,
) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!(
        "select status from message where borrower_id = $1 and message_id = $2 and attempts = $3 for update",
        borrower_id.0,
        message_id.0,
        attempt,
    )
    .fetch_optional(conn)
    .await?)
}

/// Messages whose worker has been silent for too long: perhaps they are out, perhaps not.
pub(in crate::reminders) async fn mark_lost(
    conn: &mut PgConnection,
    lease_seconds: f64,
    now: DateTime<Utc>,
) -> Result<u64> {
    let done = sqlx::query!(
        "update message set status = 'unconfirmed', why = 'worker_lost', send_after = $2, changed_at = $2, claimed_at = null
         where status = 'sending' and claimed_at < clock_timestamp() - make_interval(secs => $1)",
        lease_seconds,
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

pub(in crate::reminders) async fn insert_route(
    conn: &mut PgConnection,
    reference: &str,
    borrower_id: BorrowerId,
    message_id: MessageId,
) -> Result<()> {
    sqlx::query!(
        "insert into message_route (reference, borrower_id, message_id) values ($1, $2, $3)",
        reference,
        borrower_id.0,
        message_id.0,
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(in crate::reminders) async fn find_route(
    conn: &mut PgConnection,
    reference: &str,
) -> Result<Option<(BorrowerId, MessageId)>> {
    Ok(sqlx::query!(
        r#"select borrower_id as "borrower_id: BorrowerId", message_id as "message_id: MessageId"
           from message_route where reference = $1"#,
        reference
    )
    .fetch_optional(conn)
    .await?
    .map(|row| (row.borrower_id, row.message_id)))
}

pub(in crate::reminders) async fn lock_message(
    conn: &mut PgConnection,
    borrower_id: BorrowerId,
    message_id: MessageId,
) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!(
        "select status from message where borrower_id = $1 and message_id = $2 for update",
        borrower_id.0,
        message_id.0,
    )
    .fetch_optional(conn)
    .await?)
}

pub(in crate::reminders) async fn insert_refused_contact(
    conn: &mut PgConnection,
    person_id: PersonId,
    kind: &str,
    value: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "insert into refused_contact (person_id, kind, value, at) values ($1, $2, $3, $4)
         on conflict (person_id, kind) do update set value = excluded.value, at = excluded.at",
        person_id.0,
        kind,
        value,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// How many SMS that ask for money a loan may cause in a day and in a week, as the setting says.
pub(in crate::reminders) async fn find_sms_caps(conn: &mut PgConnection) -> Result<(i64, i64)> {
    let row = sqlx::query!(
        r#"select (value ->> 'a_day')::bigint as "a_day!", (value ->> 'a_week')::bigint as "a_week!"
           from setting where name = 'sms_caps'"#
    )
    .fetch_one(conn)
    .await?;
    Ok((row.a_day, row.a_week))
}

/// Lets one worker at a time, until its transaction ends, count what a person was asked for a loan.
pub(in crate::reminders) async fn lock_collection_sms(conn: &mut PgConnection, due: &Due) -> Result<()> {
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended('collection_sms' || $1::text || $2::text, 0))",
        due.subject_id.to_string(),
        due.person_id.0.to_string(),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// SMS of a loan to a person that asked for money and may be out: since the day began, and in a week.
pub(in crate::reminders) async fn count_collection_sms(
    conn: &mut PgConnection,
    due: &Due,
    day_began: DateTime<Utc>,
    week_began: DateTime<Utc>,
) -> Result<(i64, i64)> {
    let row = sqlx::query!(
        r#"select count(*) filter (where coalesce(m.sent_at, m.changed_at) >= $4) as "a_day!", count(*) as "a_week!"
           from message m join reminder_rule r on r.code = m.rule and r.collections
           where m.borrower_id = $1 and m.subject_id = $2 and m.person_id = $3 and m.channel = 'sms'
             and coalesce(m.sent_at, m.changed_at) >= $5
             and m.status in ('sending', 'sent', 'delivered', 'unconfirmed')"#,
        due.borrower_id.0,
        due.subject_id,
        due.person_id.0,
        day_began,
        week_began,
    )
    .fetch_one(conn)
    .await?;
    Ok((row.a_day, row.a_week))
}

pub(in crate::reminders) async fn insert_captured(
    conn: &mut PgConnection,
    channel: &str,
    recipient: &str,
    title: &str,
    body: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "insert into captured_message (captured_id, at, channel, recipient, title, body) values ($1, $2, $3, $4, $5, $6)",
        Uuid::now_v7(),
        now,
        channel,
        recipient,
        title,
        body,
    )
    .execute(conn)
    .await?;
    Ok(())
}
