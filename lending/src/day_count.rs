//! Day counts: how long a span is, as a fraction of a year.
//!
//! A span runs from its first day (included) to its last (excluded); interest of day D accrues over (D−1, D].
//! Formulas: ISDA 2006 Definitions section 4.16; ICMA Rule 251; the sources of each figure stand in `docs/engine.md`.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::calendar::{is_leap, month_length};
use crate::exact::Exact;

/// A day-count convention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DayCount {
    /// Months of 30 days, US rule: day 31 becomes 30 (the second date only when the first is 30 or 31).
    #[serde(rename = "30/360")]
    Thirty360,
    /// Months of 30 days, European rule: both 31sts become 30.
    #[serde(rename = "30E/360")]
    ThirtyE360,
    /// Days over 360.
    #[serde(rename = "ACT/360")]
    Actual360,
    /// Days over 364.
    #[serde(rename = "ACT/364")]
    Actual364,
    /// Days over 365, leap year or not.
    #[serde(rename = "ACT/365F")]
    Actual365Fixed,
    /// Days over 365.25.
    #[serde(rename = "ACT/365.25")]
    Actual36525,
    /// Days without any 29 February, over 365.
    #[serde(rename = "NL/365")]
    NoLeap365,
    /// Days in leap years over 366 plus days in other years over 365.
    #[serde(rename = "ACT/ACT-ISDA")]
    ActualActualIsda,
}

impl DayCount {
    /// The span as an exact fraction of a year; zero when `to` is not after `from`.
    pub(crate) fn fraction(self, from: NaiveDate, to: NaiveDate) -> Exact {
        if to <= from {
            return Exact::ZERO;
        }
        let days = actual(from, to);
        match self {
            DayCount::Thirty360 => over(thirty(from, to, us_days(from, to)), 360),
            DayCount::ThirtyE360 => over(
                thirty(from, to, (from.day().min(30), to.day().min(30))),
                360,
            ),
            DayCount::Actual360 => over(days, 360),
            DayCount::Actual364 => over(days, 364),
            DayCount::Actual365Fixed => over(days, 365),
            DayCount::Actual36525 => over(days * 4, 1461),
            DayCount::NoLeap365 => over(days - leap_days(from, to), 365),
            DayCount::ActualActualIsda => isda(from, to),
        }
    }

    /// The name in the JSON interface.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            DayCount::Thirty360 => "30/360",
            DayCount::ThirtyE360 => "30E/360",
            DayCount::Actual360 => "ACT/360",
            DayCount::Actual364 => "ACT/364",
            DayCount::Actual365Fixed => "ACT/365F",
            DayCount::Actual36525 => "ACT/365.25",
            DayCount::NoLeap365 => "NL/365",
            DayCount::ActualActualIsda => "ACT/ACT-ISDA",
        }
    }
}

/// Calendar days between two dates.
pub(crate) fn actual(from: NaiveDate, to: NaiveDate) -> i64 {
    (to - from).num_days()
}

fn over(days: i64, year: i64) -> Exact {
    Exact {
        num: i128::from(days),
        den: i128::from(year),
    }
}

fn us_days(from: NaiveDate, to: NaiveDate) -> (u32, u32) {
    let first = from.day().min(30);
    let second = if first == 30 {
        to.day().min(30)
    } else {
        to.day()
    };
    (first, second)
}

fn thirty(from: NaiveDate, to: NaiveDate, (d1, d2): (u32, u32)) -> i64 {
    let years = i64::from(to.year()) - i64::from(from.year());
    let months = i64::from(to.month()) - i64::from(from.month());
    years * 360 + months * 30 + i64::from(d2) - i64::from(d1)
}

/// 29ths of February in (from, to].
fn leap_days(from: NaiveDate, to: NaiveDate) -> i64 {
    let falls = |year: i32| {
        NaiveDate::from_ymd_opt(year, 2, month_length(year, 2))
            .is_some_and(|d| is_leap(year) && from < d && d <= to)
    };
    (from.year()..=to.year()).filter(|y| falls(*y)).count() as i64
}

fn isda(from: NaiveDate, to: NaiveDate) -> Exact {
    let (mut common, mut leap) = (0_i64, 0_i64);
    let mut start = from;
    while start < to {
        let year_end = NaiveDate::from_ymd_opt(start.year() + 1, 1, 1).unwrap_or(to);
        let end = year_end.min(to);
        if is_leap(start.year()) {
            leap += actual(start, end);
        } else {
            common += actual(start, end);
        }
        start = end;
    }
    Exact::new(i128::from(common) * 366 + i128::from(leap) * 365, 365 * 366)
}

impl DayCount {
    /// Days of the year the convention divides by, for rates given a day.
    pub(crate) fn year_days(self) -> i64 {
        match self {
            DayCount::Thirty360 | DayCount::ThirtyE360 | DayCount::Actual360 => 360,
            DayCount::Actual364 => 364,
            _ => 365,
        }
    }
}
