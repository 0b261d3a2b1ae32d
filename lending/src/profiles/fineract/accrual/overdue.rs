//! Overdue principal goes on bearing interest until the day of the run.

use chrono::NaiveDate;

use super::{Accrual, PayoffUntil, Rest};
use crate::LendingError;
use crate::exact::add;

/// What was put on a period's balance for overdue principal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Correction {
    pub day: NaiveDate,
    pub amount: i64,
    pub period_due: NaiveDate,
}

impl Accrual {
    /// Lets overdue principal bear interest until a day; a payment that settles the loan may ask for more days. Whether
    /// anything was overdue.
    pub fn run_to(&mut self, day: NaiveDate, settles: bool) -> Result<bool, LendingError> {
        let Some(end) = self.ends_on() else { return Ok(false) };
        let day = day.min(end);
        let (mut open, mut sum) = (0, 0);
        let late: Vec<usize> = (0..self.periods.len()).filter(|k| self.periods[*k].due < day).collect();
        if late.is_empty() {
            return Ok(false);
        }
        let mut asked = self.asked()?;
        for k in late {
            if open != 0 {
                self.carry(day, k, open, sum, settles)?;
                asked = self.asked()?;
            }
            open = asked[k].open_principal(&self.periods[k]);
            sum = add(sum, open)?;
        }
        let current = self.at(day).unwrap_or(self.periods.len() - 1);
        self.carry(day, current, open, sum, settles)?;
        if sum > 0 && self.overdue_until.is_none_or(|before| before < day) {
            self.overdue_until = Some(day);
        }
        Ok(true)
    }

    fn carry(&mut self, day: NaiveDate, k: usize, open: i64, sum: i64, settles: bool) -> Result<(), LendingError> {
        if self.overdue_until == Some(day) {
            return Ok(());
        }
        let (from, due) = (self.periods[k].from, self.periods[k].due);
        let begins = self.overdue_until.filter(|before| from <= *before).unwrap_or(from);
        self.correct_overdue(begins, open)?;
        if from < day && day <= due {
            let ends = if self.rests_at_due_dates(settles) { due } else { day };
            self.correct_overdue(ends, -sum)?;
            self.overdue_until = Some(ends);
        }
        Ok(())
    }

    fn rests_at_due_dates(&self, settles: bool) -> bool {
        let to_rest = self.basis.payoff_until == PayoffUntil::RestDate;
        match self.basis.rest {
            Rest::Daily => settles && to_rest,
            Rest::Period => to_rest,
        }
    }

    fn correct_overdue(&mut self, day: NaiveDate, amount: i64) -> Result<(), LendingError> {
        if let Some(k) = self.change(day, 0, amount)? {
            self.overdue.push(Correction { day, amount, period_due: self.periods[k].due });
            self.factors(k)?;
            self.refresh()?;
            self.settle_last(day)?;
        }
        Ok(())
    }

    pub(super) fn take_overdue_back(&mut self) -> Result<(), LendingError> {
        for correction in std::mem::take(&mut self.overdue) {
            self.change(correction.day, 0, -correction.amount)?;
        }
        self.overdue_until = None;
        Ok(())
    }
}
