//! The one place that asks the system for the time. Everywhere else "now" and "today" are arguments.
//!
//! A demo lender's clock can be moved forward; its offset is kept in the database and read again
//! by every process, so that reminders, lateness and quiet hours follow it.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// A moment out of an address, in microseconds since 1970; none before that or beyond four digits of
/// years, where no row is and no database goes.
#[must_use]
pub fn moment_of_micros(text: &str) -> Option<DateTime<Utc>> {
    let micros = text.parse().ok().filter(|micros: &i64| *micros >= 0)?;
    DateTime::from_timestamp_micros(micros).filter(|moment| moment.year() <= 9999)
}

#[derive(Clone, Debug)]
pub struct Clock {
    zone: Tz,
    source: Source,
}

#[derive(Clone, Debug)]
enum Source {
    System {
        offset_seconds: Arc<AtomicI64>,
    },
    /// Stands still until it is set: tests.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// The system's clock, business days counted in the lender's time zone.
    #[must_use]
    pub fn system(zone: Tz) -> Self {
        Self { zone, source: Source::System { offset_seconds: Arc::default() } }
    }

    /// A clock that stands at `now` until [`Clock::set`] moves it.
    #[must_use]
    pub fn manual(zone: Tz, now: DateTime<Utc>) -> Self {
        Self { zone, source: Source::Manual(Arc::new(AtomicI64::new(now.timestamp_micros()))) }
    }

    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the system")]
    pub fn now(&self) -> DateTime<Utc> {
        match &self.source {
            Source::System { offset_seconds } => {
                Utc::now() + TimeDelta::seconds(offset_seconds.load(Ordering::Relaxed))
            }
            Source::Manual(micros) => {
                DateTime::from_timestamp_micros(micros.load(Ordering::Relaxed)).unwrap_or_default()
            }
        }
    }

    /// Now by people's own watches: the demo's moved clock has no part in it. Sessions, one-time codes
    /// and authenticator codes run by it, so that moving the clock signs nobody out.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the system")]
    pub fn unmoved_now(&self) -> DateTime<Utc> {
        match &self.source {
            Source::System { .. } => Utc::now(),
            Source::Manual(_) => self.now(),
        }
    }

    /// Whether this is the system's clock, moved or not, and not one that a test holds.
    #[must_use]
    pub fn asks_the_system(&self) -> bool {
        matches!(self.source, Source::System { .. })
    }

    /// Today in the lender's time zone: the business day.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.day_of(self.now())
    }

    /// The business day that an instant falls on.
    #[must_use]
    pub fn day_of(&self, instant: DateTime<Utc>) -> NaiveDate {
        instant.with_timezone(&self.zone).date_naive()
    }

    /// The instants at which a business day begins and the next one does.
    #[must_use]
    pub fn bounds_of(&self, day: NaiveDate) -> (DateTime<Utc>, DateTime<Utc>) {
        // Where clocks are put forward at midnight, a day begins at one.
        let begin = |day: NaiveDate| {
            let midnight = day.and_time(NaiveTime::MIN);
            let first =
                (0..=2).find_map(|h| self.zone.from_local_datetime(&(midnight + TimeDelta::hours(h))).earliest());
            first.map_or_else(|| midnight.and_utc(), |local| local.to_utc())
        };
        (begin(day), begin(day.succ_opt().unwrap_or(day)))
    }

    #[must_use]
    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// How far a demo lender's clock is ahead of the system's.
    pub fn set_offset_seconds(&self, seconds: i64) {
        if let Source::System { offset_seconds } = &self.source {
            offset_seconds.store(seconds, Ordering::Relaxed);
        }
    }

    /// Moves a manual clock; no effect on the system's.
    pub fn set(&self, now: DateTime<Utc>) {
        if let Source::Manual(micros) = &self.source {
            micros.store(now.timestamp_micros(), Ordering::Relaxed);
        }
    }
}
