//! How a loan stands, without how it came there: what a comparison of plans and a policy look at. (The full
//! report has every payment, booking and version; a slider in a browser asks for none of them.)

use chrono::NaiveDate;

use super::Book;
use super::state::{LoanStatus, NextDue, StateRow};
use crate::LendingError;
use crate::allocation::Amounts;
use crate::event::Event;
use crate::terms::Terms;

/// How a loan stands on a day.
pub(crate) struct Standing {
    pub as_of: NaiveDate,
    pub status: LoanStatus,
    /// All installments.
    pub rows: Vec<StateRow>,
    /// The last due date.
    pub final_due_on: NaiveDate,
    /// The oldest unpaid installment that is not late.
    pub next_due: Option<NextDue>,
    /// Owed of installments whose due date has passed.
    pub overdue: Amounts,
    pub days_past_due: u32,
    /// Interest, fees and penalty over the whole life, in minor units.
    pub total_cost: i64,
}

/// How the loan stands on `as_of`.
///
/// # Errors
/// As [`super::replay`].
pub(crate) fn standing(terms: &Terms, events: &[Event], as_of: NaiveDate) -> Result<Standing, LendingError> {
    let mut book = super::book(terms, events, as_of)?;
    book.note_settled()?;
    book.standing(as_of)
}

impl Book<'_> {
    /// How the loan stands on `as_of`; the book must have been advanced to it, and settling noted.
    pub(super) fn standing(&self, as_of: NaiveDate) -> Result<Standing, LendingError> {
        let rows = (0..self.plan.lines.len()).map(|i| self.row(i, as_of)).collect::<Result<Vec<_>, _>>()?;
        Ok(Standing {
            as_of,
            status: match (&self.written_off, self.settled_on) {
                (Some(_), _) => LoanStatus::WrittenOff,
                (None, Some(_)) => LoanStatus::Settled,
                _ => LoanStatus::Active,
            },
            final_due_on: rows.last().map_or(self.terms.disbursed_on(), |r| r.due_on),
            next_due: self.next_due(as_of, self.credit_balance()?)?,
            overdue: self.overdue(as_of)?,
            days_past_due: self.days_past_due(as_of),
            total_cost: self.total_cost(as_of)?,
            rows,
        })
    }
}
