//! Asking the borrower something.

use lending::request::Action;

use super::case::{self, Case, Move, REVIEWERS};
use crate::{Actor, Portal, Result, identity::SignedInStaff, ids::RequestId};

/// Puts a question to the borrower; the request waits for the answer.
///
/// # Errors
/// A refusal when the question is missing or too long, or another colleague holds the request;
/// [`crate::Error::Stale`] when the request has moved on.
pub async fn ask(portal: &Portal, staff: &SignedInStaff, request_id: RequestId, question: &str) -> Result<()> {
    let actor = staff.actor();
    actor.must_be(REVIEWERS)?;
    let question = case::text("question", question)?;
    let now = portal.clock.now();
    let mut tx = portal.begin(&actor).await?;
    let mut case = Case::lock(&mut tx, request_id).await?;
    case.status.after(Action::Ask).map_err(|_| crate::Error::Stale("request"))?;
    case.must_be_held_by(&actor, now)?;
    let by = Actor::from(&actor);
    case.go(&mut tx, Move { action: Action::Ask, by: &by, note: question, at: now }).await?;
    case.tell(&mut tx, "request_question").await?;
    tx.commit().await?;
    Ok(())
}
