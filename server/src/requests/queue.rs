//! The desk's queue: what waits, longest first; what waits for me; the whole register.

use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use lending::{modification::Change, money::Money, request::RequestStatus};

use super::{case::Claim, store::reads};
use crate::{Portal, Result, Role, clock::moment_of_micros, identity::SignedInStaff, ids::RequestId};

/// Who may read requests. Administrators keep users and policies and see no loan.
pub const READERS: &[Role] =
    &[Role::LoanOfficer, Role::Reviewer, Role::Approver, Role::SeniorApprover, Role::Collections, Role::Compliance];

/// Rows of a page.
const PAGE: usize = 25;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// What I hold, and what waits for my approval.
    Mine,
    /// All that is not decided.
    #[default]
    Open,
    /// All there ever was, newest first.
    All,
}

impl Scope {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Open => "open",
            Self::All => "all",
        }
    }

    /// What an address says; anything else is the open ones.
    #[must_use]
    pub fn parse(text: Option<&str>) -> Self {
        match text {
            Some("mine") => Self::Mine,
            Some("all") => Self::All,
            _ => Self::Open,
        }
    }
}

/// The row after which the next page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub at: DateTime<Utc>,
    pub id: RequestId,
}

impl std::fmt::Display for Mark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.at.timestamp_micros(), self.id)
    }
}

impl FromStr for Mark {
    type Err = crate::ids::NotAnId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (at, id) = text.split_once('.').ok_or(crate::ids::NotAnId)?;
        let at = moment_of_micros(at).ok_or(crate::ids::NotAnId)?;
        Ok(Self { at, id: id.parse()? })
    }
}

/// What is asked of the queue.
#[derive(Clone, Debug, Default)]
pub struct Query {
    pub scope: Scope,
    pub kind: Option<String>,
    /// A part of a request's number, a loan's number or a borrower's name.
    pub search: Option<String>,
    pub after: Option<Mark>,
}

#[derive(Clone, Debug)]
pub struct QueueRow {
    pub request_id: RequestId,
    pub number: String,
    pub kind: String,
    pub status: RequestStatus,
    pub change: Change,
    pub outstanding: Money,
    pub filed_at: DateTime<Utc>,
    pub answer_due_at: DateTime<Utc>,
    pub claim: Option<Claim>,
    pub borrower_name: String,
    pub loan_number: String,
    pub product_name_zh: String,
    pub product_name_en: String,
    pub oldest_unpaid_due_on: Option<NaiveDate>,
    pub changed_before: bool,
}

impl QueueRow {
    /// Days since the oldest unpaid installment fell due; zero when nothing is late.
    #[must_use]
    pub fn days_late(&self, today: NaiveDate) -> i64 {
        self.oldest_unpaid_due_on.map_or(0, |due| (today - due).num_days().max(0))
    }
}

/// One page of the queue.
#[derive(Clone, Debug)]
pub struct Queue {
    pub rows: Vec<QueueRow>,
    pub next: Option<Mark>,
    pub mine: i64,
    pub open: i64,
    pub now: DateTime<Utc>,
    pub today: NaiveDate,
}

/// Reads a page of the queue.
///
/// # Errors
/// [`crate::Error::Forbidden`] for roles that see no loan.
pub async fn list(portal: &Portal, staff: &SignedInStaff, query: &Query) -> Result<Queue> {
    let actor = staff.actor();
    actor.must_be(READERS)?;
    let (now, today) = (portal.clock.now(), portal.clock.today());
    let query = Query { search: query.search.as_ref().map(|q| q.chars().take(100).collect()), ..query.clone() };
    let mut tx = portal.read(&actor).await?;
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut rows = reads::list_queue(&mut tx, actor.staff_id, &actor.roles, &query, now, limit).await?;
    let (mine, open) = reads::count_queue(&mut tx, actor.staff_id, &actor.roles, now).await?;
    let next = if rows.len() > PAGE {
        rows.truncate(PAGE);
        rows.last().map(|row| Mark::of(row, query.scope))
    } else {
        None
    };
    Ok(Queue { rows, next, mine, open, now, today })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_survives_the_trip_through_an_address() {
        let mark = Mark {
            at: DateTime::from_timestamp_micros(1_700_000_000_123_456).expect("a time"),
            id: RequestId::fresh(),
        };
        assert_eq!(mark.to_string().parse::<Mark>().ok(), Some(mark));
        for broken in [
            "",
            ".",
            "1",
            "1.req_",
            "x.req_00000000000000000000000000000000",
            "99999999999999999999.req_00000000000000000000000000000000",
            "-8000000000000000000.req_00000000000000000000000000000000",
            "8000000000000000000.req_00000000000000000000000000000000",
        ] {
            assert!(broken.parse::<Mark>().is_err(), "{broken}");
        }
    }
}
