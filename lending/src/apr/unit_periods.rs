//! Unit-periods of Regulation Z, counted back from a flow to the start of the term.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::bad;
use crate::LendingError;
use crate::calendar::shift_months;
use crate::day_count::actual;
use crate::exact::Exact;

/// What a unit-period is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitPeriodKind {
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Half months, of 15 days where they are counted out.
    HalfMonth,
    /// Months, of 30 days where they are counted out.
    Month,
    /// A year, of 365 days where it is counted out.
    Year,
}

/// The most common interval between flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitPeriod {
    /// What it is made of.
    pub unit: UnitPeriodKind,
    /// Of how many of them.
    #[serde(default = "one")]
    pub length: u32,
}

fn one() -> u32 {
    1
}

impl UnitPeriod {
    /// Unit-periods a year, exactly: one of 255 days fits 365 ÷ 255 times (Regulation Z, appendix J (b)(5)).
    pub(super) fn per_year(self) -> Result<Exact, LendingError> {
        let all: u32 = match self.unit {
            UnitPeriodKind::Day => 365,
            UnitPeriodKind::Week => 52,
            UnitPeriodKind::HalfMonth => 24,
            UnitPeriodKind::Month => 12,
            UnitPeriodKind::Year => 1,
        };
        match self.length {
            0 => Err(bad("unit_period", "a unit-period has a length")),
            length if length > all => Err(bad("unit_period", "a unit-period is at most a year")),
            length => Ok(Exact::new(i128::from(all), i128::from(length))),
        }
    }

    /// Whole unit-periods and the odd fraction of one from `start` to `on`.
    pub(super) fn between(self, start: NaiveDate, on: NaiveDate) -> Result<(u32, Exact), LendingError> {
        self.per_year()?;
        let days = actual(start, on);
        let split = |count: i64, size: i64| {
            (u32::try_from(count / size).unwrap_or(0), Exact::new(i128::from(count % size), i128::from(size)))
        };
        let length = i64::from(self.length);
        match self.unit {
            UnitPeriodKind::Day => Ok(split(days, length)),
            UnitPeriodKind::Week => Ok(split(days, 7 * length)),
            UnitPeriodKind::HalfMonth => {
                let (months, rest) = months_back(start, on)?;
                let (halves, odd) = split(rest, 15);
                let whole = i64::from(2 * months + halves);
                let (whole, more) = (whole / length, whole % length);
                let odd = Exact::of(more).plus(odd)?.times(Exact::new(1, i128::from(length)))?;
                Ok((u32::try_from(whole).unwrap_or(0), odd))
            }
            UnitPeriodKind::Month => {
                let (months, rest) = months_back(start, on)?;
                let (whole, more) = (months / self.length, months % self.length);
                Ok((whole, Exact::new(i128::from(i64::from(more) * 30 + rest), i128::from(30 * length))))
            }
            UnitPeriodKind::Year => {
                let (months, _) = months_back(start, on)?;
                let upper = shift_months(on, -i64::from(months / 12) * 12, chrono::Datelike::day(&on))?;
                Ok((months / 12, Exact::new(i128::from(actual(start, upper)), 365)))
            }
        }
    }
}

/// Whole months counted back from `on`, and the days left over.
fn months_back(start: NaiveDate, on: NaiveDate) -> Result<(u32, i64), LendingError> {
    let day = chrono::Datelike::day(&on);
    let mut months = 0_u32;
    while shift_months(on, -i64::from(months) - 1, day)? >= start {
        months += 1;
    }
    Ok((months, actual(start, shift_months(on, -i64::from(months), day)?)))
}
