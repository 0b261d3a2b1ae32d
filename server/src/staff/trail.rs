//! The audit trail: who did what when to which thing. Looking at it is itself kept in it.

mod filter;
mod read;

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    Role,
    ids::{BorrowerId, PersonId, StaffId},
};

pub use filter::{Asked, Filter, Mark};
pub use read::{export, find};

/// Who may read it.
pub const AUDITORS: &[Role] = &[Role::Compliance, Role::Administrator];

/// One row. Names and numbers of borrowers are there for those who may see borrowers, ids for all.
#[derive(Clone, Debug)]
pub struct Entry {
    pub audit_id: Uuid,
    pub at: DateTime<Utc>,
    /// `public`, `person`, `staff` or `system`.
    pub actor: String,
    pub person_id: Option<PersonId>,
    pub staff_id: Option<StaffId>,
    /// Who acted, by name.
    pub by: Option<String>,
    pub borrower_id: Option<BorrowerId>,
    pub borrower_name: Option<String>,
    pub action: String,
    pub subject: String,
    pub subject_id: Option<Uuid>,
    /// The thing's own name: a colleague, a person, a request's or a payment's number.
    pub subject_name: Option<String>,
    pub detail: Value,
}

/// A page of the trail, newest first.
#[derive(Clone, Debug)]
pub struct Trail {
    pub rows: Vec<Entry>,
    /// Where the next page begins.
    pub next: Option<Mark>,
    /// Whether names of borrowers may be asked for.
    pub names: bool,
}
