//! One day's lines.

use chrono::NaiveDate;

use super::standing::Standing;
use super::{Line, Parts, What};
use crate::LendingError;
use crate::allocation::Amounts;
use crate::event::{Event, EventKind};
use crate::exact::{add, sub};
use crate::money::Money;
use crate::replay::{Book, PaymentKind, Split};
use crate::terms::{Component, Terms};

/// A day on which something happened, with the book at its end.
pub(super) struct Day<'d, 't> {
    pub terms: &'d Terms,
    pub events: &'d [&'t Event],
    pub book: &'d Book<'t>,
    pub on: NaiveDate,
    pub before: &'d Standing,
}

/// The lines as they are written, with the balance so far.
struct Writer<'l> {
    lines: &'l mut Vec<Line>,
    terms: &'l Terms,
    on: NaiveDate,
    balance: i64,
}

impl Writer<'_> {
    /// `change` is what the line adds to the balance; below zero it is a credit.
    fn put(&mut self, what: What, change: i64, parts: Option<Parts>) -> Result<(), LendingError> {
        self.write(what, change.max(0), sub(0, change.min(0))?, parts)
    }

    fn write(&mut self, what: What, debit: i64, credit: i64, parts: Option<Parts>) -> Result<(), LendingError> {
        self.balance = sub(add(self.balance, debit)?, credit)?;
        let money = |minor| self.terms.money(minor);
        let (debit, credit, balance) = (money(debit), money(credit), money(self.balance));
        self.lines.push(Line { on: self.on, what, debit, credit, parts, balance });
        Ok(())
    }
}

impl Day<'_, '_> {
    /// Writes the day's lines and returns how the loan stands at its end.
    pub fn tell(&self, lines: &mut Vec<Line>) -> Result<Standing, LendingError> {
        let after = Standing::of(self.book, self.on)?;
        let mut write = Writer { lines, terms: self.terms, on: self.on, balance: self.before.balance()? };
        self.disbursed(&mut write)?;
        self.penalty(&after, &mut write)?;
        self.fell_due(&mut write)?;
        for split in self.splits().filter(|split| split.kind == PaymentKind::CreditUsed) {
            write.put(What::CreditUsed, 0, Some(self.parts_of(split)?))?;
        }
        for event in self.events {
            self.event(event, &mut write)?;
        }
        self.rest(&after, &mut write)?;
        Ok(after)
    }

    fn money(&self, minor: i64) -> Money {
        self.terms.money(minor)
    }

    fn parts(&self, amounts: &Amounts, credit: i64) -> Parts {
        let money = |component| self.money(amounts.get(component));
        Parts {
            principal: money(Component::Principal),
            interest: money(Component::Interest),
            fee: money(Component::Fee),
            compound: money(Component::Compound),
            penalty: money(Component::Penalty),
            credit_balance: self.money(credit),
        }
    }

    fn parts_of(&self, split: &Split) -> Result<Parts, LendingError> {
        let start = Amounts { principal: split.prepaid, fee: split.prepayment_fee, ..Amounts::default() };
        let all = split.parts.iter().try_fold(start, |sum, (_, part)| sum.plus(part))?;
        // Used credit is no longer credit; what a payment left over is.
        let credit = if split.kind == PaymentKind::CreditUsed { sub(0, split.amount)? } else { split.credit };
        Ok(self.parts(&all, credit))
    }

    fn splits(&self) -> impl Iterator<Item = &Split> {
        self.book.splits.iter().filter(|split| split.on == self.on)
    }

    fn disbursed(&self, write: &mut Writer<'_>) -> Result<(), LendingError> {
        if self.terms.disbursed_on() == self.on {
            write.put(What::Disbursed, self.terms.principal().minor(), None)?;
        }
        for (_, amount) in self.terms.tranches.iter().filter(|(on, _)| *on == self.on) {
            write.put(What::Disbursed, *amount, None)?;
        }
        Ok(())
    }

    fn penalty(&self, after: &Standing, write: &mut Writer<'_>) -> Result<(), LendingError> {
        let run = after.run.minus(&self.before.run);
        let sum = run.total()?;
        if sum == 0 {
            return Ok(());
        }
        // What was taken back today may have made earlier days late: their penalty comes all at once.
        let what = if self.takes_back() { What::WorkedOutAgain } else { What::Penalty };
        let parts = (run.compound != 0 || self.takes_back()).then(|| self.parts(&run, 0));
        write.put(what, sum, parts)
    }

    fn takes_back(&self) -> bool {
        self.events.iter().any(|event| matches!(event.kind, EventKind::Reversal { .. }))
    }

    fn fell_due(&self, write: &mut Writer<'_>) -> Result<(), LendingError> {
        for (line, tally) in self.book.plan.lines.iter().zip(&self.book.tallies) {
            if line.span.due_on != self.on || self.on == self.terms.disbursed_on() {
                continue;
            }
            let n = line.span.n;
            let own = Amounts { interest: line.interest, fee: line.fee, ..Amounts::default() };
            let asked = own.plus(&tally.extra)?.less(&tally.moved).total()?;
            let asked = self.money(add(asked, line.principal)?);
            write.put(What::Due { n, asked }, own.total()?, Some(self.parts(&own, 0)))?;
            if line.capitalised > 0 {
                write.put(What::Capitalised { n }, line.capitalised, None)?;
            }
        }
        Ok(())
    }

    fn event(&self, event: &Event, write: &mut Writer<'_>) -> Result<(), LendingError> {
        match &event.kind {
            // The contract says what is paid out and when; the event confirms it.
            EventKind::Disbursement { .. } => Ok(()),
            EventKind::Payment { amount } | EventKind::Prepayment { amount, .. } | EventKind::Credit { amount } => {
                self.paid(event, amount.minor(), write)
            }
            EventKind::Refund { amount } => write.put(What::Refunded, amount.minor(), None),
            EventKind::Charge { name, amount } => write.put(What::Charged { name: name.clone() }, amount.minor(), None),
            EventKind::Reversal { of } => self.taken_back(of, write),
            EventKind::Waiver { .. } => self.waived(event, write),
            EventKind::Modification { .. } => {
                write.put(What::Changed { event_id: event.id.clone() }, 0, None)?;
                self.waived(event, write)
            }
            EventKind::ReAge { .. } | EventKind::ReAmortise => {
                write.put(What::Changed { event_id: event.id.clone() }, 0, None)
            }
            EventKind::RateChange { .. } => write.put(What::RateChanged, 0, None),
            EventKind::Hold { from, to, what } => write.put(What::Held { what: *what, from: *from, to: *to }, 0, None),
            EventKind::WriteOff => write.put(What::WrittenOff, 0, None),
        }
    }

    fn paid(&self, event: &Event, amount: i64, write: &mut Writer<'_>) -> Result<(), LendingError> {
        let split = self.splits().find(|s| s.event_id == event.id && s.kind != PaymentKind::CreditUsed);
        let Some(split) = split else { return Ok(()) };
        if split.prepayment_fee > 0 {
            write.put(What::PrepaymentFee, split.prepayment_fee, None)?;
        }
        let what = What::Paid { event_id: event.id.clone(), kind: split.kind };
        let parts = if split.reversed { None } else { Some(self.parts_of(split)?) };
        write.put(what, sub(0, amount)?, parts)
    }

    /// The money counts no more; what followed from that on earlier days is the rest of the day.
    fn taken_back(&self, of: &str, write: &mut Writer<'_>) -> Result<(), LendingError> {
        let Some(split) = self.book.splits.iter().find(|s| s.event_id == of && s.reversed) else {
            return Ok(());
        };
        let back = if split.kind == PaymentKind::Refund { sub(0, split.amount)? } else { split.amount };
        write.put(What::TakenBack { event_id: of.to_owned(), of: split.on }, back, None)
    }

    fn waived(&self, event: &Event, write: &mut Writer<'_>) -> Result<(), LendingError> {
        let waived = self.book.waivers.iter().filter(|(id, ..)| *id == event.id);
        let sum = waived.map(|(_, _, amounts)| amounts).try_fold(Amounts::default(), |sum, more| sum.plus(more))?;
        if sum.is_zero() { Ok(()) } else { write.put(What::Waived, sub(0, sum.total()?)?, Some(self.parts(&sum, 0))) }
    }

    /// What the lines so far do not tell: late fees, and what a reversal changed on earlier days.
    fn rest(&self, after: &Standing, write: &mut Writer<'_>) -> Result<(), LendingError> {
        let rest = sub(after.balance()?, write.balance)?;
        if rest == 0 {
            return Ok(());
        }
        let late_fee = !self.takes_back() && after.late_fees > self.before.late_fees;
        write.put(if late_fee { What::LateFee } else { What::WorkedOutAgain }, rest, None)
    }
}
