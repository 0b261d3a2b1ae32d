//! Instants as people read them: the lender's day and the time of day.

use chrono::{DateTime, Utc};
use lending::language::{self, Language};
use server::clock::Clock;

/// `2026年11月20日 10:42`, `20 Nov 2026 10:42`.
#[must_use]
pub fn moment(l: Language, clock: &Clock, at: DateTime<Utc>) -> String {
    let local = at.with_timezone(&clock.zone());
    format!("{} {}", language::date_in_year(l, local.date_naive()), local.format("%H:%M"))
}
