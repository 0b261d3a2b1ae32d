//! From the book to the answer.

use chrono::NaiveDate;

use super::Book;
use super::book::Split;
use super::standing::Standing;
use super::state::{Booking, BookingKind, Components, NextDue, Part, PaymentSplit, RowStatus, State, StateRow};
use crate::LendingError;
use crate::allocation::Amounts;
use crate::arrears::Buckets;
use crate::event::Hold;
use crate::exact::{add, sub};
use crate::schedule::Row;
use crate::terms::Terms;

impl Components {
    pub(crate) fn of(amounts: &Amounts, terms: &Terms) -> Result<Components, LendingError> {
        Ok(Components {
            principal: terms.money(amounts.principal),
            interest: terms.money(amounts.interest),
            fee: terms.money(amounts.fee),
            compound: terms.money(amounts.compound),
            penalty: terms.money(amounts.penalty),
            total: terms.money(amounts.total()?),
        })
    }
}

impl Book<'_> {
    /// The loan on `as_of`; the book must have been advanced to it.
    pub fn report(mut self, as_of: NaiveDate) -> Result<State, LendingError> {
        self.note_settled()?;
        let Standing { status, rows, final_due_on, next_due, overdue, days_past_due, total_cost, .. } =
            self.standing(as_of)?;
        let outstanding = self.outstanding(as_of)?;
        let credit = self.credit_balance()?;
        let terms = self.terms;
        let due_today = self.due_today(as_of)?;
        let due_now = sub(add(overdue.total()?, due_today)?, credit)?.max(0);
        let written_off = match self.written_off {
            Some(_) => add(outstanding.principal, self.forgiven_principal()?)?,
            None => self.forgiven_principal()?,
        };
        let state = State {
            as_of,
            status,
            closed_on: self.written_off.as_ref().map(|(_, on)| *on).or(self.settled_on),
            next_due,
            outstanding: Components::of(&outstanding, terms)?,
            overdue: Components::of(&overdue, terms)?,
            days_past_due,
            bucket: Buckets::default().of(days_past_due).to_owned(),
            credit_balance: terms.money(credit),
            due_now: terms.money(due_now),
            penalty_per_day: terms.money(self.penalty_per_day(as_of)?),
            bookings: self.bookings(as_of, &outstanding)?,
            payments: self.splits.iter().map(|s| s.report(terms)).collect(),
            final_due_on,
            paid_so_far: Components::of(&self.paid_so_far()?, terms)?,
            total_cost: terms.money(total_cost),
            written_off: terms.money(written_off),
            holds: [Hold::Penalty, Hold::Interest, Hold::Dunning]
                .into_iter()
                .filter(|h| self.held(as_of, *h))
                .collect(),
            annual_rate: self.plan.rates.on(as_of),
            installment: self
                .plan
                .level_at(self.plan.current(as_of))
                .filter(|_| self.plan.method == crate::terms::Method::EqualInstallment)
                .map(|l| terms.money(l)),
            rows,
            versions: self.versions,
        };
        Ok(state)
    }

    pub(super) fn row(&self, index: usize, as_of: NaiveDate) -> Result<StateRow, LendingError> {
        let (line, tally, terms) = (&self.plan.lines[index], &self.tallies[index], self.terms);
        let asked = self.asked(index, as_of)?.less(&tally.moved);
        let remaining = self.remaining(index, as_of)?;
        let moved = !tally.moved.is_zero();
        let status = match (tally.paid_on, line.span.due_on.cmp(&as_of)) {
            (Some(_), _) if moved => RowStatus::Moved,
            (Some(on), _) if on > line.span.due_on => RowStatus::PaidLate,
            (Some(_), _) => RowStatus::Paid,
            (None, std::cmp::Ordering::Less) => RowStatus::Late,
            (None, std::cmp::Ordering::Equal) => RowStatus::Due,
            (None, _) if !tally.paid.is_zero() => RowStatus::PartlyPaid,
            _ => RowStatus::Upcoming,
        };
        let plan = Row::of(line, terms)?;
        let total = add(add(asked.principal, asked.interest)?, asked.fee)?;
        Ok(StateRow {
            n: plan.n,
            from: plan.from,
            due_on: plan.due_on,
            days: plan.days,
            principal: terms.money(asked.principal),
            interest: terms.money(asked.interest),
            fee: terms.money(asked.fee),
            total: terms.money(total),
            balance: terms.money(add(line.balance, self.spread_after(index)?)?),
            capitalised: terms.money(line.capitalised),
            paid: Components::of(&tally.paid, terms)?,
            waived: Components::of(&tally.waived, terms)?,
            penalty: terms.money(asked.penalty),
            compound: terms.money(asked.compound),
            remaining: Components::of(&remaining, terms)?,
            status,
            paid_on: tally.paid_on.filter(|_| !moved),
            version: tally.version,
        })
    }

    /// Principal of arrears that was spread over later lines.
    fn spread_after(&self, index: usize) -> Result<i64, LendingError> {
        self.tallies[index + 1..].iter().try_fold(0, |sum, t| add(sum, t.extra.principal))
    }

    /// Owed in all on that day ([`State::outstanding`]).
    pub fn outstanding(&self, on: NaiveDate) -> Result<Amounts, LendingError> {
        #[cfg(feature = "profiles")]
        if let Some(told) = self.told {
            let owed = told.settlement.owed;
            return Ok(Amounts { principal: add(owed.principal, told.settlement.early)?, ..owed });
        }
        let current = self.plan.current(on);
        let mut sum = Amounts::default();
        for i in (self.first_open..current).filter(|i| self.tallies[*i].paid_on.is_none()) {
            sum = sum.plus(&self.remaining(i, on)?)?;
        }
        // Lines to come count also where nothing is left to pay on them: their interest may go to the principal
        // or to a later line.
        for i in current..self.plan.lines.len() {
            let owed = self.remaining(i, on)?;
            let tally = &self.tallies[i];
            sum.principal = add(sum.principal, sub(owed.principal, self.plan.lines[i].capitalised)?)?;
            // Only charges and what has accrued is owed yet.
            sum.fee = add(sum.fee, tally.extra.fee.min(owed.fee))?;
            sum.penalty = add(sum.penalty, owed.penalty)?;
            sum.compound = add(sum.compound, owed.compound)?;
            let mut accrued = tally.extra.interest;
            if i == current {
                accrued = add(accrued, add(self.earned(i, on)?, self.plan.deferred(i)?)?)?;
            }
            let open = sub(accrued, add(tally.paid.interest, tally.waived.interest)?)?;
            sum.interest = add(sum.interest, open.max(0))?;
        }
        sum.principal = sub(sum.principal, self.undisbursed(on)?)?;
        Ok(sum)
    }

    pub(super) fn overdue(&self, on: NaiveDate) -> Result<Amounts, LendingError> {
        let mut sum = Amounts::default();
        for i in self.first_open..self.plan.lines.len() {
            if self.plan.lines[i].span.due_on >= on {
                break;
            }
            sum = sum.plus(&self.remaining(i, on)?)?;
        }
        Ok(sum)
    }

    /// Everything for the ledger that is no payment.
    fn bookings(&self, as_of: NaiveDate, outstanding: &Amounts) -> Result<Vec<Booking>, LendingError> {
        let terms = self.terms;
        let mut bookings = Vec::new();
        let mut put = |key: String, on: NaiveDate, kind: BookingKind, amounts: &Amounts| {
            bookings.push(Booking { key, on, kind, amounts: Components::of(amounts, terms)? });
            Ok::<(), LendingError>(())
        };
        let principal = |minor: i64| Amounts { principal: minor, ..Amounts::default() };
        put(
            "disbursement".to_owned(),
            terms.disbursed_on(),
            BookingKind::Disbursed,
            &principal(terms.principal().minor()),
        )?;
        for (k, (on, amount)) in terms.tranches.iter().enumerate().filter(|(_, (on, _))| *on <= as_of) {
            put(format!("disbursement/{}", k + 2), *on, BookingKind::Disbursed, &principal(*amount))?;
        }
        for line in self.plan.lines.iter().filter(|l| l.capitalised > 0 && l.span.due_on <= as_of) {
            let interest = Amounts { interest: line.capitalised, ..Amounts::default() };
            put(format!("capitalised/{}", line.span.n), line.span.due_on, BookingKind::Capitalised, &interest)?;
        }
        for (k, (id, on, amounts)) in self.capitalised.iter().enumerate() {
            put(format!("{id}/capitalised/{k}"), *on, BookingKind::Capitalised, amounts)?;
        }
        for (k, (id, on, amounts)) in self.reclassified.iter().enumerate() {
            put(format!("{id}/reclassified/{k}"), *on, BookingKind::Reclassified, amounts)?;
        }
        for (k, (id, on, amounts)) in self.waivers.iter().enumerate().filter(|(_, w)| w.2.principal > 0) {
            put(format!("{id}/forgiven/{k}"), *on, BookingKind::Forgiven, &principal(amounts.principal))?;
        }
        if let Some((id, on)) = &self.written_off {
            put(format!("{id}/written-off"), *on, BookingKind::WrittenOff, &principal(outstanding.principal))?;
        }
        bookings.sort_by_key(|b| b.on);
        Ok(bookings)
    }

    /// Principal of tranches that the contract names and that are not paid out yet.
    pub fn undisbursed(&self, on: NaiveDate) -> Result<i64, LendingError> {
        self.terms.tranches.iter().filter(|(day, _)| *day > on).try_fold(0, |sum, (_, amount)| add(sum, *amount))
    }

    fn due_today(&self, on: NaiveDate) -> Result<i64, LendingError> {
        let today = (self.first_open..self.plan.lines.len()).filter(|i| self.plan.lines[*i].span.due_on == on);
        today.map(|i| self.remaining(i, on)?.total()).try_fold(0, |sum, part| add(sum, part?))
    }

    pub(super) fn next_due(&self, on: NaiveDate, credit: i64) -> Result<Option<NextDue>, LendingError> {
        let next = (self.first_open..self.plan.lines.len())
            .find(|i| self.plan.lines[*i].span.due_on >= on && self.tallies[*i].paid_on.is_none());
        let Some(i) = next else { return Ok(None) };
        let amount = self.remaining(i, on)?.total()?;
        let span = &self.plan.lines[i].span;
        let to_pay = sub(amount, credit)?.max(0);
        Ok(Some(NextDue {
            n: span.n,
            due_on: span.due_on,
            amount: self.terms.money(amount),
            to_pay: self.terms.money(to_pay),
        }))
    }

    pub(crate) fn credit_balance(&self) -> Result<i64, LendingError> {
        self.credit.iter().try_fold(0, |sum, (_, amount)| add(sum, *amount))
    }

    fn forgiven_principal(&self) -> Result<i64, LendingError> {
        self.tallies.iter().try_fold(self.forgiven, |sum, t| add(sum, t.waived.principal))
    }

    fn paid_so_far(&self) -> Result<Amounts, LendingError> {
        let start = Amounts { principal: self.prepaid, fee: self.prepayment_fees, ..Amounts::default() };
        self.tallies.iter().try_fold(start, |sum, t| sum.plus(&t.paid))
    }

    /// Interest, fees and penalty over the whole life.
    pub(super) fn total_cost(&self, on: NaiveDate) -> Result<i64, LendingError> {
        let mut sum = self.prepayment_fees;
        for i in 0..self.plan.lines.len() {
            let tally = &self.tallies[i];
            let cost = self.asked(i, on)?.less(&tally.waived).less(&tally.moved);
            sum = add(sum, add(Amounts { principal: 0, ..cost }.total()?, self.plan.lines[i].capitalised)?)?;
        }
        for (_, _, amounts) in &self.capitalised {
            sum = add(sum, amounts.total()?)?;
        }
        Ok(sum)
    }

    /// What one more day adds.
    fn penalty_per_day(&self, on: NaiveDate) -> Result<i64, LendingError> {
        let Some(tomorrow) = on.succ_opt() else {
            return Ok(0);
        };
        if self.overdue(on)?.is_zero() {
            return Ok(0);
        }
        let late = |book: &Book<'_>| -> Result<i64, LendingError> {
            let mut sum = 0;
            for i in book.first_open..book.plan.current(on.pred_opt().unwrap_or(on)) {
                let owed = book.remaining(i, on)?;
                sum = add(sum, add(owed.penalty, owed.compound)?)?;
            }
            Ok(sum)
        };
        let mut next = self.clone();
        next.accrue_penalty(tomorrow)?;
        Ok((late(&next)? - late(self)?).max(0))
    }
}

impl Split {
    fn report(&self, terms: &Terms) -> PaymentSplit {
        let part = |(n, a): &(u32, Amounts)| Part {
            n: *n,
            penalty: terms.money(a.penalty),
            fee: terms.money(a.fee),
            compound: terms.money(a.compound),
            interest: terms.money(a.interest),
            principal: terms.money(a.principal),
        };
        PaymentSplit {
            event_id: self.event_id.clone(),
            kind: self.kind,
            on: self.on,
            amount: terms.money(self.amount),
            parts: self.parts.iter().map(part).collect(),
            prepaid: terms.money(self.prepaid),
            prepayment_fee: terms.money(self.prepayment_fee),
            credit: terms.money(self.credit),
            reversed: self.reversed,
        }
    }
}
