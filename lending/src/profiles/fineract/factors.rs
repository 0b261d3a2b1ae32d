//! Interest on 1 over a part of a period.

use chrono::{Datelike, NaiveDate};

use super::Loan;
use crate::LendingError;
use crate::calendar::is_leap;
use crate::day_count::{DayCount, Setting, actual};
use crate::exact::Exact;
use crate::terms::{Period, Unit};

impl Loan<'_> {
    /// Interest on 1 over (`from`, `to`] within a period.
    pub(super) fn factor(&self, period: &Period, from: NaiveDate, to: NaiveDate) -> Result<Exact, LendingError> {
        let product = self.product;
        let part = Exact::new(i128::from(actual(from, to)), i128::from(actual(period.from, period.due)));
        let rate = product.annual_rate.exact();
        if product.rate_over_term {
            return rate.times(Exact::new(1, i128::from(product.installments)))?.times(part);
        }
        if product.by_period {
            return rate.times(self.period(period.from.year())?)?.times(part);
        }
        let every = i128::from(product.every);
        match (product.days_in_month, product.days_in_year) {
            (Some(month), year) => {
                let days = match product.unit {
                    Unit::Day => every,
                    Unit::Week => 7 * every,
                    Unit::Month => i128::from(month) * every,
                    Unit::Year => 12 * i128::from(month) * every,
                };
                rate.times(Exact::new(days, i128::from(year.unwrap_or(360))))?.times(part)
            }
            (None, Some(year)) => rate.times(Exact::new(i128::from(actual(from, to)), i128::from(year))),
            (None, None) => {
                let setting = Setting { year_split: product.year_split, ..Setting::default() };
                let upto = |day| DayCount::ActualYear.fraction_in(period.from, day, &setting);
                rate.times(upto(to).minus(upto(from))?)
            }
        }
    }

    /// A period as part of a year; days count the year the period begins in.
    pub(super) fn period(&self, year: i32) -> Result<Exact, LendingError> {
        let every = i128::from(self.product.every);
        let days = match self.product.days_in_year {
            Some(days) => i128::from(days),
            None if self.product.generator == super::Generator::Progressive && is_leap(year) => 366,
            None => 365,
        };
        Ok(match self.product.unit {
            Unit::Day => Exact::new(every, days),
            Unit::Week => Exact::new(every, 52),
            Unit::Month => Exact::new(every, 12),
            Unit::Year => Exact::new(every, 1),
        })
    }
}
