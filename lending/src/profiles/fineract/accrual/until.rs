//! The loan as it would be if it ended on a day: what an early payment may take, and what settles it.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::Accrual;
use super::period::{Asked, Part};
use crate::LendingError;
use crate::exact::{add, sub};

impl Accrual {
    /// No interest after a day, with the segments as they are.
    pub(super) fn stop_accruing(&mut self, day: NaiveDate) -> Result<(), LendingError> {
        if let Some(k) = self.at(day)
            && let Some(s) = self.periods[k].segment_at(day, k == 0)
        {
            self.periods[k].segments[s].due = day;
        }
        for k in 0..self.periods.len() {
            for s in 0..self.periods[k].segments.len() {
                let segment = &mut self.periods[k].segments[s];
                if day < segment.due {
                    (segment.factor, segment.to_end, segment.factored) = (Decimal::ZERO, Decimal::ZERO, None);
                } else {
                    self.factors_of(k, s)?;
                }
            }
        }
        Ok(())
    }

    /// What each period would ask for if no interest ran after a day, balances as they are: as with
    /// [`Accrual::stop_accruing`], without a copy to stop.
    pub(super) fn asked_if_stopped(&self, day: NaiveDate) -> Result<Vec<Asked>, LendingError> {
        let current = self.at(day).and_then(|k| Some((k, self.periods[k].segment_at(day, k == 0)?)));
        let (mut before, digits) = (0, self.basis.digits);
        let each = self.periods.iter().enumerate().map(|(k, period)| {
            let cut = current.filter(|(at, _)| *at == k).map(|(_, s)| s);
            let own = if period.due <= day { period.own(digits)? } else { period.own_until(day, cut, digits)? };
            let asked = period.asked_of(own, before)?;
            before = asked.unrecognised;
            Ok(asked)
        });
        each.collect()
    }

    /// The loan cut off at a day.
    fn cut_off(&self, day: NaiveDate) -> Result<Accrual, LendingError> {
        let mut cut = self.clone();
        let before = cut.periods.first().is_none_or(|p| day < p.from);
        if before || cut.ends_on().is_some_and(|end| day >= end) {
            if before {
                cut.periods.iter_mut().for_each(|p| p.segments.clear());
            }
            return Ok(cut);
        }
        let current = cut.at(day);
        for (k, period) in cut.periods.iter_mut().enumerate().filter(|(_, p)| p.due > day) {
            if Some(k) != current {
                period.segments.clear();
            } else if let Some(s) = period.segment_at(day, k == 0) {
                period.segments[s].due = day;
                period.segments.truncate(s + 1);
            }
        }
        cut.all_factors()?;
        cut.refresh()?;
        cut.settle_last(day)?;
        Ok(cut)
    }

    /// What a period asks for from a payment on a day before its due date.
    pub fn asked_on(&self, k: usize, day: NaiveDate, component_first: bool) -> Result<Part, LendingError> {
        let mut cut = self.cut_off(day)?;
        let unpaid = cut.periods.iter().filter(|p| !p.is_paid()).count();
        let open = sub(cut.disbursed(), cut.paid_principal())?;
        if day <= cut.periods[k].from {
            if unpaid > 1 {
                cut.periods[k].level = cut.periods[k].original;
                let above = cut.asked()?[k].open_principal(&cut.periods[k]) - open.max(0);
                cut.periods[k].level = sub(cut.periods[k].level, above.max(0))?;
            } else if unpaid == 1 && cut.periods[k].is_paid() {
                let rest = add(add(open, cut.periods[k].paid.principal)?, cut.asked()?[k].interest)?;
                cut.periods[k].level = cut.periods[k].original.min(rest);
            }
        }
        let asked = cut.asked()?;
        let mut part = Part { principal: asked[k].principal, interest: asked[k].interest };
        if component_first {
            if unpaid > 1 {
                part.principal = cut.periods[k].whole();
            }
            let paid = cut.periods[k].paid;
            part.principal = part.principal.min(open.max(paid.principal));
            let interest = cut.open_interest()?;
            part.interest = part.interest.min(interest.max(paid.interest));
        }
        Ok(part)
    }

    fn open_interest(&self) -> Result<i64, LendingError> {
        let asked = self.asked()?;
        asked.iter().zip(&self.periods).try_fold(0, |sum, (a, p)| add(sum, a.interest - p.paid.interest))
    }

    /// Principal and interest that settle the loan on a day.
    pub fn settles_on(&self, day: NaiveDate) -> Result<Part, LendingError> {
        let mut then = self.clone();
        then.stop_accruing(day)?;
        then.refresh()?;
        then.settle_last(day)?;
        let principal = sub(then.disbursed(), then.paid_principal())?.max(0);
        Ok(Part { principal, interest: then.open_interest()?.max(0) })
    }
}
