//! What runs by itself: carrying forward the rows of loans that time has moved.

use chrono::NaiveDate;

use super::{record, store};
use crate::{
    Actor, Error, Portal, Result,
    ids::{BorrowerId, LoanId},
};

/// Loans looked for at a time.
const PAGE: i64 = 500;

/// Writes anew the rows of every loan on which something fell due since they were written: on a due date credit settles
/// what falls due, and the next due date is another. Run twice it does no harm; each loan is a transaction of its own.
///
/// # Errors
/// When the database cannot be reached. A stored loan that contradicts itself is logged and left as it is.
pub async fn carry_forward(portal: &Portal) -> Result<()> {
    let today = portal.clock.today();
    let mut after = (BorrowerId(uuid::Uuid::nil()), LoanId(uuid::Uuid::nil()));
    let mut carried = 0_usize;
    loop {
        let mut tx = portal.read(Actor::System).await?;
        let moved = store::list_moved_by_time(&mut tx, today, after, PAGE).await?;
        drop(tx);
        let Some(last) = moved.last().copied() else { break };
        for (borrower_id, loan_id) in moved {
            match one(portal, borrower_id, loan_id, today).await {
                Ok(()) => carried += 1,
                // A loan that contradicts itself must not keep all others from their day.
                Err(Error::Lending(error)) => tracing::error!(%loan_id, %error, "a loan cannot be carried forward"),
                Err(other) => return Err(other),
            }
        }
        after = last;
    }
    if carried > 0 {
        tracing::info!(carried, "loans carried forward");
    }
    Ok(())
}

async fn one(portal: &Portal, borrower_id: BorrowerId, loan_id: LoanId, today: NaiveDate) -> Result<()> {
    let mut tx = portal.begin(Actor::System).await?;
    let loan = record::lock(&mut tx, borrower_id, loan_id).await?;
    record::carry_forward(&mut tx, &loan, today, portal.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}
