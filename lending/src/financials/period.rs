//! The period a statement is of.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::LendingError;
use crate::calendar::{month_length, within_years};

/// From a day to a day, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportingPeriod {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

impl ReportingPeriod {
    pub(super) fn check(self) -> Result<(), LendingError> {
        within_years(self.from, "from")?;
        within_years(self.to, "to")?;
        if self.to < self.from {
            return Err(LendingError::contradiction("to", reason!("{} is before {}", self.to, self.from)));
        }
        Ok(())
    }

    /// Days, the first and the last counted: 365 for the year 2025.
    #[must_use]
    pub fn days(self) -> i64 {
        crate::day_count::actual(self.from, self.to) + 1
    }

    /// The day before the first.
    pub(super) fn eve(self) -> NaiveDate {
        self.from.pred_opt().unwrap_or(self.from)
    }

    /// Whether it is made of calendar months, at most twelve.
    pub(super) fn is_whole_months(self) -> bool {
        let month = |d: NaiveDate| i64::from(d.year()) * 12 + i64::from(d.month());
        let last = month_length(self.to.year(), self.to.month());
        self.from.day() == 1 && self.to.day() == last && month(self.to) - month(self.from) < 12
    }

    /// The same a year before; a last day of February stays one.
    pub(super) fn year_before(self) -> ReportingPeriod {
        let back = |d: NaiveDate| {
            let (was, is) = (month_length(d.year(), d.month()), month_length(d.year() - 1, d.month()));
            let day = if d.day() == was { is } else { d.day() };
            NaiveDate::from_ymd_opt(d.year() - 1, d.month(), day).unwrap_or(d)
        };
        ReportingPeriod { from: back(self.from), to: back(self.to) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(from: &str, to: &str) -> ReportingPeriod {
        let day = |text: &str| text.parse().expect("a date in a test");
        ReportingPeriod { from: day(from), to: day(to) }
    }

    #[test]
    fn a_year_before_ends_with_its_month() {
        assert_eq!(period("2024-01-01", "2024-02-29").year_before(), period("2023-01-01", "2023-02-28"));
        assert_eq!(period("2025-01-01", "2025-02-28").year_before(), period("2024-01-01", "2024-02-29"));
    }

    #[test]
    fn whole_months_up_to_a_year() {
        assert!(period("2025-01-01", "2025-12-31").is_whole_months());
        assert!(period("2024-02-01", "2024-02-29").is_whole_months());
        assert!(!period("2024-02-01", "2024-02-28").is_whole_months());
        assert!(!period("2025-01-02", "2025-12-31").is_whole_months());
        assert!(!period("2025-01-01", "2026-01-31").is_whole_months());
    }
}
