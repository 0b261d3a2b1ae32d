//! Taking a request into one's hands, and giving it back.

use chrono::TimeDelta;
use lending::request::{Action, RequestStatus};

use super::{
    case::{Case, Move, REVIEWERS},
    store,
};
use crate::{Actor, Portal, Result, identity::SignedInStaff, ids::RequestId};

/// How long a claim holds others off. After it a colleague may take the request over.
pub const LEASE: TimeDelta = TimeDelta::hours(2);

/// Takes a request that nobody holds. Who holds it already gets a fresh lease.
///
/// # Errors
/// A refusal that names the holder, [`crate::Error::Stale`] when there is nothing left to work on.
pub async fn claim(portal: &Portal, staff: &SignedInStaff, request_id: RequestId) -> Result<()> {
    let actor = staff.actor();
    actor.must_be(REVIEWERS)?;
    let now = portal.clock.now();
    let mut tx = portal.begin(&actor).await?;
    let mut case = Case::lock(&mut tx, request_id).await?;
    case.must_not_be_held_by_another(&actor, now)?;
    let by = Actor::from(&actor);
    let in_hand = matches!(case.status, RequestStatus::InReview | RequestStatus::AwaitingApproval);
    if in_hand && case.must_be_held_by(&actor, now).is_ok() {
        // A second click, or two hours more: nothing that the history would tell.
    } else if case.status == RequestStatus::AwaitingApproval {
        // What waits for a second approval is held without moving back into review.
        case.remark(&mut tx, Action::Claim.code(), &by, now).await?;
    } else {
        case.go(&mut tx, Move { action: Action::Claim, by: &by, note: "", at: now }).await?;
    }
    store::mark_claim(&mut tx, &case, Some((actor.staff_id, now + LEASE))).await?;
    tx.commit().await?;
    Ok(())
}

/// Gives a request back to the queue.
///
/// # Errors
/// A refusal when somebody else holds it.
pub async fn release(portal: &Portal, staff: &SignedInStaff, request_id: RequestId) -> Result<()> {
    let actor = staff.actor();
    actor.must_be(REVIEWERS)?;
    let now = portal.clock.now();
    let mut tx = portal.begin(&actor).await?;
    let mut case = Case::lock(&mut tx, request_id).await?;
    case.must_be_held_by(&actor, now)?;
    let by = Actor::from(&actor);
    if case.status == RequestStatus::AwaitingApproval {
        case.remark(&mut tx, Action::Release.code(), &by, now).await?;
    } else {
        case.go(&mut tx, Move { action: Action::Release, by: &by, note: "", at: now }).await?;
    }
    store::mark_claim(&mut tx, &case, None).await?;
    tx.commit().await?;
    Ok(())
}
