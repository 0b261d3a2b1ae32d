//! Whose day it is and whose night: calendar days and quiet hours in a person's own time zone.
//!
//! Zones come from chrono-tz, never from the machine. A zone nobody knows is the lender's.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// A person's night. The same hour twice means that there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    pub from: NaiveTime,
    pub to: NaiveTime,
}

impl Quiet {
    fn covers(self, at: NaiveTime) -> bool {
        if self.from <= self.to { self.from <= at && at < self.to } else { at >= self.from || at < self.to }
    }
}

/// The zone of that name, or the lender's.
#[must_use]
pub fn zone(name: &str, lender: Tz) -> Tz {
    name.parse().unwrap_or(lender)
}

/// The instant at which a wall clock shows `at` on `day`; where summer time skips it, the first
/// instant after the gap; where it comes twice, the earlier.
#[must_use]
pub fn instant(zone: Tz, day: NaiveDate, at: NaiveTime) -> DateTime<Utc> {
    let wall = day.and_time(at);
    // Gaps are an hour or less nearly everywhere, and a whole day where a country moved across the date line.
    for minutes in 0..=(26 * 60) {
        if let Some(found) = zone.from_local_datetime(&(wall + TimeDelta::minutes(minutes))).earliest() {
            return found.with_timezone(&Utc);
        }
    }
    Utc.from_utc_datetime(&wall)
}

/// When a message may go out: now, or the end of the night that `now` falls into.
#[must_use]
pub fn not_before(zone: Tz, quiet: Quiet, now: DateTime<Utc>) -> DateTime<Utc> {
    let local = now.with_timezone(&zone);
    if !quiet.covers(local.time()) {
        return now;
    }
    let day = local.date_naive();
    let morning = if local.time() < quiet.to { day } else { day.checked_add_days(Days::new(1)).unwrap_or(day) };
    let end = instant(zone, morning, quiet.to);
    // In the hour that comes twice the wall may show the night's end and then night again.
    if end > now { end } else { now + TimeDelta::minutes(30) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NIGHT: (&str, &str) = ("21:00:00", "08:00:00");

    fn quiet((from, to): (&str, &str)) -> Quiet {
        Quiet { from: from.parse().expect("a time"), to: to.parse().expect("a time") }
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    #[test]
    fn the_night_crosses_midnight() {
        let shanghai = chrono_tz::Asia::Shanghai;
        for (now, goes) in [
            ("2026-11-22T12:59:00Z", "2026-11-22T12:59:00Z"), // 20:59
            ("2026-11-22T13:00:00Z", "2026-11-23T00:00:00Z"), // 21:00 → 08:00 tomorrow
            ("2026-11-22T17:30:00Z", "2026-11-23T00:00:00Z"), // 01:30 → 08:00 today
            ("2026-11-22T23:59:59Z", "2026-11-23T00:00:00Z"), // 07:59:59
            ("2026-11-23T00:00:00Z", "2026-11-23T00:00:00Z"), // 08:00
        ] {
            assert_eq!(not_before(shanghai, quiet(NIGHT), at(now)), at(goes), "{now}");
        }
    }

    #[test]
    fn the_same_hour_twice_is_no_night() {
        let now = at("2026-11-22T17:30:00Z");
        assert_eq!(not_before(chrono_tz::Asia::Shanghai, quiet(("00:00:00", "00:00:00")), now), now);
    }

    #[test]
    fn a_night_that_ends_in_the_skipped_hour_ends_after_it() {
        // Berlin, 29 March 2026: 02:00 becomes 03:00.
        let berlin = chrono_tz::Europe::Berlin;
        let goes = not_before(berlin, quiet(("22:00:00", "02:30:00")), at("2026-03-29T00:30:00Z"));
        assert_eq!(goes, at("2026-03-29T01:00:00Z"));
    }

    #[test]
    fn nobody_is_disturbed_around_any_change_of_any_zone() {
        let night = quiet(NIGHT);
        for zone in chrono_tz::TZ_VARIANTS {
            // Every half hour of the days on which most zones change.
            for start in
                ["2026-03-07T00:00:00Z", "2026-03-28T00:00:00Z", "2026-10-24T00:00:00Z", "2026-10-31T00:00:00Z"]
            {
                for step in 0..96 {
                    let now = at(start) + TimeDelta::minutes(30 * step);
                    let goes = not_before(zone, night, now);
                    assert!(goes >= now && goes - now <= TimeDelta::hours(13), "{zone} {now} {goes}");
                    assert!(!night.covers(goes.with_timezone(&zone).time()), "{zone} {now} {goes}");
                }
            }
        }
    }

    #[test]
    fn a_zone_nobody_knows_is_the_lenders() {
        assert_eq!(zone("Mars/Olympus", chrono_tz::Asia::Shanghai), chrono_tz::Asia::Shanghai);
        assert_eq!(zone("Pacific/Kiritimati", chrono_tz::Asia::Shanghai), chrono_tz::Pacific::Kiritimati);
    }
}
