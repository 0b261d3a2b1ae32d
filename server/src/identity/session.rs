//! Sessions: a 256-bit token in the browser's cookie, its hash in PostgreSQL.
//!
//! Own rather than a session crate's because the session *is* the database's actor: it names person,
//! borrower or staff in columns that policies read, and ending it takes effect on the next request.

use chrono::{DateTime, TimeDelta, Utc};
use lending::language::Language;

use super::store::sessions as store;
use crate::{
    Actor, Error, PersonActor, Portal, Result, Role, StaffActor,
    ids::{BorrowerId, PersonId, SessionId, StaffId},
    keys::{fresh_token, token_hash},
};

/// A borrower's session ends after this much idleness…
pub const PERSON_IDLE: TimeDelta = TimeDelta::minutes(30);
/// …and after this much time in any case.
pub const PERSON_ABSOLUTE: TimeDelta = TimeDelta::hours(12);
pub const STAFF_IDLE: TimeDelta = TimeDelta::minutes(30);
pub const STAFF_ABSOLUTE: TimeDelta = TimeDelta::hours(10);

/// The cookie that holds a session's token: this host alone gets it, over TLS (or localhost), never a script.
pub const COOKIE: &str = "__Host-session";
/// Live sessions one person or colleague may have; the least recently used ends first.
const MOST_LIVE: i64 = 10;

/// Who a request comes from.
#[derive(Clone, Debug)]
pub enum SignedIn {
    Person(SignedInPerson),
    Staff(SignedInStaff),
}

#[derive(Clone, Debug)]
pub struct SignedInPerson {
    pub session_id: SessionId,
    pub person_id: PersonId,
    pub borrower_id: BorrowerId,
    pub name: String,
    pub borrower_name: String,
    /// How many borrowers this person may act for.
    pub borrowers: i64,
    pub language: Language,
}

#[derive(Clone, Debug)]
pub struct SignedInStaff {
    pub session_id: SessionId,
    pub staff_id: StaffId,
    pub name: String,
    pub language: Language,
    pub roles: Vec<Role>,
}

impl SignedInPerson {
    #[must_use]
    pub fn actor(&self) -> PersonActor {
        PersonActor { person_id: self.person_id, borrower_id: self.borrower_id }
    }
}

impl SignedInStaff {
    #[must_use]
    pub fn actor(&self) -> StaffActor {
        StaffActor { staff_id: self.staff_id, roles: self.roles.clone() }
    }
}

impl SignedIn {
    #[must_use]
    pub fn session_id(&self) -> SessionId {
        match self {
            Self::Person(p) => p.session_id,
            Self::Staff(s) => s.session_id,
        }
    }

    #[must_use]
    pub fn actor(&self) -> Actor {
        match self {
            Self::Person(p) => p.actor().into(),
            Self::Staff(s) => (&s.actor()).into(),
        }
    }

    /// The person or the colleague.
    #[must_use]
    pub fn owner(&self) -> (Option<PersonId>, Option<StaffId>) {
        match self {
            Self::Person(p) => (Some(p.person_id), None),
            Self::Staff(s) => (None, Some(s.staff_id)),
        }
    }

    #[must_use]
    pub fn language(&self) -> Language {
        match self {
            Self::Person(p) => p.language,
            Self::Staff(s) => s.language,
        }
    }

    /// How long this session may lie unused.
    #[must_use]
    pub fn idle(&self) -> TimeDelta {
        match self {
            Self::Person(_) => PERSON_IDLE,
            Self::Staff(_) => STAFF_IDLE,
        }
    }
}

/// What a cookie's token leads to.
#[derive(Clone, Debug)]
pub enum Found {
    Live(SignedIn),
    /// Was somebody's and has run out; what they typed may be kept for them.
    Expired {
        person_id: Option<PersonId>,
        staff_id: Option<StaffId>,
    },
    Nothing,
}

/// Who holds this token now. Notes at most once a minute that the session was used.
///
/// # Errors
/// When the database cannot be reached.
pub async fn find(portal: &Portal, token: &str) -> Result<Found> {
    if token.len() != 64 {
        return Ok(Found::Nothing);
    }
    let now = portal.clock.unmoved_now();
    let Some(row) = store::find_session(&portal.pool, &token_hash(token)).await? else {
        return Ok(Found::Nothing);
    };
    let idle = if row.staff_id.is_some() { STAFF_IDLE } else { PERSON_IDLE };
    if row.ended || now >= row.expires_at || now - row.last_seen_at >= idle {
        return Ok(Found::Expired { person_id: row.person_id, staff_id: row.staff_id });
    }
    if now - row.last_seen_at >= TimeDelta::minutes(1) {
        let mut tx = portal.begin(Actor::Public).await?;
        store::mark_session_seen(&mut tx, row.session_id, now).await?;
        tx.commit().await?;
    }
    row.into_signed_in().map(Found::Live)
}

/// Where a browser speaks from, for the list of devices.
#[derive(Clone, Debug, Default)]
pub struct Device {
    pub address: String,
    pub user_agent: String,
}

/// For whom a session is opened.
#[derive(Clone, Copy, Debug)]
pub enum Holder {
    Person { person_id: PersonId, borrower_id: BorrowerId },
    Staff(StaffId),
}

impl Holder {
    fn owner(self) -> (Option<PersonId>, Option<StaffId>) {
        match self {
            Self::Person { person_id, .. } => (Some(person_id), None),
            Self::Staff(staff_id) => (None, Some(staff_id)),
        }
    }
}

/// A browser that signs in: where it speaks from, and the session it brought, which ends.
#[derive(Clone, Copy, Debug)]
pub struct Browser<'a> {
    pub device: &'a Device,
    pub token: Option<&'a str>,
}

/// Opens a session and returns its token, which is never stored and never the one from before sign-in.
pub(crate) async fn open(
    conn: &mut sqlx::PgConnection,
    holder: Holder,
    browser: Browser<'_>,
    now: DateTime<Utc>,
) -> Result<String> {
    if let Some(before) = browser.token {
        store::mark_token_ended(conn, &token_hash(before), now).await?;
    }
    let absolute = match holder {
        Holder::Person { .. } => PERSON_ABSOLUTE,
        Holder::Staff(_) => STAFF_ABSOLUTE,
    };
    store::mark_others_ended(conn, holder.owner(), None, MOST_LIVE - 1, now).await?;
    let token = fresh_token();
    store::insert_session(conn, &token_hash(&token), holder, browser.device, now, now + absolute).await?;
    Ok(token)
}

impl store::SessionRow {
    fn into_signed_in(self) -> Result<SignedIn> {
        let language = Language::parse(&self.language).unwrap_or_default();
        match (self.person_id, self.borrower_id, self.staff_id) {
            (Some(person_id), Some(borrower_id), None) => Ok(SignedIn::Person(SignedInPerson {
                session_id: self.session_id,
                person_id,
                borrower_id,
                name: self.name,
                borrower_name: self.borrower_name.unwrap_or_default(),
                borrowers: self.borrowers,
                language,
            })),
            (None, _, Some(staff_id)) => Ok(SignedIn::Staff(SignedInStaff {
                session_id: self.session_id,
                staff_id,
                name: self.name,
                language,
                roles: self.roles.iter().filter_map(|r| Role::parse(r)).collect(),
            })),
            _ => Err(Error::Fault("a session is of one person or one colleague".to_owned())),
        }
    }
}
