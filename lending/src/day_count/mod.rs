//! Day counts: how long a span is, as a fraction of a year.
//!
//! A span runs from its first day (included) to its last (excluded); interest of day D accrues over (D−1, D].
//! Formulas: ISDA 2006 Definitions section 4.16; ICMA Rule 251; the sources of each stand in `docs/conventions/plan.md`.

mod actual;
mod thirty;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::exact::Exact;

pub(crate) use actual::days as actual;

macro_rules! day_counts {
    ($($(#[$doc:meta])* $name:ident = $code:literal),+ $(,)?) => {
        /// A day-count convention. Formulas with a worked example each: `docs/conventions/plan.md`.
        ///
        /// A leap day is a day; what differs is the length of the year it is measured by:
        ///
        /// ```
        /// let february = |day_count: &str| {
        ///     let line = format!(r#"{{"day_count":"{day_count}","from":"2028-02-28","to":"2028-03-01"}}"#);
        ///     lending::wire::run("days", &line)
        /// };
        /// assert_eq!(february("ACT/365F"), r#"{"days":2,"fraction":"0.005479452054795"}"#);
        /// assert_eq!(february("ACT/ACT-ISDA"), r#"{"days":2,"fraction":"0.005464480874317"}"#);
        /// assert_eq!(february("NL/365"), r#"{"days":1,"fraction":"0.002739726027397"}"#);
        /// assert_eq!(february("30/360"), r#"{"days":3,"fraction":"0.008333333333333"}"#);
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum DayCount { $($(#[$doc])* #[serde(rename = $code)] $name),+ }

        impl DayCount {
            /// All conventions.
            pub const ALL: &'static [DayCount] = &[$(DayCount::$name),+];

            /// The name in the JSON interface.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(DayCount::$name => $code),+ }
            }
        }
    };
}

day_counts! {
    /// Months of 30 days, bond basis: day 31 becomes 30, the second date only when the first is 30 or 31.
    Thirty360 = "30/360",
    /// The same with the US rule for the end of February.
    Thirty360Us = "30/360-US",
    /// Months of 30 days, PSA: the last of February counts as 30 in the first date.
    Thirty360Psa = "30/360-PSA",
    /// Months of 30 days of a year of 365.
    Thirty365 = "30/365",
    /// Months of 30 days, European rule: both 31sts become 30.
    ThirtyE360 = "30E/360",
    /// The same, where month ends become 30, except the last of February at maturity.
    ThirtyE360Isda = "30E/360-ISDA",
    /// The same, where a 31st as second date becomes the 1st of the next month.
    ThirtyEPlus360 = "30E+/360",
    /// Month ends become 30, of a year of 365.
    ThirtyE365 = "30E/365",
    /// Days over 360.
    Actual360 = "ACT/360",
    /// Days over 364.
    Actual364 = "ACT/364",
    /// Days over 365, leap year or not.
    Actual365Fixed = "ACT/365F",
    /// Days over 366 when the span holds a 29 February, otherwise over 365.
    Actual365Actual = "ACT/365A",
    /// Days over 366 when the span ends in a leap year, otherwise over 365.
    Actual365Leap = "ACT/365L",
    /// Days over 365.25.
    Actual36525 = "ACT/365.25",
    /// Days over 366.
    Actual366 = "ACT/366",
    /// Days without any 29 February, over 360.
    NoLeap360 = "NL/360",
    /// Days without any 29 February, over 365.
    NoLeap365 = "NL/365",
    /// Days in leap years over 366 plus days in other years over 365.
    ActualActualIsda = "ACT/ACT-ISDA",
    /// Days over the length of the coupon (repayment) period × periods a year.
    ActualActualIcma = "ACT/ACT-ICMA",
    /// Whole years counted back from the end; the rest over 366 when it holds a 29 February, otherwise over 365.
    ActualActualAfb = "ACT/ACT-AFB",
    /// Whole years counted from the start; the rest over the length of the year it lies in.
    ActualActualYear = "ACT/ACT-YEAR",
    /// Days over the length of the calendar year they fall in, split at the year's end as the terms' `year_split` says.
    ActualYear = "ACT/actual-year",
}

/// On which day a year ends when a span is split (`ACT/actual-year`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct YearSplit {
    /// The first day of the new year, or the last of the old.
    pub at: SplitDay,
    /// Which spans count 366.
    pub leap: LeapYears,
}

/// The day at which a span is split.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SplitDay {
    /// 1 January.
    #[default]
    Jan1,
    /// 31 December.
    Dec31,
}

/// Which spans count a year of 366.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeapYears {
    /// Those in a leap year.
    #[default]
    Always,
    /// Only those that hold its 29 February; they are not split.
    Feb29Only,
}

/// What some conventions need besides the two dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Setting {
    /// The last day of the loan (`30E/360-ISDA`).
    pub maturity: Option<NaiveDate>,
    /// The coupon period and periods a year (`ACT/ACT-ICMA`).
    pub reference: Option<(NaiveDate, NaiveDate, u32)>,
    /// `ACT/actual-year`.
    pub year_split: YearSplit,
}

impl DayCount {
    /// The span as an exact fraction of a year; zero when `to` is not after `from`.
    pub(crate) fn fraction(self, from: NaiveDate, to: NaiveDate) -> Exact {
        self.fraction_in(from, to, &Setting::default())
    }

    /// The same, with what some conventions need besides the dates.
    pub(crate) fn fraction_in(self, from: NaiveDate, to: NaiveDate, setting: &Setting) -> Exact {
        if to <= from {
            return Exact::ZERO;
        }
        let over = |days: i64, year: i64| Exact { num: i128::from(days), den: i128::from(year) };
        let days = actual(from, to);
        let without_leap = || days - actual::leap_days(from, to);
        match self {
            DayCount::Thirty360 => over(thirty::bond_basis(from, to), 360),
            DayCount::Thirty360Us => over(thirty::us(from, to), 360),
            DayCount::Thirty360Psa => over(thirty::psa(from, to), 360),
            DayCount::Thirty365 => over(thirty::bond_basis(from, to), 365),
            DayCount::ThirtyE360 => over(thirty::european(from, to), 360),
            DayCount::ThirtyE360Isda => over(thirty::european_isda(from, to, setting.maturity), 360),
            DayCount::ThirtyEPlus360 => over(thirty::european_plus(from, to), 360),
            DayCount::ThirtyE365 => over(thirty::european_isda(from, to, None), 365),
            DayCount::Actual360 => over(days, 360),
            DayCount::Actual364 => over(days, 364),
            DayCount::Actual365Fixed => over(days, 365),
            DayCount::Actual365Actual => over(days, 365 + i64::from(actual::leap_days(from, to) > 0)),
            DayCount::Actual365Leap => over(days, actual::leap_length(from, to, setting.reference)),
            DayCount::Actual36525 => over(days * 4, 1461),
            DayCount::Actual366 => over(days, 366),
            DayCount::NoLeap360 => over(without_leap(), 360),
            DayCount::NoLeap365 => over(without_leap(), 365),
            DayCount::ActualActualIsda => actual::isda(from, to),
            DayCount::ActualActualIcma => actual::icma(from, to, setting.reference),
            DayCount::ActualActualAfb => actual::afb(from, to),
            DayCount::ActualActualYear => actual::from_start(from, to),
            DayCount::ActualYear => actual::by_calendar_year(from, to, setting.year_split),
        }
    }

    /// Days by the convention: calendar days for the actual ones, months of 30 for the others.
    pub(crate) fn days(self, from: NaiveDate, to: NaiveDate, setting: &Setting) -> i64 {
        match self {
            DayCount::Thirty360 | DayCount::Thirty365 => thirty::bond_basis(from, to),
            DayCount::Thirty360Us => thirty::us(from, to),
            DayCount::Thirty360Psa => thirty::psa(from, to),
            DayCount::ThirtyE360 => thirty::european(from, to),
            DayCount::ThirtyE365 => thirty::european_isda(from, to, None),
            DayCount::ThirtyE360Isda => thirty::european_isda(from, to, setting.maturity),
            DayCount::ThirtyEPlus360 => thirty::european_plus(from, to),
            DayCount::NoLeap360 | DayCount::NoLeap365 => actual(from, to) - actual::leap_days(from, to),
            _ => actual(from, to),
        }
    }

    /// Days of the year the convention divides by, for rates given a day.
    pub(crate) fn year_days(self) -> i64 {
        match self {
            DayCount::Thirty360
            | DayCount::Thirty360Us
            | DayCount::Thirty360Psa
            | DayCount::ThirtyE360
            | DayCount::ThirtyE360Isda
            | DayCount::ThirtyEPlus360
            | DayCount::Actual360
            | DayCount::NoLeap360 => 360,
            DayCount::Actual364 => 364,
            DayCount::Actual366 => 366,
            _ => 365,
        }
    }
}
