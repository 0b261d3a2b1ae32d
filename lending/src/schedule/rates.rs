//! The contract rate over time.

use chrono::NaiveDate;

use super::Span;
use crate::LendingError;
use crate::day_count::{DayCount, Setting, actual};
use crate::exact::Exact;
use crate::money::AnnualRate;
use crate::order::sort_by;
use crate::terms::{InterestBy, Terms};

/// Rate steps in order of date, and stretches that bear no interest.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rates {
    first: AnnualRate,
    steps: Vec<(NaiveDate, AnnualRate)>,
    /// No interest over (from, to].
    free: Vec<(NaiveDate, NaiveDate)>,
}

impl Rates {
    pub fn starting_at(rate: AnnualRate) -> Rates {
        Rates { first: rate, steps: Vec::new(), free: Vec::new() }
    }

    /// From `from` on, the rate is another one; later steps stay.
    pub fn set(&mut self, from: NaiveDate, rate: AnnualRate) {
        self.steps.retain(|(on, _)| *on != from);
        self.steps.push((from, rate));
        sort_by(&mut self.steps, |a, b| a.0 < b.0);
    }

    /// No interest over (from, to].
    pub fn suspend(&mut self, from: NaiveDate, to: NaiveDate) {
        self.free.push((from, to));
    }

    /// The rate in force on a day.
    pub fn on(&self, day: NaiveDate) -> AnnualRate {
        self.steps.iter().rev().find(|(from, _)| *from <= day).map_or(self.first, |(_, rate)| *rate)
    }

    pub fn is_constant(&self) -> bool {
        self.steps.is_empty() && self.free.is_empty()
    }

    /// Days within (a, b] on which the rate changes or stops, with a and b.
    pub fn cuts(&self, a: NaiveDate, b: NaiveDate) -> Vec<NaiveDate> {
        let free = self.free.iter().flat_map(|(from, to)| [*from, *to]);
        let mut cuts: Vec<NaiveDate> =
            self.steps.iter().map(|(on, _)| *on).chain(free).filter(|d| a < *d && *d < b).collect();
        cuts.extend([a, b]);
        sort_by(&mut cuts, |a, b| a < b);
        cuts.dedup();
        cuts
    }

    pub fn is_free(&self, from: NaiveDate) -> bool {
        self.free.iter().any(|(a, b)| *a <= from && from < *b)
    }

    /// Interest on 1 over the part (a, b] of a span.
    pub fn factor(&self, terms: &Terms, span: &Span, a: NaiveDate, b: NaiveDate) -> Result<Exact, LendingError> {
        if b <= a {
            return Ok(Exact::ZERO);
        }
        if self.is_constant() {
            return scaled(self.first, share(terms, span, a, b)?);
        }
        let cuts = self.cuts(a, b);
        let mut sum = Exact::ZERO;
        for pair in cuts.windows(2) {
            if !self.is_free(pair[0]) {
                sum = sum.plus(scaled(self.on(pair[0]), share(terms, span, pair[0], pair[1])?)?)?;
            }
        }
        Ok(sum)
    }
}

fn scaled(rate: AnnualRate, years: Exact) -> Result<Exact, LendingError> {
    let rate = rate.exact();
    let product = || Some(Exact { num: rate.num.checked_mul(years.num)?, den: rate.den.checked_mul(years.den)? });
    let product = product().ok_or_else(|| LendingError::overflow("annual_rate"))?;
    if product.den >> 60 == 0 { Ok(product) } else { Ok(Exact::new(product.num, product.den)) }
}

/// Years of the part (a, b] of a span. Parts always add up to the whole.
pub(crate) fn share(terms: &Terms, span: &Span, a: NaiveDate, b: NaiveDate) -> Result<Exact, LendingError> {
    let whole = a == span.from && b == span.due_on;
    match terms.interest_by() {
        InterestBy::ByPeriod if whole => Ok(span.years.exact()),
        InterestBy::ByPeriod => {
            let days = Exact::new(i128::from(actual(a, b)), i128::from(actual(span.from, span.due_on)));
            span.years.exact().times(days)
        }
        // Over the length of the repayment period: the same as by period, with its real days.
        InterestBy::ByDay if terms.day_count() == DayCount::ActualActualIcma => {
            let days = Exact::new(i128::from(actual(a, b)), i128::from(actual(span.from, span.due_on)));
            span.years.exact().times(days)
        }
        InterestBy::ByDay => {
            let setting =
                Setting { maturity: None, reference: None, year_split: terms.json().year_split.unwrap_or_default() };
            let upto = |day| terms.day_count().fraction_in(span.from, day, &setting);
            if a == span.from { Ok(upto(b)) } else { upto(b).minus(upto(a)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Otherwise figures soon go beyond 128 bits.
    #[test]
    fn a_long_fraction_comes_in_lowest_terms() {
        let half = AnnualRate::parse("0.5").expect("a rate in a test");
        let product = scaled(half, Exact { num: 6, den: 1 << 70 });
        assert_eq!(product, Ok(Exact { num: 3, den: 1 << 70 }));
    }
}
