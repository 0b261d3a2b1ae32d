//! An approver who is not convinced sends a request back to review.

use lending::request::Action;

use super::case::{self, Case};
use crate::{Actor, Error, Portal, Result, Role, identity::SignedInStaff, ids::RequestId};

/// Sends a half-approved request back. The note is for colleagues; the borrower hears only that the
/// request is being looked at again.
///
/// # Errors
/// A refusal when the note is missing, or another colleague holds the request;
/// [`Error::Stale`] when it does not wait for an approval any more.
pub async fn send_back(portal: &Portal, staff: &SignedInStaff, request_id: RequestId, note: &str) -> Result<()> {
    let actor = staff.actor();
    actor.must_be(&[Role::Approver, Role::SeniorApprover])?;
    let note = case::text("note", note)?;
    let now = portal.clock.now();
    let mut tx = portal.begin(&actor).await?;
    let mut case = Case::lock(&mut tx, request_id).await?;
    case.status.after(Action::Return).map_err(|_| Error::Stale("request"))?;
    case.must_not_be_held_by_another(&actor, now)?;
    case.back_to_review(&mut tx, &Actor::from(&actor), note, now).await?;
    case.tell(&mut tx, "request_returned").await?;
    tx.commit().await?;
    Ok(())
}
