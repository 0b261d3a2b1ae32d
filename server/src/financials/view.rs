//! What a borrower sees of statements.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use super::{DueStatus, StatementKind, store};
use crate::{
    Error, Portal, Result,
    identity::SignedInPerson,
    ids::{BorrowerId, DueId, FileId, UploadId},
};

/// Accepted statements shown at a time.
const ACCEPTED_AT_A_TIME: usize = 20;

/// One statement that is or was due, with everything that was sent for it.
#[derive(Clone, Debug)]
pub struct Due {
    pub due_id: DueId,
    pub kind: StatementKind,
    pub period_from: NaiveDate,
    pub period_to: NaiveDate,
    pub due_on: NaiveDate,
    pub status: DueStatus,
    /// Newest first; the newest counts.
    pub uploads: Vec<Upload>,
}

/// One file that was sent, and what was said to it.
#[derive(Clone, Debug)]
pub struct Upload {
    pub upload_id: UploadId,
    pub file_id: FileId,
    pub file_name: String,
    pub size_bytes: i64,
    pub uploaded_at: DateTime<Utc>,
    pub outcome: Option<Outcome>,
    pub reviewed_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Accepted,
    Returned { reason: String },
}

impl Due {
    /// Whether the borrower has something to do and the day is over.
    #[must_use]
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.status.waits_for_borrower() && self.due_on < today
    }

    /// Why the newest file came back.
    #[must_use]
    pub fn returned_because(&self) -> Option<&str> {
        match self.uploads.first()?.outcome.as_ref()? {
            Outcome::Returned { reason } if self.status == DueStatus::Returned => Some(reason),
            _ => None,
        }
    }
}

/// Everything that is not accepted yet, the most urgent first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list_open(portal: &Portal, who: &SignedInPerson) -> Result<Vec<Due>> {
    let mut tx = portal.read(who.actor()).await?;
    let dues = store::list_open(&mut tx, who.borrower_id).await?;
    Ok(dues)
}

/// What waits for the borrower: tasks on home.
pub(crate) async fn tasks(conn: &mut PgConnection, borrower_id: BorrowerId) -> Result<Vec<Due>> {
    let mut dues = store::list_open(conn, borrower_id).await?;
    dues.retain(|due| due.status.waits_for_borrower());
    Ok(dues)
}

/// Some accepted statements, and where the older ones begin.
#[derive(Clone, Debug)]
pub struct Accepted {
    pub dues: Vec<Due>,
    /// Pass it to [`list_accepted`] for the older ones.
    pub older: Option<DueId>,
}

/// What was accepted, newest first; `before` is the last one already shown.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list_accepted(portal: &Portal, who: &SignedInPerson, before: Option<DueId>) -> Result<Accepted> {
    let mut tx = portal.read(who.actor()).await?;
    let mut dues = store::list_accepted(&mut tx, who.borrower_id, before, ACCEPTED_AT_A_TIME + 1).await?;
    let more = dues.len() > ACCEPTED_AT_A_TIME;
    dues.truncate(ACCEPTED_AT_A_TIME);
    let older = dues.last().filter(|_| more).map(|due| due.due_id);
    Ok(Accepted { dues, older })
}

/// One statement.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it is somebody else's.
pub async fn find_due(portal: &Portal, who: &SignedInPerson, due_id: DueId) -> Result<Due> {
    let mut tx = portal.read(who.actor()).await?;
    let due = store::find_due(&mut tx, who.borrower_id, due_id).await?.ok_or(Error::NotFound)?;
    Ok(due)
}
