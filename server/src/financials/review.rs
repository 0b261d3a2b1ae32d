//! A colleague looks at what was sent, and accepts it or returns it with a reason.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use super::{Action, Due, Outcome, StatementKind, store};
use crate::{
    Actor, Error, Portal, Result, Role,
    audit::{self, Line},
    identity::SignedInStaff,
    ids::{BorrowerId, DueId, UploadId},
    reminders::{self, Tell},
};

/// Who decides.
pub const MAY_REVIEW: &[Role] = &[Role::Reviewer, Role::Approver, Role::SeniorApprover];
/// Who may look.
pub const MAY_LOOK: &[Role] =
    &[Role::Reviewer, Role::Approver, Role::SeniorApprover, Role::LoanOfficer, Role::Collections, Role::Compliance];

const ROWS_AT_A_TIME: usize = 50;
const REASON_CHARACTERS: usize = 2000;

/// Which statements a colleague looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Queue {
    /// Sent and not decided, the earliest due first.
    #[default]
    ToReview,
    /// Not sent, or returned, and the day is over.
    Overdue,
}

/// The last row shown: the next page begins after it.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub due_on: NaiveDate,
    pub due_id: DueId,
}

/// One line of a queue.
#[derive(Clone, Debug)]
pub struct QueueRow {
    pub due_id: DueId,
    pub kind: StatementKind,
    pub period_from: NaiveDate,
    pub period_to: NaiveDate,
    pub due_on: NaiveDate,
    pub borrower_name: String,
    pub borrower_reference: String,
    /// The newest file, when there is one.
    pub upload: Option<(UploadId, DateTime<Utc>)>,
}

/// What a colleague decides on.
#[derive(Clone, Debug)]
pub struct Review {
    pub upload_id: UploadId,
    pub borrower_id: BorrowerId,
    pub borrower_name: String,
    pub borrower_reference: String,
    pub due: Due,
}

impl Review {
    /// Whether this is the file to decide on: the newest, not decided.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.due.uploads.first().is_some_and(|newest| newest.upload_id == self.upload_id && newest.outcome.is_none())
    }
}

/// One page of a queue, and where the next begins.
///
/// # Errors
/// [`Error::Forbidden`] without the role.
pub async fn list_queue(
    portal: &Portal,
    who: &SignedInStaff,
    queue: Queue,
    after: Option<Place>,
) -> Result<(Vec<QueueRow>, Option<Place>)> {
    let staff = who.actor();
    staff.must_be(MAY_LOOK)?;
    let mut tx = portal.read(&staff).await?;
    let mut rows = match queue {
        Queue::ToReview => store::list_in_review(&mut tx, after, ROWS_AT_A_TIME + 1).await?,
        Queue::Overdue => store::list_overdue(&mut tx, portal.clock.today(), after, ROWS_AT_A_TIME + 1).await?,
    };
    let more = rows.len() > ROWS_AT_A_TIME;
    rows.truncate(ROWS_AT_A_TIME);
    let next = rows.last().filter(|_| more).map(|row| Place { due_on: row.due_on, due_id: row.due_id });
    Ok((rows, next))
}

/// One upload with its history.
///
/// # Errors
/// [`Error::NotFound`], or [`Error::Forbidden`] without the role.
pub async fn find_review(portal: &Portal, who: &SignedInStaff, upload_id: UploadId) -> Result<Review> {
    let staff = who.actor();
    staff.must_be(MAY_LOOK)?;
    let mut tx = portal.read(&staff).await?;
    let review = read(&mut tx, upload_id).await?;
    Ok(review)
}

async fn read(conn: &mut PgConnection, upload_id: UploadId) -> Result<Review> {
    let found = store::find_upload_at_desk(conn, upload_id).await?.ok_or(Error::NotFound)?;
    let due = store::find_due(conn, found.borrower_id, found.due_id).await?.ok_or(Error::NotFound)?;
    Ok(Review {
        upload_id,
        borrower_id: found.borrower_id,
        borrower_name: found.borrower_name,
        borrower_reference: found.borrower_reference,
        due,
    })
}

/// Accepts what was sent.
///
/// # Errors
/// [`Error::Stale`] when a newer file came or somebody decided before; refusal `own_loan`.
pub async fn accept(portal: &Portal, who: &SignedInStaff, upload_id: UploadId) -> Result<()> {
    decide(portal, who, upload_id, Outcome::Accepted).await
}

/// Returns it with a reason the borrower reads.
///
/// # Errors
/// As [`accept`]; `required` or `too_long` of field `reason`.
pub async fn return_(portal: &Portal, who: &SignedInStaff, upload_id: UploadId, reason: &str) -> Result<()> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Error::refused("reason", "required"));
    }
    if reason.chars().count() > REASON_CHARACTERS {
        return Err(Error::refused_with("reason", "too_long", vec![REASON_CHARACTERS.to_string()]));
    }
    decide(portal, who, upload_id, Outcome::Returned { reason: reason.to_owned() }).await
}

async fn decide(portal: &Portal, who: &SignedInStaff, upload_id: UploadId, outcome: Outcome) -> Result<()> {
    let staff = who.actor();
    staff.must_be(MAY_REVIEW)?;
    let actor = Actor::from(&staff);
    let now = portal.clock.now();
    let mut tx = portal.begin(actor.clone()).await?;
    let found = store::find_upload_at_desk(&mut tx, upload_id).await?.ok_or(Error::NotFound)?;
    store::lock_due(&mut tx, found.borrower_id, found.due_id).await?.ok_or(Error::NotFound)?;
    let review = read(&mut tx, upload_id).await?;
    if review.due.uploads.iter().any(|u| u.upload_id == upload_id && u.outcome.as_ref() == Some(&outcome)) {
        // The same decision again: a second click.
        return Ok(());
    }
    if !review.is_open() {
        return Err(Error::Stale("statement"));
    }
    let (action, said) = match &outcome {
        Outcome::Accepted => (Action::Accept, "statement_accepted"),
        Outcome::Returned { .. } => (Action::Return, "statement_returned"),
    };
    let next = review.due.status.after(action)?;
    store::mark_reviewed(&mut tx, &review, &outcome, who.staff_id, now).await?;
    store::mark_due(&mut tx, review.borrower_id, review.due.due_id, next).await?;
    let line = Line {
        actor: &actor,
        at: now,
        borrower_id: Some(review.borrower_id),
        action: said,
        subject: "statement",
        subject_id: Some(review.due.due_id.0),
        detail: serde_json::json!({ "upload": upload_id }),
    };
    audit::record(&mut tx, line).await?;
    let tell = Tell {
        borrower_id: review.borrower_id,
        person_id: None,
        subject: "statement",
        subject_id: review.due.due_id.0,
        n: i32::try_from(review.due.uploads.len()).unwrap_or(i32::MAX),
        rule: said,
    };
    reminders::tell(&mut tx, &tell).await?;
    tx.commit().await?;
    Ok(())
}
