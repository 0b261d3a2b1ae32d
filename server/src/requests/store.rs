//! All SQL of the requests slice: the writing half; the queue's and the pages' reads stand in
//! [`reads`].

pub(super) mod reads;

use chrono::{DateTime, Utc};
use lending::{modification::Change, request::RequestStatus};
use rust_decimal::Decimal;
use serde_json::Value;
use sqlx::PgConnection;

use super::{
    Authority, Proposal,
    case::{Case, Claim, Stood},
};
use crate::{
    Actor, Error, Result, Role,
    ids::{BorrowerId, FileId, FormKey, LoanId, PersonId, RequestId, StaffId},
    loans::record::Loan,
};

pub(super) fn read_change(json: Value) -> Result<Change> {
    serde_json::from_value(json).map_err(|e| Error::Fault(format!("a stored change does not parse: {e}")))
}

pub(super) fn read_status(code: &str) -> Result<RequestStatus> {
    RequestStatus::parse(code).ok_or_else(|| Error::Fault(format!("a request has the unknown status {code}")))
}

/// Locks a request the actor may see and reads what decides on it.
pub(super) async fn lock_request(conn: &mut PgConnection, request_id: RequestId) -> Result<Option<Case>> {
    let row = sqlx::query!(
        r#"select r.borrower_id as "borrower_id: BorrowerId", r.loan_id as "loan_id: LoanId", r.kind, r.status, r.change,
                  r.result_hash, r.loan_event_count, r.compared_on, r.claimed_by as "claimed_by: StaffId", r.claimed_until,
                  (select s.name from staff s where s.staff_id = r.claimed_by) as holder,
                  (select count(*) from request_step p
                   where p.borrower_id = r.borrower_id and p.request_id = r.request_id) as "step_count!"
           from request r where r.request_id = $1 for update of r"#,
        request_id.0,
    )
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Case {
        borrower_id: row.borrower_id,
        request_id,
        loan_id: row.loan_id,
        kind: row.kind,
        status: read_status(&row.status)?,
        change: read_change(row.change)?,
        result_hash: row.result_hash,
        stood: Stood { event_count: row.loan_event_count, on: row.compared_on },
        claim: row.claimed_by.zip(row.claimed_until).map(|(by, until)| Claim {
            by,
            name: row.holder.unwrap_or_default(),
            until,
        }),
        step_count: i32::try_from(row.step_count).unwrap_or(i32::MAX),
    }))
}

/// A request that a form has already filed.
pub(super) struct Before {
    pub request_id: RequestId,
    pub loan_id: LoanId,
    pub change: Change,
    pub reason: String,
}

pub(super) async fn find_by_form(
    conn: &mut PgConnection,
    borrower_id: BorrowerId,
    form_key: FormKey,
) -> Result<Option<Before>> {
    let row = sqlx::query!(
        r#"select request_id as "request_id: RequestId", loan_id as "loan_id: LoanId", change, reason
           from request where borrower_id = $1 and idempotency_key = $2"#,
        borrower_id.0,
        form_key.0,
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Before {
            request_id: row.request_id,
            loan_id: row.loan_id,
            change: read_change(row.change)?,
            reason: row.reason,
        })
    })
    .transpose()
}

pub(super) async fn count_of_loan(conn: &mut PgConnection, borrower_id: BorrowerId, loan_id: LoanId) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from request where borrower_id = $1 and loan_id = $2"#,
        borrower_id.0,
        loan_id.0,
    )
    .fetch_one(conn)
    .await?)
}

pub(super) async fn find_answer_days(conn: &mut PgConnection) -> Result<u32> {
    let value = sqlx::query_scalar!("select value from setting where name = 'request_answer_working_days'")
        .fetch_optional(conn)
        .await?;
    Ok(value.and_then(|v| v.as_u64()).and_then(|n| u32::try_from(n).ok()).unwrap_or(2))
}

pub(super) struct NewRequest<'a> {
    pub request_id: RequestId,
    pub loan: &'a Loan,
    pub form_key: FormKey,
    pub number: String,
    pub proposal: &'a Proposal,
    pub authority: &'a Authority,
    pub reason: &'a str,
    pub filed_by: PersonId,
    pub filed_at: DateTime<Utc>,
    pub answer_due_at: DateTime<Utc>,
}

pub(super) async fn insert_request(conn: &mut PgConnection, new: &NewRequest<'_>) -> Result<()> {
    sqlx::query!(
        "insert into request (borrower_id, request_id, loan_id, number, idempotency_key, kind, status, change, reason,
                              comparison, input_hash, result_hash, loan_event_count, compared_on, outstanding,
                              approvals_needed, next_roles, filed_by, filed_at, answer_due_at)
         values ($1, $2, $3, $4, $5, $6, 'draft', $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
        new.loan.borrower_id.0,
        new.request_id.0,
        new.loan.loan_id.0,
        new.number,
        new.form_key.0,
        new.proposal.kind(),
        json(&new.proposal.change)?,
        new.reason,
        json(&new.proposal.comparison)?,
        new.proposal.input_hash(),
        new.proposal.result_hash(),
        new.proposal.loan_version,
        new.proposal.on,
        new.proposal.outstanding,
        new.authority.needed(),
        &new.authority.next_codes(0),
        new.filed_by.0,
        new.filed_at,
        new.answer_due_at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

fn json(value: &impl serde::Serialize) -> Result<Value> {
    serde_json::to_value(value).map_err(|e| Error::Fault(format!("not to be written as JSON: {e}")))
}

pub(super) async fn mark_status(
    conn: &mut PgConnection,
    case: &Case,
    to: RequestStatus,
    at: DateTime<Utc>,
) -> Result<()> {
    let changed = sqlx::query!(
        "update request set status = $3, decided_at = case when $4 then $5 else decided_at end
         where borrower_id = $1 and request_id = $2 and status = $6",
        case.borrower_id.0,
        case.request_id.0,
        to.code(),
        to.is_final(),
        at,
        case.status.code(),
    )
    .execute(conn)
    .await?;
    if changed.rows_affected() == 1 { Ok(()) } else { Err(Error::Stale("request")) }
}

pub(super) async fn mark_claim(
    conn: &mut PgConnection,
    case: &Case,
    to: Option<(StaffId, DateTime<Utc>)>,
) -> Result<()> {
    sqlx::query!(
        "update request set claimed_by = $3, claimed_until = $4 where borrower_id = $1 and request_id = $2",
        case.borrower_id.0,
        case.request_id.0,
        to.map(|(by, _)| by.0),
        to.map(|(_, until)| until),
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn mark_authority(
    conn: &mut PgConnection,
    case: &Case,
    needed: i16,
    next_roles: &[String],
) -> Result<()> {
    sqlx::query!(
        "update request set approvals_needed = $3, next_roles = $4 where borrower_id = $1 and request_id = $2",
        case.borrower_id.0,
        case.request_id.0,
        needed,
        next_roles,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A proposal worked out again takes the place of the one that stood.
pub(super) async fn mark_proposal(
    conn: &mut PgConnection,
    case: &Case,
    fresh: &Proposal,
    authority: &Authority,
) -> Result<()> {
    sqlx::query!(
        "update request set comparison = $3, input_hash = $4, result_hash = $5, loan_event_count = $6, compared_on = $7,
                outstanding = $8, approvals_needed = $9, next_roles = $10
         where borrower_id = $1 and request_id = $2",
        case.borrower_id.0,
        case.request_id.0,
        json(&fresh.comparison)?,
        fresh.input_hash(),
        fresh.result_hash(),
        fresh.loan_version,
        fresh.on,
        fresh.outstanding,
        authority.needed(),
        &authority.next_codes(0),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Approvals given so far count no more, and the first one is waited for again.
pub(super) async fn begin_review_round(conn: &mut PgConnection, case: &Case) -> Result<()> {
    sqlx::query!(
        "update request r set review_round = review_round + 1, next_roles = (
             select a.roles from authority a where a.kind = r.kind and a.from_outstanding <= r.outstanding
             order by a.from_outstanding desc limit 1)
         where borrower_id = $1 and request_id = $2",
        case.borrower_id.0,
        case.request_id.0,
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) struct Step<'a> {
    pub action: &'a str,
    pub from: Option<RequestStatus>,
    pub by: &'a Actor,
    pub note: &'a str,
    pub at: DateTime<Utc>,
}

/// Writes the step that [`Case::step_count`] already counts.
pub(super) async fn insert_step(conn: &mut PgConnection, case: &Case, step: &Step<'_>) -> Result<()> {
    sqlx::query!(
        "insert into request_step (borrower_id, request_id, step_no, at, action, from_status, to_status, person_id, staff_id, note)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        case.borrower_id.0,
        case.request_id.0,
        case.step_count,
        step.at,
        step.action,
        step.from.map(RequestStatus::code),
        case.status.code(),
        step.by.person_id().map(|id| id.0),
        step.by.staff_id().map(|id| id.0),
        step.note,
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn insert_document(
    conn: &mut PgConnection,
    borrower_id: BorrowerId,
    request_id: RequestId,
    file_id: FileId,
) -> Result<()> {
    sqlx::query!(
        "insert into request_document (borrower_id, request_id, file_id) values ($1, $2, $3)",
        borrower_id.0,
        request_id.0,
        file_id.0,
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn insert_approval(
    conn: &mut PgConnection,
    case: &Case,
    level: i16,
    staff_id: StaffId,
    at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "insert into request_approval (borrower_id, request_id, review_round, level, staff_id, result_hash, at)
         select borrower_id, request_id, review_round, $3, $4, $5, $6 from request where borrower_id = $1 and request_id = $2",
        case.borrower_id.0,
        case.request_id.0,
        level,
        staff_id.0,
        case.result_hash,
        at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The row of the matrix with the highest threshold that the amount reaches.
pub(super) async fn find_authority(
    conn: &mut PgConnection,
    kind: &str,
    outstanding: Decimal,
) -> Result<Option<Authority>> {
    let row = sqlx::query!(
        "select roles, second_roles from authority where kind = $1 and from_outstanding <= $2
         order by from_outstanding desc limit 1",
        kind,
        outstanding,
    )
    .fetch_optional(conn)
    .await?;
    let roles = |codes: Vec<String>| codes.iter().filter_map(|code| Role::parse(code)).collect::<Vec<_>>();
    Ok(row.map(|row| Authority {
        levels: [roles(row.roles), roles(row.second_roles)].into_iter().filter(|level| !level.is_empty()).collect(),
    }))
}

/// Kinds of requests that are open on a loan, one request not counted.
pub(super) async fn list_open_kinds(
    conn: &mut PgConnection,
    loan: &Loan,
    besides: Option<RequestId>,
) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar!(
        "select kind from request
         where borrower_id = $1 and loan_id = $2 and request_id is distinct from $3
           and status not in ('applied', 'rejected', 'withdrawn', 'expired', 'declined')",
        loan.borrower_id.0,
        loan.loan_id.0,
        besides.map(|id| id.0),
    )
    .fetch_all(conn)
    .await?)
}

pub(super) async fn count_documents(conn: &mut PgConnection, loan: &Loan, request_id: RequestId) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from request_document where borrower_id = $1 and request_id = $2"#,
        loan.borrower_id.0,
        request_id.0,
    )
    .fetch_one(conn)
    .await?)
}

pub(super) async fn find_policy(conn: &mut PgConnection, loan: &Loan) -> Result<Value> {
    Ok(sqlx::query_scalar!("select policy from product where code = $1", loan.product).fetch_one(conn).await?)
}
