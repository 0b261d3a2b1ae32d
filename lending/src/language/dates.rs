//! Dates and counts of days as people read them.

use chrono::{Datelike, NaiveDate};

use super::Language;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month_name(on: NaiveDate) -> &'static str {
    MONTHS.get(on.month0() as usize).copied().unwrap_or("")
}

fn month_short(on: NaiveDate) -> &'static str {
    month_name(on).get(..3).unwrap_or("")
}

/// A date in full: `2026年12月5日`, `5 December 2026`.
///
/// ```
/// use chrono::NaiveDate;
/// use lending::language::{Language, date};
/// let on = NaiveDate::from_ymd_opt(2026, 12, 5).unwrap();
/// assert_eq!(date(Language::Chinese, on), "2026年12月5日");
/// assert_eq!(date(Language::English, on), "5 December 2026");
/// ```
#[must_use]
pub fn date(language: Language, on: NaiveDate) -> String {
    match language {
        Language::Chinese => format!("{}年{}月{}日", on.year(), on.month(), on.day()),
        Language::English => format!("{} {} {}", on.day(), month_name(on), on.year()),
    }
}

/// A date whose year is clear: `12月5日`, `5 Dec`.
#[must_use]
pub fn date_short(language: Language, on: NaiveDate) -> String {
    match language {
        Language::Chinese => format!("{}月{}日", on.month(), on.day()),
        Language::English => format!("{} {}", on.day(), month_short(on)),
    }
}

/// A short date with its year: `2026年12月5日`, `5 Dec 2026`.
#[must_use]
pub fn date_in_year(language: Language, on: NaiveDate) -> String {
    match language {
        Language::Chinese => date(language, on),
        Language::English => format!("{} {}", date_short(language, on), on.year()),
    }
}

/// A month: `2026年12月`, `Dec 2026`.
#[must_use]
pub fn month(language: Language, on: NaiveDate) -> String {
    match language {
        Language::Chinese => format!("{}年{}月", on.year(), on.month()),
        Language::English => format!("{} {}", month_short(on), on.year()),
    }
}

/// A count of days: `13 天`, `13 days`, `1 day`.
#[must_use]
pub fn days(language: Language, count: i64) -> String {
    match (language, count) {
        (Language::Chinese, n) => format!("{n} 天"),
        (Language::English, 1) => "1 day".to_owned(),
        (Language::English, n) => format!("{n} days"),
    }
}

/// A count of months: `6 个月`, `6 months`, `1 month`.
#[must_use]
pub fn months(language: Language, count: u32) -> String {
    match (language, count) {
        (Language::Chinese, n) => format!("{n} 个月"),
        (Language::English, 1) => "1 month".to_owned(),
        (Language::English, n) => format!("{n} months"),
    }
}

/// How far `to` is from `today`: `还有 13 天`, `in 13 days`; `今天`, `today`; `已过 6 天`, `6 days ago`.
#[must_use]
pub fn relative(language: Language, today: NaiveDate, to: NaiveDate) -> String {
    let ahead = (to - today).num_days();
    let count = days(language, ahead.abs());
    match (language, ahead) {
        (Language::Chinese, 0) => "今天".to_owned(),
        (Language::English, 0) => "today".to_owned(),
        (Language::Chinese, 1) => "明天".to_owned(),
        (Language::English, 1) => "tomorrow".to_owned(),
        (Language::Chinese, n) if n > 0 => format!("还有 {count}"),
        (Language::English, n) if n > 0 => format!("in {count}"),
        (Language::Chinese, _) => format!("已过 {count}"),
        (Language::English, _) => format!("{count} ago"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn one_is_not_a_plural_in_english() {
        assert_eq!(days(Language::English, 1), "1 day");
        assert_eq!(months(Language::English, 1), "1 month");
        assert_eq!(days(Language::Chinese, 1), "1 天");
    }

    #[test]
    fn a_date_is_told_from_today() {
        let today = on("2026-11-22");
        for (to, chinese, english) in [
            ("2026-11-22", "今天", "today"),
            ("2026-11-23", "明天", "tomorrow"),
            ("2026-12-05", "还有 13 天", "in 13 days"),
            ("2026-11-16", "已过 6 天", "6 days ago"),
        ] {
            assert_eq!(relative(Language::Chinese, today, on(to)), chinese);
            assert_eq!(relative(Language::English, today, on(to)), english);
        }
    }
}
