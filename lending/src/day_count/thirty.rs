//! Conventions with months of 30 days. Each answers with the number of days.

use chrono::{Datelike, NaiveDate};

use crate::calendar::month_length;

fn count(from: NaiveDate, to: NaiveDate, first: u32, second: u32) -> i64 {
    let years = i64::from(to.year()) - i64::from(from.year());
    let months = i64::from(to.month()) - i64::from(from.month());
    years * 360 + months * 30 + i64::from(second) - i64::from(first)
}

fn is_last_of_february(date: NaiveDate) -> bool {
    date.month() == 2 && date.day() == month_length(date.year(), 2)
}

fn is_month_end(date: NaiveDate) -> bool {
    date.day() == month_length(date.year(), date.month())
}

/// ISDA 4.16(f).
pub(super) fn bond_basis(from: NaiveDate, to: NaiveDate) -> i64 {
    let first = from.day().min(30);
    let second = if first == 30 { to.day().min(30) } else { to.day() };
    count(from, to, first, second)
}

/// SIA: the last of February counts as 30 in the first date, and in the second when both are.
pub(super) fn us(from: NaiveDate, to: NaiveDate) -> i64 {
    let (mut first, mut second) = (from.day(), to.day());
    if is_last_of_february(from) {
        if is_last_of_february(to) {
            second = 30;
        }
        first = 30;
    }
    if second == 31 && first >= 30 {
        second = 30;
    }
    count(from, to, first.min(30), second)
}

/// Public Securities Association.
pub(super) fn psa(from: NaiveDate, to: NaiveDate) -> i64 {
    let first = if from.day() == 31 || is_last_of_february(from) { 30 } else { from.day() };
    let second = if to.day() == 31 && first == 30 { 30 } else { to.day() };
    count(from, to, first, second)
}

/// ISDA 4.16(g), Eurobond basis.
pub(super) fn european(from: NaiveDate, to: NaiveDate) -> i64 {
    count(from, to, from.day().min(30), to.day().min(30))
}

/// ISDA 4.16(h).
pub(super) fn european_isda(from: NaiveDate, to: NaiveDate, maturity: Option<NaiveDate>) -> i64 {
    let first = if is_month_end(from) { 30 } else { from.day() };
    let at_maturity = maturity == Some(to) && to.month() == 2;
    let second = if is_month_end(to) && !at_maturity { 30 } else { to.day() };
    count(from, to, first, second)
}

/// A 31st as second date is the 1st of the next month.
pub(super) fn european_plus(from: NaiveDate, to: NaiveDate) -> i64 {
    let first = from.day().min(30);
    if to.day() == 31 { count(from, to, first, 31) } else { count(from, to, first, to.day()) }
}
