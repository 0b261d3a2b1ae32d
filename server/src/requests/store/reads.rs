//! What the queue and the pages read.

use chrono::{DateTime, NaiveDate, Utc};
use lending::{modification::Change, request::RequestStatus};
use rust_decimal::Decimal;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{read_change, read_status};
use crate::{
    Error, Result, Role,
    ids::{BorrowerId, FileId, LoanId, RequestId, StaffId},
    requests::{
        case::{Claim, Stood},
        decision::{Approved, DeskStep},
        queue::{Mark, Query, QueueRow, Scope},
        view::{Document, RequestRow, Step},
    },
};

struct QueueRecord {
    request_id: RequestId,
    number: String,
    kind: String,
    status: String,
    change: serde_json::Value,
    outstanding: Decimal,
    currency: String,
    filed_at: DateTime<Utc>,
    answer_due_at: DateTime<Utc>,
    claimed_by: Option<StaffId>,
    claimed_until: Option<DateTime<Utc>>,
    holder: Option<String>,
    borrower_name: String,
    loan_number: String,
    product_zh: String,
    product_en: String,
    oldest_unpaid_due_on: Option<NaiveDate>,
    schedule_version: i32,
}

impl QueueRecord {
    fn into_row(self) -> Result<QueueRow> {
        let broken = || Error::Fault(format!("the amount of {} does not parse", self.request_id));
        let currency = lending::money::Currency::parse(self.currency.trim()).ok_or_else(broken)?;
        Ok(QueueRow {
            outstanding: lending::money::Money::from_decimal(self.outstanding, currency).map_err(|_| broken())?,
            request_id: self.request_id,
            number: self.number,
            kind: self.kind,
            status: read_status(&self.status)?,
            change: read_change(self.change)?,
            filed_at: self.filed_at,
            answer_due_at: self.answer_due_at,
            claim: self.claimed_by.zip(self.claimed_until).map(|(by, until)| Claim {
                by,
                name: self.holder.unwrap_or_default(),
                until,
            }),
            borrower_name: self.borrower_name,
            loan_number: self.loan_number,
            product_name_zh: self.product_zh,
            product_name_en: self.product_en,
            oldest_unpaid_due_on: self.oldest_unpaid_due_on,
            changed_before: self.schedule_version > 1,
        })
    }
}

/// One page of the queue and one row more, which tells whether there is a next page.
pub(in crate::requests) async fn list_queue(
    conn: &mut PgConnection,
    staff_id: StaffId,
    roles: &[Role],
    query: &Query,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<QueueRow>> {
    let records = match query.scope {
        Scope::All => list_newest(conn, query, limit).await?,
        Scope::Mine | Scope::Open => list_waiting(conn, staff_id, roles, query, now, limit).await?,
    };
    records.into_iter().map(QueueRecord::into_row).collect()
}

async fn list_waiting(
    conn: &mut PgConnection,
    staff_id: StaffId,
    roles: &[Role],
    query: &Query,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<QueueRecord>> {
    Ok(sqlx::query_as!(
        QueueRecord,
        r#"select r.request_id as "request_id: RequestId", r.number, r.kind, r.status, r.change, r.outstanding, l.currency,
                  r.filed_at, r.answer_due_at, r.claimed_by as "claimed_by: StaffId", r.claimed_until, s.name as "holder?",
                  b.name as borrower_name, l.number as loan_number, p.name_zh as product_zh, p.name_en as product_en,
                  l.oldest_unpaid_due_on, l.schedule_version
           from request r
           join borrower b using (borrower_id)
           join loan l on l.borrower_id = r.borrower_id and l.loan_id = r.loan_id
           join product p on p.code = l.product
           left join staff s on s.staff_id = r.claimed_by and r.claimed_until > $3
           where r.status not in ('draft', 'applied', 'rejected', 'withdrawn', 'expired', 'declined')
             and (not $4 or (r.claimed_by = $1 and r.claimed_until > $3)
                  or (r.status = 'awaiting_approval' and r.next_roles && $2
                      and (r.claimed_until is null or r.claimed_until <= $3 or r.claimed_by = $1)
                      and not exists (select 1 from request_approval a
                                      where a.borrower_id = r.borrower_id and a.request_id = r.request_id
                                        and a.result_hash = r.result_hash and a.staff_id = $1)))
             and ($5::text is null or r.kind = $5)
             and ($6::text is null or strpos(lower(r.number || ' ' || l.number || ' ' || b.name), lower($6)) > 0)
             and ($7::timestamptz is null or (r.answer_due_at, r.request_id) > ($7, $8::uuid))
           order by r.answer_due_at, r.request_id
           limit $9"#,
        staff_id.0,
        &codes(roles),
        now,
        query.scope == Scope::Mine,
        query.kind,
        query.search,
        query.after.map(|m| m.at),
        query.after.map_or(Uuid::nil(), |m| m.id.0),
        limit,
    )
    .fetch_all(conn)
    .await?)
}

async fn list_newest(conn: &mut PgConnection, query: &Query, limit: i64) -> Result<Vec<QueueRecord>> {
    Ok(sqlx::query_as!(
        QueueRecord,
        r#"select r.request_id as "request_id: RequestId", r.number, r.kind, r.status, r.change, r.outstanding, l.currency,
                  r.filed_at, r.answer_due_at, r.claimed_by as "claimed_by: StaffId", r.claimed_until, s.name as "holder?",
                  b.name as borrower_name, l.number as loan_number, p.name_zh as product_zh, p.name_en as product_en,
                  l.oldest_unpaid_due_on, l.schedule_version
           from request r
           join borrower b using (borrower_id)
           join loan l on l.borrower_id = r.borrower_id and l.loan_id = r.loan_id
           join product p on p.code = l.product
           left join staff s on s.staff_id = r.claimed_by
           where r.status <> 'draft'
             and ($1::text is null or r.kind = $1)
             and ($2::text is null or strpos(lower(r.number || ' ' || l.number || ' ' || b.name), lower($2)) > 0)
             and ($3::timestamptz is null or (r.filed_at, r.request_id) < ($3, $4::uuid))
           order by r.filed_at desc, r.request_id desc
           limit $5"#,
        query.kind,
        query.search,
        query.after.map(|m| m.at),
        query.after.map_or(Uuid::nil(), |m| m.id.0),
        limit,
    )
    .fetch_all(conn)
    .await?)
}

fn codes(roles: &[Role]) -> Vec<String> {
    roles.iter().map(|role| role.code().to_owned()).collect()
}

/// How many wait for this colleague, and how many are open at all.
pub(in crate::requests) async fn count_queue(
    conn: &mut PgConnection,
    staff_id: StaffId,
    roles: &[Role],
    now: DateTime<Utc>,
) -> Result<(i64, i64)> {
    let row = sqlx::query!(
        r#"select count(*) filter (where (r.claimed_by = $1 and r.claimed_until > $3)
                  or (r.status = 'awaiting_approval' and r.next_roles && $2
                      and (r.claimed_until is null or r.claimed_until <= $3 or r.claimed_by = $1)
                      and not exists (select 1 from request_approval a
                                      where a.borrower_id = r.borrower_id and a.request_id = r.request_id
                                        and a.result_hash = r.result_hash and a.staff_id = $1))) as "mine!",
                  count(*) as "open!"
           from request r
           where r.status not in ('draft', 'applied', 'rejected', 'withdrawn', 'expired', 'declined')"#,
        staff_id.0,
        &codes(roles),
        now,
    )
    .fetch_one(conn)
    .await?;
    Ok((row.mine, row.open))
}

struct RequestRecord {
    borrower_id: BorrowerId,
    request_id: RequestId,
    loan_id: LoanId,
    number: String,
    kind: String,
    status: String,
    change: serde_json::Value,
    reason: String,
    result_hash: String,
    loan_event_count: i32,
    compared_on: NaiveDate,
    outstanding: Decimal,
    approvals_needed: i16,
    filed_at: DateTime<Utc>,
    filed_by_name: Option<String>,
    answer_due_at: DateTime<Utc>,
    claimed_by: Option<StaffId>,
    claimed_until: Option<DateTime<Utc>>,
    holder: Option<String>,
    loan_number: String,
    product_zh: String,
    product_en: String,
}

impl RequestRecord {
    fn into_row(self) -> Result<RequestRow> {
        Ok(RequestRow {
            borrower_id: self.borrower_id,
            request_id: self.request_id,
            loan_id: self.loan_id,
            number: self.number,
            kind: self.kind,
            status: read_status(&self.status)?,
            change: read_change(self.change)?,
            reason: self.reason,
            result_hash: self.result_hash,
            stood: Stood { event_count: self.loan_event_count, on: self.compared_on },
            outstanding: self.outstanding,
            approvals_needed: self.approvals_needed,
            filed_at: self.filed_at,
            filed_by_name: self.filed_by_name.unwrap_or_default(),
            answer_due_at: self.answer_due_at,
            claim: self.claimed_by.zip(self.claimed_until).map(|(by, until)| Claim {
                by,
                name: self.holder.unwrap_or_default(),
                until,
            }),
            loan_number: self.loan_number,
            product_name_zh: self.product_zh,
            product_name_en: self.product_en,
        })
    }
}

/// One request the actor may see.
pub(in crate::requests) async fn find_request(
    conn: &mut PgConnection,
    request_id: RequestId,
) -> Result<Option<RequestRow>> {
    sqlx::query_as!(
        RequestRecord,
        r#"select r.borrower_id as "borrower_id: BorrowerId", r.request_id as "request_id: RequestId",
                  r.loan_id as "loan_id: LoanId", r.number, r.kind, r.status, r.change, r.reason, r.result_hash,
                  r.loan_event_count, r.compared_on, r.outstanding, r.approvals_needed, r.filed_at,
                  f.name as "filed_by_name?", r.answer_due_at, r.claimed_by as "claimed_by: StaffId", r.claimed_until,
                  s.name as "holder?", l.number as loan_number, p.name_zh as product_zh, p.name_en as product_en
           from request r
           join loan l on l.borrower_id = r.borrower_id and l.loan_id = r.loan_id
           join product p on p.code = l.product
           left join person f on f.person_id = r.filed_by
           left join staff s on s.staff_id = r.claimed_by
           where r.request_id = $1 and r.status <> 'draft'"#,
        request_id.0,
    )
    .fetch_optional(conn)
    .await?
    .map(RequestRecord::into_row)
    .transpose()
}

/// Requests of one borrower, newest first.
pub(in crate::requests) async fn list_of_borrower(
    conn: &mut PgConnection,
    borrower_id: BorrowerId,
    limit: i64,
) -> Result<Vec<RequestRow>> {
    sqlx::query_as!(
        RequestRecord,
        r#"select r.borrower_id as "borrower_id: BorrowerId", r.request_id as "request_id: RequestId",
                  r.loan_id as "loan_id: LoanId", r.number, r.kind, r.status, r.change, r.reason, r.result_hash,
                  r.loan_event_count, r.compared_on, r.outstanding, r.approvals_needed, r.filed_at,
                  f.name as "filed_by_name?", r.answer_due_at, r.claimed_by as "claimed_by: StaffId", r.claimed_until,
                  s.name as "holder?", l.number as loan_number, p.name_zh as product_zh, p.name_en as product_en
           from request r
           join loan l on l.borrower_id = r.borrower_id and l.loan_id = r.loan_id
           join product p on p.code = l.product
           left join person f on f.person_id = r.filed_by
           left join staff s on s.staff_id = r.claimed_by
           where r.borrower_id = $1 and r.status <> 'draft'
           order by r.filed_at desc, r.request_id desc limit $2"#,
        borrower_id.0,
        limit,
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(RequestRecord::into_row)
    .collect()
}

/// An open request of a loan, if there is one.
pub(in crate::requests) async fn find_open(
    conn: &mut PgConnection,
    borrower_id: BorrowerId,
    loan_id: LoanId,
) -> Result<Option<(RequestId, String)>> {
    let row = sqlx::query!(
        r#"select request_id as "request_id: RequestId", number from request
           where borrower_id = $1 and loan_id = $2
             and status not in ('draft', 'applied', 'rejected', 'withdrawn', 'expired', 'declined')
           order by filed_at desc limit 1"#,
        borrower_id.0,
        loan_id.0,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.request_id, row.number)))
}

/// The steps a borrower may read. What colleagues wrote to each other is not among them.
pub(in crate::requests) async fn list_steps(conn: &mut PgConnection, request: &RequestRow) -> Result<Vec<Step>> {
    sqlx::query!(
        r#"select at, action, to_status, person_id is not null as "by_borrower!",
                  case when action in ('ask', 'answer', 'reject') then note else '' end as "note!"
           from request_step
           where borrower_id = $1 and request_id = $2 and action not in ('claim', 'release', 'recompute')
           order by step_no"#,
        request.borrower_id.0,
        request.request_id.0,
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(|row| {
        Ok(Step {
            at: row.at,
            action: row.action,
            to: read_status(&row.to_status)?,
            by_borrower: row.by_borrower,
            note: row.note,
        })
    })
    .collect()
}

/// All steps with everybody's names: for colleagues.
pub(in crate::requests) async fn list_desk_steps(
    conn: &mut PgConnection,
    request: &RequestRow,
) -> Result<Vec<DeskStep>> {
    sqlx::query!(
        r#"select t.at, t.action, t.to_status, t.person_id is not null as "by_borrower!", t.note,
                  coalesce(s.name, p.name, '') as "name!"
           from request_step t
           left join staff s on s.staff_id = t.staff_id
           left join person p on p.person_id = t.person_id
           where t.borrower_id = $1 and t.request_id = $2 order by t.step_no"#,
        request.borrower_id.0,
        request.request_id.0,
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(|row| {
        Ok(DeskStep {
            step: Step {
                at: row.at,
                action: row.action,
                to: read_status(&row.to_status)?,
                by_borrower: row.by_borrower,
                note: row.note,
            },
            name: row.name,
        })
    })
    .collect()
}

pub(in crate::requests) async fn list_documents(
    conn: &mut PgConnection,
    request: &RequestRow,
) -> Result<Vec<Document>> {
    Ok(sqlx::query_as!(
        Document,
        r#"select f.file_id as "file_id: FileId", f.name, f.media_type, f.size_bytes, f.uploaded_at
           from request_document d join file f using (borrower_id, file_id)
           where d.borrower_id = $1 and d.request_id = $2 order by f.uploaded_at, f.file_id"#,
        request.borrower_id.0,
        request.request_id.0,
    )
    .fetch_all(conn)
    .await?)
}

/// Approvals of the proposal as it stands, in this round of review.
pub(in crate::requests) async fn list_approvals(
    conn: &mut PgConnection,
    request: &RequestRow,
) -> Result<Vec<Approved>> {
    Ok(sqlx::query_as!(
        Approved,
        r#"select a.level, a.staff_id as "staff_id: StaffId", s.name, a.at
           from request_approval a join staff s using (staff_id)
           join request r using (borrower_id, request_id, review_round)
           where a.borrower_id = $1 and a.request_id = $2 and a.result_hash = $3 order by a.level"#,
        request.borrower_id.0,
        request.request_id.0,
        request.result_hash,
    )
    .fetch_all(conn)
    .await?)
}

/// A borrower's name, for the head of the decision.
pub(in crate::requests) async fn find_borrower_name(
    conn: &mut PgConnection,
    borrower_id: BorrowerId,
) -> Result<String> {
    Ok(sqlx::query_scalar!("select name from borrower where borrower_id = $1", borrower_id.0).fetch_one(conn).await?)
}

impl Mark {
    pub(in crate::requests) fn of(row: &QueueRow, scope: Scope) -> Self {
        let at = if scope == Scope::All { row.filed_at } else { row.answer_due_at };
        Self { at, id: row.request_id }
    }
}

/// A request the borrower is asked about, for the home page's task list.
pub(in crate::requests) async fn list_asked(
    conn: &mut PgConnection,
    borrower_id: BorrowerId,
) -> Result<Vec<(RequestId, String)>> {
    let rows = sqlx::query!(
        r#"select request_id as "request_id: RequestId", number from request
           where borrower_id = $1 and status = 'more_information' order by filed_at"#,
        borrower_id.0,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.request_id, row.number)).collect())
}

/// How a request's status is told apart from the text of its change.
impl RequestRow {
    #[must_use]
    pub fn is_open(&self) -> bool {
        !RequestStatus::is_final(self.status)
    }

    #[must_use]
    pub fn asks_for(&self) -> &Change {
        &self.change
    }
}
