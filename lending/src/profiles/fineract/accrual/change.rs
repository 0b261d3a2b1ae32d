//! What happens to the loan: money out, money in, new rates, pauses, moved dates, more installments.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::Accrual;
use super::period::Period;
use crate::LendingError;
use crate::exact::add;

impl Accrual {
    /// Money paid out.
    pub fn disburse(&mut self, on: NaiveDate, amount: i64) -> Result<(), LendingError> {
        let begun = self.periods.iter().find(|p| p.due > on).filter(|_| self.basis.whole_periods);
        let on = begun.map_or(on, |p| p.from);
        match self.change(on, amount, 0)? {
            Some(k) => self.level(self.first_affected(k, on), true),
            None => Err(crate::apr::bad("events", format!("money paid out on {on}, outside of the loan's periods"))),
        }
    }

    /// A change on a due date concerns the next installment.
    fn first_affected(&self, k: usize, day: NaiveDate) -> NaiveDate {
        let due = self.periods[k].due;
        self.periods.get(k + 1).filter(|_| due == day).map_or(due, |next| next.due)
    }

    /// A new rate "from a day" is charged for that day too: it takes effect at the end of the day before.
    pub fn change_rate(&mut self, from: NaiveDate, rate: Decimal) -> Result<(), LendingError> {
        let eve = from.pred_opt().unwrap_or(from);
        self.rates.push((eve, rate));
        self.level_from(eve)
    }

    fn level_from(&mut self, day: NaiveDate) -> Result<(), LendingError> {
        // A change of the first day concerns all installments.
        if let Some(first) = self.periods.first().filter(|p| day < p.from) {
            return self.level(first.due, false);
        }
        match self.change(day, 0, 0)? {
            Some(k) => self.level(self.first_affected(k, day), false),
            None => Ok(()),
        }
    }

    /// No interest from one day to another, both included; installments stay, the last one shrinks.
    pub fn pause(&mut self, start: NaiveDate, end: NaiveDate) -> Result<(), LendingError> {
        let touched: Vec<usize> =
            (0..self.periods.len()).filter(|k| self.periods[*k].from < end && start <= self.periods[*k].due).collect();
        for k in &touched {
            self.periods[*k].pause(start.pred_opt().unwrap_or(start), end);
        }
        let Some(from) = touched.first().map(|k| self.periods[*k].from) else { return Ok(()) };
        let first = self.periods.iter().position(|p| p.due >= from).unwrap_or(0);
        (first..self.periods.len()).try_for_each(|k| self.factors(k))?;
        self.refresh()?;
        self.settle_last(from)
    }

    /// More installments; those from the one that `from` falls to are levelled anew.
    pub fn extend(&mut self, from: NaiveDate, added: &[(NaiveDate, NaiveDate)]) -> Result<(), LendingError> {
        self.periods.extend(added.iter().map(|(from, due)| Period::empty(*from, *due)));
        self.level_from(from.pred_opt().unwrap_or(from))
    }

    /// Other due dates from the kth period on; the installments stay.
    pub fn move_due_dates(&mut self, k: usize, dates: &[NaiveDate]) -> Result<(), LendingError> {
        let Some(old) = self.periods.get(k).map(|p| p.due) else { return Ok(()) };
        for (i, due) in dates.iter().enumerate() {
            let from = if i == 0 { None } else { Some(self.periods[k + i - 1].due) };
            let Some(period) = self.periods.get_mut(k + i) else { break };
            period.due = *due;
            if let Some(segment) = period.segments.last_mut() {
                segment.due = *due;
            }
            if let Some(from) = from {
                period.from = from;
                if let Some(segment) = period.segments.first_mut() {
                    segment.from = from;
                }
            }
        }
        (k..self.periods.len()).try_for_each(|k| self.factors(k))?;
        self.refresh()?;
        self.settle_last(old)
    }

    /// Principal paid for a period.
    pub fn pay_principal(&mut self, k: usize, on: NaiveDate, amount: i64) -> Result<(), LendingError> {
        if amount == 0 {
            return Ok(());
        }
        let period = &mut self.periods[k];
        period.paid.principal = add(period.paid.principal, amount)?;
        // Paid late it counts from the due date: overdue principal's interest is carried apart.
        let (from, day) = (period.from, on.min(period.due));
        if let Some(cut) = self.change(day, 0, -amount)? {
            self.factors(cut)?;
            self.refresh()?;
            self.settle_last(day)?;
        }
        let several = self.periods.iter().filter(|p| !p.is_paid()).count() > 1;
        let period = &mut self.periods[k];
        let paid = period.paid.total();
        if several && on < from && (paid > period.whole() || paid == period.original) {
            period.level = paid;
        }
        self.settle_last(day)
    }

    /// Interest paid for a period.
    pub fn pay_interest(&mut self, k: usize, on: NaiveDate, amount: i64) -> Result<(), LendingError> {
        let open = self.periods.iter().rposition(|p| !p.is_paid());
        if open == Some(k) && k + 1 < self.periods.len() && self.periods[k].due <= on {
            self.bring_interest_forward(k, on)?;
        }
        let paid = &mut self.periods[k].paid;
        paid.interest = add(paid.interest, amount)?;
        self.refresh()?;
        self.settle_last(on)
    }
}

impl Period {
    fn pause(&mut self, after: NaiveDate, end: NaiveDate) {
        let (start, end) = (after.max(self.from), end.min(self.due));
        if !self.segments.iter().any(|s| s.from == start) {
            self.cut(start);
        }
        if !self.segments.iter().any(|s| s.due == end) {
            self.cut(end);
        }
        for segment in self.segments.iter_mut().filter(|s| start <= s.from && s.due <= end) {
            segment.paused = true;
        }
    }
}
