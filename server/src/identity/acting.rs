//! For whom a person acts: one borrower at a time, chosen among their memberships.

use serde_json::json;

use super::{SignedInPerson, store::people as store};
use crate::{
    Actor, Error, Portal, Result, audit,
    ids::BorrowerId,
    keys::{fresh_token, token_hash},
};

/// A borrower that one may act for.
#[derive(Clone, Debug)]
pub struct Choice {
    pub borrower_id: BorrowerId,
    pub name: String,
    pub is_company: bool,
    /// The one acted for now.
    pub current: bool,
}

/// # Errors
/// When the database cannot be reached.
pub async fn choices(portal: &Portal, who: &SignedInPerson) -> Result<Vec<Choice>> {
    let mut tx = portal.read(who.actor()).await?;
    let rows = store::list_borrowers(&mut tx, who.person_id).await?;
    Ok(rows
        .into_iter()
        .map(|row| Choice {
            current: row.borrower_id == who.borrower_id,
            borrower_id: row.borrower_id,
            name: row.name,
            is_company: row.kind == "company",
        })
        .collect())
}

/// Acts for another borrower from now on. What one may do changes with it, so the session gets a new
/// token, which is returned.
///
/// # Errors
/// [`Error::NotFound`] when there is no such borrower, or the person is no member of it: the
/// database's foreign key says so.
pub async fn act_for(portal: &Portal, who: &SignedInPerson, borrower_id: BorrowerId) -> Result<String> {
    let now = portal.clock.unmoved_now();
    let actor = Actor::from(who.actor());
    let token = fresh_token();
    let mut tx = portal.begin(who.actor()).await?;
    let marked = store::mark_acting_for(&mut tx, who.session_id, borrower_id, &token_hash(&token), now).await;
    match marked {
        Ok(1) => {}
        Ok(_) => return Err(Error::NotFound),
        Err(error) if matches!(error.constraint(), Some("session_of_a_member" | "session_borrower_id_fkey")) => {
            return Err(Error::NotFound);
        }
        Err(error) => return Err(error),
    }
    let line = audit::Line {
        actor: &actor,
        at: now,
        borrower_id: Some(borrower_id),
        action: "acts_for",
        subject: "borrower",
        subject_id: Some(borrower_id.0),
        detail: json!({}),
    };
    audit::record(&mut tx, line).await?;
    tx.commit().await?;
    Ok(token)
}
