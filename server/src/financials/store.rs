//! All SQL of the financials slice.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use super::{
    Due, DueStatus, Outcome, StatementKind, Upload,
    review::{Place, QueueRow, Review},
};
use crate::{
    Error, Result,
    ids::{BorrowerId, DueId, FileId, FormKey, StaffId, UploadId},
};

struct DueRow {
    due_id: DueId,
    kind: String,
    period_from: NaiveDate,
    period_to: NaiveDate,
    due_on: NaiveDate,
    status: String,
}

fn kind(code: &str) -> Result<StatementKind> {
    StatementKind::parse(code).ok_or_else(|| Error::Fault(format!("unknown statement kind {code}")))
}

fn status(code: &str) -> Result<DueStatus> {
    DueStatus::parse(code).ok_or_else(|| Error::Fault(format!("unknown statement status {code}")))
}

pub(super) async fn list_open(conn: &mut PgConnection, borrower_id: BorrowerId) -> Result<Vec<Due>> {
    let rows = sqlx::query_as!(
        DueRow,
        r#"select due_id as "due_id: DueId", kind, period_from, period_to, due_on, status
           from statement_due where borrower_id = $1 and status <> 'accepted'
           order by due_on, due_id"#,
        borrower_id.0,
    )
    .fetch_all(&mut *conn)
    .await?;
    with_uploads(conn, borrower_id, rows).await
}

pub(super) async fn list_accepted(
    conn: &mut PgConnection,
    borrower_id: BorrowerId,
    before: Option<DueId>,
    most: usize,
) -> Result<Vec<Due>> {
    let rows = sqlx::query_as!(
        DueRow,
        r#"select due_id as "due_id: DueId", kind, period_from, period_to, due_on, status
           from statement_due
           where borrower_id = $1 and status = 'accepted'
             and ($2::uuid is null
                  or (due_on, due_id) < (select l.due_on, l.due_id from statement_due l where l.borrower_id = $1 and l.due_id = $2))
           order by due_on desc, due_id desc
           limit $3"#,
        borrower_id.0,
        before.map(|id| id.0),
        limit(most),
    )
    .fetch_all(&mut *conn)
    .await?;
    with_uploads(conn, borrower_id, rows).await
}

pub(super) async fn find_due(conn: &mut PgConnection, borrower_id: BorrowerId, due_id: DueId) -> Result<Option<Due>> {
    let row = sqlx::query_as!(
        DueRow,
        r#"select due_id as "due_id: DueId", kind, period_from, period_to, due_on, status
           from statement_due where borrower_id = $1 and due_id = $2"#,
        borrower_id.0,
        due_id.0,
    )
    .fetch_optional(&mut *conn)
    .await?;
    Ok(with_uploads(conn, borrower_id, row.into_iter().collect()).await?.pop())
}

struct UploadRow {
    due_id: DueId,
    upload_id: UploadId,
    file_id: FileId,
    file_name: String,
    size_bytes: i64,
    uploaded_at: DateTime<Utc>,
    outcome: Option<String>,
    reason: String,
    reviewed_at: Option<DateTime<Utc>>,
}

impl UploadRow {
    fn into_upload(self) -> Upload {
        let outcome = self.outcome.map(|outcome| match outcome.as_str() {
            "accepted" => Outcome::Accepted,
            _ => Outcome::Returned { reason: self.reason },
        });
        Upload {
            upload_id: self.upload_id,
            file_id: self.file_id,
            file_name: self.file_name,
            size_bytes: self.size_bytes,
            uploaded_at: self.uploaded_at,
            outcome,
            reviewed_at: self.reviewed_at,
        }
    }
}

async fn with_uploads(conn: &mut PgConnection, borrower_id: BorrowerId, rows: Vec<DueRow>) -> Result<Vec<Due>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut sent = sqlx::query_as!(
        UploadRow,
        r#"select u.due_id as "due_id: DueId", u.upload_id as "upload_id: UploadId", u.file_id as "file_id: FileId",
                  f.name as file_name, f.size_bytes, u.uploaded_at, u.outcome, u.reason, u.reviewed_at
           from statement_upload u join file f on f.borrower_id = u.borrower_id and f.file_id = u.file_id
           where u.borrower_id = $1 and u.due_id = any($2)
           order by u.uploaded_at desc, u.upload_id desc"#,
        borrower_id.0,
        &rows.iter().map(|row| row.due_id.0).collect::<Vec<_>>(),
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let uploads = sent.extract_if(.., |u| u.due_id == row.due_id).map(UploadRow::into_upload).collect();
            Ok(Due {
                due_id: row.due_id,
                kind: kind(&row.kind)?,
                period_from: row.period_from,
                period_to: row.period_to,
                due_on: row.due_on,
                status: status(&row.status)?,
                uploads,
            })
        })
        .collect()
}

/// Holds a statement still until the transaction ends.
pub(super) async fn lock_due(
    conn: &mut PgConnection,
    borrower_id: BorrowerId,
    due_id: DueId,
) -> Result<Option<DueStatus>> {
    let code = sqlx::query_scalar!(
        "select status from statement_due where borrower_id = $1 and due_id = $2 for update",
        borrower_id.0,
        due_id.0,
    )
    .fetch_optional(conn)
    .await?;
    code.as_deref().map(status).transpose()
}

pub(super) async fn mark_due(
    conn: &mut PgConnection,
    borrower_id: BorrowerId,
    due_id: DueId,
    to: DueStatus,
) -> Result<()> {
    let changed = sqlx::query!(
        "update statement_due set status = $3 where borrower_id = $1 and due_id = $2",
        borrower_id.0,
        due_id.0,
        to.code(),
    )
    .execute(conn)
    .await?;
    one(changed.rows_affected(), "a statement's state")
}

pub(super) async fn find_by_form(
    conn: &mut PgConnection,
    borrower_id: BorrowerId,
    key: FormKey,
) -> Result<Option<(UploadId, DueId)>> {
    let row = sqlx::query!(
        r#"select upload_id as "upload_id: UploadId", due_id as "due_id: DueId"
           from statement_upload where borrower_id = $1 and idempotency_key = $2"#,
        borrower_id.0,
        key.0,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.upload_id, row.due_id)))
}

pub(super) async fn insert_upload(
    conn: &mut PgConnection,
    borrower_id: BorrowerId,
    upload_id: UploadId,
    due_id: DueId,
    file_id: FileId,
    key: FormKey,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "insert into statement_upload (borrower_id, upload_id, due_id, file_id, idempotency_key, uploaded_at)
         values ($1, $2, $3, $4, $5, $6)",
        borrower_id.0,
        upload_id.0,
        due_id.0,
        file_id.0,
        key.0,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn mark_reviewed(
    conn: &mut PgConnection,
    review: &Review,
    outcome: &Outcome,
    staff_id: StaffId,
    now: DateTime<Utc>,
) -> Result<()> {
    let (code, reason) = match outcome {
        Outcome::Accepted => ("accepted", ""),
        Outcome::Returned { reason } => ("returned", reason.as_str()),
    };
    let changed = sqlx::query!(
        "update statement_upload set outcome = $3, reason = $4, reviewed_by = $5, reviewed_at = $6
         where borrower_id = $1 and upload_id = $2",
        review.borrower_id.0,
        review.upload_id.0,
        code,
        reason,
        staff_id.0,
        now,
    )
    .execute(conn)
    .await?;
    one(changed.rows_affected(), "a review")
}

pub(super) struct FoundUpload {
    pub borrower_id: BorrowerId,
    pub due_id: DueId,
    pub borrower_name: String,
    pub borrower_reference: String,
}

pub(super) async fn find_upload_at_desk(conn: &mut PgConnection, upload_id: UploadId) -> Result<Option<FoundUpload>> {
    Ok(sqlx::query_as!(
        FoundUpload,
        r#"select u.borrower_id as "borrower_id: BorrowerId", u.due_id as "due_id: DueId",
                  b.name as borrower_name, b.reference as borrower_reference
           from statement_upload u join borrower b on b.borrower_id = u.borrower_id
           where u.upload_id = $1"#,
        upload_id.0,
    )
    .fetch_optional(conn)
    .await?)
}

struct RawQueueRow {
    due_id: DueId,
    kind: String,
    period_from: NaiveDate,
    period_to: NaiveDate,
    due_on: NaiveDate,
    borrower_name: String,
    borrower_reference: String,
    upload_id: Option<UploadId>,
    uploaded_at: Option<DateTime<Utc>>,
}

impl RawQueueRow {
    fn into_row(self) -> Result<QueueRow> {
        Ok(QueueRow {
            due_id: self.due_id,
            kind: kind(&self.kind)?,
            period_from: self.period_from,
            period_to: self.period_to,
            due_on: self.due_on,
            borrower_name: self.borrower_name,
            borrower_reference: self.borrower_reference,
            upload: self.upload_id.zip(self.uploaded_at),
        })
    }
}

pub(super) async fn list_in_review(
    conn: &mut PgConnection,
    after: Option<Place>,
    most: usize,
) -> Result<Vec<QueueRow>> {
    sqlx::query_as!(
        RawQueueRow,
        r#"select d.due_id as "due_id: DueId", d.kind, d.period_from, d.period_to, d.due_on,
                  b.name as borrower_name, b.reference as borrower_reference,
                  u.upload_id as "upload_id?: UploadId", u.uploaded_at as "uploaded_at?"
           from statement_due d join borrower b on b.borrower_id = d.borrower_id
           left join lateral (
               select s.upload_id, s.uploaded_at from statement_upload s
               where s.borrower_id = d.borrower_id and s.due_id = d.due_id
               order by s.uploaded_at desc, s.upload_id desc limit 1) u on true
           where d.status = 'in_review' and ($1::date is null or (d.due_on, d.due_id) > ($1, $2::uuid))
           order by d.due_on, d.due_id
           limit $3"#,
        after.map(|place| place.due_on),
        after.map(|place| place.due_id.0),
        limit(most),
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(RawQueueRow::into_row)
    .collect()
}

pub(super) async fn list_overdue(
    conn: &mut PgConnection,
    today: NaiveDate,
    after: Option<Place>,
    most: usize,
) -> Result<Vec<QueueRow>> {
    sqlx::query_as!(
        RawQueueRow,
        r#"select d.due_id as "due_id: DueId", d.kind, d.period_from, d.period_to, d.due_on,
                  b.name as borrower_name, b.reference as borrower_reference,
                  u.upload_id as "upload_id?: UploadId", u.uploaded_at as "uploaded_at?"
           from statement_due d join borrower b on b.borrower_id = d.borrower_id
           left join lateral (
               select s.upload_id, s.uploaded_at from statement_upload s
               where s.borrower_id = d.borrower_id and s.due_id = d.due_id
               order by s.uploaded_at desc, s.upload_id desc limit 1) u on true
           where d.status in ('due', 'returned') and d.due_on < $1
             and ($2::date is null or (d.due_on, d.due_id) > ($2, $3::uuid))
           order by d.due_on, d.due_id
           limit $4"#,
        today,
        after.map(|place| place.due_on),
        after.map(|place| place.due_id.0),
        limit(most),
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(RawQueueRow::into_row)
    .collect()
}

/// What the covenants of borrowers with a running loan say is due up to `days_ahead` after `today`.
pub(super) async fn insert_planned(conn: &mut PgConnection, today: NaiveDate, days_ahead: i32) -> Result<u64> {
    let planned = sqlx::query!(
        "insert into statement_due (borrower_id, due_id, kind, period_from, period_to, due_on)
         select c.borrower_id, gen_random_uuid(), c.kind, p.period_from, p.period_to, p.period_to + c.grace_days
         from covenant c
         cross join lateral (
             select s::date as period_from, (s + make_interval(months => c.every_months))::date - 1 as period_to
             from generate_series(c.from_on::timestamp, $1::date + $2::int, make_interval(months => c.every_months)) as s) p
         where p.period_to + c.grace_days <= $1::date + $2::int
           and (c.until_on is null or p.period_from < c.until_on)
           and exists (select 1 from loan l where l.borrower_id = c.borrower_id and l.status = 'active')
         on conflict do nothing",
        today,
        days_ahead,
    )
    .execute(conn)
    .await?;
    Ok(planned.rows_affected())
}

fn limit(most: usize) -> i64 {
    i64::try_from(most).unwrap_or(i64::MAX)
}

fn one(rows: u64, what: &str) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Error::Fault(format!("{what} was not written"))) }
}
