//! What a borrower sees of their requests.

use chrono::{DateTime, Utc};
use lending::{
    modification::{Change, Comparison},
    request::RequestStatus,
};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::{
    case::{Claim, Stood},
    proposal,
    store::reads,
};
use crate::{
    Error, Portal, Result,
    identity::SignedInPerson,
    ids::{BorrowerId, FileId, LoanId, RequestId},
    loans::record::{self, Loan},
};

/// Most requests a list shows; nobody has come near it.
const MOST: i64 = 200;

/// A request as it is kept.
#[derive(Clone, Debug)]
pub struct RequestRow {
    pub borrower_id: BorrowerId,
    pub request_id: RequestId,
    pub loan_id: LoanId,
    pub number: String,
    pub kind: String,
    pub status: RequestStatus,
    pub change: Change,
    pub reason: String,
    pub result_hash: String,
    pub stood: Stood,
    pub outstanding: Decimal,
    pub approvals_needed: i16,
    pub filed_at: DateTime<Utc>,
    pub filed_by_name: String,
    pub answer_due_at: DateTime<Utc>,
    pub claim: Option<Claim>,
    pub loan_number: String,
    pub product_name_zh: String,
    pub product_name_en: String,
}

/// One line of the timeline.
#[derive(Clone, Debug)]
pub struct Step {
    pub at: DateTime<Utc>,
    /// [`lending::request::Action`]'s code, or `recompute`.
    pub action: String,
    pub to: RequestStatus,
    pub by_borrower: bool,
    pub note: String,
}

/// A paper that came with a request.
#[derive(Clone, Debug)]
pub struct Document {
    pub file_id: FileId,
    pub name: String,
    pub media_type: String,
    pub size_bytes: i64,
    pub uploaded_at: DateTime<Utc>,
}

/// A request with its history, its papers and both plans.
#[derive(Clone, Debug)]
pub struct RequestView {
    pub request: RequestRow,
    pub steps: Vec<Step>,
    pub documents: Vec<Document>,
    pub comparison: Comparison,
    pub loan: Loan,
    pub now: DateTime<Utc>,
}

/// Requests of the borrower acted for, newest first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list(portal: &Portal, who: &SignedInPerson) -> Result<Vec<RequestRow>> {
    let mut tx = portal.read(who.actor()).await?;
    let rows = reads::list_of_borrower(&mut tx, who.borrower_id, MOST).await?;
    Ok(rows)
}

/// The same for colleagues, in their transaction.
pub(crate) async fn list_for_desk(conn: &mut PgConnection, borrower_id: BorrowerId) -> Result<Vec<RequestRow>> {
    reads::list_of_borrower(conn, borrower_id, MOST).await
}

/// Requests that wait for the borrower's answer, with their numbers: tasks on home.
pub(crate) async fn asked(conn: &mut PgConnection, borrower_id: BorrowerId) -> Result<Vec<(RequestId, String)>> {
    reads::list_asked(conn, borrower_id).await
}

/// One request.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it is somebody else's.
pub async fn find(portal: &Portal, who: &SignedInPerson, request_id: RequestId) -> Result<RequestView> {
    let mut tx = portal.read(who.actor()).await?;
    let request = reads::find_request(&mut tx, request_id).await?.ok_or(Error::NotFound)?;
    let steps = reads::list_steps(&mut tx, &request).await?;
    let documents = reads::list_documents(&mut tx, &request).await?;
    let loan = record::find(&mut tx, request.borrower_id, request.loan_id).await?;
    drop(tx);
    let comparison = proposal::as_it_stood(&loan, request.stood, &request.change)?;
    Ok(RequestView { request, steps, documents, comparison, loan, now: portal.clock.now() })
}
