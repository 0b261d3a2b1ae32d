//! Taking payments, keeping credit and using it on due dates.

use chrono::NaiveDate;

use super::Book;
use super::book::Split;
use super::state::PaymentKind;
use crate::LendingError;
use crate::allocation::{Due, allocate};
use crate::exact::add;
use crate::terms::{Future, Timing};

/// Which installments a payment may reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Past due and due today.
    Due,
    /// Those, and in advance as the terms' `future` says.
    Ahead,
}

impl Book<'_> {
    /// Lets time pass up to `on`: credit balance settles what falls due on the way, penalty runs.
    pub fn advance(&mut self, on: NaiveDate) -> Result<(), LendingError> {
        while !self.credit.is_empty() {
            let next = (self.first_open..self.plan.lines.len())
                .find(|i| self.tallies[*i].paid_on.is_none())
                .map(|i| self.plan.lines[i].span.due_on.max(self.today));
            let Some(due_on) = next.filter(|d| *d <= on) else {
                break;
            };
            self.accrue_penalty(due_on)?;
            self.close_empty_lines(due_on)?;
            if self.tallies.get(self.first_open).is_some_and(|t| t.paid_on.is_none())
                && self.plan.lines[self.first_open].span.due_on > due_on
            {
                continue;
            }
            if !self.use_credit(due_on)? {
                break;
            }
        }
        self.today = self.today.max(on);
        self.accrue_penalty(on)?;
        self.close_empty_lines(on)
    }

    /// Lines that ask for nothing count as paid on their due date.
    fn close_empty_lines(&mut self, on: NaiveDate) -> Result<(), LendingError> {
        self.skip_settled();
        for index in self.first_open..self.plan.lines.len() {
            let due_on = self.plan.lines[index].span.due_on;
            if due_on > on {
                break;
            }
            if self.tallies[index].paid_on.is_none() && self.remaining(index, on)?.is_zero() {
                self.tallies[index].paid_on = Some(due_on);
            }
        }
        self.skip_settled();
        Ok(())
    }

    /// Uses credit on what is due on `on`. True when some was used.
    fn use_credit(&mut self, on: NaiveDate) -> Result<bool, LendingError> {
        let mut used = false;
        while let Some((source, amount)) = self.credit.pop_front() {
            let (parts, rest) = self.settle(amount, on, Reach::Due)?;
            if rest < amount {
                used = true;
                self.splits.push(Split {
                    event_id: source.clone(),
                    kind: PaymentKind::CreditUsed,
                    on,
                    amount: amount - rest,
                    parts,
                    prepaid: 0,
                    prepayment_fee: 0,
                    credit: 0,
                    reversed: false,
                });
            }
            if rest > 0 {
                self.credit.push_front((source, rest));
                break;
            }
        }
        Ok(used)
    }

    /// Takes a payment: what is owed first, in the agreed order; the rest is kept as credit.
    pub(super) fn pay(
        &mut self,
        event_id: &str,
        kind: PaymentKind,
        amount: i64,
        on: NaiveDate,
    ) -> Result<(), LendingError> {
        let (parts, rest) = self.settle(amount, on, Reach::Ahead)?;
        self.splits.push(Split {
            event_id: event_id.to_owned(),
            kind,
            on,
            amount,
            parts,
            prepaid: 0,
            prepayment_fee: 0,
            credit: rest,
            reversed: false,
        });
        if rest > 0 {
            self.credit.push_back((event_id.to_owned(), rest));
        }
        Ok(())
    }

    /// Splits money over the open lines within reach; returns the parts and what is left.
    pub(super) fn settle(
        &mut self,
        amount: i64,
        on: NaiveDate,
        reach: Reach,
    ) -> Result<(Vec<(u32, crate::allocation::Amounts)>, i64), LendingError> {
        let mut dues = self.dues(on, reach)?;
        // The order of a day is that of its morning: two payments on one day are split like one.
        let days_past_due = match self.standing {
            (day, days) if day == on => days,
            _ => self.days_past_due(on),
        };
        self.standing = (on, days_past_due);
        let rest = allocate(&mut dues, amount, self.terms.allocation(), days_past_due);
        let mut parts = Vec::new();
        for due in dues.into_iter().filter(|d| !d.taken.is_zero()) {
            let tally = &mut self.tallies[due.key];
            tally.paid = tally.paid.plus(&due.taken)?;
            parts.push((self.plan.lines[due.key].span.n, due.taken));
            self.mark_if_settled(due.key, on)?;
        }
        self.skip_settled();
        Ok((parts, rest))
    }

    fn dues(&self, on: NaiveDate, reach: Reach) -> Result<Vec<Due>, LendingError> {
        let mut dues = Vec::new();
        for index in self.first_open..self.plan.lines.len() {
            let span = &self.plan.lines[index].span;
            let timing = match span.due_on.cmp(&on) {
                std::cmp::Ordering::Less => Timing::PastDue,
                std::cmp::Ordering::Equal => Timing::Due,
                std::cmp::Ordering::Greater => Timing::InAdvance,
            };
            if timing == Timing::InAdvance {
                // On a due date the next period has not begun: what is paid too much then becomes credit.
                let running = span.from < on || index == 0;
                let only_running = self.terms.allocation().future == Future::Next;
                if reach == Reach::Due || (only_running && !running) {
                    break;
                }
            }
            if self.tallies[index].paid_on.is_none() {
                let owed = self.remaining(index, on)?;
                dues.push(Due { key: index, timing, owed, taken: crate::allocation::Amounts::default() });
            }
        }
        Ok(dues)
    }

    /// Days since the due date of the oldest line not paid in full.
    pub fn days_past_due(&self, on: NaiveDate) -> u32 {
        let oldest = (self.first_open..self.plan.lines.len()).find(|i| self.tallies[*i].paid_on.is_none());
        let days = oldest.map_or(0, |i| crate::day_count::actual(self.plan.lines[i].span.due_on, on));
        u32::try_from(days).unwrap_or(0)
    }

    /// Takes up to `amount` out of the credit balance, oldest first; returns what was there.
    pub(super) fn take_credit(&mut self, amount: i64) -> i64 {
        let mut open = amount;
        while open > 0 {
            let Some((source, available)) = self.credit.pop_front() else {
                break;
            };
            let part = available.min(open);
            open -= part;
            if available > part {
                self.credit.push_front((source, available - part));
            }
        }
        amount - open
    }

    /// Pays credit back. What is no longer there (an earlier payment was reversed) becomes a charge.
    pub(super) fn refund(&mut self, event_id: &str, amount: i64, on: NaiveDate) -> Result<(), LendingError> {
        let open = amount - self.take_credit(amount);
        self.splits.push(Split {
            event_id: event_id.to_owned(),
            kind: PaymentKind::Refund,
            on,
            amount,
            parts: Vec::new(),
            prepaid: 0,
            prepayment_fee: 0,
            credit: -(amount - open),
            reversed: false,
        });
        if open > 0 { self.charge(open, on) } else { Ok(()) }
    }

    /// Puts a fee on the first open line due on or after `on`, or on the last one.
    pub(super) fn charge(&mut self, amount: i64, on: NaiveDate) -> Result<(), LendingError> {
        let count = self.plan.lines.len();
        let index = (0..count).find(|i| self.plan.lines[*i].span.due_on >= on && self.tallies[*i].paid_on.is_none());
        let index = index.unwrap_or(count.saturating_sub(1));
        let Some(tally) = self.tallies.get_mut(index) else {
            return Ok(());
        };
        tally.extra.fee = add(tally.extra.fee, amount)?;
        tally.paid_on = None;
        self.first_open = self.first_open.min(index);
        self.settled_on = None;
        Ok(())
    }
}
