//! How a change of the balance cuts a period, and how balances run through the segments.

use chrono::NaiveDate;

use super::Accrual;
use super::period::{Period, Segment};
use crate::LendingError;
use crate::exact::{add, sub};

impl Accrual {
    /// Puts money paid out, or a correction, on the balance from the end of a day; the period that was cut.
    pub(super) fn change(
        &mut self,
        day: NaiveDate,
        disbursed: i64,
        corrected: i64,
    ) -> Result<Option<usize>, LendingError> {
        let Some(k) = self.at(day) else { return Ok(None) };
        let last = k + 1 == self.periods.len();
        let period = &mut self.periods[k];
        let at_the_end = last && day == period.due;
        let found = if at_the_end {
            // On the last day of all, a segment of no length holds the change.
            period.segments.iter().rposition(|s| s.from == s.due).filter(|s| s + 1 == period.segments.len())
        } else {
            period.segments.iter().position(|s| s.due == day)
        };
        let s = found.unwrap_or_else(|| period.cut(day));
        let segment = &mut period.segments[s];
        segment.disbursed = add(segment.disbursed, disbursed)?;
        segment.corrected = add(segment.corrected, corrected)?;
        Ok(Some(k))
    }

    /// Lets the balances run through all segments.
    pub(super) fn refresh(&mut self) -> Result<(), LendingError> {
        let (mut carried, mut before): (Option<i64>, i64) = (None, 0);
        let digits = self.basis.digits;
        for period in &mut self.periods {
            for segment in &mut period.segments {
                if let Some(balance) = carried {
                    segment.balance = balance.max(0);
                }
                carried = Some(segment.closing()?);
            }
            let asked = period.asked(before, digits)?;
            before = asked.unrecognised;
            let Some(closing) = carried else { continue };
            carried = Some(add(sub(closing, asked.principal)?, period.paid.principal)?);
        }
        Ok(())
    }

    /// The balance a period leaves to the next one.
    pub(super) fn left_by(&self, k: usize) -> Result<i64, LendingError> {
        let period = &self.periods[k];
        let Some(last) = period.segments.last() else { return Ok(0) };
        let asked = self.asked()?[k];
        Ok(sub(add(last.closing()?, period.paid.principal)?, asked.principal)?.max(0))
    }
}

impl Period {
    /// Cuts a segment at the end of a day; the one that ends then.
    pub(super) fn cut(&mut self, day: NaiveDate) -> usize {
        let s = self.segments.iter().rposition(|s| s.from < day && day <= s.due).unwrap_or(0);
        let Some(segment) = self.segments.get_mut(s) else {
            self.segments.push(Segment::empty(self.from, day, false));
            return 0;
        };
        let end = segment.due;
        segment.due = day.clamp(segment.from.min(end), end);
        let rest = Segment::empty(segment.due, end, segment.paused);
        self.segments.insert(s + 1, rest);
        s
    }

    /// The segment a day falls into, the last one if two touch it.
    pub(super) fn segment_at(&self, day: NaiveDate, first: bool) -> Option<usize> {
        let falls = |(s, segment): (usize, &Segment)| {
            (segment.from < day || (first && s == 0 && segment.from == day)) && day <= segment.due
        };
        (0..self.segments.len()).rev().find(|s| falls((*s, &self.segments[*s])))
    }
}
