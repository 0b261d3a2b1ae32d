//! Changes of the plan.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::plan::{Installment, Plan, Sort};
use crate::LendingError;
use crate::apr::bad;
use crate::calendar::Grid;
use crate::exact::{Exact, add, sub};
use crate::profiles::fineract::{ROUNDING, to_multiple, to_multiple_by};
use crate::terms::{Rounding, Unit};

impl Plan<'_> {
    /// Levels the principal of the regular installments from `first` on, with `added` more.
    pub fn level(&mut self, first: usize, added: i64) -> Result<(), LendingError> {
        let regular = self.regular().split_off(first);
        let whole = regular.iter().try_fold(added, |sum, k| add(sum, self.installments[*k].principal))?;
        let count = i64::try_from(regular.len()).unwrap_or(0);
        if count == 0 {
            return Err(bad("events", "no installment is left to level"));
        }
        let even = Exact::new(i128::from(whole), i128::from(count));
        let mut part = to_multiple(even, self.multiple)?;
        if part == 0 {
            part = even.round(ROUNDING)?;
        }
        let mut parts = lay(whole, part, count);
        for _ in 0..3 {
            let differs = gap(&parts);
            if !self.progressive() || differs.abs() <= count / 2 {
                break;
            }
            let step = to_multiple(Exact::new(i128::from(differs), i128::from(count)), self.multiple)?;
            let moved = lay(whole, add(part, step)?, count);
            if gap(&moved).abs() >= differs.abs() {
                break;
            }
            (part, parts) = (part + step, moved);
        }
        for (k, principal) in regular.into_iter().zip(parts) {
            self.installments[k].principal = principal;
        }
        Ok(())
    }

    /// An older loan is levelled from its first installment on all that was paid out, also where it was due already:
    /// before down payments are rounded, and half a multiple counts as a whole one.
    pub fn level_anew(&mut self, added: i64) -> Result<(), LendingError> {
        let regular = self.regular();
        let whole = regular.iter().try_fold(added, |sum, k| add(sum, self.installments[*k].principal))?;
        let share = self.product.down_payment.map_or(Exact::ZERO, |share| share.exact());
        let lent = self.paid_out.iter().try_fold(0, |sum, paid_out| add(sum, paid_out.amount))?;
        let lent = Exact::of(lent).times(Exact::ONE.minus(share)?)?;
        let count = i64::try_from(regular.len()).unwrap_or(0);
        let even = lent.times(Exact::new(1, i128::from(count.max(1))))?;
        let mut part = to_multiple_by(even, self.multiple, Rounding::HalfUp)?;
        if part == 0 {
            part = even.round(ROUNDING)?;
        }
        for (k, principal) in regular.into_iter().zip(lay(whole, part, count)) {
            self.installments[k].principal = principal;
        }
        Ok(())
    }

    fn due_on_or_after(&self, from: NaiveDate) -> Result<usize, LendingError> {
        let found = self.regular().iter().position(|k| self.installments[*k].due_on >= from);
        found.ok_or_else(|| bad("events", format!("no installment falls due on or after {from}")))
    }

    /// The installment due on one day falls due on another; the later ones follow the new day.
    pub fn move_due_date(&mut self, old: NaiveDate, new: NaiveDate) -> Result<(), LendingError> {
        let regular = self.regular();
        let Some(first) = regular.iter().position(|k| self.installments[*k].due_on == old) else { return Ok(()) };
        let count = u32::try_from(regular.len() - first).unwrap_or(0);
        let dates = (0..count).map(|k| self.after(new, k)).collect::<Result<Vec<_>, _>>()?;
        for (i, due_on) in dates.iter().enumerate() {
            let at = first + i;
            self.installments[regular[at]].due_on = *due_on;
            if at > 0 {
                self.installments[regular[at]].from = self.installments[regular[at - 1]].due_on;
            }
        }
        if let Some(accrual) = &mut self.accrual {
            accrual.move_due_dates(first, &dates)?;
        }
        self.follow()
    }

    /// A move that the plan did not begin with.
    pub fn move_later(&mut self, index: usize, old: NaiveDate, new: NaiveDate) -> Result<(), LendingError> {
        if index < self.moved_up_to { Ok(()) } else { self.move_due_date(old, new) }
    }

    fn append(&mut self, count: u32) -> Result<(), LendingError> {
        if self.installments.len() + count as usize > crate::MAX_INSTALLMENTS as usize {
            return Err(LendingError::Limit { field: "installments", limit: crate::Limit::Installments });
        }
        for _ in 0..count {
            let regular = self.regular();
            let (Some(first), Some(last)) = (regular.first(), regular.last()) else {
                return Err(bad("events", "a change before the disbursement"));
            };
            let from = self.installments[*last].due_on;
            let due_on = if self.moves.is_empty() {
                self.due_date(self.installments[*first].from, u32::try_from(regular.len() + 1).unwrap_or(0))?
            } else {
                self.after(from, 1)?
            };
            self.add(Installment::new(Sort::Regular, from, due_on));
        }
        Ok(())
    }

    /// A tranche after the last due date of an older loan is due a period later.
    pub fn add_period(&mut self, lent: i64) -> Result<(), LendingError> {
        self.append(1)?;
        if let Some(last) = self.regular().last() {
            self.installments[*last].principal = lent;
        }
        Ok(())
    }

    /// More installments: what is left is levelled from the one due on `from`.
    pub fn extend(&mut self, from: NaiveDate, count: u32) -> Result<(), LendingError> {
        let first = self.due_on_or_after(from)?;
        let before = self.regular().len();
        self.append(count)?;
        let regular = self.regular();
        let added: Vec<_> =
            regular[before..].iter().map(|k| (self.installments[*k].from, self.installments[*k].due_on)).collect();
        match &mut self.accrual {
            Some(accrual) => {
                accrual.extend(from, &added)?;
                self.follow_change()
            }
            None => {
                self.only_without_interest("extra_installments")?;
                self.level(first, 0)
            }
        }
    }

    /// Installments without principal before the one due on `from`.
    pub fn grace(&mut self, from: NaiveDate, count: u32) -> Result<(), LendingError> {
        self.only_without_interest("principal_grace")?;
        let first = self.due_on_or_after(from)?;
        let parts: Vec<i64> = self.regular()[first..].iter().map(|k| self.installments[*k].principal).collect();
        self.append(count)?;
        let moved = std::iter::repeat_n(0, count as usize).chain(parts);
        for (k, principal) in self.regular().split_off(first).into_iter().zip(moved) {
            self.installments[k].principal = principal;
        }
        Ok(())
    }

    /// Principal that has fallen due and is not paid moves to the installments to come, evenly, the remainder on
    /// the last.
    pub fn re_amortise(&mut self, on: NaiveDate) -> Result<(), LendingError> {
        self.only_without_interest("re_amortise")?;
        let mut moved = 0;
        for installment in self.installments.iter_mut().filter(|i| i.due_on <= on) {
            moved = add(moved, sub(installment.principal, installment.paid.principal)?)?;
            installment.principal = installment.paid.principal;
        }
        let to_come: Vec<usize> = self.regular().into_iter().filter(|k| self.installments[*k].due_on > on).collect();
        for (k, share) in to_come.iter().zip(self.shares(moved, to_come.len())?) {
            self.installments[*k].principal = add(self.installments[*k].principal, share)?;
        }
        Ok(())
    }

    /// All open principal moves to new installments; the running period ends on the day of the change, later ones
    /// are gone.
    pub fn re_age(
        &mut self,
        on: NaiveDate,
        from: NaiveDate,
        count: u32,
        every: u32,
        unit: Unit,
    ) -> Result<(), LendingError> {
        self.only_without_interest("re_age")?;
        let mut moved = 0;
        for installment in &mut self.installments {
            moved = add(moved, sub(installment.principal, installment.paid.principal)?.max(0))?;
            installment.principal = installment.paid.principal;
        }
        let gone = |i: &Installment| i.sort == Sort::Regular && on <= i.from && on < i.due_on;
        let charges: Vec<_> = self.installments.iter().filter(|i| gone(i)).flat_map(|i| i.charges.clone()).collect();
        let kept_paid = |i: &Installment| i.paid.is_zero();
        self.installments.retain(|i| !(gone(i) && kept_paid(i)));
        let running = |i: &&mut Installment| i.sort == Sort::Regular && on < i.due_on;
        for installment in self.installments.iter_mut().filter(running) {
            (installment.from, installment.due_on) = (installment.from.min(on), on);
        }
        if self.installments.len() + count as usize > crate::MAX_INSTALLMENTS as usize || every == 0 || count == 0 {
            return Err(LendingError::Limit { field: "installments", limit: crate::Limit::Installments });
        }
        let grid = Grid { anchor: from, anchor_slot: 0, every, unit, day: from.day() };
        let mut begun = on;
        for (k, share) in (0..count).zip(self.shares(moved, count as usize)?) {
            let due_on = grid.date(k)?;
            let mut installment = Installment::new(Sort::Regular, begun, due_on);
            (installment.principal, begun) = (share, due_on);
            self.add(installment);
        }
        charges.into_iter().try_for_each(|c| self.charge(c.due_on, c.amount, c.penalty))
    }

    fn only_without_interest(&self, what: &str) -> Result<(), LendingError> {
        let free = self.accrual.is_none() && self.product.annual_rate.is_zero();
        if free { Ok(()) } else { Err(bad("events", format!("{what} of a loan with such interest is not known"))) }
    }

    /// Even shares in the product's multiples, the remainder on the last.
    fn shares(&self, whole: i64, count: usize) -> Result<Vec<i64>, LendingError> {
        let many = i64::try_from(count).unwrap_or(0);
        if many == 0 {
            return Err(bad("events", "no installment is left to come"));
        }
        let part = to_multiple(Exact::new(i128::from(whole), i128::from(many)), self.multiple)?;
        let mut shares = vec![part; count];
        if let Some(last) = shares.last_mut() {
            *last = sub(whole, part * (many - 1))?;
        }
        Ok(shares)
    }

    pub fn change_rate(&mut self, from: NaiveDate, rate: Decimal) -> Result<(), LendingError> {
        match &mut self.accrual {
            Some(accrual) => accrual.change_rate(from, rate)?,
            None => {
                return Err(bad("events", "a new rate before the disbursement, or of a loan whose interest stands"));
            }
        }
        self.follow_change()
    }

    pub fn pause(&mut self, start: NaiveDate, end: NaiveDate) -> Result<(), LendingError> {
        if let Some(accrual) = &mut self.accrual {
            accrual.pause(start, end)?;
        }
        self.follow_change()
    }
}

fn lay(whole: i64, part: i64, count: i64) -> Vec<i64> {
    let mut left = whole;
    let parts = (0..count).map(|k| {
        let principal = if k + 1 == count { left } else { part.min(left) };
        left -= principal;
        principal
    });
    parts.collect()
}

fn gap(parts: &[i64]) -> i64 {
    match parts {
        [.., before, last] => last - before,
        _ => 0,
    }
}
