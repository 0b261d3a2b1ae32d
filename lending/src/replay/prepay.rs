//! Prepayments (提前还款) and settling a loan before its end.

use chrono::NaiveDate;

use super::Book;
use super::book::Split;
use super::pay::Reach;
use super::state::PaymentKind;
use crate::LendingError;
use crate::allocation::Amounts;
use crate::exact::{Exact, add, sub};
use crate::schedule::{LevelChoice, Rest};
use crate::terms::{Component, Method, Then};

/// What it takes to settle a loan on a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Settlement {
    /// Owed by due lines, and of the running one what has accrued.
    pub owed: Amounts,
    /// Principal that is not due yet.
    pub early: i64,
    pub fee: i64,
    /// Interest and fees paid in advance that are not owed: they pay principal instead.
    pub unearned: i64,
}

/// What other conventions than the engine's own say of the day a book is for.
#[cfg(feature = "profiles")]
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Told {
    pub settlement: Settlement,
    /// Interest earned since the last due date, where it follows what happens; otherwise it is as planned.
    pub accrued: Option<i64>,
}

impl Settlement {
    pub fn total(&self) -> Result<i64, LendingError> {
        sub(add(add(self.owed.total()?, self.early)?, self.fee)?, self.unearned)
    }
}

impl Book<'_> {
    /// What it would take to settle everything on `on`; penalty must stand at `on`.
    pub fn settlement(&self, on: NaiveDate) -> Result<Settlement, LendingError> {
        #[cfg(feature = "profiles")]
        if let Some(told) = self.told {
            return Ok(told.settlement);
        }
        let mut owed = Amounts::default();
        let (mut early, mut unearned) = (0_i64, 0_i64);
        let current = self.plan.current(on);
        for index in 0..self.plan.lines.len() {
            if index < current {
                if self.tallies[index].paid_on.is_none() {
                    owed = owed.plus(&self.remaining(index, on)?)?;
                }
                continue;
            }
            let tally = &self.tallies[index];
            let remaining = self.remaining(index, on)?;
            early = add(early, sub(remaining.principal, self.plan.lines[index].capitalised)?)?;
            // Charges and spread arrears are owed whenever one settles; fees and interest of the plan only as they accrue.
            for c in [Component::Fee, Component::Penalty, Component::Compound] {
                let asked = tally.extra.get(c).saturating_sub(tally.waived.get(c)).max(0);
                let open = sub(asked, tally.paid.get(c))?;
                *owed.slot(c) = add(owed.get(c), open.max(0))?;
                unearned = add(unearned, (-open).max(0))?;
            }
            // Interest that earlier lines deferred is owed with what has accrued.
            let earned = if index == current { add(self.earned(index, on)?, self.plan.deferred(index)?)? } else { 0 };
            let asked = sub(add(earned, tally.extra.interest)?, tally.waived.interest)?.max(0);
            let open = sub(asked, tally.paid.interest)?;
            owed.interest = add(owed.interest, open.max(0))?;
            unearned = add(unearned, (-open).max(0))?;
        }
        let unearned = unearned.min(early);
        let fee = self.prepayment_fee(early - unearned, on)?;
        Ok(Settlement { owed, early, fee, unearned })
    }

    /// Interest of the running line earned up to `on`, rounded once.
    pub fn earned(&self, index: usize, on: NaiveDate) -> Result<i64, LendingError> {
        self.plan.accrued(index, on)?.round(self.terms.json().rounding)
    }

    /// The fee for prepaying so much principal.
    pub fn prepayment_fee(&self, principal: i64, on: NaiveDate) -> Result<i64, LendingError> {
        let (Some(share), Some(rule)) = (self.terms.prepayment_fee, &self.terms.prepayment().fee) else {
            return Ok(0);
        };
        let due = self.plan.lines.iter().filter(|l| l.span.due_on <= on).count();
        if principal <= 0 || rule.free_after_installments.is_some_and(|n| due >= n as usize) {
            return Ok(0);
        }
        Exact::of(principal).times(share.exact())?.round(self.terms.json().rounding)
    }

    /// Takes a prepayment: what is due first, then the fee, then principal that is not due yet.
    pub(super) fn prepay(
        &mut self,
        event_id: &str,
        amount: i64,
        then: Option<Then>,
        on: NaiveDate,
    ) -> Result<(), LendingError> {
        let (mut parts, rest) = self.settle(amount, on, Reach::Due)?;
        let mut split = Split {
            event_id: event_id.to_owned(),
            kind: PaymentKind::Prepayment,
            on,
            amount,
            parts: Vec::new(),
            prepaid: 0,
            prepayment_fee: 0,
            credit: rest,
            reversed: false,
        };
        // While a tranche is still to be paid out there is no final balance: the money waits as credit.
        let rest = if self.undisbursed(on)? > 0 { 0 } else { rest };
        let settlement = self.settlement(on)?;
        if rest > 0 && settlement.early > 0 {
            let total = settlement.total()?;
            if add(rest, self.credit_balance()?)? >= total {
                // Credit balance is used up first where the money alone does not reach.
                self.take_credit((total - rest).max(0));
                split.credit = sub(rest, total)?;
                split.prepayment_fee = settlement.fee;
                parts.extend(self.close(on, event_id)?);
            } else {
                self.reduce(rest, &mut split, then, on, event_id)?;
            }
        }
        split.parts = parts;
        self.prepayment_fees = add(self.prepayment_fees, split.prepayment_fee)?;
        if split.credit > 0 {
            self.credit.push_back((event_id.to_owned(), split.credit));
        }
        self.splits.push(split);
        Ok(())
    }

    /// Reduces principal by what is left after the fee, and lays out the rest of the plan.
    fn reduce(
        &mut self,
        money: i64,
        split: &mut Split,
        then: Option<Then>,
        on: NaiveDate,
        event_id: &str,
    ) -> Result<(), LendingError> {
        let index = self.plan.current(on);
        let carried = self.plan.carried(index, on)?;
        // Principal already paid in advance on the running line is not carried any more by the borrower.
        let open = sub(carried, self.tallies.get(index).map_or(0, |t| t.paid.principal))?;
        let fee = self.prepayment_fee(money, on)?.min(money);
        let principal = (money - fee).min(open);
        split.prepayment_fee = fee;
        split.prepaid = principal;
        split.credit = money - fee - principal;
        if principal <= 0 {
            return Ok(());
        }
        self.prepaid = add(self.prepaid, principal)?;
        let then = then.unwrap_or(self.terms.prepayment().default);
        self.plan.accrue_to(index, on)?;
        self.plan.flat_base = (self.plan.flat_base - principal).max(0);
        let level = self.level_after(then, index, carried, principal)?;
        self.lay_from(index, carried - principal, level)?;
        self.adopt(index, on, event_id)
    }

    /// The installments after principal was reduced.
    fn level_after(&self, then: Then, index: usize, carried: i64, reduced: i64) -> Result<LevelChoice, LendingError> {
        if self.plan.method == Method::Custom {
            let parts = self.plan.lines[index..].iter().map(|l| l.principal);
            return Ok(LevelChoice::Given(match then {
                Then::ReduceTerm => parts.collect(),
                Then::ReduceInstallment => {
                    let left = Exact::new(i128::from(carried - reduced), i128::from(carried));
                    let scale = |p: i64| Exact::of(p).times(left)?.round(self.terms.json().rounding);
                    parts.map(scale).collect::<Result<_, _>>()?
                }
            }));
        }
        Ok(match (then, self.plan.level_at(index)) {
            (Then::ReduceTerm, Some(level)) => LevelChoice::Keep(level),
            _ => LevelChoice::Solve,
        })
    }

    /// Lays out the same lines from `index` on, with another balance or level.
    pub(super) fn lay_from(&mut self, index: usize, balance: i64, level: LevelChoice) -> Result<(), LendingError> {
        let (spans, locked_total) = (self.plan.spans_from(index), self.locked_total(index)?);
        self.plan.lay(Rest { index, spans, balance, level, locked_total })
    }

    /// The total of the running line when something was already paid on it.
    pub fn locked_total(&self, index: usize) -> Result<Option<i64>, LendingError> {
        match (self.plan.lines.get(index), self.tallies.get(index)) {
            (Some(line), Some(tally)) if tally.paid.principal > 0 => add(line.principal, line.interest).map(Some),
            _ => Ok(None),
        }
    }

    /// Ends the plan with the running line: its interest is what has accrued, its principal all that is left.
    fn close(&mut self, on: NaiveDate, event_id: &str) -> Result<Vec<(u32, Amounts)>, LendingError> {
        let index = self.plan.current(on);
        let ahead: Amounts =
            self.tallies[index + 1..].iter().try_fold(Amounts::default(), |sum, t| sum.plus(&t.paid))?;
        let extras: Amounts = self.tallies[index..].iter().try_fold(Amounts::default(), |sum, t| sum.plus(&t.extra))?;
        let carried = self.plan.carried(index, on)?;
        self.plan.close(index, on, carried, add(self.earned(index, on)?, self.plan.deferred(index)?)?)?;
        let tally = &mut self.tallies[index];
        tally.extra = extras;
        let before = tally.paid.plus(&ahead)?;
        tally.paid = before;
        self.tallies.truncate(index + 1);
        let asked = self.asked(index, on)?;
        let tally = &mut self.tallies[index];
        let open = asked.less(&tally.waived).less(&tally.moved);
        let mut part = open.less(&before);
        let unearned = before.less(&open).total()?;
        part.principal = sub(part.principal, unearned)?.max(0);
        tally.paid = open;
        let change = open.minus(&before).minus(&part);
        // What was paid in advance and has nothing left to pay is owed back.
        let back = -Amounts::COMPONENTS.iter().map(|c| change.get(*c)).sum::<i64>();
        if back > 0 {
            self.credit.push_back((event_id.to_owned(), back));
        }
        if !change.is_zero() {
            self.reclassified.push((event_id.to_owned(), on, change));
        }
        let n = self.plan.lines[index].span.n;
        self.adopt(index, on, event_id)?;
        self.tallies[index].paid_on = Some(on);
        self.skip_settled();
        Ok(vec![(n, part)])
    }
}
