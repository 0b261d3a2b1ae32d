//! What a borrower sees of loans: read in one statement, replayed to today.

use chrono::NaiveDate;
use lending::{prepayment::Payoff, replay::State};

use super::{
    record::{self, Loan},
    store,
};
use crate::{Portal, Result, identity::SignedInPerson, ids::LoanId};

/// One loan and its state today.
#[derive(Clone, Debug)]
pub struct LoanView {
    pub loan: Loan,
    pub state: State,
    pub today: NaiveDate,
}

/// All loans of the borrower acted for.
///
/// # Errors
/// When the database cannot be reached or a stored loan contradicts itself.
pub async fn list(portal: &Portal, who: &SignedInPerson) -> Result<Vec<LoanView>> {
    let mut tx = portal.read(who.actor()).await?;
    let loans = store::list_loans(&mut tx, who.borrower_id).await?;
    drop(tx);
    let today = portal.clock.today();
    loans.into_iter().map(|loan| view(loan, today)).collect()
}

impl LoanView {
    /// What settles the loan today; none when nothing is owed, or a tranche is still to come.
    ///
    /// # Errors
    /// When terms and events contradict each other.
    pub fn payoff(&self) -> Result<Option<Payoff>> {
        self.loan.payoff(&self.state)
    }
}

/// One loan.
///
/// # Errors
/// [`crate::Error::NotFound`] when there is none, or it is somebody else's.
pub async fn find(portal: &Portal, who: &SignedInPerson, loan_id: LoanId) -> Result<LoanView> {
    let mut tx = portal.read(who.actor()).await?;
    let loan = record::find(&mut tx, who.borrower_id, loan_id).await?;
    drop(tx);
    view(loan, portal.clock.today())
}

pub(super) fn view(loan: Loan, today: NaiveDate) -> Result<LoanView> {
    let state = loan.state(today)?;
    Ok(LoanView { loan, state, today })
}
