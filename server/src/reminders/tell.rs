//! Telling the members of a borrower what happened: a receipt, an answer to a request.
//!
//! The slice in which it happens only leaves a job in its own transaction; who is told and how is
//! decided afterwards, by the system.

use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

use super::store;
use crate::{
    Actor, Portal, Result,
    ids::{BorrowerId, PersonId},
    outbox,
};

/// What happened, to whom.
#[derive(Clone, Copy, Debug)]
pub struct Tell {
    pub borrower_id: BorrowerId,
    /// Only this person, or every member.
    pub person_id: Option<PersonId>,
    /// `payment`, `request`, `statement`.
    pub subject: &'static str,
    pub subject_id: Uuid,
    /// A step's number, where one thing is told of several times.
    pub n: i32,
    /// A row of `reminder_rule`.
    pub rule: &'static str,
}

/// What the job carries.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Told {
    pub borrower_id: BorrowerId,
    pub person_id: Option<PersonId>,
    pub subject: String,
    pub subject_id: Uuid,
    pub n: i32,
    pub rule: String,
}

/// Leaves word in the caller's transaction. Telling the same twice is telling it once.
///
/// # Errors
/// When the database refuses or cannot be reached.
pub async fn tell(conn: &mut PgConnection, what: &Tell) -> Result<()> {
    let whom = what.person_id.map_or_else(|| "all".to_owned(), |p| p.to_string());
    let key = format!("tell:{}:{}:{}:{whom}", what.rule, what.subject_id, what.n);
    let told = json!({
        "borrower_id": what.borrower_id, "person_id": what.person_id, "subject": what.subject,
        "subject_id": what.subject_id, "n": what.n, "rule": what.rule,
    });
    outbox::enqueue(conn, "tell", &told, &key).await
}

/// Writes a message for each member and each of the rule's channels, and hurries their delivery.
///
/// # Errors
/// When the database refuses or cannot be reached.
pub async fn write(portal: &Portal, told: &Told) -> Result<()> {
    let now = portal.clock.now();
    let mut tx = portal.begin(Actor::System).await?;
    store::insert_told(&mut tx, told, now).await?;
    outbox::enqueue(&mut tx, "send_messages", &json!({}), "send_messages").await?;
    tx.commit().await.map_err(Into::into)
}
