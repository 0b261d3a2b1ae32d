//! One-time codes: a person proves a contact on file by repeating what was sent to it.
//!
//! A code is bound to the browser that asked (the flow cookie), lives five minutes, allows five
//! tries and works once. Whether anybody has a contact is told neither by words nor by time: the
//! same statements run, and the message leaves after the answer.

use chrono::{DateTime, TimeDelta, Utc};
use lending::language::Language;
use rand::Rng;
use serde_json::json;

use super::{
    contact::{Contact, half_width},
    deliver,
    limits::{self, CODES_PER_ADDRESS, CODES_PER_CONTACT, CODES_PER_CONTACT_A_DAY, ENTRIES_PER_ADDRESS},
    session::{self, Browser, Device, Holder},
    store::{codes as store, people},
};
use crate::{
    Actor, Error, Portal, Result, audit,
    ids::PersonId,
    keys::{fresh_token, token_hash},
};

/// The cookie that binds a sign-in under way to its browser.
pub const FLOW_COOKIE: &str = "__Host-flow";
pub const VALID: TimeDelta = TimeDelta::minutes(5);
pub const RESEND_AFTER: TimeDelta = TimeDelta::seconds(60);
/// So long after it was sent a code may still be sent anew without typing the contact again.
const RESEND_UNTIL: TimeDelta = TimeDelta::minutes(30);
const FIELD: &str = "code";

/// A code that this browser waits for.
#[derive(Clone, Debug)]
pub struct Pending {
    pub contact_masked: String,
    pub sent_at: DateTime<Utc>,
    /// Seconds until another may be asked for; 0 when it may.
    pub resend_in_seconds: u32,
    pub expired: bool,
}

/// Sends a code to a contact, if somebody has it, and returns the flow's token for the cookie.
///
/// # Errors
/// A refusal of field `contact`, or [`Error::TooMany`].
pub async fn ask(portal: &Portal, contact: &str, language: Language, device: &Device) -> Result<String> {
    let contact = Contact::parse(contact)?;
    let now = portal.clock.unmoved_now();
    let hash = contact.hash(&portal.keys);
    spend(portal, &hash, device, now).await?;
    issue(portal, Recipient { hash: &hash, masked: &contact.masked(), replaced: None }, language, now).await
}

/// Sends a new code in place of the one this browser waits for.
///
/// # Errors
/// [`Error::TooMany`] before a minute has passed; refusal `flow_gone` when nothing is waited for.
pub async fn resend(portal: &Portal, flow: &str, language: Language, device: &Device) -> Result<String> {
    let now = portal.clock.unmoved_now();
    let flow_hash = token_hash(flow);
    let mut tx = portal.begin(Actor::Public).await?;
    let waiting = store::find_pending(&mut tx, &flow_hash).await?;
    tx.commit().await?;
    let Some(row) = waiting.filter(|row| now < row.created_at + RESEND_UNTIL) else {
        return Err(Error::refused("", "flow_gone"));
    };
    match seconds_left(row.created_at, now) {
        0 => {}
        seconds => return Err(Error::TooMany { seconds }),
    }
    spend(portal, &row.contact_hash, device, now).await?;
    let to = Recipient { hash: &row.contact_hash, masked: &row.contact_masked, replaced: Some(&flow_hash) };
    issue(portal, to, language, now).await
}

/// What the page of the code shows.
///
/// # Errors
/// When the database cannot be reached.
pub async fn pending(portal: &Portal, flow: &str) -> Result<Option<Pending>> {
    let now = portal.clock.unmoved_now();
    let mut tx = portal.begin(Actor::Public).await?;
    let row = store::find_pending(&mut tx, &token_hash(flow)).await?;
    tx.commit().await?;
    Ok(row.filter(|row| now < row.created_at + RESEND_UNTIL).map(|row| Pending {
        resend_in_seconds: seconds_left(row.created_at, now),
        expired: now >= row.expires_at,
        contact_masked: row.contact_masked,
        sent_at: row.created_at,
    }))
}

/// Signs in with a code and returns the session's token.
///
/// # Errors
/// A refusal of field `code`: `code_shape` (no try is lost), `code_wrong` with the tries left, `code_gone`
/// when it has expired, was used, or has no tries left; `no_borrower` when there is nobody to act for.
pub async fn enter(portal: &Portal, flow: &str, typed: &str, browser: Browser<'_>) -> Result<String> {
    let digits = digits(typed)?;
    let now = portal.clock.unmoved_now();
    limits::spend(portal, now, &[(ENTRIES_PER_ADDRESS, browser.device.address.as_bytes())]).await?;
    let flow_hash = token_hash(flow);
    let expected = portal.keys.hash("sign-in-code", &[&flow_hash, digits.as_bytes()]);
    let mut tx = portal.begin(Actor::System).await?;
    let Some(tried) = store::take_try(&mut tx, &flow_hash, now).await? else {
        return Err(Error::refused(FIELD, "code_gone"));
    };
    let person = tried.person_id.filter(|_| tried.code_hash.as_deref() == Some(expected.as_slice()));
    let Some(person_id) = person else {
        tx.commit().await?;
        return Err(match tried.tries_left {
            0 => Error::refused(FIELD, "code_gone"),
            left => Error::refused_with(FIELD, "code_wrong", vec![left.to_string()]),
        });
    };
    store::mark_used(&mut tx, tried.code_id, now).await?;
    let token = open(&mut tx, person_id, browser, now).await?;
    tx.commit().await?;
    token.ok_or_else(|| Error::refused(FIELD, "no_borrower"))
}

/// Opens the session of a person who has proven who they are; `None` when they act for nobody.
async fn open(
    conn: &mut sqlx::PgConnection,
    person_id: PersonId,
    browser: Browser<'_>,
    now: DateTime<Utc>,
) -> Result<Option<String>> {
    let Some(borrower_id) = people::find_first_borrower(conn, person_id).await? else { return Ok(None) };
    let token = session::open(conn, Holder::Person { person_id, borrower_id }, browser, now).await?;
    let line = audit::Line {
        actor: &Actor::System,
        at: now,
        borrower_id: Some(borrower_id),
        action: "signed_in",
        subject: "person",
        subject_id: Some(person_id.0),
        detail: json!({}),
    };
    audit::record(conn, line).await?;
    Ok(Some(token))
}

struct Recipient<'a> {
    hash: &'a [u8],
    masked: &'a str,
    /// The flow whose code this one takes the place of.
    replaced: Option<&'a [u8]>,
}

async fn issue(portal: &Portal, to: Recipient<'_>, language: Language, now: DateTime<Utc>) -> Result<String> {
    let flow = fresh_token();
    let flow_hash = token_hash(&flow);
    let code = format!("{:06}", rand::rng().random_range(0..1_000_000));
    let code_hash = portal.keys.hash("sign-in-code", &[&flow_hash, code.as_bytes()]);
    let mut tx = portal.begin(Actor::Public).await?;
    let person_id = store::find_person(&mut tx, to.hash).await?;
    if let Some(before) = to.replaced {
        store::mark_replaced(&mut tx, before, now).await?;
    }
    let new = store::NewCode {
        flow_hash: &flow_hash,
        contact_hash: to.hash,
        contact_masked: to.masked,
        code_hash: person_id.is_some().then_some(&code_hash),
        person_id,
        created_at: now,
        expires_at: now + VALID,
    };
    store::insert_code(&mut tx, new).await?;
    tx.commit().await?;
    if let Some(person_id) = person_id {
        deliver::soon(portal, deliver::Code { person_id, contact_hash: to.hash.to_vec(), code, language });
    }
    Ok(flow)
}

async fn spend(portal: &Portal, contact_hash: &[u8], device: &Device, now: DateTime<Utc>) -> Result<()> {
    let address = device.address.as_bytes();
    limits::spend(
        portal,
        now,
        &[(CODES_PER_CONTACT, contact_hash), (CODES_PER_CONTACT_A_DAY, contact_hash), (CODES_PER_ADDRESS, address)],
    )
    .await
}

fn seconds_left(sent_at: DateTime<Utc>, now: DateTime<Utc>) -> u32 {
    // Rounded up: when the page says it may be asked for, it may.
    u32::try_from(((sent_at + RESEND_AFTER - now).num_milliseconds().max(0) + 999) / 1000).unwrap_or(0)
}

/// Six digits, however they were typed.
pub(super) fn digits(typed: &str) -> Result<String> {
    let plain: String = typed.chars().take(64).filter_map(half_width).filter(|c| *c != '-').collect();
    match plain.len() {
        0 => Err(Error::refused(FIELD, "required")),
        6 if plain.bytes().all(|b| b.is_ascii_digit()) => Ok(plain),
        _ => Err(Error::refused(FIELD, "code_shape")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_same_however_it_is_typed() {
        for typed in ["123456", " 123 456 ", "１２３４５６", "123-456", "\u{202a}123456"] {
            assert_eq!(digits(typed).expect(typed), "123456");
        }
        for typed in ["", "12345", "1234567", "abcdef", "12345٦", "😀"] {
            assert!(digits(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn another_code_may_be_asked_for_after_a_whole_minute() {
        let sent = DateTime::from_timestamp(1_800_000_000, 0).expect("a time");
        assert_eq!(seconds_left(sent, sent), 60);
        assert_eq!(seconds_left(sent, sent + TimeDelta::milliseconds(59_001)), 1);
        assert_eq!(seconds_left(sent, sent + TimeDelta::seconds(60)), 0);
        assert_eq!(seconds_left(sent, sent + TimeDelta::days(9)), 0);
    }
}
