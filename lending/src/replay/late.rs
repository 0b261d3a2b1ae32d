//! Penalty interest (罚息) and late fees.
//!
//! Penalty of an installment = Σ base × rate × days ÷ year over the stretches in which base and rate stayed
//! the same, from the day after its due date to the day asked for (due day excluded, pay day included),
//! rounded once. Within the grace days it is not charged; after them it runs from the due date.

use chrono::{Days, NaiveDate};

use super::Book;
use crate::LendingError;
use crate::allocation::Amounts;
use crate::event::Hold;
use crate::exact::{Exact, add};
use crate::money::AnnualRate;
use crate::order::sort_by;
use crate::terms::{FeeAmount, PenaltyBase, PenaltyKind};

/// Penalty of one installment as it accrues.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Clock {
    /// Accrued up to this day.
    pub to: NaiveDate,
    pub penalty: Exact,
    pub compound: Exact,
    /// How it came about.
    pub stretches: Vec<Stretch>,
}

/// Days over which base and rate stayed the same.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stretch {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub base: i64,
    /// Overdue interest that bears compound interest.
    pub compound_base: i64,
    pub rate: AnnualRate,
    pub years: Exact,
}

impl Clock {
    pub fn at(due_on: NaiveDate) -> Clock {
        Clock { to: due_on, penalty: Exact::ZERO, compound: Exact::ZERO, stretches: Vec::new() }
    }
}

impl Book<'_> {
    /// Penalty and compound interest of a line as of the day its clock stands at.
    pub fn penalty(&self, index: usize, _on: NaiveDate) -> Result<(i64, i64), LendingError> {
        let clock = &self.tallies[index].clock;
        if clock.penalty.is_zero() && clock.compound.is_zero() {
            return Ok((0, 0));
        }
        if clock.to <= self.grace_end(index)? {
            return Ok((0, 0));
        }
        let rounding = self.terms.json().rounding;
        let mut penalty = clock.penalty.round(rounding)?;
        if let Some(cap) = self.terms.penalty_cap {
            let line = &self.plan.lines[index];
            let most = Exact::of(add(line.principal, line.interest)?).times(cap.exact())?.round(rounding)?;
            penalty = penalty.min(most);
        }
        Ok((penalty, clock.compound.round(rounding)?))
    }

    /// Last day on which paying costs nothing.
    pub fn grace_end(&self, index: usize) -> Result<NaiveDate, LendingError> {
        let due_on = self.plan.lines[index].span.due_on;
        let days = Days::new(u64::from(self.terms.penalty().grace_days));
        due_on.checked_add_days(days).ok_or_else(|| LendingError::date("penalty.grace_days"))
    }

    /// Brings the penalty of every overdue line up to `on` and charges late fees that have become due.
    pub fn accrue_penalty(&mut self, on: NaiveDate) -> Result<(), LendingError> {
        for index in self.first_open..self.plan.lines.len() {
            if self.plan.lines[index].span.due_on >= on {
                break;
            }
            if self.tallies[index].paid_on.is_none() {
                self.charge_late_fee(index, on)?;
                self.run_clock(index, on)?;
            }
        }
        Ok(())
    }

    fn run_clock(&mut self, index: usize, on: NaiveDate) -> Result<(), LendingError> {
        let terms = self.terms.penalty();
        let start = self.tallies[index].clock.to;
        if on <= start {
            return Ok(());
        }
        self.tallies[index].clock.to = on;
        if terms.kind == PenaltyKind::None {
            return Ok(());
        }
        let owed = self.remaining_without_penalty(index)?;
        let base = match terms.base {
            PenaltyBase::Principal => owed.principal,
            PenaltyBase::PrincipalAndInterest => add(owed.principal, owed.interest)?,
            PenaltyBase::Installment => add(add(owed.principal, owed.interest)?, owed.fee)?,
        };
        let compound_base = if terms.compound { owed.interest } else { 0 };
        if base == 0 && compound_base == 0 {
            return Ok(());
        }
        let stretches = self.stretches(index, start, on, base, compound_base)?;
        let clock = &mut self.tallies[index].clock;
        for stretch in stretches {
            let factor = self.terms.penalty_factor(stretch.rate, stretch.years)?;
            clock.penalty = clock.penalty.plus(Exact::of(base).times(factor)?)?;
            clock.compound = clock.compound.plus(Exact::of(compound_base).times(factor)?)?;
            match clock.stretches.last_mut() {
                Some(last)
                    if last.to == stretch.from
                        && last.base == base
                        && last.compound_base == compound_base
                        && last.rate == stretch.rate =>
                {
                    last.to = stretch.to;
                    last.years = last.years.plus(stretch.years)?;
                }
                _ => clock.stretches.push(stretch),
            }
        }
        Ok(())
    }

    fn remaining_without_penalty(&self, index: usize) -> Result<Amounts, LendingError> {
        let line = &self.plan.lines[index];
        let tally = &self.tallies[index];
        let asked = Amounts { principal: line.principal, interest: line.interest, fee: line.fee, ..Amounts::default() };
        Ok(asked.plus(&tally.extra)?.less(&tally.paid).less(&tally.waived).less(&tally.moved))
    }

    /// The days (from, to] cut where the contract rate changes and where a hold begins or ends.
    fn stretches(
        &self,
        index: usize,
        from: NaiveDate,
        to: NaiveDate,
        base: i64,
        compound_base: i64,
    ) -> Result<Vec<Stretch>, LendingError> {
        let due_on = self.plan.lines[index].span.due_on;
        let day_count = self.terms.penalty().day_count;
        let mut cuts = match self.terms.penalty().kind {
            PenaltyKind::Multiplier => self.plan.rates.cuts(from, to),
            _ => vec![from, to],
        };
        for (start, end, _) in self.holds.iter().filter(|h| h.2 == Hold::Penalty) {
            let before = start.pred_opt().unwrap_or(*start);
            cuts.extend([before, *end].into_iter().filter(|d| from < *d && *d < to));
        }
        sort_by(&mut cuts, |a, b| a < b);
        cuts.dedup();
        let mut stretches = Vec::with_capacity(cuts.len());
        for pair in cuts.windows(2) {
            // A stretch (a, b] begins with the day after a.
            let first_day = pair[0].succ_opt().unwrap_or(pair[1]);
            if self.held(first_day, Hold::Penalty) {
                continue;
            }
            let years = day_count.fraction(due_on, pair[1]).minus(day_count.fraction(due_on, pair[0]))?;
            let rate = self.plan.rates.on(pair[0]);
            stretches.push(Stretch { from: pair[0], to: pair[1], base, compound_base, rate, years });
        }
        Ok(stretches)
    }

    /// Charges the late fee once the installment has stayed unpaid for the agreed days.
    fn charge_late_fee(&mut self, index: usize, on: NaiveDate) -> Result<(), LendingError> {
        let Some(rule) = &self.terms.late_fee else {
            return Ok(());
        };
        let line = &self.plan.lines[index];
        let days = crate::day_count::actual(line.span.due_on, on);
        if self.tallies[index].late_fee_done || days <= i64::from(rule.after_days) {
            return Ok(());
        }
        let owed = self.remaining_without_penalty(index)?;
        let fee = match rule.kind {
            FeeAmount::Flat => rule.amount,
            FeeAmount::PercentOfOverdue => {
                let share = Exact::of(add(owed.principal, owed.interest)?).times(rule.share)?;
                let fee = share.round(self.terms.json().rounding)?;
                fee.max(rule.minimum.unwrap_or(0)).min(rule.maximum.unwrap_or(i64::MAX))
            }
        };
        let tally = &mut self.tallies[index];
        tally.late_fee_done = true;
        tally.extra.fee = add(tally.extra.fee, fee)?;
        Ok(())
    }
}

impl crate::terms::Terms {
    /// Penalty on 1 over a span of years, at the contract rate in force.
    pub(crate) fn penalty_factor(&self, contract: AnnualRate, years: Exact) -> Result<Exact, LendingError> {
        let value = self.penalty_rate.exact();
        match self.penalty().kind {
            PenaltyKind::None => Ok(Exact::ZERO),
            PenaltyKind::Multiplier => contract.exact().times(value)?.times(years),
            PenaltyKind::AnnualRate => value.times(years),
            // A daily rate counts days, whatever the year: 360ths or 365ths are turned back into days.
            PenaltyKind::DailyRate => value.times(years)?.times(Exact::of(self.penalty().day_count.year_days())),
        }
    }
}
