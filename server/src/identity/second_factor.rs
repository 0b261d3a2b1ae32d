//! A colleague's second factor: an authenticator's code or, once each, a recovery code.
//!
//! Between password and second factor a colleague is nobody: what they have is a flow, not a session.

use chrono::{DateTime, Utc};
use rand::Rng;
use sqlx::PgConnection;

use super::{
    codes::digits,
    contact::half_width,
    limits::{self, SECOND_FACTORS_PER_ACCOUNT, SECOND_FACTORS_PER_ACCOUNT_A_DAY},
    password::line,
    session::{self, Browser, Holder, SignedInStaff},
    store::staff as store,
    totp::{Enrolment, Secret},
};
use crate::{Actor, Error, Portal, Result, audit, ids::StaffId, keys::token_hash};

const FIELD: &str = "code";
const RECOVERY_CODES: usize = 10;
const RECOVERY_LENGTH: usize = 8;
/// Without what looks like something else.
const LETTERS: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyz";

/// What the second page asks for.
#[derive(Clone, Debug)]
pub enum Stage {
    /// Nobody has passed the first page in this browser, or it was too long ago.
    None,
    /// A code of the enrolled authenticator.
    Code,
    /// Enrolling one.
    Enrol(Enrolment),
}

/// A colleague who has signed in.
#[derive(Clone, Debug)]
pub struct Entered {
    /// The session's token for the cookie.
    pub token: String,
    /// After enrolling: shown once and never again.
    pub recovery_codes: Vec<String>,
}

/// # Errors
/// When the database cannot be reached or a secret does not open.
pub async fn stage(portal: &Portal, flow: &str) -> Result<Stage> {
    let mut tx = portal.begin(Actor::Public).await?;
    let found = store::find_flow(&mut tx, &token_hash(flow), portal.clock.unmoved_now()).await?;
    tx.commit().await?;
    match found {
        None => Ok(Stage::None),
        Some(row) => match row.enrol_secret.filter(|_| row.totp_secret.is_none()) {
            None => Ok(Stage::Code),
            Some(sealed) => {
                Ok(Stage::Enrol(Secret::open(portal, row.staff_id, &sealed)?.enrolment(portal, &row.email)?))
            }
        },
    }
}

/// Signs a colleague in.
///
/// # Errors
/// Refusals of field `code`: `code_shape`, `code_wrong` with the tries left, `flow_gone`; [`Error::TooMany`].
pub async fn enter(portal: &Portal, flow: &str, typed: &str, browser: Browser<'_>) -> Result<Entered> {
    let typed = Typed::parse(typed)?;
    let now = portal.clock.unmoved_now();
    let flow_hash = token_hash(flow);
    let gone = || Error::refused(FIELD, "flow_gone");
    let mut tx = portal.begin(Actor::Public).await?;
    let row = store::find_flow(&mut tx, &flow_hash, now).await?.ok_or_else(gone)?;
    tx.commit().await?;
    spend(portal, row.staff_id, now).await?;

    let mut tx = portal.begin(Actor::Public).await?;
    let left = store::take_flow_try(&mut tx, &flow_hash, now).await?.ok_or_else(gone)?;
    let mut recovery_codes = Vec::new();
    let right = match (&row.totp_secret, &row.enrol_secret) {
        (Some(_), _) => holds(portal, &mut tx, row.staff_id, &typed, now).await?,
        (None, Some(offered)) => match enrol(portal, &mut tx, row.staff_id, offered, &typed, now).await? {
            Some(codes) => {
                recovery_codes = codes;
                true
            }
            None => false,
        },
        (None, None) => false,
    };
    if !right {
        audit::record(&mut tx, line("second_factor_refused", Some(row.staff_id), now)).await?;
        tx.commit().await?;
        return Err(if left == 0 { gone() } else { Error::refused_with(FIELD, "code_wrong", vec![left.to_string()]) });
    }
    store::mark_flow_used(&mut tx, &flow_hash, now).await?;
    let token = session::open(&mut tx, Holder::Staff(row.staff_id), browser, now).await?;
    audit::record(&mut tx, line("signed_in", Some(row.staff_id), now)).await?;
    tx.commit().await?;
    Ok(Entered { token, recovery_codes })
}

/// Makes new recovery codes in place of the old ones, for a colleague who proves the second factor again.
///
/// # Errors
/// Refusals of field `code`; [`Error::TooMany`].
pub async fn renew_recovery_codes(portal: &Portal, who: &SignedInStaff, typed: &str) -> Result<Vec<String>> {
    let typed = Typed::parse(typed)?;
    let now = portal.clock.unmoved_now();
    spend(portal, who.staff_id, now).await?;
    let actor = who.actor();
    let mut tx = portal.begin(&actor).await?;
    let right = holds(portal, &mut tx, who.staff_id, &typed, now).await?;
    let action = if right { "recovery_codes_renewed" } else { "second_factor_refused" };
    let actor = Actor::from(&actor);
    audit::record(&mut tx, audit::Line { actor: &actor, ..line(action, Some(who.staff_id), now) }).await?;
    let codes = if right { new_recovery_codes(portal, &mut tx, who.staff_id).await? } else { Vec::new() };
    tx.commit().await?;
    if right { Ok(codes) } else { Err(Error::refused(FIELD, "second_wrong")) }
}

/// How many recovery codes a colleague has left.
///
/// # Errors
/// When the database cannot be reached.
pub async fn recovery_codes_left(portal: &Portal, who: &SignedInStaff) -> Result<i32> {
    let mut tx = portal.begin(&who.actor()).await?;
    let left = store::count_recovery_codes(&mut tx, who.staff_id).await?;
    tx.commit().await?;
    Ok(left)
}

/// What was typed: both kinds of code go into the same field.
enum Typed {
    Authenticator(String),
    Recovery(String),
}

impl Typed {
    fn parse(typed: &str) -> Result<Self> {
        let plain: String =
            typed.chars().take(64).filter_map(half_width).filter(|c| *c != '-').collect::<String>().to_lowercase();
        if plain.len() == RECOVERY_LENGTH && plain.bytes().all(|b| LETTERS.contains(&b)) {
            return Ok(Self::Recovery(plain));
        }
        digits(typed).map(Self::Authenticator)
    }
}

async fn spend(portal: &Portal, staff_id: StaffId, now: DateTime<Utc>) -> Result<()> {
    let of = staff_id.0.as_bytes().as_slice();
    limits::spend(portal, now, &[(SECOND_FACTORS_PER_ACCOUNT, of), (SECOND_FACTORS_PER_ACCOUNT_A_DAY, of)]).await
}

/// Takes a code of the enrolled authenticator, or a recovery code; each works once.
async fn holds(
    portal: &Portal,
    conn: &mut PgConnection,
    staff_id: StaffId,
    typed: &Typed,
    now: DateTime<Utc>,
) -> Result<bool> {
    match typed {
        Typed::Recovery(code) => {
            store::take_recovery_code(conn, staff_id, &recovery_hash(portal, staff_id, code)).await
        }
        Typed::Authenticator(code) => {
            let Some(sealed) = store::find_totp_secret(conn, staff_id).await? else { return Ok(false) };
            match Secret::open(portal, staff_id, &sealed)?.step_of(code, now) {
                Some(step) => store::take_totp_step(conn, staff_id, step).await,
                None => Ok(false),
            }
        }
    }
}

/// Enrols the authenticator that shows the offered secret's code.
async fn enrol(
    portal: &Portal,
    conn: &mut PgConnection,
    staff_id: StaffId,
    offered: &[u8],
    typed: &Typed,
    now: DateTime<Utc>,
) -> Result<Option<Vec<String>>> {
    let Typed::Authenticator(code) = typed else { return Ok(None) };
    let secret = Secret::open(portal, staff_id, offered)?;
    let Some(step) = secret.step_of(code, now) else { return Ok(None) };
    if !store::mark_enrolled(conn, staff_id, &secret.seal(portal, staff_id)?, step).await? {
        return Ok(None);
    }
    audit::record(conn, line("second_factor_enrolled", Some(staff_id), now)).await?;
    new_recovery_codes(portal, conn, staff_id).await.map(Some)
}

async fn new_recovery_codes(portal: &Portal, conn: &mut PgConnection, staff_id: StaffId) -> Result<Vec<String>> {
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| fresh_recovery_code()).collect();
    let hashes: Vec<Vec<u8>> = codes.iter().map(|code| recovery_hash(portal, staff_id, code).to_vec()).collect();
    store::mark_recovery_codes(conn, staff_id, &hashes).await?;
    Ok(codes.iter().map(|code| format!("{}-{}", &code[..4], &code[4..])).collect())
}

fn fresh_recovery_code() -> String {
    let mut rng = rand::rng();
    (0..RECOVERY_LENGTH).map(|_| char::from(LETTERS[rng.random_range(0..LETTERS.len())])).collect()
}

fn recovery_hash(portal: &Portal, staff_id: StaffId, code: &str) -> [u8; 32] {
    portal.keys.hash("recovery-code", &[staff_id.0.as_bytes(), code.as_bytes()])
}
