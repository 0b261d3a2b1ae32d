//! What each event does to the book.

use chrono::NaiveDate;

use super::Book;
use super::book::Split;
use super::state::PaymentKind;
use crate::LendingError;
use crate::calendar::Grid;
use crate::event::{Event, EventKind, Hold};
use crate::exact::add;
use crate::money::{AnnualRate, Money};
use crate::order::sort_by;
use crate::schedule::{LevelChoice, Rest};
use crate::terms::{Component, Method, Terms};

fn refuse(event: &Event, reason: impl Into<String>) -> LendingError {
    LendingError::Event { id: event.id.clone(), reason: crate::error::worded(reason) }
}

/// Ids of events that a later event took back, sorted.
pub(super) fn reversed<'e>(events: &[&'e Event]) -> Result<Vec<&'e str>, LendingError> {
    let by_id = |a: &&Event, b: &&Event| a.id < b.id;
    let mut by_ids = events.to_vec();
    sort_by(&mut by_ids, by_id);
    if let Some(pair) = by_ids.windows(2).find(|pair| pair[0].id == pair[1].id) {
        return Err(refuse(pair[1], "two events have this id"));
    }
    let mut reversed = Vec::new();
    for event in events {
        let EventKind::Reversal { of } = &event.kind else {
            continue;
        };
        let known = events
            .iter()
            .find(|e| e.id == *of)
            .ok_or_else(|| refuse(event, reason!("there is no event {of} to reverse")))?;
        let money = matches!(
            known.kind,
            EventKind::Payment { .. }
                | EventKind::Prepayment { .. }
                | EventKind::Credit { .. }
                | EventKind::Refund { .. }
        );
        if !money {
            return Err(refuse(event, reason!("a {} cannot be reversed", known.kind.code())));
        }
        reversed.push(known.id.as_str());
    }
    sort_by(&mut reversed, |a, b| a < b);
    Ok(reversed)
}

/// What is paid out stands in the terms; an event can only say so.
pub(crate) fn confirm_disbursement(terms: &Terms, event: &Event, amount: Option<Money>) -> Result<(), LendingError> {
    let Some(amount) = amount else { return Ok(()) };
    let known = amount == terms.principal() || terms.tranches.iter().any(|(_, a)| *a == amount.minor());
    if known {
        Ok(())
    } else {
        Err(refuse(event, reason!("{amount} is neither the principal nor a tranche of the terms")))
    }
}

impl Book<'_> {
    /// Applies one event. Events come in order of value date.
    pub(super) fn apply(&mut self, event: &Event, reversed: &[&str]) -> Result<(), LendingError> {
        if event.on < self.terms.disbursed_on() {
            return Err(refuse(
                event,
                reason!("{} is before the disbursement on {}", event.on, self.terms.disbursed_on()),
            ));
        }
        let amount = |money: Money| {
            let currency = self.terms.currency();
            if money.currency() != currency {
                return Err(LendingError::CurrencyMismatch(currency.code(), money.currency().code()));
            }
            Ok(money.minor())
        };
        let on = event.on;
        match &event.kind {
            EventKind::Disbursement { amount } => confirm_disbursement(self.terms, event, *amount),
            EventKind::Reversal { .. } => Ok(()),
            EventKind::Payment { amount: a }
            | EventKind::Prepayment { amount: a, .. }
            | EventKind::Credit { amount: a }
            | EventKind::Refund { amount: a }
                if reversed.binary_search(&event.id.as_str()).is_ok() =>
            {
                let split = self.taken_back(event, amount(*a)?);
                self.splits.push(split);
                Ok(())
            }
            EventKind::Payment { amount: a } => {
                let a = amount(*a)?;
                self.advance(on)?;
                self.pay(&event.id, PaymentKind::Payment, a, on)
            }
            EventKind::Credit { amount: a } => {
                let a = amount(*a)?;
                self.advance(on)?;
                self.pay(&event.id, PaymentKind::Credit, a, on)
            }
            EventKind::Prepayment { amount: a, then } => {
                let a = amount(*a)?;
                self.advance(on)?;
                self.prepay(&event.id, a, *then, on)
            }
            EventKind::Refund { amount: a } => {
                let a = amount(*a)?;
                self.advance(on)?;
                self.refund(&event.id, a, on)
            }
            EventKind::Charge { amount: a, .. } => {
                let a = amount(*a)?;
                self.advance(on)?;
                self.charge(a, on)
            }
            EventKind::Waiver { component, amount: a } => {
                let a = a.map(amount).transpose()?;
                self.advance(on)?;
                self.forgive_component(event, *component, a)
            }
            EventKind::RateChange { annual_rate, from } => {
                self.advance(on)?;
                self.change_rate(event, *annual_rate, from.unwrap_or(on))
            }
            EventKind::Modification { change } => {
                self.advance(on)?;
                self.note_settled()?;
                self.modify(change, on, &event.id)
            }
            EventKind::Hold { from, to, what } => {
                self.advance(on)?;
                self.hold(event, *from, *to, *what)
            }
            EventKind::ReAge { installments, first_due_on } => {
                self.advance(on)?;
                self.re_age(event, *installments, *first_due_on)
            }
            EventKind::ReAmortise => {
                self.advance(on)?;
                let index = self.plan.current(on);
                if index >= self.plan.lines.len() {
                    return Err(refuse(event, "the last due date has passed: there is nothing to spread over"));
                }
                self.spread_arrears(index, None, on)?;
                self.adopt(index, on, &event.id)
            }
            EventKind::WriteOff => {
                self.advance(on)?;
                self.written_off.get_or_insert((event.id.clone(), on));
                Ok(())
            }
        }
    }

    fn taken_back(&self, event: &Event, amount: i64) -> Split {
        let kind = match event.kind {
            EventKind::Prepayment { .. } => PaymentKind::Prepayment,
            EventKind::Credit { .. } => PaymentKind::Credit,
            EventKind::Refund { .. } => PaymentKind::Refund,
            _ => PaymentKind::Payment,
        };
        let (event_id, on) = (event.id.clone(), event.on);
        Split {
            event_id,
            kind,
            on,
            amount,
            parts: Vec::new(),
            prepaid: 0,
            prepayment_fee: 0,
            credit: 0,
            reversed: true,
        }
    }

    fn forgive_component(
        &mut self,
        event: &Event,
        component: Component,
        amount: Option<i64>,
    ) -> Result<(), LendingError> {
        if component == Component::Principal {
            return Err(refuse(event, "principal is forgiven by a restructuring, not by a waiver"));
        }
        let owed = self.owed_today(component, event.on)?;
        self.waive(component, amount.unwrap_or(owed), event.on, &event.id)
    }

    /// From `from` on another rate: what is left is levelled again over the remaining installments.
    fn change_rate(&mut self, event: &Event, rate: AnnualRate, from: NaiveDate) -> Result<(), LendingError> {
        if from < event.on {
            return Err(refuse(
                event,
                reason!("the rate changes on {from}, before the event's value date {}", event.on),
            ));
        }
        let index = self.plan.current(from);
        self.plan.rates.set(from, rate);
        self.rate_events.push((event.id.clone(), rate));
        if index >= self.plan.lines.len() {
            return Ok(());
        }
        let balance = self.plan.carried(index, event.on)?;
        let level = match (self.plan.method, self.terms.fixed_installment, self.plan.level_at(index)) {
            (Method::EqualPrincipal | Method::Flat, _, Some(part)) => LevelChoice::Keep(part),
            (Method::Custom, ..) => LevelChoice::Given(self.plan.lines[index..].iter().map(|l| l.principal).collect()),
            _ => LevelChoice::Solve,
        };
        self.lay_from(index, balance, level)?;
        self.adopt(index, event.on, &event.id)
    }

    fn hold(&mut self, event: &Event, from: NaiveDate, to: NaiveDate, what: Hold) -> Result<(), LendingError> {
        if from < event.on {
            return Err(refuse(
                event,
                reason!("the hold begins on {from}, before the event's value date {}", event.on),
            ));
        }
        self.holds.push((from, to, what));
        if what != Hold::Interest {
            return Ok(());
        }
        // Both days are free: no interest over (from − 1, to].
        self.plan.rates.suspend(from.pred_opt().unwrap_or(from), to);
        let index = self.plan.current(from.pred_opt().unwrap_or(from));
        if index >= self.plan.lines.len() {
            return Ok(());
        }
        let balance = self.plan.carried(index, event.on)?;
        let level = match self.plan.method {
            Method::Custom => LevelChoice::Given(self.plan.lines[index..].iter().map(|l| l.principal).collect()),
            _ => self.plan.level_at(index).map_or(LevelChoice::Solve, LevelChoice::Keep),
        };
        self.lay_from(index, balance, level)?;
        self.adopt(index, event.on, &event.id)
    }

    /// Unpaid principal of all installments moves to `count` new ones; other overdue amounts stay due.
    fn re_age(&mut self, event: &Event, count: u32, first_due_on: Option<NaiveDate>) -> Result<(), LendingError> {
        let on = event.on;
        let index = self.plan.current(on);
        let mut balance = self.plan.carried(index, on)?;
        for i in self.first_open..index {
            let owed = self.remaining(i, on)?.principal;
            self.tallies[i].moved.principal = add(self.tallies[i].moved.principal, owed)?;
            balance = add(balance, owed)?;
            self.mark_if_settled(i, on)?;
        }
        let last =
            self.plan.lines.last().map(|l| l.span).ok_or_else(|| refuse(event, "the loan has no installments"))?;
        let running = self.plan.lines.get(index).map(|l| l.span);
        if running.is_some() {
            self.plan.accrue_to(index, on)?;
        }
        let (n, mut slot) = running.map_or((last.n + 1, last.slot + 1), |s| (s.n, s.slot));
        if let Some(first) = first_due_on {
            if first <= on {
                return Err(refuse(event, reason!("the first new due date {first} is not after {on}")));
            }
            let dates = &mut self.plan.dates;
            dates.imposed.clear();
            dates.grid = Grid { anchor: first, anchor_slot: slot, day: chrono::Datelike::day(&first), ..dates.grid };
        }
        while self.plan.dates.grid.date(slot)? <= on {
            slot += 1;
        }
        let count = count.min(crate::MAX_INSTALLMENTS + 1);
        let spans = self.plan.dates.spans(self.terms, n, slot, count, running.map_or(on, |s| s.from))?;
        self.plan.flat_base = add(balance, self.undisbursed(on)?)?;
        let locked_total = self.locked_total(index)?;
        self.plan.lay(Rest { index, spans, balance, level: LevelChoice::Solve, locked_total })?;
        self.adopt(index, on, &event.id)
    }

    /// Writes down the day on which nothing was left to pay.
    pub(super) fn note_settled(&mut self) -> Result<(), LendingError> {
        let all = self.tallies.iter().all(|t| t.paid_on.is_some());
        self.settled_on = if all { self.tallies.iter().filter_map(|t| t.paid_on).max() } else { None };
        Ok(())
    }
}
