//! A period and its segments.

use std::cell::Cell;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::digits::{Digits, round};
use crate::LendingError;
use crate::day_count::actual;
use crate::exact::{add, sub};

/// Principal and interest, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Part {
    pub principal: i64,
    pub interest: i64,
}

impl Part {
    pub fn total(self) -> i64 {
        self.principal.saturating_add(self.interest)
    }
}

/// What a segment's interest follows from. Rounding to digits is most of the work, and a payment asks for the interest
/// of every segment many times: while this stays the same, so does the interest.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Grounds {
    from: NaiveDate,
    due: NaiveDate,
    period_due: NaiveDate,
    to_end: Decimal,
    balance: i64,
    paused: bool,
}

/// A stretch of a period with one balance. What changes on its last day changes the next one's balance.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    pub from: NaiveDate,
    pub due: NaiveDate,
    /// Interest on 1 over the segment, for levelling.
    pub factor: Decimal,
    /// Interest on 1 from its start to the period's end.
    pub to_end: Decimal,
    pub balance: i64,
    pub disbursed: i64,
    pub corrected: i64,
    pub paused: bool,
    /// Its interest as it was worked out last.
    worked_out: Cell<Option<(Grounds, Decimal)>>,
    /// What the factors were worked out from last.
    pub(super) factored: Option<Factored>,
}

/// What a segment's factors follow from, beside the product.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Factored {
    pub from: NaiveDate,
    pub due: NaiveDate,
    pub period: (NaiveDate, NaiveDate),
    pub loan: NaiveDate,
    pub rate: Decimal,
}

impl Segment {
    pub fn empty(from: NaiveDate, due: NaiveDate, paused: bool) -> Segment {
        let (factor, to_end) = (Decimal::ZERO, Decimal::ZERO);
        let (worked_out, factored) = (Cell::new(None), None);
        Segment { from, due, factor, to_end, balance: 0, disbursed: 0, corrected: 0, paused, worked_out, factored }
    }

    pub fn closing(&self) -> Result<i64, LendingError> {
        add(add(self.balance, self.corrected)?, self.disbursed)
    }

    fn interest(&self, period_due: NaiveDate, digits: Digits) -> Result<Decimal, LendingError> {
        let Segment { from, due, to_end, balance, paused, .. } = *self;
        let grounds = Grounds { from, due, period_due, to_end, balance, paused };
        if let Some((_, known)) = self.worked_out.get().filter(|(before, _)| *before == grounds) {
            return Ok(known);
        }
        let interest = self.work_out(period_due, digits)?;
        self.worked_out.set(Some((grounds, interest)));
        Ok(interest)
    }

    fn work_out(&self, period_due: NaiveDate, digits: Digits) -> Result<Decimal, LendingError> {
        let to_end = actual(self.from, period_due);
        if self.paused || to_end <= 0 {
            return Ok(Decimal::ZERO);
        }
        let a_day = digits.over(digits.times(Decimal::from(self.balance), self.to_end)?, Decimal::from(to_end))?;
        Ok(digits.times(a_day, Decimal::from(actual(self.from, self.due)))?.max(Decimal::ZERO))
    }
}

/// An installment's period.
#[derive(Debug, Clone)]
pub(in crate::profiles::fineract) struct Period {
    pub from: NaiveDate,
    pub due: NaiveDate,
    pub(super) segments: Vec<Segment>,
    /// The installment.
    pub(super) level: i64,
    /// As it was levelled, before it took up what others left.
    pub(super) original: i64,
    pub paid: Part,
    /// Interest of later periods that it asks for, since they have no room for it.
    pub(super) brought: i64,
    /// Its own interest was brought to an earlier one.
    pub(super) emptied: bool,
    /// Its interest as it was rounded last.
    rounded: Cell<Option<(Decimal, i64)>>,
}

/// What a period asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::profiles::fineract) struct Asked {
    pub principal: i64,
    pub interest: i64,
    /// Interest that found no room in the installment.
    pub(super) unrecognised: i64,
}

impl Period {
    pub(super) fn empty(from: NaiveDate, due: NaiveDate) -> Period {
        let segments = vec![Segment::empty(from, due, false)];
        let (level, original, brought, paid) = (0, 0, 0, Part::default());
        Period { from, due, segments, level, original, paid, brought, emptied: false, rounded: Cell::new(None) }
    }

    /// The installment with what was brought to it.
    pub(super) fn whole(&self) -> i64 {
        self.level.saturating_add(self.brought)
    }

    pub(super) fn is_paid(&self) -> bool {
        self.whole() == self.paid.total()
    }

    /// Its own interest, rounded once.
    pub(super) fn own(&self, digits: Digits) -> Result<i64, LendingError> {
        let mut own = Decimal::ZERO;
        for (s, segment) in self.segments.iter().enumerate().filter(|_| !self.emptied) {
            let interest = segment.interest(self.due, digits)?;
            own = if s == 0 { interest } else { digits.plus(own, interest)? };
        }
        match self.rounded.get() {
            Some((known, rounded)) if known == own => Ok(rounded),
            _ => {
                let rounded = round(own)?;
                self.rounded.set(Some((own, rounded)));
                Ok(rounded)
            }
        }
    }

    /// The same if none ran after a day that it holds or that lies before it; `cut` is the segment the day falls into.
    pub(super) fn own_until(&self, day: NaiveDate, cut: Option<usize>, digits: Digits) -> Result<i64, LendingError> {
        let mut own = Decimal::ZERO;
        for (s, segment) in self.segments.iter().enumerate().filter(|_| !self.emptied) {
            let interest = match cut {
                Some(cut) if cut == s => Segment { due: day, ..segment.clone() }.work_out(self.due, digits)?,
                _ if day < segment.due => continue,
                _ => segment.interest(self.due, digits)?,
            };
            own = if own.is_zero() { interest } else { digits.plus(own, interest)? };
        }
        round(own)
    }

    /// What it asks for, with interest `before` that found no room in the period before it.
    pub(super) fn asked(&self, before: i64, digits: Digits) -> Result<Asked, LendingError> {
        self.asked_of(self.own(digits)?, before)
    }

    /// The same when its own interest comes to so much.
    pub(super) fn asked_of(&self, own: i64, before: i64) -> Result<Asked, LendingError> {
        let accrued = add(add(own, self.brought)?, before)?.max(0);
        let whole = self.whole();
        // More principal than planned was paid: an early payment closed the period's interest.
        let closed = self.paid.principal > sub(whole, accrued)?.max(0);
        let interest = if closed { self.paid.interest } else { accrued.min(whole).max(self.paid.interest) };
        let principal = sub(whole, interest)?.max(0).max(self.paid.principal);
        Ok(Asked { principal, interest, unrecognised: sub(accrued, interest)?.max(0) })
    }
}

impl Asked {
    pub(super) fn open_principal(&self, period: &Period) -> i64 {
        (self.principal - period.paid.principal).max(0)
    }
}
