//! What people read of the ledger: a person what was sent to them, a colleague all of it and why not,
//! a visitor of the demo its mailbox.

use chrono::{DateTime, NaiveDateTime, Utc};
use lending::language::Language;
use uuid::Uuid;

use super::{gateway::Channel, hours, status::Status, store};
use crate::{
    Portal, Result,
    clock::moment_of_micros,
    identity::{SignedInPerson, SignedInStaff},
    ids::{BorrowerId, MessageId},
    requests::queue::READERS,
};

/// Where a page begins: after this row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub at: DateTime<Utc>,
    pub id: Uuid,
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.at.timestamp_micros(), self.id.simple())
    }
}

impl std::str::FromStr for Cursor {
    type Err = crate::ids::NotAnId;

    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        let (at, id) = text.split_once('-').ok_or(crate::ids::NotAnId)?;
        let at = moment_of_micros(at).ok_or(crate::ids::NotAnId)?;
        Ok(Self { at, id: Uuid::try_parse(id).map_err(|_| crate::ids::NotAnId)? })
    }
}

/// What the lender's clock shows.
fn wall(portal: &Portal, at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&portal.clock.zone()).naive_local()
}

/// Some rows and where the next ones begin.
#[derive(Clone, Debug)]
pub struct Page<T> {
    pub rows: Vec<T>,
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// `rows` holds one more than the page shows when there is a next page.
    fn of(mut rows: Vec<T>, size: usize, key: impl Fn(&T) -> Cursor) -> Self {
        let more = rows.len() > size;
        rows.truncate(size);
        let next = rows.last().filter(|_| more).map(key);
        Self { rows, next }
    }
}

fn asked(size: usize) -> i64 {
    i64::try_from(size + 1).unwrap_or(i64::MAX)
}

/// A message as its receiver sees it.
#[derive(Clone, Debug)]
pub struct Mine {
    pub id: MessageId,
    pub rule: String,
    pub channel: Channel,
    pub status: Status,
    /// The language it was sent in.
    pub language: Language,
    pub recipient: String,
    pub title: String,
    pub body: String,
    /// When, by the receiver's own clock.
    pub at: NaiveDateTime,
}

const MINE: usize = 20;

/// Everything that was sent to the person, newest first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn mine(portal: &Portal, who: &SignedInPerson, after: Option<Cursor>) -> Result<Page<Mine>> {
    let mut tx = portal.read(who.actor()).await?;
    let rows =
        store::list_mine(&mut tx, who.borrower_id, who.person_id, after.map(|c| (c.at, c.id)), asked(MINE)).await?;
    let theirs = store::find_preferences(&mut tx, who.person_id).await?;
    let zone = theirs.map_or(portal.clock.zone(), |p| hours::zone(&p.time_zone, portal.clock.zone()));
    let page = Page::of(rows, MINE, |row| Cursor { at: row.created_at, id: row.message_id.0 });
    let rows = page.rows.into_iter().filter_map(|row| {
        Some(Mine {
            id: row.message_id,
            rule: row.rule,
            channel: Channel::parse(&row.channel)?,
            status: Status::parse(&row.status)?,
            language: Language::parse(&row.language)?,
            recipient: row.recipient,
            title: row.title,
            body: row.body,
            at: row.sent_at.unwrap_or(row.created_at).with_timezone(&zone).naive_local(),
        })
    });
    Ok(Page { rows: rows.collect(), next: page.next })
}

/// Which part of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Part {
    #[default]
    All,
    Sent,
    Waiting,
    Unconfirmed,
    Failed,
    /// Cancelled or suppressed.
    NotSent,
}

impl Part {
    pub const ALL: [Self; 6] = [Self::All, Self::Sent, Self::Waiting, Self::Unconfirmed, Self::Failed, Self::NotSent];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Sent => "sent",
            Self::Waiting => "waiting",
            Self::Unconfirmed => "unconfirmed",
            Self::Failed => "failed",
            Self::NotSent => "not_sent",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.code() == code)
    }

    fn holds(self, status: Status) -> bool {
        match self {
            Self::All => true,
            Self::Sent => matches!(status, Status::Sent | Status::Delivered),
            Self::Waiting => {
                matches!(status, Status::Created | Status::Queued | Status::Sending | Status::TemporaryFailure)
            }
            Self::Unconfirmed => status == Status::Unconfirmed,
            Self::Failed => matches!(status, Status::PermanentFailure | Status::TemporaryFailure),
            Self::NotSent => matches!(status, Status::Cancelled | Status::Suppressed),
        }
    }
}

/// A line of the ledger.
#[derive(Clone, Debug)]
pub struct Entry {
    pub id: MessageId,
    pub borrower_id: BorrowerId,
    pub borrower_name: String,
    pub person_name: String,
    pub rule: String,
    pub channel: Channel,
    pub status: Status,
    pub why: String,
    pub attempts: i16,
    pub language: Language,
    pub recipient: String,
    pub title: String,
    pub body: String,
    /// When a waiting message is looked at next, by the lender's clock, as all times here.
    pub send_after: NaiveDateTime,
    pub changed_at: NaiveDateTime,
}

const LEDGER: usize = 50;

/// The ledger, newest first: what was sent, what failed, what was not sent and why.
///
/// # Errors
/// [`crate::Error::Forbidden`] for whoever may not read of borrowers; when the database cannot be reached.
pub async fn ledger(
    portal: &Portal,
    who: &SignedInStaff,
    part: Part,
    channel: Option<Channel>,
    after: Option<Cursor>,
) -> Result<Page<Entry>> {
    let statuses: Vec<String> =
        Status::ALL.into_iter().filter(|s| part.holds(*s)).map(|s| s.code().to_owned()).collect();
    let actor = who.actor();
    actor.must_be(READERS)?;
    let mut tx = portal.read(&actor).await?;
    let after = after.map(|c| (c.at, c.id));
    let rows = store::list_ledger(&mut tx, &statuses, channel.map(Channel::code), after, asked(LEDGER)).await?;
    let page = Page::of(rows, LEDGER, |row| Cursor { at: row.created_at, id: row.message_id.0 });
    let rows = page.rows.into_iter().filter_map(|row| {
        Some(Entry {
            id: row.message_id,
            borrower_id: row.borrower_id,
            borrower_name: row.borrower_name,
            person_name: row.person_name,
            rule: row.rule,
            channel: Channel::parse(&row.channel)?,
            status: Status::parse(&row.status)?,
            why: row.why,
            attempts: row.attempts,
            language: Language::parse(&row.language)?,
            recipient: row.recipient,
            title: row.title,
            body: row.body,
            send_after: wall(portal, row.send_after),
            changed_at: wall(portal, row.changed_at),
        })
    });
    Ok(Page { rows: rows.collect(), next: page.next })
}

/// What the demo's door was given.
#[derive(Clone, Debug)]
pub struct Captured {
    pub at: NaiveDateTime,
    pub channel: Channel,
    pub language: Language,
    pub recipient: String,
    pub title: String,
    pub body: String,
}

/// A relay does not say in which language a message is; its letters do.
fn language_of(text: &str) -> Language {
    let chinese = text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
    if chinese * 8 > text.chars().count() { Language::Chinese } else { Language::English }
}

const MAILBOX: usize = 50;

/// The demo's mailbox, newest first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn mailbox(portal: &Portal, after: Option<Cursor>) -> Result<Page<Captured>> {
    let mut conn = portal.pool.acquire().await?;
    let rows = store::list_captured(&mut conn, after.map(|c| (c.at, c.id)), asked(MAILBOX)).await?;
    let page = Page::of(rows, MAILBOX, |row| Cursor { at: row.at, id: row.captured_id });
    let rows = page.rows.into_iter().filter_map(|row| {
        let channel = Channel::parse(&row.channel)?;
        let at = wall(portal, row.at);
        let language = language_of(&row.body);
        Some(Captured { at, channel, language, recipient: row.recipient, title: row.title, body: row.body })
    });
    Ok(Page { rows: rows.collect(), next: page.next })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_the_trip_through_an_address() {
        let cursor = Cursor {
            at: DateTime::from_timestamp_micros(1_763_000_000_123_456).expect("an instant"),
            id: Uuid::from_u128(7),
        };
        assert_eq!(cursor.to_string().parse::<Cursor>().ok(), Some(cursor));
        assert!("x-y".parse::<Cursor>().is_err() && "".parse::<Cursor>().is_err());
    }

    #[test]
    fn every_message_stands_in_a_part_of_the_ledger() {
        for status in Status::ALL {
            assert!(Part::ALL.into_iter().skip(1).any(|part| part.holds(status)), "{status:?}");
        }
    }
}
