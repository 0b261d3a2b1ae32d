//! Which papers there are, loan by loan.

use chrono::{DateTime, NaiveDate, Utc};
use lending::{modification::Change, money::Money, replay::LoanStatus};

use super::store;
use crate::{
    Portal, Result,
    identity::SignedInPerson,
    ids::{LoanId, PaymentId, RequestId},
    loans::{
        record::{self, Loan},
        view,
    },
};

/// Receipts that stand under their loan; older ones have pages of their own.
const NEWEST: usize = 6;
/// Receipts of a page.
const PAGE: usize = 50;

/// A payment that is in the loan: its page is the receipt.
#[derive(Clone, Debug, PartialEq)]
pub struct Receipt {
    pub payment_id: PaymentId,
    pub loan_id: LoanId,
    pub reference: String,
    pub amount: Money,
    /// Its value date.
    pub on: NaiveDate,
}

/// A change of the plan that was agreed and applied: its request holds both plans.
#[derive(Clone, Debug)]
pub struct AppliedChange {
    pub request_id: RequestId,
    pub loan_id: LoanId,
    pub number: String,
    pub change: Change,
    pub applied_at: DateTime<Utc>,
}

/// The papers of one loan.
#[derive(Clone, Debug)]
pub struct LoanPapers {
    pub loan: Loan,
    /// It is paid off, and has a certificate of it.
    pub settled: bool,
    /// Newest first.
    pub receipts: Vec<Receipt>,
    pub older_receipts: bool,
    pub changes: Vec<AppliedChange>,
}

#[derive(Clone, Debug)]
pub struct Papers {
    pub loans: Vec<LoanPapers>,
    pub today: NaiveDate,
}

/// A page of one loan's receipts.
#[derive(Clone, Debug)]
pub struct ReceiptPage {
    pub loan: Loan,
    pub rows: Vec<Receipt>,
    /// Where the next page begins.
    pub next: Option<PaymentId>,
}

/// All papers of the borrower acted for.
///
/// # Errors
/// When the database cannot be reached or a stored loan contradicts itself.
pub async fn list(portal: &Portal, who: &SignedInPerson) -> Result<Papers> {
    let loans = view::list(portal, who).await?;
    let mut tx = portal.read(who.actor()).await?;
    let receipts = store::list_newest_receipts(&mut tx, who.borrower_id, limit(NEWEST)).await?;
    let changes = store::list_changes(&mut tx, who.borrower_id).await?;
    let of_loan = |view: view::LoanView| {
        let id = view.loan.loan_id;
        let mut own: Vec<Receipt> = receipts.iter().filter(|r| r.loan_id == id).cloned().collect();
        let older_receipts = own.len() > NEWEST;
        own.truncate(NEWEST);
        let changes = changes.iter().filter(|c| c.loan_id == id).cloned().collect();
        let settled = view.state.status == LoanStatus::Settled;
        LoanPapers { loan: view.loan, settled, receipts: own, older_receipts, changes }
    };
    Ok(Papers { loans: loans.into_iter().map(of_loan).collect(), today: portal.clock.today() })
}

/// The receipts of one loan, newest first.
///
/// # Errors
/// [`crate::Error::NotFound`] when there is no such loan, or it is somebody else's.
pub async fn receipts(
    portal: &Portal,
    who: &SignedInPerson,
    loan_id: LoanId,
    after: Option<PaymentId>,
) -> Result<ReceiptPage> {
    let mut tx = portal.read(who.actor()).await?;
    let loan = record::find(&mut tx, who.borrower_id, loan_id).await?;
    let mut rows = store::list_receipts(&mut tx, who.borrower_id, loan_id, after, limit(PAGE)).await?;
    let next = (rows.len() > PAGE).then(|| rows.get(PAGE - 1).map(|row| row.payment_id)).flatten();
    rows.truncate(PAGE);
    Ok(ReceiptPage { loan, rows, next })
}

/// One more than is shown tells whether there are more.
fn limit(shown: usize) -> i64 {
    i64::try_from(shown + 1).unwrap_or(i64::MAX)
}
