//! How often something may be tried: counters in PostgreSQL, shared by all servers.
//!
//! Counted per fixed window and before anything is looked up, so that a known and an unknown account
//! are limited alike, and in a transaction of its own, so that a refusal still counts.

use chrono::{DateTime, TimeDelta, Utc};

use super::store::attempts;
use crate::{Actor, Error, Portal, Result};

/// At most `count` in each window.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limit {
    pub what: &'static str,
    pub count: i32,
    pub window: TimeDelta,
}

/// Codes asked for one contact: enough for a bad day, too few to fill somebody's phone.
pub(super) const CODES_PER_CONTACT: Limit = Limit { what: "code_contact", count: 5, window: TimeDelta::hours(1) };
pub(super) const CODES_PER_CONTACT_A_DAY: Limit =
    Limit { what: "code_contact_day", count: 10, window: TimeDelta::days(1) };
/// Many people may share an office's or a mobile network's address.
pub(super) const CODES_PER_ADDRESS: Limit = Limit { what: "code_address", count: 60, window: TimeDelta::hours(1) };
pub(super) const ENTRIES_PER_ADDRESS: Limit = Limit { what: "entry_address", count: 120, window: TimeDelta::hours(1) };
pub(super) const FORMS_PER_ADDRESS: Limit = Limit { what: "form_address", count: 60, window: TimeDelta::hours(1) };
/// What messages may cost at worst.
pub(super) const CODES_SENT: Limit = Limit { what: "codes_sent", count: 20_000, window: TimeDelta::days(1) };
pub(super) const PASSWORDS_PER_ACCOUNT: Limit =
    Limit { what: "password_account", count: 10, window: TimeDelta::minutes(15) };
pub(super) const PASSWORDS_PER_ACCOUNT_A_DAY: Limit =
    Limit { what: "password_account_day", count: 100, window: TimeDelta::days(1) };
pub(super) const PASSWORDS_PER_ADDRESS: Limit =
    Limit { what: "password_address", count: 40, window: TimeDelta::minutes(15) };
/// Six digits with three of them valid at a time: 100 guesses a day find one in 9 years.
pub(super) const SECOND_FACTORS_PER_ACCOUNT: Limit =
    Limit { what: "second_account", count: 20, window: TimeDelta::hours(1) };
pub(super) const SECOND_FACTORS_PER_ACCOUNT_A_DAY: Limit =
    Limit { what: "second_account_day", count: 100, window: TimeDelta::days(1) };

/// The demo lender's few people are signed in as by everybody who tries it.
const DEMO_FACTOR: i32 = 200;

/// Counts one attempt against each limit and refuses when one is exceeded.
///
/// # Errors
/// [`Error::TooMany`] with the seconds until the longest exceeded window ends.
pub(super) async fn spend(portal: &Portal, now: DateTime<Utc>, on: &[(Limit, &[u8])]) -> Result<()> {
    let mut tx = portal.begin(Actor::Public).await?;
    let mut wait: Option<u32> = None;
    for (limit, subject) in on {
        let start = window_start(now, limit.window);
        let key = portal.keys.hash("attempt", &[limit.what.as_bytes(), subject]);
        let count = attempts::count_one_more(&mut tx, &key, start).await?;
        let allowed = if portal.demo { limit.count.saturating_mul(DEMO_FACTOR) } else { limit.count };
        if count > allowed {
            let seconds = u32::try_from((start + limit.window - now).num_seconds().max(1)).unwrap_or(u32::MAX);
            wait = Some(wait.unwrap_or(0).max(seconds));
        }
    }
    tx.commit().await?;
    match wait {
        Some(seconds) => Err(Error::TooMany { seconds }),
        None => Ok(()),
    }
}

fn window_start(now: DateTime<Utc>, window: TimeDelta) -> DateTime<Utc> {
    let length = window.num_seconds().max(1);
    DateTime::from_timestamp(now.timestamp().div_euclid(length) * length, 0).unwrap_or(now)
}
