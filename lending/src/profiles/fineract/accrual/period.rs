//! A period and its segments.

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

/// A stretch of a period with one balance. What changes on its last day changes the next one's balance.
#[derive(Debug, Clone, PartialEq)]
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
}

impl Segment {
    pub fn empty(from: NaiveDate, due: NaiveDate, paused: bool) -> Segment {
        let (factor, to_end) = (Decimal::ZERO, Decimal::ZERO);
        Segment { from, due, factor, to_end, balance: 0, disbursed: 0, corrected: 0, paused }
    }

    pub fn closing(&self) -> Result<i64, LendingError> {
        add(add(self.balance, self.corrected)?, self.disbursed)
    }

    fn interest(&self, period_due: NaiveDate, digits: Digits) -> Result<Decimal, LendingError> {
        let to_end = actual(self.from, period_due);
        if self.paused || to_end <= 0 {
            return Ok(Decimal::ZERO);
        }
        let a_day = digits.over(digits.times(Decimal::from(self.balance), self.to_end)?, Decimal::from(to_end))?;
        Ok(digits.times(a_day, Decimal::from(actual(self.from, self.due)))?.max(Decimal::ZERO))
    }
}

/// An installment's period.
#[derive(Debug, Clone, PartialEq)]
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
        Period { from, due, segments, level: 0, original: 0, paid: Part::default(), brought: 0, emptied: false }
    }

    /// The installment with what was brought to it.
    pub(super) fn whole(&self) -> i64 {
        self.level.saturating_add(self.brought)
    }

    pub(super) fn is_paid(&self) -> bool {
        self.whole() == self.paid.total()
    }

    /// What it asks for, with interest `before` that found no room in the period before it.
    pub(super) fn asked(&self, before: i64, digits: Digits) -> Result<Asked, LendingError> {
        let mut own = Decimal::ZERO;
        if !self.emptied {
            for segment in &self.segments {
                own = digits.plus(own, segment.interest(self.due, digits)?)?;
            }
        }
        let accrued = add(add(round(own)?, self.brought)?, before)?.max(0);
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
