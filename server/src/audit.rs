//! Who did what when to which thing: one row in the transaction of the change.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{Actor, Result, ids::BorrowerId};

/// Every action that is ever written. The desk has words for each; a test in `app` says so.
pub const ACTIONS: &[&str] = &[
    "signed_in",
    "sign_in_refused",
    "second_factor_enrolled",
    "second_factor_refused",
    "recovery_codes_renewed",
    "signed_out",
    "signed_out_elsewhere",
    "acts_for",
    "staff_created",
    "preferences_saved",
    "payment_started",
    "payment_posted",
    "payment_reversed",
    "payment_cancelled",
    "request.submit",
    "request.claim",
    "request.release",
    "request.ask",
    "request.answer",
    "request.propose",
    "request.accept",
    "request.decline",
    "request.approve_first",
    "request.approve_last",
    "request.return",
    "request.apply",
    "request.reject",
    "request.withdraw",
    "request.expire",
    "statement_uploaded",
    "statement_accepted",
    "statement_returned",
    "file_opened",
    "borrower.look",
    "audit.read",
    "audit.export",
    "import",
    "demo_covenants",
];

/// One line of the audit trail. `detail` holds ids and codes, never names, numbers or texts of people.
pub struct Line<'a> {
    pub actor: &'a Actor,
    pub at: DateTime<Utc>,
    pub borrower_id: Option<BorrowerId>,
    /// One of [`ACTIONS`].
    pub action: &'static str,
    pub subject: &'static str,
    pub subject_id: Option<Uuid>,
    pub detail: Value,
}

/// # Errors
/// When the database refuses or cannot be reached.
pub async fn record(conn: &mut PgConnection, line: Line<'_>) -> Result<()> {
    debug_assert!(ACTIONS.contains(&line.action), "{} stands in no list of actions", line.action);
    sqlx::query!(
        "insert into audit (audit_id, at, actor, person_id, staff_id, borrower_id, action, subject, subject_id, detail)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        Uuid::now_v7(),
        line.at,
        line.actor.kind(),
        line.actor.person_id().map(|id| id.0),
        line.actor.staff_id().map(|id| id.0),
        line.borrower_id.map(|id| id.0),
        line.action,
        line.subject,
        line.subject_id,
        line.detail,
    )
    .execute(conn)
    .await?;
    Ok(())
}
