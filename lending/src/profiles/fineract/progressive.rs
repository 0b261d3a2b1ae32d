//! Progressive loans with grace or flat interest: each disbursement levels the installments from its period on, and
//! a smoothing pass shares what the last one differs.

use chrono::NaiveDate;

use super::{Cells, Change, Loan, ROUNDING, minor, to_multiple};
use crate::LendingError;
use crate::apr::bad;
use crate::exact::{Exact, Steps, add, level_installment, sub};
use crate::terms::Period;

/// Rows as they are levelled, disbursement by disbursement.
struct Levelled<'l> {
    loan: &'l Loan<'l>,
    periods: Vec<Period>,
    /// Disbursements so far.
    paid_out: Vec<(NaiveDate, i64)>,
    installments: Vec<i64>,
    /// Paid for each installment: principal and interest.
    paid: Vec<(i64, i64)>,
}

pub(super) fn rows(loan: &Loan<'_>) -> Result<Vec<Cells>, LendingError> {
    let periods = loan.product.periods.clone();
    let installments = vec![0; periods.len()];
    let paid = vec![(0, 0); periods.len()];
    let mut levelled = Levelled { loan, periods, paid_out: Vec::new(), installments, paid };
    for tranche in &loan.tranches {
        levelled.paid_out.push(*tranche);
        let Some(first) = levelled.periods.iter().position(|p| tranche.0 < p.due) else {
            return Err(LendingError::contradiction("disbursements", "a tranche after the last due date"));
        };
        let level = levelled.level(first)?;
        levelled.installments[first..].fill(level);
        if !loan.flat() {
            levelled.smooth(first)?;
        }
    }
    for change in &loan.product.changes {
        levelled.take(change)?;
    }
    levelled.cells()
}

impl Levelled<'_> {
    /// Disbursements that fall into a period; what came before the first counts from its start.
    fn within(&self, k: usize) -> impl Iterator<Item = (NaiveDate, i64)> {
        let period = self.periods[k];
        let falls = move |on: NaiveDate| (period.from <= on && on < period.due) || (k == 0 && on < period.from);
        self.paid_out.iter().copied().filter(move |(on, _)| falls(*on))
    }

    /// From when a disbursement of a period bears interest.
    fn charged_from(&self, period: &Period, on: NaiveDate) -> NaiveDate {
        let product = self.loan.product;
        if product.by_period && !product.partial_period_interest { period.from } else { on.max(period.from) }
    }

    /// Interest of a row on what it opens with, exact.
    fn interest(&self, k: usize, opening: i64) -> Result<Exact, LendingError> {
        let period = self.periods[k];
        if k < self.loan.product.grace.interest_free as usize {
            return Ok(Exact::ZERO);
        }
        let base = if self.loan.flat() {
            let mut before = self.paid_out.iter().filter(|(on, _)| *on < period.from && k > 0);
            before.try_fold(0, |sum, (_, amount)| add(sum, *amount))?
        } else {
            opening
        };
        let mut sum = Exact::of(base).times(self.loan.factor(&period, period.from, period.due)?)?;
        for (on, amount) in self.within(k) {
            let from = self.charged_from(&period, on);
            sum = sum.plus(Exact::of(amount).times(self.loan.factor(&period, from, period.due)?)?)?;
        }
        Ok(sum)
    }

    fn cells(&self) -> Result<Vec<Cells>, LendingError> {
        let grace = self.loan.product.grace;
        let end = self.installments.len() - 1;
        let (mut balance, mut deferred) = (0, 0);
        let mut cells = Vec::with_capacity(end + 1);
        for (k, installment) in self.installments.iter().enumerate() {
            let mut interest = self.interest(k, balance)?.round(ROUNDING)?;
            balance = self.within(k).try_fold(balance, |sum, (_, amount)| add(sum, amount))?;
            if k < grace.interest as usize && k < end {
                deferred = add(deferred, std::mem::take(&mut interest))?;
            } else {
                interest = add(interest, std::mem::take(&mut deferred))?;
            }
            let principal = match k {
                k if k == end => balance,
                k if k < grace.principal as usize => 0,
                _ => sub(*installment, interest)?.clamp(0, balance),
            };
            balance -= principal;
            cells.push(Cells { principal, interest, balance });
        }
        Ok(cells)
    }

    /// The installment of the rows from `first` on.
    fn level(&self, first: usize) -> Result<i64, LendingError> {
        let cells = self.cells()?;
        let opening = first.checked_sub(1).map_or(0, |k| cells[k].balance);
        let begin = first.max(self.loan.product.grace.principal as usize);
        if self.loan.flat() {
            return self.flat_level(first, begin, opening);
        }
        let mut balance = opening;
        for k in first..begin {
            balance = self.within(k).try_fold(balance, |sum, (_, amount)| add(sum, amount))?;
        }
        let owed = self.within(begin).try_fold(Exact::of(balance), |sum, (_, a)| sum.plus(Exact::of(a)))?;
        let owed = owed.plus(self.interest(begin, balance)?)?;
        let mut later = Vec::new();
        for (k, period) in self.periods.iter().enumerate().skip(begin + 1) {
            let free = k < self.loan.product.grace.interest_free as usize;
            later.push(if free { Exact::ZERO } else { self.loan.factor(period, period.from, period.due)? });
        }
        // A multiple above the installment would round it to nothing: it counts for nothing then.
        let exact = level_installment(owed, &Steps::Each(&later), 1, ROUNDING)?;
        let rounded = level_installment(owed, &Steps::Each(&later), self.loan.multiple, ROUNDING)?;
        Ok(if exact * 2 <= self.loan.multiple { exact } else { rounded })
    }

    /// Flat: what is left with all its interest, over the rows that repay.
    fn flat_level(&self, first: usize, begin: usize, opening: i64) -> Result<i64, LendingError> {
        let mut whole = opening;
        for k in first..self.installments.len() {
            whole = self.within(k).try_fold(whole, |sum, (_, amount)| add(sum, amount))?;
            whole = add(whole, self.interest(k, 0)?.round(ROUNDING)?)?;
        }
        let share = Exact::new(i128::from(whole), (self.installments.len() - begin) as i128);
        let level = to_multiple(share, self.loan.multiple)?;
        if level == 0 { share.round(ROUNDING) } else { Ok(level) }
    }

    /// Shares what the last installment differs over all of them, up to three times, while that brings it closer.
    fn smooth(&mut self, first: usize) -> Result<(), LendingError> {
        let count = (self.installments.len() - first) as i64;
        for _ in 0..3 {
            let Some(gap) = self.gap(first)?.filter(|gap| gap.abs() > count / 2) else {
                return Ok(());
            };
            let before = self.installments[first];
            let step = to_multiple(Exact::new(i128::from(gap), i128::from(count)), self.loan.multiple)?;
            self.installments[first..].fill(add(before, step)?);
            if self.gap(first)?.is_none_or(|moved| moved.abs() >= gap.abs()) {
                self.installments[first..].fill(before);
                return Ok(());
            }
        }
        Ok(())
    }

    /// By how much the last installment is above the one before.
    fn gap(&self, first: usize) -> Result<Option<i64>, LendingError> {
        let cells = self.cells()?;
        let [.., before, last] = cells.as_slice() else { return Ok(None) };
        let gap = last.principal + last.interest - before.principal - before.interest;
        Ok((self.installments.len() - first >= 2).then_some(gap))
    }

    /// Payments of a flat loan move nothing. More installments: what is left, with its interest, is levelled over them; one
    /// that is paid in full stays as it is.
    fn take(&mut self, change: &Change) -> Result<(), LendingError> {
        if !self.loan.flat() {
            return Err(bad("changes", "none are known for loans with grace"));
        }
        let amount = |text: &str| minor(text, self.loan.product.currency, "changes");
        match change {
            Change::PayPrincipal { due, amount: text, .. } => {
                let amount = amount(text)?;
                let paid = &mut self.paid_for(*due)?.0;
                *paid = add(*paid, amount)?;
            }
            Change::PayInterest { due, amount: text, .. } => {
                let amount = amount(text)?;
                let paid = &mut self.paid_for(*due)?.1;
                *paid = add(*paid, amount)?;
            }
            Change::Extend { from, count } => self.extend(*from, *count)?,
            _ => return Err(bad("changes", "only payments and more installments are known for flat interest")),
        }
        Ok(())
    }

    fn paid_for(&mut self, due: NaiveDate) -> Result<&mut (i64, i64), LendingError> {
        let found = self.periods.iter().position(|p| p.due == due);
        found.map(|k| &mut self.paid[k]).ok_or_else(|| bad("changes", format!("no period is due on {due}")))
    }

    fn extend(&mut self, from: NaiveDate, count: u32) -> Result<(), LendingError> {
        let before = self.cells()?;
        let periods: Vec<_> = self.periods.iter().map(|p| (p.from, p.due)).collect();
        let added = self.loan.more_periods(&periods, count)?;
        let all = self.installments.len() + added.len();
        self.installments.resize(all, 0);
        self.paid.resize(all, (0, 0));
        self.periods.extend(added.into_iter().map(|(from, due)| Period { from, due }));
        let first = self.periods.iter().position(|p| p.due >= from).ok_or_else(|| bad("changes", "after the end"))?;
        let opening = first.checked_sub(1).map_or(0, |k| before[k].balance);
        let level = self.flat_level(first, first, opening)?;
        for k in first..all {
            let settled = before.get(k).is_some_and(|c| self.paid[k] == (c.principal, c.interest));
            if !settled {
                self.installments[k] = level;
            }
        }
        Ok(())
    }
}
