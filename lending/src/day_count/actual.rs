//! Conventions that count calendar days.

use chrono::{Datelike, NaiveDate};

use super::{LeapYears, SplitDay, YearSplit};
use crate::calendar::{is_leap, month_length, shift_months};
use crate::exact::Exact;

/// Calendar days between two dates.
pub(crate) fn days(from: NaiveDate, to: NaiveDate) -> i64 {
    i64::from(to.num_days_from_ce()) - i64::from(from.num_days_from_ce())
}

/// What `ACT/365L` divides by (ICMA rule 251.1): 366 when the period ends in a leap year; in periods of a whole year, when
/// a 29 February lies after the start and not after the period's end. Without a period the span is one.
pub(super) fn leap_length(from: NaiveDate, to: NaiveDate, reference: Option<(NaiveDate, NaiveDate, u32)>) -> i64 {
    let leap = match reference {
        Some((_, end, 1)) => leap_days(from, end) > 0,
        Some((_, end, _)) => is_leap(end.year()),
        None => is_leap(to.year()),
    };
    365 + i64::from(leap)
}

/// 29ths of February in (from, to].
pub(super) fn leap_days(from: NaiveDate, to: NaiveDate) -> i64 {
    let falls = |year: i32| NaiveDate::from_ymd_opt(year, 2, 29).is_some_and(|d| from < d && d <= to);
    (from.year()..=to.year()).map(|year| i64::from(falls(year))).sum()
}

fn over(days: i64, year: i64) -> Exact {
    Exact { num: i128::from(days), den: i128::from(year) }
}

/// 366 and 365 together: leap days ÷ 366 + other days ÷ 365.
fn two_lengths(leap: i64, common: i64) -> Exact {
    match (leap, common) {
        (leap, 0) => over(leap, 366),
        (0, common) => over(common, 365),
        (leap, common) => Exact::new(i128::from(common) * 366 + i128::from(leap) * 365, 365 * 366),
    }
}

/// ISDA 4.16(b).
pub(super) fn isda(from: NaiveDate, to: NaiveDate) -> Exact {
    by_calendar_year(from, to, YearSplit::default())
}

/// Days over the length of the calendar year they fall in.
pub(super) fn by_calendar_year(from: NaiveDate, to: NaiveDate, split: YearSplit) -> Exact {
    if split.leap == LeapYears::Feb29Only {
        let holds = leap_days(from, to) > 0;
        return over(days(from, to), 365 + i64::from(holds));
    }
    let (mut leap, mut common) = (0_i64, 0_i64);
    let mut start = from;
    let mut year = from.year();
    while start < to {
        let year_end = match split.at {
            SplitDay::Jan1 => NaiveDate::from_ymd_opt(year + 1, 1, 1),
            SplitDay::Dec31 => NaiveDate::from_ymd_opt(year, 12, 31),
        };
        let end = year_end.unwrap_or(to).clamp(start, to);
        if is_leap(year) {
            leap += days(start, end)
        } else {
            common += days(start, end)
        }
        start = end;
        year += 1;
    }
    two_lengths(leap, common)
}

/// A date a number of whole years away; 29 February becomes the 28th where there is none.
fn years_from(date: NaiveDate, years: i64) -> Option<NaiveDate> {
    shift_months(date, years * 12, date.day()).ok()
}

/// Whole years counted back from the end; a year that ends on 28 February of a leap year ends on the 29th.
pub(super) fn afb(from: NaiveDate, to: NaiveDate) -> Exact {
    let back = |years: i64| {
        let date = years_from(to, -years)?;
        let end_of_february = to.month() == 2 && to.day() == 28 && !is_leap(to.year()) && is_leap(date.year());
        if end_of_february { date.succ_opt() } else { Some(date) }
    };
    let mut whole = 0_i64;
    while back(whole + 1).is_some_and(|date| date >= from) {
        whole += 1;
    }
    let end = back(whole).unwrap_or(to);
    // The rest holds its first day and not its last.
    let holds = |year: i32| NaiveDate::from_ymd_opt(year, 2, 29).is_some_and(|d| from <= d && d < end);
    let year = 365 + i64::from((from.year()..=end.year()).any(holds));
    over(whole * year + days(from, end), year)
}

/// Whole years counted from the start; the rest over the length of the year that begins there.
pub(super) fn from_start(from: NaiveDate, to: NaiveDate) -> Exact {
    let mut whole = 0_i64;
    while years_from(from, whole + 1).is_some_and(|date| date <= to) {
        whole += 1;
    }
    let start = years_from(from, whole).unwrap_or(from);
    let year = years_from(from, whole + 1).map_or(365, |end| days(start, end));
    over(whole * year + days(start, to), year)
}

fn is_month_end(date: NaiveDate) -> bool {
    date.day() == month_length(date.year(), date.month())
}

/// ICMA Rule 251: over the length of the period × periods a year. A span that begins or ends outside the
/// period takes its share of the periods before or after it; without a period it is counted in years.
pub(super) fn icma(from: NaiveDate, to: NaiveDate, reference: Option<(NaiveDate, NaiveDate, u32)>) -> Exact {
    let Some((mut start, mut end, per_year)) = reference else {
        return from_start(from, to);
    };
    if end <= start || per_year == 0 || per_year > 12 {
        return from_start(from, to);
    }
    let months = i64::from(12 / per_year);
    // A period from one end of a month to another keeps to the ends of months.
    let day = if is_month_end(start) && is_month_end(end) { 31 } else { start.day().max(end.day()) };
    while from < start {
        let Ok(before) = shift_months(start, -months, day) else {
            break;
        };
        (start, end) = (before, start);
    }
    let mut sum = Exact::ZERO;
    while start < to {
        let share = over(days(from.max(start), to.min(end)).max(0), days(start, end) * i64::from(per_year));
        sum = sum.plus(share).unwrap_or(sum);
        let Ok(after) = shift_months(end, months, day) else {
            break;
        };
        (start, end) = (end, after);
    }
    sum
}
