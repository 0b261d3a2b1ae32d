//! Handing messages over: claim, hand, mark — three steps, two transactions, and any number of workers.
//!
//! The claim looks whether the message is still true and writes the text; what was claimed and not
//! marked is *unconfirmed* after a while. Each try has a number, and a worker that slept through its
//! lease finds that its number is no longer the message's.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use lending::language::Language;
use serde_json::json;

use super::{
    gateway::{self, Channel, Door, Handed, Letter},
    hours::{self, Quiet},
    status::{Status, Step},
    store::{self, Claim, Due, Mark},
    text::{self, Frame},
    truth::{self, Truth},
};
use crate::{
    Actor, Error, Portal, Result,
    actor::Tx,
    ids::{BorrowerId, MessageId, PersonId},
    keys, outbox,
};

/// A worker that has not said for so long what became of a message is thought dead.
const LEASE_SECONDS: f64 = 300.0;
/// Messages that this process hands over at a time.
const AT_A_TIME: usize = 4;
/// Tries after which a message is given up; with the longest pause between them that is about a day.
const MOST_ATTEMPTS: i16 = 28;
/// Tries after which a message that cannot even be prepared is put aside.
const MOST_FAULTS: i16 = 5;
/// Tries after which an e-mail that may be out is not tried again.
const MOST_PERHAPS: i16 = 5;
/// One run ends after so many messages, so that a queue that never empties does not hold the job.
const MOST_AT_ONCE: usize = 20_000;

/// Hands over everything whose time has come; answers how many messages were looked at.
///
/// # Errors
/// When the database cannot be reached. A message that fails does not stop the others.
pub async fn deliver(portal: &Portal) -> Result<usize> {
    let mut tx = portal.begin(Actor::System).await?;
    let lost = store::mark_lost(&mut tx, LEASE_SECONDS, portal.clock.now()).await?;
    tx.commit().await?;
    if lost > 0 {
        tracing::warn!(lost, "messages of a worker that died are unconfirmed");
    }
    let doors = Doors { sms: gateway::door(portal, Channel::Sms)?, email: gateway::door(portal, Channel::Email)? };
    let lanes = (0..AT_A_TIME).map(|_| lane(portal, &doors));
    let looked_at: usize = futures::future::try_join_all(lanes).await?.into_iter().sum();
    if looked_at >= MOST_AT_ONCE {
        let mut tx = portal.begin(Actor::System).await?;
        outbox::enqueue(&mut tx, "send_messages", &json!({}), "send_messages").await?;
        tx.commit().await?;
    }
    Ok(looked_at)
}

struct Doors {
    sms: Option<Box<dyn Door>>,
    email: Option<Box<dyn Door>>,
}

impl Doors {
    fn of(&self, channel: Channel) -> Option<&dyn Door> {
        match channel {
            Channel::Sms => self.sms.as_deref(),
            Channel::Email => self.email.as_deref(),
        }
    }
}

async fn lane(portal: &Portal, doors: &Doors) -> Result<usize> {
    let mut looked_at = 0;
    while looked_at < MOST_AT_ONCE / AT_A_TIME && next(portal, doors).await? {
        looked_at += 1;
    }
    Ok(looked_at)
}

/// What is to be done with a message now.
enum Verdict<'a> {
    Hand { door: &'a dyn Door, letter: Letter, language: Language },
    Wait(DateTime<Utc>),
    Cancel(&'static str),
    Suppress(&'static str),
}

/// What was handed over, and by which try.
struct Held {
    borrower_id: BorrowerId,
    message_id: MessageId,
    person_id: PersonId,
    channel: Channel,
    attempt: i16,
}

/// Takes the next message; false when there is none.
async fn next(portal: &Portal, doors: &Doors) -> Result<bool> {
    let now = portal.clock.now();
    let mut tx = portal.begin(Actor::System).await?;
    let Some(due) = store::lock_next(&mut tx, now).await? else { return Ok(false) };
    let verdict = match decide(portal, &mut tx, &due, doors, now).await {
        Ok(verdict) => verdict,
        Err(error) => {
            tx.rollback().await?;
            put_aside(portal, &due, &error, now).await?;
            return Ok(true);
        }
    };
    let from = status_of(&due.status)?;
    let waits = |until| Mark { status: "", why: "", send_after: Some(until), sent: false, another_attempt: false };
    let ends = |why| Mark { status: "", why, send_after: None, sent: false, another_attempt: false };
    let (step, how) = match verdict {
        Verdict::Hand { door, letter, language } => {
            let held = claim(&mut tx, &due, &letter, language, now).await?;
            tx.commit().await?;
            let handed = door.hand(&letter).await;
            settle(portal, &held, &letter.to, handed).await?;
            return Ok(true);
        }
        Verdict::Wait(until) => (Step::Wait, waits(until)),
        // A second try of an e-mail that may be out already is given up by waiting for nothing.
        Verdict::Cancel(why) => (Step::Cancel, ends(why)),
        Verdict::Suppress(why) => (Step::Suppress, ends(why)),
    };
    let status = from.after(step).map_err(|e| Error::Fault(e.to_string()))?;
    let never = (status == Status::Unconfirmed && step != Step::Wait).then(|| never(now));
    let mark = Mark { status: status.code(), send_after: never.or(how.send_after), ..how };
    store::mark(&mut tx, due.borrower_id, due.message_id, &mark, now).await?;
    tx.commit().await?;
    count(&due.channel, status);
    Ok(true)
}

/// So far away that nobody waits for it.
fn never(now: DateTime<Utc>) -> DateTime<Utc> {
    now + TimeDelta::days(36_500)
}

fn status_of(code: &str) -> Result<Status> {
    Status::parse(code).ok_or_else(|| Error::Fault(format!("no message is {code:?}")))
}

fn count(channel: &str, status: Status) {
    metrics::counter!("messages_total", "channel" => channel.to_owned(), "status" => status.code()).increment(1);
}

async fn decide<'a>(
    portal: &Portal,
    tx: &mut Tx,
    due: &Due,
    doors: &'a Doors,
    now: DateTime<Utc>,
) -> Result<Verdict<'a>> {
    let channel =
        Channel::parse(&due.channel).ok_or_else(|| Error::Fault(format!("no channel is {:?}", due.channel)))?;
    if !due.still_member {
        return Ok(Verdict::Cancel("not_a_member"));
    }
    let facts = match truth::look(portal, tx, due).await? {
        Truth::Holds(facts) => facts,
        Truth::Gone(why) => return Ok(Verdict::Cancel(why)),
    };
    let Some(contact) = &due.contact else { return Ok(Verdict::Suppress("no_contact")) };
    if due.contact_refused {
        return Ok(Verdict::Suppress("contact_refused"));
    }
    let Some(door) = doors.of(channel) else { return Ok(Verdict::Suppress("no_gateway")) };
    let zone = hours::zone(&due.time_zone, portal.clock.zone());
    let goes = hours::not_before(zone, Quiet { from: due.quiet_from, to: due.quiet_to }, now);
    if goes > now {
        return Ok(Verdict::Wait(goes));
    }
    if let Some(why) = over_cap(tx, due, channel, zone, now).await? {
        return Ok(Verdict::Suppress(why));
    }
    let language = Language::parse(&due.language).unwrap_or_default();
    let frame = Frame { language, name: &due.person_name, lender: &portal.lender, subject_id: due.subject_id };
    let text = match channel {
        Channel::Sms => frame.sms(&facts),
        Channel::Email => frame.email(&facts),
    };
    let letter = Letter {
        channel,
        to: contact.clone(),
        title: text.title,
        body: text.body,
        name: due.message_id.to_string(),
        report: (channel == Channel::Sms).then(keys::fresh_token),
        at: now,
    };
    Ok(Verdict::Hand { door, letter, language })
}

/// A loan asks for money by SMS so often a day and a week, and not oftener.
async fn over_cap(
    tx: &mut Tx,
    due: &Due,
    channel: Channel,
    zone: chrono_tz::Tz,
    now: DateTime<Utc>,
) -> Result<Option<&'static str>> {
    if channel != Channel::Sms || !due.collections {
        return Ok(None);
    }
    // Two workers must not both find room for one more: from here on only one counts, until it commits.
    store::lock_collection_sms(tx, due).await?;
    let (a_day, a_week) = store::find_sms_caps(tx).await?;
    let day_began = hours::instant(zone, now.with_timezone(&zone).date_naive(), NaiveTime::MIN);
    let (today, this_week) = store::count_collection_sms(tx, due, day_began, now - TimeDelta::days(7)).await?;
    Ok(if today >= a_day {
        Some("cap_a_day")
    } else if this_week >= a_week {
        Some("cap_a_week")
    } else {
        None
    })
}

async fn claim(tx: &mut Tx, due: &Due, letter: &Letter, language: Language, now: DateTime<Utc>) -> Result<Held> {
    let recipient = text::masked(&letter.to);
    let written = Claim { language: language.code(), recipient: &recipient, title: &letter.title, body: &letter.body };
    status_of(&due.status)?.after(Step::Claim).map_err(|e| Error::Fault(e.to_string()))?;
    let attempt = store::mark_claimed(tx, due, &written, now).await?;
    if let Some(reference) = &letter.report {
        store::insert_route(tx, reference, due.borrower_id, due.message_id).await?;
    }
    Ok(Held {
        borrower_id: due.borrower_id,
        message_id: due.message_id,
        person_id: due.person_id,
        channel: letter.channel,
        attempt,
    })
}

/// Marks what became of a try, unless another try has taken the message over.
async fn settle(portal: &Portal, held: &Held, to: &str, handed: Handed) -> Result<()> {
    let now = portal.clock.now();
    let mut tx = portal.begin(Actor::System).await?;
    let Some(status) = store::lock_claim(&mut tx, held.borrower_id, held.message_id, held.attempt).await? else {
        tracing::warn!(message = %held.message_id, attempt = held.attempt, "a worker came back after its lease; its word is not taken");
        return Ok(());
    };
    let (step, why) = match &handed {
        Handed::Taken => (Step::Taken, ""),
        Handed::RefusedForNow(why) if held.attempt >= MOST_ATTEMPTS => (Step::RefusedForGood, why.as_str()),
        Handed::RefusedForNow(why) => (Step::RefusedForNow, why.as_str()),
        Handed::RefusedForGood { why, .. } => (Step::RefusedForGood, why.as_str()),
        Handed::Lost(why) => (Step::Lost, why.as_str()),
    };
    if let Handed::RefusedForGood { bad_address: true, .. } = &handed {
        store::insert_refused_contact(&mut tx, held.person_id, held.channel.contact_kind(), to, now).await?;
    }
    let from = status_of(&status)?;
    // A report may have been faster than the gateway's own answer.
    let Ok(status) = from.after(step) else {
        tracing::info!(message = %held.message_id, ?from, ?step, "a report was faster");
        return Ok(());
    };
    let again = if step == Step::Lost && held.attempt >= MOST_PERHAPS { never(now) } else { now + pause(held.attempt) };
    let mark = Mark {
        status: status.code(),
        why: &why.chars().take(200).collect::<String>(),
        send_after: Some(again),
        sent: step == Step::Taken,
        another_attempt: false,
    };
    store::mark(&mut tx, held.borrower_id, held.message_id, &mark, now).await?;
    tx.commit().await?;
    count(held.channel.code(), status);
    Ok(())
}

/// One minute, two, four … an hour at most.
fn pause(attempt: i16) -> TimeDelta {
    TimeDelta::minutes(1_i64 << attempt.clamp(1, 7).saturating_sub(1)).min(TimeDelta::hours(1))
}

/// A message that cannot be prepared does not hold up the others.
async fn put_aside(portal: &Portal, due: &Due, error: &Error, now: DateTime<Utc>) -> Result<()> {
    tracing::error!(message = %due.message_id, %error, "a message could not be prepared");
    let step = if due.attempts + 1 >= MOST_FAULTS { Step::RefusedForGood } else { Step::RefusedForNow };
    let mut tx = portal.begin(Actor::System).await?;
    if store::lock_claim(&mut tx, due.borrower_id, due.message_id, due.attempts).await?.as_deref()
        != Some(due.status.as_str())
    {
        return Ok(());
    }
    // An e-mail that is perhaps out stays that; only its second try fails.
    let status = status_of(&due.status)?.after(step).unwrap_or(Status::Unconfirmed);
    let mark = Mark {
        status: status.code(),
        why: "fault",
        send_after: Some(now + pause(due.attempts + 1)),
        sent: false,
        another_attempt: true,
    };
    store::mark(&mut tx, due.borrower_id, due.message_id, &mark, now).await?;
    tx.commit().await?;
    count(&due.channel, status);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_an_hour_and_a_day_passes_before_a_message_is_given_up() {
        assert_eq!(pause(1), TimeDelta::minutes(1));
        assert_eq!(pause(4), TimeDelta::minutes(8));
        assert_eq!(pause(28), TimeDelta::hours(1));
        let all: TimeDelta = (1..MOST_ATTEMPTS).map(pause).fold(TimeDelta::zero(), |sum, p| sum + p);
        assert!(all >= TimeDelta::hours(20) && all <= TimeDelta::hours(48), "{all}");
    }
}
