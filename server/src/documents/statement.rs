//! The statement of account (对账单) of a loan.

use chrono::NaiveDate;
use lending::statement_of_account::{self, StatementOfAccount};

use super::Period;
use crate::{
    Portal, Result,
    identity::SignedInPerson,
    ids::LoanId,
    loans::record::{self, Loan},
};

/// The paper: of whom, of which loan, drawn up when.
#[derive(Clone, Debug)]
pub struct Statement {
    pub loan: Loan,
    pub borrower_name: String,
    pub account: StatementOfAccount,
    pub issued_on: NaiveDate,
}

/// The statement of one loan. Its figures are the replay's: nothing is kept, so nothing can be out of date.
///
/// # Errors
/// [`crate::Error::NotFound`] when there is no such loan, or it is somebody else's.
pub async fn find(portal: &Portal, who: &SignedInPerson, loan_id: LoanId, period: Period) -> Result<Statement> {
    let mut tx = portal.read(who.actor()).await?;
    let loan = record::find(&mut tx, who.borrower_id, loan_id).await?;
    drop(tx);
    let account = statement_of_account::draw_up(&loan.terms, &loan.events, period.from, period.to)?;
    Ok(Statement { loan, borrower_name: who.borrower_name.clone(), account, issued_on: portal.clock.today() })
}
