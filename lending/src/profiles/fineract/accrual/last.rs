//! The last unpaid installment takes up what the others leave.

use chrono::NaiveDate;

use super::Accrual;
use crate::LendingError;
use crate::exact::{add, sub};

impl Accrual {
    /// Makes the last unpaid installment such that all of them repay the loan with its interest.
    pub(super) fn settle_last(&mut self, until: NaiveDate) -> Result<(), LendingError> {
        // Each round either ends or closes one more period.
        for _ in 0..=self.periods.len() {
            self.cap_by_what_is_open()?;
            let Some(k) = self.last_unpaid()? else { return Ok(()) };
            self.periods[k].brought = 0;
            self.periods.iter_mut().for_each(|p| p.emptied = false);
            let interest = self.asked()?.iter().try_fold(0, |sum, a| add(sum, a.interest))?;
            let levels = self.periods.iter().try_fold(0, |sum, p| add(sum, p.whole()))?;
            let missing = sub(add(self.disbursed(), interest)?, levels)?;
            let paid = self.periods[k].paid.total();
            let level = add(self.periods[k].level, missing)?;
            self.periods[k].level = level.max(paid);
            self.bring_interest_forward(k, until)?;
            if level >= paid {
                return Ok(());
            }
        }
        Ok(())
    }

    /// No period asks for more principal than is open on the whole loan.
    fn cap_by_what_is_open(&mut self) -> Result<(), LendingError> {
        let open = sub(self.disbursed(), self.paid_principal())?;
        let (mut before, digits) = (0, self.basis.digits);
        for period in &mut self.periods {
            let asked = period.asked(before, digits)?;
            let above = asked.open_principal(period).saturating_sub(open);
            if above > 0 && asked.open_principal(period) > open {
                period.level = sub(period.level, above)?.max(period.paid.total());
                before = period.asked(before, digits)?.unrecognised;
            } else {
                before = asked.unrecognised;
            }
        }
        Ok(())
    }

    fn last_unpaid(&self) -> Result<Option<usize>, LendingError> {
        let open = self.periods.iter().rposition(|p| !p.is_paid());
        if open.is_some() || self.paid_principal() != 0 {
            return Ok(open);
        }
        let last = self.periods.len().checked_sub(1).filter(|k| !self.periods[*k].segments.is_empty());
        match last {
            Some(k) if self.left_by(k)? > 0 => Ok(Some(k)),
            _ => Ok(None),
        }
    }

    /// Interest run up after the last unpaid period, by `until`, falls due with it: the later ones have no room.
    pub(super) fn bring_interest_forward(&mut self, k: usize, until: NaiveDate) -> Result<(), LendingError> {
        let due = self.periods[k].due;
        if k + 1 == self.periods.len() {
            return Ok(());
        }
        let beyond = self.overdue.iter().any(|c| c.period_due > due);
        let on_it = self.overdue.iter().any(|c| c.period_due == due);
        let without_overdue = on_it && !beyond;
        let asked = if without_overdue {
            let mut then = self.clone();
            then.take_overdue_back()?;
            then.stop_accruing(until)?;
            then.refresh()?;
            then.asked()?
        } else {
            self.asked_if_stopped(until)?
        };
        if let Some(late) = (k + 1..asked.len()).rev().find(|later| asked[*later].unrecognised > 0) {
            self.periods[k].brought = asked[late].unrecognised;
            self.periods[k + 1..].iter_mut().for_each(|p| p.emptied = true);
        }
        Ok(())
    }
}
