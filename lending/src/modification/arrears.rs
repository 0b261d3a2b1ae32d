//! What is overdue: waived, moved into the balance, or spread over the installments to come.

use chrono::NaiveDate;

use super::Change;
use crate::LendingError;
use crate::allocation::Amounts;
use crate::exact::{Exact, add};
use crate::replay::Book;
use crate::terms::Component;

impl Book<'_> {
    /// Takes what is owed on lines whose due date has come off them and returns the sum.
    pub(crate) fn move_arrears(&mut self, on: NaiveDate) -> Result<Amounts, LendingError> {
        let mut sum = Amounts::default();
        for i in self.first_open..self.plan.current(on) {
            let owed = self.remaining(i, on)?;
            self.tallies[i].moved = self.tallies[i].moved.plus(&owed)?;
            sum = sum.plus(&owed)?;
            if !owed.is_zero() {
                self.tallies[i].paid_on = Some(on);
            }
        }
        self.skip_settled();
        Ok(sum)
    }

    /// Notes for the ledger that interest, fees and penalty became principal.
    pub(crate) fn capitalised_arrears(&mut self, event_id: &str, on: NaiveDate, moved: Amounts) {
        let interest = Amounts { principal: 0, ..moved };
        if !interest.is_zero() {
            self.capitalised.push((event_id.to_owned(), on, interest));
        }
    }

    /// Spreads what is overdue evenly over the next installments, the remainder on the last of them.
    pub(crate) fn spread_arrears(
        &mut self,
        index: usize,
        over: Option<u32>,
        on: NaiveDate,
    ) -> Result<(), LendingError> {
        let sum = self.move_arrears(on)?;
        let left = self.plan.lines.len() - index;
        let count = over.map_or(left, |n| n as usize).min(left).max(1);
        for c in Amounts::COMPONENTS {
            let share = sum.get(c) / count as i64;
            for k in 0..count {
                let part = if k + 1 == count { sum.get(c) - share * (count as i64 - 1) } else { share };
                let extra = self.tallies[index + k].extra.slot(c);
                *extra = add(*extra, part)?;
            }
        }
        Ok(())
    }

    /// Waives the shares that the change names of what is owed today.
    pub(crate) fn waive_shares(&mut self, change: &Change, on: NaiveDate, event_id: &str) -> Result<(), LendingError> {
        for (component, share) in change.waive.iter().flatten() {
            let owed = self.owed_today(*component, on)?;
            let amount = Exact::of(owed).times(share.exact())?.round(self.terms.json().rounding)?;
            self.waive(*component, amount, on, event_id)?;
        }
        Ok(())
    }

    /// A component owed on lines whose due date has come.
    pub(crate) fn owed_today(&self, component: Component, on: NaiveDate) -> Result<i64, LendingError> {
        let mut owed = 0;
        for i in self.first_open..self.plan.current(on) {
            owed = add(owed, self.remaining(i, on)?.get(component))?;
        }
        Ok(owed)
    }

    /// Forgives so much of a component, oldest installment first; never more than is owed.
    pub(crate) fn waive(
        &mut self,
        component: Component,
        amount: i64,
        on: NaiveDate,
        event_id: &str,
    ) -> Result<(), LendingError> {
        let mut rest = amount;
        for i in self.first_open..self.plan.lines.len() {
            if rest == 0 {
                break;
            }
            let part = self.remaining(i, on)?.get(component).min(rest);
            let waived = self.tallies[i].waived.slot(component);
            *waived = add(*waived, part)?;
            rest -= part;
            if part > 0 {
                self.mark_if_settled(i, on)?;
            }
        }
        self.skip_settled();
        let mut waived = Amounts::default();
        *waived.slot(component) = amount - rest;
        self.waivers.push((event_id.to_owned(), on, waived));
        Ok(())
    }
}
