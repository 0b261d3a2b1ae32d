//! Refusing a request, in words the borrower can understand.

use lending::request::Action;

use super::{
    case::{self, Case, Move, REVIEWERS},
    store,
};
use crate::{Actor, Portal, Result, identity::SignedInStaff, ids::RequestId};

/// Refuses a request. The reason is shown to the borrower.
///
/// # Errors
/// A refusal when the reason is missing, or another colleague holds the request;
/// [`crate::Error::Stale`] when it is decided already.
pub async fn reject(portal: &Portal, staff: &SignedInStaff, request_id: RequestId, reason: &str) -> Result<()> {
    let actor = staff.actor();
    actor.must_be(REVIEWERS)?;
    let reason = case::text("reason", reason)?;
    let now = portal.clock.now();
    let mut tx = portal.begin(&actor).await?;
    let mut case = Case::lock(&mut tx, request_id).await?;
    case.status.after(Action::Reject).map_err(|_| crate::Error::Stale("request"))?;
    case.must_be_free_for(&actor, now)?;
    let by = Actor::from(&actor);
    case.go(&mut tx, Move { action: Action::Reject, by: &by, note: reason, at: now }).await?;
    store::mark_claim(&mut tx, &case, None).await?;
    case.tell(&mut tx, "request_rejected").await?;
    tx.commit().await?;
    Ok(())
}
