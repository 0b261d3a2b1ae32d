//! Levelling installments, and smoothing what the last one differs.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::Accrual;
use super::digits::round;
use super::period::Part;
use crate::LendingError;
use crate::exact::add;

/// How far the last installment is from the one before it.
struct Gap {
    level: i64,
    difference: i64,
    count: usize,
    /// Periods that paid more than the level.
    above: usize,
}

impl Accrual {
    /// Levels the installments from the one due on `due`, or all of the loan anew when more money was paid out.
    pub(super) fn level(&mut self, due: NaiveDate, more_money: bool) -> Result<(), LendingError> {
        let first = self.periods.iter().position(|p| p.due >= due).unwrap_or(self.periods.len());
        let empty = self.periods.iter().all(|p| p.level == 0);
        let here = empty || !more_money || self.fresh;
        (first..self.periods.len()).try_for_each(|k| self.factors(k))?;
        self.refresh()?;
        if here {
            self.level_here(first)?;
        } else {
            self.level_as_if_unpaid(first, due)?;
        }
        self.refresh()?;
        self.settle_last(due)?;
        if here { self.smooth(first) } else { Ok(()) }
    }

    fn level_here(&mut self, first: usize) -> Result<(), LendingError> {
        let Some(start) = self.periods.get(first) else { return Ok(()) };
        let mut balance = if first == 0 { 0 } else { self.left_by(first - 1)? };
        for segment in &start.segments {
            balance = add(balance, segment.disbursed)?;
        }
        let grown = |k: usize| self.periods[k].segments.iter().fold(Decimal::ONE, |sum, s| sum + s.factor);
        let (mut all, mut parts, digits) = (Decimal::ONE, Decimal::ONE, self.basis.digits);
        for k in first..self.periods.len() {
            all = digits.times(all, grown(k))?;
            if k > first {
                parts = digits.plus(Decimal::ONE, digits.times(parts, grown(k))?)?;
            }
        }
        let level = round(digits.over(digits.times(all, Decimal::from(balance))?, parts)?)?;
        let level = self.in_multiples(level)?;
        for period in self.periods[first..].iter_mut().filter(|p| level >= p.paid.total()) {
            (period.level, period.original) = (level, level);
        }
        Ok(())
    }

    /// Money paid out later levels the loan as if nothing had been paid on it.
    fn level_as_if_unpaid(&mut self, first: usize, due: NaiveDate) -> Result<(), LendingError> {
        let mut fresh = self.clone();
        fresh.fresh = true;
        for period in &mut fresh.periods {
            (period.paid, period.brought) = (Part::default(), 0);
            period.segments.iter_mut().for_each(|s| s.corrected = 0);
        }
        fresh.level(due, true)?;
        for k in first..self.periods.len() {
            (self.periods[k].level, self.periods[k].original) = (fresh.periods[k].level, fresh.periods[k].original);
        }
        Ok(())
    }

    /// To the product's multiple; one above the installment counts for nothing.
    fn in_multiples(&self, level: i64) -> Result<i64, LendingError> {
        let multiple = Decimal::from(self.basis.multiple.max(1));
        let rounded = round(Decimal::from(level) / multiple)?.checked_mul(self.basis.multiple.max(1));
        let rounded = rounded.ok_or_else(|| LendingError::overflow("installment_multiple"))?;
        Ok(if rounded == 0 { level } else { rounded })
    }

    /// Shares what the last installment differs, up to three times, while that brings it closer.
    pub(super) fn smooth(&mut self, first: usize) -> Result<(), LendingError> {
        let Some(due) = self.periods.get(first).map(|p| p.due) else { return Ok(()) };
        let mut trial: Option<Accrual> = None;
        for _ in 0..3 {
            let gap = self.gap(first);
            let countable = gap.count.saturating_sub(gap.above).max(1);
            if countable < 2 || gap.difference.unsigned_abs() <= (countable / 2) as u64 {
                return Ok(());
            }
            let share = round(Decimal::from(gap.difference) / Decimal::from(countable))?;
            let level = self.in_multiples(add(gap.level, share)?)?;
            if level == gap.level {
                return Ok(());
            }
            let moved = trial.get_or_insert_with(|| self.clone());
            for period in moved.periods[first..].iter_mut().filter(|p| level >= p.paid.total()) {
                (period.level, period.original) = (level, level);
            }
            moved.refresh()?;
            moved.settle_last(due)?;
            if moved.gap(0).difference.unsigned_abs() >= gap.difference.unsigned_abs() {
                return Ok(());
            }
            let levels: Vec<i64> = moved.periods.iter().map(|p| p.level).collect();
            for (period, level) in self.periods.iter_mut().zip(levels).skip(first) {
                (period.level, period.original) = (level, level);
            }
            self.refresh()?;
        }
        Ok(())
    }

    fn gap(&self, first: usize) -> Gap {
        let related = &self.periods[first..];
        let pair = related.windows(2).rev().find(|w| !w[0].is_paid() && !w[1].is_paid());
        let (level, difference) = match pair {
            Some(pair) => (pair[0].level, pair[1].level.saturating_sub(pair[0].level)),
            None => (related.first().map_or(0, |p| p.level), 0),
        };
        let above = related.iter().filter(|p| level < p.paid.total()).count();
        Gap { level, difference, count: related.len(), above }
    }
}
