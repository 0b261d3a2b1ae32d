//! A request whose row is locked until the transaction ends; only such a request is moved along.

use chrono::{DateTime, NaiveDate, Utc};
use lending::{
    modification::Change,
    request::{Action, RequestStatus},
};
use serde_json::json;
use sqlx::PgConnection;

use super::store;
use crate::{
    Actor, Error, Result, Role, StaffActor, audit,
    ids::{BorrowerId, LoanId, RequestId, StaffId},
    reminders::{self, Tell},
};

/// Who works on requests: claims, asks, rejects.
pub const REVIEWERS: &[Role] = &[Role::LoanOfficer, Role::Reviewer, Role::Approver, Role::SeniorApprover];

pub(super) struct Case {
    pub borrower_id: BorrowerId,
    pub request_id: RequestId,
    pub loan_id: LoanId,
    pub kind: String,
    pub status: RequestStatus,
    pub change: Change,
    pub result_hash: String,
    /// What the proposal was worked out against: so many events of the loan, seen on that day.
    pub stood: Stood,
    pub claim: Option<Claim>,
    pub step_count: i32,
}

/// A loan as it stood: its first events, seen on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stood {
    pub event_count: i32,
    pub on: NaiveDate,
}

/// Who holds a request, and until when.
#[derive(Clone, Debug)]
pub struct Claim {
    pub by: StaffId,
    pub name: String,
    pub until: DateTime<Utc>,
}

/// A move to make: what is done, by whom, with which words.
pub(super) struct Move<'a> {
    pub action: Action,
    pub by: &'a Actor,
    pub note: &'a str,
    pub at: DateTime<Utc>,
}

impl Case {
    /// Locks a request the actor may see.
    pub(super) async fn lock(conn: &mut PgConnection, request_id: RequestId) -> Result<Self> {
        store::lock_request(conn, request_id).await?.ok_or(Error::NotFound)
    }

    /// Moves the request along its lifecycle. A move that the lifecycle does not have means that the
    /// person looked at a page from before somebody else's move.
    pub(super) async fn go(&mut self, conn: &mut PgConnection, step: Move<'_>) -> Result<()> {
        let to = self.status.after(step.action).map_err(|_| Error::Stale("request"))?;
        store::mark_status(conn, self, to, step.at).await?;
        let from = std::mem::replace(&mut self.status, to);
        self.note(conn, &step, Some(from)).await
    }

    /// Back to review, for anybody to take: approvals of before count no more.
    pub(super) async fn back_to_review(
        &mut self,
        conn: &mut PgConnection,
        by: &Actor,
        note: &str,
        at: DateTime<Utc>,
    ) -> Result<()> {
        self.go(conn, Move { action: Action::Return, by, note, at }).await?;
        store::begin_review_round(conn, self).await?;
        store::mark_claim(conn, self, None).await
    }

    /// Writes a step that moves nothing (a proposal worked out again).
    pub(super) async fn remark(
        &mut self,
        conn: &mut PgConnection,
        action: &str,
        by: &Actor,
        at: DateTime<Utc>,
    ) -> Result<()> {
        self.step_count += 1;
        store::insert_step(conn, self, &store::Step { action, from: Some(self.status), by, note: "", at }).await
    }

    async fn note(&mut self, conn: &mut PgConnection, step: &Move<'_>, from: Option<RequestStatus>) -> Result<()> {
        self.step_count += 1;
        let row = store::Step { action: step.action.code(), from, by: step.by, note: step.note, at: step.at };
        store::insert_step(conn, self, &row).await?;
        let line = audit::Line {
            actor: step.by,
            at: step.at,
            borrower_id: Some(self.borrower_id),
            action: audit_action(step.action),
            subject: "request",
            subject_id: Some(self.request_id.0),
            detail: json!({
                "from": from.map(RequestStatus::code), "to": self.status.code(), "result_hash": self.result_hash,
            }),
        };
        audit::record(conn, line).await
    }

    /// Lets the borrower's people know of the step just made.
    pub(super) async fn tell(&self, conn: &mut PgConnection, rule: &'static str) -> Result<()> {
        let tell = Tell {
            borrower_id: self.borrower_id,
            person_id: None,
            subject: "request",
            subject_id: self.request_id.0,
            n: self.step_count,
            rule,
        };
        reminders::tell(conn, &tell).await
    }

    /// The colleague must hold the request's lease.
    pub(super) fn must_be_held_by(&self, staff: &StaffActor, now: DateTime<Utc>) -> Result<()> {
        match self.live_claim(now) {
            Some(claim) if claim.by == staff.staff_id => Ok(()),
            Some(claim) => Err(held_by_other(claim)),
            None => Err(Error::refused("", "claim_first")),
        }
    }

    /// Nobody else may hold it.
    pub(super) fn must_not_be_held_by_another(&self, staff: &StaffActor, now: DateTime<Utc>) -> Result<()> {
        match self.live_claim(now) {
            Some(claim) if claim.by != staff.staff_id => Err(held_by_other(claim)),
            _ => Ok(()),
        }
    }

    /// Review needs the lease; a second approval only that nobody else holds it.
    pub(super) fn must_be_free_for(&self, staff: &StaffActor, now: DateTime<Utc>) -> Result<()> {
        match self.status {
            RequestStatus::AwaitingApproval => self.must_not_be_held_by_another(staff, now),
            _ => self.must_be_held_by(staff, now),
        }
    }

    fn live_claim(&self, now: DateTime<Utc>) -> Option<&Claim> {
        self.claim.as_ref().filter(|claim| claim.until > now)
    }
}

fn held_by_other(claim: &Claim) -> Error {
    Error::refused_with("", "held_by_other", vec![claim.name.clone(), claim.until.to_rfc3339()])
}

/// The text of an answer, question or reason: there, and not too long.
pub(super) fn text<'a>(field: &'static str, typed: &'a str) -> Result<&'a str> {
    let text = typed.trim();
    if text.is_empty() {
        return Err(Error::refused(field, "required"));
    }
    if text.chars().count() > super::TEXT_LIMIT {
        return Err(Error::refused_with(field, "too_long", vec![super::TEXT_LIMIT.to_string()]));
    }
    Ok(text)
}

fn audit_action(action: Action) -> &'static str {
    match action {
        Action::Submit => "request.submit",
        Action::Claim => "request.claim",
        Action::Release => "request.release",
        Action::Ask => "request.ask",
        Action::Answer => "request.answer",
        Action::Propose => "request.propose",
        Action::Accept => "request.accept",
        Action::Decline => "request.decline",
        Action::ApproveFirst => "request.approve_first",
        Action::ApproveLast => "request.approve_last",
        Action::Return => "request.return",
        Action::Apply => "request.apply",
        Action::Reject => "request.reject",
        Action::Withdraw => "request.withdraw",
        Action::Expire => "request.expire",
    }
}
