//! Interest of a progressive loan as Fineract's calculator keeps it: periods cut into segments wherever the balance,
//! the rate or a pause changes, installments levelled by each disbursement and change, and the last unpaid
//! installment taking up what the others leave.
//!
//! Figures carry nineteen significant digits between roundings, as the source's do: 750 × 7 % ÷ 12 is 4.375
//! exactly, and 4.37 there.

mod balance;
mod basis;
mod change;
mod digits;
mod factor;
mod last;
mod level;
mod overdue;
mod period;
mod until;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::LendingError;
pub(super) use basis::Basis;
pub use basis::{PayoffUntil, Rest};
pub(super) use digits::Digits;
use period::Period;

/// The periods of a loan with the interest they bear.
#[derive(Debug, Clone)]
pub(super) struct Accrual {
    basis: Basis,
    pub periods: Vec<Period>,
    /// Annual rates and from when they hold, in the order they were agreed.
    rates: Vec<(NaiveDate, Decimal)>,
    /// Until when overdue principal has borne interest.
    overdue_until: Option<NaiveDate>,
    /// What was put on the balance for overdue principal.
    overdue: Vec<overdue::Correction>,
    /// A copy on which a disbursement levels the whole loan anew.
    fresh: bool,
}

impl Accrual {
    /// A loan without money yet.
    pub fn of(basis: Basis, periods: &[(NaiveDate, NaiveDate)]) -> Accrual {
        let periods = periods.iter().map(|(from, due)| Period::empty(*from, *due)).collect();
        let (rates, overdue) = (Vec::new(), Vec::new());
        Accrual { basis, periods, rates, overdue_until: None, overdue, fresh: false }
    }

    /// What each period asks for now.
    pub fn asked(&self) -> Result<Vec<period::Asked>, LendingError> {
        let mut before = 0;
        let each = self.periods.iter().map(|period| {
            let asked = period.asked(before, self.basis.digits)?;
            before = asked.unrecognised;
            Ok(asked)
        });
        each.collect()
    }

    /// The period a day falls into: its start belongs to the one before, but for the first.
    pub fn at(&self, day: NaiveDate) -> Option<usize> {
        self.periods.iter().enumerate().position(|(k, p)| (p.from < day || (k == 0 && p.from == day)) && day <= p.due)
    }

    /// The day the last installment falls due.
    pub fn ends_on(&self) -> Option<NaiveDate> {
        self.periods.last().map(|p| p.due)
    }

    /// All that was paid out.
    fn disbursed(&self) -> i64 {
        self.periods.iter().flat_map(|p| &p.segments).fold(0, |sum, s| sum.saturating_add(s.disbursed))
    }

    /// What was paid out within each period, or before the first.
    pub fn disbursed_by_period(&self) -> Vec<i64> {
        self.periods.iter().map(|p| p.segments.iter().fold(0, |sum: i64, s| sum.saturating_add(s.disbursed))).collect()
    }

    fn paid_principal(&self) -> i64 {
        self.periods.iter().fold(0, |sum, p| sum.saturating_add(p.paid.principal))
    }
}
