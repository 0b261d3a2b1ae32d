//! Days of the proleptic Gregorian calendar, counted here without a library: the engine's calendar is judged
//! together with its arithmetic.

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    pub year: i64,
    pub month: i64,
    pub day: i64,
}

pub fn is_leap(year: i64) -> bool {
    year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
}

pub fn month_length(year: i64, month: i64) -> i64 {
    let february = if is_leap(year) { 29 } else { 28 };
    [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][usize::try_from(month - 1).expect("a month")]
}

impl Day {
    /// Days since 1 January of the year 1: whole years, whole months, days.
    pub fn number(self) -> i64 {
        let before = self.year - 1;
        let months: i64 = (1..self.month).map(|month| month_length(self.year, month)).sum();
        before * 365 + before / 4 - before / 100 + before / 400 + months + self.day - 1
    }

    /// So many days later (or earlier).
    pub fn plus_days(self, days: i64) -> Day {
        let mut left = self.number() + days;
        // Never too late: a year has at most 366 days.
        let mut year = left / 366 + 1;
        while (Day { year: year + 1, month: 1, day: 1 }).number() <= left {
            year += 1;
        }
        left -= Day { year, month: 1, day: 1 }.number();
        let mut month = 1;
        while left >= month_length(year, month) {
            left -= month_length(year, month);
            month += 1;
        }
        Day { year, month, day: left + 1 }
    }

    /// So many months later, on the day wished for or the last one of the month.
    pub fn plus_months(self, months: i64, wished: i64) -> Day {
        let index = self.year * 12 + self.month - 1 + months;
        let (year, month) = (index.div_euclid(12), index.rem_euclid(12) + 1);
        Day { year, month, day: wished.min(month_length(year, month)) }
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}
