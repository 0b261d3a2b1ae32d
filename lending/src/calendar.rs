//! Due dates on a grid, and business days from a table.
//!
//! The k-th due date is counted from the first, never from the one before: 31 January, 28 February, 31 March.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize, Serializer};

use crate::terms::Unit;
use crate::{LendingError, YEARS};

/// Refuses a date outside the engine's years.
pub(crate) fn within_years(date: NaiveDate, field: &'static str) -> Result<NaiveDate, LendingError> {
    if YEARS.contains(&date.year()) { Ok(date) } else { Err(LendingError::date(field)) }
}

/// Writes a date as `YYYY-MM-DD`, as chrono does, but at once and not sign by sign: a schedule holds hundreds.
pub(crate) fn serialize_date<S: Serializer>(date: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
    let Ok(year @ 0..=9999) = u32::try_from(date.year()) else {
        return date.serialize(serializer);
    };
    let mut text = *b"0000-00-00";
    for (at, digit) in [
        (0, year / 1000),
        (1, year / 100),
        (2, year / 10),
        (3, year),
        (5, date.month() / 10),
        (6, date.month()),
        (8, date.day() / 10),
        (9, date.day()),
    ] {
        text[at] += (digit % 10) as u8;
    }
    serializer.serialize_str(std::str::from_utf8(&text).unwrap_or_default())
}

/// Days of a month.
pub(crate) fn month_length(year: i32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

pub(crate) fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Moves by whole months and sets the day, clamped to the month's end.
pub(crate) fn shift_months(date: NaiveDate, months: i64, day: u32) -> Result<NaiveDate, LendingError> {
    // Months since the year 0: never below zero within the engine's years.
    let index = i64::from(date.year()) * 12 + i64::from(date.month0()) + months;
    let shifted = u32::try_from(index).ok().and_then(|index| {
        let (year, month) = (i32::try_from(index / 12).ok()?, index % 12 + 1);
        let date = NaiveDate::from_ymd_opt(year, month, day.min(month_length(year, month)))?;
        YEARS.contains(&year).then_some(date)
    });
    shifted.ok_or_else(|| LendingError::date("installments"))
}

/// Moves by whole days.
pub(crate) fn shift_days(date: NaiveDate, days: i64) -> Result<NaiveDate, LendingError> {
    let span = Days::new(days.unsigned_abs());
    let moved = if days < 0 { date.checked_sub_days(span) } else { date.checked_add_days(span) };
    moved.filter(|d| YEARS.contains(&d.year())).ok_or_else(|| LendingError::date("installments"))
}

/// The dates on which installments fall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Grid {
    /// Date of slot `anchor_slot`.
    pub anchor: NaiveDate,
    pub anchor_slot: u32,
    /// Day of the month wished for, clamped in short months.
    pub day: u32,
    pub every: u32,
    pub unit: Unit,
}

impl Grid {
    /// Date of a slot; slot 0 lies one period before the first due date when the anchor is slot 1.
    pub fn date(&self, slot: u32) -> Result<NaiveDate, LendingError> {
        let steps = (i64::from(slot) - i64::from(self.anchor_slot)) * i64::from(self.every);
        match self.unit {
            Unit::Day => shift_days(self.anchor, steps),
            Unit::Week => shift_days(self.anchor, steps * 7),
            Unit::Month => shift_months(self.anchor, steps, self.day),
            Unit::Year => shift_months(self.anchor, steps * 12, self.day),
        }
    }

    /// `periods` periods before `date` (which need not lie on the grid).
    pub fn back(&self, date: NaiveDate, periods: u32) -> Result<NaiveDate, LendingError> {
        let steps = -(i64::from(periods) * i64::from(self.every));
        match self.unit {
            Unit::Day => shift_days(date, steps),
            Unit::Week => shift_days(date, steps * 7),
            Unit::Month => shift_months(date, steps, self.wished_day(date)),
            Unit::Year => shift_months(date, steps * 12, self.wished_day(date)),
        }
    }

    /// A date clamped by a short month stands for the day that was wished for.
    fn wished_day(&self, date: NaiveDate) -> u32 {
        let last = date.day() == month_length(date.year(), date.month());
        if last && self.day > date.day() { self.day } else { date.day() }
    }
}

/// What happens to a due date that is not a business day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BusinessDay {
    /// It stays.
    #[default]
    None,
    /// The next business day.
    Following,
    /// The next one, unless it lies in the next month: then the one before.
    ModifiedFollowing,
    /// The business day before.
    Preceding,
}

/// Business days as a table: Saturdays and Sundays are free, `exceptions` say otherwise for single dates
/// (holidays, and China's make-up working days, which are announced a year at a time).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// `true`: a working day; `false`: a free day.
    #[serde(default)]
    pub exceptions: BTreeMap<NaiveDate, bool>,
    /// The last year the table covers; due dates after it are rolled by weekends alone.
    #[serde(default)]
    pub known_through: Option<i32>,
}

impl Calendar {
    /// Whether business is done on that date.
    #[must_use]
    pub fn is_business(&self, date: NaiveDate) -> bool {
        let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        self.exceptions.get(&date).copied().unwrap_or(!weekend)
    }

    /// Whether the table covers that date.
    #[must_use]
    pub fn covers(&self, date: NaiveDate) -> bool {
        self.known_through.is_none_or(|year| date.year() <= year)
    }

    /// The due date after the business-day rule.
    ///
    /// # Errors
    /// No business day within 60 days: the table is wrong.
    pub fn roll(&self, date: NaiveDate, rule: BusinessDay) -> Result<NaiveDate, LendingError> {
        let walk = |step: i64| {
            let found =
                (0..60).map(|k| shift_days(date, step * k)).find(|d| d.as_ref().is_ok_and(|d| self.is_business(*d)));
            found
                .unwrap_or_else(|| Err(LendingError::contradiction("calendar", reason!("no business day near {date}"))))
        };
        match rule {
            BusinessDay::None => Ok(date),
            BusinessDay::Following => walk(1),
            BusinessDay::Preceding => walk(-1),
            BusinessDay::ModifiedFollowing => {
                let next = walk(1)?;
                if next.month() == date.month() { Ok(next) } else { walk(-1) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date in a test")
    }

    #[test]
    fn due_dates_are_counted_from_the_first_and_never_chained() {
        let grid = Grid { anchor: day("2026-01-31"), anchor_slot: 1, day: 31, every: 1, unit: Unit::Month };
        let dates: Vec<String> = (1..=4).map(|k| grid.date(k).expect("in range").to_string()).collect();
        assert_eq!(dates, ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]);
        assert_eq!(grid.back(day("2026-02-28"), 1), Ok(day("2026-01-31")));
    }

    #[test]
    fn a_make_up_saturday_is_a_business_day() {
        let calendar = Calendar {
            exceptions: [(day("2026-10-10"), true), (day("2026-10-01"), false)].into(),
            known_through: Some(2026),
        };
        assert!(calendar.is_business(day("2026-10-10")));
        assert_eq!(calendar.roll(day("2026-10-01"), BusinessDay::Following), Ok(day("2026-10-02")));
        assert_eq!(calendar.roll(day("2026-05-31"), BusinessDay::ModifiedFollowing), Ok(day("2026-05-29")));
        assert!(!calendar.covers(day("2027-01-01")));
    }
}
