//! What home shows, read at one moment: the loans, and what waits for the borrower.

use chrono::NaiveDate;

use super::{
    store,
    view::{self, LoanView},
};
use crate::{Portal, Result, financials, identity::SignedInPerson, ids::RequestId, payments, requests};

/// Everything on the home page.
#[derive(Clone, Debug)]
pub struct Home {
    pub loans: Vec<LoanView>,
    /// Payments that are in no loan yet, the oldest first.
    pub under_way: Vec<payments::PaymentLine>,
    /// Requests about which the borrower was asked something, with their numbers.
    pub asked: Vec<(RequestId, String)>,
    /// Financial statements to send, the most urgent first.
    pub statements: Vec<financials::Due>,
    pub today: NaiveDate,
}

/// Home of the borrower acted for.
///
/// # Errors
/// When the database cannot be reached or a stored loan contradicts itself.
pub async fn find(portal: &Portal, who: &SignedInPerson) -> Result<Home> {
    let mut tx = portal.read(who.actor()).await?;
    let loans = store::list_loans(&mut tx, who.borrower_id).await?;
    let under_way = payments::view::under_way(&mut tx, who.borrower_id).await?;
    let asked = requests::view::asked(&mut tx, who.borrower_id).await?;
    let statements = financials::tasks(&mut tx, who.borrower_id).await?;
    drop(tx);
    let today = portal.clock.today();
    let loans = loans.into_iter().map(|loan| view::view(loan, today)).collect::<Result<_>>()?;
    Ok(Home { loans, under_way, asked, statements, today })
}
