//! The days a paper tells of, as people type them.

use chrono::{Datelike, NaiveDate};

use crate::error::Refusal;

/// First and last day, both included; never after today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Period {
    /// The year so far.
    #[must_use]
    pub fn this_year(today: NaiveDate) -> Self {
        Self { from: first_of_year(today), to: today }
    }

    /// The calendar year before.
    #[must_use]
    pub fn last_year(today: NaiveDate) -> Self {
        let to = first_of_year(today).pred_opt().unwrap_or(today);
        Self { from: first_of_year(to), to }
    }

    /// What was asked for. An empty end is today, an empty beginning the first day of the end's year.
    ///
    /// # Errors
    /// `date_unreadable`, `period_future` and `period_reversed`, each at its field.
    pub fn parse(from: &str, to: &str, today: NaiveDate) -> Result<Self, Vec<Refusal>> {
        let mut problems = Vec::new();
        let mut read = |field: &'static str, text: &str| match text.trim() {
            "" => None,
            text => {
                let day = parse_day(text);
                if day.is_none() {
                    problems.push(refusal(field, "date_unreadable", Vec::new()));
                }
                day
            }
        };
        let (from, to) = (read("from", from), read("to", to));
        if to.is_some_and(|to| to > today) {
            problems.push(refusal("to", "period_future", vec![today.to_string()]));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let to = to.unwrap_or(today);
        let from = from.unwrap_or_else(|| first_of_year(to));
        if from > to {
            return Err(vec![refusal("from", "period_reversed", vec![to.to_string()])]);
        }
        Ok(Self { from, to })
    }
}

fn refusal(field: &'static str, code: &'static str, figures: Vec<String>) -> Refusal {
    Refusal { field, code, figures }
}

fn first_of_year(day: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(day.year(), 1, 1).unwrap_or(day)
}

/// A day as a date field sends it or a person writes it: `2026-11-05`, `2026/11/5`, `2026年11月5日`,
/// full-width digits as well. None when there is no such day, or it lies outside what the engine knows.
#[must_use]
pub fn parse_day(text: &str) -> Option<NaiveDate> {
    let plain: String = text
        .trim()
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
            '/' | '.' | '／' | '．' | '－' | '年' | '月' => '-',
            other => other,
        })
        .collect();
    let plain = plain.strip_suffix('日').unwrap_or(&plain);
    let mut parts = plain.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |part: &str, most: usize| {
        (!part.is_empty() && part.len() <= most && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse::<u32>().ok())?
    };
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    let year = i32::try_from(digits(year, 4)?).ok()?;
    let day = NaiveDate::from_ymd_opt(year, digits(month, 2)?, digits(day, 2)?)?;
    lending::YEARS.contains(&day.year()).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn codes(from: &str, to: &str) -> Vec<(&'static str, &'static str)> {
        let problems = Period::parse(from, to, day("2026-11-22")).err().unwrap_or_default();
        problems.into_iter().map(|p| (p.field, p.code)).collect()
    }

    #[test]
    fn a_day_is_read_however_it_is_written() {
        for text in ["2026-11-05", "2026/11/5", "2026.11.05", "2026年11月5日", "２０２６－１１－０５", " 2026-11-05 "]
        {
            assert_eq!(parse_day(text), Some(day("2026-11-05")), "{text}");
        }
        for text in
            ["2026-02-30", "26-11-05", "2026-11", "2026-11-05-01", "1899-12-31", "2026-１1-", "5", "😀", "2026-+1-05"]
        {
            assert_eq!(parse_day(text), None, "{text}");
        }
    }

    #[test]
    fn nothing_asked_for_is_the_year_so_far() {
        let today = day("2026-11-22");
        assert_eq!(Period::parse("", " ", today), Ok(Period { from: day("2026-01-01"), to: today }));
        assert_eq!(
            Period::parse("", "2025-03-31", today),
            Ok(Period { from: day("2025-01-01"), to: day("2025-03-31") })
        );
        assert_eq!(Period::last_year(today), Period { from: day("2025-01-01"), to: day("2025-12-31") });
    }

    #[test]
    fn what_is_wrong_is_told_at_its_field() {
        assert_eq!(codes("2026-13-01", "x"), [("from", "date_unreadable"), ("to", "date_unreadable")]);
        assert_eq!(codes("", "2026-11-23"), [("to", "period_future")]);
        assert_eq!(codes("2026-11-23", ""), [("from", "period_reversed")]);
        assert_eq!(codes("2026-05-02", "2026-05-01"), [("from", "period_reversed")]);
        assert_eq!(codes("2026-05-01", "2026-05-01"), []);
    }
}
