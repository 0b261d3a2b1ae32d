//! Interest on 1 over a segment: a period's part of the annual rate by days or by periods, at the rate of the day
//! the segment begins.

use chrono::{Datelike, Days, NaiveDate};
use rust_decimal::Decimal;

use super::Accrual;
use super::period::Factored;
use crate::LendingError;
use crate::calendar::{is_leap, month_length, shift_months};
use crate::day_count::{LeapYears, SplitDay, actual};
use crate::terms::Unit;

impl Accrual {
    fn rate_on(&self, day: NaiveDate) -> Decimal {
        let agreed = self.rates.iter().filter(|(from, _)| *from <= day);
        // Of two from the same day the first agreed one holds, as in the source's ordered set.
        let latest = agreed.fold(None, |best: Option<&(NaiveDate, Decimal)>, one| match best {
            Some(best) if best.0 >= one.0 => Some(best),
            _ => Some(one),
        });
        latest.map_or(self.basis.annual_rate, |(_, rate)| *rate)
    }

    /// Works out the factors of a period's segments.
    pub(super) fn factors(&mut self, k: usize) -> Result<(), LendingError> {
        (0..self.periods[k].segments.len()).try_for_each(|s| self.factors_of(k, s))
    }

    /// The same of one of them, unless it is known.
    pub(super) fn factors_of(&mut self, k: usize, s: usize) -> Result<(), LendingError> {
        let (from, due) = (self.periods[k].segments[s].from, self.periods[k].segments[s].due);
        let period = (self.periods[k].from, self.periods[k].due);
        let factored = Some(Factored { from, due, period, loan: self.periods[0].from, rate: self.rate_on(from) });
        if self.periods[k].segments[s].factored == factored {
            return Ok(());
        }
        let level = self.factor(k, from, due, false)?;
        let to_end = self.factor(k, from, self.periods[k].due, true)?;
        let segment = &mut self.periods[k].segments[s];
        (segment.factor, segment.to_end, segment.factored) = (level, to_end, factored);
        Ok(())
    }

    pub(super) fn all_factors(&mut self) -> Result<(), LendingError> {
        (0..self.periods.len()).try_for_each(|k| self.factors(k))
    }

    /// Interest on 1 over (`from`, `to`]; `accrues` counts an uneven period's months, levelling does not.
    fn factor(&self, k: usize, from: NaiveDate, to: NaiveDate, accrues: bool) -> Result<Decimal, LendingError> {
        let (basis, digits, period) = (&self.basis, self.basis.digits, &self.periods[k]);
        let rate = self.rate_on(from);
        let (days, all) = (actual(from, to), actual(period.from, period.due));
        if all == 0 {
            return Ok(Decimal::ZERO);
        }
        let every = Decimal::from(basis.every);
        let part = |share: Decimal| {
            let days = digits.times(digits.times(rate, share)?, Decimal::from(days))?;
            Ok(digits.factor(digits.over(days, Decimal::from(all))?))
        };
        if let Some(installments) = basis.over_term {
            return part(digits.over(Decimal::ONE, Decimal::from(installments))?);
        }
        match basis.unit {
            Unit::Month if basis.by_period => return part(digits.over(every, Decimal::from(12))?),
            Unit::Week if basis.by_period => return part(digits.over(every, Decimal::from(52))?),
            _ => {}
        }
        let only_february = basis.year_split.leap == LeapYears::Feb29Only;
        let holds_29 = holds_29_february(period.from, period.due);
        let year = match basis.days_in_year {
            Some(days) => days,
            None if is_leap(from.year()) && (!only_february || holds_29) => 366,
            None => 365,
        };
        if basis.days_in_year.is_none() && from.year() < to.year() && (!only_february || holds_29) {
            return Ok(digits.factor(digits.times(rate, self.years(from, to)?)?));
        }
        let year = Decimal::from(year);
        match basis.days_in_month {
            None => Ok(digits
                .factor(digits.times(digits.times(rate, digits.over(Decimal::ONE, year)?)?, Decimal::from(days))?)),
            Some(month) => {
                let units = if accrues { self.units(k)? } else { every };
                let unit = match basis.unit {
                    Unit::Day => Decimal::ONE,
                    Unit::Week => Decimal::from(7),
                    Unit::Month => Decimal::from(month),
                    Unit::Year => Decimal::from(12 * month),
                };
                part(digits.over(digits.times(unit, units)?, year)?)
            }
        }
    }

    /// A span over New Year in years, each part by its own year.
    fn years(&self, from: NaiveDate, to: NaiveDate) -> Result<Decimal, LendingError> {
        let (mut sum, mut day, digits) = (Decimal::ZERO, from, self.basis.digits);
        for year in from.year()..=to.year() {
            let split = match self.basis.year_split.at {
                SplitDay::Jan1 => NaiveDate::from_ymd_opt(year + 1, 1, 1),
                SplitDay::Dec31 => NaiveDate::from_ymd_opt(year, 12, 31),
            };
            let until = if year == to.year() { to } else { split.unwrap_or(to) };
            let length = if is_leap(year) { 366 } else { 365 };
            sum = digits.plus(sum, digits.over(Decimal::from(actual(day, until)), Decimal::from(length))?)?;
            day = until;
        }
        Ok(sum)
    }

    /// How many units a period has: whole ones, and the days left over as part of the next.
    fn units(&self, k: usize) -> Result<Decimal, LendingError> {
        let (period, start, digits) = (&self.periods[k], self.periods[0].from, self.basis.digits);
        let later = |day: NaiveDate, units: i64| self.later(day, units);
        let mut seed = period.from;
        // A period that lies on the loan's own grid is counted from the loan's start, whatever the month's length.
        let done = self.units_between(start, period.from);
        let every = i64::from(self.basis.every);
        if later(start, done + every)? == period.due && later(period.due, -every)? == period.from {
            seed = start;
        }
        let done = if seed == start { self.units_between(start, period.from) } else { 0 };
        let mut count = 0;
        while later(seed, done + count + 1)? <= period.due {
            count += 1;
        }
        let (whole, next) = (later(seed, done + count)?, later(seed, done + count + 1)?);
        if count > 0 && whole >= period.due {
            return Ok(Decimal::from(count));
        }
        let begun = if seed == start && done > 0 { whole.max(period.from) } else { whole };
        let rest = digits.over(Decimal::from(actual(begun, period.due)), Decimal::from(actual(begun, next)))?;
        digits.plus(rest, Decimal::from(count))
    }

    fn later(&self, day: NaiveDate, units: i64) -> Result<NaiveDate, LendingError> {
        match self.basis.unit {
            Unit::Month => shift_months(day, units, day.day()),
            Unit::Year => shift_months(day, 12 * units, day.day()),
            Unit::Week => crate::calendar::shift_days(day, 7 * units),
            Unit::Day => crate::calendar::shift_days(day, units),
        }
    }

    /// Whole units from the loan's start to a day; a month's last day counts as the day the start names.
    fn units_between(&self, start: NaiveDate, day: NaiveDate) -> i64 {
        let months = || {
            let ends = day.day() == month_length(day.year(), day.month()) && start.day() > day.day();
            let day = if ends { day.checked_add_days(Days::new(1)).unwrap_or(day) } else { day };
            let months = i64::from(day.year() - start.year()) * 12 + i64::from(day.month()) - i64::from(start.month());
            months - i64::from(day.day() < start.day())
        };
        match self.basis.unit {
            Unit::Month => months(),
            Unit::Year => months() / 12,
            Unit::Week => actual(start, day) / 7,
            Unit::Day => actual(start, day),
        }
    }
}

/// Whether (`from`, `to`] holds a leap day.
fn holds_29_february(from: NaiveDate, to: NaiveDate) -> bool {
    let leap_days = (from.year()..=to.year()).filter_map(|year| NaiveDate::from_ymd_opt(year, 2, 29));
    leap_days.into_iter().any(|day| from < day && day <= to)
}
