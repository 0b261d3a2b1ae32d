//! A colleague's first factor: e-mail address and password, hashed with Argon2id.
//!
//! Unknown accounts cost the same hashing as known ones. At most [`AT_ONCE`] are hashed at a time: a
//! flood of sign-ins waits, the rest of the portal goes on.

use std::sync::{Arc, OnceLock};

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use chrono::TimeDelta;
use serde_json::json;
use tokio::sync::Semaphore;

use super::{
    contact::Contact,
    limits::{self, PASSWORDS_PER_ACCOUNT, PASSWORDS_PER_ACCOUNT_A_DAY, PASSWORDS_PER_ADDRESS},
    session::Device,
    store::staff as store,
    totp::Secret,
};
use crate::{
    Actor, Error, Portal, Result, audit,
    ids::StaffId,
    keys::{fresh_token, token_hash},
};

/// Passwords hashed at the same time, each with 19 MiB.
const AT_ONCE: usize = 2;
const SHORTEST: usize = 12;
/// In bytes; longer ones are refused before they are hashed.
const LONGEST_BYTES: usize = 512;
/// Time for the second factor.
pub(super) const FLOW_VALID: TimeDelta = TimeDelta::minutes(10);

/// Checks a password and opens the way to the second factor; returns the flow's token for the cookie.
///
/// # Errors
/// `wrong_credentials`, whatever of it was wrong; refusals of fields `email` and `password`; [`Error::TooMany`].
pub async fn enter(portal: &Portal, email: &str, password: &str, device: &Device) -> Result<String> {
    let email = parse_email(email)?;
    if password.is_empty() {
        return Err(Error::refused("password", "required"));
    }
    if password.len() > LONGEST_BYTES {
        return Err(Error::refused_with("password", "too_long", vec![LONGEST_BYTES.to_string()]));
    }
    let now = portal.clock.unmoved_now();
    let address = device.address.as_bytes();
    let account = email.as_bytes();
    limits::spend(
        portal,
        now,
        &[(PASSWORDS_PER_ACCOUNT, account), (PASSWORDS_PER_ACCOUNT_A_DAY, account), (PASSWORDS_PER_ADDRESS, address)],
    )
    .await?;
    let mut tx = portal.begin(Actor::Public).await?;
    let found = store::find_by_email(&mut tx, &email).await?;
    tx.commit().await?;
    let right = verify(password.to_owned(), found.as_ref().map(|row| row.password_hash.clone())).await?;
    let mut tx = portal.begin(Actor::Public).await?;
    let Some(row) = found.as_ref().filter(|row| right && !row.disabled) else {
        audit::record(&mut tx, line("sign_in_refused", found.map(|row| row.staff_id), now)).await?;
        tx.commit().await?;
        return Err(Error::refused("password", "wrong_credentials"));
    };
    let flow = fresh_token();
    let offered = if row.enrolled { None } else { Some(Secret::fresh().seal(portal, row.staff_id)?) };
    store::insert_flow(&mut tx, &token_hash(&flow), row.staff_id, offered.as_deref(), now, now + FLOW_VALID).await?;
    tx.commit().await?;
    Ok(flow)
}

/// The e-mail address of a colleague in the form in which it is stored.
///
/// # Errors
/// A refusal of field `email`.
pub fn parse_email(text: &str) -> Result<String> {
    if text.trim().is_empty() {
        return Err(Error::refused("email", "required"));
    }
    match Contact::parse(text) {
        Ok(Contact::Email(address)) => Ok(address),
        _ => Err(Error::refused("email", "email_shape")),
    }
}

/// Hashes a new password.
///
/// # Errors
/// A refusal of field `password` when it is too short or too long.
pub async fn hash(password: String) -> Result<String> {
    if password.chars().count() < SHORTEST {
        return Err(Error::refused_with("password", "password_short", vec![SHORTEST.to_string()]));
    }
    if password.len() > LONGEST_BYTES {
        return Err(Error::refused_with("password", "too_long", vec![LONGEST_BYTES.to_string()]));
    }
    apart(move || hashed(&password)).await?
}

/// Whether a password is that of the hash; without a hash it is not, after the same work.
async fn verify(password: String, stored: Option<String>) -> Result<bool> {
    apart(move || {
        static NOBODYS: OnceLock<String> = OnceLock::new();
        let nobodys = || hashed("nobody has this password").unwrap_or_default();
        let (text, known) = match &stored {
            Some(text) => (text.as_str(), true),
            None => (NOBODYS.get_or_init(nobodys).as_str(), false),
        };
        let hash = PasswordHash::new(text).map_err(|e| Error::outside("a stored password's hash", e))?;
        Ok(Argon2::default().verify_password(password.as_bytes(), &hash).is_ok() && known)
    })
    .await?
}

fn hashed(password: &str) -> Result<String> {
    let hash: std::result::Result<argon2::PasswordHash, _> = Argon2::default().hash_password(password.as_bytes());
    hash.map(|h| h.to_string()).map_err(|e| Error::outside("hashing a password", e))
}

/// Runs heavy work on a thread of its own, when one of [`AT_ONCE`] places is free.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    static PLACES: OnceLock<Arc<Semaphore>> = OnceLock::new();
    let places = PLACES.get_or_init(|| Arc::new(Semaphore::new(AT_ONCE))).clone();
    let place = places.acquire_owned().await.map_err(|e| Error::outside("a place to hash", e))?;
    tokio::task::spawn_blocking(move || {
        let done = work();
        drop(place);
        done
    })
    .await
    .map_err(|e| Error::outside("hashing", e))
}

pub(super) fn line(
    action: &'static str,
    of: Option<StaffId>,
    at: chrono::DateTime<chrono::Utc>,
) -> audit::Line<'static> {
    audit::Line {
        actor: &Actor::Public,
        at,
        borrower_id: None,
        action,
        subject: "staff",
        subject_id: of.map(|id| id.0),
        detail: json!({}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_verified_exactly() {
        let stored = hash("pässwörd pässwörd".to_owned()).await.expect("hashed");
        assert!(stored.starts_with("$argon2id$"));
        assert!(verify("pässwörd pässwörd".to_owned(), Some(stored.clone())).await.expect("verified"));
        assert!(!verify("pässwörd pässwörd ".to_owned(), Some(stored)).await.expect("verified"));
        assert!(!verify("nobody has this password".to_owned(), None).await.expect("verified"));
    }

    #[tokio::test]
    async fn a_short_or_a_very_long_password_is_refused() {
        assert!(hash("short".to_owned()).await.is_err());
        assert!(hash("x".repeat(513)).await.is_err());
    }
}
