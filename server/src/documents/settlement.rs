//! The certificate of settlement (结清证明) of a loan that is paid off.

use chrono::NaiveDate;
use lending::replay::{Components, LoanStatus, State};

use crate::{
    Error, Portal, Result,
    identity::SignedInPerson,
    ids::LoanId,
    loans::record::{self, Loan},
};

/// The paper: of whom, of which loan, paid off when and with what.
#[derive(Clone, Debug)]
pub struct Settlement {
    pub loan: Loan,
    pub borrower_name: String,
    pub settled_on: NaiveDate,
    pub paid: Components,
    pub issued_on: NaiveDate,
}

/// The certificate of one loan. A payment that is taken back later takes the certificate back with it:
/// it is drawn up from the replay each time, and says on which day.
///
/// # Errors
/// [`Error::NotFound`] when the loan is not paid off, there is no such loan, or it is somebody else's.
pub async fn find(portal: &Portal, who: &SignedInPerson, loan_id: LoanId) -> Result<Settlement> {
    let mut tx = portal.read(who.actor()).await?;
    let loan = record::find(&mut tx, who.borrower_id, loan_id).await?;
    drop(tx);
    let issued_on = portal.clock.today();
    let state = loan.state(issued_on)?;
    let settled_on = settled_on(&state).ok_or(Error::NotFound)?;
    Ok(Settlement { loan, borrower_name: who.borrower_name.clone(), settled_on, paid: state.paid_so_far, issued_on })
}

fn settled_on(state: &State) -> Option<NaiveDate> {
    state.closed_on.filter(|_| state.status == LoanStatus::Settled)
}
