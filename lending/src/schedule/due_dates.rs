//! Due dates one after the other.

use chrono::{Datelike, NaiveDate};

use crate::calendar::{Grid, is_leap, month_length, shift_days};
use crate::terms::Unit;

/// Days of a year before each of its months, 29 February aside.
const DAYS_BEFORE: [u32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/// The dates of a grid as [`Grid::date`] has them, each reached from the one before: within a year that takes no
/// division, and the days between them come by the way.
pub(super) struct DueDates {
    /// The day of the month wished for, and what lies between two dates: so many months or, when none, so many days.
    day: u32,
    months: u32,
    days: u32,
    at: NaiveDate,
    /// The month of `at`, January being 0, and whether its year is a leap year.
    month: u32,
    leap: bool,
}

impl DueDates {
    /// Those after the grid's anchor.
    pub fn after_anchor(grid: &Grid) -> DueDates {
        let (at, every) = (grid.anchor, grid.every);
        let (months, days) = match grid.unit {
            Unit::Day => (0, every),
            Unit::Week => (0, every * 7),
            Unit::Month => (every, 0),
            Unit::Year => (every * 12, 0),
        };
        DueDates { day: grid.day, months, days, at, month: at.month0(), leap: is_leap(at.year()) }
    }

    /// The next date, and the days to it.
    pub fn next(&mut self) -> Option<(NaiveDate, u32)> {
        if self.months == 0 {
            self.at = shift_days(self.at, i64::from(self.days)).ok()?;
            return Some((self.at, self.days));
        }
        let before = self.at;
        self.month += self.months;
        let years_days = if self.month < 12 { 0 } else { self.enter_later_year()? };
        let day = self.day.min(month_length(self.at.year(), self.month + 1));
        let ordinal = DAYS_BEFORE[self.month as usize] + u32::from(self.leap && self.month >= 2) + day;
        self.at = self.at.with_ordinal(ordinal)?;
        Some((self.at, years_days + ordinal - before.ordinal()))
    }

    /// Goes to the first day of the year that `month` runs into; the days between the beginnings of both.
    fn enter_later_year(&mut self) -> Option<u32> {
        let (mut year, mut days) = (self.at.year(), 0);
        while self.month >= 12 {
            days += 365 + u32::from(is_leap(year));
            (year, self.month) = (year + 1, self.month - 12);
        }
        (self.at, self.leap) = (NaiveDate::from_yo_opt(year, 1)?, is_leap(year));
        Some(days)
    }
}
