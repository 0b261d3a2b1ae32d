//! Applying a change to the book of a loan.

use chrono::{Datelike, Days, NaiveDate};

use super::change::refuse;
use super::{Arrears, Change, DeferredInterest};
use crate::LendingError;
use crate::calendar::{Grid, shift_months};
use crate::event::Hold;
use crate::exact::{add, sub};
use crate::replay::Book;
use crate::schedule::{InterestRule, LevelChoice, LineRule, Rest, Span};
use crate::terms::{InterestBy, Method, Unit};

impl Book<'_> {
    /// Applies a change on a day; the book must have been advanced to it.
    pub(crate) fn modify(&mut self, change: &Change, on: NaiveDate, event_id: &str) -> Result<(), LendingError> {
        change.check(self.terms.currency())?;
        if self.written_off.is_some() || self.settled_on.is_some() {
            return Err(refuse("kind", "the loan is closed"));
        }
        self.waive_shares(change, on, event_id)?;
        if let Some(days) = change.cure_days {
            let to = on.checked_add_days(Days::new(u64::from(days))).ok_or_else(|| LendingError::date("cure_days"))?;
            let first = on.succ_opt().unwrap_or(on);
            self.holds.push((first, to, Hold::Penalty));
            self.holds.push((first, to, Hold::Dunning));
        }
        let index = self.plan.current(change.from.map_or(on, |from| from.max(on)));
        let changes_plan = change.added_installments() > 0
            || change.annual_rate.is_some()
            || change.holiday.unwrap_or(0) > 0
            || change.interest_only.unwrap_or(0) > 0
            || change.forgive_principal.is_some()
            || change.due_day.is_some();
        let spread = change.arrears == Some(Arrears::Spread);
        let capitalise = change.arrears == Some(Arrears::Capitalise);
        if !changes_plan && !spread && !capitalise {
            return Ok(());
        }
        if index >= self.plan.lines.len() {
            if self.plan.current(on) < index {
                return Err(refuse("from", "lies behind the last due date"));
            }
            return self.revive(change, on, event_id);
        }
        let moves_balance = spread || capitalise || change.forgive_principal.is_some();
        if moves_balance && index > self.plan.current(on) {
            // What is owed today cannot change only from an installment on that has not begun.
            return Err(refuse("from", "arrears and forgiven principal change the plan from the day of the change on"));
        }
        if spread {
            self.spread_arrears(index, change.spread_over, on)?;
        }
        if changes_plan || capitalise {
            self.lay_again(change, index, on, event_id)?;
        } else {
            return self.adopt(index, on, event_id);
        }
        self.adopt(index, on, event_id)
    }

    /// Lays out the lines from `index` on with the levers of the change.
    fn lay_again(&mut self, change: &Change, index: usize, on: NaiveDate, event_id: &str) -> Result<(), LendingError> {
        let mut balance = self.plan.carried(index, on)?;
        let running = self.plan.lines[index].span.from <= on;
        if running {
            self.plan.accrue_to(index, on)?;
        }
        if change.arrears == Some(Arrears::Capitalise) {
            let moved = self.move_arrears(on)?;
            balance = add(balance, moved.total()?)?;
            self.capitalised_arrears(event_id, on, moved);
        }
        balance = self.forgive(change.forgiven(self.terms.currency())?, index, balance, on, event_id)?;
        if let Some(rate) = change.annual_rate {
            let from = change.from.map_or(on, |from| from.max(on));
            self.plan.rates.set(from, rate);
            self.rate_events.push((event_id.to_owned(), rate));
        }
        let locked = self.locked_total(index)?;
        let spans = self.changed_spans(change, index, on, usize::from(locked.is_some()))?;
        let level = self.changed_level(change, index, &spans)?;
        self.plan.lay(Rest { index, spans, balance, level, locked_total: locked })
    }

    /// Dates and rules of the lines from `index` on. `first` is the first line that may be spared something.
    fn changed_spans(
        &mut self,
        change: &Change,
        index: usize,
        on: NaiveDate,
        first: usize,
    ) -> Result<Vec<Span>, LendingError> {
        let mut spans = self.plan.spans_from(index);
        if let Some(day) = change.due_day {
            self.move_due_day(day, &mut spans, on, first)?;
        }
        let added = change.added_installments();
        if added > 0 {
            self.append_spans(&mut spans, added)?;
        }
        let spare = |spans: &mut [Span], from: usize, count: u32, interest: InterestRule| {
            for span in spans.iter_mut().skip(from).take(count as usize) {
                let free = span.rule.interest == InterestRule::Free;
                span.rule = LineRule { principal: false, interest: if free { InterestRule::Free } else { interest } };
            }
        };
        let deferred = change.defer_installments.unwrap_or(0);
        let holiday = change.holiday.unwrap_or(0);
        let interest_only = change.interest_only.unwrap_or(0);
        let spared = u64::from(deferred) + u64::from(holiday) + u64::from(interest_only);
        if self.plan.method != Method::Bullet && spared + first as u64 >= spans.len() as u64 {
            return Err(refuse(
                "kind",
                reason!("{spared} installments spared of {}: none is left to repay", spans.len()),
            ));
        }
        let rule = match change.deferred_interest.unwrap_or_default() {
            DeferredInterest::Pay => InterestRule::Pay,
            DeferredInterest::Capitalise => InterestRule::Capitalise,
        };
        spare(&mut spans, first, deferred, rule);
        spare(&mut spans, first + deferred as usize, holiday, InterestRule::Capitalise);
        spare(&mut spans, first + (deferred + holiday) as usize, interest_only, InterestRule::Pay);
        Ok(spans)
    }

    /// More lines behind the last; a bullet loan's one line simply ends later.
    pub(crate) fn append_spans(&self, spans: &mut Vec<Span>, count: u32) -> Result<(), LendingError> {
        let terms = self.terms;
        let Some(last) = spans.last().copied() else {
            return Ok(());
        };
        if u64::from(last.n) + u64::from(count) > u64::from(crate::MAX_INSTALLMENTS) {
            return Err(LendingError::Limit { field: "extra_installments", limit: crate::Limit::Installments });
        }
        if self.plan.method == Method::Bullet {
            let longer = self.plan.dates.whole_span(terms, last.n, last.slot + count, last.from)?;
            if let Some(span) = spans.last_mut() {
                *span = longer;
            }
            return Ok(());
        }
        spans.append(&mut self.plan.dates.spans(terms, last.n + 1, last.slot + 1, count, last.due_on)?);
        Ok(())
    }

    /// From the first line on, due dates fall on another day of the month; that line is longer or shorter.
    fn move_due_day(&mut self, day: u32, spans: &mut [Span], on: NaiveDate, first: usize) -> Result<(), LendingError> {
        if !matches!(self.terms.unit(), Unit::Month | Unit::Year) {
            return Err(refuse("due_day", "only loans by month or year have a due day"));
        }
        let Some(head) = spans.get(first).copied() else {
            return Ok(());
        };
        let mut anchor = shift_months(head.due_on, 0, day)?;
        while anchor <= on.max(head.from) || anchor < head.due_on && crate::day_count::actual(head.from, anchor) < 15 {
            anchor = shift_months(anchor, 1, day)?;
        }
        let dates = &mut self.plan.dates;
        dates.imposed.truncate((head.slot as usize).saturating_sub(1));
        dates.grid = Grid { anchor, anchor_slot: head.slot, day, ..dates.grid };
        let mut previous = head.from;
        for span in spans.iter_mut().skip(first) {
            let moved = if self.plan.method == Method::Bullet {
                self.plan.dates.whole_span(self.terms, span.n, span.slot, span.from)?
            } else {
                self.plan.dates.span(self.terms, span.n, span.slot, previous, span.rule)?
            };
            *span = moved;
            previous = span.due_on;
        }
        Ok(())
    }

    /// A pure deferral keeps the installment: the same rows come later. Everything else levels again.
    fn changed_level(&self, change: &Change, index: usize, spans: &[Span]) -> Result<LevelChoice, LendingError> {
        let deferred = change.defer_installments.unwrap_or(0) as usize;
        let only_deferred = deferred > 0
            && change.extra_installments.unwrap_or(0) == 0
            && change.deferred_interest.unwrap_or_default() == DeferredInterest::Pay
            && change.annual_rate.is_none()
            && change.holiday.is_none()
            && change.interest_only.is_none()
            && change.forgive_principal.is_none()
            && change.due_day.is_none()
            && change.arrears != Some(Arrears::Capitalise);
        let only_dates = change.due_day.is_some() && change.added_installments() == 0;
        match self.plan.method {
            Method::Custom if only_deferred || only_dates => {
                let mut parts = vec![0; deferred];
                parts.extend(self.plan.lines[index..].iter().map(|l| l.principal));
                Ok(LevelChoice::Given(parts))
            }
            Method::EqualInstallment
                if only_deferred
                    && self.terms.interest_by() == InterestBy::ByPeriod
                    && spans.iter().all(|s| s.regular) =>
            {
                Ok(self.plan.level_at(index).map_or(LevelChoice::Solve, LevelChoice::Keep))
            }
            Method::EqualPrincipal | Method::Flat if only_deferred || only_dates => {
                Ok(self.plan.level_at(index).map_or(LevelChoice::Solve, LevelChoice::Keep))
            }
            _ => Ok(LevelChoice::Solve),
        }
    }

    /// After the last due date there is nothing left to lay out: overdue amounts become new installments.
    fn revive(&mut self, change: &Change, on: NaiveDate, event_id: &str) -> Result<(), LendingError> {
        let added = change.added_installments();
        if added == 0 {
            return Err(refuse("extra_installments", "the last due date has passed: a change must add installments"));
        }
        let index = self.plan.lines.len();
        if index as u64 + u64::from(added) > u64::from(crate::MAX_INSTALLMENTS) {
            return Err(LendingError::Limit { field: "extra_installments", limit: crate::Limit::Installments });
        }
        let moved = self.move_arrears(on)?;
        self.capitalised_arrears(event_id, on, moved);
        let balance = self.forgive(change.forgiven(self.terms.currency())?, index, moved.total()?, on, event_id)?;
        if let Some(rate) = change.annual_rate {
            self.plan.rates.set(on, rate);
            self.rate_events.push((event_id.to_owned(), rate));
        }
        let last =
            self.plan.lines.last().map(|l| l.span).ok_or_else(|| refuse("kind", "the loan has no installments"))?;
        let mut slot = last.slot + 1;
        while self.plan.dates.grid.date(slot)? <= on {
            slot += 1;
        }
        if let Some(day) = change.due_day {
            let mut anchor = shift_months(self.plan.dates.grid.date(slot)?, 0, day)?;
            if anchor <= on {
                anchor = shift_months(anchor, 1, day)?;
            }
            self.plan.dates.grid =
                Grid { anchor, anchor_slot: slot, day: day.max(anchor.day()), ..self.plan.dates.grid };
        }
        let dates = &self.plan.dates;
        let mut spans = dates.spans(self.terms, last.n + 1, slot, added, on)?;
        if self.plan.method == Method::Bullet {
            spans = vec![dates.whole_span(self.terms, last.n + 1, slot + added - 1, on)?];
        }
        self.plan.flat_base = balance;
        self.plan.lay(Rest { index, spans, balance, level: LevelChoice::Solve, locked_total: None })?;
        self.adopt(index, on, event_id)
    }

    /// Forgives principal: first what is not due yet, then what is overdue. Returns the balance that stays.
    fn forgive(
        &mut self,
        amount: i64,
        index: usize,
        balance: i64,
        on: NaiveDate,
        event_id: &str,
    ) -> Result<i64, LendingError> {
        if amount == 0 {
            return Ok(balance);
        }
        let early = amount.min(balance);
        let mut rest = sub(amount, early)?;
        for i in self.first_open..index {
            let part = self.remaining(i, on)?.principal.min(rest);
            self.tallies[i].waived.principal = add(self.tallies[i].waived.principal, part)?;
            rest -= part;
            self.mark_if_settled(i, on)?;
        }
        if rest > 0 {
            return Err(refuse(
                "forgive_principal",
                reason!("{} more than the principal owed", self.terms.money(rest)),
            ));
        }
        self.forgiven = add(self.forgiven, early)?;
        self.plan.flat_base = (self.plan.flat_base - early).max(self.undisbursed(on)?);
        self.waivers.push((
            event_id.to_owned(),
            on,
            crate::allocation::Amounts { principal: amount, ..Default::default() },
        ));
        Ok(balance - early)
    }
}
